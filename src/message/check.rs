//! What `verbatim check` says: of everything that it looks at how it is and, where that is not as it should be, what to do.
//!
//! - `articles`: the corpus, the encoder and the index.
//! - `ledger`: the ledger, folders, and the room on the disk.
//! - `account`: the bot's account in Discord.
//!
//! Settings are here. None of these sentences has a secret in it; what is passed in must have none either.

pub mod account;
pub mod articles;
pub mod ledger;

use std::fmt::Display;

use super::count;

/// What was found, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How it is: one sentence or two.
    pub message: String,
    /// What to do next; `None` where nothing is to be done.
    pub fix: Option<String>,
}

impl Told {
    fn well(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            fix: None,
        }
    }

    fn so(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            fix: Some(fix.into()),
        }
    }

    /// Both, one behind the other.
    pub fn sentence(&self) -> String {
        match &self.fix {
            Some(fix) => format!("{} {fix}", self.message),
            None => self.message.clone(),
        }
    }
}

/// The last line: how much was found of what.
pub fn summary(ok: usize, warn: usize, wrong: usize, skip: usize) -> String {
    let verdict = match (wrong, warn + skip) {
        (0, 0) => "All is well".to_owned(),
        (0, _) => "Nothing is wrong".to_owned(),
        (1, _) => "1 thing is wrong".to_owned(),
        _ => format!("{wrong} things are wrong"),
    };
    let mut counts = vec![format!("{ok} ok")];
    if warn > 0 {
        counts.push(count(warn, "warning", "warnings"));
    }
    if skip > 0 {
        counts.push(format!("{skip} could not be looked at"));
    }
    format!("{verdict}: {}.", counts.join(", "))
}

/// Heads what is said of a subject, which is a word such as "settings".
pub fn heading(subject: &str) -> String {
    let (first, rest) = subject.split_at_checked(1).unwrap_or((subject, ""));
    format!("{}{rest}", first.to_uppercase())
}

/// The file `.env` was read.
pub fn dot_env_read() -> Told {
    Told::well("The file .env in the working folder was read.")
}

/// There is no file `.env`.
pub fn no_dot_env() -> Told {
    Told::well(
        "There is no file .env in the working folder: settings come from the environment and the command line alone.",
    )
}

/// The file `.env` cannot be read as a whole; `reason` is without its content.
pub fn broken_dot_env(reason: &dyn Display) -> Told {
    Told::so(
        format!("T{}.", reason.to_string().trim_start_matches('t')),
        "No other command runs until that is mended. A line is NAME=value, or begins with #; below, what could be read of it counts.",
    )
}

/// The file `.env` is none, or may not be read.
pub fn closed_dot_env(reason: &dyn Display) -> Told {
    Told::so(
        format!("T{}.", reason.to_string().trim_start_matches('t')),
        "No other command runs until that is mended: make it a file that the user that runs the bot may read, or take it away.",
    )
}

/// A setting is not what it should be. `reason` says which, and what it should be; `place` is where it is made.
pub fn wrong_setting(reason: &dyn Display, place: Option<&str>) -> Told {
    let place = place.map_or_else(String::new, |place| format!(" in {place}"));
    Told::so(
        format!("{reason}."),
        format!("Change it{place} or take it out; below, it counts as not set."),
    )
}

/// All settings are what they should be; `made` are those that are set, each with its place in parentheses.
pub fn settings_valid(made: &[String]) -> Told {
    Told::well(if made.is_empty() {
        "All settings are as by default.".to_owned()
    } else {
        format!(
            "All settings are valid. Set are {}; the others are as by default.",
            made.join(", ")
        )
    })
}

/// A setting with its place: "`VERBATIM_LOG` (.env)".
pub fn setting_at(variable: &str, place: &str) -> String {
    format!("{variable} ({place})")
}

/// A name looks like a setting, and is none.
pub fn unknown_setting(name: &str, place: &str, meant: Option<&str>) -> Told {
    match meant {
        Some(meant) => Told::so(
            format!("{name} is no setting; did you mean {meant}?"),
            format!("It stands in {place}, and has no effect there: rename it or take it out."),
        ),
        None => Told::so(
            format!("{name} is no setting."),
            format!("It stands in {place}, and has no effect there: take it out. The README's table has all settings."),
        ),
    }
}

/// A setting is made twice.
pub fn overridden(variable: &str) -> Told {
    Told::so(
        format!("{variable} is set in the environment to something else than in .env: the environment wins."),
        "Take it out of the one where it is wrong.",
    )
}

/// A flag keeps a setting from being heard.
pub fn flag_wins(flag: &str, variable: &str) -> Told {
    Told::so(
        format!("{flag} is given, so {variable} is not heard here."),
        "Leave the flag out to check what runs without it.",
    )
}

/// The two thresholds contradict each other.
pub fn crossed_thresholds(answer_at: f32, unsure_at: f32) -> Told {
    Told::so(
        format!(
            "VERBATIM_ANSWER_AT ({answer_at}) is below VERBATIM_UNSURE_AT ({unsure_at}): what is answered has to be surer than what is shown with a warning."
        ),
        "Make the first at least as high as the second.",
    )
}

/// The bot can serve health and metrics at `address`.
pub fn http_free(address: &str) -> Told {
    Told::well(format!("Health and metrics can be served at {address}."))
}

/// A bot does so already.
pub fn http_ours(address: &str) -> Told {
    Told::well(format!("A running bot serves health and metrics at {address}."))
}

/// Something else listens there.
pub fn http_taken(address: &str) -> Told {
    Told::so(
        format!(
            "Another program listens at {address}, so the bot can't serve health and metrics there, and would end."
        ),
        "Stop it, give VERBATIM_HTTP another port, or set it to off.",
    )
}

/// The system doesn't let the bot listen there.
pub fn http_refused(address: &str, reason: &dyn Display) -> Told {
    Told::so(
        format!("The bot can't serve health and metrics at {address}, and would end: {reason}."),
        "Give VERBATIM_HTTP an address of this machine and a port from 1024 up, such as 127.0.0.1:9600, or set it to off.",
    )
}

/// There is a token, or there is none. It is shown nowhere.
pub fn token(is_set: bool) -> Told {
    Told::well(if is_set {
        "DISCORD_TOKEN is set."
    } else {
        "DISCORD_TOKEN is not set: verbatim ask does without, verbatim serve needs it."
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_there_is() {
        assert_eq!(summary(9, 0, 0, 0), "All is well: 9 ok.");
        assert_eq!(
            summary(9, 1, 0, 2),
            "Nothing is wrong: 9 ok, 1 warning, 2 could not be looked at."
        );
        assert_eq!(summary(9, 2, 1, 0), "1 thing is wrong: 9 ok, 2 warnings.");
    }
}

//! The place of each setting, and names that look like a setting but are not one.
//!
//! Nothing here returns the value of a setting: it may be a secret.

use std::collections::BTreeSet;

use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

use super::Sources;
use crate::config::{TOKEN_VARIABLE, VARIABLES};

/// The prefixes of the names of all settings.
const PREFIXES: [&str; 2] = ["VERBATIM_", "DISCORD_"];

/// The likeness, without the prefixes, from which one name counts as a misspelling of the other: one typing error in
/// three letters.
const MIN_LIKENESS: f64 = 0.66;

/// The words that other programs put into the name of such a setting: `DISCORD_BOT_TOKEN`, `GUILD_ID`.
const FILLERS: [&str; 8] = ["DISCORD", "VERBATIM", "BOT", "APP", "API", "CLIENT", "ID", "IDS"];

/// The most typing errors from which a name without the prefix of a setting is recognized.
const MAX_ERRORS: usize = 2;

/// The place that a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the environment.
    Environment,
    /// In the file `.env`.
    DotEnv,
}

impl Place {
    /// The place in words: "the environment", ".env".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Environment => "the environment",
            Self::DotEnv => ".env",
        }
    }
}

/// A name that looks like a setting but is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// The place that has it.
    pub place: Place,
    /// The setting that was probably meant.
    pub meant: Option<&'static str>,
}

impl Sources {
    /// True if there is a file `.env`, readable or not.
    #[must_use]
    pub fn has_dot_env(&self) -> bool {
        self.has_dot_env
    }

    /// The settings that are made, each with the place that wins, in the order of the README's table.
    #[must_use]
    pub fn made(&self) -> Vec<(&'static str, Place)> {
        let place = |&variable: &&'static str| Some((variable, self.place_of(variable)?));
        VARIABLES.iter().filter_map(place).collect()
    }

    /// The place that a setting comes from; `None` if it is not set.
    #[must_use]
    pub fn place_of(&self, variable: &str) -> Option<Place> {
        if self.in_environment(variable).is_some() {
            Some(Place::Environment)
        } else {
            self.in_dot_env(variable).map(|_| Place::DotEnv)
        }
    }

    /// The settings in `.env` that have no effect, because the environment has another value for them.
    #[must_use]
    pub fn overridden(&self) -> Vec<&'static str> {
        let is_overridden = |variable: &str| match (self.in_environment(variable), self.in_dot_env(variable)) {
            (Some(one), Some(other)) => one.as_os_str() != other.as_str(),
            _ => false,
        };
        VARIABLES
            .iter()
            .copied()
            .filter(|variable| is_overridden(variable))
            .collect()
    }

    /// Names that look like a setting but are not one, sorted by place and name.
    pub(super) fn unknown(&self) -> Vec<Unknown> {
        let in_environment = self.environment.keys().map(|name| (Place::Environment, name));
        let in_dot_env = self.dot_env.keys().map(|name| (Place::DotEnv, name));
        let names: BTreeSet<(Place, &String)> = in_environment.chain(in_dot_env).collect();
        names
            .into_iter()
            .filter(|(_, name)| !VARIABLES.contains(&name.as_str()))
            .filter_map(|(place, name)| {
                let meant = meant_by(name, place, &|variable| self.value(variable).is_some());
                (meant.is_some() || is_ours(name, place)).then(|| Unknown {
                    name: name.clone(),
                    place,
                    meant,
                })
            })
            .collect()
    }
}

/// True if no other program can have such a name. In the environment, other programs use `DISCORD_` too.
fn is_ours(name: &str, place: Place) -> bool {
    name.starts_with("VERBATIM_") || (place == Place::DotEnv && name.starts_with("DISCORD_"))
}

/// The setting that was probably meant by a name. `is_made` says whether a setting is made under its own name.
fn meant_by(name: &str, place: Place, is_made: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let name = name.to_uppercase();
    let has_prefix = without_prefix(&name).is_some();
    let core = core(&name);
    let same = VARIABLES.iter().find(|known| self::core(known) == core);
    // Other programs have such names in the environment. A token that is missing is worth a guess all the same.
    let is_guessed = |known: &str| match place {
        Place::DotEnv => true,
        Place::Environment => !is_made(known) && (has_prefix || known == TOKEN_VARIABLE),
    };
    let same = same.copied().filter(|known| is_guessed(known));
    same.or_else(|| misspelled(&name, place))
}

/// The setting whose name is nearly this one, in capitals.
fn misspelled(name: &str, place: Place) -> Option<&'static str> {
    let Some(rest) = without_prefix(name) else {
        // Leave alone what other programs have in the environment.
        let near = VARIABLES.iter().map(|&known| (damerau_levenshtein(name, known), known));
        let (errors, known) = near.min()?;
        return (place == Place::DotEnv && errors <= MAX_ERRORS).then_some(known);
    };
    VARIABLES
        .iter()
        .filter_map(|&known| Some((normalized_damerau_levenshtein(rest, without_prefix(known)?), known)))
        .filter(|&(likeness, _)| likeness >= MIN_LIKENESS)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

/// The words of a name that say which setting it is.
fn core(name: &str) -> Vec<&str> {
    name.split('_').filter(|word| !FILLERS.contains(word)).collect()
}

fn without_prefix(name: &str) -> Option<&str> {
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_by_a_name_is_guessed_where_it_is_near() {
        for (name, meant) in [
            ("VERBATIM_CORPSU", Some("VERBATIM_CORPUS")),
            ("VERBATIM_corpus", Some("VERBATIM_CORPUS")),
            ("VERBATIM_TOKEN", Some("DISCORD_TOKEN")),
            ("DISCORD_GUILD", Some("VERBATIM_GUILD")),
            ("VERBATIM_ADMIN", Some("VERBATIM_ADMINS")),
            ("VERBATIM_QUESTIONS_DAYS", Some("VERBATIM_QUESTION_DAYS")),
            ("VERBATM_CORPUS", Some("VERBATIM_CORPUS")),
            ("VERBATIM_LANGUAGE", None),
            ("VERBATIM_", None),
            ("DISCORD_WEBHOOK", None),
            ("PATH", None),
            ("DISCORD_BOT_TOKEN", Some("DISCORD_TOKEN")),
            ("BOT_TOKEN", Some("DISCORD_TOKEN")),
            ("TOKEN", Some("DISCORD_TOKEN")),
            ("GITHUB_TOKEN", None),
            ("GUILD_ID", Some("VERBATIM_GUILD")),
            ("DISCORD_CLIENT_ID", None),
        ] {
            assert_eq!(meant_by(name, Place::DotEnv, &|_| false), meant, "{name}");
        }
    }

    #[test]
    fn names_of_other_programs_in_the_environment_are_left_alone_unless_the_token_is_missing() {
        let meant = |name: &str, is_made: bool| meant_by(name, Place::Environment, &|_| is_made);
        for name in ["VERBATM_CORPUS", "GUILD_ID", "LOG", "GITHUB_TOKEN"] {
            assert_eq!(meant(name, false), None, "{name}");
        }
        for name in ["DISCORD_BOT_TOKEN", "BOT_TOKEN", "TOKEN"] {
            assert_eq!(meant(name, false), Some("DISCORD_TOKEN"), "{name}");
            assert_eq!(meant(name, true), None, "{name}");
        }
    }
}

//! The settings: wrong values, where each is set, and misspelled names. The report says only whether a token is set.

use super::account::PORTAL;
use super::report::Group;
use super::{capitalized, clause};
use crate::config::{Config, ConfigError, Place, Sources, TOKEN_VARIABLE, Unknown};
use crate::http::{BindError, Listener};

/// The settings as they were read.
pub(super) struct Read<'a> {
    pub(super) sources: &'a Sources,
    /// The error that makes `.env` unreadable as a whole.
    pub(super) broken: Option<&'a ConfigError>,
    pub(super) wrong: &'a [ConfigError],
    pub(super) config: &'a Config,
    /// The thresholds, if they contradict each other.
    pub(super) crossed: Option<(f32, f32)>,
}

pub(super) fn check(read: &Read<'_>) -> Group {
    let mut group = Group::new("settings");
    dot_env(read, &mut group);
    values(read, &mut group);
    for unknown in &read.config.unknown {
        let (message, fix) = unknown_setting(unknown);
        group.warn("names", message, fix);
    }
    for variable in read.sources.overridden() {
        group.warn(
            "overridden",
            format!("{variable} has different values in the environment and in .env; the environment wins."),
            "Remove the wrong one.",
        );
    }
    http(read.config, &mut group);
    token(read, &mut group);
    group
}

fn token(read: &Read<'_>, group: &mut Group) {
    let is_about_token = |error: &ConfigError| error.variable() == Some(TOKEN_VARIABLE);
    if read.config.discord.token.is_some() {
        group.ok("token", "DISCORD_TOKEN is set.");
        if read.config.exposes_token {
            let (message, fix) = exposed_token();
            group.warn("permissions", message, fix);
        }
    } else if !read.wrong.iter().any(is_about_token) {
        let mut unknown = read.config.unknown.iter();
        let meant = unknown.find(|unknown| unknown.meant == Some(TOKEN_VARIABLE));
        let fix = match (meant, read.config.misnamed) {
            (Some(Unknown { name, place, .. }), _) => format!("Rename {name} in {} to DISCORD_TOKEN.", place.name()),
            (None, Some(file)) => format!("If it is in {file}, rename that file to .env."),
            (None, None) => format!(
                "{PORTAL} (or create one), then Bot, then Reset Token, and put the token into .env as DISCORD_TOKEN=..."
            ),
        };
        group.wrong(
            "token",
            "DISCORD_TOKEN is not set: without it, verbatim serve can't log in to Discord (the other commands work).",
            fix,
        );
    }
}

/// The message about a token that everybody can read, and its fix.
pub(in crate::cli) fn exposed_token() -> (&'static str, &'static str) {
    (
        "Every user of this machine can read .env, which holds the token.",
        "Run chmod 600 .env, as the user that runs the bot.",
    )
}

/// The message about a file that was probably meant to be `.env`, and its fix.
pub(in crate::cli) fn misnamed_dot_env(name: &str) -> (String, String) {
    (
        format!("There is no file .env in the working folder, but there is {name}, which isn't read."),
        format!("Rename it: mv {name} .env"),
    )
}

fn dot_env(read: &Read<'_>, group: &mut Group) {
    if let Some(name) = read.config.misnamed {
        let (message, fix) = misnamed_dot_env(name);
        return group.warn("dot_env", message, fix);
    }
    let Some(error) = read.broken else {
        return group.ok(
            "dot_env",
            if read.sources.has_dot_env() {
                "The file .env in the working folder was read."
            } else {
                "There is no file .env in the working folder; settings come from the environment and the command line."
            },
        );
    };
    let fix = match error {
        ConfigError::ClosedDotEnv(_) => "Make it a file that the user that runs the bot can read, or remove it.",
        _ => {
            "Fix it: a line is NAME=value or begins with #. Until then, no other command runs; this check uses the lines it could read."
        }
    };
    group.wrong("dot_env", format!("{}.", capitalized(&error.to_string())), fix);
}

fn values(read: &Read<'_>, group: &mut Group) {
    for error in read.wrong {
        let place = error.variable().and_then(|variable| read.sources.place_of(variable));
        let place = place.map_or_else(String::new, |place| format!(" in {}", place.name()));
        group.wrong(
            "values",
            format!("{error}."),
            format!("Change or remove it{place}; this check goes on as if it were not set."),
        );
    }
    if let Some((answer_at, unsure_at)) = read.crossed {
        group.wrong(
            "thresholds",
            format!(
                "VERBATIM_ANSWER_AT ({answer_at}) is below VERBATIM_UNSURE_AT ({unsure_at}), but an answer needs more confidence than a passage that is shown with a warning."
            ),
            "Make the first at least as high as the second.",
        );
    }
    if read.wrong.is_empty() && read.crossed.is_none() {
        let made = read.sources.made().into_iter();
        let made: Vec<String> = made.map(|(name, place)| format!("{name} ({})", place.name())).collect();
        group.ok(
            "values",
            if made.is_empty() {
                "All settings have their default values.".to_owned()
            } else {
                format!("All settings are valid. Set: {}.", made.join(", "))
            },
        );
    }
}

/// The message about a name that looks like a setting but isn't one, and its fix.
pub(in crate::cli) fn unknown_setting(unknown: &Unknown) -> (String, String) {
    let Unknown { name, place, meant } = unknown;
    let message = format!("Unknown setting {name} in {}; it is ignored.", Place::name(*place));
    let fix = match meant {
        Some(meant) => format!("Did you mean {meant}? Rename or remove it."),
        None => "Remove it; the README lists all settings.".to_owned(),
    };
    (message, fix)
}

/// Tries to listen at the address for health and metrics, if there is one.
fn http(config: &Config, group: &mut Group) {
    let Some(address) = config.http else { return };
    match Listener::bind(address) {
        Ok(_) => group.ok("http", format!("Health and metrics can be served at {address}.")),
        Err(BindError::Taken) => group.warn(
            "http",
            format!("A program already listens at {address}."),
            "If it isn't the running bot, stop it, give VERBATIM_HTTP another port, or set it to off: otherwise the bot can't start.",
        ),
        Err(error) => group.wrong(
            "http",
            format!("The bot can't listen at {address}, and would not start: {}.", clause(error)),
            "Give VERBATIM_HTTP an address of this machine and a port from 1024 up, such as 127.0.0.1:9600, or set it to off.",
        ),
    }
}

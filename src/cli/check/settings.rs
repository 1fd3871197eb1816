//! The settings: what is wrong with them, where they are made, and names that are none. A token is set or not, and no more
//! is said of it.

use std::path::PathBuf;

use super::finding::Group;
use super::http;
use crate::config::{
    CORPUS_VARIABLE, Config, ConfigError, DATA_VARIABLE, Folders, INDEX_VARIABLE, Place, Sources, TOKEN_VARIABLE,
};
use crate::message::check;

/// What was read.
pub(super) struct Read<'a> {
    pub(super) sources: &'a Sources,
    /// What is wrong with `.env` as a whole.
    pub(super) broken: Option<&'a ConfigError>,
    pub(super) wrong: &'a [ConfigError],
    pub(super) config: &'a Config,
    /// What the command line says.
    pub(super) folders: &'a Folders,
    /// The thresholds, if they contradict each other.
    pub(super) crossed: Option<(f32, f32)>,
}

pub(super) fn check(read: &Read<'_>) -> Group {
    let mut group = Group::new("settings");
    match read.broken {
        Some(error @ ConfigError::ClosedDotEnv(_)) => group.wrong("dot_env", check::closed_dot_env(error)),
        Some(error) => group.wrong("dot_env", check::broken_dot_env(error)),
        None if read.sources.has_dot_env() => group.ok("dot_env", check::dot_env_read()),
        None => group.ok("dot_env", check::no_dot_env()),
    }
    values(read, &mut group);
    for unknown in &read.config.unknown {
        let told = check::unknown_setting(&unknown.name, unknown.place.name(), unknown.meant);
        group.warn("names", told);
    }
    for variable in read.sources.overridden() {
        group.warn("overridden", check::overridden(variable));
    }
    flags(read, &mut group);
    http::tell(read.config, &mut group);
    let is_wrong = |error: &ConfigError| error.variable() == Some(TOKEN_VARIABLE);
    if !read.wrong.iter().any(is_wrong) {
        group.ok("token", check::token(read.config.discord.token.is_some()));
    }
    group
}

fn values(read: &Read<'_>, group: &mut Group) {
    for error in read.wrong {
        let place = error.variable().and_then(|variable| read.sources.place_of(variable));
        group.wrong("values", check::wrong_setting(error, place.map(Place::name)));
    }
    if let Some((answer_at, unsure_at)) = read.crossed {
        group.wrong("thresholds", check::crossed_thresholds(answer_at, unsure_at));
    }
    if read.wrong.is_empty() && read.crossed.is_none() {
        let made = read.sources.made().into_iter();
        let made: Vec<String> = made
            .map(|(variable, place)| check::setting_at(variable, place.name()))
            .collect();
        group.ok("values", check::settings_valid(&made));
    }
}

/// Says which settings a flag keeps from being heard: the bot may be started without it.
fn flags(read: &Read<'_>, group: &mut Group) {
    let flags: [(&Option<PathBuf>, &str, &str); 3] = [
        (&read.folders.corpus, "--corpus", CORPUS_VARIABLE),
        (&read.folders.index, "--index", INDEX_VARIABLE),
        (&read.folders.data, "--data", DATA_VARIABLE),
    ];
    for (given, flag, variable) in flags {
        if given.is_some() && read.sources.place_of(variable).is_some() {
            group.warn("overridden", check::flag_wins(flag, variable));
        }
    }
}

//! Which settings are made where, and names that look like a setting and are none.
//!
//! Nothing here tells what a setting is set to: it may be a secret.

use std::collections::BTreeSet;

use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

use super::Sources;
use crate::config::VARIABLES;

/// What the names of all settings begin with.
const PREFIXES: [&str; 2] = ["VERBATIM_", "DISCORD_"];

/// How alike two names have to be, without what they begin with, for one to be meant by the other: one typing error
/// in three letters.
const MIN_LIKENESS: f64 = 0.66;

/// A name that does not begin as settings do may have so many typing errors and be taken for one.
const MAX_ERRORS: usize = 2;

/// Where a setting is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the environment.
    Environment,
    /// In the file `.env`.
    DotEnv,
}

impl Place {
    /// What it is called: "the environment", ".env".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Environment => "the environment",
            Self::DotEnv => ".env",
        }
    }
}

/// A name that looks like a setting and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The setting that is likely meant.
    pub meant: Option<&'static str>,
}

impl Sources {
    /// Whether there is a file `.env`, readable or not.
    #[must_use]
    pub fn has_dot_env(&self) -> bool {
        self.has_dot_env
    }

    /// The settings that are made, each with the place that counts, in the order of the README's table.
    #[must_use]
    pub fn made(&self) -> Vec<(&'static str, Place)> {
        let place = |&variable: &&'static str| Some((variable, self.place_of(variable)?));
        VARIABLES.iter().filter_map(place).collect()
    }

    /// Where a setting is made; `None` if it isn't.
    #[must_use]
    pub fn place_of(&self, variable: &str) -> Option<Place> {
        if self.in_environment(variable).is_some() {
            Some(Place::Environment)
        } else {
            self.in_dot_env(variable).map(|_| Place::DotEnv)
        }
    }

    /// The settings that `.env` makes in vain, because the environment makes them otherwise.
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

    /// Names that look like a setting and are none, by place and name.
    pub(super) fn unknown(&self) -> Vec<Unknown> {
        let in_environment = self.environment.keys().map(|name| (Place::Environment, name));
        let in_dot_env = self.dot_env.keys().map(|name| (Place::DotEnv, name));
        let names: BTreeSet<(Place, &String)> = in_environment.chain(in_dot_env).collect();
        names
            .into_iter()
            .filter(|(_, name)| !VARIABLES.contains(&name.as_str()))
            .filter_map(|(place, name)| {
                let meant = meant_by(name, place);
                (meant.is_some() || is_ours(name, place)).then(|| Unknown {
                    name: name.clone(),
                    place,
                    meant,
                })
            })
            .collect()
    }
}

/// Whether a name can be nobody else's. In the environment others may well name things `DISCORD_`.
fn is_ours(name: &str, place: Place) -> bool {
    name.starts_with("VERBATIM_") || (place == Place::DotEnv && name.starts_with("DISCORD_"))
}

/// The setting that is likely meant by a name.
fn meant_by(name: &str, place: Place) -> Option<&'static str> {
    let name = name.to_uppercase();
    let Some(rest) = without_prefix(&name) else {
        // What is in the environment for other programs is none of our business.
        let near = VARIABLES
            .iter()
            .map(|&known| (damerau_levenshtein(&name, known), known));
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
        ] {
            assert_eq!(meant_by(name, Place::DotEnv), meant, "{name}");
        }
        assert_eq!(meant_by("VERBATM_CORPUS", Place::Environment), None);
    }
}

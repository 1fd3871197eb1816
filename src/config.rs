//! The settings: the only reader of the environment and of `.env`.
//!
//! What was typed, set and written ([`Sources`]) becomes one validated [`Config`]: the command line wins over
//! the environment, the environment over `.env`, and that over the defaults.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Where articles lie unless a setting says otherwise.
pub const DEFAULT_CORPUS: &str = "corpus";
/// Where the index lies unless a setting says otherwise.
pub const DEFAULT_INDEX: &str = "index";
/// Names the corpus folder.
pub const CORPUS_VARIABLE: &str = "VERBATIM_CORPUS";
/// Names the index folder.
pub const INDEX_VARIABLE: &str = "VERBATIM_INDEX";
/// Names the folder of another encoder than the shipped one.
pub const MODEL_VARIABLE: &str = "VERBATIM_MODEL";

/// From which confidence on a question is answered, from 0 to 1.
pub const ANSWER_AT_VARIABLE: &str = "VERBATIM_ANSWER_AT";
/// From which confidence on the best passage is shown with a warning, from 0 to 1.
pub const UNSURE_AT_VARIABLE: &str = "VERBATIM_UNSURE_AT";

/// Every setting that can be made in the environment or in `.env`.
pub const VARIABLES: &[&str] = &[
    CORPUS_VARIABLE,
    INDEX_VARIABLE,
    MODEL_VARIABLE,
    ANSWER_AT_VARIABLE,
    UNSURE_AT_VARIABLE,
];

/// The settings, validated.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The folder with the articles.
    pub corpus: PathBuf,
    /// The folder with the index.
    pub index: PathBuf,
    /// The folder with the encoder; `None` for the one that is part of the program.
    pub model: Option<PathBuf>,
    /// From which confidence on a question is answered, from 0 to 1; `None` for the default.
    pub answer_at: Option<f32>,
    /// From which confidence on the best passage is shown with a warning, from 0 to 1; `None` for the default.
    pub unsure_at: Option<f32>,
    /// Where the prompt keeps its history; `None` without a home folder.
    pub history: Option<PathBuf>,
}

/// The settings cannot be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A line of `.env` is no setting.
    #[error("the file .env can't be read: {0}")]
    DotEnv(String),
    /// A setting is not the number it should be.
    #[error("{variable} is \"{value}\": it has to be a number from 0 to 1, such as 0.4")]
    NotAShare {
        /// The setting.
        variable: &'static str,
        /// What it says.
        value: String,
    },
}

/// The places that settings come from.
#[derive(Debug, Default)]
pub struct Sources {
    environment: HashMap<String, OsString>,
    dot_env: HashMap<String, String>,
}

impl Sources {
    /// Reads the environment, and `.env` in the working folder if there is one.
    ///
    /// # Errors
    /// If `.env` is there and cannot be read.
    pub fn read() -> Result<Self, ConfigError> {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .collect();
        Ok(Self {
            environment,
            dot_env: read_dot_env(Path::new(".env"))?,
        })
    }

    /// The settings; `corpus` and `index` are what the command line says.
    ///
    /// # Errors
    /// If a setting is not what it should be.
    pub fn resolve(&self, corpus: Option<PathBuf>, index: Option<PathBuf>) -> Result<Config, ConfigError> {
        let path = |given: Option<PathBuf>, variable: &str, default: &str| {
            given
                .or_else(|| self.value(variable).map(PathBuf::from))
                .unwrap_or_else(|| PathBuf::from(default))
        };
        let state = self
            .environment_path("XDG_STATE_HOME")
            .or_else(|| Some(self.environment_path("HOME")?.join(".local").join("state")));
        Ok(Config {
            corpus: path(corpus, CORPUS_VARIABLE, DEFAULT_CORPUS),
            index: path(index, INDEX_VARIABLE, DEFAULT_INDEX),
            model: self.value(MODEL_VARIABLE).map(PathBuf::from),
            answer_at: self.share(ANSWER_AT_VARIABLE)?,
            unsure_at: self.share(UNSURE_AT_VARIABLE)?,
            history: state.map(|state| state.join("verbatim").join("history")),
        })
    }

    /// A setting that is a number from 0 to 1.
    fn share(&self, variable: &'static str) -> Result<Option<f32>, ConfigError> {
        let Some(value) = self.value(variable) else {
            return Ok(None);
        };
        let value = value.to_string_lossy().trim().to_owned();
        match value.parse::<f32>() {
            Ok(share) if (0.0..=1.0).contains(&share) => Ok(Some(share)),
            _ => Err(ConfigError::NotAShare { variable, value }),
        }
    }

    /// A setting; one that is empty counts as not set.
    fn value(&self, variable: &str) -> Option<OsString> {
        self.environment
            .get(variable)
            .filter(|value| !value.is_empty())
            .cloned()
            .or_else(|| {
                self.dot_env
                    .get(variable)
                    .filter(|value| !value.is_empty())
                    .map(OsString::from)
            })
    }

    fn environment_path(&self, variable: &str) -> Option<PathBuf> {
        self.environment
            .get(variable)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    }
}

fn read_dot_env(path: &Path) -> Result<HashMap<String, String>, ConfigError> {
    let lines = match dotenvy::from_path_iter(path) {
        Ok(lines) => lines,
        Err(error) if error.not_found() => return Ok(HashMap::new()),
        Err(error) => return Err(ConfigError::DotEnv(describe(&error))),
    };
    lines
        .collect::<Result<_, _>>()
        .map_err(|error| ConfigError::DotEnv(describe(&error)))
}

/// Says what is wrong without the line itself: it may hold a secret.
fn describe(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(_, _) => {
            "a line in it is not of the form NAME=value (values with spaces need quotes)".to_owned()
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "a value in it is not text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(environment: &[(&str, &str)], dot_env: &[(&str, &str)]) -> Sources {
        Sources {
            environment: environment
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.into()))
                .collect(),
            dot_env: dot_env
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn the_nearer_source_wins() {
        let both = sources(
            &[(CORPUS_VARIABLE, "env")],
            &[(CORPUS_VARIABLE, "file"), (INDEX_VARIABLE, "file")],
        );
        let config = both.resolve(None, None).unwrap();
        assert_eq!((config.corpus, config.index), ("env".into(), "file".into()));
        assert_eq!(
            both.resolve(Some("flag".into()), None).unwrap().corpus,
            PathBuf::from("flag")
        );
    }

    #[test]
    fn a_threshold_is_a_number_from_0_to_1() {
        let resolve = |value: &str| sources(&[(ANSWER_AT_VARIABLE, value)], &[]).resolve(None, None);
        assert_eq!(resolve(" 0.25 ").unwrap().answer_at, Some(0.25));
        for wrong in ["1.5", "-0.1", "NaN", "40%", "0,4"] {
            let error = resolve(wrong).unwrap_err().to_string();
            assert!(error.contains(ANSWER_AT_VARIABLE) && error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn an_empty_setting_is_none() {
        let config = sources(&[(CORPUS_VARIABLE, "")], &[]).resolve(None, None).unwrap();
        assert_eq!(config.corpus, PathBuf::from(DEFAULT_CORPUS));
        assert_eq!(config.model, None);
    }

    #[test]
    fn a_broken_line_is_reported_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env");
        std::fs::write(&file, "DISCORD_TOKEN=abc secret words\n").unwrap();
        let error = read_dot_env(&file).unwrap_err().to_string();
        assert!(error.contains("NAME=value") && !error.contains("secret"), "{error}");
    }
}

//! Reads the file `.env`, and reports an error in it without repeating any of its text.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::ConfigError;

/// The readable part of `.env`.
#[derive(Debug, Default)]
pub(super) struct DotEnv {
    pub(super) is_there: bool,
    /// The settings of the lines that can be read.
    pub(super) settings: HashMap<String, String>,
    /// The first error, if there is one.
    pub(super) broken: Option<ConfigError>,
}

impl DotEnv {
    /// Reads the file. A missing file is not an error: it has no settings.
    pub(super) fn read(path: &Path) -> Self {
        let mut read = Self::default();
        let text = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return read,
            Err(error) => {
                read.is_there = true;
                read.broken = Some(ConfigError::ClosedDotEnv(error));
                return read;
            }
        };
        read.is_there = true;
        for line in dotenvy::from_read_iter(text.as_slice()) {
            match line {
                Ok((name, value)) => {
                    read.settings.insert(name, value);
                }
                Err(error) => {
                    let reason = describe(&error, &text);
                    read.broken.get_or_insert(ConfigError::DotEnv(reason));
                    // After bytes that are not text, the next line can't be found.
                    if !matches!(error, dotenvy::Error::LineParse(..)) {
                        break;
                    }
                }
            }
        }
        read
    }
}

/// Describes the error without repeating the line: it may hold a secret.
fn describe(error: &dotenvy::Error, text: &[u8]) -> String {
    match error {
        dotenvy::Error::LineParse(line, _) => {
            let which =
                line_number(line, text).map_or_else(|| "a line in it".to_owned(), |number| format!("line {number}"));
            format!("{which} is not of the form NAME=value (values with spaces need quotes)")
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "a value in it is not text".to_owned(),
    }
}

/// The number of the broken line, from 1. The error holds only its end, and several lines may end the same way.
fn line_number(end: &str, text: &[u8]) -> Option<usize> {
    let end = end.lines().next()?.trim();
    let text = std::str::from_utf8(text).ok()?;
    let mut lines = text.lines().enumerate();
    let (at, _) = lines.find(|(_, line)| line.trim().ends_with(end))?;
    lines.all(|(_, line)| !line.trim().ends_with(end)).then_some(at + 1)
}

//! Reads the file `.env`, and reports an error in it without repeating any of its text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::ConfigError;

/// Names that editors and file managers give to a file that is meant to be `.env`.
const MISNAMED: [&str; 4] = [".env.txt", "env.txt", "env", "_env"];

/// The permission of everybody to read a file.
const READ_BY_ALL: u32 = 0o004;

/// The readable part of `.env`.
#[derive(Debug, Default)]
pub(super) struct DotEnv {
    pub(super) is_there: bool,
    /// If it isn't there, the file beside it that was probably meant.
    pub(super) misnamed: Option<&'static str>,
    /// True if every user of the machine can read it.
    pub(super) is_open_to_all: bool,
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
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                read.misnamed = MISNAMED.into_iter().find(|name| path.with_file_name(name).is_file());
                return read;
            }
            Err(error) => {
                read.is_there = true;
                read.broken = Some(ConfigError::ClosedDotEnv(error));
                return read;
            }
        };
        read.is_there = true;
        read.is_open_to_all = fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & READ_BY_ALL != 0);
        let text = in_utf8(&text);
        for line in dotenvy::from_read_iter(&*text) {
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

/// The text of the file in UTF-8 without a byte order mark: Windows writes one, or UTF-16. Bytes of other encodings stay
/// as they are.
fn in_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let from_utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Cow::Owned(text.into_bytes())
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, u16::from_be_bytes),
        // Without a mark, the letters of a name still have a zero byte on one side.
        [letter, 0, ..] if *letter != 0 => from_utf16(bytes, u16::from_le_bytes),
        [0, letter, ..] if *letter != 0 => from_utf16(bytes, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
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
        dotenvy::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            "it isn't in UTF-8; save it in that encoding".to_owned()
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

//! Makes names from outside safe: the only way from such a name to a path.
//!
//! A [`FileName`] is one component, is read as an article where it stands in the corpus folder, and can be written on
//! every file system. It is pure: it does not check for an existing file.

#[cfg(test)]
mod tests;

use std::path::Path;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::rejected::Rejected;
use crate::corpus::archive::is_archive;
use crate::corpus::format::{EXTENSIONS, Format, unread};
use crate::corpus::problem::Reason;
use crate::corpus::walk::SYNONYMS;
use crate::text::fold::{collapse_white_space, is_invisible};

/// The longest name, in bytes, including its extension: a length that file systems, archives and messages take without
/// trouble.
const MAX_NAME_BYTES: usize = 100;

/// The longest extension, in characters, that a reason repeats.
const MAX_SHOWN_CHARS: usize = 16;

/// The name of a file whose given name says nothing.
const NAMELESS: &str = "article";

/// A name for an article in the corpus folder itself, or for an archive of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileName {
    name: String,
    format: Option<Format>,
}

impl FileName {
    /// Makes `given` safe: keeps its last component, without characters that are invisible, can't be written or would
    /// hide the file.
    ///
    /// # Errors
    /// [`Rejected::UnknownFormat`], or the way to a format that is read, if no reader takes its extension;
    /// [`Rejected::Reserved`] if the corpus keeps the name for itself.
    pub(super) fn from_outside(given: &str) -> Result<Self, Rejected> {
        let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
        let written = writable(last);
        let whole = written.trim_end_matches(is_loose);
        let (stem, extension) = whole.rsplit_once('.').unwrap_or((whole, ""));
        let extension = extension.to_ascii_lowercase();
        let path = format!("{NAMELESS}.{extension}");
        let path = Path::new(&path);
        let format = Format::of(path);
        if format.is_none() && !is_archive(path) {
            return Err(match unread(path) {
                Reason::UnknownFormat => Rejected::UnknownFormat {
                    extension: extension.chars().take(MAX_SHOWN_CHARS).collect(),
                    known: EXTENSIONS,
                },
                reason => Rejected::LeftOut { reason, line: None },
            });
        }
        let name = format!("{}.{extension}", safe_stem(stem, MAX_NAME_BYTES - extension.len() - 1));
        if is_same_name(SYNONYMS, &name) {
            return Err(Rejected::Reserved { name: SYNONYMS });
        }
        Ok(Self { name, format })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.name
    }

    /// The format of the file; `None` if it is an archive.
    pub(super) fn format(&self) -> Option<Format> {
        self.format
    }
}

/// The path below a site's folder for a page of it: `folders` and `stem` made safe, so that the corpus counts the page.
/// `extension` is one of [`EXTENSIONS`].
pub(super) fn page_path(folders: &[String], stem: &str, extension: &str) -> String {
    let mut path = String::new();
    for folder in folders {
        path.push_str(&safe_folder(folder));
        path.push('/');
    }
    let room = MAX_NAME_BYTES - extension.len() - 1;
    format!("{path}{}.{extension}", safe_stem(&one_component(stem), room))
}

/// A name for a folder that the corpus does not pass over.
pub(super) fn safe_folder(given: &str) -> String {
    let name = safe_stem(&one_component(given), MAX_NAME_BYTES);
    let is_passed_over = name.ends_with("_files") || matches!(name.as_str(), "Thumbs.db" | "desktop.ini");
    if is_passed_over { format!("{name}_") } else { name }
}

fn one_component(given: &str) -> String {
    writable(&given.replace(['/', '\\'], "_"))
}

/// A component of a path without characters that are invisible or that some file system can't write.
fn writable(component: &str) -> String {
    // Normalizing comes before every search for certain characters, since it can create them ("\u{37e}" becomes ";").
    let seen: String = component
        .chars()
        .filter(|&c| c.is_whitespace() || !is_unseen(c))
        .nfc()
        .collect();
    collapse_white_space(&seen)
        .chars()
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect()
}

/// True if a file system that ignores case and the different encodings of an accent takes two names for one.
pub(super) fn is_same_name(a: &str, b: &str) -> bool {
    // Upper case comes first, so that "ß" meets "SS", and the two small sigmas meet each other.
    let folded = |name: &str| -> String {
        name.nfc()
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .nfc()
            .collect()
    };
    a == b || folded(a) == folded(b)
}

/// A stem of at most `limit` bytes; never empty.
fn safe_stem(stem: &str, limit: usize) -> String {
    let stem = stem.trim_start_matches(is_loose).trim_end_matches(is_loose);
    let mut stem = if is_a_device(stem) {
        format!("_{stem}")
    } else {
        stem.to_owned()
    };
    if stem.len() > limit {
        let fits = stem
            .grapheme_indices(true)
            .map(|(start, grapheme)| start + grapheme.len())
            .take_while(|&end| end <= limit)
            .last();
        stem.truncate(fits.unwrap_or_default());
        stem.truncate(stem.trim_end_matches(is_loose).len());
    }
    if stem.is_empty() { NAMELESS.to_owned() } else { stem }
}

/// True if a character hides a file at the front of its name; Windows drops the same characters at the end.
fn is_loose(c: char) -> bool {
    c == '.' || c == ' '
}

/// True if Windows takes the name for a device, with any extension.
fn is_a_device(stem: &str) -> bool {
    let base = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |number: &str| {
        matches!(
            number,
            "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
        )
    };
    matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || base.strip_prefix("COM").is_some_and(numbered)
        || base.strip_prefix("LPT").is_some_and(numbered)
}

/// True if a character is a control, is invisible, or changes the look of the others.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || matches!(
            c,
            // Joiners, fillers and marks that take no room.
            '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
            // Variation selectors, annotations, shorthand and musical controls, tags.
            | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            // Code points that are not characters.
            | '\u{fdd0}'..='\u{fdef}'
        )
        || u32::from(c) & 0xfffe == 0xfffe
}

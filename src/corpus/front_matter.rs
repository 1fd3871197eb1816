//! Front matter: the YAML between `---` lines that may stand at the head of a file.
//!
//! Only what an article says about itself is read from it; other keys belong to other programs. Not
//! here: the text behind it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::article::Metadata;
use super::problem::Reason;

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The title, if it names one.
    pub title: Option<String>,
    /// What else it says.
    pub metadata: Metadata,
}

/// Reads the front matter of `text`, and says at which byte the body begins (0 without front matter).
///
/// # Errors
/// The reason, with the line of the file that it is about.
pub(super) fn split(text: &str) -> Result<(FrontMatter, usize), (Reason, Option<usize>)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    match first.trim_end() {
        "+++" => return Err((Reason::TomlFrontMatter, Some(1))),
        "---" => {}
        _ => return Ok((FrontMatter::default(), 0)),
    }
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            // The opening line is a part of the YAML: so its line numbers are the file's.
            let yaml = text.get(..at).unwrap_or_default();
            return Ok((parse(yaml)?, at + line.len()));
        }
        at += line.len();
    }
    if text.lines().nth(1).is_some_and(is_key_line) {
        return Err((Reason::UnclosedFrontMatter, Some(1)));
    }
    // A thematic break.
    Ok((FrontMatter::default(), 0))
}

/// Whether a line is of the form `key: value`.
fn is_key_line(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

fn parse(yaml: &str) -> Result<FrontMatter, (Reason, Option<usize>)> {
    let options = serde_saphyr::options! { with_snippet: false };
    let keys = serde_saphyr::from_str_with_options::<Option<Keys>>(yaml, options)
        .map_err(|error| broken(&error))?
        .unwrap_or_default();
    let url = match keys.url {
        None => None,
        Some(url) => {
            let line = usize::try_from(url.referenced.line()).ok();
            let value = filled(Some(url.value));
            if value.as_deref().is_some_and(|value| !is_web_address(value)) {
                let message = "url must begin with http:// or https://".to_owned();
                return Err((Reason::BrokenFrontMatter(message), line));
            }
            value
        }
    };
    Ok(FrontMatter {
        title: filled(keys.title),
        metadata: Metadata {
            url,
            author: keys.author.and_then(|author| filled(Some(author.0))),
            date: filled(keys.date),
            language: filled(keys.language),
        },
    })
}

fn is_web_address(value: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        value
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && value.len() > scheme.len()
    })
}

fn filled(value: Option<String>) -> Option<String> {
    let value = value?;
    let trimmed = value.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

fn broken(error: &serde_saphyr::Error) -> (Reason, Option<usize>) {
    let line = error
        .location()
        .and_then(|location| usize::try_from(location.line()).ok())
        .filter(|&line| line > 0);
    let rendered = error.without_snippet().to_string();
    let message = rendered.lines().next().unwrap_or_default().trim();
    // The line is given beside the message; no need to say it twice.
    let message = match message.rfind(" at line ") {
        Some(at) => message.get(..at).unwrap_or(message),
        None => message,
    };
    (Reason::BrokenFrontMatter(message.to_owned()), line)
}

/// The keys that are read; all others are ignored.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Keys {
    title: Option<String>,
    url: Option<Spanned<String>>,
    author: Option<Names>,
    date: Option<String>,
    language: Option<String>,
}

/// One name, or several as a list, joined.
#[derive(Debug)]
struct Names(String);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name or a list of names")
    }

    fn visit_str<E>(self, value: &str) -> Result<Names, E> {
        Ok(Names(value.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Names, E> {
        Ok(Names(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Names, E> {
        Ok(Names(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Names, E> {
        Ok(Names(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Names, E> {
        Ok(Names(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Names, E> {
        Ok(Names(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names, A::Error> {
        let mut all: Vec<String> = Vec::new();
        while let Some(name) = names.next_element::<Option<String>>()? {
            all.extend(filled(name));
        }
        Ok(Names(all.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read_and_the_body_begins_behind_it() {
        let text = "---\ntitle: Talks\nurl: https://example.org/a\nauthor: [Ann, Bob]\ndate: 2024-05-01\nlanguage: en\ntags: [x]\n---\nBody";
        let (front, body) = split(text).unwrap();
        assert_eq!(&text[body..], "Body");
        assert_eq!(front.title.as_deref(), Some("Talks"));
        assert_eq!(front.metadata.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(front.metadata.author.as_deref(), Some("Ann, Bob"));
        assert_eq!(front.metadata.date.as_deref(), Some("2024-05-01"));
        assert_eq!(front.metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn scalars_stay_as_they_are_written() {
        let (front, _) = split("---\r\ntitle: 1.10\r\ndate: 2024\r\nauthor:\r\nlanguage: ~\r\n...\r\n").unwrap();
        assert_eq!(front.title.as_deref(), Some("1.10"));
        assert_eq!(front.metadata.date.as_deref(), Some("2024"));
        assert_eq!(front.metadata.author, None);
        assert_eq!(front.metadata.language, None);
    }

    #[test]
    fn empty_front_matter_says_nothing() {
        assert_eq!(split("---\n---\nx").unwrap(), (FrontMatter::default(), 8));
        assert_eq!(split("---\n# none\n---\nx").unwrap(), (FrontMatter::default(), 15));
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        assert_eq!(split("---\n\nText: more\n").unwrap().1, 0);
        assert_eq!(split("").unwrap().1, 0);
    }

    #[test]
    fn front_matter_that_never_ends_is_told() {
        assert_eq!(split("---\ntitle: a\n"), Err((Reason::UnclosedFrontMatter, Some(1))));
        assert_eq!(split("+++\ntitle = 1\n+++\n"), Err((Reason::TomlFrontMatter, Some(1))));
    }

    #[test]
    fn what_is_broken_is_told_with_its_line_in_the_file() {
        for (text, line) in [
            ("---\ntitle: a\nurl: example.org\n---\n", 3),
            ("---\ntitle: a\ndate: {b: c}\n---\n", 3),
            ("---\ntitle: a\nauthor: {b: c}\n---\n", 3),
            ("---\ntitle: a\nauthor: [x, [y]]\n---\n", 3),
            ("---\ntitle: a: b\n---\n", 2),
            ("---\njust words\n---\n", 2),
        ] {
            let Err((Reason::BrokenFrontMatter(message), at)) = split(text) else {
                panic!("{text}")
            };
            assert_eq!(at, Some(line), "{text}: {message}");
            assert!(!message.contains('\n') && !message.contains("line "), "{message}");
        }
    }
}

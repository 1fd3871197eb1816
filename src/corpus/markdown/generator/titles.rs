//! The titles of containers on the lines that begin them.

use super::forms::{has_word, in_text, is_kind};
use super::tags::Label;

/// The title or the kind after the colons that begin a container. `None` if they begin none.
pub(super) fn colons_label(rest: &str) -> Option<Label> {
    // `{note} Title`, `{.warning title="x"}`.
    let text = rest.trim();
    let (mut attributes, behind) = match text.strip_prefix('{') {
        Some(inner) => inner.split_once('}')?,
        None => ("", text),
    };
    let first = attributes.split_whitespace().find(|word| !word.starts_with('#'));
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let (kind, mut title) = first.map_or_else(
        || behind.split_at(behind.find(|c| !is_of_name(c)).unwrap_or(behind.len())),
        |first| (first.trim_start_matches('.').trim_start_matches("callout-"), behind),
    );
    kind.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    if let Some(inner) = title.strip_prefix('[') {
        // `note[Title]{#id}`
        title = inner.get(..inner.rfind(']')?)?;
    } else if title.ends_with('}')
        && let Some(open) = title.rfind('{')
    {
        // `note Title {#id}`
        attributes = title.get(open + 1..title.len() - 1)?;
        title = title.get(..open)?;
    } else if !title.is_empty() && !title.starts_with([' ', '\t']) {
        return None;
    }
    let named = attributes
        .split_once("title=\"")
        .and_then(|(_, title)| title.split('"').next());
    // A grid has a number of columns, a figure a file.
    let is_argument = |title: &str| {
        let is_count = title.bytes().all(|b| b" 0123456789".contains(&b));
        let is_file = !title.contains(' ') && title.contains(['.', '/']);
        text.starts_with('{') && !is_kind(kind) && (is_count || is_file)
    };
    let title = Some(title.trim().trim_matches('"')).filter(|title| has_word(title) && !is_argument(title));
    Some(match title.or(named) {
        Some(title) => Label::Title(in_text(rest, title)),
        None => Label::Kind(in_text(rest, kind)),
    })
}

fn is_apart(text: &str) -> bool {
    text.is_empty() || text.starts_with([' ', '\t'])
}

/// The kind in a line such as `!!! warning We close at five.`, which has its text beside it. `None` for any other line.
pub(super) fn inline_admonition(text: &str) -> Option<Label> {
    let rest = text.strip_prefix("!!!").filter(|rest| rest.starts_with(' '))?.trim();
    let (kind, words) = rest.split_once(' ')?;
    let is_lower = !kind.contains(char::is_uppercase);
    (is_kind(kind) && is_lower && has_word(words)).then(|| Label::Kind(in_text(text, kind)))
}

/// The title or the kind in a line such as `!!! note "Title"`. `None` for any other line.
pub(super) fn admonition_label(text: &str) -> Option<Label> {
    let marks = ["!!!", "???+", "???", "===!", "===+", "==="];
    let mark = marks.into_iter().find(|mark| text.starts_with(mark))?;
    let rest = text.get(mark.len()..)?.trim_end();
    rest.starts_with([' ', '\t']).then_some(())?;
    let (words, title) = match rest.split_once('"') {
        // Nothing but spaces may stand between the title and a text.
        Some((words, title)) => (words, Some(title.split_once('"').filter(|(_, text)| is_apart(text))?.0)),
        None => (rest, None),
    };
    let is_word = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    words.split_whitespace().all(is_word).then_some(())?;
    match (title, words.split_whitespace().next()) {
        (Some(title), _) => Some(Label::Title(in_text(text, title))),
        (None, Some(kind)) if !mark.starts_with('=') => Some(Label::Kind(in_text(text, kind))),
        _ => None,
    }
}

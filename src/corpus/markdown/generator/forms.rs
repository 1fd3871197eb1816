//! Forms of lines and words that distinguish markup from text.

use std::ops::Range;

pub(super) use crate::corpus::html::has_word;

/// The kinds of admonition that generators know.
const KINDS: &[&str] = &[
    "abstract",
    "attention",
    "bug",
    "caution",
    "check",
    "danger",
    "deprecated",
    "details",
    "error",
    "example",
    "failure",
    "faq",
    "help",
    "hint",
    "important",
    "info",
    "note",
    "notice",
    "question",
    "quote",
    "security",
    "seealso",
    "success",
    "summary",
    "tip",
    "tldr",
    "todo",
    "warning",
];

/// True if a word names a kind of admonition.
pub(super) fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(word))
}

/// A kind as readers see it: "see-also" as "See also", "NOTE" as "Note".
pub(super) fn shown(kind: &str) -> String {
    let kind = kind.replace(['-', '_'], " ").to_lowercase();
    let mut chars = kind.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// The length of the run of one byte that begins at `at`.
pub(super) fn run_len(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|&b| Some(b) == rest.first()).count()
}

/// True if a line is a thematic break.
pub(super) fn is_rule(line: &str) -> bool {
    if !line.starts_with(['-', '*', '_']) {
        return false;
    }
    let marks = |mark: char| {
        line.chars().all(|c| c == mark || c == ' ' || c == '\t') && line.chars().filter(|&c| c == mark).count() > 2
    };
    ['-', '*', '_'].into_iter().any(marks)
}

/// The mark and the length of the fence that a line opens. `None` if it opens none.
pub(super) fn fence(line: &str) -> Option<(u8, usize)> {
    let mark = *line.as_bytes().first()?;
    let len = run_len(line.as_bytes(), 0);
    let info = line.get(len..)?;
    let is_fence = (mark == b'`' && !info.contains('`')) || mark == b'~';
    (is_fence && len > 2).then_some((mark, len))
}

/// The title after the fence of a block of code: `title="x"`, or `[x]` at the end of the line. `None` if the fence
/// has no title.
pub(super) fn fence_title(info: &str) -> Option<Range<usize>> {
    for key in ["title=", "filename=", "file=", "name="] {
        let Some(at) = info.find(key) else { continue };
        let is_key = info.get(..at)?.ends_with([' ', '{', ',', '\t']);
        let value = at + key.len();
        let mark = info.get(value..)?.chars().next()?;
        if is_key && matches!(mark, '"' | '\'') {
            let end = value + 1 + info.get(value + 1..)?.find(mark)?;
            return Some(value + 1..end).filter(|range| has_word(&info[range.clone()]));
        }
    }
    let trimmed = info.trim_end();
    let open = trimmed.rfind('[')?;
    let is_apart = open > 0 && info.get(..open)?.ends_with([' ', '\t']);
    (is_apart && trimmed.ends_with(']') && open + 2 < trimmed.len()).then(|| open + 1..trimmed.len() - 1)
}

/// The title of a block of code in a group, which stands after the language: `sh npm`.
pub(super) fn grouped_title(info: &str) -> Option<Range<usize>> {
    let (_, title) = info.trim().split_once(' ')?;
    let title = title.split('{').next()?.trim();
    has_word(title).then(|| in_text(info, title))
}

/// The length of a list item's marker at the start of a line. `None` if no marker is there.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_marker = match bytes.get(digits)? {
        b'-' | b'+' | b'*' => digits == 0,
        b'.' | b')' => (1..10).contains(&digits),
        _ => false,
    };
    let is_apart = matches!(bytes.get(digits + 1), None | Some(b' ' | b'\t'));
    (is_marker && is_apart).then_some(digits + 1)
}

/// The end of the list of attributes at `at`: `{#id}`, `{.class key="x"}`, `{: .class}`, `{:toc}`; and `{ width=300
/// }` if it `follows` the markup that it describes. `None` if no list is there.
pub(super) fn attribute_list(text: &str, at: usize, follows: bool) -> Option<usize> {
    let inner = text.get(at..)?.strip_prefix('{')?;
    let len = inner.find(['}', '{', '\n'])?;
    let inner = inner
        .get(..len)
        .filter(|_| text.as_bytes().get(at + 1 + len) == Some(&b'}'))?;
    let (inner, is_marked) = inner.strip_prefix(':').map_or((inner, false), |rest| (rest, true));
    let may_be_pairs = is_marked || (follows && (inner.starts_with(' ') || inner.contains('"')));
    let mut is_attribute = is_marked && inner.is_empty();
    for word in words_of(inner) {
        let first = word.chars().next()?;
        let rest = word.get(first.len_utf8()..)?;
        is_attribute |= match first {
            '#' if is_id(rest) => true,
            '.' if is_name(rest) => true,
            '#' | '.' => return None,
            _ => match word.split_once('=') {
                Some((key, _)) if is_name(key) => may_be_pairs,
                None if is_marked && is_name(word) => true,
                // A switch in a list with spaces at its ends.
                None if may_be_pairs && inner.starts_with(' ') && word.starts_with("data-") => true,
                _ => return None,
            },
        };
    }
    is_attribute.then_some(at + len + 2)
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || "_-:.".contains(c))
}

fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_' || c == '-');
    starts && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '/'))
}

/// The words of a list of attributes. White space within quotation marks doesn't separate words.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let parts = text.split(move |c: char| {
        if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        }
        quote.is_none() && c.is_whitespace()
    });
    parts.filter(|word| !word.is_empty())
}

/// True if a line consists of tags, as note-takers write them: `#todo #garden/fruit`.
pub(super) fn is_tag_line(line: &str) -> bool {
    let is_tag = |word: &str| {
        word.strip_prefix('#').is_some_and(|tag| {
            tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'))
                && tag.contains(char::is_alphabetic)
        })
    };
    if !line.starts_with('#') {
        return false;
    }
    let mut words = line.split_whitespace().peekable();
    let is_lower = |word: &str| !word.contains(char::is_uppercase);
    // A single tag with a capital is a heading that lacks its space.
    let first = words
        .next()
        .is_some_and(|word| is_tag(word) && (words.peek().is_some() || is_lower(word)));
    first && words.all(is_tag)
}

/// True if a line begins a statement of the module that an MDX file is: `import x from "y"`, `export const x = …`.
pub(super) fn is_module_line(line: &str) -> bool {
    // True for a text in quotation marks with nothing after it.
    let is_text = |text: &str| {
        let text = text.trim().trim_end_matches(';');
        let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '\''));
        mark.is_some_and(|mark| text.len() > 1 && text.ends_with(mark) && text.matches(mark).count() == 2)
    };
    let names = |text: &str| {
        let text = text.trim_start();
        text.starts_with(['{', '*']) || text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
    };
    if let Some(rest) = line.strip_prefix("import ") {
        let from = rest
            .split_once(" from ")
            .filter(|(what, from)| names(what) && is_text(from));
        return is_text(rest) || from.is_some() || rest.trim() == "{";
    }
    let Some(rest) = line.strip_prefix("export ") else {
        return false;
    };
    let first = rest.split([' ', '(', '{']).next().unwrap_or_default();
    match first {
        "const" | "let" | "var" => rest.contains('='),
        "function" | "async" | "class" => rest.contains(['(', '{']),
        "default" => {
            let value = rest.strip_prefix("default").unwrap_or_default().trim();
            value.contains(['(', '{', '=', ';']) || (!value.contains(' ') && value.starts_with(char::is_uppercase))
        }
        "" => rest.starts_with('{'),
        "*" => rest.contains(" from "),
        _ => false,
    }
}

/// The range of `part` within the text that it is a slice of.
pub(super) fn in_text(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_lists_are_told_from_braces() {
        for text in [
            "{#mounting}",
            "{ #a .b }",
            "{.class}",
            "{: .box-note}",
            "{:.x #id}",
            "{:toc}",
            "{:}",
            "{: target=\"_blank\" rel='a b'}",
            "{#2024 .x style=\"a b\"}",
        ] {
            assert_eq!(attribute_list(text, 0, false), Some(text.len()), "{text}");
        }
        for text in [
            "{a, b}",
            "{}",
            "{.5}",
            "{#}",
            "{a=b}",
            "{ x }",
            "{{#a}}",
            "{#a",
            "{: a b, c}",
            "{# a #}",
        ] {
            assert_eq!(attribute_list(text, 0, false), None, "{text}");
        }
    }

    #[test]
    fn tag_lines_are_told_from_text() {
        for (line, expected) in [
            ("#todo #garden", true),
            ("#a/b-c", true),
            ("#Über #x", true),
            ("#Introduction", false),
            ("#1", false),
            ("C# #a", false),
            ("see #general", false),
            ("# a", false),
            ("", false),
        ] {
            assert_eq!(is_tag_line(line), expected, "{line}");
        }
    }

    #[test]
    fn module_lines_are_told_from_sentences() {
        for (line, expected) in [
            ("import Tabs from '@theme/Tabs';", true),
            ("import {a, b} from \"c\"", true),
            ("import './x.css'", true),
            ("import {", true),
            ("export const colour = 'blue';", true),
            ("export default function X() {", true),
            ("export default Layout", true),
            ("export {a}", true),
            ("import the data first", false),
            ("import goods from 'Spain' costs more", false),
            ("import goods from Spain", false),
            ("export default settings with the button", false),
            ("export const values are kept", false),
            ("export the table", false),
        ] {
            assert_eq!(is_module_line(line), expected, "{line}");
        }
    }

    #[test]
    fn a_fence_may_have_a_title() {
        let title = |info: &'static str| fence_title(info).map(|range| &info[range]);
        assert_eq!(title("js title=\"a b.js\" {1,2}"), Some("a b.js"));
        assert_eq!(title("sh [npm]"), Some("npm"));
        assert_eq!(title("{.py filename='x.py'}"), Some("x.py"));
        for info in ["js", "js {1,2}", "subtitle=\"x\"", "[x]", "js []", "title=x"] {
            assert_eq!(title(info), None, "{info}");
        }
    }
}

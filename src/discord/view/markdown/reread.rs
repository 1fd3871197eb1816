//! Reads markdown that this program has written, to cut it once more.

use std::ops::Range;

use super::style::Style;
use super::typeset::Typeset;

/// The fences around code in lines of its own.
const FENCE: (&str, &str) = ("```\n", "\n```");

/// Marks that begin and end a style, the longer first where one begins with another.
const TOGGLES: [(&str, Style); 4] = [
    ("||", Style::SPOILER),
    ("**", Style::BOLD),
    ("_", Style::ITALIC),
    ("*", Style::SLANTED),
];

impl Typeset {
    /// Reads markdown from `markdown`: backslashes, styles, links and mentions of channels.
    pub(super) fn of_markdown(markdown: &str) -> Self {
        let mut set = Self::default();
        let mut style = Style::PLAIN;
        let mut at = 0;
        while let Some(c) = markdown[at..].chars().next() {
            let rest = &markdown[at..];
            let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
            if let Some(escaped) = escaped.filter(char::is_ascii_punctuation) {
                set.push_escaped(escaped, at, style);
                at += 1 + escaped.len_utf8();
            } else if let Some((code, len, kind)) = code(rest) {
                for (offset, c) in rest[code.clone()].char_indices() {
                    set.push(c, at + code.start + offset, style | kind);
                }
                at += len;
            } else if let Some((mark, way)) = toggle(rest, style, is_line_start(&markdown[..at])) {
                style = if style.has(way) {
                    style.without(way)
                } else {
                    style | way
                };
                at += mark.len();
            } else if let Some(len) = whole_len(rest) {
                set.push_whole(&rest[..len], at, style);
                at += len;
            } else {
                set.push(c, at, style);
                at += c.len_utf8();
            }
        }
        set.finished()
    }
}

/// The code that `rest` starts with, the length with its marks, and how it is set.
fn code(rest: &str) -> Option<(Range<usize>, usize, Style)> {
    let (open, close) = FENCE;
    if let Some(inner) = rest.strip_prefix(open) {
        let len = inner.find(close)?;
        return Some((
            open.len()..open.len() + len,
            open.len() + len + close.len(),
            Style::BLOCK,
        ));
    }
    let len = rest.strip_prefix('`')?.find(['`', '\n'])?;
    (rest.as_bytes().get(1 + len) == Some(&b'`') && len > 0).then_some((1..1 + len, len + 2, Style::CODE))
}

/// The mark of a style that `rest` starts with: one that ends it, or one whose end stands on the same line.
fn toggle(rest: &str, style: Style, is_line_start: bool) -> Option<(&'static str, Style)> {
    let (mark, way) = TOGGLES.into_iter().find(|(mark, _)| rest.starts_with(mark))?;
    let after = &rest[mark.len()..];
    // The sign of a list's item.
    let is_item = is_line_start && mark == "*" && after.starts_with(' ');
    let line = after.split('\n').next().unwrap_or_default();
    (!is_item && (style.has(way) || line.contains(mark))).then_some((mark, way))
}

fn is_line_start(before: &str) -> bool {
    before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
}

/// The length of the link, address or mention that `rest` starts with, in bytes.
fn whole_len(rest: &str) -> Option<usize> {
    if rest.starts_with("<#") || rest.starts_with("<http") {
        let end = rest.find(['>', '\n', ' '])?;
        return (rest.as_bytes()[end] == b'>').then_some(end + 1);
    }
    let inner = rest.strip_prefix('[')?;
    let text = inner.find("](")?;
    if inner[..text].contains(['\n', '[']) {
        return None;
    }
    let end = inner[text..].find(')')?;
    Some(1 + text + end + 1)
}

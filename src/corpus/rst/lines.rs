//! The lines of a file, and the forms that a line can have.

use super::super::markdown::lists::join;
use super::super::traced::TracedText;

/// A line without its indentation and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// The offset of `text` in the file.
    pub(super) at: usize,
    /// The column of `text`.
    pub(super) indent: usize,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The line without its first bytes, and without the white space after them.
    pub(super) fn after(&self, len: usize) -> Self {
        let rest = &self.text[len..];
        let text = rest.trim_start();
        let skipped = len + (rest.len() - text.len());
        Self {
            text,
            at: self.at + skipped,
            indent: self.indent + self.text[..skipped].chars().count(),
        }
    }
}

/// The lines of a text. A tab goes to the next column that is a multiple of eight.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let body = line.trim_start();
        let mut indent = 0;
        for c in line[..line.len() - body.len()].chars() {
            indent = if c == '\t' { (indent / 8 + 1) * 8 } else { indent + 1 };
        }
        lines.push(Line {
            text: body,
            at: at + (line.len() - body.len()),
            indent,
        });
        at += whole.len();
    }
    lines
}

/// The number of lines from the first on that are blank or deeper than `indent`, without blank ones at the end.
pub(super) fn block_len(lines: &[Line], indent: usize) -> usize {
    let is_within = |line: &&Line| line.is_blank() || line.indent > indent;
    let len = lines.iter().take_while(is_within).count();
    let blank = lines[..len].iter().rev().take_while(|line| line.is_blank()).count();
    len - blank
}

/// The character of a line that is nothing else: the adornment of a title, or a line across the page.
pub(super) fn adornment(line: &str) -> Option<char> {
    let first = line.chars().next().filter(char::is_ascii_punctuation)?;
    line.chars().all(|c| c == first).then_some(first)
}

/// The length of the marker of a list item, and whether it is numbered. `None` if a line begins no item.
pub(super) fn item(line: &str) -> Option<(usize, bool)> {
    let is_apart = |len: usize| line[len..].is_empty() || line[len..].starts_with(' ');
    let first = line.chars().next()?;
    if matches!(first, '*' | '+' | '-' | '•' | '‣') && is_apart(first.len_utf8()) {
        return Some((first.len_utf8(), false));
    }
    let open = usize::from(first == '(');
    let rest = &line[open..];
    let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    let number = &rest[..len];
    let is_roman = number.len() <= 5 && number.chars().all(|c| "ivxIVX".contains(c));
    let is_decimal = number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
    let is_number = number.len() == 1 || is_roman || is_decimal;
    let mark = rest[len..].chars().next()?;
    let is_marked = mark == ')' || (open == 0 && mark == '.');
    let whole = open + len + 1;
    let is_item = len > 0 && is_number && is_marked && whole < line.len() && is_apart(whole);
    is_item.then_some((whole, true))
}

/// The name and the length of the field marker that begins a line: ":author:".
pub(super) fn field(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix(':')?;
    let is_end = |at: &usize| rest[at + 1..].is_empty() || rest[at + 1..].starts_with(' ');
    let end = rest.match_indices(':').map(|(at, _)| at).find(is_end)?;
    let name = &rest[..end];
    let is_name = !name.is_empty() && !name.starts_with(':') && name.trim() == name && !name.contains('`');
    is_name.then_some((name, end + 2))
}

/// The name of a directive, and the length of the line up to its argument.
pub(super) fn directive(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix("..")?;
    let body = rest.trim_start();
    let end = body.find("::").filter(|_| body.len() < rest.len())?;
    let name = &body[..end];
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.:+".contains(c));
    let after = line.len() - body.len() + end + 2;
    let is_apart = line[after..].is_empty() || line[after..].starts_with(' ');
    (is_name && is_apart).then_some((name, after))
}

/// The lines of a paragraph in one.
pub(super) fn joined(source: &str, lines: &[Line]) -> TracedText {
    let mut text = TracedText::default();
    for line in lines.iter().filter(|line| !line.is_blank()) {
        if !text.as_str().is_empty() {
            join(source, &mut text, " ", line.at);
        }
        text.push_run(line.text, line.at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_lines_are_known() {
        for (line, expected) in [
            ("* a", Some((1, false))),
            ("*", Some((1, false))),
            ("1. a", Some((2, true))),
            ("(iv) a", Some((4, true))),
            ("#. a", Some((2, true))),
            ("*a*", None),
            ("1.5 a", None),
            ("The. a", None),
            ("", None),
        ] {
            assert_eq!(item(line), expected, "{line}");
        }
        assert_eq!(field(":param x: it"), Some(("param x", 9)));
        assert_eq!(field(":ref:`x`"), None);
        assert_eq!(directive(".. code-block:: rust"), Some(("code-block", 15)));
        assert_eq!(directive(".. a comment: b"), None);
        assert_eq!(adornment("==="), Some('='));
    }
}

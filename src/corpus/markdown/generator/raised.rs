//! Raised and lowered numbers of Pandoc: `x^2^`, `H~2~O`.

use super::Pass;
use super::inline::Paragraph;
use crate::corpus::html::superscript;

/// The longest raised text, in bytes: "-100".
const MAX_BYTES: usize = 4;

impl Pass<'_> {
    /// Takes a raised or lowered number, or the ending of an ordinal, right after a word. Returns its end; `None` for
    /// any other text.
    pub(super) fn raised(&mut self, paragraph: &Paragraph, at: usize) -> Option<usize> {
        let mark = char::from(*self.source.as_bytes().get(at)?);
        let before = self.before(paragraph, at).chars().next_back()?;
        let behind = self.behind(paragraph, at + 1);
        let len = behind.bytes().take(MAX_BYTES + 1).position(|b| b == mark as u8)?;
        let (inner, after) = (behind.get(..len)?, behind.get(len + 1..)?);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let (follows, is_raised) = if mark == '~' {
            (before.is_alphabetic(), is_number(inner))
        } else {
            let number = inner.strip_prefix(['-', '+']).unwrap_or(inner);
            let is_ordinal = before.is_ascii_digit() && matches!(inner, "st" | "nd" | "rd" | "th");
            (
                before.is_alphanumeric(),
                is_number(number) || inner == "n" || is_ordinal,
            )
        };
        let ends = !after.starts_with(mark) && !after.starts_with(|c: char| c.is_ascii_digit());
        ((follows || before == ')') && is_raised && ends).then_some(())?;
        let end = at + len + 2;
        if let Some(raised) = superscript(inner).filter(|_| mark == '^') {
            self.edits.say(at..end, raised, at + 1);
        } else {
            self.edits.cut(at..at + 1);
            self.edits.cut(end - 1..end);
        }
        Some(end)
    }
}

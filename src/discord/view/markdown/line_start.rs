//! The signs that make a heading, a list or small print of a line when they open it.
//!
//! Not here: signs that mean something wherever they stand.

use crate::text::fold::is_invisible;

/// What stands on a line so far, as far as it matters for what the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum LineStart {
    /// Nothing but white space.
    #[default]
    Blank,
    /// Digits.
    Number,
    /// More than that.
    Past,
}

impl LineStart {
    /// Takes the next character, and says whether it would make a heading, a list or small print of the line.
    pub(super) fn needs_escape(&mut self, c: char) -> bool {
        let (next, is_mark) = match (*self, c) {
            (_, '\n') => (Self::Blank, false),
            (Self::Blank | Self::Number, '0'..='9') => (Self::Number, false),
            (Self::Blank, '#' | '-' | '+') | (Self::Number, '.' | ')') => (Self::Past, true),
            (Self::Blank, c) if c.is_whitespace() || is_invisible(c) => (Self::Blank, false),
            _ => (Self::Past, false),
        };
        *self = next;
        is_mark
    }
}

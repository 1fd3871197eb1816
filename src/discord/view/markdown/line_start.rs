//! The signs that make a line a heading, a list item or small print when they open it.
//!
//! Not here: signs that are markup in any place.

use crate::text::fold::is_invisible;

/// The beginning of a line, as far as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum LineStart {
    /// Only white space.
    #[default]
    Blank,
    /// Digits.
    Number,
    /// Anything else.
    Past,
}

impl LineStart {
    /// Takes the next character. Returns whether it would make the line a heading, a list item or small print.
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

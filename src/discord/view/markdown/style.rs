//! The ways in which a letter is set, and the marks between two letters that are set differently.
//!
//! The marks nest in one order, so which marks stand between two letters depends on these two alone.

use std::ops::{BitAnd, BitOr, BitOrAssign};

/// A set of ways to set a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style(u8);

/// Each way with the marks before and after it, the outermost first.
const MARKS: [(Style, &str, &str); 6] = [
    (Style::SPOILER, "||", "||"),
    (Style::BOLD, "**", "**"),
    (Style::ITALIC, "_", "_"),
    (Style::SLANTED, "*", "*"),
    (Style::CODE, "`", "`"),
    (Style::BLOCK, "```\n", "\n```"),
];

impl Style {
    pub(super) const PLAIN: Self = Self(0);
    /// Hidden until it is clicked.
    pub(super) const SPOILER: Self = Self(1);
    pub(super) const BOLD: Self = Self(1 << 1);
    pub(super) const ITALIC: Self = Self(1 << 2);
    /// Italics that end within a word, for which Discord takes another mark.
    pub(super) const SLANTED: Self = Self(1 << 3);
    /// Code within a line.
    pub(super) const CODE: Self = Self(1 << 4);
    /// Code in lines of its own.
    pub(super) const BLOCK: Self = Self(1 << 5);

    /// True if a letter has one of these styles.
    pub(super) fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// The same without these ways.
    pub(super) fn without(self, ways: Self) -> Self {
        Self(self.0 & !ways.0)
    }

    /// True if Discord reads no markdown in it.
    pub(super) fn is_verbatim(self) -> bool {
        self.has(Self::CODE | Self::BLOCK)
    }

    /// The marks that end at a letter of this style if one of the style `next` follows.
    pub(super) fn closing(self, next: Self) -> String {
        let open = self.inside(next).rev().filter(|(way, ..)| self.has(*way));
        open.map(|(.., close)| *close).collect()
    }

    /// The marks that begin at a letter of this style if one of the style `previous` is before it.
    pub(super) fn opening(self, previous: Self) -> String {
        let new = self.inside(previous).filter(|(way, ..)| self.has(*way));
        new.map(|(_, open, _)| *open).collect()
    }

    /// The ways of this style whose marks stay open before a letter of the style `next`.
    pub(super) fn shared(self, next: Self) -> Self {
        self.inside(next).fold(self, |shared, (way, ..)| shared.without(*way))
    }

    /// The outermost way in which two styles differ, and all that nest in it.
    fn inside(self, other: Self) -> std::slice::Iter<'static, (Self, &'static str, &'static str)> {
        let differs = |(way, ..): &(Self, _, _)| self.has(*way) != other.has(*way);
        let first = MARKS.iter().position(differs).unwrap_or(MARKS.len());
        MARKS[first..].iter()
    }
}

impl BitOr for Style {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Style {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOrAssign for Style {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_whatever_comes_first() {
        let (bold, italic) = (Style::BOLD, Style::ITALIC);
        let between = |from: Style, to: Style| from.closing(to) + &to.opening(from);
        assert_eq!(between(Style::PLAIN, bold | italic), "**_");
        assert_eq!(between(bold, bold | italic), "_");
        assert_eq!(between(italic, bold | italic), "_**_");
        assert_eq!(between(bold | Style::SPOILER | Style::CODE, bold), "`**||**");
        assert_eq!(between(bold, bold), "");
        assert_eq!(between(Style::BLOCK, Style::PLAIN), "\n```");
    }
}

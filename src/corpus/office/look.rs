//! The properties of a piece of text that decide whether and how it is read.

use crate::corpus::traced::MarkKind;

/// The longest address of a link. Each of its marks has a copy.
pub(super) const MAX_ADDRESS_BYTES: usize = 2_000;

/// The properties that a run or a style sets; `None` where it leaves them to the next style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TextStyle {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub hidden: Option<bool>,
    pub struck: Option<bool>,
    pub code: Option<bool>,
    pub raised: Option<bool>,
}

impl TextStyle {
    /// The properties of this one, with those of `base` where it sets none.
    pub(super) fn or(self, base: Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            hidden: self.hidden.or(base.hidden),
            struck: self.struck.or(base.struck),
            code: self.code.or(base.code),
            raised: self.raised.or(base.raised),
        }
    }

    /// The marks of text that looks like this and links to an address.
    pub(super) fn marks(self, link: Option<&str>) -> Vec<MarkKind> {
        [
            link.filter(|link| link.len() <= MAX_ADDRESS_BYTES)
                .map(|link| MarkKind::Link(link.to_owned())),
            (self.bold == Some(true)).then_some(MarkKind::Strong),
            (self.italic == Some(true)).then_some(MarkKind::Emphasis),
            (self.code == Some(true)).then_some(MarkKind::Code),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// True if the text is not to be read.
    pub(super) fn is_unread(self) -> bool {
        self.hidden == Some(true) || self.struck == Some(true)
    }
}

/// True for a font whose letters all have the same width.
pub(super) fn is_code_font(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    ["mono", "courier", "consolas", "menlo", "source code"]
        .iter()
        .any(|part| font.contains(part))
}

//! Quotations and footnotes while they are open.

use super::super::document::Block;
use super::lists::List;

/// An open quotation or footnote. A heading within it is not one of the article's.
#[derive(Default)]
pub(super) struct Aside {
    /// True if it has a label of its own, like a callout.
    pub(super) has_label: bool,
    /// The levels of the headings that hold in it, outermost first.
    pub(super) headings: Vec<usize>,
}

impl Aside {
    /// Begins a heading. Returns the number of headings that it ends.
    pub(super) fn begin_heading(&mut self, level: usize) -> usize {
        let before = self.headings.len();
        self.headings.retain(|&above| above < level);
        let ended = before - self.headings.len();
        self.headings.push(level);
        ended
    }
}

/// The text around an open footnote.
pub(super) struct Note<'a> {
    pub(super) list: List<'a>,
    pub(super) blocks: Vec<Block>,
}

//! An article's words with what is known about stretches of them.

use std::ops::Range;

use crate::corpus::Mark;

/// The words of an article, and what is known about stretches of them. All ranges are in bytes of the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) marks: Vec<Mark>,
    /// The sentence that answers.
    pub(crate) bold: Range<usize>,
    /// The stretches that introduce what follows. A table whose first row is in one has a header.
    pub(crate) leads: Vec<Range<usize>>,
}

impl<'a> Words<'a> {
    /// A text without marks.
    pub(crate) fn plain(text: &'a str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

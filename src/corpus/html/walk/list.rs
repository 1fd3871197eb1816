//! A list, and how its items are numbered.

/// A list around the current node.
pub(super) struct List<'a> {
    pub(super) is_ordered: bool,
    pub(super) number: usize,
    /// True if its numbers descend.
    pub(super) descends: bool,
    /// The way in which its numbers are written: "1", "a", "I".
    pub(super) format: &'static str,
    /// The class whose markers the style sheet writes.
    pub(super) class: Option<&'a str>,
}

impl List<'_> {
    pub(super) fn new(is_ordered: bool) -> Self {
        Self {
            is_ordered,
            number: 1,
            descends: false,
            format: "1",
            class: None,
        }
    }
}

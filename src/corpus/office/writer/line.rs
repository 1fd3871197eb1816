//! A paragraph in the making.

use crate::corpus::traced::{MarkKind, TracedText};

/// A paragraph in the making.
#[derive(Default)]
pub(in crate::corpus::office) struct Line {
    pub(super) text: TracedText,
    /// The white space before the next word.
    pub(super) gap: Gap,
    /// The marks of the words that follow, each with its start.
    marks: Vec<(MarkKind, usize)>,
    /// True for a line of code, which keeps its white space and has no marks.
    pub(super) is_code: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd)]
pub(super) enum Gap {
    #[default]
    None,
    Space,
    Break,
}

impl Line {
    pub(in crate::corpus::office) fn of_code() -> Self {
        Self {
            is_code: true,
            ..Self::default()
        }
    }

    pub(in crate::corpus::office) fn is_empty(&self) -> bool {
        self.text.as_str().is_empty()
    }

    /// Sets the marks of the words that follow.
    pub(in crate::corpus::office) fn set_marks(&mut self, kinds: &[MarkKind]) {
        if self.is_code {
            return;
        }
        let (kept, ended) = std::mem::take(&mut self.marks)
            .into_iter()
            .partition(|(kind, _)| kinds.contains(kind));
        self.marks = kept;
        let ended: Vec<(MarkKind, usize)> = ended;
        for (kind, start) in ended.into_iter().rev() {
            self.text.mark_from(start, kind);
        }
        for kind in kinds {
            if self.marks.iter().all(|(open, _)| open != kind) {
                self.marks.push((kind.clone(), self.text.as_str().len()));
            }
        }
    }

    pub(in crate::corpus::office) fn space(&mut self) {
        if self.gap == Gap::None {
            self.gap = Gap::Space;
        }
    }

    pub(in crate::corpus::office) fn line_break(&mut self) {
        self.gap = Gap::Break;
    }

    pub(super) fn last_char(&self) -> Option<char> {
        let last = self.text.as_str().chars().next_back();
        last.filter(|_| self.gap == Gap::None)
    }

    /// Puts a number before the text, if there is any.
    pub(in crate::corpus::office) fn put_before(&mut self, number: &str) {
        if self.is_empty() {
            return;
        }
        self.set_marks(&[]);
        let text = std::mem::take(&mut self.text);
        self.text.push_run(&format!("{number} "), text.source_range().start);
        self.text.push_traced(&text);
    }

    /// Ends the marks, and returns the text.
    pub(super) fn end(mut self) -> TracedText {
        self.set_marks(&[]);
        self.text
    }
}

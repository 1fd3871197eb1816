//! A text with its words, which are split only once for all the steps that need them.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::words::{Word, words};

/// A text and its words.
#[derive(Debug, Clone)]
pub struct Worded {
    text: String,
    words: Vec<Word>,
}

/// A range of a text, and its replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit<'a> {
    /// The byte range in the text.
    pub(super) range: Range<usize>,
    pub(super) text: Cow<'a, str>,
}

impl Worded {
    /// Splits a text into words.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            words: words(&text).collect(),
            text,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words, in reading order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Makes edits, which must be in reading order and must not overlap. The words are split again only if there are
    /// any.
    pub(super) fn edited(self, edits: &[Edit<'_>]) -> Self {
        if edits.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for edit in edits {
            text.push_str(&self.text[done..edit.range.start]);
            text.push_str(&edit.text);
            done = edit.range.end;
        }
        text.push_str(&self.text[done..]);
        Self::new(text)
    }
}

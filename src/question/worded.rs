//! A text with its words, which are cut once however many steps look at them.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::words::{Word, words};

/// A text and its words.
#[derive(Debug, Clone)]
pub struct Worded {
    text: String,
    words: Vec<Word>,
}

/// A stretch of a text, and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit<'a> {
    /// In bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) text: Cow<'a, str>,
}

impl Worded {
    /// Cuts a text into words.
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

    /// Makes edits, which come in reading order and don't overlap. Words are cut again only if there are any.
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

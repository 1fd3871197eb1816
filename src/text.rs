//! Text as such: its language, folding, words, sentences, and cuts that never fall inside a grapheme.
//!
//! A leaf: nothing here knows what an article, an index or a question is.

pub mod dates;
pub mod excerpt;
pub mod fold;
pub mod language;
pub mod numbered;
pub mod sentences;
pub mod words;

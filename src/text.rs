//! Text as such: its language, folding, words, sentences, and cuts that never fall inside a grapheme.
//!
//! A leaf: nothing here knows of articles, the index or questions.

pub mod dates;
pub mod excerpt;
pub mod fold;
pub mod known_words;
pub mod language;
pub mod numbered;
pub mod sentences;
pub mod values;
pub mod words;

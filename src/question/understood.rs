//! A question as it was understood: as a whole, and in its parts.

use crate::index::Generation;

use super::parts::{Part, parts};
use super::reading::Reading;
use super::spelling::Speller;
use super::worded::Worded;

/// A question in the form in which one generation is searched for it.
#[derive(Debug)]
pub struct Understood {
    /// The whole question.
    pub whole: Reading,
    /// Its parts, if it asks several things at once. Ranges in them are of the text of `whole`.
    pub parts: Vec<(Part, Reading)>,
}

impl Understood {
    /// Reads a question to search for.
    pub fn new(question: &Worded, generation: &Generation, speller: &Speller) -> Self {
        let (whole, text) = Reading::with_words(question, generation, speller);
        let parts = parts(&text)
            .into_iter()
            .map(|part| {
                let reading = Reading::of_part(&part.text, generation);
                (part, reading)
            })
            .collect();
        Self { whole, parts }
    }
}

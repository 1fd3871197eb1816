//! A question as it was understood: all of it, and what it asks one by one.

use crate::index::Generation;

use super::parts::{Part, parts};
use super::reading::Reading;
use super::spelling::Speller;
use super::worded::Worded;

/// A question as it is searched for in the articles of one generation.
#[derive(Debug)]
pub struct Understood {
    /// All of it.
    pub whole: Reading,
    /// Its parts, if it asks several things at once; places in them are in the text of `whole`.
    pub parts: Vec<(Part, Reading)>,
}

impl Understood {
    /// Reads a question that is to be searched for.
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

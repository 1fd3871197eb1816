//! The results of ranking that others see: the evidence for the gate, and all scores for an evaluation.

use super::{Evidence, ScoredSentence};
use crate::answer::quote::Quote;

/// The evidence that the gate judges by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestEvidence {
    /// Of the best sentence.
    pub evidence: Evidence,
    /// Its score.
    pub score: f32,
    /// The difference between the scores of the best passage and the second; 0 if there is no second to compare with.
    pub lead: f32,
    /// The logarithm of the number of passages by its value at full size: 0 for one passage, 1 for about 400.
    pub size: f32,
    /// True if the question asks for a number and the best sentence has none.
    pub lacks_number: bool,
    /// True if the question names a thing by a number ("season 8"), and the best passage is about another of them.
    pub is_about_another: bool,
    /// The log-odds that the reader gave the best passage, if it read it.
    pub reading: Option<f32>,
}

/// A ranking with all its scores.
#[derive(Debug)]
pub struct Ranked {
    /// The question as it was searched for.
    pub question: String,
    /// See [`BestEvidence::lacks_number`].
    pub lacks_number: bool,
    /// See [`BestEvidence::size`].
    pub size: f32,
    /// The passages, best first.
    pub passages: Vec<RankedPassage>,
}

/// A passage of a ranking.
#[derive(Debug)]
pub struct RankedPassage {
    /// The passage.
    pub quote: Quote,
    /// Its sentences, best first.
    pub sentences: Vec<ScoredSentence>,
    /// The log-odds that the reader gave the sentences that it read, by their index.
    pub readings: Vec<(usize, f32)>,
}

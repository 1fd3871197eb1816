//! The gate: does the best candidate answer, perhaps, or not at all?
//!
//! With words alone to go by, confidence is the share of the question's weight (by inverse document frequency)
//! that the best passage has words for. It is no probability yet.

use super::Status;
use super::rank::Ranking;

/// From here on the first quote is given as the answer: it has words for more than a third of what was
/// asked (a word that no article has weighs as much as the rarest).
const ANSWER_AT: f32 = 0.35;

/// From here on it is shown, with a warning: it has words for a fifth. Questions about something else
/// altogether stay below it nine times in ten.
const UNSURE_AT: f32 = 0.2;

/// How sure it is that the first quote answers, from 0 to 1.
pub(super) fn confidence(ranking: &Ranking) -> f32 {
    ranking.coverage.clamp(0.0, 1.0)
}

/// The status that goes with a confidence.
pub(super) fn status(confidence: f32, ranking: &Ranking) -> Status {
    if ranking.quotes.is_empty() || confidence < UNSURE_AT {
        Status::NoAnswer
    } else if confidence < ANSWER_AT {
        Status::Unsure
    } else {
        Status::Answered
    }
}

//! The gate: does the best candidate answer, perhaps, or not at all?
//!
//! Confidence is a probability: of questions with a confidence of 0.7, seven in ten should have a first quote that
//! answers. It comes from a logistic regression over what speaks for the best candidate; `docs/quality.md` has its
//! sources and how well it is calibrated, and `tools/fit_gate.py` makes it. Not here: any look at the text itself.

use thiserror::Error;

use super::Status;
use super::rank::BestEvidence;

/// A question that has this confidence is answered, unless the admin moves it.
pub const DEFAULT_ANSWER_AT: f32 = 0.35;

/// From here on, and below [`DEFAULT_ANSWER_AT`], the best passage is shown with a warning.
pub const DEFAULT_UNSURE_AT: f32 = 0.3;

/// The confidence where all is zero, as log-odds.
const INTERCEPT: f32 = -1.53;
/// Log-odds by unit of the best sentence's cosine. It says more than the score: a question about something else is
/// unlike as a whole, even where many of its words find a match.
const SENTENCE_MEANING: f32 = 5.8;
/// Log-odds by unit of size: among more sentences the best is alike by chance.
const SIZE: f32 = -5.2;
/// Corpora smaller than the smallest that was measured (five passages) count as that one.
const MIN_SIZE: f32 = 0.3;
/// Log-odds by unit of the lead over the second passage times size: in a large corpus another passage is always near.
const LEAD: f32 = 11.7;
/// A lead beyond this says no more.
const MAX_LEAD: f32 = 0.3;
/// Log-odds by unit of the worst-matched words' match.
const WORST_TOKENS: f32 = 1.45;
/// Log-odds if a number is asked for and the best sentence has none. The fit says -4; it is held back, because few
/// questions say so, and a sentence may have its number in a way that `expected.rs` does not know.
const LACKS_NUMBER: f32 = -3.0;

/// From which confidence on a question is answered, and from which on the best passage is shown with a warning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    answer_at: f32,
    unsure_at: f32,
}

/// The thresholds make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ThresholdError {
    /// Not from 0 to 1.
    #[error("{0} is not from 0 to 1")]
    OutOfRange(f32),
    /// What is answered would be less sure than what is doubted.
    #[error("the confidence to answer at ({answer_at}) is below the one to be unsure at ({unsure_at})")]
    Crossed {
        /// From which confidence on a question is answered.
        answer_at: f32,
        /// From which confidence on the best passage is shown with a warning.
        unsure_at: f32,
    },
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            answer_at: DEFAULT_ANSWER_AT,
            unsure_at: DEFAULT_UNSURE_AT,
        }
    }
}

impl Thresholds {
    /// Thresholds of an admin's choice, as probabilities.
    ///
    /// # Errors
    /// If one is not from 0 to 1, or `answer_at` is below `unsure_at`.
    pub fn new(answer_at: f32, unsure_at: f32) -> Result<Self, ThresholdError> {
        for threshold in [answer_at, unsure_at] {
            if !(0.0..=1.0).contains(&threshold) {
                return Err(ThresholdError::OutOfRange(threshold));
            }
        }
        if answer_at < unsure_at {
            return Err(ThresholdError::Crossed { answer_at, unsure_at });
        }
        Ok(Self { answer_at, unsure_at })
    }

    /// The status that goes with a confidence.
    #[must_use]
    pub fn status(&self, confidence: f32) -> Status {
        if confidence >= self.answer_at {
            Status::Answered
        } else if confidence >= self.unsure_at {
            Status::Unsure
        } else {
            Status::NoAnswer
        }
    }
}

/// How probable it is that the first quote answers.
pub(super) fn confidence(best: &BestEvidence) -> f32 {
    let size = best.size.max(MIN_SIZE);
    let log_odds = INTERCEPT
        + SENTENCE_MEANING * best.evidence.sentence_meaning
        + SIZE * size
        + LEAD * best.lead.min(MAX_LEAD) * size
        + WORST_TOKENS * best.evidence.worst_tokens
        + if best.lacks_number { LACKS_NUMBER } else { 0.0 };
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_that_make_no_sense_are_refused() {
        assert_eq!(Thresholds::new(1.5, 0.1), Err(ThresholdError::OutOfRange(1.5)));
        assert!(matches!(
            Thresholds::new(0.5, f32::NAN),
            Err(ThresholdError::OutOfRange(_))
        ));
        assert!(matches!(Thresholds::new(0.2, 0.4), Err(ThresholdError::Crossed { .. })));
    }

    #[test]
    fn a_confidence_at_a_threshold_is_past_it() {
        let thresholds = Thresholds::new(0.5, 0.25).unwrap();
        assert_eq!(thresholds.status(0.5), Status::Answered);
        assert_eq!(thresholds.status(0.499), Status::Unsure);
        assert_eq!(thresholds.status(0.25), Status::Unsure);
        assert_eq!(thresholds.status(0.249), Status::NoAnswer);
    }
}

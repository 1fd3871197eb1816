//! The gate: does the best candidate answer, perhaps, or not at all?
//!
//! Confidence is a probability: of the questions with a confidence of 0.7, seven in ten should have a first quote that
//! answers. A logistic regression computes it from the evidence for the best candidate. `docs/quality.md` has the
//! sources and the calibration, and `tools/fit_gate.py` does the fit. Nothing here looks at the text itself.

use thiserror::Error;

use super::Status;
use super::rank::{BestEvidence, HEADING_ITSELF};

/// The default for the lowest confidence at which a question counts as answered.
pub const DEFAULT_ANSWER_AT: f32 = 0.3;

/// The default for the lowest confidence at which the best passage is shown with a warning.
pub const DEFAULT_UNSURE_AT: f32 = 0.26;

/// The lowest confidence at which the bot answers somebody who asked nobody in particular. Of the first quotes from here
/// on, more than eight in ten were right (`docs/quality.md`, "Is the confidence a probability?"). Most questions that
/// people ask each other and that only come near a topic ("anyone up for a raid tonight?") stay below.
pub const UNASKED_AT: f32 = 0.8;

/// The confidence of a first quote whose heading is the question, word for word.
const BELOW_ITS_HEADING: f32 = 0.95;

/// Below this confidence, computed without the reader, reading isn't worth the time.
const SURELY_NOT: f32 = 0.03;

/// The log-odds of a first quote about another thing than the one that the question names by its number ("season 8"),
/// set by hand: too few of the questions that were measured have such a name.
const ABOUT_ANOTHER: f32 = -3.5;

/// The log-odds of a first quote that has the number, the version or the like that the question names, set by hand: the
/// reader hardly tells one number from another.
const ABOUT_THE_SAME: f32 = 0.7;

/// A library smaller than the smallest one measured (five passages) counts as that one.
const MIN_SIZE: f32 = 0.3;

/// A logistic regression: log-odds per unit of each piece of evidence, as `tools/fit_gate.py` fits them.
struct Fit {
    intercept: f32,
    /// The weight of the reader's own log-odds.
    reading: f32,
    sentence_meaning: f32,
    passage_worst: f32,
    /// The larger the library, the more passages look right without being right.
    size: f32,
    /// A library larger than the largest one in the fit counts as that one.
    max_size: f32,
    lacks_number: f32,
}

/// For a first passage that the reader has read.
const READ: Fit = Fit {
    intercept: 2.19,
    reading: 0.62,
    sentence_meaning: 1.78,
    passage_worst: 0.96,
    size: -3.61,
    max_size: 0.8,
    lacks_number: -0.62,
};

/// For one that it hasn't read: many questions were waiting, or the admin has chosen another encoder.
const UNREAD: Fit = Fit {
    intercept: -2.28,
    reading: 0.0,
    sentence_meaning: 6.61,
    passage_worst: 2.26,
    size: -2.03,
    max_size: 1.2,
    lacks_number: -1.75,
};

/// The lowest confidence at which a question counts as answered, and the lowest at which the best passage is shown with
/// a warning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    answer_at: f32,
    unsure_at: f32,
}

/// The reason why thresholds make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ThresholdError {
    /// One is not from 0 to 1.
    #[error("{0} is not from 0 to 1")]
    OutOfRange(f32),
    /// A sure answer would need less confidence than an unsure one.
    #[error("the confidence to answer at ({answer_at}) is below the one to be unsure at ({unsure_at})")]
    Crossed {
        /// The lowest confidence at which a question counts as answered.
        answer_at: f32,
        /// The lowest confidence at which the best passage is shown with a warning.
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
    /// Makes thresholds of the admin's choice, as probabilities.
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

    /// Returns the status for a confidence.
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

/// Returns the probability that the first quote answers.
///
/// Its lead over the second doesn't count: in a large library several passages say the same thing, and each of them
/// answers.
pub(super) fn confidence(best: &BestEvidence) -> f32 {
    // A sentence that only points to an answer does not give one.
    if best.evidence.points > 0.0 {
        return 0.0;
    }
    if best.evidence.heading_asked >= HEADING_ITSELF {
        return BELOW_ITS_HEADING;
    }
    let fit = if best.reading.is_some() { READ } else { UNREAD };
    let log_odds = fit.intercept
        + fit.reading * best.reading.unwrap_or_default()
        + fit.sentence_meaning * best.evidence.sentence_meaning
        + fit.passage_worst * best.evidence.passage_worst
        + fit.size * best.size.clamp(MIN_SIZE, fit.max_size)
        + if best.lacks_number { fit.lacks_number } else { 0.0 }
        + if best.is_about_another { ABOUT_ANOTHER } else { 0.0 }
        + ABOUT_THE_SAME * best.evidence.has_name;
    1.0 / (1.0 + (-log_odds).exp())
}

/// True if the reader may still change the result, given what is known without it.
pub(super) fn is_open(best: &BestEvidence) -> bool {
    let is_heading = best.evidence.heading_asked >= HEADING_ITSELF;
    !is_heading && confidence(best) >= SURELY_NOT
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

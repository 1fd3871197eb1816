//! The reliability of the confidence: whether it comes true as often as it says. This is arithmetic, and nothing else.

use super::measures::{QuestionResult, float, mean, ratio};

/// The number of bins of equal width for confidences from 0 to 1.
const BINS: u8 = 10;

/// Compares the confidence of all questions with how often the first quote is right (it is wrong if nothing answers the
/// question).
#[derive(Debug)]
pub(super) struct Reliability {
    /// From the lowest confidence to the highest.
    pub(super) bins: Vec<Bin>,
    /// Expected calibration error (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2): the
    /// distance of mean confidence and share right, averaged over the questions. `None` without a question.
    pub(super) ece: Option<f64>,
    /// The mean squared distance of the confidence from 1 if the first quote is right, and from 0 if it isn't (Brier
    /// 1950, "Verification of forecasts expressed in terms of probability"). `None` without a question.
    pub(super) brier: Option<f64>,
}

/// Questions with about the same confidence.
#[derive(Debug)]
pub(super) struct Bin {
    /// The lowest confidence in it.
    pub(super) from: f64,
    /// The lowest confidence of the next bin; the last bin includes this.
    pub(super) to: f64,
    pub(super) n: usize,
    /// The number of questions whose first quote is right.
    pub(super) right: usize,
    /// `None` without a question.
    pub(super) mean_confidence: Option<f64>,
}

impl Bin {
    /// The share of questions whose first quote is right; `None` without a question.
    pub(super) fn share_right(&self) -> Option<f64> {
        ratio(float(self.right), self.n)
    }
}

impl Reliability {
    pub(super) fn of(outcomes: &[&QuestionResult]) -> Self {
        let bins: Vec<Bin> = (0..BINS).map(|bin| fill(bin, outcomes)).collect();
        let gaps = bins
            .iter()
            .filter_map(|bin| Some(float(bin.n) * (bin.mean_confidence? - bin.share_right()?).abs()));
        Self {
            ece: ratio(gaps.sum(), outcomes.len()),
            brier: mean(outcomes.iter().map(|outcome| {
                let truth = if outcome.first_is_right() { 1.0 } else { 0.0 };
                (f64::from(outcome.confidence) - truth).powi(2)
            })),
            bins,
        }
    }
}

fn fill(bin: u8, outcomes: &[&QuestionResult]) -> Bin {
    let inside: Vec<_> = outcomes
        .iter()
        .filter(|outcome| bin_of(outcome.confidence) == bin)
        .collect();
    Bin {
        from: f64::from(bin) / f64::from(BINS),
        to: f64::from(bin + 1) / f64::from(BINS),
        n: inside.len(),
        right: inside.iter().filter(|outcome| outcome.first_is_right()).count(),
        mean_confidence: mean(inside.iter().map(|outcome| f64::from(outcome.confidence))),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a confidence lies between 0 and 1, and what a cast can't hold it clips"
)]
fn bin_of(confidence: f32) -> u8 {
    // In f32 the product of 0.7 and 10 is 7, although 0.7 itself is stored as a little less.
    ((confidence * f32::from(BINS)) as u8).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::super::measures::tests::outcome;
    use super::super::questions::Kind;
    use super::*;
    use crate::answer::Status;

    #[test]
    fn a_border_belongs_to_the_bin_above() {
        for (confidence, bin) in [(0.0, 0), (0.09, 0), (0.1, 1), (0.3, 3), (0.7, 7), (0.99, 9), (1.0, 9)] {
            assert_eq!(bin_of(confidence), bin, "{confidence}");
        }
    }

    #[test]
    fn errors_of_a_small_set() {
        let set = [
            outcome(Kind::Answerable, Status::Answered, 0.75, Some(1)),
            outcome(Kind::Answerable, Status::Answered, 0.75, Some(2)),
            outcome(Kind::OffTopic, Status::NoAnswer, 0.25, None),
            outcome(Kind::OffTopic, Status::NoAnswer, 0.25, Some(1)),
        ];
        let reliability = Reliability::of(&set.iter().collect::<Vec<_>>());
        let bin = &reliability.bins[7];
        assert_eq!((bin.n, bin.right, bin.mean_confidence), (2, 1, Some(0.75)));
        assert_eq!(reliability.bins[0].mean_confidence, None);
        assert_eq!(reliability.bins[0].share_right(), None);
        // Both bins are off by 0.25.
        assert_eq!(reliability.ece, Some(0.25));
        // (1/16 + 9/16 + 1/16 + 1/16) / 4
        assert_eq!(reliability.brier, Some(0.1875));
    }

    #[test]
    fn without_questions_there_is_no_error() {
        let reliability = Reliability::of(&[]);
        assert_eq!((reliability.ece, reliability.brier), (None, None));
    }
}

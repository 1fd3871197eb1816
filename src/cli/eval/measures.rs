//! The figures that say how well questions were answered: arithmetic over outcomes, and nothing else.
//!
//! Not here: how far the confidence can be trusted (`reliability.rs`).

use std::time::Duration;

use super::questions::Kind;
use crate::answer::Status;

/// The outcome of one question.
#[derive(Debug, Clone)]
pub(super) struct QuestionResult {
    pub(super) kind: Kind,
    pub(super) status: Status,
    /// From 0 to 1.
    pub(super) confidence: f32,
    /// The rank of the first right passage among the quotes, from 1.
    pub(super) rank: Option<usize>,
    /// True if the first quote's key sentence is one that answers.
    pub(super) sentence_is_right: bool,
    /// The time that answering took.
    pub(super) elapsed: Duration,
}

impl QuestionResult {
    /// True if the first quote answers the question.
    pub(super) fn first_is_right(&self) -> bool {
        self.is_answerable() && self.rank == Some(1)
    }

    fn is_answerable(&self) -> bool {
        self.kind == Kind::Answerable
    }

    fn is_within(&self, rank: usize) -> bool {
        self.rank.is_some_and(|found| found <= rank)
    }
}

/// A figure that can be measured, and held to a floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    PassageAt1,
    PassageAt3,
    SentenceAt1,
    /// Mean reciprocal rank of the first right passage; 0 if none of the quotes is right.
    Mrr,
    AnsweredRight,
    OffTopicRefused,
    NearTopicNotAsserted,
    AurocOffTopic,
    AurocNearTopic,
}

/// A figure's value; `None` if there is no question to compute it on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    /// From 0 to 1.
    pub(super) value: Option<f64>,
    /// The questions that count, and all of them, if the value is a share.
    pub(super) count: Option<(usize, usize)>,
}

impl Figure {
    /// Every figure, in the order in which they are shown.
    pub(super) const ALL: [Self; 9] = [
        Self::PassageAt1,
        Self::PassageAt3,
        Self::SentenceAt1,
        Self::Mrr,
        Self::AnsweredRight,
        Self::OffTopicRefused,
        Self::NearTopicNotAsserted,
        Self::AurocOffTopic,
        Self::AurocNearTopic,
    ];

    /// The name on the command line, in JSON and on the page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PassageAt1 => "passage@1",
            Self::PassageAt3 => "passage@3",
            Self::SentenceAt1 => "sentence@1",
            Self::Mrr => "mrr",
            Self::AnsweredRight => "answered_right",
            Self::OffTopicRefused => "off_topic_refused",
            Self::NearTopicNotAsserted => "near_topic_not_asserted",
            Self::AurocOffTopic => "auroc_off_topic",
            Self::AurocNearTopic => "auroc_near_topic",
        }
    }

    /// Computes the figure over some questions.
    pub(super) fn measure(self, outcomes: &[&QuestionResult]) -> Measured {
        let share = |kind, holds: fn(&QuestionResult) -> bool| share(outcomes, kind, holds);
        match self {
            Self::PassageAt1 => share(Kind::Answerable, |outcome| outcome.is_within(1)),
            Self::PassageAt3 => share(Kind::Answerable, |outcome| outcome.is_within(3)),
            Self::SentenceAt1 => share(Kind::Answerable, |outcome| outcome.sentence_is_right),
            Self::Mrr => without_count(mean(
                outcomes
                    .iter()
                    .filter(|outcome| outcome.is_answerable())
                    .map(|outcome| outcome.rank.map_or(0.0, |rank| 1.0 / float(rank))),
            )),
            Self::AnsweredRight => share(Kind::Answerable, |outcome| {
                outcome.status == Status::Answered && outcome.is_within(1)
            }),
            Self::OffTopicRefused => share(Kind::OffTopic, |outcome| outcome.status == Status::NoAnswer),
            Self::NearTopicNotAsserted => share(Kind::NearTopic, |outcome| outcome.status != Status::Answered),
            Self::AurocOffTopic => without_count(auroc_against(outcomes, Kind::OffTopic)),
            Self::AurocNearTopic => without_count(auroc_against(outcomes, Kind::NearTopic)),
        }
    }
}

/// True if a key sentence is the relevant sentence, both with white space folded: they are equal, or one contains the
/// other and the longer has at most 1.5 times as many characters as the shorter.
pub(super) fn is_same_sentence(key: &str, relevant: &str) -> bool {
    let (key_chars, relevant_chars) = (key.chars().count(), relevant.chars().count());
    let (longer, shorter) = (key_chars.max(relevant_chars), key_chars.min(relevant_chars));
    (key.contains(relevant) || relevant.contains(key)) && 2 * longer <= 3 * shorter
}

/// Returns a percentile of the times by nearest rank: the lowest time that at least `percent` percent of them don't
/// exceed.
pub(super) fn percentile(outcomes: &[&QuestionResult], percent: usize) -> Option<Duration> {
    let mut times: Vec<Duration> = outcomes.iter().map(|outcome| outcome.elapsed).collect();
    times.sort_unstable();
    let rank = (percent * times.len()).div_ceil(100).max(1);
    times.get(rank - 1).copied()
}

/// Returns the mean of some numbers; `None` if there are none.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0), |(sum, count), number| (sum + number, count + 1));
    ratio(sum, count)
}

/// Returns `sum` divided by `count`; `None` if `count` is 0.
pub(super) fn ratio(sum: f64, count: usize) -> Option<f64> {
    (count > 0).then(|| sum / float(count))
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions, far below 2^52")]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}

fn share(outcomes: &[&QuestionResult], kind: Kind, holds: fn(&QuestionResult) -> bool) -> Measured {
    let all = outcomes.iter().filter(|outcome| outcome.kind == kind);
    let of = all.clone().count();
    let count = all.filter(|outcome| holds(outcome)).count();
    Measured {
        value: ratio(float(count), of),
        count: (of > 0).then_some((count, of)),
    }
}

fn without_count(value: Option<f64>) -> Measured {
    Measured { value, count: None }
}

fn auroc_against(outcomes: &[&QuestionResult], kind: Kind) -> Option<f64> {
    let confidences = |kind| -> Vec<f32> {
        outcomes
            .iter()
            .filter(|outcome| outcome.kind == kind)
            .map(|outcome| outcome.confidence)
            .collect()
    };
    auroc(&confidences(Kind::Answerable), confidences(kind))
}

/// The area under the ROC curve: how often a positive scores above a negative, ties counted half. That is the
/// statistic U of Mann & Whitney (1947, "On a test of whether one of two random variables is stochastically
/// larger than the other") by the number of pairs (Hanley & `McNeil` 1982, "The meaning and use of the area under
/// a receiver operating characteristic curve").
fn auroc(positives: &[f32], mut negatives: Vec<f32>) -> Option<f64> {
    negatives.sort_unstable_by(f32::total_cmp);
    let above: f64 = positives
        .iter()
        .map(|positive| {
            let below = negatives.partition_point(|negative| negative < positive);
            let up_to = negatives.partition_point(|negative| negative <= positive);
            f64::midpoint(float(below), float(up_to))
        })
        .sum();
    ratio(above, positives.len() * negatives.len())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An outcome that took one millisecond.
    pub(in crate::cli::eval) fn outcome(
        kind: Kind,
        status: Status,
        confidence: f32,
        rank: Option<usize>,
    ) -> QuestionResult {
        QuestionResult {
            kind,
            status,
            confidence,
            rank,
            sentence_is_right: rank == Some(1),
            elapsed: Duration::from_millis(1),
        }
    }

    fn value(figure: Figure, outcomes: &[QuestionResult]) -> Option<f64> {
        figure.measure(&outcomes.iter().collect::<Vec<_>>()).value
    }

    fn assert_near(found: Option<f64>, wanted: f64) {
        assert!(
            found.is_some_and(|found| (found - wanted).abs() < 1e-9),
            "{found:?}, not {wanted}"
        );
    }

    #[test]
    fn the_figures_of_a_small_set() {
        let set = [
            outcome(Kind::Answerable, Status::Answered, 0.9, Some(1)),
            outcome(Kind::Answerable, Status::Unsure, 0.3, Some(1)),
            outcome(Kind::Answerable, Status::Answered, 0.5, Some(4)),
            outcome(Kind::Answerable, Status::NoAnswer, 0.1, None),
            outcome(Kind::OffTopic, Status::NoAnswer, 0.1, None),
            outcome(Kind::OffTopic, Status::Unsure, 0.3, None),
            outcome(Kind::NearTopic, Status::Unsure, 0.2, None),
            outcome(Kind::NearTopic, Status::Answered, 0.9, None),
            outcome(Kind::Unanswerable, Status::Answered, 1.0, None),
        ];
        assert_near(value(Figure::PassageAt1, &set), 0.5);
        assert_near(value(Figure::PassageAt3, &set), 0.5);
        assert_near(value(Figure::SentenceAt1, &set), 0.5);
        assert_near(value(Figure::Mrr, &set), (1.0 + 1.0 + 0.25) / 4.0);
        assert_near(value(Figure::AnsweredRight, &set), 0.25);
        assert_near(value(Figure::OffTopicRefused, &set), 0.5);
        assert_near(value(Figure::NearTopicNotAsserted, &set), 0.5);
        // 0.9 beats 0.1 and 0.3; 0.3 beats one and ties one; 0.5 beats both; 0.1 ties one, loses one: 6 of 8.
        assert_near(value(Figure::AurocOffTopic, &set), 6.0 / 8.0);
        // 0.9 beats 0.2 and ties 0.9; 0.3 and 0.5 beat one each; 0.1 none: 3.5 of 8.
        assert_near(value(Figure::AurocNearTopic, &set), 3.5 / 8.0);
        let refused = Figure::OffTopicRefused.measure(&set.iter().collect::<Vec<_>>());
        assert_eq!(refused.count, Some((1, 2)));
    }

    #[test]
    fn a_figure_without_questions_has_no_value() {
        for figure in Figure::ALL {
            let measured = figure.measure(&[]);
            assert_eq!((measured.value, measured.count), (None, None), "{}", figure.name());
        }
        assert_eq!(percentile(&[], 50), None);
        let answerable = [outcome(Kind::Answerable, Status::Answered, 0.5, Some(1))];
        assert_eq!(value(Figure::AurocOffTopic, &answerable), None);
    }

    #[test]
    fn scores_that_are_all_the_same_tell_nothing_apart() {
        assert_near(auroc(&[0.5, 0.5], vec![0.5; 3]), 0.5);
        assert_near(auroc(&[0.9, 0.8], vec![0.1, 0.2]), 1.0);
        assert_near(auroc(&[0.1], vec![0.2]), 0.0);
    }

    #[test]
    fn a_sentence_may_be_half_as_long_again() {
        assert!(is_same_sentence("abcd", "abcd"));
        assert!(is_same_sentence("abcdef", "abcd"));
        assert!(is_same_sentence("éàüö", "éàüöéà"));
        assert!(!is_same_sentence("abcdefg", "abcd"));
        assert!(!is_same_sentence("abcx", "abcd"));
        assert!(!is_same_sentence("", "abcd"));
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let outcomes: Vec<QuestionResult> = (1..=10)
            .rev()
            .map(|millis| QuestionResult {
                elapsed: Duration::from_millis(millis),
                ..outcome(Kind::OffTopic, Status::NoAnswer, 0.0, None)
            })
            .collect();
        let outcomes: Vec<&QuestionResult> = outcomes.iter().collect();
        assert_eq!(percentile(&outcomes, 50), Some(Duration::from_millis(5)));
        assert_eq!(percentile(&outcomes, 99), Some(Duration::from_millis(10)));
    }
}

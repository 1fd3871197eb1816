//! The questions that went wrong, by kind of fault. A question with two faults is in two groups.

use super::Asked;
use super::questions::Kind;
use crate::answer::Status;

/// A way to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// The first passage doesn't hold the answer.
    WrongPassage,
    /// The first passage holds the answer, but its key sentence is another one.
    WrongSentence,
    /// Nothing answers the question, but it was answered (or, off-topic, not refused).
    NotRefused,
    /// The first passage holds the answer, but wasn't given as the answer.
    HeldBack,
}

impl Miss {
    /// Every way, in the order in which they are shown.
    pub(super) const ALL: [Self; 4] = [
        Self::WrongPassage,
        Self::WrongSentence,
        Self::NotRefused,
        Self::HeldBack,
    ];

    /// The name in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::WrongPassage => "wrong_passage",
            Self::WrongSentence => "wrong_sentence",
            Self::NotRefused => "not_refused",
            Self::HeldBack => "held_back",
        }
    }

    /// Returns the questions that went wrong this way, in the order in which they were asked.
    pub(super) fn among<'a>(self, asked: &'a [Asked<'a>]) -> Vec<&'a Asked<'a>> {
        asked.iter().filter(|asked| self.is_of(asked)).collect()
    }

    fn is_of(self, asked: &Asked<'_>) -> bool {
        let outcome = &asked.outcome;
        match (self, outcome.kind) {
            (Self::WrongPassage, Kind::Answerable) => !outcome.first_is_right(),
            (Self::WrongSentence, Kind::Answerable) => outcome.first_is_right() && !outcome.sentence_is_right,
            (Self::HeldBack, Kind::Answerable) => outcome.first_is_right() && outcome.status != Status::Answered,
            (Self::NotRefused, Kind::OffTopic) => outcome.status != Status::NoAnswer,
            (Self::NotRefused, Kind::NearTopic | Kind::Unanswerable) => outcome.status == Status::Answered,
            _ => false,
        }
    }
}

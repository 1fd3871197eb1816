//! Questions that were asked in vain: which of them mean the same, and which are answered by now.

use std::cmp::Reverse;
use std::sync::Arc;

use quick_cache::sync::Cache;
use serde::Serialize;

use super::{Library, LibraryError};
use crate::answer::{Answerer, Question, Status};
use crate::encoder::EncoderError;
use crate::ledger::{DoneUpTo, Ledger, LedgerError, OpenQuestion};

/// The most questions that are asked again after a reindex, those asked last: at 5 ms each it takes 10 seconds.
const MAX_ASKED_AGAIN: usize = 2_000;

/// The most questions that are grouped, those asked most often: comparing all with all stays well below a second.
const MAX_GROUPED: usize = 2_000;

/// How many vectors of questions are kept: encoding takes longer than all else about them.
const MAX_VECTORS: usize = 4_096;

/// How alike two questions have to be, as the cosine of their vectors, to be taken for the same. Chosen on pairs of
/// questions with known answers; `docs/quality.md` has the figures.
const SAME_QUESTION: f32 = 0.75;

/// What became of the questions asked in vain when they were asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct AskedAgain {
    /// How many found nothing, or nothing sure, before.
    pub open: usize,
    /// How many of those are answered now.
    pub answered: usize,
    /// How many had been answered by an earlier generation, and are not any more.
    pub lost: usize,
}

/// Questions that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The questions, those first that were asked most often; never empty.
    pub questions: Vec<OpenQuestion>,
    /// How often they were asked together.
    pub times: u64,
    /// When one was first asked, in seconds since 1970.
    pub first_at: u64,
    /// When one was last asked, in seconds since 1970.
    pub last_at: u64,
}

/// The vectors of questions.
#[derive(Debug)]
pub(super) struct QuestionVectors(Cache<String, Arc<[f32]>>);

impl Default for QuestionVectors {
    fn default() -> Self {
        Self(Cache::new(MAX_VECTORS))
    }
}

impl Group {
    /// What of it has been seen: to be marked as done.
    #[must_use]
    pub fn seen(&self) -> Vec<DoneUpTo> {
        let seen = |question: &OpenQuestion| DoneUpTo {
            question: question.id,
            latest_asking: question.latest_asking,
        };
        self.questions.iter().map(seen).collect()
    }

    /// The question that stands for all: the one that was asked most often.
    #[must_use]
    pub fn text(&self) -> &str {
        self.questions.first().map_or("", |question| question.text.as_str())
    }

    /// How often nothing was found.
    #[must_use]
    pub fn no_answer(&self) -> u64 {
        self.questions.iter().map(|question| question.no_answer).sum()
    }

    /// How often something was shown that may answer.
    #[must_use]
    pub fn unsure(&self) -> u64 {
        self.questions.iter().map(|question| question.unsure).sum()
    }

    /// How many answers somebody voted down.
    #[must_use]
    pub fn voted_down(&self) -> u64 {
        self.questions.iter().map(|question| question.voted_down).sum()
    }

    fn of(question: OpenQuestion) -> Self {
        Self {
            times: question.times,
            first_at: question.first_at,
            last_at: question.last_at,
            questions: vec![question],
        }
    }

    fn add(&mut self, question: OpenQuestion) {
        self.times += question.times;
        self.first_at = self.first_at.min(question.first_at);
        self.last_at = self.last_at.max(question.last_at);
        self.questions.push(question);
    }
}

impl Library {
    /// Asks `answerer` the questions again that were asked in vain, and notes in the ledger which of them it answers.
    /// `None` if there is no ledger.
    ///
    /// # Errors
    /// If the ledger cannot be read or written. A question that can't be asked counts as not answered.
    pub fn ask_again(&self, answerer: &Answerer) -> Result<Option<AskedAgain>, LedgerError> {
        let Some(mut ledger) = self.ledger()? else {
            return Ok(None);
        };
        let mut outcome = AskedAgain::default();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for question in ledger.questions_to_check(MAX_ASKED_AGAIN)? {
            let is_answered = Question::new(&question.text)
                .ok()
                .and_then(|question| answerer.answer(&question, 1).ok())
                .is_some_and(|answer| answer.status == Status::Answered);
            outcome.open += usize::from(question.answered_in.is_none());
            outcome.answered += usize::from(question.answered_in.is_none() && is_answered);
            outcome.lost += usize::from(question.answered_in.is_some() && !is_answered);
            if is_answered { &mut yes } else { &mut no }.push(question.id);
        }
        ledger.mark_answered(answerer.generation().name(), &yes, &no)?;
        Ok(Some(outcome))
    }

    /// The open questions of the ledger, those that mean the same together, most asked first. None if there is no
    /// ledger.
    ///
    /// # Errors
    /// If the ledger cannot be read, or a question not be encoded.
    pub fn open_groups(&self) -> Result<Vec<Group>, LibraryError> {
        match self.ledger().map_err(LibraryError::Ledger)? {
            Some(ledger) => self.groups_of(&ledger),
            None => Ok(Vec::new()),
        }
    }

    /// Marks the group as done that the question with this number is in, and gives it back. `None` if it is not open
    /// any more.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question not be encoded.
    pub fn mark_done(&self, question: i64) -> Result<Option<Group>, LibraryError> {
        let Some(mut ledger) = self.ledger().map_err(LibraryError::Ledger)? else {
            return Ok(None);
        };
        let has = |group: &Group| group.questions.iter().any(|one| one.id == question);
        let Some(group) = self.groups_of(&ledger)?.into_iter().find(has) else {
            return Ok(None);
        };
        ledger.mark_done(&group.seen()).map_err(LibraryError::Ledger)?;
        Ok(Some(group))
    }

    fn groups_of(&self, ledger: &Ledger) -> Result<Vec<Group>, LibraryError> {
        let questions = ledger.open_questions(MAX_GROUPED).map_err(LibraryError::Ledger)?;
        let vectors = self.vectors_of(&questions).map_err(LibraryError::Question)?;
        Ok(grouped(questions, &vectors))
    }

    fn vectors_of(&self, questions: &[OpenQuestion]) -> Result<Vec<Arc<[f32]>>, EncoderError> {
        let known = &self.question_vectors.0;
        let mut new: Vec<&str> = questions
            .iter()
            .map(|question| question.searched.as_str())
            .filter(|searched| known.get(*searched).is_none())
            .collect();
        new.dedup();
        let mut fresh = Vec::with_capacity(new.len());
        self.encoder
            .encode_each(&new, &mut |_, encoding| fresh.push(Arc::from(encoding.embedding)))?;
        for (searched, vector) in new.iter().zip(&fresh) {
            known.insert((*searched).to_owned(), Arc::clone(vector));
        }
        let look_up = |question: &OpenQuestion| {
            let at = new.iter().position(|searched| *searched == question.searched);
            at.and_then(|at| fresh.get(at).cloned())
                .or_else(|| known.get(question.searched.as_str()))
                .unwrap_or_default()
        };
        Ok(questions.iter().map(look_up).collect())
    }
}

/// Puts each question to the group that it is most like on average, or begins one of its own: average linkage, in the
/// order of how often they were asked, so that the same questions always make the same groups.
fn grouped(questions: Vec<OpenQuestion>, vectors: &[Arc<[f32]>]) -> Vec<Group> {
    let mut groups: Vec<(Group, Vec<f32>)> = Vec::new();
    for (question, vector) in questions.into_iter().zip(vectors) {
        let best = groups
            .iter_mut()
            .map(|(group, sum)| {
                // The vectors are of unit length, so this is the mean of its cosines with all of the group's.
                #[expect(clippy::cast_precision_loss, reason = "a count of questions")]
                let likeness = dot(sum, vector) / group.questions.len() as f32;
                (likeness, group, sum)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((likeness, group, sum)) if likeness >= SAME_QUESTION => {
                for (total, &more) in sum.iter_mut().zip(vector.iter()) {
                    *total += more;
                }
                group.add(question);
            }
            _ => groups.push((Group::of(question), vector.to_vec())),
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(group, _)| group).collect();
    groups.sort_by_key(|group| Reverse((group.times, group.last_at)));
    groups
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

//! Unanswered questions: which of them mean the same, and which are answered by now.

use std::cmp::Reverse;
use std::sync::Arc;

use quick_cache::sync::Cache;
use serde::Serialize;

use super::{Library, LibraryError};
use crate::answer::{Answerer, Status};
use crate::encoder::EncoderError;
use crate::ledger::{DoneUpTo, Ledger, LedgerError, OpenQuestion};
use crate::question::{AskedFor, Question};

/// The most questions that are asked again after a reindex, those asked last: read at 20 ms each, it takes 40 seconds
/// of one thread.
const MAX_ASKED_AGAIN: usize = 2_000;

/// The most questions that are grouped, those asked most often: comparing all with all stays well below a second.
const MAX_GROUPED: usize = 2_000;

/// The number of vectors of questions that are kept: encoding takes longer than all else about them.
const MAX_VECTORS: usize = 4_096;

/// The cosine of their vectors from which two questions are taken for the same. Chosen on pairs of
/// questions that mean the same and pairs that don't; `docs/quality.md` has the figures.
const SAME_QUESTION: f32 = 0.65;

/// The distance of questions that ask for different things: no mean with it in is small.
const NEVER: f32 = 1e6;

/// The outcome of asking the unanswered questions again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct AskedAgain {
    /// The number that found nothing, or nothing sure, before.
    pub open: usize,
    /// The number of those that are answered now.
    pub answered: usize,
    /// The number that an earlier generation answered and this one does not.
    pub lost: usize,
}

/// Questions that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The questions, those first that were asked most often; never empty.
    pub questions: Vec<OpenQuestion>,
    /// The number of times that they were asked, all together.
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
    /// The latest of its askings: who sees the group has seen all up to this one.
    pub fn latest_asking(&self) -> i64 {
        let askings = self.questions.iter().map(|question| question.latest_asking);
        askings.max().unwrap_or_default()
    }

    /// Its questions up to the asking with this number, to be marked as done.
    fn up_to(&self, asking: i64) -> Vec<DoneUpTo> {
        let seen = |question: &OpenQuestion| DoneUpTo {
            question: question.id,
            latest_asking: question.latest_asking.min(asking),
        };
        self.questions.iter().map(seen).collect()
    }

    /// The question that stands for all: the one that was asked most often.
    pub fn text(&self) -> &str {
        self.questions.first().map_or("", |question| question.text.as_str())
    }

    /// The number of times that nothing was found.
    pub fn no_answer(&self) -> u64 {
        self.questions.iter().map(|question| question.no_answer).sum()
    }

    /// The number of times that something was shown that may answer.
    pub fn unsure(&self) -> u64 {
        self.questions.iter().map(|question| question.unsure).sum()
    }

    /// The number of answers that somebody voted down.
    pub fn voted_down(&self) -> u64 {
        self.questions.iter().map(|question| question.voted_down).sum()
    }

    /// `None` without a question.
    fn of(questions: Vec<OpenQuestion>) -> Option<Self> {
        Some(Self {
            times: questions.iter().map(|one| one.times).sum(),
            first_at: questions.iter().map(|one| one.first_at).min()?,
            last_at: questions.iter().map(|one| one.last_at).max()?,
            questions,
        })
    }
}

impl Library {
    /// Asks `answerer` the unanswered questions again, and notes in the ledger which of them it answers.
    /// `None` if there is no ledger.
    ///
    /// # Errors
    /// If the ledger cannot be read or written. A question that can't be asked counts as not answered.
    pub fn ask_again(&self, answerer: &Answerer) -> Result<Option<AskedAgain>, LedgerError> {
        let Some(mut ledger) = self.ledger()? else {
            return Ok(None);
        };
        let generation = answerer.generation().name();
        let mut outcome = AskedAgain::default();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for question in ledger.questions_to_check(MAX_ASKED_AGAIN)? {
            let is_answered = Question::new(&question.text)
                .ok()
                .and_then(|question| answerer.answer(&question, 1).ok())
                .is_some_and(|answer| answer.status == Status::Answered);
            // The bot and the shell both ask again when the shell reindexes. Whoever comes second is to say the same.
            let was_open = question.answered_in.is_none_or(|answered_in| answered_in == generation);
            outcome.open += usize::from(was_open);
            outcome.answered += usize::from(was_open && is_answered);
            outcome.lost += usize::from(!was_open && !is_answered);
            if is_answered { &mut yes } else { &mut no }.push(question.id);
        }
        ledger.mark_answered(generation, &yes, &no)?;
        Ok(Some(outcome))
    }

    /// The open questions of the ledger, those that mean the same together, most asked first. None if there is no
    /// ledger. `answerer` tells what they mean.
    ///
    /// # Errors
    /// If the ledger cannot be read, or a question not be encoded.
    pub fn open_groups(&self, answerer: &Answerer) -> Result<Vec<Group>, LibraryError> {
        match self.ledger().map_err(LibraryError::Ledger)? {
            Some(ledger) => self.groups_of(&ledger, answerer),
            None => Ok(Vec::new()),
        }
    }

    /// Marks the group as done that the question with this number is in, and gives it back. `None` if it is not open
    /// any more. With `seen`, what was asked after the asking with that number stays open.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question not be encoded.
    pub fn mark_done(
        &self,
        answerer: &Answerer,
        question: i64,
        seen: Option<i64>,
    ) -> Result<Option<Group>, LibraryError> {
        let Some(mut ledger) = self.ledger().map_err(LibraryError::Ledger)? else {
            return Ok(None);
        };
        let has = |group: &Group| group.questions.iter().any(|one| one.id == question);
        let Some(group) = self.groups_of(&ledger, answerer)?.into_iter().find(has) else {
            return Ok(None);
        };
        let done = group.up_to(seen.unwrap_or(i64::MAX));
        ledger.mark_done(&done).map_err(LibraryError::Ledger)?;
        Ok(Some(group))
    }

    fn groups_of(&self, ledger: &Ledger, answerer: &Answerer) -> Result<Vec<Group>, LibraryError> {
        let questions = ledger.open_questions(MAX_GROUPED).map_err(LibraryError::Ledger)?;
        let vectors = self.vectors_of(&questions, answerer).map_err(LibraryError::Question)?;
        Ok(grouped(questions, &vectors))
    }

    fn vectors_of(&self, questions: &[OpenQuestion], answerer: &Answerer) -> Result<Vec<Arc<[f32]>>, EncoderError> {
        let known = &self.question_vectors.0;
        let mut vectors: Vec<Option<Arc<[f32]>>> = questions.iter().map(|one| known.get(&one.searched)).collect();
        let places: Vec<usize> = (0..vectors.len()).filter(|&at| vectors[at].is_none()).collect();
        let texts: Vec<&str> = places.iter().map(|&at| questions[at].searched.as_str()).collect();
        for (at, vector) in places.into_iter().zip(answerer.embeddings(&texts)?) {
            let vector: Arc<[f32]> = vector.into();
            known.insert(questions[at].searched.clone(), Arc::clone(&vector));
            vectors[at] = Some(vector);
        }
        Ok(vectors.into_iter().flatten().collect())
    }
}

/// Brings the questions together that are alike on average: hierarchical clustering with average linkage (UPGMA; Sokal
/// and Michener 1958), cut where clusters are less alike than [`SAME_QUESTION`]. It does not depend on their order.
fn grouped(questions: Vec<OpenQuestion>, vectors: &[Arc<[f32]>]) -> Vec<Group> {
    let asked_for: Vec<Option<AskedFor>> = questions.iter().map(|one| AskedFor::of(&one.text)).collect();
    let mut distances = Vec::with_capacity(questions.len() * questions.len().saturating_sub(1) / 2);
    for (at, (one, wants)) in vectors.iter().zip(&asked_for).enumerate() {
        for (other, wanted) in vectors.iter().zip(&asked_for).skip(at + 1) {
            let is_other = wants.is_some() && wanted.is_some() && wants != wanted;
            distances.push(if is_other { NEVER } else { 1.0 - dot(one, other) });
        }
    }
    let tree = kodama::linkage(&mut distances, questions.len(), kodama::Method::Average);
    // Each question is a cluster at first; each step makes one more of two.
    let mut clusters: Vec<Vec<usize>> = (0..questions.len()).map(|at| vec![at]).collect();
    for step in tree.steps() {
        let is_same = step.dissimilarity <= 1.0 - SAME_QUESTION;
        let merged = if is_same {
            let mut merged = std::mem::take(&mut clusters[step.cluster1]);
            merged.append(&mut clusters[step.cluster2]);
            merged
        } else {
            Vec::new()
        };
        clusters.push(merged);
    }
    let mut questions: Vec<Option<OpenQuestion>> = questions.into_iter().map(Some).collect();
    let mut groups: Vec<Group> = clusters
        .into_iter()
        .filter_map(|mut members| {
            // As they came: those first that were asked most often.
            members.sort_unstable();
            Group::of(members.into_iter().filter_map(|at| questions[at].take()).collect())
        })
        .collect();
    groups.sort_by_key(|group| Reverse((group.times, group.last_at)));
    groups
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

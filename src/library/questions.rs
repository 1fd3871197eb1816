//! Unanswered questions: groups those that mean the same, and finds those that can be answered by now.

use std::cmp::Reverse;
use std::sync::Arc;

use quick_cache::sync::Cache;
use serde::Serialize;

use super::{Library, LibraryError};
use crate::answer::{Answerer, SAME_QUESTION, Status, likeness};
use crate::encoder::EncoderError;
use crate::ledger::{DoneUpTo, HiddenQuestion, Ledger, LedgerError, OpenQuestion, Wording};
use crate::question::{Question, is_noise};

/// The most questions that are asked again after a reindex, the latest first: at 20 ms each, 40 seconds of one thread.
const MAX_ASKED_AGAIN: usize = 2_000;

/// The most questions that are grouped, those asked most often: comparing all pairs of them takes well below a second.
pub(super) const MAX_GROUPED: usize = 2_000;

/// The number of question vectors that are kept: encoding a question is the slowest step of grouping it.
const MAX_VECTORS: usize = 4_096;

/// The distance between questions that ask for different things: any average that includes it is large.
const NEVER: f32 = 1e6;

/// The outcome of asking the unanswered questions again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct AskedAgain {
    /// The number of questions that had no answer, or no certain one, before.
    pub open: usize,
    /// The number of those that have one now.
    pub answered: usize,
    /// The number of questions that an earlier generation answered and this one does not.
    pub lost: usize,
}

/// Questions that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The questions, the most frequent first; never empty.
    pub questions: Vec<OpenQuestion>,
    /// The number of times that they were asked, in total.
    pub times: u64,
    /// When any of them was first asked, in seconds since 1970.
    pub first_at: u64,
    /// When any of them was last asked, in seconds since 1970.
    pub last_at: u64,
}

/// The unanswered questions as they are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unanswered {
    /// The questions, grouped, the most frequent first.
    pub groups: Vec<Group>,
    /// The number of questions that are not among them, since they seem to be gibberish or spam.
    pub noise: usize,
}

/// True if gibberish and spam are listed among the unanswered questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// They are.
    Listed,
    /// They are counted.
    LeftOut,
}

/// A group that an admin chose from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// The number of one of its questions.
    pub question: i64,
    /// The latest asking that the admin has seen; `None` covers all.
    pub seen: Option<i64>,
}

/// A cache of the vectors of questions.
#[derive(Debug)]
pub(super) struct QuestionVectors(Cache<String, Arc<[f32]>>);

impl Default for QuestionVectors {
    fn default() -> Self {
        Self(Cache::new(MAX_VECTORS))
    }
}

impl Group {
    /// The number of its latest asking. An admin who sees the group has seen all askings up to this one.
    pub fn latest_asking(&self) -> i64 {
        let askings = self.questions.iter().map(|question| question.latest_asking);
        askings.max().unwrap_or_default()
    }

    /// The questions of the group up to this asking, to be marked as done.
    fn up_to(&self, asking: i64) -> Vec<DoneUpTo> {
        let seen = |question: &OpenQuestion| DoneUpTo {
            question: question.id,
            latest_asking: question.latest_asking.min(asking),
        };
        self.questions.iter().map(seen).collect()
    }

    /// The question that represents the group: the most frequent one.
    pub fn text(&self) -> &str {
        self.questions.first().map_or("", |question| question.text.as_str())
    }

    /// The number of times that nothing was found.
    pub fn no_answer(&self) -> u64 {
        self.questions.iter().map(|question| question.no_answer).sum()
    }

    /// The number of times that only a passage that may answer was shown.
    pub fn unsure(&self) -> u64 {
        self.questions.iter().map(|question| question.unsure).sum()
    }

    /// The number of answers that were voted down.
    pub fn voted_down(&self) -> u64 {
        self.questions.iter().map(|question| question.voted_down).sum()
    }

    /// Makes a group; `None` without a question.
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
    /// Asks `answerer` the unanswered questions again, and records in the ledger which of them it answers. Returns
    /// `None` if there is no ledger.
    ///
    /// # Errors
    /// If the ledger cannot be read or written. A question that can't be asked counts as unanswered.
    pub fn ask_again(&self, answerer: &Answerer) -> Result<Option<AskedAgain>, LedgerError> {
        let Some(mut ledger) = self.ledger()? else {
            return Ok(None);
        };
        let generation = answerer.generation().name();
        let mut outcome = AskedAgain::default();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for question in ledger.questions_to_check(MAX_ASKED_AGAIN)? {
            if is_noise(&question.text, &knows(answerer)) {
                continue;
            }
            let is_answered = Question::new(&question.text)
                .ok()
                .and_then(|question| answerer.answer(&question, 1).ok())
                .is_some_and(|answer| answer.status == Status::Answered);
            // A reindex from the shell makes both the bot and the shell ask again: the second must report the same.
            let was_open = question.answered_in.is_none_or(|answered_in| answered_in == generation);
            outcome.open += usize::from(was_open);
            outcome.answered += usize::from(was_open && is_answered);
            outcome.lost += usize::from(!was_open && !is_answered);
            if is_answered { &mut yes } else { &mut no }.push(question.id);
        }
        ledger.mark_answered(generation, &yes, &no)?;
        Ok(Some(outcome))
    }

    /// Groups the open questions of the ledger that mean the same, the most frequent first, without those that mean the
    /// same as a hidden one. Empty if there is no ledger. Uses the encoder of `answerer` to compare them.
    ///
    /// # Errors
    /// If the ledger cannot be read, or a question cannot be encoded.
    pub fn unanswered(&self, answerer: &Answerer, noise: Noise) -> Result<Unanswered, LibraryError> {
        match self.ledger().map_err(LibraryError::Ledger)? {
            Some(ledger) => self.groups_of(&ledger, answerer, noise),
            None => Ok(Unanswered::default()),
        }
    }

    /// Marks the groups that were chosen as done, and returns them, without those that are no longer open. Questions
    /// asked after what was seen stay open.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question cannot be encoded.
    pub fn mark_done(&self, answerer: &Answerer, chosen: &[Chosen]) -> Result<Vec<Group>, LibraryError> {
        self.for_chosen(answerer, chosen, |ledger, groups| {
            let done = groups
                .iter()
                .flat_map(|(group, seen)| group.up_to(seen.unwrap_or(i64::MAX)));
            ledger.mark_done(&done.collect::<Vec<_>>()).map(drop)
        })
    }

    /// Hides the groups that were chosen, in whatever words they are asked again, and returns them, without those that
    /// are no longer open.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question cannot be encoded.
    pub fn hide(&self, answerer: &Answerer, chosen: &[Chosen]) -> Result<Vec<Group>, LibraryError> {
        self.for_chosen(answerer, chosen, |ledger, groups| {
            let questions = groups.iter().flat_map(|(group, _)| &group.questions);
            let wording = |question: &OpenQuestion| Wording {
                text: question.text.clone(),
                searched: question.searched.clone(),
            };
            ledger.hide(&questions.map(wording).collect::<Vec<_>>())
        })
    }

    /// The hidden questions in groups that mean the same. Their numbers are those among hidden questions.
    ///
    /// # Errors
    /// If the ledger cannot be read, or a question cannot be encoded.
    pub fn hidden(&self, answerer: &Answerer) -> Result<Vec<Group>, LibraryError> {
        let Some(ledger) = self.ledger().map_err(LibraryError::Ledger)? else {
            return Ok(Vec::new());
        };
        let hidden = ledger.hidden_questions(MAX_GROUPED).map_err(LibraryError::Ledger)?;
        let questions: Vec<OpenQuestion> = hidden.into_iter().map(|one| as_question(one.id, one)).collect();
        let vectors = self
            .vectors_of(&searched(&questions), answerer)
            .map_err(LibraryError::Question)?;
        Ok(grouped(questions, &vectors))
    }

    /// Stops hiding the group that contains this hidden question, and returns it; `None` if there is no such one.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question cannot be encoded.
    pub fn unhide(&self, answerer: &Answerer, number: i64) -> Result<Option<Group>, LibraryError> {
        let has = |group: &Group| group.questions.iter().any(|one| one.id == number);
        let Some(group) = self.hidden(answerer)?.into_iter().find(has) else {
            return Ok(None);
        };
        let ids: Vec<i64> = group.questions.iter().map(|one| one.id).collect();
        if let Some(mut ledger) = self.ledger().map_err(LibraryError::Ledger)? {
            ledger.unhide(&ids).map_err(LibraryError::Ledger)?;
        }
        Ok(Some(group))
    }

    /// Does `work` with the groups that were chosen and are open, and returns them.
    fn for_chosen(
        &self,
        answerer: &Answerer,
        chosen: &[Chosen],
        work: impl FnOnce(&mut Ledger, &[(Group, Option<i64>)]) -> Result<(), LedgerError>,
    ) -> Result<Vec<Group>, LibraryError> {
        let Some(mut ledger) = self.ledger().map_err(LibraryError::Ledger)? else {
            return Ok(Vec::new());
        };
        let all = self.groups_of(&ledger, answerer, Noise::Listed)?.groups.into_iter();
        let choice_of = |group: &Group| {
            let is_in = |one: &&Chosen| group.questions.iter().any(|question| question.id == one.question);
            chosen.iter().find(is_in).map(|one| one.seen)
        };
        let groups: Vec<(Group, Option<i64>)> = all
            .filter_map(|group| choice_of(&group).map(|seen| (group, seen)))
            .collect();
        work(&mut ledger, &groups).map_err(LibraryError::Ledger)?;
        Ok(groups.into_iter().map(|(group, _)| group).collect())
    }

    fn groups_of(&self, ledger: &Ledger, answerer: &Answerer, noise: Noise) -> Result<Unanswered, LibraryError> {
        let mut questions = ledger.open_questions(MAX_GROUPED).map_err(LibraryError::Ledger)?;
        let all = questions.len();
        if noise == Noise::LeftOut {
            questions.retain(|question| !is_noise(&question.text, &knows(answerer)));
        }
        let noise = all - questions.len();
        let hidden = ledger.hidden_questions(MAX_GROUPED).map_err(LibraryError::Ledger)?;
        questions.extend(hidden.into_iter().map(|one| as_question(HIDDEN, one)));
        let vectors = self
            .vectors_of(&searched(&questions), answerer)
            .map_err(LibraryError::Question)?;
        let mut groups = grouped(questions, &vectors);
        groups.retain(|group| group.questions.iter().all(|question| question.id != HIDDEN));
        Ok(Unanswered { groups, noise })
    }

    /// The vectors of questions, by their search words.
    pub(super) fn vectors_of(&self, searched: &[&str], answerer: &Answerer) -> Result<Vec<Arc<[f32]>>, EncoderError> {
        let known = &self.question_vectors.0;
        let mut vectors: Vec<Option<Arc<[f32]>>> = searched.iter().map(|&one| known.get(one)).collect();
        let places: Vec<usize> = (0..vectors.len()).filter(|&at| vectors[at].is_none()).collect();
        let texts: Vec<&str> = places.iter().map(|&at| searched[at]).collect();
        for (at, vector) in places.into_iter().zip(answerer.embeddings(&texts)?) {
            let vector: Arc<[f32]> = vector.into();
            known.insert(searched[at].to_owned(), Arc::clone(&vector));
            vectors[at] = Some(vector);
        }
        Ok(vectors.into_iter().flatten().collect())
    }
}

fn searched(questions: &[OpenQuestion]) -> Vec<&str> {
    questions.iter().map(|one| one.searched.as_str()).collect()
}

/// Knows the words of the articles.
fn knows(answerer: &Answerer) -> impl Fn(&str) -> bool {
    move |word: &str| answerer.generation().vocabulary().has_word(word)
}

/// The number of a hidden question among open ones; no question has it.
const HIDDEN: i64 = 0;

/// A hidden question, to be grouped with others. It counts for no asking.
fn as_question(id: i64, hidden: HiddenQuestion) -> OpenQuestion {
    OpenQuestion {
        id,
        text: hidden.text,
        searched: hidden.searched,
        times: 0,
        first_at: hidden.hidden_at,
        last_at: hidden.hidden_at,
        latest_asking: 0,
        unsure: 0,
        no_answer: 0,
        voted_down: 0,
    }
}

/// Groups questions that are alike on average: hierarchical clustering with average linkage (UPGMA; Sokal and Michener
/// 1958), cut where clusters are less alike than [`SAME_QUESTION`]. The order of the questions does not matter.
fn grouped(questions: Vec<OpenQuestion>, vectors: &[Arc<[f32]>]) -> Vec<Group> {
    let mut distances = Vec::with_capacity(questions.len() * questions.len().saturating_sub(1) / 2);
    for (at, (one, vector)) in questions.iter().zip(vectors).enumerate() {
        for (other, other_vector) in questions.iter().zip(vectors).skip(at + 1) {
            let likeness = likeness((&one.text, vector), (&other.text, other_vector));
            distances.push(likeness.map_or(NEVER, |likeness| 1.0 - likeness));
        }
    }
    let tree = kodama::linkage(&mut distances, questions.len(), kodama::Method::Average);
    // Each question starts as a cluster; each step merges two into a new one.
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
            // Restore the original order, the most frequent first.
            members.sort_unstable();
            Group::of(members.into_iter().filter_map(|at| questions[at].take()).collect())
        })
        .collect();
    groups.sort_by_key(|group| Reverse((group.times, group.last_at)));
    groups
}

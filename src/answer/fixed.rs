//! Answers that an admin has chosen for certain questions: passages of the articles, found by the question's meaning.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Answer, Quote, Status};
use crate::corpus::Article;
use crate::question::AskedFor;

/// The cosine of their vectors from which two questions count as the same. Chosen on pairs of questions that mean the
/// same and pairs that don't; `docs/quality.md` has the figures.
pub const SAME_QUESTION: f32 = 0.65;

/// The cosine from which a question is taken for a paraphrase of another. Questions that are less alike may be about
/// something similar: then the chosen answer is shown as one that may answer, and only where the search has none.
pub const PARAPHRASE: f32 = 0.8;

/// The confidence in an answer that a person has chosen.
const CONFIDENCE: f32 = 0.95;

/// A question whose answer is fixed, as a generation has it.
#[derive(Debug, Clone)]
pub struct FixedAnswer {
    /// The question.
    pub question: String,
    /// Its vector, of unit length.
    pub embedding: Arc<[f32]>,
    /// The chosen passage, or the passages of the chosen section.
    pub quotes: Vec<Quote>,
}

/// The fixed answers of a generation. They may change while questions are answered.
#[derive(Debug, Default)]
pub(super) struct FixedAnswers(RwLock<Arc<[FixedAnswer]>>);

impl FixedAnswers {
    pub(super) fn set(&self, answers: Vec<FixedAnswer>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = answers.into();
    }

    /// Puts the answer that was chosen for a question in front of what was found; with `article`, only if it is from
    /// that one.
    pub(super) fn apply(
        &self,
        (question, embedding): (&str, &[f32]),
        article: Option<&Article>,
        limit: usize,
        found: Answer,
    ) -> Answer {
        let all = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        let Some((likeness, fixed)) = nearest(&all, question, embedding) else {
            return found;
        };
        let is_wanted = |quote: &&Quote| article.is_none_or(|article| article.path == quote.article().path);
        let mut quotes: Vec<Quote> = fixed.quotes.iter().filter(is_wanted).cloned().collect();
        if quotes.is_empty() || (likeness < PARAPHRASE && found.status == Status::Answered) {
            return found;
        }
        for own in found.quotes {
            match quotes.iter_mut().find(|quote| quote.passage_key() == own.passage_key()) {
                // The search has found the best sentence in it.
                Some(same) => *same = own,
                None => quotes.push(own),
            }
        }
        quotes.truncate(limit);
        let (status, confidence) = if likeness >= PARAPHRASE {
            (Status::Answered, found.confidence.max(CONFIDENCE))
        } else {
            (Status::Unsure, found.confidence)
        };
        Answer {
            status,
            confidence,
            quotes,
            suggestions: Vec::new(),
            ..found
        }
    }
}

/// The most alike of the questions that count as the same, with its likeness.
fn nearest<'a>(all: &'a [FixedAnswer], question: &str, embedding: &[f32]) -> Option<(f32, &'a FixedAnswer)> {
    let alike = all.iter().filter_map(|fixed| {
        let likeness = likeness((question, embedding), (&fixed.question, &fixed.embedding))?;
        (likeness >= SAME_QUESTION).then_some((likeness, fixed))
    });
    alike.max_by(|(a, _), (b, _)| a.total_cmp(b))
}

/// The cosine of two questions' vectors; `None` if they ask for different things, such as a time and a place.
pub fn likeness((one, a): (&str, &[f32]), (other, b): (&str, &[f32])) -> Option<f32> {
    let (wants, wanted) = (AskedFor::of(one), AskedFor::of(other));
    let is_other = wants.is_some() && wanted.is_some() && wants != wanted;
    (!is_other).then(|| a.iter().zip(b).map(|(a, b)| a * b).sum())
}

//! From a question to an answer: candidates, ranking, the gate, and quotes.
//!
//! An [`Answer`] is plain data; how it looks is decided where it is shown. Nothing here prints, waits or reads
//! a file but for the calls into the index.

#[cfg_attr(not(test), expect(dead_code, reason = "ranking does not ask it yet"))]
mod chat;
mod gate;
mod intent;
#[cfg_attr(not(test), expect(dead_code, reason = "the ranking is yet to call it"))]
mod overview;
#[cfg_attr(not(test), expect(dead_code, reason = "the ranking is yet to call it"))]
mod parts;
mod question;
mod quote;
mod rank;
#[cfg_attr(not(test), expect(dead_code, reason = "ranking does not ask it yet"))]
mod spelling;

use std::time::{Duration, Instant};

use crate::index::{Generation, StoreError};

pub use intent::{Intent, SmallTalk, intent};
pub use question::{EmptyQuestion, Question};
pub use quote::Quote;

/// How many suggestions an answer carries at most.
const MAX_SUGGESTIONS: usize = 5;

/// What there is to say to a question.
#[derive(Debug)]
pub struct Answer {
    /// Whether the article says it.
    pub status: Status,
    /// How sure it is that the first quote answers, from 0 to 1.
    pub confidence: f32,
    /// The ranked candidates, best first, whatever the status.
    pub quotes: Vec<Quote>,
    /// Headings to try; empty unless nothing was found.
    pub suggestions: Vec<String>,
    /// The generation that was asked.
    pub generation: String,
    /// How long it took to answer.
    pub elapsed: Duration,
}

/// What the gate makes of the best candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The first quote answers.
    Answered,
    /// It may answer; nothing does so outright.
    Unsure,
    /// The corpus says nothing about it.
    NoAnswer,
}

impl Status {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Unsure => "unsure",
            Self::NoAnswer => "no_answer",
        }
    }
}

/// Answers a question with at most `limit` quotes.
///
/// # Errors
/// If the index cannot be searched. "Nothing found" is an answer.
pub fn answer(generation: &Generation, question: &Question, limit: usize) -> Result<Answer, StoreError> {
    let started = Instant::now();
    let ranking = rank::rank(generation, question, limit)?;
    let confidence = gate::confidence(&ranking);
    let status = gate::status(confidence, &ranking);
    let suggestions = match status {
        Status::NoAnswer => suggestions(generation)?,
        Status::Answered | Status::Unsure => Vec::new(),
    };
    Ok(Answer {
        status,
        confidence,
        quotes: ranking.quotes,
        suggestions,
        generation: generation.name().to_owned(),
        elapsed: started.elapsed(),
    })
}

/// The innermost headings in reading order, one article after the other; the title of an article without headings.
fn suggestions(generation: &Generation) -> Result<Vec<String>, StoreError> {
    let mut found: Vec<String> = Vec::new();
    for index in 0..generation.article_count() {
        let article = generation.article(index)?;
        let mut headings: Vec<&String> = article
            .sections
            .iter()
            .filter_map(|section| section.headings.last())
            .collect();
        if headings.is_empty() {
            headings.push(&article.title);
        }
        for heading in headings {
            if !found.contains(heading) {
                found.push(heading.clone());
            }
            if found.len() == MAX_SUGGESTIONS {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

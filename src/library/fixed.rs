//! Answers that admins have chosen for certain questions.

use std::sync::Arc;

use super::questions::MAX_GROUPED;
use super::{Library, LibraryError};
use crate::answer::{Answerer, ArticleKey, FixedAnswer, PARAPHRASE, PassageKey, Quote, likeness};
use crate::corpus::Article;
use crate::ledger::{FixedPlace, FixedQuestion, Ledger, LedgerError, OpenQuestion, Wording};
use crate::question::Question;

/// The most questions whose answers are fixed. Comparing a question with all of them takes well below a millisecond;
/// encoding them all, a few seconds.
const MAX_FIXED: usize = 200;

/// A question with the answer that was chosen for it.
#[derive(Debug)]
pub struct Fixed {
    /// Its number among these.
    pub id: i64,
    /// Its text.
    pub question: String,
    /// The name of the chosen section, or of the passage's: the article's title and the headings.
    pub section: Vec<String>,
    /// True if the answer is the whole section.
    pub is_section: bool,
    /// True if neither the passage nor its section is there any more.
    pub is_gone: bool,
}

impl Library {
    /// Fixes the answer to a question: the passage that `key` names, or the whole of its section. Paraphrases of
    /// the question get it from now on, and those among the unanswered questions count as answered. Returns the name of
    /// the section; `None` if there is no such passage, or too many answers are fixed.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question cannot be encoded.
    pub fn fix(
        &self,
        answerer: &Answerer,
        question: &Question,
        (key, is_section): (PassageKey, bool),
    ) -> Result<Option<Vec<String>>, LibraryError> {
        let Some(place) = place_of(answerer, key, is_section) else {
            return Ok(None);
        };
        let mut ledger = self.open_ledger().map_err(LibraryError::Ledger)?;
        let wording = Wording {
            text: question.asked().to_owned(),
            searched: question.searched().to_owned(),
        };
        let fixed = ledger.fixed_questions(MAX_FIXED).map_err(LibraryError::Ledger)?;
        let is_new = fixed.iter().all(|one| one.searched != wording.searched);
        if is_new && fixed.len() >= MAX_FIXED {
            return Ok(None);
        }
        ledger.fix(&wording, &place).map_err(LibraryError::Ledger)?;
        self.load_fixed(answerer)?;
        let alike = self.alike(&ledger, answerer, &wording)?;
        let generation = answerer.generation().name();
        ledger
            .mark_answered(generation, &alike, &[])
            .map_err(LibraryError::Ledger)?;
        let title = answerer.quote(key, 0).map(|quote| quote.article().title.clone());
        Ok(Some(title.into_iter().chain(place.headings).collect()))
    }

    /// The questions whose answers are fixed, the latest first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn fixed(&self, answerer: &Answerer) -> Result<Vec<Fixed>, LibraryError> {
        let shown = |question: FixedQuestion| {
            let quotes = quotes_of(answerer, &question.place);
            let first = quotes.first();
            let title = first.map_or(&question.place.article, |quote| &quote.article().title);
            Fixed {
                id: question.id,
                section: [title.clone()].into_iter().chain(question.place.headings).collect(),
                question: question.text,
                is_section: question.place.is_section,
                is_gone: quotes.is_empty(),
            }
        };
        Ok(self.fixed_questions()?.into_iter().map(shown).collect())
    }

    /// Leaves the answers to these questions to the search again. Returns the texts of those whose answer was fixed.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question cannot be encoded.
    pub fn unfix(&self, answerer: &Answerer, ids: &[i64]) -> Result<Vec<String>, LibraryError> {
        let Some(mut ledger) = self.ledger().map_err(LibraryError::Ledger)? else {
            return Ok(Vec::new());
        };
        let mut gone = self.fixed_questions()?;
        gone.retain(|question| ids.contains(&question.id));
        ledger.unfix(ids).map_err(LibraryError::Ledger)?;
        self.load_fixed(answerer)?;
        Ok(gone.into_iter().map(|question| question.text).collect())
    }

    /// Gives `answerer` the fixed answers as its generation has them.
    ///
    /// # Errors
    /// If the ledger cannot be read, or a question cannot be encoded.
    pub fn load_fixed(&self, answerer: &Answerer) -> Result<(), LibraryError> {
        let fixed = self.fixed_questions()?;
        let searched: Vec<&str> = fixed.iter().map(|one| one.searched.as_str()).collect();
        let vectors = self.vectors_of(&searched, answerer).map_err(LibraryError::Question)?;
        let answers = fixed.into_iter().zip(vectors).map(|(question, embedding)| FixedAnswer {
            quotes: quotes_of(answerer, &question.place),
            question: question.text,
            embedding,
        });
        answerer.set_fixed(answers.collect());
        Ok(())
    }

    /// The texts of questions that are open, the most frequent first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn open_questions(&self) -> Result<Vec<String>, LedgerError> {
        let Some(ledger) = self.ledger()? else {
            return Ok(Vec::new());
        };
        Ok(ledger
            .open_questions(MAX_GROUPED)?
            .into_iter()
            .map(|one| one.text)
            .collect())
    }

    fn fixed_questions(&self) -> Result<Vec<FixedQuestion>, LibraryError> {
        match self.ledger().map_err(LibraryError::Ledger)? {
            Some(ledger) => ledger.fixed_questions(MAX_FIXED).map_err(LibraryError::Ledger),
            None => Ok(Vec::new()),
        }
    }

    /// The numbers of the open questions that are taken for paraphrases of this one.
    fn alike(&self, ledger: &Ledger, answerer: &Answerer, question: &Wording) -> Result<Vec<i64>, LibraryError> {
        let open = ledger.open_questions(MAX_GROUPED).map_err(LibraryError::Ledger)?;
        let mut searched: Vec<&str> = open.iter().map(|one| one.searched.as_str()).collect();
        searched.push(&question.searched);
        let mut vectors = self.vectors_of(&searched, answerer).map_err(LibraryError::Question)?;
        let own = vectors.pop().unwrap_or_default();
        let is_same = |(one, vector): &(&OpenQuestion, &Arc<[f32]>)| {
            let likeness = likeness((&one.text, vector), (&question.text, &own));
            likeness.is_some_and(|likeness| likeness >= PARAPHRASE)
        };
        let same = open.iter().zip(&vectors).filter(is_same);
        Ok(same.map(|(one, _)| one.id).collect())
    }
}

fn place_of(answerer: &Answerer, key: PassageKey, is_section: bool) -> Option<FixedPlace> {
    let quote = answerer.quote(key, 0)?;
    Some(FixedPlace {
        passage: key.to_string(),
        article: quote.article().path.clone(),
        headings: quote.headings().to_vec(),
        is_section,
    })
}

/// The chosen passage, or all of its section. If the passage has changed, its section stands for it; empty if that is
/// gone too.
fn quotes_of(answerer: &Answerer, place: &FixedPlace) -> Vec<Quote> {
    let key: Option<PassageKey> = place.passage.parse().ok();
    let there = key.and_then(|key| answerer.section_of(key));
    let is_passage = there.is_some() && !place.is_section;
    let named = || {
        let article = answerer.article_by_key(ArticleKey::of_path(&place.article))?;
        let section = article
            .sections
            .iter()
            .position(|section| section.headings == place.headings)?;
        Some((article, section))
    };
    let Some((article, section)) = there.or_else(named) else {
        return Vec::new();
    };
    let passages = article.sections[section].passages.clone();
    let is_chosen = |at: &usize| !is_passage || PassageKey::of(&article, *at) == key;
    passages
        .filter(is_chosen)
        .filter_map(|at| quote(&article, at))
        .collect()
}

/// Quotes a passage, with its first sentence after the lead-in as the key sentence.
fn quote(article: &Arc<Article>, at: usize) -> Option<Quote> {
    let passage = article.passages.get(at)?;
    let first = passage
        .sentences
        .iter()
        .position(|sentence| sentence.start >= passage.lead);
    Quote::new(Arc::clone(article), at, vec![first.unwrap_or(0)], 0.0)
}

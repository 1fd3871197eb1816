//! The answerer: a generation and an encoder, ready to be asked.
//!
//! Not here: any of the steps themselves.

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use thiserror::Error;

use crate::corpus::Article;
use crate::encoder::{Encoder, EncoderError, Encoding};
use crate::index::{Generation, PassageId, QueryEmbedding, StoreError};
use crate::text::language::Language;

use super::catalogue::Catalogue;
use super::gate::{Thresholds, confidence, is_open};
use super::intent::{Intent, SmallTalk, intent};
use super::lexical::TermCache;
use super::overview::{named_article, overview, overview_of_all};
use super::parts::parts;
use super::question::Question;
use super::rank::{Asked, Ranking, rank};
use super::reading::Reading;
use super::spelling::Speller;
use super::{Answer, Kind, Ranked, Status, Timing};

/// How many suggestions an answer carries at most.
const MAX_SUGGESTIONS: usize = 5;

/// How many headings are looked at for them; many passages share one.
const NEAREST_HEADINGS: usize = 256;

/// From which cosine on a heading is near enough to a question to be suggested.
const SUGGESTED_FROM: f32 = 0.35;

/// Into how many parts the library is cut where no heading is near: the heading at the beginning of every other part is
/// suggested, and those between them where some are the same.
const SPREAD: u32 = 10;

/// How many quotes an overview has at least, if there is so much to quote: it stands for whole articles.
const OVERVIEW_QUOTES: usize = 10;

/// A generation, the encoder that its vectors are from, and what was prepared to ask them. Many threads can share
/// one.
#[derive(Debug)]
pub struct Answerer {
    generation: Arc<Generation>,
    encoder: Arc<Encoder>,
    thresholds: Thresholds,
    speller: Speller,
    terms: TermCache,
    pub(super) catalogue: OnceLock<Catalogue>,
}

/// How closely passages are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// The best are read.
    Reading,
    /// None is.
    Haste,
}

/// A question as it is searched for, encoded; and its parts, if it asks several things, with what the encoding has of
/// them.
#[derive(Debug)]
pub struct EncodedQuestion {
    whole: (Reading, Encoding),
    parts: Vec<(Reading, Encoding)>,
}

/// Why a question got no answer, not even that nothing was found.
#[derive(Debug, Error)]
pub enum AnswerError {
    /// The index could not be searched.
    #[error("failed to search the index")]
    Index(#[from] StoreError),
    /// The question could not be encoded.
    #[error("failed to encode the question")]
    Encoder(#[from] EncoderError),
}

impl Answerer {
    /// Prepares to answer from `generation`, which must have been built with `encoder`.
    #[must_use]
    pub fn new(generation: Arc<Generation>, encoder: Arc<Encoder>, thresholds: Thresholds) -> Self {
        let words = generation.words().iter().map(|(word, count)| (word.as_str(), *count));
        // The vocabulary is English: to articles in other languages it would offer the wrong words.
        let is_english = generation.languages().contains(&Language::English);
        let speller = Speller::new(words, encoder.vocabulary().filter(|_| is_english));
        let terms = TermCache::new(&generation);
        Self {
            generation,
            encoder,
            thresholds,
            speller,
            terms,
            catalogue: OnceLock::new(),
        }
    }

    /// The same for another generation, which must have been built with the same encoder.
    #[must_use]
    pub fn with_generation(&self, generation: Arc<Generation>) -> Self {
        Self::new(generation, Arc::clone(&self.encoder), self.thresholds)
    }

    /// The generation that is asked.
    #[must_use]
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Answers a question with at most `limit` quotes; an overview may have up to ten whatever the limit.
    ///
    /// # Errors
    /// If the index cannot be searched or the question not be encoded. "Nothing found" is an answer.
    pub fn answer(&self, question: &Question, limit: usize) -> Result<Answer, AnswerError> {
        self.answer_with(question, limit, Care::Reading)
    }

    /// The same in a fraction of the time, without reading the best passages: for when many wait.
    ///
    /// # Errors
    /// As [`Answerer::answer`].
    pub fn answer_in_haste(&self, question: &Question, limit: usize) -> Result<Answer, AnswerError> {
        self.answer_with(question, limit, Care::Haste)
    }

    fn answer_with(&self, question: &Question, limit: usize, care: Care) -> Result<Answer, AnswerError> {
        let started = Instant::now();
        let mut answer = match intent(question.searched()) {
            // "Go" and "test" are small talk but where something has that name.
            Intent::SmallTalk(SmallTalk::Other | SmallTalk::Farewell)
                if self.generation.is_heading(question.searched()) =>
            {
                self.search(question, limit, care)?
            }
            Intent::SmallTalk(kind) => self.small_talk(kind)?,
            Intent::Overview { subject } => match self.overview(subject.as_deref(), limit)? {
                Some(answer) => answer,
                None => self.search(question, limit, care)?,
            },
            Intent::Ask => self.search(question, limit, care)?,
        };
        answer.elapsed = started.elapsed();
        Ok(answer)
    }

    fn search(&self, question: &Question, limit: usize, care: Care) -> Result<Answer, AnswerError> {
        let started = Instant::now();
        let encoded = self.encode(question)?;
        let encoding = started.elapsed();
        let answer = self.find(&encoded, limit, care)?;
        let timing = Timing {
            encoding,
            ranking: answer.elapsed,
        };
        Ok(Answer {
            timing: Some(timing),
            ..answer
        })
    }

    /// Reads and encodes a question: the part of answering that takes long, and the same for every generation with
    /// the same words.
    ///
    /// # Errors
    /// If the question cannot be encoded.
    pub fn encode(&self, question: &Question) -> Result<EncodedQuestion, AnswerError> {
        let reading = Reading::new(question.searched(), &self.generation, &self.speller);
        let encoding = self.encoder.encode(&reading.text)?;
        let parts = encoded_parts(&reading, &encoding, &self.generation);
        let whole = (reading, encoding);
        Ok(EncodedQuestion { whole, parts })
    }

    /// What questions mean, to be compared with each other: a vector of unit length for each, with chat-speak and
    /// misspelt words read as they were meant. Encodes on all cores.
    ///
    /// # Errors
    /// If one cannot be encoded.
    pub fn embeddings(&self, questions: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        let read = |text: &&str| Reading::new(text, &self.generation, &self.speller).text;
        let texts: Vec<String> = questions.iter().map(read).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut embeddings = Vec::with_capacity(texts.len());
        self.encoder
            .encode_each(&texts, &mut |_, encoding| embeddings.push(encoding.embedding))?;
        Ok(embeddings)
    }

    /// The passages for an encoded question, taken for one whatever it says, ranked and not read.
    ///
    /// # Errors
    /// If the index cannot be searched.
    pub fn passages(&self, question: &EncodedQuestion, limit: usize) -> Result<Answer, AnswerError> {
        self.find(question, limit, Care::Haste)
    }

    fn find(&self, question: &EncodedQuestion, limit: usize, care: Care) -> Result<Answer, AnswerError> {
        let started = Instant::now();
        let mut ranking = self.rank(&question.whole, limit)?;
        let is_worth_reading = self.encoder.has_reader() && ranking.best().is_some_and(|best| is_open(&best));
        if care == Care::Reading && is_worth_reading {
            ranking.look_again(&self.encoder, &self.terms)?;
        }
        let parts = question
            .parts
            .iter()
            .map(|part| self.rank(part, limit))
            .collect::<Result<Vec<Ranking>, AnswerError>>()?;
        let evidence = ranking.best();
        let confidence = evidence.as_ref().map_or(0.0, confidence);
        let quotes = ranking.quotes(&parts, limit);
        let status = if quotes.is_empty() {
            Status::NoAnswer
        } else {
            self.thresholds.status(confidence)
        };
        let suggestions = match status {
            Status::NoAnswer => self.suggestions(Some(&question.whole.1))?,
            Status::Answered | Status::Unsure => Vec::new(),
        };
        Ok(Answer {
            status,
            confidence,
            quotes,
            evidence,
            suggestions,
            is_hasty: care == Care::Haste && is_worth_reading,
            elapsed: started.elapsed(),
            ..self.empty(Kind::Passages)
        })
    }

    /// Lays the ranking of a question open, at most `limit` passages of it.
    ///
    /// # Errors
    /// If the question cannot be encoded or the index not be searched.
    pub fn ranked(&self, question: &Question, limit: usize) -> Result<Ranked, AnswerError> {
        let mut ranking = self.rank(&self.encode(question)?.whole, limit)?;
        ranking.look_again(&self.encoder, &self.terms)?;
        Ok(ranking.into_ranked())
    }

    /// The candidates for a question or a part of one.
    fn rank(&self, (reading, encoding): &(Reading, Encoding), limit: usize) -> Result<Ranking, AnswerError> {
        // What the encoder makes of a language that it does not know is near to any text.
        let language = Language::detect(&reading.text);
        let is_legible = language.is_none_or(|language| self.encoder.knows_language(language.code()));
        let asked = Asked {
            reading,
            encoding,
            is_known: &|article: &Article| is_legible && self.is_known(article),
        };
        Ok(rank(&self.generation, &self.terms, asked, limit)?)
    }

    /// Whether the vectors of an article's passages mean anything.
    fn is_known(&self, article: &Article) -> bool {
        self.generation.has_vectors() && self.encoder.knows_language(article.language.code())
    }

    /// An overview; `None` if it is asked of something that no article goes by.
    fn overview(&self, subject: Option<&str>, limit: usize) -> Result<Option<Answer>, AnswerError> {
        let articles = (0..self.generation.article_count())
            .map(|index| self.generation.article(index))
            .collect::<Result<Vec<_>, _>>()?;
        let limit = limit.max(OVERVIEW_QUOTES);
        let quotes = match (subject, articles.as_slice()) {
            (None, [article]) => overview(article, limit),
            (None, articles) => overview_of_all(articles, limit),
            (Some(subject), articles) => {
                let titles: Vec<&str> = articles.iter().map(|article| article.title.as_str()).collect();
                match named_article(subject, &titles).and_then(|index| articles.get(index)) {
                    Some(article) => overview(article, limit),
                    None => return Ok(None),
                }
            }
        };
        Ok((!quotes.is_empty()).then(|| Answer {
            status: Status::Answered,
            confidence: 1.0,
            quotes,
            ..self.empty(Kind::Overview)
        }))
    }

    fn small_talk(&self, kind: SmallTalk) -> Result<Answer, AnswerError> {
        Ok(Answer {
            suggestions: self.suggestions(None)?,
            ..self.empty(Kind::SmallTalk(kind))
        })
    }

    fn empty(&self, kind: Kind) -> Answer {
        Answer {
            kind,
            status: Status::NoAnswer,
            confidence: 0.0,
            quotes: Vec::new(),
            evidence: None,
            suggestions: Vec::new(),
            is_hasty: false,
            generation: self.generation.name().to_owned(),
            elapsed: Duration::ZERO,
            timing: None,
        }
    }

    /// Headings to ask about instead: those nearest to the question; where none is near, or nothing was asked, headings
    /// from all over the library.
    fn suggestions(&self, question: Option<&Encoding>) -> Result<Vec<String>, StoreError> {
        let mut near = Vec::new();
        if let Some(question) = question {
            let embedding = QueryEmbedding::new(&question.embedding);
            let found = self.generation.nearest_headings(&embedding, NEAREST_HEADINGS);
            let near_enough = found.into_iter().take_while(|(_, cosine)| *cosine >= SUGGESTED_FROM);
            self.add_headings(near_enough.map(|(passage, _)| passage), true, &mut near)?;
        }
        if near.is_empty() {
            let count = u32::try_from(self.generation.passage_count()).unwrap_or(u32::MAX);
            let places = (0..SPREAD).map(|at| at * 2 % SPREAD + at * 2 / SPREAD);
            let spread = places.map(|at| PassageId(count / SPREAD * at + count % SPREAD * at / SPREAD));
            self.add_headings(spread, false, &mut near)?;
        }
        Ok(near)
    }

    /// Adds the innermost heading above each passage, or its article's title, up to [`MAX_SUGGESTIONS`]; if `by_meaning`,
    /// only where the encoder knows what it means.
    fn add_headings(
        &self,
        passages: impl Iterator<Item = PassageId>,
        by_meaning: bool,
        found: &mut Vec<String>,
    ) -> Result<(), StoreError> {
        for id in passages {
            let Some((index, passage)) = self.generation.locate(id) else {
                continue;
            };
            let article = self.generation.article(index)?;
            let Some(passage) = article.passages.get(passage) else {
                continue;
            };
            if by_meaning && !self.is_known(&article) {
                continue;
            }
            let heading = article.headings(passage).last().unwrap_or(&article.title);
            if !found.contains(heading) {
                found.push(heading.clone());
            }
            if found.len() == MAX_SUGGESTIONS {
                break;
            }
        }
        Ok(())
    }
}

/// The parts of an encoded question. There is no encoder here: what they mean is taken from the question's tokens. A
/// part behind the last token that the encoder read has none, and is left out.
fn encoded_parts(reading: &Reading, encoding: &Encoding, generation: &Generation) -> Vec<(Reading, Encoding)> {
    parts(&reading.text)
        .iter()
        .filter_map(|part| {
            let encoding = encoding.part(|piece| part.place(piece))?;
            Some((Reading::of_part(&part.text, generation), encoding))
        })
        .collect()
}

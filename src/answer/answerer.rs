//! The answerer: a generation and an encoder, ready to be asked.
//!
//! - `lookup`: the passages and articles that keys name, which needs no question.
//!
//! Not here: any of the steps themselves.

mod lookup;
#[cfg(test)]
mod tests;

use std::iter;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use thiserror::Error;

use crate::corpus::Article;
use crate::encoder::{Encoder, EncoderError, Encoding};
use crate::index::{Generation, QueryEmbedding, StoreError};
use crate::question::{Intent, Part, Question, Reading, SmallTalk, Speller, Understood, Worded, intent};
use crate::text::known_words::KnownWords;
use crate::text::language::Language;

use super::catalogue::Catalogue;
use super::fixed::{FixedAnswer, FixedAnswers};
use super::gate::{Thresholds, confidence, is_open};
use super::key::ArticleKey;
use super::lexical::TermCache;
use super::overview::{named_article, overview, overview_of_all};
use super::rank::{RankInput, Ranking, rank};
use super::suggestions::suggestions;
use super::{Answer, Kind, Ranked, Status, Timing};

/// The fewest quotes of an overview, if there is so much to quote: it stands for whole articles.
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
    fixed: FixedAnswers,
    /// Made when a key is first looked up.
    catalogue: OnceLock<Catalogue>,
}

/// The choice to read the best passages or to skip that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// The best are read.
    Reading,
    /// None is.
    Haste,
}

/// The part of the library that is searched, and the most quotes to return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    /// The index of the only article that is searched; `None` if all are.
    article: Option<usize>,
    limit: usize,
}

/// A question as it is searched for, encoded; and its parts, if it asks several things, with what the encoding has of
/// them.
#[derive(Debug)]
pub struct EncodedQuestion {
    whole: (Reading, Encoding),
    parts: Vec<(Reading, Encoding)>,
}

/// The reason why a question got no answer, not even that nothing was found.
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
    pub fn new(generation: Arc<Generation>, encoder: Arc<Encoder>, thresholds: Thresholds) -> Self {
        let vocabulary = generation.vocabulary();
        let words = vocabulary.words().iter().map(|(word, count)| (word.as_str(), *count));
        // The vocabulary is English: to articles in other languages it would offer the wrong words.
        let is_english = vocabulary.languages().contains(&Language::English);
        let common = if is_english {
            encoder.common_words()
        } else {
            Arc::new(KnownWords::by_rank(iter::empty()))
        };
        let speller = Speller::new(words, common);
        let terms = TermCache::new(&generation);
        Self {
            generation,
            encoder,
            thresholds,
            speller,
            terms,
            fixed: FixedAnswers::default(),
            catalogue: OnceLock::new(),
        }
    }

    /// The generation that is asked.
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Gives certain questions the answers that admins have chosen, in place of those given earlier.
    pub fn set_fixed(&self, answers: Vec<FixedAnswer>) {
        self.fixed.set(answers);
    }

    /// Answers a question with at most `limit` quotes; an overview may have up to ten whatever the limit.
    ///
    /// # Errors
    /// If the index cannot be searched or the question not be encoded. "Nothing found" is an answer.
    pub fn answer(&self, question: &Question, limit: usize) -> Result<Answer, AnswerError> {
        self.answer_with(question, Extent { article: None, limit }, Care::Reading)
    }

    /// Answers a question from one article alone, or from all. From one that is gone, the answer is "nothing found".
    ///
    /// # Errors
    /// As [`Answerer::answer`].
    pub fn answer_from(
        &self,
        article: Option<ArticleKey>,
        question: &Question,
        limit: usize,
    ) -> Result<Answer, AnswerError> {
        self.answer_with_key(article, question, limit, Care::Reading)
    }

    /// The same in a fraction of the time, without reading the best passages: for when many wait.
    ///
    /// # Errors
    /// As [`Answerer::answer`].
    pub fn answer_in_haste(
        &self,
        article: Option<ArticleKey>,
        question: &Question,
        limit: usize,
    ) -> Result<Answer, AnswerError> {
        self.answer_with_key(article, question, limit, Care::Haste)
    }

    fn answer_with_key(
        &self,
        article: Option<ArticleKey>,
        question: &Question,
        limit: usize,
        care: Care,
    ) -> Result<Answer, AnswerError> {
        let index = article.map(|key| self.catalogue().article(key));
        if index == Some(None) {
            return Ok(self.empty(Kind::Passages));
        }
        let article = index.flatten();
        self.answer_with(question, Extent { article, limit }, care)
    }

    fn answer_with(&self, question: &Question, extent: Extent, care: Care) -> Result<Answer, AnswerError> {
        let started = Instant::now();
        let mut answer = match intent(question.worded()) {
            // "Go" and "test" are small talk unless something has that name.
            Intent::SmallTalk(SmallTalk::Other | SmallTalk::Farewell)
                if self.generation.vocabulary().is_heading(question.asked()) =>
            {
                self.search(question, extent, care)?
            }
            Intent::SmallTalk(kind) => self.small_talk(kind)?,
            Intent::Overview { subject } => match self.overview(subject.as_deref(), extent)? {
                Some(answer) => answer,
                None => self.search(question, extent, care)?,
            },
            Intent::Ask => self.search(question, extent, care)?,
        };
        answer.elapsed = started.elapsed();
        Ok(answer)
    }

    fn search(&self, question: &Question, extent: Extent, care: Care) -> Result<Answer, AnswerError> {
        let started = Instant::now();
        let encoded = self.encode(question)?;
        let encoding = started.elapsed();
        let found = self.find(&encoded, extent, care)?;
        let article = extent
            .article
            .map(|index| self.generation.articles().get(index))
            .transpose()?;
        let asked = (question.asked(), encoded.whole.1.embedding.as_slice());
        let answer = self.fixed.apply(asked, article.as_deref(), extent.limit, found);
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
        let Understood { whole, parts } = Understood::new(question.worded(), &self.generation, &self.speller);
        let encoding = self.encoder.encode(&whole.text)?;
        // The meaning of a part is taken from the question's tokens. A part after the last token that the encoder read
        // has none, and is left out.
        let encoded = |(part, reading): (Part, Reading)| Some((reading, encoding.part(|piece| part.place(piece))?));
        let parts = parts.into_iter().filter_map(encoded).collect();
        Ok(EncodedQuestion {
            whole: (whole, encoding),
            parts,
        })
    }

    /// Vectors of questions, to be compared with each other: one of unit length for each, with chat-speak and
    /// misspelt words read as they were meant. Encodes on all cores.
    ///
    /// # Errors
    /// If one cannot be encoded.
    pub fn embeddings(&self, questions: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        let read = |text: &&str| Reading::new(&Worded::new(*text), &self.generation, &self.speller).text;
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
        self.find(question, Extent { article: None, limit }, Care::Haste)
    }

    fn find(&self, question: &EncodedQuestion, extent: Extent, care: Care) -> Result<Answer, AnswerError> {
        let started = Instant::now();
        let mut ranking = self.rank(&question.whole, extent)?;
        let is_worth_reading = self.encoder.has_reader() && ranking.best().is_some_and(|best| is_open(&best));
        if care == Care::Reading && is_worth_reading {
            ranking.look_again(&self.encoder)?;
        }
        let parts = question
            .parts
            .iter()
            .map(|part| self.rank(part, extent))
            .collect::<Result<Vec<Ranking<'_>>, AnswerError>>()?;
        let evidence = ranking.best();
        let confidence = evidence.as_ref().map_or(0.0, confidence);
        let quotes = ranking.quotes(&parts, extent.limit);
        let status = if quotes.is_empty() {
            Status::NoAnswer
        } else {
            self.thresholds.status(confidence)
        };
        let suggestions = match status {
            Status::NoAnswer if extent.article.is_none() => {
                self.suggestions(ranking.headings_asked(), Some(&question.whole.1))?
            }
            _ => Vec::new(),
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
        let mut ranking = self.rank(&self.encode(question)?.whole, Extent { article: None, limit })?;
        ranking.look_again(&self.encoder)?;
        Ok(ranking.into_ranked())
    }

    /// The candidates for a question or a part of one.
    fn rank(&self, (reading, encoding): &(Reading, Encoding), extent: Extent) -> Result<Ranking<'_>, AnswerError> {
        // The encoder maps text in a language that it does not know near to any other text.
        let language = Language::detect(&reading.text);
        let is_legible = language.is_none_or(|language| self.encoder.knows_language(language.code()));
        let asked = RankInput {
            reading,
            encoding,
            is_known: &|article: &Article| is_legible && self.is_known(article),
            article: extent.article,
        };
        Ok(rank(&self.generation, &self.terms, asked, extent.limit)?)
    }

    /// True if the vectors of an article's passages mean anything.
    fn is_known(&self, article: &Article) -> bool {
        self.generation.has_vectors() && self.encoder.knows_language(article.language.code())
    }

    /// Gives an overview; `None` if it is asked for a subject that no article matches.
    fn overview(&self, subject: Option<&str>, extent: Extent) -> Result<Option<Answer>, AnswerError> {
        let articles = match extent.article {
            Some(index) => vec![self.generation.articles().get(index)?],
            None => self.articles()?,
        };
        let limit = extent.limit.max(OVERVIEW_QUOTES);
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
            suggestions: self.suggestions(Vec::new(), None)?,
            ..self.empty(Kind::SmallTalk(kind))
        })
    }

    fn suggestions(&self, asked: Vec<String>, question: Option<&Encoding>) -> Result<Vec<String>, StoreError> {
        let question = question.map(|encoding| QueryEmbedding::new(&encoding.embedding));
        suggestions(&self.generation, asked, question.as_ref(), &|article| {
            self.is_known(article)
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
}

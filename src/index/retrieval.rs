//! Finds passages by terms, ranked by BM25.
//!
//! Not here: making terms of a text (`vocabulary`), a query language, and judging whether a passage answers the
//! question.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use super::error::StoreError;
use super::ids::PassageId;
use super::schema::{Fields, passage_ids};

/// A passage that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage: PassageId,
    /// Its BM25 score, comparable only within one search.
    pub score: f32,
}

/// The weight of the passage's own words. They are quoted, so they set the scale.
const BODY_BOOST: f32 = 1.0;
/// The weight of headings. A heading covers a handful of passages, so it says less about each.
const HEADINGS_BOOST: f32 = 0.6;
/// The weight of titles. A title covers all passages of an article: it should choose among articles, and hardly ever
/// outrank a passage that contains the word itself.
const TITLE_BOOST: f32 = 0.3;

/// The inverted index of a generation, in memory.
pub struct Retrieval {
    searcher: Searcher,
    fields: Fields,
    /// The passage of each document.
    passages: Vec<PassageId>,
}

impl Retrieval {
    pub(super) fn new(searcher: Searcher, fields: Fields) -> Result<Self, StoreError> {
        Ok(Self {
            passages: passage_ids(&searcher)?,
            searcher,
            fields,
        })
    }

    /// The number of passages.
    pub fn passage_count(&self) -> usize {
        self.passages.len()
    }

    /// The passages with any of the terms, best first, ties in reading order.
    ///
    /// # Errors
    /// If the index cannot be searched.
    pub fn search(&self, terms: &[String], limit: usize) -> Result<Vec<Hit>, StoreError> {
        // The collector allocates its limit at once, even if there are fewer passages.
        let limit = limit.min(self.passage_count());
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let query = any_of(self.fields, terms);
        // On a tie, the collector keeps the lower document, and documents are in reading order.
        let found = self
            .searcher
            .search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        let mut hits = found
            .into_iter()
            .map(|(score, address)| {
                let passage = self.passage_of(address)?;
                Ok(Hit { passage, score })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        Ok(hits)
    }

    /// True if any passage contains a term (in the form of [`Vocabulary::analyze`](super::Vocabulary::analyze)).
    pub fn has_term(&self, term: &str) -> bool {
        self.passages_with(term) > 0
    }

    /// The BM25 weight of a term (in the form of [`Vocabulary::analyze`](super::Vocabulary::analyze)) among passages:
    /// the rarer, the higher.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a weight; counts this large do not differ by it"
    )]
    pub fn idf(&self, term: &str) -> f32 {
        let with = self.passages_with(term) as f32;
        let all = self.passage_count() as f32;
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// The number of passages that contain a term.
    fn passages_with(&self, term: &str) -> u64 {
        let term = Term::from_field_text(self.fields.body, term);
        // The index is in memory and verified: a term that cannot be looked up is not in it.
        self.searcher.doc_freq(&term).unwrap_or(0)
    }

    /// True if a search for these terms finds the passage.
    pub(super) fn finds(&self, id: PassageId, terms: &[String]) -> Result<bool, StoreError> {
        if terms.is_empty() {
            return Ok(true);
        }
        // Don't check the rank: a passage need not be the best match for its own words.
        let address = DocAddress::new(0, id.0);
        if self.passage_of(address)? != id || self.search(terms, 1)?.is_empty() {
            return Ok(false);
        }
        Ok(all_of(self.fields.body, terms).explain(&self.searcher, address).is_ok())
    }

    fn passage_of(&self, address: DocAddress) -> Result<PassageId, StoreError> {
        self.passages.get(address.doc_id as usize).copied().ok_or_else(|| {
            StoreError::Verification(format!(
                "document {} of the search index names no passage",
                address.doc_id
            ))
        })
    }
}

fn any_of(fields: Fields, terms: &[String]) -> BooleanQuery {
    let boosts = [
        (fields.body, BODY_BOOST),
        (fields.headings, HEADINGS_BOOST),
        (fields.title, TITLE_BOOST),
    ];
    let clauses = terms.iter().flat_map(|term| {
        boosts.map(|(field, boost)| {
            let query: Box<dyn Query> = Box::new(BoostQuery::new(exactly(field, term), boost));
            (Occur::Should, query)
        })
    });
    BooleanQuery::new(clauses.collect())
}

fn all_of(field: Field, terms: &[String]) -> BooleanQuery {
    BooleanQuery::new(terms.iter().map(|term| (Occur::Must, exactly(field, term))).collect())
}

fn exactly(field: Field, term: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, term);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

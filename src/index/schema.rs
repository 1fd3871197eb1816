//! The fields of the inverted index, and the documents that passages become.
//!
//! The index holds only what ranking needs; the text itself is in `articles.jsonl`.

use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Searcher, TantivyDocument};

use super::analyzer::Analyzer;
use super::error::StoreError;
use super::ids::PassageId;
use crate::corpus::{Article, Passage};

/// Tantivy's tokenizer that does nothing; a field has to name one. Both documents and questions come as terms, each
/// article's made by the rules of its language.
const UNUSED_TOKENIZER: &str = "raw";
/// The fast field that maps a hit to its passage.
const PASSAGE: &str = "passage";

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) title: Field,
    pub(super) headings: Field,
    pub(super) body: Field,
    passage: Field,
}

/// The schema, which is always the same for one [`FORMAT`](super::fingerprint::FORMAT).
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // No positions: there are no phrase queries.
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(UNUSED_TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqs),
    );
    let fields = Fields {
        title: builder.add_text_field("title", text.clone()),
        headings: builder.add_text_field("headings", text.clone()),
        body: builder.add_text_field("body", text),
        passage: builder.add_u64_field(PASSAGE, FAST),
    };
    (builder.build(), fields)
}

/// Makes a document of a passage; `None` if the passage does not belong to the article.
pub(super) fn document(
    fields: Fields,
    analyzer: &Analyzer,
    article: &Article,
    passage: &Passage,
    id: PassageId,
) -> Option<TantivyDocument> {
    let headings = article.sections.get(passage.section)?.headings.join("\n");
    let body = article.text.get(passage.range.clone())?;
    let mut document = TantivyDocument::default();
    document.add_pre_tokenized_text(fields.title, analyzer.tokenized(&article.title));
    document.add_pre_tokenized_text(fields.headings, analyzer.tokenized(&headings));
    document.add_pre_tokenized_text(fields.body, analyzer.tokenized(body));
    document.add_u64(fields.passage, u64::from(id.0));
    Some(document)
}

/// Reads the passage of each document from the fast field of the only segment.
pub(super) fn passage_ids(searcher: &Searcher) -> Result<Vec<PassageId>, StoreError> {
    let [segment] = searcher.segment_readers() else {
        return Err(StoreError::Verification(
            "the search index is not a single segment".to_owned(),
        ));
    };
    let column = segment.fast_fields().u64(PASSAGE)?;
    (0..segment.max_doc())
        .map(|document| {
            column
                .first(document)
                .and_then(|id| u32::try_from(id).ok())
                .map(PassageId)
                .ok_or_else(|| {
                    StoreError::Verification(format!("document {document} of the search index names no passage"))
                })
        })
        .collect()
}

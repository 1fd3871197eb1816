//! The vectors of articles: encoded, or taken over from the generation before where the text is the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::builder::{VectorsBuilder, hash};
use super::rows::Rows;
use super::signs::Signs;
use super::{TextHash, Vectors};
use crate::corpus::{Article, Passage};
use crate::encoder::Encoder;
use crate::index::build::Progress;
use crate::index::store::StoreError;

/// Between a heading and the next, and between the last and the passage: each is a sentence to the encoder.
const BETWEEN_HEADINGS: &str = ". ";

/// Vectors, and what it took to make them.
pub(in crate::index) struct Made {
    pub(in crate::index) vectors: Vectors,
    /// How many texts were encoded.
    pub(in crate::index) encoded: usize,
    /// How many texts were not, because the generation before had them.
    pub(in crate::index) reused: usize,
}

/// A passage and its sentences, as they are encoded.
struct Texts<'a> {
    passage: String,
    sentences: Vec<&'a str>,
}

/// Where the vectors of a text are.
#[derive(Clone, Copy)]
enum Source {
    /// Among those encoded now.
    New(usize),
    /// Among the sentences of the generation before.
    OldSentence(usize),
    /// Among its passages.
    OldPassage(usize),
}

/// Makes the vectors of all passages and sentences. A text that occurs twice is encoded once.
pub(in crate::index) fn make(
    articles: &[Article],
    encoder: &Encoder,
    old: Option<&Vectors>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Made, StoreError> {
    let texts = texts_of(articles)?;
    let (identity, dimension) = (encoder.identity(), encoder.dimension());
    let old = old.filter(|old| old.encoder == identity && old.dimension == dimension);
    let (sources, wanted) = sources(&texts, old);

    let mut rows = Rows::new(dimension);
    let mut signs = Signs::new(dimension);
    let total = wanted.len();
    if total > 0 {
        progress(Progress::Encoding { done: 0, total });
    }
    encoder.encode_each(&wanted, &mut |at, encoding| {
        rows.push(&encoding.embedding);
        signs.push(&encoding.tokens);
        progress(Progress::Encoding { done: at + 1, total });
    })?;

    let none = VectorsBuilder::new(identity, dimension).vectors;
    let old = old.unwrap_or(&none);
    let mut builder = VectorsBuilder::new(identity, dimension);
    for text in &texts {
        let key = hash(&text.passage);
        builder.begin_passage(key);
        push_row(&mut builder.vectors.passages.rows, sources.get(&key), &rows, old);
        for sentence in &text.sentences {
            let key = hash(sentence);
            let (source, made) = (sources.get(&key), &mut builder.vectors);
            made.sentences.hashes.push(key);
            push_row(&mut made.sentences.rows, source, &rows, old);
            match source {
                Some(Source::New(at)) => made.signs.push_from(&signs, *at),
                Some(Source::OldSentence(at)) => made.signs.push_from(&old.signs, *at),
                Some(Source::OldPassage(_)) | None => made.signs.push(&[]),
            }
        }
    }
    if u32::try_from(builder.vectors.sentence_count()).is_err() {
        return Err(StoreError::Verification("there are too many sentences".to_owned()));
    }
    Ok(Made {
        vectors: builder.finish(),
        encoded: total,
        reused: sources.len() - total,
    })
}

fn texts_of(articles: &[Article]) -> Result<Vec<Texts<'_>>, StoreError> {
    let passages = articles
        .iter()
        .flat_map(|article| article.passages.iter().map(move |passage| (article, passage)));
    passages
        .map(|(article, passage)| {
            let misfit = || StoreError::Verification(format!("{} has a passage outside of its text", article.path));
            texts_of_passage(article, passage).ok_or_else(misfit)
        })
        .collect()
}

fn texts_of_passage<'a>(article: &'a Article, passage: &Passage) -> Option<Texts<'a>> {
    let text = article.text.get(passage.range.clone())?;
    let headings = article
        .sections
        .get(passage.section)?
        .headings
        .iter()
        .map(String::as_str);
    let parts: Vec<&str> = headings.chain([text]).collect();
    Some(Texts {
        passage: parts.join(BETWEEN_HEADINGS),
        sentences: passage
            .sentences
            .iter()
            .map(|range| text.get(range.clone()))
            .collect::<Option<_>>()?,
    })
}

/// Where the vectors of each text come from, and the texts to encode.
fn sources<'a>(texts: &'a [Texts<'a>], old: Option<&Vectors>) -> (HashMap<TextHash, Source>, Vec<&'a str>) {
    let by_hash = |hashes: Option<&[TextHash]>| -> HashMap<TextHash, usize> {
        hashes
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(|(at, hash)| (*hash, at))
            .collect()
    };
    let old_sentences = by_hash(old.map(|old| old.sentences.hashes.as_slice()));
    let old_passages = by_hash(old.map(|old| old.passages.hashes.as_slice()));
    let mut sources = HashMap::new();
    let mut wanted = Vec::new();
    let mut add = |text: &'a str, kept: &dyn Fn(&TextHash) -> Option<Source>| {
        let hash = hash(text);
        if let Entry::Vacant(entry) = sources.entry(hash) {
            entry.insert(kept(&hash).unwrap_or_else(|| {
                wanted.push(text);
                Source::New(wanted.len() - 1)
            }));
        }
    };
    let old_sentence = |hash: &TextHash| old_sentences.get(hash).copied().map(Source::OldSentence);
    // Sentences first: what serves one, its tokens included, serves a passage of the same words too.
    for sentence in texts.iter().flat_map(|text| &text.sentences) {
        add(sentence, &old_sentence);
    }
    for text in texts {
        let old_passage = |hash: &TextHash| old_passages.get(hash).copied().map(Source::OldPassage);
        add(&text.passage, &|hash| old_sentence(hash).or_else(|| old_passage(hash)));
    }
    (sources, wanted)
}

fn push_row(rows: &mut Rows, source: Option<&Source>, new: &Rows, old: &Vectors) {
    match source {
        Some(Source::New(at)) => rows.push_from(new, *at),
        Some(Source::OldSentence(at)) => rows.push_from(&old.sentences.rows, *at),
        Some(Source::OldPassage(at)) => rows.push_from(&old.passages.rows, *at),
        None => rows.push(&[]),
    }
}

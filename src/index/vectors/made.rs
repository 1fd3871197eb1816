//! Makes the vectors of articles: encodes them, or reuses those of the previous generation for unchanged passages and
//! headings.

use std::collections::HashMap;
use std::mem;
use std::path::Path;
use std::time::{Duration, Instant};

use super::builder::VectorsBuilder;
use super::{TextHash, Vectors};
use crate::corpus::{self, Article, as_sentences};
use crate::encoder::{Encoder, PassageEncoding, PassageTexts, Span};
use crate::index::error::StoreError;
use crate::index::ids::PassageId;
use crate::index::partial::Partial;
use crate::index::progress::Progress;

/// Vectors, and the work that they took.
pub(in crate::index) struct Made {
    pub(in crate::index) vectors: Vectors,
    /// The number of passages that were encoded.
    pub(in crate::index) encoded: usize,
    /// The number of passages whose vectors were taken from the previous generation.
    pub(in crate::index) reused: usize,
}

/// The interval at which new vectors are saved, so that an interrupted build need not begin from the start.
const SAVE_EVERY: Duration = Duration::from_secs(10);

/// Makes the vectors of all passages.
pub(in crate::index) fn make(
    articles: &[Article],
    encoder: &Encoder,
    old: Option<&Vectors>,
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Made, StoreError> {
    let (identity, dimension) = (encoder.identity(), encoder.dimension());
    let begin = || VectorsBuilder::new(identity, dimension);
    let mut partial = Partial::open(folder);
    let earlier = partial.take_found();
    let known: HashMap<TextHash, (&Vectors, PassageId)> = old
        .into_iter()
        .chain(&earlier)
        .filter(|old| old.encoder == identity && old.dimension == dimension)
        .flat_map(known)
        .collect();
    let passages = passages(articles)?;
    let hashes: Vec<TextHash> = passages.iter().map(hash).collect();
    let wanted: Vec<usize> = (0..passages.len())
        .filter(|&at| !known.contains_key(&hashes[at]))
        .collect();
    let texts: Vec<PassageTexts<'_>> = wanted.iter().map(|&at| passages[at].clone()).collect();
    let total = texts.len();
    if total > 0 {
        progress(Progress::Encoding { done: 0, total });
    }
    let (mut builder, mut unsaved, mut saved_at) = (begin(), begin(), Instant::now());
    let mut next = 0;
    let mut take_over = |builder: &mut VectorsBuilder, until: usize| {
        for hash in hashes.get(next..until).unwrap_or_default() {
            if let Some((vectors, passage)) = known.get(hash) {
                builder.push_from(*hash, vectors, *passage);
            }
        }
        next = until + 1;
    };
    encoder.encode_passages(&texts, &mut |done, encoding| {
        take_over(&mut builder, wanted[done]);
        let hash = hashes[wanted[done]];
        builder.push(hash, &encoding);
        unsaved.push(hash, &encoding);
        if saved_at.elapsed() >= SAVE_EVERY {
            // A full disk is reported when the generation is written.
            let _ = partial.save(&mem::replace(&mut unsaved, begin()).finish());
            saved_at = Instant::now();
        }
        progress(Progress::Encoding { done: done + 1, total });
    })?;
    take_over(&mut builder, hashes.len());
    let vectors = builder.finish();
    if u32::try_from(vectors.sentence_count()).is_err() {
        return Err(StoreError::Verification("there are too many sentences".to_owned()));
    }
    Ok(Made {
        vectors,
        encoded: total,
        reused: hashes.len() - total,
    })
}

/// The hashes of the vectors' texts, each with its place.
fn known(vectors: &Vectors) -> impl Iterator<Item = (TextHash, (&Vectors, PassageId))> {
    let ids = (0..).map(move |id| (vectors, PassageId(id)));
    vectors.hashes.iter().copied().zip(ids)
}

/// The vectors of a generation without any: questions are answered by words alone until the next generation has them.
pub(in crate::index) fn without(articles: &[Article]) -> Result<Vectors, StoreError> {
    let mut builder = VectorsBuilder::new([0; 32], 0);
    let nothing = Span {
        embedding: Vec::new(),
        tokens: Vec::new(),
    };
    for passage in passages(articles)? {
        let encoding = PassageEncoding {
            headings: nothing.clone(),
            sentences: vec![nothing.clone(); passage.sentences.len()],
        };
        builder.push(hash(&passage), &encoding);
    }
    Ok(builder.finish())
}

fn passages(articles: &[Article]) -> Result<Vec<PassageTexts<'_>>, StoreError> {
    articles
        .iter()
        .flat_map(|article| article.passages.iter().map(move |passage| (article, passage)))
        .map(|(article, passage)| {
            let misfit = || StoreError::Verification(format!("{} has a passage outside of its text", article.path));
            to_encode(article, passage).ok_or_else(misfit)
        })
        .collect()
}

fn to_encode<'a>(article: &'a Article, passage: &'a corpus::Passage) -> Option<PassageTexts<'a>> {
    let text = article.text.get(passage.range.clone())?;
    let headings = &article.sections.get(passage.section)?.headings;
    Some(PassageTexts {
        headings: as_sentences([&article.title].into_iter().chain(headings).map(String::as_str)),
        text,
        sentences: &passage.sentences,
    })
}

/// The hash of everything that the vectors depend on.
fn hash(passage: &PassageTexts<'_>) -> TextHash {
    let mut hasher = blake3::Hasher::new();
    for text in [&passage.headings, passage.text] {
        hasher
            .update(&(text.len() as u64).to_le_bytes())
            .update(text.as_bytes());
    }
    for sentence in passage.sentences {
        for end in [sentence.start, sentence.end] {
            hasher.update(&(end as u64).to_le_bytes());
        }
    }
    let mut half = TextHash::default();
    for (half, byte) in half.iter_mut().zip(hasher.finalize().as_bytes()) {
        *half = *byte;
    }
    half
}

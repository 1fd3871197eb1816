//! The manifest of a generation.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use crate::corpus::Problem;
use crate::encoder::Encoder;
use crate::text::language::Language;

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const ARTICLES: &str = "articles.jsonl";
pub(super) const TANTIVY: &str = "tantivy";
pub(super) const VECTORS: &str = "vectors";
pub(super) const LEXICON: &str = "lexicon.json";
pub(super) const SEAL: &str = "seal";

/// The contents of `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) number: u64,
    pub(super) fingerprint: Fingerprint,
    /// The identity, in hex, of the encoder that made the vectors; empty without vectors.
    pub(super) encoder: String,
    /// In seconds since 1970.
    pub(super) built_at: u64,
    pub(super) articles: Vec<ArticleMeta>,
    /// Files and lines of the corpus that are not in it.
    pub(super) left_out: Vec<LeftOut>,
    /// The files by their path within the generation, with "/" between names.
    pub(super) files: BTreeMap<String, FileMeta>,
}

/// The facts about an article that are known without parsing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleMeta {
    /// [`Article::id`](crate::corpus::Article::id)
    pub id: String,
    /// [`Article::path`](crate::corpus::Article::path)
    pub path: String,
    /// [`Article::title`](crate::corpus::Article::title)
    pub title: String,
    /// [`Article::language`](crate::corpus::Article::language)
    pub language: Language,
    /// The BLAKE3 hash of the article's line, in hex.
    pub content_hash: String,
    /// The bytes of the article's line in `articles.jsonl`, without the line break.
    pub line_range: Range<usize>,
    /// The id of its first passage; that of the next article if it has none.
    pub first_passage: u32,
    /// The number of its passages.
    pub passages: u32,
}

/// A part of the corpus that a generation was built without: a file, or a line of the synonyms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// [`Problem::path`]
    pub path: String,
    /// [`Problem::line`]
    pub line: Option<usize>,
    /// The reason: a fragment that fits "it ...".
    pub reason: String,
    /// [`Problem::is_of_one_line`]
    pub is_of_one_line: bool,
}

impl From<&Problem> for LeftOut {
    fn from(problem: &Problem) -> Self {
        Self {
            path: problem.path.clone(),
            line: problem.line,
            reason: problem.reason.to_string(),
            is_of_one_line: problem.is_of_one_line(),
        }
    }
}

/// The length and hash of a file, which show damage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileMeta {
    pub(super) len: u64,
    pub(super) blake3: String,
}

impl FileMeta {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self {
            len: bytes.len() as u64,
            blake3: blake3::hash(bytes).to_hex().to_string(),
        }
    }
}

/// The identity of an encoder in hex, in the form of the manifest.
pub(super) fn encoder_name(encoder: &Encoder) -> String {
    blake3::Hash::from_bytes(encoder.identity()).to_hex().to_string()
}

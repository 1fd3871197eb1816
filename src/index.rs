//! The index: a folder of generations, each a complete, sealed copy of the articles, with an inverted index over their
//! passages and their vectors.
//!
//! ```text
//! index/
//!   lock                 locked while a process builds, names that process, and is freed when it ends
//!   current              the name of the live generation
//!   000007-1a2b3c4d5e6f/ a generation: its number and the start of its fingerprint
//!     manifest.json      the contents, with the length and hash of every file
//!     articles.jsonl     one article a line
//!     tantivy/           the inverted index
//!     vectors            the vectors of sentences and headings
//!     lexicon.json       the words of the articles, and their synonyms
//!     seal               the hash of manifest.json
//!   building-1234/       a generation being built (or one being removed)
//! ```
//!
//! A generation never changes once it has its name. Readers take no lock and write nothing: they verify a generation
//! while they read it into memory, and serve the verified bytes, so later changes to the files do not affect them. A
//! damaged generation is passed over for the next older one, and reported.
//!
//! Not here: reading the corpus, and choosing among passages beyond their BM25 rank and the likeness of vectors.

mod analyzer;
mod articles;
mod build;
mod bundle;
mod disk;
mod error;
mod fingerprint;
mod generation;
mod ids;
mod lexicon;
mod lock;
mod manifest;
mod partial;
mod progress;
mod retrieval;
mod schema;
mod store;
mod vectors;
mod vocabulary;

pub use analyzer::{Analyzer, PlacedTerm};
pub use articles::Articles;
pub use build::Built;
pub use error::{Setback, StoreError};
pub use fingerprint::Fingerprint;
pub use generation::Generation;
pub use ids::{PassageId, SentenceId};
pub use lock::{BuildLock, LOCK};
pub use manifest::{ArticleMeta, LeftOut};
pub use progress::Progress;
pub use retrieval::{Hit, Retrieval};
pub use store::{Opened, Store};
pub use vectors::{QueryEmbedding, QueryTokens, Vectors, VectorsBuilder};
pub use vocabulary::Vocabulary;

#[cfg(test)]
mod tests;

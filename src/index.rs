//! The index: a folder of generations, each a complete, sealed copy of the articles and of the
//! inverted index over their passages, and of their vectors.
//!
//! ```text
//! index/
//!   lock                 locked by whoever builds; names the holder; the lock dies with its process
//!   current              the name of the live generation
//!   000007-1a2b3c4d5e6f/ a generation: its number and the start of its fingerprint
//!     manifest.json      what it holds, with the length and hash of every file
//!     articles.jsonl     one article a line
//!     tantivy/           the inverted index
//!     vectors            what passages and sentences mean
//!     lexicon.json       the words of the articles, and their synonyms
//!     seal               the hash of manifest.json
//!   building-1234/       a generation being built (or one being removed)
//! ```
//!
//! A generation is never changed once it has its name. Readers take no lock and write nothing: they
//! verify a generation while they read it into memory, and serve the bytes they verified, so what
//! happens to the files afterwards does not concern them. What is damaged is passed over for the
//! next older generation, and said so.
//!
//! Not here: reading the corpus, and choosing among passages beyond their BM25 rank and the likeness of vectors.

mod analyzer;
mod articles;
mod build;
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

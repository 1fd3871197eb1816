//! A generation in memory: verified while it is read, and served from the bytes that were verified.
//!
//! Not here: which generation to open ([`Store`](super::Store)).

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::mem;
use std::path::Path;

use tantivy::directory::{Directory, RamDirectory, TerminatingWrite};
use tantivy::{Index, ReloadPolicy};

use super::articles::Articles;
use super::error::{StoreError, io_error};
use super::fingerprint::{FORMAT, Fingerprint};
use super::lexicon::Lexicon;
use super::manifest::{ARTICLES, FileMeta, LEXICON, LeftOut, MANIFEST, Manifest, SEAL, TANTIVY, VECTORS, encoder_name};
use super::retrieval::Retrieval;
use super::schema::schema;
use super::vectors::Vectors;
use super::vocabulary::Vocabulary;
use crate::encoder::Encoder;

/// One complete state of the index.
pub struct Generation {
    name: String,
    manifest: Manifest,
    articles: Articles,
    retrieval: Retrieval,
    vocabulary: Vocabulary,
    vectors: Vectors,
}

impl Generation {
    /// Reads and verifies the generation in `folder`, whatever the folder is called.
    pub(super) fn load(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let mut manifest = load_manifest(folder)?;
        let mut files = load_files(folder, &manifest)?;
        let mut take = |name: &str| {
            let missing = || StoreError::Verification(format!("the manifest does not list {name}"));
            files.remove(name).ok_or_else(missing)
        };
        let lines = take(ARTICLES)?;
        let vectors = Vectors::from_bytes(&take(VECTORS)?)
            .ok_or_else(|| StoreError::Verification(format!("{VECTORS} cannot be read")))?;
        let lexicon: Lexicon = serde_json::from_slice(&take(LEXICON)?)
            .map_err(|error| StoreError::Verification(format!("{LEXICON} cannot be read ({error})")))?;
        let retrieval = load_retrieval(files)?;
        let metas = mem::take(&mut manifest.articles);
        let generation = Self {
            name: name.to_owned(),
            manifest,
            vocabulary: Vocabulary::new(lexicon, &metas),
            articles: Articles::new(metas, lines),
            retrieval,
            vectors,
        };
        generation.check_counts()?;
        Ok(generation)
    }

    /// The bytes of its files, all of which are in memory.
    pub fn bytes(&self) -> u64 {
        self.manifest.files.values().map(|file| file.len).sum()
    }

    fn check_counts(&self) -> Result<(), StoreError> {
        let expected = self.articles.numbered_passages()?;
        let (of_vectors, of_index) = (self.vectors.passage_count(), self.retrieval.passage_count());
        if of_vectors != expected {
            let reason = format!("there are vectors of {of_vectors} passages, the articles hold {expected}");
            Err(StoreError::Verification(reason))
        } else if of_index != expected {
            let reason = format!("the index holds {of_index} passages, the articles {expected}");
            Err(StoreError::Verification(reason))
        } else {
            Ok(())
        }
    }

    /// The name of its folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its number: later ones are higher.
    pub fn number(&self) -> u64 {
        self.manifest.number
    }

    /// The hash of the files and the program that it was built from.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.manifest.fingerprint
    }

    /// Whether its vectors are from this encoder: those of another can't be compared with a question's.
    pub fn is_built_with(&self, encoder: &Encoder) -> bool {
        self.manifest.encoder == encoder_name(encoder)
    }

    /// Whether it has vectors; without them it is asked by words alone.
    pub fn has_vectors(&self) -> bool {
        !self.manifest.encoder.is_empty()
    }

    /// When it was built, in seconds since 1970.
    pub fn built_at(&self) -> u64 {
        self.manifest.built_at
    }

    /// Files and lines of the corpus that are not in it.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.manifest.left_out
    }

    /// The number of its articles.
    pub fn article_count(&self) -> usize {
        self.articles.metas().len()
    }

    /// The number of passages in all articles.
    pub fn passage_count(&self) -> usize {
        self.retrieval.passage_count()
    }

    /// The articles.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// The inverted index, which finds passages by terms.
    pub fn retrieval(&self) -> &Retrieval {
        &self.retrieval
    }

    /// Its words, and how texts become terms.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The vectors of its sentences and headings.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }
}

impl fmt::Debug for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generation")
            .field("name", &self.name)
            .field("passages", &self.retrieval.passage_count())
            .finish_non_exhaustive()
    }
}

/// The field that a manifest of any version has.
#[derive(serde::Deserialize)]
struct Versioned {
    format: u32,
}

pub(super) fn load_manifest(folder: &Path) -> Result<Manifest, StoreError> {
    let bytes = read(&folder.join(MANIFEST))?;
    let seal = read(&folder.join(SEAL))?;
    if seal != blake3::hash(&bytes).to_hex().as_bytes() {
        return Err(StoreError::Verification(format!("{MANIFEST} or its seal was changed")));
    }
    // First the format alone: another one may have other fields.
    let faulty = |error| StoreError::Verification(format!("{MANIFEST} cannot be read ({error})"));
    let Versioned { format } = serde_json::from_slice(&bytes).map_err(faulty)?;
    if format != FORMAT {
        return Err(StoreError::OtherFormat { format });
    }
    serde_json::from_slice(&bytes).map_err(faulty)
}

/// The files of the manifest, those of the inverted index by their name alone.
fn load_files(folder: &Path, manifest: &Manifest) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
    let mut files = BTreeMap::new();
    for (path, meta) in &manifest.files {
        let in_tantivy = path.strip_prefix(TANTIVY).and_then(|rest| rest.strip_prefix('/'));
        let name = in_tantivy.unwrap_or(path);
        // A manifest is no reason to read outside of its folder.
        if name.contains(['/', '\\']) || (in_tantivy.is_none() && ![ARTICLES, LEXICON, VECTORS].contains(&name)) {
            return Err(StoreError::Verification(format!(
                "the manifest lists {path}, which is not a file of an index"
            )));
        }
        let bytes = read(&folder.join(path))?;
        if FileMeta::of(&bytes) != *meta {
            return Err(StoreError::Verification(format!("{path} was changed")));
        }
        files.insert(name.to_owned(), bytes);
    }
    Ok(files)
}

fn load_retrieval(files: BTreeMap<String, Vec<u8>>) -> Result<Retrieval, StoreError> {
    let directory = RamDirectory::create();
    for (path, bytes) in files {
        put(&directory, &path, &bytes)?;
    }
    let (expected, fields) = schema();
    let index = Index::open(directory)?;
    if index.schema() != expected {
        return Err(StoreError::Verification(
            "the search index has fields of another version".to_owned(),
        ));
    }
    // Manual: the index cannot change, so nothing need watch it.
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Retrieval::new(reader.searcher(), fields)
}

fn put(directory: &RamDirectory, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let path = Path::new(name);
    let mut file = directory.open_write(path).map_err(tantivy::TantivyError::from)?;
    file.write_all(bytes)
        .and_then(|()| file.terminate())
        .map_err(|source| io_error(path, source))
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(|source| io_error(path, source))
}

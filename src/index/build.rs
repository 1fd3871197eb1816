//! Builds a generation next to the live one, and makes it live once it is verified.
//!
//! Until the pointer is renamed, readers see no change. An interrupted build leaves only files that the next build
//! removes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::{Index, TantivyDocument};

use super::analyzer::Analyzer;
use super::disk::{rename, sync_folder, write};
use super::error::{StoreError, io_error};
use super::fingerprint::{FORMAT, Fingerprint, generation_name};
use super::generation::Generation;
use super::ids::PassageId;
use super::lexicon::Lexicon;
use super::lock::{BuildLock, unix_seconds};
use super::manifest::{
    ARTICLES, ArticleMeta, FileMeta, LEXICON, LeftOut, MANIFEST, Manifest, SEAL, TANTIVY, VECTORS, encoder_name,
};
use super::partial::PARTIAL;
use super::progress::Progress;
use super::schema::{document, schema};
use super::store::{CURRENT, Store};
use super::vectors::{Made, Vectors, make, without};
use crate::corpus::{Article, Corpus};
use crate::encoder::Encoder;
use crate::text::language::Language;

pub(super) const BUILDING: &str = "building-";
const CURRENT_TMP: &str = "current.tmp";

/// The memory from which the writer sizes its hash tables; it takes more if it needs more.
const WRITER_BYTES: usize = 64 << 20;

/// The result of a successful build.
#[derive(Debug)]
pub struct Built {
    /// The new generation, which is live now.
    pub generation: Generation,
    /// The number of passages that were encoded for it.
    pub encoded: usize,
    /// The number of passages whose vectors were taken from the previous generation.
    pub reused: usize,
    /// The previous generation, if it could be opened.
    pub predecessor: Option<Generation>,
}

impl Store {
    /// Builds a generation from `corpus` and makes it the live one, under the lock.
    ///
    /// # Errors
    /// The same as for [`Store::lock`] and [`BuildLock::build`].
    pub fn build(
        &self,
        corpus: &Corpus,
        encoder: &Encoder,
        fingerprint: &Fingerprint,
        wait: Option<Duration>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Built, StoreError> {
        check_passages(&corpus.articles)?;
        self.lock(wait)?.build(corpus, Some(encoder), fingerprint, progress)
    }
}

impl BuildLock<'_> {
    /// Builds a generation from `corpus` and makes it the live one. The previous one stays as a reserve; older ones are
    /// removed. Without an encoder, the generation has no vectors and answers by words alone. Without articles, it is
    /// empty: whether that may be is for the caller to decide.
    ///
    /// # Errors
    /// [`StoreError::NoPassages`] if there is nothing to index in the articles; otherwise if the new generation could not be written or
    /// verified. The old generation is still live then.
    pub fn build(
        &self,
        corpus: &Corpus,
        encoder: Option<&Encoder>,
        fingerprint: &Fingerprint,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Built, StoreError> {
        if !corpus.articles.is_empty() {
            check_passages(&corpus.articles)?;
        }
        self.remove_leftovers()?;
        let built = self.build_anew(corpus, encoder, fingerprint, progress);
        if built.is_err() {
            // The disk may be full: remove what this build has written so far.
            let _ = self.remove_leftovers();
            if matches!(built, Err(StoreError::Io { .. })) {
                self.remove_partial();
            }
        }
        built
    }

    fn build_anew(
        &self,
        corpus: &Corpus,
        encoder: Option<&Encoder>,
        fingerprint: &Fingerprint,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Built, StoreError> {
        let articles = &corpus.articles;
        // Take the one that readers are served, which is not always the one that the pointer names.
        let predecessor = match self.store.open() {
            Ok(opened) => Some(opened.generation),
            Err(StoreError::NoGeneration { .. }) => None,
            Err(error) => return Err(error),
        };
        let number = self
            .store
            .generations()?
            .first()
            .map_or(1, |(number, _)| number.saturating_add(1));
        let name = generation_name(number, fingerprint);
        let folder = self.store.folder();
        let building = folder.join(format!("{BUILDING}{}", process::id()));

        let index = index_passages(articles, progress)?;
        let old = predecessor.as_ref().map(Generation::vectors);
        let Made {
            vectors,
            encoded,
            reused,
        } = match encoder {
            Some(encoder) => make(articles, encoder, old, folder, progress)?,
            None => Made {
                vectors: without(articles)?,
                encoded: 0,
                reused: 0,
            },
        };
        progress(Progress::Writing);
        write_generation(&building, corpus, &index, &vectors, |files, metas| Manifest {
            format: FORMAT,
            number,
            fingerprint: fingerprint.clone(),
            encoder: encoder.map(encoder_name).unwrap_or_default(),
            built_at: unix_seconds(),
            articles: metas,
            left_out: corpus.problems.iter().map(LeftOut::from).collect(),
            files,
        })?;
        progress(Progress::Verifying);
        let generation = Generation::load(&building, &name)?;
        ask(&generation, articles)?;
        if *generation.vectors() != vectors {
            return Err(StoreError::Verification(
                "the vectors are not those that were written".to_owned(),
            ));
        }

        rename(&building, &folder.join(&name))?;
        sync_folder(folder)?;
        self.switch_to(&name)?;
        if encoder.is_some() {
            self.remove_partial();
        }
        self.remove_all_but(&name, predecessor.as_ref().map(Generation::name));
        Ok(Built {
            generation,
            encoded,
            reused,
            predecessor,
        })
    }

    pub(super) fn remove_leftovers(&self) -> Result<(), StoreError> {
        for name in self.store.entries()? {
            let path = self.store.folder().join(&name);
            if name.starts_with(BUILDING) {
                fs::remove_dir_all(&path).map_err(|source| io_error(&path, source))?;
            } else if name == CURRENT_TMP {
                fs::remove_file(&path).map_err(|source| io_error(&path, source))?;
            }
        }
        Ok(())
    }

    /// Removes the saved vectors. A failure only costs disk space until the next build.
    fn remove_partial(&self) {
        for name in self.store.entries().unwrap_or_default() {
            if name.starts_with(PARTIAL) {
                let _ = fs::remove_file(self.store.folder().join(name));
            }
        }
    }

    pub(super) fn switch_to(&self, name: &str) -> Result<(), StoreError> {
        let folder = self.store.folder();
        let new = folder.join(CURRENT_TMP);
        write(&new, name.as_bytes())?;
        rename(&new, &folder.join(CURRENT))?;
        sync_folder(folder)
    }

    /// Removes the other generations. Failures are ignored: the new generation is live, and the next build tries again.
    pub(super) fn remove_all_but(&self, name: &str, predecessor: Option<&str>) {
        let folder = self.store.folder();
        for (_, old) in self.store.generations().unwrap_or_default() {
            if old == name || Some(old.as_str()) == predecessor {
                continue;
            }
            // Rename it first: readers lose it at once, and if the removal is interrupted, the rest is a leftover.
            let doomed = folder.join(format!("{BUILDING}{}-{old}", process::id()));
            if fs::rename(folder.join(&old), &doomed).is_ok() {
                let _ = fs::remove_dir_all(&doomed);
            }
        }
    }
}

fn check_passages(articles: &[Article]) -> Result<(), StoreError> {
    if articles.iter().all(|article| article.passages.is_empty()) {
        return Err(StoreError::NoPassages);
    }
    Ok(())
}

/// Makes the inverted index, in memory. One thread writes one segment: documents are then in reading order, and the
/// same articles always rank the same.
fn index_passages(articles: &[Article], progress: &mut dyn FnMut(Progress)) -> Result<RamDirectory, StoreError> {
    let directory = RamDirectory::create();
    let (schema, fields) = schema();
    let mut writer = Index::builder()
        .schema(schema)
        .single_segment_index_writer::<TantivyDocument>(directory.clone(), WRITER_BYTES)?;
    let total = articles.len();
    let mut analyzers: BTreeMap<Language, Analyzer> = BTreeMap::new();
    let mut ids = (0..=u32::MAX).map(PassageId);
    for (done, article) in articles.iter().enumerate() {
        progress(Progress::Indexing { done, total });
        let analyzer = analyzers
            .entry(article.language)
            .or_insert_with(|| Analyzer::for_language(article.language));
        for passage in &article.passages {
            let document = ids
                .next()
                .and_then(|id| document(fields, analyzer, article, passage, id));
            let misfit = || StoreError::Verification(format!("{} has a passage outside of its text", article.path));
            writer.add_document(document.ok_or_else(misfit)?)?;
        }
    }
    writer.finalize()?;
    progress(Progress::Indexing { done: total, total });
    Ok(directory)
}

fn write_generation(
    folder: &Path,
    corpus: &Corpus,
    index: &RamDirectory,
    vectors: &Vectors,
    manifest: impl FnOnce(BTreeMap<String, FileMeta>, Vec<ArticleMeta>) -> Manifest,
) -> Result<(), StoreError> {
    let tantivy = folder.join(TANTIVY);
    fs::create_dir_all(&tantivy).map_err(|source| io_error(&tantivy, source))?;
    let mut files = BTreeMap::new();
    for path in index_files(index)? {
        let bytes = index.atomic_read(&path).map_err(tantivy::TantivyError::from)?;
        write(&tantivy.join(&path), &bytes)?;
        files.insert(format!("{TANTIVY}/{}", path.display()), FileMeta::of(&bytes));
    }
    let (lines, metas) = lines_of(&corpus.articles)?;
    write(&folder.join(ARTICLES), &lines)?;
    files.insert(ARTICLES.to_owned(), FileMeta::of(&lines));
    let lexicon = Lexicon::of(&corpus.articles, &corpus.synonyms);
    let lexicon = serde_json::to_vec(&lexicon).map_err(|error| unwritable(&error))?;
    write(&folder.join(LEXICON), &lexicon)?;
    files.insert(LEXICON.to_owned(), FileMeta::of(&lexicon));
    let vectors = vectors.to_bytes();
    let vectors = vectors.ok_or_else(|| {
        StoreError::Verification("there are more passages or sentences than can be numbered".to_owned())
    })?;
    write(&folder.join(VECTORS), &vectors)?;
    files.insert(VECTORS.to_owned(), FileMeta::of(&vectors));
    let manifest = serde_json::to_vec(&manifest(files, metas)).map_err(|error| unwritable(&error))?;
    write(&folder.join(MANIFEST), &manifest)?;
    write(&folder.join(SEAL), blake3::hash(&manifest).to_hex().as_bytes())?;
    sync_folder(&tantivy)?;
    sync_folder(folder)
}

/// The files that are needed to open the index again: its description and those of its segment.
fn index_files(directory: &RamDirectory) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Index::open(directory.clone())?.load_metas()?.list_segment_files();
    files.insert(PathBuf::from("meta.json"));
    let mut present = Vec::new();
    for path in files {
        // The list of a segment includes files that need not exist.
        if directory.exists(&path).map_err(tantivy::TantivyError::from)? {
            present.push(path);
        }
    }
    Ok(present)
}

fn lines_of(articles: &[Article]) -> Result<(Vec<u8>, Vec<ArticleMeta>), StoreError> {
    let mut lines = Vec::new();
    let mut first_passage = 0_u32;
    let mut metas = Vec::with_capacity(articles.len());
    for article in articles {
        let line = serde_json::to_vec(article).map_err(|error| unwritable(&error))?;
        let passages = u32::try_from(article.passages.len())
            .map_err(|_| StoreError::Verification(format!("{} has too many passages", article.path)))?;
        metas.push(ArticleMeta {
            id: article.id.clone(),
            path: article.path.clone(),
            title: article.title.clone(),
            language: article.language,
            content_hash: blake3::hash(&line).to_hex().to_string(),
            line_range: lines.len()..lines.len() + line.len(),
            first_passage,
            passages,
        });
        // Indexing has already failed if there are too many to number.
        first_passage = first_passage.saturating_add(passages);
        lines.extend_from_slice(&line);
        lines.push(b'\n');
    }
    Ok((lines, metas))
}

/// Asks a generation that was read back from the disk for its first, middle and last passage.
fn ask(generation: &Generation, articles: &[Article]) -> Result<(), StoreError> {
    let Some(end) = generation.passage_count().checked_sub(1) else {
        return Ok(());
    };
    let end = u32::try_from(end).unwrap_or(u32::MAX);
    for id in [0, end / 2, end].map(PassageId) {
        let lost = || StoreError::Verification(format!("passage {} cannot be found again", id.0));
        let (index, within) = generation.articles().locate(id).ok_or_else(lost)?;
        let article = generation.articles().get(index)?;
        let passage = article.passages.get(within).ok_or_else(lost)?;
        let text = article.text.get(passage.range.clone()).ok_or_else(lost)?;
        let mut terms = generation.vocabulary().analyze(text, article.language);
        terms.sort_unstable();
        terms.dedup();
        if articles.get(index) != Some(&*article) || !generation.retrieval().finds(id, &terms)? {
            return Err(lost());
        }
    }
    Ok(())
}

fn unwritable(error: &serde_json::Error) -> StoreError {
    StoreError::Verification(format!("cannot be written as JSON: {error}"))
}

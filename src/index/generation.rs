//! A generation in memory: verified while it is read, and served from the bytes that were verified.
//!
//! Not here: which generation to open ([`Store`](super::Store)).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::directory::{Directory, RamDirectory, TerminatingWrite};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher};

use super::analyzer::{Analyzer, PlacedTerm};
use super::build::encoder_name;
use super::fingerprint::Fingerprint;
use super::lexicon::{Lexicon, folded};
use super::manifest::{
    ARTICLES, ArticleMeta, FORMAT, FileMeta, LEXICON, LeftOut, MANIFEST, Manifest, SEAL, TANTIVY, VECTORS,
};
use super::schema::{Fields, schema};
use super::search::{PassageId, passage_ids};
use super::store::{StoreError, io_error};
use super::vectors::Vectors;
use crate::corpus::{Article, Synonyms};
use crate::encoder::Encoder;
use crate::text::language::Language;
use crate::text::numbered::{Numbered, numbered};

/// One complete state of the index.
pub struct Generation {
    name: String,
    manifest: Manifest,
    lines: Vec<u8>,
    articles: Vec<OnceLock<Arc<Article>>>,
    passages: Vec<PassageId>,
    languages: Vec<Language>,
    analyzers: HashMap<Language, Analyzer>,
    fields: Fields,
    searcher: Searcher,
    vectors: Vectors,
    lexicon: Lexicon,
}

impl Generation {
    /// Reads and verifies the generation in `folder`, whatever the folder is called.
    pub(super) fn load(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let manifest = load_manifest(folder)?;
        let mut files = load_files(folder, &manifest)?;
        let mut take = |name: &str| {
            let missing = || StoreError::Verification(format!("{name} is not in the manifest"));
            files.remove(name).ok_or_else(missing)
        };
        let lines = take(ARTICLES)?;
        let vectors = Vectors::from_bytes(&take(VECTORS)?)
            .ok_or_else(|| StoreError::Verification(format!("{VECTORS} holds no vectors")))?;
        let lexicon: Lexicon = serde_json::from_slice(&take(LEXICON)?)
            .map_err(|error| StoreError::Verification(format!("{LEXICON} is no lexicon ({error})")))?;

        let directory = RamDirectory::create();
        for (path, bytes) in files {
            put(&directory, &path, &bytes)?;
        }
        let (expected, fields) = schema();
        let index = Index::open(directory)?;
        if index.schema() != expected {
            return Err(StoreError::Verification("the index has other fields".to_owned()));
        }
        // Manual: the index cannot change, so nothing need watch it.
        let searcher = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?
            .searcher();

        let passages = passage_ids(&searcher)?;
        let articles = manifest.articles.iter().map(|_| OnceLock::new()).collect();
        let languages = languages(&manifest.articles);
        let generation = Self {
            name: name.to_owned(),
            manifest,
            lines,
            articles,
            passages,
            analyzers: languages
                .iter()
                .map(|&language| (language, Analyzer::for_language(language)))
                .collect(),
            languages,
            fields,
            searcher,
            vectors,
            lexicon,
        };
        generation.check_counts()?;
        Ok(generation)
    }

    fn check_counts(&self) -> Result<(), StoreError> {
        let mut next = 0_u32;
        for article in &self.manifest.articles {
            let follows = article.first_passage == next;
            next = next
                .checked_add(article.passages)
                .filter(|_| follows)
                .ok_or_else(|| StoreError::Verification("the passages are misnumbered".to_owned()))?;
        }
        if self.vectors.passage_count() != next as usize {
            let found = self.vectors.passage_count();
            let reason = format!("there are vectors of {found} passages, the articles hold {next}");
            Err(StoreError::Verification(reason))
        } else if self.passages.len() == next as usize {
            Ok(())
        } else {
            let found = self.passages.len();
            let reason = format!("the index holds {found} passages, the articles {next}");
            Err(StoreError::Verification(reason))
        }
    }

    /// The name of its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its number: later ones are higher.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.manifest.number
    }

    /// What it was built from and by.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.manifest.fingerprint
    }

    /// Whether its vectors are from this encoder: those of another can't be compared with a question's.
    #[must_use]
    pub fn is_built_with(&self, encoder: &Encoder) -> bool {
        self.manifest.encoder == encoder_name(encoder)
    }

    /// Whether it has vectors; without them it is asked by words alone.
    #[must_use]
    pub fn has_vectors(&self) -> bool {
        !self.manifest.encoder.is_empty()
    }

    /// When it was built, in seconds since 1970.
    #[must_use]
    pub fn built_at(&self) -> u64 {
        self.manifest.built_at
    }

    /// What of the corpus it was built without.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.manifest.left_out
    }

    /// How many articles it has.
    #[must_use]
    pub fn article_count(&self) -> usize {
        self.manifest.articles.len()
    }

    /// How many passages its articles have together.
    #[must_use]
    pub fn passage_count(&self) -> usize {
        self.passages.len()
    }

    /// What is known of each article without reading it, in the order they were given.
    #[must_use]
    pub fn articles_meta(&self) -> &[ArticleMeta] {
        &self.manifest.articles
    }

    /// An article by its place in [`Generation::articles_meta`]; parsed once.
    ///
    /// # Errors
    /// If there is no such article, or its line is none (a fault of the builder, not of the disk).
    pub fn article(&self, index: usize) -> Result<Arc<Article>, StoreError> {
        let (Some(meta), Some(slot)) = (self.manifest.articles.get(index), self.articles.get(index)) else {
            return Err(StoreError::Verification(format!("there is no article {index}")));
        };
        if let Some(article) = slot.get() {
            return Ok(Arc::clone(article));
        }
        let faulty = |reason: &dyn fmt::Display| StoreError::Verification(format!("article {}: {reason}", meta.id));
        let line = self
            .lines
            .get(meta.line_range.clone())
            .ok_or_else(|| faulty(&"outside of the file"))?;
        let article: Article = serde_json::from_slice(line).map_err(|error| faulty(&error))?;
        if article.passages.len() != meta.passages as usize {
            return Err(faulty(&"not as many passages as the manifest says"));
        }
        Ok(Arc::clone(slot.get_or_init(|| Arc::new(article))))
    }

    /// Where a passage stands: the index of its article, and its index among the article's passages.
    /// `None` if it is not of this generation.
    #[must_use]
    pub fn locate(&self, passage: PassageId) -> Option<(usize, usize)> {
        let articles = &self.manifest.articles;
        // The last to start at or before it: articles without passages start with the next one.
        let index = articles
            .partition_point(|article| article.first_passage <= passage.0)
            .checked_sub(1)?;
        let article = articles.get(index)?;
        let within = passage.0.checked_sub(article.first_passage)?;
        (within < article.passages).then_some((index, within as usize))
    }

    /// The languages of its passages, that of the most passages first.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The terms of a text in `language`, as passages are found by them.
    #[must_use]
    pub fn analyze(&self, text: &str, language: Language) -> Vec<String> {
        let words = self.analyze_words(text, language);
        words.into_iter().map(|(_, term)| term).collect()
    }

    /// The terms of a text in `language`, each with the bytes of its word.
    #[must_use]
    pub fn analyze_words(&self, text: &str, language: Language) -> Vec<PlacedTerm> {
        match self.analyzers.get(&language) {
            Some(analyzer) => analyzer.words(text),
            None => Analyzer::for_language(language).words(text),
        }
    }

    /// The words of a question in each of [`Generation::languages`], in that order, each as its term with its
    /// bytes: nobody says which language a question is in, and its names are found in any.
    ///
    /// Its function words tell, though: those of the language that has the most of them are left out
    /// everywhere, lest "the" be a rare and weighty word to German articles.
    #[must_use]
    pub fn question_words(&self, question: &str) -> Vec<(Language, Vec<PlacedTerm>)> {
        let mut analyses: Vec<_> = self
            .languages
            .iter()
            .map(|&language| (language, self.words_asked(question, language)))
            .collect();
        let fewest = analyses.iter().map(|(_, words)| words.len()).min().unwrap_or(0);
        let own: Vec<_> = analyses.iter().filter(|(_, words)| words.len() == fewest).collect();
        if let [(_, kept)] = own[..] {
            let kept: HashSet<usize> = kept.iter().map(|(range, _)| range.start).collect();
            for (_, words) in &mut analyses {
                words.retain(|(range, _)| kept.contains(&range.start));
            }
        }
        analyses
    }

    /// Capitals stress a word of a question as often as they make a name of it ("WHY", "IT"): a function word counts
    /// only if some passage has that name.
    fn words_asked(&self, question: &str, language: Language) -> Vec<PlacedTerm> {
        let mut words = self.analyze_words(question, language);
        if let Some(analyzer) = self.analyzers.get(&language) {
            words.retain(|(_, term)| !analyzer.is_function_word(term) || self.has_term(term));
        }
        words
    }

    /// The folded words of its passages, headings and titles in the order of the alphabet, each with how often it
    /// occurs.
    #[must_use]
    pub fn words(&self) -> &[(String, u32)] {
        &self.lexicon.words
    }

    /// Whether a text has the words of a title or a heading and no other.
    #[must_use]
    pub fn is_heading(&self, text: &str) -> bool {
        self.lexicon.headings.contains(&folded(text))
    }

    /// Whether a title or a heading has a folded word.
    #[must_use]
    pub fn is_in_heading(&self, word: &str) -> bool {
        let has_it = |heading: &String| heading.split(' ').any(|other| other == word);
        self.lexicon.headings.iter().any(has_it)
    }

    /// Whether a title or a heading names this by its number.
    #[must_use]
    pub fn names_by_number(&self, thing: &Numbered) -> bool {
        let mut headings = self.lexicon.headings.iter();
        headings.any(|heading| numbered(heading).contains(thing))
    }

    /// Which words stand for which.
    #[must_use]
    pub fn synonyms(&self) -> &Synonyms {
        &self.lexicon.synonyms
    }

    pub(super) fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    pub(super) fn fields(&self) -> Fields {
        self.fields
    }

    pub(super) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(super) fn passage_of(&self, address: DocAddress) -> Result<PassageId, StoreError> {
        self.passages
            .get(address.doc_id as usize)
            .copied()
            .ok_or_else(|| StoreError::Verification(format!("document {} is no passage", address.doc_id)))
    }
}

impl fmt::Debug for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generation")
            .field("name", &self.name)
            .field("passages", &self.passages.len())
            .finish_non_exhaustive()
    }
}

fn languages(articles: &[ArticleMeta]) -> Vec<Language> {
    let mut passages: BTreeMap<Language, u64> = BTreeMap::new();
    for article in articles.iter().filter(|article| article.passages > 0) {
        *passages.entry(article.language).or_default() += u64::from(article.passages);
    }
    let mut languages: Vec<_> = passages.into_iter().collect();
    languages.sort_by_key(|&(_, passages)| Reverse(passages));
    languages.into_iter().map(|(language, _)| language).collect()
}

/// What a manifest of any version has.
#[derive(serde::Deserialize)]
struct Versioned {
    format: u32,
}

fn load_manifest(folder: &Path) -> Result<Manifest, StoreError> {
    let bytes = read(&folder.join(MANIFEST))?;
    let seal = read(&folder.join(SEAL))?;
    if seal != blake3::hash(&bytes).to_hex().as_bytes() {
        return Err(StoreError::Verification(format!("{MANIFEST} or its seal was changed")));
    }
    // First the format alone: another one may have other fields.
    let faulty = |error| StoreError::Verification(format!("{MANIFEST} is none ({error})"));
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
            return Err(StoreError::Verification(format!("{path} does not belong here")));
        }
        let bytes = read(&folder.join(path))?;
        if FileMeta::of(&bytes) != *meta {
            return Err(StoreError::Verification(format!("{path} was changed")));
        }
        files.insert(name.to_owned(), bytes);
    }
    Ok(files)
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

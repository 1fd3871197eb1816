//! A file that was read and checked, but is not in the corpus yet. Nothing is written here.

use super::disk::has_bytes;
use super::file_name::FileName;
use super::rejected::Rejected;
use super::{Shelf, ShelfError, occupant};
use crate::corpus::disguise::{Disguise, is_web_page};
use crate::corpus::folder::{Listing, MAX_FILE_BYTES, ids};
use crate::corpus::format::Format;
use crate::corpus::{Article, Corpus, Problem, Reason, Unit, Warning};

/// A file that can be an article, or an archive with some in it; no draft fails that check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    name: FileName,
    path: String,
    is_renamed: bool,
    bytes: Vec<u8>,
    articles: Vec<Article>,
    left_out: Vec<Problem>,
    warnings: Vec<Warning>,
    replaces: Option<Replaced>,
    twin: Option<String>,
}

/// An article that a draft would replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Its path within the corpus.
    pub path: String,
    /// True if both have the same bytes, so that there is nothing to do.
    pub is_same: bool,
}

impl Draft {
    /// The path within the corpus that the draft will have.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// True if that path differs from the name as it was given.
    #[must_use]
    pub fn is_renamed(&self) -> bool {
        self.is_renamed
    }

    /// The article that the draft will be, or those in an archive, read exactly as the corpus reads them.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article that the draft will be; `None` if it is an archive.
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        self.articles.first().filter(|_| self.name.format().is_some())
    }

    /// The files of an archive that will be left out.
    #[must_use]
    pub fn left_out(&self) -> &[Problem] {
        &self.left_out
    }

    /// The doubts about the file, or about those in an archive.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The article that the draft would replace.
    #[must_use]
    pub fn replaces(&self) -> Option<&Replaced> {
        self.replaces.as_ref()
    }

    /// The path of another article with the same bytes, which would be quoted twice; `None` if no article has them.
    #[must_use]
    pub fn twin(&self) -> Option<&str> {
        self.twin.as_deref()
    }

    /// The file's content.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file name alone. The path is spelled as that of the article it replaces.
    pub(super) fn name(&self) -> &str {
        self.name.as_str()
    }
}

impl Shelf {
    /// Reads a file that is not in the corpus as an article of it. `given` is the name that somebody else chose.
    ///
    /// # Errors
    /// [`ShelfError::Rejected`], or if the folder cannot be read.
    pub fn check(&self, given: &str, bytes: Vec<u8>) -> Result<Draft, ShelfError> {
        let name = FileName::from_outside(given)?;
        check_content(name.format(), &bytes)?;
        let entries = self.entries()?;
        let there = occupant(&self.folder, name.as_str())?;
        let path = there.as_ref().map_or(name.as_str(), |there| &there.name).to_owned();
        if there.as_ref().is_some_and(|there| there.is_folder) {
            return Err(Rejected::NameOfAFolder { path }.into());
        }
        let others: Vec<_> = entries.iter().filter(|entry| entry.path != path).collect();
        let paths: Vec<&str> = others
            .iter()
            .map(|entry| entry.path.as_str())
            .chain([path.as_str()])
            .collect();
        let id = ids(&paths).pop().unwrap_or_default();
        let corpus = match name.format() {
            Some(format) => alone(format, &bytes, &path, &id)?,
            None => archive(&bytes, &path)?,
        };
        let twin = others.iter().find(|entry| has_bytes(&entry.place, &bytes));
        Ok(Draft {
            is_renamed: path != given,
            articles: corpus.articles,
            left_out: corpus.problems,
            warnings: corpus.warnings,
            replaces: there.map(|_| Replaced {
                is_same: has_bytes(&self.folder.join(&path), &bytes),
                path: path.clone(),
            }),
            twin: twin.map(|entry| entry.path.clone()),
            name,
            path,
            bytes,
        })
    }
}

/// Reads a file as the article `id` at `path`.
fn alone(format: Format, bytes: &[u8], path: &str, id: &str) -> Result<Corpus, Rejected> {
    let (article, doubts) = format
        .read(bytes, path, id)
        .map_err(|(reason, line)| Rejected::LeftOut { reason, line })?;
    let warnings = doubts.into_iter().map(|(doubt, line)| Warning {
        path: path.to_owned(),
        line,
        doubt,
    });
    Ok(Corpus {
        warnings: warnings.collect(),
        articles: vec![article],
        ..Corpus::default()
    })
}

/// Reads the files in an archive. An archive without an article is rejected.
fn archive(bytes: &[u8], path: &str) -> Result<Corpus, Rejected> {
    let listing = Listing::of_archive(bytes, path).map_err(|reason| Rejected::LeftOut { reason, line: None })?;
    let corpus = listing.into_corpus(|_, _| ());
    if corpus.articles.is_empty() {
        let first = corpus.problems.into_iter().next().map(Box::new);
        return Err(Rejected::EmptyArchive { first });
    }
    Ok(corpus)
}

/// Checks two points that the corpus does not: the file is small enough to be handed in, and its content matches its
/// name.
fn check_content(format: Option<Format>, bytes: &[u8]) -> Result<(), Rejected> {
    let actual_bytes = bytes.len() as u64;
    if actual_bytes > MAX_FILE_BYTES {
        let limit_bytes = MAX_FILE_BYTES;
        return Err(Rejected::LeftOut {
            reason: Reason::TooLarge {
                actual_bytes,
                limit_bytes,
            },
            line: None,
        });
    }
    // Many documents are archives, too.
    let document =
        Disguise::of(bytes).filter(|it| matches!(it, Disguise::WordProcessor | Disguise::Office | Disguise::Ebook));
    if let Some(document) = document.filter(|_| format.is_none()) {
        return Err(Rejected::NotText(document));
    }
    // The reader of a document says itself when it is another one.
    if format.is_none_or(|format| format.unit() != Unit::Line) {
        return Ok(());
    }
    if let Some(disguise) = Disguise::of(bytes) {
        return Err(Rejected::NotText(disguise));
    }
    if format != Some(Format::Html) && is_web_page(bytes) {
        return Err(Rejected::WebPage);
    }
    Ok(())
}

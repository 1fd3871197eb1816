//! A file that was read and checked, but is not in the corpus yet. Nothing is written here.

use super::disguise::{Disguise, is_web_page};
use super::disk::has_bytes;
use super::file_name::FileName;
use super::rejected::Rejected;
use super::{Shelf, ShelfError, occupant};
use crate::corpus::folder::{MAX_FILE_BYTES, ids};
use crate::corpus::format::Format;
use crate::corpus::{Article, Reason, Unit, Warning};

/// A file that can be an article; no draft fails that check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    name: FileName,
    path: String,
    is_renamed: bool,
    bytes: Vec<u8>,
    article: Article,
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

    /// The article that the draft will be, read exactly as the corpus reads it.
    #[must_use]
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The doubts about the file.
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
        let (article, doubts) = name
            .format()
            .read(&bytes, &path, &id)
            .map_err(|(reason, line)| Rejected::LeftOut { reason, line })?;
        let twin = others.iter().find(|entry| has_bytes(&entry.place, &bytes));
        Ok(Draft {
            is_renamed: path != given,
            warnings: doubts
                .into_iter()
                .map(|(doubt, line)| Warning {
                    path: path.clone(),
                    line,
                    doubt,
                })
                .collect(),
            replaces: there.map(|_| Replaced {
                is_same: has_bytes(&self.folder.join(&path), &bytes),
                path: path.clone(),
            }),
            twin: twin.map(|entry| entry.path.clone()),
            name,
            path,
            bytes,
            article,
        })
    }
}

/// Checks two points that the corpus does not: the file is small enough to be handed in, and its content matches its
/// name.
fn check_content(format: Format, bytes: &[u8]) -> Result<(), Rejected> {
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
    // The reader of such a document says itself when it is another one.
    if format.unit() != Unit::Line {
        return Ok(());
    }
    if let Some(disguise) = Disguise::of(bytes) {
        return Err(Rejected::NotText(disguise));
    }
    if format != Format::Html && is_web_page(bytes) {
        return Err(Rejected::WebPage);
    }
    Ok(())
}

//! The reasons why an index cannot be opened or built, and why generations were passed over.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error as ThisError;

use crate::encoder::EncoderError;
use crate::text::excerpt::excerpt;
use crate::text::fold::collapse_white_space;

/// The longest reason for a setback: about two lines.
const MAX_REASON_CHARS: usize = 160;

/// A generation, or the pointer to one, that was passed over when an index was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// The generation's name, or "current".
    pub name: String,
    /// The reason, on one line.
    pub reason: String,
    /// True if it is whole, and only written by another version of the program.
    pub is_outdated: bool,
}

/// The reason why an index could not be opened or built.
#[derive(Debug, ThisError)]
pub enum StoreError {
    /// A file or folder could not be read or written.
    #[error("cannot access {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Another process is building.
    #[error("the index is being built by another process ({holder})")]
    Locked {
        /// The other process, as it describes itself.
        holder: String,
    },
    /// No generation is whole.
    #[error("there is no usable index")]
    NoGeneration {
        /// The generations that could not be opened; empty if there never was one.
        setbacks: Vec<Setback>,
    },
    /// The search library failed.
    #[error("the search index failed")]
    Tantivy(#[source] Box<tantivy::TantivyError>),
    /// Another version of the program wrote it.
    #[error("written in format {format}, by another version of the program")]
    OtherFormat {
        /// The version of its layout.
        format: u32,
    },
    /// The files are not as a build writes them; the text names the file and the fault.
    #[error("the index is faulty: {0}")]
    Verification(String),
    /// A text could not be encoded.
    #[error("the encoder failed")]
    Encoder(#[from] EncoderError),
    /// The articles have no passages, so there is nothing to build.
    #[error("there are no passages to index")]
    NoPassages,
}

impl From<tantivy::TantivyError> for StoreError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Tantivy(Box::new(error))
    }
}

impl Setback {
    pub(super) fn new(name: &str, error: &StoreError) -> Self {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            reason.push_str(": ");
            reason.push_str(&error.to_string());
            cause = error.source();
        }
        Self {
            name: name.to_owned(),
            // Tantivy's errors may quote whole files.
            reason: excerpt(&collapse_white_space(&reason), MAX_REASON_CHARS),
            is_outdated: matches!(error, StoreError::OtherFormat { .. }),
        }
    }
}

pub(super) fn io_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io {
        path: path.to_owned(),
        source,
    }
}

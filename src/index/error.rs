//! Why an index cannot be opened or built, and what was passed over in opening it.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error as ThisError;

use crate::encoder::EncoderError;
use crate::text::excerpt::excerpt;
use crate::text::fold::collapse_white_space;

/// The longest reason for a setback: about two lines.
const MAX_REASON_CHARS: usize = 160;

/// A generation, or the pointer to one, that was passed over in opening an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// The generation's name, or "current".
    pub name: String,
    /// Why, on one line.
    pub reason: String,
    /// Whether it is whole and only written by another version of the program.
    pub is_outdated: bool,
}

/// Why an index could not be opened or built.
#[derive(Debug, ThisError)]
pub enum StoreError {
    /// A file or folder could not be read or written.
    #[error("cannot access {}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another process is building.
    #[error("the index is being built by another ({holder})")]
    Locked {
        /// Who, as they put it.
        holder: String,
    },
    /// There is no generation that is whole.
    #[error("there is no usable index")]
    NoGeneration {
        /// The generations that could not be opened; empty if there never was one.
        setbacks: Vec<Setback>,
    },
    /// The search library failed.
    #[error("the search index failed")]
    Tantivy(#[source] Box<tantivy::TantivyError>),
    /// It was written by another version of the program.
    #[error("written in format {format}, by another version of the program")]
    OtherFormat {
        /// The version of its layout.
        format: u32,
    },
    /// The files are not what a build wrote; the text says which, and in what way.
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
            // Tantivy quotes whole files in its errors.
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

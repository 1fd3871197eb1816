//! An export of a library: its articles as they are, and its questions, in one ZIP archive.
//!
//! ```text
//! articles/PATH      each file of the corpus, and the synonyms
//! questions.jsonl    the unanswered, the hidden and the fixed questions of the ledger, one JSON object a line
//! ```
//! Votes, counts, settings and what admins did are not in it.

use std::fs;
use std::io::{self, Write};

use thiserror::Error;

use super::Library;
use crate::corpus::{Packer, ShelfError};
use crate::ledger::{ExportLine, LedgerError};

/// The number of files and of questions in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// The files.
    pub files: usize,
    /// The questions.
    pub questions: usize,
}

/// The reason why there is no export.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The articles can't be listed.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The ledger can't be read.
    #[error("failed to read the ledger")]
    Ledger(#[from] LedgerError),
    /// A file can't be read, or the archive not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The archive would be larger than asked for.
    #[error("the export is too large")]
    TooLarge,
}

/// An archive in memory, of a limited size.
struct Limited {
    bytes: Vec<u8>,
    max: usize,
}

impl Write for Limited {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > self.max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.write(more)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Library {
    /// Writes an export.
    ///
    /// # Errors
    /// If something can't be read or written.
    pub fn export(&self, into: impl Write) -> Result<Exported, ExportError> {
        self.pack(into).map(|(_, exported)| exported)
    }

    /// Makes an export of `max` bytes at most.
    ///
    /// # Errors
    /// [`ExportError::TooLarge`], or if something can't be read.
    pub fn export_within(&self, max: usize) -> Result<Vec<u8>, ExportError> {
        let bytes = Vec::new();
        match self.pack(Limited { bytes, max }) {
            Ok((packed, _)) => Ok(packed.bytes),
            Err(ExportError::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => Err(ExportError::TooLarge),
            Err(error) => Err(error),
        }
    }

    fn pack<W: Write>(&self, into: W) -> Result<(W, Exported), ExportError> {
        let mut packer = Packer::new(into);
        let files = self.shelf().files()?;
        for (path, place) in &files {
            packer.add(&format!("articles/{path}"), &fs::read(place)?)?;
        }
        let (mut lines, mut questions) = (Vec::new(), 0);
        if let Some(ledger) = self.ledger()? {
            ledger.export(&mut |line| -> Result<(), ExportError> {
                use ExportLine::{Fixed, Hidden, Question};
                if matches!(line, Question { .. } | Hidden { .. } | Fixed { .. }) {
                    serde_json::to_writer(&mut lines, &line).map_err(io::Error::from)?;
                    lines.push(b'\n');
                    questions += 1;
                }
                Ok(())
            })?;
        }
        packer.add("questions.jsonl", &lines)?;
        let exported = Exported {
            files: files.len(),
            questions,
        };
        Ok((packer.finish()?, exported))
    }
}

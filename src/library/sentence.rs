//! Sentences for admins about files.

use crate::corpus::{CorpusError, ShelfError};
use crate::index::LeftOut;
use crate::message;

/// Says which file or line was skipped, and why.
pub fn left_out_sentence(left: &LeftOut) -> String {
    match left.line {
        Some(line) if left.is_of_one_line => message::line_left_out(&left.path, line, &left.reason),
        line => message::left_out(&left.path, line, &left.reason),
    }
}

/// Says why the articles were not changed.
pub fn shelf_sentence(error: &ShelfError) -> String {
    match error {
        ShelfError::Corpus(CorpusError::Missing(folder)) => message::no_corpus(folder),
        ShelfError::Corpus(error) => message::corpus::no_access(error),
        ShelfError::Io { path, source } => {
            message::corpus::no_access(&format_args!("cannot access {}: {source}", path.display()))
        }
        ShelfError::Busy { waited } => message::corpus::busy(waited.as_secs()),
        ShelfError::Rejected(reason) => message::corpus::upload_rejected("the file", &reason.to_string()),
        ShelfError::Exists { path } => message::corpus::exists(path),
        ShelfError::NoArticle { what } => message::corpus::no_such_article(what),
        ShelfError::InArchive { path, archive } => message::corpus::in_archive(path, archive),
        ShelfError::Ambiguous { what, paths } => message::corpus::several_articles(what, paths),
        ShelfError::LastArticle { path } => message::corpus::last_article(path),
        // People name no such paths.
        ShelfError::Unsafe { .. } => message::corpus::no_access(error),
        ShelfError::NoDraft(_) => message::corpus::no_draft(),
        ShelfError::NotInTrash { what } => message::corpus::not_in_trash(what),
    }
}

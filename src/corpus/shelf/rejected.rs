//! The reasons why a file that was handed in can't be an article.

use thiserror::Error;

use crate::corpus::disguise::Disguise;
use crate::corpus::{Problem, Reason};

/// The reason why a file can't be an article. Fragments that fit "rejected: it …".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejected {
    /// Its name has no extension, or one that no reader takes.
    #[error("has an unsupported format; save it as .txt, .md, .html, .pdf or .docx")]
    UnknownFormat {
        /// The extension as it was understood, in lower case and at most 16 characters; empty if the name has no
        /// extension.
        extension: String,
        /// The extensions that are read.
        known: &'static [&'static str],
    },
    /// The corpus keeps this name for another purpose.
    #[error("is named {name}, a name that no article can have")]
    Reserved {
        /// The name.
        name: &'static str,
    },
    /// A folder of the corpus has its name.
    #[error("has the same name as the folder {path}")]
    NameOfAFolder {
        /// The folder's path within the corpus.
        path: String,
    },
    /// It is not text, but a known kind of file.
    #[error("is {0}{remedy}", remedy = .0.remedy().unwrap_or(", not text"))]
    NotText(Disguise),
    /// It is a web page under the name of a text.
    #[error("is a web page; name it .html")]
    WebPage,
    /// It is an archive, and no file in it can be an article; the first of them, if there is one.
    #[error("has no file in it that can be an article{}", first.as_ref().map_or_else(String::new, |it| format!(" ({}: it {})", it.path, it.reason)))]
    EmptyArchive {
        /// The first file, and the reason why it can't be one.
        first: Option<Box<Problem>>,
    },
    /// The corpus would leave it out.
    #[error("{reason}")]
    LeftOut {
        /// The corpus's reason.
        reason: Reason,
        /// The line that the reason concerns, from 1; `None` if it concerns no single line.
        line: Option<usize>,
    },
}

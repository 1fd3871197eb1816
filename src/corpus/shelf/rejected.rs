//! The reasons why a file that was handed in can't be an article.

use thiserror::Error;

use super::disguise::Disguise;
use crate::corpus::Reason;

/// Why a file can't be an article. Fragments that fit "rejected: it …".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejected {
    /// Its name has an extension that no reader goes by, or none.
    #[error("has an unsupported format; save it as .txt, .md or .html")]
    UnknownFormat {
        /// The extension as it was understood, in lower case, of at most 16 characters; empty if there is none.
        extension: String,
        /// The extensions that are read.
        known: &'static [&'static str],
    },
    /// The corpus keeps this name for something else.
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
    /// It is no text, but something that is known.
    #[error("is {0}, not text")]
    NotText(Disguise),
    /// It is a web page by the name of a text.
    #[error("is a web page; name it .html")]
    WebPage,
    /// The corpus would leave it out.
    #[error("{reason}")]
    LeftOut {
        /// Why.
        reason: Reason,
        /// The line that the reason is about, from 1, where it is about one.
        line: Option<usize>,
    },
}

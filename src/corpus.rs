//! The corpus: a folder of articles as files, read into [`Article`]s.
//!
//! Readers are pure (`&str` in, [`Document`](document::Document) out) and one to a format; what is common to all of
//! them (encodings, boilerplate, sections, the size of a passage) is done once, around them. What
//! cannot be read becomes a [`Problem`], never an error: the other files are read all the same. How admins change the
//! folder is the [`Shelf`]'s.
//! Not here: words, stemming, ranking.

mod address;
mod archive;
mod article;
mod boilerplate;
pub mod csv;
mod discord;
mod disguise;
pub mod document;
pub mod exports;
mod folder;
mod format;
mod front_matter;
mod glance;
pub mod html;
pub mod json;
pub mod markdown;
mod mediawiki;
mod notes;
mod office;
mod package;
mod passages;
pub mod pdf;
mod problem;
mod questions;
pub mod rst;
mod sections;
mod shelf;
mod site;
mod source;
pub mod struck;
mod subtitles;
mod synonyms;
mod title;
mod traced;
pub mod txt;
mod walk;

pub(crate) use article::as_sentences;
pub use article::{Article, Metadata, Passage, Section, Unit};
pub use disguise::Disguise;
pub use folder::{Corpus, Listing, MAX_FILE_BYTES};
pub use format::{EXTENSIONS, read_article};
pub use glance::Glance;
pub use html::Hyperlinks;
pub use package::packing::Packer;
pub use passages::{MAX_PASSAGE_CHARS, MIN_PASSAGE_CHARS};
pub use pdf::PageFault;
pub use problem::{Doubt, Problem, Reason, Warning};
pub use shelf::{
    Added, Change, Draft, DraftId, FetchLock, InvalidId, Rejected, Replaced, Replacing, Shelf, ShelfError, TrashId,
    Trashed, page_path, site_folder,
};
pub use site::{Fetched, Site};
pub use synonyms::{Alternative, Synonyms};
pub use traced::{Mark, MarkKind, TracedText};
pub use walk::CorpusError;

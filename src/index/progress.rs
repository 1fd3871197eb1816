//! The progress of a build.

/// A step of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many of the articles are indexed.
    Indexing {
        /// Done so far.
        done: usize,
        /// All there are.
        total: usize,
    },
    /// So many of the texts that have to be encoded are.
    Encoding {
        /// Done so far.
        done: usize,
        /// All that have to be: not those whose vectors the generation before has.
        total: usize,
    },
    /// The files are being written and synced.
    Writing,
    /// The files are being read back and tried.
    Verifying,
}

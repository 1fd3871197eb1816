//! The progress of a build.

/// A step of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Articles are being indexed.
    Indexing {
        /// The number done so far.
        done: usize,
        /// The number of all articles.
        total: usize,
    },
    /// Passages are being encoded.
    Encoding {
        /// The number done so far.
        done: usize,
        /// The number of those to encode, without those whose vectors the previous generation has.
        total: usize,
    },
    /// The files are being written and synced.
    Writing,
    /// The files are being read back and verified.
    Verifying,
}

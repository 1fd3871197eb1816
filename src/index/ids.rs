//! The numbers of passages and sentences.

/// A passage: its ordinal in reading order over all articles of the generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId(pub u32);

/// A sentence: its ordinal in reading order over all passages of the generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceId(pub u32);

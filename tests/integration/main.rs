//! The integration tests, in one binary. Table of contents:
//!
//! - `documents`: what the documents say about the program is true.
//! - `layering`: who may import whom, and what may be named where.

mod documents;
mod layering;

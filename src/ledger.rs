//! What the bot remembers: questions that it could not answer well, how people voted on answers, how much was asked,
//! and what admins did. One SQLite file, `verbatim.sqlite`.
//!
//! ```text
//! question ---------------+      asking -----------------+      vote -----------------+
//! | id                    |--+   | id                    |  +---| answer_id  \ one to  |
//! | searched    (unique)  |  +--<| question_id           |  |   | voter      / a person|
//! | done_up_to  (asking)  |      | text, as asked        |  |   | is_helpful           |
//! | answered_in (index)   |      | asked_at, outcome     |  |   | voted_at             |
//! +-----------------------+      | answer_id   (unique)  |<-+   +----------------------+
//!                                +-----------------------+
//! tally: day, outcome, times     audit: id, at, who, what, target, outcome     secret: salt
//! ```
//!
//! Questions that are searched for alike are one row, and each time one was asked in vain is an asking. An answered
//! question leaves nothing but a number in `tally`, unless somebody votes its answer down: then it is an asking for as long
//! as such a vote stands. A question is open while one of its askings counts, came after what an admin marked as done, and
//! no generation of the index is known to answer it since it was last asked in vain.
//!
//! Nobody is named but admins in `audit`. A vote is kept under a keyed hash of answer and person, so that the votes of
//! one person cannot be told to be theirs. (Who has the file, and with it the salt, can still test a guess: did this
//! person vote on this answer?)
//!
//! There are two ways in: [`Ledger`] is an open file, for who can wait and wants errors; [`Recorder`] is for the bot,
//! which can do neither. [`inspect`] looks at the file and leaves it as it is. All is synchronous. Times are seconds since 1970 (UTC).
//!
//! Not here: what counts as the same question (the caller says what was searched for), who may see all this, and every
//! sentence about it.

mod audit;
mod entry;
mod error;
mod export;
mod figures;
mod file;
mod inspection;
mod migrations;
mod purge;
mod questions;
mod recorder;
mod recording;
mod stored;
mod voter;

pub use audit::AuditEntry;
pub use entry::{Action, Asked, Entry, Outcome, Vote, Wording};
pub use error::LedgerError;
pub use export::{ExportLine, ExportedAsking};
pub use figures::Figures;
pub use file::{FILE, Ledger, Opened, Options};
pub use inspection::{Inspection, Sound, inspect, set_aside_in};
pub use purge::{Purge, Purged};
pub use questions::{DoneUpTo, OpenQuestion, QuestionToCheck};
pub use recorder::{Done, Health, NotRecorded, Recorder};

#[cfg(test)]
mod tests;

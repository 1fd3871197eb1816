//! The bot's memory: questions that it could not answer well, votes on answers, how much was asked, and what admins did.
//! It is one SQLite file, `verbatim.sqlite`.
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
//! Questions with the same search words are one row, and each time one got no good answer is an asking. An answered
//! question adds only to a number in `tally`, unless somebody votes the answer down: then it is an asking for as long as
//! such a vote stands. A question is open while it has an asking that counts, that no admin has marked as done, and that no
//! later generation of the index answers.
//!
//! Only admins are named, in `audit`. A vote is kept under a keyed hash of answer and person, so that nobody can tell which
//! votes one person cast. (Somebody who has the file, and with it the salt, can still test a guess: did this person vote on
//! this answer?)
//!
//! [`Ledger`] is an open file, for callers that can wait and want errors. [`Recorder`] is for the bot, which can't wait.
//! [`inspect`] looks at the file and leaves it as it is. Everything is synchronous. Times are seconds since 1970 (UTC).
//!
//! Not here: what counts as the same question (the caller passes the search words), who may see all this, and every sentence
//! about it.

mod entry;
mod error;
mod file;
mod inspection;
mod migrations;
mod questions;
mod recorder;
mod reports;
mod stored;
mod voter;
mod writing;

pub use entry::{Action, Asked, Entry, Outcome, Vote, Wording};
pub use error::LedgerError;
pub use file::{FILE, Ledger, Opened, Options, unix_now};
pub use inspection::{Contents, inspect, set_aside_in};
pub use questions::{DoneUpTo, OpenQuestion, QuestionToCheck};
pub use recorder::{Health, Recorder};
pub use reports::{AuditEntry, ExportLine, ExportedAsking, Figures};
pub use writing::{Purge, Purged};

#[cfg(test)]
mod tests;

//! The bot's memory: questions that it could not answer well, votes on answers, how much was asked, what admins did,
//! and the settings of servers. It is one SQLite file, `verbatim.sqlite`, or the rows of one library in a PostgreSQL
//! database.
//!
//! ```text
//! question ---------------+      asking -----------------+      vote -----------------+
//! | id                    |--+   | id                    |  +---| answer_id  \ one to  |
//! | searched    (unique)  |  +--<| question_id           |  |   | voter      / a person|
//! | done_up_to  (asking)  |      | text, as asked        |  |   | is_helpful           |
//! | answered_in (index)   |      | asked_at, outcome     |  |   | voted_at             |
//! +-----------------------+      | answer_id   (unique)  |<-+   | article, passage     |
//!                                | server, channel,      |      +----------------------+
//!                                | message               |
//!                                | article, passage      |
//!                                +-----------------------+
//! tally: day, outcome, channel, article, passage, times      audit: id, at, who, what, target, outcome
//! hidden: id, searched (unique), text, hidden_at             secret: salt
//! fixed: id, searched (unique), text, passage, article, headings, is_section, fixed_at
//! server: server, settings (JSON)                            staff: server, up_to (asking), listed_at, started_at
//! ```
//!
//! Questions with the same search words are one row, and each time one gets no good answer is an asking. An answered
//! question only adds to a count in `tally`, by channel and by the passage shown first, unless its answer is voted down:
//! then it is an asking for as long as such a vote stands. A question is open while at least one of its askings counts,
//! no admin has marked that asking as done, and no later generation of the index answers the question.
//!
//! A question in `hidden` is never listed, however often it is asked, until an admin takes it out. That is an admin's
//! decision, so it is kept when old questions are deleted. So is a question in `fixed`, whose answer is chosen.
//!
//! Only admins and people who manage a server are named, in `audit`, and whomever they name in its settings. A vote is
//! kept under a keyed hash of answer and person, so that nobody can tell which votes one person cast. (Somebody who has
//! the file, and with it the salt, can still test a guess: did this person vote on this answer?)
//!
//! [`Storage`] says where a ledger is. [`Ledger`] is an open one, for callers that can wait and want errors. [`Recorder`]
//! is for the bot, which can't wait. [`inspect`] looks at a ledger without changing it, and [`move_ledger`] moves it. Everything is synchronous. Times are seconds since 1970
//! (UTC).
//!
//! Not here: what counts as the same question (the caller passes the search words), the permission to see all this, and
//! the sentences about it.

mod database;
mod entry;
mod error;
mod figures;
mod file;
mod fixed;
mod hidden;
mod inspection;
mod migrations;
mod moving;
mod opening;
mod questions;
mod recorder;
mod reports;
mod settings;
mod shared;
mod staff;
mod storage;
mod stored;
mod tables;
mod transaction;
mod values;
mod voter;
mod writing;

pub use entry::{Action, Asked, Cited, Entry, Outcome, Place, Vote, Wording};
pub use error::LedgerError;
pub use figures::{Breakdown, Figures};
pub use file::{FILE, unix_now};
pub use fixed::{FixedPlace, FixedQuestion};
pub use hidden::HiddenQuestion;
pub use inspection::{Contents, inspect, set_aside_in};
pub use moving::move_ledger;
pub use opening::{Ledger, Opened, Options};
pub use questions::{DoneUpTo, OpenQuestion, QuestionToCheck};
pub use recorder::{Health, NotRead, Recorder};
pub use reports::{AuditEntry, ExportLine, ExportedAsking};
pub use settings::{People, ServerSettings, Staff};
pub use staff::{StaffTold, Untold};
pub use storage::Storage;
pub use writing::{Purge, Purged};

#[cfg(test)]
mod tests;

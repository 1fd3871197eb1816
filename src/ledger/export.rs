//! Everything that is in the ledger but the salt, line by line.
//!
//! Not here: the format. The lines can be serialized; what to is the caller's choice.

use rusqlite::Connection;
use serde::{Serialize, Serializer};

use super::entry::Outcome;
use super::error::LedgerError;
use super::file::Ledger;
use super::stored::{AnswerId, Number};

/// One thing that is in the ledger. Serialized, an answer's number is text: 16 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportLine {
    /// A question.
    Question {
        /// Its number.
        id: i64,
        /// As it was searched for.
        searched: String,
        /// Up to which asking an admin has marked it as done; 0 if never.
        done_up_to: i64,
        /// The generation of the index that answers it.
        answered_in: Option<String>,
        /// Each time it was asked in vain, in the order in which it was recorded.
        askings: Vec<ExportedAsking>,
    },
    /// A vote.
    Vote {
        /// On which answer.
        #[serde(serialize_with = "hexadecimal")]
        answer: u64,
        /// The hash of answer and voter, in hexadecimal digits.
        voter: String,
        /// Whether the answer helped.
        is_helpful: bool,
        /// When, in seconds since 1970.
        at: u64,
    },
    /// How many questions of a day ended in one way.
    Tally {
        /// The day (UTC), as in "2026-01-31".
        day: String,
        /// The way.
        outcome: Outcome,
        /// How many.
        times: u64,
    },
    /// What an admin did.
    Action {
        /// When, in seconds since 1970.
        at: u64,
        /// Who.
        who: String,
        /// What.
        what: String,
        /// To what.
        target: Option<String>,
        /// What came of it.
        outcome: String,
    },
}

/// A time that a question was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedAsking {
    /// Its number.
    pub id: i64,
    /// As it was asked.
    pub text: String,
    /// When, in seconds since 1970.
    pub at: u64,
    /// How it ended; [`Outcome::Answered`] if the answer was voted down.
    pub outcome: Outcome,
    /// The answer.
    #[serde(serialize_with = "hexadecimal")]
    pub answer: u64,
}

impl Ledger {
    /// Hands every line to `each`: questions, votes, tallies, actions. They are of one moment, whatever is recorded
    /// meanwhile.
    ///
    /// # Errors
    /// The first of `each`, or that the file cannot be read.
    pub fn export<E>(&self, each: &mut dyn FnMut(ExportLine) -> Result<(), E>) -> Result<(), E>
    where
        E: From<LedgerError>,
    {
        let snapshot = self.connection.unchecked_transaction().map_err(LedgerError::from)?;
        questions(&snapshot, each)?;
        rows(&snapshot, VOTES, each, |row| {
            let (AnswerId(answer), Number(at)) = (row.get(0)?, row.get(3)?);
            Ok(ExportLine::Vote {
                answer,
                voter: row.get(1)?,
                is_helpful: row.get(2)?,
                at,
            })
        })?;
        rows(&snapshot, TALLIES, each, |row| {
            let Number(times) = row.get(2)?;
            Ok(ExportLine::Tally {
                day: row.get(0)?,
                outcome: row.get(1)?,
                times,
            })
        })?;
        rows(&snapshot, ACTIONS, each, |row| {
            let Number(at) = row.get(0)?;
            Ok(ExportLine::Action {
                at,
                who: row.get(1)?,
                what: row.get(2)?,
                target: row.get(3)?,
                outcome: row.get(4)?,
            })
        })
    }
}

const VOTES: &str = "SELECT answer_id, lower(hex(voter)), is_helpful, voted_at FROM vote ORDER BY answer_id, voter";
const TALLIES: &str =
    "SELECT coalesce(date(day * 86400, 'unixepoch'), day || ''), outcome, times FROM tally ORDER BY day, outcome";
const ACTIONS: &str = "SELECT at, who, what, target, outcome FROM audit ORDER BY id";
const QUESTIONS: &str = "SELECT id, searched, done_up_to, answered_in FROM question ORDER BY id";
const ASKINGS: &str = "SELECT id, text, asked_at, outcome, answer_id FROM asking WHERE question_id = ?1 ORDER BY id";

fn questions<E: From<LedgerError>>(
    snapshot: &Connection,
    each: &mut dyn FnMut(ExportLine) -> Result<(), E>,
) -> Result<(), E> {
    let mut askings = snapshot.prepare(ASKINGS).map_err(LedgerError::from)?;
    rows(snapshot, QUESTIONS, each, |row| {
        let id: i64 = row.get(0)?;
        let askings = askings.query_map([id], |row| {
            let (Number(at), AnswerId(answer)) = (row.get(2)?, row.get(4)?);
            Ok(ExportedAsking {
                id: row.get(0)?,
                text: row.get(1)?,
                at,
                outcome: row.get(3)?,
                answer,
            })
        })?;
        Ok(ExportLine::Question {
            id,
            searched: row.get(1)?,
            done_up_to: row.get(2)?,
            answered_in: row.get(3)?,
            askings: askings.collect::<rusqlite::Result<_>>()?,
        })
    })
}

/// Hands on what `line` makes of each row of the query `sql`.
fn rows<E: From<LedgerError>>(
    snapshot: &Connection,
    sql: &str,
    each: &mut dyn FnMut(ExportLine) -> Result<(), E>,
    line: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<ExportLine>,
) -> Result<(), E> {
    let mut statement = snapshot.prepare(sql).map_err(LedgerError::from)?;
    for line in statement.query_map([], line).map_err(LedgerError::from)? {
        each(line.map_err(LedgerError::from)?)?;
    }
    Ok(())
}

/// Many readers of JSON have no integers of 64 bits.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn hexadecimal<S: Serializer>(answer: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{answer:016x}"))
}

#[cfg(test)]
mod tests;

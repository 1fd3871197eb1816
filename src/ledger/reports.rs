//! Reads the ledger: the actions of admins, the settings of servers, and an export of everything.
//!
//! Not here: the questions that are still open (`questions`), figures (`figures`), and the format of an export: its
//! lines can be serialized, and the caller chooses the format.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::{Serialize, Serializer};

use super::entry::{Action, Outcome};
use super::error::LedgerError;
use super::file::Ledger;
use super::settings::ServerSettings;
use super::stored::{AnswerId, Number, number};

/// An admin's action, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number; later actions have higher ones.
    pub id: i64,
    /// The action.
    pub action: Action,
}

/// One line of an export. Serialized, an answer's number is text: 16 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportLine {
    /// A question.
    Question {
        /// Its number.
        id: i64,
        /// Its search words.
        searched: String,
        /// The asking up to which an admin has marked it as done; 0 if never.
        done_up_to: i64,
        /// The generation of the index that answers it.
        answered_in: Option<String>,
        /// Its askings, in the order in which they were recorded.
        askings: Vec<ExportedAsking>,
    },
    /// A vote.
    Vote {
        /// The number of the answer.
        #[serde(serialize_with = "hexadecimal")]
        answer: u64,
        /// The hash of answer and voter, in hexadecimal digits.
        voter: String,
        /// True if the answer helped.
        is_helpful: bool,
        /// When it was cast, in seconds since 1970.
        at: u64,
        /// The path of the article that was voted on.
        article: Option<String>,
        /// The key of the passage that was voted on.
        passage: Option<String>,
    },
    /// The number of questions of a day with one outcome, in one channel, that one passage was shown for.
    Tally {
        /// The day (UTC), as in "2026-01-31".
        day: String,
        /// The outcome.
        outcome: Outcome,
        /// The channel's ID; `None` outside of servers.
        channel: Option<String>,
        /// The path of the article whose passage the answers showed first; `None` if they showed none.
        article: Option<String>,
        /// The key of that passage.
        passage: Option<String>,
        /// The number of questions.
        times: u64,
    },
    /// A question that is never listed.
    Hidden {
        /// Its number among these.
        id: i64,
        /// Its search words.
        searched: String,
        /// Its text when it was hidden.
        text: String,
        /// When it was hidden, in seconds since 1970.
        at: u64,
    },
    /// A question whose answer an admin has chosen.
    Fixed {
        /// Its number among these.
        id: i64,
        /// Its search words.
        searched: String,
        /// Its text.
        text: String,
        /// The path of the article with the answer.
        article: String,
        /// The key of the passage that answers, or of one in the section that does.
        passage: String,
        /// True if the answer is the whole section.
        is_section: bool,
        /// When it was chosen, in seconds since 1970.
        at: u64,
    },
    /// The settings of a server.
    Settings {
        /// The server's ID.
        server: String,
        /// The settings as they are stored.
        settings: serde_json::Value,
    },
    /// An action of an admin.
    Action {
        /// When it happened, in seconds since 1970.
        at: u64,
        /// The admin: a user's number, or "shell".
        who: String,
        /// The kind of action, such as "remove".
        what: String,
        /// The article or question concerned.
        target: Option<String>,
        /// Its outcome.
        outcome: String,
    },
}

/// One time that a question was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedAsking {
    /// Its number.
    pub id: i64,
    /// The text as it was asked.
    pub text: String,
    /// When it was asked, in seconds since 1970.
    pub at: u64,
    /// Its outcome; [`Outcome::Answered`] if the answer was voted down.
    pub outcome: Outcome,
    /// The number of the answer.
    #[serde(serialize_with = "hexadecimal")]
    pub answer: u64,
    /// The server's ID; `None` outside of servers.
    pub server: Option<String>,
    /// The channel's ID.
    pub channel: Option<String>,
    /// The ID of the message to link to.
    pub message: Option<String>,
    /// The path of the article whose passage the answer shows first.
    pub article: Option<String>,
    /// The key of that passage.
    pub passage: Option<String>,
}

impl Ledger {
    /// The latest actions, newest first, `limit` at most.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn audit_entries(&self, limit: usize) -> Result<Vec<AuditEntry>, LedgerError> {
        let mut statement = self
            .connection
            .prepare("SELECT id, at, who, what, target, outcome FROM audit ORDER BY id DESC LIMIT ?1")?;
        let entries = statement.query_map([number(limit as u64)], |row| {
            let Number(at) = row.get(1)?;
            Ok(AuditEntry {
                id: row.get(0)?,
                action: Action {
                    at,
                    who: row.get(2)?,
                    what: row.get(3)?,
                    target: row.get(4)?,
                    outcome: row.get(5)?,
                },
            })
        })?;
        Ok(entries.collect::<rusqlite::Result<_>>()?)
    }

    /// The settings of each server that has any, by the server's ID. Settings that can't be read are left out, and
    /// reported in the log.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn settings(&self) -> Result<HashMap<u64, ServerSettings>, LedgerError> {
        let mut statement = self.connection.prepare(SETTINGS)?;
        let rows = statement.query_map([], |row| {
            let Number(server) = row.get(0)?;
            Ok((server, row.get::<_, String>(1)?))
        })?;
        let mut all = HashMap::new();
        for row in rows {
            let (server, text) = row?;
            match serde_json::from_str(&text) {
                Ok(settings) => {
                    all.insert(server, settings);
                }
                Err(error) => {
                    tracing::error!(server, %error, "the settings of a server can't be read; the defaults are in force");
                }
            }
        }
        Ok(all)
    }

    /// Calls `each` with every line: questions, votes, tallies, hidden questions, fixed answers, settings, actions.
    /// They are a snapshot, even if entries are recorded in the meantime.
    ///
    /// # Errors
    /// The first error of `each`, or the reason why the file cannot be read.
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
                article: row.get(4)?,
                passage: row.get(5)?,
            })
        })?;
        rows(&snapshot, TALLIES, each, |row| {
            let Number(times) = row.get(5)?;
            Ok(ExportLine::Tally {
                day: row.get(0)?,
                outcome: row.get(1)?,
                channel: row.get(2)?,
                article: row.get(3)?,
                passage: row.get(4)?,
                times,
            })
        })?;
        rows(&snapshot, HIDDEN, each, |row| {
            let Number(at) = row.get(3)?;
            Ok(ExportLine::Hidden {
                id: row.get(0)?,
                searched: row.get(1)?,
                text: row.get(2)?,
                at,
            })
        })?;
        rows(&snapshot, FIXED, each, |row| {
            let Number(at) = row.get(6)?;
            Ok(ExportLine::Fixed {
                id: row.get(0)?,
                searched: row.get(1)?,
                text: row.get(2)?,
                article: row.get(3)?,
                passage: row.get(4)?,
                is_section: row.get(5)?,
                at,
            })
        })?;
        rows(&snapshot, SETTINGS, each, |row| {
            let Number(server) = row.get(0)?;
            let text: String = row.get(1)?;
            Ok(ExportLine::Settings {
                server: server.to_string(),
                settings: serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text)),
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

const VOTES: &str = "SELECT answer_id, lower(hex(voter)), is_helpful, voted_at, article, passage
    FROM vote ORDER BY answer_id, voter";
const TALLIES: &str = "SELECT coalesce(date(day * 86400, 'unixepoch'), day || ''), outcome,
    nullif(channel, 0) || '', nullif(article, ''), nullif(passage, ''), times
    FROM tally ORDER BY day, outcome, channel, article, passage";
const HIDDEN: &str = "SELECT id, searched, text, hidden_at FROM hidden ORDER BY id";
const FIXED: &str = "SELECT id, searched, text, article, passage, is_section, fixed_at FROM fixed ORDER BY id";
const SETTINGS: &str = "SELECT server, settings FROM server ORDER BY server";
const ACTIONS: &str = "SELECT at, who, what, target, outcome FROM audit ORDER BY id";
const QUESTIONS: &str = "SELECT id, searched, done_up_to, answered_in FROM question ORDER BY id";
const ASKINGS: &str = "SELECT id, text, asked_at, outcome, answer_id, server || '', channel || '', message || '',
    article, passage FROM asking WHERE question_id = ?1 ORDER BY id";

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
                server: row.get(5)?,
                channel: row.get(6)?,
                message: row.get(7)?,
                article: row.get(8)?,
                passage: row.get(9)?,
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

/// Calls `each` with the result of `line` for each row of the query `sql`.
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

/// Writes the number as text, since many readers of JSON have no integers of 64 bits.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn hexadecimal<S: Serializer>(answer: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{answer:016x}"))
}

#[cfg(test)]
mod tests;

//! Reads the ledger: the actions of admins, the settings of servers, and an export of everything.
//!
//! Not here: the questions that are still open (`questions`), figures (`figures`), and the format of an export: its
//! lines can be serialized, and the caller chooses the format.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use rusqlite::params;
use serde::{Serialize, Serializer};

use super::entry::{Action, Outcome};
use super::error::LedgerError;
use super::opening::Ledger;
use super::settings::ServerSettings;
use super::stored::{AnswerId, Number, iso_day, number};
use super::transaction::{Row, Transaction};

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
        let latest = "SELECT id, at, who, what, target, outcome FROM audit ORDER BY id DESC LIMIT ?1";
        self.rows(latest, params![number(limit as u64)], |row| {
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
        })
    }

    /// The settings of each server that has any, by the server's ID. Settings that can't be read are left out, and
    /// reported in the log.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn settings(&self) -> Result<HashMap<u64, ServerSettings>, LedgerError> {
        let rows = self.rows(SETTINGS, params![], |row| {
            let Number(server) = row.get(0)?;
            Ok((server, row.get::<String>(1)?))
        })?;
        let mut all = HashMap::new();
        for (server, text) in rows {
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
        self.database.read(|snapshot| {
            questions(snapshot, each)?;
            lines(snapshot, VOTES, each, |row| {
                let (AnswerId(answer), Number(at)) = (row.get(0)?, row.get(3)?);
                Ok(ExportLine::Vote {
                    answer,
                    voter: HEXLOWER.encode(&row.get::<Vec<u8>>(1)?),
                    is_helpful: row.get(2)?,
                    at,
                    article: row.get(4)?,
                    passage: row.get(5)?,
                })
            })?;
            lines(snapshot, TALLIES, each, |row| {
                let Number(times) = row.get(5)?;
                Ok(ExportLine::Tally {
                    day: iso_day(row.get(0)?),
                    outcome: row.get(1)?,
                    channel: id(row, 2)?,
                    article: row.get(3)?,
                    passage: row.get(4)?,
                    times,
                })
            })?;
            lines(snapshot, HIDDEN, each, |row| {
                let Number(at) = row.get(3)?;
                Ok(ExportLine::Hidden {
                    id: row.get(0)?,
                    searched: row.get(1)?,
                    text: row.get(2)?,
                    at,
                })
            })?;
            lines(snapshot, FIXED, each, |row| {
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
            lines(snapshot, SETTINGS, each, |row| {
                let Number(server) = row.get(0)?;
                let text: String = row.get(1)?;
                Ok(ExportLine::Settings {
                    server: server.to_string(),
                    settings: serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text)),
                })
            })?;
            lines(snapshot, ACTIONS, each, |row| {
                let Number(at) = row.get(0)?;
                Ok(ExportLine::Action {
                    at,
                    who: row.get(1)?,
                    what: row.get(2)?,
                    target: row.get(3)?,
                    outcome: row.get(4)?,
                })
            })
        })
    }
}

const VOTES: &str =
    "SELECT answer_id, voter, is_helpful, voted_at, article, passage FROM vote ORDER BY answer_id, voter";
const TALLIES: &str = "SELECT day, outcome, nullif(channel, 0), nullif(article, ''), nullif(passage, ''), times
    FROM tally ORDER BY day, outcome, channel, tally.article, tally.passage";
const HIDDEN: &str = "SELECT id, searched, text, hidden_at FROM hidden ORDER BY id";
const FIXED: &str = "SELECT id, searched, text, article, passage, is_section, fixed_at FROM fixed ORDER BY id";
const SETTINGS: &str = "SELECT server, settings FROM server ORDER BY server";
const ACTIONS: &str = "SELECT at, who, what, target, outcome FROM audit ORDER BY id";
/// Each question with its askings, which follow one another.
const QUESTIONS: &str = "SELECT question.id, searched, done_up_to, answered_in,
    asking.id, text, asked_at, outcome, answer_id, server, channel, message, article, passage
    FROM question JOIN asking ON asking.question_id = question.id ORDER BY question.id, asking.id";

fn questions<E: From<LedgerError>>(
    snapshot: &mut Transaction<'_>,
    each: &mut dyn FnMut(ExportLine) -> Result<(), E>,
) -> Result<(), E> {
    let (mut current, mut current_id) = (None, 0);
    snapshot.each(QUESTIONS, params![], &mut |row| {
        let (id, line) = question(row).map_err(LedgerError::from)?;
        let asking = asking(row).map_err(LedgerError::from)?;
        if id == current_id
            && let Some(ExportLine::Question { askings, .. }) = &mut current
        {
            askings.push(asking);
            return Ok(());
        }
        current_id = id;
        current.replace(line(vec![asking])).map_or(Ok(()), &mut *each)
    })?;
    current.map_or(Ok(()), each)
}

/// The number of the question in a row, and its line without the askings.
fn question(row: &Row) -> rusqlite::Result<(i64, impl FnOnce(Vec<ExportedAsking>) -> ExportLine + use<>)> {
    let (id, searched, done_up_to, answered_in) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    let line = move |askings| ExportLine::Question {
        id,
        searched,
        done_up_to,
        answered_in,
        askings,
    };
    Ok((id, line))
}

fn asking(row: &Row) -> rusqlite::Result<ExportedAsking> {
    let (Number(at), AnswerId(answer)) = (row.get(6)?, row.get(8)?);
    Ok(ExportedAsking {
        id: row.get(4)?,
        text: row.get(5)?,
        at,
        outcome: row.get(7)?,
        answer,
        server: id(row, 9)?,
        channel: id(row, 10)?,
        message: id(row, 11)?,
        article: row.get(12)?,
        passage: row.get(13)?,
    })
}

/// An ID as text, since many readers of JSON have no integers of 64 bits.
fn id(row: &Row, column: usize) -> rusqlite::Result<Option<String>> {
    let id: Option<i64> = row.get(column)?;
    Ok(id.map(|id| id.to_string()))
}

/// Calls `each` with the result of `line` for each row of the query `sql`.
fn lines<E: From<LedgerError>>(
    snapshot: &mut Transaction<'_>,
    sql: &str,
    each: &mut dyn FnMut(ExportLine) -> Result<(), E>,
    line: impl Fn(&Row) -> rusqlite::Result<ExportLine>,
) -> Result<(), E> {
    snapshot.each(sql, params![], &mut |row| each(line(row).map_err(LedgerError::from)?))
}

/// Writes the number as text, since many readers of JSON have no integers of 64 bits.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn hexadecimal<S: Serializer>(answer: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{answer:016x}"))
}

#[cfg(test)]
mod tests;

//! Records entries, many in one transaction, and deletes them so that their bytes cannot be read from the file any
//! more.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::entry::{Action, Asked, Cited, Entry, Outcome, Place, Vote, Wording};
use super::error::LedgerError;
use super::file::{Ledger, unix_now};
use super::settings::ServerSettings;
use super::stored::{AnswerId, number};
use super::voter::{SALT_BYTES, new_salt, voter_hash};

pub(super) const DAY_SECONDS: u64 = 24 * 60 * 60;

/// The entries to delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purge {
    /// Askings and votes older than that, and questions without an asking left. Tallies stay, since they belong to
    /// nobody, and so do the actions of admins.
    OlderThan(Duration),
    /// Everything, including the salt.
    Everything,
}

/// The numbers of rows deleted, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Questions.
    pub questions: usize,
    /// Askings.
    pub askings: usize,
    /// Votes.
    pub votes: usize,
    /// Tallies: one for each day, outcome, channel and passage.
    pub tallies: usize,
    /// Actions of admins.
    pub actions: usize,
    /// True if the bytes of the deleted rows are gone from the file. They stay if there was no room to rewrite the file
    /// or another process was reading it. The next purge, or the last process to close the file, removes them.
    pub is_wiped: bool,
}

impl Ledger {
    /// Writes all `entries`, or none of them. When it returns, they are on the disk.
    ///
    /// # Errors
    /// Any [`LedgerError`] except [`LedgerError::Newer`]. Nothing was written then.
    pub fn record(&mut self, entries: &[Entry]) -> Result<(), LedgerError> {
        self.ensure_in_place()?;
        let stores_questions = self.options.stores_questions;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for entry in entries {
            match entry {
                Entry::Asked(asked) => write_asked(&transaction, asked, stores_questions)?,
                Entry::Vote(vote) => write_vote(&transaction, vote, stores_questions)?,
                Entry::Action(action) => write_action(&transaction, action)?,
                Entry::Settings { server, settings } => write_settings(&transaction, *server, settings)?,
            }
        }
        Ok(transaction.commit()?)
    }

    /// Deletes the entries that `purge` selects, and rewrites the file without them.
    ///
    /// # Errors
    /// If the file cannot be written. Nothing was deleted then.
    pub fn purge(&mut self, purge: Purge) -> Result<Purged, LedgerError> {
        self.ensure_in_place()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut purged = match purge {
            Purge::OlderThan(age) => delete_before(&transaction, cutoff(age))?,
            Purge::Everything => delete_everything(&transaction)?,
        };
        transaction.commit()?;
        purged.is_wiped = match self.wipe() {
            Err(LedgerError::Locked | LedgerError::Full) => false,
            wiped => wiped?,
        };
        self.must_wipe = !purged.is_wiped;
        Ok(purged)
    }

    /// True if [`Purge::OlderThan`] would delete anything.
    pub(super) fn has_older_than(&self, age: Duration) -> Result<bool, LedgerError> {
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM asking WHERE asked_at < ?1) OR EXISTS (SELECT 1 FROM vote WHERE voted_at < ?1)",
            [cutoff(age)],
            |row| row.get(0),
        )?)
    }

    /// Rewrites the file and truncates the log of changes. Returns true if both were possible. `secure_delete` alone
    /// would leave copies that SQLite made while moving rows within a page.
    fn wipe(&self) -> Result<bool, LedgerError> {
        self.connection.execute_batch("VACUUM")?;
        let is_busy: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(!is_busy)
    }

    /// Deletes the rows with these numbers, all or none, by a statement for one number. Returns how many there were.
    pub(super) fn delete_rows(&mut self, statement: &str, ids: &[i64]) -> Result<usize, LedgerError> {
        self.ensure_in_place()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut deleted = 0;
        for id in ids {
            deleted += transaction.execute(statement, [id])?;
        }
        transaction.commit()?;
        Ok(deleted)
    }

    /// Deletes entries that are older than the options allow.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn apply_retention(&mut self) -> Result<(), LedgerError> {
        if let Some(keep) = self.options.keep
            && (self.must_wipe || self.has_older_than(keep)?)
        {
            self.purge(Purge::OlderThan(keep))?;
        }
        Ok(())
    }
}

fn write_asked(connection: &Connection, asked: &Asked, stores_questions: bool) -> rusqlite::Result<()> {
    let (article, passage) = columns(asked.cited.as_ref());
    connection.execute(
        "INSERT INTO tally (day, outcome, channel, article, passage, times) VALUES (?1, ?2, ?3, ?4, ?5, 1)
         ON CONFLICT (day, outcome, channel, article, passage) DO UPDATE SET times = times + 1",
        params![
            number(asked.at / DAY_SECONDS),
            asked.outcome,
            asked.place.map_or(0, |place| number(place.channel)),
            article.unwrap_or_default(),
            passage.unwrap_or_default(),
        ],
    )?;
    if stores_questions && asked.outcome != Outcome::Answered {
        // Reopen it even if a generation seemed to answer it: otherwise it would stay hidden forever.
        let added = add_asking(connection, asked)?;
        added.map_or(Ok(()), |question_id| reopen(connection, question_id))?;
    }
    Ok(())
}

fn write_vote(connection: &Connection, vote: &Vote, stores_questions: bool) -> rusqlite::Result<()> {
    // Read it each time: a purge by another process may have replaced it.
    let salt: [u8; SALT_BYTES] = connection.query_row("SELECT salt FROM secret", [], |row| row.get(0))?;
    let (article, passage) = columns(vote.cited.as_ref());
    connection.execute(
        "INSERT INTO vote (answer_id, voter, is_helpful, voted_at, article, passage) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (answer_id, voter) DO UPDATE SET is_helpful = excluded.is_helpful, voted_at = excluded.voted_at,
             article = excluded.article, passage = excluded.passage",
        params![
            AnswerId(vote.answer),
            voter_hash(&salt, vote.answer, vote.user),
            vote.is_helpful,
            number(vote.at),
            article,
            passage,
        ],
    )?;
    if vote.is_helpful {
        remove_unfounded_askings(connection, Some(vote.answer))?;
    } else if stores_questions
        && let Some(question) = vote.question.clone()
        && let Some(question_id) = add_asking(connection, &voted_down(vote, question))?
    {
        // The answer that seemed to settle the question did not help.
        reopen(connection, question_id)?;
    }
    Ok(())
}

/// The asking of a question whose answer was voted down.
fn voted_down(vote: &Vote, question: Wording) -> Asked {
    Asked {
        question,
        outcome: Outcome::Answered,
        answer: vote.answer,
        at: vote.at,
        place: vote.place,
        cited: vote.cited.clone(),
    }
}

/// The article and the passage, as columns.
fn columns(cited: Option<&Cited>) -> (Option<&str>, Option<&str>) {
    cited
        .map(|cited| (cited.article.as_str(), cited.passage.as_str()))
        .unzip()
}

/// Records that no generation answers the question any more.
fn reopen(connection: &Connection, question_id: i64) -> rusqlite::Result<()> {
    connection.execute("UPDATE question SET answered_in = NULL WHERE id = ?1", [question_id])?;
    Ok(())
}

fn write_action(connection: &Connection, action: &Action) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO audit (at, who, what, target, outcome) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            number(action.at),
            action.who,
            action.what,
            action.target,
            action.outcome
        ],
    )?;
    Ok(())
}

/// Writes the settings of a server in place of those that it has.
fn write_settings(connection: &Connection, server: u64, settings: &ServerSettings) -> rusqlite::Result<()> {
    let text =
        serde_json::to_string(settings).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    connection.execute(
        "INSERT INTO server (server, settings) VALUES (?1, ?2)
         ON CONFLICT (server) DO UPDATE SET settings = excluded.settings",
        params![number(server), text],
    )?;
    Ok(())
}

/// Stores an asking, and its question if it is the first. Returns the question's number, or `None` if an asking with
/// this answer already exists.
fn add_asking(connection: &Connection, asked: &Asked) -> rusqlite::Result<Option<i64>> {
    let (question, answer) = (&asked.question, AnswerId(asked.answer));
    let is_there = connection
        .query_row("SELECT 1 FROM asking WHERE answer_id = ?1", [answer], |_| Ok(()))
        .optional()?
        .is_some();
    if is_there {
        return Ok(None);
    }
    connection.execute(
        "INSERT INTO question (searched) VALUES (?1) ON CONFLICT (searched) DO NOTHING",
        [&question.searched],
    )?;
    let question_id: i64 = connection.query_row(
        "SELECT id FROM question WHERE searched = ?1",
        [&question.searched],
        |row| row.get(0),
    )?;
    let (article, passage) = columns(asked.cited.as_ref());
    let place = |id: fn(&Place) -> Option<u64>| asked.place.as_ref().and_then(id).map(number);
    connection.execute(
        "INSERT INTO asking (question_id, text, asked_at, outcome, answer_id, server, channel, message, article, passage)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            question_id,
            question.text,
            number(asked.at),
            asked.outcome,
            answer,
            place(|place| Some(place.server)),
            place(|place| Some(place.channel)),
            place(|place| place.message),
            article,
            passage,
        ],
    )?;
    Ok(Some(question_id))
}

/// Removes answered askings that nobody votes down any more (all, or the one with this `answer`), and questions without
/// an asking. Returns the numbers of both.
pub(super) fn remove_unfounded_askings(
    connection: &Connection,
    answer: Option<u64>,
) -> rusqlite::Result<(usize, usize)> {
    let askings = connection.execute(
        "DELETE FROM asking WHERE outcome = 'answered' AND (?1 IS NULL OR answer_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM vote WHERE vote.answer_id = asking.answer_id AND NOT is_helpful)",
        [answer.map(AnswerId)],
    )?;
    if askings == 0 && answer.is_some() {
        return Ok((0, 0));
    }
    let questions = connection.execute(
        "DELETE FROM question WHERE NOT EXISTS (SELECT 1 FROM asking WHERE asking.question_id = question.id)",
        [],
    )?;
    Ok((askings, questions))
}

/// The time `age` ago.
fn cutoff(age: Duration) -> i64 {
    number(unix_now().saturating_sub(age.as_secs()))
}

fn delete_before(connection: &Connection, cutoff: i64) -> rusqlite::Result<Purged> {
    let askings = connection.execute("DELETE FROM asking WHERE asked_at < ?1", [cutoff])?;
    let votes = connection.execute("DELETE FROM vote WHERE voted_at < ?1", [cutoff])?;
    let (unfounded, questions) = remove_unfounded_askings(connection, None)?;
    Ok(Purged {
        questions,
        askings: askings + unfounded,
        votes,
        ..Purged::default()
    })
}

fn delete_everything(connection: &Connection) -> Result<Purged, LedgerError> {
    let delete = |table: &str| connection.execute(&format!("DELETE FROM {table}"), []);
    let purged = Purged {
        askings: delete("asking")?,
        questions: delete("question")?,
        votes: delete("vote")?,
        tallies: delete("tally")?,
        actions: delete("audit")?,
        is_wiped: false,
    };
    delete("hidden")?;
    delete("fixed")?;
    delete("server")?;
    delete("staff")?;
    let salt = new_salt().map_err(LedgerError::Random)?;
    connection.execute("UPDATE secret SET salt = ?1", params![salt.as_slice()])?;
    Ok(purged)
}

#[cfg(test)]
mod tests;

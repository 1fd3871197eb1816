//! Records entries, many in one transaction, and deletes them so that their bytes cannot be read from the file any
//! more.

use std::time::Duration;

use rusqlite::params;

use super::entry::{Action, Asked, Cited, Entry, Outcome, Place, Vote, Wording};
use super::error::LedgerError;
use super::file::unix_now;
use super::opening::Ledger;
use super::settings::ServerSettings;
use super::stored::{AnswerId, number};
use super::transaction::Transaction;
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
        let stores_questions = self.options.stores_questions;
        self.database.write(|transaction| {
            for entry in entries {
                match entry {
                    Entry::Asked(asked) => write_asked(transaction, asked, stores_questions)?,
                    Entry::Vote(vote) => write_vote(transaction, vote, stores_questions)?,
                    Entry::Action(action) => write_action(transaction, action)?,
                    Entry::Settings { server, settings } => write_settings(transaction, *server, settings)?,
                }
            }
            Ok(())
        })
    }

    /// Deletes the entries that `purge` selects, and rewrites the file without them.
    ///
    /// # Errors
    /// If the file cannot be written. Nothing was deleted then.
    pub fn purge(&mut self, purge: Purge) -> Result<Purged, LedgerError> {
        let mut purged = self.database.write(|transaction| match purge {
            Purge::OlderThan(age) => delete_before(transaction, cutoff(age)),
            Purge::Everything => delete_everything(transaction),
        })?;
        purged.is_wiped = match self.database.wipe() {
            Err(LedgerError::Locked | LedgerError::Full) => false,
            wiped => wiped?,
        };
        self.must_wipe = !purged.is_wiped;
        Ok(purged)
    }

    /// True if [`Purge::OlderThan`] would delete anything.
    pub(super) fn has_older_than(&self, age: Duration) -> Result<bool, LedgerError> {
        let has = "SELECT EXISTS (SELECT 1 FROM asking WHERE asked_at < ?1)
             OR EXISTS (SELECT 1 FROM vote WHERE voted_at < ?1)";
        let has = self.rows(has, params![cutoff(age)], |row| row.get(0))?;
        Ok(has.contains(&true))
    }

    /// Deletes the rows with these numbers, all or none, by a statement for one number. Returns how many there were.
    pub(super) fn delete_rows(&mut self, statement: &str, ids: &[i64]) -> Result<usize, LedgerError> {
        self.database.write(|transaction| {
            let mut deleted = 0;
            for id in ids {
                deleted += transaction.execute(statement, params![id])?;
            }
            Ok(deleted)
        })
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

fn write_asked(transaction: &mut Transaction<'_>, asked: &Asked, stores_questions: bool) -> Result<(), LedgerError> {
    let (article, passage) = columns(asked.cited.as_ref());
    transaction.execute(
        "INSERT INTO tally (day, outcome, channel, article, passage, times) VALUES (?1, ?2, ?3, ?4, ?5, 1)
         ON CONFLICT (day, outcome, channel, article, passage) DO UPDATE SET times = tally.times + 1",
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
        let added = add_asking(transaction, asked)?;
        added.map_or(Ok(()), |question_id| reopen(transaction, question_id))?;
    }
    Ok(())
}

fn write_vote(transaction: &mut Transaction<'_>, vote: &Vote, stores_questions: bool) -> Result<(), LedgerError> {
    // Read it each time: a purge by another process may have replaced it.
    let salt: [u8; SALT_BYTES] = transaction.only("SELECT salt FROM secret", params![])?;
    let (article, passage) = columns(vote.cited.as_ref());
    transaction.execute(
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
        remove_unfounded_askings(transaction, Some(vote.answer))?;
    } else if stores_questions
        && let Some(question) = vote.question.clone()
        && let Some(question_id) = add_asking(transaction, &voted_down(vote, question))?
    {
        // The answer that seemed to settle the question did not help.
        reopen(transaction, question_id)?;
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
fn reopen(transaction: &mut Transaction<'_>, question_id: i64) -> Result<(), LedgerError> {
    transaction.execute(
        "UPDATE question SET answered_in = NULL WHERE id = ?1",
        params![question_id],
    )?;
    Ok(())
}

fn write_action(transaction: &mut Transaction<'_>, action: &Action) -> Result<(), LedgerError> {
    transaction.execute(
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
fn write_settings(
    transaction: &mut Transaction<'_>,
    server: u64,
    settings: &ServerSettings,
) -> Result<(), LedgerError> {
    let text =
        serde_json::to_string(settings).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    transaction.execute(
        "INSERT INTO server (server, settings) VALUES (?1, ?2)
         ON CONFLICT (server) DO UPDATE SET settings = excluded.settings",
        params![number(server), text],
    )?;
    Ok(())
}

/// Stores an asking, and its question if it is the first. Returns the question's number, or `None` if an asking with
/// this answer already exists.
fn add_asking(transaction: &mut Transaction<'_>, asked: &Asked) -> Result<Option<i64>, LedgerError> {
    let (question, answer) = (&asked.question, AnswerId(asked.answer));
    let is_there = transaction.only(
        "SELECT EXISTS (SELECT 1 FROM asking WHERE answer_id = ?1)",
        params![answer],
    )?;
    if is_there {
        return Ok(None);
    }
    transaction.execute(
        "INSERT INTO question (searched) VALUES (?1) ON CONFLICT (searched) DO NOTHING",
        params![question.searched],
    )?;
    let number_of = "SELECT id FROM question WHERE searched = ?1";
    let question_id: i64 = transaction.only(number_of, params![question.searched])?;
    let (article, passage) = columns(asked.cited.as_ref());
    let place = |id: fn(&Place) -> Option<u64>| asked.place.as_ref().and_then(id).map(number);
    transaction.execute(
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
    transaction: &mut Transaction<'_>,
    answer: Option<u64>,
) -> Result<(usize, usize), LedgerError> {
    let askings = transaction.execute(
        "DELETE FROM asking WHERE outcome = 'answered' AND (CAST(?1 AS BIGINT) IS NULL OR answer_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM vote WHERE vote.answer_id = asking.answer_id AND is_helpful = 0)",
        params![answer.map(AnswerId)],
    )?;
    if askings == 0 && answer.is_some() {
        return Ok((0, 0));
    }
    let questions = transaction.execute(
        "DELETE FROM question WHERE NOT EXISTS (SELECT 1 FROM asking WHERE asking.question_id = question.id)",
        params![],
    )?;
    Ok((askings, questions))
}

/// The time `age` ago.
fn cutoff(age: Duration) -> i64 {
    number(unix_now().saturating_sub(age.as_secs()))
}

fn delete_before(transaction: &mut Transaction<'_>, cutoff: i64) -> Result<Purged, LedgerError> {
    let askings = transaction.execute("DELETE FROM asking WHERE asked_at < ?1", params![cutoff])?;
    let votes = transaction.execute("DELETE FROM vote WHERE voted_at < ?1", params![cutoff])?;
    let (unfounded, questions) = remove_unfounded_askings(transaction, None)?;
    Ok(Purged {
        questions,
        askings: askings + unfounded,
        votes,
        ..Purged::default()
    })
}

fn delete_everything(transaction: &mut Transaction<'_>) -> Result<Purged, LedgerError> {
    let mut delete = |table: &str| transaction.execute(&format!("DELETE FROM {table}"), params![]);
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
    transaction.execute("UPDATE secret SET salt = ?1", params![salt.as_slice()])?;
    Ok(purged)
}

#[cfg(test)]
mod tests;

//! Writing entries, many in one transaction.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::entry::{Action, Asked, Entry, Outcome, Vote, Wording};
use super::error::LedgerError;
use super::file::Ledger;
use super::stored::{AnswerId, number};
use super::voter::{SALT_BYTES, voter_hash};

pub(super) const DAY_SECONDS: u64 = 24 * 60 * 60;

impl Ledger {
    /// Writes all `entries`, or none of them. When it returns they are on the disk.
    ///
    /// # Errors
    /// Any [`LedgerError`] but [`LedgerError::Newer`]; then nothing was written.
    pub fn record(&mut self, entries: &[Entry]) -> Result<(), LedgerError> {
        self.look_again()?;
        let stores_questions = self.options.stores_questions;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for entry in entries {
            match entry {
                Entry::Asked(asked) => write_asked(&transaction, asked, stores_questions)?,
                Entry::Vote(vote) => write_vote(&transaction, vote, stores_questions)?,
                Entry::Action(action) => write_action(&transaction, action)?,
            }
        }
        Ok(transaction.commit()?)
    }

    /// Finds out whether something could be recorded: takes the lock, needs room, and waits for the disk.
    ///
    /// # Errors
    /// What recording would fail with.
    pub(super) fn prove(&mut self) -> Result<(), LedgerError> {
        self.look_again()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A row that needs pages of its own, and is gone before anybody can see it.
        transaction.execute_batch(
            "INSERT INTO audit (at, who, what, outcome) VALUES (0, '', printf('%16000c', ' '), '');
             DELETE FROM audit WHERE id = last_insert_rowid();",
        )?;
        Ok(transaction.commit()?)
    }
}

fn write_asked(connection: &Connection, asked: &Asked, stores_questions: bool) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO tally (day, outcome, times) VALUES (?1, ?2, 1)
         ON CONFLICT (day, outcome) DO UPDATE SET times = times + 1",
        params![number(asked.at / DAY_SECONDS), asked.outcome],
    )?;
    if stores_questions && asked.outcome != Outcome::Answered {
        // That the index has an answer to it is not so, whatever was found when it was asked again: there would be no
        // end to its being hidden.
        let added = add_asking(connection, &asked.question, asked.outcome, asked.answer, asked.at)?;
        added.map_or(Ok(()), |question_id| reopen(connection, question_id))?;
    }
    Ok(())
}

fn write_vote(connection: &Connection, vote: &Vote, stores_questions: bool) -> rusqlite::Result<()> {
    // Read each time: a purge by another process may have renewed it.
    let salt: [u8; SALT_BYTES] = connection.query_row("SELECT salt FROM secret", [], |row| row.get(0))?;
    connection.execute(
        "INSERT INTO vote (answer_id, voter, is_helpful, voted_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (answer_id, voter) DO UPDATE SET is_helpful = excluded.is_helpful, voted_at = excluded.voted_at",
        params![
            AnswerId(vote.answer),
            voter_hash(&salt, vote.answer, vote.user),
            vote.is_helpful,
            number(vote.at)
        ],
    )?;
    if vote.is_helpful {
        remove_unfounded_askings(connection, Some(vote.answer))?;
    } else if stores_questions
        && let Some(question) = &vote.question
        && let Some(question_id) = add_asking(connection, question, Outcome::Answered, vote.answer, vote.at)?
    {
        // That the index has an answer to it was said of the very answer that did not help.
        reopen(connection, question_id)?;
    }
    Ok(())
}

/// Nothing is known to answer a question any more.
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

/// Stores an asking, and its question if it is the first; the question's number, or `None` if there is an asking with
/// this answer already.
fn add_asking(
    connection: &Connection,
    question: &Wording,
    outcome: Outcome,
    answer: u64,
    at: u64,
) -> rusqlite::Result<Option<i64>> {
    let is_there = connection
        .query_row("SELECT 1 FROM asking WHERE answer_id = ?1", [AnswerId(answer)], |_| {
            Ok(())
        })
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
    connection.execute(
        "INSERT INTO asking (question_id, text, asked_at, outcome, answer_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![question_id, question.text, number(at), outcome, AnswerId(answer)],
    )?;
    Ok(Some(question_id))
}

/// Removes askings that were answered and whose answer nobody votes down any more (all of them, or that with one
/// `answer`), and questions that are left without an asking; how many of each.
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

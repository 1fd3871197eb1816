//! Deleting, so that what is deleted cannot be read from the file either.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior, params};

use super::error::LedgerError;
use super::file::{Ledger, unix_now};
use super::recording::remove_unfounded_askings;
use super::stored::number;
use super::voter::new_salt;

/// What to delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purge {
    /// Askings and votes from before that long ago, and questions that have no asking left. Tallies stay, since they are
    /// nobody's, and so does what admins did.
    OlderThan(Duration),
    /// All there is, the salt too.
    Everything,
}

/// What was deleted: how many of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Questions.
    pub questions: usize,
    /// Times that one was asked.
    pub askings: usize,
    /// Votes.
    pub votes: usize,
    /// Tallies: one for each day and outcome.
    pub tallies: usize,
    /// Actions of admins.
    pub actions: usize,
    /// Whether the deleted is gone from the file's bytes as well. It is not yet if there was no room to rewrite the file,
    /// or somebody else was reading all the while; it goes with the next purge, or when the last process closes the file.
    pub is_wiped: bool,
}

impl Ledger {
    /// Deletes what `purge` says, and rewrites the file without it.
    ///
    /// # Errors
    /// If the file cannot be written; then nothing was deleted.
    pub fn purge(&mut self, purge: Purge) -> Result<Purged, LedgerError> {
        self.look_again()?;
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

    /// Whether there is something for [`Purge::OlderThan`] to delete.
    pub(super) fn has_older_than(&self, age: Duration) -> Result<bool, LedgerError> {
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM asking WHERE asked_at < ?1) OR EXISTS (SELECT 1 FROM vote WHERE voted_at < ?1)",
            [cutoff(age)],
            |row| row.get(0),
        )?)
    }

    /// Rewrites the file, and cuts off the log of changes; whether that could be done. `secure_delete` alone would leave
    /// what SQLite had moved about within a page.
    fn wipe(&self) -> Result<bool, LedgerError> {
        self.connection.execute_batch("VACUUM")?;
        let is_busy: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(!is_busy)
    }
}

/// The time before which all is older than `age`.
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
    let salt = new_salt().map_err(LedgerError::Random)?;
    connection.execute("UPDATE secret SET salt = ?1", params![salt.as_slice()])?;
    Ok(purged)
}

#[cfg(test)]
mod tests;

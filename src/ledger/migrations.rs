//! The tables, and the migration of files of earlier versions.
//!
//! The file's `user_version` is the number of [`STEPS`] applied to it. A released step never changes; changes go into a
//! new step.

use rusqlite::{Connection, TransactionBehavior};

use super::error::LedgerError;
use super::voter::new_salt;

/// The steps from an empty file to the current tables. The sketch in `src/ledger.rs` shows the result.
pub(super) const STEPS: &[&str] = &[
    "
    CREATE TABLE secret (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        salt BLOB NOT NULL CHECK (length(salt) = 32)
    ) STRICT;

    -- Numbers are never reused (AUTOINCREMENT): a button pressed late must not mean another question, nor
    -- done_up_to another asking.
    CREATE TABLE question (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        searched TEXT NOT NULL UNIQUE,
        done_up_to INTEGER NOT NULL DEFAULT 0,
        answered_in TEXT
    ) STRICT;

    CREATE TABLE asking (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'unsure', 'no_answer')),
        answer_id INTEGER NOT NULL UNIQUE
    ) STRICT;
    CREATE INDEX asking_by_question ON asking (question_id);
    CREATE INDEX asking_by_time ON asking (asked_at);

    CREATE TABLE vote (
        answer_id INTEGER NOT NULL,
        voter BLOB NOT NULL CHECK (length(voter) = 32),
        is_helpful INTEGER NOT NULL CHECK (is_helpful IN (0, 1)),
        voted_at INTEGER NOT NULL,
        PRIMARY KEY (answer_id, voter)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX vote_by_time ON vote (voted_at);

    -- Days since 1970.
    CREATE TABLE tally (
        day INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'unsure', 'no_answer')),
        times INTEGER NOT NULL,
        PRIMARY KEY (day, outcome)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        target TEXT,
        outcome TEXT NOT NULL
    ) STRICT;
",
    "
    CREATE TABLE hidden (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        searched TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        hidden_at INTEGER NOT NULL
    ) STRICT;
",
    "
    -- A server of Discord, by its ID.
    CREATE TABLE server (
        server INTEGER PRIMARY KEY,
        settings TEXT NOT NULL
    ) STRICT;
",
    "
    CREATE TABLE fixed (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        searched TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        passage TEXT NOT NULL,
        article TEXT NOT NULL,
        headings TEXT NOT NULL,
        is_section INTEGER NOT NULL CHECK (is_section IN (0, 1)),
        fixed_at INTEGER NOT NULL
    ) STRICT;
",
    "
    ALTER TABLE asking ADD COLUMN server INTEGER;
    ALTER TABLE asking ADD COLUMN channel INTEGER;
    ALTER TABLE asking ADD COLUMN message INTEGER;
    ALTER TABLE asking ADD COLUMN article TEXT;
    ALTER TABLE asking ADD COLUMN passage TEXT;
    ALTER TABLE vote ADD COLUMN article TEXT;
    ALTER TABLE vote ADD COLUMN passage TEXT;

    -- The channel is 0 outside of servers; article and passage are empty if nothing was cited.
    CREATE TABLE new_tally (
        day INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'unsure', 'no_answer')),
        channel INTEGER NOT NULL,
        article TEXT NOT NULL,
        passage TEXT NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (day, outcome, channel, article, passage)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_tally SELECT day, outcome, 0, '', '', times FROM tally;
    DROP TABLE tally;
    ALTER TABLE new_tally RENAME TO tally;

    -- What the staff channel of a server has been told: askings up to up_to, the last list, and the last start.
    CREATE TABLE staff (
        server INTEGER PRIMARY KEY,
        up_to INTEGER NOT NULL,
        listed_at INTEGER NOT NULL,
        started_at INTEGER NOT NULL
    ) STRICT;
",
];

/// The version of files that this program writes.
pub(super) const VERSION: i64 = STEPS.len().cast_signed() as i64;

/// The version of the file; 0 if it is new.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Migrates the file to this program's version, completely or not at all. It must not be of a newer version.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    if version(connection)? == VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have migrated it while this one waited for the lock.
    let from = usize::try_from(version(&transaction)?).unwrap_or(0);
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    let salt = new_salt().map_err(LedgerError::Random)?;
    transaction.execute(
        "INSERT OR IGNORE INTO secret (id, salt) VALUES (1, ?1)",
        [salt.as_slice()],
    )?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::ledger::tests::{open_file as open, wording};
    use crate::ledger::{FILE, Figures};

    /// A file of the first version, with a question and a count, brought up to a later one.
    fn file_of(version: usize) -> TempDir {
        let folder = TempDir::new().unwrap();
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        let rows = "
            INSERT INTO secret VALUES (1, zeroblob(32));
            INSERT INTO question (searched) VALUES ('why');
            INSERT INTO asking (question_id, text, asked_at, outcome, answer_id) VALUES (1, 'Why?', 5, 'unsure', 9);
            INSERT INTO tally VALUES (0, 'unsure', 3), (0, 'answered', 4);
        ";
        connection.execute_batch(rows).unwrap();
        for step in &STEPS[1..version] {
            connection.execute_batch(step).unwrap();
        }
        let version = i64::try_from(version).unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
        folder
    }

    #[test]
    fn a_file_of_any_earlier_version_keeps_what_it_has_and_takes_what_is_new() {
        for version in 1..STEPS.len() {
            let folder = file_of(version);
            let mut ledger = open(folder.path());
            let figures = Figures {
                answered: 4,
                unsure: 3,
                ..Figures::default()
            };
            assert_eq!(ledger.figures(None).unwrap(), figures, "version {version}");
            assert_eq!(ledger.open_questions(9).unwrap().len(), 1, "version {version}");
            assert_eq!(ledger.settings().unwrap().len(), 0, "version {version}");
            ledger.hide(&[wording("Why?")]).unwrap();
            assert_eq!(ledger.open_questions(9).unwrap(), [], "version {version}");
        }
    }
}

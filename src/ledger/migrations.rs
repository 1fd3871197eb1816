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

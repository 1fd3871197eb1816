//! What admins did.

use super::entry::Action;
use super::error::LedgerError;
use super::file::Ledger;
use super::stored::{Number, number};

/// An action as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number; a later action has a higher one.
    pub id: i64,
    /// What was done.
    pub action: Action,
}

impl Ledger {
    /// The last actions, the latest first; `limit` at most.
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
}

//! Moves a ledger from one storage to another, so that nothing is lost and no number means anything else.

use rusqlite::types::Value;
use rusqlite::{ToSql, params};

use super::error::LedgerError;
use super::file::{self, FILE};
use super::inspection::inspect;
use super::opening::{Ledger, Options};
use super::storage::Storage;
use super::tables::{TABLES, Table};
use super::transaction::Transaction;

/// The suffix after [`FILE`] in the name of a file whose ledger was moved elsewhere; the time follows.
const MOVED: &str = ".moved-";

/// A digest of the rows of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rows {
    count: usize,
    /// Of all values of all rows, in order.
    hash: blake3::Hash,
}

/// Moves the ledger from `from` to `to`, where there may be none with anything else in it. Other writers wait until it is
/// done. Then the old file is renamed, or the old rows are deleted from the database. Returns the number of rows; `None`
/// if there is no ledger. A move that was interrupted after the copy goes on from there.
///
/// # Errors
/// [`LedgerError::NotEmpty`] if there is something else in the ledger at `to`; [`LedgerError::NotMoved`] if what was
/// written is not what was read; [`LedgerError::Damaged`] if the file is damaged, which then keeps its name; any other if a
/// ledger can't be read or written. Nothing is changed then.
pub fn move_ledger(from: &Storage, to: &Storage) -> Result<Option<usize>, LedgerError> {
    // Opening it would move a damaged file out of the way.
    if inspect(from)?.is_none() {
        return Ok(None);
    }
    inspect(to)?;
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    let mut source = Ledger::open(from.clone(), options)?.ledger;
    let mut target = Ledger::open(to.clone(), options)?.ledger;
    let (moved, aside) = source.database.write(|source| {
        let moved = target.database.write(|target| moved(source, target))?;
        let aside = match from {
            Storage::Folder(folder) => Some(file::set_aside(&folder.join(FILE), MOVED)?),
            Storage::Shared { .. } => {
                source.remove_all()?;
                None
            }
        };
        Ok((moved, aside))
    })?;
    drop(source);
    if let Some(aside) = aside {
        file::settle(&aside);
    }
    Ok(Some(moved.count))
}

/// Copies all rows, unless they are there already.
fn moved(source: &mut Transaction<'_>, target: &mut Transaction<'_>) -> Result<Rows, LedgerError> {
    let read = rows(source)?;
    let there = rows(target)?;
    if there == read {
        return Ok(read);
    }
    if there.count > 0 {
        return Err(LedgerError::NotEmpty);
    }
    target.execute("DELETE FROM secret", params![])?;
    for table in TABLES {
        copy(table, source, target)?;
    }
    for table in TABLES.iter().filter(|table| table.has_ids) {
        let last = source.last_id(table.name)?;
        target.continue_after(table.name, last)?;
    }
    if rows(target)? == read {
        Ok(read)
    } else {
        Err(LedgerError::NotMoved)
    }
}

fn copy(table: &Table, source: &mut Transaction<'_>, target: &mut Transaction<'_>) -> Result<(), LedgerError> {
    let marks: Vec<String> = (1..=table.columns.split(", ").count())
        .map(|at| format!("?{at}"))
        .collect();
    let insert = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.name,
        table.columns,
        marks.join(", ")
    );
    source.each(&select(table), params![], &mut |row| {
        let values: Vec<&dyn ToSql> = row.values().iter().map(|value| value as _).collect();
        target.execute(&insert, &values)?;
        Ok::<_, LedgerError>(())
    })
}

fn rows(ledger: &mut Transaction<'_>) -> Result<Rows, LedgerError> {
    let (mut count, mut hasher) = (0, blake3::Hasher::new());
    for table in TABLES {
        ledger.each(&select(table), params![], &mut |row| {
            count += usize::from(table.name != "secret");
            for value in row.values() {
                hash(value, &mut hasher);
            }
            Ok::<_, LedgerError>(())
        })?;
    }
    Ok(Rows {
        count,
        hash: hasher.finalize(),
    })
}

/// The statement for the rows of a table in the order of their keys. No key has more than five columns.
fn select(table: &Table) -> String {
    let keys: Vec<String> = (1..=table.columns.split(", ").count().min(5))
        .map(|at| at.to_string())
        .collect();
    format!(
        "SELECT {} FROM {} ORDER BY {}",
        table.columns,
        table.name,
        keys.join(", ")
    )
}

fn hash(value: &Value, hasher: &mut blake3::Hasher) {
    let mut part = |kind: u8, bytes: &[u8]| {
        hasher.update(&[kind]);
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    match value {
        Value::Null => part(0, &[]),
        Value::Integer(number) => part(1, &number.to_le_bytes()),
        Value::Real(number) => part(2, &number.to_le_bytes()),
        // PostgreSQL's text can't hold a zero; this sign takes its place there.
        Value::Text(text) => part(3, text.replace('\0', "\u{fffd}").as_bytes()),
        Value::Blob(bytes) => part(4, bytes),
    }
}

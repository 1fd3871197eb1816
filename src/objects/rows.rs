//! Objects as rows of the shared database, in pieces: a value in PostgreSQL is held in memory as a whole.

use crate::database::{Access, DatabaseError, SharedDatabase};

/// The bytes of a piece, except for the last one.
const PIECE: usize = 1 << 20;

pub(super) fn put_new(database: &SharedDatabase, library: u64, key: &str, bytes: &[u8]) -> Result<bool, DatabaseError> {
    database.prepare()?;
    database.transaction(library, Access::Write, |mut transaction| {
        let insert = "INSERT INTO object (key, piece, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let insert = transaction.prepare(insert)?;
        // An object without bytes has a piece, too.
        let first = bytes.chunks(PIECE).next().unwrap_or_default();
        if transaction.execute(&insert, &[&key, &0_i64, &first])? == 0 {
            return Ok(false);
        }
        for (at, piece) in (1_i64..).zip(bytes.chunks(PIECE).skip(1)) {
            transaction.execute(&insert, &[&key, &at, &piece])?;
        }
        transaction.commit()?;
        Ok(true)
    })?
}

pub(super) fn get(database: &SharedDatabase, library: u64, key: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
    database.prepare()?;
    database.transaction(library, Access::Read, |mut transaction| {
        let pieces = transaction.query("SELECT bytes FROM object WHERE key = $1 ORDER BY piece", &[&key])?;
        let mut bytes = Vec::new();
        for piece in &pieces {
            bytes.extend_from_slice(piece.try_get(0)?);
        }
        Ok((!pieces.is_empty()).then_some(bytes))
    })?
}

pub(super) fn list(database: &SharedDatabase, library: u64) -> Result<Vec<String>, DatabaseError> {
    database.prepare()?;
    database.transaction(library, Access::Read, |mut transaction| {
        let keys = transaction.query("SELECT key FROM object WHERE piece = 0 ORDER BY key", &[])?;
        Ok(keys.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    })?
}

pub(super) fn delete(database: &SharedDatabase, library: u64, key: &str) -> Result<(), DatabaseError> {
    database.prepare()?;
    database.transaction(library, Access::Write, |mut transaction| {
        transaction.execute("DELETE FROM object WHERE key = $1", &[&key])?;
        Ok(transaction.commit()?)
    })?
}

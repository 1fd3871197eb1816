//! Statements in either of the two databases, which understand the same ones.
//!
//! The values are those of SQLite. Truth is a number there, so it is one in PostgreSQL as well: a statement says
//! `is_helpful = 0`, and counts with `FILTER` where SQLite could add conditions up.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, Value, ValueRef};

use super::error::LedgerError;
use super::tables::TABLES;
use super::values::Prepared;

/// Statements that see one state of the database. Their changes are kept once it is committed.
pub(super) enum Transaction<'a> {
    Sqlite(rusqlite::Transaction<'a>),
    Postgres(Prepared<'a>),
}

/// A row that a statement returned.
#[derive(Debug)]
pub(super) struct Row(Vec<Value>);

impl Transaction<'_> {
    /// Keeps the changes.
    pub(super) fn commit(self) -> Result<(), LedgerError> {
        match self {
            Self::Sqlite(transaction) => Ok(transaction.commit()?),
            Self::Postgres(transaction) => transaction.commit(),
        }
    }

    /// Runs a statement, and returns the number of rows that it changed.
    pub(super) fn execute(&mut self, sql: &str, values: &[&dyn ToSql]) -> Result<usize, LedgerError> {
        match self {
            Self::Sqlite(transaction) => Ok(transaction.execute(sql, values)?),
            Self::Postgres(transaction) => transaction.execute(sql, values),
        }
    }

    /// Calls `each` with the rows that a statement returns, until it fails.
    ///
    /// # Errors
    /// The first error of `each`, or the reason why the rows can't be read.
    pub(super) fn each<E: From<LedgerError>>(
        &mut self,
        sql: &str,
        values: &[&dyn ToSql],
        each: &mut dyn FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Sqlite(transaction) => {
                let failed = |error: rusqlite::Error| E::from(LedgerError::from(error));
                let mut statement = transaction.prepare(sql).map_err(failed)?;
                let columns = statement.column_count();
                let mut rows = statement.query(values).map_err(failed)?;
                while let Some(row) = rows.next().map_err(failed)? {
                    let row = (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>();
                    each(&Row(row.map_err(failed)?))?;
                }
                Ok(())
            }
            Self::Postgres(transaction) => transaction.each_row(sql, values, &mut |row| each(&Row(row))),
        }
    }

    /// The rows that a statement returns, each as `read` reads it.
    pub(super) fn rows<T>(
        &mut self,
        sql: &str,
        values: &[&dyn ToSql],
        mut read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let mut rows = Vec::new();
        self.each(sql, values, &mut |row| {
            rows.push(read(row)?);
            Ok::<_, LedgerError>(())
        })?;
        Ok(rows)
    }

    /// The largest number that a row of the table ever had, or a larger one.
    pub(super) fn last_id(&mut self, table: &str) -> Result<i64, LedgerError> {
        match self {
            Self::Sqlite(_) => {
                let last = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
                let last = self.rows(last, &[&table], |row| row.get(0))?;
                Ok(last.into_iter().next().unwrap_or(0))
            }
            Self::Postgres(_) => self.only(&format!("SELECT last_value FROM {table}_id_seq"), &[]),
        }
    }

    /// Lets the numbers of new rows of the table begin after `last`, unless they do so anyway.
    pub(super) fn continue_after(&mut self, table: &str, last: i64) -> Result<(), LedgerError> {
        match self {
            Self::Sqlite(_) => {
                // It has a row for a table that has had one, and no key.
                let later = "UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1 AND seq < ?2";
                self.execute(later, &[&table, &last])?;
                let first = "INSERT INTO sqlite_sequence (name, seq)
                     SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)";
                self.execute(first, &[&table, &last])?;
            }
            Self::Postgres(_) => {
                // Nobody takes a number meanwhile. The last value of a new sequence is 1, but it is not taken.
                self.execute(&format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"), &[])?;
                let later = format!(
                    "SELECT setval('{table}_id_seq', CAST(?1 AS BIGINT)) FROM {table}_id_seq WHERE last_value <= ?1"
                );
                self.rows(&later, &[&last], |_| Ok(()))?;
            }
        }
        Ok(())
    }

    /// Deletes all rows of the ledger.
    pub(super) fn remove_all(&mut self) -> Result<(), LedgerError> {
        for table in TABLES.iter().rev() {
            self.execute(&format!("DELETE FROM {}", table.name), &[])?;
        }
        Ok(())
    }

    /// The only value that a statement returns.
    ///
    /// # Errors
    /// If it returns none.
    pub(super) fn only<T: FromSql>(&mut self, sql: &str, values: &[&dyn ToSql]) -> Result<T, LedgerError> {
        let first = self.rows(sql, values, |row| row.get(0))?.into_iter().next();
        Ok(first.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
    }
}

impl Row {
    /// All values, in the order of the columns.
    pub(super) fn values(&self) -> &[Value] {
        &self.0
    }

    /// The value in a column.
    ///
    /// # Errors
    /// If it isn't of this type.
    pub(super) fn get<T: FromSql>(&self, column: usize) -> rusqlite::Result<T> {
        let value = self.0.get(column).map_or(ValueRef::Null, ValueRef::from);
        T::column_result(value)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, value.data_type(), Box::new(error)))
    }
}

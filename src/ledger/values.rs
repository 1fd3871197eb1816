//! The statements of the ledger in PostgreSQL: their form there, values of SQLite as their parameters, and their rows as
//! values of SQLite.

use std::collections::HashMap;
use std::error::Error;

use bytes::BytesMut;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Statement, Transaction};
use rusqlite::types::{FromSql, ToSqlOutput, Value};

use super::error::LedgerError;

/// A transaction that prepares each statement once: a batch of entries runs the same few many times, and each round trip
/// to the server takes time.
pub(super) struct Prepared<'a> {
    transaction: Transaction<'a>,
    statements: HashMap<String, Statement>,
}

/// A parameter of a statement.
#[derive(Debug)]
struct Parameter(Value);

impl ToSql for Parameter {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match &self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) => number.to_sql(kind, out),
            Value::Real(number) => number.to_sql(kind, out),
            // PostgreSQL's text can't hold it.
            Value::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> Prepared<'a> {
    pub(super) fn new(transaction: Transaction<'a>) -> Self {
        Self {
            transaction,
            statements: HashMap::new(),
        }
    }

    pub(super) fn commit(self) -> Result<(), LedgerError> {
        Ok(self.transaction.commit()?)
    }

    /// Runs a statement, and returns the number of rows that it changed.
    pub(super) fn execute(&mut self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<usize, LedgerError> {
        let statement = self.statement(sql)?;
        let parameters = parameters(values)?;
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|one| one as _).collect();
        let changed = self.transaction.execute(&statement, &parameters)?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Calls `each` with the values of each row that a statement returns, until it fails.
    pub(super) fn each_row<E: From<LedgerError>>(
        &mut self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        each: &mut dyn FnMut(Vec<Value>) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: postgres::Error| E::from(LedgerError::from(error));
        let statement = self.statement(sql).map_err(failed)?;
        let parameters = parameters(values).map_err(LedgerError::from)?;
        let rows = self.transaction.query_raw(&statement, parameters.iter());
        let mut rows = rows.map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let values = (0..row.len()).map(|column| value(&row, column));
            each(values.collect::<Result<_, _>>().map_err(failed)?)?;
        }
        Ok(())
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.prepare(&translated(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// The statement in PostgreSQL's form: parameters begin with `$`, and rows are unique only within their library. Words
/// are too long for an index, so that their digests are unique.
fn translated(sql: &str) -> String {
    sql.replace('?', "$")
        .replace("ON CONFLICT (", "ON CONFLICT (library, ")
        .replace("(library, searched)", "(library, md5(searched))")
}

fn parameters(values: &[&dyn rusqlite::ToSql]) -> rusqlite::Result<Vec<Parameter>> {
    let parameter = |value: &&dyn rusqlite::ToSql| match value.to_sql()? {
        ToSqlOutput::Borrowed(value) => Ok(Parameter(Value::column_result(value)?)),
        ToSqlOutput::Owned(value) => Ok(Parameter(value)),
        _ => Err(rusqlite::Error::InvalidQuery),
    };
    values.iter().map(parameter).collect()
}

fn value(row: &postgres::Row, column: usize) -> Result<Value, postgres::Error> {
    Ok(match *row.columns()[column].type_() {
        Type::BOOL => row.try_get::<_, Option<bool>>(column)?.into(),
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column)?.into(),
        _ => row.try_get::<_, Option<String>>(column)?.into(),
    })
}

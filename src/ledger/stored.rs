//! Values in the form that SQLite stores: integers are signed, and outcomes are words.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::entry::Outcome;

impl ToSql for Outcome {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Answered => "answered",
            Self::Unsure => "unsure",
            Self::NoAnswer => "no_answer",
        }
        .into())
    }
}

impl FromSql for Outcome {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "answered" => Ok(Self::Answered),
            "unsure" => Ok(Self::Unsure),
            "no_answer" => Ok(Self::NoAnswer),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// Converts a time or a count. One that is too large for SQLite becomes the largest number.
pub(super) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The number of an answer, bit for bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AnswerId(pub(super) u64);

impl ToSql for AnswerId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.cast_signed().into())
    }
}

impl FromSql for AnswerId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(|id| Self(id.cast_unsigned()))
    }
}

/// A time or a count from SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(pub(super) u64);

impl FromSql for Number {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        u64::try_from(number)
            .map(Self)
            .map_err(|_| FromSqlError::OutOfRange(number))
    }
}

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

/// The date of a day since 1970, as in "2026-01-31"; the number itself if it is far from our time.
///
/// The way of counting is Howard Hinnant's `civil_from_days` ("chrono-Compatible Low-Level Date Algorithms"): years begin
/// in March, so that a leap day is the last of its year, and repeat after 400 years.
pub(super) fn iso_day(day: i64) -> String {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    /// The days from the first of March of the year 0 to 1970.
    const TO_1970: i64 = 719_468;
    if !(0..1_000_000).contains(&day) {
        return day.to_string();
    }
    let since_0 = day + TO_1970;
    let (era, in_era) = (since_0 / DAYS_IN_400_YEARS, since_0 % DAYS_IN_400_YEARS);
    let year_in_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
    let from_march = (5 * in_year + 2) / 153;
    let in_month = in_year - (153 * from_march + 2) / 5 + 1;
    let (month, is_next_year) = if from_march < 10 {
        (from_march + 3, 0)
    } else {
        (from_march - 9, 1)
    };
    let year = era * 400 + year_in_era + is_next_year;
    format!("{year:04}-{month:02}-{in_month:02}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_dates_that_sqlite_gives_them() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let mut dates = connection.prepare("SELECT date(?1 * 86400, 'unixepoch')").unwrap();
        for day in (0..110_000).chain([999_999]) {
            let date: String = dates.query_row([day], |row| row.get(0)).unwrap();
            assert_eq!(iso_day(day), date, "{day}");
        }
        assert_eq!(iso_day(-1), "-1");
        assert_eq!(iso_day(i64::MAX), i64::MAX.to_string());
    }
}

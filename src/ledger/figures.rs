//! How much was asked, and how people liked it.

use super::entry::Outcome;
use super::error::LedgerError;
use super::file::{Ledger, unix_now};
use super::recording::DAY_SECONDS;
use super::stored::{Number, number};

/// Questions by how they ended, and votes by what they say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Questions that were answered.
    pub answered: u64,
    /// Questions for which something was shown that may answer them.
    pub unsure: u64,
    /// Questions for which nothing was found.
    pub no_answer: u64,
    /// Votes that an answer helped.
    pub helpful: u64,
    /// Votes that it did not.
    pub not_helpful: u64,
}

impl Ledger {
    /// The figures of the last days (UTC, today being one of them), or of all time. Of votes, those that are still kept.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn figures(&self, last_days: Option<u32>) -> Result<Figures, LedgerError> {
        let today = unix_now() / DAY_SECONDS;
        let first_day = last_days.map_or(0, |days| (today + 1).saturating_sub(u64::from(days)));
        let mut figures = Figures::default();
        let mut tallies = self
            .connection
            .prepare("SELECT outcome, sum(times) FROM tally WHERE day >= ?1 GROUP BY outcome")?;
        let mut rows = tallies.query([number(first_day)])?;
        while let Some(row) = rows.next()? {
            let Number(times) = row.get(1)?;
            match row.get(0)? {
                Outcome::Answered => figures.answered = times,
                Outcome::Unsure => figures.unsure = times,
                Outcome::NoAnswer => figures.no_answer = times,
            }
        }
        let mut votes = self
            .connection
            .prepare("SELECT is_helpful, count(*) FROM vote WHERE voted_at >= ?1 GROUP BY is_helpful")?;
        let mut rows = votes.query([number(first_day * DAY_SECONDS)])?;
        while let Some(row) = rows.next()? {
            let Number(count) = row.get(1)?;
            if row.get(0)? {
                figures.helpful = count;
            } else {
                figures.not_helpful = count;
            }
        }
        Ok(figures)
    }
}

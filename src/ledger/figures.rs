//! Figures: how much was asked in the last days, how it ended, and what was shown and voted on.

use rusqlite::params;

use super::entry::{Cited, Outcome};
use super::error::LedgerError;
use super::file::unix_now;
use super::opening::Ledger;
use super::stored::{Number, number};
use super::transaction::Row;
use super::writing::DAY_SECONDS;

/// Counts of questions by outcome, and of votes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Questions that were answered.
    pub answered: u64,
    /// Questions for which a passage was shown that may answer them.
    pub unsure: u64,
    /// Questions for which nothing was found.
    pub no_answer: u64,
    /// Votes that an answer helped.
    pub helpful: u64,
    /// Votes that it did not.
    pub not_helpful: u64,
}

/// The same questions and votes in parts. Each list but that of days begins with the largest number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// The figures of each day (UTC), the earliest first and today last, without votes.
    pub days: Vec<Figures>,
    /// The passages that were shown first most often, certain or not, with the number of times.
    pub shown: Vec<(Cited, u64)>,
    /// The passages that were voted on, those with the most votes against them first: the votes for and against.
    pub voted_on: Vec<(Cited, u64, u64)>,
    /// The articles of the nearest passages of questions without a certain answer, with the number of questions.
    pub articles: Vec<(String, u64)>,
    /// The channels in which questions got no certain answer, with their number and that of all questions there.
    pub channels: Vec<(u64, u64, u64)>,
}

impl Figures {
    fn set(&mut self, outcome: Outcome, times: u64) {
        match outcome {
            Outcome::Answered => self.answered = times,
            Outcome::Unsure => self.unsure = times,
            Outcome::NoAnswer => self.no_answer = times,
        }
    }

    /// The number of questions.
    pub fn asked(&self) -> u64 {
        self.answered + self.unsure + self.no_answer
    }
}

impl Ledger {
    /// The figures of the last days (UTC, including today), or of all time. Deleted votes don't count.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn figures(&self, last_days: Option<u32>) -> Result<Figures, LedgerError> {
        let first_day = last_days.map_or(0, first_of);
        let mut figures = Figures::default();
        let tallies = "SELECT outcome, CAST(sum(times) AS BIGINT) FROM tally WHERE day >= ?1 GROUP BY outcome";
        for (outcome, Number(times)) in self.rows(tallies, params![number(first_day)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })? {
            figures.set(outcome, times);
        }
        let votes = "SELECT is_helpful, count(*) FROM vote WHERE voted_at >= ?1 GROUP BY is_helpful";
        let since = params![number(first_day * DAY_SECONDS)];
        for (is_helpful, Number(count)) in self.rows(votes, since, |row| Ok((row.get::<bool>(0)?, row.get(1)?)))? {
            *(if is_helpful {
                &mut figures.helpful
            } else {
                &mut figures.not_helpful
            }) = count;
        }
        Ok(figures)
    }

    /// The figures of the last days (UTC, including today) in parts, of each list the first `limit`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn breakdown(&self, last_days: u32, limit: usize) -> Result<Breakdown, LedgerError> {
        let first_day = first_of(last_days);
        let (limit, since) = (number(limit as u64), number(first_day * DAY_SECONDS));
        let of_days = params![number(first_day), limit];
        let of_votes = params![since, limit];
        let cited = |row: &Row| {
            Ok::<_, rusqlite::Error>(Cited {
                article: row.get(0)?,
                passage: row.get(1)?,
            })
        };
        let count = |row: &Row, at: usize| row.get(at).map(|Number(count)| count);
        Ok(Breakdown {
            days: self.days(first_day, last_days)?,
            shown: self.rows(SHOWN, of_days, |row| Ok((cited(row)?, count(row, 2)?)))?,
            voted_on: self.rows(VOTED_ON, of_votes, |row| {
                Ok((cited(row)?, count(row, 2)?, count(row, 3)?))
            })?,
            articles: self.rows(ARTICLES, of_days, |row| Ok((row.get(0)?, count(row, 1)?)))?,
            channels: self.rows(CHANNELS, of_days, |row| {
                Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?))
            })?,
        })
    }

    fn days(&self, first_day: u64, days: u32) -> Result<Vec<Figures>, LedgerError> {
        let tallies =
            "SELECT day, outcome, CAST(sum(times) AS BIGINT) FROM tally WHERE day >= ?1 GROUP BY day, outcome";
        let mut all = vec![Figures::default(); days as usize];
        let rows = self.rows(tallies, params![number(first_day)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        for (Number(day), outcome, Number(times)) in rows {
            // A clock that was put back may have left days to come.
            let at = usize::try_from(day - first_day).unwrap_or(usize::MAX);
            if let Some(figures) = all.get_mut(at) {
                figures.set(outcome, times);
            }
        }
        Ok(all)
    }
}

const SHOWN: &str = "SELECT article, passage, CAST(sum(times) AS BIGINT) AS shown FROM tally
    WHERE day >= ?1 AND passage <> '' AND outcome <> 'no_answer'
    GROUP BY article, passage ORDER BY shown DESC, article, passage LIMIT ?2";

const VOTED_ON: &str = "SELECT article, passage, count(*) FILTER (WHERE is_helpful = 1) AS helpful,
    count(*) FILTER (WHERE is_helpful = 0) AS against FROM vote
    WHERE voted_at >= ?1 AND passage IS NOT NULL
    GROUP BY article, passage ORDER BY against DESC, helpful DESC, article, passage LIMIT ?2";

const ARTICLES: &str = "SELECT article, CAST(sum(times) AS BIGINT) AS unanswered FROM tally
    WHERE day >= ?1 AND article <> '' AND outcome <> 'answered'
    GROUP BY article ORDER BY unanswered DESC, article LIMIT ?2";

const CHANNELS: &str = "SELECT channel, CAST(sum(times) FILTER (WHERE outcome <> 'answered') AS BIGINT) AS unanswered,
    CAST(sum(times) AS BIGINT) FROM tally
    WHERE day >= ?1 AND channel <> 0
    GROUP BY channel HAVING sum(times) FILTER (WHERE outcome <> 'answered') > 0 ORDER BY unanswered DESC, channel LIMIT ?2";

/// The first of the last days, in days since 1970.
fn first_of(last_days: u32) -> u64 {
    let today = unix_now() / DAY_SECONDS;
    (today + 1).saturating_sub(u64::from(last_days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tests::{asked_at, new, vote};
    use crate::ledger::{Asked, Entry, Place, Vote};

    fn cited(article: &str, passage: &str) -> Cited {
        Cited {
            article: article.to_owned(),
            passage: passage.to_owned(),
        }
    }

    /// A question that was asked in a channel, for which this passage was shown first.
    fn shown(outcome: Outcome, days_ago: u64, channel: u64, (article, passage): (&str, &str)) -> Entry {
        let Entry::Asked(asked) = asked_at("Why?", outcome, 0, unix_now() - days_ago * DAY_SECONDS) else {
            panic!("it is a question");
        };
        Entry::Asked(Asked {
            place: Some(Place {
                server: 1,
                channel,
                message: None,
            }),
            cited: Some(cited(article, passage)),
            ..asked
        })
    }

    fn voted(user: u64, is_helpful: bool, (article, passage): (&str, &str)) -> Entry {
        let Entry::Vote(vote) = vote(user, user, is_helpful, "Why?") else {
            panic!("it is a vote");
        };
        Entry::Vote(Vote {
            cited: Some(cited(article, passage)),
            ..vote
        })
    }

    #[test]
    fn the_figures_come_by_day_passage_article_and_channel() {
        use Outcome::{Answered, NoAnswer, Unsure};
        let (_folder, mut ledger) = new();
        let (first, second) = (("tea.md", "p1"), ("tea.md", "p2"));
        ledger
            .record(&[
                shown(Answered, 0, 7, first),
                shown(Answered, 0, 7, first),
                shown(Unsure, 1, 8, second),
                shown(NoAnswer, 1, 8, ("bread.md", "p3")),
                shown(NoAnswer, 2, 8, second),
                // That is too long ago.
                shown(NoAnswer, 3, 9, ("old.md", "p4")),
                asked_at("Who?", NoAnswer, 1, unix_now()),
                voted(1, true, first),
                voted(2, true, first),
                voted(3, false, second),
                vote(4, 4, false, "Who?"),
            ])
            .unwrap();
        let breakdown = ledger.breakdown(3, 9).unwrap();
        let days: Vec<[u64; 3]> = breakdown
            .days
            .iter()
            .map(|day| [day.answered, day.unsure, day.no_answer])
            .collect();
        assert_eq!(days, [[0, 0, 1], [0, 1, 1], [2, 0, 1]]);
        let named = |(article, passage)| cited(article, passage);
        assert_eq!(breakdown.shown, [(named(first), 2), (named(second), 1)]);
        assert_eq!(breakdown.voted_on, [(named(second), 0, 1), (named(first), 2, 0)]);
        assert_eq!(
            breakdown.articles,
            [("tea.md".to_owned(), 2), ("bread.md".to_owned(), 1)]
        );
        assert_eq!(breakdown.channels, [(8, 3, 3)]);
        assert_eq!(ledger.breakdown(3, 1).unwrap().shown.len(), 1);
    }
}

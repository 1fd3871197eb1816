//! The staff channels of servers: what each has been told, and the askings that it hasn't been told about.

use rusqlite::params;

use super::entry::{Cited, Outcome, Place};
use super::error::LedgerError;
use super::opening::Ledger;
use super::questions::STANDING;
use super::stored::{Number, number};

/// The record of what the staff channel of a server has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffTold {
    /// The last asking that it has been told about, or that came before there was a staff channel.
    pub up_to: i64,
    /// When it was last due to get the list of questions, in seconds since 1970.
    pub listed_at: u64,
    /// When it was last told that the bot started, in seconds since 1970; 0 if never.
    pub started_at: u64,
}

/// An asking that got no good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The number of its question.
    pub question: i64,
    /// Its own number.
    pub asking: i64,
    /// True if the answer was voted down.
    pub is_voted_down: bool,
    /// Where it was asked; `None` outside of servers.
    pub place: Option<Place>,
    /// The passage that the answer shows first.
    pub cited: Option<Cited>,
}

impl Ledger {
    /// The record of what the staff channel of a server has been told; `None` if it has never been told anything.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn staff_told(&self, server: u64) -> Result<Option<StaffTold>, LedgerError> {
        let told = "SELECT up_to, listed_at, started_at FROM staff WHERE server = ?1";
        let told = self.rows(told, params![number(server)], |row| {
            let (Number(listed_at), Number(started_at)) = (row.get(1)?, row.get(2)?);
            Ok(StaffTold {
                up_to: row.get(0)?,
                listed_at,
                started_at,
            })
        })?;
        Ok(told.into_iter().next())
    }

    /// Records what the staff channel of a server has been told; `None` if the server has no such channel any more.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn set_staff_told(&mut self, server: u64, told: Option<StaffTold>) -> Result<(), LedgerError> {
        let server = number(server);
        match told {
            Some(told) => self.execute(
                "INSERT INTO staff (server, up_to, listed_at, started_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (server) DO UPDATE SET up_to = excluded.up_to, listed_at = excluded.listed_at,
                     started_at = excluded.started_at",
                params![server, told.up_to, number(told.listed_at), number(told.started_at)],
            ),
            None => self.execute("DELETE FROM staff WHERE server = ?1", params![server]),
        }
    }

    /// The number of the latest asking; 0 if there is none.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn latest_asking(&self) -> Result<i64, LedgerError> {
        let latest = self.rows("SELECT max(id) FROM asking", params![], |row| row.get(0))?;
        Ok(latest.into_iter().next().flatten().unwrap_or(0))
    }

    /// The askings of open questions after the one with the number `up_to`, in a server or outside of servers, in the
    /// order in which they were recorded.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn untold(&self, server: u64, up_to: i64) -> Result<Vec<Untold>, LedgerError> {
        let untold = format!(
            "{STANDING}
             SELECT question_id, id, outcome, is_voted_down, server, channel, message, article, passage
             FROM standing WHERE id > ?1 AND answered_in IS NULL AND (server = ?2 OR server IS NULL) ORDER BY id"
        );
        self.rows(&untold, params![up_to, number(server)], |row| {
            let id = |at: usize| -> rusqlite::Result<Option<u64>> {
                Ok(row.get::<Option<Number>>(at)?.map(|Number(id)| id))
            };
            let (server, channel, message) = (id(4)?, id(5)?, id(6)?);
            let (article, passage): (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
            let is_answered = row.get::<Outcome>(2)? == Outcome::Answered;
            Ok(Untold {
                question: row.get(0)?,
                asking: row.get(1)?,
                // An answered question is an asking only because of that.
                is_voted_down: is_answered || row.get(3)?,
                place: server.zip(channel).map(|(server, channel)| Place {
                    server,
                    channel,
                    message,
                }),
                cited: article
                    .zip(passage)
                    .map(|(article, passage)| Cited { article, passage }),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tests::{asked, new, open, vote};
    use crate::ledger::{Entry, Purge};

    fn at(entry: Entry, place: Option<Place>) -> Entry {
        match entry {
            Entry::Asked(asked) => Entry::Asked(crate::ledger::Asked { place, ..asked }),
            Entry::Vote(vote) => Entry::Vote(crate::ledger::Vote { place, ..vote }),
            other => other,
        }
    }

    fn place(server: u64, message: Option<u64>) -> Place {
        Place {
            server,
            channel: u64::MAX >> 1,
            message,
        }
    }

    #[test]
    fn a_staff_channel_learns_of_the_askings_of_its_server_and_of_those_in_private() {
        let (_folder, mut ledger) = new();
        ledger
            .record(&[
                at(asked("before?", Outcome::NoAnswer, 1), Some(place(7, None))),
                at(asked("here?", Outcome::NoAnswer, 2), Some(place(7, Some(5)))),
                at(asked("elsewhere?", Outcome::NoAnswer, 3), Some(place(8, None))),
                at(asked("answered?", Outcome::Answered, 4), Some(place(7, None))),
                asked("in private?", Outcome::Unsure, 5),
                at(vote(1, 6, false, "bad?"), Some(place(7, None))),
            ])
            .unwrap();
        let untold: Vec<(i64, bool, Option<Place>)> = ledger
            .untold(7, 1)
            .unwrap()
            .into_iter()
            .map(|one| (one.asking, one.is_voted_down, one.place))
            .collect();
        let expected = [
            (2, false, Some(place(7, Some(5)))),
            (4, false, None),
            (5, true, Some(place(7, None))),
        ];
        assert_eq!(untold, expected);
        assert_eq!(ledger.untold(7, ledger.latest_asking().unwrap()).unwrap(), []);
    }

    #[test]
    fn what_a_staff_channel_was_told_is_kept_until_it_is_forgotten() {
        let (folder, mut ledger) = new();
        let told = StaffTold {
            up_to: 3,
            listed_at: 40,
            started_at: 0,
        };
        assert_eq!(ledger.staff_told(7).unwrap(), None);
        ledger.set_staff_told(7, Some(StaffTold { up_to: 2, ..told })).unwrap();
        ledger.set_staff_told(7, Some(told)).unwrap();
        ledger.set_staff_told(8, Some(told)).unwrap();
        ledger.set_staff_told(8, None).unwrap();
        drop(ledger);
        let mut ledger = open(folder.path());
        assert_eq!(ledger.staff_told(7).unwrap(), Some(told));
        assert_eq!(ledger.staff_told(8).unwrap(), None);
        ledger.purge(Purge::Everything).unwrap();
        assert_eq!(ledger.staff_told(7).unwrap(), None);
    }
}

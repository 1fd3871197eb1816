//! The questions that are never listed as unanswered, until an admin takes them out.

use rusqlite::params;

use super::entry::Wording;
use super::error::LedgerError;
use super::file::unix_now;
use super::opening::Ledger;
use super::stored::{Number, number};

/// A question that is never listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenQuestion {
    /// Its number among these, which is never reused.
    pub id: i64,
    /// Its search words.
    pub searched: String,
    /// Its text when it was hidden.
    pub text: String,
    /// When it was hidden, in seconds since 1970.
    pub hidden_at: u64,
}

impl Ledger {
    /// Hides questions: they are not open from now on, however often they are asked. Leaves those alone that are hidden
    /// already.
    ///
    /// # Errors
    /// If the file cannot be written. None is hidden then.
    pub fn hide(&mut self, questions: &[Wording]) -> Result<(), LedgerError> {
        self.database.write(|transaction| {
            for question in questions {
                transaction.execute(
                    "INSERT INTO hidden (searched, text, hidden_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (searched) DO NOTHING",
                    params![question.searched, question.text, number(unix_now())],
                )?;
            }
            Ok(())
        })
    }

    /// The hidden questions, `limit` at most, the latest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn hidden_questions(&self, limit: usize) -> Result<Vec<HiddenQuestion>, LedgerError> {
        let latest = "SELECT id, searched, text, hidden_at FROM hidden ORDER BY id DESC LIMIT ?1";
        self.rows(latest, params![number(limit as u64)], |row| {
            let Number(hidden_at) = row.get(3)?;
            Ok(HiddenQuestion {
                id: row.get(0)?,
                searched: row.get(1)?,
                text: row.get(2)?,
                hidden_at,
            })
        })
    }

    /// Stops hiding the questions with these numbers. Returns how many there were.
    ///
    /// # Errors
    /// If the file cannot be written. All stay hidden then.
    pub fn unhide(&mut self, ids: &[i64]) -> Result<usize, LedgerError> {
        self.delete_rows("DELETE FROM hidden WHERE id = ?1", ids)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::ledger::tests::{asked, asked_at, lines, new, wording};
    use crate::ledger::{Outcome, Purge};

    #[test]
    fn a_hidden_question_is_not_open_until_it_is_taken_out() {
        let (_folder, mut ledger) = new();
        let entries = [
            asked("Why?", Outcome::NoAnswer, 1),
            asked("When?", Outcome::NoAnswer, 2),
        ];
        ledger.record(&entries).unwrap();
        ledger.hide(&[wording("Why?"), wording("Why?")]).unwrap();
        ledger.record(&[asked("why?", Outcome::NoAnswer, 3)]).unwrap();
        assert_eq!(ledger.open_questions(9).unwrap()[0].text, "When?");
        assert_eq!(ledger.open_questions(9).unwrap().len(), 1);
        assert_eq!(ledger.questions_to_check(9).unwrap().len(), 1);
        let hidden = ledger.hidden_questions(9).unwrap();
        assert_eq!((hidden.len(), hidden[0].text.as_str()), (1, "Why?"));
        assert_eq!(ledger.unhide(&[hidden[0].id, 99]).unwrap(), 1);
        assert_eq!(ledger.open_questions(9).unwrap()[0].times, 2);
    }

    #[test]
    fn what_is_hidden_is_exported_and_outlives_its_question() {
        let (_folder, mut ledger) = new();
        ledger.record(&[asked_at("Why?", Outcome::NoAnswer, 1, 5)]).unwrap();
        ledger.hide(&[wording("Why?")]).unwrap();
        ledger.purge(Purge::OlderThan(Duration::from_hours(1))).unwrap();
        let hidden = &lines(&ledger)[1];
        assert_eq!((&hidden["kind"], &hidden["text"]), (&"hidden".into(), &"Why?".into()));
        ledger.purge(Purge::Everything).unwrap();
        assert_eq!(ledger.hidden_questions(9).unwrap(), []);
    }
}

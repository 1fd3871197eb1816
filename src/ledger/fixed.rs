//! The questions whose answer an admin has chosen.

use rusqlite::params;

use super::entry::Wording;
use super::error::LedgerError;
use super::file::unix_now;
use super::opening::Ledger;
use super::stored::{Number, number};

/// A question whose answer an admin has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedQuestion {
    /// Its number among these, which is never reused.
    pub id: i64,
    /// Its search words.
    pub searched: String,
    /// Its text.
    pub text: String,
    /// The chosen answer.
    pub place: FixedPlace,
    /// When it was chosen, in seconds since 1970.
    pub fixed_at: u64,
}

/// A place in the articles, named in two ways: if the passage has changed, its section may still be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPlace {
    /// The key of the passage.
    pub passage: String,
    /// The path of its article.
    pub article: String,
    /// The headings of its section, outermost first.
    pub headings: Vec<String>,
    /// True if the answer is the whole section.
    pub is_section: bool,
}

impl Ledger {
    /// Fixes the answer to a question, in place of an earlier one.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn fix(&mut self, question: &Wording, place: &FixedPlace) -> Result<(), LedgerError> {
        let fixed = params![
            question.searched,
            question.text,
            place.passage,
            place.article,
            place.headings.join(SEPARATOR),
            place.is_section,
            number(unix_now())
        ];
        self.execute(
            "INSERT INTO fixed (searched, text, passage, article, headings, is_section, fixed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (searched) DO UPDATE SET text = excluded.text, passage = excluded.passage,
             article = excluded.article, headings = excluded.headings, is_section = excluded.is_section,
             fixed_at = excluded.fixed_at",
            fixed,
        )
    }

    /// The questions whose answer is fixed, `limit` at most, the latest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn fixed_questions(&self, limit: usize) -> Result<Vec<FixedQuestion>, LedgerError> {
        let latest = "SELECT id, searched, text, passage, article, headings, is_section, fixed_at FROM fixed
             ORDER BY fixed_at DESC, id DESC LIMIT ?1";
        self.rows(latest, params![number(limit as u64)], |row| {
            let (headings, Number(fixed_at)) = (row.get::<String>(5)?, row.get(7)?);
            Ok(FixedQuestion {
                id: row.get(0)?,
                searched: row.get(1)?,
                text: row.get(2)?,
                place: FixedPlace {
                    passage: row.get(3)?,
                    article: row.get(4)?,
                    headings: headings
                        .split(SEPARATOR)
                        .filter(|it| !it.is_empty())
                        .map(str::to_owned)
                        .collect(),
                    is_section: row.get(6)?,
                },
                fixed_at,
            })
        })
    }

    /// Leaves the answers to the questions with these numbers to the search again. Returns how many there were.
    ///
    /// # Errors
    /// If the file cannot be written. All stay fixed then.
    pub fn unfix(&mut self, ids: &[i64]) -> Result<usize, LedgerError> {
        self.delete_rows("DELETE FROM fixed WHERE id = ?1", ids)
    }
}

/// Between headings; no heading has a line break in it.
const SEPARATOR: &str = "\n";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::FixedPlace;
    use crate::ledger::Purge;
    use crate::ledger::tests::{lines, new, wording};

    #[test]
    fn the_last_choice_for_a_question_counts_until_it_is_taken_back() {
        let (_folder, mut ledger) = new();
        let mut place = FixedPlace {
            passage: "AAAAAAAA".to_owned(),
            article: "rules.md".to_owned(),
            headings: vec!["Rules".to_owned(), "Dogs".to_owned()],
            is_section: false,
        };
        ledger.fix(&wording("Why?"), &place).unwrap();
        place.is_section = true;
        ledger.fix(&wording("Why?"), &place).unwrap();
        place.headings.clear();
        ledger.fix(&wording("When?"), &place).unwrap();
        let fixed = ledger.fixed_questions(9).unwrap();
        let shown: Vec<_> = fixed
            .iter()
            .map(|one| (one.text.as_str(), one.place.headings.len(), one.place.is_section))
            .collect();
        assert_eq!(shown, [("When?", 0, true), ("Why?", 2, true)]);
        assert_eq!(ledger.unfix(&[fixed[1].id, 99]).unwrap(), 1);
        assert_eq!(ledger.fixed_questions(9).unwrap().len(), 1);
        ledger.purge(Purge::OlderThan(Duration::ZERO)).unwrap();
        let line = &lines(&ledger)[0];
        assert_eq!((&line["kind"], &line["text"]), (&"fixed".into(), &"When?".into()));
        ledger.purge(Purge::Everything).unwrap();
        assert_eq!(ledger.fixed_questions(9).unwrap(), []);
    }
}

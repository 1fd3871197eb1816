//! The questions that the articles don't answer, until an admin or a new index deals with them.

use rusqlite::params;

use super::error::LedgerError;
use super::opening::Ledger;
use super::stored::{Number, number};
use super::transaction::Row;

/// The askings that still count: they got no certain answer or their answer was voted down, they came after those that
/// an admin marked as done, and their question is not hidden.
pub(super) const STANDING: &str = "
    WITH judged AS (
        SELECT *, EXISTS (
            SELECT 1 FROM vote WHERE vote.answer_id = asking.answer_id AND is_helpful = 0
        ) AS is_voted_down
        FROM asking
    ), standing AS (
        SELECT judged.*, searched, answered_in FROM judged JOIN question ON question.id = question_id
        WHERE judged.id > done_up_to AND (outcome <> 'answered' OR is_voted_down)
            AND searched NOT IN (SELECT searched FROM hidden)
    )";

/// An unanswered question. All numbers count the askings since it was last marked as done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Its number, which is never reused.
    pub id: i64,
    /// The shortest text with which it was asked.
    pub text: String,
    /// Its search words.
    pub searched: String,
    /// The number of times that it was asked.
    pub times: u64,
    /// When it was first asked, in seconds since 1970.
    pub first_at: u64,
    /// When it was last asked, in seconds since 1970.
    pub last_at: u64,
    /// The number of its latest asking. Marking the question as done covers all up to this one.
    pub latest_asking: i64,
    /// The number of times that a passage was shown that may answer it.
    pub unsure: u64,
    /// The number of times that nothing was found.
    pub no_answer: u64,
    /// The number of its answers, certain or not, that were voted down.
    pub voted_down: u64,
}

/// A question to ask again when there is a new index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionToCheck {
    /// Its number.
    pub id: i64,
    /// The shortest text with which it was asked.
    pub text: String,
    /// The first generation that answers it, if any.
    pub answered_in: Option<String>,
}

/// A question that an admin marks as done, up to the last asking that the admin has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneUpTo {
    /// The question's number.
    pub question: i64,
    /// Its [`OpenQuestion::latest_asking`].
    pub latest_asking: i64,
}

impl Ledger {
    /// The open questions, `limit` at most: most frequent first, then latest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn open_questions(&self, limit: usize) -> Result<Vec<OpenQuestion>, LedgerError> {
        let open = format!(
            "{STANDING}
             SELECT question_id, {SHORTEST_TEXT}, searched, count(*), min(asked_at), max(asked_at), max(id),
                 count(*) FILTER (WHERE outcome = 'unsure'), count(*) FILTER (WHERE outcome = 'no_answer'),
                 count(*) FILTER (WHERE is_voted_down)
             FROM standing WHERE answered_in IS NULL GROUP BY question_id, searched
             ORDER BY count(*) DESC, max(asked_at) DESC, question_id DESC LIMIT ?1"
        );
        let count = |row: &Row, at: usize| row.get(at).map(|Number(count)| count);
        self.rows(&open, params![number(limit as u64)], |row| {
            Ok(OpenQuestion {
                id: row.get(0)?,
                text: row.get(1)?,
                searched: row.get(2)?,
                times: count(row, 3)?,
                first_at: count(row, 4)?,
                last_at: count(row, 5)?,
                latest_asking: row.get(6)?,
                unsure: count(row, 7)?,
                no_answer: count(row, 8)?,
                voted_down: count(row, 9)?,
            })
        })
    }

    /// The questions to ask again when there is a new index: the open ones, and those that an earlier index answers.
    /// Latest first, `limit` at most. Leaves out questions whose answers were voted down: the same answer again would
    /// prove nothing, so a person has to look at them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn questions_to_check(&self, limit: usize) -> Result<Vec<QuestionToCheck>, LedgerError> {
        let to_check = format!(
            "{STANDING}
             SELECT question_id, {SHORTEST_TEXT}, answered_in FROM standing GROUP BY question_id, answered_in
             HAVING count(*) FILTER (WHERE outcome = 'answered') = 0
             ORDER BY max(asked_at) DESC, question_id DESC LIMIT ?1"
        );
        self.rows(&to_check, params![number(limit as u64)], |row| {
            Ok(QuestionToCheck {
                id: row.get(0)?,
                text: row.get(1)?,
                answered_in: row.get(2)?,
            })
        })
    }

    /// Marks questions as done: they are hidden until they are asked again and get no answer. Returns the number of
    /// questions marked; skips questions that no longer exist.
    ///
    /// # Errors
    /// If the file cannot be written. None is marked then.
    pub fn mark_done(&mut self, questions: &[DoneUpTo]) -> Result<usize, LedgerError> {
        self.database.write(|transaction| {
            let mut marked = 0;
            for done in questions {
                marked += transaction.execute(
                    "UPDATE question SET done_up_to = CASE WHEN done_up_to < ?2 THEN ?2 ELSE done_up_to END WHERE id = ?1",
                    params![done.question, done.latest_asking],
                )?;
            }
            Ok(marked)
        })
    }

    /// Records that `generation` of the index answers the questions `answered` but not those of `not`. If an earlier
    /// generation already answers a question, it stays recorded.
    ///
    /// # Errors
    /// If the file cannot be written. Nothing is recorded then.
    pub fn mark_answered(&mut self, generation: &str, answered: &[i64], not: &[i64]) -> Result<(), LedgerError> {
        self.database.write(|transaction| {
            for id in answered {
                transaction.execute(
                    "UPDATE question SET answered_in = coalesce(answered_in, ?2) WHERE id = ?1",
                    params![id, generation],
                )?;
            }
            for id in not {
                transaction.execute("UPDATE question SET answered_in = NULL WHERE id = ?1", params![id])?;
            }
            Ok(())
        })
    }
}

/// The shortest text of the question in a row of `standing`.
const SHORTEST_TEXT: &str = "(
    SELECT text FROM asking WHERE asking.question_id = standing.question_id ORDER BY length(text), asking.id LIMIT 1
)";

#[cfg(test)]
mod tests;

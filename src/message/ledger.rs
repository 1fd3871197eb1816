//! What admins are told about the ledger: questions asked in vain, what they did themselves, and what became of the file.
//!
//! What comes from elsewhere must be ready to stand in a message.

use std::fmt::Display;
use std::time::Duration;

use super::{ago, count};

/// The ledger could not be read.
pub fn failed(reason: &str) -> String {
    format!("The ledger of questions and votes can't be used: {reason}. Answering goes on without it.")
}

/// Every question was answered, or seen to.
pub fn nothing_unanswered() -> String {
    "No question is open: whatever was asked has been answered, or marked as done.".to_owned()
}

/// Heads the questions that the articles did not answer.
pub fn unanswered(groups: usize, times: u64) -> String {
    let times = count(usize::try_from(times).unwrap_or(usize::MAX), "time", "times");
    format!(
        "What the articles did not answer: {}, asked {times}. Most asked first.",
        count(groups, "question", "questions")
    )
}

/// How often questions that mean the same were asked: "12 times, last 2 hours ago, in 4 wordings".
pub fn group(times: u64, wordings: usize, last: Duration, voted_down: u64) -> String {
    let count_of = |number: u64, one, many| count(usize::try_from(number).unwrap_or(usize::MAX), one, many);
    let mut facts = format!("{}, last {}", count_of(times, "time", "times"), ago(last));
    if wordings > 1 {
        facts = format!("{facts}, in {wordings} wordings");
    }
    if voted_down > 0 {
        facts = format!("{facts}, {} voted down", count_of(voted_down, "answer", "answers"));
    }
    facts
}

/// A group of questions was marked as done.
pub fn marked_done(question: &str) -> String {
    format!("Done: {question}. It comes back if it is asked in vain again.")
}

/// A group of questions was answered or marked as done already.
pub fn not_open_any_more() -> String {
    "That question is not open any more.".to_owned()
}

/// What the shell did could not be noted in the ledger.
pub fn not_audited(reason: &dyn Display) -> String {
    format!("It is done, but it could not be noted in the ledger: {reason}")
}

/// There is no ledger yet.
pub fn no_ledger(folder: &str) -> String {
    format!("There is no ledger in {folder} yet: verbatim serve begins one.")
}

/// A damaged ledger was moved aside.
pub fn set_aside(path: &str) -> String {
    format!("The ledger was damaged. It is now {path}, and a new one was begun.")
}

/// A number is of no open question.
pub fn no_open_question(number: i64) -> String {
    format!("No open question has the number {number}. verbatim ledger unanswered lists them.")
}

/// What was deleted from the ledger.
pub fn purged(questions: usize, votes: usize, is_wiped: bool) -> String {
    let deleted = format!(
        "Deleted {} and {}.",
        count(questions, "question", "questions"),
        count(votes, "vote", "votes")
    );
    if is_wiped {
        deleted
    } else {
        format!("{deleted} Their bytes may still be on the disk, since another process was reading; purge again later.")
    }
}

/// An entry of the audit: when, who, what.
pub fn audited(ago: &str, who: &str, what: &str, target: &str, outcome: &str) -> String {
    format!("{ago}: {who}: {what} {target}: {outcome}")
}

/// Nothing was noted yet.
pub fn nothing_audited() -> String {
    "No admin has done anything yet.".to_owned()
}

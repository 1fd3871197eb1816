//! Messages for admins about the ledger: unanswered questions, their own actions, and the file itself.
//!
//! Text from elsewhere must be escaped before it is passed in.

use std::fmt::Display;
use std::time::Duration;

use super::{ago, count};

/// There is no open question.
pub const NOTHING_UNANSWERED: &str =
    "No question is open: every question that was asked in Discord was answered or marked as done.";

/// A group of questions is no longer open.
pub const NOT_OPEN: &str = "That question is no longer open.";

/// No admin did anything yet.
pub const NOTHING_AUDITED: &str = "No admin has done anything yet.";

fn counted(number: u64, one: &str, many: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
}

/// The ledger could not be read.
pub fn failed(reason: &str) -> String {
    format!("The ledger of questions and votes can't be used: {reason}. The bot goes on answering without it.")
}

/// Heads the list of unanswered questions.
pub fn unanswered(groups: usize, times: u64) -> String {
    format!(
        "Unanswered: {}, asked {}. Most asked first.",
        count(groups, "question", "questions"),
        counted(times, "time", "times")
    )
}

/// The facts about a group of questions: "12 times, last 2 hours ago, in 4 wordings".
pub fn group(times: u64, wordings: usize, last: Duration, voted_down: u64) -> String {
    let mut facts = format!("{}, last {}", counted(times, "time", "times"), ago(last));
    if wordings > 1 {
        facts = format!("{facts}, in {wordings} wordings");
    }
    if voted_down > 0 {
        facts = format!("{facts}, {} voted down", counted(voted_down, "answer", "answers"));
    }
    facts
}

/// A group of questions was marked as done.
pub fn marked_done(question: &str) -> String {
    format!("Done: {question}. It will reappear if somebody asks it again and gets no answer.")
}

/// Several groups of questions were marked as done.
pub fn several_done(questions: usize) -> String {
    format!("Done: {questions} questions. Each will reappear if somebody asks it again and gets no answer.")
}

/// A group of questions is never listed again.
pub fn hidden(question: &str) -> String {
    format!("Never listed again, in whatever words: {question}. In a terminal, verbatim ledger unhide undoes it.")
}

/// The fixed answers can't be read.
pub fn fixed_unread(reason: &str) -> String {
    format!("The answers that admins have chosen can't be read ({reason}), so the search alone answers.")
}

/// Asks for the answer to a question.
pub const WHICH_ANSWERS: &str = "Which of these answers this question? From then on, questions like it get that answer. If none of them does, use /corpus answer to choose another section.";

/// There is nothing to choose from.
pub const NOTHING_TO_CHOOSE: &str =
    "I found no passage that could answer this. Use /corpus answer with the section that does.";

/// The message has no question.
pub const NO_QUESTION: &str =
    "There is no question in that message. Choose the message of somebody who asks something, or use /corpus answer.";

/// The section isn't one of those that are offered.
pub const CHOOSE_A_SECTION: &str =
    "Type a question, and choose one of the sections that are offered as you type, so that I know which one you mean.";

/// A passage can't become a fixed answer.
pub const CANNOT_FIX: &str = "That passage is no longer there, or 200 answers are chosen already. Choose another one, or take some back with /corpus answers.";

/// A passage with the rest of its section.
pub fn whole_section(name: &str) -> String {
    format!("Whole section: {name}")
}

/// An answer was fixed.
pub fn fixed_now(question: &str, section: &str) -> String {
    format!(
        "Questions like **{question}** get **{section}** from now on, in whatever words they are asked. /corpus answers takes that back."
    )
}

/// No answer is fixed.
pub const NOTHING_FIXED: &str =
    "No answer has been chosen. Choose one with /corpus answer, or on a message with Apps > This answers it.";

/// The heading of the list of fixed answers.
pub fn fixed_answers(answers: usize) -> String {
    format!("{} chosen:", count(answers, "answer is", "answers are"))
}

/// The answer to a question in that list.
pub fn fixed_to(section: &str, is_section: bool, is_gone: bool) -> String {
    match (is_gone, is_section) {
        (true, _) => format!("{section} (no longer there, so the search answers)"),
        (false, true) => format!("{section} (whole section)"),
        (false, false) => section.to_owned(),
    }
}

/// Fixed answers were taken back.
pub fn unfixed(answers: usize) -> String {
    format!(
        "{} back to the search.",
        count(answers, "question goes", "questions go")
    )
}

/// No fixed answer has this number.
pub fn not_fixed(number: i64) -> String {
    format!("No chosen answer has the number {number}. verbatim ledger fixed lists them.")
}

/// Several groups of questions are never listed again.
pub fn several_hidden(questions: usize) -> String {
    format!(
        "Never listed again, in whatever words: {questions} questions. In a terminal, verbatim ledger unhide undoes it."
    )
}

/// No question is hidden.
pub const NOTHING_HIDDEN: &str = "No question is hidden.";

/// The facts about hidden questions with the same meaning: "hidden 2 hours ago, in 4 wordings".
pub fn hidden_group(wordings: usize, since: Duration) -> String {
    let facts = format!("hidden {}", ago(since));
    if wordings > 1 {
        format!("{facts}, in {wordings} wordings")
    } else {
        facts
    }
}

/// A hidden question is listed again.
pub fn unhidden(question: &str) -> String {
    format!("Listed again when it is asked and gets no answer: {question}")
}

/// No hidden question has this number.
pub fn not_hidden(number: i64) -> String {
    format!("No hidden question has the number {number}. verbatim ledger hidden lists them.")
}

/// Questions are not listed, since they seem to be gibberish or spam.
pub fn noise(questions: usize) -> String {
    format!(
        "{} gibberish or spam; verbatim ledger unanswered --all lists them too.",
        count(questions, "more looks like", "more look like")
    )
}

/// An admin's action in the shell could not be recorded in the ledger.
pub fn not_audited(reason: &dyn Display) -> String {
    format!("Done, but it couldn't be recorded in the ledger: {reason}")
}

/// There is no ledger yet.
pub fn no_ledger(folder: &str) -> String {
    format!("There is no ledger in {folder} yet: verbatim serve creates it.")
}

/// A damaged ledger was moved out of the way.
pub fn set_aside(path: &str) -> String {
    format!("The ledger was damaged. It is now {path}, and a new one was created.")
}

/// No open question has this number.
pub fn no_open_question(number: i64) -> String {
    format!("No open question has the number {number}. verbatim ledger unanswered lists them.")
}

/// A purge deleted this much.
pub fn purged(questions: usize, votes: usize, is_wiped: bool) -> String {
    let deleted = format!(
        "Deleted {} and {}.",
        count(questions, "question", "questions"),
        count(votes, "vote", "votes")
    );
    if is_wiped {
        deleted
    } else {
        format!(
            "{deleted} Their bytes may still be on the disk, because another process was reading the ledger; purge again later."
        )
    }
}

/// An admin's action, with its time, the admin, its target and its outcome.
pub fn audited(ago: &str, who: &str, what: &str, target: &str, outcome: &str) -> String {
    format!("{ago}: {who}: {what} {target}: {outcome}")
}

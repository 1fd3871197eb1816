//! The progress of a reindex, and its result.

use std::time::Duration;

use super::{count, size};

/// A reindex was running already, so no other was started.
pub const JOINED: &str = "A reindex is already in progress:";

/// A change has to wait for the reindex after the current one.
pub const WAITS: &str =
    "A reindex is in progress that may not include this; the next one follows immediately and picks it up.";

/// Work takes longer than Discord lets the bot show its progress.
pub const GOES_ON: &str =
    "This takes longer than Discord lets me show it here. It goes on; /corpus status tells when it is live.";

/// The progress of a reindex; `total` is 0 if that is unknown.
pub fn reindexing(what: &str, done: usize, total: usize) -> String {
    if total == 0 {
        format!("Reindexing: {what} …")
    } else {
        format!("Reindexing: {what}, {done} of {total} …")
    }
}

/// A reindex failed.
pub fn not_reindexed(reason: &str) -> String {
    format!("The index could not be rebuilt: {reason}\nI still answer from the articles as they were before.")
}

/// A new generation is live.
pub fn live_now(generation: &str, articles: usize, passages: usize, elapsed: Duration) -> String {
    format!(
        "Generation {generation} is live: {}, in {:.1} s.",
        size(articles, passages),
        elapsed.as_secs_f64()
    )
}

/// More files were skipped than are listed.
pub fn more_left_out(more: usize) -> String {
    format!("… and {more} more.")
}

/// Files or lines were skipped that the generation before had skipped as well; the command `status` lists them.
pub fn left_out_before(left_out: usize, status: &str) -> String {
    format!(
        "{} as before; {status} lists them.",
        count(left_out, "file or line is skipped", "files or lines are skipped")
    )
}

/// The unanswered questions that have an answer now, and the answered ones that lost theirs. `None` if nothing changed.
pub fn asked_again(open: usize, answered: usize, lost: usize) -> Option<String> {
    let found = (answered > 0).then(|| {
        let have = if answered == 1 { "has" } else { "have" };
        let questions = count(open, "unanswered question", "unanswered questions");
        format!("{answered} of {questions} now {have} an answer.")
    });
    let lost = (lost > 0).then(|| {
        let questions = count(
            lost,
            "question that had an answer has",
            "questions that had an answer have",
        );
        format!("{questions} none now.")
    });
    match (found, lost) {
        (Some(found), Some(lost)) => Some(format!("{found} {lost}")),
        (found, lost) => found.or(lost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changed_answers_are_mentioned() {
        assert_eq!(asked_again(3, 0, 0), None);
        assert_eq!(
            asked_again(3, 1, 0).unwrap(),
            "1 of 3 unanswered questions now has an answer."
        );
        assert_eq!(
            asked_again(1, 1, 2).unwrap(),
            "1 of 1 unanswered question now has an answer. 2 questions that had an answer have none now."
        );
    }
}

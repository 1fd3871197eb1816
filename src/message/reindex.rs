//! How a reindex goes, and what came of it.

use std::time::Duration;

use super::{count, size};

/// Nothing was left to wait for.
pub fn joined() -> String {
    "A reindex is under way already; this is how far it is.".to_owned()
}

/// What was done has to wait for a reindex that began before.
pub fn waits() -> String {
    "A reindex is under way that may have begun without it; the next one follows at once and takes it up.".to_owned()
}

/// How far a reindex is; `total` is 0 if that can't be told.
pub fn reindexing(what: &str, done: usize, total: usize) -> String {
    if total == 0 {
        format!("Reindexing: {what} …")
    } else {
        format!("Reindexing: {what}, {done} of {total} …")
    }
}

/// No new generation came of it.
pub fn not_reindexed(reason: &str) -> String {
    format!("The index could not be built anew: {reason}\nI go on answering from the articles as they were before.")
}

/// A new generation is live.
pub fn live_now(generation: &str, articles: usize, passages: usize, elapsed: Duration) -> String {
    format!(
        "Generation {generation} is live: {}, in {:.1} s.",
        size(articles, passages),
        elapsed.as_secs_f64()
    )
}

/// There are more files that were left out.
pub fn more_left_out(more: usize) -> String {
    format!("… and {more} more.")
}

/// What became of the questions asked in vain; nothing if there were none.
pub fn asked_again(open: usize, answered: usize, lost: usize) -> Option<String> {
    let are = if answered == 1 { "is" } else { "are" };
    let found = (open > 0).then(|| {
        let questions = count(open, "question", "questions");
        format!("{answered} of {questions} that found nothing {are} answered now.")
    });
    let lost = (lost > 0).then(|| {
        let questions = count(lost, "question", "questions");
        format!("{questions} that had been answered found nothing this time.")
    });
    match (found, lost) {
        (Some(found), Some(lost)) => Some(format!("{found} {lost}")),
        (found, lost) => found.or(lost),
    }
}

//! How articles, index and bot are: the lines of a status.
//!
//! What comes from elsewhere must be ready to stand in a message.

use std::time::Duration;

use super::{ago, count, size, span};

/// What is live, and how old it is.
pub fn generation(generation: &str, articles: usize, passages: usize, age: Duration) -> String {
    format!(
        "Generation {generation} answers: {}, built {}.",
        size(articles, passages),
        ago(age)
    )
}

/// Nothing is live.
pub fn no_index() -> String {
    "There is no index that could answer. The next question builds it, and so does verbatim reindex.".to_owned()
}

/// The live generation has no vectors yet.
pub fn by_words() -> String {
    "It answers by words alone: the passages are not encoded yet. Answers get better once they are.".to_owned()
}

/// What is live is of the corpus as it is.
pub fn fresh() -> String {
    "It has all that is in the corpus folder.".to_owned()
}

/// What is live is not of the corpus as it is.
pub fn stale() -> String {
    "The corpus folder has changed since; reindex to take that up.".to_owned()
}

/// The corpus can't be looked at.
pub fn unknown(reason: &str) -> String {
    format!("The corpus folder can't be looked at: {reason}")
}

/// Something keeps the newest articles from being live.
pub fn trouble(what: &str, since: Duration) -> String {
    format!("Trouble, {}: {what}", ago(since))
}

/// How much is in the trash.
pub fn trash(files: usize) -> String {
    format!("In the trash: {}.", count(files, "file", "files"))
}

/// How questions ended, and how people voted.
pub fn figures(days: u32, [answered, unsure, no_answer]: [u64; 3], [helpful, not_helpful]: [u64; 2]) -> String {
    format!(
        "Questions in {days} days: {answered} answered, {unsure} unsure, {no_answer} not found. Votes: {helpful} helpful, {not_helpful} not."
    )
}

/// There are ledgers that were found damaged.
pub fn set_aside(files: &[String]) -> String {
    format!(
        "A ledger was damaged and put aside, so that what is in it is not counted here: {}.",
        files.join(", ")
    )
}

/// The ledger can't be written.
pub fn ledger_failing(reason: &str, since: Duration, lost: u64) -> String {
    format!(
        "The ledger can't be written for {}: {reason}. {lost} entries are lost; the rest waits in memory, and I try again.",
        span(since)
    )
}

/// How long the bot has been running, and how much memory it holds.
pub fn running(uptime: Duration, resident_bytes: Option<u64>) -> String {
    match resident_bytes {
        Some(bytes) => format!("Up for {}, with {} MiB of memory.", span(uptime), bytes >> 20),
        None => format!("Up for {}.", span(uptime)),
    }
}

//! The lines of a status: articles, index, ledger and bot.
//!
//! Text from elsewhere must be escaped before it is passed in.

use std::time::Duration;

use super::{ago, count, size, span};

/// There is no generation that could answer.
pub const NO_INDEX: &str = "There is no usable index. The next question builds one, and so does verbatim reindex.";

/// The generation that answers has no vectors yet.
pub const BY_WORDS: &str =
    "It answers by words alone, because the passages are not encoded yet. Answers get better once they are.";

/// The generation has everything that is in the corpus folder.
pub const FRESH: &str = "The index is up to date.";

/// The corpus folder has changed since the generation was built.
pub const STALE: &str = "The corpus folder has changed since then; reindex to pick up the changes.";

/// The generation that answers, and its age.
pub fn generation(generation: &str, articles: usize, passages: usize, age: Duration) -> String {
    format!(
        "Generation {generation} answers: {}, built {}.",
        size(articles, passages),
        ago(age)
    )
}

/// The corpus folder can't be read.
pub fn unknown(reason: &str) -> String {
    format!("The corpus folder can't be read: {reason}")
}

/// Something keeps the newest articles from being live.
pub fn trouble(what: &str, since: Duration) -> String {
    format!("Problem ({}): {what}", ago(since))
}

/// The number of files in the trash.
pub fn trash(files: usize) -> String {
    format!("In the trash: {}.", count(files, "file", "files"))
}

/// Counts of questions by outcome, and of votes.
pub fn figures(days: u32, [answered, unsure, no_answer]: [u64; 3], [helpful, not_helpful]: [u64; 2]) -> String {
    format!(
        "Questions in {days} days: {answered} answered, {unsure} unsure, {no_answer} not found. Votes: {helpful} helpful, {not_helpful} not."
    )
}

/// There are damaged ledgers that were moved out of the way.
pub fn set_aside(files: &[String]) -> String {
    format!(
        "The figures don't include a damaged ledger that was moved out of the way: {}.",
        files.join(", ")
    )
}

/// The ledger can't be written.
pub fn ledger_failing(reason: &str, since: Duration, lost: u64) -> String {
    format!(
        "The ledger hasn't been writable for {}: {reason}. {} lost; the rest is waiting in memory, and I keep trying.",
        span(since),
        count(usize::try_from(lost).unwrap_or(usize::MAX), "entry is", "entries are"),
    )
}

/// The bot's uptime and memory.
pub fn running(uptime: Duration, resident_bytes: Option<u64>) -> String {
    match resident_bytes {
        Some(bytes) => format!("Up for {}, with {} MiB of memory.", span(uptime), bytes >> 20),
        None => format!("Up for {}.", span(uptime)),
    }
}

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

/// The headings of a status.
pub mod heading {
    /// The number of questions; `FIGURE_DAYS` in words.
    pub const QUESTIONS: &str = "Questions in Discord in the last 30 days";
    /// The passages that were shown first most often.
    pub const SHOWN: &str = "Shown most often";
    /// The passages that were voted on.
    pub const VOTED_ON: &str = "Votes by passage";
    /// The questions without a certain answer.
    pub const UNANSWERED: &str = "Without a certain answer";
    /// The articles.
    pub const ARTICLES: &str = "Articles";
    /// Files that were left out.
    pub const LEFT_OUT: &str = "Left out";
    /// The bot itself.
    pub const BOT: &str = "Bot";
}

/// The counts of questions by outcome, and of votes.
pub fn figures([answered, unsure, no_answer]: [u64; 3], [helpful, not_helpful]: [u64; 2]) -> Vec<String> {
    let mut lines = vec![format!(
        "🟦 {answered} answered · 🟨 {unsure} unsure · 🟥 {no_answer} not found"
    )];
    if let Some(rate) = (helpful * 100).checked_div(helpful + not_helpful) {
        let votes = format!("👍 {helpful} helpful · 👎 {not_helpful} not ({rate} % helpful)");
        lines.push(votes);
    }
    lines
}

/// A passage, by the section that it stands in and by its words.
pub fn passage(section: &str, excerpt: &str) -> String {
    format!("{section}: “{excerpt}”")
}

/// A passage, with the number of times that it was shown.
pub fn shown(passage: &str, times: u64) -> String {
    format!("{times}× {passage}")
}

/// A passage with the votes for and against it.
pub fn voted_on(passage: &str, helpful: u64, not_helpful: u64) -> String {
    format!("👍 {helpful} 👎 {not_helpful} {passage}")
}

/// An article that is the nearest to questions without a certain answer.
pub fn nearest(article: &str, times: u64) -> String {
    format!("{times}× nearest to {article}")
}

/// The questions without a certain answer in a channel.
pub fn in_channel(channel: &str, unanswered: u64, asked: u64) -> String {
    format!("{unanswered} of {asked} in {channel}")
}

/// All is as it should be.
pub const WELL: &str = "🟢 All is well.";

/// All is well with the articles that can be read.
pub const WELL_BUT: &str = "🟢 All is well, except for what is left out below.";

/// Something should be looked at.
pub const ATTENTION: &str = "🟡 Something needs your attention.";

/// Something doesn't work.
pub const BROKEN: &str = "🔴 Something doesn't work.";

/// The title of the status.
pub const TITLE: &str = "Status";

/// The picture of the questions per day, for those who can't see it.
pub fn picture(days: usize, most: u64) -> String {
    format!("Bars: the questions of each of the last {days} days by outcome, {most} on the busiest day.")
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

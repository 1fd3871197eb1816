//! What admins are told about the articles, in Discord and in the shell.
//!
//! Names of files that are passed in must be ready to stand in a message, or the sentence made so as a whole.

use std::fmt::Display;
use std::time::Duration;

use super::{count, size};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// "3 hours": in the largest unit of which there are two, or the smallest.
#[must_use]
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let in_units = |unit: u64| usize::try_from(seconds / unit).unwrap_or(usize::MAX);
    if seconds >= 2 * DAY {
        count(in_units(DAY), "day", "days")
    } else if seconds >= 2 * HOUR {
        count(in_units(HOUR), "hour", "hours")
    } else if seconds >= 2 * MINUTE {
        count(in_units(MINUTE), "minute", "minutes")
    } else {
        count(in_units(1), "second", "seconds")
    }
}

/// "3 hours ago".
#[must_use]
pub fn ago(time: Duration) -> String {
    if time < Duration::from_secs(2) {
        "just now".to_owned()
    } else {
        format!("{} ago", span(time))
    }
}

/// Something in the trash.
#[must_use]
pub fn removed_ago(path: &str, ago: &str) -> String {
    format!("{path} (removed {ago})")
}

/// Somebody who is no admin wants to do what admins do.
#[must_use]
pub fn not_an_admin() -> String {
    "Only my admins can do this: the owner and team of my application, and those whom VERBATIM_ADMINS names. To become one, ask whoever runs me.".to_owned()
}

/// Discord has not said who owns the bot.
#[must_use]
pub fn owner_unknown() -> String {
    "Discord hasn't told me yet who my owner is, so I can't tell whether you may do this. Try again in a minute."
        .to_owned()
}

/// It was tried in a private conversation.
#[must_use]
pub fn only_in_a_server() -> String {
    "This works only in a server that I'm in, not in private messages.".to_owned()
}

/// Something broke; why is in the log.
#[must_use]
pub fn failed() -> String {
    "Something went wrong on my side, and nothing was changed. My log says where.".to_owned()
}

/// Nothing was left to wait for.
#[must_use]
pub fn joined() -> String {
    "A reindex is under way already; this is how far it is.".to_owned()
}

/// How far a reindex is; `total` is 0 if that can't be told.
#[must_use]
pub fn reindexing(what: &str, done: usize, total: usize) -> String {
    if total == 0 {
        format!("Reindexing: {what} …")
    } else {
        format!("Reindexing: {what}, {done} of {total} …")
    }
}

/// No new generation came of it.
#[must_use]
pub fn not_reindexed(reason: &str) -> String {
    format!("The index could not be built anew: {reason}\nI go on answering from the articles as they were before.")
}

/// A new generation is live.
#[must_use]
pub fn live_now(generation: &str, articles: usize, passages: usize, elapsed: Duration) -> String {
    format!(
        "Generation {generation} is live: {}, in {:.1} s.",
        size(articles, passages),
        elapsed.as_secs_f64()
    )
}

/// There are more files that were left out.
#[must_use]
pub fn more_left_out(more: usize) -> String {
    format!("… and {more} more.")
}

/// An upload is larger than may be.
#[must_use]
pub fn upload_too_large(name: &str) -> String {
    format!(
        "{name} is too large: a file may have 16 MiB. Split it into several files, each with an article of its own."
    )
}

/// An upload is not where uploads are.
#[must_use]
pub fn upload_elsewhere(name: &str) -> String {
    format!(
        "I fetched nothing: {name} does not lie where Discord keeps uploads. Upload it here, as a file of the command."
    )
}

/// An upload could not be fetched.
#[must_use]
pub fn upload_lost(name: &str) -> String {
    format!("I could not fetch {name} from Discord. Upload it again; if it happens again, see my log.")
}

/// An upload can't be an article.
#[must_use]
pub fn upload_rejected(name: &str, reason: &str) -> String {
    format!("Nothing was added: {name} {reason}.")
}

/// A draft is new.
#[must_use]
pub fn draft_is_new(path: &str) -> String {
    format!("This is what {path} becomes. Add it?")
}

/// A draft would take the place of an article.
#[must_use]
pub fn draft_replaces(path: &str) -> String {
    format!(
        "There is already an article {path}. This is what it becomes. Replace it? What it is now goes to the trash, and /corpus restore brings it back."
    )
}

/// A draft is there already.
#[must_use]
pub fn draft_is_there(path: &str) -> String {
    format!("{path} is there already, the same to the byte. There is nothing to do.")
}

/// A draft has another name than the file that was uploaded.
#[must_use]
pub fn draft_renamed(given: &str) -> String {
    format!("The file was named {given}, which I have made safe.")
}

/// A draft is the same as an article of another name.
#[must_use]
pub fn draft_has_twin(path: &str) -> String {
    format!("It is the same to the byte as {path}: whatever is in it would be quoted twice.")
}

/// A draft is being added.
#[must_use]
pub fn adding() -> String {
    "Adding it …".to_owned()
}

/// An article was added.
#[must_use]
pub fn added(path: &str) -> String {
    format!("{path} is in the corpus.")
}

/// An article took the place of another.
#[must_use]
pub fn replaced(path: &str) -> String {
    format!("{path} is replaced; what it was is in the trash.")
}

/// A draft was thrown away.
#[must_use]
pub fn discarded() -> String {
    "Cancelled: nothing was added.".to_owned()
}

/// Asks whether an article is to be removed.
#[must_use]
pub fn really_remove(path: &str) -> String {
    format!("Remove {path}? It goes to the trash, and /corpus restore brings it back.")
}

/// An article is not going to be removed.
#[must_use]
pub fn kept() -> String {
    "Cancelled: nothing was removed.".to_owned()
}

/// An article is being removed.
#[must_use]
pub fn removing() -> String {
    "Removing it …".to_owned()
}

/// An article was removed.
#[must_use]
pub fn removed(path: &str) -> String {
    format!("{path} is in the trash.")
}

/// Somebody else has removed it.
#[must_use]
pub fn gone_already() -> String {
    "This article is not there any more: somebody has removed it already.".to_owned()
}

/// An article is being brought back.
#[must_use]
pub fn restoring() -> String {
    "Bringing it back …".to_owned()
}

/// An article was brought back.
#[must_use]
pub fn restored(path: &str) -> String {
    format!("{path} is back in the corpus.")
}

/// "1 passage", "3 passages".
#[must_use]
pub fn passages(passages: usize) -> String {
    count(passages, "passage", "passages")
}

/// There are more sections than are listed.
#[must_use]
pub fn more_sections(more: usize) -> String {
    format!("… and {} more", count(more, "section", "sections"))
}

/// The name of an article is taken.
#[must_use]
pub fn exists(path: &str) -> String {
    format!("There is already an article {path}, and nothing was changed. Remove it first, or replace it.")
}

/// No article goes by what was given.
#[must_use]
pub fn no_such_article(what: &str) -> String {
    format!(
        "There is no article \"{what}\". Give its path as it stands in the corpus folder; in Discord, choose from what is offered."
    )
}

/// Several articles go by what was given.
#[must_use]
pub fn several_articles(what: &str, paths: &[String]) -> String {
    format!(
        "Several articles go by \"{what}\": {}. Give the whole path of one.",
        paths.join(", ")
    )
}

/// The last article is not removed.
#[must_use]
pub fn last_article(path: &str) -> String {
    format!(
        "{path} is the only article that can be quoted, and without it I would have nothing to answer from. Add another one first."
    )
}

/// What was to be confirmed is there no more.
#[must_use]
pub fn no_draft() -> String {
    "This file is not waiting any more: it was added or cancelled already, or it waited for more than a day. Upload it again.".to_owned()
}

/// Nothing in the trash goes by what was given.
#[must_use]
pub fn not_in_trash(what: &str) -> String {
    format!(
        "Nothing in the trash goes by \"{what}\". In Discord, choose from what is offered; in the shell, verbatim corpus status lists it."
    )
}

/// Another process is changing the articles.
#[must_use]
pub fn busy(seconds: u64) -> String {
    format!(
        "Somebody else has been changing the articles for {seconds} seconds, and nothing was changed here. Try again in a moment."
    )
}

/// The corpus folder could not be written or read.
#[must_use]
pub fn no_access(what: &dyn Display) -> String {
    format!("The articles could not be changed: {what}. Look whether I may write there, and whether the disk is full.")
}

/// What became of the questions asked in vain; nothing if there were none.
#[must_use]
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

/// What is live, and how old it is.
#[must_use]
pub fn status_generation(generation: &str, articles: usize, passages: usize, age: Duration) -> String {
    format!(
        "Generation {generation} answers: {}, built {}.",
        size(articles, passages),
        ago(age)
    )
}

/// Nothing is live.
#[must_use]
pub fn status_no_index() -> String {
    "There is no index that could answer. The next question builds it, and so does verbatim reindex.".to_owned()
}

/// Something in the trash, with what brings it back.
#[must_use]
pub fn trashed(id: &str, path: &str, ago: &str) -> String {
    format!("  {id}  {path} (removed {ago})")
}

/// How a file would be as an article.
#[must_use]
pub fn would_become(path: &str, title: &str, sections: usize, passages: usize) -> String {
    format!(
        "{path}: \"{title}\", {}, {}.",
        count(sections, "section", "sections"),
        count(passages, "passage", "passages")
    )
}

/// A file can't be read.
#[must_use]
pub fn unreadable_file(path: &str, reason: &dyn Display) -> String {
    format!("{path} can't be read: {reason}")
}

/// A file has the name of an article that is there.
#[must_use]
pub fn say_replace(path: &str) -> String {
    format!(
        "There is already an article {path}, and nothing was changed. With --replace this one takes its place; what it was goes to the trash."
    )
}

/// What the shell did could not be noted in the ledger.
#[must_use]
pub fn not_audited(reason: &dyn Display) -> String {
    format!("It is done, but it could not be noted in the ledger: {reason}")
}

/// There is no ledger yet.
#[must_use]
pub fn no_ledger(folder: &str) -> String {
    format!("There is no ledger in {folder} yet: verbatim serve begins one.")
}

/// A damaged ledger was moved aside.
#[must_use]
pub fn ledger_set_aside(path: &str) -> String {
    format!("The ledger was damaged. It is now {path}, and a new one was begun.")
}

/// A number is of no open question.
#[must_use]
pub fn no_open_question(number: i64) -> String {
    format!("No open question has the number {number}. verbatim ledger unanswered lists them.")
}

/// What was deleted from the ledger.
#[must_use]
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
#[must_use]
pub fn audited(ago: &str, who: &str, what: &str, target: &str, outcome: &str) -> String {
    format!("{ago}: {who}: {what} {target}: {outcome}")
}

/// Nothing was noted yet.
#[must_use]
pub fn nothing_audited() -> String {
    "No admin has done anything yet.".to_owned()
}

/// What is live is of the corpus as it is.
#[must_use]
pub fn status_fresh() -> String {
    "It has all that is in the corpus folder.".to_owned()
}

/// What is live is not of the corpus as it is.
#[must_use]
pub fn status_stale() -> String {
    "The corpus folder has changed since; reindex to take that up.".to_owned()
}

/// The corpus can't be looked at.
#[must_use]
pub fn status_unknown(reason: &str) -> String {
    format!("The corpus folder can't be looked at: {reason}")
}

/// Something keeps the newest articles from being live.
#[must_use]
pub fn status_trouble(what: &str, since: Duration) -> String {
    format!("Trouble, {}: {what}", ago(since))
}

/// How much is in the trash.
#[must_use]
pub fn status_trash(files: usize) -> String {
    format!("In the trash: {}.", count(files, "file", "files"))
}

/// How questions ended, and how people voted.
#[must_use]
pub fn status_figures(days: u32, [answered, unsure, no_answer]: [u64; 3], [helpful, not_helpful]: [u64; 2]) -> String {
    format!(
        "Questions in {days} days: {answered} answered, {unsure} unsure, {no_answer} not found. Votes: {helpful} helpful, {not_helpful} not."
    )
}

/// The ledger could not be read.
#[must_use]
pub fn ledger_failed(reason: &str) -> String {
    format!("The ledger of questions and votes can't be used: {reason}. Answering goes on without it.")
}

/// The ledger can't be written.
#[must_use]
pub fn status_ledger_failing(reason: &str, since: Duration, lost: u64) -> String {
    format!(
        "The ledger can't be written for {}: {reason}. {lost} entries are lost; the rest waits in memory, and I try again.",
        span(since)
    )
}

/// How long the bot has been running, and how much memory it holds.
#[must_use]
pub fn status_running(uptime: Duration, resident_bytes: Option<u64>) -> String {
    match resident_bytes {
        Some(bytes) => format!("Up for {}, with {} MiB of memory.", span(uptime), bytes >> 20),
        None => format!("Up for {}.", span(uptime)),
    }
}

/// Every question was answered, or seen to.
#[must_use]
pub fn nothing_unanswered() -> String {
    "No question is open: whatever was asked has been answered, or marked as done.".to_owned()
}

/// Heads the questions that the articles did not answer.
#[must_use]
pub fn unanswered(groups: usize, times: u64) -> String {
    let times = count(usize::try_from(times).unwrap_or(usize::MAX), "time", "times");
    format!(
        "What the articles did not answer: {}, asked {times}. Most asked first.",
        count(groups, "question", "questions")
    )
}

/// How often questions that mean the same were asked: "12 times, last 2 hours ago, in 4 wordings".
#[must_use]
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
#[must_use]
pub fn marked_done(question: &str) -> String {
    format!("Done: {question}. It comes back if it is asked in vain again.")
}

/// A group of questions was answered or marked as done already.
#[must_use]
pub fn not_open_any_more() -> String {
    "That question is not open any more.".to_owned()
}

/// The labels of buttons and menus.
pub mod label {
    /// Adds what is shown.
    pub const ADD: &str = "Add";
    /// Puts what is shown in an article's place.
    pub const REPLACE: &str = "Replace";
    /// Removes an article.
    pub const REMOVE: &str = "Remove";
    /// Leaves all as it is.
    pub const CANCEL: &str = "Cancel";
    /// Stands in the menu of questions.
    pub const MARK_DONE: &str = "Mark as done";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_a_unit_that_fits_it() {
        for (seconds, told) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (7_199, "119 minutes"),
            (7_200, "2 hours"),
            (172_799, "47 hours"),
            (172_800, "2 days"),
        ] {
            assert_eq!(span(Duration::from_secs(seconds)), told);
        }
    }
}

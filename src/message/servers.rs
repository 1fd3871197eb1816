//! The libraries of servers, for whoever runs the bot, and exports of a library.

use std::time::Duration;

use super::{ago, count};

/// No server has a library.
pub const NONE: &str =
    "No server has a library yet. With VERBATIM_SERVERS=own, each gets one when somebody there first uses the bot.";

/// The contents of an export.
pub const EXPORTED: &str = "Here are the articles as they are, and the unanswered, hidden and chosen questions, one JSON object a line. Votes, settings and what admins did are not in it.";

/// An export is larger than Discord takes. `server` is the ID of the server whose library it is.
#[must_use]
pub fn export_too_large(mebibytes: usize, server: Option<&str>) -> String {
    let instead = match server {
        Some(server) => format!("Whoever runs me can make it: verbatim servers export {server} FILE.zip"),
        None => {
            "It is all on the machine that runs me: the folder of the articles, and verbatim ledger export.".to_owned()
        }
    };
    format!("The export is larger than the {mebibytes} MiB that Discord takes here. {instead}")
}

/// A library in the list: the number of its articles, its size on the disk, and how it stands.
#[must_use]
pub fn listed(articles: usize, bytes: u64, standing: Option<&str>) -> String {
    let size = format!("{}, {}", count(articles, "article", "articles"), bytes_in_words(bytes));
    standing.map_or(size.clone(), |standing| format!("{size}, {standing}"))
}

/// A library whose articles can't be listed.
#[must_use]
pub fn unreadable(reason: &str) -> String {
    format!("can't be read: {reason}")
}

/// It is suspended.
#[must_use]
pub fn suspended_since(since: Duration) -> String {
    format!("suspended {}", ago(since))
}

/// It has removed the bot.
#[must_use]
pub fn gone_since(since: Duration) -> String {
    format!("removed the bot {}", ago(since))
}

/// It is being removed.
pub const BEING_REMOVED: &str = "being removed";

/// There is no library of this server.
#[must_use]
pub fn no_library(server: u64) -> String {
    format!("Server {server} has no library. verbatim servers list shows those that have one.")
}

/// A server was suspended.
#[must_use]
pub fn suspended(server: u64) -> String {
    format!(
        "Server {server} is suspended: the bot says so there, and nothing else. verbatim servers resume {server} ends this."
    )
}

/// A server is no longer suspended.
#[must_use]
pub fn resumed(server: u64) -> String {
    format!("Server {server} is no longer suspended: the bot answers there again.")
}

/// Somebody wants to resume a server that isn't suspended.
#[must_use]
pub fn not_suspended(server: u64) -> String {
    format!("Server {server} is not suspended. Nothing was changed.")
}

/// Nobody said that a library is really to be removed.
#[must_use]
pub fn say_yes(server: u64, articles: usize) -> String {
    format!(
        "This deletes the library of server {server} for good: {}, the index, and all questions, votes and settings. Nothing was deleted. Export it first if somebody may need it, then add --yes.",
        count(articles, "article", "articles")
    )
}

/// A library was removed.
#[must_use]
pub fn removed(server: u64) -> String {
    format!("The library of server {server} is gone for good. If the bot is used there again, it begins with nothing.")
}

/// The bot still has a library open that is to be removed.
#[must_use]
pub fn still_open(server: u64) -> String {
    format!(
        "The library of server {server} is shut, but not deleted yet, because something in it still goes on, such as a build. Run this again in a minute."
    )
}

/// An export was written.
#[must_use]
pub fn exported(server: u64, file: &str, files: usize, questions: usize) -> String {
    format!(
        "{} and {} of server {server} are in {file}.",
        count(files, "file", "files"),
        count(questions, "question", "questions")
    )
}

/// The file for an export exists already.
#[must_use]
pub fn file_exists(file: &str) -> String {
    format!("There is already {file}. Nothing was written; choose another name.")
}

/// Something that a server's library may have only so much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quota {
    /// Articles.
    Articles,
    /// Mebibytes of files.
    Mebibytes,
    /// Passages.
    Passages,
    /// Pages from the web.
    Pages,
    /// Builds of the index a day.
    Builds,
}

impl Quota {
    /// So many of it, in words.
    #[must_use]
    pub fn of(self, number: usize) -> String {
        match self {
            Self::Articles => count(number, "article", "articles"),
            Self::Mebibytes => count(number, "MiB of files", "MiB of files"),
            Self::Passages => count(number, "passage", "passages"),
            Self::Pages => count(number, "page from the web", "pages from the web"),
            Self::Builds => count(number, "build", "builds"),
        }
    }
}

/// Something would exceed a quota.
#[must_use]
pub fn quota_reached(quota: Quota, most: usize) -> String {
    let most = quota.of(most);
    if quota == Quota::Builds {
        return format!(
            "There were {most} of this server's index today, and there may be no more. Nothing was changed. Try again after midnight (UTC), or ask whoever runs me for more."
        );
    }
    format!(
        "This server may have {most}, and this would be more. Nothing was changed. Remove some articles with /corpus remove, or ask whoever runs me for more."
    )
}

/// The quotas of each server, in words.
#[must_use]
pub fn quotas(all: &[String]) -> String {
    if all.is_empty() {
        return "Nothing limits what the library of a server may hold.".to_owned();
    }
    let all = all.join(", ").replace(" builds", " builds a day");
    format!("Each server may have up to {all}.")
}

/// The part of a quota that is used.
#[must_use]
pub fn used(used: usize, most: usize, quota: Quota) -> String {
    format!("{used} of {}", quota.of(most))
}

/// The usage of all quotas.
#[must_use]
pub fn all_used(used: &[String]) -> String {
    format!("Used: {}.", used.join(", ").replace(" builds", " builds today"))
}

/// The advice where the house has no articles.
pub const NO_HOUSE: &str =
    "If servers are to read only their own articles, and none of yours, set VERBATIM_SHARE_WITH=none instead.";

fn bytes_in_words(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} KiB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MiB", bytes >> 20)
    }
}

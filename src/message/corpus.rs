//! Messages for admins about articles that are added, replaced, removed or restored, in Discord and in the shell.
//!
//! File names must be escaped before they are passed in, or else the whole sentence afterwards.

use std::fmt::Display;

use super::count;

/// A button or a menu of `/corpus` or `/settings` means nothing to this version.
pub const OLD_CONTROL: &str =
    "This button or menu is from another version of me, so nothing was changed. Use the command again.";

/// An article in the trash.
#[must_use]
pub fn removed_ago(path: &str, ago: &str) -> String {
    format!("{path} (removed {ago})")
}

/// Something failed, and the log says why.
#[must_use]
pub fn failed() -> String {
    "Something went wrong on my side, and nothing was changed. My log has the details.".to_owned()
}

/// `/corpus add` without anything to add.
pub const NOTHING_TO_ADD: &str =
    "There is nothing to add. Attach a file, or give the address of a page with the option url.";

/// `/corpus add` with files and an address.
pub const FILES_OR_ADDRESS: &str = "I can't add files and pages from the web at once. Use the command twice.";

/// An upload is too large.
#[must_use]
pub fn upload_too_large(name: &str) -> String {
    format!("{name} is too large: the limit is 16 MiB. Split it into several files, each an article of its own.")
}

/// The address of an upload isn't one of Discord's.
#[must_use]
pub fn upload_elsewhere(name: &str) -> String {
    format!("I didn't fetch {name}, because it isn't where Discord keeps uploads. Upload it here, with the command.")
}

/// An upload could not be fetched.
#[must_use]
pub fn upload_lost(name: &str) -> String {
    format!("I couldn't fetch {name} from Discord. Upload it again; if that fails too, see my log.")
}

/// An upload can't become an article.
#[must_use]
pub fn upload_rejected(name: &str, reason: &str) -> String {
    format!("Nothing was added: {name} {reason}.")
}

/// One of several uploads can't become an article.
#[must_use]
pub fn one_upload_rejected(name: &str, reason: &str) -> String {
    format!("{name} isn't among them: it {reason}.")
}

/// A draft would be a new article.
#[must_use]
pub fn draft_is_new(path: &str) -> String {
    format!("This is how {path} will look. Add it?")
}

/// A draft would replace an article.
#[must_use]
pub fn draft_replaces(path: &str) -> String {
    format!(
        "{path} already exists. This is how the new version will look. Replace it? The old version goes to the trash, and /corpus restore brings it back."
    )
}

/// Several drafts would be articles.
#[must_use]
pub fn drafts(files: usize) -> String {
    format!("This is how these {files} files will look. Add them?")
}

/// One of several drafts would replace an article.
#[must_use]
pub fn one_draft_replaces(path: &str) -> String {
    format!("{path} already exists: the new version replaces it, and the old one goes to the trash.")
}

/// A draft is the same as the article that is there.
#[must_use]
pub fn draft_is_there(path: &str) -> String {
    format!("{path} is already there with the same content, so there is nothing to do.")
}

/// The draft's name differs from that of the uploaded file.
#[must_use]
pub fn draft_renamed(given: &str) -> String {
    format!("The file was named {given}; I gave it a safe name.")
}

/// A draft has the same content as an article with another name.
#[must_use]
pub fn draft_has_twin(path: &str) -> String {
    format!("It has the same content as {path}, so all of it would be quoted twice.")
}

/// One of several drafts has the same content as an article with another name.
#[must_use]
pub fn one_draft_has_twin(path: &str, twin: &str) -> String {
    format!("{path} has the same content as {twin}, so all of it would be quoted twice.")
}

/// Two files of one upload have the same name.
#[must_use]
pub fn upload_twice(name: &str) -> String {
    format!("{name} isn't among them: another of these files would have the same name. Rename it, and add it alone.")
}

/// Drafts are being added.
#[must_use]
pub fn adding(drafts: usize) -> String {
    if drafts == 1 {
        "Adding it …".to_owned()
    } else {
        "Adding them …".to_owned()
    }
}

/// An article was added.
#[must_use]
pub fn added(path: &str) -> String {
    format!("{path} was added.")
}

/// An article was replaced.
#[must_use]
pub fn replaced(path: &str) -> String {
    format!("{path} was replaced; the old version is in the trash.")
}

/// A draft was discarded.
#[must_use]
pub fn discarded() -> String {
    "Cancelled: nothing was added.".to_owned()
}

/// Asks the admin whether to remove an article.
#[must_use]
pub fn really_remove(path: &str) -> String {
    format!("Remove {path}? It goes to the trash, and /corpus restore brings it back.")
}

/// An article was not removed.
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
    format!("{path} was moved to the trash.")
}

/// Somebody else has removed the article.
#[must_use]
pub fn gone_already() -> String {
    "This article is gone: somebody has already removed it.".to_owned()
}

/// An article is being restored.
#[must_use]
pub fn restoring() -> String {
    "Restoring it …".to_owned()
}

/// An article was restored.
#[must_use]
pub fn restored(path: &str) -> String {
    format!("{path} was restored.")
}

/// "1 passage", "3 passages".
#[must_use]
pub fn passages(passages: usize) -> String {
    count(passages, "passage", "passages")
}

/// There are more sections than are listed.
#[must_use]
pub fn more_sections(more: usize) -> String {
    format!("… and {}", count(more, "more section", "more sections"))
}

/// The articles of an archive beyond those that are listed.
#[must_use]
pub fn more_articles(more: usize) -> String {
    format!("… and {}", count(more, "more article", "more articles"))
}

/// The files of an archive that will be left out, beyond those that are named.
#[must_use]
pub fn more_left_out(more: usize) -> String {
    format!("{} will be left out.", count(more, "more file", "more files"))
}

/// The name of an article is taken.
#[must_use]
pub fn exists(path: &str) -> String {
    format!("{path} already exists, so nothing was changed. Remove it first, or replace it.")
}

/// No article matches the name or path that was given.
#[must_use]
pub fn no_such_article(what: &str) -> String {
    format!(
        "There is no article \"{what}\". Give its path in the corpus folder; in Discord, choose one of the suggestions."
    )
}

/// The article is in an archive.
#[must_use]
pub fn in_archive(path: &str, archive: &str) -> String {
    format!("{path} is in the archive {archive}. Remove the archive, or add a version of it without the file.")
}

/// Several articles match the name that was given.
#[must_use]
pub fn several_articles(what: &str, paths: &[String]) -> String {
    format!(
        "Several articles match \"{what}\": {}. Give the full path of one.",
        paths.join(", ")
    )
}

/// The last article can't be removed.
#[must_use]
pub fn last_article(path: &str) -> String {
    format!(
        "{path} is the only article that I can quote. Without it I'd have nothing to answer from, so add another one first."
    )
}

/// The draft to confirm is gone.
#[must_use]
pub fn no_draft() -> String {
    "This file is no longer waiting: it has already been added or cancelled, or it waited for more than a day. Upload it again.".to_owned()
}

/// Nothing in the trash matches the name or number that was given.
#[must_use]
pub fn not_in_trash(what: &str) -> String {
    format!(
        "Nothing in the trash matches \"{what}\". In Discord, choose one of the suggestions; in a terminal, verbatim corpus status lists the trash."
    )
}

/// Another process is changing the articles.
#[must_use]
pub fn busy(seconds: u64) -> String {
    format!(
        "Somebody else has been changing the articles for {seconds} seconds, so nothing was changed. Try again in a moment."
    )
}

/// The corpus folder could not be written or read.
#[must_use]
pub fn no_access(what: &dyn Display) -> String {
    format!("The articles could not be changed: {what}. Check that I may write there, and that the disk isn't full.")
}

/// An article in the trash, with the number that restores it.
#[must_use]
pub fn trashed(id: &str, path: &str, ago: &str) -> String {
    format!("  {id}  {path} (removed {ago})")
}

/// The articles that an archive would become.
#[must_use]
pub fn archive_would_become(path: &str, articles: usize) -> String {
    format!("{path}: {}.", count(articles, "article", "articles"))
}

/// The article that a file would become.
#[must_use]
pub fn would_become(path: &str, title: &str, sections: usize, passages: usize) -> String {
    format!(
        "{path}: \"{title}\", {}, {}.",
        count(sections, "section", "sections"),
        count(passages, "passage", "passages")
    )
}

/// An article in a list, after its path.
#[must_use]
pub fn listed(title: &str, passages: usize) -> String {
    format!("\"{title}\", {}", count(passages, "passage", "passages"))
}

/// An article isn't in the index.
#[must_use]
pub fn not_indexed(path: &str) -> String {
    format!("{path} isn't in the index yet. Run \"verbatim reindex\", or ask a question, which does so.")
}

/// A file can't be read.
#[must_use]
pub fn unreadable_file(path: &str, reason: &dyn Display) -> String {
    format!("{path} can't be read: {reason}")
}

/// A file has the name of an existing article.
#[must_use]
pub fn say_replace(path: &str) -> String {
    format!(
        "{path} already exists, so nothing was changed. Use --replace to replace it; the old version goes to the trash."
    )
}

/// The labels of buttons and menus.
pub mod label {
    /// Adds the article that is shown.
    pub const ADD: &str = "Add";
    /// Adds the articles that are shown.
    pub const ADD_ALL: &str = "Add all";
    /// Adds the articles that are shown, some of which replace others.
    pub const ADD_AND_REPLACE: &str = "Add and replace";
    /// Replaces an article with the one that is shown.
    pub const REPLACE: &str = "Replace";
    /// Removes an article.
    pub const REMOVE: &str = "Remove";
    /// Changes nothing.
    pub const CANCEL: &str = "Cancel";
    /// Marks the questions chosen in the menu as done.
    pub const MARK_DONE: &str = "Mark as done (one or more)";
    /// Hides the questions chosen in the menu.
    pub const HIDE: &str = "Never list again (one or more)";
    /// The placeholder of a menu of passages and sections.
    pub const FIX: &str = "Choose the passage or the section";
    /// Takes fixed answers back.
    pub const UNFIX: &str = "Take back (one or more)";
}

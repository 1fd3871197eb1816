//! `verbatim corpus`: manages the articles from the shell, as `/corpus` does in Discord.
//!
//! Nothing asks for confirmation: a person who names a file here means it. Not here: the changes themselves
//! (`corpus::Shelf`, `library`).

mod articles;
mod status;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anstyle::Style;
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::config::Config;
use crate::corpus::{Article, Draft, MAX_FILE_BYTES, Replacing, Shelf, ShelfError, TrashId, Trashed};
use crate::ledger::{Action, unix_now};
use crate::library::{Library, shelf_sentence};
use crate::message;

use super::library::{Narrator, open, tell_set_aside};
use super::paint::{self, Page};
use super::reindex::Report;
use super::{ANSWERED, ERROR};

pub(super) use status::status;

/// The name of the actor in the audit.
pub(super) const SHELL: &str = "shell";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the status of articles, index and ledger
    Status(Output),
    /// List the articles in the index
    List(Output),
    /// Show how an article was read: each passage, below its headings
    Show {
        /// Its path in the corpus, or its name
        article: String,
        #[command(flatten)]
        output: Output,
    },
    /// Add articles, and reindex
    Add {
        /// The files to copy, of any format that is read: .txt, .md, .html, .pdf, .docx ...
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Replace an article of the same name, which goes to the trash
        #[arg(long)]
        replace: bool,
        /// Only show how they would be read
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Move an article to the trash, and reindex
    Remove {
        /// Its path in the corpus, or its name
        article: String,
        #[command(flatten)]
        output: Output,
    },
    /// Restore an article from the trash, and reindex
    Restore {
        /// Its number in the trash, or its path (restores the newest version)
        article: String,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
struct Output {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A change to an article.
struct Change {
    /// "added", "replaced", "removed", "restored", or "same" if it is there already, byte for byte.
    done: &'static str,
    path: String,
    /// The article that was replaced or removed.
    trash: Option<TrashId>,
}

impl Change {
    fn new(done: &'static str, path: String, trash: Option<TrashId>) -> Self {
        Self { done, path, trash }
    }

    fn sentence(&self) -> String {
        match self.done {
            "removed" => message::corpus::removed(&self.path),
            "restored" => message::corpus::restored(&self.path),
            "replaced" => message::corpus::replaced(&self.path),
            "same" => message::corpus::draft_is_there(&self.path),
            _ => message::corpus::added(&self.path),
        }
    }

    fn as_json<'a>(&'a self, reindex: Option<&'a Report>) -> Changed<'a> {
        Changed {
            done: self.done,
            path: &self.path,
            trash: self.trash.map(|id| id.to_string()),
            reindex,
        }
    }
}

/// The result of a change, as JSON.
#[derive(Serialize)]
struct Changed<'a> {
    done: &'a str,
    path: &'a str,
    /// The trash ID of the article that was replaced or removed.
    trash: Option<String>,
    /// Null if nothing had to be reindexed, and for all but the last of several changes.
    reindex: Option<&'a Report>,
}

/// A file that may be added, as JSON.
#[derive(Serialize)]
struct Checked<'a> {
    path: &'a str,
    #[serde(flatten)]
    content: CheckedContent<'a>,
    replaces: Option<&'a str>,
    is_same: bool,
}

/// The article or archive that it would become.
#[derive(Serialize)]
#[serde(untagged)]
enum CheckedContent<'a> {
    Article(CheckedArticle<'a>),
    Archive { articles: Vec<CheckedArticle<'a>> },
}

#[derive(Serialize)]
struct CheckedArticle<'a> {
    title: &'a str,
    headings: Vec<&'a [String]>,
    passages: usize,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let library = open(config)?;
    match &arguments.command {
        Command::Status(output) => status(&library, output.json),
        Command::List(output) => articles::list(&library, output.json),
        Command::Show { article, output } => articles::show(&library, article, output.json),
        Command::Add {
            files,
            replace,
            check,
            output,
        } => {
            let shelf = library.shelf();
            let drafts: Result<Vec<Draft>, String> = files.iter().map(|file| draft(&shelf, file)).collect();
            let drafts = match drafts {
                Ok(drafts) => drafts,
                Err(sentence) => return Ok(refuse(&sentence)),
            };
            if *check {
                return show_drafts(&drafts, output.json);
            }
            let replacing = if *replace { Replacing::Yes } else { Replacing::No };
            add(&library, &drafts, replacing, output.json)
        }
        Command::Remove { article, output } => {
            let shelf = library.shelf();
            match shelf.find(article).and_then(|path| shelf.remove(&path)) {
                Ok(Trashed { id, path, .. }) => {
                    finish(&library, &[Change::new("removed", path, Some(id))], output.json)
                }
                Err(error) => Ok(refuse(&shelf_sentence(&error))),
            }
        }
        Command::Restore { article, output } => {
            let shelf = library.shelf();
            let restored = match article.parse::<TrashId>() {
                Ok(id) => shelf.restore(id),
                Err(_) => shelf.restore_newest(article),
            };
            match restored {
                Ok(path) => finish(&library, &[Change::new("restored", path, None)], output.json),
                Err(error) => Ok(refuse(&shelf_sentence(&error))),
            }
        }
    }
}

pub(super) fn refuse(sentence: &str) -> u8 {
    paint::warn(sentence);
    ERROR
}

/// Reads the file as a draft. The error is a sentence for the user.
fn draft(shelf: &Shelf, file: &Path) -> Result<Draft, String> {
    let shown = file.display().to_string();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let bytes = read(file).map_err(|error| message::corpus::unreadable_file(&shown, &error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(message::corpus::upload_too_large(&shown));
    }
    shelf.check(&name, bytes).map_err(|error| match error {
        ShelfError::Rejected(reason) => message::corpus::upload_rejected(&shown, &reason.to_string()),
        other => shelf_sentence(&other),
    })
}

/// Reads at most one byte more than the limit, which shows that the file is too large: it may be a device, or fill the
/// memory.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Shows how files would be read; as JSON, one object for each.
fn show_drafts(drafts: &[Draft], json: bool) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    for draft in drafts {
        if json {
            page.raw(&serde_json::to_string(&Checked::new(draft))?)?;
            continue;
        }
        if draft.article().is_none() {
            let archive = message::corpus::archive_would_become(draft.path(), draft.articles().len());
            page.line(&archive, "", Style::new())?;
        }
        for article in draft.articles() {
            articles::print(&mut page, article)?;
        }
        for line in remarks(draft) {
            page.line(&line, "", Style::new())?;
        }
    }
    page.flush()?;
    Ok(ANSWERED)
}

impl<'a> Checked<'a> {
    fn new(draft: &'a Draft) -> Self {
        Self {
            path: draft.path(),
            content: match draft.article() {
                Some(article) => CheckedContent::Article(checked(article)),
                None => CheckedContent::Archive {
                    articles: draft.articles().iter().map(checked).collect(),
                },
            },
            replaces: draft.replaces().map(|replaced| replaced.path.as_str()),
            is_same: draft.replaces().is_some_and(|replaced| replaced.is_same),
        }
    }
}

fn checked(article: &Article) -> CheckedArticle<'_> {
    let headings = article.sections.iter().map(|section| section.headings.as_slice());
    CheckedArticle {
        title: &article.title,
        headings: headings.collect(),
        passages: article.passages.len(),
    }
}

/// The remarks on a file that may be added: parts that would be left out, doubts, and the articles that are there.
fn remarks(draft: &Draft) -> Vec<String> {
    let left_out = draft.left_out().iter();
    let left_out = left_out.map(|problem| message::left_out(&problem.path, problem.line, &problem.reason));
    let doubts = draft.warnings().iter();
    let doubts = doubts.map(|doubt| message::doubtful(&doubt.path, doubt.line, &doubt.doubt));
    let replaced = draft.replaces().map(|replaced| {
        if replaced.is_same {
            message::corpus::draft_is_there(&replaced.path)
        } else {
            message::corpus::exists(&replaced.path)
        }
    });
    let twin = draft.twin().map(message::corpus::draft_has_twin);
    left_out.chain(doubts).chain(replaced).chain(twin).collect()
}

/// Adds the files, all or none of them as far as their names decide it, and reindexes once.
fn add(library: &Library, drafts: &[Draft], replacing: Replacing, json: bool) -> anyhow::Result<u8> {
    let taken = drafts
        .iter()
        .filter_map(Draft::replaces)
        .find(|replaced| !replaced.is_same);
    if let Some(taken) = taken.filter(|_| replacing == Replacing::No) {
        return Ok(refuse(&message::corpus::say_replace(&taken.path)));
    }
    let mut changes = Vec::with_capacity(drafts.len());
    let mut refused = None;
    for draft in drafts {
        if let Some(same) = draft.replaces().filter(|replaced| replaced.is_same) {
            changes.push(Change::new("same", same.path.clone(), None));
            continue;
        }
        match library.shelf().add(draft, replacing) {
            Ok(added) => {
                let done = if added.replaced.is_some() { "replaced" } else { "added" };
                changes.push(Change::new(done, added.path, added.replaced));
            }
            Err(error) => {
                refused = Some(match error {
                    ShelfError::Exists { path } => message::corpus::say_replace(&path),
                    error => shelf_sentence(&error),
                });
                break;
            }
        }
    }
    let status = if changes.is_empty() {
        ANSWERED
    } else {
        finish(library, &changes, json)?
    };
    Ok(refused.map_or(status, |sentence| refuse(&sentence)))
}

/// Reports changes, reindexes once if something changed, and reports that, too.
fn finish(library: &Library, changes: &[Change], json: bool) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    if !json {
        for change in changes {
            page.line(&change.sentence(), "", Style::new())?;
        }
        page.flush()?;
    }
    let made: Vec<&Change> = changes.iter().filter(|change| change.done != "same").collect();
    for change in &made {
        note(library, change.done, &change.path);
    }
    let report = if made.is_empty() { None } else { Some(rebuild(library)?) };
    if json {
        for (at, change) in changes.iter().enumerate() {
            let is_last = at + 1 == changes.len();
            page.raw(&serde_json::to_string(
                &change.as_json(report.as_ref().filter(|_| is_last)),
            )?)?;
        }
    } else if let Some(report) = report {
        let concerns = |path: &str| made.iter().any(|change| articles::is_below(path, &change.path));
        report.print(&mut page, &concerns)?;
    }
    page.flush()?;
    Ok(ANSWERED)
}

fn rebuild(library: &Library) -> anyhow::Result<Report> {
    let mut narrator = Narrator::new();
    let rebuilt = library.rebuild(&mut |event| narrator.hear_of_build(&event));
    drop(narrator);
    Ok(Report::new(library, rebuilt?))
}

fn note(library: &Library, done: &str, path: &str) {
    let what = match done {
        "removed" => "remove",
        "restored" => "restore",
        _ => "add",
    };
    let noted = library.audit(Action {
        at: unix_now(),
        who: SHELL.to_owned(),
        what: what.to_owned(),
        target: Some(path.to_owned()),
        outcome: done.to_owned(),
    });
    if let Err(error) = noted {
        paint::warn(&message::ledger::not_audited(&error));
    }
    tell_set_aside(library);
}

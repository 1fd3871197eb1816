//! `verbatim corpus`: manages the articles from the shell, as `/corpus` does in Discord.
//!
//! Nothing asks for confirmation: a person who names a file here means it. Not here: the changes themselves
//! (`corpus::Shelf`, `library`).

mod status;

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

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

/// The name of the actor in the audit.
const SHELL: &str = "shell";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the status of articles, index and ledger
    Status(Output),
    /// Add an article, and reindex
    Add {
        /// The file to copy, of any format that is read: .txt, .md, .html, .pdf, .docx ...
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Replace an article of the same name, which goes to the trash
        #[arg(long)]
        replace: bool,
        /// Only show what it would become
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

/// The result of a change, as JSON.
#[derive(Serialize)]
struct Changed<'a> {
    done: &'a str,
    path: &'a str,
    /// The trash ID of the article that was replaced or removed.
    trash: Option<String>,
    /// Null if nothing had to be reindexed.
    reindex: Option<Report>,
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

/// What it would become.
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
        Command::Status(output) => status::status(&library, output.json),
        Command::Add {
            file,
            replace,
            check,
            output,
        } => {
            let draft = match draft(&library.shelf(), file) {
                Ok(draft) => draft,
                Err(sentence) => return Ok(refuse(&sentence)),
            };
            if *check {
                return show_draft(&draft, output.json);
            }
            let replacing = if *replace { Replacing::Yes } else { Replacing::No };
            add(&library, &draft, replacing, output.json)
        }
        Command::Remove { article, output } => {
            let shelf = library.shelf();
            match shelf.find(article).and_then(|path| shelf.remove(&path)) {
                Ok(Trashed { id, path, .. }) => finish(&library, "removed", &path, Some(id), output.json),
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
                Ok(path) => finish(&library, "restored", &path, None, output.json),
                Err(error) => Ok(refuse(&shelf_sentence(&error))),
            }
        }
    }
}

fn refuse(sentence: &str) -> u8 {
    paint::warn(sentence);
    ERROR
}

/// Reads the file as a draft. The error is a sentence for the user.
fn draft(shelf: &Shelf, file: &std::path::Path) -> Result<Draft, String> {
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
fn read(file: &std::path::Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn show_draft(draft: &Draft, json: bool) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    if json {
        let checked = Checked {
            path: draft.path(),
            content: match draft.article() {
                Some(article) => CheckedContent::Article(checked(article)),
                None => CheckedContent::Archive {
                    articles: draft.articles().iter().map(checked).collect(),
                },
            },
            replaces: draft.replaces().map(|replaced| replaced.path.as_str()),
            is_same: draft.replaces().is_some_and(|replaced| replaced.is_same),
        };
        page.raw(&serde_json::to_string(&checked)?)?;
    } else {
        for line in draft_lines(draft) {
            page.line(&line, "", Style::new())?;
        }
    }
    page.flush()?;
    Ok(ANSWERED)
}

fn checked(article: &Article) -> CheckedArticle<'_> {
    let headings = article.sections.iter().map(|section| section.headings.as_slice());
    CheckedArticle {
        title: &article.title,
        headings: headings.collect(),
        passages: article.passages.len(),
    }
}

/// What a file would become, for people.
fn draft_lines(draft: &Draft) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(article) = draft.article() {
        lines.push(would_become(article));
        let headed = article.sections.iter().filter(|section| !section.headings.is_empty());
        lines.extend(headed.map(|section| format!("  {}", section.headings.join(" › "))));
    } else {
        lines.push(message::corpus::archive_would_become(
            draft.path(),
            draft.articles().len(),
        ));
        lines.extend(
            draft
                .articles()
                .iter()
                .map(|article| format!("  {}", would_become(article))),
        );
    }
    let left_out = draft.left_out().iter();
    lines.extend(left_out.map(|problem| message::left_out(&problem.path, problem.line, &problem.reason)));
    let doubts = draft.warnings().iter();
    lines.extend(doubts.map(|doubt| message::doubtful(&doubt.path, doubt.line, &doubt.doubt)));
    lines.extend(draft.replaces().map(|replaced| {
        if replaced.is_same {
            message::corpus::draft_is_there(&replaced.path)
        } else {
            message::corpus::exists(&replaced.path)
        }
    }));
    lines.extend(draft.twin().map(message::corpus::draft_has_twin));
    lines
}

fn would_become(article: &Article) -> String {
    message::corpus::would_become(
        &article.path,
        &article.title,
        article.sections.len(),
        article.passages.len(),
    )
}

fn add(library: &Library, draft: &Draft, replacing: Replacing, json: bool) -> anyhow::Result<u8> {
    if let Some(same) = draft.replaces().filter(|replaced| replaced.is_same) {
        return nothing_to_do(&same.path, json);
    }
    match library.shelf().add(draft, replacing) {
        Ok(added) => {
            let done = if added.replaced.is_some() { "replaced" } else { "added" };
            finish(library, done, &added.path, added.replaced, json)
        }
        Err(ShelfError::Exists { path }) => Ok(refuse(&message::corpus::say_replace(&path))),
        Err(error) => Ok(refuse(&shelf_sentence(&error))),
    }
}

/// Reports that the file is there already, byte for byte.
fn nothing_to_do(path: &str, json: bool) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    if json {
        let same = Changed {
            done: "same",
            path,
            trash: None,
            reindex: None,
        };
        page.raw(&serde_json::to_string(&same)?)?;
    } else {
        page.line(&message::corpus::draft_is_there(path), "", Style::new())?;
    }
    page.flush()?;
    Ok(ANSWERED)
}

/// Reindexes after a change, and reports both.
fn finish(library: &Library, done: &str, path: &str, trash: Option<TrashId>, json: bool) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    if !json {
        let sentence = match done {
            "removed" => message::corpus::removed(path),
            "restored" => message::corpus::restored(path),
            "replaced" => message::corpus::replaced(path),
            _ => message::corpus::added(path),
        };
        page.line(&sentence, "", Style::new())?;
        page.flush()?;
    }
    note(library, done, path);
    let mut narrator = Narrator::new();
    let rebuilt = library.rebuild(&mut |event| narrator.hear_of_build(&event));
    drop(narrator);
    let report = Report::new(library, rebuilt?);
    if json {
        let done = Changed {
            done,
            path,
            trash: trash.map(|id| id.to_string()),
            reindex: Some(report),
        };
        page.raw(&serde_json::to_string(&done)?)?;
    } else {
        report.print(&mut page)?;
    }
    page.flush()?;
    Ok(ANSWERED)
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

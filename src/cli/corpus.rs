//! `verbatim corpus`: the articles looked after from the shell, as `/corpus` does it in Discord.
//!
//! Nothing is asked back: whoever names a file here means it. Not here: doing it (`corpus::Shelf`, `library`).

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anstyle::Style;
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::config::Config;
use crate::corpus::{Draft, Replacing, Shelf, ShelfError, TrashId, Trashed};
use crate::index::LeftOut;
use crate::ledger::Action;
use crate::library::{FIGURE_DAYS, Library, LiveStatus, Status, left_out_sentence, seconds_since, shelf_sentence};
use crate::message;

use super::library::{Narrator, open};
use super::paint::{self, Page};
use super::reindex::Report;
use super::{ANSWERED, ERROR};

/// Who acts, in the audit.
const SHELL: &str = "shell";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say how articles, index and ledger are
    Status(Output),
    /// Add an article, and reindex
    Add {
        /// A .txt, .md or .html file; it is copied
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Put it in the place of an article of the same name, which goes to the trash
        #[arg(long)]
        replace: bool,
        /// Only say what it would become
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
    /// Bring an article back from the trash, and reindex
    Restore {
        /// Its number in the trash, or its path: then the newest of it
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

/// What became of an article, as JSON.
#[derive(Serialize)]
struct Changed<'a> {
    done: &'a str,
    path: &'a str,
    /// Where the article is that was replaced or removed.
    trash: Option<String>,
    /// Null if there was nothing to take up.
    reindex: Option<Report>,
}

/// What a file would become, as JSON.
#[derive(Serialize)]
struct Checked<'a> {
    path: &'a str,
    title: &'a str,
    headings: Vec<&'a [String]>,
    passages: usize,
    replaces: Option<&'a str>,
    is_same: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let library = open(config)?;
    match &arguments.command {
        Command::Status(output) => status(&library, output.json),
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

/// What a file would become; else what is wrong with it.
fn draft(shelf: &Shelf, file: &std::path::Path) -> Result<Draft, String> {
    let shown = file.display().to_string();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let bytes = fs::read(file).map_err(|error| message::corpus::unreadable_file(&shown, &error))?;
    shelf.check(&name, bytes).map_err(|error| match error {
        ShelfError::Rejected(reason) => message::corpus::upload_rejected(&shown, &reason.to_string()),
        other => shelf_sentence(&other),
    })
}

fn show_draft(draft: &Draft, json: bool) -> anyhow::Result<u8> {
    let article = draft.article();
    let mut page = Page::stdout();
    if json {
        let checked = Checked {
            path: draft.path(),
            title: &article.title,
            headings: article
                .sections
                .iter()
                .map(|section| section.headings.as_slice())
                .collect(),
            passages: article.passages.len(),
            replaces: draft.replaces().map(|replaced| replaced.path.as_str()),
            is_same: draft.replaces().is_some_and(|replaced| replaced.is_same),
        };
        page.raw(&serde_json::to_string(&checked)?)?;
    } else {
        let plain = Style::new();
        page.line(
            &message::corpus::would_become(
                draft.path(),
                &article.title,
                article.sections.len(),
                article.passages.len(),
            ),
            "",
            plain,
        )?;
        for section in article.sections.iter().filter(|section| !section.headings.is_empty()) {
            page.line(&section.headings.join(" › "), "  ", plain)?;
        }
        match draft.replaces() {
            Some(replaced) if replaced.is_same => {
                page.line(&message::corpus::draft_is_there(&replaced.path), "", plain)?;
            }
            Some(replaced) => page.line(&message::corpus::exists(&replaced.path), "", plain)?,
            None => {}
        }
        if let Some(twin) = draft.twin() {
            page.line(&message::corpus::draft_has_twin(twin), "", plain)?;
        }
    }
    page.flush()?;
    Ok(ANSWERED)
}

fn add(library: &Library, draft: &Draft, replacing: Replacing, json: bool) -> anyhow::Result<u8> {
    match library.shelf().add(draft, replacing) {
        Ok(added) => {
            let done = if added.replaced.is_some() { "replaced" } else { "added" };
            finish(library, done, &added.path, added.replaced, json)
        }
        Err(ShelfError::Exists { path }) => Ok(refuse(&message::corpus::say_replace(&path))),
        Err(error) => Ok(refuse(&shelf_sentence(&error))),
    }
}

/// Takes up what was changed, and says so.
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
        at: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
        who: SHELL.to_owned(),
        what: what.to_owned(),
        target: Some(path.to_owned()),
        outcome: done.to_owned(),
    });
    if let Err(error) = noted {
        paint::warn(&message::corpus::not_audited(&error));
    }
}

fn status(library: &Library, json: bool) -> anyhow::Result<u8> {
    let opened = library.live().ok();
    let status = library.status(opened.as_ref().map(|opened| &opened.generation));
    let mut page = Page::stdout();
    if json {
        page.raw(&serde_json::to_string(&StatusJson::new(&status))?)?;
    } else {
        for line in status_lines(&status) {
            page.line(&line, "", Style::new())?;
        }
    }
    page.flush()?;
    Ok(ANSWERED)
}

fn status_lines(status: &Status) -> Vec<String> {
    let mut lines = Vec::new();
    let age = |at: u64| Duration::from_secs(seconds_since(at));
    match &status.live {
        Some(live) => {
            lines.push(message::corpus::status_generation(
                &live.generation,
                live.articles,
                live.passages,
                age(live.built_at),
            ));
            lines.push(match &live.is_stale {
                Ok(false) => message::corpus::status_fresh(),
                Ok(true) => message::corpus::status_stale(),
                Err(reason) => message::corpus::status_unknown(reason),
            });
            lines.extend(live.left_out.iter().map(left_out_sentence));
        }
        None => lines.push(message::corpus::status_no_index()),
    }
    if !status.trash.is_empty() {
        lines.push(message::corpus::status_trash(status.trash.len()));
        lines.extend(status.trash.iter().map(|trashed| {
            let ago = message::corpus::ago(trashed.removed_at.elapsed().unwrap_or_default());
            message::corpus::trashed(&trashed.id.to_string(), &trashed.path, &ago)
        }));
    }
    lines.push(match &status.figures {
        Ok(figures) => message::corpus::status_figures(
            FIGURE_DAYS,
            [figures.answered, figures.unsure, figures.no_answer],
            [figures.helpful, figures.not_helpful],
        ),
        Err(reason) => message::corpus::ledger_failed(reason),
    });
    lines
}

#[derive(Serialize)]
struct StatusJson<'a> {
    /// Null if nothing can answer.
    live: Option<LiveJson<'a>>,
    trash: Vec<TrashedJson<'a>>,
    /// Null if the ledger can't be read.
    last_days: Option<FiguresJson>,
}

#[derive(Serialize)]
struct LiveJson<'a> {
    generation: &'a str,
    built_at: u64,
    age_seconds: u64,
    articles: usize,
    passages: usize,
    left_out: &'a [LeftOut],
    /// Null if the corpus can't be looked at.
    is_stale: Option<bool>,
}

#[derive(Serialize)]
struct TrashedJson<'a> {
    id: String,
    path: &'a str,
    removed_at: u64,
    bytes: u64,
}

#[derive(Serialize)]
struct FiguresJson {
    days: u32,
    answered: u64,
    unsure: u64,
    no_answer: u64,
    helpful: u64,
    not_helpful: u64,
}

impl<'a> StatusJson<'a> {
    fn new(status: &'a Status) -> Self {
        let live = |live: &'a LiveStatus| LiveJson {
            generation: &live.generation,
            built_at: live.built_at,
            age_seconds: seconds_since(live.built_at),
            articles: live.articles,
            passages: live.passages,
            left_out: &live.left_out,
            is_stale: live.is_stale.as_ref().ok().copied(),
        };
        let trashed = |trashed: &'a Trashed| TrashedJson {
            id: trashed.id.to_string(),
            path: &trashed.path,
            removed_at: trashed
                .removed_at
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
            bytes: trashed.bytes,
        };
        Self {
            live: status.live.as_ref().map(live),
            trash: status.trash.iter().map(trashed).collect(),
            last_days: status.figures.as_ref().ok().map(|figures| FiguresJson {
                days: FIGURE_DAYS,
                answered: figures.answered,
                unsure: figures.unsure,
                no_answer: figures.no_answer,
                helpful: figures.helpful,
                not_helpful: figures.not_helpful,
            }),
        }
    }
}

//! `verbatim corpus status`: the status of articles, index and ledger, for reading and as JSON.

use std::time::UNIX_EPOCH;

use anstyle::Style;
use serde::Serialize;

use crate::cli::ANSWERED;
use crate::cli::library::tell_set_aside;
use crate::cli::paint::{self, Page};
use crate::corpus::Trashed;
use crate::index::{LeftOut, Opened, StoreError};
use crate::library::{
    FIGURE_DAYS, Library, LibraryError, LiveStatus, Statistics, Status, left_out_sentence, seconds_since,
};
use crate::message;

pub(in crate::cli) fn status(library: &Library, json: bool) -> anyhow::Result<u8> {
    let opened = warn_of_damage(library.live());
    let answerer = opened.map(|opened| library.answerer(opened.generation));
    let status = library.status(answerer.as_ref());
    tell_set_aside(library);
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

/// Returns the generation that answers, if any, and warns about errors and damaged generations.
fn warn_of_damage(opened: Result<Opened, LibraryError>) -> Option<Opened> {
    let setbacks = match &opened {
        Ok(Opened { setbacks, .. }) | Err(LibraryError::Open(StoreError::NoGeneration { setbacks })) => {
            setbacks.as_slice()
        }
        Err(error) => {
            paint::warn(&error.sentence());
            &[]
        }
    };
    for setback in setbacks.iter().filter(|setback| !setback.is_outdated) {
        paint::warn(&message::damaged_generation(&setback.name, &setback.reason));
    }
    opened.ok()
}

fn status_lines(status: &Status) -> Vec<String> {
    let mut lines = status.generation_lines(str::to_owned);
    lines.extend(
        status
            .live
            .iter()
            .flat_map(|live| &live.left_out)
            .map(left_out_sentence),
    );
    if !status.trash.is_empty() {
        lines.push(message::status::trash(status.trash.len()));
        lines.extend(status.trash.iter().map(|trashed| {
            let ago = message::ago(trashed.removed_at.elapsed().unwrap_or_default());
            message::corpus::trashed(&trashed.id.to_string(), &trashed.path, &ago)
        }));
    }
    match &status.statistics {
        Ok(statistics) => {
            for (heading, below) in statistics.lines(str::to_owned, |id| id.to_string()) {
                lines.push(format!("{heading}:"));
                lines.extend(below.iter().map(|line| format!("  {line}")));
            }
        }
        Err(reason) => lines.push(message::ledger::failed(reason)),
    }
    lines.extend(status.set_aside_line());
    lines
}

#[derive(Serialize)]
struct StatusJson<'a> {
    /// Null if nothing can answer.
    live: Option<LiveJson<'a>>,
    trash: Vec<TrashedJson<'a>>,
    /// Null if the ledger can't be read.
    last_days: Option<FiguresJson>,
    /// The names of damaged ledgers that were moved out of the way.
    set_aside: &'a [String],
}

#[derive(Serialize)]
struct LiveJson<'a> {
    generation: &'a str,
    built_at: u64,
    age_seconds: u64,
    articles: usize,
    passages: usize,
    /// False while it answers by words alone.
    has_vectors: bool,
    left_out: &'a [LeftOut],
    /// Null if the corpus can't be read.
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
            has_vectors: live.has_vectors,
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
            last_days: status
                .statistics
                .as_ref()
                .ok()
                .map(|Statistics { total: figures, .. }| FiguresJson {
                    days: FIGURE_DAYS,
                    answered: figures.answered,
                    unsure: figures.unsure,
                    no_answer: figures.no_answer,
                    helpful: figures.helpful,
                    not_helpful: figures.not_helpful,
                }),
            set_aside: &status.set_aside,
        }
    }
}

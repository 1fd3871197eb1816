//! `verbatim reindex`: builds the index anew and says what changed.

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::config::Config;
use crate::index::LeftOut;
use crate::library::{Changes, Rebuild};
use crate::message;

use super::ANSWERED;
use super::library::{Narrator, left_out, open};
use super::paint::Page;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What a build did, as JSON.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    generation: &'a str,
    articles: usize,
    passages: usize,
    changes: Changes,
    left_out: Vec<Left<'a>>,
    encoded: usize,
    reused: usize,
    elapsed_ms: f64,
}

#[derive(Serialize)]
struct Left<'a> {
    path: &'a str,
    line: Option<usize>,
    reason: &'a str,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let library = open(config)?;
    let mut narrator = Narrator::new();
    let done = library.rebuild(&mut |event| narrator.hear_of_build(&event))?;
    drop(narrator);
    let mut page = Page::stdout();
    if arguments.json {
        page.raw(&serde_json::to_string(&Report::new(&done))?)?;
    } else {
        print(&mut page, &done)?;
    }
    page.flush()?;
    Ok(ANSWERED)
}

impl<'a> Report<'a> {
    pub(super) fn new(done: &'a Rebuild) -> Self {
        let left = |left: &'a LeftOut| Left {
            path: &left.path,
            line: left.line,
            reason: &left.reason,
        };
        Self {
            generation: done.generation.name(),
            articles: done.generation.article_count(),
            passages: done.generation.passage_count(),
            changes: done.changes,
            left_out: done.generation.left_out().iter().map(left).collect(),
            encoded: done.encoded,
            reused: done.reused,
            elapsed_ms: done.elapsed.as_secs_f64() * 1_000.0,
        }
    }
}

/// What a build did, for reading.
pub(super) fn print(page: &mut Page, done: &Rebuild) -> anyhow::Result<()> {
    let plain = Style::new();
    for (noun, counts) in [("Articles", done.changes.articles), ("Passages", done.changes.passages)] {
        page.line(
            &message::changes(noun, counts.added, counts.changed, counts.removed, counts.same),
            "",
            plain,
        )?;
    }
    let generation = &done.generation;
    for problem in generation.left_out() {
        page.line(&left_out(problem), "", plain)?;
    }
    page.line(
        &message::built(generation.article_count(), generation.passage_count(), done.elapsed),
        "",
        plain,
    )?;
    page.line(&message::now_live(generation.name()), "", plain)?;
    Ok(())
}

//! `verbatim reindex`: builds the index anew and says what changed.

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::config::Config;
use crate::message;

use super::ANSWERED;
use super::changes::Changes;
use super::library::{Rebuild, left_out, open_encoder, rebuild};
use super::paint::Page;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    generation: &'a str,
    articles: usize,
    passages: usize,
    changes: Changes,
    left_out: Vec<LeftOut<'a>>,
    elapsed_ms: f64,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    path: &'a str,
    line: Option<usize>,
    reason: String,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let done = rebuild(config, &open_encoder(config)?)?;
    let changes = Changes::between(done.before.as_ref(), &done.generation)?;
    let mut page = Page::stdout();
    if arguments.json {
        page.raw(&serde_json::to_string(&report(&done, changes))?)?;
    } else {
        print(&mut page, &done, &changes)?;
    }
    page.flush()?;
    Ok(ANSWERED)
}

fn report(done: &Rebuild, changes: Changes) -> Report<'_> {
    Report {
        generation: done.generation.name(),
        articles: done.generation.article_count(),
        passages: done.generation.passage_count(),
        changes,
        left_out: done
            .problems
            .iter()
            .map(|problem| LeftOut {
                path: &problem.path,
                line: problem.line,
                reason: problem.reason.to_string(),
            })
            .collect(),
        elapsed_ms: done.elapsed.as_secs_f64() * 1_000.0,
    }
}

fn print(page: &mut Page, done: &Rebuild, changes: &Changes) -> anyhow::Result<()> {
    let plain = Style::new();
    for (noun, counts) in [("Articles", changes.articles), ("Passages", changes.passages)] {
        page.line(
            &message::changes(noun, counts.added, counts.changed, counts.removed, counts.same),
            "",
            plain,
        )?;
    }
    for problem in &done.problems {
        page.line(&left_out(problem), "", plain)?;
    }
    let generation = &done.generation;
    page.line(
        &message::built(generation.article_count(), generation.passage_count(), done.elapsed),
        "",
        plain,
    )?;
    page.line(&message::now_live(generation.name()), "", plain)?;
    Ok(())
}

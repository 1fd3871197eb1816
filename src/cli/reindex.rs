//! `verbatim reindex`: rebuilds the index and says what changed.

use std::time::Duration;

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::config::Config;
use crate::index::LeftOut;
use crate::library::{AskedAgain, Changes, Library, Rebuild, left_out_sentence};
use crate::message;

use super::ANSWERED;
use super::library::{Narrator, open, tell_set_aside};
use super::paint::{self, Page};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// The result of a build, for people and as JSON.
#[derive(Serialize)]
pub(super) struct Report {
    generation: String,
    articles: usize,
    passages: usize,
    changes: Changes,
    left_out: Vec<Left>,
    encoded: usize,
    reused: usize,
    elapsed_ms: f64,
    /// Null if there is no ledger, or if reading it failed.
    asked_again: Option<AskedAgain>,
    #[serde(skip)]
    elapsed: Duration,
}

#[derive(Serialize)]
struct Left {
    path: String,
    line: Option<usize>,
    reason: String,
    #[serde(skip)]
    sentence: String,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let library = open(config)?;
    let mut narrator = Narrator::new();
    let done = library.rebuild(&mut |event| narrator.hear_of_build(&event))?;
    drop(narrator);
    let report = Report::new(&library, done);
    let mut page = Page::stdout();
    if arguments.json {
        page.raw(&serde_json::to_string(&report)?)?;
    } else {
        report.print(&mut page, &|_| true)?;
    }
    page.flush()?;
    Ok(ANSWERED)
}

impl Report {
    /// Reports a build, and asks the unanswered questions again, since it may have answers to them.
    pub(super) fn new(library: &Library, done: Rebuild) -> Self {
        let Rebuild {
            generation,
            changes,
            elapsed,
            encoded,
            reused,
        } = done;
        let left = |left: &LeftOut| Left {
            path: left.path.clone(),
            line: left.line,
            reason: left.reason.clone(),
            sentence: left_out_sentence(left),
        };
        let answerer = library.answerer(generation);
        let generation = answerer.generation();
        let asked_again = library.ask_again(&answerer).unwrap_or_else(|error| {
            paint::warn(&message::ledger::failed(&error.to_string()));
            None
        });
        tell_set_aside(library);
        Self {
            generation: generation.name().to_owned(),
            articles: generation.article_count(),
            passages: generation.passage_count(),
            changes,
            left_out: generation.left_out().iter().map(left).collect(),
            encoded,
            reused,
            elapsed_ms: elapsed.as_secs_f64() * 1_000.0,
            asked_again,
            elapsed,
        }
    }

    /// Prints the report for people. Names the skipped files that `concerns` holds for, and counts the others.
    pub(super) fn print(&self, page: &mut Page, concerns: &dyn Fn(&str) -> bool) -> anyhow::Result<()> {
        let mut lines = Vec::from(self.changes.lines());
        let (named, others): (Vec<&Left>, Vec<&Left>) = self.left_out.iter().partition(|left| concerns(&left.path));
        lines.extend(named.iter().map(|left| left.sentence.clone()));
        if !others.is_empty() {
            lines.push(message::reindex::left_out_before(
                others.len(),
                "verbatim corpus status",
            ));
        }
        lines.push(message::built(self.articles, self.passages, self.elapsed));
        if let Some(again) = self.asked_again {
            lines.extend(message::reindex::asked_again(again.open, again.answered, again.lost));
        }
        lines.push(message::now_live(&self.generation));
        for line in lines {
            page.line(&line, "", Style::new())?;
        }
        Ok(())
    }
}

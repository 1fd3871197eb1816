//! `verbatim fetch`: takes in pages from the web as articles, and fetches them again.
//!
//! Not here: fetching (`web`).

use anstyle::Style;
use clap::Args;

use crate::config::{Config, FetchConfig};
use crate::corpus::Shelf;
use crate::live::fetch_sentence;
use crate::message;
use crate::web::{self, Report};

use super::library::{Narrator, open};
use super::paint::{self, Page};
use super::progress::Progress;
use super::reindex;
use super::{ANSWERED, ERROR};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A page; a sitemap; or, with a slash at its end, all pages below an address [default: everything fetched before]
    #[arg(value_name = "URL")]
    address: Option<String>,
    /// Move pages that are gone to the trash at once, however many they are
    #[arg(long)]
    gone: bool,
}

/// The manner of fetching that the settings describe.
pub(super) fn fetch_settings(config: &FetchConfig, accepts_gone: bool) -> web::Settings {
    web::Settings {
        allows_private: config.allows_private,
        contact: config.contact.clone(),
        pace: web::PACE,
        accepts_gone,
        max_pages: None,
        now: web::now(),
    }
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let shelf = Shelf::new(&config.corpus);
    let settings = fetch_settings(&config.fetch, arguments.gone);
    let progress = Progress::new();
    let mut on = |done, total| progress.set("fetching", done, total);
    let fetched = match &arguments.address {
        Some(address) => web::fetch(&shelf, address, &settings, &mut on),
        None => web::refresh(&shelf, None, &settings, &mut on),
    };
    drop(progress);
    let report = match fetched {
        Ok(report) => report,
        Err(error) => {
            paint::warn(&fetch_sentence(&error));
            return Ok(ERROR);
        }
    };
    let mut page = Page::stdout();
    for line in report.lines() {
        page.line(&line, "", Style::new())?;
    }
    page.flush()?;
    finish(config, &report, arguments.address.is_some(), &mut page)?;
    Ok(if report.has_failed() { ERROR } else { ANSWERED })
}

/// Reindexes if articles have changed, and says what to do next.
fn finish(config: &Config, report: &Report, is_named: bool, page: &mut Page) -> anyhow::Result<()> {
    if report.has_changes() {
        let library = open(config)?;
        let mut narrator = Narrator::new();
        let rebuilt = library.rebuild(&mut |event| narrator.hear_of_build(&event));
        drop(narrator);
        reindex::Report::new(&library, rebuilt?).print(page, &|_| true)?;
        if is_named && config.fetch.every.is_none() {
            page.line(message::fetch::NEXT, "", Style::new())?;
        }
    } else if !report.has_failed() {
        page.line(message::fetch::NOTHING_NEW, "", Style::new())?;
    }
    page.flush()?;
    Ok(())
}

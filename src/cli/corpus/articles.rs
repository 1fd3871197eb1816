//! `verbatim corpus list` and `show`: the articles in the index, and how each was read.

use std::io;

use anstyle::Style;
use serde::Serialize;
use textwrap::core::display_width;

use crate::cli::ANSWERED;
use crate::cli::paint::{HEADING, Page};
use crate::corpus::Article;
use crate::index::Generation;
use crate::library::{Library, left_out_sentence, shelf_sentence};
use crate::message;

use super::refuse;

/// The widest path beside which titles are aligned.
const MAX_PATH_COLUMNS: usize = 40;

/// The articles in the index, as JSON.
#[derive(Serialize)]
struct Listed<'a> {
    articles: Vec<ListedArticle<'a>>,
}

#[derive(Serialize)]
struct ListedArticle<'a> {
    path: &'a str,
    title: &'a str,
    passages: u32,
}

/// How articles were read, as JSON.
#[derive(Serialize)]
struct Shown<'a> {
    articles: Vec<ShownArticle<'a>>,
}

/// An article as it was read, as JSON.
#[derive(Serialize)]
struct ShownArticle<'a> {
    path: &'a str,
    title: &'a str,
    sections: Vec<ShownSection<'a>>,
}

#[derive(Serialize)]
struct ShownSection<'a> {
    headings: &'a [String],
    passages: Vec<&'a str>,
}

impl<'a> ShownArticle<'a> {
    fn new(article: &'a Article) -> Self {
        let sections = article.sections.iter().map(|section| ShownSection {
            headings: &section.headings,
            passages: article.passages[section.passages.clone()]
                .iter()
                .map(|passage| article.passage_text(passage))
                .collect(),
        });
        Self {
            path: &article.path,
            title: &article.title,
            sections: sections.collect(),
        }
    }
}

/// Lists the articles in the index.
pub(super) fn list(library: &Library, json: bool) -> anyhow::Result<u8> {
    let generation = library.live()?.generation;
    let metas = generation.articles().metas();
    let mut page = Page::stdout();
    if json {
        let articles = metas.iter().map(|meta| ListedArticle {
            path: &meta.path,
            title: &meta.title,
            passages: meta.passages,
        });
        let articles = articles.collect();
        page.raw(&serde_json::to_string(&Listed { articles })?)?;
    } else {
        let width = metas.iter().map(|meta| display_width(&meta.path)).max().unwrap_or(0);
        let width = width.min(MAX_PATH_COLUMNS);
        for meta in metas {
            let size = message::corpus::listed(&meta.title, meta.passages as usize);
            let gap = width.saturating_sub(display_width(&meta.path)) + 2;
            page.row(&format!("{}{:gap$}", meta.path, ""), &size)?;
        }
    }
    page.flush()?;
    Ok(ANSWERED)
}

/// Shows every passage of an article, or of those in an archive, below its headings.
pub(super) fn show(library: &Library, what: &str, json: bool) -> anyhow::Result<u8> {
    let generation = library.live()?.generation;
    let is_at = |path: &str| {
        generation
            .articles()
            .metas()
            .iter()
            .any(|meta| is_below(&meta.path, path))
    };
    let path = match library.shelf().find(what) {
        Ok(path) => path,
        // The shelf knows an archive by its own name alone.
        Err(_) if is_at(what) => what.to_owned(),
        Err(error) => return Ok(refuse(&shelf_sentence(&error))),
    };
    let articles = at(&generation, &path)?;
    if articles.is_empty() {
        let left_out = generation.left_out().iter().find(|left| left.path == path);
        let sentence = left_out.map_or_else(|| message::corpus::not_indexed(&path), left_out_sentence);
        return Ok(refuse(&sentence));
    }
    let mut page = Page::stdout();
    if json {
        let articles = articles.iter().map(ShownArticle::new).collect();
        page.raw(&serde_json::to_string(&Shown { articles })?)?;
    } else {
        for article in &articles {
            print(&mut page, article)?;
        }
    }
    page.flush()?;
    Ok(ANSWERED)
}

/// The article at a path, or those in the archive there.
fn at(generation: &Generation, path: &str) -> anyhow::Result<Vec<Article>> {
    let metas = generation.articles().metas().iter().enumerate();
    metas
        .filter(|(_, meta)| is_below(&meta.path, path))
        .map(|(index, _)| Ok(generation.articles().get(index)?.as_ref().clone()))
        .collect()
}

/// True if `path` is that of the article or the archive at `top`, or of one in the archive.
pub(super) fn is_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Prints an article as it was read.
pub(super) fn print(page: &mut Page, article: &Article) -> io::Result<()> {
    let (sections, passages) = (article.sections.len(), article.passages.len());
    let size = message::corpus::would_become(&article.path, &article.title, sections, passages);
    page.line(&size, "", Style::new())?;
    for section in &article.sections {
        if !section.headings.is_empty() {
            page.gap()?;
            page.line(&section.headings.join(" › "), "", HEADING)?;
        }
        for passage in &article.passages[section.passages.clone()] {
            page.gap()?;
            page.passage(article.passage_text(passage), &[], "  ")?;
        }
    }
    page.gap()
}

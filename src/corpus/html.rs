//! Reads a saved web page: its main text as blocks, and what its head says about it. Not here:
//! decoding its bytes, sections, passages.

mod element;
mod flow;
mod inline;
mod locate;
mod nesting;
mod reference;
mod styles;
mod table;
mod token;
mod tree;
mod walk;

use std::mem;
use std::ops::Range;

use dom_query::{Document as Dom, NodeRef};
use dom_smoothie::{Article as Extract, Config, ParsePolicy, Readability};
use encoding_rs::Encoding;

use self::locate::Locator;
use self::styles::Styles;
use self::tree::Page;
use self::walk::Reading;
use super::article::Metadata;
use super::document::{Block, BlockKind, Document};
use super::problem::Reason;

/// Up to so much text in its paragraphs a page is small: its extraction is checked against them.
const SMALL_PAGE_CHARS: usize = 5000;
/// Where a declared encoding has to stand, by the HTML standard.
const DECLARATION_BYTES: usize = 1024;
/// Elements nested deeper than that are left out: no page needs them, and the stack has an end.
const MAX_DEPTH: usize = 256;
/// What is no part of a page's main text.
const FURNITURE: &str = "script, style, nav, header, footer, aside, form, noscript, template, iframe, svg";

/// Reads a saved web page.
///
/// # Errors
/// If its elements nest so deep that reading it would hold up everything else.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    if let Some(line) = nesting::too_deep_at(text) {
        return Err((Reason::NestedTooDeep, Some(line)));
    }
    let page = Dom::from(text);
    let (extract, content) = main_content(text, &page);
    let head = Readability::with_document(Dom::from(text), None, None)
        .map(|reader| reader.get_article_metadata(reader.parse_json_ld()))
        .unwrap_or_default();
    let title = filled(&head.title)
        .or_else(|| extract.as_ref().and_then(|extract| filled(&extract.title)))
        .or_else(|| filled(&*page.select("head > title").text()));
    let byline = extract.as_ref().and_then(|extract| extract.byline.clone());
    let metadata = Metadata {
        url: page_url(&page),
        author: head.byline.or(byline).and_then(filled),
        date: head.published_time.and_then(filled),
        language: page.select("html").attr("lang").and_then(|it| filled(&*it)),
    };

    let content = Dom::from(content);
    let mut walker = Walker::default();
    walker.walk(content.root(), 0);
    walker.flush(BlockKind::Text);
    let mut locator = Locator::new(text);
    let blocks = walker.blocks.iter().filter(|(kind, flow)| {
        let is_title = *kind == BlockKind::Heading(1) && title.as_deref() == Some(&*fold(&flow.text));
        !is_title
    });
    let blocks = blocks
        .map(|(kind, flow)| Block::new(*kind, locator.locate(&flow.text, &flow.made_up)))
        .collect();
    Ok(Document {
        title,
        metadata,
        blocks,
        ..Document::default()
    })
}

/// The blocks of a piece of HTML that stands in another text.
///
/// It reads what a page's main text is read by, so: headings, lists and tables with their parts, code, captions and
/// summaries as labels, marks. Offsets are in `fragment`, and each word has its own; what stands nowhere (markers of
/// items, what parts cells) goes by the tag it was made for. Nothing is taken for a page's furniture.
///
/// An element that isn't closed in the fragment goes on after it: `<details><summary>Why?</summary>` gives a label,
/// and a later `</details>`, by itself or after other elements, the [`BlockKind::End`] that closes it.
///
/// It never fails: what is nested too deep to be read gives nothing.
#[allow(dead_code, reason = "for HTML in Markdown, whose reader will call it")]
pub(super) fn blocks_of(fragment: &str) -> Vec<Block> {
    let Ok(page) = Page::parse(fragment, 0) else {
        return Vec::new();
    };
    let styles = Styles::of(&page);
    let reading = Reading {
        page: &page,
        styles: &styles,
        left_out: &[],
        is_template: false,
        is_fragment: true,
    };
    walk::blocks(&reading).into_iter().map(|draft| draft.block).collect()
}

/// The encoding that a page declares for itself.
#[must_use]
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARATION_BYTES).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    start.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/');
        let encoding = Encoding::for_label(value.split(ends).next()?.as_bytes())?;
        // A declaration that can be read as ASCII is not in UTF-16; the standard takes UTF-8.
        let utf16 = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
        Some(if utf16 { encoding_rs::UTF_8 } else { encoding })
    })
}

/// The HTML of the main text, and what the extraction found besides.
fn main_content(text: &str, page: &Dom) -> (Option<Extract>, String) {
    page.select(FURNITURE).remove();
    let paragraphs: usize = page.select("p").iter().map(|p| fold(&p.text()).chars().count()).sum();
    let small = paragraphs <= SMALL_PAGE_CHARS;
    // The extraction turns to the page's furniture where it finds less text than that.
    let config = Config {
        char_threshold: (paragraphs / 3).clamp(1, 500),
        ..Config::default()
    };
    for policy in [None, Some(ParsePolicy::Raw)] {
        // The extraction takes its page apart.
        let Ok(mut reader) = Readability::new(text, None, Some(config.clone())) else {
            break;
        };
        let extract = match policy {
            None => reader.parse(),
            Some(policy) => reader.parse_with_policy(policy),
        };
        let Ok(extract) = extract else { continue };
        let found = fold(&extract.text_content).chars().count();
        if found > 0 && (!small || found * 3 >= paragraphs) {
            let content = extract.content.to_string();
            return (Some(extract), content);
        }
    }
    let element = ["article", "main", "body"].iter().find_map(|name| {
        let found = page.select_single(name);
        (!found.text().trim().is_empty()).then(|| found.html().to_string())
    });
    (None, element.unwrap_or_default())
}

fn page_url(page: &Dom) -> Option<String> {
    let canonical = page.select_single(r#"link[rel="canonical"]"#).attr("href");
    let og = page.select_single(r#"meta[property="og:url"]"#).attr("content");
    [canonical, og]
        .into_iter()
        .flatten()
        .map(|url| url.trim().to_owned())
        .find(|url| {
            let scheme = url.split_once("://").map(|(scheme, _)| scheme);
            scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
        })
}

/// White space folded, unless nothing remains.
fn filled(text: impl AsRef<str>) -> Option<String> {
    Some(fold(text.as_ref())).filter(|text| !text.is_empty())
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it flows: white space collapsed as browsers do.
#[derive(Default)]
struct Flow {
    text: String,
    /// The markers and separators in it, which the page doesn't spell out.
    made_up: Vec<Range<usize>>,
    space: bool,
}

impl Flow {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            // Not `is_whitespace`: a no-break space is text.
            if c.is_ascii_whitespace() {
                self.space = true;
                continue;
            }
            if mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
                self.text.push(' ');
            }
            self.text.push(c);
        }
    }

    fn break_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn make_up(&mut self, text: &str) {
        self.space = false;
        let start = self.text.len();
        self.text.push_str(text);
        self.made_up.push(start..self.text.len());
    }

    fn cut_back(&mut self, len: usize) {
        self.text.truncate(len);
        self.made_up.retain(|range| range.end <= len);
    }

    /// Everything below a node on the line that has begun.
    fn gather(&mut self, node: NodeRef<'_>, list_level: usize, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for child in node.children_it(false) {
            if child.is_text() {
                self.push(&child.text());
                continue;
            }
            let name = child.node_name().unwrap_or_default();
            match &*name {
                name if is_dropped(name) => {}
                "br" => self.space = true,
                "ul" | "ol" if list_level > 0 => self.list(child, list_level, depth + 1),
                name if is_inline(name) => self.gather(child, list_level, depth + 1),
                _ => {
                    self.space = true;
                    self.gather(child, list_level, depth + 1);
                    self.space = true;
                }
            }
        }
    }

    fn list(&mut self, node: NodeRef<'_>, level: usize, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let ordered = node.has_name("ol");
        let mut number: usize = node.attr("start").and_then(|it| it.parse().ok()).unwrap_or(1);
        for item in node.children_it(false).filter(NodeRef::is_element) {
            if item.has_name("ul") || item.has_name("ol") {
                self.list(item, level + 1, depth + 1);
                continue;
            }
            let before = self.text.len();
            self.break_line();
            let indent = "  ".repeat(level - 1);
            let marker = if ordered {
                format!("{number}. ")
            } else {
                "- ".to_owned()
            };
            self.make_up(&format!("{indent}{marker}"));
            let empty = self.text.len();
            self.gather(item, level + 1, depth + 1);
            if self.text.len() == empty {
                self.cut_back(before);
            }
            number = number.saturating_add(1);
        }
    }

    fn table(&mut self, rows: &[NodeRef<'_>], depth: usize) {
        for row in rows {
            let before = self.text.len();
            self.break_line();
            let mut cells = 0;
            let mut filled = false;
            for cell in row.children_it(false) {
                if !(cell.has_name("td") || cell.has_name("th")) {
                    continue;
                }
                if cells > 0 {
                    self.make_up(" | ");
                }
                cells += 1;
                let empty = self.text.len();
                self.gather(cell, 0, depth + 1);
                filled |= self.text.len() > empty;
            }
            if !filled {
                self.cut_back(before);
            }
        }
    }
}

#[derive(Default)]
struct Walker {
    blocks: Vec<(BlockKind, Flow)>,
    flow: Flow,
}

impl Walker {
    fn flush(&mut self, kind: BlockKind) {
        let mut flow = mem::take(&mut self.flow);
        flow.text
            .truncate(flow.text.trim_end_matches(|c: char| c.is_ascii_whitespace()).len());
        if !flow.text.trim().is_empty() {
            self.blocks.push((kind, flow));
        }
    }

    fn walk(&mut self, node: NodeRef<'_>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for child in node.children_it(false) {
            if child.is_text() {
                self.flow.push(&child.text());
                continue;
            }
            let name = child.node_name().unwrap_or_default();
            match &*name {
                name if is_dropped(name) => {}
                "br" => self.flow.break_line(),
                name if is_inline(name) => self.walk(child, depth + 1),
                name => {
                    self.flush(BlockKind::Text);
                    let kind = self.block(name, child, depth);
                    self.flush(kind);
                }
            }
        }
    }

    /// Takes in a block element; what remains in the flow is of the kind returned.
    fn block(&mut self, name: &str, node: NodeRef<'_>, depth: usize) -> BlockKind {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flow.gather(node, 0, depth + 1);
                let level = name.get(1..).and_then(|level| level.parse().ok());
                return BlockKind::Heading(level.unwrap_or(1));
            }
            "ul" | "ol" => self.flow.list(node, 1, depth + 1),
            "pre" => {
                let text = node.text();
                text.trim_matches(['\n', '\r']).clone_into(&mut self.flow.text);
                return BlockKind::Code;
            }
            "table" => {
                let found = dom_query::Selection::from(node).select("tr");
                let rows = found.nodes();
                let one_cell = |row: &NodeRef<'_>| row.element_children().len() < 2;
                // One column lays out a page, it tabulates nothing.
                if rows.iter().all(one_cell) {
                    self.walk(node, depth + 1);
                } else {
                    self.flow.table(rows, depth);
                }
            }
            _ => self.walk(node, depth + 1),
        }
        BlockKind::Text
    }
}

fn is_dropped(name: &str) -> bool {
    let dropped = [
        "script", "style", "noscript", "template", "img", "svg", "iframe", "head",
    ];
    dropped.contains(&name)
}

fn is_inline(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];
    INLINE.contains(&name)
}

#[cfg(test)]
mod tests;

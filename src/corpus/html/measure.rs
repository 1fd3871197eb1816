//! Measures the running text and the links in each element.

use std::ops::Range;

use super::element::{BLOCK, HEADING, Name, UNSEEN};
use super::inline::is_of_scheme;
use super::page::{Kind, Page};
use super::table::is_tabular;

/// The fewest bytes of running text in a line that ends like a sentence.
const MIN_RUNNING_BYTES: usize = 40;
/// The signs that end a sentence, and those that may follow them.
const STOPS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '।', '؟', '։'];
const CLOSING: &[char] = &['"', '\'', ')', ']', '”', '’', '»', '“', '」', '』', '*'];
/// Elements that hold text for readers, whatever its form.
const CONTENT: &[&str] = &[
    "p",
    "li",
    "dt",
    "dd",
    "pre",
    "blockquote",
    "address",
    "figcaption",
    "summary",
];

/// The sums over an element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    /// Bytes of text.
    pub bytes: usize,
    /// Bytes of text within links to elsewhere.
    pub linked: usize,
    /// Bytes of running text.
    pub running: usize,
    /// Bytes of text outside links, in elements that hold text for readers.
    pub plain: usize,
    pub lines: usize,
    pub headings: usize,
    /// Headings that are links to elsewhere.
    pub linked_headings: usize,
    pub buttons: usize,
    /// Fields to write into.
    pub fields: usize,
}

/// The sums over each stretch of a page.
pub(super) struct Measure {
    /// The sums over all nodes before the one with this number.
    before: Vec<Totals>,
    /// The first nodes of the lines of running text.
    pub running: Vec<usize>,
}

impl Measure {
    /// Measures a page without the elements `left_out`, which are in order.
    pub(super) fn of(page: &Page<'_>, left_out: &[usize]) -> Self {
        let mut meter = Meter::default();
        let mut sums = vec![Totals::default(); page.nodes.len() + 1];
        let mut left_out = left_out.iter().peekable();
        let mut at = 0;
        while at < page.nodes.len() {
            while left_out.next_if(|&&out| out < at).is_some() {}
            let is_out = left_out.next_if_eq(&&at).is_some();
            at = meter.take(page, at, is_out, &mut sums);
        }
        meter.end_line(&mut sums);
        let mut sum = Totals::default();
        for totals in &mut sums {
            let own = std::mem::replace(totals, sum);
            sum.add(own);
        }
        Self {
            before: sums,
            running: meter.running,
        }
    }

    /// The sums over the nodes in `range`.
    pub(super) fn totals(&self, range: Range<usize>) -> Totals {
        let at = |at: usize| self.before.get(at).copied().unwrap_or_default();
        at(range.end).less(at(range.start))
    }

    /// The sums over the whole page.
    pub(super) fn all(&self) -> Totals {
        self.totals(0..self.before.len() - 1)
    }
}

/// Goes over a page, line by line.
#[derive(Default)]
struct Meter {
    /// The ends of the blocks around the current node.
    blocks: Vec<usize>,
    link_end: usize,
    /// As `link_end`, for links without a place in a page.
    page_link_end: usize,
    content_end: usize,
    heading_end: usize,
    /// The line's first node, and its sums so far.
    line: Option<(usize, Totals)>,
    /// True if all of the line leads to other pages.
    is_page_link: bool,
    ends_in_stop: bool,
    running: Vec<usize>,
}

impl Meter {
    /// Takes in the node at `at`, and returns the number of the next one to take.
    fn take(&mut self, page: &Page<'_>, at: usize, is_out: bool, sums: &mut [Totals]) -> usize {
        let node = &page.nodes[at];
        if self.blocks.last().is_some_and(|&end| end <= at) {
            self.end_line(sums);
            while self.blocks.pop_if(|end| *end <= at).is_some() {}
        }
        match node.kind {
            Kind::Element(name) => {
                if name.is(BLOCK) {
                    self.end_line(sums);
                }
                sums[at] = counts(page, at, name);
                if is_out || name.is(UNSEEN) {
                    return node.end;
                }
                self.enter(page, at, name);
            }
            Kind::Text | Kind::RawText => self.take_text(page, at),
            Kind::Stray(_) => {}
        }
        at + 1
    }

    fn enter(&mut self, page: &Page<'_>, at: usize, name: Name) {
        let end = page.nodes[at].end;
        if name.is(BLOCK) {
            self.blocks.push(end);
        }
        if name.is(HEADING) {
            self.heading_end = self.heading_end.max(end);
        }
        let is_table = name.as_str() == "table" && is_tabular(page, at);
        if is_table || name.is(HEADING) || name.is_any(CONTENT) {
            self.content_end = self.content_end.max(end);
        }
        if name.as_str() == "a" {
            let address = page.facts(at).href.unwrap_or_default().trim();
            if address.is_empty() || is_of_scheme(address, &["mailto:", "tel:"]) {
                return;
            }
            self.link_end = self.link_end.max(end);
            if !address.contains('#') {
                self.page_link_end = self.page_link_end.max(end);
            }
        }
    }

    fn take_text(&mut self, page: &Page<'_>, at: usize) {
        let text = page.source[page.nodes[at].range.clone()].trim();
        if text.is_empty() {
            return;
        }
        let (_, line) = self.line.get_or_insert_with(|| {
            self.is_page_link = true;
            (at, Totals::default())
        });
        self.is_page_link &= at < self.page_link_end;
        line.bytes += text.len();
        if at < self.link_end {
            line.linked += text.len();
        } else if at < self.content_end {
            line.plain += text.len();
        }
        self.ends_in_stop = text.trim_end_matches(CLOSING).ends_with(STOPS);
    }

    fn end_line(&mut self, sums: &mut [Totals]) {
        let Some((first, mut line)) = self.line.take() else {
            return;
        };
        line.lines = 1;
        let in_heading = first < self.heading_end;
        if in_heading {
            line.linked_headings = usize::from(self.is_page_link);
            line.headings = 1;
        } else if line.bytes >= MIN_RUNNING_BYTES && self.ends_in_stop && line.linked * 10 < line.bytes * 3 {
            line.running = line.bytes;
            self.running.push(first);
        }
        sums[first].add(line);
    }
}

fn counts(page: &Page<'_>, at: usize, name: Name) -> Totals {
    let mut totals = Totals::default();
    match name.as_str() {
        "button" => totals.buttons = 1,
        "textarea" => totals.fields = 1,
        "input" => {
            let kind = page.attribute(at, "type").unwrap_or_default().to_ascii_lowercase();
            match kind.as_str() {
                "button" | "submit" => totals.buttons = 1,
                "" | "text" | "search" | "email" | "password" | "tel" | "url" => totals.fields = 1,
                _ => {}
            }
        }
        _ => {}
    }
    totals
}

impl Totals {
    fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.linked += other.linked;
        self.running += other.running;
        self.plain += other.plain;
        self.lines += other.lines;
        self.headings += other.headings;
        self.linked_headings += other.linked_headings;
        self.buttons += other.buttons;
        self.fields += other.fields;
    }

    fn less(self, other: Self) -> Self {
        Self {
            bytes: self.bytes - other.bytes,
            linked: self.linked - other.linked,
            running: self.running - other.running,
            plain: self.plain - other.plain,
            lines: self.lines - other.lines,
            headings: self.headings - other.headings,
            linked_headings: self.linked_headings - other.linked_headings,
            buttons: self.buttons - other.buttons,
            fields: self.fields - other.fields,
        }
    }
}

//! The beginnings of blocks.

use super::super::element::{BLOCK, HEADING, Name};
use super::super::exported::is_title;
use super::super::flow::Item;
use super::super::notes::is_note;
use super::super::page::{Facts, Kind, Page};
use super::super::table::{Table, is_tabular};
use super::word::{MAX_DEPTH, item_of};
use super::{Entered, Leave, List, Mode, Walker};
use crate::corpus::document::BlockKind;
use crate::corpus::office::numeral;
use crate::corpus::traced::MarkKind;

/// The longest title of a notice.
const MAX_TITLE_BYTES: usize = 100;
/// Classes of notices.
const NOTICES: &[&str] = &[
    "note",
    "notice",
    "tip",
    "info",
    "hint",
    "warning",
    "caution",
    "danger",
    "important",
    "admonition",
    "alert",
    "callout",
];

impl<'a> Walker<'_, 'a> {
    pub(super) fn enter_block(&mut self, at: usize, name: Name, facts: &Facts<'a>) {
        let (mode, first) = (self.mode, self.blocks.len());
        let leave = match mode {
            Mode::Blocks => self.enter_in_blocks(at, name, facts),
            Mode::List => self.enter_in_list(at, name),
            Mode::Table => self.enter_in_table(at, name),
            Mode::Line | Mode::Cell { .. } | Mode::Code { .. } => {
                self.border();
                Leave::Border
            }
        };
        let is_panel = matches!(leave, Leave::Border) && mode == Mode::Blocks && self.name_panel(at);
        let node = &self.reading.page.nodes[at];
        self.open.push(Entered {
            end: node.end,
            is_closed: node.is_closed,
            mode,
            leave: if is_panel { Leave::Fold } else { leave },
            first,
            has_label: is_panel,
        });
    }

    /// Puts the name of a panel before it. Returns `false` if the element at `at` is not a panel with a name.
    fn name_panel(&mut self, at: usize) -> bool {
        let page = self.reading.page;
        let Some(name) = self.reading.tabs.name_of(at) else {
            return false;
        };
        for inside in page.within(name) {
            if page.nodes[inside].kind == Kind::Text {
                self.flow.push_source(page.nodes[inside].range.clone(), true);
            }
        }
        let name = self.flow.take();
        let is_named = !name.text.is_blank();
        self.push(BlockKind::Label, name);
        is_named
    }

    fn enter_in_blocks(&mut self, at: usize, name: Name, facts: &Facts<'a>) -> Leave {
        self.flush();
        let is_label = name.is_any(&["summary", "dt"]) || facts.is_class("pi-data-label");
        if is_label || self.is_title_of_notice(at, facts) || is_bold_title(self.reading.page, at, name) {
            return self.begin_line(Leave::Label);
        }
        if facts.is_class("chatlog__header") {
            return self.begin_line(Leave::LabelOfGroup);
        }
        if let Some(item) = item_of(self.reading.page, at, facts) {
            return self.begin_word_item(item);
        }
        if is_note(self.reading.page, at, facts) {
            return Leave::Note(self.blocks.len());
        }
        match name.as_str() {
            "figcaption" | "caption" | "legend" => self.begin_line(Leave::Caption),
            "ul" | "ol" | "menu" | "dir" => self.begin_list(at, name, facts),
            "li" => {
                let item = self.next_item(at);
                self.marker = item.filter(|item| item.marker != "- ");
                Leave::Border
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.marker = None;
                self.mode = Mode::Code { indent: 0 };
                Leave::Code
            }
            "table" if !facts.is_role(&["presentation", "none"]) && is_tabular(self.reading.page, at) => {
                self.marker = None;
                self.table = Table::default();
                self.mode = Mode::Table;
                Leave::Table(None)
            }
            "table" | "figure" | "fieldset" => Leave::Captioned(None),
            // Headings within these name nothing after them.
            "details" | "aside" => Leave::Fold,
            _ if facts.is_class("chatlog__message-group") || self.reading.tabs.folds.contains(&at) => Leave::Fold,
            "blockquote" => {
                self.quotes += 1;
                Leave::Quote(Vec::new())
            }
            _ => match self.heading_level(at, name, facts) {
                // A quoted heading is not one of this page's.
                Some(level) if self.quotes > 0 => self.begin_line(Leave::QuotedHeading(level)),
                Some(level) => self.begin_line(Leave::Heading(level)),
                None => Leave::Border,
            },
        }
    }

    pub(super) fn heading_level(&self, at: usize, name: Name, facts: &Facts<'_>) -> Option<usize> {
        let level = if name.is(HEADING) {
            name.as_str().get(1..)?.to_owned()
        } else if is_title(name, facts, self.reading.is_of_google) {
            return Some(0);
        } else if facts.is_role(&["heading"]) {
            self.reading.page.attribute(at, "aria-level")?.into_owned()
        } else {
            return None;
        };
        level.trim().parse().ok().filter(|level| (1..=6).contains(level))
    }

    fn begin_line(&mut self, leave: Leave) -> Leave {
        self.marker = None;
        self.mode = Mode::Line;
        leave
    }

    /// True for the title of a notice ("Warning") or a panel, as documentation generators write them.
    fn is_title_of_notice(&self, at: usize, facts: &Facts<'_>) -> bool {
        let page = self.reading.page;
        let of_notice = |class: &str| {
            ["admonition", "alert", "callout", "aside"]
                .iter()
                .any(|it| class.contains(it))
        };
        let is_title = facts
            .class
            .split_ascii_whitespace()
            .map(str::to_ascii_lowercase)
            .any(|class| {
                let is_of_panel = class == "panelheader";
                is_of_panel || (of_notice(&class) && (class.contains("title") || class.contains("heading")))
            });
        is_title && page.short_text(at, MAX_TITLE_BYTES).is_some()
    }

    /// Begins a list. It becomes one block, unless its items have sections of their own.
    fn begin_list(&mut self, at: usize, name: Name, facts: &Facts<'a>) -> Leave {
        self.marker = None;
        let outer = self.lists.len();
        let page = self.reading.page;
        let mut inside = page.within(at).filter_map(|at| page.element(at));
        let is_section = |name: Name| name.is(HEADING) || name.is_any(&["table", "details", "dl"]);
        if !inside.any(is_section) {
            self.go_on_with_list(at, name, facts);
            self.mode = Mode::List;
        }
        self.push_list(at, name);
        Leave::List(outer)
    }

    fn push_list(&mut self, at: usize, name: Name) {
        let page = self.reading.page;
        let number = |name| page.attribute(at, name).and_then(|it| it.trim().parse().ok());
        let descends = page.attribute(at, "reversed").is_some();
        let items = || page.within(at).filter(|&inside| page.is_any(inside, &["li"])).count();
        self.lists.push(List {
            number: number("start").unwrap_or_else(|| if descends { items() } else { 1 }),
            descends,
            format: format_of(page, at),
            class: self.reading.styles.class_of_markers(page.facts(at).class),
            ..List::new(name.as_str() == "ol")
        });
    }

    /// Continues the last list if no block has come since and this one is a part of it: the numbers continue, or
    /// neither has numbers. Word processors write a nested list as one after the outer list, with a class that gives
    /// the list's name and the depth: "lst-kix_a1b2-1".
    fn go_on_with_list(&mut self, at: usize, name: Name, facts: &Facts<'a>) {
        let mut classes = facts.class.split_ascii_whitespace();
        let class = classes.find(|class| class.starts_with("lst-"));
        let (key, depth) = class
            .and_then(|class| class.rsplit_once('-'))
            .unwrap_or((name.as_str(), "0"));
        let is_part = key != "ol"
            || self
                .reading
                .page
                .attribute(at, "start")
                .is_some_and(|start| start.trim() == self.next_number.to_string());
        if !self.reopen_list(key, is_part) {
            return;
        }
        for _ in 0..depth.parse().unwrap_or(0).min(MAX_DEPTH) {
            let is_ordered = name.as_str() == "ol";
            self.lists.push(List::new(is_ordered));
        }
    }

    /// Reopens the last block if it is the list with this name and `is_part` is true. A list of links stays by
    /// itself.
    fn reopen_list(&mut self, key: &'a str, is_part: bool) -> bool {
        let is_it = is_part && self.last_list == Some((key, self.blocks.len()));
        let last = self
            .blocks
            .pop_if(|last| is_it && last.is_list && last.piece.linked * 2 < last.piece.words.max(1));
        self.last_list = Some((key, self.blocks.len() + 1));
        let is_open = last.is_some();
        if let Some(last) = last {
            self.flow.reopen_list(last.piece);
        }
        is_open
    }

    /// Begins an item of a list as Word writes it.
    fn begin_word_item(&mut self, item: Item) -> Leave {
        let outer = self.lists.len();
        self.marker = None;
        self.reopen_list("p", true);
        for _ in 0..=item.depth {
            self.lists.push(List::new(false));
        }
        self.flow.begin_item(item);
        self.mode = Mode::List;
        Leave::List(outer)
    }

    /// The beginning of the list's next item, or `None` outside lists.
    fn next_item(&mut self, at: usize) -> Option<Item> {
        let page = self.reading.page;
        let depth = self.lists.len().checked_sub(1)?;
        let list = self.lists.last_mut()?;
        let value = page.attribute(at, "value").and_then(|it| it.trim().parse().ok());
        let number = value.unwrap_or(list.number);
        list.number = if list.descends {
            number.saturating_sub(1)
        } else {
            number.saturating_add(1)
        };
        let written = list.class.and_then(|class| self.reading.styles.marker(class));
        let marker = if let Some(marker) = written {
            marker.write(number, &mut self.counters)
        } else if list.is_ordered {
            let written = numeral(number, list.format).unwrap_or_else(|| number.to_string());
            format!("{written}. ")
        } else {
            "- ".to_owned()
        };
        let range = page.nodes[at].range.clone();
        Some(Item { marker, depth, range })
    }

    fn enter_in_list(&mut self, at: usize, name: Name) -> Leave {
        match name.as_str() {
            "li" => {
                self.struck = None;
                if let Some(item) = self.next_item(at) {
                    self.flow.begin_item(item);
                }
                return Leave::Item;
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.border();
                let outer = self.lists.len();
                self.push_list(at, name);
                return Leave::List(outer);
            }
            _ => self.border(),
        }
        if !name.is_any(&["pre", "listing", "xmp"]) {
            return Leave::Border;
        }
        self.breaks.clear();
        self.flow.begin_mark(MarkKind::Code);
        let indent = self.lists.len();
        self.mode = Mode::Code { indent };
        Leave::CodeInList
    }

    fn enter_in_table(&mut self, at: usize, name: Name) -> Leave {
        self.border();
        let page = self.reading.page;
        let row = page.nodes[at].range.clone();
        match name.as_str() {
            "thead" => {
                self.table.in_head = true;
                Leave::Head
            }
            "tr" => {
                self.table.begin_row(row);
                Leave::Row
            }
            "td" | "th" => {
                if !self.table.in_row {
                    self.table.begin_row(row);
                }
                let (columns, rows) = spans(page, at);
                self.mode = Mode::Cell {
                    is_header: name.as_str() == "th",
                };
                Leave::Cell { columns, rows }
            }
            "caption" => self.begin_line(Leave::Caption),
            _ => Leave::Border,
        }
    }
}

/// The numbers of columns and rows that the cell at `at` spans; 0 for all remaining rows.
pub(super) fn spans(page: &Page<'_>, at: usize) -> (usize, usize) {
    let span = |name| page.attribute(at, name).and_then(|it| it.trim().parse().ok());
    (
        span("colspan").unwrap_or(1).clamp(1, 1000),
        span("rowspan").unwrap_or(1),
    )
}

/// True for the bold words that begin a notice (`<div class="note">`), above its paragraphs.
pub(super) fn is_bold_title(page: &Page<'_>, at: usize, name: Name) -> bool {
    let is_notice = |class: &str| NOTICES.iter().any(|notice| class.eq_ignore_ascii_case(notice));
    let (next, before) = (page.nodes[at].end, at.saturating_sub(1));
    let next = next + usize::from(page.is_blank(next));
    let parent = before.saturating_sub(usize::from(page.is_blank(before)));
    name.is_any(&["b", "strong"])
        && page.element(next).is_some_and(|next| next.is(BLOCK))
        && page.element(parent).is_some()
        && page.nodes[parent].end > next
        && page.facts(parent).class.split_ascii_whitespace().any(is_notice)
        && page.short_text(at, MAX_TITLE_BYTES).is_some()
}

/// The way in which a list writes its numbers.
fn format_of(page: &Page<'_>, at: usize) -> &'static str {
    const FORMATS: [(&str, &str); 6] = [
        ("lower-alpha", "a"),
        ("lower-latin", "a"),
        ("upper-alpha", "A"),
        ("upper-latin", "A"),
        ("lower-roman", "i"),
        ("upper-roman", "I"),
    ];
    let given = page.attribute(at, "type").unwrap_or_default();
    let style = page.attribute(at, "style").unwrap_or_default();
    let mut all = FORMATS.into_iter();
    let found = all.find(|(name, sign)| given.trim() == *sign || style.contains(name));
    found.map_or("1", |(_, sign)| sign)
}

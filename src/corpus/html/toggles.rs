//! Panels that open at a click and have no roles. They are named by the links that lead to them, by the labels of radio
//! buttons, or by the link right before each.

use std::collections::HashMap;

use super::element::HEADING;
use super::page::Page;
use super::tabs::Tabs;

/// The longest name of a panel, in bytes.
const MAX_NAME_BYTES: usize = 200;
/// The most elements around a heading that hold nothing else.
const MAX_WRAPPERS: usize = 4;
/// Elements that may be panels.
const PANELS: &[&str] = &["div", "section", "article", "p"];
/// Elements in which a panel isn't a block of its own.
const LINES: &[&str] = &[
    "li",
    "td",
    "th",
    "dt",
    "summary",
    "caption",
    "figcaption",
    "legend",
    "pre",
];
/// Attributes of an element that opens another.
pub(super) const OPENS: &[&str] = &["aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"];

/// A page in which the element around each node is known.
struct Tree<'p, 'a> {
    page: &'p Page<'a>,
    parents: Vec<Option<usize>>,
    /// The headings, in order.
    headings: Vec<usize>,
    /// The first element with each id.
    ids: HashMap<&'a str, usize>,
}

/// Adds the panels of a page that have no roles, and their names.
pub(super) fn add(page: &Page<'_>, tabs: &mut Tabs) {
    let tree = Tree::of(page);
    for names in tree.rows_of_links() {
        tree.name_targets(&names, tabs);
    }
    for at in 0..page.nodes.len() {
        if page.is_any(at, &["input"]) {
            tree.name_by_radios(at, tabs);
        } else if page.element(at).is_some_and(|name| name.is(HEADING)) {
            tabs.folds.extend(tree.fold_of(at));
        } else if let Some(panel) = tree.panel_after(at) {
            tabs.name(panel, at);
            tabs.bars.push(at);
        }
    }
    tabs.bars.sort_unstable();
    tabs.bars.dedup();
}

impl<'p, 'a> Tree<'p, 'a> {
    fn of(page: &'p Page<'a>) -> Self {
        let mut open: Vec<usize> = Vec::new();
        let parent = |at: usize| {
            while open.pop_if(|last| page.nodes[*last].end <= at).is_some() {}
            let parent = open.last().copied();
            open.push(at);
            parent
        };
        let parents = (0..page.nodes.len()).map(parent).collect();
        let is_heading = |at: &usize| page.element(*at).is_some_and(|name| name.is(HEADING));
        let elements = (0..page.nodes.len()).rev().filter(|&at| page.element(at).is_some());
        Self {
            page,
            parents,
            headings: (0..page.nodes.len()).filter(is_heading).collect(),
            ids: elements.map(|at| (page.facts(at).id, at)).collect(),
        }
    }

    /// The first element from `at` on that stands beside `of`, with nothing but white space before it.
    fn sibling_from(&self, at: usize, of: usize) -> Option<usize> {
        let next = if self.page.is_blank(at) { at + 1 } else { at };
        (self.page.element(next).is_some() && self.parents[next] == self.parents[of]).then_some(next)
    }

    fn next(&self, at: usize) -> Option<usize> {
        self.sibling_from(self.page.nodes[at].end, at)
    }

    fn is_first(&self, at: usize) -> bool {
        self.parents[at].is_some_and(|parent| self.sibling_from(parent + 1, at) == Some(at))
    }

    fn is_words(&self, at: usize) -> bool {
        self.page.nodes[at].is_text() && !self.page.is_blank(at)
    }

    fn is_name(&self, at: usize) -> bool {
        let text = self.page.short_text(at, MAX_NAME_BYTES);
        text.is_some_and(|text| text.contains(char::is_alphabetic))
    }

    fn has_heading(&self, at: usize) -> bool {
        let first = self.headings.partition_point(|&heading| heading < at);
        self.headings
            .get(first)
            .is_some_and(|&heading| heading < self.page.nodes[at].end)
    }

    fn may_be_panel(&self, at: usize) -> bool {
        let page = self.page;
        let mut around = std::iter::successors(self.parents[at], |&at| self.parents[at]);
        let is_line = |at: usize| page.is_any(at, LINES) || page.element(at).is_some_and(|name| name.is(HEADING));
        page.is_any(at, PANELS) && !around.any(is_line)
    }

    /// The rows of two or more links to places in the page, with nothing between them.
    fn rows_of_links(&self) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
        let mut at = 0;
        while let Some(node) = self.page.nodes.get(at) {
            if target(self.page, at).is_some()
                && let Some(row) = rows.last_mut()
            {
                row.push(at);
                at = node.end;
                continue;
            }
            if self.is_words(at) {
                rows.push(Vec::new());
            }
            at += 1;
        }
        rows.retain(|row| row.len() > 1 && row.iter().all(|&name| self.is_name(name)));
        rows
    }

    /// Names the panels that a row of links leads to. A table of contents leads to headings instead.
    fn name_targets(&self, names: &[usize], tabs: &mut Tabs) {
        let page = self.page;
        let of_name = |&name: &usize| self.ids.get(target(page, name)?).copied();
        let panels: Vec<usize> = names.iter().filter_map(of_name).collect();
        let is_told = names.iter().all(|&name| page.has_attribute(name, OPENS));
        let is_panel = |&at: &usize| {
            let is_row = is_told || (self.parents[at] == self.parents[panels[0]] && !self.has_heading(at));
            self.may_be_panel(at) && is_row
        };
        let order = || names.last().into_iter().chain(&panels);
        let are_apart = order()
            .zip(&panels)
            .all(|(&before, &panel)| page.nodes[before].end <= panel);
        if panels.len() < names.len() || !are_apart || !panels.iter().all(is_panel) {
            return;
        }
        for (&panel, &name) in panels.iter().zip(names) {
            tabs.name(panel, name);
        }
        tabs.bars
            .extend(self.bar_of(names).filter(|&bar| page.nodes[bar].end <= panels[0]));
    }

    /// The element around a row of links that has no other words. `None` if there is none.
    fn bar_of(&self, names: &[usize]) -> Option<usize> {
        let (nodes, last) = (&self.page.nodes, names.last()?);
        let mut around = std::iter::successors(self.parents[names[0]], |&at| self.parents[at]);
        let bar = around.find(|&at| nodes[at].end >= nodes[*last].end)?;
        let mut at = bar + 1;
        while at < nodes[bar].end {
            let is_name = names.binary_search(&at).is_ok();
            if !is_name && self.is_words(at) {
                return None;
            }
            at = if is_name { nodes[at].end } else { at + 1 };
        }
        Some(bar)
    }

    /// Names the panels that a row of radio buttons shows, if the button at `first` begins one: a label follows each,
    /// and the panels are in the element after the row.
    fn name_by_radios(&self, first: usize, tabs: &mut Tabs) {
        let page = self.page;
        let is_radio = |at: usize| page.attribute(at, "type").is_some_and(|of| of.trim() == "radio");
        let Some(bar) = self.parents[first].filter(|_| is_radio(first) && self.is_first(first)) else {
            return;
        };
        let inside = || {
            page.within(bar)
                .filter(|&at| self.parents[at] == Some(bar) && !page.is_blank(at))
        };
        let labels: Vec<usize> = inside().filter(|&at| page.is_any(at, &["label"])).collect();
        let is_row = inside().all(|at| page.is_any(at, &["input", "label"])) && labels.len() > 1;
        let Some(group) = self.next(bar).filter(|_| is_row) else {
            return;
        };
        let of_group = |&at: &usize| self.parents[at] == Some(group) && page.element(at).is_some();
        let panels: Vec<usize> = page.within(group).filter(of_group).collect();
        if panels.len() == labels.len() && panels.iter().all(|&panel| self.may_be_panel(panel)) {
            tabs.bars.push(bar);
            panels
                .into_iter()
                .zip(labels)
                .for_each(|(panel, label)| tabs.name(panel, label));
        }
    }

    /// The panel right after the element at `at`, which opens it. A link that leads nowhere opens one only if the
    /// element around the two holds nothing else.
    fn panel_after(&self, at: usize) -> Option<usize> {
        let page = self.page;
        let name = page.element(at)?;
        let expands = page.has_attribute(at, &["aria-expanded"]) && !name.is_any(&["button", "li"]);
        let leads_nowhere = || {
            let href = page.attribute(at, "href").filter(|_| name.is_any(&["a"]));
            href.is_some_and(|href| matches!(href.trim(), "" | "#") || href.trim().starts_with("javascript:"))
        };
        if !(expands || leads_nowhere()) || !self.is_name(at) || self.has_heading(at) {
            return None;
        }
        let panel = self.next(at)?;
        let is_alone = self.is_first(at) && self.next(panel).is_none();
        (self.may_be_panel(panel) && (expands || is_alone)).then_some(panel)
    }

    /// The element around a heading and the panel that it opens. `None` if the heading opens none.
    fn fold_of(&self, heading: usize) -> Option<usize> {
        let page = self.page;
        // A button that fills its heading has no other purpose.
        let is_all = |at: usize| self.is_first(at) && page.nodes[at].end == page.nodes[heading].end;
        let is_button = |at: usize| page.is_any(at, &["button"]) && is_all(at);
        let opens = |at: usize| is_button(at) || (page.is_any(at, &["a", "button"]) && page.has_attribute(at, OPENS));
        let mut is_opener = page.within(heading).any(opens);
        let mut at = heading;
        for _ in 0..MAX_WRAPPERS {
            if !self.is_first(at) {
                return None;
            }
            is_opener |= page.has_attribute(at, OPENS);
            if self.next(at).is_some() {
                return self.parents[at].filter(|_| is_opener);
            }
            at = self.parents[at]?;
        }
        None
    }
}

/// The id of the element that a link or a button leads to.
fn target<'a>(page: &Page<'a>, at: usize) -> Option<&'a str> {
    if !page.is_any(at, &["a", "button"]) {
        return None;
    }
    let of = |(name, value): (&str, &'a str)| match name.to_ascii_lowercase().as_str() {
        "href" | "data-target" | "data-bs-target" => value.trim().strip_prefix('#'),
        "aria-controls" => Some(value.trim()),
        _ => None,
    };
    page.attributes(at).find_map(of).filter(|id| !id.is_empty())
}

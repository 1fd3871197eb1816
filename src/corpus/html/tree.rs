//! Finds the ends of a page's elements.
//!
//! The HTML standard moves text about to make a tree of tags that don't nest, which takes time and memory that grow
//! with the square of their number. Here each text stays where it is written. The ends of elements follow the
//! standard, both where tags are missing (`</p>`, `</li>`, `</td>`) and where they cross (`<b><p></b></p>`): elements
//! that only change how text looks may overlap with others.

use std::ops::Range;

use super::element::{ENDS_FOREIGN, ENDS_P, FORMATTING, HEADING, HOLDS_HTML, Name, RAW, SCOPE, SPECIAL, VOID};
use super::page::{Kind, Node, Page};
use super::token::{Tag, Token, Tokens};
use crate::corpus::problem::Reason;

/// The most elements inside one another; Chrome keeps no more than these apart, either.
const MAX_DEPTH: usize = 512;
/// The most elements and texts of a page: 16 MiB of prose have an eighth of them.
const MAX_NODES: usize = 2_000_000;
/// The most elements of one name that keep changing how text looks after the element around them has ended.
const MAX_CARRIED: usize = 3;

impl<'a> Page<'a> {
    /// Parses `source` from byte `from` on.
    ///
    /// # Errors
    /// Returns an error with its line if the page has more elements, or deeper nesting, than can be read.
    pub(super) fn parse(source: &'a str, from: usize) -> Result<Self, (Reason, Option<usize>)> {
        let mut builder = Builder {
            source,
            tokens: Tokens::new(source, from),
            nodes: Vec::new(),
            open: Vec::new(),
            counts: [0; 256],
            carried: Vec::new(),
            is_xml: source[from..].trim_start().starts_with("<?xml"),
        };
        while let Some(token) = builder.tokens.next() {
            let at = token.start();
            builder.take(token);
            let reason = if builder.open.len() > MAX_DEPTH {
                Reason::NestedTooDeep
            } else if builder.nodes.len() > MAX_NODES {
                Reason::TooManyElements
            } else {
                continue;
            };
            return Err((reason, Some(source[..at].matches('\n').count() + 1)));
        }
        builder.pop_to(0);
        let nodes = builder.nodes;
        Ok(Self { source, nodes })
    }
}

/// An element whose end has not come yet.
#[derive(Clone, Copy)]
struct Open {
    node: usize,
    name: Name,
    /// True if its content is a drawing or a formula, not HTML.
    is_foreign: bool,
}

struct Builder<'a> {
    source: &'a str,
    tokens: Tokens<'a>,
    nodes: Vec<Node>,
    /// Outermost first.
    open: Vec<Open>,
    /// The number of open elements of each name.
    counts: [usize; 256],
    /// Elements that change how text looks and that the element around them ended. If their end tag still comes, they
    /// last until then; otherwise they ended there.
    carried: Vec<Open>,
    is_xml: bool,
}

impl<'a> Builder<'a> {
    fn take(&mut self, token: Token<'a>) {
        match token {
            Token::Text(range) => _ = self.add(Kind::Text, range),
            Token::Start(tag) => self.start(&tag),
            Token::End(tag) => self.end(&tag),
        }
    }

    fn add(&mut self, kind: Kind, range: Range<usize>) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node {
            kind,
            range,
            end: at + 1,
            is_closed: false,
        });
        at
    }

    fn start(&mut self, tag: &Tag<'a>) {
        let name = Name::of(tag.name);
        if name.is(ENDS_FOREIGN) {
            while self.is_foreign() {
                self.pop_to(self.open.len() - 1);
            }
        }
        let mut is_foreign = self.is_foreign();
        if !is_foreign {
            self.end_what_it_ends(name);
        }
        let node = self.add(Kind::Element(name), tag.range.clone());
        is_foreign = (is_foreign || name.is_any(&["svg", "math"])) && !name.is(HOLDS_HTML);
        if name.is(VOID) || (tag.closes_itself && (is_foreign || self.is_xml)) {
            return;
        }
        if name.is(RAW) {
            let (kind, text) = match name.as_str() {
                "plaintext" => (Kind::RawText, self.tokens.take_rest()),
                "title" | "textarea" => (Kind::Text, self.tokens.take_raw(tag.name)),
                _ => (Kind::RawText, self.tokens.take_raw(tag.name)),
            };
            self.nodes[node].end = self.add(kind, text) + 1;
            return;
        }
        self.open.push(Open { node, name, is_foreign });
        self.counts[name.index()] += 1;
    }

    fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_foreign)
    }

    /// Ends the open elements that a start tag `name` ends without their end tags.
    fn end_what_it_ends(&mut self, name: Name) {
        let in_list = |open: &Open| open.name.is(SPECIAL) && !open.name.is_any(&["address", "div", "p"]);
        match name.as_str() {
            "li" => _ = self.end_open(&["li"], in_list),
            "dd" | "dt" => _ = self.end_open(&["dd", "dt"], in_list),
            "option" | "optgroup" => _ = self.end_open(&["option"], |open| open.name.is(SCOPE)),
            "rb" | "rt" | "rtc" | "rp" => _ = self.end_open(&["rb", "rt", "rtc", "rp"], |open| open.name.is(SPECIAL)),
            "button" => _ = self.end_open(&["button"], |open| open.name.is(SCOPE)),
            "a" | "nobr" => {
                self.carried.retain(|carried| carried.name != name);
                self.end_formatting(name);
            }
            "td" | "th" => self.end_in_table(&["tr", "tbody", "thead", "tfoot"], &["td", "th"]),
            "tr" => self.end_in_table(&["tbody", "thead", "tfoot"], &["tr", "td", "th"]),
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => self.end_in_table(&[], &[name.as_str()]),
            // Within a table, but in none of its cells.
            "table" => _ = self.end_open(&["table"], |open| open.name.is(SCOPE) && open.name.as_str() != "table"),
            _ => {}
        }
        if name.is(HEADING) && self.open.last().is_some_and(|open| open.name.is(HEADING)) {
            self.pop_to(self.open.len() - 1);
        }
        if name.is(ENDS_P) {
            self.end_open(&["p"], |open| open.name.is(SCOPE) || open.name.as_str() == "button");
        }
    }

    /// The innermost open element that `wanted` accepts. `None` if no element is wanted, or if one
    /// that `stops` accepts comes first.
    fn find(&self, wanted: impl Fn(&Open) -> bool, stops: impl Fn(&Open) -> bool) -> Option<usize> {
        let (at, open) = self
            .open
            .iter()
            .enumerate()
            .rev()
            .find(|(_, open)| wanted(open) || stops(open))?;
        wanted(open).then_some(at)
    }

    /// Ends the innermost open element with one of `names`. Returns `false` if it is not open or one that `stops`
    /// accepts comes first.
    fn end_open(&mut self, names: &[&str], stops: impl Fn(&Open) -> bool) -> bool {
        let is_one_open = names.iter().any(|name| self.counts[Name::of(name).index()] > 0);
        let found = is_one_open
            .then(|| self.find(|open| open.name.is_any(names), stops))
            .flatten();
        if let Some(at) = found {
            self.pop_to(at);
        }
        found.is_some()
    }

    /// Ends the elements that are open in the innermost table, or in its innermost part from `contexts`.
    fn end_in_table(&mut self, contexts: &[&str], outside: &[&str]) {
        let borders = ["table", "template"];
        let in_table = self.counts[Name::of("table").index()] > 0;
        let is_border = |open: &Open| open.name.is_any(&borders) || open.name.is_any(contexts);
        match in_table.then(|| self.find(is_border, |_| false)).flatten() {
            Some(at) if self.open[at].name.as_str() != "template" => self.pop_to(at + 1),
            // Outside a table, this is a fragment of one.
            _ => while self.end_open(outside, |open| open.name.is_any(&borders)) {},
        }
    }

    /// Ends the element `name`, but none of those inside it.
    fn end_formatting(&mut self, name: Name) {
        let is_open = self.counts[name.index()] > 0;
        let found = is_open.then(|| self.find(|open| open.name == name, |open| open.name.is(SCOPE)));
        let ended = if let Some(at) = found.flatten() {
            self.counts[name.index()] -= 1;
            self.open.remove(at)
        } else if let Some(at) = self.carried.iter().rposition(|open| open.name == name) {
            self.carried.remove(at)
        } else {
            return;
        };
        let next = self.nodes.len();
        let node = &mut self.nodes[ended.node];
        (node.end, node.is_closed) = (next, true);
    }

    fn end(&mut self, tag: &Tag<'a>) {
        let name = Name::of(tag.name);
        if name.is(FORMATTING) {
            return self.end_formatting(name);
        }
        let in_scope = |open: &Open| open.name.is(SCOPE);
        let same = |open: &Open| open.name == name;
        let found = match name.as_str() {
            "br" => None,
            _ if self.counts[name.index()] == 0 && !name.is(HEADING) => None,
            "" => self.find(
                |open| open.name == name && self.is_named(open, tag.name),
                |open| open.name.is(SPECIAL),
            ),
            "p" => self.find(same, |open| in_scope(open) || open.name.as_str() == "button"),
            "li" => self.find(same, |open| in_scope(open) || open.name.is_any(&["ol", "ul"])),
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                self.find(same, |open| open.name.is_any(&["table", "template"]))
            }
            "table" => self.find(same, |open| open.name.as_str() == "template"),
            _ if name.is(HEADING) => self.find(|open| open.name.is(HEADING), in_scope),
            _ if name.is(SPECIAL) => self.find(same, in_scope),
            _ => self.find(same, |open| open.name.is(SPECIAL)),
        };
        match (found, name.as_str()) {
            (Some(at), _) => {
                self.nodes[self.open[at].node].is_closed = true;
                self.pop_to(at);
            }
            // These end tags are elements by themselves.
            (None, "p" | "br") => _ = self.add(Kind::Element(name), tag.range.clone()),
            (None, "details") => _ = self.add(Kind::Stray(name), tag.range.clone()),
            _ => {}
        }
    }

    fn is_named(&self, open: &Open, name: &str) -> bool {
        let tag = &self.source[self.nodes[open.node].range.clone()];
        tag.get(1..=name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    }

    /// Ends the open elements from number `at` on.
    fn pop_to(&mut self, at: usize) {
        let next = self.nodes.len();
        while self.open.len() > at {
            let Some(ended) = self.open.pop() else { return };
            self.counts[ended.name.index()] -= 1;
            self.nodes[ended.node].end = next;
            if ended.name.is(FORMATTING) {
                self.carry(ended);
            }
            if ended.name.is(SCOPE) {
                self.carried.retain(|carried| carried.node < ended.node);
            }
        }
    }

    fn carry(&mut self, ended: Open) {
        let mut same = self.carried.iter().filter(|open| open.name == ended.name);
        if same.nth(MAX_CARRIED - 1).is_some() {
            let oldest = self.carried.iter().position(|open| open.name == ended.name);
            self.carried.remove(oldest.unwrap_or(0));
        }
        self.carried.push(ended);
    }
}

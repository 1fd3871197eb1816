//! Which element of a page ends where.
//!
//! The HTML standard moves text about to make a tree of tags that don't nest, which takes time and memory that grow
//! with the square of their number. Here each text stays where it is written. What ends where is the standard's, for
//! what is missing (`</p>`, `</li>`, `</td>`) and for what is crossed (`<b><p></b></p>`): elements that only say how
//! text looks may overlap with others.

use std::borrow::Cow;
use std::ops::Range;

use super::element::{
    BLOCK, ENDS_FOREIGN, ENDS_P, FORMATTING, HEADING, HOLDS_HTML, Name, RAW, SCOPE, SPECIAL, UNSEEN, VOID,
};
use super::fold;
use super::token::{Attributes, Tag, Token, Tokens, resolved};
use crate::corpus::problem::Reason;

/// The most elements inside one another; browsers keep no more apart either.
const MAX_DEPTH: usize = 512;
/// The most elements and texts of a page: the longest page of prose has a quarter of them.
const MAX_NODES: usize = 2_000_000;
/// How many elements of one name go on to say how text looks after the element around them has ended.
const MAX_CARRIED: usize = 3;

/// An element or a text.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: Kind,
    /// Where its tag or its text stands in the source.
    pub range: Range<usize>,
    /// The number of the first node after it and all that is in it.
    pub end: usize,
    /// Whether its end tag is there.
    pub is_closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Element(Name),
    /// Text in which character references stand for characters.
    Text,
    /// Text in which they don't.
    RawText,
    /// An end tag without its start tag.
    Stray(Name),
}

/// A page's elements and texts in the order in which they begin.
pub(super) struct Page<'a> {
    pub source: &'a str,
    pub nodes: Vec<Node>,
}

/// Some attributes of an element, unresolved; those that it doesn't have are empty.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts<'a> {
    pub class: &'a str,
    pub style: &'a str,
    pub role: &'a str,
    pub id: &'a str,
    pub href: Option<&'a str>,
}

impl Facts<'_> {
    /// Whether it has this role.
    pub(super) fn is_role(&self, roles: &[&str]) -> bool {
        let mut own = self.role.split_ascii_whitespace();
        own.any(|role| roles.iter().any(|wanted| role.eq_ignore_ascii_case(wanted)))
    }

    /// Whether it is of this class.
    pub(super) fn is_class(&self, wanted: &str) -> bool {
        let mut classes = self.class.split_ascii_whitespace();
        classes.any(|class| class.eq_ignore_ascii_case(wanted))
    }
}

impl<'a> Page<'a> {
    /// Parses `source` from byte `from` on.
    ///
    /// # Errors
    /// If it has more elements, or more inside one another, than can be read, with the line at which it has.
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
            let at = builder.tokens_at(&token);
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

    /// The name of the element at `at`, or `None` if a text stands there.
    pub(super) fn element(&self, at: usize) -> Option<Name> {
        match self.nodes.get(at)?.kind {
            Kind::Element(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the element at `at` has one of these names.
    pub(super) fn is_any(&self, at: usize, names: &[&str]) -> bool {
        self.element(at).is_some_and(|name| name.is_any(names))
    }

    /// The attributes of the element at `at`: names as they are written, values unresolved.
    pub(super) fn attributes(&self, at: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        Attributes::of(self.source, &self.nodes[at].range)
    }

    /// The value of an attribute of the element at `at`, or `None` if it doesn't have it.
    pub(super) fn attribute(&self, at: usize, name: &str) -> Option<Cow<'a, str>> {
        let mut all = self.attributes(at);
        let (_, value) = all.find(|(written, _)| written.eq_ignore_ascii_case(name))?;
        Some(resolved(value))
    }

    /// What the attributes of the element at `at` say about how it is to be read.
    pub(super) fn facts(&self, at: usize) -> Facts<'a> {
        let mut facts = Facts::default();
        for (name, value) in self.attributes(at) {
            // Of attributes with the same name the first counts.
            match name.to_ascii_lowercase().as_str() {
                "class" if facts.class.is_empty() => facts.class = value,
                "style" if facts.style.is_empty() => facts.style = value,
                "role" if facts.role.is_empty() => facts.role = value,
                "id" if facts.id.is_empty() => facts.id = value,
                "href" if facts.href.is_none() => facts.href = Some(value),
                _ => {}
            }
        }
        facts
    }

    /// The words within the element at `at`, white space folded, or `None` if they have more than `limit` bytes.
    pub(super) fn short_text(&self, at: usize, limit: usize) -> Option<String> {
        let mut text = String::new();
        let mut next = at + 1;
        while next < self.nodes[at].end {
            let node = &self.nodes[next];
            next += 1;
            match node.kind {
                Kind::Element(name) if name.is(UNSEEN) => next = node.end,
                Kind::Element(name) if name.is(BLOCK) => text.push(' '),
                Kind::Text | Kind::RawText => text.push_str(&resolved(&self.source[node.range.clone()])),
                _ => {}
            }
            if text.len() > 2 * limit {
                text = fold(&text);
                if text.len() > limit {
                    return None;
                }
            }
        }
        Some(fold(&text)).filter(|text| text.len() <= limit)
    }

    /// The nodes within the one at `at`.
    pub(super) fn within(&self, at: usize) -> Range<usize> {
        at + 1..self.nodes[at].end
    }
}

/// An element whose end has not come yet.
#[derive(Clone, Copy)]
struct Open {
    node: usize,
    name: Name,
    /// Whether what is in it is a drawing or a formula, not HTML.
    is_foreign: bool,
}

struct Builder<'a> {
    source: &'a str,
    tokens: Tokens<'a>,
    nodes: Vec<Node>,
    /// Outermost first.
    open: Vec<Open>,
    /// How many of each name are open.
    counts: [usize; 256],
    /// Elements that say how text looks and weren't ended before the element around them was. Should their end tag
    /// come yet, they last until then; else they ended there.
    carried: Vec<Open>,
    is_xml: bool,
}

impl<'a> Builder<'a> {
    fn tokens_at(&self, token: &Token<'_>) -> usize {
        match token {
            Token::Start(tag) | Token::End(tag) => tag.range.start,
            Token::Text(range) => range.start,
        }
    }

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

    /// Ends the open elements that the start of `name` ends without their end tags.
    fn end_what_it_ends(&mut self, name: Name) {
        let in_list = |open: &Open| open.name.is(SPECIAL) && !open.name.is_any(&["address", "div", "p"]);
        match name.as_str() {
            "li" => self.end_open(&["li"], in_list),
            "dd" | "dt" => self.end_open(&["dd", "dt"], in_list),
            "option" | "optgroup" => self.end_open(&["option"], |open| open.name.is(SCOPE)),
            "rb" | "rt" | "rtc" | "rp" => self.end_open(&["rb", "rt", "rtc", "rp"], |open| open.name.is(SPECIAL)),
            "button" => self.end_open(&["button"], |open| open.name.is(SCOPE)),
            "a" | "nobr" => {
                self.carried.retain(|carried| carried.name != name);
                self.end_formatting(name);
            }
            "td" | "th" => self.end_in_table(&["tr", "tbody", "thead", "tfoot"], &["td", "th"]),
            "tr" => self.end_in_table(&["tbody", "thead", "tfoot"], &["tr", "td", "th"]),
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => self.end_in_table(&[], &[name.as_str()]),
            // Within a table, but in none of its cells.
            "table" => self.end_open(&["table"], |open| open.name.is(SCOPE) && open.name.as_str() != "table"),
            _ => {}
        }
        if name.is(HEADING) && self.open.last().is_some_and(|open| open.name.is(HEADING)) {
            self.pop_to(self.open.len() - 1);
        }
        if name.is(ENDS_P) {
            self.end_open(&["p"], |open| open.name.is(SCOPE) || open.name.as_str() == "button");
        }
    }

    /// The innermost open element that `wanted` names, unless one comes first that `stops`.
    fn find(&self, wanted: impl Fn(&Open) -> bool, stops: impl Fn(&Open) -> bool) -> Option<usize> {
        let (at, open) = self
            .open
            .iter()
            .enumerate()
            .rev()
            .find(|(_, open)| wanted(open) || stops(open))?;
        wanted(open).then_some(at)
    }

    fn end_open(&mut self, names: &[&str], stops: impl Fn(&Open) -> bool) {
        let is_one_open = names.iter().any(|name| self.counts[Name::of(name).index()] > 0);
        if is_one_open && let Some(at) = self.find(|open| open.name.is_any(names), stops) {
            self.pop_to(at);
        }
    }

    /// Ends what is open in the innermost table, or in the part of it that `contexts` names.
    fn end_in_table(&mut self, contexts: &[&str], outside: &[&str]) {
        let borders = ["table", "template"];
        let found = self.find(
            |open| open.name.is_any(&borders) || open.name.is_any(contexts),
            |_| false,
        );
        match found {
            Some(at) if self.open[at].name.as_str() != "template" => self.pop_to(at + 1),
            // A fragment of a table.
            _ => self.end_open(outside, |open| open.name.is_any(&borders)),
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
            // These are elements by themselves.
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

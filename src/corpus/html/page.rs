//! A page as a flat list of its elements and texts, in the order in which they begin.

use std::borrow::Cow;
use std::ops::Range;

use super::element::{BLOCK, Name, UNSEEN};
use super::fold;
use super::token::{Attributes, resolved};

/// An element or a text.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: Kind,
    /// The range of its tag or its text in the source.
    pub range: Range<usize>,
    /// The number of the first node after it and all of its content.
    pub end: usize,
    /// True if its end tag is there.
    pub is_closed: bool,
}

impl Node {
    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::RawText)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Element(Name),
    /// Text with character references.
    Text,
    /// Text in which "&" is just a character.
    RawText,
    /// An end tag without its start tag.
    Stray(Name),
}

pub(super) struct Page<'a> {
    pub source: &'a str,
    pub nodes: Vec<Node>,
}

/// Some attributes of an element, with their character references unresolved. Missing attributes are empty.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts<'a> {
    pub class: &'a str,
    pub style: &'a str,
    pub role: &'a str,
    pub id: &'a str,
    pub itemprop: &'a str,
    pub href: Option<&'a str>,
}

impl Facts<'_> {
    /// True if the element has one of these roles.
    pub(super) fn is_role(&self, roles: &[&str]) -> bool {
        let mut own = self.role.split_ascii_whitespace();
        own.any(|role| roles.iter().any(|wanted| role.eq_ignore_ascii_case(wanted)))
    }

    /// True if the element is of this class.
    pub(super) fn is_class(&self, wanted: &str) -> bool {
        let mut classes = self.class.split_ascii_whitespace();
        classes.any(|class| class.eq_ignore_ascii_case(wanted))
    }
}

impl<'a> Page<'a> {
    /// The name of the element at `at`, or `None` if the node is not an element.
    pub(super) fn element(&self, at: usize) -> Option<Name> {
        match self.nodes.get(at)?.kind {
            Kind::Element(name) => Some(name),
            _ => None,
        }
    }

    /// True if the node at `at` is an element with one of these names.
    pub(super) fn is_any(&self, at: usize, names: &[&str]) -> bool {
        self.element(at).is_some_and(|name| name.is_any(names))
    }

    /// The attributes of the element at `at`: names as written, values unresolved.
    pub(super) fn attributes(&self, at: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        Attributes::of(self.source, &self.nodes[at].range)
    }

    /// The value of an attribute of the element at `at`, or `None` if the element lacks it.
    pub(super) fn attribute(&self, at: usize, name: &str) -> Option<Cow<'a, str>> {
        let mut all = self.attributes(at);
        let (_, value) = all.find(|(written, _)| written.eq_ignore_ascii_case(name))?;
        Some(resolved(value))
    }

    /// True if the element at `at` has one of these attributes.
    pub(super) fn has_attribute(&self, at: usize, names: &[&str]) -> bool {
        let mut all = self.attributes(at);
        all.any(|(written, _)| names.iter().any(|name| written.eq_ignore_ascii_case(name)))
    }

    /// True if the node at `at` is a text of only white space.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        let text = self.nodes.get(at).filter(|node| node.is_text());
        text.is_some_and(|node| self.source[node.range.clone()].trim().is_empty())
    }

    /// The attributes of the element at `at` that affect how it is read.
    pub(super) fn facts(&self, at: usize) -> Facts<'a> {
        const KNOWN: [&str; 6] = ["class", "style", "role", "id", "itemprop", "href"];
        let mut facts = Facts::default();
        for (name, value) in self.attributes(at) {
            // If attributes share a name, the first one counts.
            match KNOWN
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(name))
                .unwrap_or_default()
            {
                "class" if facts.class.is_empty() => facts.class = value,
                "style" if facts.style.is_empty() => facts.style = value,
                "role" if facts.role.is_empty() => facts.role = value,
                "id" if facts.id.is_empty() => facts.id = value,
                "itemprop" if facts.itemprop.is_empty() => facts.itemprop = value,
                "href" if facts.href.is_none() => facts.href = Some(value),
                _ => {}
            }
        }
        facts
    }

    /// The words within the element at `at`, with white space folded, or `None` if they have more than `limit` bytes.
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

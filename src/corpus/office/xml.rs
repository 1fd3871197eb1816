//! XML as a flat list of its elements and texts, in the order in which they begin.
//!
//! Depth and size are limited while parsing. Entities that a document type declares are never resolved.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::{Reader, XmlVersion};

use crate::corpus::problem::Reason;

/// The deepest that elements may be nested. The readers recurse once for each level.
const MAX_DEPTH: usize = 256;
/// The most elements and texts.
const MAX_NODES: usize = 2_000_000;

/// A parsed part of a document.
pub(super) struct Xml<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    content: Content<'a>,
    /// The number of the first node after it and all of its content.
    end: usize,
}

enum Content<'a> {
    /// The name as written, and the attributes as written.
    Element(&'a str, &'a str),
    Text(Cow<'a, str>),
}

/// An element of a part.
#[derive(Clone, Copy)]
pub(super) struct Element<'x> {
    xml: &'x Xml<'x>,
    at: usize,
}

/// A child of an element.
pub(super) enum Child<'x> {
    Element(Element<'x>),
    Text(&'x str),
}

impl<'a> Xml<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, Reason> {
        let mut reader = Reader::from_str(text);
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        loop {
            let start = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            let event = reader.read_event().map_err(|_| Reason::BrokenDocument)?;
            let at = nodes.len();
            let content = match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let tag: &str = tag;
                    let written = text.get(start + 1..).and_then(|rest| rest.get(..tag.len()));
                    let written = written.ok_or(Reason::BrokenDocument)?;
                    let name_len = written.find(|c: char| c.is_ascii_whitespace()).unwrap_or(written.len());
                    let (name, attributes) = written.split_at(name_len);
                    if matches!(event, Event::Start(_)) {
                        open.push(at);
                        if open.len() > MAX_DEPTH {
                            return Err(Reason::NestedTooDeep);
                        }
                    }
                    Content::Element(name, attributes)
                }
                Event::End(_) => {
                    let started = open.pop().and_then(|started| nodes.get_mut(started));
                    started.ok_or(Reason::BrokenDocument)?.end = at;
                    continue;
                }
                Event::Text(words) => Content::Text(words.clone().xml10_content()),
                Event::CData(words) => Content::Text(words.clone().xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|_| Reason::BrokenDocument)?;
                    let text = match character {
                        Some(character) => Cow::from(character.to_string()),
                        None => Cow::from(resolve_xml_entity(reference).ok_or(Reason::BrokenDocument)?),
                    };
                    Content::Text(text)
                }
                Event::Eof if open.is_empty() => break,
                Event::Eof => return Err(Reason::BrokenDocument),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            if at >= MAX_NODES {
                return Err(Reason::TooManyElements);
            }
            nodes.push(Node { content, end: at + 1 });
        }
        Ok(Self { nodes })
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Result<Element<'_>, Reason> {
        let is_element = |node: &Node<'_>| matches!(node.content, Content::Element(..));
        let at = self.nodes.iter().position(is_element).ok_or(Reason::BrokenDocument)?;
        Ok(Element { xml: self, at })
    }
}

impl<'x> Element<'x> {
    fn written(self) -> (&'x str, &'x str) {
        match self.xml.nodes.get(self.at).map(|node| &node.content) {
            Some(Content::Element(name, attributes)) => (name, attributes),
            _ => ("", ""),
        }
    }

    /// The name without its prefix.
    pub(super) fn name(self) -> &'x str {
        let (name, _) = self.written();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// The name with its prefix, as written.
    pub(super) fn full_name(self) -> &'x str {
        self.written().0
    }

    /// The value of the attribute with this name; whatever its prefix, unless `name` has one. `None` if the element lacks
    /// it.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'x, str>> {
        let mut all = Attributes::new(self.written().1, 0);
        // Comparing all names with one another would take too long for thousands of them.
        let found = all.with_checks(false).flatten().find(|attribute| {
            let key = attribute.key.0;
            key == name || key.rsplit_once(':').is_some_and(|(_, local)| local == name)
        })?;
        found.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    /// The elements and texts right within this one.
    pub(super) fn children(self) -> impl Iterator<Item = Child<'x>> {
        let nodes = &self.xml.nodes;
        let end = nodes.get(self.at).map_or(0, |node| node.end);
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            let at = next;
            let node = nodes.get(at).filter(|_| at < end)?;
            next = node.end;
            Some(match &node.content {
                Content::Element(..) => Child::Element(Self { xml: self.xml, at }),
                Content::Text(text) => Child::Text(text),
            })
        })
    }

    /// The elements right within this one.
    pub(super) fn elements(self) -> impl Iterator<Item = Self> {
        self.children().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The elements of this name right within this one.
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = Self> {
        self.elements().filter(move |element| element.name() == name)
    }

    /// The first element of this name right within this one.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        self.all(name).next()
    }

    /// The branch to read of an element that has the same content in several forms. `None` if it has none.
    pub(super) fn chosen(self) -> Option<Self> {
        self.child("Choice").or_else(|| self.child("Fallback"))
    }

    /// The elements within this one, at any depth.
    pub(super) fn within(self) -> impl Iterator<Item = Self> {
        let end = self.xml.nodes.get(self.at).map_or(0, |node| node.end);
        let all = (self.at + 1..end).map(move |at| Self { xml: self.xml, at });
        all.filter(|element| !element.full_name().is_empty())
    }

    /// All words within, with white space folded.
    pub(super) fn text(self) -> String {
        self.raw_text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// All text within, as it is.
    pub(super) fn raw_text(self) -> String {
        let node = self.xml.nodes.get(self.at);
        let inner = node.and_then(|node| self.xml.nodes.get(self.at + 1..node.end));
        let texts = inner.unwrap_or_default().iter().filter_map(|node| match &node.content {
            Content::Text(text) => Some(&**text),
            Content::Element(..) => None,
        });
        texts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_children_and_attributes() {
        let xml = Xml::parse(
            "<?xml version='1.0'?><!DOCTYPE a><w:a x:n=\"1 &amp; 2\" m = 'b'>one<b/><!-- no --><c>t&lt;w&#111;<d/></c>\
            <![CDATA[<3>]]></w:a >",
        );
        let xml = xml.unwrap();
        let root = xml.root().unwrap();
        assert_eq!((root.name(), root.full_name()), ("a", "w:a"));
        assert_eq!(root.attribute("n").as_deref(), Some("1 & 2"));
        assert_eq!(root.attribute("m").as_deref(), Some("b"));
        assert_eq!(root.attribute("o"), None);
        assert_eq!(root.elements().map(Element::name).collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(root.within().map(Element::name).collect::<Vec<_>>(), ["b", "c", "d"]);
        assert_eq!(root.child("c").unwrap().text(), "t<wo");
        assert_eq!(root.text(), "onet<wo<3>");
    }

    #[test]
    fn entities_of_a_document_type_are_not_resolved() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bread\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;&c;</a>";
        assert_eq!(Xml::parse(bomb).err(), Some(Reason::BrokenDocument));
    }

    #[test]
    fn depth_and_size_are_limited() {
        let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(Xml::parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(Xml::parse(&nested(MAX_DEPTH + 1)).err(), Some(Reason::NestedTooDeep));
        assert_eq!(Xml::parse(&"<a>".repeat(1_000_000)).err(), Some(Reason::NestedTooDeep));
        let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_NODES));
        assert_eq!(Xml::parse(&wide).err(), Some(Reason::TooManyElements));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for broken in ["<a>", "<a></b>", "</a>", "<a", "", "bread"] {
            let result = Xml::parse(broken).and_then(|xml| xml.root().map(|_| ()));
            assert_eq!(result.err(), Some(Reason::BrokenDocument), "{broken}");
        }
    }
}

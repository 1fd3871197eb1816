//! The links of a book that lead to notes, which may be in another part.

use std::collections::{HashMap, HashSet};

use super::is_mark;
use crate::corpus::package::resolve;

/// The longest address of a note, in bytes.
const MAX_ADDRESS_BYTES: usize = 500;
/// The longest note that is looked through for a link back, in bytes.
const MAX_NOTE_BYTES: usize = 4_000;

/// A part of a book, of which other parts may hold the notes.
pub(in crate::corpus) struct Chapter<'a> {
    /// Its name within the book.
    pub(in crate::corpus) name: &'a str,
    /// The targets of the links to notes in the book.
    pub(in crate::corpus) targets: &'a Targets,
}

/// The targets of those links in a book that lead to a note, as "part#id".
#[derive(Default)]
pub(in crate::corpus) struct Targets {
    pub(super) notes: HashSet<String>,
    /// The links that look like marks of notes, by the part of their target.
    looked: HashMap<String, Vec<Looked>>,
    /// The number of each part in reading order.
    order: HashMap<String, usize>,
}

/// A link that looks like the mark of a note.
struct Looked {
    target: String,
    /// The part that it is in.
    part: String,
    /// Its offset there.
    at: usize,
}

impl Targets {
    /// Adds the targets of the links to notes in the next part.
    pub(in crate::corpus) fn add(&mut self, part: &str, text: &str) {
        let count = self.order.len();
        self.order.entry(part.to_owned()).or_insert(count);
        for (at, attribute) in text.match_indices("href=") {
            let value = &text[at + attribute.len()..];
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let window = &value[1..value.floor_char_boundary(MAX_ADDRESS_BYTES).max(1)];
            let Some(target) = window.find(quote).and_then(|end| target(part, &window[..end])) else {
                continue;
            };
            let start = text.floor_char_boundary(at.saturating_sub(MAX_ADDRESS_BYTES));
            let end = text.floor_char_boundary(text.len().min(at + 2 * MAX_ADDRESS_BYTES));
            let before = text[start..at].rsplit('<').next().unwrap_or_default();
            let after = text[at..end].split('>').next().unwrap_or_default();
            if before.contains("noteref") || after.contains("noteref") {
                self.notes.insert(target);
            } else if holds_mark(&text[at..end]) {
                let of = target.split('#').next().unwrap_or_default().to_owned();
                let part = part.to_owned();
                self.looked.entry(of).or_default().push(Looked { target, part, at });
            }
        }
    }

    /// Takes in the targets that a link of a mark leads to, and from which another link leads back: no other link of a
    /// book does. The note comes after its mark; the other way round, the text would be taken for the note.
    pub(in crate::corpus) fn confirm<'t>(&mut self, parts: impl Iterator<Item = (&'t str, &'t str)>) {
        for (part, text) in parts {
            let Some(looked) = self.looked.get(part) else { continue };
            let mut ids: HashMap<&str, usize> = HashMap::new();
            for (at, attribute) in text.match_indices(" id=\"") {
                let id = text[at + attribute.len()..].split('"').next().unwrap_or_default();
                ids.entry(id).or_insert(at);
            }
            let leads_back = |link: &&Looked| {
                let id = link.target.strip_prefix(part).and_then(|id| id.strip_prefix('#'));
                let Some(&at) = id.and_then(|id| ids.get(id)) else {
                    return false;
                };
                if (self.order.get(&link.part), link.at) > (self.order.get(part), at) {
                    return false;
                }
                let is_back = |address: &str| {
                    let back = target(part, address);
                    back.is_some_and(|back| back.strip_prefix(&link.part).is_some_and(|id| id.starts_with('#')))
                };
                has_outer_link(element_at(text, at), is_back)
            };
            // Of the links to one target in a part, the first says it.
            let mut seen = HashSet::new();
            let looked = looked.iter().filter(|link| seen.insert((&link.target, &link.part)));
            let found = looked.filter(leads_back).map(|link| link.target.clone());
            self.notes.extend(found);
        }
    }

    /// The parts that hold notes.
    pub(in crate::corpus) fn parts_with_notes(&self) -> HashSet<&str> {
        let parts = self.notes.iter().filter_map(|target| Some(target.rsplit_once('#')?.0));
        parts.collect()
    }
}

/// The beginning of the element with the attribute at `at`; of an element within a paragraph, to the end of that.
fn element_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('<').unwrap_or(at);
    let end = text.floor_char_boundary(text.len().min(at + MAX_NOTE_BYTES));
    let element = &text[start..end];
    let name = element[1..].split(char::is_whitespace).next().unwrap_or_default();
    let blocks = ["p", "li", "div", "aside", "dd", "td", "section"];
    let own = blocks.iter().position(|tag| tag.eq_ignore_ascii_case(name));
    let closing = own.map_or(&blocks[..], |own| &blocks[own..=own]);
    let ends = closing.iter().filter_map(|tag| element.find(&format!("</{tag}")));
    &element[..ends.min().unwrap_or(element.len())]
}

/// True if an element begins or ends with a link to such an address.
fn has_outer_link(element: &str, is_wanted: impl Fn(&str) -> bool) -> bool {
    let has_words = |html: &str| {
        html.split('<')
            .any(|piece| !piece.rsplit('>').next().unwrap_or_default().trim().is_empty())
    };
    let mut links = element.match_indices("href=\"");
    let (first, last) = (links.next(), links.last());
    [first, last].into_iter().flatten().any(|(at, attribute)| {
        let rest = &element[at + attribute.len()..];
        let address = rest.split('"').next().unwrap_or_default();
        let before = element[..at].rsplit_once('<').map_or("", |(before, _)| before);
        let after = rest.split_once("</a").map_or("", |(_, after)| after);
        is_wanted(address) && !(has_words(before) && has_words(after))
    })
}

/// True if a link holds nothing but the mark of a note: "12", "[3]", "*". `link` begins within its tag.
fn holds_mark(link: &str) -> bool {
    let inside = link.split_once('>').and_then(|(_, rest)| rest.split_once("</a"));
    let mut pieces = inside.map_or("", |(inside, _)| inside).split('<');
    let mut text = pieces.next().unwrap_or_default().trim().to_owned();
    for piece in pieces {
        text.push_str(piece.split_once('>').map_or("", |(_, words)| words.trim()));
    }
    !text.is_empty() && is_mark(&text)
}

/// The target of a link in a part of a book, as "part#id". `None` for a link to a whole part, or out of the book.
pub(super) fn target(part: &str, address: &str) -> Option<String> {
    let (of, id) = address.split_once('#').filter(|(of, _)| !of.contains("://"))?;
    let of = if of.is_empty() {
        part.to_owned()
    } else {
        resolve(part, of)
    };
    (!id.is_empty()).then(|| format!("{of}#{id}"))
}

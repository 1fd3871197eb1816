//! Footnotes that the text refers to by a link to their id.
//!
//! - `targets`: in a book, the links to notes in other parts.

mod targets;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::exported::begun_by;
use super::inline::leads_to_note;
use super::page::{Facts, Page};
use super::styles::{STRUCK_TAGS, Styles};
use crate::corpus::document::{Block, BlockKind, Part};
use crate::corpus::notes::Notes;
use crate::corpus::traced::TracedText;
use targets::target;

pub(in crate::corpus) use targets::{Chapter, Targets};

/// The most marks that are taken out of a block: nobody reads a paragraph with more.
const MAX_MARKS: usize = 100;
/// The longest mark of a note, in bytes: "[12]", "*".
const MAX_MARK_BYTES: usize = 6;

/// A note that the text refers to.
struct Found {
    name: String,
    /// Its place in the source.
    range: Range<usize>,
    /// The place in the source where its words begin, after its own mark.
    words: usize,
    blocks: Vec<Block>,
}

/// Takes the notes that the text refers to out of `blocks`. In a book, the text of another part may refer to them.
pub(super) fn take(
    page: &Page<'_>,
    styles: &Styles<'_>,
    chapter: Option<&Chapter<'_>>,
    blocks: &mut Vec<Block>,
) -> Notes {
    let mut notes = Notes::default();
    let (mut found, marks) = referred(page, styles, chapter, &mut notes);
    let mut take_note = |text: &TracedText| {
        let place = text.source_of(text.as_str().len().saturating_sub(1));
        let next = found.partition_point(|note| note.range.start <= place);
        let last = next.checked_sub(1).and_then(|i| found.get_mut(i));
        let Some(note) = last.filter(|note| place < note.range.end) else {
            return false;
        };
        let text = unnumbered(&after(text, note.words));
        // The mark of the note may be a block of its own.
        if !text.is_blank() && !is_mark(text.as_str()) {
            note.blocks.push(Block::new(BlockKind::Text, text));
        }
        true
    };
    let mut emptied = HashSet::new();
    for block in std::mem::take(blocks) {
        match without_notes(block, &mut take_note) {
            Some(rest) => blocks.push(without_marks(rest, &marks)),
            None => _ = emptied.insert(blocks.len()),
        }
    }
    drop_bare_headings(blocks, &emptied);
    for note in found {
        notes.define(&note.name, note.blocks);
    }
    notes
}

/// Drops the headings that had only notes below them. `emptied` has the numbers of the blocks before which notes were.
fn drop_bare_headings(blocks: &mut Vec<Block>, emptied: &HashSet<usize>) {
    let ends = |block: &Block| block.kind.is_heading() || matches!(block.kind, BlockKind::End(_));
    let is_bare = |&&at: &&usize| at > 0 && blocks[at - 1].kind.is_heading() && blocks.get(at).is_none_or(ends);
    let bare: HashSet<usize> = emptied.iter().filter(is_bare).map(|at| at - 1).collect();
    let mut at = 0..;
    blocks.retain(|_| at.next().is_none_or(|at| !bare.contains(&at)));
}

/// The notes that the text refers to, in order and still without their blocks, and the places of the marks in the source,
/// in order. Adds the references to `notes`.
fn referred(
    page: &Page<'_>,
    styles: &Styles<'_>,
    chapter: Option<&Chapter<'_>>,
    notes: &mut Notes,
) -> (Vec<Found>, Vec<Range<usize>>) {
    let (mut ids, mut marks, mut links) = (HashMap::new(), Vec::new(), Links::default());
    let target_of = |address: &str| match chapter {
        Some(chapter) => target(chapter.name, address),
        None => address.strip_prefix('#').filter(|id| !id.is_empty()).map(str::to_owned),
    };
    let named = |name: &str| target_of(&format!("#{name}"));
    let is_said = |name: &str| chapter.is_some_and(|chapter| chapter.targets.notes.contains(name));
    let (mut up_to, mut struck_up_to) = (0, 0);
    for at in (0..page.nodes.len()).filter(|&at| page.element(at).is_some()) {
        let facts = page.facts(at);
        // A wiki's list of notes is like any other list.
        if is_note(page, at, &facts) || (page.is_any(at, &["ol"]) && facts.is_class("references")) {
            up_to = up_to.max(page.nodes[at].end);
        }
        if page.is_any(at, STRUCK_TAGS) || styles.look(facts.style, facts.class).is_struck {
            struck_up_to = struck_up_to.max(page.nodes[at].end);
        }
        let own = Some(facts.id).filter(|id| !id.is_empty()).and_then(named);
        if let Some(own) = own.filter(|own| at < up_to || is_said(own)) {
            // The mark at the beginning of a note may have its id.
            let is_mark = page.is_any(at, &["a", "span", "sup"]);
            let note = begun_by(page, at).next().filter(|_| is_mark && is_said(&own));
            ids.entry(own).or_insert(note.unwrap_or(at));
        }
        let Some(target) = facts.href.and_then(target_of) else {
            continue;
        };
        let is_to_note =
            facts.href.is_some_and(|href| href.starts_with('#')) || leads_to_note(page, at, &facts) || is_said(&target);
        if !is_to_note || at < struck_up_to || page.short_text(at, MAX_MARK_BYTES).is_none() {
            continue;
        }
        if let Some(own) = anchor(page, at, &facts).and_then(named) {
            links.by_name.entry(own).or_insert_with(|| (at, target.clone()));
            links.places.insert(at);
        }
        if at >= up_to {
            marks.push((target, at));
        }
    }
    let start = |at: usize| page.nodes[at].range.start;
    let (mut wanted, mut places) = (BTreeMap::new(), Vec::new());
    for (name, at) in marks {
        notes.refer(&name, start(at));
        let note = ids.get(&name).map(|&note| (note, words_of(page, note)));
        let note = note.or_else(|| links.back(page, &name, at));
        if note.is_some() || is_said(&name) {
            places.push(start(at)..after_node(page, at));
        }
        if let Some((note, words)) = note {
            wanted.insert(note, (name, words));
        }
    }
    if let Some(chapter) = chapter {
        let linked = ids.into_iter().filter(|(name, _)| chapter.targets.notes.contains(name));
        wanted.extend(linked.map(|(name, at)| (at, (name, words_of(page, at)))));
    }
    let note = |(at, (name, words)): (usize, (String, usize))| Found {
        name,
        range: start(at)..after_node(page, at),
        words,
        blocks: Vec::new(),
    };
    (wanted.into_iter().map(note).collect(), places)
}

/// The place in the source where the words of a note begin: after the link with its mark, if it begins with one.
fn words_of(page: &Page<'_>, note: usize) -> usize {
    let first = page.within(note).find(|&at| page.is_any(at, &["a"]));
    let mark = first.filter(|&link| {
        let is_mark = page.short_text(link, MAX_MARK_BYTES).is_some_and(|text| is_mark(&text));
        is_mark && begun_by(page, link).any(|block| block == note)
    });
    mark.map_or(page.nodes[note].range.start, |link| after_node(page, link))
}

/// The name of a link that others may lead to.
fn anchor<'a>(page: &Page<'a>, at: usize, facts: &Facts<'a>) -> Option<&'a str> {
    let name = || page.attributes(at).find(|(name, _)| name.eq_ignore_ascii_case("name"));
    let own = Some(facts.id).filter(|id| !id.is_empty());
    own.or_else(|| name().map(|(_, value)| value))
        .filter(|_| page.is_any(at, &["a"]))
}

/// The short links within the page that have a name of their own.
#[derive(Default)]
struct Links {
    /// Each with its place and the name that it leads to.
    by_name: HashMap<String, (usize, String)>,
    places: BTreeSet<usize>,
}

impl Links {
    /// The note that begins with the link `id`, if that link leads back to the mark at `at`, and where the note's words
    /// begin. Word processors write notes so.
    fn back(&self, page: &Page<'_>, id: &str, at: usize) -> Option<(usize, usize)> {
        let (note, target) = self.by_name.get(id).filter(|(note, _)| *note > at)?;
        let (note, is_back) = (*note, self.by_name.get(target).is_some_and(|&(mark, _)| mark == at));
        let next = self.places.range(note + 1..).next();
        let blocks = begun_by(page, note).take_while(|&block| next.is_none_or(|next| page.nodes[block].end <= *next));
        let block = blocks.last().filter(|_| is_back)?;
        Some((block, after_node(page, note)))
    }
}

/// The place in the source after the node at `at` and its content.
fn after_node(page: &Page<'_>, at: usize) -> usize {
    let next = page.nodes.get(page.nodes[at].end);
    next.map_or(page.source.len(), |next| next.range.start)
}

/// The part of the text that stands at `place` in the source or after it.
fn after(text: &TracedText, place: usize) -> TracedText {
    let whole = text.as_str();
    let first = whole.char_indices().find(|(at, _)| text.source_of(*at) >= place);
    text.slice_trimmed(first.map_or(whole.len(), |(at, _)| at)..whole.len())
}

/// The block without the paragraph or the items for which `take` returns true. `None` if nothing else is in it.
fn without_notes(block: Block, take: &mut impl FnMut(&TracedText) -> bool) -> Option<Block> {
    let whole = block.text.as_str().len();
    if block.kind != BlockKind::Text || block.text.is_blank() || block.parts.iter().any(|part| part.depth > 0) {
        return Some(block);
    }
    if block.parts.is_empty() {
        return (!take(&block.text)).then_some(block);
    }
    let ends = block.parts.iter().skip(1).map(|next| next.start).chain([whole]);
    let items = block.parts.iter().zip(ends);
    let items = items.map(|(part, end)| block.text.slice_trimmed(part.start..end));
    let kept: Vec<TracedText> = items.filter(|item| !take(item)).collect();
    if kept.len() == block.parts.len() {
        return Some(block);
    }
    let mut rest = Block::blank(BlockKind::Text);
    for item in &kept {
        if !rest.text.is_blank() {
            rest.text.push_joint("\n");
        }
        let start = rest.text.as_str().len();
        rest.parts.push(Part { start, depth: 0 });
        rest.text.push_traced(item);
    }
    (!kept.is_empty()).then_some(rest)
}

/// The block without the marks of notes that stand at a word: "slowly.1". `marks` are their places in the source, in order.
fn without_marks(mut block: Block, marks: &[Range<usize>]) -> Block {
    let range = block.text.source_range();
    let first = marks.partition_point(|mark| mark.end <= range.start);
    let of_block = marks[first..].iter().take_while(|mark| mark.start < range.end);
    for mark in of_block.take(MAX_MARKS) {
        let text = block.text.as_str();
        let is_inside = |at: usize| mark.contains(&block.text.source_of(at));
        let start = text.char_indices().map(|(at, _)| at).find(|&at| is_inside(at));
        let Some(start) = start.filter(|&start| text[..start].ends_with(|c: char| !c.is_whitespace())) else {
            continue;
        };
        let end = text[start..]
            .char_indices()
            .map(|(at, _)| start + at)
            .find(|&at| !is_inside(at));
        let end = end.unwrap_or(text.len());
        let mut rest = block.text.slice(0..start);
        rest.push_traced(&block.text.slice(end..text.len()));
        for part in block.parts.iter_mut().filter(|part| part.start >= end) {
            part.start -= end - start;
        }
        block.text = rest;
    }
    block
}

/// The text of an item without its number.
fn unnumbered(item: &TracedText) -> TracedText {
    let text = item.as_str();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < text.len() {
        rest.strip_prefix(". ")
    } else {
        text.strip_prefix("- ").or_else(|| text.strip_prefix(". "))
    };
    item.slice_trimmed(text.len() - rest.unwrap_or(text).len()..text.len())
}

/// True for "[1]", "2." and "*".
fn is_mark(text: &str) -> bool {
    text.len() <= MAX_MARK_BYTES && !text.contains(char::is_alphabetic)
}

/// True for a footnote or a section of them, by its role or its class.
pub(super) fn is_note(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> bool {
    let is_kind = |kind: &str| {
        matches!(
            kind,
            "footnote" | "footnotes" | "endnote" | "endnotes" | "rearnote" | "rearnotes"
        )
    };
    let kinds = page.attribute(at, "epub:type").unwrap_or_default();
    let roles = facts
        .role
        .split_ascii_whitespace()
        .filter_map(|role| role.strip_prefix("doc-"));
    let mut all = kinds
        .split_ascii_whitespace()
        .chain(facts.class.split_ascii_whitespace())
        .chain(roles);
    all.any(is_kind)
}

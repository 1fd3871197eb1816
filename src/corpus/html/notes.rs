//! Footnotes that the text refers to by a link to their id.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::exported::begun_by;
use super::page::{Facts, Page};
use super::styles::{STRUCK_TAGS, Styles};
use crate::corpus::document::{Block, BlockKind, Part};
use crate::corpus::notes::Notes;
use crate::corpus::traced::TracedText;

/// The longest mark of a note, in bytes: "[12]", "*".
const MAX_MARK_BYTES: usize = 6;

/// A note that the text refers to.
struct Found<'a> {
    id: &'a str,
    /// Its place in the source.
    range: Range<usize>,
    /// The place in the source where its words begin, after its own mark.
    words: usize,
    blocks: Vec<Block>,
}

/// Takes the notes that the text refers to out of `blocks`.
pub(super) fn take(page: &Page<'_>, styles: &Styles<'_>, blocks: &mut Vec<Block>) -> Notes {
    let mut notes = Notes::default();
    let mut found = referred(page, styles, &mut notes);
    let mut take_note = |text: &TracedText| {
        let place = text.source_of(text.as_str().len().saturating_sub(1));
        let next = found.partition_point(|note| note.range.start <= place);
        let last = next.checked_sub(1).and_then(|i| found.get_mut(i));
        let Some(note) = last.filter(|note| place < note.range.end) else {
            return false;
        };
        let text = unnumbered(&after(text, note.words));
        if !text.is_blank() {
            note.blocks.push(Block::new(BlockKind::Text, text));
        }
        true
    };
    for block in std::mem::take(blocks) {
        blocks.extend(without_notes(block, &mut take_note));
    }
    for note in found {
        notes.define(note.id, note.blocks);
    }
    notes
}

/// The notes that the text refers to, in order and still without their blocks. Adds the references to `notes`.
fn referred<'a>(page: &Page<'a>, styles: &Styles<'_>, notes: &mut Notes) -> Vec<Found<'a>> {
    let (mut ids, mut marks, mut links) = (HashMap::new(), Vec::new(), Links::default());
    let (mut up_to, mut struck_up_to) = (0, 0);
    for at in (0..page.nodes.len()).filter(|&at| page.element(at).is_some()) {
        let facts = page.facts(at);
        if is_note(page, at, &facts) {
            up_to = up_to.max(page.nodes[at].end);
        }
        if page.is_any(at, STRUCK_TAGS) || styles.look(facts.style, facts.class).is_struck {
            struck_up_to = struck_up_to.max(page.nodes[at].end);
        }
        let target = facts.href.and_then(|href| href.strip_prefix('#'));
        let mark = target.filter(|_| at >= struck_up_to && page.short_text(at, MAX_MARK_BYTES).is_some());
        if let (Some(target), Some(own)) = (mark, anchor(page, at, &facts)) {
            links.by_name.entry(own).or_insert((at, target));
            links.places.insert(at);
        }
        if at < up_to {
            ids.entry(facts.id).or_insert(at);
        } else if let Some(id) = mark {
            marks.push((id, at));
        }
    }
    let mut wanted = BTreeMap::new();
    for (id, at) in marks.into_iter().filter(|(id, _)| !id.is_empty()) {
        let words = |note: usize| (note, page.nodes[note].range.start);
        let note = ids
            .get(id)
            .map(|&note| words(note))
            .or_else(|| links.back(page, id, at));
        if let Some((note, words)) = note {
            notes.refer(id, page.nodes[at].range.start);
            wanted.insert(note, (id, words));
        }
    }
    let note = |(at, (id, words)): (usize, (&'a str, usize))| Found {
        id,
        range: page.nodes[at].range.start..after_node(page, at),
        words,
        blocks: Vec::new(),
    };
    wanted.into_iter().map(note).collect()
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
struct Links<'a> {
    /// Each with its place and the name that it leads to.
    by_name: HashMap<&'a str, (usize, &'a str)>,
    places: BTreeSet<usize>,
}

impl Links<'_> {
    /// The note that begins with the link `id`, if that link leads back to the mark at `at`, and where the note's words
    /// begin. Word processors write notes so.
    fn back(&self, page: &Page<'_>, id: &str, at: usize) -> Option<(usize, usize)> {
        let &(note, target) = self.by_name.get(id).filter(|(note, _)| *note > at)?;
        let is_back = self.by_name.get(target).is_some_and(|&(mark, _)| mark == at);
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

/// The text of an item without its number.
fn unnumbered(item: &TracedText) -> TracedText {
    let text = item.as_str();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < text.len() {
        rest.strip_prefix(". ")
    } else {
        text.strip_prefix("- ")
    };
    item.slice_trimmed(text.len() - rest.unwrap_or(text).len()..text.len())
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

//! Footnotes that the text refers to by a link to their id.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

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
        note.blocks.push(Block::new(BlockKind::Text, unnumbered(text)));
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
    let (mut ids, mut marks) = (HashMap::new(), Vec::new());
    let (mut up_to, mut struck_up_to) = (0, 0);
    for at in (0..page.nodes.len()).filter(|&at| page.element(at).is_some()) {
        let facts = page.facts(at);
        if is_note(page, at, &facts) {
            up_to = up_to.max(page.nodes[at].end);
        }
        if page.is_any(at, STRUCK_TAGS) || styles.look(facts.style, facts.class).is_struck {
            struck_up_to = struck_up_to.max(page.nodes[at].end);
        }
        if at < up_to {
            ids.entry(facts.id).or_insert(at);
        } else if let Some(id) = facts.href.and_then(|href| href.strip_prefix('#'))
            && at >= struck_up_to
            && page.short_text(at, MAX_MARK_BYTES).is_some()
        {
            marks.push((id, page.nodes[at].range.start));
        }
    }
    let mut wanted = BTreeMap::new();
    for (id, place) in marks {
        if let Some(&at) = ids.get(id).filter(|_| !id.is_empty()) {
            notes.refer(id, place);
            wanted.insert(at, id);
        }
    }
    let note = |(at, id): (usize, &'a str)| {
        let next = page.nodes.get(page.nodes[at].end);
        let end = next.map_or(page.source.len(), |next| next.range.start);
        Found {
            id,
            range: page.nodes[at].range.start..end,
            blocks: Vec::new(),
        }
    };
    wanted.into_iter().map(note).collect()
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

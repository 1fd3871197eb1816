//! Splits lists and tables into passages, each with what introduces it.

use std::ops::Range;

use super::{MAX_LEAD_CHARS, MAX_PASSAGE_CHARS, Ready, Whole, chars, lead_in, split_long};
use crate::corpus::document::Part;
use crate::corpus::sections::Piece;
use crate::corpus::traced::TracedText;

/// A list of this many characters is split where its items are paragraphs, or have lists of their own.
const LONG_LIST_CHARS: usize = 500;
/// An item of this many characters says what a paragraph says.
const PARAGRAPH_CHARS: usize = 100;

/// Splits a list or a table between its parts. Each passage repeats what introduces it: the lead-in of the list, the
/// item above a sub-list, the header of the table.
pub(super) fn split_parts(whole: &Whole) -> Vec<Ready> {
    let Piece { text, parts, .. } = &whole.piece;
    let Some(first) = parts.first() else { return Vec::new() };
    let intro = match &whole.repeated {
        Some(lead) => lead.clone(),
        None => lead_in(&text.slice_trimmed(0..first.start)),
    };
    let mut passages = Vec::new();
    let groups = groups(text.as_str(), parts, chars(intro.as_str()));
    for (i, &from) in groups.iter().enumerate() {
        let next = groups.get(i + 1).copied().unwrap_or(parts.len());
        let range = unit(text.as_str(), parts, from).start..unit(text.as_str(), parts, next - 1).end;
        let (prefix, range) = if from == 0 {
            (whole.repeated.clone().unwrap_or_default(), 0..range.end)
        } else {
            (introduction(text, parts, &intro, from), range)
        };
        let room = MAX_PASSAGE_CHARS.saturating_sub(chars(prefix.as_str()) + 1);
        let is_family = next - from > 1 && parts[from + 1..next].iter().all(|part| part.depth > parts[from].depth);
        let own_lead = match (from, is_family) {
            (_, true) => unit(text.as_str(), parts, from).end - range.start,
            (0, false) => whole.lead,
            (_, false) => 0,
        };
        let indent = indent(text.as_str(), range.start);
        for (i, slice) in split_long(&text.slice_trimmed(range), room.max(MAX_PASSAGE_CHARS / 2))
            .into_iter()
            .enumerate()
        {
            if slice.is_blank() {
                continue;
            }
            let origin = slice.source_range();
            let mut text = prefix.clone();
            if !text.is_blank() {
                text.push_joint("\n");
                text.push_joint(indent);
            }
            let lead = text.as_str().len() + if i == 0 { own_lead } else { 0 };
            text.push_traced(&slice);
            let lead = text.as_str().get(..lead).map_or(0, |lead| lead.trim_end().len());
            passages.push(Ready {
                lead,
                paragraph: whole.piece.paragraph,
                is_code: false,
                is_apart: from == 0 && i == 0 && whole.piece.is_apart,
                is_part: groups.len() > 1 || parts.len() == 1,
                origin,
                text,
            });
        }
    }
    passages
}

/// The bytes of a part in `text`, up to the next one.
fn unit(text: &str, parts: &[Part], i: usize) -> Range<usize> {
    let end = parts.get(i + 1).map_or(text.len(), |next| next.start);
    parts[i].start..end
}

/// The white space before `at` on its line.
fn indent(text: &str, at: usize) -> &str {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..at];
    if before.trim().is_empty() { before } else { "" }
}

/// The first part of each passage that a list or a table makes. `intro` is the length of its lead-in, in characters.
fn groups(text: &str, parts: &[Part], intro: usize) -> Vec<usize> {
    let top = parts.iter().map(|part| part.depth).min().unwrap_or(0);
    let is_parent = |i: usize| parts.get(i + 1).is_some_and(|next| next.depth > parts[i].depth);
    let len = |i: usize| chars(&text[unit(text, parts, i)]);
    let tops: Vec<usize> = (0..parts.len()).filter(|&i| parts[i].depth == top).collect();
    let total = chars(text);
    let is_long = total > LONG_LIST_CHARS && tops.len() > 1;
    let families = tops.iter().filter(|&&i| is_parent(i)).count();
    let paragraphs = tops.iter().filter(|&&i| len(i) >= PARAGRAPH_CHARS).count();
    let splits_at_top = is_long && (families > 1 || paragraphs * 2 > tops.len());
    let headers = (0..parts.len()).filter(|&i| is_parent(i)).map(len).max().unwrap_or(0);
    let room = MAX_PASSAGE_CHARS
        .saturating_sub(intro + headers)
        .max(MAX_PASSAGE_CHARS / 2);
    if total <= MAX_PASSAGE_CHARS && !splits_at_top {
        return vec![0];
    }
    let target = total.div_ceil(total.div_ceil(room));
    let mut firsts = vec![0];
    let mut filled = len(0);
    for (i, part) in parts.iter().enumerate().skip(1) {
        let starts_item = splits_at_top && part.depth == top;
        if starts_item || filled + len(i) > room || filled >= target {
            // A parent goes with its children.
            let with_parent = i > 1 && is_parent(i - 1) && firsts.last() != Some(&(i - 1));
            firsts.push(if with_parent { i - 1 } else { i });
            filled = if with_parent { len(i - 1) } else { 0 };
        }
        filled += len(i);
    }
    firsts
}

/// The introduction of a part: the lead-in of its list, and the parts that it stands below.
fn introduction(text: &TracedText, parts: &[Part], intro: &TracedText, of: usize) -> TracedText {
    let mut above: Vec<usize> = Vec::new();
    let mut depth = parts[of].depth;
    for i in (0..of).rev() {
        if parts[i].depth < depth {
            depth = parts[i].depth;
            above.push(i);
        }
    }
    let mut introduction = intro.clone();
    for i in above.into_iter().rev() {
        if !introduction.is_blank() {
            introduction.push_joint("\n");
        }
        let part = text.slice_trimmed(unit(text.as_str(), parts, i));
        introduction.push_traced(&part);
    }
    if chars(introduction.as_str()) > MAX_LEAD_CHARS {
        return TracedText::default();
    }
    introduction
}

//! HTML within Markdown: its blocks, read like those of a web page, with the places of their words.

use std::ops::Range;

use super::super::document::Block;
use super::super::html::blocks_of;
use super::super::traced::TracedText;
use super::clean::Clean;

/// Texts of at most this many bytes are split into words at once.
const SMALL_BYTES: usize = 64;

/// Tags within a word or a sentence; all others separate words.
pub(super) const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
];

/// The name of an HTML tag ("br" of `<br />` and of `</br>`), in lower case; empty for a comment.
pub(super) fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let len = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    name.get(..len.unwrap_or(name.len()))
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// The value of an attribute of a tag, or `None` if the tag lacks it.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + lower.get(from..)?.find(name)?;
        from = at + name.len();
        let is_apart = lower
            .get(..at)?
            .ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let Some(value) = tag.get(from..)?.trim_start().strip_prefix('=').filter(|_| is_apart) else {
            continue;
        };
        let value = value.trim_start();
        let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''));
        return match mark {
            Some(mark) => value.get(1..)?.split(mark).next().map(|value| value.trim().to_owned()),
            None => value
                .split(|c: char| c.is_whitespace() || c == '>')
                .next()
                .map(str::to_owned),
        };
    }
}

/// The blocks of HTML that is in pieces in a changed source.
pub(super) fn blocks(pieces: &[(&str, usize)], clean: &Clean) -> Vec<Block> {
    let mut html = String::new();
    // For each piece, its start in the HTML and its start in the changed source.
    let mut starts = Vec::new();
    for (piece, at) in pieces {
        starts.push((html.len(), *at));
        html.push_str(piece);
    }
    let home = |at: usize| {
        let piece = starts.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        let (start, stood) = starts.get(piece).copied().unwrap_or_default();
        clean.source_of(stood + at.saturating_sub(start))
    };
    let mut blocks = blocks_of(&html);
    for block in &mut blocks {
        block.text = moved(&block.text, home);
    }
    blocks
}

/// The same text, with each of its words at the place that `home` returns.
fn moved(text: &TracedText, home: impl Fn(usize) -> usize) -> TracedText {
    let mut words = Vec::new();
    find_words(text, 0, &home, &mut words);
    let mut moved = TracedText::default();
    let mut marks = text.marks().iter().peekable();
    let whole = text.as_str();
    for (range, source) in words {
        let done = moved.as_str().len();
        moved.push_joint(whole.get(done..range.start).unwrap_or_default());
        let mut at = range.start;
        while at < range.end {
            let end = marks
                .peek()
                .map_or(range.end, |mark| mark.range.end.clamp(at, range.end));
            moved.push_run(
                whole.get(at..end).unwrap_or_default(),
                home(source + (at - range.start)),
            );
            at = end;
            while let Some(mark) = marks.next_if(|mark| mark.range.end <= at) {
                moved.mark_from(mark.range.start, mark.kind.clone());
            }
        }
    }
    moved.push_joint(whole.get(moved.as_str().len()..).unwrap_or_default());
    moved
}

/// Collects the words of a text and their places in its source. The text is halved again and again, since finding one
/// word's place takes as long as the text is long.
fn find_words(text: &TracedText, start: usize, home: &impl Fn(usize) -> usize, words: &mut Vec<(Range<usize>, usize)>) {
    let whole = text.as_str();
    let stood = text.source_range();
    if stood.len() == whole.len() && home(stood.end) == home(stood.start) + whole.len() {
        words.push((start..start + whole.len(), stood.start));
        return;
    }
    let middle = whole.floor_char_boundary(whole.len() / 2);
    let (before, behind) = whole.split_at(middle);
    let space = behind.find(char::is_whitespace).map(|len| middle + len);
    let space = space.or_else(|| before.rfind(char::is_whitespace));
    if let Some(space) = space.filter(|&space| whole.len() > SMALL_BYTES && space > 0) {
        for half in [0..space, space..whole.len()] {
            let part = whole.get(half.clone()).unwrap_or_default();
            let leading = part.len() - part.trim_start().len();
            find_words(
                &text.slice_trimmed(half.clone()),
                start + half.start + leading,
                home,
                words,
            );
        }
        return;
    }
    for word in whole.split_whitespace() {
        let at = word.as_ptr() as usize - whole.as_ptr() as usize;
        let range = at..at + word.len();
        let source = text.slice_trimmed(range.clone()).source_range().start;
        words.push((start + range.start..start + range.end, source));
    }
}

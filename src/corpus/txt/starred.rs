//! Notes with a star: "Open on Mondays.*" in the text, and "* Members only" below it.

use std::ops::Range;

use crate::corpus::document::{Block, BlockKind, Document, Note};
use crate::corpus::traced::TracedText;

/// The longest note, in characters.
const MAX_NOTE_CHARS: usize = 300;
/// The most places where one note stands.
const MAX_PLACES: usize = 8;
/// The most blocks before a note that are searched for its mark.
const MAX_BLOCKS: usize = 200;

/// Takes the notes whose marks stand in the text before them out of the blocks: each goes with that text.
pub(super) fn take_notes(document: &mut Document) {
    let (mut first, mut after_notes) = (0, None);
    let mut kept: Vec<Block> = Vec::with_capacity(document.blocks.len());
    for block in std::mem::take(&mut document.blocks) {
        if block.kind.is_heading() {
            first = kept.len();
        }
        let from = first.max(kept.len().saturating_sub(MAX_BLOCKS));
        if let Some(notes) = placed(&block, &kept[from..]) {
            document.notes.extend(notes);
            after_notes = Some(kept.len());
        } else {
            // Another note with the same mark is about what follows.
            first = after_notes.take().unwrap_or(first);
            kept.push(block);
        }
    }
    document.blocks = kept;
}

/// The notes that a block consists of, one a line, with the places that they are about. `None` for other blocks, and if a
/// mark stands nowhere in `before`.
fn placed(block: &Block, before: &[Block]) -> Option<Vec<Note>> {
    let lines = (block.kind == BlockKind::Text)
        .then(|| note_lines(block.text.as_str()))
        .flatten()?;
    let mut notes = Vec::new();
    for (mark, line) in lines {
        let text = block.text.slice_trimmed(line);
        let blocks = before.iter().filter(|block| block.kind == BlockKind::Text);
        let places = blocks.flat_map(|block| places(&block.text, mark)).take(MAX_PLACES);
        let count = notes.len();
        notes.extend(places.map(|at| Note { at, text: text.clone() }));
        (notes.len() > count).then_some(())?;
    }
    Some(notes)
}

/// The lines of a text with the marks before them, if each line has a mark of its own: a list repeats its bullet.
fn note_lines(text: &str) -> Option<Vec<(&str, Range<usize>)>> {
    let mut lines: Vec<(&str, Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let (mark, said) = words.split_once(' ')?;
        let is_mark = (1..=3).contains(&mark.chars().count()) && mark.chars().all(|c| matches!(c, '*' | '†' | '‡'));
        let is_new = lines.iter().all(|(other, _)| *other != mark);
        let is_note = said.contains(char::is_alphabetic) && said.chars().count() <= MAX_NOTE_CHARS;
        (is_mark && is_new && is_note).then(|| lines.push((mark, at..at + line.len())))?;
        at += line.len();
    }
    Some(lines).filter(|lines| !lines.is_empty())
}

/// The places in the source right before a mark that ends a word or a sentence. Stars around words are no such marks.
fn places(text: &TracedText, mark: &str) -> Vec<usize> {
    let whole = text.as_str();
    let is_place = |at: &usize| {
        let (before, after) = (&whole[..*at], &whole[at + mark.len()..]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let opens = [" *", "(*", "“*", "\"*"].iter().any(|open| line.contains(open)) || line.starts_with('*');
        let ends_word = before.ends_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '.' | ',' | ')' | '!' | '?' | '%' | '€' | '£' | '$')
        });
        let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || c == '/' || mark.ends_with(c));
        ends_word && !goes_on && !opens
    };
    let found = whole.match_indices(mark).map(|(at, _)| at).filter(is_place);
    found
        .filter_map(|at| at.checked_sub(1))
        .map(|at| text.source_of(whole.floor_char_boundary(at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::corpus::txt::read;

    /// The blocks, and each note after the last characters before its mark.
    fn notes(text: &str) -> (Vec<String>, Vec<String>) {
        let document = read(text);
        let blocks = document.blocks.iter().map(|block| block.text.as_str().to_owned());
        let notes = document
            .notes
            .iter()
            .map(|note| format!("{}|{}", &text[note.at - 3..=note.at], note.text.as_str()));
        (blocks.collect(), notes.collect())
    }

    const OPEN: &str = "The sauna is open on Mondays and Fridays.*";
    const POOL: &str = "The pool is open on every day of the week, and until late in the evening.";

    #[test]
    fn a_note_goes_with_the_text_that_has_its_mark() {
        let (blocks, found) = notes(&format!(
            "Hours\n\n{OPEN}\n\n{POOL}\n\n* Members only\n\nPrices\n\nAdults pay 5 pounds*, children 2 pounds**.\n\n* Cash only.\n** Under 12."
        ));
        assert_eq!(
            blocks,
            [
                "Hours",
                OPEN,
                POOL,
                "Prices",
                "Adults pay 5 pounds*, children 2 pounds**."
            ]
        );
        assert_eq!(found, ["ays.|* Members only", "unds|* Cash only.", "unds|** Under 12."]);
        let (_, found) = notes(&format!("It rains†.\n\n{POOL}\n\n† In May"));
        assert_eq!(found, ["ains|† In May"]);
    }

    #[test]
    fn other_lines_with_stars_stay() {
        for text in [
            format!("Hours\n\n{POOL}\n\n* Members only"),
            format!("Hours\n\n{OPEN}\n\nBring:\n\n* a towel\n* a cup"),
            format!("Hours\n\nThe *sauna* is old.\n\n{POOL}\n\n* Members only"),
            format!("Hours\n\nThe area is a* b or a*b.\n\n{POOL}\n\n** Members only"),
            format!("Hours\n\n{OPEN}\n\nPrices\n\n{POOL}\n\n* Members only"),
        ] {
            assert_eq!(notes(&text).1, Vec::<String>::new(), "{text}");
        }
    }
}

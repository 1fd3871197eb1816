//! The comments that Google Docs writes below a document when it saves it as plain text: "[a]Ask Ann about this."

use super::stars::Rest;
use crate::corpus::document::Block;

/// The length of a mark: "[a]".
const MARK_BYTES: usize = 3;

/// The number of bytes before the comments, and their marks: "[a]", "[b]". No marks if there are no comments.
pub(super) fn find(text: &str) -> (usize, Vec<String>) {
    let mut marks = Vec::new();
    let mut end = text.len();
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        let mark = mark(marks.len());
        // A note of the text has a space after its mark.
        let is_comment = line
            .strip_prefix(&mark)
            .is_some_and(|words| words.starts_with(|c: char| !c.is_whitespace()));
        if is_comment && is_in(&text[..end.min(place)], &mark) {
            if marks.is_empty() {
                end = place;
            }
            marks.push(mark);
        }
        place += line.len();
    }
    (end, marks)
}

fn mark(number: usize) -> String {
    let letter = u8::try_from(number).map_or(b'z', |number| b'a'.saturating_add(number).min(b'z'));
    format!("[{}]", char::from(letter))
}

/// True if a text has a mark right after a word.
fn is_in(text: &str, mark: &str) -> bool {
    let mut places = text.match_indices(mark).map(|(at, _)| at);
    places.any(|at| text[..at].ends_with(|c: char| !c.is_whitespace()))
}

/// Takes marks out of a block.
pub(super) fn take_marks(block: &mut Block, marks: &[String]) {
    let text = block.text.as_str();
    let is_mark = |at: &usize| {
        let mark = text.get(*at..at + MARK_BYTES);
        *at > 0 && mark.is_some_and(|mark| marks.iter().any(|known| known == mark))
    };
    let places = text.match_indices('[').map(|(at, _)| at).filter(is_mark);
    let drops: Vec<_> = places.map(|at| at..at + MARK_BYTES).collect();
    if drops.is_empty() {
        return;
    }
    let rest = Rest::of(&block.text, &drops);
    for part in &mut block.parts {
        part.start = rest.moved(part.start);
    }
    block.text = rest.text;
}

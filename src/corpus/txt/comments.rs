//! The comments that Google Docs writes below a document when it saves it as plain text: `[a]Ask Ann about this.`

use super::stars::Rest;
use crate::corpus::document::Block;

/// The length of a mark: `[a]`.
const MARK_BYTES: usize = 3;

/// The number of bytes before the comments, and their marks: `[a]`, `[b]`. No marks if there are no comments.
pub(super) fn find(text: &str) -> (usize, Vec<String>) {
    let mut letters = ('a'..='z').map(|letter| format!("[{letter}]"));
    let mut marks = Vec::new();
    let mut end = text.len();
    let mut place = 0;
    let Some(mut next) = letters.next() else {
        return (end, marks);
    };
    let mut used = first_use(text, &next);
    for line in text.split_inclusive('\n') {
        // A note of the text has a space after its mark.
        let comment = line
            .strip_prefix(&next)
            .filter(|words| !words.starts_with(char::is_whitespace));
        if comment.is_some() && used.is_some_and(|used| used < end.min(place)) {
            if marks.is_empty() {
                end = place;
            }
            let following = letters.next();
            used = following.as_ref().and_then(|mark| first_use(text, mark));
            marks.push(std::mem::replace(&mut next, following.unwrap_or_default()));
        }
        place += line.len();
    }
    (end, marks)
}

/// The first place of a mark right after a word.
fn first_use(text: &str, mark: &str) -> Option<usize> {
    let mut places = text.match_indices(mark).map(|(at, _)| at);
    places.find(|&at| text[..at].ends_with(|c: char| !c.is_whitespace()))
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

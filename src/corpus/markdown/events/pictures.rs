//! Pictures among words, which are read as their alternative texts: "Swimming is ![not](x.png) allowed".

use std::ops::Range;

use crate::corpus::html::{has_word, is_short_alternative};

/// The most bytes of a line that are looked at before and after a picture.
const MAX_LOOK_BYTES: usize = 300;

/// The range of the alternative text of the picture at `picture`. `None` unless it is short, and stands among words or
/// alone in a cell.
pub(super) fn words(text: &str, picture: &Range<usize>, is_in_cell: bool) -> Option<Range<usize>> {
    let first = text.floor_char_boundary(picture.start.saturating_sub(MAX_LOOK_BYTES));
    let last = text.floor_char_boundary(text.len().min(picture.end + MAX_LOOK_BYTES));
    let (from, to) = (text.get(first..picture.start)?, text.get(picture.end..last)?);
    let ends: &[char] = if is_in_cell { &['\n', '|'] } else { &['\n'] };
    let before = from.rsplit(ends).next()?.trim_start_matches([' ', '\t', '>']);
    let after = to.split(ends).next()?;
    let is_marker = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '*' | '+' | ' ');
    let is_heading = before.starts_with('#');
    let (before, after) = (
        without_targets(before.trim_start_matches(is_marker)),
        without_targets(after),
    );
    let start = picture.start + text.get(picture.clone())?.find('[')? + 1;
    let len = text.get(start..picture.end)?.find([']', '[', '\\', '&'])?;
    let alternative = text.get(start..start + len)?;
    let is_alone = !has_word(&before) && !has_word(&after);
    let is_read = if is_alone {
        is_in_cell && is_short_alternative(alternative, "", "")
    } else {
        !is_heading && is_short_alternative(alternative, &before, &after)
    };
    is_read.then_some(start..start + len)
}

/// A line without other pictures and without the targets of links.
fn without_targets(line: &str) -> String {
    let mut rest = line;
    let mut all = String::new();
    while let Some(at) = rest.find(['!', ']', '<']) {
        let (before, after) = rest.split_at(at);
        all.push_str(before);
        let close = match after.as_bytes() {
            [b'!', b'[', ..] | [b']', b'(', ..] => after.find(')'),
            [b'<', ..] => after.find('>'),
            _ => None,
        };
        let end = close.map_or(1, |close| close + 1);
        if close.is_none() {
            all.push_str(&after[..end]);
        }
        rest = &after[end..];
    }
    all.push_str(rest);
    all
}

//! The items of lists, as Discord shows them.

use std::ops::Range;

use super::typeset::Typeset;

/// A line that starts with more digits is not an item: the digits are a year or another number.
const MAX_DIGITS: usize = 3;

/// The sign of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Bullet,
    Number(u32),
}

/// Leaves the signs of list items as markup. Discord numbers the items of a list by itself, from the first one's
/// number: a sign that it would show as another stays text.
pub(super) fn set_items(set: &mut Typeset) {
    // The sign of the last item for each depth, in spaces.
    let mut open: Vec<(usize, Sign)> = Vec::new();
    for line in lines(set) {
        let Some(indent) = line.clone().position(|at| !set.is_space(at)) else {
            continue;
        };
        let start = line.start + indent;
        let Some((sign, len)) = sign(set, start..line.end) else {
            // Text at the margin ends all lists.
            if indent == 0 {
                open.clear();
            }
            continue;
        };
        while open.last().is_some_and(|(depth, _)| *depth > indent) {
            open.pop();
        }
        let before = open.pop_if(|(depth, _)| *depth == indent).map(|(_, sign)| sign);
        let goes_on = match (before, sign) {
            (None, _) | (Some(Sign::Bullet), Sign::Bullet) => true,
            (Some(Sign::Number(before)), Sign::Number(number)) => before + 1 == number,
            _ => false,
        };
        if goes_on {
            open.push((indent, sign));
            (start..start + len).for_each(|at| set.set_as_markup(at));
        }
    }
}

/// The lines, without their ends.
fn lines(set: &Typeset) -> Vec<Range<usize>> {
    let whole = set.whole();
    let mut lines = Vec::new();
    let mut start = 0;
    for end in whole.clone().filter(|&at| set.is_line_end(at)).chain([whole.end]) {
        lines.push(start..end);
        start = end + 1;
    }
    lines
}

/// The sign that a line starts with, and its length; `None` if it is not an item.
fn sign(set: &Typeset, line: Range<usize>) -> Option<(Sign, usize)> {
    let digits: String = line
        .clone()
        .take(MAX_DIGITS + 1)
        .map(|at| set.char_at(at))
        .take_while(char::is_ascii_digit)
        .collect();
    let sign = match set.char_at(line.start) {
        '-' | '*' => Sign::Bullet,
        _ if (1..=MAX_DIGITS).contains(&digits.len()) && set.char_at(line.start + digits.len()) == '.' => {
            Sign::Number(digits.parse().ok()?)
        }
        _ => return None,
    };
    let len = digits.len() + 1;
    let after = line.start + len;
    let is_item = after < line.end && set.char_at(after) == ' ' && set.has_word(after..line.end);
    (is_item && !set.is_verbatim(line.start)).then_some((sign, len))
}

//! Lines that their writer ended, although they nearly fill their column: the entries of a programme or a price list.

use super::lines::Line;
use crate::corpus::txt::{is_keyed, is_timed};

/// The fewest lines that are entries by their beginnings alone, and the most characters of each.
const MIN_ENTRIES: usize = 3;
const MAX_ENTRY_CHARS: usize = 24;

/// True for each of the lines at `places` that ends an entry. `goes_on` says that two lines are of one column.
pub(super) fn entries(lines: &[Line], places: &[usize], goes_on: impl Fn(&Line, &Line) -> bool) -> Vec<bool> {
    let mut ends = Vec::with_capacity(places.len());
    for run in places.chunk_by(|&one, &two| goes_on(&lines[one], &lines[two])) {
        let are_short = run.len() >= MIN_ENTRIES && run.iter().all(|&at| is_short_entry(&lines[at].text));
        let pairs = run.windows(2);
        ends.extend(pairs.map(|pair| are_short || are_entries(&lines[pair[0]].text, &lines[pair[1]].text)));
        ends.push(false);
    }
    ends
}

/// True if two lines begin with times, or with names and colons.
fn are_entries(line: &str, next: &str) -> bool {
    let both = |begins: fn(&str) -> bool| begins(line) && begins(next);
    both(is_timed) || (both(is_keyed) && !next.starts_with(char::is_lowercase))
}

/// True for a few words that begin as a name or a figure does, and end in no sentence.
fn is_short_entry(line: &str) -> bool {
    line.chars().nth(MAX_ENTRY_CHARS).is_none()
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '€' | '$' | '£' | '%'))
}

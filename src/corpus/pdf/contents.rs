//! Removes tables of contents: lines that name other lines of the document with the numbers of their pages.

use std::collections::HashMap;

use super::lines::Line;
use super::paragraphs::LARGER;

/// The fewest entries of a table.
const MIN_ENTRIES: usize = 4;
/// The longest page number.
const MAX_DIGITS: usize = 4;

/// An entry of a table of contents, perhaps.
struct Entry {
    page: usize,
    at: usize,
    title: String,
    number: i64,
}

/// Removes the tables from the pages, with the headings above them.
pub(super) fn remove(pages: &mut [Vec<Line>]) {
    let mut titles: HashMap<String, Vec<i64>> = HashMap::new();
    for (page, number) in pages.iter().zip(0..) {
        for line in page {
            titles.entry(line.text.to_lowercase()).or_default().push(number);
        }
    }
    let mut removed: Vec<(usize, usize)> = Vec::new();
    for run in entries(pages).chunk_by(|one, two| follows(one, two, pages)) {
        if !is_table(run, &titles) {
            continue;
        }
        let first = &run[0];
        let above = first.at.checked_sub(1);
        let is_title = |&at: &usize| pages[first.page][at].size >= pages[first.page][first.at].size * LARGER;
        removed.extend(above.filter(is_title).map(|at| (first.page, at)));
        removed.extend(run.iter().map(|entry| (entry.page, entry.at)));
    }
    for (page, lines) in pages.iter_mut().enumerate() {
        let mut at = 0..;
        lines.retain(|_| at.next().is_none_or(|at| !removed.contains(&(page, at))));
    }
}

fn entries(pages: &[Vec<Line>]) -> Vec<Entry> {
    let lines = pages
        .iter()
        .enumerate()
        .flat_map(|(page, lines)| lines.iter().enumerate().map(move |(at, line)| (page, at, line)));
    let entries = lines.filter_map(|(page, at, line)| {
        let (title, number) = line.text.rsplit_once(' ')?;
        let is_number = number.len() <= MAX_DIGITS && number.chars().all(|c| c.is_ascii_digit());
        let title = title.trim_end_matches(['.', ' ', '·', '…', '_']).to_lowercase();
        let number = number.parse().ok().filter(|_| is_number && !title.is_empty())?;
        Some(Entry {
            page,
            at,
            title,
            number,
        })
    });
    entries.collect()
}

/// True if two entries stand one right after the other, and their numbers don't fall.
fn follows(one: &Entry, two: &Entry, pages: &[Vec<Line>]) -> bool {
    let is_next = if one.page == two.page {
        one.at + 1 == two.at
    } else {
        one.page + 1 == two.page && one.at + 1 == pages[one.page].len() && two.at == 0
    };
    is_next && one.number <= two.number
}

/// True if at least half of the entries are found where they say, if the pages are counted from any one number.
fn is_table(run: &[Entry], titles: &HashMap<String, Vec<i64>>) -> bool {
    let mut found: HashMap<i64, usize> = HashMap::new();
    for entry in run {
        let mut offsets: Vec<i64> = titles
            .get(&entry.title)
            .into_iter()
            .flatten()
            .map(|page| entry.number - page)
            .collect();
        offsets.dedup();
        for offset in offsets {
            *found.entry(offset).or_default() += 1;
        }
    }
    run.len() >= MIN_ENTRIES && found.values().any(|&count| count * 2 >= run.len())
}

//! Parts the columns of a page whose lines run across all of them: some programs sort a page's text by its height. Only
//! columns of prose are parted, which leave no doubt: a straight gap runs down the page between them.

use super::lines::{Line, REACH};

/// One line in so many, at least, begins where a column does.
const BEGINNINGS: usize = 6;
/// The fewest lines of a column, and the fewest words of a line, on average.
const MIN_LINES: usize = 8;
const MIN_WORDS: usize = 3;
/// One line in so many, at least, goes on in lower case with the sentence of the line above it.
const GOES_ON: usize = 4;
/// The fewest lines that hold prose of two columns, and one in so many at least does.
const MIN_JOINED: usize = 8;
const JOINED: usize = 4;
/// The most lines that run across a gap, above or below the columns.
const MAX_ACROSS: usize = 8;

/// The way in which the lines of a page run.
pub(super) enum Across {
    /// In columns, if any, that follow each other.
    No,
    /// Written across columns; here column by column.
    Parted(Vec<Line>),
    /// Written across columns whose order isn't certain.
    Doubtful,
}

/// Parts the lines of a page that are written across columns of prose.
pub(super) fn parted(lines: &[Line]) -> Across {
    let own: Vec<&Line> = lines.iter().collect();
    let mut places = places(&own);
    if places.len() < 2 {
        return Across::No;
    }
    let first = places.remove(0);
    let gaps: Vec<f64> = places
        .into_iter()
        .filter(|&place| place > first + 2.0 * REACH)
        .collect();
    let mut columns: Vec<Vec<Line>> = vec![Vec::new(); gaps.len() + 1];
    let mut across: Vec<Line> = Vec::new();
    let mut joined = 0;
    for &line in &own {
        match parts(line, &gaps) {
            Some(parts) => {
                joined += usize::from(
                    parts
                        .windows(2)
                        .any(|pair| has_words(&pair[0].1) && has_words(&pair[1].1)),
                );
                for (column, part) in parts {
                    columns[column].push(part);
                }
            }
            None => across.push(line.clone()),
        }
    }
    for column in &mut columns {
        column.sort_by(|a, b| a.down.total_cmp(&b.down));
    }
    if joined < MIN_JOINED || joined * JOINED < own.len() || !columns.iter().all(|column| is_prose(column)) {
        return Across::No;
    }
    let all = || columns.iter().flatten();
    let top = all().map(|line| line.down).fold(f64::INFINITY, f64::min);
    let bottom = all().map(|line| line.down).fold(f64::NEG_INFINITY, f64::max);
    let (heads, feet): (Vec<Line>, Vec<Line>) = across.into_iter().partition(|line| line.down < top);
    let is_plain = own
        .iter()
        .all(|line| line.angle == 0 && line.cell.is_none() && !line.is_footnote);
    if !is_plain || heads.len() + feet.len() > MAX_ACROSS || feet.iter().any(|line| line.down < bottom) {
        // A heading, or a picture's, parts the columns: which of them comes next isn't certain.
        return Across::Doubtful;
    }
    let sorted = columns.into_iter().flatten();
    Across::Parted(heads.into_iter().chain(sorted).chain(feet).collect())
}

/// The parts of a line, each with the number of its column. `None` if words stand in a gap.
fn parts(line: &Line, gaps: &[f64]) -> Option<Vec<(usize, Line)>> {
    let column_of = |line: &Line| gaps.partition_point(|&gap| gap <= line.left + REACH);
    let mut parts = Vec::new();
    let mut rest = line.clone();
    loop {
        let column = column_of(&rest);
        let gap = gaps.get(column).filter(|&&gap| rest.right > gap);
        let Some(&gap) = gap else {
            parts.push((column, rest));
            return Some(parts);
        };
        let (one, two) = rest.parted(gap)?;
        parts.push((column, one));
        rest = two;
    }
}

/// The places where many lines begin, from the left.
fn places(lines: &[&Line]) -> Vec<f64> {
    let mut starts: Vec<f64> = lines.iter().flat_map(|line| line.starts()).collect();
    starts.sort_by(f64::total_cmp);
    let runs = starts.chunk_by(|one, two| two - one < 1.0);
    let many = runs.filter(|run| run.len() * BEGINNINGS > lines.len());
    many.map(|run| run[0]).collect()
}

/// True for a few words at least.
fn has_words(line: &Line) -> bool {
    let words = line.text.split(' ').filter(|word| word.contains(char::is_alphabetic));
    words.count() >= MIN_WORDS
}

/// True for lines that go on with one another.
fn is_prose(lines: &[Line]) -> bool {
    let words: usize = lines.iter().map(|line| line.text.split(' ').count()).sum();
    let goes_on = lines.windows(2).filter(|pair| {
        !pair[0].text.ends_with(['.', '!', '?', ':', ';', ')']) && pair[1].text.starts_with(char::is_lowercase)
    });
    lines.len() >= MIN_LINES && words >= MIN_WORDS * lines.len() && goes_on.count() * GOES_ON >= lines.len()
}

//! Recognises Markdown that was saved as plain text.

/// Tests for signs of Markdown that plain text does not have, headings first.
const SIGNS: [fn(&str) -> bool; 5] = [is_heading, is_fence, has_strong, has_link, is_table_rule];
/// The number of headings that make a text Markdown.
const MIN_HEADINGS: usize = 2;
/// The number of signs that do, if they are of several kinds.
const MIN_SIGNS: usize = 3;

/// True if a text is clearly Markdown.
pub(super) fn is_markdown(text: &str) -> bool {
    let mut counts = [0; SIGNS.len()];
    for line in text.lines().map(str::trim) {
        for (count, holds) in counts.iter_mut().zip(SIGNS) {
            *count += usize::from(holds(line));
        }
    }
    let kinds = counts.iter().filter(|&&count| count > 0).count();
    let signs: usize = counts.iter().sum();
    !text.starts_with("#!") && (counts[0] >= MIN_HEADINGS || (kinds > 1 && signs >= MIN_SIGNS))
}

/// True for "## When". A single "#" begins a comment in many scripts, and "## When ##" is a frame.
fn is_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    let begins = |c: char| !c.is_lowercase() && !c.is_ascii_punctuation();
    (2..=6).contains(&(line.len() - title.len()))
        && title.strip_prefix(' ').is_some_and(|title| title.starts_with(begins))
        && !line.ends_with('#')
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```")
}

/// True if "**" stands right before a word, and again right after one.
fn has_strong(line: &str) -> bool {
    let Some((words, _)) = line.split_once("**").and_then(|(_, rest)| rest.split_once("**")) else {
        return false;
    };
    !words.is_empty() && words.trim() == words && !words.starts_with('*')
}

/// True if a line has a link such as "[the form](https://example.org)".
fn has_link(line: &str) -> bool {
    line.contains("](http") && line.contains('[')
}

/// True for "|---|:-:|".
fn is_table_rule(line: &str) -> bool {
    let is_cell = |cell: &str| cell.contains("--") && cell.trim_matches([':', ' ']).bytes().all(|b| b == b'-');
    line.starts_with('|') && line.trim_matches('|').contains('|') && line.trim_matches('|').split('|').all(is_cell)
}

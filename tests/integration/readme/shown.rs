//! Compares what a document shows with what was printed.

use std::collections::VecDeque;

/// The first of the lines shown that is not printed in this order; `None` if all are.
pub(super) fn missing<'a>(shown: &'a [String], printed: &str) -> Option<&'a str> {
    let mut printed = printed.lines().map(untimed);
    shown
        .iter()
        .filter(|line| *line != "…")
        .find(|line| !printed.any(|candidate| fits(&candidate, &untimed(line))))
        .map(String::as_str)
}

/// Replaces the parts of a line that vary from run to run, such as durations, by "…".
fn untimed(line: &str) -> String {
    let words = line.split(' ').collect::<Vec<_>>();
    let is_time = |at: usize| {
        words[at].parse::<f64>().is_ok() && words.get(at + 1).is_some_and(|unit| unit.trim_end_matches('.') == "s")
    };
    let words = (0..words.len()).map(|at| if is_time(at) { "…" } else { words[at] });
    words.collect::<Vec<_>>().join(" ")
}

/// True if a line matches the one shown, in which "…" stands for anything.
fn fits(line: &str, shown: &str) -> bool {
    let mut parts: VecDeque<&str> = shown.split('…').collect();
    let (first, last) = (parts.pop_front().unwrap_or_default(), parts.pop_back());
    let Some(last) = last else {
        return line == first;
    };
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

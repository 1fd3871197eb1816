//! Made articles, in which every sentence is unique, and percentiles of times.

#[path = "../../tests/integration/random.rs"]
mod random;

use std::fmt::Write as _;
use std::time::Duration;

pub use random::Lcg;

/// The sentences of a passage.
const SENTENCES: usize = 3;

const WORDS: [&str; 24] = [
    "miller", "lantern", "ferry", "harbour", "market", "bridge", "orchard", "keeper", "signal", "barley", "winter",
    "letter", "captain", "garden", "copper", "window", "river", "ladder", "museum", "violin", "engine", "coffee",
    "island", "forest",
];

/// An article about the village `number`, with so many passages.
pub fn article(number: usize, version: usize, passages: usize) -> String {
    let mut random = Lcg((number * 1_000 + version) as u64);
    let mut word = || WORDS[usize::try_from(random.below(WORDS.len() as u64)).unwrap()];
    let mut text = format!("# Village {number}\n");
    for passage in 0..passages {
        let _ = write!(text, "\n## Chapter {passage} of {number}\n\n");
        for sentence in 0..SENTENCES {
            let (who, what, whom) = (word(), word(), word());
            let _ = write!(
                text,
                "The {who} of village {number} gave the {what} to the {whom} in year {version}{passage}{sentence}. "
            );
        }
        text.push('\n');
    }
    text
}

/// Prints percentiles of times, and returns the median and the 99th one.
pub fn percentiles(what: &str, mut took: Vec<Duration>) -> (Duration, Duration) {
    took.sort();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100];
    println!(
        "{what}: {} questions, median {:.1?}, p95 {:.1?}, p99 {:.1?}, longest {:.1?}",
        took.len(),
        at(50),
        at(95),
        at(99),
        at(100)
    );
    (at(50), at(99))
}

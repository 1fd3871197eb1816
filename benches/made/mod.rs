//! Made articles, in which every sentence is unique.

use std::fmt::Write as _;

/// The sentences of a passage.
const SENTENCES: usize = 3;

const WORDS: [&str; 24] = [
    "miller", "lantern", "ferry", "harbour", "market", "bridge", "orchard", "keeper", "signal", "barley", "winter",
    "letter", "captain", "garden", "copper", "window", "river", "ladder", "museum", "violin", "engine", "coffee",
    "island", "forest",
];

/// Numbers that look random and are the same in every run (Knuth's MMIX multiplier).
pub struct Lcg(pub u64);

impl Lcg {
    /// A number less than `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }
}

/// An article about the village `number`, with so many passages.
pub fn article(number: usize, version: usize, passages: usize) -> String {
    let mut random = Lcg((number * 1_000 + version) as u64);
    let mut text = format!("# Village {number}\n");
    for passage in 0..passages {
        let _ = write!(text, "\n## Chapter {passage} of {number}\n\n");
        for sentence in 0..SENTENCES {
            let (who, what, whom) = (random.word(), random.word(), random.word());
            let _ = write!(
                text,
                "The {who} of village {number} gave the {what} to the {whom} in year {version}{passage}{sentence}. "
            );
        }
        text.push('\n');
    }
    text
}

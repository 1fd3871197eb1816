//! Which of several articles is valid, where they say of the same thing something else: old and new rules lie side by side.
//!
//! It shows in what the articles say of themselves, and decides only between passages that are nearly equal. Not here:
//! what a passage says.

use std::cmp::Ordering;

use crate::text::dates::Date;
use crate::text::fold::fold;
use crate::text::numbered::{Numbered, numbered};
use crate::text::words::words;

use super::{Candidate, Ranking, TermCache};

/// Passages that share so much of their terms say something of the same thing.
const ALIKE_AT: f32 = 0.5;

/// They are nearly equal within this.
const NEARLY: f32 = 0.3;

/// What an article says of itself that is valid no more.
const OUTDATED: &[&str] = &[
    "no longer valid",
    "no longer in force",
    "not in force",
    "not valid anymore",
    "repealed",
    "superseded",
    "outdated",
    "out of date",
    "obsolete",
    "deprecated",
];

/// What there is a newer one of, and is not merely counted.
const VERSIONS: &[&str] = &["version", "edition", "revision", "release", "draft"];

/// Whoever asks with one of these wants the newest.
const NEWEST: &[&str] = &["latest", "newest", "current", "currently", "now", "today"];

/// Whoever asks with one of these may want an old one.
const OLD: &[&str] = &[
    "old",
    "older",
    "oldest",
    "former",
    "formerly",
    "previous",
    "previously",
    "earlier",
    "original",
    "originally",
    "history",
    "used",
];

/// Which of them a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// An old one perhaps.
    Any,
    /// The one that is valid, or was at the end of a year.
    Valid { in_year: Option<u32> },
    /// The newest, and be it one section of an article that has one for each.
    Newest,
}

impl Age {
    pub(super) fn asked(question: &str) -> Self {
        let asked: Vec<String> = words(question).map(|word| word.folded).collect();
        let has = |list: &[&str]| asked.iter().any(|word| list.contains(&word.as_str()));
        if has(OLD) || is_marked(question) {
            return Self::Any;
        }
        if has(NEWEST) {
            return Self::Newest;
        }
        let mut numbers = asked.iter().filter_map(|word| word.parse::<u32>().ok());
        Self::Valid {
            in_year: numbers.find(|year| (1900..2100).contains(year)),
        }
    }
}

impl Ranking {
    /// Of the best passage and those that are nearly equal and say something of the same thing, puts the valid one first.
    pub(super) fn put_valid_first(&mut self, terms: &TermCache) {
        let age = Age::asked(&self.question);
        let Some(best) = self.candidates.first() else { return };
        let is_rival = |other: &&Candidate| {
            best.score() - other.score() <= NEARLY && (best.id == other.id || best.is_rival(other, terms, age))
        };
        let places: Vec<usize> = (0..self.candidates.len())
            .filter(|&at| is_rival(&&self.candidates[at]))
            .collect();
        let mut rivals: Vec<Candidate> = places.iter().rev().map(|&at| self.candidates.remove(at)).collect();
        rivals.reverse();
        let mut valid = 0;
        for at in 1..rivals.len() {
            if rivals[at].is_preferred(&rivals[valid], age) {
                valid = at;
            }
        }
        rivals[..=valid].rotate_right(1);
        if age != Age::Any {
            rivals[1..].sort_by_key(Candidate::is_outdated);
        }
        for (at, rival) in places.into_iter().zip(rivals) {
            self.candidates.insert(at, rival);
        }
    }
}

impl Candidate {
    /// Whether both say something of the same thing.
    fn is_rival(&self, other: &Self, terms: &TermCache, age: Age) -> bool {
        if self.article.path == other.article.path {
            return age == Age::Newest && by_number(&self.names(), &other.names(), &[]).is_some();
        }
        let (Some(own), Some(others)) = (terms.looked_at(self.id), terms.looked_at(other.id)) else {
            return false;
        };
        own.likeness(others) >= ALIKE_AT
    }

    /// Whether this one is to be shown rather than `other`, for what the articles say of themselves.
    pub(super) fn is_preferred(&self, other: &Self, age: Age) -> bool {
        if age == Age::Any {
            return false;
        }
        let by_name = self.misses_name().cmp(&other.misses_name());
        let by_validity = self.is_outdated().cmp(&other.is_outdated());
        let order = by_name.then(by_validity).then_with(|| self.compare_age(other, age));
        order == Ordering::Less
    }

    /// The newer is less; equal if that can't be told.
    fn compare_age(&self, other: &Self, age: Age) -> Ordering {
        let is_one_article = self.article.path == other.article.path;
        let dates = [self, other].map(|candidate| candidate.article.metadata.date.as_deref().and_then(Date::parse));
        if let ([Some(own), Some(others)], false) = (dates, is_one_article)
            && own != others
        {
            let last = match age {
                Age::Valid { in_year: Some(year) } => year,
                _ => u32::MAX,
            };
            return (own.year > last).cmp(&(others.year > last)).then(others.cmp(&own));
        }
        let kinds: &[&str] = if age == Age::Newest { &[] } else { VERSIONS };
        by_number(&self.names(), &other.names(), kinds).map_or(Ordering::Equal, Ordering::reverse)
    }

    fn misses_name(&self) -> bool {
        self.sentences
            .first()
            .is_some_and(|(_, evidence, _)| evidence.misses_name > 0.0)
    }

    /// Whether a heading, or the passage by itself, says that it is valid no more.
    fn is_outdated(&self) -> bool {
        let is_marked_itself = self.article.passages.get(self.passage).is_some_and(|passage| {
            let text = fold(self.article.passage_text(passage));
            let begins = |mark: &&str| text.starts_with(*mark) || text.contains(&format!("({mark}"));
            OUTDATED.iter().any(begins)
        });
        is_marked_itself || self.headings_and_title().any(is_marked)
    }

    fn names(&self) -> Vec<Numbered> {
        self.headings_and_title().flat_map(numbered).collect()
    }

    fn headings_and_title(&self) -> impl Iterator<Item = &str> {
        let headings = self
            .article
            .passages
            .get(self.passage)
            .map(|passage| self.article.headings(passage));
        let headings = headings.unwrap_or_default().iter().rev();
        headings.chain([&self.article.title]).map(String::as_str)
    }
}

/// How the numbers compare of the first thing that both have, of one of these kinds if there are any.
fn by_number(own: &[Numbered], others: &[Numbered], kinds: &[&str]) -> Option<Ordering> {
    own.iter()
        .filter(|own| kinds.is_empty() || kinds.contains(&own.kind.as_str()))
        .find_map(|own| {
            let other = others.iter().find(|other| other.kind == own.kind)?;
            Some(own.number.cmp(&other.number)).filter(|order| order.is_ne())
        })
}

/// Whether a heading says that what is below it is valid no more.
fn is_marked(heading: &str) -> bool {
    let all: Vec<String> = words(heading).map(|word| word.folded).collect();
    let is_year = |word: &String| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let is_until = |pair: &[String]| matches!(pair[0].as_str(), "until" | "till") && is_year(&pair[1]);
    let said = format!(" {} ", all.join(" "));
    OUTDATED.iter().any(|mark| said.contains(&format!(" {mark} "))) || all.windows(2).any(is_until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_is_valid_no_more() {
        for heading in [
            "Guild rules (no longer valid)",
            "Fees until 2019",
            "DEPRECATED: the old API",
        ] {
            assert!(is_marked(heading), "{heading}");
        }
        for heading in ["Guild rules", "Open until 20 o'clock", "Validity"] {
            assert!(!is_marked(heading), "{heading}");
        }
    }

    #[test]
    fn questions_say_how_old_it_may_be() {
        for (question, age) in [
            ("what is the fee?", Age::Valid { in_year: None }),
            ("what was the fee in 2019?", Age::Valid { in_year: Some(2019) }),
            ("what is the latest fee?", Age::Newest),
            ("what was the old fee?", Age::Any),
            ("what did the repealed rule say", Age::Any),
        ] {
            assert_eq!(Age::asked(question), age, "{question}");
        }
    }

    #[test]
    fn versions_are_compared_part_by_part() {
        let compare = |a: &str, b: &str| by_number(&numbered(a), &numbered(b), VERSIONS);
        assert_eq!(compare("Version 1.9", "Version 1.21.4"), Some(Ordering::Less));
        assert_eq!(
            compare("Rules, second edition", "Rules, first edition"),
            Some(Ordering::Greater)
        );
        assert_eq!(compare("Rule 5", "Rule 6"), None);
        assert_eq!(compare("Version 2", "Edition 3"), None);
    }
}

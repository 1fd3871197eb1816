//! Finds the valid one of several articles or sections, where old and new versions lie side by side and say nearly the
//! same.
//!
//! It compares the version or date that each gives, and decides only between passages that are nearly equal. Not here:
//! which version the question names ([`crate::question`]).

use std::cmp::Ordering;

use crate::question::Age;
use crate::text::dates::Date;
use crate::text::fold::fold;
use crate::text::numbered::Numbered;
use crate::text::words::words;

use super::{Evidence, HEADING_ITSELF, Ranking, Scored};

/// The share of common terms at which passages speak of the same thing.
const ALIKE_AT: f32 = 0.5;

/// The difference in score within which passages are nearly equal.
const NEARLY: f32 = 0.3;

/// The same for a question that asks for the newest, if no word of it is in one passage alone: sections of one article
/// have other news each, so they stand for each other within a wider difference.
const NEARLY_IF_NEWEST: f32 = 1.5;

/// The words of an article that is no longer valid.
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

/// The kinds of things whose higher number is the newer one; other numbers merely count.
const VERSIONS: &[&str] = &["version", "edition", "revision", "release", "draft"];

impl Ranking<'_> {
    /// Puts the valid passage first, and those that are no longer valid last, among the best passage and those that are
    /// nearly equal and speak of the same thing. True if the first one is the version that the question asks for.
    pub(super) fn put_valid_first(&mut self) -> bool {
        if self.age == Age::Any {
            return false;
        }
        let Some(best) = self.passages.first() else {
            return false;
        };
        let kinds = self.kinds();
        let is_rival = |other: &Scored<'_>| other.id == best.id || best.is_rival(other, &self.age, &kinds);
        let places: Vec<usize> = (0..self.passages.len())
            .filter(|&at| is_rival(&self.passages[at]))
            .collect();
        let newest = places.iter().copied().reduce(|newest, at| {
            let is_newer = self.passages[at].compare(&self.passages[newest], &self.age, &kinds) == Ordering::Less;
            if is_newer { at } else { newest }
        });
        let mut rivals: Vec<Scored<'_>> = Vec::with_capacity(places.len());
        for &at in places.iter().rev() {
            let rival = self.passages.remove(at);
            rivals.insert(0, rival);
        }
        let newest = places.iter().position(|&at| Some(at) == newest).unwrap_or(0);
        rivals[..=newest].rotate_right(1);
        if let (Age::Newest { is_all: true, .. }, [first, _, ..]) = (&self.age, rivals.as_mut_slice()) {
            // The question asked for it by name.
            for sentence in &mut first.sentences {
                sentence.evidence.heading_asked = HEADING_ITSELF;
            }
        }
        let first = &rivals[0];
        let is_chosen = first.is_in_time(&self.age)
            && rivals
                .iter()
                .any(|other| first.compare_ages(other, &self.age, &kinds) == Ordering::Less);
        rivals[1..].sort_by_key(Scored::is_outdated);
        for (at, rival) in places.into_iter().zip(rivals) {
            self.passages.insert(at, rival);
        }
        is_chosen
    }

    /// The kinds of things whose higher number is the newer one for this question.
    fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> = VERSIONS.iter().map(|&kind| kind.to_owned()).collect();
        if let Age::Newest { kind: Some(kind), .. } = &self.age {
            kinds.push(kind.clone());
        }
        kinds
    }
}

impl Scored<'_> {
    /// True if `other` speaks of the same thing, and scores nearly as well.
    fn is_rival(&self, other: &Self, age: &Age, kinds: &[String]) -> bool {
        let behind = self.score() - other.score();
        if self.article.path == other.article.path {
            let words = |scored: &Self| scored.evidence().passage_words;
            let within = if words(self) > words(other) {
                NEARLY
            } else {
                NEARLY_IF_NEWEST
            };
            return matches!(age, Age::Newest { .. })
                && behind <= within
                && self.compare(other, age, kinds) != Ordering::Equal;
        }
        behind <= NEARLY && self.terms.likeness(other.terms) >= ALIKE_AT
    }

    /// `Less` if this passage comes first, since it is about the thing asked for, valid, or newer.
    fn compare(&self, other: &Self, age: &Age, kinds: &[String]) -> Ordering {
        let misses = |scored: &Self| scored.evidence().misses_name;
        let by_name = misses(self).total_cmp(&misses(other));
        let by_validity = self.is_outdated().cmp(&other.is_outdated());
        by_name
            .then(by_validity)
            .then_with(|| self.compare_ages(other, age, kinds))
    }

    /// `Less` if this passage has the date or the number of the version that is asked for, rather than the other.
    fn compare_ages(&self, other: &Self, age: &Age, kinds: &[String]) -> Ordering {
        self.compare_dates(other, age)
            .then_with(|| by_number(&self.terms.named, &other.terms.named, kinds).reverse())
    }

    /// False if the passage is from after the year that is asked for.
    fn is_in_time(&self, age: &Age) -> bool {
        let Age::Valid { in_year: Some(year) } = age else {
            return true;
        };
        let date = self.article.metadata.date.as_deref().and_then(Date::parse);
        date.is_none_or(|date| date.year <= *year)
    }

    fn compare_dates(&self, other: &Self, age: &Age) -> Ordering {
        let (Some(own), Some(others)) = (self.date(other), other.date(self)) else {
            return Ordering::Equal;
        };
        let last = match age {
            Age::Valid { in_year: Some(year) } => *year,
            _ => u32::MAX,
        };
        (own.year > last).cmp(&(others.year > last)).then(others.cmp(&own))
    }

    /// The date of the article, or within one article that of the section.
    fn date(&self, other: &Self) -> Option<Date> {
        if self.article.path == other.article.path {
            return self
                .headings_above()
                .iter()
                .rev()
                .find_map(|heading| Date::parse(heading));
        }
        self.article.metadata.date.as_deref().and_then(Date::parse)
    }

    fn evidence(&self) -> Evidence {
        self.sentences.first().map(|best| best.evidence).unwrap_or_default()
    }

    /// True if a heading, or the passage by itself, says that the passage is no longer valid.
    fn is_outdated(&self) -> bool {
        let is_marked = |heading: &str| {
            let all: Vec<String> = words(heading).map(|word| word.folded).collect();
            let said = format!(" {} ", all.join(" "));
            OUTDATED.iter().any(|mark| said.contains(&format!(" {mark} ")))
        };
        let is_marked_itself = self.article.passages.get(self.passage).is_some_and(|passage| {
            let text = fold(self.article.passage_text(passage));
            let begins = |mark: &&str| text.starts_with(*mark) || text.contains(&format!("({mark}"));
            OUTDATED.iter().any(begins)
        });
        is_marked_itself || self.article.with_title(self.headings_above()).any(is_marked)
    }

    fn headings_above(&self) -> &[String] {
        let passage = self.article.passages.get(self.passage);
        passage.map_or(&[], |passage| self.article.headings(passage))
    }
}

/// The order of the numbers of the innermost thing of these kinds that both have.
fn by_number(own: &[Numbered], others: &[Numbered], kinds: &[String]) -> Ordering {
    let of_kinds = own.iter().rev().filter(|own| kinds.contains(&own.kind));
    let mut orders = of_kinds.filter_map(|own| {
        let other = others.iter().rev().find(|other| other.kind == own.kind)?;
        Some(own.number()?.cmp(&other.number()?)).filter(|order| order.is_ne())
    });
    orders.next().unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbered::named_by_headings;

    #[test]
    fn versions_are_compared_part_by_part() {
        let kinds: Vec<String> = VERSIONS.iter().map(|&kind| kind.to_owned()).collect();
        let named = |heading| {
            named_by_headings([heading])
                .into_iter()
                .map(|(thing, _)| thing)
                .collect::<Vec<_>>()
        };
        let compare = |a, b| by_number(&named(a), &named(b), &kinds);
        assert_eq!(compare("Version 1.9", "Version 1.21.4"), Ordering::Less);
        assert_eq!(
            compare("Rules, second edition", "Rules, first edition"),
            Ordering::Greater
        );
        assert_eq!(compare("Rule 5", "Rule 6"), Ordering::Equal);
        assert_eq!(compare("Version 2", "Edition 3"), Ordering::Equal);
    }
}

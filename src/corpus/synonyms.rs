//! `synonyms.txt`: the words of the articles that stand for words of a question.
//!
//! The format is Solr's (`SynonymGraphFilter`, format "solr"): `a, b, c` stand for one another, `a, b => c, d` puts
//! the right side in the place of the left. One thing is added: the rules below `[path/of/article.txt]` are for that
//! article alone, and those below `[*]` for all again. This module looks words up; it does not search.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::problem::{Problem, Reason};
use crate::text::words::words;

/// The rules of a corpus. Entries are folded words, so "U.S." and "us" are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms {
    /// The rules for all articles.
    rules: Rules,
    /// By path, all rules for an article that has some of its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    of_articles: BTreeMap<String, Rules>,
}

/// Ordered by `from`; no two rules have the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Rules(Vec<Rule>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Rule {
    from: Vec<String>,
    /// In the order of the file.
    to: Vec<Vec<String>>,
    replaces: bool,
}

/// The alternatives to some words of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The indices of the words in the question.
    pub range: Range<usize>,
    /// The folded words of each other entry; never empty.
    pub replacements: Vec<Vec<String>>,
    /// True if the words themselves no longer count (a rule with `=>`).
    pub replaces: bool,
}

impl Synonyms {
    /// Reads the text of the file at `path`. A line that is not a rule becomes a problem; the others still count.
    #[must_use]
    pub fn parse(text: &str, path: &str) -> (Self, Vec<Problem>) {
        let mut lines = Lines::default();
        let mut problems = Vec::new();
        // Every kind of line end counts, as it does for an article.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        for (index, line) in text.split('\n').enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Err(reason) = lines.read(line) {
                problems.push(Problem {
                    path: path.to_owned(),
                    line: Some(index + 1),
                    reason,
                });
            }
        }
        (lines.into_synonyms(), problems)
    }

    /// True if the corpus has no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of entries that others may stand for.
    #[must_use]
    pub fn len(&self) -> usize {
        let own = self.of_articles.values().map(|rules| self.count_own(rules));
        self.rules.0.len() + own.sum::<usize>()
    }

    /// The number of entries of [`Self::len`] that are for other articles than these.
    #[must_use]
    pub fn unused<'a>(&self, paths: impl Iterator<Item = &'a str>) -> usize {
        let paths: BTreeSet<&str> = paths.collect();
        let others = self
            .of_articles
            .iter()
            .filter(|(path, _)| !paths.contains(path.as_str()));
        others.map(|(_, rules)| self.count_own(rules)).sum()
    }

    /// The rules without those for other articles than these.
    #[must_use]
    pub fn for_articles<'a>(&self, paths: impl Iterator<Item = &'a str>) -> Self {
        let paths: BTreeSet<&str> = paths.collect();
        let mut kept = self.clone();
        kept.of_articles.retain(|path, _| paths.contains(path.as_str()));
        kept
    }

    fn count_own(&self, rules: &Rules) -> usize {
        rules.0.iter().filter(|rule| !self.rules.0.contains(rule)).count()
    }

    /// The alternatives to the words of a question in all articles, given folded: at each place the longest entry that
    /// begins there, from left to right, none inside another.
    #[must_use]
    pub fn alternatives(&self, words: &[&str]) -> Vec<Alternative> {
        self.rules.alternatives(words)
    }

    /// The same for each article, by path, for which rules of its own make a difference.
    pub fn alternatives_of_articles(&self, words: &[&str]) -> Vec<(&str, Vec<Alternative>)> {
        let in_all = self.alternatives(words);
        self.of_articles
            .iter()
            .map(|(path, rules)| (path.as_str(), rules.alternatives(words)))
            .filter(|(_, alternatives)| *alternatives != in_all)
            .collect()
    }
}

impl Rules {
    fn of(rules: BTreeMap<Vec<String>, Right>) -> Self {
        let rules = rules.into_iter().map(|(from, right)| Rule {
            from,
            to: right.to,
            replaces: !right.keeps_left,
        });
        Self(rules.collect())
    }

    fn alternatives(&self, words: &[&str]) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest_match(&words[at..]) {
                Some(rule) => {
                    let end = at + rule.from.len();
                    found.push(Alternative {
                        range: at..end,
                        replacements: rule.to.clone(),
                        replaces: rule.replaces,
                    });
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_match(&self, words: &[&str]) -> Option<&Rule> {
        let first = *words.first()?;
        let from = self.0.partition_point(|rule| rule.from[0].as_str() < first);
        self.0[from..]
            .iter()
            .take_while(|rule| rule.from[0] == first)
            .filter(|rule| rule.from.len() <= words.len() && rule.from.iter().zip(words).all(|(a, b)| a == b))
            .max_by_key(|rule| rule.from.len())
    }
}

/// The lines read so far.
#[derive(Default)]
struct Lines {
    /// Each rule, with the article that it is for; `None` for all.
    rules: Vec<(Option<String>, Line)>,
    /// The article that the next rules are for.
    article: Option<String>,
}

/// The entries of a line, and whether the right side takes the place of the left.
#[derive(Clone)]
struct Line {
    left: Vec<Vec<String>>,
    right: Vec<Vec<String>>,
    is_mapping: bool,
}

impl Lines {
    fn read(&mut self, line: &str) -> Result<(), Reason> {
        let Some(article) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) else {
            self.rules.push((self.article.clone(), read_line(line)?));
            return Ok(());
        };
        self.article = match article.trim() {
            "" => return Err(Reason::EmptySynonym),
            "*" => None,
            path => Some(path.to_owned()),
        };
        Ok(())
    }

    fn into_synonyms(self) -> Synonyms {
        // The rules for an article add up with those for all, in the order of the file.
        let of = |article: Option<&String>| {
            let mut rules = BTreeMap::new();
            for (path, line) in &self.rules {
                if path.is_none() || path.as_ref() == article {
                    line.add_to(&mut rules);
                }
            }
            Rules::of(rules)
        };
        let paths: BTreeSet<&String> = self.rules.iter().filter_map(|(path, _)| path.as_ref()).collect();
        Synonyms {
            of_articles: paths.into_iter().map(|path| (path.clone(), of(Some(path)))).collect(),
            rules: of(None),
        }
    }
}

impl Line {
    fn add_to(&self, rules: &mut BTreeMap<Vec<String>, Right>) {
        for from in &self.left {
            let others: Vec<&Vec<String>> = self.right.iter().filter(|to| *to != from).collect();
            if others.is_empty() {
                // Spellings that fold to the same words ("U.S., US") need no rule.
                continue;
            }
            let keeps_left = !self.is_mapping || others.len() < self.right.len();
            let merged = rules.entry(from.clone()).or_default();
            merged.keeps_left |= keeps_left;
            for to in others {
                if !merged.to.contains(to) {
                    merged.to.push(to.clone());
                }
            }
        }
    }
}

/// The sum of all lines with the same left side.
#[derive(Default)]
struct Right {
    to: Vec<Vec<String>>,
    /// True if some line lets the left side stand for itself.
    keeps_left: bool,
}

fn read_line(line: &str) -> Result<Line, Reason> {
    let sides = split(line, "=>");
    let (left, right) = match sides.as_slice() {
        [both] => {
            let entries = entries(both)?;
            if entries.len() == 1 {
                return Err(Reason::LoneSynonym);
            }
            (entries.clone(), entries)
        }
        [left, right] => {
            if left.trim().is_empty() || right.trim().is_empty() {
                return Err(Reason::OneSidedSynonyms);
            }
            (entries(left)?, entries(right)?)
        }
        _ => return Err(Reason::TwoArrows),
    };
    Ok(Line {
        left,
        right,
        is_mapping: sides.len() == 2,
    })
}

/// The entries of one side, each as its folded words.
fn entries(side: &str) -> Result<Vec<Vec<String>>, Reason> {
    split(side, ",")
        .into_iter()
        .map(|entry| {
            let folded: Vec<String> = words(&unescaped(entry)).map(|word| word.folded).collect();
            if folded.is_empty() {
                return Err(Reason::EmptySynonym);
            }
            Ok(folded)
        })
        .collect()
}

/// Splits a text at each `separator` that has no backslash before it.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if at >= from && text[at..].starts_with(separator) {
            parts.push(&text[from..at]);
            from = at + separator.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Removes the backslashes; each character after one stays as it is.
fn unescaped(entry: &str) -> String {
    let mut plain = String::with_capacity(entry.len());
    let mut chars = entry.chars();
    while let Some(c) = chars.next() {
        plain.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    plain
}

#[cfg(test)]
mod tests;

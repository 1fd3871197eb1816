//! The parts of a question that asks several things at once, each able to stand alone.
//!
//! A part is a question by itself: it opens with a question word, or with an auxiliary before its subject. Half a
//! question is worse than a whole one, so in doubt nothing is split. Not here: answering the parts.

mod part;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use crate::index::Analyzer;
use crate::text::language::Language;
use crate::text::sentences::sentences;
use crate::text::words::Word;

use super::lists::has;
use super::worded::Worded;

pub use part::Part;

/// Only English questions are split.
static ENGLISH: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::for_language(Language::English));

/// The most parts of a question; any more are dropped.
const MAX_PARTS: usize = 4;

/// The most words between a question word and its auxiliary: "how many people did", "which of them did".
const MAX_WORDS_BEFORE_AUXILIARY: usize = 4;

/// The fewest content words of a part that has no name.
const MIN_CONTENT_WORDS: usize = 2;

const QUESTION_WORDS: &str = "question words";

/// Question words that need no auxiliary: "who founded it", "what happened".
const SUBJECT_QUESTION_WORDS: &str = "question words for a subject";

/// Words that can stand in front of a question word: "in what year", "to whom".
const PREPOSITIONS: &str = "prepositions";

/// Auxiliaries that stand before the subject of a question, and otherwise hardly ever follow "and".
const AUXILIARIES: &str = "auxiliaries";

/// Auxiliaries that may just as well continue a predicate: "who led it and was exiled".
const LINKING: &str = "linking verbs";

/// Words that begin a subject.
const DETERMINERS: &str = "determiners";

const PRONOUNS: &str = "pronouns";

/// Words that introduce an indirect question: "tell me who did it and when it ended".
const LEAD_INS: &str = "lead-ins";

/// Words that join questions. "or" is not one of them: "does one of them give in, or do both?" is one question.
const CONJUNCTIONS: &str = "conjunctions";

/// Returns the parts of `question`, at most four, in order; none if it asks only one thing.
///
/// A statement that leads up to a question is not a part. If the subject of a part is only a pronoun ("and when did it
/// end?"), the names of the nearest earlier part that stands alone are put in front of it with a colon ("Islamic
/// Republic: when did it end?"), or its content words if it has no names. Names alone are better, since the other words
/// would draw the answer back to what the first part asks.
pub(super) fn parts(question: &Worded) -> Vec<Part> {
    let cut = Cut::new(question);
    let mut found: Vec<Part> = Vec::new();
    let mut context: Vec<Range<usize>> = Vec::new();
    for (range, is_item) in segments(cut.text) {
        for range in clauses(&cut, range) {
            let clause = cut.clause(range.clone());
            if !is_item && !clause.is_question() {
                if clause.has_name() {
                    context = clause.context();
                }
                continue;
            }
            if clause.hangs_by_a_pronoun() && !clause.content.is_empty() && !context.is_empty() {
                found.push(Part::new(cut.text, &context, range));
            } else if clause.stands_alone() {
                context = clause.context();
                found.push(Part::new(cut.text, &[], range));
            }
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    found.truncate(MAX_PARTS);
    found
}

/// Splits the question into sentences, items of a list, and pieces between semicolons. The flag says whether it is an
/// item.
fn segments(question: &str) -> Vec<(Range<usize>, bool)> {
    let items = numbered_items(question);
    if !items.is_empty() {
        return items.into_iter().map(|range| (range, true)).collect();
    }
    let mut found = Vec::new();
    for sentence in sentences(question) {
        let mut start = sentence.start;
        for (at, c) in question[sentence.clone()].char_indices() {
            let at = sentence.start + at;
            if c == ';' {
                found.push((start..at, false));
                start = at + 1;
            }
        }
        found.push((start..sentence.end, false));
    }
    found
}

/// Returns the items after "1)" "2)", "1." "2." or "a)" "b)", if these count up from the first.
fn numbered_items(question: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for token in question.split_inclusive(char::is_whitespace) {
        let marker = token.trim().trim_start_matches('(');
        let number = marker.strip_suffix([')', '.']).filter(|number| number.len() == 1);
        let expected = starts.len();
        let is_next = number.is_some_and(|number| {
            ["123456789", "abcdefghi"]
                .iter()
                .any(|all| all.get(expected..=expected) == Some(number))
        });
        if is_next {
            starts.push((at, at + token.len()));
        }
        at += token.len();
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|&(start, _)| start).chain([question.len()]);
    starts.iter().zip(ends).map(|(&(_, start), end)| start..end).collect()
}

/// Splits a segment where a second question begins after "and" or a comma.
fn clauses(cut: &Cut<'_>, segment: Range<usize>) -> Vec<Range<usize>> {
    let Cut { text, .. } = *cut;
    let all = cut.clause(segment.clone()).words;
    let mut found = Vec::new();
    let mut first = 0;
    for at in 1..all.len() {
        let joint = is_listed(CONJUNCTIONS, &all[at]);
        let comma = text[all[at - 1].range.end..all[at].range.start].contains(',');
        let opening = if joint { at + 1 } else { at };
        if at <= first || opening >= all.len() || !(joint || comma) {
            continue;
        }
        let before = cut.clause(all[first].range.start..all[at - 1].range.end);
        let behind = &all[opening..];
        let is_border = before.is_question()
            && (before.stands_alone() || before.hangs_by_a_pronoun())
            && if joint {
                is_direct(text, behind, comma) || (before.has_lead_in() && is_indirect(behind))
            } else {
                before.is_direct() && is_direct(text, behind, true) && has_auxiliary(behind)
            }
            && !cut.clause(behind[0].range.start..segment.end).content.is_empty();
        if is_border {
            found.push(all[first].range.start..all[at - 1].range.end);
            first = opening;
        }
    }
    if let Some(word) = all.get(first) {
        let end = text[..segment.end].trim_end().len();
        found.push(word.range.start..end);
    }
    found
}

/// True if the words open a direct question.
fn is_direct(text: &str, words: &[Word], behind_comma: bool) -> bool {
    let words = without_preposition(words);
    let [first, rest @ ..] = words else {
        return false;
    };
    let Some(second) = rest.first() else {
        return false;
    };
    let is_subject = is_listed(PRONOUNS, second) || is_listed(DETERMINERS, second) || second.folded == "you";
    if is_listed(AUXILIARIES, first) {
        return is_subject || is_capitalized(text, second);
    }
    if is_listed(LINKING, first) {
        return is_one_of("it he she they there", second)
            || (behind_comma && (is_subject || is_capitalized(text, second)));
    }
    if !is_listed(QUESTION_WORDS, first) {
        return false;
    }
    // "and what they want" is indirect. "and what other reasons" and "and which country" are noun phrases unless a verb
    // follows, and only an auxiliary is sure to be one.
    let is_count = first.folded == "how" && is_one_of("many much few", second);
    has_auxiliary(words)
        || is_count && rest.len() > 2
        || is_one_of("who whos", first) && !is_subject && !is_listed(CONJUNCTIONS, second) && rest.len() > 1
        || is_listed(SUBJECT_QUESTION_WORDS, first) && is_past_or_third_person(second)
}

/// True if an auxiliary follows the question word soon, before anything that could begin another clause.
fn has_auxiliary(words: &[Word]) -> bool {
    let words = without_preposition(words);
    // "when the deal was signed" is not a question, but "when was the deal signed" is.
    let is_adverb = words.first().is_some_and(|first| is_one_of("when where why", first));
    words
        .iter()
        .skip(1)
        .take(if is_adverb { 1 } else { MAX_WORDS_BEFORE_AUXILIARY })
        .take_while(|word| !is_listed(CONJUNCTIONS, word) && !is_one_of("it he she they we", word))
        .any(|word| is_listed(AUXILIARIES, word) || is_listed(LINKING, word))
}

/// True if the words open an indirect question: "when it ended".
fn is_indirect(words: &[Word]) -> bool {
    let words = without_preposition(words);
    words.first().is_some_and(|first| is_listed(QUESTION_WORDS, first)) && words.len() > 2
}

/// True if a word right after "what" or "who" looks like a verb: "happened".
fn is_past_or_third_person(word: &Word) -> bool {
    word.folded.len() > 3 && word.folded.ends_with("ed")
}

fn without_preposition(words: &[Word]) -> &[Word] {
    match words {
        [first, second, ..] if is_listed(PREPOSITIONS, first) && is_listed(QUESTION_WORDS, second) => &words[1..],
        _ => words,
    }
}

/// A question, its words, and its content words.
struct Cut<'a> {
    text: &'a str,
    words: &'a [Word],
    /// The byte ranges of its content words.
    content: Vec<Range<usize>>,
}

impl<'a> Cut<'a> {
    fn new(question: &'a Worded) -> Self {
        let content = ENGLISH.placed_terms(question.text(), question.words());
        Self {
            text: question.text(),
            words: question.words(),
            content: content.into_iter().map(|(range, _)| range).collect(),
        }
    }

    fn clause(&self, range: Range<usize>) -> Clause<'_> {
        let first = self.words.partition_point(|word| word.range.start < range.start);
        let last = self.words.partition_point(|word| word.range.end <= range.end);
        let first_content = self.content.partition_point(|word| word.start < range.start);
        let last_content = self.content.partition_point(|word| word.end <= range.end);
        Clause {
            text: self.text,
            start: range.start,
            words: self.words.get(first..last).unwrap_or_default(),
            content: self.content.get(first_content..last_content).unwrap_or_default(),
        }
    }
}

/// A stretch of the question, and its words.
struct Clause<'a> {
    /// The text of the whole question.
    text: &'a str,
    start: usize,
    words: &'a [Word],
    /// The byte ranges of its content words.
    content: &'a [Range<usize>],
}

impl Clause<'_> {
    fn is_question(&self) -> bool {
        let opens = self.words.first().is_some_and(|first| {
            [AUXILIARIES, LINKING, LEAD_INS]
                .iter()
                .any(|list| is_listed(list, first))
        });
        let last = self.words.len().saturating_sub(1);
        opens || self.words[..last].iter().any(|word| is_listed(QUESTION_WORDS, word))
    }

    /// True if it opens as a direct question, rather than as a clause that leads up to one ("when they came, ...").
    fn is_direct(&self) -> bool {
        is_direct(self.text, self.words, true)
    }

    fn has_lead_in(&self) -> bool {
        let until_question = self.words.iter().take_while(|word| !is_listed(QUESTION_WORDS, word));
        until_question.into_iter().any(|word| is_listed(LEAD_INS, word))
    }

    fn names(&self) -> impl Iterator<Item = &Range<usize>> {
        self.content.iter().filter(|range| {
            let word = &self.text[range.start..range.end];
            range.start > self.start && word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        })
    }

    fn has_name(&self) -> bool {
        self.names().next().is_some()
    }

    fn stands_alone(&self) -> bool {
        self.content.len() >= MIN_CONTENT_WORDS || self.has_name()
    }

    /// True if its subject is only a pronoun, and it has no name that the pronoun could stand for.
    fn hangs_by_a_pronoun(&self) -> bool {
        !self.has_name()
            && self.words.iter().enumerate().any(|(at, word)| {
                // "this deal" says what it means.
                let is_determiner = is_one_of("this that these those", word)
                    && self
                        .words
                        .get(at + 1)
                        .is_some_and(|next| self.content.contains(&next.range));
                is_listed(PRONOUNS, word) && !is_determiner
            })
    }

    /// The ranges of its names, or of its content words if it has no names, in order.
    fn context(&self) -> Vec<Range<usize>> {
        let names: Vec<Range<usize>> = self.names().cloned().collect();
        if names.is_empty() { self.content.to_vec() } else { names }
    }
}

fn is_capitalized(text: &str, word: &Word) -> bool {
    text[word.range.clone()].starts_with(char::is_uppercase)
}

fn is_listed(list: &str, word: &Word) -> bool {
    has(list, &word.folded)
}

fn is_one_of(words: &str, word: &Word) -> bool {
    words.split_whitespace().any(|listed| listed == word.folded)
}

//! Replies that continue an earlier question: "and when?", "what about officers?", "how much does it cost?".
//!
//! The form of a reply decides: a fragment leaves out what the earlier question has said. Not here: which question was
//! the earlier one, and whether the articles answer the two together.

use std::ops::Range;

use super::intent::{Intent, intent};
use super::lists::has;
use super::parts::parts;
use super::typed::Question;
use super::worded::Worded;
use crate::text::words::Word;

/// The most words of a fragment.
const MAX_WORDS: usize = 8;

/// The most content words of a fragment: with more, it says by itself what it is about.
const MAX_CONTENT: usize = 3;

const QUESTION_WORDS: &str = "question words";
const PREPOSITIONS: &str = "prepositions";
const DETERMINERS: &str = "determiners";
const PRONOUNS: &str = "pronouns";
const AUXILIARIES: &str = "auxiliaries";
const LINKING: &str = "linking verbs";
const VERBS: &str = "verbs";
const FUNCTION_WORDS: &str = "function words";

/// Words that make a measure of "how".
const MEASURES: &str = "measures";

/// Words that open a continuation, the longest first.
const OPENERS: [&[&str]; 12] = [
    &["what", "about"],
    &["how", "about"],
    &["what", "if"],
    &["and"],
    &["but"],
    &["or"],
    &["also"],
    &["plus"],
    &["then"],
    &["so"],
    &["ok"],
    &["about"],
];

/// Subjects that stand for a person or a thing that the question need not name.
const PERSONS: [&str; 9] = ["i", "you", "u", "we", "they", "he", "she", "it", "one"];

/// `reply` read as the continuation of `before`; `None` if it stands alone.
///
/// ```
/// use verbatim::question::{Question, continued};
/// let question = |text: &str| Question::new(text).unwrap();
/// let read = continued(&question("when do raids start?"), &question("what about dungeons?")).unwrap();
/// assert_eq!(read.searched(), "when do dungeons start?");
/// ```
pub fn continued(before: &Question, reply: &Question) -> Option<Question> {
    let fragment = Fragment::of(reply.worded())?;
    let before = asked_last(before);
    let text = match fragment {
        Fragment::Hanging(text) => {
            let content = content(before.words()).map(|word| &before.text()[word.range.clone()]);
            let content: Vec<&str> = content.collect();
            format!("{}: {text}", content.join(" "))
        }
        Fragment::Asking { phrase, rest } => {
            let asked = Worded::new(format!("{phrase} {}", without_question_words(&before)));
            if rest.words().is_empty() {
                asked.text().to_owned()
            } else {
                corrected(&asked, &rest)
            }
        }
        Fragment::Correcting(text) => corrected(&before, &text),
    };
    Question::new(&text).ok()
}

/// True if a reply needs an earlier question.
pub fn is_fragment(reply: &Question) -> bool {
    Fragment::of(reply.worded()).is_some()
}

/// A reply that needs an earlier question.
#[derive(Debug)]
enum Fragment {
    /// Its subject is only a pronoun: "how much does it cost?".
    Hanging(String),
    /// It asks something else of the same matter ("and when?"), or of another ("how long for officers?").
    Asking { phrase: String, rest: Worded },
    /// It asks the same of something else: "what about officers?", "for officers?".
    Correcting(Worded),
}

impl Fragment {
    /// Reads a reply; `None` if it is no fragment.
    fn of(reply: &Worded) -> Option<Self> {
        let (text, all) = (reply.text(), reply.words());
        if all.len() > MAX_WORDS || intent(reply) != Intent::Ask {
            return None;
        }
        let words = &all[opening(all)..];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return None;
        };
        let is_opened = words.len() < all.len();
        let said = |words: &[Word]| match (words.first(), words.last()) {
            (Some(first), Some(last)) => text[first.range.start..last.range.end].to_owned(),
            _ => String::new(),
        };
        let content = content(words).count();
        let asking = question_words(words);
        let is_asking = asking > 0;
        // "What's" folds to "what".
        let is_contracted = words[..asking]
            .iter()
            .any(|word| text[word.range.clone()].ends_with('s'));
        if is_contracted || words.iter().any(is_verb) {
            let is_question = is_asking || is_verb(first);
            let hangs = is_question && content < MAX_CONTENT && has_only_a_pronoun(words);
            return hangs.then(|| Self::Hanging(text[first.range.start..].to_owned()));
        }
        if is_asking {
            let phrase = phrase(words);
            let is_whole = content > 1 && !is_opened && phrase == words.len();
            let is_bare = matches!(first.folded.as_str(), "what" | "wat" | "whats") && words.len() == 1;
            return (!is_whole && !is_bare && content <= MAX_CONTENT).then(|| Self::Asking {
                phrase: said(&words[..phrase]),
                rest: Worded::new(said(&words[phrase..])),
            });
        }
        let is_short = (1..=MAX_CONTENT).contains(&content);
        let is_named = content == 1 && text[last.range.end..].contains('?');
        let corrects = is_short && (is_opened || has(PREPOSITIONS, &first.folded) || is_named);
        corrects.then(|| Self::Correcting(Worded::new(said(words))))
    }
}

/// The number of words that open a continuation.
fn opening(words: &[Word]) -> usize {
    let mut at = 0;
    while let Some(opener) = OPENERS.iter().find(|opener| {
        let there = words[at..].iter().map(|word| word.folded.as_str());
        there.take(opener.len()).eq(opener.iter().copied())
    }) {
        at += opener.len();
    }
    at
}

fn content(words: &[Word]) -> impl Iterator<Item = &Word> {
    let is_asking = question_words(words);
    let behind = words.iter().enumerate();
    behind
        .filter(move |&(at, word)| at >= is_asking && !is_person(word) && !has(FUNCTION_WORDS, &word.folded))
        .map(|(_, word)| word)
}

/// True if a text asks something, and says of what.
pub(super) fn asks(text: &Worded) -> bool {
    let words = text.words();
    let has_sign = words.iter().any(|word| has(QUESTION_WORDS, &word.folded)) || words.first().is_some_and(is_verb);
    has_sign && names_something(text) && intent(text) == Intent::Ask
}

/// True if a text has a word of its matter, besides those that ask.
pub(super) fn names_something(text: &Worded) -> bool {
    content(text.words()).next().is_some()
}

/// True if a clause begins as questions do: with a question word or a verb that asks, maybe after an opener.
pub(super) fn begins_to_ask(clause: &Worded) -> bool {
    let words = &clause.words()[opening(clause.words())..];
    question_words(words) > 0 || words.first().is_some_and(is_verb)
}

fn is_person(word: &Word) -> bool {
    PERSONS.contains(&word.folded.as_str())
}

fn is_verb(word: &Word) -> bool {
    has(AUXILIARIES, &word.folded) || has(LINKING, &word.folded)
}

/// The number of words that ask, at the front: "when", "how many", "since when".
fn question_words(words: &[Word]) -> usize {
    let is = |at: usize, list: &str| words.get(at).is_some_and(|word| has(list, &word.folded));
    let at = usize::from(is(0, PREPOSITIONS) && (is(1, QUESTION_WORDS)));
    if !is(at, QUESTION_WORDS) {
        return 0;
    }
    at + 1 + usize::from(words[at].folded == "how" && is(at + 1, MEASURES))
}

/// The number of words of the question phrase that a fragment without a verb begins with: "how many potions".
fn phrase(words: &[Word]) -> usize {
    let asking = question_words(words);
    let is_other = |word: &Word| {
        [PREPOSITIONS, DETERMINERS, PRONOUNS]
            .iter()
            .any(|list| has(list, &word.folded))
    };
    let end = words[asking..].iter().position(is_other);
    end.map_or(words.len(), |end| asking + end)
}

/// True if the words name nothing that their pronoun could stand for. "This deal" says what it means.
fn has_only_a_pronoun(words: &[Word]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let next = words.get(at + 1);
        let is_determiner = has(DETERMINERS, &word.folded)
            && next.is_some_and(|next| !has(FUNCTION_WORDS, &next.folded) && !is_verb(next));
        has(PRONOUNS, &word.folded) && !is_determiner && !is_determined(&word.folded, next)
    })
}

/// True for "that raid", as opposed to "does that cost".
fn is_determined(word: &str, next: Option<&Word>) -> bool {
    matches!(word, "this" | "that" | "these" | "those")
        && next.is_some_and(|next| !has(FUNCTION_WORDS, &next.folded) && !has(VERBS, &next.folded))
}

/// The last question of a message, without what leads up to it.
fn asked_last(message: &Question) -> Worded {
    if let Some(last) = parts(message.worded()).last() {
        return Worded::new(last.text.clone());
    }
    let text = message.searched();
    let end = text.rfind('?').map_or(text.len(), |mark| mark + 1);
    let borders = text[..end]
        .match_indices(['.', '!', '?', ';', ','])
        .map(|(at, _)| at + 1);
    let starts: Vec<usize> = [0].into_iter().chain(borders.filter(|&at| at < end)).collect();
    let asking = starts.into_iter().rev().find_map(|start| {
        let clause = Worded::new(text[start..end].trim());
        let words = clause.words();
        let opening = opening(words);
        let first = words.get(opening)?;
        let asks = question_words(&words[opening..]) > 0 || is_verb(first);
        asks.then(|| Worded::new(&clause.text()[first.range.start..]))
    });
    asking.unwrap_or_else(|| Worded::new(text))
}

fn without_question_words(question: &Worded) -> &str {
    let asking = question_words(question.words());
    let rest = question.words().get(asking);
    rest.map_or("", |word| &question.text()[word.range.start..])
}

/// The question with `new` in place of what it corrects; at its end if that can't be told.
fn corrected(question: &Worded, new: &Worded) -> String {
    let (text, words) = (question.text(), question.words());
    let Some(place) = replaced(question, new) else {
        let end = words.last().map_or(0, |word| word.range.end);
        return format!("{} {}{}", &text[..end], new.text(), &text[end..]);
    };
    let (start, end) = (words[place.start].range.start, words[place.end - 1].range.end);
    format!("{}{}{}", &text[..start], new.text(), &text[end..])
}

/// The words of the question that `new` stands for.
fn replaced(question: &Worded, new: &Worded) -> Option<Range<usize>> {
    let words = question.words();
    let is = |at: usize, list: &str| words.get(at).is_some_and(|word| has(list, &word.folded));
    let border = |from: usize| {
        let end = (from..words.len()).find(|&at| is(at, PREPOSITIONS) || is(at, "conjunctions"));
        end.unwrap_or(words.len())
    };
    let opening = new.words().first()?;
    if has(PREPOSITIONS, &opening.folded) {
        let same = (1..words.len()).find(|&at| words[at].folded == opening.folded)?;
        return some(same..border(same + 1));
    }
    let has_determiner = has(DETERMINERS, &opening.folded);
    let bare = |range: Range<usize>| {
        let is_determined = !has_determiner && is(range.start, DETERMINERS) && range.len() > 1;
        range.start + usize::from(is_determined)..range.end
    };
    if let (Some(name), true) = (last_name(question), new.words().iter().any(|word| is_name(new, word))) {
        return Some(name);
    }
    let verb = words.iter().position(is_verb)?;
    let start = verb + 1;
    if words.get(start).is_some_and(is_person) {
        return object(words, start + 1..border(start + 1), &border, &is).and_then(|range| some(bare(range)));
    }
    if has(AUXILIARIES, &words[verb].folded) {
        return some(bare(subject(words, start..border(start), &is)));
    }
    let of = (start..words.len()).rfind(|&at| words[at].folded == "of");
    if let Some(of) = of {
        return some(bare(of + 1..border(of + 1)));
    }
    let mut end = border(start);
    // "Are pets allowed": the participle is not part of the subject.
    if end > start + 1 && words[end - 1].folded.ends_with("ed") {
        end -= 1;
    }
    some(bare(start..end))
}

fn some(range: Range<usize>) -> Option<Range<usize>> {
    (!range.is_empty()).then_some(range)
}

/// The subject between an auxiliary and the verb: a determiner and the words up to the verb, which is the last word if
/// no list has it.
fn subject(words: &[Word], within: Range<usize>, is: &dyn Fn(usize, &str) -> bool) -> Range<usize> {
    let noun = within.start + usize::from(is(within.start, DETERMINERS));
    let mut end = (noun + 1).min(words.len());
    while end + 1 < within.end && !is(end, FUNCTION_WORDS) && !is(end, VERBS) {
        end += 1;
    }
    within.start..end.min(within.end)
}

/// The object within the words after a person: from the last determiner on, or the last word, or what follows the
/// preposition of a verb that has no other object.
fn object(
    words: &[Word],
    within: Range<usize>,
    border: &dyn Fn(usize) -> usize,
    is: &dyn Fn(usize, &str) -> bool,
) -> Option<Range<usize>> {
    if let Some(determiner) = within.clone().rfind(|&at| is(at, DETERMINERS)) {
        return Some(determiner..within.end);
    }
    let has_object = within.len() > 1 && !is(within.end - 1, FUNCTION_WORDS);
    if has_object {
        return Some(within.end - 1..within.end);
    }
    let behind = within.end + 1;
    (behind < words.len()).then(|| behind..border(behind))
}

fn is_name(text: &Worded, word: &Word) -> bool {
    let is_shouted = !text.text().contains(char::is_lowercase);
    let mut letters = text.text()[word.range.clone()].chars();
    letters
        .next()
        .is_some_and(|c| c.is_ascii_digit() || c.is_uppercase() && !is_shouted)
}

/// The last run of names in a question, whose first word has a capital anyway, as "I" has.
fn last_name(question: &Worded) -> Option<Range<usize>> {
    let words = question.words();
    let is_name = |at: usize| at > 0 && !has(FUNCTION_WORDS, &words[at].folded) && is_name(question, &words[at]);
    let last = (0..words.len()).rfind(|&at| is_name(at))?;
    let first = (0..last).rev().take_while(|&at| is_name(at)).last().unwrap_or(last);
    Some(first..last + 1)
}

#[cfg(test)]
mod tests;

//! Chat-speak: the words that "y", "cud" and "b4" stand for.
//!
//! This is general English as people type it in a hurry; nothing here is about any article. A word that the corpus has
//! is left alone. Not here: typos, for which there is no list (`spelling`).

use std::ops::Range;

use std::sync::LazyLock;

use super::lists::has;
use super::worded::{Edit, Worded};
use crate::text::words::Word;

/// One line for each: the chat-speak, folded and sorted, " = ", and its meaning, which is empty for mere noise.
const CHAT_SPEAK: &str = include_str!("data/chat-speak.txt");

/// The lines as pairs of chat-speak and meaning.
static TABLE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let pairs = CHAT_SPEAK.lines().filter_map(|line| line.split_once(" ="));
    pairs.map(|(chat, words)| (chat, words.trim_start())).collect()
});

/// Words that "to" often follows: "need 2 find".
const TO_FOLLOWS: &str = "before to";

/// Words that "for" often follows: "good 4 the economy".
const FOR_FOLLOWS: &str = "before for";

/// A number after one of these words is a number.
const NOT_BEFORE_A_WORD: &str = "before a number";

/// Nobody counts anything before one of these words.
const DETERMINERS: &str = "not counted";

/// Verbs that may follow "to". A counted noun would be a plural, and end in "s".
const VERBS: &str = "verbs";

/// Capitals among small letters make an acronym, unless the word has more letters than this.
const MAX_ACRONYM_LETTERS: usize = 3;

/// Expands the chat-speak in a question. Returns the edits in reading order. `known` says whether the corpus has a
/// folded word. A word that says nothing ("lol") is deleted.
pub(super) fn expand(question: &Worded, known: &dyn Fn(&str) -> bool) -> Vec<Edit<'static>> {
    let (question, found) = (question.text(), question.words());
    let is_shouted = !question.contains(char::is_lowercase);
    let mut expansions = Vec::new();
    let mut expand = |range, text: &'static str| {
        expansions.push(Edit {
            range,
            text: text.into(),
        });
    };
    let mut place = 0;
    while place < found.len() {
        if let Some((range, count, words)) = slashed(question, &found[place..]) {
            expand(range, words);
            place += count;
            continue;
        }
        let word = &found[place];
        let typed = &question[word.range.clone()];
        let is_acronym =
            place > 0 && !is_shouted && typed.len() <= MAX_ACRONYM_LETTERS && typed.chars().all(char::is_uppercase);
        let words = match word.folded.as_str() {
            number @ ("2" | "4") => preposition(number, question, found, place),
            // "don't" folds to "dont", but already says what it means.
            folded if typed.is_ascii() && !typed.contains('\'') && !is_acronym && !known(folded) => meaning(folded),
            _ => None,
        };
        if let Some(words) = words {
            expand(word.range.clone(), words);
        }
        place += 1;
    }
    expansions
}

fn meaning(folded: &str) -> Option<&'static str> {
    let at = TABLE.binary_search_by(|(chat, _)| chat.cmp(&folded)).ok()?;
    Some(TABLE[at].1)
}

/// Reads "w/", "w/o" or "b/c" at the front of `words`. Returns the range to replace, the number of words in it, and the
/// replacement.
fn slashed(question: &str, words: &[Word]) -> Option<(Range<usize>, usize, &'static str)> {
    let first = words.first()?;
    let second = words.get(1);
    let behind = question[first.range.end..].strip_prefix('/')?;
    let joined = second.filter(|second| second.range.start == first.range.end + 1);
    let both = |words, second: &Word| (first.range.start..second.range.end, 2, words);
    match (first.folded.as_str(), joined.map(|word| (word, word.folded.as_str()))) {
        ("w", Some((second, "o" | "out"))) => Some(both("without", second)),
        ("b", Some((second, "c"))) => Some(both("because", second)),
        // "w/them", "w/ them"; "w/l" is a tally.
        ("w", Some((_, next))) if next.len() > 2 => Some((first.range.start..first.range.end + 1, 1, "with ")),
        ("w", None) if behind.starts_with(char::is_whitespace) => {
            Some((first.range.start..first.range.end + 1, 1, "with"))
        }
        _ => None,
    }
}

/// Reads "2" or "4" between two words as a preposition if it can't be a number: nobody counts before "me" or "the", nor
/// between "need" and "find". The corpus doesn't help here, so in doubt the number stays.
fn preposition(number: &str, question: &str, found: &[Word], place: usize) -> Option<&'static str> {
    let before = found.get(place.checked_sub(1)?)?;
    let after = found.get(place + 1)?;
    let here = &found[place].range;
    if question[before.range.end..here.start] != *" " || question[here.end..after.range.start] != *" " {
        return None;
    }
    let (before, after) = (before.folded.as_str(), after.folded.as_str());
    if has(NOT_BEFORE_A_WORD, before) || before.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let (words, follows) = if number == "2" {
        ("to", TO_FOLLOWS)
    } else {
        ("for", FOR_FOLLOWS)
    };
    let fits = ["me", "you", "u", "him", "them", "my", "your", "ur", "our", "their"].contains(&after)
        || (has(follows, before) && (has(DETERMINERS, after) || (number == "2" && has(VERBS, after))));
    fits.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written_out(question: &str, known: &dyn Fn(&str) -> bool) -> String {
        let question = Worded::new(question);
        let expansions = expand(&question, known);
        question.edited(&expansions).text().to_owned()
    }

    fn expanded(question: &str) -> String {
        written_out(question, &|_| false)
    }

    #[test]
    fn the_table_is_in_order_and_folded() {
        assert!(TABLE.len() >= 100);
        for pair in TABLE.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} stands before {}", pair[0].0, pair[1].0);
        }
        for (chat, _) in TABLE.iter() {
            assert_eq!(Worded::new(*chat).words()[0].folded, *chat);
        }
    }

    #[test]
    fn chat_speak_is_written_out() {
        for (typed, meant) in [
            ("y r ppl so mad", "why are people so mad"),
            ("wat cud u do b4 then?", "what could you do before then?"),
            ("Y did they leave", "why did they leave"),
            ("pls tell me, bc idk", "please tell me, because i don't know"),
            (
                "it works w/o them & w/ us b/c of it",
                "it works without them & with us because of it",
            ),
            ("im gonna go", "i'm going to go"),
            (
                "what time is the thurs race in aug",
                "what time is the thursday race in august",
            ),
        ] {
            assert_eq!(expanded(typed), meant);
        }
    }

    #[test]
    fn what_the_corpus_knows_stays() {
        let question = "what does r do, and y?";
        assert_eq!(written_out(question, &|word| word == "r"), "what does r do, and why?");
    }

    #[test]
    fn acronyms_and_words_stay() {
        for question in [
            "is the DA in office",
            "don't they, it's U.S. law",
            "win/loss and w/l",
            "their cat",
        ] {
            assert_eq!(expanded(question), question);
        }
    }

    #[test]
    fn numbers_are_prepositions_only_where_nothing_is_counted() {
        for (typed, meant) in [
            ("what do they need 2 find", "what do they need to find"),
            ("r they going 2 the talks", "are they going to the talks"),
            ("is it good 4 u", "is it good for you"),
            ("explain this 2 me", "explain this to me"),
        ] {
            assert_eq!(expanded(typed), meant);
        }
        for question in [
            "do they need 2 talks",
            "what about these 2 countries",
            "version 4 the second",
            "2 and 4",
            "part 2 make it",
            "1 2 me",
            "who else gets affected, apart from these 2",
            "need 2-find",
        ] {
            assert_eq!(expanded(question), question);
        }
    }
}

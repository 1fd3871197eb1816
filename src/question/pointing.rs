//! Messages that ask nothing of their own, and only point at another: "this", "^", "can you answer his question, please?".
//!
//! Not here: which message is meant, which is the caller's to know.

use super::lists::has;
use super::worded::Worded;
use crate::text::words::Word;

/// Words that stand for another message or its author, or ask for help with it.
const POINTERS: &str = "pointers";

/// Words that may surround these and say nothing of the matter.
const AROUND: &str = "around a pointer";

const FUNCTION_WORDS: &str = "function words";
const QUESTION_WORDS: &str = "question words";

/// Words that open a message of thanks: "thanks for this" points at nothing to look up.
const THANKS: [&str; 5] = ["thank", "thanks", "thx", "tnx", "ty"];

/// The most words of a message that only points.
const MAX_WORDS: usize = 12;

/// True if a message only points at another: it has no word, or nothing but pointing words and courtesies.
pub fn points(message: &Worded) -> bool {
    let words = message.words();
    let Some(first) = words.first() else { return true };
    words.len() <= MAX_WORDS
        && !THANKS.contains(&first.folded.as_str())
        && words.iter().any(|word| has(POINTERS, &word.folded))
        && words.iter().all(|word| {
            [POINTERS, AROUND, FUNCTION_WORDS]
                .iter()
                .any(|list| has(list, &word.folded))
        })
        && !asks_on_its_own(words)
}

/// True if the words ask something: with a question word ("how do I do this?"), except for the asker's interest in what
/// somebody said ("what about this?", "what he said"); or whether the asker may ("can I do this?").
fn asks_on_its_own(words: &[Word]) -> bool {
    (0..words.len()).any(|at| {
        let next = |by: usize| words.get(at + by).map_or("", |word| word.folded.as_str());
        let word = words[at].folded.as_str();
        if !has(QUESTION_WORDS, word) {
            let is_verb = has("auxiliaries", word) || has("linking verbs", word);
            return is_verb && matches!(next(1), "i" | "we");
        }
        let is_interest = matches!(next(1), "about" | "abt")
            || matches!((next(1), next(2)), ("do" | "would", "you" | "u" | "yall"))
            || matches!(next(2), "said" | "says" | "asked" | "asks" | "wrote" | "wants")
            || matches!((next(1), next(2)), ("is" | "was" | "are", "the" | "his" | "her" | "their"))
            // "What's" folds to "what".
            || matches!(word, "what" | "whats") && matches!(next(1), "the" | "his" | "her" | "their");
        !is_interest
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Question;

    fn only_points(message: &str) -> bool {
        points(Question::new(message).unwrap().worded())
    }

    #[test]
    fn pointing_words_and_courtesies_point() {
        let messages = [
            "this",
            "^",
            "^^",
            "👆",
            "☝️ this",
            "^ this",
            "this one",
            "?",
            "can you answer this?",
            "please help him",
            "same question",
            "what about this one?",
            "thoughts on this?",
            "help",
            "answer pls",
            "help pls",
            "pls",
            "could you help this guy out please",
            "hey, any ideas?",
            "do you know the answer?",
            "what's the answer?",
            "same here",
            "I have the same question",
            "what do you think about that?",
            "answer her question, thanks",
            "is this true?",
            "can somebody explain this to them?",
            "what he said",
            "the question above",
            "see above",
            "look at this message",
            "I'd like to know this too",
            "anyone?",
            "can you help me with this?",
        ];
        let others: Vec<_> = messages.into_iter().filter(|message| !only_points(message)).collect();
        assert!(others.is_empty(), "{others:?}");
    }

    #[test]
    fn a_question_or_small_talk_points_at_nothing() {
        let messages = [
            "how do I do this?",
            "can I do this?",
            "when?",
            "why is this?",
            "what about officers?",
            "this raid?",
            "thanks for this",
            "thank you",
            "hello",
            "hi bot",
            "ok",
            "who are you?",
            "are you there?",
            "what is this?",
            "what is this about?",
            "help with raids",
            "answer: when do raids start",
            "same as last year?",
            "yes",
            "lol",
            "nice",
            "how much is it?",
        ];
        let others: Vec<_> = messages.into_iter().filter(|message| only_points(message)).collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

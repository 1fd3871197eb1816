//! Messages that ask nobody in particular: whether one reads as a question that can be answered without what was said
//! before it.
//!
//! The form of its sentences decides. Not here: whether the articles answer it.

use super::follow_up::{begins_to_ask, is_fragment, names_something};
use super::intent::{Intent, intent};
use super::pointing::points;
use super::typed::Question;
use super::worded::Worded;

/// The marks that end a question, in the scripts that have one. NFKC has made most of them plain.
const QUESTION_MARKS: [char; 3] = ['?', '؟', '՞'];

/// The marks that end other sentences.
const OTHER_ENDS: [char; 4] = ['.', '!', '。', '…'];

/// True if a message reads as a question: one of its sentences ends with a question mark or begins as questions do, and
/// says what it is about. Small talk doesn't, nor a message that only points at another or continues it.
///
/// ```
/// use verbatim::question::{Question, asks_openly};
/// let asks = |text: &str| asks_openly(&Question::new(text).unwrap());
/// assert!(asks("hi all, does anyone know when raids start"));
/// assert!(!asks("raids were fun today") && !asks("and when?") && !asks("how are you?"));
/// ```
pub fn asks_openly(message: &Question) -> bool {
    let whole = message.worded();
    intent(whole) == Intent::Ask
        && !is_fragment(message)
        && !points(whole)
        && names_something(whole)
        && message.asked().lines().any(line_asks)
}

/// True if a sentence of a line asks. Many people end a sentence with their line, and with no mark.
fn line_asks(line: &str) -> bool {
    Question::new(line).is_ok_and(|line| sentences(line.searched()).any(|(sentence, end)| asks(sentence, end)))
}

/// True if a sentence asks; `end` is the mark after it.
fn asks(sentence: &str, end: Option<char>) -> bool {
    match end {
        Some(mark) if QUESTION_MARKS.contains(&mark) => sentence.contains(char::is_alphanumeric),
        // "What a day!" begins like a question.
        Some('!') => false,
        // "Hi all, does anyone know…": the question may follow a greeting or a reason.
        _ => sentence
            .split([',', ';', ':'])
            .any(|clause| begins_to_ask(&Worded::new(clause))),
    }
}

/// The sentences of a text, each with the mark that ends it.
fn sentences(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let is_end = |c: char| QUESTION_MARKS.contains(&c) || OTHER_ENDS.contains(&c);
    text.split_inclusive(is_end).map(move |sentence| {
        let end = sentence.chars().next_back().filter(|&c| is_end(c));
        (sentence, end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads_as_question(message: &str) -> bool {
        Question::new(message).is_ok_and(|message| asks_openly(&message))
    }

    #[test]
    fn a_question_reads_as_one_wherever_it_stands_in_a_message() {
        for message in [
            "when do raids start?",
            "when do raids start",
            "hi all, does anyone know when raids start",
            "I joined yesterday. how do I get the raider role",
            "the raider role: how do I get it?",
            "can I bring a friend to the raid",
            "raid times on the weekend?",
            "¿cuándo empiezan las incursiones?",
            "when do raids start? I have to leave at nine.",
            "I joined yesterday\nhow do I get the raider role",
        ] {
            assert!(reads_as_question(message), "{message}");
        }
    }

    #[test]
    fn what_asks_nothing_or_needs_another_message_does_not() {
        for message in [
            "raids were fun today",
            "we moved the raid to friday, that's why nobody came",
            "what a raid!",
            "I know what you mean about the raid",
            "how are you?",
            "hello there, anybody?",
            "and when?",
            "what about officers?",
            "how much does it cost?",
            "can you answer this?",
            "what?",
            "???",
            "lol",
            "look at https://raids.example/when?do=start",
        ] {
            assert!(!reads_as_question(message), "{message}");
        }
    }
}

//! Tells kinds of message apart: a question, a request for an overview, or small talk.
//!
//! A message is small talk, or asks for an overview, only if phrases from `data/intent.txt` make up all of it. A single
//! other word makes it a question, so a greeting or thanks beside a question changes nothing. Not here: the replies,
//! and what the articles say.

mod matcher;

#[cfg(test)]
mod tests;

use super::worded::Worded;
use crate::text::words::Word;

use std::sync::LazyLock;

use super::lists::{has, sections};
use matcher::{Groups, ends};

/// Words that surround a subject and name no article.
const AROUND_A_SUBJECT: &str = "around a subject";

/// A subject that begins with one of these is a question: "summarize why they left".
const QUESTION_WORDS: &str = "question words of an overview";

/// Words that ask.
const QUESTION_WORDS_OF_ALL: &str = "question words";

static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::read);

/// The most words of small talk or of a request for an overview. A longer message is a question.
const MAX_WORDS: usize = 32;

/// The intent of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// To find a passage that answers.
    Ask,
    /// To get an overview: "what is this about?", "tl;dr".
    Overview {
        /// The words that name an article, as typed; `None` for all articles. The caller has to check that an article
        /// matches them: "summary of the talks" asks for an overview only if an article's title has "talks"; otherwise
        /// it is a question.
        subject: Option<String>,
    },
    /// Small talk, to which the articles have nothing to say.
    SmallTalk(SmallTalk),
}

/// The kinds of small talk that get different replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmallTalk {
    /// "Hello", and "are you there?".
    Greeting,
    /// "Thank you".
    Thanks,
    /// "Bye", "good night".
    Farewell,
    /// Questions about the bot ("who are you", "who made you", "what can you do"), and calls for help.
    WhoAreYou,
    /// "How are you?".
    HowAreYou,
    /// Praise, abuse, laughter, "ok", "test", and what has no words at all.
    Other,
}

/// The kind of a phrase. The highest kind among a message's phrases decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Filler,
    Other,
    Greeting,
    Farewell,
    Thanks,
    HowAreYou,
    WhoAreYou,
    Overview,
}

/// The contents of `data/intent.txt`.
struct Patterns {
    phrases: Vec<(Kind, Vec<&'static str>)>,
    groups: Groups<'static>,
}

impl Patterns {
    fn read() -> Self {
        let (mut phrases, mut groups) = (Vec::new(), Groups::new());
        for (name, lines) in sections(include_str!("data/intent.txt")) {
            if let Some(group) = name.strip_prefix('@') {
                groups.insert(group, lines);
            } else if let Some(kind) = Kind::named(name) {
                phrases.push((kind, lines));
            }
        }
        Self { phrases, groups }
    }
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "filler" => Self::Filler,
            "other" => Self::Other,
            "greeting" => Self::Greeting,
            "farewell" => Self::Farewell,
            "thanks" => Self::Thanks,
            "how are you" => Self::HowAreYou,
            "who are you" => Self::WhoAreYou,
            "overview" => Self::Overview,
            _ => return None,
        })
    }
}

/// The meaning of the words from some index on.
#[derive(Debug, Clone, Copy)]
struct Reading {
    kind: Kind,
    /// The index of the first word of a subject, if there is one.
    subject: Option<usize>,
}

/// Tells the intent of a message. In doubt, it is a question.
///
/// ```
/// use verbatim::question::{Intent, SmallTalk, Worded, intent};
/// let intent = |message: &str| intent(&Worded::new(message));
/// assert_eq!(intent("heyyy bot"), Intent::SmallTalk(SmallTalk::Greeting));
/// assert_eq!(intent("hey, what's this about?"), Intent::Overview { subject: None });
/// assert_eq!(intent("hey, what is the core issue?"), Intent::Ask);
/// ```
pub fn intent(message: &Worded) -> Intent {
    let words = message.words();
    if words.len() > MAX_WORDS {
        return Intent::Ask;
    }
    let Some(reading) = read(words) else {
        return Intent::Ask;
    };
    let small_talk = match reading.kind {
        Kind::Overview => {
            return match reading.subject {
                None => Intent::Overview { subject: None },
                Some(at) => with_subject(message.text(), &words[at..]),
            };
        }
        Kind::WhoAreYou => SmallTalk::WhoAreYou,
        Kind::HowAreYou => SmallTalk::HowAreYou,
        Kind::Thanks => SmallTalk::Thanks,
        Kind::Farewell => SmallTalk::Farewell,
        Kind::Greeting => SmallTalk::Greeting,
        Kind::Other | Kind::Filler => SmallTalk::Other,
    };
    Intent::SmallTalk(small_talk)
}

/// True if a message has a word that asks: "what", "how".
pub fn has_question_word(message: &Worded) -> bool {
    message
        .words()
        .iter()
        .any(|word| has(QUESTION_WORDS_OF_ALL, &word.folded))
}

/// Reads the words as a sequence of phrases; `None` if they aren't one.
fn read(words: &[Word]) -> Option<Reading> {
    // From the end, so that at each phrase the meaning of the words after it is known.
    let mut readings: Vec<Option<Reading>> = vec![None; words.len() + 1];
    readings[words.len()] = Some(Reading {
        kind: Kind::Filler,
        subject: None,
    });
    for at in (0..words.len()).rev() {
        let mut best: Option<Reading> = None;
        for (kind, phrases) in &PATTERNS.phrases {
            for phrase in phrases {
                for end in ends(phrase, words, at, &PATTERNS.groups) {
                    let Some(behind) = readings[end.at].filter(|_| end.at > at) else {
                        continue;
                    };
                    let kind = behind.kind.max(*kind);
                    if best.is_none_or(|best| kind > best.kind) {
                        best = Some(Reading {
                            kind,
                            subject: end.rest.or(behind.subject),
                        });
                    }
                }
            }
        }
        readings[at] = best;
    }
    readings[0]
}

/// Returns a request for an overview of what `words` name, without the words around the name ("the article about"). If
/// they begin with a question word, it is a question.
fn with_subject(question: &str, words: &[Word]) -> Intent {
    let is_around = |word: &Word| has(AROUND_A_SUBJECT, &word.folded);
    let Some(first) = words.iter().position(|word| !is_around(word)) else {
        return Intent::Overview { subject: None };
    };
    if words[..=first].iter().any(|word| has(QUESTION_WORDS, &word.folded)) {
        return Intent::Ask;
    }
    let last = words.iter().rposition(|word| !is_around(word)).unwrap_or(first);
    Intent::Overview {
        subject: Some(question[words[first].range.start..words[last].range.end].to_owned()),
    }
}

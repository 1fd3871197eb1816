//! What the bot writes down: how questions ended, votes, and what admins did.
//!
//! Nothing here keeps an answer waiting, and nobody's name goes with a question. Not here: the file (`ledger`).

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use quick_cache::sync::Cache;
use serenity::model::id::{MessageId, UserId};
use tokio::sync::oneshot;

use crate::answer::{Answer, Kind, Status};
use crate::ledger::{Action, Asked, Health, NotRecorded, Outcome, Recorder, Vote, Wording};
use crate::question::Question;
use crate::text::excerpt::{ELLIPSIS, excerpt};
use crate::text::fold::fold;

/// How many of the last answered questions are remembered, in case somebody votes an answer down. In memory alone.
const MAX_REMEMBERED: usize = 5_000;

/// The most of a question that is written down, in characters.
const MAX_TEXT: usize = 500;

/// The bits of an answer's number: it has to fit into a button beside all else.
const NUMBER_BITS: u32 = 48;
const NUMBER_DIGITS: usize = 12;

/// Tells answers apart; 12 hexadecimal digits. It says nothing of who asked, or where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct AnswerNumber(u64);

/// Writes down what happens.
pub(super) struct Records {
    recorder: Arc<Recorder>,
    /// What answered questions were, by their answers' numbers.
    remembered: Cache<AnswerNumber, Wording>,
    /// Makes numbers that cannot be traced back.
    hasher: RandomState,
}

impl fmt::Display for AnswerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0NUMBER_DIGITS$x}", self.0)
    }
}

impl FromStr for AnswerNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_number = text.len() == NUMBER_DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = is_number.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        number.map(Self).ok_or(())
    }
}

impl AnswerNumber {
    #[cfg(test)]
    pub(super) fn new(number: u64) -> Self {
        Self(number >> (u64::BITS - NUMBER_BITS))
    }

    /// For an answer without one, of a bot that did not give any: its message stands for it.
    pub(super) fn of_message(message: MessageId) -> Self {
        let hash = blake3::hash(&message.get().to_le_bytes());
        let bytes = hash.as_bytes()[..NUMBER_BITS as usize / 8].iter();
        Self(bytes.fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

impl Records {
    pub(super) fn new(recorder: Arc<Recorder>) -> Self {
        Self {
            recorder,
            remembered: Cache::new(MAX_REMEMBERED),
            hasher: RandomState::new(),
        }
    }

    /// A number for the answer to an event, always the same for the same event.
    pub(super) fn number(&self, event: u64) -> AnswerNumber {
        AnswerNumber(self.hasher.hash_one(event) >> (u64::BITS - NUMBER_BITS))
    }

    /// A question was answered, one way or another. Small talk is none.
    pub(super) fn asked(&self, question: &Question, answer: &Answer, number: AnswerNumber) {
        if matches!(answer.kind, Kind::SmallTalk(_)) {
            return;
        }
        let question = wording(question);
        let outcome = match answer.status {
            Status::Answered => Outcome::Answered,
            Status::Unsure => Outcome::Unsure,
            Status::NoAnswer => Outcome::NoAnswer,
        };
        if outcome == Outcome::Answered {
            self.remembered.insert(number, question.clone());
        }
        self.recorder.asked(Asked {
            question,
            outcome,
            answer: number.0,
            at: now(),
        });
    }

    /// Somebody voted on an answer; `shown` is the question as far as the answer's message shows it. Comes back once it is
    /// on the disk, or cannot be, within two seconds.
    pub(super) async fn vote(
        &self,
        user: UserId,
        number: AnswerNumber,
        is_helpful: bool,
        shown: Option<&str>,
    ) -> Result<(), NotRecorded> {
        let shown = || {
            shown
                .and_then(|text| Question::new(text).ok())
                .map(|question| wording(&question))
        };
        let vote = Vote {
            answer: number.0,
            user: user.get(),
            is_helpful,
            at: now(),
            question: self.remembered.get(&number).or_else(shown),
        };
        let (done, recorded) = oneshot::channel();
        self.recorder.vote(
            vote,
            Box::new(move |outcome| {
                // Whoever asked may be gone.
                let _ = done.send(outcome);
            }),
        );
        recorded.await.unwrap_or(Err(NotRecorded::Closed))
    }

    /// An admin did something. It is in the log too, whatever becomes of the ledger.
    pub(super) fn action(&self, who: UserId, what: &str, target: Option<&str>, outcome: &str) {
        tracing::info!(%who, what, target, outcome, "an admin did something");
        let action = Action {
            at: now(),
            who: who.to_string(),
            what: what.to_owned(),
            target: target.map(ToOwned::to_owned),
            outcome: outcome.to_owned(),
        };
        let written = |outcome: Result<(), NotRecorded>| {
            if let Err(error) = outcome {
                tracing::warn!(%error, "what an admin did is in the log alone so far");
            }
        };
        self.recorder.audit(action, Box::new(written));
    }

    /// Whether it can be written.
    pub(super) fn health(&self) -> Health {
        self.recorder.health()
    }
}

fn wording(question: &Question) -> Wording {
    Wording {
        text: excerpt(&unnamed(&question.excerpt(usize::MAX)), MAX_TEXT),
        searched: same_question(question.searched()),
    }
}

/// What questions are the same by: case and accents make no difference, nor does what they end with.
fn same_question(searched: &str) -> String {
    let folded = fold(searched);
    folded
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '?' | '!' | '.' | '…'))
        .to_owned()
}

/// A text without whom it mentions: of `<@7>`, and the same of roles and channels, nothing but the sign is left, and of a
/// link to a message nothing but that it leads into a channel.
fn unnamed(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        told.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((sign, after)) = after_mention(rest) {
            told.push(sign);
            told.push(ELLIPSIS);
            rest = after;
        } else {
            told.push('<');
            rest = &rest[1..];
        }
    }
    told += rest;
    let words = told
        .split(' ')
        .map(|word| if is_message_link(word) { "#…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn is_message_link(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["discord.com/channels/", "discordapp.com/channels/"]
        .iter()
        .any(|place| word.contains(place))
}

/// The sign of the mention that a text begins with, and what comes behind it.
fn after_mention(text: &str) -> Option<(char, &str)> {
    let (inner, after) = text.strip_prefix('<')?.split_once('>')?;
    let sign = inner.chars().next().filter(|sign| matches!(sign, '@' | '#'))?;
    let id = inner[1..].trim_start_matches(['!', '&']);
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    is_id.then_some((sign, after))
}

/// Seconds since 1970; 0 if the clock is before that.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_that_differ_in_case_and_at_their_end_are_the_same() {
        for other in ["where is it", "Where is it?", "WHERE IS IT ?!", "where is it…"] {
            assert_eq!(same_question(other), "where is it", "{other}");
        }
        assert_ne!(same_question("what is 3.5"), same_question("what is 3"));
    }

    #[test]
    fn what_is_kept_of_a_question_names_nobody() {
        for (asked, kept) in [
            ("what did <@123> say?", "what did @… say?"),
            ("<@!1><@&22> in <#333>", "@…@… in #…"),
            ("a < b, <@>, <@x> and <@12", "a < b, <@>, <@x> and <@12"),
            ("＜@123＞ <<@1>>", "@… <@…>"),
            ("see https://ptb.discord.com/channels/1/2/3, or not", "see #… or not"),
            ("plain", "plain"),
        ] {
            assert_eq!(wording(&Question::new(asked).unwrap()).text, kept);
        }
        let long = format!("{}<@123456789012345678>", "word ".repeat(99));
        assert!(!wording(&Question::new(&long).unwrap()).text.contains('1'));
    }
}

//! The bot's records: the outcomes of questions, votes, and what admins did.
//!
//! No answer waits for a record, and no question is recorded with a name. Not here: the file (`ledger`).

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use serenity::model::channel::Message;
use serenity::model::id::{GuildId, UserId};
use thiserror::Error;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::answer::{Answer, Kind, Quote, Status};
use crate::discord::view::custom_id::AnswerNumber;
use crate::ledger::{
    Action, Asked, Cited, Health, NotRead, Outcome, Place, Recorder, ServerSettings, Vote, Wording, unix_now,
};
use crate::question::Question;
use crate::text::excerpt::{ELLIPSIS, excerpt};
use crate::text::fold::fold;

/// The most answered questions that are remembered, in case somebody votes an answer down. They stay in memory.
const MAX_REMEMBERED: usize = 5_000;

/// The most of a question that is recorded, in characters.
const MAX_TEXT: usize = 500;

/// The time that a click on a vote or a setting waits for the disk.
const CLICK_PATIENCE: Duration = Duration::from_millis(1500);

/// A vote is not known to be on the disk. It may still be recorded later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it was not written in time")]
pub(super) struct NotRecorded;

/// Writes records to the ledger.
pub(crate) struct Records {
    recorder: Arc<Recorder>,
    /// Answered questions, by the numbers of their answers.
    remembered: Cache<AnswerNumber, Wording>,
    /// Makes answer numbers that cannot be traced back to an event.
    hasher: RandomState,
    keeps_questions: bool,
    /// True if they are of one server alone: whoever manages it is an admin in it.
    server: Option<GuildId>,
}

impl Records {
    /// Writes to `recorder`, which may keep the texts of unanswered questions if `keeps_questions`.
    pub(crate) fn new(recorder: Arc<Recorder>, keeps_questions: bool) -> Self {
        Self {
            recorder,
            remembered: Cache::new(MAX_REMEMBERED),
            hasher: RandomState::new(),
            keeps_questions,
            server: None,
        }
    }

    /// True if they are of one server that has its own articles.
    pub(super) fn is_of_server(&self) -> bool {
        self.server.is_some()
    }

    /// The same for a server that has its own articles.
    pub(super) fn of_server(self, server: GuildId) -> Self {
        Self {
            server: Some(server),
            ..self
        }
    }

    /// The number of the answer to an event; always the same for the same event.
    pub(super) fn number(&self, event: u64) -> AnswerNumber {
        AnswerNumber::new(self.hasher.hash_one(event))
    }

    /// The number of one of several answers in the response that has this number; `at` counts from 0.
    pub(super) fn number_of_part(&self, response: AnswerNumber, at: usize) -> AnswerNumber {
        AnswerNumber::new(self.hasher.hash_one((response, at)))
    }

    /// Records the outcome of a question. Small talk is not recorded.
    pub(super) fn asked(&self, question: &Question, answer: &Answer, number: AnswerNumber, place: Option<Place>) {
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
            answer: number.get(),
            at: unix_now(),
            place: self.kept(place),
            cited: answer.quotes.first().map(cited),
        });
    }

    /// The part of a place that is kept: a link to a message tells who wrote it, so it is kept only where a staff channel
    /// shows it.
    fn kept(&self, place: Option<Place>) -> Option<Place> {
        let place = place?;
        // Where its members ask elsewhere is none of a server's business.
        if self.server.is_some_and(|server| server.get() != place.server) {
            return None;
        }
        let has_staff = self.recorder.settings(place.server).staff.channel.is_some();
        let message = place.message.filter(|_| has_staff);
        Some(Place { message, ..place })
    }

    /// Records a vote on an answer that shows `quote`. `shown` is the question as the answer's message shows it.
    ///
    /// # Errors
    /// If the vote is not on the disk within 1.5 seconds; it may still be recorded later.
    pub(super) async fn vote(
        &self,
        user: UserId,
        (number, place): (AnswerNumber, Option<Place>),
        is_helpful: bool,
        (shown, quote): (Option<&str>, Option<&Quote>),
    ) -> Result<(), NotRecorded> {
        // A button may come from the message of another server, whose question is none of this one's.
        let shown = shown.filter(|_| !self.is_of_server() || quote.is_some());
        let shown = || {
            shown
                .and_then(|text| Question::new(text).ok())
                .map(|question| wording(&question))
        };
        let vote = Vote {
            answer: number.get(),
            user: user.get(),
            is_helpful,
            at: unix_now(),
            question: self.remembered.get(&number).or_else(shown),
            place: self.kept(place),
            cited: quote.map(cited),
        };
        let (done, recorded) = written();
        self.recorder.vote(vote, done);
        recorded.await
    }

    /// The settings of a server; the defaults outside of servers.
    pub(super) fn settings(&self, guild: Option<GuildId>) -> Arc<ServerSettings> {
        let mut settings = guild.map_or_else(Arc::default, |guild| self.recorder.settings(guild.get()));
        if self.is_of_server() && !settings.managers_are_admins {
            Arc::make_mut(&mut settings).managers_are_admins = true;
        }
        settings
    }

    /// The settings of each server that has any.
    pub(super) fn all_settings(&self) -> Vec<(u64, Arc<ServerSettings>)> {
        self.recorder.all_settings()
    }

    /// Changes the settings of a server. They are in force at once; returns whether they are on the disk.
    ///
    /// # Errors
    /// If the settings could not be read yet. Nothing is changed then.
    pub(super) async fn change_settings(
        &self,
        guild: GuildId,
        change: impl FnOnce(&mut ServerSettings),
    ) -> Result<Result<(), NotRecorded>, NotRead> {
        let (done, recorded) = written();
        self.recorder.change_settings(guild.get(), change, done)?;
        Ok(recorded.await)
    }

    /// Records what an admin did, in the ledger and in the log.
    pub(super) fn action(&self, who: UserId, what: &str, target: Option<&str>, outcome: &str) {
        tracing::info!(%who, what, target, outcome, "an admin did something");
        let action = Action {
            at: unix_now(),
            who: who.to_string(),
            what: what.to_owned(),
            target: target.map(ToOwned::to_owned),
            outcome: outcome.to_owned(),
        };
        self.recorder.audit(action);
    }

    /// True if the ledger may keep unanswered questions.
    pub(super) fn keeps_questions(&self) -> bool {
        self.keeps_questions
    }

    /// Writes what is still to be written, for `within` at most. Returns the number of entries that were lost.
    pub(super) fn close(&self, within: Duration) -> usize {
        self.recorder.close(within)
    }

    /// True if the ledger can be written.
    pub(super) fn health(&self) -> Health {
        self.recorder.health()
    }
}

/// A closure for the recorder to call, and the wait for that.
fn written() -> (
    impl FnOnce() + Send + 'static,
    impl Future<Output = Result<(), NotRecorded>>,
) {
    let (done, written) = oneshot::channel();
    // The click may have timed out meanwhile.
    let done = move || {
        let _ = done.send(());
    };
    let waiting = async {
        let told = timeout(CLICK_PATIENCE, written).await;
        told.is_ok_and(|told| told.is_ok()).then_some(()).ok_or(NotRecorded)
    };
    (done, waiting)
}

/// The place of a message that others see; `None` outside of servers.
pub(super) fn place_of(message: &Message) -> Option<Place> {
    message.guild_id.map(|server| Place {
        server: server.get(),
        channel: message.channel_id.get(),
        message: Some(message.id.get()),
    })
}

fn cited(quote: &Quote) -> Cited {
    Cited {
        article: quote.article().path.clone(),
        passage: quote.passage_key().to_string(),
    }
}

fn wording(question: &Question) -> Wording {
    Wording {
        text: excerpt(&unnamed(&question.excerpt(usize::MAX)), MAX_TEXT),
        searched: same_question(question.searched()),
    }
}

/// The form in which questions are compared: without case, accents and final punctuation.
fn same_question(searched: &str) -> String {
    let folded = fold(searched);
    folded
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '?' | '!' | '.' | '…'))
        .to_owned()
}

/// Takes names out of a text: a mention such as `<@7>` becomes "@…", and a link to a message "#…".
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

/// The sign of the mention that a text begins with, and the text after it; `None` if it begins with no mention.
fn after_mention(text: &str) -> Option<(char, &str)> {
    let (inner, after) = text.strip_prefix('<')?.split_once('>')?;
    let sign = inner.chars().next().filter(|sign| matches!(sign, '@' | '#'))?;
    let id = inner[1..].trim_start_matches(['!', '&']);
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    is_id.then_some((sign, after))
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

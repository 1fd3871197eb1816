//! Questions that come as commands, and what every question goes through.
//!
//! Not here: questions in messages (`messages`).

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serenity::model::application::CommandInteraction;
use serenity::model::id::{ChannelId, GuildId, MessageId};
use tokio::time::Instant;

use super::Bot;
use crate::answer::{Answer, Kind, Status};
use crate::discord::answers::NoAnswer;
use crate::discord::commands::{Command, Typing, command, typing};
use crate::discord::outgoing::Outgoing;
use crate::discord::respond::{Caller, Manner};
use crate::discord::rest::{Callback, RestError};
use crate::discord::suggest::Suggestions;
use crate::discord::view::{self, Asked};
use crate::message;
use crate::metrics::{Outcome, Way};
use crate::question::Question;

impl Bot {
    pub(super) async fn on_command(&self, interaction: &CommandInteraction, caller: &Caller) -> Result<(), RestError> {
        match command(interaction) {
            Command::Ask {
                question,
                is_private,
                to,
            } => {
                let asked = Asked {
                    asker: caller.user,
                    question: Some(question.to_owned()),
                    link: None,
                    to,
                    is_private,
                    answer: self.records.number(caller.id.get()),
                };
                self.on_question(caller, question, asked, Way::Slash).await
            }
            Command::Find(message) if message.content.trim().is_empty() => {
                caller
                    .tell(&self.rest, &message::discord::found_nothing_in_message())
                    .await
            }
            Command::Find(message) => {
                let asked = Asked {
                    asker: caller.user,
                    question: Some(message.content.clone()),
                    link: Some(link(caller.guild, caller.channel, message.id)),
                    to: None,
                    is_private: false,
                    answer: self.records.number(caller.id.get()),
                };
                self.on_question(caller, &message.content, asked, Way::Menu).await
            }
            Command::Sources => {
                let sources = view::sources(&self.live.answerer(), 0);
                caller.show(&self.rest, Manner::Private, sources).await
            }
            Command::Help => {
                let help = view::help(&self.live.answerer(), self.keeps_questions);
                caller.show(&self.rest, Manner::Private, help).await
            }
            Command::Corpus(command) => self.on_corpus(command, caller).await,
            Command::Unknown => caller.tell(&self.rest, &message::discord::old_button()).await,
        }
    }

    /// Answers a question that came as a command.
    pub(super) async fn on_question(
        &self,
        caller: &Caller,
        text: &str,
        asked: Asked,
        way: Way,
    ) -> Result<(), RestError> {
        self.respond(caller, text, asked, way).await?;
        self.metrics.questions.responded(way, caller.received.elapsed());
        Ok(())
    }

    async fn respond(&self, caller: &Caller, text: &str, asked: Asked, way: Way) -> Result<(), RestError> {
        if let Err(wait) = self.limit.check(caller.user) {
            self.metrics.questions.asked(way, Outcome::Limited);
            let sentence = message::discord::too_many_questions(whole_seconds(wait));
            return caller.tell(&self.rest, &sentence).await;
        }
        let Some(question) = question(text) else {
            return caller.show(&self.rest, Manner::Private, view::how_to_ask()).await;
        };
        let manner = if asked.is_private {
            Manner::Private
        } else {
            Manner::Public
        };
        caller
            .answer(
                &self.rest,
                manner,
                self.pace.defer_after,
                self.answer(&question, &asked, way),
            )
            .await
    }

    /// The answer to a question, as it is shown; what goes wrong is said in its place.
    pub(super) async fn answer(&self, question: &Question, asked: &Asked, way: Way) -> Outgoing {
        let started = Instant::now();
        // Taken once: an answer never has some of one generation and some of the next.
        let answerer = self.live.answerer();
        let found = self.answers.ask(&answerer, question).await;
        self.metrics.questions.asked(way, outcome(found.as_deref()));
        self.log(question, found.as_deref(), way, started.elapsed());
        match found {
            Ok(answer) => {
                self.records.asked(question, &answer, asked.answer);
                view::answer(&answerer, &answer, asked)
            }
            Err(NoAnswer::Busy) => view::notice(&message::discord::busy()),
            Err(NoAnswer::Failed) => view::notice(&message::discord::failed_to_answer()),
        }
    }

    pub(super) fn log(&self, question: &Question, found: Result<&Answer, &NoAnswer>, way: Way, took: Duration) {
        let asked = self.logs_questions.then(|| question.excerpt(300));
        let millis = took.as_secs_f64() * 1e3;
        match found {
            Ok(answer) => tracing::info!(
                way = way.name(),
                kind = answer.kind.name(),
                status = answer.status.name(),
                confidence = answer.confidence,
                generation = answer.generation,
                millis,
                question = asked,
                "answered"
            ),
            Err(error) => tracing::warn!(way = way.name(), %error, millis, question = asked, "not answered"),
        }
    }

    pub(super) async fn on_typing(&self, interaction: &CommandInteraction) -> Result<(), RestError> {
        let choices = match typing(interaction) {
            Typing::Question(typed) => {
                let offered = self.suggestions().for_typed(typed).into_iter();
                offered.map(|text| (text.clone(), text)).collect()
            }
            of_admins => self.offer(interaction, of_admins).await,
        };
        let callback = Callback::Choices(&choices);
        self.rest.call_back(interaction.id, &interaction.token, &callback).await
    }

    /// What can be offered of the live generation; gathered when it is first needed.
    pub(super) fn suggestions(&self) -> Arc<Suggestions> {
        let answerer = self.live.answerer();
        let mut kept = self.suggestions.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(suggestions) if suggestions.generation == answerer.generation().name() => Arc::clone(suggestions),
            _ => {
                let suggestions = Arc::new(Suggestions::new(&answerer));
                *kept = Some(Arc::clone(&suggestions));
                suggestions
            }
        }
    }
}

/// What became of a question, to be counted.
fn outcome(found: Result<&Answer, &NoAnswer>) -> Outcome {
    let answer = match found {
        Ok(answer) => answer,
        Err(NoAnswer::Busy) => return Outcome::Busy,
        Err(NoAnswer::Failed) => return Outcome::Failed,
    };
    match (answer.kind, answer.status) {
        (Kind::SmallTalk(_), _) => Outcome::SmallTalk,
        (Kind::Overview, _) => Outcome::Overview,
        (Kind::Passages, Status::Answered) => Outcome::Answered,
        (Kind::Passages, Status::Unsure) => Outcome::Unsure,
        (Kind::Passages, Status::NoAnswer) => Outcome::NoAnswer,
    }
}

/// A question that has something to search for.
pub(super) fn question(text: &str) -> Option<Question> {
    Question::new(text)
        .ok()
        .filter(|question| !question.searched().is_empty())
}

/// A link to a message.
pub(super) fn link(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> String {
    let guild = guild.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}

/// Rounded up: who waits that long can ask again.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_whole_seconds_that_are_enough() {
        for (millis, seconds) in [(0, 0), (1, 1), (1_000, 1), (1_001, 2)] {
            assert_eq!(whole_seconds(Duration::from_millis(millis)), seconds);
        }
    }
}

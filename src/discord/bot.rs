//! The bot: takes events from Discord, and sees to it that each message, command and click gets one response.
//!
//! ```text
//! event --> bot --+-- messages:  a message that is addressed to the bot (`mention` reads it)
//!                 +-- unasked:   a message that isn't, in a place where the bot answers these
//!                 +-- dispatch:  a command (`command` reads it), a click, or somebody who is typing
//!                        |
//!                        +-- ask, clicks, admin/*: a function for each, with its needs in its signature
//! ```
//! `direct` finds the desk that serves somebody. A `desk` answers from a library and writes down what happened, and `client` speaks to Discord. Not here: requests to Discord (`api`), and how a message looks (`view`).

mod admin;
mod answering;
mod ask;
mod authority;
mod caller;
mod clicks;
mod client;
mod coming;
mod command;
mod cooldown;
mod desk;
mod desks;
mod direct;
mod dispatch;
mod earlier;
mod holdings;
mod homes;
mod languages;
mod limit;
mod mention;
mod messages;
mod one_article;
mod pace;
mod places;
mod posting;
mod records;
mod replies;
mod rules;
mod said;
mod seen;
mod staff;
mod suggest;
mod unasked;

use std::panic::AssertUnwindSafe;
use std::slice::from_ref;
use std::sync::Arc;

use futures::FutureExt;
use serenity::all::{ActivityData, Context, Event, RawEventHandler};
use serenity::async_trait;
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::discord::api::gateway::SignsOfLife;
use crate::discord::api::rest::RestError;
use crate::metrics::Metrics;

use caller::{Caller, Visibility};
use desks::NoDesk;
use direct::{Who, is_choice_of_server};
use homes::Homes;
use mention::Addressed;
use seen::Seen;

pub(crate) use answering::Answering;
pub(crate) use client::Client;
pub(crate) use desk::Desk;
pub(crate) use desks::{Desks, Opening, Room};
pub use pace::Pace;
pub(crate) use records::Records;

/// The bot.
pub(crate) struct Bot {
    answering: Arc<Answering>,
    pub(super) desks: Desks,
    pub(super) client: Client,
    seen: Seen,
    homes: Homes,
    at_work: TaskTracker,
    /// Cancelled when the bot ends.
    closing: CancellationToken,
    signs: Arc<SignsOfLife>,
    metrics: Arc<Metrics>,
    started: Instant,
    /// The presence that a shard shows when it identifies.
    first_presence: String,
}

impl Bot {
    /// A bot that waits for events. `signs` notes which shards deliver them.
    pub(crate) fn new(
        answering: Arc<Answering>,
        desks: Desks,
        client: Client,
        signs: Arc<SignsOfLife>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            first_presence: desks.presence(),
            answering,
            desks,
            client,
            seen: Seen::default(),
            homes: Homes::new(),
            at_work: TaskTracker::new(),
            closing: CancellationToken::new(),
            signs,
            metrics,
            started: Instant::now(),
        }
    }

    /// The metrics of the program.
    pub(crate) fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.metrics)
    }

    /// Refuses new work from now on.
    pub(crate) fn close(&self) {
        self.at_work.close();
        self.closing.cancel();
    }

    /// Waits, after [`Bot::close`], until all work is done.
    pub(crate) async fn drained(&self) {
        self.at_work.wait().await;
    }

    /// Forgets old rate limits, people who have not asked for a while, and uploads that nobody confirmed.
    pub(crate) async fn forget_the_old(&self) {
        self.client.rest.forget_old_limits().await;
        self.answering.forget_idle_people();
        self.client.rules.forget_the_old();
        self.homes.forget_the_old();
        for desk in self.desks.open() {
            admin::add::discard_old_drafts(desk.live.library()).await;
        }
    }

    /// The desk that serves the author of a message, if there is one already.
    async fn known_desk_for(&self, message: &Message) -> Result<Arc<Desk>, NoDesk> {
        let who = Who::author_of(message, self.client.languages.of(message));
        self.known_desk_of(who, self.client.pace.open_message_within).await
    }

    async fn on_message(&self, message: &Message) {
        if self.at_work.is_closed() {
            return;
        }
        if matches!(self.client.addressed(message), Addressed::No) {
            return self.on_message_to_nobody(message).await;
        }
        // Most messages are not for the bot. They must not crowd others out of `seen`.
        if !self.seen.insert(message.id.get()) {
            return;
        }
        let patience = self.client.pace.open_message_within;
        let who = Who::author_of(message, self.client.languages.of(message));
        match self.desk_of(who, patience).await {
            Ok(desk) => messages::on_message(&self.client, desk, message, &self.closing).await,
            Err(none) if self.answering.may_ask(message.author.id) => {
                messages::turn_away(&self.client, message, &none, &self.closing).await;
            }
            Err(_) => {}
        }
    }

    /// Answers a message that isn't addressed to the bot, if it may be a question that the bot answers.
    async fn on_message_to_nobody(&self, message: &Message) {
        if !unasked::may_be_question(&self.client, message) {
            return;
        }
        if let Ok(desk) = self.known_desk_for(message).await
            && unasked::are_answered(&desk.records.settings(message.guild_id))
            && self.seen.insert(message.id.get())
        {
            unasked::on_message(&self.client, &desk, message).await;
        }
    }

    async fn on_edit(&self, message: &Message) {
        // A message that nobody serves has no answer that could change.
        let Ok(desk) = self.known_desk_for(message).await else {
            return;
        };
        if matches!(self.client.addressed(message), Addressed::No) {
            unasked::on_edit(&self.client, &desk, message).await;
        } else {
            messages::on_edit(&self.client, desk, message, &self.closing).await;
        }
    }

    /// Begins to respond to an interaction that came over HTTP, on a task of its own. Returns false if it came before.
    pub(crate) fn take(self: &Arc<Self>, interaction: Interaction) -> bool {
        if !self.seen.insert(interaction.id().get()) {
            return false;
        }
        // It may come before the gateway says which application the bot is.
        if self.client.rest.application().is_err() {
            self.client.rest.set_application(interaction.application_id());
        }
        let (bot, received) = (Arc::clone(self), Instant::now());
        let work = async move { bot.on_interaction(interaction, received).await };
        tokio::spawn(self.at_work.track_future(work));
        true
    }

    async fn on_interaction(&self, interaction: Interaction, received: Instant) {
        let Some(caller) = Caller::new(&self.client.rest, self.client.pace, &interaction, received) else {
            return;
        };
        self.client.languages.note(&caller);
        let (is_closed, patience) = (self.at_work.is_closed(), self.client.pace.open_within);
        if let Interaction::Autocomplete(typing) = &interaction {
            let offered = match self.known_desk_of(Who::caller(&caller), patience).await {
                Ok(desk) if !is_closed => self.on_typing(typing, &caller, &desk).await,
                _ => caller.offer(&[]).await,
            };
            return log_failure("offer suggestions", offered);
        }
        if is_closed {
            return log_failure("respond", caller.tell(&caller.locale.shutting_down()).await);
        }
        let desk = match &interaction {
            Interaction::Command(_) => self.desk_of(Who::caller(&caller), patience).await,
            _ => self.desk_near(Who::caller(&caller), patience, false).await,
        };
        let handled = async {
            match (&interaction, &desk) {
                (Interaction::Component(component), Err(_)) if is_choice_of_server(component) => {
                    self.pick_server(component, &caller).await
                }
                (_, Err(none)) => caller.show(Visibility::Private, none.outgoing(caller.locale)).await,
                (Interaction::Command(command), Ok(desk)) => self.on_command(command, &caller, desk).await,
                (Interaction::Component(component), Ok(desk)) => self.on_click(component, &caller, desk).await,
                _ => Ok(()),
            }
        };
        if let Some(outcome) = guarded(Box::pin(handled)).await {
            log_failure("respond", outcome);
        } else {
            let sorry = caller.locale.failed_to_answer();
            log_failure("apologise", caller.apologise(&sorry).await);
        }
    }
}

#[async_trait]
impl RawEventHandler for Bot {
    async fn raw_event(&self, context: Context, event: Event) {
        let received = Instant::now();
        self.signs.note(context.shard_id);
        match event {
            Event::InteractionCreate(event) if self.seen.insert(event.interaction.id().get()) => {
                let work = self.on_interaction(event.interaction, received);
                self.at_work.track_future(Box::pin(work)).await;
            }
            Event::MessageCreate(event) => {
                let work = self.on_message(&event.message);
                self.at_work.track_future(Box::pin(work)).await;
            }
            Event::MessageUpdate(event) => {
                let edited = replies::edited(&event, self.client.pace);
                if let Some(message) = edited.filter(|_| !self.at_work.is_closed()) {
                    self.at_work.track_future(Box::pin(self.on_edit(&message))).await;
                }
            }
            Event::MessageDelete(event) if !self.at_work.is_closed() => {
                let work = unasked::on_delete(&self.client, event.channel_id, from_ref(&event.message_id));
                self.at_work.track_future(Box::pin(work)).await;
            }
            Event::MessageDeleteBulk(event) if !self.at_work.is_closed() => {
                let work = unasked::on_delete(&self.client, event.channel_id, &event.ids);
                self.at_work.track_future(Box::pin(work)).await;
            }
            Event::GuildCreate(event) => {
                self.at_work.track_future(Box::pin(self.on_guild(&event.guild))).await;
            }
            Event::GuildDelete(event) => {
                self.at_work
                    .track_future(Box::pin(self.on_guild_gone(event.guild)))
                    .await;
            }
            Event::Ready(event) => {
                self.client.identify(event.ready.application.id, event.ready.user.id);
                self.on_ready(&event.ready).await;
                self.metrics.gateway.session(false);
                tracing::info!(shard = context.shard_id.0, "connected to Discord");
                // A shard that identifies again shows its first presence again.
                let presence = self.desks.presence();
                if presence != self.first_presence {
                    context.set_activity(Some(ActivityData::custom(presence)));
                }
            }
            Event::Resumed(_) => {
                self.metrics.gateway.session(true);
                tracing::info!(shard = context.shard_id.0, "connected to Discord again");
            }
            Event::Unknown(_) => {
                self.metrics.gateway.unknown_event();
                tracing::debug!("an event that serenity does not know");
            }
            _ => {}
        }
    }
}

/// Logs a failure. Expired interactions and deleted channels are expected, and logged for debugging only.
fn log_failure(what: &str, outcome: Result<(), RestError>) {
    match outcome {
        Ok(()) => {}
        Err(error) if error.is_settled() || error.is_gone() => {
            tracing::debug!(%error, "nobody is there any more to {what}");
        }
        Err(error) => tracing::warn!(%error, "failed to {what}"),
    }
}

/// Does some work; returns `None` if it panics. The panic hook logs where, but not the panic's message: that may hold a
/// question.
async fn guarded<T>(work: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(work).catch_unwind().await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_ends_one_piece_of_work() {
        let broken = async {
            tokio::task::yield_now().await;
            assert!(std::hint::black_box(false), "a fault of ours");
            1
        };
        assert_eq!(guarded(broken).await, None);
        assert_eq!(guarded(async { 2 }).await, Some(2));
    }
}

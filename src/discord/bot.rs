//! The bot: takes events, and sees to it that whoever addressed it is answered, once.
//!
//! Not here: what a message or a command says (`mention`, `commands`, `custom_id`), how an answer is found (`answers`)
//! and how it looks (`view`).

mod admin;
mod ask;
mod authority;
mod clicks;
mod command;
mod limit;
mod mention;
mod messages;
mod records;
mod respond;
mod seen;
mod suggest;

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use serenity::all::{ActivityData, Context, Event, RawEventHandler};
use serenity::async_trait;
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use serenity::model::id::UserId;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use self::authority::Authority;
use self::limit::UserLimit;
use self::mention::{Addressed, addressed};
use self::records::Records;
use self::respond::Caller;
use self::seen::Seen;
use self::suggest::Suggestions;
use super::{Pace, Settings, presence};
use crate::discord::api::gateway::SignsOfLife;
use crate::discord::api::rest::{Rest, RestError};
use crate::discord::api::upload::Uploads;
use crate::discord::view::custom_id::MAX_PASSAGES;
use crate::ledger::Recorder;
use crate::live::{Live, Queue};
use crate::message;
use crate::metrics::Metrics;

/// All that the bot is made of.
pub(super) struct Bot {
    /// Who the bot is, once Discord has said so: before anything else happens.
    me: watch::Sender<Option<UserId>>,
    pub(super) rest: Arc<Rest>,
    pub(super) answers: Queue,
    pub(super) live: Arc<Live>,
    pub(super) uploads: Uploads,
    pub(super) authority: Authority,
    pub(super) records: Records,
    pub(super) started: Instant,
    limit: UserLimit,
    seen: Seen,
    suggestions: Mutex<Option<Arc<Suggestions>>>,
    signs: Arc<SignsOfLife>,
    at_work: TaskTracker,
    is_closing: AtomicBool,
    pub(super) pace: Pace,
    pub(super) metrics: Arc<Metrics>,
    logs_questions: bool,
    keeps_questions: bool,
    /// The generation that shards show when they identify.
    first_generation: String,
}

impl Bot {
    pub(super) fn new(
        settings: &Settings,
        rest: Arc<Rest>,
        uploads: Uploads,
        live: Arc<Live>,
        recorder: Arc<Recorder>,
        signs: Arc<SignsOfLife>,
    ) -> Self {
        let (questions, stretch) = settings.user_limit;
        let first_generation = live.answerer().generation().name().to_owned();
        Self {
            me: watch::Sender::new(None),
            rest,
            answers: Queue::new(MAX_PASSAGES, Arc::clone(&settings.metrics)),
            live,
            uploads,
            authority: Authority::new(&settings.admins),
            records: Records::new(recorder),
            started: Instant::now(),
            limit: UserLimit::new(questions, stretch),
            seen: Seen::default(),
            suggestions: Mutex::default(),
            signs,
            at_work: TaskTracker::new(),
            is_closing: AtomicBool::new(false),
            metrics: Arc::clone(&settings.metrics),
            pace: settings.pace,
            logs_questions: settings.logs_questions,
            keeps_questions: settings.keeps_questions,
            first_generation,
        }
    }

    /// Waits until Discord has said who the bot is.
    pub(super) async fn identified(&self) {
        // It cannot fail as long as there is a bot.
        let _ = self.me.subscribe().wait_for(Option::is_some).await;
    }

    /// Reads what a message wants of the bot.
    fn addressed<'a>(&self, message: &'a Message) -> Addressed<'a> {
        let me = *self.me.borrow();
        me.map_or(Addressed::No, |me| addressed(message, me))
    }

    /// Takes no new work from now on.
    pub(super) fn close(&self) {
        self.is_closing.store(true, Ordering::Release);
        self.at_work.close();
    }

    /// Waits, behind [`Bot::close`], until all work is done.
    pub(super) async fn drained(&self) {
        self.at_work.wait().await;
    }

    /// Forgets what is no longer needed.
    pub(super) async fn forget_the_old(&self) {
        self.rest.forget_old_limits().await;
        self.limit.forget_the_idle();
        self.forget_old_drafts().await;
    }

    fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Acquire)
    }

    async fn on_interaction(&self, interaction: Interaction, received: Instant) {
        let caller = match &interaction {
            Interaction::Command(command) => Caller::of_command(command, received),
            Interaction::Component(component) => Caller::of_component(component, received),
            Interaction::Autocomplete(typing) => {
                settle("offer suggestions", self.on_typing(typing).await);
                return;
            }
            _ => return,
        };
        if self.is_closing() {
            settle(
                "respond",
                caller.tell(&self.rest, &message::discord::shutting_down()).await,
            );
            return;
        }
        let handled = async {
            match &interaction {
                Interaction::Command(command) => self.on_command(command, &caller).await,
                Interaction::Component(component) => self.on_component(component, &caller).await,
                _ => Ok(()),
            }
        };
        if let Some(outcome) = guarded(handled).await {
            settle("respond", outcome);
        } else {
            let sorry = message::discord::failed_to_answer();
            settle("apologise", caller.apologise(&self.rest, &sorry).await);
        }
    }
    fn note_unknown(&self) {
        self.metrics.gateway.unknown_event();
        tracing::debug!("an event that serenity does not know");
    }
}

#[async_trait]
impl RawEventHandler for Bot {
    async fn raw_event(&self, context: Context, event: Event) {
        let received = Instant::now();
        self.signs.note(context.shard_id);
        match event {
            Event::InteractionCreate(event)
                if self.seen.is_new(event.interaction.id().get()) => {
                    let work = self.on_interaction(event.interaction, received);
                    self.at_work.track_future(work).await;
                }
            Event::MessageCreate(event)
                // Looked at first: most messages are not for the bot, and would only push others out.
                if !matches!(self.addressed(&event.message), Addressed::No)
                    && self.seen.is_new(event.message.id.get())
                => {
                    self.at_work.track_future(self.on_message(&event.message)).await;
                }
            Event::Ready(event) => {
                self.rest.set_application(event.ready.application.id);
                self.me.send_replace(Some(event.ready.user.id));
                self.metrics.gateway.session(false);
                tracing::info!(shard = context.shard_id.0, "connected to Discord");
                let live = self.live.answerer();
                // A shard that identifies anew shows what it showed at first.
                if live.generation().name() != self.first_generation {
                    context.set_activity(Some(ActivityData::custom(presence(&live))));
                }
            }
            Event::Resumed(_) => {
                self.metrics.gateway.session(true);
                tracing::info!(shard = context.shard_id.0, "connected to Discord again");
            }
            Event::Unknown(_) => self.note_unknown(),
            _ => {}
        }
    }
}

/// Logs what went wrong; that an interaction or a channel is gone is in the nature of things.
fn settle(what: &str, outcome: Result<(), RestError>) {
    match outcome {
        Ok(()) => {}
        Err(error) if error.is_settled() || matches!(error.code(), Some(10_003 | 10_008)) => {
            tracing::debug!(%error, "nobody is there any more to {what}");
        }
        Err(error) => tracing::warn!(%error, "failed to {what}"),
    }
}

/// Does some work; `None` if it panics, which costs this work alone. The panic was logged where it happened, without
/// what it said: that may hold a question.
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

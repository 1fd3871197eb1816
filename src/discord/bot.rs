//! The bot: takes events, and sees to it that whoever addressed it is answered, once.
//!
//! Not here: what a message or a command says (`mention`, `commands`, `custom_id`), how an answer is found (`answers`)
//! and how it looks (`view`).

use std::future::pending;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use serenity::all::{ActivityData, Context, Event, RawEventHandler};
use serenity::async_trait;
use serenity::model::application::{CommandInteraction, Interaction};
use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tokio_util::task::TaskTracker;

use super::answers::{Answers, NoAnswer};
use super::commands::{Command, command};
use super::gateway::SignsOfLife;
use super::limit::UserLimit;
use super::mention::{Addressed, addressed};
use super::outgoing::Outgoing;
use super::respond::{Caller, Manner};
use super::rest::{Callback, Rest, RestError};
use super::seen::Seen;
use super::suggest::Suggestions;
use super::view::{self, Asked};
use super::{Settings, presence};
use crate::answer::{Answer, Answerer, Question};
use crate::message;

/// How long a message may wait for its answer before the bot shows that it types.
const TYPE_AFTER: Duration = Duration::from_millis(400);

/// All that the bot is made of.
pub(super) struct Bot {
    /// Who the bot is, once Discord has said so: before anything else happens.
    me: watch::Sender<Option<UserId>>,
    pub(super) rest: Arc<Rest>,
    pub(super) answers: Answers,
    limit: UserLimit,
    seen: Seen,
    suggestions: Mutex<Option<Arc<Suggestions>>>,
    signs: Arc<SignsOfLife>,
    at_work: TaskTracker,
    is_closing: AtomicBool,
    unknown_events: AtomicU64,
    logs_questions: bool,
    /// The generation that shards show when they identify.
    first_generation: String,
}

/// By which way a question came; for the log.
#[derive(Debug, Clone, Copy)]
enum Way {
    Slash,
    Menu,
    Message,
    PrivateMessage,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Slash => "slash",
            Self::Menu => "menu",
            Self::Message => "message",
            Self::PrivateMessage => "private_message",
        }
    }
}

impl Bot {
    pub(super) fn new(
        settings: &Settings,
        rest: Arc<Rest>,
        live: watch::Receiver<Arc<Answerer>>,
        signs: Arc<SignsOfLife>,
    ) -> Self {
        let (questions, stretch) = settings.user_limit;
        let first_generation = live.borrow().generation().name().to_owned();
        Self {
            me: watch::Sender::new(None),
            rest,
            answers: Answers::new(live),
            limit: UserLimit::new(questions, stretch),
            seen: Seen::default(),
            suggestions: Mutex::default(),
            signs,
            at_work: TaskTracker::new(),
            is_closing: AtomicBool::new(false),
            unknown_events: AtomicU64::new(0),
            logs_questions: settings.logs_questions,
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

    async fn on_command(&self, interaction: &CommandInteraction, caller: &Caller) -> Result<(), RestError> {
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
                };
                self.on_question(caller, &message.content, asked, Way::Menu).await
            }
            Command::Sources => {
                let sources = view::sources(&self.answers.live(), 0);
                caller.show(&self.rest, Manner::Private, sources).await
            }
            Command::Help => {
                let help = view::help(&self.answers.live());
                caller.show(&self.rest, Manner::Private, help).await
            }
            Command::Unknown => caller.tell(&self.rest, &message::discord::old_button()).await,
        }
    }

    /// Answers a question that came as a command.
    async fn on_question(&self, caller: &Caller, text: &str, asked: Asked, way: Way) -> Result<(), RestError> {
        if let Err(wait) = self.limit.check(caller.user) {
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
            .answer(&self.rest, manner, self.answer(&question, &asked, way))
            .await
    }

    /// The answer to a question, as it is shown; what goes wrong is said in its place.
    async fn answer(&self, question: &Question, asked: &Asked, way: Way) -> Outgoing {
        let started = Instant::now();
        let found = self.answers.ask(question).await;
        self.log(question, found.as_deref(), way, started.elapsed());
        match found {
            Ok(answer) => view::answer(&self.answers.live(), &answer, asked),
            Err(NoAnswer::Busy) => view::notice(&message::discord::busy()),
            Err(NoAnswer::Failed) => view::notice(&message::discord::failed_to_answer()),
        }
    }

    fn log(&self, question: &Question, found: Result<&Answer, &NoAnswer>, way: Way, took: Duration) {
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

    async fn on_typing(&self, interaction: &CommandInteraction) -> Result<(), RestError> {
        let typed = interaction.data.autocomplete().map_or("", |option| option.value);
        let choices: Vec<(String, String)> = self
            .suggestions()
            .for_typed(typed)
            .into_iter()
            .map(|text| (text.clone(), text))
            .collect();
        let callback = Callback::Choices(&choices);
        self.rest.call_back(interaction.id, &interaction.token, &callback).await
    }

    /// What can be offered of the live generation; gathered when it is first needed.
    fn suggestions(&self) -> Arc<Suggestions> {
        let answerer = self.answers.live();
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

    async fn on_message(&self, message: &Message) {
        if matches!(self.addressed(message), Addressed::No) || self.is_closing() {
            return;
        }
        let outgoing = guarded(self.reply_to(message)).await;
        let outgoing = outgoing.unwrap_or_else(|| view::notice(&message::discord::failed_to_answer()));
        settle("reply", self.send_reply(message, outgoing).await);
    }

    /// What to reply to a message that is addressed to the bot.
    async fn reply_to(&self, message: &Message) -> Outgoing {
        let (text, about) = match self.addressed(message) {
            Addressed::Question(text) => (text, None),
            Addressed::About(about) => (about.content.clone(), Some(about)),
            Addressed::Hidden => return view::notice(&message::discord::unreadable_reply()),
            Addressed::Nothing | Addressed::No => return view::how_to_ask(),
        };
        if let Err(wait) = self.limit.check(message.author.id) {
            return view::notice(&message::discord::too_many_questions(whole_seconds(wait)));
        }
        let Some(question) = question(&text) else {
            return view::how_to_ask();
        };
        let asked = Asked {
            asker: message.author.id,
            // A reply shows what it replies to; that it is about a third message, it doesn't.
            question: about.map(|about| about.content.clone()),
            link: about.map(|about| link(message.guild_id, about.channel_id, about.id)),
            to: None,
            is_private: false,
        };
        let way = match message.guild_id {
            Some(_) => Way::Message,
            None => Way::PrivateMessage,
        };
        let answering = self.answer(&question, &asked, way);
        tokio::pin!(answering);
        tokio::select! {
            outgoing = &mut answering => return outgoing,
            () = sleep(TYPE_AFTER) => {}
        }
        let typing = async {
            settle("show that it types", self.rest.type_in(message.channel_id).await);
            pending().await
        };
        // The answer does not wait for it.
        tokio::select! {
            outgoing = answering => outgoing,
            never = typing => never,
        }
    }

    /// Sends a reply: as plain text if it may not embed there, and if it may not write there at all, a private line
    /// that says why there is none.
    async fn send_reply(&self, message: &Message, outgoing: Outgoing) -> Result<(), RestError> {
        let (channel, id) = (message.channel_id, message.id);
        let nonce = id.to_string();
        let refusal = match self.rest.send(channel, &outgoing, Some(id), &nonce).await {
            Err(error @ RestError::Refused { status: 400 | 403, .. }) => error,
            other => return other,
        };
        tracing::warn!(error = %refusal, "a reply was refused; sending it as plain text");
        let plain = view::plain(outgoing);
        let refusal = match self.rest.send(channel, &plain, Some(id), &nonce).await {
            Err(error) if error.is_forbidden() => error,
            other => return other,
        };
        tracing::warn!(error = %refusal, "the bot may not write in a channel where it was asked; telling the asker");
        let line = view::notice(&message::discord::cannot_answer_here(&format!("<#{channel}>")));
        let private = self.rest.private_channel(message.author.id).await?;
        self.rest.send(private, &line, None, &nonce).await
    }

    fn note_unknown(&self) {
        let count = self.unknown_events.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::debug!(count, "an event that serenity does not know");
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
                tracing::info!(shard = context.shard_id.0, "connected to Discord");
                let live = self.answers.live();
                // A shard that identifies anew shows what it showed at first.
                if live.generation().name() != self.first_generation {
                    context.set_activity(Some(ActivityData::custom(presence(&live))));
                }
            }
            Event::Resumed(_) => tracing::info!(shard = context.shard_id.0, "connected to Discord again"),
            Event::Unknown(_) => self.note_unknown(),
            _ => {}
        }
    }
}

/// A question that has something to search for.
fn question(text: &str) -> Option<Question> {
    Question::new(text)
        .ok()
        .filter(|question| !question.searched().is_empty())
}

/// A link to a message.
fn link(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> String {
    let guild = guild.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}

/// Rounded up: who waits that long can ask again.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
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

    #[test]
    fn a_wait_is_told_in_whole_seconds_that_are_enough() {
        for (millis, seconds) in [(0, 0), (1, 1), (1_000, 1), (1_001, 2)] {
            assert_eq!(whole_seconds(Duration::from_millis(millis)), seconds);
        }
    }
}

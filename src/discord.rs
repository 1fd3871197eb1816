//! The bot in Discord: where the community asks, and how an answer is set there.
//!
//! ```text
//! gateway --event--> bot --+-- mention:    a message that is addressed to the bot
//!                          +-- commands:   /ask, Find the answer, /sources, /help
//!                          +-- components: a button or a menu; its state is in its custom_id
//!                                |
//!                          answers: queue, one search for all who ask the same, recent answers
//!                                |
//!                          view: Answer -> Outgoing --rest--> Discord
//! ```
//!
//! `inspection` looks at the bot's account from outside, for `verbatim check`; `invite` is the link that invites the bot.
//!
//! The only place that names serenity; asynchronous, as only `live`, `http` and `cli/serve` are besides. There is no
//! command framework: with a handful of commands, each of them registered only when it changed and answered within
//! three seconds, what a framework would take off us is less than what it would have to be kept from doing.

mod api;
mod bot;
mod outgoing;
mod view;

use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;
use serenity::model::id::GuildId;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::answer::Answerer;
use crate::ledger::Recorder;
use crate::live::Live;
use crate::message;
use crate::metrics::Metrics;

use api::gateway::{Gateway, SignsOfLife};
use api::registration;
use api::rest::{Connection, Rest};
use api::upload::Uploads;
use bot::Bot;

pub use api::gateway::{Patience, ServeError};
pub use api::inspection::{Access, Account, Inspection, Membership, Sessions, inspect};
pub use api::invite::{PERMISSIONS, Permission, invite_link};
pub use api::registration::Registration;

/// How long answers that are being made have to get out when the bot ends.
const DRAIN_PATIENCE: Duration = Duration::from_secs(10);

/// How often what is no longer needed is forgotten.
const HOUSEKEEPING: Duration = Duration::from_mins(1);

/// How the bot runs. It has no `Debug`: the token is in it.
pub struct Settings {
    /// The bot's token.
    pub token: String,
    /// The base URL of a proxy for Discord's API that does the rate limiting; `None` to speak to Discord itself.
    pub proxy: Option<String>,
    /// The guild that commands are registered in; `None` for everywhere.
    pub guild: Option<u64>,
    /// How many questions one person may ask in how long.
    pub user_limit: (u32, Duration),
    /// The IDs of users and roles that may use `/corpus`, besides the application's owner and team.
    pub admins: Vec<u64>,
    /// Whether the log may hold what people ask.
    pub logs_questions: bool,
    /// Whether the ledger may hold questions asked in vain: who asks for help is told.
    pub keeps_questions: bool,
    /// Makes the HTTP clients; timeouts are set on top.
    pub client: Box<dyn Fn() -> ClientBuilder + Send + Sync>,
    /// When whoever asks is told that the answer takes a moment.
    pub pace: Pace,
    /// When a connection that fell silent is given up.
    pub patience: Patience,
    /// Where it is counted what happens.
    pub metrics: Arc<Metrics>,
}

/// How long something may take before whoever waits for it is told that it comes.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// For a command: Discord waits three seconds for the first response, and that may need a second try.
    pub defer_after: Duration,
    /// For a message: about a blink, before the bot shows that it types.
    pub type_after: Duration,
    /// How often an admin is shown how far a reindex is.
    pub progress_every: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            defer_after: Duration::from_millis(1200),
            type_after: Duration::from_millis(400),
            progress_every: Duration::from_secs(2),
        }
    }
}

/// Runs the bot until `stop` comes: then it logs off, lets answers that are being made get out, and returns. It answers
/// with what is `live`; when that is replaced, a question that is being answered goes on with what it began with.
///
/// # Errors
/// If Discord turns it away, or the connection is lost for long.
pub async fn run(
    settings: Settings,
    live: Arc<Live>,
    recorder: Arc<Recorder>,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    tokio::pin!(stop);
    let rest = Arc::new(
        Rest::new(&Connection {
            token: &settings.token,
            proxy: settings.proxy.as_deref(),
            client: &*settings.client,
            metrics: &settings.metrics,
        })
        .map_err(ServeError::Http)?,
    );
    let signs = Arc::new(SignsOfLife::default());
    let uploads = Uploads::new((settings.client)(), settings.proxy.as_deref()).map_err(ServeError::Http)?;
    let bot = Arc::new(Bot::new(
        &settings,
        Arc::clone(&rest),
        uploads,
        Arc::clone(&live),
        recorder,
        Arc::clone(&signs),
    ));
    // They end with it.
    let mut beside = JoinSet::new();
    beside.spawn(register(Arc::clone(&bot), settings.guild.map(GuildId::new)));
    beside.spawn(keep_house(Arc::clone(&bot)));
    beside.spawn(know_owners(Arc::clone(&bot)));

    let mut answering = live.subscribe();
    let known = presence(&answering.borrow_and_update());
    let opened = tokio::select! {
        () = &mut stop => return Ok(()),
        opened = Gateway::open(&rest, &settings.token, &known, Arc::clone(&bot) as _, signs, &settings.metrics) => opened,
    };
    let mut gateway = opened?;
    let outcome = loop {
        tokio::select! {
            () = &mut stop => break Ok(()),
            error = gateway.watch(settings.patience) => break Err(error),
            Ok(()) = answering.changed() => {
                bot.answers.forget();
                let known = presence(&answering.borrow_and_update());
                gateway.show(&known).await;
            }
        }
    };
    bot.close();
    if outcome.is_ok() {
        tokio::join!(gateway.close(), drain(&bot));
    } else {
        // There is nobody left to log off from.
        drain(&bot).await;
    }
    outcome
}

/// Registers the commands as soon as Discord has said for which application.
async fn register(bot: Arc<Bot>, guild: Option<GuildId>) {
    bot.identified().await;
    if let Ok(application) = bot.rest.application() {
        let link = invite_link(application.get());
        tracing::info!(link, "who may manage a server can invite the bot with this link");
    }
    registration::register(&bot.rest, guild).await;
}

/// Keeps in mind who owns the bot.
async fn know_owners(bot: Arc<Bot>) {
    bot.authority.keep_fresh(&bot.rest).await;
}

/// What stands below the bot's name.
fn presence(answerer: &Answerer) -> String {
    let generation = answerer.generation();
    message::discord::presence(generation.article_count(), generation.passage_count())
}

/// Waits until all answers that are being made are out, but not for ever.
async fn drain(bot: &Bot) {
    if timeout(DRAIN_PATIENCE, bot.drained()).await.is_err() {
        tracing::warn!("some answers did not get out in time");
    }
}

/// Forgets by and by what is no longer needed.
async fn keep_house(bot: Arc<Bot>) {
    let mut clock = interval(HOUSEKEEPING);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        bot.forget_the_old().await;
    }
}

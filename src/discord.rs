//! The bot in Discord.
//!
//! ```text
//! Discord --gateway, posts--> bot --question--> live (the queue, the answerer)
//!    ^                         |                  |
//!    +--------api::rest--------+<--view: Answer --+
//!                                   to Outgoing
//! ```
//! - `outgoing`: a message as Discord takes it, and its limits.
//! - `api`: requests, the gateway, interactions over HTTP, uploads, and registering the commands.
//! - `view`: what a message says and how it looks; pure functions.
//! - `bot`: events, commands and clicks. It uses the other three, and none of them knows it.
//! - `events`: the ways in which events reach the bot.
//!
//! Nothing else in the program names serenity. There is no command framework: registering a command only when it
//! changed and answering within three seconds would take as much code with one as without.

mod api;
mod bot;
mod events;
mod outgoing;
mod view;

use std::future::pending;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;
use serenity::model::id::GuildId;
use tokio::sync::watch;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::answer::Answerer;
use crate::ledger::Recorder;
use crate::library::Servers;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::web;

use api::gateway::SignsOfLife;
use api::registration;
use api::rest::{Connection, Rest};
use api::upload::Uploads;
use bot::{Answering, Bot, Client, Desk, Desks, Opening, Records, Room};
use events::{connect, show, take_posts, watch};

pub use api::access::Access;
pub use api::endpoint::{Change, Endpoint, set_url};
pub use api::gateway::{Patience, ServeError};
pub use api::inspection::{Account, Inspection, MESSAGE_CONTENT_INTENT, Membership, Posting, Sessions, inspect};
pub use api::invite::{PERMISSIONS, Permission, invite_link};
pub use api::registration::Registration;
pub use bot::Pace;
pub use events::Events;

/// The time that unfinished answers have to get out when the bot ends.
const DRAIN_PATIENCE: Duration = Duration::from_secs(10);

/// The time that the settings of servers may take to be read before the bot connects without them.
const SETTINGS_PATIENCE: Duration = Duration::from_secs(3);

/// The time that the ledgers of servers have to write their waiting entries when the bot ends.
const LEDGER_PATIENCE: Duration = Duration::from_secs(3);

/// The interval between two clean-ups.
const HOUSEKEEPING: Duration = Duration::from_mins(1);

/// The settings of the bot. There is no `Debug`, since the token is in it.
pub struct Settings {
    /// The bot's token.
    pub token: String,
    /// The base URL of a proxy for Discord's API that does the rate limiting; `None` to speak to Discord itself.
    pub proxy: Option<String>,
    /// The guild that commands are registered in; `None` for everywhere.
    pub guild: Option<u64>,
    /// The number of questions that one person may ask, and the period.
    pub user_limit: (u32, Duration),
    /// The IDs of users and roles that may use `/corpus`, besides the application's owner and team.
    pub admins: Vec<u64>,
    /// True if the bot asks Discord for messages that aren't addressed to it.
    pub message_content: bool,
    /// The ways in which Discord's events reach the bot.
    pub events: Events,
    /// The manner of fetching pages from the web.
    pub fetching: web::Settings,
    /// The interval at which the libraries of servers fetch them again; `None` if they don't.
    pub fetch_every: Option<Duration>,
    /// The time after which a server that has removed the bot is forgotten, if each server has its own library.
    pub forget_after: Duration,
    /// The most bytes that the open libraries of servers may take; `None` without a limit.
    pub memory: Option<u64>,
    /// The most libraries of servers that may be open, whatever memory they take.
    pub max_open: usize,
    /// True if the log may hold the texts of questions.
    pub logs_questions: bool,
    /// True if the ledger may keep unanswered questions. `/help` says so.
    pub keeps_questions: bool,
    /// Makes the HTTP clients; the bot adds time limits.
    pub client: Box<dyn Fn() -> ClientBuilder + Send + Sync>,
    /// The time after which somebody who waits is told that the response is coming.
    pub pace: Pace,
    /// The time after which a silent connection is given up.
    pub patience: Patience,
    /// The metrics of the program.
    pub metrics: Arc<Metrics>,
}

/// The libraries that the bot answers from.
pub enum Libraries {
    /// One for everybody.
    One(House),
    /// One for each server.
    Own {
        /// Those of the servers, which are opened when they are needed.
        servers: Arc<Servers>,
        /// The house, if it is shared with any server.
        house: Option<House>,
    },
}

/// The house: the library of whoever runs the bot.
#[derive(Clone)]
pub struct House {
    /// Its articles as they are live.
    pub live: Arc<Live>,
    /// Its ledger.
    pub recorder: Arc<Recorder>,
}

impl Libraries {
    /// The house, if anybody reads it.
    pub fn house(&self) -> Option<&House> {
        match self {
            Self::One(house) => Some(house),
            Self::Own { house, .. } => house.as_ref(),
        }
    }
}

/// Runs the bot until `stop` is ready. Then it logs off, lets unfinished answers get out, and returns.
///
/// When a library changes, a question that is being answered goes on with the old generation.
///
/// # Errors
/// If Discord refuses the token or the intents, or the connection is lost for long.
pub async fn run(
    mut settings: Settings,
    libraries: Libraries,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    tokio::pin!(stop);
    let house = libraries.house().cloned();
    if let Some(House { recorder, .. }) = house.clone() {
        // Without them, it might answer where it may not. A panic is as bad as a file that can't be read.
        let _ = spawn_blocking(move || recorder.wait_for_settings(SETTINGS_PATIENCE)).await;
    }
    let signs = Arc::new(SignsOfLife::default());
    let are_own = matches!(libraries, Libraries::Own { .. });
    let (bot, rest) = assemble(&settings, libraries, Arc::clone(&signs)).map_err(ServeError::Http)?;
    // Dropping the set ends the tasks.
    let mut beside = JoinSet::new();
    beside.spawn(register(
        Arc::clone(&bot),
        Arc::clone(&rest),
        settings.guild.map(GuildId::new),
    ));
    beside.spawn(keep_house(Arc::clone(&bot)));
    beside.spawn(refresh_owners(Arc::clone(&bot)));
    beside.spawn(tell_staff(Arc::clone(&bot)));
    beside.spawn(keep_shut(Arc::clone(&bot)));
    beside.spawn(sweep(Arc::clone(&bot)));
    let has_gateway = settings.events.need_gateway();
    let endpoint = mem::replace(&mut settings.events, Events::Gateway).into_endpoint();
    let linger_for = endpoint.as_ref().map(|_| settings.pace.linger_for);
    if let Some(endpoint) = endpoint {
        beside.spawn(take_posts(Arc::clone(&bot), Arc::clone(&rest), endpoint));
    }

    let mut replaced = house.map(|house| house.live.subscribe());
    if let Some(replaced) = &mut replaced {
        replaced.mark_unchanged();
    }
    // Posts are answered meanwhile.
    let (mut gateway, mut outcome) = tokio::select! {
        () = &mut stop => (None, Some(Ok(()))),
        opened = connect(&bot, rest, has_gateway, (&settings, are_own), signs) => match opened {
            Ok(gateway) => (gateway, None),
            Err(error) => (None, Some(Err(error))),
        },
    };
    let outcome = loop {
        if let Some(outcome) = outcome {
            break outcome;
        }
        outcome = tokio::select! {
            () = &mut stop => Some(Ok(())),
            error = watch(&mut gateway, settings.patience) => Some(Err(error)),
            () = changed(&mut replaced) => {
                show(gateway.as_ref(), &bot.desks.presence()).await;
                None
            }
        };
    };
    if let (Ok(()), Some(linger_for)) = (&outcome, linger_for) {
        settings.metrics.stopping();
        sleep(linger_for).await;
    }
    bot.close();
    match &gateway {
        Some(gateway) if outcome.is_ok() => drop(tokio::join!(gateway.close(), drain(&bot))),
        // There is no connection to log off from.
        _ => drain(&bot).await,
    }
    let lost = bot.desks.close(LEDGER_PATIENCE).await;
    if lost > 0 {
        tracing::error!(lost, "some questions and votes of servers could not be recorded");
    }
    outcome
}

/// Waits until there is a new generation of the house; for ever if there is no house.
async fn changed(replaced: &mut Option<watch::Receiver<Arc<Answerer>>>) {
    let is_closed = match replaced {
        Some(replaced) => replaced.changed().await.is_err(),
        None => true,
    };
    if is_closed {
        pending::<()>().await;
    }
}

/// Puts the bot together; nothing is sent.
fn assemble(
    settings: &Settings,
    libraries: Libraries,
    signs: Arc<SignsOfLife>,
) -> Result<(Arc<Bot>, Arc<Rest>), reqwest::Error> {
    let metrics = &settings.metrics;
    let rest = Arc::new(Rest::new(&Connection {
        token: &settings.token,
        proxy: settings.proxy.as_deref(),
        client: &*settings.client,
        metrics,
    })?);
    let uploads = Uploads::new((settings.client)(), settings.proxy.as_deref())?;
    let are_own = matches!(libraries, Libraries::Own { .. });
    let client = Client::new(Arc::clone(&rest), uploads, settings, are_own);
    let (limit, logs) = (settings.user_limit, settings.logs_questions);
    let answering = Arc::new(Answering::new(limit, Arc::clone(metrics), logs));
    let desk = |House { live, recorder }| {
        let records = Records::new(recorder, settings.keeps_questions);
        Arc::new(Desk::new(Arc::clone(&answering), live, records))
    };
    let desks = match libraries {
        Libraries::One(house) => Desks::one(desk(house)),
        Libraries::Own { servers, house } => {
            let opening = Opening {
                servers,
                answering: Arc::clone(&answering),
                metrics: Arc::clone(metrics),
                keeps_questions: settings.keeps_questions,
                again_after: settings.pace.open_again_after,
                room: Room {
                    bytes: settings.memory.unwrap_or(u64::MAX),
                    desks: settings.max_open,
                },
                staff_within: 2 * settings.pace.staff_every,
                fetching: settings.fetch_every.map(|every| (every, settings.fetching.clone())),
            };
            Desks::own(house.map(desk), opening)
        }
    };
    let bot = Bot::new(answering, desks, client, signs, Arc::clone(metrics));
    Ok((Arc::new(bot), rest))
}

/// Registers the commands as soon as Discord has said for which application.
async fn register(bot: Arc<Bot>, rest: Arc<Rest>, guild: Option<GuildId>) {
    bot.client.identified().await;
    if let Ok(application) = rest.application() {
        let link = invite_link(application.get());
        tracing::info!(
            link,
            "anybody who may manage a server can invite the bot with this link"
        );
    }
    registration::register(&rest, guild).await;
}

async fn refresh_owners(bot: Arc<Bot>) {
    bot.client.refresh_owners().await;
}

async fn tell_staff(bot: Arc<Bot>) {
    bot.tell_staff().await;
}

async fn keep_shut(bot: Arc<Bot>) {
    bot.desks.keep_shut().await;
}

async fn sweep(bot: Arc<Bot>) {
    bot.sweep().await;
}

/// Waits until all unfinished answers are out, but only for a while.
async fn drain(bot: &Bot) {
    if timeout(DRAIN_PATIENCE, bot.drained()).await.is_err() {
        tracing::warn!("some answers did not get out in time");
    }
}

/// Cleans up at regular intervals.
async fn keep_house(bot: Arc<Bot>) {
    let mut clock = interval(HOUSEKEEPING);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        bot.forget_the_old().await;
    }
}

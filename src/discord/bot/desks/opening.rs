//! Opens and closes the desks of servers.
//!
//! Not here: when a desk has to open or close (`desks`).

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use serenity::model::id::GuildId;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::room::Room;
use crate::discord::bot::answering::Answering;
use crate::discord::bot::desk::Desk;
use crate::discord::bot::records::Records;
use crate::ledger::Recorder;
use crate::library::Servers;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::web;

/// The most libraries that are opened at once: after an update, each may have to index its articles again.
pub(super) const MAX_OPENING: usize = 4;

/// The time that the settings of a server may take to be read before its desk opens without them.
const SETTINGS_PATIENCE: Duration = Duration::from_secs(3);

/// The time that a ledger has to write its waiting entries when its desk is closed.
const LEDGER_PATIENCE: Duration = Duration::from_secs(10);

/// The pause before a desk that is to be closed is looked at again.
const CLOSING_POLL: Duration = Duration::from_millis(50);

/// All that it takes to open the desks of servers.
pub(crate) struct Opening {
    pub(crate) servers: Arc<Servers>,
    pub(crate) answering: Arc<Answering>,
    pub(crate) metrics: Arc<Metrics>,
    /// True if their ledgers may keep unanswered questions.
    pub(crate) keeps_questions: bool,
    /// The time before a library that could not be opened is tried again.
    pub(crate) again_after: Duration,
    /// The most room that the open ones may take.
    pub(crate) room: Room,
    /// The time after its last use within which the staff of a server learns what happened there.
    pub(crate) staff_within: Duration,
    /// The interval at which they fetch pages from the web again, and the manner.
    pub(crate) fetching: Option<(Duration, web::Settings)>,
}

/// Ends once a desk is closed.
pub(super) type Closing = Shared<BoxFuture<'static, ()>>;

/// A desk that is open or being opened, or could not be opened.
pub(super) struct Opened {
    pub(super) desk: Shared<BoxFuture<'static, Option<Arc<Desk>>>>,
    pub(super) begun: Instant,
    pub(super) used: Instant,
}

impl Opening {
    /// The interval and the manner of fetching pages again, within the quota of a server.
    fn fetching(&self) -> Option<(Duration, web::Settings)> {
        let (every, settings) = self.fetching.clone()?;
        let max_pages = self.servers.quotas().pages;
        Some((every, web::Settings { max_pages, ..settings }))
    }
}

impl Opened {
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.desk.peek(), Some(None))
    }
}

/// Begins to open the desk of a server, on a thread of its own, once it has closed: nobody's patience ends it.
pub(super) fn begin(
    opening: &Arc<Opening>,
    turns: &Arc<Semaphore>,
    (guild, closing): (GuildId, Option<Closing>),
    house: Option<Arc<Desk>>,
) -> Opened {
    let (opening, turns) = (Arc::clone(opening), Arc::clone(turns));
    let opened = tokio::spawn(async move {
        if let Some(closing) = closing {
            closing.await;
        }
        let _turn = turns.acquire().await.ok()?;
        let at_work = Arc::clone(&opening);
        let desk = spawn_blocking(move || open(&at_work, guild, house)).await;
        // If it panicked, the panic hook has logged it.
        let desk = desk.ok()?.inspect_err(|error| {
            tracing::error!(%guild, error = format!("{error:#}"), "the library of a server could not be opened");
        });
        let desk = Arc::new(desk.ok()?);
        desk.work_beside(opening.fetching());
        Some(desk)
    });
    let desk = async { opened.await.ok().flatten() }.boxed().shared();
    // It is known to be open even if nobody waits for it any more.
    tokio::spawn(desk.clone());
    Opened {
        desk,
        begun: Instant::now(),
        used: Instant::now(),
    }
}

/// Closes a desk once nothing uses it. Its library can be removed after that.
pub(super) async fn close(mut desk: Arc<Desk>) {
    loop {
        match Arc::try_unwrap(desk) {
            Ok(unused) => return unused.close(LEDGER_PATIENCE).await,
            Err(used) => desk = used,
        }
        sleep(CLOSING_POLL).await;
    }
}

fn open(opening: &Opening, guild: GuildId, house: Option<Arc<Desk>>) -> anyhow::Result<Desk> {
    let server = guild.get();
    let library = opening.servers.library(server)?;
    let hold = opening.servers.folder().hold(server)?;
    let recorder = Recorder::start(library.storage(), library.ledger_options());
    let live = Live::open(Arc::new(library), Arc::clone(&opening.metrics))?;
    // Without them, it might answer where it may not.
    recorder.wait_for_settings(SETTINGS_PATIENCE);
    let records = Records::new(Arc::new(recorder), opening.keeps_questions).of_server(guild);
    let desk = Desk::new(Arc::clone(&opening.answering), Arc::new(live), records);
    let house = house.filter(|_| opening.servers.sharing().includes(Some(server)));
    tracing::info!(%guild, "the library of a server is open");
    Ok(desk.of_server(house, (hold, Arc::clone(&opening.servers))))
}

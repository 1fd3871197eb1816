//! The desks: which one serves whom.
//!
//! Either one desk serves everybody, or each server has its own, which is opened when somebody there first needs it. Who
//! is in no server that has the bot is served by the house alone, if that is shared with all.

mod opening;
mod room;

use std::collections::HashMap;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use serenity::model::id::GuildId;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

use self::opening::{Closing, MAX_OPENING, Opened, begin, close};
use super::desk::Desk;
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, ServerChoice};
use crate::library::{Servers, Standing};
use crate::message;
use crate::message::locale::Locale;

pub(crate) use self::opening::Opening;
pub(crate) use self::room::Room;

/// The interval between looks for libraries that must no longer be open.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The time to wait for a desk to open that nobody asked for.
const WORK_PATIENCE: Duration = Duration::from_mins(1);

/// The desks of the bot.
pub(crate) struct Desks {
    /// The desk of the house; `None` if each server has its own, and the house is shared with none.
    house: Option<Arc<Desk>>,
    /// The desks of servers; `None` if the house serves everybody.
    own: Option<Own>,
}

/// The desks of servers.
struct Own {
    opening: Arc<Opening>,
    turns: Arc<Semaphore>,
    /// The desk of each server that has needed one, open or being opened.
    desks: Mutex<HashMap<GuildId, Opened>>,
    /// Those that are being closed; one of them opens again only after that.
    closing: Mutex<HashMap<GuildId, Closing>>,
}

/// The reason why no desk serves somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoDesk {
    /// They are in no server that has the bot.
    Nowhere,
    /// They are in several of these, and have to choose one.
    Unclear(Vec<ServerChoice>),
    /// They may not ask in their server; the sentence says why.
    MayNotAsk(String),
    /// The library takes long to open.
    Opening,
    /// It could not be opened; the log has the reason.
    Closed,
    /// The operator has suspended the server.
    Suspended,
}

impl NoDesk {
    /// The message for whoever asked.
    pub(super) fn outgoing(&self, locale: Locale) -> Outgoing {
        let sentence = match self {
            Self::Unclear(choices) => return view::which_server(locale, choices),
            Self::MayNotAsk(sentence) => sentence.clone(),
            Self::Nowhere => locale.no_library_here(),
            Self::Opening => locale.library_opening(),
            Self::Closed => locale.library_closed(),
            Self::Suspended => locale.server_suspended(),
        };
        view::notice(&sentence)
    }
}

impl Desks {
    /// One desk for all.
    pub(crate) fn one(house: Arc<Desk>) -> Self {
        Self {
            house: Some(house),
            own: None,
        }
    }

    /// A desk for each server.
    pub(crate) fn own(house: Option<Arc<Desk>>, opening: Opening) -> Self {
        let own = Own {
            opening: Arc::new(opening),
            turns: Arc::new(Semaphore::new(MAX_OPENING)),
            desks: Mutex::default(),
            closing: Mutex::default(),
        };
        Self { house, own: Some(own) }
    }

    /// The desk that serves a guild with the bot in it; with `None`, people elsewhere. Waits for it to open, for
    /// `patience`; it goes on opening after that.
    ///
    /// # Errors
    /// The reason why there is none.
    pub(super) async fn of(&self, guild: Option<GuildId>, patience: Duration) -> Result<Arc<Desk>, NoDesk> {
        let Some(own) = &self.own else {
            return self.house.clone().ok_or(NoDesk::Nowhere);
        };
        let Some(guild) = guild else {
            let is_shared = own.opening.servers.sharing().includes(None);
            return self.house.clone().filter(|_| is_shared).ok_or(NoDesk::Nowhere);
        };
        may_be_open(own.standing(guild).await)?;
        own.desk(guild, self.house.as_ref(), patience).await
    }

    /// The same, if the desk is open or its library has been made: whoever doesn't ask makes none.
    ///
    /// # Errors
    /// The reason why there is none.
    pub(super) async fn known_to(&self, guild: Option<GuildId>, patience: Duration) -> Result<Arc<Desk>, NoDesk> {
        if let (Some(own), Some(guild)) = (&self.own, guild)
            && !own.lock().contains_key(&guild)
        {
            let folder = own.opening.servers.folder().of(guild.get());
            if !matches!(tokio::fs::try_exists(folder).await, Ok(true)) {
                return Err(NoDesk::Nowhere);
            }
        }
        self.of(guild, patience).await
    }

    /// The desks whose staff is told what concerns it. Where each server has its own, the ledger of the house may still
    /// have the settings of servers, from before; they no longer hold. Those that wait for their turn may be closed.
    pub(super) fn with_staff(&self) -> Vec<Weak<Desk>> {
        match &self.own {
            Some(own) => own.open().iter().map(Arc::downgrade).collect(),
            None => self.house.iter().map(Arc::downgrade).collect(),
        }
    }

    /// All desks that are open.
    pub(super) fn open(&self) -> Vec<Arc<Desk>> {
        let own = self.own.iter().flat_map(Own::open);
        self.house.iter().cloned().chain(own).collect()
    }

    /// Opens the desk of a server for work that nobody asked for, as soon as there is room.
    pub(super) async fn open_for_work(&self, guild: GuildId) {
        let Some(own) = &self.own else { return };
        while !own.has_room() {
            sleep(LOOK_EVERY).await;
        }
        // A failure is logged; the desk opens again when somebody needs it.
        let _ = self.of(Some(guild), WORK_PATIENCE).await;
    }

    /// The libraries of servers; `None` if the house serves everybody.
    pub(super) fn servers(&self) -> Option<&Arc<Servers>> {
        self.own.as_ref().map(|own| &own.opening.servers)
    }

    /// True if the desk of a server is open, or being opened.
    pub(super) fn has(&self, guild: GuildId) -> bool {
        self.own.as_ref().is_some_and(|own| own.lock().contains_key(&guild))
    }

    /// Closes the desks of servers whose libraries must no longer be open, whenever another process has said so, and those
    /// for which there is no room; never returns.
    pub(crate) async fn keep_shut(&self) {
        let Some(own) = &self.own else { return pending().await };
        let mut known = None;
        loop {
            let changed = own.opening.servers.folder().changed_at();
            if changed != known {
                known = changed;
                own.shut().await;
            }
            own.make_room();
            sleep(LOOK_EVERY).await;
        }
    }

    /// Writes down all that waits to be written at the desks of servers, for `within` at most. Returns the number of
    /// entries that were lost.
    pub(crate) async fn close(&self, within: Duration) -> usize {
        if let Some(own) = &self.own {
            let closing: Vec<Closing> = own.lock_closing().values().cloned().collect();
            let _ = timeout(within, join_all(closing)).await;
        }
        let own = self.own.iter().flat_map(Own::open);
        let closing = own.map(|desk| spawn_blocking(move || desk.records.close(within)));
        join_all(closing).await.into_iter().flatten().sum()
    }

    /// The line below the bot's name, which says what is live.
    pub(crate) fn presence(&self) -> String {
        match &self.house {
            Some(house) if self.own.is_none() => {
                let answerer = house.answerer();
                let generation = answerer.generation();
                message::discord::presence(generation.article_count(), generation.passage_count())
            }
            _ => message::discord::PRESENCE.to_owned(),
        }
    }
}

impl Own {
    /// How a server stands; `None` if that can't be read, which is logged.
    async fn standing(&self, guild: GuildId) -> Option<Standing> {
        let servers = Arc::clone(&self.opening.servers);
        let standing = spawn_blocking(move || servers.folder().standing(guild.get())).await;
        let standing = standing.map_err(io::Error::other).flatten();
        standing
            .inspect_err(|error| tracing::error!(%guild, %error, "it can't be read how a server stands, so its library stays closed"))
            .ok()
    }

    /// Closes the desks whose libraries must not be open, or that nobody can use any more.
    async fn shut(&self) {
        let known: Vec<GuildId> = self.lock().keys().copied().collect();
        for guild in known {
            let standing = self.standing(guild).await;
            let is_gone = standing.is_some_and(|standing| standing.gone_at.is_some());
            if may_be_open(standing).is_ok() && !is_gone {
                continue;
            }
            let desk = self
                .lock()
                .remove(&guild)
                .and_then(|opened| opened.desk.peek().cloned()?);
            if let Some(desk) = desk {
                tracing::info!(%guild, "closing the library of a server");
                tokio::spawn(close(desk));
            }
        }
    }

    /// Closes the desks that were not used for longest, until the others fit. One that is at work stays, and so does one
    /// whose staff may not have learned yet what happened there.
    fn make_room(&self) {
        self.lock_closing().retain(|_, closing| closing.peek().is_none());
        let room = self.opening.room;
        let mut desks = self.lock();
        let mut open = open_desks(&desks);
        let mut taken = Room::of(open.iter().map(|(_, _, desk)| desk));
        open.sort_unstable_by_key(|(guild, used, _)| (*used, *guild));
        for (guild, used, desk) in open {
            if taken.fits_into(room) {
                break;
            }
            let is_for_staff = desk.has_staff() && used.elapsed() < self.opening.staff_within;
            // The future has the other one.
            if Arc::strong_count(&desk) > 2 || desk.live.is_at_work() || is_for_staff {
                continue;
            }
            tracing::debug!(%guild, "closing the library of a server to make room");
            taken = taken.without(&desk);
            desks.remove(&guild);
            let closing = close(desk).boxed().shared();
            tokio::spawn(closing.clone());
            self.lock_closing().insert(guild, closing);
        }
    }

    /// True if all open desks fit.
    fn has_room(&self) -> bool {
        Room::of(self.open().iter()).fits_into(self.opening.room)
    }

    async fn desk(&self, guild: GuildId, house: Option<&Arc<Desk>>, patience: Duration) -> Result<Arc<Desk>, NoDesk> {
        let begin = || {
            let closing = self.lock_closing().remove(&guild);
            begin(&self.opening, &self.turns, (guild, closing), house.cloned())
        };
        let desk = {
            let mut desks = self.lock();
            let opened = desks.entry(guild).or_insert_with(begin);
            if opened.has_failed() && opened.begun.elapsed() >= self.opening.again_after {
                *opened = begin();
            }
            opened.used = Instant::now();
            opened.desk.clone()
        };
        match timeout(patience, desk).await {
            Ok(Some(desk)) => Ok(desk),
            Ok(None) => Err(NoDesk::Closed),
            Err(_) => Err(NoDesk::Opening),
        }
    }

    fn open(&self) -> Vec<Arc<Desk>> {
        let open = open_desks(&self.lock()).into_iter();
        open.map(|(_, _, desk)| desk).collect()
    }

    fn lock_closing(&self) -> MutexGuard<'_, HashMap<GuildId, Closing>> {
        self.closing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Opened>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The desks that are open, with their servers, and when somebody last used each.
fn open_desks(desks: &HashMap<GuildId, Opened>) -> Vec<(GuildId, Instant, Arc<Desk>)> {
    let open = desks.iter().filter_map(|(guild, opened)| {
        let desk = opened.desk.peek().cloned()??;
        Some((*guild, opened.used, desk))
    });
    open.collect()
}

/// Tells whether the library of a server may be open that stands like this.
fn may_be_open(standing: Option<Standing>) -> Result<(), NoDesk> {
    match standing {
        Some(standing) if standing.suspended_at.is_some() => Err(NoDesk::Suspended),
        Some(standing) if !standing.is_shut() => Ok(()),
        _ => Err(NoDesk::Closed),
    }
}

//! Tells the staff of each server what concerns them, in the channel that an admin has chosen.
//!
//! Questions come from the ledger, which remembers what has been told. So nothing is told twice, and nothing is missed
//! while the bot is down. Not here: what is told (`library`), and how it looks (`view::admin`).

use std::sync::Arc;

use serenity::model::id::ChannelId;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

use super::Bot;
use super::client::Client;
use super::desk::Desk;
use crate::answer::Answerer;
use crate::discord::api::rest::RestError;
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::index::LeftOut;
use crate::ledger::unix_now;
use crate::library::{Library, News};

/// A server with a staff channel.
#[derive(Debug, Clone, Copy)]
struct StaffChannel {
    server: u64,
    channel: ChannelId,
    /// True if it wants to learn of unanswered questions at once.
    at_once: bool,
}

impl Bot {
    /// Tells the staff channels at regular intervals; never returns.
    pub(crate) async fn tell_staff(&self) {
        self.client.identified().await;
        let mut clock = interval(self.client.pace.staff_every);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            clock.tick().await;
            for desk in self.desks.with_staff() {
                let Some(desk) = desk.upgrade() else { continue };
                let (client, desk) = (&self.client, &*desk);
                Teller { client, desk }.tell().await;
            }
        }
    }
}

/// Tells the staffs of one library.
#[derive(Clone, Copy)]
struct Teller<'a> {
    client: &'a Client,
    desk: &'a Desk,
}

impl Teller<'_> {
    async fn tell(self) {
        let (before, answerer) = (self.desk.known_to_staff(), self.desk.answerer());
        let mut is_told = true;
        for staff in self.staffs() {
            match &before {
                None => self.tell_start(staff, &answerer).await,
                Some(before) => is_told &= self.tell_left_out(staff, before, &answerer).await,
            }
            self.tell_news(staff, &answerer).await;
        }
        if is_told {
            self.desk.note_known_to_staff(answerer);
        }
    }

    fn staffs(self) -> Vec<StaffChannel> {
        let servers = self.desk.records.all_settings().into_iter();
        let staff = servers.filter_map(|(server, settings)| {
            Some(StaffChannel {
                server,
                channel: settings.staff.channel.map(ChannelId::new)?,
                at_once: settings.staff.at_once,
            })
        });
        staff.collect()
    }

    async fn tell_start(self, staff: StaffChannel, answerer: &Answerer) {
        let may_tell = self.on_ledger(move |library| library.take_turn_to_tell_start(staff.server));
        if may_tell.await == Some(true) {
            let generation = answerer.generation();
            let (articles, passages) = (generation.article_count(), generation.passage_count());
            let started = view::admin::started(articles, passages, generation.left_out());
            self.post(staff.channel, &started, &format!("s{:x}", unix_now())).await;
        }
    }

    /// Tells which files were left out that were not left out before. Returns false if it should be tried again.
    async fn tell_left_out(self, staff: StaffChannel, before: &Answerer, now: &Answerer) -> bool {
        let (before, now) = (before.generation(), now.generation());
        let is_new = |file: &&LeftOut| !before.left_out().contains(file);
        let new: Vec<LeftOut> = now.left_out().iter().filter(is_new).cloned().collect();
        if new.is_empty() {
            return true;
        }
        let nonce = format!("f{:x}", now.number());
        self.post(staff.channel, &view::admin::newly_left_out(&new), &nonce)
            .await
    }

    async fn tell_news(self, staff: StaffChannel, answerer: &Arc<Answerer>) {
        let StaffChannel { server, at_once, .. } = staff;
        let asked = Arc::clone(answerer);
        let news = self
            .on_ledger(move |library| library.news(&asked, server, at_once))
            .await;
        let Some(Some(News { items, told })) = &news else {
            return;
        };
        if !items.is_empty() {
            let list = view::admin::news(items, !at_once);
            if !self.post(staff.channel, &list, &format!("q{:x}", told.up_to)).await {
                return;
            }
        }
        let told = *told;
        self.on_ledger(move |library| library.set_staff_told(server, Some(told)))
            .await;
    }

    /// Posts a message, which `nonce` tells from others in the channel. Returns false if it should be tried again: if
    /// Discord refuses it, it would do so again.
    async fn post(self, channel: ChannelId, outgoing: &Outgoing, nonce: &str) -> bool {
        // Discord may compare all messages of the bot, whatever their channel. It takes 25 characters at most.
        let nonce = format!("{nonce}{:x}", channel.get());
        let sent = self.client.rest.send(channel, outgoing, None, &nonce).await;
        if let Err(error) = &sent {
            tracing::warn!(%channel, %error, "failed to tell the staff something in their channel");
        }
        matches!(sent, Ok(_) | Err(RestError::Refused { .. }))
    }

    /// Does some work on the library, on a thread of its own. Logs a failure, and returns `None`.
    async fn on_ledger<T: Send + 'static, E: std::fmt::Display + Send + 'static>(
        &self,
        work: impl FnOnce(&Library) -> Result<T, E> + Send + 'static,
    ) -> Option<T> {
        let library = Arc::clone(self.desk.live.library());
        let done = spawn_blocking(move || work(&library)).await.ok()?;
        done.inspect_err(|error| tracing::warn!(%error, "failed to find out what to tell the staff"))
            .ok()
    }
}

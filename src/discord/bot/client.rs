//! The bot's side of Discord: its requests, its identity there, and its admins.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::channel::Message;
use serenity::model::id::{ApplicationId, UserId};
use tokio::sync::watch;

use super::authority::Authority;
use super::languages::Languages;
use super::mention::{Addressed, addressed};
use super::pace::Pace;
use super::replies::Replies;
use super::rules::Rules;
use crate::discord::Settings;
use crate::discord::api::rest::Rest;
use crate::discord::api::upload::Uploads;
use crate::web;

/// Speaks to Discord as the bot.
pub(crate) struct Client {
    pub(super) rest: Arc<Rest>,
    pub(super) uploads: Uploads,
    /// The manner of fetching pages from the web.
    pub(super) fetching: web::Settings,
    /// The interval at which the libraries of servers fetch them again; `None` if they don't.
    pub(super) fetch_every: Option<Duration>,
    pub(super) authority: Authority,
    pub(super) pace: Pace,
    /// The time after which a server that has removed the bot is forgotten.
    pub(super) forget_after: Duration,
    pub(super) replies: Replies,
    pub(super) languages: Languages,
    pub(super) rules: Rules,
    /// True if Discord shows the bot messages that aren't addressed to it.
    pub(super) reads_messages: bool,
    /// The bot's own user; `None` until Discord has said who that is.
    me: watch::Sender<Option<UserId>>,
}

impl Client {
    /// A client that is not logged in yet.
    ///
    /// With `are_own`, each server has its own articles.
    pub(crate) fn new(rest: Arc<Rest>, uploads: Uploads, settings: &Settings, are_own: bool) -> Self {
        Self {
            rest,
            uploads,
            fetching: settings.fetching.clone(),
            fetch_every: settings.fetch_every,
            authority: Authority::new(&settings.admins, are_own),
            pace: settings.pace,
            forget_after: settings.forget_after,
            replies: Replies::new(),
            languages: Languages::new(),
            rules: Rules::new(),
            reads_messages: settings.message_content,
            me: watch::Sender::new(None),
        }
    }

    /// Learns from Discord which application and user the bot is.
    pub(crate) fn identify(&self, application: ApplicationId, me: UserId) {
        self.rest.set_application(application);
        self.me.send_replace(Some(me));
    }

    /// Waits until Discord has said which user and application the bot is. Returns the user.
    pub(crate) async fn identified(&self) -> Option<UserId> {
        // This fails only once the sender is dropped, and `self` has it.
        *self.me.subscribe().wait_for(Option::is_some).await.ok()?
    }

    /// Keeps the list of the bot's owners up to date; never returns.
    pub(crate) async fn refresh_owners(&self) {
        self.authority.keep_fresh(&self.rest).await;
    }

    /// True for the bot's own user.
    pub(super) fn is_me(&self, user: UserId) -> bool {
        *self.me.borrow() == Some(user)
    }

    /// Reads what a message asks of the bot.
    pub(super) fn addressed<'a>(&self, message: &'a Message) -> Addressed<'a> {
        let me = *self.me.borrow();
        me.map_or(Addressed::No, |me| addressed(message, me))
    }
}

//! The surroundings of a channel: the channel of a thread, and the category of a channel. The title of a post.
//!
//! A command comes with its channel's parent, a message doesn't. Then Discord is asked, and what it says is good for a
//! while.

use std::time::Duration;

use quick_cache::sync::Cache;
use serde::Deserialize;
use serenity::http::Route;
use serenity::model::channel::{ChannelType, PartialChannel};
use serenity::model::id::ChannelId;
use tokio::time::Instant;

use crate::discord::api::rest::Rest;

/// The most channels that are remembered.
const MAX_KNOWN: usize = 2_000;

/// The time after which Discord is asked again: channels move between categories.
const FRESH_FOR: Duration = Duration::from_mins(1);

/// The longest wait for Discord, of the three seconds in which a response is due.
const PATIENCE: Duration = Duration::from_secs(1);

/// A forum of pictures, which serenity doesn't know.
const MEDIA: ChannelType = ChannelType::Unknown(16);

/// The kind of a channel, and the channel or category that it is in.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Spot {
    #[serde(rename = "type")]
    kind: ChannelType,
    parent_id: Option<ChannelId>,
}

impl Spot {
    /// The channel of a command or a click.
    pub(super) fn of(channel: &PartialChannel) -> Self {
        Self {
            kind: channel.kind,
            parent_id: channel.parent_id,
        }
    }

    pub(super) fn is_thread(self) -> bool {
        matches!(
            self.kind,
            ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread
        )
    }

    fn is_forum(self) -> bool {
        matches!(self.kind, ChannelType::Forum | MEDIA)
    }
}

/// A thread, with its name.
#[derive(Deserialize)]
struct Thread {
    name: Option<String>,
    #[serde(flatten)]
    spot: Spot,
}

/// The channels whose surroundings are known.
pub(super) struct Places(Cache<ChannelId, (Instant, Spot)>);

impl Places {
    /// Knows no channel yet.
    pub(super) fn new() -> Self {
        Self(Cache::new(MAX_KNOWN))
    }

    /// A channel and what is around it, from the inside out: a thread, its channel, its category. Those that
    /// Discord doesn't tell are missing. `told` describes the channel, if an interaction did.
    pub(super) async fn around(&self, rest: &Rest, channel: ChannelId, told: Option<Spot>) -> Vec<ChannelId> {
        let mut places = vec![channel];
        if let Some(spot) = told {
            self.0.insert(channel, (Instant::now(), spot));
        }
        let spot = self.spot(rest, channel).await;
        if let Some(parent) = spot.and_then(|spot| spot.parent_id) {
            places.push(parent);
            if spot.is_some_and(Spot::is_thread) {
                places.extend(self.spot(rest, parent).await.and_then(|spot| spot.parent_id));
            }
        }
        places
    }

    /// True if a channel is a post in a forum, or may be one because Discord doesn't tell.
    pub(super) async fn may_be_post(&self, rest: &Rest, channel: ChannelId) -> bool {
        let Some(spot) = self.spot(rest, channel).await else {
            return true;
        };
        match spot.parent_id.filter(|_| spot.is_thread()) {
            Some(parent) => self.spot(rest, parent).await.is_none_or(Spot::is_forum),
            None => false,
        }
    }

    /// The title of a post, which is the name of its thread; `None` if Discord doesn't tell.
    pub(super) async fn title(&self, rest: &Rest, post: ChannelId) -> Option<String> {
        let route = Route::Channel { channel_id: post };
        match rest.look::<Thread>(route, Vec::new(), PATIENCE).await {
            Ok(thread) => {
                self.0.insert(post, (Instant::now(), thread.spot));
                thread.name
            }
            Err(error) => {
                tracing::debug!(%error, "Discord did not say what a post is called");
                None
            }
        }
    }

    async fn spot(&self, rest: &Rest, channel_id: ChannelId) -> Option<Spot> {
        let known = self.0.get(&channel_id);
        if let Some((_, spot)) = known.filter(|(at, _)| at.elapsed() < FRESH_FOR) {
            return Some(spot);
        }
        match rest.look(Route::Channel { channel_id }, Vec::new(), PATIENCE).await {
            Ok(spot) => {
                self.0.insert(channel_id, (Instant::now(), spot));
                Some(spot)
            }
            Err(error) => {
                tracing::debug!(%error, "Discord did not say which category a channel is in");
                known.map(|(_, spot)| spot)
            }
        }
    }
}

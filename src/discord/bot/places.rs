//! The surroundings of a channel: the channel of a thread, and the category of a channel.
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

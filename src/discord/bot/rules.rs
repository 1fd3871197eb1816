//! The rules of a server: whether the bot answers somebody in a place, and whether others see the answer.
//!
//! The settings of the server are the rules. In private channels there are none. Not here: changing the settings
//! (`admin::settings`).

use std::collections::BTreeSet;
use std::time::Duration;

use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};

use super::cooldown::Cooldowns;
use super::limit::UserLimit;
use super::places::{Places, Spot};
use crate::discord::api::rest::Rest;
use crate::ledger::{People, ServerSettings, unix_now};
use crate::message::locale::Locale;

/// The least time between two direct messages that tell the same person about a rule.
const TELLS_AGAIN_AFTER: Duration = Duration::from_mins(10);

/// Somebody who wants something of the bot, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) guild: Option<GuildId>,
    pub(super) channel: ChannelId,
    /// The channel as Discord described it; `None` if it did not.
    pub(super) spot: Option<Spot>,
    pub(super) user: UserId,
    /// The language that they read.
    pub(super) locale: Locale,
    pub(super) roles: &'a [RoleId],
}

/// The way in which they ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// A command or a click. The response is private or public if they say so.
    Interaction { is_private: Option<bool> },
    /// A message, which may have an answer already.
    Message { is_answered: bool },
}

/// The reason why the bot doesn't answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The sentence for the asker.
    pub(super) sentence: String,
    /// The way to tell somebody who asked in a message.
    pub(super) telling: Telling,
}

/// Where to tell somebody who asked in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// In the channel, for a while.
    Here,
    /// In a direct message.
    Elsewhere,
    /// Not at all.
    Not,
}

/// The state that a decision depends on, besides the settings.
pub(super) struct Rules {
    places: Places,
    cooldowns: Cooldowns,
    told: UserLimit,
}

impl<'a> Asking<'a> {
    /// The author of a message.
    pub(super) fn author_of(message: &'a Message, locale: Locale) -> Self {
        Self {
            guild: message.guild_id,
            channel: message.channel_id,
            spot: None,
            user: message.author.id,
            locale,
            roles: message.member.as_ref().map_or(&[], |member| &member.roles),
        }
    }
}

impl Rules {
    pub(super) fn new() -> Self {
        Self {
            places: Places::new(),
            cooldowns: Cooldowns::default(),
            told: UserLimit::new(1, TELLS_AGAIN_AFTER),
        }
    }

    /// Decides whether the bot answers. Returns whether only the asker is to see the answer. If others are to see it,
    /// the channel's cooldown begins, unless [`Rules::call_off`] ends it.
    ///
    /// # Errors
    /// The reason why it doesn't answer.
    pub(super) async fn admit(
        &self,
        rest: &Rest,
        settings: &ServerSettings,
        asking: &Asking<'_>,
        by: By,
    ) -> Result<bool, Refusal> {
        let wish = match by {
            By::Interaction { is_private } => is_private,
            By::Message { .. } => None,
        };
        if asking.guild.is_none() {
            return Ok(wish.unwrap_or(false));
        }
        if let Some(sentence) = asker_refusal(settings, asking.user, asking.roles, asking.locale) {
            return Err(Refusal::elsewhere(sentence));
        }
        let is_message = matches!(by, By::Message { .. });
        if is_message && settings.ignores_mentions {
            return Err(Refusal::elsewhere(asking.locale.mentions_off()));
        }
        let around = if names_places(settings) {
            self.places.around(rest, asking.channel, asking.spot).await
        } else {
            vec![asking.channel]
        };
        let places: Vec<u64> = around.iter().map(|place| place.get()).collect();
        let channel = format!("<#{}>", asking.channel);
        if !answers_in(settings, &places) {
            return Err(Refusal::elsewhere(asking.locale.not_here(&channel)));
        }
        let is_private = places.iter().any(|place| settings.private.contains(place));
        if is_message && is_private {
            return Err(Refusal::here(asking.locale.private_here(&channel)));
        }
        let is_private = wish.unwrap_or(is_private);
        // A corrected answer replaces an answer, so it doesn't have to wait.
        if !is_private && by != (By::Message { is_answered: true }) {
            self.begin_cooldown(settings, asking, &places, is_message)?;
        }
        Ok(is_private)
    }

    /// Decides whether the bot may answer a message that isn't addressed to it. Returns the places around it, or `None`
    /// if the message is none of its business: nobody is told why. In a forum, only a message that `begins_post` is
    /// answered. No cooldown begins.
    pub(super) async fn admit_unasked(
        &self,
        rest: &Rest,
        settings: &ServerSettings,
        asking: &Asking<'_>,
        begins_post: bool,
    ) -> Option<Vec<u64>> {
        if asking.guild.is_none() || asker_refusal(settings, asking.user, asking.roles, asking.locale).is_some() {
            return None;
        }
        let is_chosen = settings.unasked_in.contains(&asking.channel.get());
        let around = if is_chosen && !names_places(settings) {
            vec![asking.channel]
        } else {
            self.places.around(rest, asking.channel, asking.spot).await
        };
        let places: Vec<u64> = around.iter().map(|place| place.get()).collect();
        let is_in = |chosen: &BTreeSet<u64>| places.iter().any(|place| chosen.contains(place));
        if !is_in(&settings.unasked_in) || is_in(&settings.private) || !answers_in(settings, &places) {
            return None;
        }
        // A channel that was chosen itself is no post.
        if !begins_post && !is_chosen && self.places.may_be_post(rest, asking.channel).await {
            return None;
        }
        Some(places)
    }

    /// Begins the cooldown for an unasked answer among these places. False if it is too early for one.
    pub(super) fn begin_unasked(&self, settings: &ServerSettings, asking: &Asking<'_>, places: &[u64]) -> bool {
        self.begin_cooldown(settings, asking, places, false).is_ok()
    }

    /// The title of a post in a forum; `None` if Discord doesn't tell.
    pub(super) async fn title(&self, rest: &Rest, post: ChannelId) -> Option<String> {
        self.places.title(rest, post).await
    }

    fn begin_cooldown(
        &self,
        settings: &ServerSettings,
        asking: &Asking<'_>,
        places: &[u64],
        tells: bool,
    ) -> Result<(), Refusal> {
        let (only, seconds) = (&settings.cooldown_in, settings.cooldown_seconds);
        if !only.is_empty() && !places.iter().any(|place| only.contains(place)) {
            return Ok(());
        }
        let begun = self
            .cooldowns
            .begin(asking.channel, Duration::from_secs(seconds.into()), tells);
        begun.map_err(|early| Refusal {
            sentence: asking.locale.too_early(&at_the_end_of(early.wait)),
            telling: if early.is_told { Telling::Not } else { Telling::Here },
        })
    }

    /// Ends a cooldown that began for an answer which only the asker saw after all.
    pub(super) fn call_off(&self, channel: ChannelId) {
        self.cooldowns.call_off(channel);
    }

    /// Takes somebody's turn to be told about a rule in a direct message. False if they had one lately: nobody can make
    /// the bot send them many.
    pub(super) fn take_turn_to_tell(&self, user: UserId) -> bool {
        self.told.check(user).is_ok()
    }

    /// Forgets what is long over.
    pub(super) fn forget_the_old(&self) {
        self.cooldowns.forget_the_old();
        self.told.forget_the_idle();
    }
}

impl Refusal {
    fn here(sentence: String) -> Self {
        Self {
            sentence,
            telling: Telling::Here,
        }
    }

    fn elsewhere(sentence: String) -> Self {
        Self {
            sentence,
            telling: Telling::Elsewhere,
        }
    }
}

/// The time at which a wait ends, as Discord writes times: relative to now, and in the reader's language.
fn at_the_end_of(wait: Duration) -> String {
    let seconds: u64 = wait.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX);
    format!("<t:{}:R>", unix_now().saturating_add(seconds))
}

/// The sentence for somebody who may not ask, with these roles; `None` if they may.
pub(super) fn asker_refusal(
    settings: &ServerSettings,
    user: UserId,
    roles: &[RoleId],
    locale: Locale,
) -> Option<String> {
    let are = |people: &People| people.include(user.get(), roles.iter().map(|role| role.get()));
    if are(&settings.blocked) {
        Some(locale.may_not_ask())
    } else if settings.askers.is_empty() || are(&settings.askers) {
        None
    } else {
        Some(locale.only_some_may_ask())
    }
}

/// True if a setting depends on the category or the channel that a place is in.
fn names_places(settings: &ServerSettings) -> bool {
    let lists = [
        &settings.allowed,
        &settings.denied,
        &settings.private,
        &settings.cooldown_in,
    ];
    lists.iter().any(|list| !list.is_empty())
}

/// True if the bot answers in the first of `places`; the others are around it. The innermost setting decides.
fn answers_in(settings: &ServerSettings, places: &[u64]) -> bool {
    let own = places.iter().find_map(|place| {
        let is_allowed = settings.allowed.contains(place);
        (is_allowed || settings.denied.contains(place)).then_some(is_allowed)
    });
    own.unwrap_or(!settings.only_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: u64 = 10;
    const GENERAL: u64 = 20;

    #[test]
    fn the_innermost_setting_of_a_place_decides_and_then_the_default() {
        // A thread in channel 1 of the category STAFF, and channels elsewhere.
        let (thread, channel, sibling, elsewhere) = ([3, 1, STAFF], [1, STAFF], [2, STAFF], [4, GENERAL]);
        let settings = |only_allowed: bool, allowed: &[u64], denied: &[u64]| ServerSettings {
            only_allowed,
            allowed: allowed.iter().copied().collect(),
            denied: denied.iter().copied().collect(),
            ..ServerSettings::default()
        };
        for (settings, answers) in [
            (settings(false, &[], &[]), [true, true, true, true]),
            (settings(false, &[], &[STAFF]), [false, false, false, true]),
            (settings(false, &[1], &[STAFF]), [true, true, false, true]),
            (settings(true, &[], &[]), [false, false, false, false]),
            (settings(true, &[1], &[]), [true, true, false, false]),
            (settings(true, &[STAFF], &[1]), [false, false, true, false]),
        ] {
            let found = [&thread[..], &channel, &sibling, &elsewhere].map(|places| answers_in(&settings, places));
            assert_eq!(found, answers, "{settings:?}");
        }
    }

    #[test]
    fn whoever_is_blocked_may_not_ask_whatever_else_they_are() {
        let people = |users: &[u64], roles: &[u64]| People {
            users: users.iter().copied().collect(),
            roles: roles.iter().copied().collect(),
        };
        let roles = [RoleId::new(8)];
        for (askers, blocked, sentence) in [
            (people(&[], &[]), people(&[], &[]), None),
            (people(&[9], &[8]), people(&[8], &[7]), None),
            (
                people(&[8], &[7]),
                people(&[], &[]),
                Some(Locale::English.only_some_may_ask()),
            ),
            (
                people(&[7], &[]),
                people(&[], &[8]),
                Some(Locale::English.may_not_ask()),
            ),
            (people(&[], &[]), people(&[7], &[]), Some(Locale::English.may_not_ask())),
        ] {
            let settings = ServerSettings {
                askers,
                blocked,
                ..ServerSettings::default()
            };
            assert_eq!(
                asker_refusal(&settings, UserId::new(7), &roles, Locale::English),
                sentence,
                "{settings:?}"
            );
        }
    }
}

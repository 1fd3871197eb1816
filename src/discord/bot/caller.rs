//! Responding to an interaction: at once if possible, later if it takes long, and as plain text where the bot may not
//! embed.

use std::sync::atomic::{AtomicBool, Ordering};

use serenity::model::application::{AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, Interaction};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};
use serenity::model::permissions::Permissions;
use serenity::model::prelude::Member;
use tokio::time::{Instant, timeout_at};

use super::pace::Pace;
use super::places::Spot;
use super::rules::Asking;
use crate::discord::api::rest::{Callback, Rest, RestError};
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, Readers};
use crate::ledger::Place;
use crate::message::locale::Locale;

/// The person who used a command or clicked, and the means to respond to them.
pub(super) struct Caller<'a> {
    pub(super) rest: &'a Rest,
    pub(super) pace: Pace,
    pub(super) id: InteractionId,
    token: String,
    pub(super) user: UserId,
    /// The language in which Discord speaks to the person.
    pub(super) locale: Locale,
    pub(super) channel: ChannelId,
    spot: Option<Spot>,
    pub(super) guild: Option<GuildId>,
    /// The guild, if the bot is in it, and not only installed by the person.
    pub(super) home: Option<GuildId>,
    /// The language of the guild.
    pub(super) guild_locale: Option<Locale>,
    /// The person's roles in the guild.
    pub(super) roles: Vec<RoleId>,
    /// The person's permissions in the channel; none outside of guilds.
    permissions: Permissions,
    /// True if the person may manage messages in the channel.
    pub(super) may_manage: bool,
    /// True if the person may send messages in the channel, and show others what the bot says to them.
    pub(super) may_write: bool,
    /// True if the bot may embed in the channel.
    may_embed: bool,
    /// True once others see a response.
    is_public: AtomicBool,
    /// The most bytes of a file that Discord takes in a response.
    pub(super) max_upload: usize,
    pub(super) received: Instant,
}

/// The people who see a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visibility {
    /// Everybody in the channel.
    Public,
    /// The caller alone.
    Private,
}

/// The response to a question.
pub(super) struct Response {
    pub(super) outgoing: Outgoing,
    /// True if nobody but the asker would want to read it.
    pub(super) is_quiet: bool,
}

impl Response {
    /// A response for the asker alone.
    pub(super) fn quiet(outgoing: Outgoing) -> Self {
        Self {
            outgoing,
            is_quiet: true,
        }
    }
}

impl<'a> Caller<'a> {
    /// The person who sent an interaction; `None` if it is neither a command nor a click, and nobody is typing.
    pub(super) fn new(rest: &'a Rest, pace: Pace, interaction: &Interaction, received: Instant) -> Option<Self> {
        let (id, token, user, channel, spot, guild, member, granted, owners, locales, max_upload) = match interaction {
            Interaction::Command(it) | Interaction::Autocomplete(it) => {
                let member = it.member.as_deref();
                (
                    it.id,
                    &it.token,
                    &it.user,
                    it.channel_id,
                    it.channel.as_ref().map(Spot::of),
                    it.guild_id,
                    member,
                    it.app_permissions,
                    &it.authorizing_integration_owners,
                    (&it.locale, &it.guild_locale),
                    it.attachment_size_limit,
                )
            }
            Interaction::Component(it) => {
                let member = it.member.as_ref();
                (
                    it.id,
                    &it.token,
                    &it.user,
                    it.channel_id,
                    it.channel.as_ref().map(Spot::of),
                    it.guild_id,
                    member,
                    it.app_permissions,
                    &it.authorizing_integration_owners,
                    (&it.locale, &it.guild_locale),
                    it.attachment_size_limit,
                )
            }
            _ => return None,
        };
        Some(Self {
            rest,
            pace,
            id,
            token: token.clone(),
            user: user.id,
            locale: Locale::from_discord(locales.0),
            channel,
            spot,
            guild,
            home: guild.filter(|_| !is_guest(owners)),
            guild_locale: locales.1.as_deref().map(Locale::from_discord),
            roles: member.map(|member| member.roles.clone()).unwrap_or_default(),
            permissions: member.and_then(|member| member.permissions).unwrap_or_default(),
            may_manage: may_manage(member),
            may_write: may_write(member, spot, is_guest(owners)),
            may_embed: may_embed(guild, granted),
            is_public: AtomicBool::new(false),
            max_upload: max_upload.try_into().unwrap_or(usize::MAX),
            received,
        })
    }

    /// The caller, for the rules of the server.
    pub(super) fn asking(&self) -> Asking<'_> {
        Asking {
            guild: self.guild,
            channel: self.channel,
            spot: self.spot,
            user: self.user,
            locale: self.locale,
            roles: &self.roles,
        }
    }

    /// The place to record; `None` outside of servers. `message` is one that others see.
    pub(super) fn place(&self, message: Option<MessageId>) -> Option<Place> {
        self.guild.map(|server| Place {
            server: server.get(),
            channel: self.channel.get(),
            message: message.map(MessageId::get),
        })
    }

    /// True if the caller may manage the server.
    pub(super) fn manages_server(&self) -> bool {
        self.permissions
            .intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
    }

    /// True if others than the caller have got a response.
    pub(super) fn has_answered_in_public(&self) -> bool {
        self.is_public.load(Ordering::Relaxed)
    }

    fn note_public(&self, visibility: Visibility) {
        self.is_public
            .fetch_or(visibility == Visibility::Public, Ordering::Relaxed);
    }

    /// The caller as the only reader of a section.
    pub(super) fn alone(&self) -> Readers {
        Readers::One {
            may_post: self.may_write,
        }
    }

    /// The message as plain text where the bot may not embed.
    fn fitting(&self, outgoing: Outgoing) -> Outgoing {
        if self.may_embed {
            outgoing
        } else {
            view::plain(outgoing)
        }
    }

    /// Responds with a message. If making it takes longer than [`Pace::defer_after`], Discord first shows that the bot
    /// is thinking.
    pub(super) async fn answer(
        &self,
        visibility: Visibility,
        making: impl Future<Output = Outgoing>,
    ) -> Result<(), RestError> {
        let making = async {
            Response {
                outgoing: making.await,
                is_quiet: false,
            }
        };
        self.answer_question(visibility, making).await
    }

    /// The same, but what is quiet goes to the caller alone.
    pub(super) async fn answer_question(
        &self,
        visibility: Visibility,
        making: impl Future<Output = Response>,
    ) -> Result<(), RestError> {
        let is_private = visibility == Visibility::Private;
        tokio::pin!(making);
        if let Ok(made) = timeout_at(self.received + self.pace.defer_after, &mut making).await {
            let visibility = if made.is_quiet { Visibility::Private } else { visibility };
            return self.show(visibility, made.outgoing).await;
        }
        self.call_back(&Callback::Later { is_private }).await?;
        let made = making.await;
        if made.is_quiet && !is_private {
            // Everybody sees that the bot is thinking, and a message stays as public as it began.
            self.rest.delete_original(&self.token).await?;
            return self.follow_up(Visibility::Private, made.outgoing).await;
        }
        self.note_public(visibility);
        self.edit(made.outgoing).await
    }

    /// Responds privately with a message that takes long to send. Discord first shows that the bot is thinking.
    pub(super) async fn answer_later(&self, making: impl Future<Output = Outgoing>) -> Result<(), RestError> {
        self.call_back(&Callback::Later { is_private: true }).await?;
        self.edit(making.await).await
    }

    /// Responds with a message at once.
    pub(super) async fn show(&self, visibility: Visibility, outgoing: Outgoing) -> Result<(), RestError> {
        self.note_public(visibility);
        let is_private = visibility == Visibility::Private;
        let outgoing = self.fitting(outgoing);
        match self.call_back(&Callback::Message(&outgoing, is_private)).await {
            // Plain text has the fewest reasons to be refused.
            Err(error @ RestError::Refused { status: 400 | 403, .. }) if !error.is_settled() => {
                tracing::warn!(%error, "a response was refused; sending it as plain text");
                let plain = view::plain(outgoing);
                self.call_back(&Callback::Message(&plain, is_private)).await
            }
            other => other,
        }
    }

    /// Sends another message after the first response.
    pub(super) async fn follow_up(&self, visibility: Visibility, outgoing: Outgoing) -> Result<(), RestError> {
        let is_private = visibility == Visibility::Private;
        let outgoing = self.fitting(outgoing);
        self.rest.follow_up(&self.token, &outgoing, is_private).await?;
        self.note_public(visibility);
        Ok(())
    }

    /// Replaces the message that the button is on.
    pub(super) async fn update(&self, outgoing: Outgoing) -> Result<(), RestError> {
        let outgoing = self.fitting(outgoing);
        self.call_back(&Callback::Update(&outgoing)).await
    }

    /// Edits the earlier response, or the message that the button is on.
    pub(super) async fn edit(&self, outgoing: Outgoing) -> Result<(), RestError> {
        let outgoing = self.fitting(outgoing);
        self.rest.edit_original(&self.token, &outgoing).await
    }

    /// Responds with one sentence that only the caller sees.
    pub(super) async fn tell(&self, sentence: &str) -> Result<(), RestError> {
        self.show(Visibility::Private, view::notice(sentence)).await
    }

    /// Responds with a sentence that only the caller sees, or edits the response that was given already.
    pub(super) async fn apologise(&self, sentence: &str) -> Result<(), RestError> {
        let outgoing = view::notice(sentence);
        match self
            .rest
            .call_back(self.id, &self.token, &Callback::Message(&outgoing, true))
            .await
        {
            Err(error) if error.is_already_acknowledged() => self.rest.edit_original(&self.token, &outgoing).await,
            other => other,
        }
    }

    /// Tells Discord that the click was received, and that its message may be edited later.
    pub(super) async fn acknowledge(&self) -> Result<(), RestError> {
        self.call_back(&Callback::UpdateLater).await
    }

    /// Offers choices, each a name and a value, to a caller who is typing.
    pub(super) async fn offer(&self, choices: &[(String, String)]) -> Result<(), RestError> {
        self.call_back(&Callback::Choices(choices)).await
    }

    /// Deletes the response, or the message that the button is on.
    pub(super) async fn delete(&self, message: MessageId) -> Result<(), RestError> {
        match self.rest.delete_original(&self.token).await {
            // The message may have been sent as such, and not as a response.
            Err(RestError::Refused { .. }) => self.rest.delete_message(self.channel, message).await,
            other => other,
        }
    }

    /// Sends the first response; in a thread that is locked or archived, a sentence that says so to the caller.
    async fn call_back(&self, callback: &Callback<'_>) -> Result<(), RestError> {
        match self.rest.call_back(self.id, &self.token, callback).await {
            Err(error) if error.is_thread_closed() => {
                let closed = view::notice(&self.locale.this_thread_closed());
                let callback = Callback::Message(&closed, true);
                self.rest.call_back(self.id, &self.token, &callback).await
            }
            other => other,
        }
    }
}

fn may_manage(member: Option<&Member>) -> bool {
    // There is no member in a private channel, which only the caller and the bot can see.
    member.is_none_or(|member| {
        member.permissions.is_some_and(|permissions| {
            permissions.intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR)
        })
    })
}

/// True if the bot is not installed in the place, but by the caller alone.
fn is_guest(owners: &AuthorizingIntegrationOwners) -> bool {
    let is_of_guild =
        |owner: &AuthorizingIntegrationOwner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(_));
    !owners.0.iter().any(is_of_guild)
}

fn may_write(member: Option<&Member>, spot: Option<Spot>, is_guest: bool) -> bool {
    let needed = if spot.is_some_and(Spot::is_thread) {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    // Discord shows nobody else what a guest says to a member without this.
    let needed = if is_guest {
        needed | Permissions::USE_EXTERNAL_APPS
    } else {
        needed
    };
    // There is no member in a private channel, where everybody may write.
    member.is_none_or(|member| {
        let permissions = member.permissions.unwrap_or_default();
        permissions.contains(needed) || permissions.administrator()
    })
}

fn may_embed(guild: Option<GuildId>, permissions: Option<Permissions>) -> bool {
    guild.is_none()
        || permissions
            .is_none_or(|permissions| permissions.intersects(Permissions::EMBED_LINKS | Permissions::ADMINISTRATOR))
}

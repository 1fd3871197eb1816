//! `/settings`: shows the settings of a server, and changes them.

use std::collections::BTreeSet;

use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};
use serenity::model::id::{GuildId, RoleId};

use super::staff;
use crate::discord::api::rest::RestError;
use crate::discord::bot::authority::Rank;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::clicks::all_chosen;
use crate::discord::bot::client::Client;
use crate::discord::bot::desk::Desk;
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::admin::{COOLDOWNS, Looking};
use crate::discord::view::custom_id::{Group, Page, Places, SettingsAction, Switch};
use crate::ledger::{People, ServerSettings};
use crate::message;

/// A change of a setting: its new value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Places(Places, BTreeSet<u64>),
    People(Group, People),
    StaffChannel(Option<u64>),
    Cooldown(u32),
    Switch(Switch, bool),
}

/// Shows the settings, if the caller may change them.
pub(in crate::discord::bot) async fn show(client: &Client, desk: &Desk, caller: &Caller<'_>) -> Result<(), RestError> {
    let settings = desk.records.settings(caller.guild);
    match client.authority.rank(caller, &settings).await {
        Ok(rank) => {
            caller
                .show(Visibility::Private, page(&settings, Page::Places, (client, rank), None))
                .await
        }
        Err(refusal) => caller.tell(&refusal).await,
    }
}

/// Does what a control of the settings is for, if the caller may: anybody may have got hold of the custom id. Shows the
/// settings as they are then.
pub(in crate::discord::bot) async fn click(
    client: &Client,
    desk: &Desk,
    action: SettingsAction,
    interaction: &ComponentInteraction,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let before = desk.records.settings(caller.guild);
    let rank = match client.authority.rank(caller, &before).await {
        Ok(rank) => rank,
        Err(refusal) => return caller.tell(&refusal).await,
    };
    if action == SettingsAction::Page {
        let chosen = all_chosen(interaction)
            .first()
            .and_then(|chosen| Page::of_letter(chosen));
        return caller
            .update(page(&before, chosen.unwrap_or(Page::Places), (client, rank), None))
            .await;
    }
    if let Some(refusal) = view::admin::only_admins(action.page())
        && rank != Rank::Admin
    {
        return caller.tell(refusal).await;
    }
    let (Some(change), Some(guild)) = (Change::read(action, interaction), caller.guild) else {
        return caller.tell(message::corpus::OLD_CONTROL).await;
    };
    if let Change::StaffChannel(Some(channel)) = change
        && before.staff.channel != Some(channel)
        && let Err(sentence) = staff::begin(&desk.live, &client.rest, guild, channel).await
    {
        return caller
            .update(page(&before, Page::Staff, (client, rank), Some(&sentence)))
            .await;
    }
    let Ok(saved) = desk
        .records
        .change_settings(guild, |settings| change.apply(settings))
        .await
    else {
        return caller.tell(message::settings::NOT_READ).await;
    };
    let after = desk.records.settings(caller.guild);
    if after.staff.channel.is_none() && before.staff.channel.is_some() {
        staff::forget(&desk.live, guild).await;
    }
    if after != before {
        let target = format!("{} in {guild}", change.name());
        desk.records
            .action(caller.user, "settings", Some(&target), &change.value());
    }
    let note = saved.err().map(|_| message::settings::NOT_SAVED);
    caller.update(page(&after, action.page(), (client, rank), note)).await
}

fn page(settings: &ServerSettings, page: Page, (client, rank): (&Client, Rank), note: Option<&str>) -> Outgoing {
    let looking = Looking {
        is_admin: rank == Rank::Admin,
        reads_messages: client.reads_messages,
        are_own: client.authority.are_own(),
        note,
    };
    view::admin::settings(settings, page, looking)
}

impl Change {
    /// Reads what was chosen with a control; `None` if it can't have been.
    fn read(action: SettingsAction, interaction: &ComponentInteraction) -> Option<Self> {
        let kind = &interaction.data.kind;
        Some(match action {
            SettingsAction::Page => return None,
            SettingsAction::Switch(switch, to) => Self::Switch(switch, to),
            SettingsAction::Cooldown => {
                let seconds = all_chosen(interaction).first()?.parse().ok()?;
                Self::Cooldown(COOLDOWNS.contains(&seconds).then_some(seconds)?)
            }
            SettingsAction::StaffChannel => match kind {
                ComponentInteractionDataKind::ChannelSelect { values } => {
                    Self::StaffChannel(values.first().map(|channel| channel.get()))
                }
                _ => return None,
            },
            SettingsAction::Places(places) => match kind {
                ComponentInteractionDataKind::ChannelSelect { values } => {
                    Self::Places(places, values.iter().map(|place| place.get()).collect())
                }
                _ => return None,
            },
            SettingsAction::People(group) => match kind {
                ComponentInteractionDataKind::MentionableSelect { values } => {
                    let roles = &interaction.data.resolved.roles;
                    let is_role = |id: &u64| roles.contains_key(&RoleId::new(*id));
                    let (roles, users) = values.iter().map(|id| id.get()).partition(is_role);
                    Self::People(group, without_everyone(People { users, roles }, interaction.guild_id))
                }
                _ => return None,
            },
        })
    }

    fn apply(&self, settings: &mut ServerSettings) {
        match self {
            Self::Places(Places::Allowed, places) => {
                settings.allowed.clone_from(places);
                // A place is in one of the two lists: the later choice counts.
                settings.denied.retain(|place| !places.contains(place));
            }
            Self::Places(Places::Denied, places) => {
                settings.denied.clone_from(places);
                settings.allowed.retain(|place| !places.contains(place));
            }
            Self::Places(Places::Private, places) => settings.private.clone_from(places),
            Self::Places(Places::CooldownIn, places) => settings.cooldown_in.clone_from(places),
            Self::Places(Places::UnaskedIn, places) => settings.unasked_in.clone_from(places),
            Self::People(Group::Askers, people) => settings.askers.clone_from(people),
            Self::People(Group::Blocked, people) => settings.blocked.clone_from(people),
            Self::People(Group::Admins, people) => settings.admins.clone_from(people),
            Self::StaffChannel(channel) => settings.staff.channel = *channel,
            Self::Cooldown(seconds) => settings.cooldown_seconds = *seconds,
            Self::Switch(Switch::OnlyAllowed, to) => settings.only_allowed = *to,
            Self::Switch(Switch::IgnoresMentions, to) => settings.ignores_mentions = *to,
            Self::Switch(Switch::ManagersAreAdmins, to) => settings.managers_are_admins = *to,
            Self::Switch(Switch::TellsAtOnce, to) => settings.staff.at_once = *to,
        }
    }

    /// The name of the setting, for the record: that of its field.
    fn name(&self) -> &'static str {
        match self {
            Self::Places(Places::Allowed, _) => "allowed",
            Self::Places(Places::Denied, _) => "denied",
            Self::Places(Places::Private, _) => "private",
            Self::Places(Places::CooldownIn, _) => "cooldown_in",
            Self::Places(Places::UnaskedIn, _) => "unasked_in",
            Self::People(Group::Askers, _) => "askers",
            Self::People(Group::Blocked, _) => "blocked",
            Self::People(Group::Admins, _) => "admins",
            Self::StaffChannel(_) => "staff_channel",
            Self::Cooldown(_) => "cooldown_seconds",
            Self::Switch(Switch::OnlyAllowed, _) => "only_allowed",
            Self::Switch(Switch::IgnoresMentions, _) => "ignores_mentions",
            Self::Switch(Switch::ManagersAreAdmins, _) => "managers_are_admins",
            Self::Switch(Switch::TellsAtOnce, _) => "tells_at_once",
        }
    }

    /// The new value, for the record.
    fn value(&self) -> String {
        let ids = match self {
            Self::Cooldown(seconds) => return format!("{seconds} seconds"),
            Self::Switch(_, true) => return "on".to_owned(),
            Self::Switch(_, false) => return "off".to_owned(),
            Self::StaffChannel(channel) => channel.iter().map(ToString::to_string).collect(),
            Self::Places(_, places) => places.iter().map(ToString::to_string).collect::<Vec<_>>(),
            Self::People(_, People { users, roles }) => {
                let roles = roles.iter().map(|role| format!("role {role}"));
                roles.chain(users.iter().map(|user| format!("user {user}"))).collect()
            }
        };
        if ids.is_empty() {
            "none".to_owned()
        } else {
            ids.join(", ")
        }
    }
}

/// The people without the role that everybody has, whose ID is that of the guild. It would make everybody an admin, or
/// let nobody ask.
fn without_everyone(mut people: People, guild: Option<GuildId>) -> People {
    if let Some(guild) = guild {
        people.roles.remove(&guild.get());
    }
    people
}

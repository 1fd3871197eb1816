//! The bot's account in Discord: whether the token is good, and what stands between the bot and those who want to ask it.

#[cfg(test)]
mod tests;

use super::finding::Group;
use crate::config::Config;
use crate::discord::{self, Access, Account, Inspection, Membership, Registration, Sessions};
use crate::message::check::account as message;

/// How many servers in which the bot lacks something are named.
const NAMED: usize = 10;

/// Fewer logins left than these in a day are a sign of something that goes round in circles.
const FEW_SESSIONS: u32 = 100;

/// How it is, and the link that invites the bot. `is_no_token` says whether what is set can't be a token.
pub(super) fn check(config: &Config, is_no_token: bool) -> anyhow::Result<(Group, Option<String>)> {
    let mut group = Group::new("discord");
    let Some(token) = &config.discord.token else {
        let told = if is_no_token {
            message::unusable_token()
        } else {
            message::no_token()
        };
        group.skip("token", told);
        return Ok((group, None));
    };
    let inspection = discord::inspect(&Access {
        token: token.expose().to_owned(),
        proxy: config.discord.proxy.clone(),
        guild: config.discord.guild,
        client: Box::new(reqwest::Client::builder),
    })?;
    let invite = match inspection {
        Inspection::BadToken => {
            group.wrong("token", message::bad_token());
            None
        }
        Inspection::Unknown(reason) => {
            group.skip("token", message::unreachable(&reason));
            None
        }
        Inspection::Known(account) => {
            tell(&account, config, &mut group);
            Some(account.invite)
        }
    };
    Ok((group, invite))
}

fn tell(account: &Account, config: &Config, group: &mut Group) {
    let bot = account.bot.as_deref().ok();
    group.ok("token", message::good_token(&account.application, bot));
    if account.privileged.is_empty() {
        group.ok("intents", message::no_privileged_intents());
    } else {
        group.warn("intents", message::privileged_intents(&account.privileged));
    }
    if account.is_diverted {
        group.wrong("endpoint", message::diverted());
    }
    let trial = config.discord.guild.map(|id| TrialGuild::new(id, account));
    if trial.as_ref().is_some_and(|guild| guild.is_foreign) {
        let id = config.discord.guild.unwrap_or_default();
        group.wrong("guild", message::not_in_guild(id, &account.invite));
    } else {
        commands(account, trial.as_ref().map(|guild| guild.name.as_str()), group);
    }
    match &account.guilds {
        Ok(guilds) if guilds.is_empty() => group.warn("guilds", message::no_guild(&account.invite)),
        Ok(guilds) => tell_guilds(guilds, group),
        Err(reason) => group.skip("guilds", message::unanswered(&message::about_guilds(), reason)),
    }
    match &account.sessions {
        Ok(sessions) => tell_sessions(*sessions, group),
        Err(reason) => group.skip("sessions", message::unanswered(&message::about_sessions(), reason)),
    }
    let told = message::admins(&account.owners, account.is_team, &config.discord.admins);
    group.ok("admins", told);
    if account.needs_code_grant {
        group.warn("code_grant", message::needs_code_grant());
    }
    group.ok("invite", message::invite(&account.invite));
}

/// The guild of `VERBATIM_GUILD`.
struct TrialGuild {
    name: String,
    /// Whether the bot is known not to be in it.
    is_foreign: bool,
}

impl TrialGuild {
    fn new(id: u64, account: &Account) -> Self {
        let known = account.guilds.as_ref().ok();
        let found = known.and_then(|guilds| guilds.iter().find(|guild| guild.id == id));
        Self {
            name: found.map_or_else(|| id.to_string(), |guild| guild.name.clone()),
            is_foreign: known.is_some() && found.is_none(),
        }
    }
}

fn commands(account: &Account, guild: Option<&str>, group: &mut Group) {
    match &account.commands {
        Ok(Registration::Current) => group.ok("commands", message::commands_current(guild)),
        Ok(Registration::Missing) => group.warn("commands", message::commands_missing(guild)),
        Ok(Registration::Other) => group.warn("commands", message::commands_other(guild)),
        Err(reason) => group.skip("commands", message::unanswered(&message::about_commands(), reason)),
    }
}

fn tell_guilds(guilds: &[Membership], group: &mut Group) {
    let names: Vec<&str> = guilds.iter().map(|guild| guild.name.as_str()).collect();
    group.ok("guilds", message::guilds(&names));
    let lacking: Vec<&Membership> = guilds.iter().filter(|guild| !guild.missing.is_empty()).collect();
    if lacking.is_empty() {
        group.ok("permissions", message::permissions_granted());
    }
    for guild in lacking.iter().take(NAMED) {
        let missing: Vec<&str> = guild.missing.iter().map(|permission| permission.name).collect();
        let is_vital = guild.missing.iter().any(|permission| permission.is_vital);
        let told = message::permissions_missing(&guild.name, &missing, is_vital);
        if is_vital {
            group.wrong("permissions", told);
        } else {
            group.warn("permissions", told);
        }
    }
    let more = lacking.len().saturating_sub(NAMED);
    if more > 0 {
        group.warn("permissions", message::more_permissions_missing(more));
    }
}

fn tell_sessions(sessions: Option<Sessions>, group: &mut Group) {
    let Some(sessions) = sessions else {
        return group.ok("sessions", message::sessions_unlimited());
    };
    let Sessions { remaining, total, .. } = sessions;
    let few = message::few_sessions(remaining, total, sessions.reset_after);
    if remaining < sessions.needed {
        group.wrong("sessions", few);
    } else if remaining < FEW_SESSIONS {
        group.warn("sessions", few);
    } else {
        group.ok("sessions", message::sessions(remaining, total));
    }
}

//! The bot's account in Discord: whether the token is valid, and what keeps the bot from people who want to ask it.

#[cfg(test)]
mod tests;

use super::report::{Group, Status};
use crate::config::Config;
use crate::discord::{
    self, Access, Account, Inspection, MESSAGE_CONTENT_INTENT, Membership, Posting, Registration, Sessions,
};
use crate::message::{count, span};

pub(super) const PORTAL: &str =
    "In the Developer Portal (https://discord.com/developers/applications), open your application";

/// The number of servers to name in the list of all.
const LISTED: usize = 5;

/// The number of servers without permissions to name.
const LACKING: usize = 10;

/// Fewer logins left than this on one day are a sign that something keeps restarting the bot.
const FEW_SESSIONS: u32 = 100;

/// Checks the account. Returns the findings, and the link that invites the bot. `is_invalid` says whether the token
/// that is set can't be one.
pub(super) fn check(config: &Config, is_invalid: bool) -> anyhow::Result<(Group, Option<String>)> {
    let mut group = Group::new("discord");
    let Some(token) = &config.discord.token else {
        let reason = if is_invalid {
            "DISCORD_TOKEN is invalid"
        } else {
            "there is no token"
        };
        group.skip("token", format!("Discord was not checked, since {reason}."));
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
            group.wrong(
                "token",
                "Discord doesn't accept the bot's token: it is wrong, or it was reset.",
                format!("{PORTAL}, then Bot, then Reset Token, and set DISCORD_TOKEN to the new one."),
            );
            None
        }
        Inspection::Unknown(reason) => {
            group.add(
                "token",
                Status::Skip,
                format!("Discord was not checked: {reason}."),
                Some("Check your network and DISCORD_PROXY; if they work, see https://discordstatus.com.".to_owned()),
            );
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
    let bot = account
        .bot
        .as_ref()
        .map_or_else(|_| String::new(), |bot| format!(" and its bot {bot}"));
    group.ok(
        "token",
        format!(
            "The token is valid. It belongs to the application {}{bot}.",
            account.application
        ),
    );
    intents(account, config.discord.message_content, group);
    endpoint(account, config, group);
    code_grant(account, group);
    commands(account, config.discord.guild, group);
    match &account.guilds {
        Ok(guilds) => tell_guilds(guilds, &account.invite, group),
        Err(reason) => group.skip("guilds", unanswered("which servers the bot is in", reason)),
    }
    match &account.sessions {
        Ok(sessions) => tell_sessions(*sessions, group),
        Err(reason) => group.skip("sessions", unanswered("how many logins are left", reason)),
    }
    group.ok("admins", admins(account, &config.discord.admins));
    group.ok(
        "invite",
        format!("Anybody who manages a server can invite the bot: {}", account.invite),
    );
}

fn unanswered(what: &str, reason: &str) -> String {
    format!("Discord did not say {what}: {reason}.")
}

/// Checks the privileged intents; only a bot that `reads_messages` needs one.
fn intents(account: &Account, reads_messages: bool, group: &mut Group) {
    let is_needed = |intent: &&str| reads_messages && *intent == MESSAGE_CONTENT_INTENT;
    let (needed, needless): (Vec<_>, Vec<_>) = account.privileged.iter().copied().partition(is_needed);
    if reads_messages && needed.is_empty() {
        group.wrong(
            "intents",
            format!("VERBATIM_MESSAGE_CONTENT is on, but {MESSAGE_CONTENT_INTENT} is off, so Discord doesn't let the bot log in."),
            format!("{PORTAL}, then Bot, and switch on {MESSAGE_CONTENT_INTENT} under Privileged Gateway Intents; or remove VERBATIM_MESSAGE_CONTENT."),
        );
    } else if reads_messages {
        group.ok(
            "intents",
            format!("{MESSAGE_CONTENT_INTENT} is on, as VERBATIM_MESSAGE_CONTENT requires."),
        );
    } else if needless.is_empty() {
        group.ok("intents", "No privileged intent is on, and none is needed.");
    }
    if !needless.is_empty() {
        group.warn(
            "intents",
            format!(
                "Privileged intents are on that the bot doesn't need: {}.",
                needless.join(", ")
            ),
            format!("{PORTAL}, then Bot, and turn them off under Privileged Gateway Intents."),
        );
    }
}

/// Checks whether commands and clicks reach the bot: Discord sends them to one place alone.
fn endpoint(account: &Account, config: &Config, group: &mut Group) {
    let wanted = config.discord.interactions.as_ref();
    let (posting, wanted) = match (&account.endpoint, wanted) {
        (None, None) => return,
        (Some(Posting { url, .. }), None) => {
            return group.wrong(
                "endpoint",
                format!("Discord sends commands and clicks to {url}, but VERBATIM_INTERACTIONS is off, so the bot gets none."),
                "Set VERBATIM_INTERACTIONS to the place where that URL leads, or have them sent over the gateway with verbatim register --interactions off.",
            );
        }
        (None, Some(wanted)) => {
            let (status, effect) = if config.discord.gateway {
                (
                    Status::Warn,
                    "so they come over the gateway, and VERBATIM_INTERACTIONS has no effect",
                )
            } else {
                (Status::Wrong, "and VERBATIM_GATEWAY is off, so the bot gets none")
            };
            let fix = format!(
                "Start verbatim serve, and run verbatim register --interactions with the URL that leads to {}{}.",
                wanted.address, wanted.path
            );
            let message = format!("Discord has no URL to send commands and clicks to, {effect}.");
            return group.add("endpoint", status, message, Some(fix));
        }
        (Some(posting), Some(wanted)) => (posting, wanted),
    };
    let url = &posting.url;
    let fix = format!(
        "Have your web server pass it on to {}{}, path and body unchanged.",
        wanted.address, wanted.path
    );
    match &posting.unsigned {
        Ok(401) => group.ok(
            "endpoint",
            format!("Discord sends commands and clicks to {url}, which refuses what Discord has not signed."),
        ),
        Ok(status @ (502..=504)) => group.warn(
            "endpoint",
            format!("Discord sends commands and clicks to {url}, where nothing answers (status {status})."),
            format!("Start verbatim serve, if it isn't running. {fix}"),
        ),
        Ok(status) => group.wrong(
            "endpoint",
            format!("Discord sends commands and clicks to {url}, but something else answers there: status {status}, where the bot responds with 401."),
            fix,
        ),
        Err(reason) => group.warn(
            "endpoint",
            format!("Discord sends commands and clicks to {url}, which can't be reached from here: {reason}."),
            format!("Start verbatim serve, if it isn't running. {fix}"),
        ),
    }
}

fn code_grant(account: &Account, group: &mut Group) {
    if account.needs_code_grant {
        group.warn(
            "code_grant",
            "Requires OAuth2 Code Grant is on, so the invite link below doesn't work.",
            format!("{PORTAL}, then Bot, and turn it off under Authorization Flow."),
        );
    }
}

/// Checks the commands, and whether the bot is in the server of `VERBATIM_GUILD`, if that is set.
fn commands(account: &Account, guild: Option<u64>, group: &mut Group) {
    let known = account.guilds.as_ref().ok();
    let found = guild.and_then(|id| known?.iter().find(|guild| guild.id == id));
    if let (Some(id), Some(_), None) = (guild, known, found) {
        return group.wrong(
            "guild",
            format!("The bot is not in the server {id} that VERBATIM_GUILD names, so it has no commands anywhere."),
            format!(
                "Invite it there ({}), or remove VERBATIM_GUILD to have the commands everywhere.",
                account.invite
            ),
        );
    }
    let place = guild.map_or_else(String::new, |id| {
        format!(
            " in {}",
            found.map_or_else(|| id.to_string(), |guild| guild.name.clone())
        )
    });
    match &account.commands {
        Ok(Registration::Current) if guild.is_some() => {
            group.ok(
                "commands",
                format!("The commands are registered{place} (VERBATIM_GUILD)."),
            );
        }
        Ok(Registration::Current) => group.ok("commands", "The commands are registered everywhere."),
        Ok(Registration::Missing) => group.warn(
            "commands",
            format!("The commands are not registered{place} yet."),
            "verbatim serve registers them when it starts. You may have to restart Discord to see them.",
        ),
        Ok(Registration::Other) => group.warn(
            "commands",
            format!("The commands that are registered{place} are from another version of the program."),
            "Restart verbatim serve: it registers the right ones.",
        ),
        Err(reason) => group.skip("commands", unanswered("which commands are registered", reason)),
    }
}

fn tell_guilds(guilds: &[Membership], invite: &str, group: &mut Group) {
    if guilds.is_empty() {
        let fix = format!("Open {invite} and choose a server that you manage.");
        return group.warn("guilds", "The bot is not in any server.", fix);
    }
    let names: Vec<&str> = guilds.iter().take(LISTED).map(|guild| guild.name.as_str()).collect();
    let more = match guilds.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let servers = count(guilds.len(), "server", "servers");
    group.ok(
        "guilds",
        format!("The bot is in {servers}: {}{more}.", names.join(", ")),
    );
    permissions(guilds, group);
}

fn permissions(guilds: &[Membership], group: &mut Group) {
    let lacking: Vec<&Membership> = guilds.iter().filter(|guild| !guild.missing.is_empty()).collect();
    if lacking.is_empty() {
        group.ok(
            "permissions",
            "It has all the permissions it needs there, unless a channel denies some.",
        );
    }
    for guild in lacking.iter().take(LACKING) {
        let missing: Vec<&str> = guild.missing.iter().map(|permission| permission.name).collect();
        let (status, effect) = if guild.missing.iter().any(|permission| permission.is_vital) {
            (
                Status::Wrong,
                "it can't answer messages there, unless a channel grants them",
            )
        } else {
            (Status::Warn, "its answers there are poorer than they could be")
        };
        group.add(
            "permissions",
            status,
            format!("In {}, the bot lacks {}: {effect}.", guild.name, missing.join(", ")),
            Some("In that server, open Server Settings, then Roles, then the bot's role, then Permissions, and turn them on.".to_owned()),
        );
    }
    let more = lacking.len().saturating_sub(LACKING);
    if more > 0 {
        group.warn(
            "permissions",
            format!(
                "The bot lacks permissions in {}.",
                count(more, "more server", "more servers")
            ),
            "Invite it there again with the link below to grant them.",
        );
    }
}

fn tell_sessions(sessions: Option<Sessions>, group: &mut Group) {
    let Some(Sessions {
        remaining,
        total,
        needed,
        reset_after,
    }) = sessions
    else {
        return group.ok("sessions", "Discord gives no limit on logins.");
    };
    if remaining >= FEW_SESSIONS {
        return group.ok("sessions", format!("{remaining} of {total} logins a day are left."));
    }
    let status = if remaining < needed {
        Status::Wrong
    } else {
        Status::Warn
    };
    group.add(
        "sessions",
        status,
        format!(
            "Only {remaining} of {total} logins a day are left; the count resets in {}.",
            span(reset_after)
        ),
        Some("Something keeps restarting the bot: its log says why it ends. Discord resets the token of a bot that exceeds the limit.".to_owned()),
    );
}

fn admins(account: &Account, listed: &[u64]) -> String {
    let ids = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let owner = if account.is_team { "team" } else { "owner" };
    let owners = format!("the application's {owner} ({})", ids(&account.owners));
    if listed.is_empty() {
        format!("Only {owners}, and whoever they name in /settings, can use /corpus.")
    } else {
        format!(
            "{}, the users and roles in VERBATIM_ADMINS ({}), and whoever they name in /settings, can use /corpus.",
            super::capitalized(&owners),
            ids(listed)
        )
    }
}

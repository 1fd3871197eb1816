//! What `verbatim check` says of the bot's account in Discord, and where to click.

use super::Told;
use crate::message::{count, discord, span};
use std::time::Duration;

/// Where applications are looked after.
const PORTAL: &str = "In the Developer Portal (https://discord.com/developers/applications) choose your application";

/// How many servers are named in one sentence.
const NAMED: usize = 5;

/// There is no token, so there was nothing to ask with.
pub fn no_token() -> Told {
    Told::so(
        "Discord was not looked at, because there is no token.",
        format!(
            "{PORTAL} (or New Application), then Bot, then Reset Token, and write the token into the file .env as DISCORD_TOKEN=..."
        ),
    )
}

/// The token can't be one, as the settings say.
pub fn unusable_token() -> Told {
    Told::well("Discord was not looked at, because what is set can't be a token.")
}

/// Discord could not be reached, or failed; `reason` is a clause.
pub fn unreachable(reason: &str) -> Told {
    Told::so(
        format!("Discord was not looked at: {reason}."),
        "Check again with a network that leads to discord.com (or with the proxy that DISCORD_PROXY names); if it has one, see https://discordstatus.com.",
    )
}

/// Some question had no answer; `what` is what it was about.
pub fn unanswered(what: &str, reason: &str) -> Told {
    Told::well(format!("Discord did not say {what}: {reason}."))
}

/// Discord does not know the token.
pub fn bad_token() -> Told {
    let sentence = discord::bad_token();
    let (message, fix) = sentence.split_once(". ").unwrap_or((&sentence, ""));
    Told::so(format!("{message}: it is wrong, or was reset."), fix)
}

/// The token is good, and whose it is. `bot` is `None` if Discord didn't say.
pub fn good_token(application: &str, bot: Option<&str>) -> Told {
    Told::well(match bot {
        Some(bot) => {
            format!("The token is valid: it is that of the application {application}, whose bot is called {bot}.")
        }
        None => format!("The token is valid: it is that of the application {application}."),
    })
}

/// No privileged intent is on.
pub fn no_privileged_intents() -> Told {
    Told::well("No privileged intent is on, and none is needed.")
}

/// Privileged intents are on for nothing.
pub fn privileged_intents(names: &[&str]) -> Told {
    Told::so(
        format!("Privileged intents are on that are not needed: {}.", names.join(", ")),
        format!(
            "{PORTAL}, then Bot, and switch them off under Privileged Gateway Intents. With them on the bot works just as well."
        ),
    )
}

/// Commands and clicks go elsewhere.
pub fn diverted() -> Told {
    Told::so(
        "The application has an Interactions Endpoint URL, so commands and clicks go there, and the bot never hears of them.",
        format!("{PORTAL}, then General Information, and empty Interactions Endpoint URL."),
    )
}

/// The link does not suffice.
pub fn needs_code_grant() -> Told {
    Told::so(
        "Requires OAuth2 Code Grant is on, so the link below invites nobody.",
        format!("{PORTAL}, then Bot, and switch it off under Authorization Flow."),
    )
}

/// The commands are registered; `guild` names the server if it is in one only.
pub fn commands_current(guild: Option<&str>) -> Told {
    Told::well(match guild {
        Some(guild) => format!("The commands are registered in {guild} (VERBATIM_GUILD)."),
        None => "The commands are registered everywhere.".to_owned(),
    })
}

/// No command is registered.
pub fn commands_missing(guild: Option<&str>) -> Told {
    let place = place(guild);
    Told::so(
        format!("The commands are not registered{place} yet."),
        "verbatim serve registers them when it starts; Discord's clients may have to be restarted to show them.",
    )
}

/// Other commands are registered.
pub fn commands_other(guild: Option<&str>) -> Told {
    let place = place(guild);
    Told::so(
        format!("The commands that are registered{place} are not those of this version of the program."),
        "verbatim serve registers the right ones when it starts: restart it.",
    )
}

fn place(guild: Option<&str>) -> String {
    guild.map_or_else(String::new, |guild| format!(" in {guild}"))
}

/// Where they are to be registered the bot isn't.
pub fn not_in_guild(guild: u64, invite: &str) -> Told {
    Told::so(
        format!("The bot is not in the server {guild} that VERBATIM_GUILD names, so it has no commands anywhere."),
        format!("Invite it there ({invite}), or take VERBATIM_GUILD out to have the commands everywhere."),
    )
}

/// The bot is in no server.
pub fn no_guild(invite: &str) -> Told {
    Told::so(
        "The bot is in no server.",
        format!("Open {invite} and choose one in which you may manage the server."),
    )
}

/// The bot is in some servers.
pub fn guilds(names: &[&str]) -> Told {
    let first = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED);
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    Told::well(format!(
        "The bot is in {}: {first}{more}.",
        count(names.len(), "server", "servers")
    ))
}

/// The bot may do what it needs.
pub fn permissions_granted() -> Told {
    Told::well("It has all permissions that it needs there; a channel may still deny some.")
}

/// The bot lacks something in a server. `is_vital` says whether it can't answer messages there at all.
pub fn permissions_missing(guild: &str, missing: &[&str], is_vital: bool) -> Told {
    let lacks = missing.join(", ");
    let so = if is_vital {
        "it can't answer messages there, unless a channel grants it"
    } else {
        "its answers there are poorer than they could be"
    };
    Told::so(
        format!("In {guild} the bot lacks {lacks}: {so}."),
        "In that server: Server Settings, then Roles, then the bot's role, then Permissions, and switch them on.",
    )
}

/// There are more such servers.
pub fn more_permissions_missing(more: usize) -> Told {
    Told::so(
        format!(
            "The bot lacks permissions in {} besides.",
            count(more, "server", "servers")
        ),
        "Inviting it there again, with the link below, grants them.",
    )
}

/// How often the bot may log in today.
pub fn sessions(remaining: u32, total: u32) -> Told {
    Told::well(format!("{remaining} of {total} logins a day are left."))
}

/// It may log in a few more times, or not at all.
pub fn few_sessions(remaining: u32, total: u32, reset_after: Duration) -> Told {
    Told::so(
        format!(
            "Only {remaining} of {total} logins a day are left; there are new ones in {}.",
            span(reset_after)
        ),
        "Something starts the bot again and again: its log says why it ends. Whoever goes over the limit loses the token.",
    )
}

/// Discord gives no number.
pub fn sessions_unlimited() -> Told {
    Told::well("Discord names no limit to logins.")
}

/// Who may use `/corpus`.
pub fn admins(owners: &[u64], is_team: bool, listed: &[u64]) -> Told {
    let ids = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let owners = if is_team {
        format!("the application's team ({})", ids(owners))
    } else {
        format!("the application's owner ({})", ids(owners))
    };
    Told::well(if listed.is_empty() {
        format!("/corpus is for {owners} alone.")
    } else {
        format!(
            "/corpus is for {owners}, and for users and roles of VERBATIM_ADMINS: {}.",
            ids(listed)
        )
    })
}

/// The link that invites the bot.
pub fn invite(link: &str) -> Told {
    Told::well(format!("Who may manage a server can invite the bot: {link}"))
}

/// What the commands are about, behind "Discord did not say".
pub fn about_commands() -> String {
    "how the commands are registered".to_owned()
}

/// What servers are about, behind "Discord did not say".
pub fn about_guilds() -> String {
    "in which servers the bot is".to_owned()
}

/// What sessions are about, behind "Discord did not say".
pub fn about_sessions() -> String {
    "how many logins are left".to_owned()
}

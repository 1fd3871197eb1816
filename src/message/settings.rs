//! The settings of a server, as its admins see them in Discord and in the shell.
//!
//! Places and people must be mentions, or names that are safe to show. The sentences for people whom a setting concerns
//! are in `discord`.

use std::time::Duration;

use super::span;

/// The heading of the settings.
pub const TITLE: &str = "My settings in this server";

/// The line below them.
pub const FOOTER: &str = "A thread counts as its channel, and a channel's own setting beats its category's. None of this holds in direct messages.";

/// The heading of a server's settings in the shell.
#[must_use]
pub fn server(id: &str) -> String {
    format!("Server {id}:")
}

/// A channel or a category in the shell.
#[must_use]
pub fn place(id: u64) -> String {
    format!("channel {id}")
}

/// A user in the shell.
#[must_use]
pub fn user(id: u64) -> String {
    format!("user {id}")
}

/// A role in the shell.
#[must_use]
pub fn role(id: u64) -> String {
    format!("role {id}")
}

/// No server has settings.
pub const NO_SETTINGS: &str =
    "No server has settings of its own: the defaults are in force everywhere. /settings in Discord changes them.";

/// Somebody who neither is an admin nor manages the server used `/settings`.
pub const NOT_YOURS: &str = "Only people who may manage this server, and my admins, can do this.";

/// Somebody who manages the server, but isn't an admin, wants to change who is one.
pub const ONLY_ADMINS_NAME_ADMINS: &str = "Only my admins can choose who else is one: admins manage the articles, which may be the same in other servers. Ask whoever runs me.";

/// Somebody who manages the server, but isn't an admin, wants to choose the staff channel.
pub const ONLY_ADMINS_CHOOSE_STAFF: &str = "Only my admins can choose the staff channel: it shows what people asked and which files I have. Ask whoever runs me.";

/// The settings were not read from the ledger yet.
pub const NOT_READ: &str = "I can't change settings now, because my ledger can't be read. /corpus status and my log say why. Until it can, I go by the defaults.";

/// A change is in force, but not on the disk.
pub const NOT_SAVED: &str = "This is in force now, but I couldn't save it yet, so it may be lost when I'm restarted. /corpus status says what is wrong with my ledger.";

/// There are no unasked answers before whoever runs the bot has done something.
pub const CANNOT_READ: &str = "I can't answer unasked yet, because Discord hides messages from me that aren't addressed to me. Whoever runs me can change that, in this order: in Discord's Developer Portal, open my application, then Bot, and switch on Message Content Intent; set VERBATIM_MESSAGE_CONTENT=on; restart me. You can choose the places before or after that.";

/// The name of a setting.
pub mod name {
    /// Where the bot answers.
    pub const WHERE: &str = "Where I answer";
    /// Whether it answers to mentions.
    pub const MENTIONS: &str = "Mentions and replies";
    /// Where answers are private.
    pub const PRIVATE: &str = "Private answers";
    /// The cooldown.
    pub const COOLDOWN: &str = "Pause after a public answer";
    /// Where it answers unasked.
    pub const UNASKED: &str = "Unasked answers";
    /// The people who may ask.
    pub const ASKERS: &str = "Who may ask";
    /// The staff channel.
    pub const STAFF: &str = "Staff channel";
    /// The admins.
    pub const ADMINS: &str = "Who may use /corpus here";
}

/// Where the bot answers; lists of places are `None` if they are empty.
#[must_use]
pub fn places(only_allowed: bool, allowed: Option<&str>, denied: Option<&str>) -> String {
    match (only_allowed, allowed, denied) {
        (false, _, None) => "everywhere".to_owned(),
        (false, None, Some(denied)) => format!("everywhere but in {denied}"),
        (false, Some(allowed), Some(denied)) => format!("everywhere but in {denied}, though still in {allowed}"),
        (true, None, _) => "nowhere, because no channel is allowed".to_owned(),
        (true, Some(allowed), None) => format!("only in {allowed}"),
        (true, Some(allowed), Some(denied)) => format!("only in {allowed}, though not in {denied}"),
    }
}

/// Whether the bot answers to mentions.
#[must_use]
pub fn mentions(ignores: bool) -> String {
    if ignores { "not answered" } else { "answered" }.to_owned()
}

/// Where answers are private by default; `None` if nowhere.
#[must_use]
pub fn private(places: Option<&str>) -> String {
    places.map_or_else(
        || "only when the asker wants one".to_owned(),
        |places| format!("by default in {places}"),
    )
}

/// The cooldown; `places` are the only ones where it counts.
#[must_use]
pub fn cooldown(seconds: u32, places: Option<&str>) -> String {
    let pause = pause(seconds);
    match places {
        None if seconds > 0 => format!("{pause}, separately in each channel"),
        Some(places) if seconds > 0 => format!("{pause}, separately in each channel of {places}"),
        _ => pause,
    }
}

/// A length of the cooldown: "none", "30 seconds".
#[must_use]
pub fn pause(seconds: u32) -> String {
    if seconds == 0 {
        "none".to_owned()
    } else {
        span(Duration::from_secs(seconds.into()))
    }
}

/// Where the bot answers messages that aren't addressed to it; `None` if nowhere.
#[must_use]
pub fn unasked(places: Option<&str>) -> String {
    places.map_or_else(
        || "nowhere".to_owned(),
        |places| format!("to questions in {places}, if I'm sure"),
    )
}

/// The people who may ask; `None` for no restriction.
#[must_use]
pub fn askers(only: Option<&str>, blocked: Option<&str>) -> String {
    let who = only.map_or_else(|| "everybody".to_owned(), |only| format!("only {only}"));
    blocked.map_or_else(|| who.clone(), |blocked| format!("{who}, but not {blocked}"))
}

/// The staff channel; `None` if there is none.
#[must_use]
pub fn staff(channel: Option<&str>, at_once: bool) -> String {
    let when = if at_once { "at once" } else { "once a day" };
    channel.map_or_else(
        || "none".to_owned(),
        |channel| format!("{channel}, with unanswered questions {when}"),
    )
}

/// The admins in a server; `None` for nobody in particular.
#[must_use]
pub fn admins(named: Option<&str>, are_managers: bool) -> String {
    let everywhere = "my admins everywhere";
    match (named, are_managers) {
        (None, false) => everywhere.to_owned(),
        (None, true) => format!("{everywhere}, and all who may manage this server"),
        (Some(named), false) => format!("{everywhere}, and {named}"),
        (Some(named), true) => format!("{everywhere}, all who may manage this server, and {named}"),
    }
}

/// The labels of buttons and menus.
pub mod label {
    /// The placeholder of the menu of pages; `page` is the one that is shown.
    #[must_use]
    pub fn page(page: &str) -> String {
        format!("Shown: {page}. Choose what else to change")
    }
    /// The page about places.
    pub const PLACES: &str = "Channels and mentions";
    /// The page about the cooldown.
    pub const PACE: &str = "Pause after an answer";
    /// The page about unasked answers.
    pub const UNASKED: &str = "Unasked answers";
    /// The page about who may ask.
    pub const PEOPLE: &str = "Who may ask";
    /// The page about the staff channel.
    pub const STAFF: &str = "Staff channel";
    /// The page about admins.
    pub const ADMINS: &str = "Admins";
    /// A menu of places where the bot answers.
    pub const ALLOWED: &str = "Allowed: channels and categories where I answer";
    /// A menu of places where the bot doesn't answer.
    pub const DENIED: &str = "Not allowed: where I don't answer";
    /// A menu of places where answers are private.
    pub const PRIVATE: &str = "Private: where only the asker sees an answer";
    /// A menu of the places where the cooldown counts.
    pub const COOLDOWN_IN: &str = "Only in these channels and categories (choose none for all)";
    /// The menu of cooldowns; `pause` is the one in force.
    #[must_use]
    pub fn cooldown(pause: &str) -> String {
        format!("Pause after a public answer: {pause}")
    }
    /// A menu of places where the bot answers unasked.
    pub const UNASKED_IN: &str = "Where I answer questions that nobody asked me (choose none to stop)";
    /// The menu of the only people who may ask.
    pub const ASKERS: &str = "Only these may ask (choose nobody for everybody)";
    /// The menu of people who may not ask.
    pub const BLOCKED: &str = "These may not ask";
    /// The menu of people who are admins in this server.
    pub const NAMED_ADMINS: &str = "Admins in this server";
    /// From everywhere to only where allowed.
    pub const ONLY_ALLOWED: &str = "Answer only where allowed";
    /// From only where allowed to everywhere.
    pub const EVERYWHERE: &str = "Answer everywhere else, too";
    /// The menu of the staff channel.
    pub const STAFF_CHANNEL: &str = "Where I tell the staff what went wrong (choose none to stop)";
    /// From once a day to at once.
    pub const AT_ONCE: &str = "Report unanswered questions at once";
    /// From at once to once a day.
    pub const ONCE_A_DAY: &str = "Report unanswered questions once a day";
    /// Mentions off.
    pub const IGNORE_MENTIONS: &str = "Ignore mentions";
    /// Mentions on.
    pub const ANSWER_MENTIONS: &str = "Answer mentions";
    /// All who may manage the server become admins.
    pub const MANAGERS_ON: &str = "Make server managers admins";
    /// They are no longer.
    pub const MANAGERS_OFF: &str = "Don't make server managers admins";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_told_in_words() {
        for (only_allowed, allowed, denied, told) in [
            (false, Some("a"), None, "everywhere"),
            (false, Some("a"), Some("b"), "everywhere but in b, though still in a"),
            (true, None, Some("b"), "nowhere, because no channel is allowed"),
            (true, Some("a"), Some("b"), "only in a, though not in b"),
        ] {
            assert_eq!(places(only_allowed, allowed, denied), told);
        }
        assert_eq!(cooldown(0, Some("a")), "none");
        assert_eq!(cooldown(30, Some("a")), "30 seconds, separately in each channel of a");
        assert_eq!(cooldown(600, None), "10 minutes, separately in each channel");
        assert_eq!(askers(Some("a"), Some("b")), "only a, but not b");
    }
}

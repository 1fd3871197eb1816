//! The settings of a server, with the controls of one page below them.

use super::super::custom_id::{Action, Group, Page, Places, SettingsAction, Switch};
use super::super::{PAPER, icon, markdown, rows};
use crate::discord::outgoing::{Component, Embed, EmbedText, MAX_DESCRIPTION, MenuOption, Outgoing};
use crate::ledger::{People, ServerSettings};
use crate::library::{Named, settings_lines};
use crate::message::settings as words;
use crate::message::settings::label;

/// The lengths of a cooldown that can be chosen, in seconds.
pub(crate) const COOLDOWNS: [u32; 11] = [0, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600];

/// The circumstances under which somebody looks at the settings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looking<'a> {
    /// True if an admin looks. Without this, the controls that are for admins alone are missing.
    pub(crate) is_admin: bool,
    /// True if Discord shows the bot messages that aren't addressed to it.
    pub(crate) reads_messages: bool,
    /// True if the server has its own articles. Then whoever manages it is an admin in any case.
    pub(crate) are_own: bool,
    /// A sentence about the last change.
    pub(crate) note: Option<&'a str>,
}

/// All settings of a server, with the controls of a page.
pub(crate) fn settings(settings: &ServerSettings, page: Page, looking: Looking<'_>) -> Outgoing {
    let lines = settings_lines(settings, |named| match named {
        Named::Place(id) => format!("<#{id}>"),
        Named::User(id) => format!("<@{id}>"),
        Named::Role(id) => format!("<@&{id}>"),
    });
    let lines: Vec<String> = lines
        .into_iter()
        .map(|(name, value)| format!("**{name}**: {value}"))
        .collect();
    let refusal = if looking.is_admin { None } else { only_admins(page) };
    let controls = if refusal.is_some() {
        Vec::new()
    } else {
        controls(settings, page, looking.are_own)
    };
    let lacking = (page == Page::Unasked && !looking.reads_messages).then_some(words::CANNOT_READ);
    let note = looking.note.or(refusal).or(lacking);
    Outgoing {
        content: note.unwrap_or_default().to_owned(),
        embeds: vec![Embed {
            title: Some(words::TITLE.to_owned()),
            description: Some(markdown::within(&lines.join("\n"), MAX_DESCRIPTION)),
            footer: Some(EmbedText::Text(words::FOOTER.to_owned())),
            color: Some(PAPER),
            ..Embed::default()
        }],
        components: rows(controls.into_iter().chain([vec![pages(page)]])),
        ..Outgoing::default()
    }
}

/// The reason why nobody but an admin may use the controls of a page; `None` if others may.
pub(crate) fn only_admins(page: Page) -> Option<&'static str> {
    match page {
        Page::Admins => Some(words::ONLY_ADMINS_NAME_ADMINS),
        Page::Staff => Some(words::ONLY_ADMINS_CHOOSE_STAFF),
        Page::Places | Page::Pace | Page::Unasked | Page::People => None,
    }
}

/// The rows of a page, four at most: the menu of pages is the fifth.
fn controls(settings: &ServerSettings, page: Page, are_own: bool) -> Vec<Vec<Component>> {
    let switch = |switch: Switch, is_on: bool| {
        let label = match (switch, is_on) {
            (Switch::OnlyAllowed, false) => label::ONLY_ALLOWED,
            (Switch::OnlyAllowed, true) => label::EVERYWHERE,
            (Switch::IgnoresMentions, false) => label::IGNORE_MENTIONS,
            (Switch::IgnoresMentions, true) => label::ANSWER_MENTIONS,
            (Switch::ManagersAreAdmins, false) => label::MANAGERS_ON,
            (Switch::ManagersAreAdmins, true) => label::MANAGERS_OFF,
            (Switch::TellsAtOnce, false) => label::AT_ONCE,
            (Switch::TellsAtOnce, true) => label::ONCE_A_DAY,
        };
        let action = Action::Settings(SettingsAction::Switch(switch, !is_on));
        Component::button(icon::SWITCH, label, action.encode())
    };
    let places = |places: Places| vec![list_of_places(settings, places)];
    let people = |group: Group| vec![list_of_people(settings, group)];
    match page {
        Page::Places => vec![
            places(Places::Allowed),
            places(Places::Denied),
            places(Places::Private),
            vec![
                switch(Switch::OnlyAllowed, settings.only_allowed),
                switch(Switch::IgnoresMentions, settings.ignores_mentions),
            ],
        ],
        Page::Pace => vec![vec![cooldowns(settings)], places(Places::CooldownIn)],
        Page::Unasked => vec![places(Places::UnaskedIn)],
        Page::People => vec![people(Group::Askers), people(Group::Blocked)],
        Page::Staff => vec![
            vec![staff_channel(settings)],
            vec![switch(Switch::TellsAtOnce, settings.staff.at_once)],
        ],
        Page::Admins if are_own => vec![people(Group::Admins)],
        Page::Admins => vec![
            people(Group::Admins),
            vec![switch(Switch::ManagersAreAdmins, settings.managers_are_admins)],
        ],
    }
}

fn list_of_places(settings: &ServerSettings, places: Places) -> Component {
    let (chosen, placeholder) = match places {
        Places::Allowed => (&settings.allowed, label::ALLOWED),
        Places::Denied => (&settings.denied, label::DENIED),
        Places::Private => (&settings.private, label::PRIVATE),
        Places::CooldownIn => (&settings.cooldown_in, label::COOLDOWN_IN),
        Places::UnaskedIn => (&settings.unasked_in, label::UNASKED_IN),
    };
    let action = Action::Settings(SettingsAction::Places(places));
    Component::list_of_places(action.encode(), placeholder, chosen.iter().copied())
}

fn list_of_people(settings: &ServerSettings, group: Group) -> Component {
    let (People { users, roles }, placeholder) = match group {
        Group::Askers => (&settings.askers, label::ASKERS),
        Group::Blocked => (&settings.blocked, label::BLOCKED),
        Group::Admins => (&settings.admins, label::NAMED_ADMINS),
    };
    let roles = roles.iter().map(|&role| ("role", role));
    let chosen = roles.chain(users.iter().map(|&user| ("user", user)));
    let action = Action::Settings(SettingsAction::People(group));
    Component::list_of_people(action.encode(), placeholder, chosen)
}

fn staff_channel(settings: &ServerSettings) -> Component {
    let action = Action::Settings(SettingsAction::StaffChannel);
    Component::channel(action.encode(), label::STAFF_CHANNEL, settings.staff.channel)
}

fn cooldowns(settings: &ServerSettings) -> Component {
    let options = COOLDOWNS.map(|seconds| MenuOption {
        label: words::pause(seconds),
        value: seconds.to_string(),
        description: None,
    });
    let placeholder = label::cooldown(&words::pause(settings.cooldown_seconds));
    let action = Action::Settings(SettingsAction::Cooldown);
    Component::menu(action.encode(), placeholder, options.to_vec())
}

fn pages(shown: Page) -> Component {
    let name = |page: Page| match page {
        Page::Places => label::PLACES,
        Page::Pace => label::PACE,
        Page::Unasked => label::UNASKED,
        Page::People => label::PEOPLE,
        Page::Staff => label::STAFF,
        Page::Admins => label::ADMINS,
    };
    let options = Page::ALL.iter().map(|&page| MenuOption {
        label: name(page).to_owned(),
        value: page.letter().to_owned(),
        description: None,
    });
    let action = Action::Settings(SettingsAction::Page);
    Component::menu(action.encode(), label::page(name(shown)), options.collect())
}

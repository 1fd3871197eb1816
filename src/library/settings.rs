//! The settings of a server in words, for admins.

use std::collections::BTreeSet;

use crate::ledger::{People, ServerSettings};
use crate::message::settings as words;

/// Something that a setting names, by its ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A channel or a category.
    Place(u64),
    /// A user.
    User(u64),
    /// A role.
    Role(u64),
}

/// The name and the value of each setting; `show` is how something that it names is shown.
pub fn settings_lines(settings: &ServerSettings, show: impl Fn(Named) -> String) -> Vec<(&'static str, String)> {
    let list = |named: &mut dyn Iterator<Item = Named>| {
        let shown: Vec<String> = named.map(&show).collect();
        (!shown.is_empty()).then(|| shown.join(", "))
    };
    let places = |places: &BTreeSet<u64>| list(&mut places.iter().copied().map(Named::Place));
    let people = |people: &People| {
        let roles = people.roles.iter().copied().map(Named::Role);
        list(&mut roles.chain(people.users.iter().copied().map(Named::User)))
    };
    let (allowed, denied) = (places(&settings.allowed), places(&settings.denied));
    let (askers, blocked) = (people(&settings.askers), people(&settings.blocked));
    vec![
        (
            words::name::WHERE,
            words::places(settings.only_allowed, allowed.as_deref(), denied.as_deref()),
        ),
        (words::name::MENTIONS, words::mentions(settings.ignores_mentions)),
        (
            words::name::PRIVATE,
            words::private(places(&settings.private).as_deref()),
        ),
        (
            words::name::COOLDOWN,
            words::cooldown(settings.cooldown_seconds, places(&settings.cooldown_in).as_deref()),
        ),
        (
            words::name::UNASKED,
            words::unasked(places(&settings.unasked_in).as_deref()),
        ),
        (
            words::name::ASKERS,
            words::askers(askers.as_deref(), blocked.as_deref()),
        ),
        (
            words::name::STAFF,
            words::staff(
                settings.staff.channel.map(Named::Place).map(&show).as_deref(),
                settings.staff.at_once,
            ),
        ),
        (
            words::name::ADMINS,
            words::admins(people(&settings.admins).as_deref(), settings.managers_are_admins),
        ),
    ]
}

//! The settings of a server: what its admins have decided about the bot there.
//!
//! A new setting is a field of [`ServerSettings`]. It is stored as JSON, in which a missing field has its default, so
//! that files of earlier versions stay readable.
//!
//! Not here: reading and writing them (`reports`, `writing`), the settings of the program (`config`), and what a setting
//! means for a question (`discord`).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The settings of a server. The default is what holds in a server where nobody has changed anything.
///
/// A place is the ID of a channel or of a category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerSettings {
    /// True if the bot answers only in `allowed` places; otherwise everywhere but in `denied` ones.
    pub only_allowed: bool,
    /// The places where it answers in any case.
    #[serde(with = "ids")]
    pub allowed: BTreeSet<u64>,
    /// The places where it doesn't answer.
    #[serde(with = "ids")]
    pub denied: BTreeSet<u64>,
    /// True if it doesn't answer mentions and replies.
    pub ignores_mentions: bool,
    /// The places where only the asker sees an answer, unless they want it otherwise.
    #[serde(with = "ids")]
    pub private: BTreeSet<u64>,
    /// The least time between two public answers in a channel; 0 for none.
    pub cooldown_seconds: u32,
    /// The only places where that time counts; everywhere if empty.
    #[serde(with = "ids")]
    pub cooldown_in: BTreeSet<u64>,
    /// The places where it also answers messages that aren't addressed to it.
    #[serde(with = "ids")]
    pub unasked_in: BTreeSet<u64>,
    /// The only people who may ask; everybody if empty.
    pub askers: People,
    /// The people who may not ask.
    pub blocked: People,
    /// The people who are the bot's admins in this server.
    pub admins: People,
    /// True if all who may manage the server are the bot's admins in it.
    pub managers_are_admins: bool,
    /// The channel in which the staff is told things, and when.
    pub staff: Staff,
}

/// The channel in which the staff of a server is told about questions and the bot, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Staff {
    /// The channel; `None` for none.
    #[serde(with = "id")]
    pub channel: Option<u64>,
    /// True if unanswered questions are told at once; otherwise once a day.
    pub at_once: bool,
}

/// People, by themselves or by their roles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct People {
    /// The IDs of users.
    #[serde(with = "ids")]
    pub users: BTreeSet<u64>,
    /// The IDs of roles.
    #[serde(with = "ids")]
    pub roles: BTreeSet<u64>,
}

impl People {
    /// True if they are nobody.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty()
    }

    /// True if a person with these roles is one of them.
    pub fn include(&self, user: u64, roles: impl IntoIterator<Item = u64>) -> bool {
        self.users.contains(&user) || roles.into_iter().any(|role| self.roles.contains(&role))
    }
}

/// An ID as text, for the reason that `ids` has.
mod id {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde calls it with a reference")]
    pub(super) fn serialize<S: Serializer>(id: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
        id.map(|id| id.to_string()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

/// IDs as texts, since many readers of JSON have no integers of 64 bits.
mod ids {
    use std::collections::BTreeSet;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(ids: &BTreeSet<u64>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(ids.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<u64>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts
            .iter()
            .map(|text| text.parse().map_err(D::Error::custom))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::ledger::tests::{lines, new, open};
    use crate::ledger::{Entry, Purge};

    fn changed() -> ServerSettings {
        ServerSettings {
            denied: BTreeSet::from([u64::MAX >> 1, 7]),
            cooldown_seconds: 30,
            blocked: People {
                users: BTreeSet::from([5]),
                roles: BTreeSet::from([6]),
            },
            ..ServerSettings::default()
        }
    }

    fn entry(server: u64, settings: ServerSettings) -> Entry {
        Entry::Settings {
            server,
            settings: settings.into(),
        }
    }

    #[test]
    fn the_settings_of_each_server_are_read_as_they_were_last_written() {
        let (folder, mut ledger) = new();
        assert_eq!(ledger.settings().unwrap(), HashMap::new());
        let first = entry(1, ServerSettings::default());
        let other = entry(2, ServerSettings::default());
        ledger.record(&[first, entry(1, changed()), other]).unwrap();
        drop(ledger);
        let all = open(folder.path()).settings().unwrap();
        assert_eq!(all, HashMap::from([(1, changed()), (2, ServerSettings::default())]));
    }

    #[test]
    fn a_setting_that_a_file_lacks_has_its_default_and_an_unreadable_one_spoils_no_other_server() {
        let (_folder, mut ledger) = new();
        ledger
            .execute(
                r#"INSERT INTO server (server, settings) VALUES (1, '{"denied": ["7"], "of_a_later_version": 1}'), (2, 'no JSON'),
                   (3, '{"denied": ["a"]}')"#,
                &[],
            )
            .unwrap();
        let wanted = ServerSettings {
            denied: BTreeSet::from([7]),
            ..ServerSettings::default()
        };
        assert_eq!(ledger.settings().unwrap(), HashMap::from([(1, wanted)]));
    }

    #[test]
    fn settings_are_exported_and_only_a_purge_of_everything_deletes_them() {
        let (_folder, mut ledger) = new();
        ledger.record(&[entry(9, changed())]).unwrap();
        ledger
            .purge(Purge::OlderThan(std::time::Duration::from_secs(0)))
            .unwrap();
        let lines = lines(&ledger);
        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert_eq!((&line["kind"], &line["server"]), (&"settings".into(), &"9".into()));
        assert_eq!(line["settings"]["denied"][1], (u64::MAX >> 1).to_string());
        ledger.purge(Purge::Everything).unwrap();
        assert_eq!(ledger.settings().unwrap(), HashMap::new());
    }

    #[test]
    fn people_are_named_by_themselves_or_by_a_role() {
        let people = changed().blocked;
        assert!(people.include(5, []) && people.include(1, [2, 6]));
        assert!(!people.include(6, [5]) && !people.is_empty() && People::default().is_empty());
    }
}

//! The ledger: whether the bot could open it, and what is kept in it.

use super::clause;
use super::finding::{Group, Status};
use super::folder::{self, Usable, usable_with};
use crate::config::{Config, DATA_VARIABLE};
use crate::ledger::{self, LedgerError, Contents};
use crate::message::check::ledger as message;

const DAY_SECONDS: u64 = 24 * 60 * 60;

pub(super) fn check(config: &Config) -> Group {
    let mut group = Group::new("ledger");
    let usable = usable_with(&config.data, &[ledger::FILE]);
    folder::tell(
        &mut group,
        "ledger",
        &config.data,
        &usable,
        Status::Wrong,
        DATA_VARIABLE,
    );
    match ledger::inspect(&config.data) {
        Ok(None) => group.ok("file", message::none_yet()),
        Ok(Some(sound)) => tell(config, sound, &mut group),
        Err(LedgerError::Io { .. } | LedgerError::Sqlite(_)) if matches!(usable, Usable::No(_)) => {
            group.skip("file", message::not_looked_at());
        }
        Err(error @ LedgerError::Newer { .. }) => group.wrong("file", message::newer(&clause(error))),
        Err(LedgerError::Locked) => group.wrong("file", message::locked()),
        Err(error @ (LedgerError::Damaged(_) | LedgerError::Io { .. })) => {
            group.wrong("file", message::damaged(&clause(error)));
        }
        Err(error) => group.skip("file", message::unknown(&clause(error))),
    }
    let aside: Vec<String> = ledger::set_aside_in(&config.data)
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    if !aside.is_empty() {
        group.warn("set_aside", message::set_aside(&aside));
    }
    let days = config.ledger.keep.as_secs() / DAY_SECONDS;
    group.ok("keeps", message::keeps(config.ledger.stores_questions, days));
    group
}

fn tell(config: &Config, sound: Contents, group: &mut Group) {
    let bytes = std::fs::metadata(config.data.join(ledger::FILE)).map_or(0, |metadata| metadata.len());
    group.ok("file", message::sound(bytes, sound.questions, sound.votes));
    if sound.is_of_earlier_version {
        group.warn("version", message::earlier());
    }
}

//! The ledger: whether the bot can open it, and what it keeps.

use super::account::PORTAL;
use super::files::{self, Usable, usable};
use super::report::{Group, Status};
use super::{capitalized, clause};
use crate::cli::library::storage;
use crate::config::{Config, DATA_VARIABLE};
use crate::database::DatabaseError;
use crate::discord::MESSAGE_CONTENT_INTENT;
use crate::ledger::{self, Contents, LedgerError, Storage};
use crate::message::count;

const DAY_SECONDS: u64 = 24 * 60 * 60;

pub(super) fn check(config: &Config) -> Group {
    let mut group = Group::new("ledger");
    let usable = usable(&config.data, &[ledger::FILE]);
    files::tell(
        &mut group,
        "ledger",
        &config.data,
        &usable,
        Status::Wrong,
        DATA_VARIABLE,
    );
    let storage = storage(config, None);
    if let Ok(storage @ Storage::Shared { .. }) = &storage {
        let place = storage.place();
        group.ok(
            "database",
            format!("The ledger is kept in the PostgreSQL database {place}."),
        );
    }
    let file = config.data.join(ledger::FILE);
    if config.ledger.database.is_some() && file.exists() {
        group.warn(
            "left_behind",
            format!(
                "{} has a ledger, but VERBATIM_DATABASE is set, so it isn't used.",
                file.display()
            ),
            "Stop the bot and run verbatim migrate database to move it, or rename the file if you don't need it.",
        );
    }
    match storage
        .map_err(LedgerError::from)
        .and_then(|storage| ledger::inspect(&storage))
    {
        Ok(None) => group.ok("file", "There is no ledger yet; the bot creates it when it starts."),
        Ok(Some(contents)) => tell_contents(contents, config.discord.message_content, &mut group),
        Err(LedgerError::Io { .. } | LedgerError::Sqlite(_)) if matches!(usable, Usable::No(_)) => {
            group.skip("file", "The ledger was not checked, since its folder can't be used.");
        }
        Err(error) => tell_error(error, &mut group),
    }
    let set_aside = ledger::set_aside_in(&config.data);
    if !set_aside.is_empty() {
        let names: Vec<String> = set_aside.iter().map(|path| path.display().to_string()).collect();
        group.warn(
            "set_aside",
            format!("Damaged ledgers were moved out of the way: {}.", names.join(", ")),
            "If you have a backup, restore it (docs/running.md), then delete these files. If it happens again, check the disk.",
        );
    }
    let days = config.ledger.keep.as_secs() / DAY_SECONDS;
    let days = count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days");
    group.ok(
        "keeps",
        if config.ledger.stores_questions {
            format!("It keeps the text of unanswered questions, and anonymous votes, for {days}.")
        } else {
            format!("It keeps no text of questions (VERBATIM_QUESTION_LOG), and anonymous votes for {days}.")
        },
    );
    group
}

fn tell_contents(contents: Contents, reads_messages: bool, group: &mut Group) {
    let counted = |number: u64, one, many| count(usize::try_from(number).unwrap_or(usize::MAX), one, many);
    group.ok(
        "file",
        format!(
            "The ledger is intact; it holds {} and {}.",
            counted(contents.questions, "unanswered question", "unanswered questions"),
            counted(contents.votes, "vote", "votes")
        ),
    );
    if contents.unasked_servers > 0 && !reads_messages {
        let servers = counted(contents.unasked_servers, "server wants", "servers want");
        group.warn(
            "unasked",
            format!("{servers} unasked answers (/settings), but VERBATIM_MESSAGE_CONTENT is off, so there are none."),
            format!("{PORTAL}, then Bot, and switch on {MESSAGE_CONTENT_INTENT}; then set VERBATIM_MESSAGE_CONTENT=on and restart verbatim serve."),
        );
    }
    if contents.is_of_earlier_version {
        group.warn(
            "version",
            "The ledger is from an earlier version of the program; the bot converts it when it starts.",
            "Make a backup first if you may want to go back.",
        );
    }
}

fn tell_error(error: LedgerError, group: &mut Group) {
    match error {
        LedgerError::Newer { .. } | LedgerError::Database(DatabaseError::Newer { .. }) => group.wrong(
            "file",
            format!("The ledger is from a newer version of the program: {}.", clause(error)),
            "Install that version again, or restore the backup from before the upgrade. Until then, nothing is recorded.",
        ),
        LedgerError::Locked => group.wrong(
            "file",
            "Another process keeps the ledger locked.",
            "The bot never does so for long: look for a program such as sqlite3 or psql that has it open, and close it.",
        ),
        LedgerError::Database(DatabaseError::Address(_)) => group.wrong(
            "file",
            format!("{}.", clause(error)),
            "Write it as postgres://role:password@host/database (docs/running.md). Until then, the bot doesn't start.",
        ),
        LedgerError::Database(DatabaseError::Unreachable(_)) => group.wrong(
            "file",
            format!("{}.", capitalized(&clause(error))),
            "Start the database, or correct VERBATIM_DATABASE. Meanwhile the bot answers, and keeps in memory what it has to record.",
        ),
        LedgerError::Database(DatabaseError::Postgres(_) | DatabaseError::Encoding(_)) => group.wrong(
            "file",
            format!("{}.", capitalized(&clause(error))),
            "Correct VERBATIM_DATABASE, or what the role may do (docs/running.md). Until then, nothing is recorded.",
        ),
        LedgerError::Database(DatabaseError::Unguarded(_)) => group.wrong(
            "file",
            format!("{}.", capitalized(&clause(error))),
            "As a superuser: CREATE ROLE verbatim LOGIN PASSWORD '...'; CREATE DATABASE verbatim OWNER verbatim. Then let VERBATIM_DATABASE name that role. Until then, nothing is recorded.",
        ),
        LedgerError::Damaged(_) | LedgerError::Io { .. } => group.wrong(
            "file",
            format!("The ledger can't be used: {}.", clause(error)),
            "Restore a backup before you start the bot (docs/running.md); otherwise the bot moves the file out of the way and creates a new one.",
        ),
        error => group.skip(
            "file",
            format!("The ledger could not be checked: {}. If this persists, stop the bot and check again.", clause(error)),
        ),
    }
}

//! Sentences about moving the ledgers between the data folder and a database.

use super::count;

/// No database is set.
pub const NO_DATABASE: &str = "VERBATIM_DATABASE is not set, so there is no database to move the ledgers into or out of. Set it, also to move them back.";

/// There is no ledger at all.
pub const NOTHING_TO_MOVE: &str = "There is no ledger to move.";

/// Said after the ledgers were moved into the database.
pub const KEEP_THE_SETTING: &str =
    "The bot uses the database as long as VERBATIM_DATABASE is set. The files were renamed, not deleted.";

/// Said after the ledgers were moved out of the database.
pub const DROP_THE_SETTING: &str = "Take VERBATIM_DATABASE out of the settings before you start the bot.";

/// The bot is running.
pub fn serving(holder: &str) -> String {
    format!("The bot is running ({holder}). Stop it first, so that it writes nothing while the ledgers move.")
}

/// A ledger was moved.
pub fn moved(server: Option<u64>, rows: usize, place: &str) -> String {
    format!("{} was moved to {place}: {}.", of(server), count(rows, "row", "rows"))
}

/// The database has another ledger where one was to go.
pub fn database_in_use(server: Option<u64>, place: &str) -> String {
    let named = server.map_or_else(String::new, |server| format!(" --server {server}"));
    format!(
        "{} was not moved, and is as it was: {place} already has one with other entries. If you don't need those, delete them (verbatim ledger{named} export > entries.json, then verbatim ledger{named} purge --everything), and move it again.",
        of(server)
    )
}

/// A folder has another ledger where one was to go.
pub fn file_in_use(server: Option<u64>, folder: &str) -> String {
    format!(
        "{} was not moved, and is as it was: {folder} already has one with other entries. If you don't need those, rename the file verbatim.sqlite there, and move it again.",
        of(server)
    )
}

/// A ledger could not be moved.
pub fn failed(server: Option<u64>, reason: &str) -> String {
    format!("{} was not moved, and is as it was: {reason}.", of(server))
}

fn of(server: Option<u64>) -> String {
    server.map_or_else(
        || "The ledger".to_owned(),
        |server| format!("The ledger of server {server}"),
    )
}

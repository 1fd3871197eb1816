//! What `verbatim check` says of the ledger, of folders, and of the room on the disk.

use std::fmt::Display;

use super::Told;
use crate::message::count;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// "14.2 GiB".
fn bytes(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = u128::from(bytes) * 10 / u128::from(unit);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..KIB => count(usize::try_from(bytes).unwrap_or(0), "byte", "bytes"),
        KIB..MIB => format!("{} KiB", tenths(KIB)),
        MIB..GIB => format!("{} MiB", tenths(MIB)),
        _ => format!("{} GiB", tenths(GIB)),
    }
}

/// A folder can be written; `what` is "index" or "ledger".
pub fn folder_writable(what: &str, folder: &str) -> Told {
    Told::well(format!("The folder {folder} for the {what} can be written."))
}

/// A folder is not there yet, and can be made.
pub fn folder_to_come(what: &str, folder: &str) -> Told {
    Told::well(format!(
        "The folder {folder} for the {what} is not there yet, and can be made."
    ))
}

/// A folder cannot be written or made; `reason` is a clause, `variable` the setting that names it.
pub fn folder_unusable(what: &str, folder: &str, reason: &dyn Display, variable: &str) -> Told {
    Told::so(
        format!("The folder {folder} for the {what} can't be used: {reason}."),
        format!("Let the user that runs the bot write there, or name another folder with {variable}."),
    )
}

/// Somebody else than a folder has its name.
pub fn not_a_folder() -> String {
    "there is something of that name that is no folder".to_owned()
}

/// The operating system does not let us write.
pub fn not_writable() -> String {
    "it can't be written".to_owned()
}

/// A file in it is somebody else's.
pub fn file_not_writable(name: &str) -> String {
    format!("the file {name} in it can't be written")
}

/// The folder that it would be made in can't be written.
pub fn not_creatable() -> String {
    "it is not there, and can't be made".to_owned()
}

/// A link stands in its place that leads to nothing.
pub fn dangling_link() -> String {
    "it is a link that leads nowhere".to_owned()
}

/// There is no ledger.
pub fn none_yet() -> Told {
    Told::well("There is no ledger yet; the bot makes it when it starts.")
}

/// The ledger is sound.
pub fn sound(size: u64, questions: u64, votes: u64) -> Told {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Told::well(format!(
        "The ledger is sound: {} and {} in {}.",
        count(number(questions), "question asked in vain", "questions asked in vain"),
        count(number(votes), "vote", "votes"),
        bytes(size)
    ))
}

/// It is of an earlier version of the program.
pub fn earlier() -> Told {
    Told::so(
        "The ledger is of an earlier version of the program.",
        "Make a backup, if you may want to go back: the bot takes it to this version when it starts.",
    )
}

/// It is of a later version of the program; `reason` is a clause.
pub fn newer(reason: &dyn Display) -> Told {
    Told::so(
        format!("The ledger is of a newer version of the program: {reason}."),
        "Install that version again, or restore the backup that was made before the upgrade. Until then nothing is recorded.",
    )
}

/// Somebody keeps it locked.
pub fn locked() -> Told {
    Told::so(
        "The ledger is locked by another process.",
        "The running bot does not do that for long: look for a program such as sqlite3 that has it open, and end it.",
    )
}

/// It is damaged; `reason` is a clause.
pub fn damaged(reason: &dyn Display) -> Told {
    Told::so(
        format!("The ledger can't be used: {reason}."),
        "Restore a backup before you start the bot (docs/running.md); else it renames the file and begins a new one.",
    )
}

/// It could not be looked at; `reason` is a clause.
pub fn unknown(reason: &dyn Display) -> Told {
    Told::so(
        format!("The ledger could not be looked at: {reason}."),
        "Check again; if it stays so, stop the bot first.",
    )
}

/// The folder is no place for a ledger, so there was nothing to look at.
pub fn not_looked_at() -> Told {
    Told::well("The ledger was not looked at, for what is said above.")
}

/// One that was found damaged lies beside it.
pub fn set_aside(files: &[String]) -> Told {
    Told::so(
        format!(
            "{} found damaged and put aside: {}.",
            count(files.len(), "ledger was", "ledgers were"),
            files.join(", ")
        ),
        "If there is a backup, restore it (docs/running.md); then delete what you don't need of them. If it happens again, look at the disk.",
    )
}

/// What is kept, and how long.
pub fn keeps(stores_questions: bool, days: u64) -> Told {
    let days = count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days");
    Told::well(if stores_questions {
        format!("Questions asked in vain are kept in words, and votes without names, for {days}.")
    } else {
        format!("No question is kept in words (VERBATIM_QUESTION_LOG); votes are kept without names, for {days}.")
    })
}

/// There is room; `folders` are on the same disk.
pub fn room(folders: &str, free: u64, needed: u64) -> Told {
    Told::well(format!(
        "{} are free for {folders}; {} are enough.",
        bytes(free),
        bytes(needed)
    ))
}

/// There is little room.
pub fn little_room(folders: &str, free: u64, needed: u64) -> Told {
    Told::so(
        format!(
            "Only {} are free for {folders}; what is built and written there may need {}.",
            bytes(free),
            bytes(needed)
        ),
        "Make room on that disk, or move the folders to another (VERBATIM_CORPUS, VERBATIM_INDEX, VERBATIM_DATA).",
    )
}

/// It can't be told how much room there is; `reason` is a clause.
pub fn room_unknown(folder: &str, reason: &dyn Display) -> Told {
    Told::well(format!("How much is free for {folder} can't be told: {reason}."))
}

/// Names of folders as a list: "corpus, index and data".
pub fn folders(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_largest_unit_there_is_one_of() {
        for (size, told) in [
            (1, "1 byte"),
            (1023, "1023 bytes"),
            (1536, "1.5 KiB"),
            (64 << 20, "64.0 MiB"),
            (u64::MAX, "17179869183.9 GiB"),
        ] {
            assert_eq!(bytes(size), told);
        }
        assert_eq!(folders(&["corpus", "index", "data"]), "corpus, index and data");
    }
}

//! The room on the disk: enough for a build beside the live index, for a ledger that is rewritten, for an article more?

use std::path::Path;

use walkdir::WalkDir;

use super::finding::Group;
use super::folder::{Room, room};
use crate::config::Config;
use crate::corpus::MAX_FILE_BYTES;
use crate::message::check::ledger as message;

/// An article that is added, and the one that goes to the trash for it.
const CORPUS_BYTES: u64 = 2 * MAX_FILE_BYTES;
/// For a small index, what is made while it is built.
const MIN_INDEX_BYTES: u64 = 64 << 20;
/// For a small ledger, some months of questions.
const MIN_DATA_BYTES: u64 = 16 << 20;

/// Folders on one disk.
struct Disk {
    room: Room,
    folders: Vec<String>,
    needed_bytes: u64,
}

pub(super) fn check(config: &Config) -> Group {
    let mut group = Group::new("disk");
    let mut disks: Vec<Disk> = Vec::new();
    for (folder, needed_bytes) in [
        (&config.corpus, CORPUS_BYTES),
        (&config.index, (2 * largest_inside(&config.index)).max(MIN_INDEX_BYTES)),
        (&config.data, (2 * size(&config.data)).max(MIN_DATA_BYTES)),
    ] {
        let name = folder.display().to_string();
        match room(folder) {
            Err(error) => group.skip("room", message::room_unknown(&name, &error)),
            Ok(room) => match disks.iter_mut().find(|disk| disk.room.device == room.device) {
                Some(disk) => {
                    disk.folders.push(name);
                    disk.needed_bytes += needed_bytes;
                }
                None => disks.push(Disk {
                    room,
                    folders: vec![name],
                    needed_bytes,
                }),
            },
        }
    }
    for disk in &disks {
        tell(disk, &mut group);
    }
    group
}

fn tell(disk: &Disk, group: &mut Group) {
    let names: Vec<&str> = disk.folders.iter().map(String::as_str).collect();
    let (folders, free) = (message::folders(&names), disk.room.free_bytes);
    if free < disk.needed_bytes {
        group.warn("room", message::little_room(&folders, free, disk.needed_bytes));
    } else {
        group.ok("room", message::room(&folders, free, disk.needed_bytes));
    }
}

/// The size of the largest thing in a folder: of the index, that is a generation.
fn largest_inside(folder: &Path) -> u64 {
    let entries = WalkDir::new(folder).min_depth(1).max_depth(1).into_iter().flatten();
    entries.map(|entry| size(entry.path())).max().unwrap_or(0)
}

/// The size of all files in a folder, or of the file. What can't be looked at counts as nothing.
fn size(path: &Path) -> u64 {
    let entries = WalkDir::new(path).into_iter().flatten();
    entries
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| Some(entry.metadata().ok()?.len()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::finding::Status;

    #[test]
    fn a_disk_that_is_nearly_full_is_told_before_a_build_fails() {
        let told = |free_bytes| {
            let mut group = Group::new("disk");
            let disk = Disk {
                room: Room { device: 1, free_bytes },
                folders: vec!["index".to_owned(), "data".to_owned()],
                needed_bytes: 64 << 20,
            };
            tell(&disk, &mut group);
            group.findings.remove(0)
        };
        assert_eq!(told(64 << 20).status, Status::Ok);
        let low = told(63 << 20);
        assert_eq!(low.status, Status::Warn);
        assert!(
            low.message.starts_with("Only 63.0 MiB are free for index and data; "),
            "{}",
            low.message
        );
    }

    #[test]
    fn a_build_needs_as_much_as_the_largest_generation() {
        let index = tempfile::tempdir().unwrap();
        for (name, bytes) in [("000001-0", 10), ("000002-0", 30), ("current", 1)] {
            let path = index.path().join(name);
            if name == "current" {
                std::fs::write(path, vec![0; bytes]).unwrap();
            } else {
                std::fs::create_dir(&path).unwrap();
                std::fs::write(path.join("vectors"), vec![0; bytes]).unwrap();
            }
        }
        assert_eq!(largest_inside(index.path()), 30);
        assert_eq!(size(index.path()), 41);
        assert_eq!(largest_inside(&index.path().join("nowhere")), 0);
    }
}

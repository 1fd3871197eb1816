//! A folder on the disk: whether it can be written, or made, and how much room there is. Asked of the operating system, and
//! not by writing.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Access, access, statvfs};

use super::finding::{Group, Status};
use crate::message::check::ledger as message;

/// Whether a folder can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Usable {
    /// It can.
    Writable,
    /// It is not there, but can be made.
    ToCome,
    /// It can't: why, as a clause.
    No(String),
}

/// Room on a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// The number of the file system.
    pub(super) device: u64,
    pub(super) free_bytes: u64,
}

pub(super) fn usable(folder: &Path) -> Usable {
    match fs::metadata(folder) {
        Ok(metadata) if !metadata.is_dir() => Usable::No(message::not_a_folder()),
        Ok(_) if is_writable(folder) => Usable::Writable,
        Ok(_) => Usable::No(message::not_writable()),
        // A link that leads nowhere: nothing can be made in its place.
        Err(_) if folder.is_symlink() => Usable::No(message::dangling_link()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = nearest(folder);
            if above.is_dir() && is_writable(above) {
                Usable::ToCome
            } else {
                Usable::No(message::not_creatable())
            }
        }
        // Something above it is no folder.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Usable::No(message::not_creatable()),
        Err(error) => Usable::No(error.to_string()),
    }
}

/// The same of a folder with files that are written to where they lie. Those that another user made, by running the
/// program, say, with more rights than the bot has, are no use to it.
pub(super) fn usable_with(folder: &Path, files: &[&str]) -> Usable {
    let is_closed = |name: &&&str| {
        let file = folder.join(name);
        file.exists() && access(&file, Access::READ_OK | Access::WRITE_OK).is_err()
    };
    match (usable(folder), files.iter().find(is_closed)) {
        (Usable::Writable, Some(name)) => Usable::No(message::file_not_writable(name)),
        (usable, _) => usable,
    }
}

/// Says how it is; `unusable` is how bad it is if it can't be used.
pub(super) fn tell(
    group: &mut Group,
    what: &'static str,
    folder: &Path,
    usable: &Usable,
    unusable: Status,
    variable: &str,
) {
    let folder = folder.display().to_string();
    match usable {
        Usable::Writable => group.ok("writable", message::folder_writable(what, &folder)),
        Usable::ToCome => group.ok("writable", message::folder_to_come(what, &folder)),
        Usable::No(reason) => {
            let told = message::folder_unusable(what, &folder, reason, variable);
            group.add("writable", unusable, told);
        }
    }
}

/// How much there is where the folder is, or would be made.
pub(super) fn room(folder: &Path) -> io::Result<Room> {
    let there = nearest(folder);
    let disk = statvfs(there)?;
    Ok(Room {
        device: fs::metadata(there)?.dev(),
        free_bytes: disk.f_bavail.saturating_mul(disk.f_frsize),
    })
}

fn is_writable(folder: &Path) -> bool {
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// The folder, or the first above it that is there.
fn nearest(folder: &Path) -> &Path {
    let mut above = folder.ancestors();
    let there = above.find(|path| !path.as_os_str().is_empty() && path.exists());
    there.unwrap_or_else(|| Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_there_to_come_or_no_use() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::write(path("file"), "").unwrap();
        assert_eq!(usable(home.path()), Usable::Writable);
        assert_eq!(usable(&path("data")), Usable::ToCome);
        assert_eq!(usable(&path("of/the/bot")), Usable::ToCome);
        assert_eq!(usable(&path("file")), Usable::No(message::not_a_folder()));
        assert_eq!(usable(&path("file/data")), Usable::No(message::not_creatable()));
        std::os::unix::fs::symlink("nowhere", path("link")).unwrap();
        assert_eq!(usable(&path("link")), Usable::No(message::dangling_link()));
        assert_eq!(usable(Path::new("nowhere to be found")), Usable::ToCome);
        assert!(!path("data").exists() && !path("of").exists());
    }

    #[test]
    fn room_is_that_of_the_disk_that_the_folder_would_be_on() {
        let home = tempfile::tempdir().unwrap();
        let there = room(home.path()).unwrap();
        assert_eq!(room(&home.path().join("of/the/bot")).unwrap().device, there.device);
        assert!(there.free_bytes > 0);
    }
}

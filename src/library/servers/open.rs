//! The lock of a library: it says whether anybody has the library open, and ends with the process, however that ends.
//! Only a library that nobody has open is removed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::thread;
use std::time::{Duration, Instant};

use super::folder::{ServersFolder, lock_file};
use crate::ledger::unix_now;

/// The name of the file in a library that is locked as long as the library is open.
const OPEN: &str = "open.lock";

/// The beginning of the name of a library that is being removed.
const REMOVED: &str = ".removed-";

/// The pause before the lock is tried again.
const POLL: Duration = Duration::from_millis(50);

/// The right to have a library open: it isn't removed as long as this lives.
#[derive(Debug)]
pub struct Hold {
    _file: File,
}

impl ServersFolder {
    /// Takes the right to have a library open.
    ///
    /// # Errors
    /// If there is no such library, or it is being removed.
    pub fn hold(&self, server: u64) -> io::Result<Hold> {
        let file = lock_file(self.of(server).join(OPEN))?;
        match file.try_lock_shared() {
            Ok(()) if self.standing(server)?.removed_at.is_none() => Ok(Hold { _file: file }),
            Ok(()) | Err(TryLockError::WouldBlock) => Err(io::Error::other("it is being removed")),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Removes the library of a server for good. From now on nobody can open it; waits for those who have it open, for
    /// `patience` at most. Returns false if somebody still had it open then: it stays shut, and can be removed later.
    ///
    /// # Errors
    /// If there is no such library, or a file can't be removed.
    pub fn remove(&self, server: u64, patience: Duration) -> io::Result<bool> {
        let folder = self.of(server);
        fs::metadata(&folder)?;
        self.change_standing(server, |standing| standing.removed_at = Some(unix_now()))?;
        let lock = lock_file(folder.join(OPEN))?;
        let started = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if started.elapsed() >= patience => return Ok(false),
                Err(TryLockError::WouldBlock) => thread::sleep(POLL),
            }
        }
        self.remove_shared_ledger(server)?;
        // From one moment to the next nothing of it is left, whatever happens to this process.
        fs::rename(&folder, self.path().join(format!("{REMOVED}{server}")))?;
        self.clear_removed()?;
        self.change_standing(server, |standing| standing.removed_at = None)?;
        Ok(true)
    }

    /// Deletes what is left of libraries that were removed by a process that was killed.
    fn clear_removed(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.path())? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(REMOVED) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_is_open_is_not_removed_and_one_that_is_removed_not_opened() {
        let data = tempfile::tempdir().unwrap();
        let servers = ServersFolder::in_data(data.path());
        let make = || fs::create_dir_all(servers.of(7)).unwrap();
        assert!(servers.remove(7, Duration::ZERO).is_err(), "there is none");
        make();
        let held = servers.hold(7).unwrap();
        assert!(!servers.remove(7, Duration::ZERO).unwrap());
        assert!(servers.standing(7).unwrap().is_shut());
        assert!(servers.hold(7).is_err(), "it is to be removed");
        drop(held);
        // A process that was killed left this.
        fs::create_dir(servers.path().join(".removed-5")).unwrap();
        assert!(servers.remove(7, Duration::ZERO).unwrap());
        let left: Vec<_> = fs::read_dir(servers.path())
            .unwrap()
            .map(|left| left.unwrap().file_name())
            .collect();
        assert_eq!(left, [".lock"]);
        make();
        assert!(servers.hold(7).is_ok(), "the server may begin again");
    }
}

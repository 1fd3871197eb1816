//! The standing of a server: what is noted about it beside its library.
//!
//! It is a small file of its own, read whenever somebody asks, so that a change by another process holds at once. A server
//! about which nothing is noted has none.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::folder::{ServersFolder, lock_file};
use crate::ledger::unix_now;

/// The name of the file that is locked while a standing changes.
const CHANGING: &str = ".lock";

/// The name of the file with the time from which on servers are new.
const BEGUN: &str = ".begun";

/// The notes about a server. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// When whoever runs the bot suspended it; `None` if it isn't suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended_at: Option<u64>,
    /// When it was welcomed; `None` if it was there before, or has not been yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welcomed_at: Option<u64>,
    /// When it was noticed that it has removed the bot; `None` while the bot is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<u64>,
    /// The last day, counted from 1970 (UTC), on which people there began builds of the index, and how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub builds: Option<(u64, usize)>,
    /// When its library began to be removed; `None` unless it still is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<u64>,
}

impl Standing {
    /// The number of builds that people there began today.
    #[must_use]
    pub fn builds_today(&self) -> usize {
        self.builds
            .filter(|(day, _)| *day == today())
            .map_or(0, |(_, builds)| builds)
    }

    /// True if its library must not be open.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.suspended_at.is_some() || self.removed_at.is_some()
    }
}

impl ServersFolder {
    /// The standing of a server.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn standing(&self, server: u64) -> io::Result<Standing> {
        match fs::read(self.standing_file(server)) {
            Ok(written) => Ok(serde_json::from_slice(&written)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Standing::default()),
            Err(error) => Err(error),
        }
    }

    /// Changes the standing of a server. Returns the new one.
    ///
    /// # Errors
    /// If it can't be read or written.
    pub fn change_standing(&self, server: u64, change: impl FnOnce(&mut Standing)) -> io::Result<Standing> {
        fs::create_dir_all(self.path())?;
        let lock = lock_file(self.path().join(CHANGING))?;
        lock.lock()?;
        let before = self.standing(server)?;
        let mut standing = before;
        change(&mut standing);
        if standing == Standing::default() {
            match fs::remove_file(self.standing_file(server)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        } else if standing != before {
            // The bot and whoever runs it in a shell may be different users.
            let mut file = tempfile::Builder::new()
                .prefix(".standing-")
                .permissions(Permissions::from_mode(0o644))
                .tempfile_in(self.path())?;
            file.write_all(&serde_json::to_vec(&standing)?)?;
            file.as_file().sync_all()?;
            file.persist(self.standing_file(server))?;
        }
        Ok(standing)
    }

    /// Notes whether the bot is in a server. Of one that has removed the bot and has no library, nothing is kept.
    ///
    /// # Errors
    /// As [`ServersFolder::change_standing`].
    pub fn note_presence(&self, server: u64, is_there: bool) -> io::Result<Standing> {
        let standing = self.standing(server)?;
        match (is_there, standing.gone_at) {
            (true, None) | (false, Some(_)) => Ok(standing),
            (true, Some(_)) => self.change_standing(server, |standing| standing.gone_at = None),
            (false, None) if self.of(server).is_dir() => self.change_standing(server, |standing| {
                standing.gone_at.get_or_insert(unix_now());
            }),
            (false, None) => self.clear_standing(server),
        }
    }

    /// Counts another build of today, unless there were `most` already. Returns false then.
    ///
    /// # Errors
    /// As [`ServersFolder::change_standing`].
    pub fn take_build(&self, server: u64, most: usize) -> io::Result<bool> {
        let mut is_taken = false;
        self.change_standing(server, |standing| {
            let builds = standing.builds_today();
            is_taken = builds < most;
            if is_taken {
                standing.builds = Some((today(), builds + 1));
            }
        })?;
        Ok(is_taken)
    }

    /// Removes the library of a server for good if nobody has it open, and what is noted about the server. Returns false
    /// if somebody has it open. A server that is suspended stays so.
    ///
    /// # Errors
    /// If a file can't be removed.
    pub fn forget(&self, server: u64) -> io::Result<bool> {
        if self.of(server).is_dir() && !self.remove(server, Duration::ZERO)? {
            return Ok(false);
        }
        self.clear_standing(server).map(|_| true)
    }

    fn clear_standing(&self, server: u64) -> io::Result<Standing> {
        self.change_standing(server, |standing| {
            *standing = Standing {
                suspended_at: standing.suspended_at,
                ..Standing::default()
            };
        })
    }

    /// The time from which on servers that invite the bot are new, in seconds since 1970: when this was first asked. A
    /// server that the bot was in before is no new one.
    ///
    /// # Errors
    /// If it can't be read or written.
    pub fn begun(&self) -> io::Result<u64> {
        let path = self.path().join(BEGUN);
        fs::create_dir_all(self.path())?;
        match File::create_new(&path) {
            Ok(mut file) => {
                let now = unix_now();
                write!(file, "{now}")?;
                Ok(now)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // Another task may be writing it right now: then all servers of this moment are old ones.
                Ok(fs::read_to_string(&path)?.trim().parse().unwrap_or_else(|_| unix_now()))
            }
            Err(error) => Err(error),
        }
    }

    /// The servers that have a library, or about which something is noted.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn known(&self) -> io::Result<BTreeSet<u64>> {
        self.named(|name| name.strip_suffix(".json").unwrap_or(name))
    }

    /// When a standing last changed, or a library was made or removed; `None` if that is unknown.
    #[must_use]
    pub fn changed_at(&self) -> Option<SystemTime> {
        fs::metadata(self.path()).ok()?.modified().ok()
    }

    fn standing_file(&self, server: u64) -> PathBuf {
        self.path().join(format!("{server}.json"))
    }
}

fn today() -> u64 {
    unix_now() / (24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_is_kept_and_leaves_nothing_once_there_is_nothing_to_note() {
        let data = tempfile::tempdir().unwrap();
        let servers = ServersFolder::in_data(data.path());
        assert_eq!(servers.standing(7).unwrap(), Standing::default());
        let suspend = |at| move |standing: &mut Standing| standing.suspended_at = at;
        let noted = servers.change_standing(7, suspend(Some(5))).unwrap();
        assert_eq!((noted.suspended_at, noted.is_shut()), (Some(5), true));
        assert_eq!(servers.standing(7).unwrap(), noted);
        assert_eq!(servers.standing(8).unwrap(), Standing::default());
        assert_eq!(servers.all().unwrap().len(), 0, "a standing is no library");
        servers.change_standing(7, suspend(None)).unwrap();
        assert!(!servers.standing_file(7).exists());
        fs::write(servers.standing_file(7), "{").unwrap();
        assert!(servers.standing(7).is_err() && servers.change_standing(7, suspend(None)).is_err());
    }
}

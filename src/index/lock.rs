//! The lock that lets only one process build at a time.
//!
//! It is held through the file's descriptor, so it ends with the process, however that ends; the file itself stays.
//! Readers never take it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::process;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::error::{StoreError, io_error};
use super::store::Store;

/// The name of the file that a building process locks.
pub const LOCK: &str = "lock";
const POLL: Duration = Duration::from_millis(50);

/// The right to build, given up on drop.
#[derive(Debug)]
pub struct BuildLock<'a> {
    pub(super) store: &'a Store,
    _file: File,
}

impl Store {
    /// Takes the build lock; waits for it at most `wait`.
    ///
    /// # Errors
    /// [`StoreError::Locked`] if another process holds it, [`StoreError::Io`] if the folder cannot be written.
    pub fn lock(&self, wait: Option<Duration>) -> Result<BuildLock<'_>, StoreError> {
        let folder = self.folder();
        fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
        let path = folder.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            // Until this process has the lock, the file names another one.
            .truncate(false)
            .open(&path)
            .map_err(|source| io_error(&path, source))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(source)) => return Err(io_error(&path, source)),
                Err(TryLockError::WouldBlock) => {}
            }
            let left = wait.unwrap_or_default().saturating_sub(started.elapsed());
            if left.is_zero() {
                return Err(StoreError::Locked { holder: holder(&path) });
            }
            thread::sleep(left.min(POLL));
        }
        name_holder(&mut file).map_err(|source| io_error(&path, source))?;
        Ok(BuildLock {
            store: self,
            _file: file,
        })
    }

    /// The process that is building, as it describes itself; `None` if none is. Writes nothing.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the lock cannot be read.
    pub fn locked_by(&self) -> Result<Option<String>, StoreError> {
        let path = self.folder().join(LOCK);
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(|source| io_error(&path, source))?,
        };
        // Take a shared lock, and only for a moment: a process that wants to build in the meantime tries again.
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => Ok(Some(holder(&path))),
            Err(TryLockError::Error(source)) => Err(io_error(&path, source)),
        }
    }
}

fn name_holder(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "process {}, since {}", process::id(), unix_seconds())
}

/// The holder of the lock and the time since it took it: "process 1234, for 5 s".
fn holder(path: &Path) -> String {
    let written = fs::read_to_string(path).unwrap_or_default();
    let named = written
        .rsplit_once(", since ")
        .and_then(|(who, since)| Some((who, since.parse::<u64>().ok()?)));
    match named {
        Some((who, since)) => format!("{who}, for {} s", unix_seconds().saturating_sub(since)),
        // The holder may have taken the lock without having written its name yet.
        None => "it has not said its name".to_owned(),
    }
}

pub(super) fn unix_seconds() -> u64 {
    // A clock before 1970 must not prevent a build.
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

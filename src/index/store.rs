//! The folder of generations: lists them, and opens the live one or the best one left.
//!
//! Opening writes nothing and takes no lock. Not here: building ([`BuildLock`](super::BuildLock)).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Setback, StoreError, io_error};
use super::fingerprint::generation_number;
use super::generation::Generation;

pub(super) const CURRENT: &str = "current";

/// The number of times that a reader starts over because a builder replaced the generation in the meantime.
const RETRIES: usize = 5;

/// A folder of generations; it need not exist yet.
#[derive(Debug, Clone)]
pub struct Store {
    dir: PathBuf,
}

/// A generation that was opened, and the problems with better ones.
#[derive(Debug)]
pub struct Opened {
    /// The generation.
    pub generation: Generation,
    /// The generations that were passed over; empty if none was.
    pub setbacks: Vec<Setback>,
}

impl Store {
    /// Creates a store for the folder `dir`.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// Opens the live generation, or the newest whole one if it is damaged.
    ///
    /// # Errors
    /// [`StoreError::NoGeneration`] if none is whole, [`StoreError::Io`] if the folder cannot be read.
    pub fn open(&self) -> Result<Opened, StoreError> {
        let mut retries = RETRIES;
        loop {
            let current = self.current();
            let opened = self.open_best(current.as_deref());
            let in_order = matches!(&opened, Ok(opened) if opened.setbacks.is_empty());
            // If the pointer has moved, the seeming damage was a removal in progress.
            if in_order || retries == 0 || self.current() == current {
                return opened;
            }
            retries -= 1;
        }
    }

    fn open_best(&self, current: Option<&str>) -> Result<Opened, StoreError> {
        let mut setbacks = Vec::new();
        if let Some(name) = current {
            match Generation::load(&self.dir.join(name), name) {
                Ok(generation) => return Ok(Opened { generation, setbacks }),
                Err(error) => setbacks.push(Setback::new(name, &error)),
            }
        }
        let names = self.generations()?;
        if current.is_none() && !names.is_empty() {
            setbacks.push(Setback {
                name: CURRENT.to_owned(),
                reason: "missing, or not the name of a generation".to_owned(),
                is_outdated: false,
            });
        }
        for (_, name) in names {
            if Some(name.as_str()) == current {
                continue;
            }
            match Generation::load(&self.dir.join(&name), &name) {
                Ok(generation) => return Ok(Opened { generation, setbacks }),
                Err(error) => setbacks.push(Setback::new(&name, &error)),
            }
        }
        Err(StoreError::NoGeneration { setbacks })
    }

    /// The damaged generations, such as a damaged reserve, except the one named `but`. Reads all of them, one at a
    /// time, and ignores one that is removed in the meantime.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the folder cannot be read.
    pub fn faulty_but(&self, but: &str) -> Result<Vec<Setback>, StoreError> {
        let names = self.generations()?.into_iter().map(|(_, name)| name);
        Ok(names
            .filter(|name| name != but)
            .filter_map(|name| {
                let folder = self.dir.join(&name);
                let error = Generation::load(&folder, &name).err()?;
                folder.exists().then(|| Setback::new(&name, &error))
            })
            .collect())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.dir
    }

    /// The name of the live generation, without opening it; `None` if there is none. [`Store::open`] may open another
    /// one, if this one is damaged.
    pub fn live_name(&self) -> Option<String> {
        self.current()
    }

    /// The contents of `current`, if they can be the name of a generation.
    fn current(&self) -> Option<String> {
        let text = fs::read_to_string(self.dir.join(CURRENT)).ok()?;
        let name = text.trim();
        generation_number(name).map(|_| name.to_owned())
    }

    /// All generations, whole or not, newest first.
    pub(super) fn generations(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let mut found: Vec<(u64, String)> = self
            .entries()?
            .into_iter()
            .filter_map(|name| Some((generation_number(&name)?, name)))
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        Ok(found)
    }

    /// The names of all entries of the folder; empty if there is no folder.
    pub(super) fn entries(&self) -> Result<Vec<String>, StoreError> {
        let failed = |source| io_error(&self.dir, source);
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        entries
            // A name that is not valid text is not one of ours.
            .filter_map(|entry| entry.map(|entry| entry.file_name().into_string().ok()).transpose())
            .collect::<io::Result<_>>()
            .map_err(failed)
    }
}

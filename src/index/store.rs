//! The folder of generations: which there are, which is live, and opening the best one left.
//!
//! Opening writes nothing and takes no lock. Not here: building ([`BuildLock`](super::BuildLock)).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Setback, StoreError, io_error};
use super::fingerprint::generation_number;
use super::generation::Generation;

pub(super) const CURRENT: &str = "current";

/// The number of times a reader starts over because a builder replaced the generation meanwhile.
const RETRIES: usize = 5;

/// A folder of generations; it need not exist yet.
#[derive(Debug, Clone)]
pub struct Store {
    dir: PathBuf,
}

/// A generation that could be opened, and what stood in the way of a better one.
#[derive(Debug)]
pub struct Opened {
    /// The one to ask.
    pub generation: Generation,
    /// Generations that were passed over; empty if all is well.
    pub setbacks: Vec<Setback>,
}

impl Store {
    /// The store in the folder `dir`.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// Opens the live generation, or the newest that is whole.
    ///
    /// # Errors
    /// [`StoreError::NoGeneration`] if none is, [`StoreError::Io`] if the folder cannot be read.
    pub fn open(&self) -> Result<Opened, StoreError> {
        let mut retries = RETRIES;
        loop {
            let current = self.current();
            let opened = self.open_best(current.as_deref());
            let in_order = matches!(&opened, Ok(opened) if opened.setbacks.is_empty());
            // If the pointer moved meanwhile, what looked damaged was being cleaned up.
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

    /// Damaged generations, such as a damaged reserve, except the one named `but`. Reads all of them, one at a time,
    /// and passes over one that is removed meanwhile.
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

    /// The name of the live generation, without opening it; `None` if there is none. What [`Store::open`] opens may be
    /// another one, if that one is damaged.
    pub fn live_name(&self) -> Option<String> {
        self.current()
    }

    /// The contents of `current`, if that can be the name of a generation.
    fn current(&self) -> Option<String> {
        let text = fs::read_to_string(self.dir.join(CURRENT)).ok()?;
        let name = text.trim();
        generation_number(name).map(|_| name.to_owned())
    }

    /// The generations there are, whole or not, newest first.
    pub(super) fn generations(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let mut found: Vec<(u64, String)> = self
            .entries()?
            .into_iter()
            .filter_map(|name| Some((generation_number(&name)?, name)))
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        Ok(found)
    }

    /// The names of all there is in the folder; none if there is no folder.
    pub(super) fn entries(&self) -> Result<Vec<String>, StoreError> {
        let failed = |source| io_error(&self.dir, source);
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        entries
            // A name that is not text is none of ours.
            .filter_map(|entry| entry.map(|entry| entry.file_name().into_string().ok()).transpose())
            .collect::<io::Result<_>>()
            .map_err(failed)
    }
}

//! A library that several replicas of the program share: each has its own copy of the corpus and the index, and all
//! agree on a snapshot of both.
//!
//! ```text
//! objects          snapshot/HASH    the generation and the files that belong together: Snapshot as JSON
//!                  generation/HASH  a generation, as one bundle
//!                  file/HASH        a file of the corpus
//! database         live             the snapshot that is live
//! index folder     snapshot.json    the snapshot that this replica has last taken over or made live
//! ```
//! HASH is the BLAKE3 hash of the object. A replica that finds another snapshot live takes over what has changed since
//! its own, and keeps what was changed here meanwhile: a three-way merge. One that has built a generation makes a snapshot
//! of it live, unless another replica was faster: then it takes that over first, and builds again.
//!
//! Not here: when to look (`live`), and the objects themselves (`objects`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{BUILD_PATIENCE, Library};
use crate::corpus::{Change, ShelfError};
use crate::database::{DatabaseError, SharedDatabase};
use crate::index::{BuildLock, StoreError};
use crate::objects::{Objects, ObjectsError};

/// The name of the file with the snapshot that this replica has.
const KNOWN: &str = "snapshot.json";

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The number of times that a replica tries to make its snapshot live before it leaves that to the next look.
pub(super) const TRIES: usize = 3;

/// All that replicas share.
#[derive(Debug, Clone)]
pub struct Replicas {
    /// The database with the pointers to what is live.
    pub database: Arc<SharedDatabase>,
    /// The store of generations and articles.
    pub objects: Arc<Objects>,
}

/// The outcome of a look at what the other replicas have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synced {
    /// This replica has what is live.
    Same,
    /// It has taken over a snapshot, or made one live.
    Changed,
    /// It has taken over a snapshot, and has articles that are not in it: it has to build.
    ToBuild,
}

/// The outcome of making something live everywhere.
enum Shared {
    /// It is live.
    Now,
    /// There was nothing to share.
    Nothing,
    /// Another replica was faster.
    TooLate,
}

/// The reason why a replica could not take over what is live, or not share what it has.
#[derive(Debug, Error)]
pub enum ReplicaError {
    /// The database can't be used.
    #[error("the database can't be used: {0}")]
    Database(#[from] DatabaseError),
    /// The object store can't be used.
    #[error("the object store can't be used: {0}")]
    Objects(#[from] ObjectsError),
    /// The articles can't be read or changed.
    #[error("the articles can't be changed: {0}")]
    Shelf(#[from] ShelfError),
    /// The index can't be read or written.
    #[error("the index can't be changed: {0}")]
    Index(#[from] StoreError),
    /// A file can't be read or written.
    #[error("cannot access {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// An object is missing or damaged.
    #[error("the object {0} is missing or damaged")]
    Object(String),
}

/// A generation, and the files that it was built from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Snapshot {
    /// The name of the generation.
    generation: String,
    /// The key of its object.
    bundle: String,
    /// The fingerprint of the corpus, the program and the encoder.
    fingerprint: String,
    /// The version of the program that built it.
    built_by: String,
    /// The hash of each file of the corpus, by path.
    files: Files,
}

/// The snapshot that this replica has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// The key of its object.
    object: String,
    snapshot: Snapshot,
    /// The name of the generation here that says the same.
    generation: String,
    /// The place of the store that has it.
    store: String,
}

impl Library {
    /// Takes over what another replica has made live, and makes live what was built here; does nothing where there are
    /// no replicas. If nothing has changed, this costs a query.
    ///
    /// # Errors
    /// If that fails. The articles and the index that are here stay usable, and the next call goes on.
    pub fn sync(&self) -> Result<Synced, ReplicaError> {
        let Some(replicas) = &self.settings.replicas else {
            return Ok(Synced::Same);
        };
        let known = self.known();
        let live = replicas.database.live(self.number())?;
        let is_of_live = known.as_ref().map(|known| &known.object) == live.as_ref();
        let is_moved = known
            .as_ref()
            .is_some_and(|known| known.store != replicas.objects.place());
        if is_of_live && !is_moved && self.live_name().as_ref() == known.as_ref().map(|known| &known.generation) {
            return Ok(Synced::Same);
        }
        let lock = self.store.lock(Some(BUILD_PATIENCE))?;
        let mut synced = Synced::Same;
        for _ in 0..TRIES {
            let mut known = self.known();
            let live = replicas.database.live(self.number())?;
            if let Some(object) = &live
                && known.as_ref().is_none_or(|known| known.object != *object)
            {
                let (taken, has_to_build) = self.take_over(replicas, &lock, known, object)?;
                if has_to_build {
                    return Ok(Synced::ToBuild);
                }
                (known, synced) = (Some(taken), Synced::Changed);
            }
            // A snapshot from another database, or from before it was restored, proves nothing.
            match self.share(replicas, known.filter(|_| live.is_some()))? {
                Shared::Now => return Ok(Synced::Changed),
                Shared::Nothing => break,
                Shared::TooLate => {}
            }
        }
        Ok(synced)
    }

    /// True if this replica has what is live, and the store can be read.
    ///
    /// # Errors
    /// If the database or the store can't be used.
    pub fn is_in_step(&self) -> Result<bool, ReplicaError> {
        let Some(replicas) = &self.settings.replicas else {
            return Ok(true);
        };
        let live = replicas.database.live(self.number())?;
        if let Some(live) = &live {
            self.object(replicas, live)?;
        }
        Ok(self.known().map(|known| known.object) == live)
    }

    /// Makes the corpus and the index those of the snapshot `object`, except for what was changed here. Also returns
    /// whether this replica has to build: because something was, or because another version of the program built it.
    fn take_over(
        &self,
        replicas: &Replicas,
        lock: &BuildLock<'_>,
        known: Option<Known>,
        object: &str,
    ) -> Result<(Known, bool), ReplicaError> {
        let bytes = self.object(replicas, object)?;
        let snapshot: Snapshot = serde_json::from_slice(&bytes).map_err(|_| ReplicaError::Object(object.to_owned()))?;
        let base = known.map(|known| known.snapshot.files);
        let (changes, is_changed_here) = merge(base.as_ref(), &self.files()?, &snapshot.files);
        let mut made = Vec::with_capacity(changes.len());
        for (path, hash) in changes {
            let change = match hash {
                Some(hash) => Change::Written(self.object(replicas, &file(&hash))?),
                None => Change::Removed,
            };
            made.push((path, change));
        }
        self.shelf().follow(&made)?;
        let bundle = self.object(replicas, &snapshot.bundle)?;
        let is_readable = match lock.unbundle(&snapshot.generation, &bundle) {
            Err(StoreError::OtherFormat { .. }) => false,
            unbundled => unbundled.map(|_| true)?,
        };
        let known = Known {
            object: object.to_owned(),
            generation: snapshot.generation.clone(),
            snapshot,
            store: replicas.objects.place(),
        };
        self.remember(&known)?;
        Ok((known, is_changed_here || !is_readable))
    }

    /// Makes a snapshot of what is live here live everywhere, unless it says the same as `known`, which is.
    fn share(&self, replicas: &Replicas, known: Option<Known>) -> Result<Shared, ReplicaError> {
        let Some(name) = self.live_name() else {
            return Ok(Shared::Nothing);
        };
        let sealed = self.store.sealed(&name)?;
        // One that answers by words alone is followed by another soon.
        if !sealed.has_vectors {
            return Ok(Shared::Nothing);
        }
        let files = self.files()?;
        let store = replicas.objects.place();
        // Another store has nothing of it yet.
        let in_store = known.as_ref().filter(|known| known.store == store);
        if let Some(known) = in_store
            && known.snapshot.files == files
            && (known.snapshot.fingerprint == sealed.fingerprint
                || version(&known.snapshot.built_by) > version(VERSION))
        {
            self.remember(&Known {
                generation: name,
                ..known.clone()
            })?;
            return Ok(Shared::Nothing);
        }
        let number = self.number();
        for (path, place) in self.shelf().copied_files()? {
            let bytes = fs::read(&place).map_err(|source| ReplicaError::Io { path: place, source })?;
            let hash = hash(&bytes);
            // It has changed just now, and another build is due.
            if files.get(&path) != Some(&hash) {
                return Ok(Shared::Nothing);
            }
            if in_store.and_then(|known| known.snapshot.files.get(&path)) != Some(&hash) {
                replicas.objects.put_new(number, &file(&hash), &bytes)?;
            }
        }
        let bundle = self.store.bundle(&name)?;
        let snapshot = Snapshot {
            bundle: format!("generation/{}", hash(&bundle)),
            fingerprint: sealed.fingerprint,
            built_by: VERSION.to_owned(),
            generation: name.clone(),
            files,
        };
        replicas.objects.put_new(number, &snapshot.bundle, &bundle)?;
        let bytes = serde_json::to_vec(&snapshot).map_err(|error| ReplicaError::Object(error.to_string()))?;
        let object = format!("snapshot/{}", hash(&bytes));
        replicas.objects.put_new(number, &object, &bytes)?;
        let old = known.as_ref().map(|known| known.object.as_str());
        if !replicas.database.switch(number, old, &object)? {
            return Ok(Shared::TooLate);
        }
        let now = Known {
            object,
            snapshot,
            generation: name,
            store,
        };
        self.remember(&now)?;
        self.clear(replicas, &[Some(now), known]);
        Ok(Shared::Now)
    }

    /// Deletes the objects that none of these snapshots needs. A failure only costs room until the next time.
    fn clear(&self, replicas: &Replicas, needed: &[Option<Known>]) {
        let needed: BTreeSet<String> = needed
            .iter()
            .flatten()
            .flat_map(|known| {
                let files = known.snapshot.files.values().map(|hash| file(hash));
                files.chain([known.object.clone(), known.snapshot.bundle.clone()])
            })
            .collect();
        for key in replicas.objects.list(self.number()).unwrap_or_default() {
            if !needed.contains(&key) {
                let _ = replicas.objects.delete(self.number(), &key);
            }
        }
    }

    /// The bytes of an object, which are those that were written: its key says so.
    fn object(&self, replicas: &Replicas, key: &str) -> Result<Vec<u8>, ReplicaError> {
        let bytes = replicas.objects.get(self.number(), key)?;
        bytes
            .filter(|bytes| key.rsplit('/').next() == Some(&hash(bytes)))
            .ok_or_else(|| ReplicaError::Object(key.to_owned()))
    }

    /// The hash of each file of the corpus here, by path; none if there is no folder yet.
    fn files(&self) -> Result<Files, ReplicaError> {
        if !self.settings.corpus.exists() {
            return Ok(BTreeMap::new());
        }
        let files = self.shelf().copied_files()?.into_iter();
        let hashed = files.map(|(path, place)| match fs::read(&place) {
            Ok(bytes) => Ok((path, hash(&bytes))),
            Err(source) => Err(ReplicaError::Io { path: place, source }),
        });
        hashed.collect()
    }

    /// The number by which the library is known to all replicas.
    fn number(&self) -> u64 {
        self.server.unwrap_or(0)
    }

    fn known(&self) -> Option<Known> {
        let written = fs::read(self.settings.index.join(KNOWN)).ok()?;
        serde_json::from_slice(&written).ok()
    }

    fn remember(&self, known: &Known) -> Result<(), ReplicaError> {
        let path = self.settings.index.join(KNOWN);
        let write = || {
            let mut file = tempfile::NamedTempFile::new_in(&self.settings.index)?;
            serde_json::to_writer(&mut file, known)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|source: io::Error| ReplicaError::Io {
            path: path.clone(),
            source,
        })
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The key of a file.
fn file(hash: &str) -> String {
    format!("file/{hash}")
}

/// The numbers of a version, which can be compared.
fn version(text: &str) -> Vec<u64> {
    text.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
}

/// The hash of each file, by path.
type Files = BTreeMap<String, String>;

/// The changes that make the files `here` those of `there`, each with its new hash, or `None` if the file is gone.
/// Whatever was changed here since `base` stays, and then the second value is true. Without a `base`, nothing here counts.
fn merge(base: Option<&Files>, here: &Files, there: &Files) -> (Vec<(String, Option<String>)>, bool) {
    let (mut changes, mut is_changed_here) = (Vec::new(), false);
    let paths: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    for path in paths {
        let (here, there) = (here.get(path), there.get(path));
        if here == there {
            continue;
        }
        if base.is_some_and(|base| base.get(path) != here) {
            is_changed_here = true;
        } else {
            changes.push((path.clone(), there.cloned()));
        }
    }
    (changes, is_changed_here)
}

#[cfg(test)]
mod tests;

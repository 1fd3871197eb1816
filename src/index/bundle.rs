//! A generation as one run of bytes, for an object store, and back into the folder.
//!
//! ```text
//! verbatim bundle 1        a line
//! {"path":…,"len":…}       a line for each file, followed by its bytes
//! BLAKE3 of all before     in hex
//! ```
//! The hash shows an incomplete copy at once; the generation's own seal shows all else.

use std::fs;
use std::io::{BufRead, Cursor, Read};
use std::path::Path;
use std::process;

use serde::{Deserialize, Serialize};

use super::build::BUILDING;
use super::disk::{rename, sync_folder, write};
use super::error::{StoreError, io_error};
use super::fingerprint::generation_number;
use super::generation::{Generation, load_manifest};
use super::lock::BuildLock;
use super::manifest::{MANIFEST, SEAL, TANTIVY};
use super::store::Store;

const HEAD: &str = "verbatim bundle 1\n";

/// The length of a hash in hex.
const HASH: usize = 64;

#[derive(Serialize, Deserialize)]
struct File {
    path: String,
    len: usize,
}

/// Facts about a generation that is not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The fingerprint of the corpus, the program and the encoder.
    pub fingerprint: String,
    /// False if it answers by words alone.
    pub has_vectors: bool,
}

impl Store {
    /// Facts about the generation `name`, from its manifest.
    ///
    /// # Errors
    /// If it can't be read, or is damaged.
    pub fn sealed(&self, name: &str) -> Result<Sealed, StoreError> {
        let manifest = load_manifest(&self.folder().join(name))?;
        Ok(Sealed {
            fingerprint: manifest.fingerprint.to_string(),
            has_vectors: !manifest.encoder.is_empty(),
        })
    }

    /// The bytes of a generation, with a hash of them at the end.
    ///
    /// # Errors
    /// If a file can't be read.
    pub fn bundle(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let folder = self.folder().join(name);
        let manifest = load_manifest(&folder)?;
        let mut bundle = HEAD.as_bytes().to_vec();
        for path in manifest.files.keys().map(String::as_str).chain([MANIFEST, SEAL]) {
            let place = folder.join(path);
            let bytes = fs::read(&place).map_err(|source| io_error(&place, source))?;
            let file = File {
                path: path.to_owned(),
                len: bytes.len(),
            };
            let line = serde_json::to_string(&file).map_err(|error| faulty(&error))?;
            bundle.extend_from_slice(line.as_bytes());
            bundle.push(b'\n');
            bundle.extend_from_slice(&bytes);
        }
        let hash = blake3::hash(&bundle).to_hex();
        bundle.extend_from_slice(hash.as_bytes());
        Ok(bundle)
    }
}

impl BuildLock<'_> {
    /// Unpacks a bundle as the generation `name`, verifies it, and makes it the live one. The one before stays as a
    /// reserve.
    ///
    /// # Errors
    /// If the bundle is incomplete or damaged, or can't be written. The old generation is still live then.
    pub fn unbundle(&self, name: &str, bundle: &[u8]) -> Result<Generation, StoreError> {
        if generation_number(name).is_none() {
            return Err(faulty(&format!("{name} is not the name of a generation")));
        }
        self.remove_leftovers()?;
        let folder = self.store.folder();
        let building = folder.join(format!("{BUILDING}{}", process::id()));
        let unpacked = unpack(&building, bundle).and_then(|()| Generation::load(&building, name));
        let generation = unpacked.inspect_err(|_| {
            // The next build removes what can't be removed now.
            let _ = fs::remove_dir_all(&building);
        })?;
        let before = self.store.live_name();
        let place = folder.join(name);
        if place.exists() {
            // It was here before; perhaps it is damaged.
            rename(&place, &folder.join(format!("{BUILDING}{}-{name}", process::id())))?;
        }
        rename(&building, &place)?;
        sync_folder(folder)?;
        self.switch_to(name)?;
        self.remove_all_but(name, before.as_deref());
        Ok(generation)
    }
}

/// Writes the files of a bundle into a new folder.
fn unpack(folder: &Path, bundle: &[u8]) -> Result<(), StoreError> {
    let (files, hash) = bundle.split_at(bundle.len().saturating_sub(HASH));
    if blake3::hash(files).to_hex().as_bytes() != hash {
        return Err(faulty(&"its bytes are not those that were written"));
    }
    let files = files.strip_prefix(HEAD.as_bytes());
    let mut rest = Cursor::new(files.ok_or_else(|| faulty(&"it has another format"))?);
    let tantivy = folder.join(TANTIVY);
    fs::create_dir_all(&tantivy).map_err(|source| io_error(&tantivy, source))?;
    let mut line = String::new();
    while rest.read_line(&mut line).map_err(|error| faulty(&error))? > 0 {
        let file: File = serde_json::from_str(&line).map_err(|error| faulty(&error))?;
        let name = file.path.strip_prefix(TANTIVY).and_then(|rest| rest.strip_prefix('/'));
        // A bundle is no reason to write outside of its folder.
        if name.unwrap_or(&file.path).contains(['/', '\\']) || file.path.starts_with('.') {
            return Err(faulty(&format!(
                "it has {}, which is not a file of an index",
                file.path
            )));
        }
        let mut bytes = Vec::new();
        let read = rest.by_ref().take(file.len as u64).read_to_end(&mut bytes);
        if read.map_err(|error| faulty(&error))? < file.len {
            return Err(faulty(&format!("{} is incomplete", file.path)));
        }
        write(&folder.join(&file.path), &bytes)?;
        line.clear();
    }
    sync_folder(&tantivy)?;
    sync_folder(folder)
}

fn faulty(why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Verification(format!("the bundle can't be used: {why}"))
}

//! The database of the tests.

use std::env;
use std::path::Path;
use std::sync::Arc;

use super::SharedDatabase;

/// The database that `TEST_DATABASE` names, with a schema of its own for this folder; `None` without it.
pub(crate) fn database_of(folder: &Path) -> Option<Arc<SharedDatabase>> {
    let Ok(address) = env::var("TEST_DATABASE") else {
        eprintln!("TEST_DATABASE is not set: nothing is tried in PostgreSQL");
        return None;
    };
    let schema = blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex();
    let address = format!("{address}?schema=test_{}", &schema[..16]);
    Some(Arc::new(SharedDatabase::new(&address).unwrap()))
}

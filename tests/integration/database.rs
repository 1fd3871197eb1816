//! The PostgreSQL database of the tests, if `TEST_DATABASE` names one. CONTRIBUTING.md says how to start it.

use std::env;
use std::path::Path;
use std::sync::Arc;

use verbatim::database::SharedDatabase;
use verbatim::ledger::{Ledger, Options, Storage};

/// The address of the database, with a schema of its own for a folder; `None` if the tests have no database.
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
pub fn address(folder: &Path) -> Option<String> {
    let Ok(address) = env::var("TEST_DATABASE") else {
        eprintln!("TEST_DATABASE is not set: nothing is tried in PostgreSQL");
        return None;
    };
    let name = folder.file_name().unwrap().to_str().unwrap().to_lowercase();
    // The names of temporary folders differ in more than their case, but for one in thousands of millions.
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    Some(format!("{address}?schema=test_{name}"))
}

/// The database itself.
pub fn shared(folder: &Path) -> Option<Arc<SharedDatabase>> {
    Some(Arc::new(SharedDatabase::new(&address(folder)?).unwrap()))
}

/// Does something on a thread that runs no asynchronous tasks, as a connection to PostgreSQL wants.
pub fn blocking<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let worked = std::thread::scope(|scope| scope.spawn(work).join());
    worked.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Opens a ledger that the bot doesn't have open.
pub fn with_ledger<T: Send>(storage: Storage, options: Options, work: impl FnOnce(&mut Ledger) -> T + Send) -> T {
    blocking(|| {
        let mut opened = Ledger::open(storage, options).unwrap();
        assert_eq!(opened.set_aside, None);
        work(&mut opened.ledger)
    })
}

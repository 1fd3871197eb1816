//! The pointers that say which snapshot of each library is live. Replicas have to agree on nothing else.

use super::{Access, DatabaseError, SharedDatabase};

impl SharedDatabase {
    /// The snapshot of a library that is live; `None` if there is none yet.
    ///
    /// # Errors
    /// If the database can't be reached or read.
    pub fn live(&self, library: u64) -> Result<Option<String>, DatabaseError> {
        self.transaction(library, Access::Read, |mut transaction| {
            let has_table = transaction.query_one("SELECT to_regclass('live') IS NOT NULL", &[])?;
            if Self::version(&mut transaction)? == 0 || !has_table.try_get::<_, bool>(0)? {
                return Ok(None);
            }
            let live = transaction.query_opt("SELECT snapshot FROM live", &[])?;
            Ok(live.map(|row| row.try_get(0)).transpose()?)
        })?
    }

    /// Makes the snapshot `new` live if `old` still is. Returns false if another one is.
    ///
    /// # Errors
    /// If the database can't be reached or written.
    pub fn switch(&self, library: u64, old: Option<&str>, new: &str) -> Result<bool, DatabaseError> {
        self.prepare()?;
        self.transaction(library, Access::Write, |mut transaction| {
            let switched = match old {
                Some(old) => transaction.execute(
                    "UPDATE live SET snapshot = $1, switched_at = extract(epoch FROM now())::BIGINT WHERE snapshot = $2",
                    &[&new, &old],
                ),
                None => transaction.execute(
                    "INSERT INTO live (snapshot, switched_at) VALUES ($1, extract(epoch FROM now())::BIGINT)
                        ON CONFLICT DO NOTHING",
                    &[&new],
                ),
            }?;
            transaction.commit()?;
            Ok(switched == 1)
        })?
    }
}

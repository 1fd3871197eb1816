//! The settings of the ledger.

use super::{Sources, Wrong, days};
use crate::config::{
    ConfigError, DATABASE_VARIABLE, DEFAULT_QUESTION_DAYS, DatabaseAddress, LedgerConfig, ObjectStore,
    QUESTION_DAYS_VARIABLE, QUESTION_LOG_VARIABLE, SERVERS_VARIABLE, STORE_VARIABLE,
};

impl Sources {
    pub(super) fn ledger(&self, wrong: &mut Wrong) -> LedgerConfig {
        LedgerConfig {
            stores_questions: wrong.or(self.is_on(QUESTION_LOG_VARIABLE, true), true),
            keep: wrong
                .or(self.days(QUESTION_DAYS_VARIABLE), None)
                .unwrap_or(days(DEFAULT_QUESTION_DAYS)),
            database: wrong.or(self.database(), None),
            store: wrong.or(self.store(), None),
        }
    }

    fn store(&self) -> Result<Option<ObjectStore>, ConfigError> {
        let Some(value) = self.text(STORE_VARIABLE) else {
            return Ok(None);
        };
        let refused = |wanted| ConfigError::Wrong {
            variable: STORE_VARIABLE,
            value: value.clone(),
            wanted,
        };
        if self.value(DATABASE_VARIABLE).is_none() {
            return Err(refused(
                "left out unless VERBATIM_DATABASE is set: replicas agree there on what is live",
            ));
        }
        if self.text(SERVERS_VARIABLE).as_deref() == Some("own") {
            return Err(refused(
                "left out with VERBATIM_SERVERS=own: replicas can't share the libraries of servers yet",
            ));
        }
        if value == "database" {
            Ok(Some(ObjectStore::Database))
        } else if value.contains("://") {
            Err(refused(
                "the word database, or the path of a folder that all replicas have",
            ))
        } else {
            Ok(Some(ObjectStore::Folder(value.into())))
        }
    }

    fn database(&self) -> Result<Option<DatabaseAddress>, ConfigError> {
        let Some(value) = self.text(DATABASE_VARIABLE) else {
            return Ok(None);
        };
        match DatabaseAddress::new(value) {
            Some(address) => Ok(Some(address)),
            // It may have a password.
            None => Err(ConfigError::Wrong {
                variable: DATABASE_VARIABLE,
                value: "(hidden)".to_owned(),
                wanted: "the address of a PostgreSQL database, such as postgres://verbatim:password@localhost/verbatim",
            }),
        }
    }
}

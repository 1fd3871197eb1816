//! The settings of the ledger.

use super::{Sources, Wrong, days};
use crate::config::{
    ConfigError, DATABASE_VARIABLE, DEFAULT_QUESTION_DAYS, DatabaseAddress, LedgerConfig, QUESTION_DAYS_VARIABLE,
    QUESTION_LOG_VARIABLE,
};

impl Sources {
    pub(super) fn ledger(&self, wrong: &mut Wrong) -> LedgerConfig {
        LedgerConfig {
            stores_questions: wrong.or(self.is_on(QUESTION_LOG_VARIABLE, true), true),
            keep: wrong
                .or(self.days(QUESTION_DAYS_VARIABLE), None)
                .unwrap_or(days(DEFAULT_QUESTION_DAYS)),
            database: wrong.or(self.database(), None),
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

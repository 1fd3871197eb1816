//! The health of recording. Each change is logged once, whatever happens in between.

use std::error::Error;

use crate::ledger::file::unix_now;

/// The state of recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Entries are written.
    Well,
    /// The last try to write failed.
    Failing {
        /// The reason, in English.
        reason: String,
        /// When it began, in seconds since 1970.
        since: u64,
        /// The number of entries that were lost since then.
        lost: u64,
    },
}

impl Health {
    /// Notes that something was written.
    pub(super) fn recover(&mut self) {
        if let Self::Failing { since, lost, .. } = std::mem::replace(self, Self::Well) {
            let seconds = unix_now().saturating_sub(since);
            tracing::info!(seconds, lost, "the ledger can be written again");
        }
    }

    /// Notes that something could not be written and will be tried again.
    pub(super) fn fail(&mut self, error: impl Error + Send + Sync + 'static) {
        let new_reason = format!("{:#}", anyhow::Error::new(error));
        if let Self::Failing { reason, .. } = self {
            *reason = new_reason;
        } else {
            tracing::warn!(reason = %new_reason, "the ledger cannot be written; entries wait in memory");
            self.begin_to_fail(new_reason);
        }
    }

    /// Notes that an entry was dropped.
    pub(super) fn lose_one(&mut self) {
        if *self == Self::Well {
            tracing::warn!("entries come faster than the ledger can write them; some are lost");
            self.begin_to_fail("entries come faster than they can be written".to_owned());
        }
        if let Self::Failing { lost, .. } = self {
            *lost += 1;
        }
    }

    fn begin_to_fail(&mut self, reason: String) {
        *self = Self::Failing {
            reason,
            since: unix_now(),
            lost: 0,
        };
    }
}

//! Whether recording goes well. Each change is logged once, whatever happens in between.

use std::error::Error;

use crate::ledger::file::unix_now;

/// Whether entries get into the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// They do.
    Well,
    /// They did not, when that was last tried.
    Failing {
        /// Why, in English.
        reason: String,
        /// Since when, in seconds since 1970.
        since: u64,
        /// How many questions were lost since then.
        lost: u64,
    },
}

impl Health {
    /// Something was written.
    pub(super) fn recovers(&mut self) {
        if let Self::Failing { since, lost, .. } = std::mem::replace(self, Self::Well) {
            let seconds = unix_now().saturating_sub(since);
            tracing::info!(seconds, lost, "the ledger can be written again");
        }
    }

    /// Something could not be written, but is kept to be tried again.
    pub(super) fn fails(&mut self, error: &dyn Error) {
        let new_reason = with_causes(error);
        if let Self::Failing { reason, .. } = self {
            *reason = new_reason;
        } else {
            tracing::warn!(reason = %new_reason, "the ledger cannot be written; what is to be recorded waits in memory");
            self.begin_to_fail(new_reason);
        }
    }

    /// A question was dropped.
    pub(super) fn loses_one(&mut self) {
        if *self == Self::Well {
            tracing::warn!("more is to be recorded than can be written; questions are lost to the ledger");
            self.begin_to_fail("more is to be recorded than can be written".to_owned());
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

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        // Some errors quote their cause.
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = error.source();
    }
    text
}

//! One thing that was looked at, and how it is.

use serde::Serialize;

use crate::message::check::Told;

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// It works, but somebody may want to know.
    Warn,
    /// Something has to be done.
    Wrong,
    /// It could not be looked at.
    Skip,
}

impl Status {
    /// As a word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Wrong => "wrong",
            Self::Skip => "skip",
        }
    }
}

/// One line.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) subject: &'static str,
    /// What was looked at, for programs: it stays the same whatever is found.
    pub(super) name: &'static str,
    pub(super) status: Status,
    pub(super) message: String,
    /// Null where nothing is to be done.
    pub(super) fix: Option<String>,
}

/// All that there is to say of one subject.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) subject: &'static str,
    pub(super) findings: Vec<Finding>,
}

impl Group {
    pub(super) fn new(subject: &'static str) -> Self {
        Self {
            subject,
            findings: Vec::new(),
        }
    }

    pub(super) fn ok(&mut self, name: &'static str, told: Told) {
        self.add(name, Status::Ok, told);
    }

    pub(super) fn warn(&mut self, name: &'static str, told: Told) {
        self.add(name, Status::Warn, told);
    }

    pub(super) fn wrong(&mut self, name: &'static str, told: Told) {
        self.add(name, Status::Wrong, told);
    }

    pub(super) fn skip(&mut self, name: &'static str, told: Told) {
        self.add(name, Status::Skip, told);
    }

    pub(super) fn add(&mut self, name: &'static str, status: Status, told: Told) {
        self.findings.push(Finding {
            subject: self.subject,
            name,
            status,
            message: told.message,
            fix: told.fix,
        });
    }
}

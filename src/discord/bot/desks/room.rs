//! The room that open desks take.

use std::sync::Arc;

use crate::discord::bot::desk::Desk;

/// The room that open desks take, or the most that they may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Bytes of memory.
    pub(crate) bytes: u64,
    /// Desks: each takes open files and a thread.
    pub(crate) desks: usize,
}

impl Room {
    /// The room that these desks take.
    pub(super) fn of<'a>(desks: impl Iterator<Item = &'a Arc<Desk>>) -> Self {
        let none = Self { bytes: 0, desks: 0 };
        desks.fold(none, |taken, desk| Self {
            bytes: taken.bytes + desk.bytes(),
            desks: taken.desks + 1,
        })
    }

    pub(super) fn fits_into(self, most: Self) -> bool {
        self.bytes <= most.bytes && self.desks <= most.desks
    }

    pub(super) fn without(self, desk: &Desk) -> Self {
        Self {
            bytes: self.bytes.saturating_sub(desk.bytes()),
            desks: self.desks.saturating_sub(1),
        }
    }
}

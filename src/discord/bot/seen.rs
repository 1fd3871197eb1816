//! The events seen lately: Discord may deliver one twice, and each gets one response.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// The most events that are remembered. After a resume, Discord repeats a few minutes of events at most. A post that
/// somebody has recorded can be repeated for five minutes, in which 150 events a second are remembered.
const MAX_SEEN: usize = 50_000;

/// The identifiers of the last events, the oldest forgotten first.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<(HashSet<u64>, VecDeque<u64>)>);

impl Seen {
    /// Remembers an event. Returns whether it is new.
    pub(super) fn insert(&self, id: u64) -> bool {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (seen, order) = &mut *guard;
        if !seen.insert(id) {
            return false;
        }
        order.push_back(id);
        if order.len() > MAX_SEEN
            && let Some(oldest) = order.pop_front()
        {
            seen.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_new_once_and_forgotten_in_the_end() {
        let seen = Seen::default();
        assert!(seen.insert(1));
        assert!(!seen.insert(1));
        for id in 2..=MAX_SEEN as u64 + 1 {
            assert!(seen.insert(id));
        }
        assert!(seen.insert(1));
        assert!(!seen.insert(MAX_SEEN as u64));
    }
}

//! Which events were seen lately: Discord may deliver one twice, and each is answered once.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// How many are remembered: after a resume, events of a few minutes come again at most.
const MAX_SEEN: usize = 10_000;

/// The identifiers of the last events, the oldest forgotten first.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<(HashSet<u64>, VecDeque<u64>)>);

impl Seen {
    /// Notes an event; whether it is new.
    pub(crate) fn is_new(&self, id: u64) -> bool {
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
        assert!(seen.is_new(1));
        assert!(!seen.is_new(1));
        for id in 2..=MAX_SEEN as u64 + 1 {
            assert!(seen.is_new(id));
        }
        assert!(seen.is_new(1));
        assert!(!seen.is_new(MAX_SEEN as u64));
    }
}

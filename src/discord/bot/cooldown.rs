//! The pause after a public answer in a channel.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serenity::model::id::ChannelId;
use tokio::time::Instant;

/// The channels where the bot answered a moment ago.
#[derive(Debug, Default)]
pub(super) struct Cooldowns(Mutex<HashMap<ChannelId, Pause>>);

#[derive(Debug)]
struct Pause {
    until: Instant,
    /// True if the channel has been told to wait.
    is_told: bool,
}

/// It is too early for another public answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooEarly {
    /// The time to wait.
    pub(super) wait: Duration,
    /// True if this pause was told before.
    pub(super) is_told: bool,
}

impl Cooldowns {
    /// Begins a pause of this length, for an answer that is being made. `tells` says whether the channel is told if it
    /// is too early.
    pub(super) fn begin(&self, channel: ChannelId, length: Duration, tells: bool) -> Result<(), TooEarly> {
        self.begin_at(Instant::now(), channel, length, tells)
    }

    fn begin_at(&self, now: Instant, channel: ChannelId, length: Duration, tells: bool) -> Result<(), TooEarly> {
        if length.is_zero() {
            return Ok(());
        }
        let mut all = self.lock();
        if let Some(pause) = all.get_mut(&channel).filter(|pause| pause.until > now) {
            // The length may have become shorter meanwhile.
            let wait = (pause.until - now).min(length);
            let is_told = pause.is_told;
            pause.is_told |= tells;
            return Err(TooEarly { wait, is_told });
        }
        let pause = Pause {
            until: now + length,
            is_told: false,
        };
        all.insert(channel, pause);
        Ok(())
    }

    /// Ends the pause that began for an answer which nobody else sees after all.
    pub(super) fn call_off(&self, channel: ChannelId) {
        self.lock().remove(&channel);
    }

    /// Forgets pauses that are over.
    pub(super) fn forget_the_old(&self) {
        self.forget_before(Instant::now());
    }

    fn forget_before(&self, now: Instant) {
        self.lock().retain(|_, pause| pause.until > now);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ChannelId, Pause>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_pauses_of_its_own_which_are_told_once() {
        let cooldowns = Cooldowns::default();
        let (one, other) = (ChannelId::new(1), ChannelId::new(2));
        let (start, minute) = (Instant::now(), Duration::from_mins(1));
        let begin = |at: u64, channel: ChannelId, length: Duration, tells: bool| {
            cooldowns.begin_at(start + Duration::from_secs(at), channel, length, tells)
        };
        let early = |wait: u64, is_told: bool| {
            Err(TooEarly {
                wait: Duration::from_secs(wait),
                is_told,
            })
        };
        assert_eq!(begin(0, one, minute, true), Ok(()));
        assert_eq!(begin(0, other, minute, true), Ok(()));
        assert_eq!(begin(20, one, minute, false), early(40, false));
        assert_eq!(begin(20, one, minute, true), early(40, false));
        assert_eq!(begin(20, one, minute, true), early(40, true));
        assert_eq!(begin(20, one, Duration::from_secs(5), true), early(5, true));
        assert_eq!(begin(20, one, Duration::ZERO, true), Ok(()));
        cooldowns.call_off(one);
        assert_eq!(begin(20, one, minute, true), Ok(()));
        cooldowns.forget_before(start + minute);
        assert_eq!(cooldowns.lock().len(), 1);
        assert_eq!(begin(60, other, minute, true), Ok(()));
        assert_eq!(begin(60, one, minute, true), early(20, false));
    }
}

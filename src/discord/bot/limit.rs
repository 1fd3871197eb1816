//! How often one person may ask.

use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use serenity::model::id::UserId;

/// A limit for each person: so many questions at once, and one more for each part of the time that passes (GCRA, the
/// "generic cell rate algorithm", as the crate `governor` has it).
pub(crate) struct UserLimit {
    limiter: RateLimiter<UserId, HashMapStateStore<UserId>, DefaultClock>,
    clock: DefaultClock,
}

impl UserLimit {
    /// `questions` in `stretch`; both at least 1 (else they count as that).
    pub(crate) fn new(questions: u32, stretch: Duration) -> Self {
        let burst = std::num::NonZeroU32::new(questions).unwrap_or(std::num::NonZeroU32::MIN);
        let each = (stretch / burst.get()).max(Duration::from_millis(1));
        let quota = Quota::with_period(each).map_or_else(|| Quota::per_second(burst), |quota| quota.allow_burst(burst));
        Self {
            limiter: RateLimiter::hashmap(quota),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a question of somebody.
    ///
    /// # Errors
    /// If it is one too many: how long to wait.
    pub(crate) fn check(&self, user: UserId) -> Result<(), Duration> {
        self.limiter
            .check_key(&user)
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Forgets those who have not asked for a while.
    pub(crate) fn forget_the_idle(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_a_limit_of_their_own() {
        let limit = UserLimit::new(3, Duration::from_secs(30));
        let (ann, ben) = (UserId::new(1), UserId::new(2));
        for _ in 0..3 {
            assert_eq!(limit.check(ann), Ok(()));
        }
        let wait = limit.check(ann).unwrap_err();
        assert!(
            wait > Duration::from_secs(8) && wait <= Duration::from_secs(10),
            "{wait:?}"
        );
        assert_eq!(limit.check(ben), Ok(()));
    }
}

//! A limit on the questions of one person.

use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use serenity::model::id::UserId;

/// A limit for each person: a number of questions at once, and one more after each part of the period (the "generic
/// cell rate algorithm", GCRA, from the crate `governor`).
pub(super) struct UserLimit {
    limiter: RateLimiter<UserId, HashMapStateStore<UserId>, DefaultClock>,
    clock: DefaultClock,
}

impl UserLimit {
    /// Allows `questions` in `stretch`. A zero counts as one.
    pub(super) fn new(questions: u32, stretch: Duration) -> Self {
        let burst = std::num::NonZeroU32::new(questions).unwrap_or(std::num::NonZeroU32::MIN);
        let each = (stretch / burst.get()).max(Duration::from_millis(1));
        let quota = Quota::with_period(each).map_or_else(|| Quota::per_second(burst), |quota| quota.allow_burst(burst));
        Self {
            limiter: RateLimiter::hashmap(quota),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a question.
    ///
    /// # Errors
    /// If it is one too many: the time to wait.
    pub(super) fn check(&self, user: UserId) -> Result<(), Duration> {
        self.limiter
            .check_key(&user)
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Forgets people who have not asked for a while.
    pub(super) fn forget_the_idle(&self) {
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

//! The time limit of a reading.

use std::time::{Duration, Instant};

/// The most processor time for one file. A book of 500 pages takes about two seconds.
const MAX_TIME: Duration = Duration::from_secs(20);

/// The longest that one file may take, however busy the machine is.
pub(super) const MAX_WAIT: Duration = Duration::from_mins(3);

/// A limit of the processor time of a thread, and of the time on the clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    time: Duration,
    deadline: Instant,
}

impl Limit {
    /// The limit for a file whose reading begins now, in a new thread.
    pub(super) fn begin() -> Self {
        Self::of(MAX_TIME, MAX_WAIT)
    }

    fn of(time: Duration, wait: Duration) -> Self {
        Self {
            time,
            deadline: Instant::now() + wait,
        }
    }

    /// True if the calling thread has used up its time.
    pub(super) fn is_over(&self) -> bool {
        Instant::now() > self.deadline || thread_time().is_some_and(|used| used > self.time)
    }
}

/// The processor time of the calling thread, where the system tells it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn thread_time() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime).try_into().ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn thread_time() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn a_thread_that_waits_uses_no_time_up() {
        let is_over = |work: fn(Limit)| {
            let read = thread::spawn(move || {
                let limit = Limit::of(Duration::from_millis(50), HOUR);
                work(limit);
                limit.is_over()
            });
            read.join().unwrap()
        };
        assert!(!is_over(|_| thread::sleep(Duration::from_millis(100))));
        assert!(is_over(|limit| while thread_time().is_some() && !limit.is_over() {}) || thread_time().is_none());
    }

    #[test]
    fn the_clock_ends_a_reading_as_well() {
        assert!(!Limit::of(HOUR, HOUR).is_over());
        let late = Limit::of(HOUR, Duration::ZERO);
        thread::sleep(Duration::from_millis(1));
        assert!(late.is_over());
    }
}

//! Requests to Discord's API: their outcomes, and the time that they took.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::{Labels, family, histogram};

/// The outcome of a request, after all its tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It succeeded.
    Ok,
    /// Discord refused it.
    Refused,
    /// Discord failed or could not be reached until the time was up.
    Unreachable,
    /// The request could not be made, or the response could not be read.
    Malformed,
}

impl Ending {
    const ALL: [Self; 4] = [Self::Ok, Self::Refused, Self::Unreachable, Self::Malformed];

    fn labels(self) -> Labels<1> {
        let word = match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Malformed => "malformed",
        };
        [("outcome", word)]
    }
}

/// The reason why one try of a request failed, so that it may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// There was no response in time.
    Timeout,
    /// The connection could not be made, or broke.
    Connection,
    /// A status of 5xx.
    ServerError,
    /// A status of 429.
    RateLimit,
}

impl Failure {
    const ALL: [Self; 4] = [Self::Timeout, Self::Connection, Self::ServerError, Self::RateLimit];

    fn labels(self) -> Labels<1> {
        let word = match self {
            Self::Timeout => "timeout",
            Self::Connection => "connection",
            Self::ServerError => "server_error",
            Self::RateLimit => "rate_limit",
        };
        [("failure", word)]
    }
}

/// Requests to Discord's API.
#[derive(Debug)]
pub struct Requests {
    ended: Family<Labels<1>, Counter>,
    took: Histogram,
    failed_tries: Family<Labels<1>, Counter>,
    retries: Counter,
    rate_limits: Counter,
}

impl Requests {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let requests = Self {
            ended: family(Ending::ALL.map(Ending::labels), Counter::default),
            took: histogram(),
            failed_tries: family(Failure::ALL.map(Failure::labels), Counter::default),
            retries: Counter::default(),
            rate_limits: Counter::default(),
        };
        registry.register(
            "rest_requests",
            "Requests to Discord's API, by how they ended after all their tries",
            requests.ended.clone(),
        );
        registry.register_with_unit(
            "rest_request_duration",
            "Time that a request to Discord's API took, including all tries and the waits between them",
            Unit::Seconds,
            requests.took.clone(),
        );
        registry.register(
            "rest_failed_tries",
            "Failed tries of a request that could be repeated, by what went wrong",
            requests.failed_tries.clone(),
        );
        registry.register(
            "rest_retries",
            "Tries of a request after its first",
            requests.retries.clone(),
        );
        registry.register(
            "rest_rate_limits",
            "Times that a rate limit made a request wait: after a 429, or before it was sent",
            requests.rate_limits.clone(),
        );
        requests
    }

    /// Counts a request that ended, and notes the time that it took.
    pub fn ended(&self, ending: Ending, took: Duration) {
        self.ended.get_or_create(&ending.labels()).inc();
        self.took.observe(took.as_secs_f64());
    }

    /// Counts a failed try.
    pub fn failed(&self, failure: Failure) {
        self.failed_tries.get_or_create(&failure.labels()).inc();
        if failure == Failure::RateLimit {
            self.rate_limited();
        }
    }

    /// Counts a try beyond the first.
    pub fn tried_again(&self) {
        self.retries.inc();
    }

    /// Counts a wait for a rate limit.
    pub fn rate_limited(&self) {
        self.rate_limits.inc();
    }
}

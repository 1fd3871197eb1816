//! What went wrong with a request, in words that may be logged.

/// Why a request had no success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RestError {
    /// Discord refused it. `code` is of Discord's JSON error codes, 0 if it gave none.
    #[error("Discord refused it: status {status}, code {code}")]
    Refused { status: u16, code: u64 },
    /// Discord failed, or could not be reached, until it was too late.
    #[error("Discord could not be reached in time: {last}")]
    Unreachable {
        /// What the last try ended with.
        last: Failure,
    },
    /// The request cannot be made, or the response is not what it should be.
    #[error("the request or its response is not well-formed")]
    Malformed,
}

/// How one try ended. Words of our own: an error's text may hold the address, and that a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// Nothing came back in time.
    #[error("no response in time")]
    Timeout,
    /// The connection could not be made, or broke.
    #[error("no connection")]
    Connection,
    /// A status of 5xx.
    #[error("status {0}")]
    Status(u16),
    /// A rate limit that asks for a longer wait than there is time.
    #[error("rate limit")]
    RateLimit,
}

impl RestError {
    /// Discord's code for what went wrong, if it refused.
    pub(crate) fn code(self) -> Option<u64> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::Unreachable { .. } | Self::Malformed => None,
        }
    }

    /// Whether the token is not valid (any more).
    pub(crate) fn is_unauthorized(self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// Whether the bot may not do it in that channel: missing permissions, or missing access.
    pub(crate) fn is_forbidden(self) -> bool {
        matches!(self.code(), Some(50_013 | 50_001)) || matches!(self, Self::Refused { status: 403, .. })
    }

    /// Whether the interaction is over or was responded to: there is nothing left to do about it.
    pub(crate) fn is_settled(self) -> bool {
        matches!(self.code(), Some(10_062 | 40_060))
    }
}

//! Failed requests, in words that may be logged.

/// Discord's JSON error codes, as far as the bot treats one in particular.
mod code {
    pub(super) const UNKNOWN_CHANNEL: u64 = 10_003;
    pub(super) const UNKNOWN_MESSAGE: u64 = 10_008;
    /// The interaction has expired, or never existed.
    pub(super) const UNKNOWN_INTERACTION: u64 = 10_062;
    /// The interaction has had its first response.
    pub(super) const ALREADY_ACKNOWLEDGED: u64 = 40_060;
    pub(super) const MISSING_ACCESS: u64 = 50_001;
    pub(super) const MISSING_PERMISSIONS: u64 = 50_013;
    /// The thread is locked or archived.
    pub(super) const THREAD_CLOSED: u64 = 50_083;
}

/// The reason why a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RestError {
    /// Discord refused it. `code` is Discord's JSON error code, 0 if it gave none.
    #[error("Discord refused it: status {status}, code {code}")]
    Refused { status: u16, code: u64 },
    /// Discord failed, or could not be reached, until time ran out.
    #[error("Discord could not be reached in time: {last}")]
    Unreachable {
        /// The end of the last try.
        last: Failure,
    },
    /// The request can't be made, or the response has an unexpected form.
    #[error("the request or its response is not well-formed")]
    Malformed,
}

/// The reason why one try failed, in our own words: the text of a library's error may contain the address, which may
/// contain a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// No response came in time.
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
    /// Discord's error code, if it refused the request.
    fn code(self) -> Option<u64> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::Unreachable { .. } | Self::Malformed => None,
        }
    }

    /// True if the token is invalid.
    pub(crate) fn is_unauthorized(self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// True if the bot lacks the permission for it in that channel.
    pub(crate) fn is_forbidden(self) -> bool {
        matches!(self.code(), Some(code::MISSING_PERMISSIONS | code::MISSING_ACCESS))
            || matches!(self, Self::Refused { status: 403, .. })
    }

    /// True if the thread is locked or archived.
    pub(crate) fn is_thread_closed(self) -> bool {
        self.code() == Some(code::THREAD_CLOSED)
    }

    /// True if the interaction has had its first response.
    pub(crate) fn is_already_acknowledged(self) -> bool {
        self.code() == Some(code::ALREADY_ACKNOWLEDGED)
    }

    /// True if the interaction has expired or had its first response, so that there is nothing left to do.
    pub(crate) fn is_settled(self) -> bool {
        self.code() == Some(code::UNKNOWN_INTERACTION) || self.is_already_acknowledged()
    }

    /// True if the channel or the message was deleted.
    pub(crate) fn is_gone(self) -> bool {
        matches!(self.code(), Some(code::UNKNOWN_CHANNEL | code::UNKNOWN_MESSAGE))
    }
}

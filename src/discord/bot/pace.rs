//! The times after which the bot acts while somebody waits.

use std::time::Duration;

/// The time after which somebody who waits is told that the response is coming.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// For a command. Discord waits three seconds for the first response, and that may need a second try.
    pub defer_after: Duration,
    /// For a message, before the bot shows that it is typing: long enough that a quick answer shows no indicator.
    pub type_after: Duration,
    /// For opening the library of a server that somebody needs who used a command. It goes on opening after that.
    pub open_within: Duration,
    /// The same, for a message.
    pub open_message_within: Duration,
    /// Before a library that could not be opened is tried again.
    pub open_again_after: Duration,
    /// The interval at which an admin sees the progress of a reindex.
    pub progress_every: Duration,
    /// The time for which a response may be edited; Discord allows 15 minutes.
    pub response_for: Duration,
    /// The time after which a reply in a channel that answers nothing is deleted.
    pub quiet_for: Duration,
    /// The time within which an edited message is answered again. Discord's clock counts.
    pub edits_for: Duration,
    /// The interval at which the staff channels are told what is new.
    pub staff_every: Duration,
    /// The interval at which the libraries are looked after that nobody has open.
    pub sweep_every: Duration,
    /// The time for which the bot goes on taking posts when it is to stop, so that a load balancer learns that others
    /// have to take them.
    pub linger_for: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            defer_after: Duration::from_millis(1200),
            type_after: Duration::from_millis(400),
            open_within: Duration::from_millis(1200),
            open_message_within: Duration::from_secs(15),
            open_again_after: Duration::from_mins(1),
            progress_every: Duration::from_secs(2),
            response_for: Duration::from_mins(14),
            quiet_for: Duration::from_secs(30),
            edits_for: Duration::from_mins(1),
            staff_every: Duration::from_mins(1),
            sweep_every: Duration::from_hours(1),
            linger_for: Duration::from_secs(5),
        }
    }
}

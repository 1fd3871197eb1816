//! The texts that are served over HTTP, and the errors of listening and asking.

use std::fmt::Display;

/// The process runs.
pub const HEALTHY: &str = "ok";

/// Questions in Discord get answers.
pub const READY: &str = "ready";

/// The index is being opened or built.
pub const NO_GENERATION: &str = "not ready: no index is open yet; it is being read or built";

/// At least one shard is not connected to Discord, or there is none.
pub const NOT_CONNECTED: &str = "not ready: not connected to Discord; the bot keeps trying; see its log";

/// There is nothing at this path.
pub const NOT_FOUND: &str = "there is nothing here: try /healthz, /readyz or /metrics";

/// The method is neither GET nor HEAD.
pub const READ_ONLY: &str = "this is read-only: use GET or HEAD";

/// The request has a body.
pub const NO_BODY: &str = "requests here must not have a body";

/// `verbatim health` has no address to ask at.
pub const NOT_SERVED: &str = "VERBATIM_HTTP is off, so the running bot can't be asked about its health. Set it to a port, such as 9600, and start the bot again.";

/// The bot says that it runs.
pub const RUNNING: &str = "The bot is running.";

/// The bot doesn't answer at `address`.
pub fn not_running(address: &dyn Display) -> String {
    format!("The bot doesn't answer at {address}. Start it with verbatim serve; if it runs, look at its log.")
}

/// Another program listens at `address`, such as "127.0.0.1:9600".
pub fn port_taken(address: &str) -> String {
    format!(
        "Another program already listens at {address}, perhaps a second verbatim serve, so I can't serve health and metrics there. Stop it, give VERBATIM_HTTP another port, or set VERBATIM_HTTP=off to serve none."
    )
}

/// The system doesn't let us listen; `reason` is its error.
pub fn cannot_listen(address: &str, reason: &str) -> String {
    format!(
        "I can't serve health and metrics at {address}: {reason}. Give VERBATIM_HTTP an address of this machine and a port from 1024 up, such as 127.0.0.1:9600, or set VERBATIM_HTTP=off to serve none."
    )
}

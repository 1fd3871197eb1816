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

/// Discord has not said yet with which key it signs interactions.
pub const NO_KEY: &str =
    "not ready: Discord has not said yet with which key it signs interactions; the bot keeps asking; see its log";

/// The process ends soon, and answers until then.
pub const STOPPING: &str = "not ready: the bot is about to stop";

/// The path is not the one that takes posts.
pub const NO_POSTS_HERE: &str = "there is nothing here: Discord's interactions go to the path in VERBATIM_INTERACTIONS";

/// The method is not POST.
pub const ONLY_POSTS: &str = "Discord posts interactions here";

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

/// Another program listens at `address`, such as "127.0.0.1:9600", which is from the setting `variable`.
pub fn port_taken(address: &str, variable: &str) -> String {
    format!(
        "Another program already listens at {address}, perhaps a second verbatim serve, so I can't listen there. Stop it, give {variable} another port, or set {variable}=off."
    )
}

/// The system doesn't let us listen; `reason` is its error.
pub fn cannot_listen(address: &str, variable: &str, reason: &str) -> String {
    format!(
        "I can't listen at {address}: {reason}. Give {variable} an address of this machine and a port from 1024 up, such as 127.0.0.1:9600, or set {variable}=off."
    )
}

//! What is said over HTTP, to supervisors and those who look after them.

/// It runs.
pub fn healthy() -> String {
    "ok".to_owned()
}

/// Whoever asks in Discord is answered.
pub fn ready() -> String {
    "ready".to_owned()
}

/// The index is being opened or built.
pub fn no_generation() -> String {
    "not ready: no index is open yet; it is being read or built".to_owned()
}

/// There is no connection to Discord, or a part of it is missing.
pub fn not_connected() -> String {
    "not ready: not connected to Discord; connecting goes on by itself, and the log says what fails".to_owned()
}

/// There is nothing at this path.
pub fn not_found() -> String {
    "there is nothing here: try /healthz, /readyz or /metrics".to_owned()
}

/// The method is none of those for reading.
pub fn only_reading() -> String {
    "this can only be read: use GET or HEAD".to_owned()
}

/// The request brought something along.
pub fn no_body() -> String {
    "a request here has no body".to_owned()
}

/// Another program listens where we are to; `address` is such as "127.0.0.1:9600".
pub fn port_taken(address: &str) -> String {
    format!(
        "Another program listens at {address} already, perhaps a second verbatim serve, so I can't serve health and metrics there. Stop it, or give VERBATIM_HTTP another port; with VERBATIM_HTTP=off I serve none."
    )
}

/// The system doesn't let us listen; `reason` is what it says.
pub fn cannot_listen(address: &str, reason: &str) -> String {
    format!(
        "I can't serve health and metrics at {address}: {reason}. Give VERBATIM_HTTP an address of this machine and a port from 1024 up, such as 127.0.0.1:9600; with VERBATIM_HTTP=off I serve none."
    )
}

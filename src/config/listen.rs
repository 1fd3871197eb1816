//! Parses the address to listen at.
//!
//! A port alone means this machine only. To be reachable from elsewhere, the admin has to write the whole address.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Parses an address such as "127.0.0.1:9600", or a port alone, as "9600" or ":9600".
pub(super) fn address(text: &str) -> Option<SocketAddr> {
    let port = ["localhost:", ":"]
        .into_iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    let address = match digits(port) {
        Some(port) => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
        None => text.parse().ok()?,
    };
    // Port 0 means any free port, which no client could find.
    (address.port() > 0).then_some(address)
}

/// Parses a number of digits alone; `parse` would allow a sign.
fn digits(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_alone_is_one_of_this_machines_own() {
        for (text, read) in [
            ("9600", "127.0.0.1:9600"),
            (":9600", "127.0.0.1:9600"),
            ("localhost:9600", "127.0.0.1:9600"),
            ("127.0.0.1:9600", "127.0.0.1:9600"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::1]:9600", "[::1]:9600"),
            ("[::]:9600", "[::]:9600"),
        ] {
            assert_eq!(address(text).map(|address| address.to_string()).as_deref(), Some(read));
        }
        for text in [
            "",
            ":",
            "0",
            ":0",
            "127.0.0.1",
            "127.0.0.1:0",
            "::9600",
            "+9600",
            "65536",
            "9600/metrics",
            "http://localhost:9600",
            "example.org:9600",
            ":localhost:9600",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}

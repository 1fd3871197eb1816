//! Whether health and metrics can be served where they are to be: nothing is said of it if they are not to be at all.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use super::finding::Group;
use crate::config::Config;
use crate::http::{BindError, Listener};
use crate::message::check as message;

/// For whoever listens there to say who it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// What it says is read so far.
const MAX_BYTES: u64 = 1 << 20;

/// One of our own figures.
const OURS: &str = "verbatim_build_info";

pub(super) fn tell(config: &Config, group: &mut Group) {
    let Some(address) = config.http else { return };
    let shown = address.to_string();
    match Listener::bind(address) {
        Ok(_) => group.ok("http", message::http_free(&shown)),
        Err(BindError::Taken) if is_ours(address).unwrap_or(false) => group.ok("http", message::http_ours(&shown)),
        Err(BindError::Taken) => group.wrong("http", message::http_taken(&shown)),
        Err(BindError::Refused(reason)) => group.wrong("http", message::http_refused(&shown, &reason)),
    }
}

/// Whether it is a bot that listens there: the one that runs while this looks.
fn is_ours(mut address: SocketAddr) -> io::Result<bool> {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            Ipv4Addr::LOCALHOST.into()
        } else {
            Ipv6Addr::LOCALHOST.into()
        });
    }
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET /metrics HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())?;
    let mut response = String::new();
    stream.take(MAX_BYTES).read_to_string(&mut response)?;
    Ok(response.contains(OURS))
}

//! `verbatim health`: asks the bot whether it is running, for the health check of a container.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anstyle::Style;
use clap::Args;

use crate::config::Config;
use crate::message;

use super::paint::{self, Page};
use super::{ANSWERED, FOUND_WRONG};

/// The longest wait for the bot's answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(config: &Config, _arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(address) = config.http.map(reachable) else {
        paint::warn(message::http::NOT_SERVED);
        return Ok(FOUND_WRONG);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if runtime.block_on(ask(address)).is_err() {
        paint::warn(&message::http::not_running(&address));
        return Ok(FOUND_WRONG);
    }
    let mut page = Page::stdout();
    page.line(message::http::RUNNING, "", Style::new())?;
    page.flush()?;
    Ok(ANSWERED)
}

/// The address at which this machine reaches a socket that listens at `address`.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

async fn ask(address: SocketAddr) -> Result<(), reqwest::Error> {
    // A proxy of the system's settings would not reach the bot.
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    let answer = client.get(format!("http://{address}/healthz")).send().await?;
    answer.error_for_status().map(drop)
}

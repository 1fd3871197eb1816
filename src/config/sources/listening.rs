//! The addresses to listen at, and whether the bot connects to the gateway.

use std::net::SocketAddr;

use data_encoding::HEXLOWER_PERMISSIVE;

use super::{Sources, Wrong};
use crate::config::{
    ConfigError, GATEWAY_VARIABLE, HTTP_VARIABLE, INTERACTIONS_VARIABLE, InteractionsConfig, PUBLIC_KEY_VARIABLE,
    listen,
};

/// The characters of a path besides letters and digits.
const IN_PATHS: &str = "/-_.~";

impl Sources {
    /// Where health and metrics are served.
    pub(super) fn http(&self) -> Result<Option<SocketAddr>, ConfigError> {
        let Some(value) = self.text(HTTP_VARIABLE) else {
            return Ok(None);
        };
        if value.eq_ignore_ascii_case("off") {
            return Ok(None);
        }
        match listen::address(&value) {
            Some(address) => Ok(Some(address)),
            None => Err(ConfigError::Wrong {
                variable: HTTP_VARIABLE,
                value,
                wanted: "off, a port such as 9600 (for this machine only), or an IP address and a port, such as 0.0.0.0:9600",
            }),
        }
    }

    /// Where Discord posts interactions, if it does, and whether the bot connects to the gateway.
    pub(super) fn ways_in(&self, wrong: &mut Wrong) -> (Option<InteractionsConfig>, bool) {
        let key = wrong.or(self.public_key(), None);
        let interactions = wrong.or(self.interactions(key), None);
        let gateway = wrong.or(self.is_on(GATEWAY_VARIABLE, true), true);
        if gateway || interactions.is_some() {
            return (interactions, gateway);
        }
        let needed = ConfigError::Wrong {
            variable: GATEWAY_VARIABLE,
            value: "off".to_owned(),
            wanted: "on, unless VERBATIM_INTERACTIONS is set: else the bot would hear nothing",
        };
        (None, wrong.or(Err(needed), true))
    }

    fn interactions(&self, key: Option<[u8; 32]>) -> Result<Option<InteractionsConfig>, ConfigError> {
        let Some(value) = self.text(INTERACTIONS_VARIABLE) else {
            return Ok(None);
        };
        if value.eq_ignore_ascii_case("off") {
            return Ok(None);
        }
        let is_path = |path: &str| path.chars().all(|c| c.is_ascii_alphanumeric() || IN_PATHS.contains(c));
        let found = value.find('/').and_then(|slash| {
            let (address, path) = value.split_at(slash);
            let address = listen::address(address)?;
            is_path(path).then(|| InteractionsConfig {
                address,
                path: path.to_owned(),
                key,
            })
        });
        found.map(Some).ok_or(ConfigError::Wrong {
            variable: INTERACTIONS_VARIABLE,
            value,
            wanted: "off, or a port and a path such as 8081/discord (for this machine only), or an IP address, a port and a path, such as 0.0.0.0:8081/discord",
        })
    }

    fn public_key(&self) -> Result<Option<[u8; 32]>, ConfigError> {
        let Some(value) = self.text(PUBLIC_KEY_VARIABLE) else {
            return Ok(None);
        };
        let bytes = HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok();
        match bytes.and_then(|bytes| bytes.try_into().ok()) {
            Some(key) => Ok(Some(key)),
            None => Err(ConfigError::Wrong {
                variable: PUBLIC_KEY_VARIABLE,
                value,
                wanted: "64 hexadecimal digits (in Discord's Developer Portal, open your application, then General Information, and copy the Public Key)",
            }),
        }
    }
}

//! The settings of fetching pages from the web.

use std::time::Duration;

use super::Sources;
use crate::config::{ConfigError, FETCH_CONTACT_VARIABLE, FETCH_EVERY_VARIABLE};

/// The longest interval at which pages are fetched again, in hours: a year.
const MAX_FETCH_HOURS: u64 = 365 * 24;

/// The longest contact that sites see.
const MAX_CONTACT_BYTES: usize = 200;

impl Sources {
    pub(super) fn fetch_every(&self) -> Result<Option<Duration>, ConfigError> {
        let Some(value) = self.text(FETCH_EVERY_VARIABLE) else {
            return Ok(None);
        };
        if value.eq_ignore_ascii_case("off") {
            return Ok(None);
        }
        let lower = value.to_ascii_lowercase();
        let hours = match (lower.strip_suffix('h'), lower.strip_suffix('d')) {
            (Some(hours), _) => hours.trim().parse::<u64>().ok(),
            (_, Some(days)) => days.trim().parse::<u64>().ok().and_then(|days| days.checked_mul(24)),
            _ => None,
        };
        match hours {
            Some(hours @ 1..=MAX_FETCH_HOURS) => Ok(Some(Duration::from_hours(hours))),
            _ => Err(ConfigError::Wrong {
                variable: FETCH_EVERY_VARIABLE,
                value,
                wanted: "off, or a number of hours or days from 1h to 365d, such as 24h or 7d",
            }),
        }
    }

    pub(super) fn fetch_contact(&self) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.text(FETCH_CONTACT_VARIABLE) else {
            return Ok(None);
        };
        // It stands in brackets in a header.
        let is_sendable = value.len() <= MAX_CONTACT_BYTES
            && value.chars().all(|c| c.is_ascii_graphic() || c == ' ')
            && !value.contains(['(', ')']);
        if is_sendable {
            Ok(Some(value))
        } else {
            Err(ConfigError::Wrong {
                variable: FETCH_CONTACT_VARIABLE,
                value,
                wanted: "an address of the web or for mail, such as admin@example.org",
            })
        }
    }
}

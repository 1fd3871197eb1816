//! The quotas of servers that have their own articles.

use super::{Sources, Wrong};
use crate::config::{
    ConfigError, MAX_ARTICLES_VARIABLE, MAX_BUILDS_VARIABLE, MAX_MIB_VARIABLE, MAX_PAGES_VARIABLE,
    MAX_PASSAGES_VARIABLE, QuotaConfig,
};

impl Sources {
    pub(super) fn quotas(&self, wrong: &mut Wrong) -> QuotaConfig {
        let usual = QuotaConfig::default();
        let mut quota = |variable, usual| wrong.or(self.quota(variable, usual), usual);
        QuotaConfig {
            articles: quota(MAX_ARTICLES_VARIABLE, usual.articles),
            mebibytes: quota(MAX_MIB_VARIABLE, usual.mebibytes),
            passages: quota(MAX_PASSAGES_VARIABLE, usual.passages),
            pages: quota(MAX_PAGES_VARIABLE, usual.pages),
            builds: quota(MAX_BUILDS_VARIABLE, usual.builds),
        }
    }

    /// A quota: a number, or off.
    pub(super) fn quota(&self, variable: &'static str, default: Option<usize>) -> Result<Option<usize>, ConfigError> {
        let Some(value) = self.text(variable) else {
            return Ok(default);
        };
        if value.eq_ignore_ascii_case("off") {
            return Ok(None);
        }
        match value.parse() {
            Ok(most @ 1..) => Ok(Some(most)),
            _ => Err(ConfigError::Wrong {
                variable,
                value,
                wanted: "off, or a number from 1 on, such as 500",
            }),
        }
    }
}

impl Default for QuotaConfig {
    fn default() -> Self {
        Self {
            articles: Some(500),
            mebibytes: Some(64),
            passages: Some(5_000),
            pages: Some(500),
            builds: Some(100),
        }
    }
}

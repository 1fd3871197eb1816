//! `verbatim register`: tells Discord where to send interactions.
//!
//! Not here: registering the commands, which `verbatim serve` does.

use anstyle::Style;
use clap::Args;
use reqwest::Url;

use crate::config::Config;
use crate::discord::{self, Access, Change};
use crate::message;

use super::paint::{self, Page};
use super::{ANSWERED, ERROR, NEEDS_ADMIN};

/// The word for no URL.
const OFF: &str = "off";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The URL at which Discord reaches the bot, such as <https://bot.example.org/discord>; or off, to have them from the
    /// gateway again
    #[arg(long, value_name = "URL")]
    interactions: String,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(token) = &config.discord.token else {
        paint::warn(message::discord::NO_TOKEN);
        return Ok(NEEDS_ADMIN);
    };
    let url = match parse(&arguments.interactions) {
        Ok(url) => url,
        Err(sentence) => {
            paint::warn(&sentence);
            return Ok(ERROR);
        }
    };
    let access = Access {
        token: token.expose().to_owned(),
        proxy: config.discord.proxy.clone(),
        guild: config.discord.guild,
        client: Box::new(reqwest::Client::builder),
    };
    let (sentence, status) = match (discord::set_url(&access, url.as_deref())?, url) {
        (Change::Done, Some(url)) => (message::register::posted_to(&url), ANSWERED),
        (Change::Done, None) => (message::register::NOT_POSTED.to_owned(), ANSWERED),
        (Change::BadToken, _) => (message::discord::BAD_TOKEN.to_owned(), NEEDS_ADMIN),
        (Change::Refused, Some(url)) => (message::register::refused(&url), ERROR),
        (Change::Refused, None) => (message::register::NOT_CLEARED.to_owned(), ERROR),
        (Change::Unknown(reason), _) => (message::register::unanswered(&reason), ERROR),
    };
    if status == ANSWERED {
        let mut page = Page::stdout();
        page.line(&sentence, "", Style::new())?;
        page.flush()?;
    } else {
        paint::warn(&sentence);
    }
    Ok(status)
}

/// The URL to set; `None` to set none.
///
/// # Errors
/// If Discord can't post to it: a sentence that says so.
fn parse(text: &str) -> Result<Option<String>, String> {
    if text.eq_ignore_ascii_case(OFF) {
        return Ok(None);
    }
    let url = Url::parse(text).ok().filter(|url| {
        // Discord posts over HTTPS alone; a simulated one may post on this machine.
        let is_here = url
            .host_str()
            .is_some_and(|host| ["127.0.0.1", "localhost", "[::1]"].contains(&host));
        url.scheme() == "https" || url.scheme() == "http" && is_here
    });
    url.map(|_| Some(text.to_owned()))
        .ok_or_else(|| message::register::not_a_url(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discord_posts_over_https_alone_unless_on_this_machine() {
        assert_eq!(parse("off"), Ok(None));
        assert_eq!(parse("OFF"), Ok(None));
        for url in [
            "https://bot.example.org/discord",
            "https://bot.example.org:8443/",
            "http://127.0.0.1:8081/discord",
        ] {
            assert_eq!(parse(url), Ok(Some(url.to_owned())));
        }
        for wrong in [
            "",
            "on",
            "bot.example.org/discord",
            "http://bot.example.org/",
            "ftp://bot.example.org/",
            "8081/discord",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}

//! The status at a glance: whether all is well, the articles, what was asked, and the bot itself.

use std::time::Duration;

use super::super::{PAPER, markdown};
use super::{MAX_REASON, chart, left_out_lines};
use crate::discord::outgoing::{Embed, Image, MAX_DESCRIPTION, Outgoing, Upload};
use crate::ledger::{Figures, Health};
use crate::library::{Status, seconds_since};
use crate::live::Trouble;
use crate::message;
use crate::message::status::{self as words, heading};

/// The most of a passage's or an article's name.
const MAX_NAME: usize = 120;

/// The name of the picture.
const PICTURE: &str = "questions.png";

/// The state of the running bot.
#[derive(Debug)]
pub(crate) struct OwnState {
    /// The time since it started.
    pub(crate) uptime: Duration,
    /// Its memory; `None` if the system doesn't tell.
    pub(crate) resident_bytes: Option<u64>,
    /// The problem that keeps the newest articles from being live.
    pub(crate) trouble: Option<Trouble>,
    /// True if the ledger can be written.
    pub(crate) ledger: Health,
    /// The usage of the quotas; `None` without any.
    pub(crate) usage: Option<String>,
}

/// The state of the articles, the index, the ledger and the bot, with a picture of the questions per day.
pub(crate) fn status(status: &Status, own: &OwnState) -> Outgoing {
    let mut lines = vec![summary(status, own).to_owned()];
    for (heading, below) in sections(status, own) {
        lines.push(format!("**{heading}**"));
        lines.extend(below);
    }
    let upload = picture(status);
    Outgoing {
        embeds: vec![Embed {
            title: Some(words::TITLE.to_owned()),
            description: Some(markdown::within(&lines.join("\n"), MAX_DESCRIPTION)),
            color: Some(PAPER),
            image: upload.as_ref().map(|picture| Image::uploaded(picture.name)),
            ..Embed::default()
        }],
        upload,
        ..Outgoing::default()
    }
}

/// One line about all of it.
fn summary(status: &Status, own: &OwnState) -> &'static str {
    let is_broken = status.statistics.is_err() || matches!(own.ledger, Health::Failing { .. });
    let Some(live) = &status.live else { return words::BROKEN };
    let is_fresh = live.is_stale == Ok(false) && live.has_vectors && status.set_aside.is_empty();
    if is_broken || own.trouble.is_some() || live.is_stale.is_err() {
        words::BROKEN
    } else if !is_fresh {
        words::ATTENTION
    } else if live.left_out.is_empty() {
        words::WELL
    } else {
        words::WELL_BUT
    }
}

/// The lines below each heading.
fn sections(status: &Status, own: &OwnState) -> Vec<(&'static str, Vec<String>)> {
    let escape = |text: &str| markdown::escape_within(text, MAX_REASON);
    let mut articles = status.generation_lines(escape);
    if let Some(trouble) = &own.trouble {
        let ago = trouble.at.elapsed().unwrap_or_default();
        articles.push(words::trouble(&escape(&trouble.what), ago));
    }
    articles.extend(own.usage.clone());
    if !status.trash.is_empty() {
        articles.push(words::trash(status.trash.len()));
    }
    let left_out = status.live.iter().flat_map(|live| left_out_lines(&live.left_out));
    let left_out = (heading::LEFT_OUT, left_out.collect());
    let mut bot = vec![words::running(own.uptime, own.resident_bytes)];
    let mut lists = Vec::new();
    match &status.statistics {
        Ok(statistics) => {
            let name = |text: &str| markdown::escape_within(text, MAX_NAME);
            lists = statistics.lines(name, |id| format!("<#{id}>"));
        }
        Err(reason) => bot.push(message::ledger::failed(&escape(reason))),
    }
    bot.extend(status.set_aside_line().map(|line| escape(&line)));
    if let Health::Failing { reason, since, lost } = &own.ledger {
        let since = Duration::from_secs(seconds_since(*since));
        bot.push(words::ledger_failing(&escape(reason), since, *lost));
    }
    // Lists that are too long push out nothing more important.
    let mut sections = vec![(heading::ARTICLES, articles), (heading::BOT, bot), left_out];
    sections.extend(lists);
    sections.retain(|(_, lines)| !lines.is_empty());
    sections
}

/// A picture of the questions per day; `None` if there were none.
fn picture(status: &Status) -> Option<Upload> {
    let statistics = status.statistics.as_ref().ok()?;
    let most = statistics
        .days
        .iter()
        .map(Figures::asked)
        .max()
        .filter(|&most| most > 0)?;
    Some(Upload {
        name: PICTURE,
        description: words::picture(statistics.days.len(), most),
        bytes: chart::bars(&statistics.days)?,
    })
}

//! The messages that the staff channel of a server gets.

use super::super::{markdown, notice};
use super::left_out_lines;
use crate::discord::outgoing::{MAX_CONTENT, Outgoing, length};
use crate::index::LeftOut;
use crate::ledger::Place;
use crate::library::NewsItem;
use crate::message::staff as words;

/// The most questions that are listed.
const MAX_LISTED: usize = 10;

/// The room for their lines in a message, beside those above and below the list.
const MAX_LIST: usize = MAX_CONTENT - 200;

/// The most of a section's name.
const MAX_SECTION: usize = 60;

/// The most of a question.
const MAX_TEXT: usize = 80;

/// The bot is running again, with the files that it left out.
pub(crate) fn started(articles: usize, passages: usize, left_out: &[LeftOut]) -> Outgoing {
    let mut lines = vec![words::started(articles, passages)];
    if !left_out.is_empty() {
        lines.extend(left_out_now(left_out));
    }
    notice(&lines.join("\n"))
}

/// Files that were left out.
pub(crate) fn newly_left_out(left_out: &[LeftOut]) -> Outgoing {
    notice(&left_out_now(left_out).join("\n"))
}

fn left_out_now(left_out: &[LeftOut]) -> Vec<String> {
    let mut lines = vec![words::left_out(left_out.len())];
    lines.extend(left_out_lines(left_out));
    lines
}

/// A list of questions, as many as fit a message; `is_daily` if it is the one of a day.
pub(crate) fn news(items: &[NewsItem], is_daily: bool) -> Outgoing {
    let mut lines = vec![words::questions(items.len(), is_daily)];
    let mut used = 0;
    let fitting = items.iter().take(MAX_LISTED).map(line).take_while(|line| {
        used += length(line) + 1;
        used <= MAX_LIST
    });
    lines.extend(fitting);
    let more = items.len() - (lines.len() - 1);
    lines.extend((more > 0).then(|| words::more(more)));
    lines.push(format!("-# {}", words::WHAT_NEXT));
    notice(&lines.join("\n"))
}

/// "- **why is the sky blue** · 12 times · last asked here · answer voted down: FAQ › Sky".
fn line(item: &NewsItem) -> String {
    let section = item.section.as_deref();
    let section = section.map(|section| markdown::escape_within(section, MAX_SECTION));
    let facts = [
        Some(format!("**{}**", markdown::escape_within(&item.question, MAX_TEXT))),
        words::times(item.times),
        item.place.map(|place| asked(place, item.times > 1)),
        item.is_voted_down.then(|| words::voted_down(section.as_deref())),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    format!("- {}", facts.join(" · "))
}

fn asked(place: Place, is_last: bool) -> String {
    let Place {
        server,
        channel,
        message,
    } = place;
    match message {
        Some(message) => {
            let link = format!("https://discord.com/channels/{server}/{channel}/{message}");
            words::asked_at(&link, is_last)
        }
        None => words::asked_in(&format!("<#{channel}>")),
    }
}

//! A message without an embed, for where the bot may not embed: the article's words become a block quote.

use super::markdown;
use crate::discord::outgoing::{Embed, EmbedText, MAX_CONTENT, Outgoing, length};

/// The mark before each line of a block quote.
const QUOTE_MARK: &str = "> ";

/// The most of the links below a passage.
const MAX_LINKS: usize = 600;

/// The message as content alone; buttons and menus stay. Several embeds share the room.
pub(crate) fn plain(outgoing: Outgoing) -> Outgoing {
    if outgoing.embeds.is_empty() {
        return outgoing;
    }
    let words = Some(outgoing.content.clone()).filter(|words| !words.is_empty());
    let used: usize = words.iter().map(|words| length(words) + 1).sum();
    let room = MAX_CONTENT.saturating_sub(used) / outgoing.embeds.len();
    let quotes = outgoing.embeds.iter().map(|embed| quote(embed, room));
    let lines: Vec<String> = words.into_iter().chain(quotes).collect();
    Outgoing {
        content: markdown::within(&lines.join("\n"), MAX_CONTENT),
        embeds: Vec::new(),
        upload: None,
        ..outgoing
    }
}

/// An embed as plain text of about `room` characters.
fn quote(embed: &Embed, room: usize) -> String {
    let footer = embed.footer.as_ref().map(|text| markdown::escape(plain_text(text)));
    let below = links(embed);
    let left = |heading: &[String]| {
        let around = heading.iter().chain(&below).chain(&footer);
        room.saturating_sub(around.map(|line| length(line) + 1).sum())
    };
    let passage = embed.description.as_deref().unwrap_or_default();
    let wanted = length(passage) + passage.lines().count() * length(QUOTE_MARK);
    let heading = headings(embed)
        .into_iter()
        .reduce(|fuller, shorter| if left(&fuller) >= wanted { fuller } else { shorter })
        .unwrap_or_default();
    let quote = (!passage.is_empty()).then(|| markdown::block_quote(passage, left(&heading)).markdown);
    let lines: Vec<String> = heading.into_iter().chain(quote).chain(below).chain(footer).collect();
    lines.join("\n")
}

/// The lines above the passage, from the fullest choice to the shortest: the outer headings, the heading, and the
/// article's web address, in angle brackets, which keep Discord from showing a preview.
fn headings(embed: &Embed) -> [Vec<String>; 3] {
    let outer = embed.author.as_ref().map(|text| markdown::escape(plain_text(text)));
    let title = embed.title.as_ref().map(|title| format!("**{title}**"));
    let url = embed.url.as_ref().map(|url| format!("<{url}>"));
    let lines = |of: [&Option<String>; 3]| of.into_iter().flatten().cloned().collect();
    [
        lines([&outer, &title, &url]),
        lines([&outer, &title, &None]),
        lines([&title, &None, &None]),
    ]
}

/// The lines below the passage: what the fields hold, as far as there is room beside the passage.
fn links(embed: &Embed) -> Vec<String> {
    let mut room = MAX_LINKS;
    let mut lines = Vec::new();
    for field in &embed.fields {
        let name = format!("**{}**", field.name);
        for line in [name.as_str()].into_iter().chain(field.value.lines()) {
            if length(line) < room {
                room -= length(line) + 1;
                lines.push(line.to_owned());
            }
        }
    }
    // The name alone says nothing.
    if lines.len() < 2 { Vec::new() } else { lines }
}

fn plain_text(text: &EmbedText) -> &str {
    let (EmbedText::Name(text) | EmbedText::Text(text)) = text;
    text
}

//! The same without an embed, for where the bot may not embed: the article's words as a block quote.

use crate::discord::markdown;
use crate::discord::outgoing::{Embed, EmbedText, MAX_CONTENT, Outgoing, length};

/// The message as content alone; buttons and menus stay.
pub(in crate::discord) fn plain(outgoing: Outgoing) -> Outgoing {
    let Some(embed) = outgoing.embeds.first() else {
        return outgoing;
    };
    let mut above = Vec::new();
    if !outgoing.content.is_empty() {
        above.push(outgoing.content.clone());
    }
    above.extend(heading(embed));
    let below: Vec<String> = match &embed.footer {
        Some(EmbedText::Text(footer) | EmbedText::Name(footer)) => vec![markdown::escape(footer)],
        None => Vec::new(),
    };
    let used: usize = above.iter().chain(&below).map(|line| length(line) + 1).sum();
    let quote = embed
        .description
        .as_deref()
        .map(|description| markdown::block_quote(description, MAX_CONTENT.saturating_sub(used)).markdown);
    let lines: Vec<String> = above.into_iter().chain(quote).chain(below).collect();
    Outgoing {
        content: markdown::within(&lines.join("\n"), MAX_CONTENT),
        embeds: Vec::new(),
        ..outgoing
    }
}

/// The headings, and where the article was published: in angle brackets, which keep Discord from showing a preview.
fn heading(embed: &Embed) -> Vec<String> {
    let outer = match &embed.author {
        Some(EmbedText::Name(name) | EmbedText::Text(name)) => Some(markdown::escape(name)),
        None => None,
    };
    let title = embed.title.as_ref().map(|title| format!("**{title}**"));
    let url = embed.url.as_ref().map(|url| format!("<{url}>"));
    // A very long address would leave no room for the passage.
    outer
        .into_iter()
        .chain(title)
        .chain(url.filter(|url| length(url) < MAX_CONTENT / 4))
        .collect()
}

//! A message without an embed, for where the bot may not embed: the article's words become a block quote.

use super::markdown;
use crate::discord::outgoing::{Embed, EmbedText, MAX_CONTENT, Outgoing, length};

/// The mark before each line of a block quote.
const QUOTE_MARK: &str = "> ";

/// The message as content alone; buttons and menus stay.
pub(crate) fn plain(outgoing: Outgoing) -> Outgoing {
    let Some(embed) = outgoing.embeds.first() else {
        return outgoing;
    };
    let words = Some(outgoing.content.clone()).filter(|words| !words.is_empty());
    let footer = embed.footer.as_ref().map(|text| markdown::escape(plain_text(text)));
    let room = |heading: &[String]| {
        let around = words.iter().chain(heading).chain(&footer);
        MAX_CONTENT.saturating_sub(around.map(|line| length(line) + 1).sum())
    };
    let passage = embed.description.as_deref().unwrap_or_default();
    let wanted = length(passage) + passage.lines().count() * length(QUOTE_MARK);
    let heading = headings(embed)
        .into_iter()
        .reduce(|fuller, shorter| if room(&fuller) >= wanted { fuller } else { shorter })
        .unwrap_or_default();
    let quote = (!passage.is_empty()).then(|| markdown::block_quote(passage, room(&heading)).markdown);
    let lines: Vec<String> = words.into_iter().chain(heading).chain(quote).chain(footer).collect();
    Outgoing {
        content: markdown::within(&lines.join("\n"), MAX_CONTENT),
        embeds: Vec::new(),
        ..outgoing
    }
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

fn plain_text(text: &EmbedText) -> &str {
    let (EmbedText::Name(text) | EmbedText::Text(text)) = text;
    text
}

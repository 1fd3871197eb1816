//! The bot's messages: what they say, and how they look. Pure functions from plain data to an `Outgoing`.
//!
//! Every string from the corpus or from a person goes through `markdown`, and every message keeps to Discord's limits.
//! The bot's own words are the content of a message, an article's words are in an embed: the two never look alike.
//! Only the settings of a server are in an embed, too, since mentions in content might ping.

pub(crate) mod admin;
mod answer;
pub(crate) mod custom_id;
pub(crate) mod markdown;

mod plain;
mod reading;
mod several;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serenity::model::application::{ActionRowComponent, ButtonKind};
use serenity::model::channel::Message;
use serenity::model::id::{GuildId, UserId};

use crate::answer::ArticleKey;
use crate::corpus::Article;
use crate::discord::outgoing::{
    AllowedMentions, Component, Embed, EmbedText, MAX_CONTENT, MAX_OPTION, MenuOption, Outgoing, Row,
};
use crate::message::locale::Locale;
use custom_id::Action;
use custom_id::AnswerNumber;

pub(crate) use answer::{answer, but_elsewhere, has_menu, is_quiet, question_of, shared, turned};
pub(crate) use plain::plain;
pub(crate) use reading::{Readers, posted, section_of, sections, sources};
pub(crate) use several::{MAX_QUESTIONS, Part, several};

/// The colour of the bar beside an article's words. It has no meaning, so nobody needs to see it.
const PAPER: u32 = 0x5b_7f_95;

/// The owner of an article, where a server has articles of its own and reads those of the house, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The server's.
    Server,
    /// The house's: of whoever runs the bot.
    House,
}

/// The room that an embed leaves for the name of an [`Origin`].
const MAX_ORIGIN: usize = 60;

/// The same message, whose embed tells whose its words are.
pub(crate) fn from(locale: Locale, mut outgoing: Outgoing, origin: Option<Origin>) -> Outgoing {
    for embed in &mut outgoing.embeds {
        name_origin(locale, embed, origin);
    }
    outgoing
}

fn name_origin(locale: Locale, embed: &mut Embed, origin: Option<Origin>) {
    let name = match origin {
        Some(Origin::Server) => locale.of_server(),
        Some(Origin::House) => locale.of_house(),
        None => return,
    };
    let before = match embed.footer.take() {
        Some(EmbedText::Name(text) | EmbedText::Text(text)) => format!("{text} · "),
        None => String::new(),
    };
    embed.footer = Some(EmbedText::Text(format!("{before}{name}")));
}

/// A question, as far as its answer shows it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) asker: UserId,
    /// The language to answer in.
    pub(crate) locale: Locale,
    /// The question, to be repeated where the channel doesn't show it; `None` where it does.
    pub(crate) question: Option<String>,
    /// The whole question that the asker's reply was read as, if it continues an earlier one.
    pub(crate) read_as: Option<String>,
    /// A link to the message with the question, if it is another person's.
    pub(crate) link: Option<String>,
    /// The person to address: the only one that the bot pings.
    pub(crate) to: Option<UserId>,
    /// True if the asker alone sees the answer.
    pub(crate) is_private: bool,
    /// True if it was asked in a message: then everybody there sees whatever the bot says to it.
    pub(crate) is_in_message: bool,
    /// True if nobody asked the bot: the asker asked nobody in particular.
    pub(crate) is_unasked: bool,
    /// The only article that was asked; `None` if all were.
    pub(crate) article: Option<Arc<Article>>,
    /// The number that votes on the answer refer to.
    pub(crate) answer: AnswerNumber,
}

impl Asked {
    /// The key of the only article that was asked.
    pub(crate) fn article_key(&self) -> Option<ArticleKey> {
        self.article.as_deref().map(ArticleKey::of)
    }
}

/// A message of one sentence. The sentence may repeat text that somebody typed or list many files, so it is cut to the
/// limit.
pub(crate) fn notice(sentence: &str) -> Outgoing {
    Outgoing {
        content: markdown::within(sentence, MAX_CONTENT),
        ..Outgoing::default()
    }
}

/// A server that somebody may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerChoice {
    pub(crate) server: GuildId,
    pub(crate) name: String,
}

/// The menu of servers whose articles somebody may mean, of which there are at most 25.
pub(crate) fn which_server(locale: Locale, choices: &[ServerChoice]) -> Outgoing {
    let option = |choice: &ServerChoice| {
        let name = markdown::plain_within(&choice.name, MAX_OPTION);
        let value = choice.server.to_string();
        MenuOption {
            label: if name.is_empty() { value.clone() } else { name },
            value,
            description: None,
        }
    };
    let options = choices.iter().map(option).collect();
    let menu = Component::menu(Action::PickServer.encode(), locale.choose_server(), options);
    Outgoing {
        components: vec![Row::new(vec![menu])],
        ..notice(&locale.which_server())
    }
}

/// The same message with a line before it that addresses a person, and pings them.
pub(crate) fn addressed(outgoing: Outgoing, to: Option<UserId>) -> Outgoing {
    let Some(to) = to else { return outgoing };
    Outgoing {
        content: format!("<@{to}>\n{}", outgoing.content).trim_end().to_owned(),
        allowed_mentions: AllowedMentions::only(to),
        ..outgoing
    }
}

/// The short help.
pub(crate) fn how_to_ask(locale: Locale) -> Outgoing {
    notice(&locale.how_to_ask())
}

/// The help, with the number of articles and of passages. The bot `reads_messages` that aren't addressed to it, or not.
pub(crate) fn help(
    locale: Locale,
    (articles, passages): (usize, usize),
    reads_messages: bool,
    keeps_questions: bool,
) -> Outgoing {
    let reads = if reads_messages {
        locale.reads_messages()
    } else {
        locale.reads_what_is_addressed()
    };
    let mut help = format!("{}\n{reads}", locale.help(articles, passages));
    if keeps_questions {
        help = format!("{help} {}", locale.keeps_questions());
    }
    notice(&help)
}

/// The pictures on buttons.
mod icon {
    pub(super) const PREVIOUS: &str = "◀️";
    pub(super) const NEXT: &str = "▶️";
    pub(super) const WHOLE_SECTION: &str = "📖";
    pub(super) const HELPFUL: &str = "👍";
    pub(super) const NOT_HELPFUL: &str = "👎";
    pub(super) const SHARE: &str = "📣";
    pub(super) const DISMISS: &str = "🗑️";
    pub(super) const NOT_A_QUESTION: &str = "🙊";
    pub(super) const CONFIRM: &str = "✅";
    pub(super) const CANCEL: &str = "✖️";
    pub(super) const SWITCH: &str = "🔁";
}

/// The buttons Previous and Next, for pages from 0; none where there are no more pages. `to` is the action that turns
/// to a page.
fn page_buttons(locale: Locale, page: usize, pages: usize, to: impl Fn(usize) -> Action) -> Vec<Component> {
    let before = page
        .checked_sub(1)
        .map(|before| (icon::PREVIOUS, locale.previous(), before));
    let after = (page + 1 < pages).then_some((icon::NEXT, locale.next(), page + 1));
    let buttons = before.into_iter().chain(after);
    buttons
        .map(|(icon, label, page)| Component::button(icon, label, to(page).encode()))
        .collect()
}

/// The button that deletes a message, for its asker and for people who may manage messages.
fn dismiss(locale: Locale, asker: UserId) -> Component {
    Component::button(icon::DISMISS, locale.dismiss(), Action::Dismiss { asker }.encode())
}

/// The button that deletes an answer that everybody sees.
fn take_away(locale: Locale, asker: UserId, is_unasked: bool) -> Component {
    if !is_unasked {
        return dismiss(locale, asker);
    }
    let action = Action::NotAQuestion { asker };
    Component::button(icon::NOT_A_QUESTION, locale.not_a_question(), action.encode())
}

/// True if a message of the bot is an answer that nobody asked it for.
pub(crate) fn is_unasked(message: &Message) -> bool {
    let controls = message.components.iter().flat_map(|row| &row.components);
    let ids = controls.filter_map(|control| match control {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id),
            _ => None,
        },
        _ => None,
    });
    ids.into_iter()
        .any(|id| matches!(Action::decode(id), Some(Action::NotAQuestion { .. })))
}

/// Rows of components, without the empty ones.
fn rows(rows: impl IntoIterator<Item = Vec<Component>>) -> Vec<Row> {
    rows.into_iter().filter(|row| !row.is_empty()).map(Row::new).collect()
}

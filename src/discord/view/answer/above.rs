//! The bot's own words above an answer: said, read back from its message, and said again in another language.

use serenity::model::channel::Message;

use crate::discord::view::reading::title;
use crate::discord::view::{Asked, markdown};
use crate::message::discord::numbered;
use crate::message::locale::Locale;
use crate::text::excerpt::ELLIPSIS;

/// The most of a question above an answer: three lines on a phone.
const MAX_REPEATED: usize = 300;

/// The lines whose words depend on the language; each repeats a text, or ignores it.
const LINES: [fn(Locale, &str) -> String; 5] = [
    Locale::about,
    Locale::about_message,
    Locale::only_from,
    Locale::shared_by,
    |locale, _| locale.unsure(),
];

/// The lines above an answer: the person it is for, and the question where the channel doesn't show it. One that
/// `is_quiet` addresses nobody, and repeats no question.
pub(in crate::discord::view) fn opening(asked: &Asked, is_quiet: bool) -> Vec<String> {
    let (locale, mut lines) = (asked.locale, Vec::new());
    if let Some(to) = asked.to.filter(|_| !is_quiet) {
        lines.push(format!("<@{to}>"));
    }
    if let Some(read_as) = asked.read_as.as_ref().filter(|_| !is_quiet) {
        let read_as = markdown::escape_within(read_as, MAX_REPEATED);
        lines.push(locale.about(&read_as));
    }
    if let Some(link) = &asked.link {
        lines.push(locale.about_message(link));
    }
    if let Some(question) = asked.question.as_ref().filter(|_| !is_quiet) {
        lines.push(format!("> {}", markdown::escape_within(question, MAX_REPEATED)));
    }
    if let Some(article) = asked.article.as_ref().filter(|_| !is_quiet) {
        lines.push(locale.only_from(&title(locale, &article.title)));
    }
    lines
}

/// Recovers the question from the bot's own message: it stands above the answer, or in the message that this one
/// replies to. `None` if it is not there, or was cut, or if there are several.
pub(crate) fn question_of(message: &Message) -> Option<String> {
    if is_several(&message.content) {
        return None;
    }
    let line = |opening: &str| message.content.lines().find_map(|line| line.strip_prefix(opening));
    let about = || Locale::ALL.iter().find_map(|locale| line(&locale.about("")));
    let repeated = about().or_else(|| line("> "));
    match (repeated, &message.referenced_message) {
        (Some(repeated), _) if !message.embeds.is_empty() => {
            let question = markdown::unescaped(repeated);
            (!question.ends_with(ELLIPSIS)).then_some(question)
        }
        (_, Some(asked)) => Some(asked.content.clone()),
        _ => None,
    }
    .filter(|question| !question.trim().is_empty())
}

/// True if these are the bot's own words above the answers to several questions.
fn is_several(content: &str) -> bool {
    let has = |number| {
        content
            .lines()
            .any(|line| line.starts_with(&format!("> {}", numbered(number, ""))))
    };
    has(1) && has(2)
}

/// The same words in another language. What the bot repeats stays as it is.
pub(super) fn retold(locale: Locale, content: &str) -> String {
    let retold = |line| {
        let mut ways = LINES.iter().flat_map(|say| Locale::ALL.map(|spoken| (say, spoken)));
        let told = ways.find_map(|(say, spoken)| Some(say(locale, repeated(line, &say(spoken, SLOT))?)));
        told.unwrap_or_else(|| line.to_owned())
    };
    let lines: Vec<String> = content.lines().map(retold).collect();
    lines.join("\n")
}

/// Stands for the text that a line repeats.
const SLOT: &str = "\0";

/// The text that a line has at the slot of `sentence`; `None` if it is another sentence.
fn repeated<'a>(line: &'a str, sentence: &str) -> Option<&'a str> {
    match sentence.split_once(SLOT) {
        Some((before, after)) => line.strip_prefix(before)?.strip_suffix(after),
        None => (line == sentence).then_some(""),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The lines above an answer, in a language.
    fn said(locale: Locale) -> String {
        let lines = [
            locale.shared_by("<@5>"),
            "<@7>".to_owned(),
            locale.about("why does it rain in May?"),
            locale.about_message("https://discord.com/channels/1/2/3"),
            "> About: nothing".to_owned(),
            locale.only_from("Rain"),
            locale.unsure(),
        ];
        lines.join("\n")
    }

    #[test]
    fn the_words_above_an_answer_can_be_said_again_in_any_language() {
        for from in Locale::ALL {
            for to in Locale::ALL {
                assert_eq!(retold(to, &said(from)), said(to));
            }
        }
        assert_eq!(retold(Locale::German, ""), "");
    }

    #[test]
    fn the_question_is_read_back_in_every_language() {
        for locale in Locale::ALL {
            let message = json!({
                "id": "1", "channel_id": "2", "author": {"id": "5", "username": "verbatim", "discriminator": "0", "avatar": null},
                "content": locale.about("why does it rain in May?"), "type": 0, "timestamp": "2026-01-01T00:00:00Z",
                "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
                "attachments": [], "embeds": [{"title": "Rain"}], "pinned": false,
            });
            let message: Message = serde_json::from_value(message).unwrap();
            assert_eq!(
                question_of(&message).as_deref(),
                Some("why does it rain in May?"),
                "{locale:?}"
            );
        }
    }
}

//! The text of a message: what somebody typed, forwarded, embedded, or put to the vote.
//!
//! Not here: whether the message is addressed to the bot (`mention`).

use serenity::model::channel::{Attachment, Embed, Message, MessageFlags};
use serenity::model::sticker::StickerItem;

use crate::message::discord::Textless;
use crate::message::locale::Locale;
use crate::question::Question;

/// Reads a question; `None` if it has no words to search for.
pub(super) fn question(text: &str) -> Option<Question> {
    Question::new(text)
        .ok()
        .filter(|question| !question.searched().is_empty())
}

/// The text of a message that can be looked up: the first of what was typed, what was forwarded, the question of a poll,
/// and the title, description and fields of embeds. `None` if none of these has a word.
pub(super) fn text_of(message: &Message) -> Option<String> {
    let forwarded = message.message_snapshots.iter();
    let texts = [message.content.clone()]
        .into_iter()
        .chain(forwarded.clone().map(|forwarded| forwarded.content.clone()))
        .chain(message.poll.iter().filter_map(|poll| poll.question.text.clone()))
        .chain([embedded(&message.embeds)])
        .chain(forwarded.map(|forwarded| embedded(&forwarded.embeds)));
    texts.into_iter().find(|text| question(text).is_some())
}

/// True if a message shows nothing at all, as one does whose content Discord hides from the bot.
pub(super) fn is_hidden(message: &Message) -> bool {
    let is_empty = message.content.is_empty() && message.embeds.is_empty() && message.attachments.is_empty();
    is_empty && message.sticker_items.is_empty() && message.message_snapshots.is_empty() && message.poll.is_none()
}

/// The sentence that there is nothing to look up in a message, which is `what` instead of text.
pub(super) fn nothing_to_look_up(locale: Locale, what: Option<Textless>) -> String {
    what.map_or_else(|| locale.no_text(), |what| locale.textless(what.name()))
}

/// The kind of a message without text; `None` if it has neither files nor stickers.
pub(super) fn without_text(message: &Message) -> Option<Textless> {
    let forwarded = message.message_snapshots.first();
    let attachments = forwarded.map_or(&message.attachments, |forwarded| &forwarded.attachments);
    let stickers = forwarded.map_or(&message.sticker_items, |forwarded| &forwarded.sticker_items);
    let is_voice = message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::IS_VOICE_MESSAGE));
    what_it_is(attachments, stickers, is_voice)
}

fn what_it_is(attachments: &[Attachment], stickers: &[StickerItem], is_voice: bool) -> Option<Textless> {
    let Some(attachment) = attachments.first() else {
        return (!stickers.is_empty()).then_some(Textless::Sticker);
    };
    let kind = attachment.content_type.as_deref().unwrap_or_default();
    Some(match kind.split('/').next() {
        _ if is_voice => Textless::Voice,
        Some("image") => Textless::Picture,
        Some("video") => Textless::Video,
        Some("audio") => Textless::Sound,
        _ => Textless::File,
    })
}

/// The words of embeds, without their links and footers.
fn embedded(embeds: &[Embed]) -> String {
    let parts = embeds.iter().flat_map(|embed| {
        let fields = embed.fields.iter().flat_map(|field| [&field.name, &field.value]);
        embed.title.iter().chain(&embed.description).chain(fields)
    });
    let parts: Vec<&str> = parts.map(String::as_str).collect();
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn message(with: &Value) -> Message {
        let mut message = json!({
            "id": "1", "channel_id": "2", "author": {"id": "5", "username": "ann", "discriminator": "0", "avatar": null},
            "content": "", "type": 0, "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false,
        });
        for (key, value) in with.as_object().unwrap() {
            message[key] = value.clone();
        }
        serde_json::from_value(message).unwrap()
    }

    fn forwarded(with: &Value) -> Value {
        let mut snapshot = json!({
            "content": "", "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null, "mentions": [],
            "attachments": [], "embeds": [], "type": 0,
        });
        for (key, value) in with.as_object().unwrap() {
            snapshot[key] = value.clone();
        }
        json!({ "message_snapshots": [{ "message": snapshot }] })
    }

    fn attached(content_type: &str) -> Value {
        let file =
            json!({"id": "1", "filename": "a", "size": 1, "url": "", "proxy_url": "", "content_type": content_type});
        json!({ "attachments": [file] })
    }

    #[test]
    fn the_text_is_whatever_somebody_can_read() {
        let embed = json!({"title": "Raids", "description": "when do they start?", "fields": [
            {"name": "Where", "value": "the keep", "inline": true}], "footer": {"text": "a footer"}});
        let poll = json!({"question": {"text": "when do raids start?"}, "answers": [], "expiry": null,
            "allow_multiselect": false, "layout_type": 1});
        for (with, text) in [
            (json!({"content": "why?"}), Some("why?")),
            (json!({"content": "why?", "embeds": [embed]}), Some("why?")),
            (
                json!({"content": "https://a.example", "embeds": [embed]}),
                Some("Raids\nwhen do they start?\nWhere\nthe keep"),
            ),
            (json!({"poll": poll}), Some("when do raids start?")),
            (
                forwarded(&json!({"content": "when do raids start?"})),
                Some("when do raids start?"),
            ),
            (forwarded(&json!({"embeds": [{"title": "Raids?"}]})), Some("Raids?")),
            (json!({"content": "👍"}), None),
            (json!({}), None),
        ] {
            assert_eq!(text_of(&message(&with)).as_deref(), text, "{with}");
        }
    }

    #[test]
    fn what_has_no_text_is_called_what_it_is() {
        let mut voice = attached("audio/ogg");
        voice["flags"] = json!(1 << 13);
        for (with, name) in [
            (attached("image/png"), Textless::Picture),
            (attached("video/mp4"), Textless::Video),
            (attached("audio/mpeg"), Textless::Sound),
            (voice, Textless::Voice),
            (attached("application/zip"), Textless::File),
            (
                json!({"sticker_items": [{"id": "1", "name": "wave", "format_type": 1}]}),
                Textless::Sticker,
            ),
            (forwarded(&attached("image/png")), Textless::Picture),
        ] {
            assert_eq!(without_text(&message(&with)), Some(name), "{with}");
        }
        assert_eq!(without_text(&message(&json!({"content": "👍"}))), None);
    }
}

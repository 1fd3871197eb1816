//! Reads messages: whether one is addressed to the bot, and the question in it.

use serenity::model::channel::{Message, MessageType};
use serenity::model::id::UserId;

use super::said::{is_hidden, question, text_of, without_text};
use crate::message::discord::Textless;
use crate::question::{Intent, Question, has_question_word, intent, points};

/// The most words of an aside such as "just ask @bot".
const MAX_ASIDE: usize = 3;

/// The characters that end a clause.
const CLAUSE_ENDS: [char; 11] = ['\n', ',', '.', '!', '?', ':', ';', '…', '-', '–', '—'];

/// The way in which a message addresses the bot, with its question.
#[derive(Debug)]
pub(super) enum Addressed<'a> {
    /// The message is not for the bot.
    No,
    /// It asks this question.
    Question(String),
    /// It replies to this message of the bot, and says this.
    Reply(String, &'a Message),
    /// It asks for an answer to the message that it replies to, whose text this is.
    About(&'a Message, String),
    /// It asks about a message without text, which is this instead.
    Textless(Option<Textless>),
    /// It asks about a message whose text Discord hides from the bot.
    Unreadable,
    /// It names the bot and nothing else.
    Nothing,
    /// It replies to the bot without a mention, so Discord hides its content from the bot.
    Hidden,
}

/// Reads a message for the bot whose user is `me`.
pub(super) fn addressed(message: &Message, me: UserId) -> Addressed<'_> {
    let is_written = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    // Two bots that answer each other would never stop.
    if message.author.bot || message.author.id == me || message.webhook_id.is_some() || !is_written {
        return Addressed::No;
    }
    let is_private = message.guild_id.is_none();
    let replied = message.referenced_message.as_deref();
    let replies_to_me = replied.is_some_and(|replied| replied.author.id == me);
    let names_me = forms(me).iter().any(|form| message.content.contains(form.as_str()));
    let is_mentioned = names_me || message.mentions.iter().any(|user| user.id == me);
    let text = without_mention(&message.content, me);
    let points = Question::new(&text).map_or(true, |text| points(text.worded()));
    let is_for_me =
        || !is_in_passing(&message.content, me) || points && replied.is_some() && ends(&message.content, me);
    if !(is_private || replies_to_me || is_mentioned && is_for_me()) {
        return Addressed::No;
    }
    match replied {
        Some(replied) if replies_to_me && question(&text).is_some() => return Addressed::Reply(text, replied),
        Some(replied) if !replies_to_me && points && text_of(message).is_none_or(|said| said == message.content) => {
            return about(replied);
        }
        _ => {}
    }
    let text = if question(&text).is_some() {
        text
    } else {
        text_of(message).unwrap_or(text)
    };
    if question(&text).is_some() {
        return Addressed::Question(text);
    }
    match without_text(message) {
        Some(what) => Addressed::Textless(Some(what)),
        None if is_hidden(message) && !is_mentioned && !is_private => Addressed::Hidden,
        None => Addressed::Nothing,
    }
}

/// Asks for an answer to `message`.
fn about(message: &Message) -> Addressed<'_> {
    match text_of(message) {
        Some(text) => Addressed::About(message, text),
        None if is_hidden(message) => Addressed::Unreadable,
        None => Addressed::Textless(without_text(message)),
    }
}

/// True if a text ends with a mention of `me`.
fn ends(content: &str, me: UserId) -> bool {
    let said = content.trim_end_matches(|c: char| c.is_whitespace() || CLAUSE_ENDS.contains(&c));
    forms(me).iter().any(|form| said.ends_with(form.as_str()))
}

/// True if a text speaks of `me` to somebody else, and none of its mentions addresses me.
fn is_in_passing(content: &str, me: UserId) -> bool {
    let mentions: Vec<(&str, &str)> = forms(me)
        .iter()
        .flat_map(|form| content.match_indices(form.as_str()))
        .map(|(at, form)| (&content[..at], &content[at + form.len()..]))
        .collect();
    !mentions.is_empty() && !mentions.iter().any(|(before, after)| addresses(before, after))
}

/// True if a mention between these two texts addresses the one it names: it begins a clause, follows a greeting, or
/// ends a clause that sounds like a question. "Ask @bot about that" does not.
fn addresses(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    let Ok(said) = Question::new(before) else { return true };
    if before.ends_with(CLAUSE_ENDS)
        || matches!(intent(said.worded()), Intent::SmallTalk(_)) && !said.searched().is_empty()
    {
        return true;
    }
    let names_others = ["<@", "@everyone", "@here"].iter().any(|name| before.contains(name));
    if said.searched().is_empty() {
        return !names_others || after.trim_end().ends_with('?');
    }
    let is_at_end = !after.chars().any(char::is_alphanumeric);
    let is_long = said.worded().words().len() > MAX_ASIDE && !names_others;
    is_at_end && (has_question_word(said.worded()) || is_long)
}

/// The forms of a mention.
fn forms(user: UserId) -> [String; 2] {
    [format!("<@{user}>"), format!("<@!{user}>")]
}

fn without_mention(content: &str, me: UserId) -> String {
    let mut text = content.to_owned();
    for form in forms(me) {
        text = text.replace(&form, " ");
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ME: UserId = UserId::new(7);

    fn user(id: u64, is_bot: bool) -> Value {
        json!({"id": id.to_string(), "username": "ann", "discriminator": "0", "avatar": null, "bot": is_bot})
    }

    fn message(with: &Value) -> Message {
        let mut message = json!({
            "id": "1", "channel_id": "2", "guild_id": "3", "author": user(5, false), "content": "", "type": 0,
            "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false,
        });
        for (key, value) in with.as_object().unwrap() {
            message[key] = value.clone();
        }
        serde_json::from_value(message).unwrap()
    }

    fn by(author: &Value, content: &str) -> Value {
        serde_json::to_value(message(&json!({"author": author, "content": content}))).unwrap()
    }

    #[test]
    fn what_is_for_the_bot_is_taken_and_nothing_else() {
        let question = |text: &str| Addressed::Question(text.to_owned());
        let mine = by(&user(7, true), "an answer");
        let answer: Message = serde_json::from_value(mine.clone()).unwrap();
        for (with, wanted) in [
            (
                json!({"content": "<@7> why?", "mentions": [user(7, true)]}),
                question("why?"),
            ),
            (
                json!({"content": "why, <@!7>", "mentions": [user(7, true)]}),
                question("why,"),
            ),
            (json!({"content": "why?"}), Addressed::No),
            (json!({"content": "why?", "guild_id": null}), question("why?")),
            (
                json!({"content": "@everyone why?", "mention_everyone": true}),
                Addressed::No,
            ),
            (json!({"content": "<@&7> why?", "mention_roles": ["7"]}), Addressed::No),
            (
                json!({"content": "<@7>", "mentions": [user(7, true)]}),
                Addressed::Nothing,
            ),
            (json!({"content": "<@7> why?", "author": user(8, true)}), Addressed::No),
            (json!({"content": "<@7> why?", "webhook_id": "9"}), Addressed::No),
            (json!({"content": "<@7> why?", "type": 6}), Addressed::No),
            (
                json!({"content": "and then?", "type": 19, "referenced_message": mine}),
                Addressed::Reply("and then?".to_owned(), &answer),
            ),
            (
                json!({"content": "", "type": 19, "referenced_message": mine}),
                Addressed::Hidden,
            ),
            (
                json!({"content": "", "type": 19, "guild_id": null, "referenced_message": mine}),
                Addressed::Nothing,
            ),
        ] {
            let message = message(&with);
            let found = addressed(&message, ME);
            assert_eq!(format!("{found:?}"), format!("{wanted:?}"), "{with}");
        }
    }

    #[test]
    fn a_mention_in_passing_addresses_nobody() {
        for (content, is_for_me) in [
            ("ask <@7> about that, it knows everything", false),
            ("just ask <@7>", false),
            ("I asked <@7> and got nothing", false),
            ("<@5> you could try <@7> for that?", false),
            ("@everyone <@7> look at this", false),
            ("can somebody ask <@7> when the raid is?", false),
            ("<@7> when is the raid", true),
            ("hey <@7> when is the raid", true),
            ("ok so <@7> when is the raid", true),
            ("I'm lost. <@7> when is the raid", true),
            ("when is the raid <@7>", true),
            ("when is the raid, <@!7>", true),
            ("tell me the loot rules <@7>", true),
            ("thanks <@7>", true),
            ("<@5> <@7> when is the raid?", true),
            ("ask <@7>\n<@7> when is the raid", true),
            ("🎉 <@7> when is the raid", true),
        ] {
            let message = message(&json!({"content": content, "mentions": [user(7, true)]}));
            let found = addressed(&message, ME);
            assert_eq!(!matches!(found, Addressed::No), is_for_me, "{content}: {found:?}");
        }
        // In private, and in reply to an answer, it is for nobody else.
        let content = "ask <@7> about that";
        for with in [
            json!({"content": content, "guild_id": null}),
            json!({"content": content, "type": 19, "referenced_message": by(&user(7, true), "an answer")}),
        ] {
            assert!(
                matches!(
                    addressed(&message(&with), ME),
                    Addressed::Question(_) | Addressed::Reply(..)
                ),
                "{with}"
            );
        }
    }

    fn reply(content: &str, replied: &Value) -> Message {
        message(&json!({
            "content": content, "type": 19, "mentions": [user(7, true)], "referenced_message": replied,
        }))
    }

    /// The message that a reply of these words to `replied` asks about; `None` if it asks something itself.
    fn asked_about(content: &str, replied: &Value) -> Option<String> {
        match addressed(&reply(content, replied), ME) {
            Addressed::About(_, text) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn a_reply_that_only_points_is_about_the_message_replied_to() {
        let theirs = by(&user(6, false), "who left the deal?");
        for content in [
            "<@7>",
            "<@7> ^",
            "<@7> this",
            "can you answer this? <@7>",
            "please help him <@7>",
            "<@7> 👆",
        ] {
            assert_eq!(
                asked_about(content, &theirs).as_deref(),
                Some("who left the deal?"),
                "{content}"
            );
        }
        for content in ["<@7> when?", "<@7> who signed it?", "just ask <@7>", "<@7> thanks"] {
            assert_eq!(asked_about(content, &theirs), None, "{content}");
        }
    }

    #[test]
    fn a_message_without_text_is_called_what_it_is_and_a_hidden_one_hidden() {
        let mut picture = by(&user(6, false), "");
        picture["attachments"] = json!([{
            "id": "1", "filename": "a", "size": 1, "url": "", "proxy_url": "", "content_type": "image/png",
        }]);
        let thumb = by(&user(6, false), "👍");
        let hidden = by(&user(6, false), "");
        for (replied, wanted) in [
            (&picture, Addressed::Textless(Some(Textless::Picture))),
            (&thumb, Addressed::Textless(None)),
            (&hidden, Addressed::Unreadable),
        ] {
            let message = reply("<@7> this", replied);
            let found = addressed(&message, ME);
            assert_eq!(format!("{found:?}"), format!("{wanted:?}"));
        }
    }
}

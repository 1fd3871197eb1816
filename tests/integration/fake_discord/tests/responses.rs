//! Changes of responses while people look at them, the people who may click on them, and the metadata in messages.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::Http;
use serenity::model::application::{ComponentInteraction, MessageInteractionMetadata};
use serenity::model::channel::MessageType;
use serenity::model::event::Event;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep;

use super::super::FakeDiscord;
use super::{command, get, listen, next, page, registered, send};

async fn click(events: &mut UnboundedReceiver<Event>) -> ComponentInteraction {
    let asked = next(events, |event| match event {
        Event::InteractionCreate(event) => event.interaction.into_message_component(),
        _ => None,
    });
    asked.await
}

async fn edit(http: &Http, token: &str, text: &str) {
    http.edit_original_interaction_response(token, &page(text), Vec::new())
        .await
        .unwrap();
}

fn question() -> Value {
    json!([{ "name": "question", "type": 3, "value": "Anybody?" }])
}

#[tokio::test]
async fn every_state_of_a_response_can_be_seen() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let ann = discord.user("ann");
    let (http, mut events) = listen(&discord).await;
    registered(&http).await;

    let asked = discord.slash(&ann, &general, "ask", question()).await;
    let command = command(&mut events).await;
    let thinking = json!({ "type": 5, "data": { "flags": 64 } });
    http.create_interaction_response(command.id, &command.token, &thinking, Vec::new())
        .await
        .unwrap();
    assert!(asked.states().is_empty() && asked.original().is_none());
    let bot = tokio::spawn({
        let (http, token) = (http.clone(), command.token.clone());
        async move {
            for text in ["1 of 3", "2 of 3", "done"] {
                edit(&http, &token, text).await;
                sleep(Duration::from_millis(50)).await;
            }
        }
    });
    let done = asked.until_shows("done").await;
    assert!(done.ephemeral && done.description() == "done");
    bot.await.unwrap();
    let states = asked.states();
    let texts: Vec<_> = states.iter().map(|(_, state)| state.description()).collect();
    assert_eq!(texts, ["1 of 3", "2 of 3", "done"]);
    let times: Vec<_> = states.iter().map(|(after, _)| *after).collect();
    assert!(times[1] >= times[0] + Duration::from_millis(50) && times[2] > times[1]);

    // The time of a click's response counts from the click.
    let clicked = discord.clicks(&ann, &done, "Again").await;
    let again = click(&mut events).await;
    let body = json!({ "type": 7, "data": page("again") });
    http.create_interaction_response(again.id, &again.token, &body, Vec::new())
        .await
        .unwrap();
    clicked.until_shows("again").await;
    assert_eq!((clicked.states().len(), asked.states().len()), (1, 4));
    http.delete_original_interaction_response(&again.token).await.unwrap();
    assert!(clicked.original().is_none() && asked.states().len() == 4);
    discord.check();
}

#[tokio::test]
async fn a_click_can_be_forged_on_what_nobody_else_sees() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let (ann, mallory) = (discord.user("ann"), discord.user("mallory"));
    let (http, mut events) = listen(&discord).await;
    registered(&http).await;
    let asked = discord.slash(&ann, &general, "ask", question()).await;
    let command = command(&mut events).await;
    let mut data = page("only for ann");
    data["flags"] = json!(64);
    let body = json!({ "type": 4, "data": data });
    http.create_interaction_response(command.id, &command.token, &body, Vec::new())
        .await
        .unwrap();
    let secret = asked.response().await;

    let dm = discord.dm(&mallory);
    let forged = discord.clicks_forged(&mallory, &dm, &secret, "never").await;
    let click = click(&mut events).await;
    assert_eq!((click.user.id, click.channel_id), (mallory.id, dm.channel));
    assert_eq!((click.message.id, click.data.custom_id.as_str()), (secret.id, "never"));
    let body = json!({
        "type": 4, "data": { "content": "No.", "flags": 64, "allowed_mentions": { "parse": [] } },
    });
    http.create_interaction_response(click.id, &click.token, &body, Vec::new())
        .await
        .unwrap();
    assert_eq!(forged.response().await.content, "No.");
    assert_eq!(asked.original().unwrap(), secret);
    discord.check();
}

#[tokio::test]
async fn a_message_tells_which_interaction_it_answers() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("here");
    let general = discord.channel(&guild, "general");
    let ann = discord.user("ann");
    let (http, mut events) = listen(&discord).await;
    registered(&http).await;
    let asked = discord.slash(&ann, &general, "ask", question()).await;
    let command = command(&mut events).await;
    let body = json!({ "type": 4, "data": page("first") });
    http.create_interaction_response(command.id, &command.token, &body, Vec::new())
        .await
        .unwrap();
    let first = asked.response().await;
    let second = http
        .create_followup_message(&command.token, &page("second"), Vec::new())
        .await
        .unwrap();
    assert_eq!(second.kind, MessageType::InlineReply);
    assert_eq!(second.referenced_message.unwrap().id, first.id);

    discord.clicks(&ann, &first, "Again").await;
    let clicked = click(&mut events).await;
    let message = &clicked.message;
    assert_eq!(message.kind, MessageType::ChatInputCommand);
    let Some(MessageInteractionMetadata::Command(metadata)) = message.interaction_metadata.as_deref() else {
        panic!("no command: {:?}", message.interaction_metadata)
    };
    assert_eq!((metadata.id, metadata.user.id), (command.id, ann.id));
    let body = json!({ "type": 4, "data": page("third") });
    http.create_interaction_response(clicked.id, &clicked.token, &body, Vec::new())
        .await
        .unwrap();

    // All of them conform to Discord's description of messages, and so do replies.
    let reply = json!({
        "content": "heard", "allowed_mentions": { "parse": [] },
        "message_reference": { "message_id": first.id.to_string() },
    });
    let reply = send(&http, &general, &reply).await.unwrap();
    let path = format!("/channels/{}/messages", general.channel);
    let all = get(&discord, &path).await;
    assert_eq!(all.as_array().map(Vec::len), Some(4));
    let owners = json!({ "0": guild.id.to_string() });
    let of_first = get(&discord, &format!("{path}/{}", first.id)).await;
    assert_eq!(
        of_first["interaction_metadata"]["authorizing_integration_owners"],
        owners
    );
    assert_eq!(of_first["interaction"]["name"], "ask");
    assert_eq!(of_first["components"][1]["components"][0]["id"], 5);
    let of_second = get(&discord, &format!("{path}/{}", second.id)).await;
    let original = &of_second["interaction_metadata"]["original_response_message_id"];
    assert_eq!(*original, json!(first.id.to_string()));
    let of_third = &all[1]["interaction_metadata"];
    assert_eq!(
        (&of_third["type"], &of_third["interacted_message_id"]),
        (&json!(3), &json!(first.id.to_string()))
    );
    let of_reply = get(&discord, &format!("{path}/{}", reply.id)).await;
    assert_eq!(of_reply["referenced_message"]["embeds"][0]["description"], "first");
    assert_eq!(of_reply["message_reference"]["guild_id"], json!(guild.id.to_string()));
    discord.check();
}

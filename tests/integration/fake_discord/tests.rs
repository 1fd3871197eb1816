//! Tests of the fake Discord itself, with the real client. Two bots are here: one repeats what it hears, the other only
//! listens and leaves the rest to the test.
//!
//! - `messages`: people's messages, and the parts that the bot may read.
//! - `interactions`: commands, clicks and choices.
//! - `gateway`: sessions, and their tokens.
//! - `rules`: refusals and violations.
//! - `faults`: faults on request.
//! - `commands`: subcommands, and the people they are offered to.
//! - `responses`: changes of responses, and the metadata in messages.
//! - `attachments`: files attached to commands.
//! - `application`, `guilds`: the bot's owner, and its guilds.

mod application;
mod attachments;
mod commands;
mod faults;
mod gateway;
mod guilds;
mod interactions;
mod messages;
mod responses;
mod rules;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::async_trait;
use serenity::client::{ClientBuilder, Context, RawEventHandler};
use serenity::http::{Http, HttpBuilder};
use serenity::model::application::{CommandInteraction, Interaction as Asked};
use serenity::model::channel::Message;
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::timeout;

use super::{FakeDiscord, Place, validation};

/// Repeats every message and every question.
struct Echo {
    seen: UnboundedSender<Message>,
}

#[async_trait]
impl RawEventHandler for Echo {
    async fn raw_event(&self, context: Context, event: Event) {
        match event {
            Event::MessageCreate(event) => {
                let bot = context.http.application_id().unwrap().get();
                if event.message.author.id.get() != bot {
                    self.seen.send(event.message).unwrap();
                }
            }
            Event::InteractionCreate(event) => respond(&context.http, event.interaction).await,
            _ => {}
        }
    }
}

/// Passes on every event.
struct Ear {
    heard: UnboundedSender<Event>,
}

#[async_trait]
impl RawEventHandler for Ear {
    async fn raw_event(&self, _: Context, event: Event) {
        // The test may be over.
        let _ = self.heard.send(event);
    }
}

/// A page with a button and a menu; choosing from the menu leads to the next page.
fn page(text: &str) -> Value {
    json!({
        "content": "", "allowed_mentions": { "parse": [] },
        "embeds": [{ "title": "An echo", "description": text, "footer": { "text": "1 of 1" } }],
        "components": [
            { "type": 1, "components": [
                { "type": 2, "style": 1, "label": "Again", "custom_id": "again" },
                { "type": 2, "style": 2, "label": "Never", "custom_id": "never", "disabled": true },
            ] },
            { "type": 1, "components": [
                { "type": 3, "custom_id": "menu", "placeholder": "More", "options": [{ "label": "One", "value": "1" }] },
            ] },
        ],
    })
}

async fn respond(http: &Http, asked: Asked) {
    let (id, token) = (asked.id(), asked.token().to_owned());
    let callback = |body: Value| {
        let token = &token;
        async move {
            let _ = http.create_interaction_response(id, token, &body, Vec::new()).await;
        }
    };
    match asked {
        Asked::Command(command) if command.data.name == "Quietly" => {
            callback(json!({ "type": 5, "data": { "flags": 64 } })).await;
            let target = command.data.resolved.messages.values().next().unwrap();
            http.edit_original_interaction_response(&token, &page(&target.content), Vec::new())
                .await
                .unwrap();
        }
        Asked::Command(command) if command.data.name == "Twice" => {
            callback(json!({ "type": 5 })).await;
            let body = page("first");
            let filled = http.create_followup_message(&token, &body, Vec::new()).await.unwrap();
            http.edit_original_interaction_response(&token, &page("rewritten"), Vec::new())
                .await
                .unwrap();
            let second = http.create_followup_message(&token, &body, Vec::new()).await.unwrap();
            assert_ne!(filled.id, second.id);
            http.delete_original_interaction_response(&token).await.unwrap();
        }
        Asked::Command(command) => {
            let text = command.data.options[0].value.as_str().unwrap();
            callback(json!({ "type": 4, "data": page(text) })).await;
        }
        Asked::Component(click) => callback(json!({ "type": 7, "data": page(&click.data.custom_id) })).await,
        Asked::Autocomplete(_) => {
            callback(json!({ "type": 8, "data": { "choices": [{ "name": "One", "value": "1" }] } })).await;
        }
        _ => {}
    }
}

/// A client that only goes through the proxy.
fn http(discord: &FakeDiscord, token: &str) -> Http {
    let http = HttpBuilder::new(token)
        .proxy(discord.url())
        .ratelimiter_disabled(true)
        .application_id(discord.application())
        .build();
    assert!(http.ratelimiter.is_none());
    http
}

/// Connects the real client, and returns it with the messages that it receives.
async fn connect(discord: &FakeDiscord) -> (Arc<Http>, UnboundedReceiver<Message>) {
    let (seen, heard) = mpsc::unbounded_channel();
    (start(discord, Echo { seen }).await, heard)
}

/// The same with a client that does nothing on its own.
async fn listen(discord: &FakeDiscord) -> (Arc<Http>, UnboundedReceiver<Event>) {
    let (ear, heard) = mpsc::unbounded_channel();
    (start(discord, Ear { heard: ear }).await, heard)
}

async fn start(discord: &FakeDiscord, handler: impl RawEventHandler + 'static) -> Arc<Http> {
    let intents = GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let http = http(discord, discord.token());
    let mut client = ClientBuilder::new_with_http(http, intents)
        .raw_event_handler(handler)
        .await
        .unwrap();
    let http = Arc::clone(&client.http);
    tokio::spawn(async move { client.start().await });
    discord.ready().await;
    http
}

/// Waits for the next event that `of_kind` accepts.
async fn next<T>(events: &mut UnboundedReceiver<Event>, of_kind: impl Fn(Event) -> Option<T>) -> T {
    let found = timeout(Duration::from_secs(10), async {
        loop {
            if let Some(found) = of_kind(events.recv().await.unwrap()) {
                return found;
            }
        }
    });
    found.await.expect("an event of this kind")
}

/// Waits for the next command.
async fn command(events: &mut UnboundedReceiver<Event>) -> CommandInteraction {
    let asked = next(events, |event| match event {
        Event::InteractionCreate(event) => event.interaction.into_command(),
        _ => None,
    });
    asked.await
}

/// The response of REST to a request without a body; `Null` if it isn't JSON. Checked against Discord's description.
async fn get(discord: &FakeDiscord, path: &str) -> Value {
    let request = reqwest::Client::new()
        .get(format!("{}/api/v10{path}", discord.url()))
        .header("authorization", format!("Bot {}", discord.token()));
    let answer = request.send().await.unwrap().json().await.unwrap_or_default();
    let bare = path.split('?').next().unwrap_or_default();
    let broken = validation::broken_answer("GET", bare, &answer);
    assert!(broken.is_empty(), "{path}: {broken:#?}");
    answer
}

async fn heard(messages: &mut UnboundedReceiver<Message>) -> Message {
    timeout(Duration::from_secs(10), messages.recv())
        .await
        .expect("a message")
        .unwrap()
}

async fn registered(http: &Http) {
    let commands = json!([
        { "name": "ask", "description": "Asks.", "options": [
            { "type": 3, "name": "question", "description": "What.", "required": true, "autocomplete": true },
        ] },
        { "name": "Quietly", "type": 3 },
        { "name": "Twice", "type": 3 },
    ]);
    http.create_global_commands(&commands).await.unwrap();
}

async fn send(http: &Http, place: &Place, body: &Value) -> serenity::Result<Message> {
    http.send_message(place.channel, Vec::new(), body).await
}

/// Discord's code for an error.
fn code(error: serenity::Error) -> isize {
    match error {
        serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(response)) => response.error.code,
        other => panic!("not refused but failed: {other}"),
    }
}

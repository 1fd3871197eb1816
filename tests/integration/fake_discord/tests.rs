//! The fake Discord itself, with the real client.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::async_trait;
use serenity::client::{ClientBuilder, Context, RawEventHandler};
use serenity::gateway::GatewayError;
use serenity::http::{Http, HttpBuilder};
use serenity::model::application::Interaction as Asked;
use serenity::model::channel::Message;
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use serenity::model::permissions::Permissions;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::timeout;

use super::{FakeDiscord, Fault, Place, Sent};

/// Repeats what it is told, and what it is asked.
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

/// A page with a button and a menu; the menu's choice is the next page.
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

/// A client that goes through the proxy, and no other way.
fn http(discord: &FakeDiscord, token: &str) -> Http {
    let http = HttpBuilder::new(token)
        .proxy(discord.url())
        .ratelimiter_disabled(true)
        .application_id(discord.application())
        .build();
    assert!(http.ratelimiter.is_none());
    http
}

/// The real client, connected; what it is told.
async fn connect(discord: &FakeDiscord) -> (Arc<Http>, UnboundedReceiver<Message>) {
    let (seen, heard) = mpsc::unbounded_channel();
    let intents = GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let http = http(discord, discord.token());
    let mut client = ClientBuilder::new_with_http(http, intents)
        .raw_event_handler(Echo { seen })
        .await
        .unwrap();
    let http = Arc::clone(&client.http);
    tokio::spawn(async move { client.start().await });
    discord.ready().await;
    (http, heard)
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

/// Discord's code for what went wrong.
fn code(error: serenity::Error) -> isize {
    match error {
        serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(response)) => response.error.code,
        other => panic!("not refused but failed: {other}"),
    }
}

#[tokio::test]
async fn a_message_is_hidden_unless_the_bot_is_mentioned_or_alone_with_somebody() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let ann = discord.user("ann");
    let (http, mut messages) = connect(&discord).await;

    discord.says(&ann, &general, "to nobody").await;
    assert_eq!(heard(&mut messages).await.content, "");
    discord.silence(&general).await;

    let said = discord
        .says(&ann, &general, &format!("<@{}> hello", discord.bot()))
        .await;
    let message = heard(&mut messages).await;
    assert!(message.content.ends_with("hello") && message.guild_id == general.guild);
    assert_eq!(message.mentions[0].id, discord.bot());

    let reply = json!({
        "content": "heard", "allowed_mentions": { "parse": [] }, "nonce": "1", "enforce_nonce": true,
        "message_reference": { "message_id": said.to_string() },
    });
    let first = send(&http, &general, &reply).await.unwrap();
    let again = send(&http, &general, &reply).await.unwrap();
    let answer = discord.answer_to(said).await;
    assert_eq!(
        (answer.text().as_str(), answer.id, answer.pinged.as_slice()),
        ("heard", first.id, [].as_slice())
    );
    assert_eq!(again.id, first.id, "a nonce is taken once");
    assert_eq!(discord.sent(&general).len(), 1);

    discord.replies(&ann, answer.id, "why", false).await;
    let unpinged = heard(&mut messages).await;
    assert_eq!(
        (
            unpinged.content.as_str(),
            unpinged.referenced_message.unwrap().content.as_str()
        ),
        ("", "heard")
    );
    discord.replies(&ann, answer.id, "why?", true).await;
    assert_eq!(heard(&mut messages).await.content, "why?");
    discord.says(&ann, &discord.dm(&ann), "alone").await;
    assert_eq!(heard(&mut messages).await.content, "alone");
    discord.check();
}

#[tokio::test]
async fn somebody_asks_and_clicks_and_chooses() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let (ann, other) = (discord.user("ann"), discord.bot_user("other"));
    let (http, _messages) = connect(&discord).await;
    registered(&http).await;

    let question = json!([{ "name": "question", "type": 3, "value": "Anybody?" }]);
    let asked = discord.slash(&ann, &general, "ask", question.clone()).await;
    let answer = asked.response().await;
    assert_eq!(
        answer.text(),
        "| An echo\n| Anybody?\n| 1 of 1\n[Again] (Never)\n{More: One}"
    );
    assert_eq!(asked.response_kind(), Some(4));
    assert!(asked.response_time().unwrap() < Duration::from_secs(3));

    let updated = discord.clicks(&ann, &answer, "Again").await.update().await;
    assert_eq!((updated.id, updated.description()), (answer.id, "again"));
    let updated = discord.chooses(&ann, &updated, "One").await.update().await;
    assert_eq!(updated.description(), "menu");

    let said = discord.says(&other, &general, "hidden in passing").await;
    let quietly = discord.menu(&ann, "Quietly", said).await;
    let answer = quietly.response().await;
    assert_eq!((answer.description(), answer.ephemeral), ("hidden in passing", true));
    assert_eq!(quietly.response_kind(), Some(5));
    let choices = discord.types(&ann, &general, "ask", "question", "o").await;
    assert_eq!(choices, [("One".to_owned(), "1".to_owned())]);

    let elsewhere = discord.channel(&discord.foreign_guild("elsewhere"), "general");
    let abroad = discord.slash(&ann, &elsewhere, "ask", question).await;
    assert_eq!(abroad.response().await.description(), "Anybody?");
    let body = json!({ "content": "too far", "allowed_mentions": { "parse": [] } });
    assert_eq!(code(send(&http, &elsewhere, &body).await.unwrap_err()), 50001);
    discord.check();
}

#[tokio::test]
async fn a_callback_counts_once_and_not_after_the_token_ran_out() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let ann = discord.user("ann");
    let (http, _messages) = connect(&discord).await;
    registered(&http).await;
    let question = json!([{ "name": "question", "type": 3, "value": "Anybody?" }]);
    let asked = discord.slash(&ann, &general, "ask", question).await;
    asked.response().await;

    let token = format!("aW50ZXJhY3Rpb246{}", asked.id);
    let again = json!({ "type": 4, "data": page("again") });
    let refused = http
        .create_interaction_response(asked.id, &token, &again, Vec::new())
        .await;
    assert_eq!(code(refused.unwrap_err()), 40060);
    asked.expire();
    let refused = http
        .create_interaction_response(asked.id, &token, &again, Vec::new())
        .await;
    assert_eq!(code(refused.unwrap_err()), 10062);
    discord.check();
}

#[tokio::test]
async fn a_wrong_token_is_refused_at_both_doors() {
    let discord = FakeDiscord::start().await;
    let http = http(&discord, "Bot wrong");
    let refused = http.get_current_user().await.unwrap_err();
    let serenity::Error::Http(refused) = refused else {
        panic!("{refused}")
    };
    assert_eq!(refused.status_code().unwrap().as_u16(), 401);

    let intents = GatewayIntents::GUILD_MESSAGES;
    let mut client = ClientBuilder::new_with_http(http, intents).await.unwrap();
    let refused = timeout(Duration::from_secs(10), client.start()).await.expect("an end");
    assert!(
        matches!(
            refused,
            Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication))
        ),
        "{refused:?}"
    );
    assert_eq!(discord.gateway().closes(), [4004]);
}

#[tokio::test]
async fn a_lost_connection_is_resumed_with_what_was_missed() {
    let discord = FakeDiscord::start().await;
    let dm = discord.dm(&discord.user("ann"));
    let ann = discord.user("ann");
    let (_http, mut messages) = connect(&discord).await;

    discord.gateway().drop_connection();
    discord.offline().await;
    discord.says(&ann, &dm, "while you were away").await;
    discord.resumed(1).await;
    assert_eq!(heard(&mut messages).await.content, "while you were away");
    assert_eq!((discord.identifies(), discord.resumes()), (1, 1));

    discord.gateway().raw("{ not json");
    discord
        .gateway()
        .raw(r#"{"op":0,"s":99,"t":"MESSAGE_CREATE","d":{"id":7}}"#);
    discord.gateway().duplicates(true);
    discord.says(&ann, &dm, "twice").await;
    for _ in 0..2 {
        assert_eq!(heard(&mut messages).await.content, "twice");
    }
    discord.check();
}

#[tokio::test]
async fn what_breaks_a_rule_is_a_violation() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let http = http(&discord, discord.token());

    send(&http, &general, &json!({ "content": "@everyone" })).await.unwrap();
    let violations = discord.violations();
    assert!(
        violations.len() == 1 && violations[0].contains("allowed_mentions"),
        "{violations:?}"
    );

    let mut long = page(&"x".repeat(4097));
    let refused = send(&http, &general, &long).await.unwrap_err();
    assert_eq!(code(refused), 50035);
    let violations = discord.violations();
    let has = |part: &str| violations.iter().any(|violation| violation.contains(part));
    assert!(has("limit: "), "{violations:?}");
    assert_eq!(
        has("openapi: "),
        std::env::var_os("DISCORD_OPENAPI").is_some(),
        "{violations:?}"
    );

    // 2049 emoji of two UTF-16 units each.
    long["embeds"][0]["description"] = json!("🌍".repeat(2049));
    assert_eq!(code(send(&http, &general, &long).await.unwrap_err()), 50035);
    long["embeds"][0]["description"] = json!("short");
    long["components"][1]["components"][0]["custom_id"] = json!("again");
    assert_eq!(code(send(&http, &general, &long).await.unwrap_err()), 50035);
    assert!(discord.violations().iter().any(|violation| violation.contains("twice")));
    assert!(discord.sent(&general).len() == 1, "what is refused is not sent");
    discord.check();
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_refused_in_discords_own_words() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let thread = discord.thread(&general, "aside");
    let http = http(&discord, discord.token());
    let page = page("seen");

    discord.forbid(&thread, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(code(send(&http, &thread, &page).await.unwrap_err()), 50013);
    discord.forbid(&general, Permissions::EMBED_LINKS);
    assert_eq!(code(send(&http, &general, &page).await.unwrap_err()), 50013);
    discord.allow(&general, 0);
    assert_eq!(code(send(&http, &general, &page).await.unwrap_err()), 50001);
    discord.delete_channel(&general);
    assert_eq!(code(send(&http, &general, &page).await.unwrap_err()), 10003);
    let unknown = http.delete_message(thread.channel, 7.into(), None).await;
    assert_eq!(code(unknown.unwrap_err()), 10008);
    discord.check();
}

#[tokio::test]
async fn faults_strike_as_often_as_they_were_asked_to() {
    let discord = FakeDiscord::start().await;
    let dm = discord.dm(&discord.user("ann"));
    let http = http(&discord, discord.token());
    let body = json!({ "content": "hello", "allowed_mentions": { "parse": [] } });

    discord
        .next("POST", "/channels/*/messages", Fault::Status(502))
        .times(2);
    for _ in 0..2 {
        assert!(send(&http, &dm, &body).await.is_err());
    }
    let busy = Fault::RateLimited {
        retry_after: 0.1,
        global: false,
    };
    discord.next("POST", "/channels/*/messages", busy);
    assert!(send(&http, &dm, &body).await.is_err());
    assert_eq!(discord.sent(&dm), Vec::<Sent>::new());
    discord.next("POST", "/channels/*/messages", Fault::Lost(500));
    assert!(send(&http, &dm, &body).await.is_err());
    assert_eq!(discord.sent(&dm).len(), 1, "done, though nobody was told");
    let hanging = discord.next("POST", "/channels/*/messages", Fault::Hang);
    assert!(
        timeout(Duration::from_millis(100), send(&http, &dm, &body))
            .await
            .is_err()
    );
    hanging.over();
    send(&http, &dm, &body).await.unwrap();
    assert_eq!(discord.requests_to("POST", "/channels/{}/messages"), 6);
    discord.check();
}

#[tokio::test]
async fn the_rate_limiter_can_stay_on_over_tls() {
    let discord = FakeDiscord::start_tls().await;
    let dm = discord.dm(&discord.user("ann"));
    let root = reqwest::Certificate::from_pem(discord.root_certificate().as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .add_root_certificate(root)
        .resolve("discord.com", discord.address())
        .build()
        .unwrap();
    let http = HttpBuilder::new(discord.token()).client(client).build();

    let busy = Fault::RateLimited {
        retry_after: 0.1,
        global: false,
    };
    discord.next("POST", "/channels/*/messages", busy);
    let body = json!({ "content": "hello", "allowed_mentions": { "parse": [] } });
    send(&http, &dm, &body).await.unwrap();
    assert_eq!(discord.requests_to("POST", "/channels/{}/messages"), 2);
    discord.check();
}

#[tokio::test]
async fn a_follow_up_fills_what_was_deferred_and_the_next_is_its_own() {
    let discord = FakeDiscord::start().await;
    let forum = discord.forum(&discord.guild("here"), "help");
    let (ann, moderator) = (discord.user("ann"), discord.moderator("mo"));
    let (http, mut messages) = connect(&discord).await;
    registered(&http).await;
    assert_eq!(discord.commands().as_array().map(Vec::len), Some(3));

    let (post, text) = discord.posts(&ann, &forum, "Help", "How?").await;
    assert_eq!(heard(&mut messages).await.channel_id, post.channel);
    let twice = discord.menu(&moderator, "Twice", text).await;
    assert_eq!(twice.response().await.description(), "first");
    let second = twice.followup().await;
    discord.gone(twice.response().await.id).await;
    assert_eq!(twice.original(), None);
    assert_eq!(discord.sent(&post), std::slice::from_ref(&second));
    assert_eq!(
        (second.title(), second.footer(), second.author()),
        ("An echo", "1 of 1", "")
    );

    let edit = json!({ "content": "more", "allowed_mentions": { "parse": [] } });
    http.edit_message(post.channel, second.id, &edit, Vec::new())
        .await
        .unwrap();
    assert_eq!(discord.edited(&second).await.content, "more");
    discord.edits(text, "How else?").await;
    discord.deletes(text).await;
    let gone = http.get_message(post.channel, text).await;
    assert_eq!(code(gone.unwrap_err()), 10008);
    let busy = Fault::Error {
        status: 403,
        code: 50007,
    };
    let refusing = discord.next("POST", "/users/@me/channels", busy).always();
    let open = json!({ "recipient_id": ann.id.to_string() });
    assert_eq!(code(http.create_private_channel(&open).await.unwrap_err()), 50007);
    refusing.over();
    let dm = http.create_private_channel(&open).await.unwrap();
    assert_eq!(dm.id, discord.dm(&ann).channel);
    discord.check();
}

#[tokio::test]
async fn a_session_that_is_closed_is_resumed_and_an_invalid_one_left() {
    let discord = FakeDiscord::start().await;
    let (_http, _messages) = connect(&discord).await;
    discord.gateway().close(4000);
    discord.resumed(1).await;
    discord.gateway().reconnect();
    discord.resumed(2).await;
    assert_eq!(discord.identifies(), 1);
    assert_eq!(discord.presence()["status"], "online");
    discord.gateway().invalid_session(false);
    discord.offline().await;
    assert_eq!(discord.identifies(), 1);
    discord.check();
}

//! Interactions that Discord posts to the bot: the same responses as over the gateway, and nothing for anybody else.

mod forged;

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::block_in_place;
use verbatim::discord::{Endpoint, Events, ServeError, Settings};
use verbatim::http::Listener;

use super::health::free_address;
use super::served::Served;
use super::stage::{BETRAYED, Stage, WHY, until};
use crate::fake_discord::{FakeDiscord, Fault, Limits, Posted, Request};

const PATH: &str = "/discord";

/// The URL of a bot that takes posts, once it runs.
#[derive(Clone, Default)]
struct Url(Arc<Mutex<String>>);

impl Url {
    /// Has a bot take posts at a free port, and get everything else in one of the ways. `tune` changes its other settings.
    fn taking(
        &self,
        events: fn(Endpoint) -> Events,
        tune: impl Fn(&mut Settings) + 'static,
    ) -> impl Fn(&mut Settings) + 'static {
        let Self(url) = self.clone();
        move |settings| {
            let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
            *url.lock().unwrap() = format!("http://{}{PATH}", listener.address());
            settings.events = events(Endpoint {
                listener,
                path: PATH.to_owned(),
                key: None,
            });
            settings.pace.linger_for = Duration::ZERO;
            tune(settings);
        }
    }

    fn get(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// A stage whose bot takes posts, and to which Discord posts.
async fn posted_to(events: fn(Endpoint) -> Events, tune: impl Fn(&mut Settings) + 'static) -> (Stage, Url) {
    let url = Url::default();
    let stage = Stage::on_disk(url.taking(events, tune)).await;
    stage.discord.posts_to(Some(&url.get()));
    (stage, url)
}

async fn send(post: &Posted, url: &Url) -> (u16, String) {
    let (status, body, _) = post.send(&url.get()).await.unwrap();
    (status, body)
}

/// Uses every kind of interaction, and returns what the bot sent in response, without what differs from run to run.
async fn everything(stage: &Stage) -> String {
    let (discord, general) = (&stage.discord, &stage.general);
    let (ann, ben, ada) = (&stage.ann, &stage.ben, &stage.ada);
    let began = discord.requests().len();

    let asked = discord.slash(ann, general, "ask", Stage::question(WHY)).await;
    let answer = asked.response().await;
    assert!(answer.description().contains(BETRAYED), "{}", answer.text());
    discord.types(ann, general, "ask", "question", "trust").await;
    discord.clicks(ann, &answer, "Next").await.update().await;
    discord.clicks(ben, &answer, "Next").await.response().await;
    discord.clicks(ben, &answer, "Dismiss").await.response().await;
    discord.clicks(ann, &answer, "Dismiss").await.acknowledged().await;
    discord.gone(answer.id).await;

    let mut privately = Stage::question(WHY);
    privately
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "private", "type": 5, "value": true}));
    let own = discord.slash(ann, general, "ask", privately).await.response().await;
    assert!(own.ephemeral);
    discord.clicks(ann, &own, "Share").await.acknowledged().await;
    discord.sent_at_least(general, 1).await;

    let question = discord.says(ben, general, WHY).await;
    discord.menu(ann, "Find the answer", question).await.response().await;
    let direct = discord.dm(ann);
    discord
        .slash(ann, &direct, "ask", Stage::question("who sang at the fair?"))
        .await
        .response()
        .await;

    let sources = discord.slash(ann, general, "sources", json!([])).await.response().await;
    let first = sources.options()[0].clone();
    discord.chooses(ann, &sources, &first).await.response().await;
    discord.slash(ann, general, "help", json!([])).await.response().await;
    discord
        .slash(ada, general, "corpus answers", json!([]))
        .await
        .response()
        .await;
    let settings = discord
        .slash(ada, general, "settings", json!([]))
        .await
        .response()
        .await;
    discord
        .clicks_custom_id(ada, &settings, &settings.controls_ids()[0])
        .await
        .acknowledged()
        .await;

    let file = discord.upload("tea.md", "text/markdown", "# Tea\n\nThe kettle is filled at four.\n");
    let offered = discord
        .slash(ada, general, "corpus add", json!([file.option("file")]))
        .await;
    let offered = offered.response().await;
    // Adding it would tell how long that took.
    discord.clicks(ada, &offered, "Cancel").await.update().await;
    sent(&discord.requests()[began..])
}

/// The responses to interactions in order, with "#" for identifiers, numbers of answers, and times.
fn sent(requests: &[Request]) -> String {
    let mut text = String::new();
    for request in requests {
        if request.path.starts_with("/interactions/") || request.path.starts_with("/webhooks/") {
            let _ = writeln!(text, "{} {} {}", request.method, request.path, request.body);
        }
    }
    let mut plain = String::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_hexdigit()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
        let is_number = word.len() >= 8;
        plain += if is_number { "#" } else { word };
        plain += &part[word.len()..];
    }
    plain
}

#[tokio::test]
async fn every_kind_of_interaction_gets_the_same_response_by_either_way() {
    let over_gateway = Stage::on_disk(|_| {}).await;
    let wanted = everything(&over_gateway).await;
    let (posted, _) = posted_to(Events::Both, |_| {}).await;
    let found = everything(&posted).await;
    let kinds: std::collections::BTreeSet<u64> = posted
        .discord
        .posted()
        .iter()
        .map(|post| {
            serde_json::from_slice::<Value>(&post.body).unwrap()["type"]
                .as_u64()
                .unwrap()
        })
        .collect();
    assert_eq!(kinds, [2, 3, 4].into());
    for (wanted, found) in wanted.lines().zip(found.lines()) {
        assert_eq!(wanted, found);
    }
    assert_eq!(wanted.lines().count(), found.lines().count());
    over_gateway.discord.check();
    posted.discord.check();
}

#[tokio::test]
async fn mentions_and_private_messages_still_come_over_the_gateway() {
    let (stage, _) = posted_to(Events::Both, |_| {}).await;
    stage.all_is_well().await;
    let said = stage.discord.says(&stage.ann, &stage.discord.dm(&stage.ann), WHY).await;
    assert!(stage.discord.answer_to(said).await.description().contains(BETRAYED));
    assert_eq!(stage.discord.posted().len(), 0);
    stage.discord.check();
}

#[tokio::test]
async fn without_the_gateway_everything_that_discord_posts_is_answered() {
    let (mut stage, url) = posted_to(Events::Posts, |_| {}).await;
    let asked = stage.ask(WHY).await;
    assert!(asked.response().await.description().contains(BETRAYED));
    assert_eq!(stage.discord.identifies(), 0);
    assert_eq!(stage.metrics.readiness(), Ok(()));
    stage.stop().await.unwrap();
    assert_eq!(Posted::signed(r#"{"type":1}"#).send(&url.get()).await, None);
    stage.discord.check();
}

#[tokio::test]
async fn posts_are_answered_while_the_gateway_lets_nobody_in() {
    let (mut stage, url) = posted_to(Events::Both, |_| {}).await;
    stage.stop().await.unwrap();
    let identified = stage.discord.identifies();
    stage.discord.limit(Limits {
        shards: 1,
        at_once: 1,
        remaining: 0,
    });
    stage.begin(url.taking(Events::Both, |_| {}));
    stage.discord.posts_to(Some(&url.get()));
    let built = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus reindex", json!([]))
        .await;
    built.until_shows("5 passages").await;
    let asked = stage.ask(WHY).await;
    assert!(asked.response().await.description().contains(BETRAYED));
    assert_eq!(stage.discord.identifies(), identified);
    stage.stop().await.unwrap();
    stage.discord.check();
}

#[tokio::test]
async fn without_the_gateway_a_wrong_token_ends_the_bot() {
    let url = Url::default();
    let mut stage = Stage::on_disk(url.taking(Events::Posts, |_| {})).await;
    stage.stop().await.unwrap();
    stage.begin(url.taking(Events::Posts, |settings| {
        settings.token = settings.token.replace("Gfaked", "Gwrong");
    }));
    assert!(matches!(stage.ended().await, Err(ServeError::BadToken)));
}

#[tokio::test]
async fn a_bot_that_stops_takes_posts_until_others_do() {
    let (mut stage, _) = posted_to(Events::Both, |settings| {
        settings.pace.linger_for = Duration::from_secs(2);
    })
    .await;
    until("it is ready", || stage.metrics.readiness() == Ok(())).await;
    let ending = stage.begin_to_stop();
    until("it is not ready any more", || stage.metrics.readiness().is_err()).await;
    let asked = stage.ask(WHY).await;
    assert!(asked.response().await.description().contains(BETRAYED));
    ending.await.unwrap().unwrap();
    stage.discord.check();
}

#[tokio::test]
async fn a_key_that_discord_does_not_say_yet_is_waited_for() {
    let discord = FakeDiscord::start().await;
    discord
        .next("GET", "/oauth2/applications/@me", Fault::Status(500))
        .times(2);
    let url = Url::default();
    let stage = Stage::on_disk_in(
        discord,
        &[("tea.md", "# Tea\n\nThe kettle is filled at four.\n")],
        url.taking(Events::Both, |_| {}),
    )
    .await;
    stage.discord.posts_to(Some(&url.get()));
    let asked = stage.ask("when is the kettle filled?").await;
    assert!(asked.response().await.description().contains("at four"));
    stage.discord.check();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_has_discord_post_interactions_to_the_running_program() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("The Reading Room");
    let (general, ann) = (discord.channel(&guild, "general"), discord.user("ann"));
    let (port, other) = (free_address().port(), free_address().port());
    let taken = format!("{port}{PATH}");
    let served = Served::start(&discord, discord.token(), &[("VERBATIM_INTERACTIONS", &taken)]);
    discord.ready().await;
    let url = format!("http://127.0.0.1:{port}{PATH}");
    let run = |arguments: &[&str], interactions: &str| {
        let settings = [
            ("DISCORD_TOKEN", discord.token()),
            ("DISCORD_PROXY", &discord.url()),
            ("VERBATIM_INTERACTIONS", interactions),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let output = block_in_place(|| served.folder.run_in(arguments, &settings, b""));
        (output.code(), output.stdout + &output.stderr)
    };
    let check = |interactions: &str| run(&["check"], interactions).1;

    assert!(check(&taken).contains("Discord has no URL to send commands and clicks to"));
    let elsewhere = format!("http://127.0.0.1:{other}{PATH}");
    for wrong in [
        &elsewhere,
        &format!("{url}/"),
        &format!("http://{}/healthz", discord.address()),
    ] {
        let (status, said) = run(&["register", "--interactions", wrong], &taken);
        assert!(
            status == 2 && said.contains(&format!("Discord refuses {wrong}")),
            "{status}: {said}"
        );
    }
    let (status, said) = run(&["register", "--interactions", "bot.example.org/discord"], &taken);
    assert!(status == 2 && said.contains("begins with https://"), "{status}: {said}");
    assert_eq!(discord.endpoint(), None);

    let (status, said) = run(&["register", "--interactions", &url], &taken);
    assert_eq!((status, discord.endpoint()), (0, Some(url.clone())), "{said}");
    let asked = discord.slash(&ann, &general, "ask", Stage::question(WHY)).await;
    assert!(asked.response().await.description().contains(BETRAYED));
    assert_eq!(discord.posted().len(), 1);
    assert!(check(&taken).contains(&format!("{url}, which refuses what Discord has not signed")));
    assert!(check("off").contains("VERBATIM_INTERACTIONS is off, so the bot gets none"));

    let (status, _) = run(&["register", "--interactions", "off"], &taken);
    assert_eq!((status, discord.endpoint()), (0, None));
    let asked = discord.slash(&ann, &general, "ask", Stage::question(WHY)).await;
    assert!(asked.response().await.description().contains(BETRAYED));
    assert_eq!(discord.posted().len(), 1);
    // One of the wrong URLs was this Discord's own, which has nothing there.
    discord.violations();
    served.signal("-TERM");
    assert_eq!(served.ended().await.0, Some(0));
}

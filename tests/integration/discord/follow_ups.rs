//! Messages that need another: replies that only point at one, forwarded ones, and replies that continue a question.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::fake_discord::Sent;

pub const GUIDE: &str = "# Guild guide

## Raids

Raids start at seven in the evening on Fridays. Bring two potions and a spare sword.

## Dungeons

Dungeons start at nine in the morning on Mondays, in the old mine.

## The raider role

To get the raider role, write to an officer and pass the trial.

## The boat

The boat is hired at the kiosk for nine euros an hour. Whoever hires the boat leaves a deposit of fifty euros.
";

const BOAT: &str = "how much is the boat?";
const NINE_EUROS: &str = "nine euros an hour";

async fn stage() -> Stage {
    let mut stage = Stage::with(&[("guide.md", GUIDE)]).await;
    stage
        .restart_with(|settings| settings.user_limit = (100, std::time::Duration::from_secs(1)))
        .await;
    stage
}

/// The bot's answer to a question of ann's, which mentions it.
async fn ask(stage: &Stage, question: &str) -> Sent {
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(question))
        .await;
    stage.discord.answer_to(said).await
}

/// The bot's answer to ben's reply, which pings whoever is replied to.
async fn reply(stage: &Stage, to: &Sent, text: &str) -> Sent {
    let said = stage.discord.replies(&stage.ben, to.id, text, true).await;
    stage.discord.answer_to(said).await
}

fn poll(question: &str) -> Value {
    let answer = |id: u64, text: &str| json!({"answer_id": id, "poll_media": {"text": text}});
    json!({"poll": {
        "question": {"text": question}, "answers": [answer(1, "a lot"), answer(2, "little")], "expiry": null,
        "allow_multiselect": false, "layout_type": 1,
    }})
}

fn forwarded(text: &str, more: &Value) -> Value {
    let mut message = json!({
        "content": text, "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": null, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "type": 0, "flags": 0, "components": [],
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        message[key] = value.clone();
    }
    json!({"message_snapshots": [{"message": message}]})
}

fn picture() -> Value {
    json!([{
        "id": "1", "filename": "a.png", "size": 1, "content_type": "image/png",
        "url": "https://cdn.example/a.png", "proxy_url": "https://cdn.example/a.png",
    }])
}

#[tokio::test]
async fn a_reply_that_only_points_asks_what_the_message_asks() {
    let stage = stage().await;
    stage.discord.shows_replied();
    let bens = stage.discord.says(&stage.ben, &stage.general, BOAT).await;
    for text in [
        "",
        "^",
        "this",
        "can you answer this?",
        "please help him",
        "same question",
        "thoughts on this?",
    ] {
        let said = stage
            .discord
            .replies(&stage.ann, bens, &stage.mention(text), false)
            .await;
        let answer = stage.discord.answer_to(said).await;
        assert!(answer.description().contains(NINE_EUROS), "{text}: {}", answer.text());
        assert!(answer.content.contains(&bens.to_string()), "{text}: {}", answer.text());
        assert!(
            answer.content.ends_with(&format!("> {BOAT}")),
            "{text}: {}",
            answer.text()
        );
    }
    // A question of its own is asked, and small talk is small talk.
    let own = stage.mention("when do raids start?");
    let said = stage.discord.replies(&stage.ann, bens, &own, false).await;
    assert!(stage.discord.answer_to(said).await.description().contains("Fridays"));
    let said = stage
        .discord
        .replies(&stage.ann, bens, &stage.mention("thanks!"), false)
        .await;
    assert!(stage.discord.answer_to(said).await.content.contains("welcome"));
    stage.discord.check();
}

#[tokio::test]
async fn a_message_that_discord_hides_or_that_has_no_text_is_told_so() {
    let stage = stage().await;
    let bens = stage.discord.says(&stage.ben, &stage.general, BOAT).await;
    let point = async |to| {
        let said = stage
            .discord
            .replies(&stage.ann, to, &stage.mention("this"), false)
            .await;
        stage.discord.answer_to(said).await.content
    };
    assert_eq!(
        point(bens).await,
        "Discord doesn't show me the text of that message. On it, use Apps > Find the answer, or ask me in your own words."
    );
    stage.discord.shows_replied();
    let shared = stage
        .discord
        .shares(&stage.ben, &stage.general, json!({"attachments": picture()}))
        .await;
    let sentence = "That message is a picture, and I can only look up text. Ask in your own words with /ask.";
    assert_eq!(point(shared).await, sentence);
    let found = stage
        .discord
        .menu(&stage.ann, "Find the answer", shared)
        .await
        .response()
        .await;
    assert!(found.ephemeral);
    assert_eq!(found.content, sentence);
    stage.discord.check();
}

#[tokio::test]
async fn forwarded_messages_embeds_and_polls_are_read() {
    let stage = stage().await;
    stage.discord.shows_replied();
    let dm = stage.discord.dm(&stage.ann);
    let embed =
        json!({"type": "rich", "title": "The boat", "fields": [{"name": "Price", "value": BOAT, "inline": true}]});
    for others in [
        forwarded(BOAT, &Value::Null),
        forwarded("", &json!({"embeds": [embed]})),
        json!({"embeds": [embed]}),
        poll(BOAT),
    ] {
        let shared = stage.discord.shares(&stage.ben, &stage.general, others.clone()).await;
        let found = stage
            .discord
            .menu(&stage.ann, "Find the answer", shared)
            .await
            .response()
            .await;
        assert!(found.description().contains(NINE_EUROS), "{others}: {}", found.text());
        let said = stage
            .discord
            .replies(&stage.ann, shared, &stage.mention("^"), false)
            .await;
        let answer = stage.discord.answer_to(said).await;
        assert!(answer.description().contains(NINE_EUROS), "{others}: {}", answer.text());
        let private = stage.discord.shares(&stage.ann, &dm, others.clone()).await;
        let answer = stage.discord.answer_to(private).await;
        assert!(answer.description().contains(NINE_EUROS), "{others}: {}", answer.text());
    }
    let private = stage
        .discord
        .shares(&stage.ann, &dm, forwarded("", &json!({"attachments": picture()})))
        .await;
    assert!(stage.discord.answer_to(private).await.content.contains("a picture"));
    stage.discord.check();
}

#[tokio::test]
async fn a_fragment_in_reply_to_an_answer_continues_its_question() {
    let mut stage = stage().await;
    let raids = ask(&stage, "when do raids start?").await;
    assert!(raids.description().contains("Fridays"), "{}", raids.text());
    // Nothing in memory is needed for it.
    stage.restart().await;
    let dungeons = reply(&stage, &raids, "what about dungeons?").await;
    insta::assert_snapshot!(dungeons.text(), @r"
    About: when do dungeons start?
    | Dungeons
    | **Dungeons start at nine in the morning on Mondays, in the old mine.**
    | Guild guide · 1 of 4
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    ");
    // An answer to a fragment can be continued as well.
    let again = reply(&stage, &dungeons, "and raids?").await;
    assert_eq!(again.content, "About: when do raids start?");
    assert!(again.description().contains("Fridays"), "{}", again.text());
    stage.discord.check();
}

#[tokio::test]
async fn a_question_on_the_answer_itself_is_continued_too() {
    let stage = stage().await;
    let question = Stage::question("where can I hire the boat?");
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", question).await;
    let boat = asked.response().await;
    let said = stage
        .discord
        .replies(&stage.ben, boat.id, &stage.mention("and how much does it cost?"), false)
        .await;
    let answer = stage.discord.answer_to(said).await;
    assert_eq!(answer.content, "About: hire boat: how much does it cost?");
    assert!(answer.description().contains(NINE_EUROS), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn what_stands_alone_or_finds_nothing_together_is_asked_alone() {
    let stage = stage().await;
    let raids = ask(&stage, "when do raids start?").await;
    let boat = reply(&stage, &raids, BOAT).await;
    assert!(boat.description().contains(NINE_EUROS), "{}", boat.text());
    assert_eq!(boat.content, "");
    let bread = ask(&stage, "how do I bake sourdough bread?").await;
    assert!(bread.content.contains("found nothing"), "{}", bread.text());
    let role = reply(&stage, &bread, "the raider role?").await;
    assert_eq!(role.content, "", "{}", role.text());
    assert!(role.description().contains("raider role"), "{}", role.text());
    stage.discord.check();
}

#[tokio::test]
async fn in_private_the_last_answer_is_continued_without_a_reply() {
    let mut stage = stage().await;
    let dm = stage.discord.dm(&stage.ann);
    let said = stage.discord.says(&stage.ann, &dm, "when do raids start?").await;
    stage.discord.answer_to(said).await;
    stage.restart().await;
    let said = stage.discord.says(&stage.ann, &dm, "and dungeons?").await;
    let answer = stage.discord.answer_to(said).await;
    assert_eq!(answer.content, "About: when do dungeons start?");
    assert!(answer.description().contains("Mondays"), "{}", answer.text());
    // In a channel, it may be meant for anybody's question.
    ask(&stage, "when do raids start?").await;
    let alone = ask(&stage, "and dungeons?").await;
    assert!(!alone.content.contains("About"), "{}", alone.text());
    stage.discord.check();
}

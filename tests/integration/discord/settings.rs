//! `/settings`: what it shows, who may change it, and what is kept.
//!
//! - `places`: channels, categories, mentions, and private answers.
//! - `cooldown`: the pause after a public answer.
//! - `people`: those who may not ask.
//! - `staff`: what the staff of a server is told, and where.
//! - `admins`: those whom a server's settings make admins.

mod admins;
mod cooldown;
mod people;
mod places;
mod staff;

use std::time::Duration;

use serde_json::{Value, json};
use serenity::model::id::RoleId;

use super::stage::{BETRAYED, Stage, WHY};
use crate::fake_discord::{Place, Sent, User};

const ALLOWED: &str = "Allowed: channels and categories where I answer";
const DENIED: &str = "Not allowed: where I don't answer";
const PRIVATE: &str = "Private: where only the asker sees an answer";
const COOLDOWN_IN: &str = "Only in these channels and categories (choose none for all)";
const ASKERS: &str = "Only these may ask (choose nobody for everybody)";
const BLOCKED: &str = "These may not ask";
const ADMINS: &str = "Admins in this server";

/// The custom ids of all controls.
const CONTROLS: [&str; 18] = [
    "1eg", "1eca", "1ecd", "1ecp", "1ecc", "1ecu", "1epo", "1epb", "1epa", "1et", "1eso1", "1esm1", "1esa1", "1esa0",
    "1eso0", "1ef", "1esq1", "1esq0",
];

/// A stage on which people may ask as often as they like.
async fn stage() -> Stage {
    Stage::tuned(|settings| settings.user_limit = (1_000, Duration::from_secs(1))).await
}

/// Uses `/settings` in the general channel.
async fn open(stage: &Stage, who: &User) -> Sent {
    let used = stage.discord.slash(who, &stage.general, "settings", json!([])).await;
    used.response().await
}

/// Opens a page of the settings.
async fn page(stage: &Stage, who: &User, name: &str) -> Sent {
    let shown = open(stage, who).await;
    stage.discord.chooses(who, &shown, name).await.update().await
}

/// Ada lists these places in a menu of the first page.
async fn list(stage: &Stage, menu: &str, places: &[&Place]) -> Sent {
    let shown = open(stage, &stage.ada).await;
    stage
        .discord
        .lists(&stage.ada, &shown, menu, places)
        .await
        .update()
        .await
}

/// Ada lists these people and roles in a menu.
async fn list_people(stage: &Stage, on: &str, menu: &str, people: &[&User], roles: &[RoleId]) -> Sent {
    let shown = page(stage, &stage.ada, on).await;
    let listed = stage.discord.lists_people(&stage.ada, &shown, menu, (people, roles));
    listed.await.update().await
}

/// Ada presses a button of the first page.
async fn press(stage: &Stage, label: &str) -> Sent {
    let shown = open(stage, &stage.ada).await;
    stage.discord.clicks(&stage.ada, &shown, label).await.update().await
}

/// Uses `/ask` with the README's question, and with `private` if it is given.
async fn ask(stage: &Stage, who: &User, place: &Place, private: Option<bool>) -> Sent {
    let mut options = Stage::question(WHY);
    if let Some(private) = private {
        let option = json!({"name": "private", "type": 5, "value": private});
        options.as_array_mut().unwrap().push(option);
    }
    let asked = stage.discord.slash(who, place, "ask", options).await;
    asked.response().await
}

#[track_caller]
fn assert_answer(shown: &Sent, is_private: bool) {
    assert!(shown.description().contains(BETRAYED), "{}", shown.text());
    assert_eq!(shown.ephemeral, is_private, "{}", shown.text());
}

#[track_caller]
fn assert_refusal(shown: &Sent, why: &str) {
    assert!(shown.ephemeral && shown.content.contains(why), "{}", shown.text());
    assert!(
        shown.labels().is_empty() && shown.description().is_empty(),
        "{}",
        shown.text()
    );
}

/// Opens a section from `/sources`.
async fn section(stage: &Stage, who: &User) -> Sent {
    let sources = stage.discord.slash(who, &stage.general, "sources", json!([])).await;
    let mut shown = sources.response().await;
    while !shown.labels().contains(&"Post here".to_owned()) {
        let chosen = stage.discord.chooses(who, &shown, &shown.options()[0]).await;
        shown = chosen.response().await;
    }
    shown
}

/// Mentions the bot with the README's question, and asserts that it answers.
async fn assert_answered(stage: &Stage, who: &User, place: &Place) -> Sent {
    let said = stage.discord.says(who, place, &stage.mention(WHY)).await;
    let answer = stage.discord.answer_to(said).await;
    assert_answer(&answer, false);
    answer
}

/// Mentions the bot with the README's question, and asserts that it says nothing there.
async fn assert_ignored(stage: &Stage, who: &User, place: &Place) {
    stage.discord.says(who, place, &stage.mention(WHY)).await;
    stage.discord.silence(place).await;
}

/// The settings as they are shown, with names in place of IDs.
fn named(shown: &Sent, names: &[(u64, &str)]) -> String {
    let mut text = shown.text();
    for (id, name) in names {
        text = text.replace(&id.to_string(), name);
    }
    text
}

#[tokio::test]
async fn all_settings_are_seen_at_a_glance_above_the_controls_of_a_page() {
    let mut stage = stage().await;
    let staff = stage.discord.category(&stage.guild, "Staff");
    let names = [
        (stage.general.channel.get(), "GENERAL"),
        (staff.channel.get(), "STAFF"),
        (stage.ben.id.get(), "BEN"),
    ];
    insta::assert_snapshot!(named(&open(&stage, &stage.ada).await, &names), @r"
    (only you can see this)
    | My settings in this server
    | **Where I answer**: everywhere
    | **Mentions and replies**: answered
    | **Private answers**: only when the asker wants one
    | **Pause after a public answer**: none
    | **Unasked answers**: nowhere
    | **Who may ask**: everybody
    | **Staff channel**: none
    | **Who may use /corpus here**: my admins everywhere
    | A thread counts as its channel, and a channel's own setting beats its category's. None of this holds in direct messages.
    {Allowed: channels and categories where I answer: }
    {Not allowed: where I don't answer: }
    {Private: where only the asker sees an answer: }
    [🔁 Answer only where allowed] [🔁 Ignore mentions]
    {Shown: Channels and mentions. Choose what else to change: Channels and mentions | Pause after an answer | Unasked answers | Who may ask | Staff channel | Admins}
    ");
    list(&stage, DENIED, &[&staff]).await;
    list(&stage, ALLOWED, &[&stage.general]).await;
    list(&stage, PRIVATE, &[&stage.general]).await;
    press(&stage, "Ignore mentions").await;
    list_people(&stage, "Who may ask", BLOCKED, &[&stage.ben], &[]).await;
    // All of it outlives a restart, and so does the menu.
    let shown = open(&stage, &stage.ada).await;
    stage.restart().await;
    let pace = stage.discord.chooses(&stage.ada, &shown, "Pause after an answer").await;
    let pace = pace.update().await;
    let slow = stage
        .discord
        .chooses(&stage.ada, &pace, "30 seconds")
        .await
        .update()
        .await;
    insta::assert_snapshot!(named(&slow, &names), @r"
    (only you can see this)
    | My settings in this server
    | **Where I answer**: everywhere but in <#STAFF>, though still in <#GENERAL>
    | **Mentions and replies**: not answered
    | **Private answers**: by default in <#GENERAL>
    | **Pause after a public answer**: 30 seconds, separately in each channel
    | **Unasked answers**: nowhere
    | **Who may ask**: everybody, but not <@BEN>
    | **Staff channel**: none
    | **Who may use /corpus here**: my admins everywhere
    | A thread counts as its channel, and a channel's own setting beats its category's. None of this holds in direct messages.
    {Pause after a public answer: 30 seconds: none | 5 seconds | 10 seconds | 15 seconds | 30 seconds | 60 seconds | 2 minutes | 5 minutes | 10 minutes | 30 minutes | 60 minutes}
    {Only in these channels and categories (choose none for all): }
    {Shown: Pause after an answer. Choose what else to change: Channels and mentions | Pause after an answer | Unasked answers | Who may ask | Staff channel | Admins}
    ");
    let people = page(&stage, &stage.ada, "Who may ask").await;
    assert!(
        named(&people, &names).contains("{These may not ask: user BEN}"),
        "{}",
        people.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn a_place_that_is_chosen_in_one_list_leaves_the_other() {
    let stage = stage().await;
    let general = &stage.general;
    list(&stage, DENIED, &[general]).await;
    let allowed = list(&stage, ALLOWED, &[general]).await;
    assert!(
        allowed.description().contains("**Where I answer**: everywhere\n"),
        "{}",
        allowed.text()
    );
    let denied = list(&stage, DENIED, &[general]).await;
    assert!(
        denied
            .description()
            .contains(&format!("everywhere but in <#{}>\n", general.channel))
    );
    let cleared = list(&stage, DENIED, &[]).await;
    assert!(
        cleared.description().contains("**Where I answer**: everywhere\n"),
        "{}",
        cleared.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn only_admins_and_people_who_manage_the_server_may_change_anything_there() {
    let mut stage = stage().await;
    let boss = stage.discord.manager("boss");
    let shown = open(&stage, &boss).await;
    let denied = stage.discord.lists(&boss, &shown, DENIED, &[&stage.general]).await;
    assert!(denied.update().await.description().contains("everywhere but in"));
    let try_settings = |who: &User, place: &Place| {
        let (discord, who, place) = (stage.discord.clone(), who.clone(), *place);
        async move {
            let forged = discord.slash_forged(&who, &place, "settings", json!([])).await;
            forged.response().await
        }
    };
    for who in [&stage.ann, &stage.mo] {
        assert_refusal(
            &try_settings(who, &stage.general).await,
            "Only people who may manage this server",
        );
        for control in CONTROLS {
            let forged = stage.discord.clicks_forged(who, &stage.general, &shown, control).await;
            assert_refusal(&forged.response().await, "Only people who may manage this server");
        }
    }
    let dm = stage.discord.dm(&stage.ada);
    assert_refusal(&try_settings(&stage.ada, &dm).await, "only works in a server");
    stage.restart().await;
    // An old control of the right person works, and does what it says.
    let cleared = stage.discord.lists(&boss, &shown, DENIED, &[]).await.update().await;
    assert!(cleared.description().contains("everywhere\n"), "{}", cleared.text());
    let switch = |label| stage.discord.clicks(&boss, &shown, label);
    assert!(
        switch("Ignore mentions")
            .await
            .update()
            .await
            .description()
            .contains("not answered")
    );
    // A forged click that brings no list changes nothing.
    let forged = stage.discord.clicks_forged(&boss, &stage.general, &shown, "1ecd").await;
    assert!(forged.response().await.content.contains("another version of me"));
    let audit = stage.audit().await;
    let told: Vec<_> = audit
        .iter()
        .map(|action| {
            (
                &*action.who,
                &*action.what,
                action.target.clone().unwrap(),
                &*action.outcome,
            )
        })
        .collect();
    let (who, guild) = (boss.id.to_string(), stage.guild.id);
    let general = stage.general.channel.to_string();
    assert_eq!(
        told,
        [
            (&*who, "settings", format!("denied in {guild}"), &*general),
            (&*who, "settings", format!("denied in {guild}"), "none"),
            (&*who, "settings", format!("ignores_mentions in {guild}"), "on"),
        ]
    );
    stage.discord.check();
}

#[tokio::test]
async fn each_server_has_settings_of_its_own() {
    let stage = stage().await;
    let elsewhere = stage.discord.guild("Elsewhere");
    let there = stage.discord.channel(&elsewhere, "general");
    list(&stage, DENIED, &[&stage.general]).await;
    let used = stage.discord.slash(&stage.ada, &there, "settings", json!([])).await;
    let shown = used.response().await;
    assert!(
        shown.description().contains("**Where I answer**: everywhere\n"),
        "{}",
        shown.text()
    );
    assert_answered(&stage, &stage.ann, &there).await;
    assert_refusal(
        &ask(&stage, &stage.ann, &stage.general, None).await,
        "I may not answer in",
    );
    stage.discord.check();
}

#[tokio::test]
async fn without_a_ledger_the_bot_answers_by_the_defaults_and_says_that_nothing_can_be_changed() {
    let mut stage = stage().await;
    list(&stage, DENIED, &[&stage.general]).await;
    stage.stop().await.unwrap();
    let (file, aside) = (stage.path("data/verbatim.sqlite"), stage.path("aside.sqlite"));
    std::fs::rename(&file, &aside).unwrap();
    std::fs::create_dir(&file).unwrap();
    stage.start_again().await;
    assert_answer(&ask(&stage, &stage.ann, &stage.general, None).await, false);
    let shown = open(&stage, &stage.ada).await;
    let told = stage
        .discord
        .clicks(&stage.ada, &shown, "Ignore mentions")
        .await
        .response()
        .await;
    assert_refusal(&told, "my ledger can't be read");
    std::fs::remove_dir(&file).unwrap();
    std::fs::rename(&aside, &file).unwrap();
    stage.restart().await;
    assert_refusal(
        &ask(&stage, &stage.ann, &stage.general, None).await,
        "I may not answer in",
    );
    stage.discord.check();
}

#[tokio::test]
async fn what_could_not_be_saved_is_in_force_and_said_to_be_unsaved() {
    let stage = stage().await;
    let shown = open(&stage, &stage.ada).await;
    let other = rusqlite::Connection::open(stage.path("data/verbatim.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let denied = stage.discord.lists(&stage.ada, &shown, DENIED, &[&stage.general]).await;
    let denied = denied.update().await;
    assert!(denied.content.contains("couldn't save it yet"), "{}", denied.text());
    assert_refusal(
        &ask(&stage, &stage.ann, &stage.general, None).await,
        "I may not answer in",
    );
    drop(other);
    let cleared = list(&stage, DENIED, &[]).await;
    assert_eq!(cleared.content, "");
    stage.discord.check();
}

#[tokio::test]
async fn where_the_bot_may_not_embed_the_settings_are_plain_text() {
    let stage = stage().await;
    let embed = serenity::model::permissions::Permissions::EMBED_LINKS;
    stage.discord.forbid(&stage.general, embed);
    let shown = press(&stage, "Ignore mentions").await;
    assert!(shown.content.contains("not answered"), "{}", shown.text());
    assert_eq!(shown.embeds, Value::Array(Vec::new()));
    stage.discord.check();
}

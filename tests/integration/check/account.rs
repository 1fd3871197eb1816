//! The bot's account, in a Discord of our own: the token, intents, commands, servers and what the bot may do there.

use std::time::{Duration, Instant};

use serde_json::json;

use super::scene::Scene;
use crate::discord::stage::Stage;
use crate::fake_discord::{FakeDiscord, Fault};

/// View channels, send in threads, read history: without sending and embedding.
const MUTE: u64 = 1 << 10 | 1 << 38 | 1 << 16;
/// All but embedding.
const PLAIN: u64 = MUTE | 1 << 11;

/// Presences, for few servers and for many, and the content of messages.
const PRIVILEGED: u64 = 1 << 12 | 1 << 13 | 1 << 19;

#[tokio::test]
async fn where_all_is_well_each_thing_is_told() {
    let stage = Stage::shipped().await;
    let scene = Scene::in_discord(&stage.discord).set("VERBATIM_ADMINS", "7, 8");
    let checked = scene.check_beside().await;
    assert_eq!(checked.status, 0);
    let invite = checked.json["invite"].as_str().unwrap();
    assert!(
        invite.ends_with("&scope=bot+applications.commands&permissions=274877991936"),
        "{invite}"
    );
    assert!(
        invite.contains(&format!("client_id={}&", stage.discord.application())),
        "{invite}"
    );
    insta::assert_snapshot!(checked.text);
    stage.discord.check();
}

#[tokio::test]
async fn a_wrong_token_is_told_with_where_to_get_another() {
    let discord = FakeDiscord::start().await;
    let scene = Scene::new()
        .set("DISCORD_PROXY", &discord.url())
        .set("DISCORD_TOKEN", "MTAwMDA.wrong.token");
    let checked = scene.check_beside().await;
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_told_server_by_server() {
    let stage = Stage::shipped().await;
    let garden = stage.discord.guild("The Garden");
    let kitchen = stage.discord.guild("The Kitchen");
    stage.discord.allow_in_guild(&garden, MUTE);
    stage.discord.allow_in_guild(&kitchen, PLAIN);
    let checked = Scene::in_discord(&stage.discord).check_beside().await;
    assert_eq!(checked.status, 1);
    assert_eq!(checked.statuses("discord", "permissions"), ["wrong", "warn"]);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn privileged_intents_that_are_on_for_nothing_are_no_error() {
    let stage = Stage::shipped().await;
    stage.discord.application_flags(PRIVILEGED);
    let checked = Scene::in_discord(&stage.discord).check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn before_the_first_start_there_are_no_commands_and_no_server() {
    let discord = FakeDiscord::start().await;
    let checked = Scene::in_discord(&discord).check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
    discord.check();
}

#[tokio::test]
async fn commands_of_another_version_are_told_from_those_of_this_one() {
    let discord = FakeDiscord::start().await;
    discord.guild("The Reading Room");
    let url = format!(
        "{}/api/v10/applications/{}/commands",
        discord.url(),
        discord.application()
    );
    let sent = reqwest::Client::new()
        .put(url)
        .header("Authorization", format!("Bot {}", discord.token()))
        .json(&json!([{"name": "ask", "type": 1, "description": "Ask as in the old days"}]))
        .send()
        .await;
    assert!(sent.unwrap().status().is_success());
    let checked = Scene::in_discord(&discord).check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn where_the_commands_are_to_be_the_bot_has_to_be() {
    let discord = FakeDiscord::start().await;
    let workshop = discord.guild("Workshop");
    let elsewhere = discord.foreign_guild("Elsewhere");
    let foreign = Scene::in_discord(&discord).set("VERBATIM_GUILD", &elsewhere.id.to_string());
    let checked = foreign.check_beside().await;
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!("elsewhere", checked.not_ok());
    let scene = Scene::in_discord(&discord).set("VERBATIM_GUILD", &workshop.id.to_string());
    let checked = scene.check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!("workshop", checked.not_ok());
}

#[tokio::test]
async fn a_team_that_owns_the_bot_is_told_by_its_ids() {
    let stage = Stage::shipped().await;
    stage.discord.team(&[(&stage.mo, "developer", true)], &stage.ada);
    let checked = Scene::in_discord(&stage.discord).check_beside().await;
    assert!(
        checked
            .text
            .contains("/corpus is for the application's team ([id], [id]) alone."),
        "{}",
        checked.text
    );
}

#[tokio::test]
async fn a_discord_that_is_not_there_is_no_error() {
    // A port that nobody listens at any more.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let scene = Scene::new()
        .set("DISCORD_PROXY", &closed)
        .set("DISCORD_TOKEN", "MTAwMDA.some.token");
    let checked = scene.check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn a_discord_that_says_nothing_is_not_waited_for() {
    let discord = FakeDiscord::start().await;
    discord.next("GET", "/oauth2/applications/@me", Fault::Hang).always();
    let started = Instant::now();
    let checked = Scene::in_discord(&discord).check_beside().await;
    // Twice: as text and as JSON.
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn what_discord_fails_to_say_is_skipped_and_the_rest_told() {
    let stage = Stage::shipped().await;
    let discord = &stage.discord;
    let limit = Fault::RateLimited {
        retry_after: 60.0,
        global: false,
    };
    discord.next("GET", "/users/@me/guilds", limit).always();
    discord.next("GET", "/gateway/bot", Fault::Status(502)).always();
    discord.next("GET", "/applications/*/commands", Fault::Hang).always();
    let checked = Scene::in_discord(discord).check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

//! The bot's account in the fake Discord: the token, intents, commands, servers, and the bot's permissions there.

use std::time::{Duration, Instant};

use serde_json::json;

use super::scene::Scene;
use crate::discord::stage::Stage;
use crate::fake_discord::{FakeDiscord, Fault};

/// View channels, send in threads, read history, but neither send nor embed.
const MUTE: u64 = 1 << 10 | 1 << 38 | 1 << 16;
/// Everything except embedding.
const PLAIN: u64 = MUTE | 1 << 11;

/// The intents for presences, for few servers and for many, and for the content of messages.
const PRIVILEGED: u64 = 1 << 12 | 1 << 13 | 1 << 19;

#[tokio::test]
async fn when_all_is_well_everything_is_reported() {
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
    insta::assert_snapshot!(checked.text, @r"
    Settings
      ok     There is no file .env in the working folder; settings come from the environment and the command line.
      ok     All settings are valid. Set: DISCORD_TOKEN (the environment), DISCORD_PROXY (the environment), VERBATIM_ADMINS (the environment).
      ok     DISCORD_TOKEN is set.

    Corpus
      ok     The folder corpus has 5 passages in 1 article.
      ok     There are no synonyms (synonyms.txt in the corpus folder).
      ok     Articles can be added and removed (/corpus, verbatim corpus).

    Encoder
      ok     The built-in encoder works.

    Index
      ok     Generation 000001-[hash] answers: 5 passages in 1 article, built [ago].
      ok     The index is up to date with the articles.
      ok     The index folder index is writable.

    Ledger
      ok     The ledger folder data doesn't exist yet; it can be created.
      ok     There is no ledger yet; the bot creates it when it starts.
      ok     It keeps the text of unanswered questions, and anonymous votes, for 90 days.

    Discord
      ok     The token is valid. It belongs to the application verbatim and its bot verbatim.
      ok     No privileged intent is on, and none is needed.
      ok     The commands are registered everywhere.
      ok     The bot is in 1 server: The Reading Room.
      ok     It has all the permissions it needs there, unless a channel denies some.
      ok     999 of 1000 logins a day are left.
      ok     The application's owner ([id]), the users and roles in VERBATIM_ADMINS (7, 8), and whoever they name in /settings, can use /corpus.
      ok     Anybody who manages a server can invite the bot: https://discord.com/oauth2/authorize?client_id=[id]&scope=bot+applications.commands&permissions=274877991936

    All is well: 21 ok.
    ");
    stage.discord.check();
}

#[tokio::test]
async fn a_wrong_token_is_reported_with_where_to_get_another() {
    let discord = FakeDiscord::start().await;
    let scene = Scene::new()
        .set("DISCORD_PROXY", &discord.url())
        .set("DISCORD_TOKEN", "MTAwMDA.wrong.token");
    let checked = scene.check_beside().await;
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  Discord doesn't accept the bot's token: it is wrong, or it was reset. In the Developer Portal (https://discord.com/developers/applications), open your application, then Bot, then Reset Token, and set DISCORD_TOKEN to the new one.
    1 thing is wrong: 13 ok.
    ");
}

#[tokio::test]
async fn missing_permissions_are_reported_by_server() {
    let stage = Stage::shipped().await;
    let garden = stage.discord.guild("The Garden");
    let kitchen = stage.discord.guild("The Kitchen");
    stage.discord.allow_in_guild(&garden, MUTE);
    stage.discord.allow_in_guild(&kitchen, PLAIN);
    let checked = Scene::in_discord(&stage.discord).check_beside().await;
    assert_eq!(checked.status, 1);
    assert_eq!(checked.statuses("discord", "permissions"), ["wrong", "warn"]);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  In The Garden, the bot lacks Send Messages, Embed Links: it can't answer messages there, unless a channel grants them. In that server, open Server Settings, then Roles, then the bot's role, then Permissions, and turn them on.
      warn   In The Kitchen, the bot lacks Embed Links: its answers there are poorer than they could be. In that server, open Server Settings, then Roles, then the bot's role, then Permissions, and turn them on.
    1 thing is wrong: 20 ok, 1 warning.
    ");
}

#[tokio::test]
async fn needless_privileged_intents_are_no_error() {
    let stage = Stage::shipped().await;
    stage.discord.application_flags(PRIVILEGED);
    let checked = Scene::in_discord(&stage.discord).check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   Privileged intents are on that the bot doesn't need: Presence Intent, Message Content Intent. In the Developer Portal (https://discord.com/developers/applications), open your application, then Bot, and turn them off under Privileged Gateway Intents.
    Nothing is wrong: 20 ok, 1 warning.
    ");
}

#[tokio::test]
async fn a_bot_that_reads_messages_needs_the_switch_for_it_and_no_other() {
    let stage = Stage::shipped().await;
    let check = || {
        let scene = Scene::in_discord(&stage.discord).set("VERBATIM_MESSAGE_CONTENT", "on");
        scene.check_beside()
    };
    let off = check().await;
    assert_eq!(off.status, 1);
    insta::assert_snapshot!(off.not_ok(), @r"
      wrong  VERBATIM_MESSAGE_CONTENT is on, but Message Content Intent is off, so Discord doesn't let the bot log in. In the Developer Portal (https://discord.com/developers/applications), open your application, then Bot, and switch on Message Content Intent under Privileged Gateway Intents; or remove VERBATIM_MESSAGE_CONTENT.
    1 thing is wrong: 20 ok.
    ");
    for flag in [1 << 18, 1 << 19] {
        stage.discord.application_flags(flag);
        let on = check().await;
        assert_eq!(on.statuses("discord", "intents"), ["ok"]);
        assert!(
            on.text
                .contains("Message Content Intent is on, as VERBATIM_MESSAGE_CONTENT requires."),
            "{}",
            on.text
        );
    }
    stage.discord.application_flags(PRIVILEGED);
    insta::assert_snapshot!(check().await.not_ok(), @r"
      warn   Privileged intents are on that the bot doesn't need: Presence Intent. In the Developer Portal (https://discord.com/developers/applications), open your application, then Bot, and turn them off under Privileged Gateway Intents.
    Nothing is wrong: 21 ok, 1 warning.
    ");
}

#[tokio::test]
async fn before_the_first_start_there_are_no_commands_and_no_server() {
    let discord = FakeDiscord::start().await;
    let checked = Scene::in_discord(&discord).check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   The commands are not registered yet. verbatim serve registers them when it starts. You may have to restart Discord to see them.
      warn   The bot is not in any server. Open https://discord.com/oauth2/authorize?client_id=[id]&scope=bot+applications.commands&permissions=274877991936 and choose a server that you manage.
    Nothing is wrong: 18 ok, 2 warnings.
    ");
    discord.check();
}

#[tokio::test]
async fn commands_of_another_version_are_recognized() {
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
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   The commands that are registered are from another version of the program. Restart verbatim serve: it registers the right ones.
    Nothing is wrong: 20 ok, 1 warning.
    ");
}

#[tokio::test]
async fn the_bot_has_to_be_in_the_server_that_has_its_commands() {
    let discord = FakeDiscord::start().await;
    let workshop = discord.guild("Workshop");
    let elsewhere = discord.foreign_guild("Elsewhere");
    let foreign = Scene::in_discord(&discord).set("VERBATIM_GUILD", &elsewhere.id.to_string());
    let checked = foreign.check_beside().await;
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The bot is not in the server [id] that VERBATIM_GUILD names, so it has no commands anywhere. Invite it there (https://discord.com/oauth2/authorize?client_id=[id]&scope=bot+applications.commands&permissions=274877991936), or remove VERBATIM_GUILD to have the commands everywhere.
    1 thing is wrong: 20 ok.
    ");
    let scene = Scene::in_discord(&discord).set("VERBATIM_GUILD", &workshop.id.to_string());
    let checked = scene.check_beside().await;
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   The commands are not registered in Workshop yet. verbatim serve registers them when it starts. You may have to restart Discord to see them.
    Nothing is wrong: 20 ok, 1 warning.
    ");
}

#[tokio::test]
async fn a_team_that_owns_the_bot_is_reported_by_its_ids() {
    let stage = Stage::shipped().await;
    stage.discord.team(&[(&stage.mo, "developer", true)], &stage.ada);
    let checked = Scene::in_discord(&stage.discord).check_beside().await;
    assert!(
        checked
            .text
            .contains("Only the application's team ([id], [id]), and whoever they name in /settings, can use /corpus."),
        "{}",
        checked.text
    );
}

#[tokio::test]
async fn an_unreachable_discord_is_no_error() {
    let checked = Scene::new().check_beside().await;
    assert_eq!(
        (checked.status, checked.statuses("discord", "token")),
        (0, vec!["skip"])
    );
    let sentence = "Discord was not checked: no connection. Check your network and DISCORD_PROXY; if they work, see https://discordstatus.com.";
    assert!(checked.text.contains(sentence), "{}", checked.text);
}

#[tokio::test]
async fn a_silent_discord_is_not_waited_for() {
    let discord = FakeDiscord::start().await;
    discord.next("GET", "/oauth2/applications/@me", Fault::Hang).always();
    let started = Instant::now();
    let checked = Scene::in_discord(&discord).check_beside().await;
    // The check runs twice: as text and as JSON.
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      skip   Discord was not checked: no response in time. Check your network and DISCORD_PROXY; if they work, see https://discordstatus.com.
    Nothing is wrong: 13 ok, 1 skipped.
    ");
}

#[tokio::test]
async fn what_discord_fails_to_say_is_skipped_and_the_rest_reported() {
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
    insta::assert_snapshot!(checked.not_ok(), @r"
      skip   Discord did not say which commands are registered: no response in time.
      skip   Discord did not say which servers the bot is in: rate limit.
      skip   Discord did not say how many logins are left: status 502.
    Nothing is wrong: 17 ok, 3 skipped.
    ");
}

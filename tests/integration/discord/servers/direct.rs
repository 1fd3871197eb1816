//! Asking outside of servers: in direct messages, and where only the asker has installed the bot.

use std::time::Duration;

use serde_json::json;
use verbatim::ledger::{Options, Recorder, ServerSettings};
use verbatim::library::Sharing;

use super::super::stage::Stage;
use super::{ABOUT_BREAD, ABOUT_TEA, BREAD, TEA, ask, elsewhere, stage};
use crate::fake_discord::{Fault, Guild, Sent, User};

const MEMBERS: &str = "/guilds/*/members/*";

async fn asks_directly(stage: &Stage, who: &User, question: &str) -> Sent {
    let dm = stage.discord.dm(who);
    let asked = stage.discord.says(who, &dm, question).await;
    stage.discord.answer_to(asked).await
}

fn is_about_tea(answer: &Sent) -> bool {
    answer.description().contains("Green tea turns bitter")
}

fn is_about_bread(answer: &Sent) -> bool {
    answer.description().contains("rests overnight")
}

/// Two servers with a library each: of tea, and of bread.
async fn two(sharing: Sharing) -> (Stage, Guild, crate::fake_discord::Place) {
    let stage = stage(sharing).await;
    let (guild, there) = elsewhere(&stage);
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    stage.write_for(&guild, &[("bread.md", BREAD)]);
    for place in [&stage.general, &there] {
        stage.has_opened(place).await;
    }
    (stage, guild, there)
}

#[tokio::test]
async fn the_server_answers_directly_that_somebody_asked_in_last() {
    let (stage, _, there) = two(Sharing::Nobody).await;
    ask(&stage, &stage.general, ABOUT_TEA).await;
    let answer = asks_directly(&stage, &stage.ann, ABOUT_TEA).await;
    assert!(is_about_tea(&answer), "{}", answer.text());
    let other = asks_directly(&stage, &stage.ann, ABOUT_BREAD).await;
    assert!(!is_about_bread(&other), "{}", other.text());
    // A command, and what is typed, are served alike.
    let dm = stage.discord.dm(&stage.ann);
    let answer = ask(&stage, &dm, ABOUT_TEA).await;
    assert!(is_about_tea(&answer), "{}", answer.text());
    let typed = stage.discord.types(&stage.ann, &dm, "ask", "question", "steep").await;
    assert_eq!(typed[0].0, "Steeping");
    ask(&stage, &there, ABOUT_BREAD).await;
    let answer = asks_directly(&stage, &stage.ann, ABOUT_BREAD).await;
    assert!(is_about_bread(&answer), "{}", answer.text());
    let gone = stage
        .discord
        .clicks(&stage.ann, &answer, "Helpful")
        .await
        .response()
        .await;
    assert!(gone.content.contains("Thanks"), "{}", gone.text());
    stage.discord.check();
}

#[tokio::test]
async fn after_a_restart_somebody_in_several_servers_chooses_and_nobody_gets_what_is_not_theirs() {
    let (mut stage, guild, _) = two(Sharing::Nobody).await;
    stage.discord.leaves(&stage.ben, &guild);
    stage.restart().await;
    let menu = asks_directly(&stage, &stage.ann, ABOUT_BREAD).await;
    assert!(menu.content.contains("Whose do you mean?"), "{}", menu.text());
    let mut options = menu.options();
    options.sort();
    assert_eq!(options, ["Elsewhere", "The Reading Room"]);
    // Somebody in one server needs no menu, and can't use hers.
    let answer = asks_directly(&stage, &stage.ben, ABOUT_TEA).await;
    assert!(is_about_tea(&answer), "{}", answer.text());
    let dm = stage.discord.dm(&stage.ben);
    let forged = stage.discord.chooses_forged(&stage.ben, &dm, &menu, "Elsewhere").await;
    let refused = forged.response().await;
    assert!(
        refused.content.contains("You aren't in that server"),
        "{}",
        refused.text()
    );
    let other = asks_directly(&stage, &stage.ben, ABOUT_BREAD).await;
    assert!(!is_about_bread(&other), "{}", other.text());

    let chosen = stage
        .discord
        .chooses(&stage.ann, &menu, "Elsewhere")
        .await
        .update()
        .await;
    assert!(
        chosen.content.contains("from the articles of that server"),
        "{}",
        chosen.text()
    );
    let answer = asks_directly(&stage, &stage.ann, ABOUT_BREAD).await;
    assert!(is_about_bread(&answer), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn whoever_has_left_a_server_gets_nothing_of_it_and_the_house_if_that_is_shared() {
    let (stage, guild, there) = two(Sharing::All).await;
    ask(&stage, &there, ABOUT_BREAD).await;
    stage.discord.leaves(&stage.ann, &guild);
    stage.discord.leaves(&stage.ann, &stage.guild);
    let answer = asks_directly(&stage, &stage.ann, ABOUT_BREAD).await;
    assert!(
        is_about_bread(&answer) && answer.footer() == "Bread",
        "not the house: {}",
        answer.text()
    );
    let other = asks_directly(&stage, &stage.ann, ABOUT_TEA).await;
    assert!(!is_about_tea(&other), "{}", other.text());
    stage.discord.check();
}

#[tokio::test]
async fn while_discord_does_not_say_who_is_in_a_server_nothing_of_it_is_shown() {
    let (stage, _, _) = two(Sharing::Nobody).await;
    ask(&stage, &stage.general, ABOUT_TEA).await;
    stage.discord.next("GET", MEMBERS, Fault::Status(502)).always();
    let answer = asks_directly(&stage, &stage.ann, ABOUT_TEA).await;
    assert!(
        answer.content.contains("I can't open the articles"),
        "{}",
        answer.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn whom_a_server_blocks_it_blocks_in_direct_messages_too() {
    let stage = stage(Sharing::All).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    let recorder = Recorder::start(stage.storage(Some(&stage.guild)), options);
    recorder.wait_for_settings(Duration::from_secs(10));
    let ann = stage.ann.id.get();
    let block = |settings: &mut ServerSettings| settings.blocked.users = [ann].into();
    recorder.change_settings(stage.guild.id.get(), block, || {}).unwrap();
    assert_eq!(recorder.close(Duration::from_secs(10)), 0);
    let refused = asks_directly(&stage, &stage.ann, ABOUT_TEA).await;
    assert!(refused.content.contains("You may not ask me"), "{}", refused.text());
    let answer = asks_directly(&stage, &stage.ben, ABOUT_TEA).await;
    assert!(is_about_tea(&answer), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn in_a_server_without_the_bot_only_the_asker_sees_what_their_own_server_says() {
    let (stage, _, _) = two(Sharing::Nobody).await;
    ask(&stage, &stage.general, ABOUT_TEA).await;
    let foreign = stage.discord.foreign_guild("Not ours");
    let place = stage.discord.channel(&foreign, "general");
    let answer = ask(&stage, &place, ABOUT_TEA).await;
    assert!(is_about_tea(&answer) && answer.ephemeral, "{}", answer.text());
    let shown = stage
        .discord
        .slash_forged(&stage.ann, &place, "corpus status", json!([]))
        .await;
    let refused = shown.response().await;
    assert!(refused.content.contains("only works in a server"), "{}", refused.text());
    stage.discord.check();
}

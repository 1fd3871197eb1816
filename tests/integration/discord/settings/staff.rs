//! The staff channel: what it is told, and when.

use std::time::Duration;

use serde_json::json;
use serenity::model::permissions::Permissions;

use super::{assert_refusal, page};
use crate::discord::stage::Stage;
use crate::fake_discord::{Fault, Place, Sent, User};

const CHANNEL: &str = "Where I tell the staff what went wrong (choose none to stop)";
const TEA: (&str, &str) = ("tea.md", "# Tea\n\nGreen tea steeps for two minutes at 70 degrees.\n");

/// A stage with a little article and a channel for the staff, which is told what is new four times a second.
async fn stage() -> (Stage, Place) {
    let tune = |settings: &mut verbatim::discord::Settings| {
        settings.user_limit = (1_000, Duration::from_secs(1));
        settings.pace.staff_every = Duration::from_millis(250);
    };
    let stage = Stage::on_disk_with(&[TEA], tune).await;
    let staff = stage.discord.channel(&stage.guild, "staff");
    (stage, staff)
}

/// Somebody chooses these staff channels, one or none. Returns the settings as they are then.
async fn choose(stage: &Stage, who: &User, channels: &[&Place]) -> Sent {
    let shown = page(stage, who, "Staff channel").await;
    let chosen = stage.discord.lists(who, &shown, CHANNEL, channels).await;
    chosen.update().await
}

/// Ada switches from once a day to at once, or back.
async fn switch(stage: &Stage, label: &str) {
    let shown = page(stage, &stage.ada, "Staff channel").await;
    stage.discord.clicks(&stage.ada, &shown, label).await.update().await;
}

async fn reindex(stage: &Stage) {
    let used = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus reindex", json!([]))
        .await;
    used.response().await;
}

/// Mentions the bot with a question, and waits for its answer.
async fn ask(stage: &Stage, who: &User, place: &Place, question: &str) -> Sent {
    let said = stage.discord.says(who, place, &stage.mention(question)).await;
    stage.discord.answer_to(said).await
}

/// The messages to the staff, from one on, with names in place of numbers.
async fn told(stage: &Stage, staff: &Place, from: usize) -> String {
    let sent = stage.discord.sent_at_least(staff, from + 1).await;
    let mut text = sent[from..].iter().map(Sent::text).collect::<Vec<_>>().join("\n---\n");
    for (id, name) in [
        (stage.guild.id.get(), "GUILD"),
        (stage.general.channel.get(), "GENERAL"),
    ] {
        text = text.replace(&id.to_string(), name);
    }
    // The IDs of messages differ.
    let digits = |c: char| c.is_ascii_digit();
    while let Some(at) = text
        .find("GENERAL/")
        .map(|at| at + "GENERAL/".len())
        .filter(|&at| text[at..].starts_with(digits))
    {
        let len = text[at..].find(|c| !digits(c)).unwrap_or(text.len() - at);
        text.replace_range(at..at + len, "MESSAGE");
    }
    text
}

/// Waits for some rounds of telling, and asserts that the staff was told nothing after the first `count` messages.
async fn assert_told_nothing_more(stage: &Stage, staff: &Place, count: usize) {
    tokio::time::sleep(Duration::from_secs(1)).await;
    let sent = stage.discord.sent(staff);
    assert_eq!(sent.len(), count, "{sent:?}");
}

#[tokio::test]
async fn the_staff_learns_at_once_what_got_no_answer_and_where() {
    let (mut stage, staff) = stage().await;
    // It isn't told about what came before.
    ask(&stage, &stage.ann, &stage.general, "who painted the lighthouse mural?").await;
    let shown = choose(&stage, &stage.ada, &[&staff]).await;
    let chosen = format!("<#{}>, with unanswered questions once a day", staff.channel);
    assert!(shown.description().contains(&chosen), "{}", shown.text());
    switch(&stage, "Report unanswered questions at once").await;
    insta::assert_snapshot!(told(&stage, &staff, 0).await, @"From now on, I'll tell the staff here which questions I couldn't answer, which answers were voted down, which files I left out, and when I was restarted. /settings changes that.");
    ask(&stage, &stage.ann, &stage.general, "where do I park my bicycle?").await;
    insta::assert_snapshot!(told(&stage, &staff, 1).await, @r"
    1 question got no good answer just now:
    - **where do I park my bicycle?** · [asked here](https://discord.com/channels/GUILD/GENERAL/MESSAGE)
    -# /corpus unanswered marks them as done, and /corpus answer chooses an answer.
    ");
    // The same again is nothing new, and neither is it after a restart. Another one is.
    ask(&stage, &stage.ben, &stage.general, "where do i park my bicycle").await;
    assert_told_nothing_more(&stage, &staff, 2).await;
    stage.restart().await;
    let restarted = told(&stage, &staff, 2).await;
    insta::assert_snapshot!(restarted, @"I was restarted, and now I answer again from 1 passage in 1 article.");
    let options = Stage::question("is the *museum* open on @everyone mondays?");
    let asked = stage.discord.slash(&stage.ben, &stage.general, "ask", options).await;
    asked.response().await;
    insta::assert_snapshot!(told(&stage, &staff, 3).await, @r"
    1 question got no good answer just now:
    - **is the \*museum\* open on \@everyone mondays?** · asked in <#GENERAL>
    -# /corpus unanswered marks them as done, and /corpus answer chooses an answer.
    ");
    // Of a question in private, it learns the words alone.
    let dm = stage.discord.dm(&stage.ann);
    ask(&stage, &stage.ann, &dm, "how tall is the old watchtower?").await;
    insta::assert_snapshot!(told(&stage, &staff, 4).await, @r"
    1 question got no good answer just now:
    - **how tall is the old watchtower?**
    -# /corpus unanswered marks them as done, and /corpus answer chooses an answer.
    ");
    // A bot that keeps crashing doesn't fill the channel.
    stage.restart().await;
    assert_told_nothing_more(&stage, &staff, 5).await;
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_that_is_voted_down_is_told_with_its_section() {
    let (stage, staff) = stage().await;
    choose(&stage, &stage.ada, &[&staff]).await;
    switch(&stage, "Report unanswered questions at once").await;
    stage.discord.sent_at_least(&staff, 1).await;
    let answer = ask(&stage, &stage.ann, &stage.general, "how long does green tea steep?").await;
    assert!(answer.description().contains("two minutes"), "{}", answer.text());
    assert_told_nothing_more(&stage, &staff, 1).await;
    let voted = stage.discord.clicks(&stage.ben, &answer, "Not helpful").await;
    voted.response().await;
    insta::assert_snapshot!(told(&stage, &staff, 1).await, @r"
    1 question got no good answer just now:
    - **how long does green tea steep?** · [asked here](https://discord.com/channels/GUILD/GENERAL/MESSAGE) · answer voted down: Tea
    -# /corpus unanswered marks them as done, and /corpus answer chooses an answer.
    ");
    stage.discord.check();
}

#[tokio::test]
async fn the_staff_learns_which_files_are_left_out_and_only_once() {
    let (mut stage, staff) = stage().await;
    choose(&stage, &stage.ada, &[&staff]).await;
    stage.discord.sent_at_least(&staff, 1).await;
    stage.write("empty.md", "");
    reindex(&stage).await;
    insta::assert_snapshot!(told(&stage, &staff, 1).await, @r"
    I left 1 file out when I last read the articles, so I can't answer from it:
    Skipped empty.md: it is empty.
    ");
    reindex(&stage).await;
    assert_told_nothing_more(&stage, &staff, 2).await;
    stage.begin_anew().await;
    insta::assert_snapshot!(told(&stage, &staff, 2).await, @r"
    I was restarted, and now I answer again from 1 passage in 1 article.
    I left 1 file out when I last read the articles, so I can't answer from it:
    Skipped empty.md: it is empty.
    ");
    stage.discord.check();
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_write_in_is_not_taken() {
    let (stage, staff) = stage().await;
    stage.discord.forbid(&staff, Permissions::SEND_MESSAGES);
    let shown = choose(&stage, &stage.ada, &[&staff]).await;
    let refusal = format!("I can't write in <#{}>, so nothing was changed.", staff.channel);
    assert!(shown.content.contains(&refusal), "{}", shown.text());
    assert!(
        shown.description().contains("**Staff channel**: none"),
        "{}",
        shown.text()
    );
    stage
        .discord
        .next("POST", "/channels/*/messages", Fault::Status(500))
        .always();
    let other = stage.discord.channel(&stage.guild, "other");
    let shown = choose(&stage, &stage.ada, &[&other]).await;
    assert!(shown.content.contains("I couldn't reach Discord"), "{}", shown.text());
    stage.discord.check();
}

#[tokio::test]
async fn a_staff_channel_that_is_gone_or_taken_out_costs_nothing() {
    let (stage, staff) = stage().await;
    choose(&stage, &stage.ada, &[&staff]).await;
    switch(&stage, "Report unanswered questions at once").await;
    stage.discord.sent_at_least(&staff, 1).await;
    choose(&stage, &stage.ada, &[]).await;
    ask(&stage, &stage.ann, &stage.general, "where do I park my bicycle?").await;
    assert_told_nothing_more(&stage, &staff, 1).await;
    // Chosen again, it isn't told about what came in between.
    choose(&stage, &stage.ada, &[&staff]).await;
    stage.discord.sent_at_least(&staff, 2).await;
    assert_told_nothing_more(&stage, &staff, 2).await;
    stage.discord.delete_channel(&staff);
    ask(&stage, &stage.ann, &stage.general, "is the museum open on mondays?").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let answer = ask(&stage, &stage.ann, &stage.general, "how long does green tea steep?").await;
    assert!(answer.description().contains("two minutes"), "{}", answer.text());
}

#[tokio::test]
async fn nobody_but_an_admin_chooses_the_staff_channel() {
    let (stage, staff) = stage().await;
    let boss = stage.discord.manager("boss");
    let shown = page(&stage, &boss, "Staff channel").await;
    assert!(
        shown.content.contains("Only my admins can choose the staff channel") && shown.labels().is_empty(),
        "{}",
        shown.text()
    );
    for control in ["1ef", "1esq1"] {
        let forged = stage
            .discord
            .clicks_forged(&boss, &stage.general, &shown, control)
            .await;
        assert_refusal(&forged.response().await, "Only my admins can choose the staff channel");
    }
    assert_told_nothing_more(&stage, &staff, 0).await;
    stage.discord.check();
}

#[tokio::test]
async fn each_server_learns_of_its_own_questions() {
    let (stage, staff) = stage().await;
    let elsewhere = stage.discord.guild("Elsewhere");
    let there = stage.discord.channel(&elsewhere, "general");
    choose(&stage, &stage.ada, &[&staff]).await;
    switch(&stage, "Report unanswered questions at once").await;
    stage.discord.sent_at_least(&staff, 1).await;
    ask(&stage, &stage.ann, &there, "where do I park my bicycle?").await;
    assert_told_nothing_more(&stage, &staff, 1).await;
    // Here, it is new.
    ask(&stage, &stage.ben, &stage.general, "where do I park my bicycle?").await;
    let told = told(&stage, &staff, 1).await;
    assert!(told.contains("where do I park my bicycle?"), "{told}");
    stage.discord.check();
}

//! Several questions in one message.

use serenity::model::permissions::Permissions;

use super::follow_ups::GUIDE;
use super::stage::Stage;
use crate::fake_discord::Sent;

const TWO: &str = "when do raids start? and how do I get the raider role?";

async fn stage() -> Stage {
    Stage::with(&[("guide.md", GUIDE)]).await
}

async fn ask(stage: &Stage, question: &str) -> Sent {
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(question))
        .await;
    stage.discord.answer_to(said).await
}

#[tokio::test]
async fn two_questions_get_two_quotes_with_buttons_of_their_own() {
    let mut stage = stage().await;
    let answer = ask(&stage, TWO).await;
    insta::assert_snapshot!(answer.text(), @r"
    > 1. when do raids start?
    > 2. how do I get the raider role?
    | Raids
    | **Raids start at seven in the evening on Fridays.** Bring two potions and a spare sword.
    | Guild guide
    | The raider role
    | **To get the raider role, write to an officer and pass the trial.**
    | Guild guide
    [👍 1. Helpful] [👎 1. Not helpful]
    [👍 2. Helpful] [👎 2. Not helpful]
    [🗑️ Dismiss]
    ");
    stage.restart().await;
    let vote = stage
        .discord
        .clicks(&stage.ben, &answer, "2. Helpful")
        .await
        .response()
        .await;
    assert!(vote.ephemeral && vote.content.contains("glad"), "{}", vote.text());
    stage.only_ann_dismisses(&answer).await;
    stage.discord.check();
}

#[tokio::test]
async fn without_an_embed_both_quotes_are_there() {
    let stage = stage().await;
    stage.discord.forbid(&stage.general, Permissions::EMBED_LINKS);
    let answer = ask(&stage, TWO).await;
    insta::assert_snapshot!(answer.text(), @r"
    > 1. when do raids start?
    > 2. how do I get the raider role?
    **Raids**
    > **Raids start at seven in the evening on Fridays.** Bring two potions and a spare sword.
    Guild guide
    **The raider role**
    > **To get the raider role, write to an officer and pass the trial.**
    Guild guide
    [👍 1. Helpful] [👎 1. Not helpful]
    [👍 2. Helpful] [👎 2. Not helpful]
    [🗑️ Dismiss]
    ");
    stage.discord.check();
}

#[tokio::test]
async fn a_part_that_finds_nothing_is_told_beside_the_other() {
    let stage = stage().await;
    let question = Stage::question("how do I bake sourdough bread? and when do raids start?");
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", question).await;
    let answer = asked.response().await;
    insta::assert_snapshot!(answer.text(), @r"
    > 1. how do I bake sourdough bread?
    I found nothing about this in the articles.
    > 2. when do raids start?
    | Raids
    | **Raids start at seven in the evening on Fridays.** Bring two potions and a spare sword.
    | Guild guide
    [👍 2. Helpful] [👎 2. Not helpful]
    [🗑️ Dismiss]
    ");
    stage.discord.check();
}

#[tokio::test]
async fn only_three_questions_are_answered_at_once() {
    let stage = stage().await;
    let answer = ask(
        &stage,
        "when do raids start? how much is the boat? how do I get the raider role? where do dungeons start?",
    )
    .await;
    assert_eq!(answer.embeds.as_array().unwrap().len(), 3, "{}", answer.text());
    assert!(
        answer.content.ends_with("Ask the rest in another."),
        "{}",
        answer.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn one_question_with_a_preamble_stays_one() {
    let stage = stage().await;
    for question in [
        "hi all, I'm new. when do raids start?",
        "I have two swords and a bow. how do I get the raider role? thanks",
        "when do raids start and end?",
    ] {
        let answer = ask(&stage, question).await;
        assert_eq!(answer.embeds.as_array().unwrap().len(), 1, "{}", answer.text());
        assert_eq!(answer.content, "", "{}", answer.text());
    }
    stage.discord.check();
}

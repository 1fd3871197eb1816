//! The questions whose text is kept, without the names of people.

use serde_json::json;

use super::{VAIN, answered, is_kept, open, vote};
use crate::discord::stage::{BETRAYED, Stage, WHY};
use crate::fake_discord::{Place, Sent, User};

/// The ways to ask, each of which puts the answer in another place.
#[derive(Debug, Clone, Copy)]
enum Way {
    Slash,
    Private,
    To,
    Mention,
    DirectMessage,
    Menu,
}

/// Asks in this way.
async fn ask(stage: &Stage, way: Way, question: &str) -> Sent {
    let (discord, ann, general) = (&stage.discord, &stage.ann, &stage.general);
    let slash = async |more: serde_json::Value| {
        let mut options = Stage::question(question);
        options.as_array_mut().unwrap().extend(more.as_array().unwrap().clone());
        discord.slash(ann, general, "ask", options).await.response().await
    };
    let said = async |who: &User, place: &Place, text: &str| discord.says(who, place, text).await;
    let shown = match way {
        Way::Slash => slash(json!([])).await,
        Way::Private => slash(json!([{"name": "private", "type": 5, "value": true}])).await,
        Way::To => slash(json!([{"name": "to", "type": 6, "value": stage.ben.id.to_string()}])).await,
        Way::Mention => {
            let asked = said(ann, general, &stage.mention(question)).await;
            discord.answer_to(asked).await
        }
        Way::DirectMessage => {
            let asked = said(ann, &discord.dm(ann), question).await;
            discord.answer_to(asked).await
        }
        Way::Menu => {
            let asked = said(&stage.ben, general, question).await;
            discord.menu(ann, "Find the answer", asked).await.response().await
        }
    };
    assert!(shown.description().contains(BETRAYED), "{way:?}: {}", shown.text());
    shown
}

#[tokio::test]
async fn an_answer_that_is_voted_down_brings_its_question_whatever_way_it_was_asked() {
    for (at, way) in [
        Way::Slash,
        Way::Private,
        Way::To,
        Way::Mention,
        Way::DirectMessage,
        Way::Menu,
    ]
    .into_iter()
    .enumerate()
    {
        let mut stage = Stage::shipped().await;
        let question = format!("Why doesn't *Iran* trust the_US in {}?", 2000 + at);
        // The question comes once from the bot's memory, and once from the message.
        for is_remembered in [true, false] {
            let shown = ask(&stage, way, &question).await;
            if !is_remembered {
                stage.restart().await;
            }
            vote(&stage, &stage.ann, &shown, "Not helpful").await;
        }
        let questions = open(&mut stage).await;
        let told: Vec<(&str, u64, u64)> = questions
            .iter()
            .map(|question| (question.text.as_str(), question.times, question.voted_down))
            .collect();
        assert_eq!(told, [(question.as_str(), 2, 2)], "{way:?}");
        stage.discord.check();
    }
}

#[tokio::test]
async fn what_was_answered_is_kept_in_words_only_while_somebody_says_that_it_did_not_help() {
    let mut stage = Stage::shipped().await;
    let answer = answered(&stage, WHY).await;
    super::super::corpus::assert_in_vain(&stage, VAIN).await;
    stage.stop().await.unwrap();
    assert!(is_kept(&stage, "bake sourdough"));
    assert!(!is_kept(&stage, "trust the US"), "an answered question is kept");
    stage.start_again().await;
    vote(&stage, &stage.ann, &answer, "Not helpful").await;
    stage.stop().await.unwrap();
    assert!(is_kept(&stage, "trust the US"));
    stage.start_again().await;
    vote(&stage, &stage.ann, &answer, "Helpful").await;
    stage.stop().await.unwrap();
    assert!(!is_kept(&stage, "trust the US"), "its words are still there");
    stage.discord.check();
}

#[tokio::test]
async fn what_is_not_sure_and_what_is_not_found_is_kept_and_what_is_no_question_is_not() {
    let mut stage = Stage::tuned_gate(0.999_9, 0.3).await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    let unsure = asked.response().await;
    assert!(unsure.content.contains("not sure this answers"), "{}", unsure.text());
    super::super::corpus::assert_in_vain(&stage, VAIN).await;
    for words in ["hello there!", "thank you", ""] {
        let said = stage
            .discord
            .says(&stage.ben, &stage.general, &stage.mention(words))
            .await;
        stage.discord.answer_to(said).await;
    }
    vote(&stage, &stage.ben, &unsure, "Not helpful").await;
    let mut questions = open(&mut stage).await;
    questions.sort_by_key(|question| question.id);
    let told: Vec<_> = questions
        .iter()
        .map(|one| (one.text.as_str(), one.times, one.unsure, one.no_answer, one.voted_down))
        .collect();
    assert_eq!(told, [(WHY, 1, 1, 0, 1), (VAIN, 1, 0, 1, 0)]);
    assert!(!is_kept(&stage, "hello there") && !is_kept(&stage, "thank you"));
    stage.discord.check();
}

#[tokio::test]
async fn nobody_is_named_whatever_they_ask_and_however_they_vote() {
    let mut stage = Stage::shipped().await;
    let strange = stage.discord.user("zebediah");
    let mut ids = Vec::new();
    let of_user = |user: &User| user.id.get();
    ids.extend([&stage.ann, &stage.ben, &stage.mo, &stage.ada, &strange].map(of_user));
    ids.extend([
        stage.guild.id.get(),
        stage.general.channel.get(),
        stage.discord.bot().get(),
    ]);

    let answer = answered(&stage, WHY).await;
    ids.push(answer.id.get());
    for (who, label) in [(&strange, "Not helpful"), (&stage.ben, "Helpful")] {
        vote(&stage, who, &answer, label).await;
    }
    // The people mentioned in a question count as well.
    let vain = format!(
        "what does <@{}> or <@!{}> or <@&{}> bake in <#{}>, sourdough bread?",
        stage.ben.id, strange.id, stage.guild.id, stage.general.channel
    );
    let said = stage
        .discord
        .says(&strange, &stage.general, &stage.mention(&vain))
        .await;
    ids.push(said.get());
    ids.push(stage.discord.answer_to(said).await.id.get());
    let asked = ask(&stage, Way::To, &format!("{WHY} <@{}>", strange.id)).await;
    stage.restart().await;
    vote(&stage, &strange, &asked, "Not helpful").await;
    // Only admins' actions are recorded with a user's number.
    stage.stop().await.unwrap();
    assert!(is_kept(&stage, "sourdough bread?"));
    for id in &ids {
        assert!(!is_kept(&stage, &id.to_string()), "{id} is there");
    }
    assert!(!is_kept(&stage, "zebediah") && !is_kept(&stage, "The Reading Room"));
    stage.start_again().await;
    let reindexed = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus reindex", json!([]))
        .await;
    reindexed.until_shows("could not be rebuilt").await;
    stage.stop().await.unwrap();
    assert!(is_kept(&stage, &stage.ada.id.to_string()));
    stage.discord.check();
}

#[tokio::test]
async fn where_questions_are_not_to_be_kept_none_is() {
    let mut stage = Stage::shipped().await;
    stage.ledger.stores_questions = false;
    stage.restart().await;
    let answer = answered(&stage, WHY).await;
    super::super::corpus::assert_in_vain(&stage, VAIN).await;
    let other = ask(&stage, Way::Mention, "why is there no trust between Iran and the US?").await;
    vote(&stage, &stage.ann, &answer, "Not helpful").await;
    stage.restart().await;
    vote(&stage, &stage.ann, &other, "Not helpful").await;
    stage.stop().await.unwrap();
    for words in ["trust the US", "no trust between", "bake sourdough"] {
        assert!(!is_kept(&stage, words), "{words:?} is there");
    }
    let figures = super::figures(&stage);
    assert_eq!((figures.answered, figures.no_answer, figures.not_helpful), (2, 1, 2));
    stage.discord.check();
}

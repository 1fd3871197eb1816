//! Votes by several people on several answers, and how often they count.

use super::{answered, vote, votes};
use crate::discord::stage::{Stage, WHY};

#[tokio::test]
async fn each_person_has_one_vote_on_an_answer_and_may_change_it() {
    let mut stage = Stage::shipped().await;
    let answer = answered(&stage, WHY).await;
    for (who, label) in [
        (&stage.ann, "Helpful"),
        (&stage.ben, "Not helpful"),
        (&stage.mo, "Helpful"),
        (&stage.ann, "Helpful"),
        (&stage.mo, "Not helpful"),
    ] {
        let thanks = vote(&stage, who, &answer, label).await;
        assert!(thanks.starts_with("Thanks, "), "{thanks}");
    }
    assert_eq!(votes(&mut stage).await, (1, 2));
    stage.discord.check();
}

#[tokio::test]
async fn a_vote_can_be_changed_after_a_restart_and_another_answer_is_voted_on_anew() {
    let mut stage = Stage::shipped().await;
    let answer = answered(&stage, WHY).await;
    vote(&stage, &stage.ann, &answer, "Not helpful").await;
    stage.restart().await;
    vote(&stage, &stage.ann, &answer, "Helpful").await;
    // It is the same answer, no matter which of its passages is shown.
    let turned = stage.discord.clicks(&stage.ann, &answer, "Next").await.update().await;
    vote(&stage, &stage.ann, &turned, "Helpful").await;
    let again = answered(&stage, WHY).await;
    vote(&stage, &stage.ann, &again, "Helpful").await;
    assert_eq!(votes(&mut stage).await, (2, 0));
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_from_before_there_were_numbers_goes_by_its_message() {
    let mut stage = Stage::shipped().await;
    let answer = answered(&stage, WHY).await;
    let other = answered(&stage, WHY).await;
    let old = |label: &str| {
        let id = answer.custom_id(label);
        let (old, number) = id.rsplit_once('.').unwrap();
        assert_eq!(number.len(), 12, "{id}");
        old.to_owned()
    };
    for (who, answer, label) in [
        (&stage.ann, &answer, "Helpful"),
        (&stage.ben, &answer, "Helpful"),
        (&stage.ann, &answer, "Not helpful"),
        (&stage.ann, &other, "Helpful"),
    ] {
        let voted = stage.discord.clicks_custom_id(who, answer, &old(label)).await;
        assert!(voted.response().await.content.starts_with("Thanks, "));
    }
    stage.restart().await;
    let voted = stage
        .discord
        .clicks_custom_id(&stage.ben, &answer, &old("Not helpful"))
        .await;
    assert!(voted.response().await.content.starts_with("Thanks, "));
    assert_eq!(votes(&mut stage).await, (1, 2));
    stage.discord.check();
}

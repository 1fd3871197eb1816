//! Every button and menu, by the right and the wrong person, before and after a restart and a reindex.

use serde_json::json;

use super::stage::{BETRAYED, Stage, WHY};
use crate::fake_discord::{Fault, Sent};
use crate::run::shipped_article;

async fn ask(stage: &Stage) -> Sent {
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    asked.response().await
}

#[tokio::test]
async fn the_asker_turns_the_message_and_others_get_a_copy_of_their_own() {
    let stage = Stage::shipped().await;
    let first = ask(&stage).await;
    let second = stage.discord.clicks(&stage.ann, &first, "Next").await.response().await;
    assert_eq!(second.id, first.id);
    assert!(second.footer().contains("2 of"), "{}", second.text());
    assert_ne!(second.description(), first.description());
    assert_eq!(second.content, first.content);

    let copy = stage.discord.clicks(&stage.ben, &second, "Next").await.response().await;
    assert!(copy.ephemeral);
    assert_ne!(copy.id, second.id);
    assert!(copy.footer().contains("3 of"), "{}", copy.text());
    let still = stage.public().remove(0);
    assert!(still.footer().contains("2 of"), "{}", still.text());
    // The copy is his, so he turns its pages in place.
    let back = stage
        .discord
        .clicks(&stage.ben, &copy, "Previous")
        .await
        .response()
        .await;
    assert_eq!((back.id, back.ephemeral), (copy.id, true));
    assert_eq!(back.description(), second.description());

    let again = stage
        .discord
        .clicks(&stage.ann, &second, "Previous")
        .await
        .response()
        .await;
    assert_eq!(again.description(), first.description());
    stage.discord.check();
}

#[tokio::test]
async fn paging_ends_at_the_last_passage() {
    let stage = Stage::shipped().await;
    let mut shown = ask(&stage).await;
    let mut pages = 1;
    while shown.labels().contains(&"Next".to_owned()) {
        shown = stage.discord.clicks(&stage.ann, &shown, "Next").await.response().await;
        pages += 1;
        assert!(shown.footer().contains(&format!("{pages} of")), "{}", shown.text());
    }
    assert!(
        shown.footer().contains(&format!("{pages} of {pages}")),
        "{}",
        shown.text()
    );
    assert!((2..=5).contains(&pages));
    stage.discord.check();
}

#[tokio::test]
async fn the_whole_section_opens_for_whoever_clicks() {
    let stage = Stage::with(&[("birds.md", BIRDS)]).await;
    let asked = stage.discord.slash(
        &stage.ann,
        &stage.general,
        "ask",
        Stage::question("where do swifts sleep?"),
    );
    let answer = asked.await.response().await;
    assert!(answer.description().contains("sleep on the wing"), "{}", answer.text());
    let section = stage
        .discord
        .clicks(&stage.ben, &answer, "Whole section")
        .await
        .response()
        .await;
    assert!(section.ephemeral);
    for words in ["sleep on the wing", "screaming parties", "old walls"] {
        assert!(section.description().contains(words), "{}", section.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn everybody_may_vote() {
    let stage = Stage::shipped().await;
    let answer = ask(&stage).await;
    for who in [&stage.ann, &stage.ben] {
        for label in ["Helpful", "Not helpful"] {
            let thanks = stage.discord.clicks(who, &answer, label).await.response().await;
            assert!(thanks.ephemeral && !thanks.content.is_empty());
        }
    }
    stage.discord.check();
}

#[tokio::test]
async fn the_asker_and_moderators_may_dismiss_an_answer() {
    let stage = Stage::shipped().await;
    let answer = ask(&stage).await;
    let refusal = stage
        .discord
        .clicks(&stage.ben, &answer, "Dismiss")
        .await
        .response()
        .await;
    assert!(refusal.ephemeral);
    assert_eq!(stage.public().len(), 1);
    stage
        .discord
        .clicks(&stage.ann, &answer, "Dismiss")
        .await
        .acknowledged()
        .await;
    stage.discord.gone(answer.id).await;
    assert!(stage.public().is_empty());

    let admin = stage.discord.administrator("ada");
    for moderator in [&stage.mo, &admin] {
        let asked = stage
            .discord
            .says(&stage.ann, &stage.general, &stage.mention(WHY))
            .await;
        let answer = stage.discord.answer_to(asked).await;
        stage
            .discord
            .clicks(moderator, &answer, "Dismiss")
            .await
            .acknowledged()
            .await;
        stage.discord.gone(answer.id).await;
        assert!(stage.public().is_empty());
    }
    // If the message was not a response to an interaction, it is deleted as a message.
    let asked = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let answer = stage.discord.answer_to(asked).await;
    let unknown = Fault::Error {
        status: 404,
        code: 10_008,
    };
    stage
        .discord
        .next("DELETE", "/webhooks/*/*/messages/@original", unknown)
        .times(1);
    stage
        .discord
        .clicks(&stage.ann, &answer, "Dismiss")
        .await
        .acknowledged()
        .await;
    stage.discord.gone(answer.id).await;
    stage.discord.check();
}

#[tokio::test]
async fn what_is_not_found_leads_to_what_is_there() {
    let stage = Stage::shipped().await;
    let asked = stage
        .discord
        .slash(
            &stage.ann,
            &stage.general,
            "ask",
            Stage::question("how do I bake sourdough bread?"),
        )
        .await;
    let answer = asked.response().await;
    assert!(answer.content.contains("found nothing"), "{}", answer.text());
    assert!(answer.embeds.as_array().unwrap().is_empty());
    assert!(
        answer.options().contains(&"A Call for Trust".to_owned()),
        "{}",
        answer.text()
    );
    let opened = stage
        .discord
        .chooses(&stage.ann, &answer, "A Call for Trust")
        .await
        .response()
        .await;
    assert!(
        opened.ephemeral && opened.description().contains(BETRAYED),
        "{}",
        opened.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn sources_lead_to_an_article_and_to_its_sections() {
    let stage = Stage::with(&[("birds.md", BIRDS), ("bread.md", BREAD)]).await;
    let sources = stage
        .discord
        .slash(&stage.ann, &stage.general, "sources", json!([]))
        .await;
    let sources = sources.response().await;
    assert_eq!(sources.options().len(), 2, "{}", sources.text());
    let article = stage
        .discord
        .chooses(&stage.ann, &sources, "Birds of the town")
        .await
        .response()
        .await;
    let section = stage
        .discord
        .chooses(&stage.ann, &article, "Swifts")
        .await
        .response()
        .await;
    assert!(
        section.description().contains("sleep on the wing"),
        "{}",
        section.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn buttons_work_after_a_restart() {
    let mut stage = Stage::shipped().await;
    let first = ask(&stage).await;
    stage.restart().await;
    let second = stage.discord.clicks(&stage.ann, &first, "Next").await.response().await;
    assert!(second.footer().contains("2 of"), "{}", second.text());
    let copy = stage
        .discord
        .clicks(&stage.ben, &second, "Previous")
        .await
        .response()
        .await;
    assert!(copy.ephemeral && copy.description() == first.description());
    for label in ["Helpful", "Not helpful"] {
        assert!(
            stage
                .discord
                .clicks(&stage.ben, &second, label)
                .await
                .response()
                .await
                .ephemeral
        );
    }
    stage
        .discord
        .clicks(&stage.ann, &second, "Dismiss")
        .await
        .acknowledged()
        .await;
    stage.discord.gone(second.id).await;
    assert!(stage.public().is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn buttons_work_after_a_reindex_as_long_as_the_passage_is_there() {
    let stage = Stage::shipped().await;
    let first = ask(&stage).await;
    let article = String::from_utf8(shipped_article()).unwrap();
    stage.reindex(&[("us-iran-nuclear-talks.txt", &article), ("bread.md", BREAD)]);
    let second = stage.discord.clicks(&stage.ann, &first, "Next").await.response().await;
    assert!(second.footer().contains("2 of"), "{}", second.text());

    stage.reindex(&[("bread.md", BREAD)]);
    for label in ["Next", "Previous"] {
        let gone = stage.discord.clicks(&stage.ann, &second, label).await.response().await;
        assert!(
            gone.ephemeral && gone.embeds.as_array().unwrap().is_empty(),
            "{label}: {}",
            gone.text()
        );
        assert!(
            gone.content.contains("no longer") || gone.content.contains("any more"),
            "{}",
            gone.text()
        );
    }
    // The message itself is unchanged.
    assert_eq!(stage.public()[0].description(), second.description());
    // And questions are answered from the new articles.
    let asked = stage.discord.slash(
        &stage.ben,
        &stage.general,
        "ask",
        Stage::question("why does the dough rest?"),
    );
    assert!(asked.await.response().await.description().contains("rests overnight"));
    stage.discord.check();
}

#[tokio::test]
async fn damaged_and_old_buttons_get_a_sentence() {
    let stage = Stage::shipped().await;
    let answer = ask(&stage).await;
    for custom_id in ["", "x", "0:old", "v1", "1n!!!!", "💥", &"z".repeat(100)] {
        let line = stage
            .discord
            .clicks_custom_id(&stage.ann, &answer, custom_id)
            .await
            .response()
            .await;
        assert!(line.ephemeral && !line.content.is_empty(), "{custom_id}");
    }
    stage.all_is_well().await;
    stage.discord.check();
}

pub const BIRDS: &str = "# Birds of the town

## Swifts

Swifts eat, drink and sleep on the wing, and may not land for ten months.

In June they race around the roofs in screaming parties.

They nest in the holes of old walls and under tiles, and come back to the same one each year.

## Sparrows

House sparrows live in noisy flocks and bathe in dust when they find no water.
";

pub const BREAD: &str = "# Our daily bread

## The dough

The dough rests overnight, because wild yeast works slowly and the flavour needs its time.

## The crust

Steam in the oven keeps the surface soft until the loaf has risen.
";

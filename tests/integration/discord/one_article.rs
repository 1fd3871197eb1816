//! `/ask` with `article`: one article is asked alone.

use serde_json::{Value, json};

use super::clicking::{BIRDS, BREAD};
use super::stage::Stage;
use crate::fake_discord::{Interaction, Sent};

/// A question that both articles have something to say about.
const OVERNIGHT: &str = "what rests overnight?";
const SLEEP: &str = "where do swifts sleep?";

async fn stage() -> Stage {
    Stage::on_disk_with(&[("birds.md", BIRDS), ("bread.md", BREAD)], |_| {}).await
}

/// The value of the choice with this name.
async fn choice(stage: &Stage, name: &str) -> String {
    let choices = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "article", "")
        .await;
    let found = choices.into_iter().find(|(offered, _)| offered == name);
    found.map(|(_, value)| value).unwrap()
}

/// Asks with this article, and with more options.
async fn ask(stage: &Stage, question: &str, article: &str, more: &[Value]) -> Interaction {
    let mut options = vec![
        json!({"name": "question", "type": 3, "value": question}),
        json!({"name": "article", "type": 3, "value": article}),
    ];
    options.extend_from_slice(more);
    let (ann, general) = (&stage.ann, &stage.general);
    stage.discord.slash(ann, general, "ask", json!(options)).await
}

async fn answer(stage: &Stage, question: &str, article: &str) -> Sent {
    ask(stage, question, article, &[]).await.response().await
}

#[tokio::test]
async fn articles_are_offered_by_their_titles() {
    let stage = stage().await;
    let typed = async |text| {
        let choices = stage
            .discord
            .types(&stage.ann, &stage.general, "ask", "article", text)
            .await;
        choices.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(typed("").await, ["Birds of the town", "Our daily bread"]);
    assert_eq!(typed("BREAD").await, ["Our daily bread"]);
    assert!(typed("tea").await.is_empty());
    // Questions are suggested from the article that was chosen first.
    let bread = choice(&stage, "Our daily bread").await;
    let chosen = json!([{"name": "article", "type": 3, "value": bread}]);
    let questions = stage
        .discord
        .asks_typing(&stage.ann, &stage.general, chosen, ("question", ""))
        .await;
    let names: Vec<&str> = questions.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["The dough", "The crust", "Our daily bread"]);
    stage.discord.check();
}

#[tokio::test]
async fn articles_with_the_same_title_are_told_apart() {
    let stage = Stage::with(&[("a/bread.md", BREAD), ("b/bread.md", BREAD), ("birds.md", BIRDS)]).await;
    let choices = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "article", "bread")
        .await;
    let names: Vec<&str> = choices.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Our daily bread (a/bread.md)", "Our daily bread (b/bread.md)"]);
    stage.discord.check();
}

#[tokio::test]
async fn the_answer_is_from_that_article_after_paging_sharing_and_a_restart() {
    let mut stage = stage().await;
    let birds = choice(&stage, "Birds of the town").await;
    let private = json!({"name": "private", "type": 5, "value": true});
    let shown = ask(
        &stage,
        "what sleeps on the wing and lives in flocks?",
        &birds,
        &[private],
    )
    .await;
    let shown = shown.response().await;
    insta::assert_snapshot!(shown.text(), @r"
    (only you can see this)
    > what sleeps on the wing and lives in flocks?
    Only from **Birds of the town**:
    | Sparrows
    | **House sparrows live in noisy flocks and bathe in dust when they find no water.**
    | Birds of the town · 1 of 4
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [📣 Share]
    ");
    stage.restart().await;
    let mut turned = shown.clone();
    while turned.labels().contains(&"Next".to_owned()) {
        turned = stage.discord.clicks(&stage.ann, &turned, "Next").await.update().await;
        assert!(turned.footer().starts_with("Birds of the town"), "{}", turned.text());
    }
    let shared = stage
        .discord
        .clicks(&stage.ann, &turned, "Share")
        .await
        .followup()
        .await;
    insta::assert_snapshot!(shared.text().replace(&stage.ann.id.to_string(), "ANN"), @r"
    Shared by <@ANN>:
    > what sleeps on the wing and lives in flocks?
    Only from **Birds of the town**:
    | Swifts
    | **They nest in the holes of old walls and under tiles, and come back to the same one each year.**
    | Birds of the town · 4 of 4
    [◀️ Previous] [📖 Whole section] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    ");
    // Ben turns a copy of his own.
    let copy = stage
        .discord
        .clicks(&stage.ben, &shared, "Previous")
        .await
        .response()
        .await;
    assert!(
        copy.ephemeral && copy.footer().starts_with("Birds of the town"),
        "{}",
        copy.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn the_same_question_has_another_answer_from_another_article() {
    let stage = stage().await;
    let (birds, bread) = (
        choice(&stage, "Birds of the town").await,
        choice(&stage, "Our daily bread").await,
    );
    let all = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(OVERNIGHT))
        .await;
    assert!(all.response().await.description().contains("dough"));
    let from_bread = answer(&stage, OVERNIGHT, &bread).await;
    assert!(from_bread.description().contains("dough"), "{}", from_bread.text());
    let from_birds = answer(&stage, OVERNIGHT, &birds).await;
    assert!(!from_birds.text().contains("dough"), "{}", from_birds.text());
    // An overview is one of that article.
    let about = answer(&stage, "what is this about?", &bread).await;
    assert_eq!(about.title(), "Our daily bread", "{}", about.text());
    stage.discord.check();
}

#[tokio::test]
async fn where_nothing_is_found_the_article_is_named() {
    let mut stage = stage().await;
    let bread = choice(&stage, "Our daily bread").await;
    let nothing = answer(&stage, "who won the world cup?", &bread).await;
    insta::assert_snapshot!(nothing.text(), @r"
    (only you can see this)
    I found nothing about this in **Our daily bread**. Here is what it covers:
    {Choose a section to read: The dough | The crust}
    ");
    // Another article would have answered this, so nobody needs to write one.
    let elsewhere = answer(&stage, SLEEP, &bread).await;
    insta::assert_snapshot!(elsewhere.text(), @r"
    (only you can see this)
    Another article may answer this: ask again without article.
    I found nothing about this in **Our daily bread**. Here is what it covers:
    {Choose a section to read: The dough | The crust}
    ");
    stage.restart().await;
    let section = stage
        .discord
        .chooses(&stage.ann, &nothing, "The crust")
        .await
        .response()
        .await;
    assert!(section.description().contains("Steam"), "{}", section.text());
    let list = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus unanswered", json!([]))
        .await;
    let list = list.response().await;
    assert!(
        list.content.contains("world cup") && !list.content.contains("swifts"),
        "{}",
        list.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn an_article_that_is_gone_or_was_never_there_gets_a_sentence() {
    let stage = stage().await;
    let bread = choice(&stage, "Our daily bread").await;
    // A title that was typed is as good as a choice.
    let typed = answer(&stage, OVERNIGHT, "our daily BREAD").await;
    assert!(typed.description().contains("dough"), "{}", typed.text());
    insta::assert_snapshot!(answer(&stage, OVERNIGHT, "*Tea*").await.text(), @r#"
    (only you can see this)
    There is no article named "\*Tea\*". Choose one of those that are offered as you type, or leave article out to ask all of them.
    "#);
    stage.reindex(&[("birds.md", BIRDS)]);
    insta::assert_snapshot!(answer(&stage, OVERNIGHT, &bread).await.text(), @r"
    (only you can see this)
    That article is no longer here. Choose another one, or leave article out to ask all of them.
    ");
    stage.discord.check();
}

#[tokio::test]
async fn several_questions_are_all_put_to_that_article_and_the_person_is_addressed() {
    let stage = stage().await;
    let bread = choice(&stage, "Our daily bread").await;
    let to = json!({"name": "to", "type": 6, "value": stage.ben.id.to_string()});
    let asked = "Why does the dough rest overnight? What keeps the surface of the loaf soft? Where do swifts sleep?";
    let shown = ask(&stage, asked, &bread, &[to]).await.response().await;
    assert_eq!(shown.pinged, [stage.ben.id]);
    insta::assert_snapshot!(shown.text().replace(&stage.ben.id.to_string(), "BEN"), @r"
    <@BEN>
    Only from **Our daily bread**:
    > 1. Why does the dough rest overnight?
    > 2. What keeps the surface of the loaf soft?
    > 3. Where do swifts sleep?
    I found nothing about this in **Our daily bread**.
    | The dough
    | **The dough rests overnight, because wild yeast works slowly and the flavour needs its time.**
    | Our daily bread
    | The crust
    | **Steam in the oven keeps the surface soft until the loaf has risen.**
    | Our daily bread
    [👍 1. Helpful] [👎 1. Not helpful]
    [👍 2. Helpful] [👎 2. Not helpful]
    [🗑️ Dismiss]
    ");
    // A suggestion opens what it names, whatever the article.
    let suggested = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", "sparrows")
        .await;
    let opened = answer(&stage, &suggested[0].1, &bread).await;
    assert_eq!(opened.title(), "Sparrows", "{}", opened.text());
    stage.discord.check();
}

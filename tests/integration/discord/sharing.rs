//! Messages that a person shows to everybody: a private answer, once; and a section chosen while typing.

use std::time::Duration;

use serde_json::{Value, json};

use super::clicking::{BIRDS, BREAD};
use super::stage::{Stage, WHY};
use crate::fake_discord::{Fault, Sent};

/// The thread is locked or archived.
const CLOSED: u64 = 50_083;

fn private(question: &str) -> Value {
    json!([
        {"name": "question", "type": 3, "value": question},
        {"name": "private", "type": 5, "value": true},
    ])
}

async fn ask_in_private(stage: &Stage) -> Sent {
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", private(WHY))
        .await;
    asked.response().await
}

#[tokio::test]
async fn a_private_answer_is_shared_once_also_after_a_restart() {
    let mut stage = Stage::shipped().await;
    let answer = ask_in_private(&stage).await;
    stage.restart().await;
    let share = stage.discord.clicks(&stage.ann, &answer, "Share").await;
    insta::assert_snapshot!(share.update().await.text(), @r#"
    (only you can see this)
    > why doesn't Iran trust the US?
    | Will Goodwill from the U.S. Be Enough to Resolve Iran’s Nuclear Crisis?
    | A Call for Trust
    | Iran’s Foreign Minister has expressed that a deal could be reached if the U.S. demonstrates goodwill, signaling that trust-building is a central element in these negotiations. **For many years, Iran has felt betrayed by the U.S. withdrawal from the nuclear agreement, and the lack of clear, consistent commitments from Washington has made it difficult for Tehran to trust future U.S. promises.** However, if the U.S. can show its willingness to ease sanctions and honor its commitments, it could provide the necessary conditions for a breakthrough. The challenge lies in both sides overcoming their past grievances and proving that they are willing to engage in good faith to secure a peaceful resolution to the nuclear crisis.
    | U.S. Iran nuclear talks · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful]
    "#);
    let shared = share.followup().await.text().replace(&stage.ann.id.to_string(), "ANN");
    insta::assert_snapshot!(shared, @r#"
    Shared by <@ANN>:
    > why doesn't Iran trust the US?
    | Will Goodwill from the U.S. Be Enough to Resolve Iran’s Nuclear Crisis?
    | A Call for Trust
    | Iran’s Foreign Minister has expressed that a deal could be reached if the U.S. demonstrates goodwill, signaling that trust-building is a central element in these negotiations. **For many years, Iran has felt betrayed by the U.S. withdrawal from the nuclear agreement, and the lack of clear, consistent commitments from Washington has made it difficult for Tehran to trust future U.S. promises.** However, if the U.S. can show its willingness to ease sanctions and honor its commitments, it could provide the necessary conditions for a breakthrough. The challenge lies in both sides overcoming their past grievances and proving that they are willing to engage in good faith to secure a peaceful resolution to the nuclear crisis.
    | U.S. Iran nuclear talks · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    stage.restart().await;
    let turned = stage.discord.clicks(&stage.ann, &answer, "Next").await.update().await;
    assert_eq!(turned.labels(), ["Previous", "Next", "Helpful", "Not helpful"]);
    assert_eq!(stage.public().len(), 1);
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_that_could_not_be_shared_can_be_shared_again() {
    let stage = Stage::shipped().await;
    for (code, told) in [(CLOSED, "locked or archived"), (50_013, "couldn't post this here")] {
        let answer = ask_in_private(&stage).await;
        let refused = Fault::Error { status: 403, code };
        stage.discord.next("POST", "/webhooks/*/*", refused).times(1);
        let share = stage.discord.clicks(&stage.ann, &answer, "Share").await;
        let line = share.followup().await;
        assert!(line.ephemeral && line.content.contains(told), "{}", line.text());
        assert_eq!(share.original().unwrap().text(), answer.text());
    }
    assert!(stage.public().is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn a_closed_thread_is_told_in_a_sentence() {
    let stage = Stage::shipped().await;
    let thread = stage.discord.thread(&stage.general, "Iran");
    let dm = stage.discord.dm(&stage.ann);
    for (times, status) in [(1, 400), (2, 403)] {
        let closed = || Fault::Error { status, code: CLOSED };
        stage
            .discord
            .next("POST", "/interactions/*/*/callback", closed())
            .times(1);
        let asked = stage
            .discord
            .slash(&stage.ann, &thread, "ask", Stage::question(WHY))
            .await;
        assert_eq!(
            asked.response().await.text(),
            "(only you can see this)\nThis thread is locked or archived, so I can't post in it. Ask in another channel, or have \
             a moderator reopen the thread."
        );
        stage.discord.next("POST", "/channels/*/messages", closed()).times(1);
        stage.discord.says(&stage.ann, &thread, &stage.mention(WHY)).await;
        let line = stage.discord.sent_at_least(&dm, times).await.pop().unwrap();
        assert_eq!(
            line.content,
            format!(
                "I can't answer in <#{}>: the thread is locked or archived. Ask in another channel, ask me here, or have a \
                 moderator reopen the thread.",
                thread.channel
            )
        );
    }
    stage.discord.check();
}

/// The choices that autocomplete offers for `typed`: name and value.
async fn offered(stage: &Stage, typed: &str) -> Vec<(String, String)> {
    stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", typed)
        .await
}

/// A section of more than one page.
fn long() -> String {
    let paragraphs: Vec<String> = (1..=12)
        .map(|number| {
            format!(
                "Paragraph {number} tells of the geese. {}",
                "They fly south in a long line. ".repeat(8)
            )
        })
        .collect();
    format!(
        "# Geese\n\n## How geese travel\n\n{}\n\nWhere do all the geese sleep at night?\n\nIn the reeds.\n",
        paragraphs.join("\n\n")
    )
}

#[tokio::test]
async fn a_chosen_suggestion_opens_exactly_that_section() {
    let mut stage = Stage::with(&[("birds.md", BIRDS), ("bread.md", BREAD), ("geese.md", &long())]).await;
    stage
        .restart_with(|settings| settings.user_limit = (100, Duration::from_secs(1)))
        .await;
    for (name, value) in offered(&stage, "").await {
        let asked = stage
            .discord
            .slash(&stage.ann, &stage.general, "ask", private(&value))
            .await;
        let opened = asked.response().await;
        assert!(opened.ephemeral);
        let is_there = opened.title() == name || opened.description().contains(&name.replace('?', ""));
        assert!(is_there, "{name}:\n{}", opened.text());
    }
    let (_, crust) = offered(&stage, "crust").await.remove(0);
    let options = json!([
        {"name": "question", "type": 3, "value": crust},
        {"name": "to", "type": 6, "value": stage.ben.id.to_string()},
    ]);
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", options).await;
    let opened = asked.response().await;
    assert_eq!(opened.pinged, [stage.ben.id]);
    assert_eq!(opened.content, format!("<@{}>", stage.ben.id));
    insta::assert_snapshot!(Sent { content: String::new(), ..opened.clone() }.text(), @r#"
    | Our daily bread
    | The crust
    | Steam in the oven keeps the surface soft until the loaf has risen.
    [🗑️ Dismiss]
    "#);
    stage.only_ann_dismisses(&opened).await;
    stage.discord.check();
}

#[tokio::test]
async fn who_opened_a_section_turns_it_and_others_get_a_copy() {
    let mut stage = Stage::with(&[("geese.md", &long())]).await;
    let (_, question) = offered(&stage, "sleep at night").await.remove(0);
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(&question))
        .await;
    let last = asked.response().await;
    assert!(
        last.description().contains("Where do all the geese sleep"),
        "{}",
        last.text()
    );
    assert_eq!(last.labels(), ["Previous", "Dismiss"]);
    stage.restart().await;
    let copy = stage
        .discord
        .clicks(&stage.ben, &last, "Previous")
        .await
        .response()
        .await;
    assert!(copy.ephemeral && copy.id != last.id);
    assert_eq!(copy.labels(), ["Previous", "Next", "Post here"]);
    let before = stage.discord.clicks(&stage.ann, &last, "Previous").await.update().await;
    assert_eq!(before.description(), copy.description());
    assert_eq!(before.labels(), ["Previous", "Next", "Dismiss"]);
    // Once the section is gone, that is told to the one who chose it.
    stage.reindex(&[("bread.md", BREAD)]);
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(&question))
        .await;
    let gone = asked.response().await;
    assert!(gone.ephemeral && gone.content.contains("no longer"), "{}", gone.text());
    stage.discord.check();
}

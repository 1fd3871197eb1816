//! `/corpus unanswered`: the questions that wait for an article, grouped by meaning.

use std::time::Duration;

use super::authority::UNANSWERABLE;
use super::{BREAD, TEA, about, assert_in_vain, corpus, offer_text, unanswered};
use crate::database;
use crate::discord::stage::Stage;
use crate::fake_discord::Sent;

const TOWER: &str = "# Tower\n\n## Height\n\nThe Eiffel tower is 330 metres tall.\n";
const MONA: &str = "# Paintings\n\n## Mona Lisa\n\nLeonardo da Vinci painted the Mona Lisa.\n";

pub(super) const TALL: &str = "how tall is the Eiffel tower?";
pub(super) const PAINTED: &str = "who painted the Mona Lisa?";
const CAPITAL: &str = "what is the capital of Mongolia?";

pub(super) async fn stage() -> Stage {
    Stage::on_disk_with(&[("bread.md", BREAD), ("tea.md", TEA)], |settings| {
        settings.user_limit = (1_000, Duration::from_secs(1));
    })
    .await
}

/// The lines of a list about questions, without the times since they were asked.
pub(super) fn groups(shown: &Sent) -> Vec<String> {
    let lines = shown.content.lines().filter(|line| line.contains("** · "));
    let without_time = |line: &str| {
        let (text, facts) = line.split_once(", last ").unwrap();
        let (_, rest) = facts
            .split_once(" ago")
            .or_else(|| facts.split_once("just now"))
            .unwrap();
        format!("{text}{rest}")
    };
    lines.map(without_time).collect()
}

/// Adds an article, and waits for the result.
async fn add(stage: &Stage, name: &str, text: &str) -> Sent {
    let draft = offer_text(stage, &stage.ada, name, text).await;
    let added = stage.discord.clicks(&stage.ada, &draft, "Add").await;
    added.until_shows("is live").await
}

#[tokio::test]
async fn questions_that_mean_the_same_are_one_and_the_most_asked_come_first() {
    let stage = stage().await;
    assert_in_vain(&stage, PAINTED).await;
    for question in [CAPITAL, CAPITAL] {
        assert_in_vain(&stage, question).await;
    }
    for question in [
        TALL,
        TALL,
        "How tall is the Eiffel Tower",
        "how high is the Eiffel tower?",
        "how tall is the eiffel tower exactly?",
    ] {
        assert_in_vain(&stage, question).await;
    }
    let shown = unanswered(&stage, "3 questions, asked 8 times").await;
    assert!(shown.ephemeral);
    assert!(
        shown.content.starts_with("Unanswered: 3 questions, asked 8 times."),
        "{}",
        shown.text()
    );
    assert_eq!(
        groups(&shown),
        [
            "1. **How tall is the Eiffel Tower** · 5 times, in 3 wordings".to_owned(),
            format!("2. **{CAPITAL}** · 2 times"),
            format!("3. **{PAINTED}** · 1 time"),
        ],
    );
    assert_eq!(shown.options()[1], format!("2. {CAPITAL}"));
    // Answered questions and small talk are not on it.
    let answered = super::answer(&stage, "where does the dough rest?").await;
    assert!(answered.description().contains("rests overnight"));
    super::answer(&stage, "hello!").await;
    // Questions before a vote are recorded before the vote.
    let voted = stage.discord.clicks(&stage.ann, &answered, "Helpful").await;
    assert!(voted.response().await.content.starts_with("Thanks, "));
    assert_eq!(groups(&unanswered(&stage, "3 questions").await), groups(&shown));
    stage.discord.check();
}

#[tokio::test]
async fn what_is_done_is_hidden_until_it_is_asked_in_vain_again() {
    let stage = stage().await;
    for question in [TALL, "how high is the Eiffel tower?", PAINTED] {
        assert_in_vain(&stage, question).await;
    }
    let shown = unanswered(&stage, "2 questions, asked 3 times").await;
    let first = shown.options().remove(0);
    let done = stage.discord.chooses(&stage.ada, &shown, &first).await.update().await;
    assert!(done.content.starts_with("Done: "), "{}", done.text());
    assert_eq!(groups(&done), [format!("1. **{PAINTED}** · 1 time")]);
    // Somebody else's list, still open, is older than that.
    let late = stage
        .discord
        .chooses_forged(&stage.ada, &stage.general, &shown, &first)
        .await;
    let late = late.update().await;
    assert!(late.content.contains("no longer open"), "{}", late.text());
    assert_eq!(groups(&late), groups(&done));
    for _ in 0..2 {
        assert_in_vain(&stage, TALL).await;
    }
    assert_eq!(
        groups(&unanswered(&stage, "2 questions, asked 3 times").await),
        [format!("1. **{TALL}** · 2 times"), format!("2. **{PAINTED}** · 1 time")]
    );
    for header in ["2 questions", "1 question"] {
        let shown = unanswered(&stage, header).await;
        let first = shown.options().remove(0);
        stage.discord.chooses(&stage.ada, &shown, &first).await.update().await;
    }
    let none = unanswered(&stage, "No question is open").await;
    assert!(
        none.content.contains("No question is open") && none.options().is_empty(),
        "{}",
        none.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn what_is_asked_after_the_list_was_shown_is_not_done_with_it() {
    let stage = stage().await;
    assert_in_vain(&stage, TALL).await;
    let shown = unanswered(&stage, "1 question, asked 1 time").await;
    assert_in_vain(&stage, TALL).await;
    assert_in_vain(&stage, "how high is the Eiffel tower?").await;
    unanswered(&stage, "1 question, asked 3 times").await;
    let first = shown.options().remove(0);
    let done = stage.discord.chooses(&stage.ada, &shown, &first).await.update().await;
    assert!(done.content.starts_with("Done: "), "{}", done.text());
    assert!(done.content.contains("1 question, asked 2 times"), "{}", done.text());
    // A second click on the same list closes nothing else.
    let late = stage
        .discord
        .chooses_forged(&stage.ada, &stage.general, &shown, &first)
        .await;
    let late = late.update().await;
    assert!(late.content.contains("1 question, asked 2 times"), "{}", late.text());
    stage.discord.check();
}

#[tokio::test]
async fn who_asks_again_second_says_the_same() {
    let stage = stage().await;
    assert_in_vain(&stage, TALL).await;
    assert_in_vain(&stage, PAINTED).await;
    unanswered(&stage, "2 questions, asked 2 times").await;
    let added = add(&stage, "tower.md", TOWER).await;
    assert!(
        added.content.contains("1 of 2 unanswered questions"),
        "{}",
        added.text()
    );
    let live = &stage.live;
    let again = database::blocking(|| live.ask_again().unwrap());
    assert_eq!((again.open, again.answered, again.lost), (2, 1, 0));
    add(&stage, "mona.md", MONA).await;
    let again = database::blocking(|| live.ask_again().unwrap());
    assert_eq!((again.open, again.answered, again.lost), (1, 1, 0));
    stage.discord.check();
}

#[tokio::test]
async fn more_than_a_page_of_questions_are_turned_to() {
    let mut stage = stage().await;
    for question in UNANSWERABLE {
        assert_in_vain(&stage, question).await;
    }
    let first = unanswered(&stage, "9 questions, asked 9 times").await;
    assert!(first.content.contains("9 questions, asked 9 times"), "{}", first.text());
    assert!(first.content.contains("page 1 of 2"), "{}", first.text());
    assert_eq!(
        (groups(&first).len(), first.options().len(), first.labels()),
        (8, 8, vec!["Next".to_owned()])
    );
    stage.restart().await;
    let second = stage.discord.clicks(&stage.ada, &first, "Next").await.update().await;
    assert!(second.content.contains("page 2 of 2"), "{}", second.text());
    assert_eq!(
        (groups(&second).len(), second.labels()),
        (1, vec!["Previous".to_owned()])
    );
    assert!(groups(&second)[0].starts_with("9. "), "{}", second.text());
    // With its last question, the page disappears.
    let option = second.options().remove(0);
    let done = stage.discord.chooses(&stage.ada, &second, &option).await.update().await;
    assert_eq!((groups(&done).len(), done.labels()), (8, Vec::new()));
    assert!(!done.content.contains("page"), "{}", done.text());
    for custom_id in ["1au9", "1au18446744073709551615"] {
        let far = stage.discord.clicks_custom_id(&stage.ada, &done, custom_id).await;
        assert_eq!(groups(&far.update().await).len(), 8, "{custom_id}");
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_question_is_listed_as_it_was_asked_and_does_nothing_there() {
    let stage = stage().await;
    let hostile = format!(
        "**who** [painted](https://evil.example) the `Mona` ||Lisa|| @everyone <@{}> ~~x~~?\n> # and when {}",
        stage.ann.id,
        "very ".repeat(80)
    );
    let asked = stage
        .discord
        .slash(&stage.ben, &stage.general, "ask", Stage::question(&hostile))
        .await;
    asked.response().await;
    let shown = unanswered(&stage, "1 question, asked 1 time").await;
    assert_eq!(groups(&shown).len(), 1, "{}", shown.text());
    let line = &groups(&shown)[0];
    assert!(line.starts_with(r"1. **\*\*who\*\* "), "{line}");
    assert!(!line.contains("[painted](https") && line.contains('…'), "{line}");
    assert!(shown.pinged.is_empty());
    assert!(!shown.text().contains(&stage.ann.id.to_string()), "{}", shown.text());
    assert!(
        shown.options()[0].starts_with("1. **who** [painted]"),
        "{:?}",
        shown.options()
    );
    let option = shown.options().remove(0);
    let done = stage.discord.chooses(&stage.ada, &shown, &option).await.update().await;
    assert!(
        done.content.starts_with(r"Done: \*\*who\*\*") && done.pinged.is_empty(),
        "{}",
        done.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn an_article_that_answers_questions_takes_them_off_the_list() {
    let stage = stage().await;
    for question in [TALL, TALL, PAINTED, CAPITAL] {
        assert_in_vain(&stage, question).await;
    }
    unanswered(&stage, "3 questions, asked 4 times").await;
    let added = add(&stage, "tower.md", TOWER).await;
    assert!(
        added.content.contains("1 of 3 unanswered questions now has an answer."),
        "{}",
        added.text()
    );
    let shown = unanswered(&stage, "2 questions").await;
    assert_eq!(groups(&shown).len(), 2, "{}", shown.text());
    assert!(!shown.content.contains("Eiffel"), "{}", shown.text());
    let added = add(&stage, "mona.md", MONA).await;
    assert!(
        added.content.contains("1 of 2 unanswered questions now has an answer."),
        "{}",
        added.text()
    );
    assert_eq!(
        groups(&unanswered(&stage, "1 question").await),
        [format!("1. **{CAPITAL}** · 1 time")]
    );
    // Without the article, the question is open again, and the message says so.
    let asked = about(&stage, &stage.ada, "remove", "tower.md").await.response().await;
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    let removed = removed.until_shows("is live").await;
    assert!(!removed.content.contains("unanswered question"), "{}", removed.text());
    assert!(
        removed.content.contains("1 question that had an answer has none now."),
        "{}",
        removed.text()
    );
    assert_eq!(
        groups(&unanswered(&stage, "2 questions, asked 3 times").await),
        [format!("1. **{TALL}** · 2 times"), format!("2. **{CAPITAL}** · 1 time")]
    );
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_that_was_voted_down_is_on_the_list_until_it_is_seen_to() {
    let stage = stage().await;
    let question = "where does the dough rest?";
    let answered = super::answer(&stage, question).await;
    stage
        .discord
        .clicks(&stage.ann, &answered, "Not helpful")
        .await
        .response()
        .await;
    let shown = unanswered(&stage, "1 question, asked 1 time").await;
    assert_eq!(
        groups(&shown),
        [format!("1. **{question}** · 1 time, 1 answer voted down")]
    );
    // An answer to it now proves nothing.
    let reindexed = corpus(&stage, &stage.ada, "reindex").await.until_shows("is live").await;
    assert!(
        !reindexed.content.contains("unanswered question"),
        "{}",
        reindexed.text()
    );
    assert_eq!(groups(&unanswered(&stage, "1 question").await).len(), 1);
    stage
        .discord
        .clicks(&stage.ann, &answered, "Helpful")
        .await
        .response()
        .await;
    let none = unanswered(&stage, "No question is open").await;
    assert!(none.content.contains("No question is open"), "{}", none.text());
    stage.discord.check();
}

pub(super) const DONE: &str = "Mark as done (one or more)";
pub(super) const NEVER: &str = "Never list again (one or more)";

#[tokio::test]
async fn several_questions_are_done_at_once() {
    let stage = stage().await;
    for question in [TALL, TALL, TALL, PAINTED, PAINTED, CAPITAL] {
        assert_in_vain(&stage, question).await;
    }
    let shown = unanswered(&stage, "3 questions, asked 6 times").await;
    let options = shown.options();
    let labels = [options[0].as_str(), options[2].as_str()];
    let done = stage
        .discord
        .chooses_all(&stage.ada, &shown, DONE, &labels)
        .await
        .update()
        .await;
    assert!(done.content.starts_with("Done: 2 questions."), "{}", done.text());
    assert_eq!(groups(&done), [format!("1. **{PAINTED}** · 2 times")]);
    stage.discord.check();
}

//! Answers that admins choose for certain questions, and that others get in whatever words they ask.

use std::time::Duration;

use serde_json::{Value, json};

use super::{NO_ADMIN, TEA, answer, corpus, unanswered};
use crate::discord::stage::Stage;
use crate::fake_discord::Interaction;

const POOL: &str = "# Pool\n\n## Hours\n\nThe gate is unlocked at nine.\n\n## Animals\n\nThey stay outside.\n\nA bowl of water stands at the gate.\n";
const ASKED: &str = "who looks after our labrador?";
const IN_OTHER_WORDS: &str = "who will look after my labrador?";

async fn pool() -> Stage {
    let stage = Stage::on_disk_with(&[("pool.md", POOL), ("tea.md", TEA)], |settings| {
        settings.user_limit = (100, Duration::from_secs(1));
    })
    .await;
    assert!(answer(&stage, ASKED).await.content.contains("found nothing"));
    unanswered(&stage, "1 question").await;
    stage
}

fn options(question: &str, section: &str) -> Value {
    json!([
        {"name": "question", "type": 3, "value": question},
        {"name": "section", "type": 3, "value": section},
    ])
}

async fn fix(stage: &Stage, question: &str, section: &str) -> Interaction {
    let options = options(question, section);
    stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus answer", options)
        .await
}

#[tokio::test]
async fn a_question_gets_the_section_that_an_admin_chose_in_whatever_words_it_is_asked() {
    let mut stage = pool().await;
    let (ada, general) = (stage.ada.clone(), stage.general);
    let questions = stage
        .discord
        .types(&ada, &general, "corpus answer", "question", "labra")
        .await;
    assert_eq!(questions, [(ASKED.to_owned(), ASKED.to_owned())]);
    let sections = stage
        .discord
        .types(&ada, &general, "corpus answer", "section", "anim")
        .await;
    assert_eq!(sections[0].0, "Animals");
    let fixed = fix(&stage, ASKED, &sections[0].1).await;
    insta::assert_snapshot!(fixed.response().await.text(), @r"
    (only you can see this)
    Questions like **who looks after our labrador?** get **Pool › Animals** from now on, in whatever words they are asked. /corpus answers takes that back.
    ");
    unanswered(&stage, "No question is open").await;

    let mut said = Vec::new();
    for question in [
        ASKED,
        IN_OTHER_WORDS,
        "who cares for my labrador?",
        "are we allowed to bring our parrot?",
        "when is the gate unlocked?",
        "how does green tea turn bitter?",
    ] {
        let shown = answer(&stage, question).await.text();
        let lines: Vec<&str> = shown.lines().take(3).collect();
        said.push(format!("{question}\n{}", lines.join("\n")));
    }
    insta::assert_snapshot!(said.join("\n\n"), @r"
    who looks after our labrador?
    | Animals
    | They stay outside.
    |

    who will look after my labrador?
    | Animals
    | They stay outside.
    |

    who cares for my labrador?
    | Animals
    | **They stay outside.**
    |

    are we allowed to bring our parrot?
    | Animals
    | **They stay outside.**
    |

    when is the gate unlocked?
    | Hours
    | **The gate is unlocked at nine.**
    | Pool · 1 of 3

    how does green tea turn bitter?
    | Steeping
    | **Green tea turns bitter when the water is boiling hot.**
    | Tea · 1 of 3
    ");
    stage.restart().await;
    let answered = answer(&stage, IN_OTHER_WORDS).await;
    insta::assert_snapshot!(answered.text(), @r"
    | Animals
    | They stay outside.
    |
    | **A bowl of water stands at the gate.**
    | Pool · 1 of 3
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    ");

    let listed = corpus(&stage, &stage.ada, "answers").await.response().await;
    insta::assert_snapshot!(listed.text(), @r"
    (only you can see this)
    1 answer is chosen:
    1. **who looks after our labrador?** → Pool › Animals (whole section)
    {Take back (one or more): 1. who looks after our labrador?}
    ");
    let unfixed = stage
        .discord
        .chooses_all(
            &stage.ada,
            &listed,
            "Take back (one or more)",
            &[&format!("1. {ASKED}")],
        )
        .await;
    insta::assert_snapshot!(unfixed.update().await.text(), @r"
    (only you can see this)
    1 question goes back to the search.
    No answer has been chosen. Choose one with /corpus answer, or on a message with Apps > This answers it.
    ");
    assert!(answer(&stage, IN_OTHER_WORDS).await.content.contains("found nothing"));
    stage.discord.check();
}

#[tokio::test]
async fn an_admin_chooses_the_answer_to_a_message_from_the_passages_that_come_closest() {
    let mut stage = pool().await;
    let asked = stage
        .discord
        .says(&stage.ben, &stage.general, "may Rex my labrador come to the gate?")
        .await;
    let offered = stage
        .discord
        .menu(&stage.ada, "This answers it", asked)
        .await
        .response()
        .await;
    insta::assert_snapshot!(offered.text(), @r"
    (only you can see this)
    Which of these answers this question? From then on, questions like it get that answer. If none of them does, use /corpus answer to choose another section.
    | may Rex my labrador come to the gate?
    {Choose the passage or the section: Pool › Animals | Pool › Hours | Tea › Steeping | Whole section: Pool › Animals | Whole section: Pool › Hours | Whole section: Tea › Steeping}
    ");
    stage.restart().await;
    let label = "Pool › Animals";
    let chosen = stage.discord.chooses(&stage.ada, &offered, label).await;
    insta::assert_snapshot!(chosen.update().await.text(), @r"
    (only you can see this)
    Questions like **may Rex my labrador come to the gate?** get **Pool › Animals** from now on, in whatever words they are asked. /corpus answers takes that back.
    ");
    let answered = answer(&stage, "may my labrador Rex come to the gate?").await;
    assert_eq!(answered.title(), "Animals", "{}", answered.text());
    stage.discord.check();
}

#[tokio::test]
async fn only_admins_choose_answers_and_only_sections_that_are_there() {
    let stage = pool().await;
    let forged = stage
        .discord
        .slash_forged(
            &stage.ann,
            &stage.general,
            "corpus answer",
            options(ASKED, "open:sAAAAAAAA"),
        )
        .await;
    assert!(forged.response().await.content.starts_with(NO_ADMIN));
    let mut said = Vec::new();
    for (question, section) in [(ASKED, "Animals"), (ASKED, "open:sAAAAAAAA"), ("?!", "open:sAAAAAAAA")] {
        said.push(fix(&stage, question, section).await.response().await.text());
    }
    said.push(corpus(&stage, &stage.ada, "answers").await.response().await.text());
    insta::assert_snapshot!(said.join("\n"), @r"
    (only you can see this)
    Type a question, and choose one of the sections that are offered as you type, so that I know which one you mean.
    (only you can see this)
    That passage is no longer there, or 200 answers are chosen already. Choose another one, or take some back with /corpus answers.
    (only you can see this)
    That passage is no longer there, or 200 answers are chosen already. Choose another one, or take some back with /corpus answers.
    (only you can see this)
    No answer has been chosen. Choose one with /corpus answer, or on a message with Apps > This answers it.
    ");
    stage.discord.check();
}

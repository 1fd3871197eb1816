//! The layout of certain, uncertain and missing answers, and of hostile and long texts.

use serde_json::{Value, json};
use serenity::model::permissions::Permissions;

use super::stage::{Stage, WHY};
use crate::fake_discord::Sent;

#[tokio::test]
async fn an_answer_is_set_as_in_the_article() {
    let stage = Stage::shipped().await;
    let asked = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let answer = stage.discord.answer_to(asked).await;
    insta::assert_snapshot!(answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn what_the_article_does_not_say_outright_is_shown_with_a_warning() {
    let stage = Stage::tuned_gate(0.99, 0.05).await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    let answer = asked.response().await;
    assert!(answer.content.contains("not sure this answers"), "{}", answer.text());
    assert!(!answer.description().is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn small_talk_and_overviews_have_their_own_words() {
    let stage = Stage::shipped().await;
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("hello!"))
        .await;
    let hello = stage.discord.answer_to(said).await;
    assert!(hello.content.contains("Hello") && hello.embeds.as_array().unwrap().is_empty());
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("tl;dr"))
        .await;
    let overview = stage.discord.answer_to(said).await;
    for heading in ["A Call for Trust", "A Step Toward Resolution?"] {
        assert!(overview.text().contains(heading), "{}", overview.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn an_article_that_was_published_is_linked() {
    let article =
        "---\ntitle: On ducks\nurl: https://example.org/ducks\n---\n\n## Ducks\n\nDucks quack in the pond at night.\n";
    let stage = Stage::with(&[("ducks.md", article)]).await;
    let asked = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("where do ducks quack?"))
        .await;
    let answer = stage.discord.answer_to(asked).await;
    assert_eq!(answer.embeds[0]["url"], "https://example.org/ducks");
    assert_eq!((answer.title(), answer.footer()), ("Ducks", "On ducks"));
    stage.discord.check();
}

/// Every string of a message that is shown as Markdown.
fn rendered(sent: &Sent) -> String {
    let mut all = sent.content.clone();
    for embed in sent.embeds.as_array().unwrap() {
        for field in ["title", "description"] {
            all.push('\n');
            all.push_str(embed[field].as_str().unwrap_or_default());
        }
    }
    all
}

/// Removes the escaped characters: Markdown could only be in the rest.
fn unescaped(text: &str) -> String {
    let mut left = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else {
            left.push(c);
        }
    }
    left
}

const HOSTILE: &str = "# Notes @everyone [heading](https://evil.example) **x**

## Ducks <@123456789012345678> # `y`

Ducks quack @everyone and @here and <@123456789012345678> and <@&223456789012345678> in the pond. They swim to \
[the bank](https://evil.example/login) and https://evil.example/x at \u{202e}night\u{202c} ||secretly|| and ~~never~~ \
__often__ *so* `code` <t:1700000000:R> <#323456789012345678> </ask:423456789012345678>.
";

#[tokio::test]
async fn whatever_the_corpus_or_a_person_wrote_is_shown_and_does_nothing() {
    let stage = Stage::with(&[("ducks.md", HOSTILE)]).await;
    let question = "why do ducks quack in the pond? @everyone [x](https://evil.example) **b** <@&5> \u{202e}abc ||d||";
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(question))
        .await;
    let answer = asked.response().await;
    assert!(answer.description().contains("Ducks quack"), "{}", answer.text());
    let copy = stage
        .discord
        .clicks(&stage.ben, &answer, "Helpful")
        .await
        .response()
        .await;
    let said = stage
        .discord
        .says(
            &stage.ann,
            &stage.general,
            &stage.mention("why do ducks quack in the pond?"),
        )
        .await;
    let reply = stage.discord.answer_to(said).await;
    let sources = stage
        .discord
        .slash(&stage.ann, &stage.general, "sources", json!([]))
        .await;
    let overview = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("what is this about?"))
        .await;
    for sent in [
        answer,
        copy,
        reply,
        sources.response().await,
        stage.discord.answer_to(overview).await,
    ] {
        let left = unescaped(&rendered(&sent));
        for danger in ["](", "<@1", "<@&", "<t:", "</ask:4", "@everyone", "@here", "~~", "__"] {
            assert!(!left.contains(danger), "{danger}: {}", sent.text());
        }
        let whole = serde_json::to_string(&sent.raw).unwrap();
        assert!(!whole.contains('\u{202e}'), "{whole}");
        assert_eq!(sent.raw["allowed_mentions"]["parse"], json!([]), "{whole}");
        assert_eq!(sent.raw["allowed_mentions"]["users"], json!([]), "{whole}");
    }
    for request in stage.discord.requests() {
        assert!(!request.body.to_string().contains('\u{202e}'), "{request:?}");
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_paragraph_without_a_space_is_cut_at_a_grapheme_and_can_be_opened() {
    let family = "👨‍👩‍👧‍👦";
    let endless: String = "nospace".repeat(700) + &family.repeat(100);
    let article =
        format!("# Endless\n\n## The word\n\n{endless}\n\n## The other\n\nA hedgehog sleeps under leaves in winter.\n");
    let stage = Stage::with(&[("endless.md", &article)]).await;
    let sources = stage
        .discord
        .slash(&stage.ann, &stage.general, "sources", json!([]))
        .await;
    let sources = sources.response().await;
    let chosen = stage.discord.chooses(&stage.ann, &sources, "The word").await;
    let mut section = chosen.response().await;
    let mut seen = section.description().to_owned();
    while section.labels().contains(&"Next".to_owned()) {
        section = stage
            .discord
            .clicks(&stage.ann, &section, "Next")
            .await
            .response()
            .await;
        seen.push_str(section.description());
    }
    let letters = seen.chars().filter(char::is_ascii_lowercase).count();
    assert_eq!(letters, 700 * "nospace".len(), "nothing is lost, nothing comes twice");
    assert_eq!(seen.matches(family).count(), 100, "no family is parted");
    stage.discord.check();
}

/// A code block, which is one passage no matter how long.
fn recipe() -> String {
    let steps: Vec<String> = (0..300)
        .map(|step| format!("step {step}; knead_[dough]_gently(\"*{step}*\");"))
        .collect();
    format!(
        "# Bakery\n\n## The program\n\n```\nbake sourdough bread:\n{}\n```\n",
        steps.join("\n")
    )
}

#[tokio::test]
async fn what_is_cut_is_marked_and_can_be_opened_to_its_last_word() {
    for may_embed in [true, false] {
        let stage = Stage::with(&[("bakery.md", &recipe())]).await;
        if !may_embed {
            stage.discord.forbid(&stage.general, Permissions::EMBED_LINKS);
        }
        let question = Stage::question("how does the program bake sourdough bread?");
        let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", question).await;
        let answer = asked.response().await;
        assert!(rendered(&answer).contains(r"\[…\]"), "{}", answer.text());
        let opened = stage.discord.clicks(&stage.ann, &answer, "Whole section").await;
        let mut section = opened.response().await;
        let mut seen = rendered(&section);
        while section.labels().contains(&"Next".to_owned()) {
            section = stage
                .discord
                .clicks(&stage.ann, &section, "Next")
                .await
                .response()
                .await;
            seen.push_str(&rendered(&section));
        }
        let seen = seen.replace('\\', "");
        for step in 0..300 {
            assert_eq!(
                seen.matches(&format!("step {step};")).count(),
                1,
                "step {step}, embeds: {may_embed}"
            );
        }
        stage.discord.check();
    }
}

#[tokio::test]
async fn a_very_long_question_is_answered() {
    let stage = Stage::shipped().await;
    let question = format!("{WHY} {}", "please tell me, ".repeat(100));
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(&question))
        .await;
    let answer = asked.response().await;
    assert!(!answer.text().is_empty());
    let limit = |value: &Value| value.as_str().unwrap_or_default().encode_utf16().count();
    assert!(limit(&answer.raw["content"]) <= 2000);
    stage.discord.check();
}

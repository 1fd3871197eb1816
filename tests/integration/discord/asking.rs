//! Every way to ask, and messages that the bot ignores.

use std::time::Duration;

use serde_json::json;

use super::stage::{BETRAYED, Stage, WHY};

#[tokio::test]
async fn a_slash_command_is_answered_where_everybody_sees_it() {
    let stage = Stage::shipped().await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    let answer = asked.response().await;
    assert!(!answer.ephemeral);
    assert!(
        answer.content.contains("why doesn't Iran trust the US?"),
        "{}",
        answer.text()
    );
    assert!(
        answer.description().contains(&format!("**{BETRAYED}")),
        "{}",
        answer.text()
    );
    assert_eq!(answer.title(), "A Call for Trust");
    assert!(answer.author().contains("Goodwill"), "{}", answer.text());
    assert_eq!(answer.footer(), "U.S. Iran nuclear talks · 1 of 5");
    assert_eq!(
        answer.labels(),
        ["Next", "Helpful", "Not helpful", "Dismiss"],
        "the first passage has none before it, and its section nothing more"
    );
    stage.discord.check();
}

#[tokio::test]
async fn a_private_answer_is_for_the_asker_alone_and_can_be_shared() {
    let stage = Stage::shipped().await;
    let options = json!([
        {"name": "question", "type": 3, "value": WHY},
        {"name": "private", "type": 5, "value": true},
    ]);
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", options).await;
    let answer = asked.response().await;
    assert!(answer.ephemeral);
    assert!(answer.labels().contains(&"Share".to_owned()));
    let share = stage.discord.clicks(&stage.ann, &answer, "Share").await;
    let kept = share.update().await;
    assert_eq!(
        kept.labels(),
        ["Next", "Helpful", "Not helpful"],
        "once is enough: {}",
        kept.text()
    );
    let shared = share.followup().await;
    assert!(!shared.ephemeral);
    assert!(shared.description().contains(BETRAYED));
    assert!(
        shared.content.contains(&format!("<@{}>", stage.ann.id)),
        "{}",
        shared.text()
    );
    assert!(!shared.labels().contains(&"Share".to_owned()));
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_can_be_addressed_to_one_person_who_is_pinged_once() {
    let stage = Stage::shipped().await;
    let options = json!([
        {"name": "question", "type": 3, "value": WHY},
        {"name": "to", "type": 6, "value": stage.ben.id.to_string()},
    ]);
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", options).await;
    let answer = asked.response().await;
    assert!(answer.content.contains(&format!("<@{}>", stage.ben.id)));
    assert_eq!(
        answer.raw["allowed_mentions"]["users"],
        json!([stage.ben.id.to_string()])
    );
    let turned = stage.discord.clicks(&stage.ann, &answer, "Next").await.response().await;
    assert!(
        turned.content.contains(&format!("<@{}>", stage.ben.id)),
        "{}",
        turned.text()
    );
    assert_eq!(turned.raw["allowed_mentions"]["users"], json!([]));
    stage.discord.check();
}

#[tokio::test]
async fn a_mention_is_answered_by_a_reply_that_pings_nobody() {
    let stage = Stage::shipped().await;
    for question in [stage.mention(WHY), format!("{WHY} <@!{}>", stage.discord.bot())] {
        let asked = stage.discord.says(&stage.ann, &stage.general, &question).await;
        let answer = stage.discord.answer_to(asked).await;
        assert!(answer.description().contains(BETRAYED), "{}", answer.text());
        assert_eq!(answer.content, "", "a reply shows the question already");
        assert_eq!(answer.raw["allowed_mentions"]["replied_user"], json!(false));
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_private_message_needs_no_mention() {
    let stage = Stage::shipped().await;
    let dm = stage.discord.dm(&stage.ann);
    let asked = stage.discord.says(&stage.ann, &dm, WHY).await;
    assert!(stage.discord.answer_to(asked).await.description().contains(BETRAYED));
    stage.discord.check();
}

#[tokio::test]
async fn threads_and_forum_posts_are_places_to_ask() {
    let stage = Stage::shipped().await;
    let thread = stage.discord.thread(&stage.general, "Iran");
    let forum = stage.discord.forum(&stage.guild, "help");
    let (post, opening) = stage
        .discord
        .posts(&stage.ann, &forum, "Why?", &stage.mention(WHY))
        .await;
    assert!(stage.discord.answer_to(opening).await.description().contains(BETRAYED));
    for place in [thread, post] {
        let asked = stage.discord.says(&stage.ann, &place, &stage.mention(WHY)).await;
        assert!(stage.discord.answer_to(asked).await.description().contains(BETRAYED));
        let asked = stage
            .discord
            .slash(&stage.ann, &place, "ask", Stage::question(WHY))
            .await;
        assert!(asked.response().await.description().contains(BETRAYED));
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_reply_to_an_answer_asks_on() {
    let stage = Stage::shipped().await;
    let asked = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let answer = stage.discord.answer_to(asked).await;
    let again = stage
        .discord
        .replies(&stage.ben, answer.id, "how many proxies does Iran have?", true)
        .await;
    let next = stage.discord.answer_to(again).await;
    assert!(!next.embeds.as_array().unwrap().is_empty() || !next.content.is_empty());
    // Without a ping, Discord hides the text from the bot; silence would look like a fault.
    let hidden = stage.discord.replies(&stage.ben, answer.id, "and then?", false).await;
    let line = stage.discord.answer_to(hidden).await;
    assert!(
        line.content.contains("ping") || line.content.contains("mention"),
        "{}",
        line.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn the_answer_to_somebody_elses_message_is_found_from_its_menu() {
    let stage = Stage::shipped().await;
    let question = stage.discord.says(&stage.ben, &stage.general, WHY).await;
    let found = stage.discord.menu(&stage.ann, "Find the answer", question).await;
    let answer = found.response().await;
    assert!(answer.description().contains(BETRAYED));
    assert!(
        answer.content.contains(&question.to_string()),
        "no link: {}",
        answer.text()
    );
    let empty = stage.discord.says(&stage.ben, &stage.general, "").await;
    let found = stage.discord.menu(&stage.ann, "Find the answer", empty).await;
    let line = found.response().await;
    assert!(line.ephemeral && !line.content.is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn who_installed_the_bot_can_ask_where_it_is_not_a_member() {
    let stage = Stage::shipped().await;
    let elsewhere = stage.discord.foreign_guild("Elsewhere");
    let place = stage.discord.channel(&elsewhere, "general");
    let asked = stage
        .discord
        .slash(&stage.ann, &place, "ask", Stage::question(WHY))
        .await;
    assert!(asked.response().await.description().contains(BETRAYED));
    let group = stage.discord.group_dm(&stage.ann);
    let asked = stage
        .discord
        .slash(&stage.ann, &group, "ask", Stage::question(WHY))
        .await;
    assert!(asked.response().await.description().contains(BETRAYED));
    stage.discord.check();
}

#[tokio::test]
async fn a_mention_without_a_question_gets_two_lines_on_how_to_ask() {
    let stage = Stage::shipped().await;
    for text in ["", "   ", "<:wave:123456789012345678>", "https://example.org/"] {
        let asked = stage
            .discord
            .says(&stage.ann, &stage.general, &stage.mention(text))
            .await;
        let lines = stage.discord.answer_to(asked).await;
        assert_eq!(lines.content.lines().count(), 2, "{text:?}: {}", lines.text());
        assert!(lines.content.contains("/ask"));
    }
    stage.discord.check();
}

#[tokio::test]
async fn who_does_not_address_the_bot_hears_nothing() {
    let stage = Stage::shipped().await;
    let other = stage.discord.bot_user("other-bot");
    let bot = stage.discord.bot();
    for (who, text) in [
        (&stage.ann, WHY.to_owned()),
        (&stage.ann, format!("@everyone {WHY}")),
        (&stage.ann, format!("@here {WHY}")),
        (&stage.ann, format!("<@&{bot}> {WHY}")),
        (&stage.ann, format!("<@{}> {WHY}", stage.ben.id)),
        (&other, stage.mention(WHY)),
    ] {
        stage.discord.says(who, &stage.general, &text).await;
    }
    stage.discord.silence(&stage.general).await;
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn while_somebody_types_the_corpus_offers_headings() {
    let stage = Stage::shipped().await;
    let choices = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", "trust")
        .await;
    assert!(
        choices.iter().any(|(name, _)| name == "A Call for Trust"),
        "{choices:?}"
    );
    let all = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", "")
        .await;
    assert!(all.len() >= 5, "{all:?}");
    assert!(
        stage
            .discord
            .types(&stage.ann, &stage.general, "ask", "question", "zzz")
            .await
            .is_empty()
    );
    stage.discord.check();
}

#[tokio::test]
async fn sources_and_help_are_for_whoever_asks() {
    let stage = Stage::shipped().await;
    let sources = stage
        .discord
        .slash(&stage.ann, &stage.general, "sources", json!([]))
        .await;
    let sources = sources.response().await;
    assert!(sources.ephemeral);
    assert!(sources.text().contains("U.S. Iran nuclear talks"), "{}", sources.text());
    assert!(sources.options().contains(&"A Call for Trust".to_owned()));
    let help = stage.discord.slash(&stage.ann, &stage.general, "help", json!([])).await;
    let help = help.response().await;
    assert!(help.ephemeral);
    for way in ["/ask", "Find the answer", "/sources"] {
        assert!(help.text().contains(way), "{}", help.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn an_empty_question_is_told_how_to_ask() {
    let stage = Stage::shipped().await;
    for text in [" ", "\u{200b}", "🙂"] {
        let asked = stage
            .discord
            .slash(&stage.ann, &stage.general, "ask", Stage::question(text))
            .await;
        let lines = asked.response().await;
        assert!(lines.ephemeral && lines.content.contains("/ask"), "{}", lines.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn who_asks_too_fast_is_asked_to_wait() {
    let stage = Stage::shipped().await;
    for _ in 0..5 {
        let asked = stage
            .discord
            .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
            .await;
        assert!(asked.response().await.description().contains(BETRAYED));
    }
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    let line = asked.response().await;
    assert!(line.ephemeral && line.content.contains("second"), "{}", line.text());
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    assert!(stage.discord.answer_to(said).await.content.contains("second"));
    // The limit is for her alone.
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn who_has_to_wait_is_told_that_the_answer_comes() {
    // Treat every answer as one that takes long.
    let stage = Stage::tuned(|settings| {
        settings.pace.defer_after = Duration::ZERO;
        settings.pace.type_after = Duration::ZERO;
    })
    .await;
    for is_private in [false, true] {
        let options = json!([
            {"name": "question", "type": 3, "value": format!("{WHY} {is_private}")},
            {"name": "private", "type": 5, "value": is_private},
        ]);
        let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", options).await;
        let answer = asked.response().await;
        assert_eq!(asked.response_kind(), Some(5));
        assert_eq!(answer.ephemeral, is_private);
        assert!(answer.description().contains(BETRAYED));
    }
    let typing = || stage.discord.requests_to("POST", "/channels/*/typing");
    assert_eq!(typing(), 0);
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("who left the deal?"))
        .await;
    stage.discord.answer_to(said).await;
    assert_eq!(typing(), 1);
    stage.discord.check();
}

#[tokio::test]
async fn a_quick_answer_makes_no_show_of_it() {
    let stage = Stage::tuned(|settings| settings.pace.type_after = Duration::from_secs(5)).await;
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    stage.discord.answer_to(said).await;
    assert_eq!(stage.discord.requests_to("POST", "/channels/*/typing"), 0);
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    asked.response().await;
    assert_eq!(asked.response_kind(), Some(4));
    stage.discord.check();
}

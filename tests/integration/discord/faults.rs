//! Faults of Discord and of the network. After each, the bot answers the next question.

use std::time::{Duration, Instant};

use verbatim::discord::ServeError;

use super::stage::{BETRAYED, Stage, WHY, until_within};
use crate::fake_discord::Fault;

const MESSAGES: &str = "/channels/*/messages";
const CALLBACKS: &str = "/interactions/*/*/callback";

/// Asks by a message and by a command, and expects one answer to each.
async fn both_are_answered_once(stage: &Stage) {
    let before = stage.discord.sent(&stage.general).len();
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    assert!(stage.discord.answer_to(said).await.description().contains(BETRAYED));
    assert!(asked.response().await.description().contains(BETRAYED));
    assert_eq!(stage.discord.sent(&stage.general).len(), before + 2);
}

#[tokio::test]
async fn a_failing_discord_is_tried_again() {
    for fault in [
        Fault::Status(500),
        Fault::Status(502),
        Fault::RateLimited {
            retry_after: 0.3,
            global: false,
        },
        Fault::RateLimited {
            retry_after: 0.3,
            global: true,
        },
    ] {
        let stage = Stage::shipped().await;
        stage.discord.next("POST", MESSAGES, fault.clone()).times(2);
        stage.discord.next("POST", CALLBACKS, fault).times(1);
        both_are_answered_once(&stage).await;
        stage.all_is_well().await;
        stage.discord.check();
    }
}

#[tokio::test]
async fn a_rate_limit_is_waited_out() {
    let stage = Stage::shipped().await;
    let limited = Fault::RateLimited {
        retry_after: 1.5,
        global: false,
    };
    stage.discord.next("POST", MESSAGES, limited).times(1);
    stage.all_is_well().await;
    let tries: Vec<_> = stage
        .discord
        .requests()
        .into_iter()
        .filter(|request| request.method == "POST" && request.path.ends_with("/messages"))
        .collect();
    assert_eq!(tries.len(), 2);
    assert!(tries[1].at.duration_since(tries[0].at) >= Duration::from_millis(1500));
    stage.discord.check();
}

#[tokio::test]
async fn a_response_that_hangs_is_given_up_and_sent_again_but_appears_once() {
    let stage = Stage::shipped().await;
    // Discord accepts the message, but its response comes too late for the bot.
    stage
        .discord
        .next("POST", MESSAGES, Fault::Slow(Duration::from_secs(7)))
        .times(1);
    stage
        .discord
        .next("POST", CALLBACKS, Fault::Slow(Duration::from_secs(2)))
        .times(1);
    both_are_answered_once(&stage).await;
    stage.discord.next("POST", MESSAGES, Fault::Hang).times(1);
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_dropped_gateway_is_resumed_and_nothing_is_missed() {
    let stage = Stage::shipped().await;
    stage.discord.gateway().drop_connection();
    // Ask while no client is connected: the resume delivers it.
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    assert!(stage.discord.answer_to(said).await.description().contains(BETRAYED));
    assert_eq!(stage.discord.resumes(), 1);
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_reconnect_is_followed() {
    let stage = Stage::shipped().await;
    stage.discord.gateway().reconnect();
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    assert!(stage.discord.answer_to(said).await.description().contains(BETRAYED));
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn an_invalid_session_is_begun_anew() {
    let stage = Stage::shipped().await;
    stage.discord.gateway().invalid_session(false);
    stage.discord.identified(2).await;
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_missed_heartbeat_acknowledgement_starts_the_shard_anew() {
    let stage = Stage::quick_heartbeat().await;
    stage.discord.gateway().stop_acks();
    stage.discord.identified(2).await;
    stage.discord.gateway().start_acks();
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn an_event_that_comes_twice_is_answered_once() {
    let stage = Stage::shipped().await;
    stage.discord.gateway().duplicates(true);
    both_are_answered_once(&stage).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stage.discord.sent(&stage.general).len(), 2);
    stage.discord.gateway().duplicates(false);
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn what_cannot_be_read_is_passed_over() {
    let stage = Stage::shipped().await;
    for broken in [
        "not JSON at all",
        "{\"op\":0",
        r#"{"op":99,"d":null,"s":null,"t":null}"#,
        r#"{"op":0,"s":null,"t":"SOMETHING_NEW","d":{"a":1}}"#,
        r#"{"op":0,"s":null,"t":"MESSAGE_CREATE","d":{"id":"not a number"}}"#,
        r#"{"op":0,"s":null,"t":"INTERACTION_CREATE","d":{"type":2}}"#,
    ] {
        stage.discord.gateway().raw(broken);
    }
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn an_interaction_that_is_over_is_left_alone() {
    let stage = Stage::shipped().await;
    for code in [10_062, 40_060] {
        stage
            .discord
            .next("POST", CALLBACKS, Fault::Error { status: 400, code })
            .times(1);
        let before = stage.discord.requests().len();
        stage
            .discord
            .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
            .await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(stage.discord.requests().len(), before + 1, "it was tried again");
        stage.all_is_well().await;
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_channel_that_is_gone_costs_nothing() {
    let stage = Stage::shipped().await;
    let place = stage.discord.channel(&stage.guild, "short-lived");
    // The channel is deleted between the question and its answer.
    stage.discord.next("POST", MESSAGES, Fault::Status(500)).times(1);
    stage.discord.says(&stage.ann, &place, &stage.mention(WHY)).await;
    until_within(Duration::from_secs(5), "it is sent", || {
        stage.discord.requests_to("POST", MESSAGES) == 1
    })
    .await;
    stage.discord.delete_channel(&place);
    until_within(Duration::from_secs(5), "it is sent again", || {
        stage.discord.requests_to("POST", MESSAGES) == 2
    })
    .await;
    assert!(stage.discord.sent(&place).is_empty());
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_refused_embed_comes_as_plain_text() {
    let stage = Stage::shipped().await;
    stage
        .discord
        .next(
            "POST",
            MESSAGES,
            Fault::Error {
                status: 400,
                code: 50_035,
            },
        )
        .times(1);
    stage
        .discord
        .next(
            "POST",
            CALLBACKS,
            Fault::Error {
                status: 400,
                code: 50_035,
            },
        )
        .times(1);
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    for answer in [stage.discord.answer_to(said).await, asked.response().await] {
        assert!(answer.content.contains(BETRAYED), "{}", answer.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn without_a_proxy_rate_limits_are_waited_out_as_well() {
    let stage = Stage::unproxied().await;
    stage.discord.rate_limit_headers(true);
    for global in [false, true] {
        let limited = Fault::RateLimited {
            retry_after: 0.4,
            global,
        };
        stage.discord.next("POST", MESSAGES, limited.clone()).times(2);
        stage.discord.next("POST", CALLBACKS, limited).times(1);
        both_are_answered_once(&stage).await;
    }
    stage.discord.next("POST", MESSAGES, Fault::Status(500)).times(1);
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_session_that_discord_forgot_is_begun_anew() {
    let stage = Stage::shipped().await;
    stage.discord.gateway().forget_sessions();
    stage.discord.gateway().drop_connection();
    stage.discord.identified(2).await;
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_gateway_that_falls_silent_is_left_for_a_new_connection() {
    // The next heartbeat is due in 41 seconds: only the watchdog can notice.
    let stage = Stage::tuned(|settings| {
        settings.patience.every = Duration::from_millis(100);
        settings.patience.silence = Duration::from_secs(2);
    })
    .await;
    stage.discord.gateway().freeze();
    let silent = Instant::now();
    until_within(Duration::from_secs(30), "it connects again", || {
        stage.discord.identifies() > 1
    })
    .await;
    assert!(silent.elapsed() > Duration::from_secs(1));
    stage.discord.ready().await;
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn a_discord_that_stays_away_ends_the_bot_for_its_supervisor() {
    let mut stage = Stage::tuned(|settings| {
        settings.patience.every = Duration::from_millis(100);
        settings.patience.absence = Duration::from_secs(2);
    })
    .await;
    stage.discord.gateway().away(true);
    stage.discord.gateway().drop_connection();
    let ended = stage.ended().await;
    assert!(matches!(ended, Err(ServeError::Lost)), "{ended:?}");
}

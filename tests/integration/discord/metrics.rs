//! The metrics of the bot, over HTTP as Prometheus requests them.
//!
//! Not here: the metrics that the document and the dashboard name (`metrics`, in the folder above), and health.

use std::time::Duration;

use verbatim::live::Joining;
use verbatim::message;
use verbatim::metrics::Format;

use super::clicking::BREAD;
use super::health::Watched;
use super::stage::{BETRAYED, Stage, WHY, until};
use crate::exposition::Exposition;
use crate::fake_discord::{FakeDiscord, Fault};
use crate::metrics::check_dashboard;

#[tokio::test]
async fn the_figures_tell_what_was_asked_and_what_became_of_it() {
    let discord = FakeDiscord::start().await;
    discord.gateway().heartbeat_interval(Duration::from_millis(500));
    let guild = discord.guild("The Reading Room");
    let general = discord.channel(&guild, "general");
    let (ann, ben, mo) = (discord.user("ann"), discord.user("ben"), discord.user("mo"));
    let bot = Watched::start(&discord, &[("VERBATIM_USER_LIMIT", "3/600")]);
    discord.ready().await;

    // Ann asks by command: an answered question, the same again, an unanswered one, and one too many.
    for question in [WHY, WHY, "how do I bake bread?", WHY] {
        let asked = discord.slash(&ann, &general, "ask", Stage::question(question)).await;
        asked.response().await;
    }
    // Ben says hello, asks for an overview, and asks in private.
    for text in ["hello", "what is this about?"] {
        let said = discord
            .says(&ben, &general, &format!("<@{}> {text}", discord.bot()))
            .await;
        discord.answer_to(said).await;
    }
    let private = discord.dm(&ben);
    let said = discord.says(&ben, &private, WHY).await;
    discord.answer_to(said).await;
    // Mo looks up a question that Ben addressed to nobody.
    let said = discord.says(&ben, &general, WHY).await;
    let found = discord.menu(&mo, message::discord::MENU_COMMAND, said).await;
    assert!(found.response().await.description().contains(BETRAYED));

    let is_complete = |figures: &Exposition| {
        let responses: f64 = figures
            .nonzero("verbatim_response_duration_seconds_count")
            .iter()
            .map(|(_, count)| count)
            .sum();
        responses >= 8.0 && !figures.nonzero("verbatim_shard_heartbeat_latency_seconds").is_empty()
    };
    let figures = bot.figures_when("all is counted", is_complete).await;
    assert_eq!(
        figures.nonzero("verbatim_questions_total"),
        [
            (
                r#"verbatim_questions_total{way="menu",kind="passages",status="answered"}"#,
                1.0
            ),
            (
                r#"verbatim_questions_total{way="message",kind="overview",status="answered"}"#,
                1.0
            ),
            (
                r#"verbatim_questions_total{way="message",kind="small_talk",status="no_answer"}"#,
                1.0
            ),
            (
                r#"verbatim_questions_total{way="private_message",kind="passages",status="answered"}"#,
                1.0
            ),
            (
                r#"verbatim_questions_total{way="slash",kind="none",status="limited"}"#,
                1.0
            ),
            (
                r#"verbatim_questions_total{way="slash",kind="passages",status="answered"}"#,
                2.0
            ),
            (
                r#"verbatim_questions_total{way="slash",kind="passages",status="no_answer"}"#,
                1.0
            ),
        ]
    );
    for (series, wanted) in [
        // The limited question was not looked up; four of the others were new.
        (r#"verbatim_recent_answer_lookups_total{result="hit"}"#, 3.0),
        (r#"verbatim_recent_answer_lookups_total{result="miss"}"#, 4.0),
        ("verbatim_recent_answers", 4.0),
        ("verbatim_search_duration_seconds_count", 4.0),
        (r#"verbatim_stage_duration_seconds_count{stage="queue"}"#, 4.0),
        // A greeting and an overview are not encoded.
        (r#"verbatim_stage_duration_seconds_count{stage="encode"}"#, 2.0),
        (r#"verbatim_stage_duration_seconds_count{stage="rank"}"#, 2.0),
        (r#"verbatim_response_duration_seconds_count{way="slash"}"#, 4.0),
        (r#"verbatim_response_duration_seconds_count{way="menu"}"#, 1.0),
        (r#"verbatim_response_duration_seconds_count{way="message"}"#, 2.0),
        (
            r#"verbatim_response_duration_seconds_count{way="private_message"}"#,
            1.0,
        ),
        ("verbatim_queue_places", 512.0),
        ("verbatim_queue_places_taken", 0.0),
        ("verbatim_searches_under_way", 0.0),
        ("verbatim_shards", 1.0),
        (r#"verbatim_shard_connected{shard="0"}"#, 1.0),
        (r#"verbatim_sessions_total{how="new"}"#, 1.0),
        (r#"verbatim_sessions_total{how="resumed"}"#, 0.0),
        (r#"verbatim_rest_requests_total{outcome="refused"}"#, 0.0),
        ("verbatim_generation_number", 1.0),
        ("verbatim_articles", 1.0),
        ("verbatim_passages", 5.0),
        ("verbatim_articles_trouble", 0.0),
        ("verbatim_panics_total", 0.0),
    ] {
        assert_eq!(figures.value(series).to_string(), wanted.to_string(), "{series}");
    }
    let typing = discord.requests_to("POST", "/channels/*/typing");
    let most = discord.requests().len();
    let ok = figures.value(r#"verbatim_rest_requests_total{outcome="ok"}"#);
    // A request to show that the bot is typing is abandoned when the answer is ready.
    let all: Vec<String> = (most - typing..=most).map(|count| count.to_string()).collect();
    assert!(all.contains(&ok.to_string()), "{ok} of {most}, {typing} of them typing");
    let resident = figures.value("process_resident_memory_bytes");
    assert!(resident > 1e7 && resident < 4e9, "{resident}");
    check_dashboard(&figures);
    bot.stopped().await;
    discord.check();
}

#[tokio::test]
async fn what_discord_does_to_requests_and_sessions_is_counted() {
    let stage = Stage::shipped().await;
    let fault = |fault| stage.discord.next("POST", "/channels/*/messages", fault);
    fault(Fault::RateLimited {
        retry_after: 0.3,
        global: false,
    });
    stage.all_is_well().await;
    fault(Fault::Status(502));
    stage.all_is_well().await;
    stage.discord.gateway().drop_connection();
    stage.discord.resumed(1).await;
    let unknown = r#"{"op":0,"s":1000,"t":"NOBODY_KNOWS","d":{}}"#;
    stage.discord.gateway().raw(unknown);
    stage.all_is_well().await;
    let figures = || Exposition::read(&stage.metrics.text(Format::OpenMetrics));
    until("the session and the event are counted", || {
        figures().value(r#"verbatim_sessions_total{how="resumed"}"#) > 0.0
            && figures().value("verbatim_unknown_events_total") > 0.0
    })
    .await;
    let figures = figures();
    assert_eq!(
        figures.nonzero("verbatim_rest_failed_tries_total"),
        [
            (r#"verbatim_rest_failed_tries_total{failure="rate_limit"}"#, 1.0),
            (r#"verbatim_rest_failed_tries_total{failure="server_error"}"#, 1.0),
        ]
    );
    assert_eq!(
        figures.nonzero("verbatim_rest_retries_total"),
        [("verbatim_rest_retries_total", 2.0)]
    );
    assert_eq!(
        figures.nonzero("verbatim_rest_rate_limits_total"),
        [("verbatim_rest_rate_limits_total", 1.0)]
    );
    assert_eq!(
        figures.nonzero("verbatim_unknown_events_total"),
        [("verbatim_unknown_events_total", 1.0)]
    );
    let refused = stage.discord.next(
        "POST",
        "/channels/*/messages",
        Fault::Error {
            status: 404,
            code: 10_003,
        },
    );
    stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let outcome = r#"verbatim_rest_requests_total{outcome="refused"}"#;
    until("a refusal is counted", || {
        Exposition::read(&stage.metrics.text(Format::OpenMetrics)).value(outcome) > 0.0
    })
    .await;
    refused.over();
    stage.discord.check();
}

#[tokio::test]
async fn reindexes_are_counted_and_what_is_live_is_told() {
    let stage = Stage::shipped().await;
    let figures = || Exposition::read(&stage.metrics.text(Format::OpenMetrics));
    // No corpus exists yet.
    assert!(stage.live.reindex(Joining::Running).await.outcome().await.is_err());
    let failed = figures();
    assert_eq!(
        failed.nonzero("verbatim_reindexes_total"),
        [(r#"verbatim_reindexes_total{outcome="failed"}"#, 1.0)]
    );
    assert_eq!(
        failed.nonzero("verbatim_articles_trouble"),
        [("verbatim_articles_trouble", 1.0)]
    );
    stage.write("bread.md", BREAD);
    let report = stage.live.reindex(Joining::Running).await.outcome().await.unwrap();
    let done = figures();
    assert_eq!(
        done.nonzero("verbatim_reindexes_total"),
        [
            (r#"verbatim_reindexes_total{outcome="done"}"#, 1.0),
            (r#"verbatim_reindexes_total{outcome="failed"}"#, 1.0),
        ]
    );
    assert_eq!(done.nonzero("verbatim_articles_trouble"), []);
    assert_eq!(done.value("verbatim_passages").to_string(), report.passages.to_string());
    assert!(done.value("verbatim_generation_built_timestamp_seconds") > 1.7e9);
    assert!(done.value("verbatim_reindex_last_duration_seconds") >= report.elapsed.as_secs_f64());
    stage.discord.check();
}

//! Starting, many questions at once, stopping.

use std::time::{Duration, Instant};

use super::clicking::BREAD;
use super::served::Served;
use super::stage::{BETRAYED, COMMANDS, Stage, WHY, settings, until};
use crate::fake_discord::{FakeDiscord, Fault};
use verbatim::discord::ServeError;

#[tokio::test]
async fn it_shows_what_it_knows() {
    let stage = Stage::shipped().await;
    assert!(stage.discord.is_online());
    let presence = stage.discord.presence().to_string();
    assert!(presence.contains("/ask · 5 passages, 1 article"), "{presence}");
    stage.reindex(&[("bread.md", BREAD)]);
    shows(&stage.discord, "2 passages, 1 article").await;
    stage.discord.check();
}

#[tokio::test]
async fn a_shard_that_identifies_anew_shows_what_is_known_by_then() {
    let stage = Stage::shipped().await;
    stage.reindex(&[("bread.md", BREAD)]);
    shows(&stage.discord, "2 passages, 1 article").await;
    stage.discord.gateway().invalid_session(false);
    stage.discord.identified(2).await;
    shows(&stage.discord, "2 passages, 1 article").await;
    stage.discord.check();
}

/// Waits until the bot's presence contains this text.
pub(super) async fn shows(discord: &FakeDiscord, text: &str) {
    until(text, || discord.presence().to_string().contains(text)).await;
}

#[tokio::test]
async fn an_answer_under_way_gets_out_before_the_bot_stops() {
    let mut stage = Stage::shipped().await;
    stage
        .discord
        .next(
            "POST",
            "/channels/*/messages",
            Fault::RateLimited {
                retry_after: 1.0,
                global: false,
            },
        )
        .times(1);
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    until("it is sent", || {
        stage.discord.requests_to("POST", "/channels/*/messages") == 1
    })
    .await;
    let task = stage.begin_to_stop();
    assert!(stage.discord.answer_to(said).await.description().contains(BETRAYED));
    task.await.unwrap().unwrap();
    assert!(!stage.discord.is_online());
    // A question now reaches nobody.
    stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("why?"))
        .await;
    stage.discord.silence(&stage.general).await;
    stage.discord.check();
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let mut stage = Stage::shipped().await;
    stage
        .discord
        .next("POST", "/channels/*/messages", Fault::Hang)
        .times(100);
    stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    until("it is sent", || {
        stage.discord.requests_to("POST", "/channels/*/messages") == 1
    })
    .await;
    let started = Instant::now();
    stage.stop().await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_token_that_is_refused_ends_it() {
    let discord = FakeDiscord::start().await;
    let mut settings = settings(&discord);
    settings.token = "wrong".to_owned();
    let library = super::stage::shipped_library();
    let ended = verbatim::discord::run(settings, library, std::future::pending()).await;
    assert!(matches!(ended, Err(ServeError::BadToken)), "{ended:?}");
}

#[tokio::test]
async fn intents_that_are_refused_end_it() {
    let mut stage = Stage::shipped().await;
    stage.discord.gateway().close(4014);
    let ended = stage.ended().await;
    assert!(matches!(ended, Err(ServeError::DisallowedIntents)), "{ended:?}");
}

#[tokio::test]
async fn many_ask_at_once_and_each_is_answered_once() {
    let stage = Stage::tuned(|settings| settings.user_limit = (1_000, Duration::from_secs(1))).await;
    let mut asked = Vec::new();
    for at in 0..100 {
        let user = stage.discord.user(&format!("user-{at}"));
        asked.push(
            stage
                .discord
                .slash(&user, &stage.general, "ask", Stage::question(WHY))
                .await,
        );
    }
    for interaction in asked {
        assert!(interaction.response().await.description().contains(BETRAYED));
    }
    assert_eq!(stage.discord.sent(&stage.general).len(), 100);
    stage.discord.check();
}

#[tokio::test]
async fn the_program_serves_until_it_is_told_to_stop() {
    for signal in ["-TERM", "-INT"] {
        let discord = FakeDiscord::start().await;
        let guild = discord.guild("The Reading Room");
        let place = discord.channel(&guild, "general");
        let ann = discord.user("ann");
        let served = Served::start(&discord, discord.token(), &[("VERBATIM_LOG", "trace")]);
        discord.ready().await;
        let asked = discord.says(&ann, &place, &format!("<@{}> {WHY}", discord.bot())).await;
        assert!(discord.answer_to(asked).await.description().contains(BETRAYED));
        served.signal(signal);
        let token = discord.token().to_owned();
        let (status, log) = served.ended().await;
        assert_eq!(status, Some(0), "{log}");
        assert!(!discord.is_online());
        // Even at its most verbose, the log has neither the token nor the questions.
        assert!(log.contains("answered") && !log.contains(&token), "{log}");
        assert!(!log.contains("trust the US") && !log.contains("trust the us"), "{log}");
        discord.check();
    }
}

#[tokio::test]
async fn a_reindex_from_the_shell_is_taken_up_without_a_restart() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("The Reading Room");
    let place = discord.channel(&guild, "general");
    let ann = discord.user("ann");
    let served = Served::start(&discord, discord.token(), &[]);
    discord.ready().await;
    served.folder.write("corpus/bread.md", BREAD);
    served.folder.reindex();
    shows(&discord, "2 articles").await;
    let asked = discord
        .says(
            &ann,
            &place,
            &format!("<@{}> why does the dough rest overnight?", discord.bot()),
        )
        .await;
    assert!(discord.answer_to(asked).await.description().contains("rests overnight"));
    served.signal("-TERM");
    assert_eq!(served.ended().await.0, Some(0));
    discord.check();
}

#[tokio::test]
async fn files_that_change_are_taken_up_by_itself_if_it_is_to_watch() {
    let discord = FakeDiscord::start().await;
    let served = Served::start(&discord, discord.token(), &[("VERBATIM_WATCH", "on")]);
    discord.ready().await;
    shows(&discord, "1 article").await;
    served.folder.write("corpus/bread.md", BREAD);
    shows(&discord, "2 articles").await;
    std::fs::remove_file(served.folder.path("corpus/us-iran-nuclear-talks.txt")).unwrap();
    shows(&discord, "1 article").await;
    // Nothing is left to quote: the live generation stays, and the next change is noticed.
    std::fs::remove_file(served.folder.path("corpus/bread.md")).unwrap();
    served.folder.write("corpus/picture.png", b"\x89PNG");
    tokio::time::sleep(Duration::from_secs(5)).await;
    shows(&discord, "1 article").await;
    served.folder.write("corpus/bread.md", BREAD);
    served.folder.write("corpus/rolls.md", BREAD.replace("dough", "roll"));
    shows(&discord, "2 articles").await;
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("No article in corpus can be read"), "{log}");
    discord.check();
}

#[tokio::test]
async fn errors_at_the_start_say_where_to_click() {
    let discord = FakeDiscord::start().await;
    for wrong in ["MTAwMDA.wrong.token", "wrong.token"] {
        let (status, log) = Served::start(&discord, wrong, &[]).ended().await;
        assert_eq!(status, Some(78), "{log}");
        assert!(log.contains("Reset Token") && !log.contains("wrong.token"), "{log}");
    }
    let (status, log) = Served::start(&discord, "", &[]).ended().await;
    assert_eq!(status, Some(78), "{log}");
    assert!(
        log.contains("DISCORD_TOKEN") && log.contains("Developer Portal"),
        "{log}"
    );
    let wrong = [("VERBATIM_WATCH", "perhaps")];
    let (status, log) = Served::start(&discord, discord.token(), &wrong).ended().await;
    // Restarting would not help, and a supervisor can tell.
    assert_eq!(status, Some(78), "{log}");
    assert!(log.contains("VERBATIM_WATCH"), "{log}");
}

#[tokio::test]
async fn the_second_bot_with_one_data_folder_refuses_to_start() {
    let discord = FakeDiscord::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let start = || Served::start(&discord, discord.token(), &[("VERBATIM_DATA", &data)]);
    let first = start();
    discord.ready().await;
    let (status, log) = start().ended().await;
    assert_eq!(status, Some(2), "{log}");
    assert!(log.contains("already running with the data folder"), "{log}");
    assert!(log.contains(&format!("(process {})", first.id())), "{log}");
    // However the first one ends, the next may run.
    first.signal("-KILL");
    first.ended().await;
    let next = start();
    discord.identified(2).await;
    next.signal("-TERM");
    assert_eq!(next.ended().await.0, Some(0));
}

#[tokio::test]
async fn the_log_says_that_discord_is_waited_for() {
    let discord = FakeDiscord::start().await;
    let served = Served::start(&discord, discord.token(), &[("DISCORD_PROXY", "http://127.0.0.1:1")]);
    tokio::time::sleep(Duration::from_secs(20)).await;
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("connecting to Discord"), "{log}");
    assert!(log.contains("can't connect to Discord yet"), "{log}");
}

#[tokio::test]
async fn at_the_start_it_is_said_how_to_invite_the_bot_and_what_is_no_setting() {
    let discord = FakeDiscord::start().await;
    let misspelt = [("VERBATIM_ADMNIS", "7")];
    let served = Served::start(&discord, discord.token(), &misspelt);
    discord.ready().await;
    until("its commands are registered", || {
        discord
            .commands()
            .as_array()
            .is_some_and(|commands| commands.len() == COMMANDS)
    })
    .await;
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(0), "{log}");
    let link = verbatim::discord::invite_link(discord.application().get());
    assert!(log.contains(&link), "{log}");
    assert!(log.contains("Did you mean VERBATIM_ADMINS?"), "{log}");
    discord.check();
}

#[tokio::test]
async fn a_check_beside_the_running_bot_finds_all_well_and_disturbs_nothing() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("The Reading Room");
    let place = discord.channel(&guild, "general");
    let ann = discord.user("ann");
    let served = Served::start(&discord, discord.token(), &[]);
    discord.ready().await;
    until("its commands are registered", || {
        discord
            .commands()
            .as_array()
            .is_some_and(|commands| commands.len() == COMMANDS)
    })
    .await;
    let lake = format!("<@{}> how deep is the lake behind the mill?", discord.bot());
    let asked = discord.says(&ann, &place, &lake).await;
    discord.answer_to(asked).await;
    // While the bot has the ledger open, entries are in the file next to it.
    let log = served.folder.path("data/verbatim.sqlite-wal");
    until("it is written down", || {
        std::fs::metadata(&log).is_ok_and(|log| log.len() > 0)
    })
    .await;
    let served = tokio::task::spawn_blocking({
        let settings = [
            ("DISCORD_TOKEN".to_owned(), discord.token().to_owned()),
            ("DISCORD_PROXY".to_owned(), discord.url()),
        ];
        move || {
            let output = served.folder.run_in(&["check"], &settings, b"");
            assert_eq!(output.code(), 0, "{output:?}");
            assert!(output.stdout.contains("\nAll is well: "), "{output:?}");
            assert!(output.stdout.contains("The ledger is intact; "), "{output:?}");
            served
        }
    });
    let served = served.await.unwrap();
    let asked = discord.says(&ann, &place, &format!("<@{}> {WHY}", discord.bot())).await;
    assert!(discord.answer_to(asked).await.description().contains(BETRAYED));
    served.signal("-TERM");
    assert_eq!(served.ended().await.0, Some(0));
    discord.check();
}

#[tokio::test]
async fn different_questions_at_once_are_all_answered_in_time() {
    let stage = Stage::tuned(|settings| settings.user_limit = (1_000, Duration::from_secs(1))).await;
    let mut asked = Vec::new();
    for at in 0..60 {
        let user = stage.discord.user(&format!("user-{at}"));
        let question = Stage::question(&format!("why doesn't Iran trust the US in the year {}?", 1950 + at));
        asked.push(stage.discord.slash(&user, &stage.general, "ask", question).await);
    }
    // The first response comes within the three seconds that Discord waits, be it the answer or "thinking" (the fake
    // one checks this), and every question is answered in the end.
    for interaction in &asked {
        assert!(interaction.response().await.text().contains("trust"));
    }
    assert_eq!(stage.discord.sent(&stage.general).len(), 60);
    stage.discord.check();
}

#[tokio::test]
async fn a_log_for_machines_is_one_object_a_line_and_has_questions_only_on_request() {
    for (questions, is_told) in [("off", false), ("on", true)] {
        let discord = FakeDiscord::start().await;
        let guild = discord.guild("The Reading Room");
        let place = discord.channel(&guild, "general");
        let ann = discord.user("ann");
        let settings = [("VERBATIM_LOG_FORMAT", "json"), ("VERBATIM_LOG_QUESTIONS", questions)];
        let served = Served::start(&discord, discord.token(), &settings);
        discord.ready().await;
        let asked = discord.says(&ann, &place, &format!("<@{}> {WHY}", discord.bot())).await;
        discord.answer_to(asked).await;
        served.signal("-TERM");
        let (status, log) = served.ended().await;
        assert_eq!(status, Some(0), "{log}");
        let lines: Vec<serde_json::Value> = log
            .lines()
            .filter(|line| line.starts_with('{'))
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let answered = lines.iter().find(|line| line["message"] == "answered").unwrap();
        assert_eq!(answered["status"], "answered");
        assert_eq!(answered["way"], "message");
        assert_eq!(log.contains("trust the US"), is_told, "{log}");
        discord.check();
    }
}

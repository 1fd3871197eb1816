//! Five hundred people ask at once, again and again. Run it by
//! `cargo test --release --test integration -- --ignored --nocapture load`.
//!
//! Prints how long they waited, how much of that was the bot's own time, and how its memory changed. The bot runs as
//! the built program, so that its memory is measured alone.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::served::Served;
use super::stage::Stage;
use crate::fake_discord::FakeDiscord;

const ASKERS: usize = 500;
const QUESTIONS: usize = 20_000;
/// The number of questions asked one at a time, before the load.
const ALONE: usize = 500;

/// Questions that the article answers, and some that it doesn't. A number makes each unique.
const TEXTS: [&str; 8] = [
    "why doesn't Iran trust the US?",
    "what are the sanctions about?",
    "who withdrew from the deal?",
    "how do I bake bread?",
    "what does Iran want from the talks?",
    "is there hope for an agreement?",
    "what did the foreign minister say?",
    "when does the world cup begin?",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a load test of a minute or more, for a release build"]
async fn five_hundred_ask_twenty_thousand_questions() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("The Reading Room");
    let served = Served::start(
        &discord,
        discord.token(),
        &[("VERBATIM_USER_LIMIT", "1000/1"), ("VERBATIM_LOG", "warn")],
    );
    discord.ready().await;
    let mut askers = Vec::new();
    for at in 0..ASKERS {
        askers.push((
            discord.user(&format!("user-{at}")),
            discord.channel(&guild, &format!("channel-{}", at % 50)),
        ));
    }
    // One at a time: no question waits for another, and on loopback all of the time is the bot's own.
    let mut own = Vec::new();
    for number in 0..ALONE {
        let (user, place) = &askers[number % ASKERS];
        let text = Stage::question(&format!("{} [{number}]", TEXTS[number % TEXTS.len()]));
        let asked = discord.slash(user, place, "ask", text).await;
        asked.response().await;
        own.push(asked.response_time().unwrap());
    }
    own.sort();
    println!(
        "alone: median {:.1?}, p99 {:.1?}, longest {:.1?}",
        own[ALONE / 2],
        own[ALONE * 99 / 100],
        own[ALONE - 1]
    );
    let askers = Arc::new(askers);
    let at_once = Arc::new(Semaphore::new(ASKERS));
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(QUESTIONS);
    let mut memory = Vec::new();
    for number in 0..QUESTIONS {
        let permit = Arc::clone(&at_once).acquire_owned().await.unwrap();
        let (discord, askers) = (discord.clone(), Arc::clone(&askers));
        tasks.push(tokio::spawn(async move {
            let (user, place) = &askers[number % ASKERS];
            // Half of them have been asked before, since recent answers are part of real use.
            let text = format!("{} ({})", TEXTS[number % TEXTS.len()], number / 2 % 5_000);
            let asked = Instant::now();
            if number % 3 == 0 {
                let said = discord.says(user, place, &format!("<@{}> {text}", discord.bot())).await;
                discord.answer_to(said).await;
            } else {
                discord
                    .slash(user, place, "ask", Stage::question(&text))
                    .await
                    .response()
                    .await;
            }
            drop(permit);
            asked.elapsed()
        }));
        if number % (QUESTIONS / 20) == 0 {
            memory.push(served.resident_bytes());
        }
    }
    let mut waits = Vec::with_capacity(QUESTIONS);
    for task in tasks {
        waits.push(task.await.unwrap());
    }
    let took = started.elapsed();
    memory.push(served.resident_bytes());
    waits.sort();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    println!("{QUESTIONS} questions in {took:.1?}");
    println!(
        "waits: median {:.1?}, p99 {:.1?}, longest {:.1?}",
        at(50),
        at(99),
        at(100)
    );
    println!(
        "resident MiB, twenty times: {:?}",
        memory.iter().map(|bytes| bytes >> 20).collect::<Vec<_>>()
    );
    let answers =
        discord.requests_to("POST", "/channels/*/messages") + discord.requests_to("POST", "/interactions/*/*/callback");
    assert_eq!(answers, QUESTIONS + ALONE, "each is answered exactly once");
    assert!(at(100) < Duration::from_secs(3), "{:?}", at(100));
    let half = memory[memory.len() / 2];
    let last = *memory.last().unwrap();
    assert!(last < half + half / 10, "memory grows: {memory:?}");
    served.signal("-TERM");
    assert_eq!(served.ended().await.0, Some(0));
}

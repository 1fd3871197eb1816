//! Libraries are closed by least use where memory is short, and nothing is lost.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;
use verbatim::discord::Settings;
use verbatim::ledger::{Asked, Entry, Outcome, Recorder, StaffTold, Wording, unix_now};
use verbatim::library::Sharing;

use crate::discord::stage::{Stage, until};
use crate::fake_discord::{FakeDiscord, Guild, Place, Sent};

/// An article of a server, and what its people ask.
fn article(number: usize) -> String {
    format!("# House rules\n\n## Guests\n\nGuests leave the house of club {number} before midnight.\n")
}

#[tokio::test]
async fn the_least_used_libraries_are_closed_and_open_again_with_all_that_they_had() {
    let limit = 2 * 1024 * 1024 + 512 * 1024;
    let mut stage = Stage::own(
        FakeDiscord::start().await,
        &[("a.md", "# A\n\nB.\n")],
        Sharing::Nobody,
        move |settings| {
            settings.memory = Some(limit);
            settings.user_limit = (1_000, Duration::from_secs(1));
        },
    )
    .await;
    let guilds: Vec<Guild> = (0..4)
        .map(|number| stage.discord.guild(&format!("Club {number}")))
        .collect();
    let places: Vec<_> = guilds
        .iter()
        .map(|guild| stage.discord.channel(guild, "general"))
        .collect();
    for (number, guild) in guilds.iter().enumerate() {
        stage.write_for(guild, &[("rules.md", &article(number))]);
    }
    let is_open = |guild: &Guild| stage.of_server(guild).join("data/verbatim.sqlite-wal").exists();
    for round in 0..2 {
        for (number, place) in places.iter().enumerate() {
            let said = stage
                .discord
                .says(&stage.ann, place, &stage.mention("when do guests leave?"))
                .await;
            let answer = stage.discord.answer_to(said).await;
            assert!(
                answer.description().contains(&format!("club {number}")),
                "{round}: {}",
                answer.text()
            );
            let said = stage
                .discord
                .says(&stage.ann, place, &stage.mention(&format!("who sings on day {round}?")))
                .await;
            stage.discord.answer_to(said).await;
        }
        until("all but two are closed", || {
            guilds.iter().filter(|guild| is_open(guild)).count() <= 2
        })
        .await;
        assert!(is_open(&guilds[3]), "the last one used stays open");
    }
    stage.stop().await.unwrap();
    for guild in &guilds {
        let kept = stage.with_ledger(Some(guild), |ledger| ledger.open_questions(10).unwrap());
        assert_eq!(kept.len(), 2, "both questions without an answer are kept: {kept:?}");
    }
    stage.discord.check();
}

/// A stage without a house, with two guilds that have an article and a channel each.
async fn two_clubs(tune: impl Fn(&mut Settings) + 'static) -> (Stage, [(Guild, Place); 2]) {
    let stage = Stage::own(
        FakeDiscord::start().await,
        &[("a.md", "# A\n\nB.\n")],
        Sharing::Nobody,
        tune,
    )
    .await;
    let clubs = [0, 1].map(|number| {
        let guild = stage.discord.guild(&format!("Club {number}"));
        let place = stage.discord.channel(&guild, "general");
        stage.write_for(&guild, &[("rules.md", &article(number))]);
        (guild, place)
    });
    (stage, clubs)
}

#[tokio::test]
async fn the_staff_of_a_library_that_is_closed_learns_what_was_asked_there() {
    let (stage, [(guild, place), (_, other)]) = two_clubs(|settings| {
        settings.max_open = 1;
        settings.pace.staff_every = Duration::from_millis(100);
        settings.pace.sweep_every = Duration::from_millis(200);
    })
    .await;
    let staff = stage.discord.channel(&guild, "staff");
    let data = stage.of_server(&guild).join("data");
    let recorder = Recorder::start(stage.storage(Some(&guild)), stage.ledger);
    recorder.wait_for_settings(Duration::from_secs(10));
    let choose = |settings: &mut verbatim::ledger::ServerSettings| {
        settings.staff.channel = Some(staff.channel.get());
        settings.staff.at_once = true;
    };
    recorder.change_settings(guild.id.get(), choose, || {}).unwrap();
    assert_eq!(recorder.close(Duration::from_secs(10)), 0);
    // As the bot does when a channel is chosen; else telling begins some time after the library opens.
    let told = StaffTold {
        up_to: 0,
        listed_at: unix_now(),
        started_at: unix_now(),
    };
    stage.with_ledger(Some(&guild), |ledger| {
        ledger.set_staff_told(guild.id.get(), Some(told)).unwrap();
    });

    stage.has_opened(&place).await;
    let said = stage.mention("who sings in the evening?");
    let said = stage.discord.says(&stage.ann, &place, &said).await;
    stage.discord.answer_to(said).await;
    let told = |from: usize| {
        let staff = &staff;
        let discord = &stage.discord;
        async move {
            discord.sent_at_least(staff, from + 1).await[from..]
                .iter()
                .map(Sent::text)
                .collect::<String>()
        }
    };
    assert!(told(0).await.contains("who sings in the evening?"));

    // Another server needs the room, and gets it once the staff isn't being told anything.
    let is_closed = || !data.join("verbatim.sqlite-wal").exists();
    let started = Instant::now();
    while !is_closed() && started.elapsed() < Duration::from_secs(30) {
        stage.has_opened(&other).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(is_closed());
    let question = Wording {
        text: "who pays for the tea?".to_owned(),
        searched: "pays tea".to_owned(),
    };
    let asked = Asked {
        question,
        outcome: Outcome::NoAnswer,
        answer: 7,
        at: unix_now(),
        place: None,
        cited: None,
    };
    stage.with_ledger(Some(&guild), |ledger| ledger.record(&[Entry::Asked(asked)]).unwrap());
    assert!(told(1).await.contains("who pays for the tea?"));
    stage.discord.check();
}

#[tokio::test]
async fn builds_take_turns_whichever_server_they_are_for() {
    let (stage, [(guild, place), (_, other)]) = two_clubs(|settings| {
        settings.pace.progress_every = Duration::from_millis(20);
    })
    .await;
    for place in [&place, &other] {
        stage.has_opened(place).await;
    }
    let add = |number: usize| {
        let mut many = "# Chronicle\n".to_owned();
        for day in 0..60 {
            let _ = write!(
                many,
                "\nOn day {day} of year {number}, the club of the harbour met and spoke of the tide.\n"
            );
        }
        stage.write_for(&guild, &[("chronicle.md", &many)]);
    };
    add(1);
    let reindex = |place| stage.discord.slash(&stage.ada, place, "corpus reindex", json!([]));
    let first = reindex(&place).await;
    first.until_shows("encoding").await;
    let others = reindex(&other).await;
    others.until_shows("waiting for other builds").await;
    // A change after the first build began: it needs another, which comes after those that wait already.
    add(2);
    let file = stage
        .discord
        .upload("tea.md", "text/markdown", "# Tea\n\nTea is at four.\n");
    let shown = stage
        .discord
        .slash(&stage.ada, &place, "corpus add", json!([file.option("file")]));
    let shown = shown.await.response().await;
    let again = stage.discord.clicks(&stage.ada, &shown, "Add").await;
    others.until_shows("is live").await;
    assert!(!again.states().last().unwrap().1.content.contains("is live"));
    first.until_shows("is live").await;
    again.until_shows("is live").await;
    stage.discord.check();
}

//! Libraries are closed by least use where memory is short, and nothing is lost.

use std::time::Duration;

use verbatim::library::Sharing;

use crate::discord::stage::{Stage, until};
use crate::fake_discord::{FakeDiscord, Guild};

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
        let data = stage.of_server(guild).join("data");
        let ledger = verbatim::ledger::Ledger::open(&data, stage.ledger).unwrap().ledger;
        let kept = ledger.open_questions(10).unwrap();
        assert_eq!(kept.len(), 2, "both questions without an answer are kept: {kept:?}");
    }
    stage.discord.check();
}

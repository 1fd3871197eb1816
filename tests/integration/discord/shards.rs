//! Several shards: Discord says how many, how many may start at a time, and how many sessions are left.

use std::time::Duration;

use super::stage::{BETRAYED, Stage, WHY, until, until_within};
use crate::fake_discord::{FakeDiscord, Guild, Limits, Place};
use crate::run::shipped_article;

/// The time in which one shard of each bucket may identify, less what the way to Discord takes.
const TURN: Duration = Duration::from_millis(4_500);

#[tokio::test]
async fn as_many_shards_start_at_a_time_as_discord_allows_and_each_serves_its_guilds() {
    let discord = FakeDiscord::start().await;
    let (shards, at_once) = (4, 2);
    discord.limit(Limits {
        shards,
        at_once,
        remaining: 4,
    });
    let guilds: Vec<Guild> = (0..2_600)
        .map(|number| discord.guild(&format!("Guild {number}")))
        .collect();
    let article = String::from_utf8(shipped_article()).unwrap();
    let stage = Stage::on_disk_in(discord.clone(), &[("talks.txt", &article)], |_| {}).await;
    discord.identified(4).await;

    let starts = discord.identified_shards();
    let start = |shard: u32| starts.iter().find(|&&(_, id)| id == shard).unwrap().0;
    assert_eq!(starts.len(), 4, "{starts:?}");
    for shard in 0..shards - at_once {
        let next = start(shard + at_once);
        assert!(next.duration_since(start(shard)) > TURN, "{starts:?}");
    }
    // Two buckets are twice as fast as one.
    let last = starts.iter().max().unwrap().0;
    assert!(last.duration_since(start(0)) < 2 * TURN, "{starts:?}");

    for shard in 0..shards {
        let place = channel_of(&discord, &guilds, shard, shards);
        let said = discord.says(&stage.ann, &place, &stage.mention(WHY)).await;
        assert!(discord.answer_to(said).await.description().contains(BETRAYED));
    }
    let alone = discord.dm(&stage.ann);
    let said = discord.says(&stage.ann, &alone, WHY).await;
    assert!(discord.answer_to(said).await.description().contains(BETRAYED));
    discord.check();
}

/// A channel in a guild of this shard.
fn channel_of(discord: &FakeDiscord, guilds: &[Guild], shard: u32, shards: u32) -> Place {
    let is_its = |guild: &&Guild| (guild.id.get() >> 22) % u64::from(shards) == u64::from(shard);
    let guild = guilds.iter().find(is_its).unwrap();
    discord.channel(guild, "general")
}

#[tokio::test]
async fn a_silent_shard_is_restarted_only_as_long_as_discord_allows_a_session() {
    let stage = Stage::tuned(|settings| {
        settings.patience.every = Duration::from_millis(100);
        settings.patience.silence = Duration::from_secs(1);
    })
    .await;
    let sessions = |remaining| Limits {
        shards: 1,
        at_once: 1,
        remaining,
    };
    stage.discord.limit(sessions(0));
    let asked = || stage.discord.requests_to("GET", "/gateway/bot");
    let before = asked();
    stage.discord.gateway().freeze();
    until("it looks for a session twice", || asked() > before + 1).await;
    assert_eq!(stage.discord.identifies(), 1);
    stage.discord.limit(sessions(1));
    until_within(Duration::from_secs(30), "it connects again", || {
        stage.discord.identifies() > 1
    })
    .await;
    stage.all_is_well().await;
    stage.discord.check();
}

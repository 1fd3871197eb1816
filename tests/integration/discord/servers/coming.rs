//! Servers that invite the bot, and servers that remove it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serenity::model::permissions::Permissions;
use verbatim::ledger::{Asked, Entry, Ledger, Options, Outcome, Wording};
use verbatim::library::{ServersFolder, Sharing, Standing};

use super::super::stage::{Stage, until, until_within};
use super::{ABOUT_TEA, BREAD, TEA, ask, stage};
use crate::fake_discord::{FakeDiscord, Fault, Guild, Place};

const DAY: Duration = Duration::from_hours(24);

fn standing(stage: &Stage, guild: &Guild) -> Standing {
    let folder = ServersFolder::in_data(&stage.path("data"));
    folder.standing(guild.id.get()).unwrap()
}

/// The messages of the bot that are welcomes.
fn welcomes(stage: &Stage, place: &Place) -> Vec<String> {
    let sent = stage.discord.sent(place).into_iter().map(|sent| sent.content);
    sent.filter(|text| text.contains("/corpus add")).collect()
}

async fn until_welcomed(stage: &Stage, place: &Place) -> String {
    until("it is welcomed", || !welcomes(stage, place).is_empty()).await;
    welcomes(stage, place).remove(0)
}

/// A guild without the bot, and its channels of these names.
fn guild_with<const N: usize>(stage: &Stage, name: &str, channels: [&str; N]) -> (Guild, [Place; N]) {
    let guild = stage.discord.foreign_guild(name);
    (guild, channels.map(|channel| stage.discord.channel(&guild, channel)))
}

#[tokio::test]
async fn a_new_server_is_welcomed_once_in_the_first_place_where_the_bot_may_write() {
    let mut stage = stage(Sharing::All).await;
    let (first, [rules, system]) = guild_with(&stage, "First", ["rules", "system"]);
    stage.discord.system_channel(&first, &system);
    stage.discord.invites_bot(&first);
    insta::assert_snapshot!(until_welcomed(&stage, &system).await, @r"
    Hello! I answer questions by quoting articles, word for word, and this server has a library of its own for them. The next steps, for those who manage the server:
    1. Add articles with `/corpus add`: files, a ZIP archive, or the address of a page.
    2. Ask with `/ask`, or mention me with a question.
    3. Choose with `/settings` where and whom I answer, and who else looks after the articles.
    ");
    let (second, [closed, hidden, open]) = guild_with(&stage, "Second", ["closed", "hidden", "open"]);
    stage.discord.system_channel(&second, &closed);
    stage.discord.forbid(&closed, Permissions::SEND_MESSAGES);
    stage.discord.forbid(&hidden, Permissions::VIEW_CHANNEL);
    stage.discord.guild_speaks(&second, "de");
    stage.discord.invites_bot(&second);
    let german = until_welcomed(&stage, &open).await;
    assert!(german.contains("Die nächsten Schritte"), "{german}");
    let (third, [silent]) = guild_with(&stage, "Third", ["silent"]);
    stage.discord.forbid(&silent, Permissions::SEND_MESSAGES);
    stage.discord.invites_bot(&third);
    until("it is noted", || standing(&stage, &third).welcomed_at.is_some()).await;

    stage.stop().await.unwrap();
    let (fourth, [general]) = guild_with(&stage, "Fourth", ["general"]);
    stage.discord.invites_bot(&fourth);
    stage.start_again().await;
    until_welcomed(&stage, &general).await;
    stage.discord.goes_down(&first);
    stage.discord.comes_back(&first);
    stage.restart().await;
    let (last, [end]) = guild_with(&stage, "Last", ["end"]);
    stage.discord.invites_bot(&last);
    until_welcomed(&stage, &end).await;
    for (place, times) in [
        (&rules, 0),
        (&system, 1),
        (&closed, 0),
        (&hidden, 0),
        (&open, 0),
        (&silent, 0),
        (&general, 1),
    ] {
        assert_eq!(
            welcomes(&stage, place).len(),
            times + usize::from(place == &open),
            "{place:?}"
        );
    }
    assert_eq!(stage.discord.sent(&stage.general).len(), 0, "the bot was there before");
    assert!(!stage.of_server(&first).exists(), "nobody has needed a library yet");
    stage.discord.check();
}

#[tokio::test]
async fn a_suspended_server_is_not_welcomed() {
    let stage = stage(Sharing::All).await;
    let (guild, [general]) = guild_with(&stage, "Suspended", ["general"]);
    let folder = ServersFolder::in_data(&stage.path("data"));
    folder
        .change_standing(guild.id.get(), |it| it.suspended_at = Some(5))
        .unwrap();
    stage.discord.invites_bot(&guild);
    let (last, [end]) = guild_with(&stage, "Last", ["end"]);
    stage.discord.invites_bot(&last);
    until_welcomed(&stage, &end).await;
    assert_eq!(welcomes(&stage, &general).len(), 0);
    stage.discord.check();
}

#[tokio::test]
async fn a_server_that_removed_the_bot_is_forgotten_after_a_while_unless_it_is_back() {
    let mut stage = Stage::own(
        FakeDiscord::start().await,
        &[("bread.md", BREAD)],
        Sharing::Nobody,
        |settings| {
            settings.pace.sweep_every = Duration::from_millis(100);
            settings.forget_after = Duration::from_secs(4);
        },
    )
    .await;
    let guilds = ["gone", "back", "down", "away"].map(|name| stage.discord.guild(name));
    let places = guilds.map(|guild| stage.discord.channel(&guild, "general"));
    for (guild, place) in guilds.iter().zip(&places) {
        stage.write_for(guild, &[("tea.md", TEA)]);
        stage.has_opened(place).await;
    }
    let [gone, back, down, away] = guilds;
    ask(&stage, &places[0], "who grew the lettuce of Neptune?").await;
    stage.discord.removes_bot(&gone);
    stage.discord.removes_bot(&back);
    stage.discord.goes_down(&down);
    for guild in [&gone, &back] {
        until("it is noted", || standing(&stage, guild).gone_at.is_some()).await;
        assert!(stage.of_server(guild).exists());
    }
    stage.discord.invites_bot(&back);
    until("it is back", || standing(&stage, &back).gone_at.is_none()).await;
    until("it is forgotten", || !stage.of_server(&gone).exists()).await;
    until("nothing is noted", || standing(&stage, &gone) == Standing::default()).await;
    stage.discord.comes_back(&down);

    stage.stop().await.unwrap();
    stage.discord.removes_bot(&away);
    stage.start_again().await;
    until("it is noted", || standing(&stage, &away).gone_at.is_some()).await;
    // A standing that is wrong costs nothing: Discord is asked before anything is deleted.
    let folder = ServersFolder::in_data(&stage.path("data"));
    folder
        .change_standing(down.id.get(), |it| it.gone_at = Some(5))
        .unwrap();
    until("it is forgotten", || !stage.of_server(&away).exists()).await;
    until("it is no longer thought gone", || {
        standing(&stage, &down).gone_at.is_none()
    })
    .await;
    for place in [&places[1], &places[2]] {
        stage.has_opened(place).await;
        let answer = ask(&stage, place, ABOUT_TEA).await;
        assert!(answer.description().contains("Green tea"), "{}", answer.text());
    }
    stage.discord.invites_bot(&gone);
    stage.has_opened(&places[0]).await;
    let nothing = ask(&stage, &places[0], ABOUT_TEA).await;
    assert!(
        nothing.content.contains("There are no articles yet"),
        "{}",
        nothing.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn nothing_is_forgotten_while_discord_does_not_say_that_the_bot_is_gone() {
    let stage = Stage::own(
        FakeDiscord::start().await,
        &[("bread.md", BREAD)],
        Sharing::Nobody,
        |settings| {
            settings.pace.sweep_every = Duration::from_millis(100);
            settings.forget_after = Duration::from_secs(1);
        },
    )
    .await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    let asked = || stage.discord.requests_to("GET", "/guilds/*");
    stage.discord.next("GET", "/guilds/*", Fault::Status(502)).times(3);
    stage.discord.removes_bot(&stage.guild);
    until("it is asked twice", || asked() >= 2).await;
    assert!(stage.of_server(&stage.guild).exists());
    until("it is forgotten", || !stage.of_server(&stage.guild).exists()).await;
    stage.discord.check();
}

#[tokio::test]
async fn old_questions_are_deleted_in_libraries_that_nobody_has_open() {
    let often = |settings: &mut verbatim::discord::Settings| settings.pace.sweep_every = Duration::from_millis(100);
    let stage = Stage::own_that_keeps(30 * DAY, often).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    let data = stage.of_server(&stage.guild).join("data");
    let forever = Options {
        stores_questions: true,
        keep: None,
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let asked = |days: u32, text: &str| {
        Entry::Asked(Asked {
            question: Wording {
                text: text.to_owned(),
                searched: text.to_owned(),
            },
            outcome: Outcome::NoAnswer,
            answer: u64::from(days),
            at: now.saturating_sub(days * DAY).as_secs(),
            place: None,
            cited: None,
        })
    };
    let open = || Ledger::open(&data, forever).unwrap().ledger;
    open()
        .record(&[asked(40, "an old one"), asked(20, "a new one")])
        .unwrap();
    let left = || {
        open()
            .open_questions(9)
            .unwrap()
            .into_iter()
            .map(|one| one.text)
            .collect::<Vec<_>>()
    };
    until_within(Duration::from_secs(20), "the old one is deleted", || {
        left() == ["a new one"]
    })
    .await;
    assert_eq!(stage.discord.sent(&stage.general).len(), 0);
    stage.discord.check();
}

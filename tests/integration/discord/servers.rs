//! Servers that each have a library of their own.
//!
//! - `coming`: servers that invite the bot, and remove it.
//! - `database`: their ledgers in a database.
//! - `direct`: asking outside of servers.
//! - `isolation`: nothing of one server is ever seen in another.
//! - `operator`: what whoever runs the bot does to them, and exports.
//! - `quotas`: the most that a server may have.

mod coming;
mod database;
mod direct;
mod isolation;
mod memory;
mod operator;
mod quotas;

use std::time::Duration;

use serde_json::json;
use verbatim::discord::Settings;
use verbatim::ledger::{Ledger, Options, Recorder};
use verbatim::library::{ServersFolder, Sharing};

use super::served::Served;
use super::stage::{Stage, until};
use crate::fake_discord::{FakeDiscord, Guild, Place, Sent, User};

const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";
const TEA: &str = "# Tea\n\n## Steeping\n\nGreen tea turns bitter when the water is boiling hot.\n";
const ABOUT_BREAD: &str = "how long does the dough rest?";
const ABOUT_TEA: &str = "when does green tea turn bitter?";

/// A stage where each server has its own library, and the house has an article about bread.
async fn stage(sharing: Sharing) -> Stage {
    Stage::own(
        FakeDiscord::start().await,
        &[("bread.md", BREAD)],
        sharing,
        |settings| {
            settings.user_limit = (1_000, Duration::from_secs(1));
        },
    )
    .await
}

/// Another server with a channel.
fn elsewhere(stage: &Stage) -> (Guild, Place) {
    let guild = stage.discord.guild("Elsewhere");
    let place = stage.discord.channel(&guild, "general");
    (guild, place)
}

async fn ask(stage: &Stage, place: &Place, question: &str) -> Sent {
    let asked = stage.discord.slash(&stage.ann, place, "ask", Stage::question(question));
    asked.await.response().await
}

/// Uses a command without options, whether or not it is offered.
async fn uses(stage: &Stage, who: &User, place: &Place, command: &str) -> Sent {
    let used = stage.discord.slash_forged(who, place, command, json!([]));
    used.await.response().await
}

#[tokio::test]
async fn a_server_begins_with_nothing_and_its_managers_fill_it() {
    let stage = stage(Sharing::Nobody).await;
    let boss = stage.discord.manager("boss");
    let (guild, there) = elsewhere(&stage);
    stage.has_opened(&stage.general).await;
    let nothing = ask(&stage, &stage.general, ABOUT_TEA).await;
    assert!(
        nothing.ephemeral && nothing.content.contains("There are no articles yet"),
        "{}",
        nothing.text()
    );
    assert!(
        !stage.of_server(&guild).exists(),
        "a library was made before anybody needed it"
    );
    let refused = uses(&stage, &stage.ann, &stage.general, "corpus status").await;
    assert!(
        refused.content.contains("Only those who may manage this server"),
        "{}",
        refused.text()
    );

    let file = stage.discord.upload("tea.md", "text/markdown", TEA);
    let options = json!([file.option("file")]);
    let added = stage.discord.slash(&boss, &stage.general, "corpus add", options);
    let draft = added.await.response().await;
    let added = stage.discord.clicks(&boss, &draft, "Add").await;
    added.until_shows("is live").await;
    let answer = ask(&stage, &stage.general, ABOUT_TEA).await;
    assert!(
        answer.description().contains("Green tea turns bitter"),
        "{}",
        answer.text()
    );
    assert_eq!(answer.footer(), "Tea", "there is nothing to tell apart");
    stage.has_opened(&there).await;
    let nothing = ask(&stage, &there, ABOUT_TEA).await;
    assert!(
        nothing.content.contains("There are no articles yet"),
        "{}",
        nothing.text()
    );

    // The last article can go, too.
    let article = json!([{"name": "article", "type": 3, "value": "tea.md"}]);
    let removal = stage.discord.slash(&boss, &stage.general, "corpus remove", article);
    let removal = removal.await.response().await;
    let removed = stage.discord.clicks(&boss, &removal, "Remove").await;
    removed.until_shows("is live").await;
    let nothing = ask(&stage, &stage.general, ABOUT_TEA).await;
    assert!(
        nothing.content.contains("There are no articles yet"),
        "{}",
        nothing.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn the_house_answers_where_it_is_shared_and_an_answer_says_whose_it_is() {
    let stage = stage(Sharing::All).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    let (_, there) = elsewhere(&stage);
    for place in [&stage.general, &there] {
        stage.has_opened(place).await;
    }
    let mut said = Vec::new();
    for (place, question) in [
        (&stage.general, ABOUT_TEA),
        (&stage.general, ABOUT_BREAD),
        (&there, ABOUT_BREAD),
        (&there, ABOUT_TEA),
        (&stage.discord.dm(&stage.ann), ABOUT_BREAD),
    ] {
        let shown = ask(&stage, place, question).await;
        let line = format!("{question} {} | {}", shown.description(), shown.footer());
        said.push(line.trim_end().to_owned());
    }
    insta::assert_snapshot!(said.join("\n"), @r"
    when does green tea turn bitter? **Green tea turns bitter when the water is boiling hot.** | Tea · from this server's articles
    how long does the dough rest? **The dough rests overnight in a cold room, so that it tastes of something.** | Bread · from the shared articles
    how long does the dough rest? **The dough rests overnight in a cold room, so that it tastes of something.** | Bread · from the shared articles
    when does green tea turn bitter?  |
    how long does the dough rest? **The dough rests overnight in a cold room, so that it tastes of something.** | Bread · from the shared articles
    ");
    let sources = uses(&stage, &stage.ann, &stage.general, "sources").await.text();
    assert!(sources.contains("Bread") && sources.contains("Tea"), "{sources}");
    // Pages and sections say it, too.
    let answer = ask(&stage, &stage.general, ABOUT_BREAD).await;
    let choices = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", "rising")
        .await;
    assert_eq!(choices[0].0, "Rising");
    let opened = ask(&stage, &stage.general, &choices[0].1).await;
    assert!(
        opened.footer().ends_with("from the shared articles"),
        "{}",
        opened.text()
    );
    assert!(
        answer.footer().ends_with("from the shared articles"),
        "{}",
        answer.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn the_house_may_be_shared_with_some_servers_alone() {
    let discord = FakeDiscord::start().await;
    let friends = discord.guild("Friends");
    let place = discord.channel(&friends, "general");
    let sharing = Sharing::With([friends.id.get()].into());
    let stage = Stage::own(discord, &[("bread.md", BREAD)], sharing, |_| {}).await;
    for place in [&place, &stage.general] {
        stage.has_opened(place).await;
    }
    let shown = ask(&stage, &place, ABOUT_BREAD).await;
    assert!(shown.description().contains("rests overnight"), "{}", shown.text());
    for place in [&stage.general, &stage.discord.dm(&stage.ann)] {
        let shown = ask(&stage, place, ABOUT_BREAD).await;
        assert!(shown.ephemeral && shown.embeds == json!([]), "{}", shown.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn where_the_bot_is_not_itself_nobody_gets_a_library() {
    let stage = stage(Sharing::Nobody).await;
    let boss = stage.discord.administrator("boss");
    let foreign = stage.discord.foreign_guild("Not ours");
    let place = stage.discord.channel(&foreign, "general");
    for place in [&place, &stage.discord.dm(&boss), &stage.discord.group_dm(&boss)] {
        for command in ["corpus status", "settings", "sources", "help"] {
            let shown = uses(&stage, &boss, place, command).await;
            assert!(
                shown.content.contains("Ask me in your server"),
                "{command}: {}",
                shown.text()
            );
        }
        assert_eq!(
            stage
                .discord
                .types_forged(&boss, place, "corpus remove", "article", "")
                .await,
            []
        );
    }
    let dm = stage.discord.dm(&boss);
    let asked = stage.discord.says(&boss, &dm, ABOUT_BREAD).await;
    let answer = stage.discord.answer_to(asked).await;
    assert!(answer.content.contains("Ask me in your server"), "{}", answer.text());
    assert_eq!(ServersFolder::in_data(&stage.path("data")).all().unwrap(), [].into());
    stage.discord.check();
}

#[tokio::test]
async fn whoever_asks_nothing_makes_no_library() {
    let stage = stage(Sharing::Nobody).await;
    let said = stage.discord.says(&stage.ann, &stage.general, ABOUT_BREAD).await;
    stage.discord.edits(said, "how long does the dough really rest?").await;
    let typed = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", "dough");
    assert_eq!(typed.await, []);
    // All earlier events are done once the bot has answered in another server.
    let (_, there) = elsewhere(&stage);
    stage.has_opened(&there).await;
    assert!(!stage.of_server(&stage.guild).exists());
    stage.discord.check();
}

#[tokio::test]
async fn a_staff_channel_from_before_learns_nothing_of_the_house() {
    let often = |settings: &mut Settings| settings.pace.staff_every = Duration::from_millis(50);
    let mut stage = Stage::own(FakeDiscord::start().await, &[("bread.md", BREAD)], Sharing::All, often).await;
    let staff = stage.discord.channel(&stage.guild, "staff");
    stage.stop().await.unwrap();
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    let recorder = Recorder::start(stage.storage(None), options);
    recorder.wait_for_settings(Duration::from_secs(10));
    let (server, channel) = (stage.guild.id.get(), staff.channel.get());
    recorder
        .change_settings(server, |settings| settings.staff.channel = Some(channel), || {})
        .unwrap();
    assert_eq!(recorder.close(Duration::from_secs(10)), 0);
    stage.start().await;
    let dm = stage.discord.dm(&stage.ann);
    ask(&stage, &dm, ABOUT_TEA).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(stage.discord.sent(&staff).len(), 0);
    stage.discord.check();
}

#[tokio::test]
async fn a_library_that_cannot_be_opened_costs_only_its_own_server_and_opens_once_it_can_be() {
    let stage = stage(Sharing::Nobody).await;
    let (guild, there) = elsewhere(&stage);
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    std::fs::create_dir_all(stage.of_server(&guild)).unwrap();
    std::fs::write(stage.of_server(&guild).join("corpus"), "a file in its place").unwrap();
    // By a message, since a command can't wait for it.
    let asked = stage.discord.says(&stage.ben, &there, &stage.mention(ABOUT_TEA)).await;
    let closed = stage.discord.answer_to(asked).await;
    assert!(
        closed.content.contains("I can't open the articles of this server"),
        "{}",
        closed.text()
    );
    stage.has_opened(&stage.general).await;
    let answer = ask(&stage, &stage.general, ABOUT_TEA).await;
    assert!(answer.description().contains("Green tea"), "{}", answer.text());
    std::fs::remove_file(stage.of_server(&guild).join("corpus")).unwrap();
    stage.write_for(&guild, &[("bread.md", BREAD)]);
    stage.has_opened(&there).await;
    let answer = ask(&stage, &there, ABOUT_BREAD).await;
    assert!(answer.description().contains("rests overnight"), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn the_program_keeps_what_happened_in_a_server_in_the_folder_of_that_server() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("The Reading Room");
    let place = discord.channel(&guild, "general");
    let ann = discord.user("ann");
    let own = [("VERBATIM_SERVERS", "own"), ("VERBATIM_SHARE_WITH", "none")];
    let served = Served::start(&discord, discord.token(), &own);
    let folder = served.folder.path("data/servers").join(guild.id.to_string());
    served
        .folder
        .write(&format!("data/servers/{}/corpus/tea.md", guild.id), TEA);
    discord.ready().await;
    let ask = async |question: &str| {
        // A message waits longer for a debug build than a command.
        let question = format!("<@{}> {question}", discord.bot());
        discord.answer_to(discord.says(&ann, &place, &question).await).await
    };
    let answer = ask(ABOUT_TEA).await;
    assert!(
        answer.description().contains("Green tea turns bitter"),
        "{}",
        answer.text()
    );
    let none = ask(ABOUT_BREAD).await;
    assert!(none.content.contains("found nothing"), "{}", none.text());
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    until("both are recorded", || {
        let opened = Ledger::open(folder.join("data"), options).unwrap();
        let figures = opened.ledger.figures(None).unwrap();
        (figures.answered, figures.no_answer) == (1, 1)
    })
    .await;
    assert!(
        !served.folder.path("data/verbatim.sqlite").exists(),
        "there is no house"
    );
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("the library of a server is open"), "{log}");
    discord.check();
}

//! `/corpus reindex`: its progress, the people who see it, and the answers in the meantime.

use std::sync::Arc;
use std::time::Duration;

use verbatim::ledger::{Asked, Entry, Outcome, Wording};

use super::{about, answer, corpus, offer_text, two_articles};
use crate::discord::stage::{Stage, until, until_within};
use crate::fake_discord::{Interaction, Sent};

const EVERY: Duration = Duration::from_millis(100);

/// Different sentences, enough to take a debug build a few seconds.
fn long_article() -> String {
    let sentence = |at: usize| format!("Box {at} on shelf {} holds {} letters.\n\n", at % 7, at * 13);
    format!("# Boxes\n\n{}", (0..400).map(sentence).collect::<String>())
}

/// A stage with a second admin, and with a long article in the folder that is not indexed yet.
async fn stage() -> Stage {
    let mut stage = two_articles().await;
    let named = stage.mo.id.get();
    stage
        .restart_with(move |settings| {
            settings.admins = vec![named];
            settings.pace.progress_every = EVERY;
            settings.user_limit = (1_000, Duration::from_secs(1));
        })
        .await;
    stage.discord.offer_to(&stage.mo, "corpus");
    std::fs::write(stage.path("corpus/boxes.md"), long_article()).unwrap();
    stage
}

/// The generations on disk.
fn built(stage: &Stage) -> Vec<String> {
    let entries = std::fs::read_dir(stage.path("index")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("0000")).collect();
    names.sort();
    names
}

pub(super) fn live(stage: &Stage) -> String {
    stage.live.answerer().generation().name().to_owned()
}

/// Waits for the end, longer than tests wait for other things.
pub(super) async fn ended(interaction: &Interaction) -> Sent {
    until_within(Duration::from_mins(1), "it has ended", || {
        interaction
            .original()
            .is_some_and(|shown| shown.content.contains("is live") || shown.content.contains("could not be rebuilt"))
    })
    .await;
    interaction.original().unwrap()
}

/// Waits until the slow part has visibly begun.
async fn is_encoding(interaction: &Interaction) {
    interaction.until_shows("encoding, ").await;
}

#[tokio::test]
async fn an_admin_sees_how_far_it_is_until_it_is_done() {
    let stage = stage().await;
    let reindexed = corpus(&stage, &stage.ada, "reindex").await;
    let last = ended(&reindexed).await;
    let states = reindexed.states();
    let (end, steps) = states.split_last().unwrap();
    assert!(end.1.ephemeral && end.1.content == last.content);
    assert!(last.content.contains("in 3 articles"), "{}", last.text());
    for part in ["Articles: 1 added", "2 unchanged"] {
        assert!(last.content.contains(part), "no {part:?}: {}", last.text());
    }
    let steps: Vec<&str> = steps.iter().map(|(_, shown)| shown.content.as_str()).collect();
    assert!(steps.len() >= 3, "{steps:?}");
    assert!(steps.iter().all(|step| step.starts_with("Reindexing: ")), "{steps:?}");
    let counts: Vec<&str> = steps
        .iter()
        .filter_map(|step| step.strip_prefix("Reindexing: encoding, "))
        .collect();
    assert!(
        counts.windows(2).any(|two| two[0] != two[1]),
        "it stands still: {counts:?}"
    );
    // There are no more updates than intended: Discord would refuse them.
    let most = end.0.as_millis() / EVERY.as_millis() + 2;
    assert!(steps.len() as u128 <= most, "{} in {:?}", steps.len(), end.0);
    stage.discord.check();
}

#[tokio::test]
async fn who_asks_for_it_while_it_is_under_way_waits_for_the_same() {
    let stage = stage().await;
    let before = built(&stage);
    let first = corpus(&stage, &stage.ada, "reindex").await;
    is_encoding(&first).await;
    let second = corpus(&stage, &stage.mo, "reindex").await;
    let joined = second.response().await;
    assert!(joined.content.contains("already in progress"), "{}", joined.text());
    let (first, second) = (ended(&first).await, ended(&second).await);
    assert_eq!(first.content, second.content);
    assert!(first.content.contains(&live(&stage)), "{}", first.text());
    let new: Vec<String> = built(&stage)
        .into_iter()
        .filter(|name| !before.contains(name))
        .collect();
    assert_eq!(new, [live(&stage)]);
    // The next reindex is a new one.
    let third = ended(&corpus(&stage, &stage.mo, "reindex").await).await;
    assert!(!third.content.contains(&new[0]), "{}", third.text());
    stage.discord.check();
}

#[tokio::test]
async fn what_is_added_and_removed_while_it_is_under_way_is_taken_up_behind_it() {
    let stage = stage().await;
    let chess = "# Chess\n\n## Opening\n\nA gambit gives up a pawn for quick development.\n";
    let draft = offer_text(&stage, &stage.mo, "chess.md", chess).await;
    let removal = about(&stage, &stage.mo, "remove", "tea.md").await.response().await;
    let first = corpus(&stage, &stage.ada, "reindex").await;
    is_encoding(&first).await;
    let added = stage.discord.clicks(&stage.mo, &draft, "Add").await;
    let removed = stage.discord.clicks(&stage.mo, &removal, "Remove").await;
    // The change itself is shown at once, however long the rest takes.
    added.until_shows("chess.md was added").await;
    removed.until_shows("tea.md was moved to the trash").await;
    assert!(
        !first.original().unwrap().content.contains("is live"),
        "that was too quick to tell"
    );
    let first = ended(&first).await;
    let (added, removed) = (ended(&added).await, ended(&removed).await);
    for later in [&added, &removed] {
        let generation = |shown: &Sent| {
            let line = shown
                .content
                .lines()
                .find(|line| line.starts_with("Generation"))
                .unwrap();
            line.split(' ').nth(1).unwrap().to_owned()
        };
        assert_ne!(generation(later), generation(&first));
    }
    let answered = answer(&stage, "what does a gambit give up?").await;
    assert!(
        answered.description().contains("gives up a pawn"),
        "{}",
        answered.text()
    );
    let sources = stage
        .discord
        .slash(&stage.ann, &stage.general, "sources", serde_json::json!([]))
        .await;
    assert_eq!(sources.response().await.options().len(), 3);
    stage.discord.check();
}

/// Two versions of one article: every text of it names its version's place.
fn harbour(place: &str, often: &str) -> String {
    format!(
        "# {place} harbour\n\n## {place} ferries\n\nThe {place} ferries cross the river {often}.\n\nTickets for {place} ferries are sold on board.\n\n## {place} lights\n\nThe {place} lighthouse was built of red brick.\n"
    )
}

#[tokio::test]
async fn a_hundred_who_ask_meanwhile_are_answered_from_the_old_or_from_the_new() {
    const OLD: &str = "Aldmoor";
    const NEW: &str = "Nyhaven";
    let stage = stage().await;
    std::fs::remove_file(stage.path("corpus/boxes.md")).unwrap();
    for name in ["bread.md", "tea.md"] {
        std::fs::remove_file(stage.path("corpus").join(name)).unwrap();
    }
    let path = stage.path("corpus/harbour.md");
    std::fs::write(&path, harbour(OLD, "every hour")).unwrap();
    ended(&corpus(&stage, &stage.ada, "reindex").await).await;
    std::fs::write(&path, harbour(NEW, "twice a day")).unwrap();
    let before = live(&stage);
    let reindexed = corpus(&stage, &stage.ada, "reindex").await;
    let mut asked = Vec::new();
    // Ask until the reindex is done, and a few times more.
    let mut more = 20;
    while asked.len() < 100 || more > 0 {
        let at = asked.len();
        let question = match at % 4 {
            0 => "how often do the ferries cross the river?".to_owned(),
            1 => format!("how often do the ferries cross the river in {}?", 1900 + at),
            2 => format!("who won the chess game number {at}?"),
            _ => format!("what was the lighthouse built of in {}?", 1900 + at),
        };
        let user = stage.discord.user(&format!("user-{at}"));
        let question = Stage::question(&question);
        asked.push(stage.discord.slash(&user, &stage.general, "ask", question).await);
        if live(&stage) != before {
            more -= 1;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    ended(&reindexed).await;
    let mut seen = [0, 0];
    for interaction in &asked {
        let text = interaction.response().await.text();
        let places = [OLD, NEW].map(|place| usize::from(text.contains(place)));
        assert_eq!(places.iter().sum::<usize>(), 1, "{text}");
        seen = [seen[0] + places[0], seen[1] + places[1]];
    }
    assert!(seen.iter().all(|&times| times > 0), "{seen:?}");
    assert!(
        answer(&stage, "how often do the ferries cross?")
            .await
            .text()
            .contains("twice a day")
    );
    stage.discord.check();
}

#[tokio::test]
async fn what_is_left_out_is_said_and_cut_to_what_a_message_holds() {
    let stage = two_articles().await;
    for at in 0..30 {
        let name = format!("corpus/{at:02} @everyone **{}**.md", "long ".repeat(30));
        std::fs::write(stage.path(&name), "# Only a heading\n").unwrap();
    }
    let reindexed = ended(&corpus(&stage, &stage.ada, "reindex").await).await;
    assert!(reindexed.content.contains("22 more"), "{}", reindexed.text());
    assert!(reindexed.pinged.is_empty());
    let status = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(status.text().contains("22 more"), "{}", status.text());
    // Less important lines do not push out the most important one.
    assert!(status.text().contains("Up for"), "{}", status.text());
    stage.discord.check();
}

#[tokio::test]
async fn the_bot_shows_what_it_knows_once_a_reindex_is_through() {
    let stage = two_articles().await;
    std::fs::remove_file(stage.path("corpus/tea.md")).unwrap();
    ended(&corpus(&stage, &stage.ada, "reindex").await).await;
    until("it is shown", || {
        stage.discord.presence().to_string().contains("1 passage, 1 article")
    })
    .await;
    stage.discord.check();
}

#[tokio::test]
async fn a_generation_of_another_process_is_taken_up_in_time_though_many_questions_are_asked_again() {
    let stage = two_articles().await;
    let questions: Vec<Entry> = (0..600_u64)
        .map(|at| {
            let text = format!(
                "what did passenger {at} of coach {} say about lantern {}",
                at % 31,
                at * 7
            );
            Entry::Asked(Asked {
                question: Wording {
                    text: text.clone(),
                    searched: text,
                },
                outcome: Outcome::NoAnswer,
                answer: at,
                at: 1_700_000_000,
                place: None,
                cited: None,
            })
        })
        .collect();
    stage.with_ledger(None, |ledger| ledger.record(&questions).unwrap());
    tokio::spawn(Arc::clone(&stage.live).follow());
    for _ in 0..2 {
        let library = Arc::clone(stage.live.library());
        let built = tokio::task::spawn_blocking(move || library.rebuild(&mut |_| {}).unwrap());
        let name = built.await.unwrap().generation.name().to_owned();
        until_within(Duration::from_secs(2), "it is live", || live(&stage) == name).await;
    }
    stage.discord.check();
}

//! Replicas of the running bot's library, which share articles and an index through the database of the tests.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use verbatim::database::SharedDatabase;
use verbatim::ledger::Options;
use verbatim::library::{Library, Replicas, Settings};
use verbatim::live::{Joining, Live};
use verbatim::objects::Objects;
use verbatim::question::Question;

use crate::database;

const TEA: &str = "# Tea\n\nGreen tea turns bitter when the water is boiling hot.\n";

fn live(home: &Path, database: &Arc<SharedDatabase>) -> Arc<Live> {
    let [corpus, index, data] = ["corpus", "index", "data"].map(|name| home.join(name));
    fs::create_dir_all(&corpus).unwrap();
    fs::write(
        corpus.join("bread.md"),
        "# Bread\n\nThe dough rests overnight in a cold room.\n",
    )
    .unwrap();
    let settings = Settings {
        corpus,
        index,
        data,
        ledger: Options {
            stores_questions: true,
            keep: None,
        },
        database: Some(Arc::clone(database)),
        replicas: Some(Replicas {
            database: Arc::clone(database),
            objects: Arc::new(Objects::Database(Arc::clone(database))),
        }),
        model: None,
        answer_at: None,
        unsure_at: None,
    };
    database::blocking(|| {
        let library = Library::open(settings).unwrap();
        Arc::new(Live::open(Arc::new(library), Arc::default()).unwrap())
    })
}

/// The first quote of an answer; `None` if there is none.
fn quoted(live: &Live, question: &str) -> Option<String> {
    let answer = live.answerer().answer(&Question::new(question).unwrap(), 1).unwrap();
    answer.quotes.first().map(|quote| quote.text().to_owned())
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_mins(1), "never: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_one_replica_gets_answers_at_the_others_within_seconds() {
    let folder = TempDir::new().unwrap();
    let Some(database) = database::shared(folder.path()) else {
        return;
    };
    let replicas: Vec<_> = ["one", "two", "three"]
        .map(|name| live(&folder.path().join(name), &database))
        .into();
    for replica in &replicas {
        tokio::spawn(Arc::clone(replica).follow());
        tokio::spawn(Arc::clone(replica).keep_synced());
    }
    let names = || {
        replicas
            .iter()
            .map(|live| live.answerer().generation().name().to_owned())
    };
    assert!(
        names().all(|name| Some(name) == names().next()),
        "they begin with one index"
    );

    fs::write(folder.path().join("one/corpus/tea.md"), TEA).unwrap();
    replicas[0].reindex(Joining::Later).await.outcome().await.unwrap();
    for replica in &replicas {
        let says_so =
            || quoted(replica, "when does green tea turn bitter?").is_some_and(|quote| quote.contains("Green tea"));
        until("it is answered", says_so).await;
    }

    // Two at once: nothing is lost.
    fs::remove_file(folder.path().join("two/corpus/bread.md")).unwrap();
    fs::write(
        folder.path().join("three/corpus/tea.md"),
        TEA.replace("boiling hot", "at 90 degrees"),
    )
    .unwrap();
    let (mut two, mut three) = (
        replicas[1].reindex(Joining::Later).await,
        replicas[2].reindex(Joining::Later).await,
    );
    two.outcome().await.unwrap();
    three.outcome().await.unwrap();
    for replica in &replicas {
        let is_there = || {
            let count = replica.answerer().generation().article_count();
            count == 1
                && quoted(replica, "when does green tea turn bitter?").is_some_and(|quote| quote.contains("90 degrees"))
        };
        until("both changes are there", is_there).await;
    }
    drop(replicas);
}

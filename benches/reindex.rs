//! Measures a reindex of 1,000 articles, and its effect on those who ask in the meantime.
//!
//! `cargo bench --bench reindex` takes some minutes: a full build encodes every sentence. It prints medians, and ratios
//! of values that were measured side by side. It does without criterion, since a full build is measured only once.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and has nobody to tell of errors"
)]

mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use verbatim::answer::Answerer;
use verbatim::ledger;
use verbatim::library::{Library, Rebuild, Settings};
use verbatim::question::Question;

use common::{article, percentiles};

const ARTICLES: usize = 1_000;
const PASSAGES: usize = 5;

/// The number of changes of one article to measure.
const CHANGES: usize = 7;

/// The pause between two questions of a client.
const QUESTION_EVERY: Duration = Duration::from_millis(50);

const QUESTIONS: [&str; 5] = [
    "who sells lanterns in the village?",
    "why does the ferry leave at night?",
    "how do I bake bread?",
    "what does the miller keep in the harbour?",
    "when does the market begin?",
];

fn write(corpus: &Path, number: usize, version: usize) {
    fs::write(
        corpus.join(format!("village-{number:04}.md")),
        article(number, version, PASSAGES),
    )
    .unwrap();
}

fn rebuild(library: &Library) -> Rebuild {
    library.rebuild(&mut |_| {}).unwrap()
}

/// Asks the live generation, with only the usual pause between questions, until `done`. Returns the time of each.
fn ask_until(done: &AtomicBool, live: &dyn Fn() -> Arc<Answerer>) -> Vec<Duration> {
    let mut took = Vec::new();
    for text in QUESTIONS.iter().cycle() {
        if done.load(Ordering::SeqCst) {
            break;
        }
        let question = Question::new(text).unwrap();
        let started = Instant::now();
        live().answer(&question, 5).unwrap();
        took.push(started.elapsed());
        thread::sleep(QUESTION_EVERY);
    }
    took
}

/// Asks while `work` runs, and returns the time of each question.
fn asked_during(live: &tokio::sync::watch::Sender<Arc<Answerer>>, work: impl FnOnce()) -> Vec<Duration> {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let asking = scope.spawn(|| ask_until(&done, &|| Arc::clone(&live.borrow())));
        work();
        done.store(true, Ordering::SeqCst);
        asking.join().unwrap()
    })
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let corpus = home.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    for number in 0..ARTICLES {
        write(&corpus, number, 0);
    }
    let library = Library::open(Settings {
        corpus: corpus.clone(),
        index: home.path().join("index"),
        data: home.path().join("data"),
        ledger: ledger::Options {
            stores_questions: true,
            keep: None,
        },
        database: None,
        replicas: None,
        model: None,
        answer_at: None,
        unsure_at: None,
    })
    .unwrap();

    let full = rebuild(&library);
    println!(
        "full build: {} articles, {} passages, {} texts encoded, {:.2?}",
        full.generation.article_count(),
        full.generation.passage_count(),
        full.encoded,
        full.elapsed
    );
    let (live, _) = tokio::sync::watch::channel(Arc::new(library.answerer(full.generation)));
    let mut took = Vec::new();
    for change in 1..=CHANGES {
        write(&corpus, change, change);
        let rebuilt = rebuild(&library);
        took.push((rebuilt.elapsed, rebuilt.encoded));
        live.send_replace(Arc::new(library.answerer(rebuilt.generation)));
    }
    took.sort();
    let (median, encoded) = took[CHANGES / 2];
    println!(
        "one changed article: {encoded} texts encoded, median {median:.2?}, {:.2} % of the full build",
        median.as_secs_f64() / full.elapsed.as_secs_f64() * 100.0
    );
    let rebuilt = rebuild(&library);
    println!("nothing changed: {:.2?}", rebuilt.elapsed);

    let (_, rest) = percentiles(
        "at rest",
        asked_during(&live, || thread::sleep(Duration::from_secs(20))),
    );
    let (_, swapped) = percentiles(
        "while one changed article is taken up, ten times, and made live",
        asked_during(&live, || {
            for change in 1..=10 {
                write(&corpus, change, 100 + change);
                let rebuilt = rebuild(&library);
                live.send_replace(Arc::new(library.answerer(rebuilt.generation)));
            }
        }),
    );
    let (_, encoding) = percentiles(
        "while a hundred changed articles are taken up and made live",
        asked_during(&live, || {
            for number in 0..100 {
                write(&corpus, number, 200);
            }
            let rebuilt = rebuild(&library);
            live.send_replace(Arc::new(library.answerer(rebuilt.generation)));
        }),
    );
    println!(
        "p99 against rest: x{:.2} with small reindexes, x{:.2} with a large one",
        swapped.as_secs_f64() / rest.as_secs_f64(),
        encoding.as_secs_f64() / rest.as_secs_f64()
    );
}

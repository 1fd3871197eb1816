//! The library: corpus and index together. Opens the live generation if it is fresh, else builds a new one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::answer::{Answerer, DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT, Thresholds};
use crate::config::Config;
use crate::corpus::{CorpusError, Listing, Problem};
use crate::encoder::Encoder;
use crate::index::{BuildLock, Built, Fingerprint, Generation, Opened, Progress as Step, Setback, Store, StoreError};
use crate::message;

use super::paint;
use super::progress::Progress;

/// How long to wait for another process that is building. Building 100,000 passages takes a fraction of it.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a rebuild did.
pub(super) struct Rebuild {
    pub(super) generation: Generation,
    /// What was live before, if it could be read.
    pub(super) before: Option<Generation>,
    pub(super) problems: Vec<Problem>,
    pub(super) elapsed: Duration,
}

/// The encoder that the settings name, else the one that is part of the program. Takes a moment: open it once.
pub(super) fn open_encoder(config: &Config) -> anyhow::Result<Encoder> {
    match &config.model {
        Some(folder) => Encoder::open(folder)
            .map_err(|error| anyhow::anyhow!(message::no_model(folder, &format!("{:#}", anyhow::Error::new(error))))),
        None => Encoder::shipped().context("failed to open the encoder"),
    }
}

/// What answers from the corpus as it is now.
pub(super) fn open_answerer(config: &Config) -> anyhow::Result<Answerer> {
    // Looked at first: it costs nothing, and what is built takes its time.
    let thresholds = thresholds(config)?;
    let encoder = Arc::new(open_encoder(config)?);
    let generation = Arc::new(fresh_generation(config, &encoder)?);
    Ok(Answerer::new(generation, encoder, thresholds))
}

/// What answers from the generation that is live by now, with the encoder and the thresholds of `before`. Nothing is
/// built: whoever made the generation live has seen to that.
pub(super) fn reopen_answerer(config: &Config, before: &Answerer) -> anyhow::Result<Answerer> {
    let opened = Store::new(&config.index).open().context("failed to open the index")?;
    report(&opened.setbacks);
    Ok(before.with_generation(Arc::new(opened.generation)))
}

/// The thresholds of the settings. Where only one is set and crosses the other's default, the other gives way.
fn thresholds(config: &Config) -> anyhow::Result<Thresholds> {
    let (answer_at, unsure_at) = match (config.answer_at, config.unsure_at) {
        (None, None) => (DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT),
        (Some(answer_at), None) => (answer_at, DEFAULT_UNSURE_AT.min(answer_at)),
        (None, Some(unsure_at)) => (DEFAULT_ANSWER_AT.max(unsure_at), unsure_at),
        (Some(answer_at), Some(unsure_at)) => (answer_at, unsure_at),
    };
    Thresholds::new(answer_at, unsure_at)
        .map_err(|_| anyhow::anyhow!(message::crossed_thresholds(answer_at, unsure_at)))
}

/// The generation to ask: the live one if it is of this corpus, else a new one. If none can be built, the
/// last good one, with a warning.
pub(super) fn fresh_generation(config: &Config, encoder: &Encoder) -> anyhow::Result<Generation> {
    let store = Store::new(&config.index);
    let wanted = list(config).map(|listing| fingerprint(&listing, encoder));
    let (old, setbacks) = open(&store)?;
    report(&setbacks);
    match (old, wanted) {
        (Some(old), Ok(wanted)) if *old.fingerprint() == wanted => Ok(old),
        (Some(old), Err(error)) => {
            paint::warn(&message::answering_from_old(old.name(), &error));
            Ok(old)
        }
        (None, Err(error)) => Err(error),
        (old, Ok(_)) => {
            paint::warn(&match (&old, setbacks.is_empty()) {
                (Some(_), _) => message::building_stale(),
                (None, true) => message::building_missing(),
                (None, false) => message::building_damaged(),
            });
            build_if_stale(config, encoder, &store, old)
        }
    }
}

/// Builds a new generation whether or not the live one is fresh.
pub(super) fn rebuild(config: &Config, encoder: &Encoder) -> anyhow::Result<Rebuild> {
    let store = Store::new(&config.index);
    let started = Instant::now();
    // The folder is looked at before the index is touched: a wrong --corpus leaves no trace.
    list(config)?;
    let lock = lock(&store)?;
    // And again: the articles may have changed while another was building.
    build(config, encoder, &store, &lock, list(config)?, started)
}

/// Builds a generation from what was listed under the lock.
fn build(
    config: &Config,
    encoder: &Encoder,
    store: &Store,
    lock: &BuildLock<'_>,
    listing: Listing,
    started: Instant,
) -> anyhow::Result<Rebuild> {
    let (before, _) = open(store)?;
    let fingerprint = fingerprint(&listing, encoder);
    let progress = Progress::new();
    let corpus = listing.into_corpus(|done, total| progress.set("reading", done, total));
    if corpus.articles.is_empty() {
        drop(progress);
        warn_of(&corpus.problems);
        anyhow::bail!(message::no_articles(&config.corpus));
    }
    let built = lock
        .build(&corpus.articles, &corpus.synonyms, encoder, &fingerprint, &mut |step| {
            show(&progress, &step);
        })
        .map_err(explain)?;
    let Built { generation, .. } = built;
    drop(progress);
    for warning in &corpus.warnings {
        paint::warn(&message::unknown_language(
            &warning.path,
            &warning.given,
            warning.taken.code(),
        ));
    }
    Ok(Rebuild {
        generation,
        before,
        problems: corpus.problems,
        elapsed: started.elapsed(),
    })
}

fn build_if_stale(
    config: &Config,
    encoder: &Encoder,
    store: &Store,
    old: Option<Generation>,
) -> anyhow::Result<Generation> {
    let attempt = || -> anyhow::Result<Generation> {
        let lock = lock(store)?;
        let started = Instant::now();
        // Whoever held the lock may have built what is wanted.
        let listing = list(config)?;
        let wanted = fingerprint(&listing, encoder);
        if let (Some(now), _) = open(store)?
            && *now.fingerprint() == wanted
        {
            return Ok(now);
        }
        let rebuild = build(config, encoder, store, &lock, listing, started)?;
        warn_of(&rebuild.problems);
        let generation = rebuild.generation;
        paint::warn(&message::built(
            generation.article_count(),
            generation.passage_count(),
            rebuild.elapsed,
        ));
        Ok(generation)
    };
    match (attempt(), old) {
        (Ok(generation), _) => Ok(generation),
        (Err(error), Some(old)) => {
            paint::warn(&message::answering_from_old(old.name(), &format!("{error:#}")));
            Ok(old)
        }
        (Err(error), None) => Err(error),
    }
}

/// The build lock; whoever has to wait for it is told for whom.
fn lock(store: &Store) -> anyhow::Result<BuildLock<'_>> {
    match store.lock(None) {
        Err(StoreError::Locked { holder }) => {
            paint::warn(&message::waiting(&holder));
            store.lock(Some(PATIENCE)).map_err(explain)
        }
        other => other.map_err(explain),
    }
}

fn warn_of(problems: &[Problem]) {
    for problem in problems {
        paint::warn(&left_out(problem));
    }
}

/// What a problem is to a reader.
pub(super) fn left_out(problem: &Problem) -> String {
    match problem.line {
        Some(line) if problem.is_of_one_line() => message::line_left_out(&problem.path, line, &problem.reason),
        line => message::left_out(&problem.path, line, &problem.reason),
    }
}

fn list(config: &Config) -> anyhow::Result<Listing> {
    Listing::read(&config.corpus).map_err(|error| match error {
        CorpusError::Missing(folder) => anyhow::anyhow!(message::no_corpus(&folder)),
        other => other.into(),
    })
}

fn fingerprint(listing: &Listing, encoder: &Encoder) -> Fingerprint {
    Fingerprint::of_files(&listing.hashes(), &encoder.identity())
}

fn open(store: &Store) -> anyhow::Result<(Option<Generation>, Vec<Setback>)> {
    match store.open() {
        Ok(Opened { generation, setbacks }) => Ok((Some(generation), setbacks)),
        Err(StoreError::NoGeneration { setbacks }) => Ok((None, setbacks)),
        Err(error) => Err(error).context("failed to open the index"),
    }
}

fn report(setbacks: &[Setback]) {
    for setback in setbacks {
        paint::warn(&message::damaged_generation(&setback.name, &setback.reason));
    }
}

fn explain(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::Locked { holder } => anyhow::anyhow!(message::locked(&holder)),
        other => anyhow::Error::new(other).context("failed to build the index"),
    }
}

fn show(progress: &Progress, step: &Step) {
    match *step {
        Step::Indexing { done, total } => progress.set("indexing", done, total),
        Step::Encoding { done, total } => progress.set("encoding", done, total),
        Step::Writing => progress.set("writing", 0, 1),
        Step::Verifying => progress.set("verifying", 0, 1),
    }
}

//! The live generation, and reindexing.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::{Labels, family};

/// The live generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenerationFigures {
    /// Its number, from 1.
    pub number: u64,
    /// When it was built, in seconds since 1970.
    pub built_at: u64,
    /// The number of articles in it.
    pub articles: usize,
    /// The number of passages in all of them.
    pub passages: usize,
    /// The number of files, and of lines of the synonyms, that were skipped when it was built.
    pub left_out: usize,
}

/// The articles that the bot answers from.
#[derive(Debug)]
pub struct ArticleMetrics {
    number: Gauge<u64, AtomicU64>,
    built_at: Gauge<u64, AtomicU64>,
    article_count: Gauge<u64, AtomicU64>,
    passage_count: Gauge<u64, AtomicU64>,
    left_out: Gauge<u64, AtomicU64>,
    trouble: Gauge,
    reindexes: Family<Labels<1>, Counter>,
    last_took: Gauge<f64, AtomicU64>,
    /// True if every library is opened only when somebody needs it.
    opens_on_demand: AtomicBool,
}

/// A reindex in progress. It counts as failed if it is dropped before it ends, as by a panic.
#[derive(Debug)]
#[must_use = "it counts as failed at once"]
pub struct Reindex<'a> {
    articles: &'a ArticleMetrics,
    began: Instant,
    is_done: bool,
}

impl ArticleMetrics {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let articles = Self {
            number: Gauge::default(),
            built_at: Gauge::default(),
            article_count: Gauge::default(),
            passage_count: Gauge::default(),
            left_out: Gauge::default(),
            trouble: Gauge::default(),
            reindexes: family(["done", "failed"].map(outcome), Counter::default),
            last_took: Gauge::default(),
            opens_on_demand: AtomicBool::default(),
        };
        articles.register(registry);
        articles
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "generation_number",
            "Number of the live generation of the index; 0 before there is one",
            self.number.clone(),
        );
        registry.register_with_unit(
            "generation_built_timestamp",
            "When the live generation was built, since 1970",
            Unit::Seconds,
            self.built_at.clone(),
        );
        registry.register(
            "articles",
            "ArticleMetrics of the live generation",
            self.article_count.clone(),
        );
        registry.register(
            "passages",
            "Passages of the live generation",
            self.passage_count.clone(),
        );
        registry.register(
            "left_out",
            "Files, and lines of the synonyms, that were skipped when the live generation was built",
            self.left_out.clone(),
        );
        registry.register(
            "articles_trouble",
            "Whether something keeps the newest articles from being live: 1 or 0",
            self.trouble.clone(),
        );
        registry.register(
            "reindexes",
            "Reindexes by this process, by outcome; a failed one leaves the old generation live",
            self.reindexes.clone(),
        );
        registry.register_with_unit(
            "reindex_last_duration",
            "Time that the last reindex of this process took, whatever its outcome; 0 before the first",
            Unit::Seconds,
            self.last_took.clone(),
        );
    }

    /// Notes that this generation is now live.
    pub fn set_generation(&self, generation: GenerationFigures) {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        self.number.set(generation.number);
        self.built_at.set(generation.built_at);
        self.article_count.set(count(generation.articles));
        self.passage_count.set(count(generation.passages));
        self.left_out.set(count(generation.left_out));
    }

    /// Notes that no generation has to be live before somebody can ask: every library is opened when it is needed.
    pub fn open_on_demand(&self) {
        self.opens_on_demand.store(true, Ordering::Relaxed);
    }

    /// True if there is a generation to answer from, or none is needed before somebody asks.
    pub(super) fn is_live(&self) -> bool {
        self.number.get() > 0 || self.opens_on_demand.load(Ordering::Relaxed)
    }

    /// Notes whether a problem keeps the newest articles from going live.
    pub fn set_trouble(&self, has_trouble: bool) {
        self.trouble.set(has_trouble.into());
    }

    /// Counts a reindex, which begins now.
    pub fn reindex(&self) -> Reindex<'_> {
        Reindex {
            articles: self,
            began: Instant::now(),
            is_done: false,
        }
    }
}

impl Reindex<'_> {
    /// Ends the reindex, with or without a new generation.
    pub fn ended(mut self, has_new: bool) {
        self.is_done = has_new;
    }
}

impl Drop for Reindex<'_> {
    fn drop(&mut self) {
        let word = if self.is_done { "done" } else { "failed" };
        self.articles.reindexes.get_or_create(&outcome(word)).inc();
        self.articles.last_took.set(self.began.elapsed().as_secs_f64());
    }
}

fn outcome(word: &'static str) -> Labels<1> {
    [("outcome", word)]
}

//! The metrics of the running bot, for Prometheus.
//!
//! Each method reports an event; only this module knows the names, labels and descriptions of metrics. Labels are a few
//! fixed words: no metric shows a person or a text. Not here: serving them (`http`).

mod articles;
mod gateway;
mod posts;
mod process;
mod questions;
mod rest;

use std::hash::Hash;
use std::sync::atomic::{AtomicBool, Ordering};

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

pub use articles::{ArticleMetrics, GenerationFigures, Reindex};
pub use gateway::{Gateway, Shard};
pub use posts::{InteractionPosts, PostOutcome};
pub use process::Process;
pub use questions::{Held, QuestionOutcome, Questions, Way};
pub use rest::{Ending, Failure, Requests};

/// The names and words of a metric's labels.
type Labels<const N: usize> = [(&'static str, &'static str); N];

/// The upper bounds of all histograms in seconds: from the time of a search to that of a request with many retries.
/// Discord waits three seconds for a first response.
const BOUNDS: [f64; 17] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0,
];

/// All metrics.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    is_stopping: AtomicBool,
    /// Questions and their outcomes.
    pub questions: Questions,
    /// The connection that delivers events.
    pub gateway: Gateway,
    /// Interactions that Discord posts to the bot.
    pub posts: InteractionPosts,
    /// Requests to Discord's API.
    pub requests: Requests,
    /// The articles that the bot answers from.
    pub articles: ArticleMetrics,
    /// The process itself.
    pub process: Process,
}

/// The text format of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `OpenMetrics`, version 1.0.0.
    OpenMetrics,
    /// Prometheus' own text format, version 0.0.4, which everything can read.
    Prometheus,
}

/// The reason why the bot can't answer yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReady {
    /// No generation of the index is open yet.
    Generation,
    /// A shard is not connected to Discord, or none is.
    Connection,
    /// Discord has not said yet with which key it signs interactions.
    Key,
    /// It is about to stop.
    Stopping,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Creates the metrics of a bot that has done nothing yet.
    pub fn new() -> Self {
        let mut registry = Registry::default();
        let process = Process::new(&mut registry);
        let ours = registry.sub_registry_with_prefix("verbatim");
        Self {
            questions: Questions::new(ours),
            gateway: Gateway::new(ours),
            posts: InteractionPosts::new(ours),
            requests: Requests::new(ours),
            articles: ArticleMetrics::new(ours),
            process,
            is_stopping: AtomicBool::new(false),
            registry,
        }
    }

    /// Writes the current values of all metrics.
    pub fn text(&self, format: Format) -> String {
        let mut written = String::new();
        // Writing to a string can't fail, and all our values can be written.
        let _ = match format {
            Format::OpenMetrics => text::encode(&mut written, &self.registry),
            Format::Prometheus => prometheus_text::encode(&mut written, &self.registry),
        };
        written
    }

    /// Notes that the bot is about to stop: from now on, it is not ready.
    pub fn stopping(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Reports whether the bot can answer.
    ///
    /// # Errors
    /// The reason why it can't.
    pub fn readiness(&self) -> Result<(), NotReady> {
        if self.is_stopping.load(Ordering::Relaxed) {
            Err(NotReady::Stopping)
        } else if !self.articles.is_live() {
            Err(NotReady::Generation)
        } else if !self.gateway.is_connected() {
            Err(NotReady::Connection)
        } else if self.posts.lacks_key() {
            Err(NotReady::Key)
        } else {
            Ok(())
        }
    }
}

/// Makes a metric for each of these labels. All exist from the start, so that 0 differs from missing.
fn family<S, M>(labels: impl IntoIterator<Item = S>, new: fn() -> M) -> Family<S, M>
where
    S: Clone + Hash + Eq + EncodeLabelSet,
    M: Clone,
{
    let family = Family::new_with_constructor(new);
    for labels in labels {
        family.get_or_create_owned(&labels);
    }
    family
}

fn histogram() -> Histogram {
    Histogram::new(BOUNDS)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_ready_with_a_generation_and_all_that_brings_it_events_until_it_stops() {
        let metrics = Metrics::new();
        assert_eq!(metrics.readiness(), Err(NotReady::Generation));
        metrics.articles.set_generation(GenerationFigures {
            number: 1,
            built_at: 1_700_000_000,
            articles: 1,
            passages: 5,
            left_out: 0,
        });
        assert_eq!(metrics.readiness(), Err(NotReady::Connection));
        metrics.gateway.opened(2);
        let shard = |id, is_connected| Shard {
            id,
            is_connected,
            latency: Some(Duration::from_millis(40)),
        };
        metrics.gateway.seen(&[shard(0, true)]);
        assert_eq!(metrics.readiness(), Err(NotReady::Connection), "the other is not");
        metrics.gateway.seen(&[shard(0, true), shard(1, true)]);
        assert_eq!(metrics.readiness(), Ok(()));
        metrics.gateway.seen(&[shard(1, true)]);
        assert_eq!(metrics.readiness(), Err(NotReady::Connection), "it is gone");
        let on_demand = Metrics::new();
        on_demand.articles.open_on_demand();
        assert_eq!(on_demand.readiness(), Err(NotReady::Connection));
        on_demand.gateway.turned_off();
        assert_eq!(on_demand.readiness(), Ok(()));
        on_demand.posts.wait_for_key(true);
        assert_eq!(on_demand.readiness(), Err(NotReady::Key));
        on_demand.posts.wait_for_key(false);
        assert_eq!(on_demand.readiness(), Ok(()));
        on_demand.stopping();
        assert_eq!(on_demand.readiness(), Err(NotReady::Stopping));
        let text = metrics.text(Format::Prometheus);
        assert!(text.contains("verbatim_shard_connected{shard=\"0\"} 0\n"), "{text}");
        assert!(text.contains("verbatim_shard_connected{shard=\"1\"} 1\n"), "{text}");
    }

    #[test]
    fn every_series_exists_from_the_start() {
        let text = Metrics::new().text(Format::OpenMetrics);
        for series in [
            "verbatim_questions_total{way=\"slash\",kind=\"passages\",status=\"no_answer\"} 0\n",
            "verbatim_questions_total{way=\"private_message\",kind=\"none\",status=\"limited\"} 0\n",
            "verbatim_stage_duration_seconds_count{stage=\"queue\"} 0\n",
            "verbatim_rest_requests_total{outcome=\"refused\"} 0\n",
            "verbatim_reindexes_total{outcome=\"failed\"} 0\n",
            "verbatim_panics_total 0\n",
            "verbatim_build_info{version=\"",
            "# EOF\n",
        ] {
            assert!(text.contains(series), "{series} is not in\n{text}");
        }
    }
}

//! What is counted and measured of the running bot, as Prometheus reads it.
//!
//! Whoever counts calls a method that says what happened; the names of metrics, their labels and what is said about
//! them stand here alone. Counting is adding to an atomic, so nobody who answers waits for somebody who reads. Labels
//! are few words of our own: no metric knows who asked, or what. Not here: handing it out (`http`).

mod articles;
mod gateway;
mod histogram;
mod process;
mod questions;
mod rest;

use std::hash::Hash;

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use histogram::Histogram;

pub use articles::{Articles, Generation, Reindex};
pub use gateway::{Gateway, Shard};
pub use process::Process;
pub use questions::{Held, Outcome, Questions, Way};
pub use rest::{Ending, Failure, Requests};

/// The names and words of a metric's labels.
type Labels<const N: usize> = [(&'static str, &'static str); N];

/// All that is counted and measured.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Questions, and what becomes of them.
    pub questions: Questions,
    /// The connection that events come over.
    pub gateway: Gateway,
    /// Requests to Discord's API.
    pub requests: Requests,
    /// What is answered from.
    pub articles: Articles,
    /// The process itself.
    pub process: Process,
}

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `OpenMetrics`, version 1.0.0.
    OpenMetrics,
    /// Prometheus' own text, version 0.0.4, which everything reads.
    Prometheus,
}

/// What keeps it from answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No generation of the index is open yet.
    Generation,
    /// Discord is not connected, or a part of the connection is not.
    Connection,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        let mut registry = Registry::default();
        let process = Process::new(&mut registry);
        let ours = registry.sub_registry_with_prefix("verbatim");
        Self {
            questions: Questions::new(ours),
            gateway: Gateway::new(ours),
            requests: Requests::new(ours),
            articles: Articles::new(ours),
            process,
            registry,
        }
    }

    /// All figures as they are now.
    pub fn text(&self, format: Format) -> String {
        let mut written = String::new();
        // A string takes whatever is written to it, and no figure of ours is one that cannot be written.
        let _ = match format {
            Format::OpenMetrics => text::encode(&mut written, &self.registry),
            Format::Prometheus => prometheus_text::encode(&mut written, &self.registry),
        };
        written
    }

    /// What keeps it from answering; `None` if nothing does.
    pub fn lack(&self) -> Option<Lack> {
        if !self.articles.are_live() {
            Some(Lack::Generation)
        } else if !self.gateway.is_connected() {
            Some(Lack::Connection)
        } else {
            None
        }
    }
}

/// A metric for each of these labels. They are there from the start: a figure that is 0 is told from one that is
/// missing, and no lock is ever taken to add one.
fn family<S, M>(labels: impl IntoIterator<Item = S>) -> Family<S, M>
where
    S: Clone + Hash + Eq + EncodeLabelSet,
    M: Default + Clone,
{
    let family = Family::default();
    for labels in labels {
        let _: M = family.get_or_create_owned(&labels);
    }
    family
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_ready_when_there_is_a_generation_and_every_shard_is_connected() {
        let metrics = Metrics::new();
        assert_eq!(metrics.lack(), Some(Lack::Generation));
        metrics.articles.are_from(Generation {
            number: 1,
            built_at: 1_700_000_000,
            articles: 1,
            passages: 5,
            left_out: 0,
        });
        assert_eq!(metrics.lack(), Some(Lack::Connection));
        metrics.gateway.opened(2);
        let shard = |id, is_connected| Shard {
            id,
            is_connected,
            latency: Some(Duration::from_millis(40)),
        };
        metrics.gateway.seen(&[shard(0, true)]);
        assert_eq!(metrics.lack(), Some(Lack::Connection), "the other is not");
        metrics.gateway.seen(&[shard(0, true), shard(1, true)]);
        assert_eq!(metrics.lack(), None);
        metrics.gateway.seen(&[shard(1, true)]);
        assert_eq!(metrics.lack(), Some(Lack::Connection), "it is gone");
        let text = metrics.text(Format::Prometheus);
        assert!(text.contains("verbatim_shard_connected{shard=\"0\"} 0\n"), "{text}");
        assert!(text.contains("verbatim_shard_connected{shard=\"1\"} 1\n"), "{text}");
    }

    #[test]
    fn every_figure_that_can_be_known_beforehand_is_there_from_the_start() {
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

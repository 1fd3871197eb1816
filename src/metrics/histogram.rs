//! How long things took: so many at most this long, so many at most that long.
//!
//! Not the library's own histogram, which takes a lock for each measurement and holds it while it is read: this one is
//! made of atomics alone, so that a scrape never holds up an answer.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::encoding::{EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::{MetricType, TypedMetric};

/// Where the buckets end, in microseconds: from what a search takes to what a request takes that is tried again and
/// again. Three seconds are what Discord waits for a first response.
const BOUNDS_MICROS: [u32; 17] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000, 3_000_000,
    5_000_000, 10_000_000, 30_000_000, 60_000_000,
];

/// The durations of many things of a kind. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram(Arc<Measured>);

#[derive(Debug, Default)]
struct Measured {
    /// How many fell into each bucket alone; the last is for what took longer than all bounds.
    buckets: [AtomicU64; BOUNDS_MICROS.len() + 1],
    /// Of all of them together; enough for 584 years.
    nanos: AtomicU64,
}

impl Histogram {
    /// Something took this long.
    pub(super) fn observe(&self, took: Duration) {
        let at = BOUNDS_MICROS.partition_point(|&bound| Duration::from_micros(bound.into()) < took);
        // There is a bucket behind every bound, and one more.
        if let Some(bucket) = self.0.buckets.get(at) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.0.nanos.fetch_add(nanos, Ordering::Relaxed);
    }
}

impl EncodeMetric for Histogram {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), fmt::Error> {
        let bounds = BOUNDS_MICROS
            .iter()
            .map(|&bound| f64::from(bound) / 1e6)
            .chain([f64::INFINITY]);
        let counts = self.0.buckets.iter().map(|count| count.load(Ordering::Relaxed));
        let buckets: Vec<(f64, u64)> = bounds.zip(counts).collect();
        // Made of the buckets, so that the two agree whatever is counted meanwhile.
        let count = buckets.iter().map(|(_, count)| count).sum();
        let sum = Duration::from_nanos(self.0.nanos.load(Ordering::Relaxed)).as_secs_f64();
        encoder.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

impl TypedMetric for Histogram {
    const TYPE: MetricType = MetricType::Histogram;
}

#[cfg(test)]
mod tests {
    use prometheus_client::encoding::text::encode;
    use prometheus_client::registry::Registry;

    use super::*;

    #[test]
    fn what_takes_exactly_as_long_as_a_bound_is_within_it() {
        let histogram = Histogram::default();
        for micros in [0, 500, 501, 2_000_000, 61_000_000] {
            histogram.observe(Duration::from_micros(micros));
        }
        let mut registry = Registry::default();
        registry.register("took", "Time", histogram);
        let mut text = String::new();
        encode(&mut text, &registry).unwrap();
        for line in [
            "took_sum 63.001001\n",
            "took_count 5\n",
            "took_bucket{le=\"0.0005\"} 2\n",
            "took_bucket{le=\"0.001\"} 3\n",
            "took_bucket{le=\"1.0\"} 3\n",
            "took_bucket{le=\"2.0\"} 4\n",
            "took_bucket{le=\"60.0\"} 4\n",
            "took_bucket{le=\"+Inf\"} 5\n",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}

//! The process: its version, uptime, memory, and panics.

use std::fmt;
use std::time::{Duration, Instant, SystemTime};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// The process itself.
#[derive(Debug)]
pub struct Process {
    panics: Counter,
}

impl Process {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let panics = Counter::default();
        registry.register(
            "verbatim_panics",
            "Panics: bugs that each aborted one piece of work",
            panics.clone(),
        );
        registry.register(
            "verbatim_build",
            "Version of the program",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register_collector(Box::new(Now {
            started: SystemTime::now(),
            since: Instant::now(),
        }));
        Self { panics }
    }

    /// The memory that the process holds, in bytes; `None` if the system does not report it.
    pub fn resident_bytes(&self) -> Option<u64> {
        memory_stats::memory_stats().map(|memory| memory.physical_mem as u64)
    }

    /// Counts a panic.
    pub fn panicked(&self) {
        self.panics.inc();
    }
}

/// Metrics whose values are read on request.
#[derive(Debug)]
struct Now {
    started: SystemTime,
    since: Instant,
}

impl Collector for Now {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut gauge = |name: &str, help: &str, unit: Unit, value: f64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, Some(&unit), gauge.metric_type())?)
        };
        gauge(
            "verbatim_uptime",
            "Time since the process was started.",
            Unit::Seconds,
            self.since.elapsed().as_secs_f64(),
        )?;
        // Prometheus has the same name for this in every process.
        let started = self.started.duration_since(SystemTime::UNIX_EPOCH);
        gauge(
            "process_start_time",
            "When the process was started, since 1970.",
            Unit::Seconds,
            started.unwrap_or(Duration::ZERO).as_secs_f64(),
        )?;
        // If the system does not report it, leave the metric out rather than show a wrong value.
        if let Some(memory) = memory_stats::memory_stats() {
            gauge(
                "process_resident_memory",
                "Memory that the process holds.",
                Unit::Bytes,
                bytes(memory.physical_mem),
            )?;
            gauge(
                "process_virtual_memory",
                "Address space that the process has reserved.",
                Unit::Bytes,
                bytes(memory.virtual_mem),
            )?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures have a precision of 2^53 bytes")]
fn bytes(count: usize) -> f64 {
    count as f64
}

//! The figures as one JSON object. Other programs rely on the field names.

use std::collections::BTreeMap;

use serde::Serialize;

use super::floors::{Floor, Verdict};
use super::measures::{Figure, QuestionResult, percentile};
use super::misses::Miss;
use super::reliability::{Bin, Reliability};
use super::{Asked, by_style};

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    all: Group,
    latency_ms: Latency,
    by_style: BTreeMap<&'a str, Group>,
    reliability: ReliabilityObject,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    floors: Vec<FloorObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    misses: Option<BTreeMap<&'static str, Vec<MissObject<'a>>>>,
}

/// The figures of a group of questions.
#[derive(Serialize)]
struct Group {
    /// The number of questions.
    n: usize,
    figures: BTreeMap<&'static str, Option<f64>>,
    /// For each figure that is a share: the number of questions that count, and of all.
    counts: BTreeMap<&'static str, Count>,
}

#[derive(Serialize)]
struct Count {
    count: usize,
    of: usize,
}

#[derive(Serialize)]
struct Latency {
    p50: Option<f64>,
    p99: Option<f64>,
}

#[derive(Serialize)]
struct ReliabilityObject {
    ece: Option<f64>,
    brier: Option<f64>,
    bins: Vec<BinObject>,
}

#[derive(Serialize)]
struct BinObject {
    from: f64,
    to: f64,
    n: usize,
    right: usize,
    mean_confidence: Option<f64>,
    share_right: Option<f64>,
}

#[derive(Serialize)]
struct FloorObject {
    name: &'static str,
    least: f64,
    value: Option<f64>,
    met: bool,
}

#[derive(Serialize)]
struct MissObject<'a> {
    id: &'a str,
    line: usize,
    question: &'a str,
    style: &'a str,
    status: &'static str,
    confidence: f32,
    rank: Option<usize>,
    key_sentence: Option<&'a str>,
    relevant: &'a [String],
}

/// Returns the JSON object, without a line break.
pub(super) fn report(asked: &[Asked<'_>], floors: &[Floor], with_misses: bool) -> serde_json::Result<String> {
    let outcomes: Vec<&QuestionResult> = asked.iter().map(|asked| &asked.outcome).collect();
    let millis = |percent| percentile(&outcomes, percent).map(|time| time.as_secs_f64() * 1_000.0);
    let reliability = Reliability::of(&outcomes);
    serde_json::to_string(&Report {
        all: figures(&outcomes),
        latency_ms: Latency {
            p50: millis(50),
            p99: millis(99),
        },
        by_style: by_style(asked)
            .into_iter()
            .map(|(style, outcomes)| (style, figures(&outcomes)))
            .collect(),
        reliability: ReliabilityObject {
            ece: reliability.ece,
            brier: reliability.brier,
            bins: reliability.bins.iter().map(bin).collect(),
        },
        floors: floors.iter().map(|floor| against(*floor, &outcomes)).collect(),
        misses: with_misses.then(|| {
            Miss::ALL
                .into_iter()
                .map(|way| (way.name(), way.among(asked).into_iter().map(miss).collect()))
                .collect()
        }),
    })
}

fn figures(outcomes: &[&QuestionResult]) -> Group {
    let measured = Figure::ALL.map(|figure| (figure.name(), figure.measure(outcomes)));
    Group {
        n: outcomes.len(),
        figures: measured
            .iter()
            .map(|(name, measured)| (*name, measured.value))
            .collect(),
        counts: measured
            .iter()
            .filter_map(|(name, measured)| {
                let (count, of) = measured.count?;
                Some((*name, Count { count, of }))
            })
            .collect(),
    }
}

fn bin(bin: &Bin) -> BinObject {
    BinObject {
        from: bin.from,
        to: bin.to,
        n: bin.n,
        right: bin.right,
        mean_confidence: bin.mean_confidence,
        share_right: bin.share_right(),
    }
}

fn against(floor: Floor, outcomes: &[&QuestionResult]) -> FloorObject {
    let value = floor.figure.measure(outcomes).value;
    FloorObject {
        name: floor.figure.name(),
        least: floor.least,
        value,
        met: floor.verdict(value) == Verdict::Met,
    }
}

fn miss<'a>(asked: &'a Asked<'_>) -> MissObject<'a> {
    MissObject {
        id: &asked.line.id,
        line: asked.line.number,
        question: asked.line.question.asked(),
        style: &asked.line.style,
        status: asked.outcome.status.name(),
        confidence: asked.outcome.confidence,
        rank: asked.outcome.rank,
        key_sentence: asked.key_sentence.as_deref(),
        relevant: &asked.line.relevant,
    }
}

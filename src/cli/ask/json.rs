//! An answer as one line of JSON. Other programs rely on the field names.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answer::{Answer, BestEvidence, Quote};
use crate::corpus::{MarkKind, Unit};
use crate::question::Question;

#[derive(Serialize)]
struct Line<'a> {
    question: &'a str,
    /// "passages", "overview" or "`small_talk`".
    kind: &'static str,
    status: &'static str,
    confidence: f32,
    elapsed_ms: f64,
    generation: &'a str,
    quotes: Vec<QuoteObject<'a>>,
    suggestions: &'a [String],
    evidence: Option<EvidenceObject>,
}

/// The evidence behind the confidence; `docs/quality.md` explains each field.
#[derive(Serialize)]
struct EvidenceObject {
    score: f32,
    lead: f32,
    size: f32,
    lacks_number: bool,
    reading: Option<f32>,
    #[serde(flatten)]
    features: BTreeMap<&'static str, f32>,
}

#[derive(Serialize)]
struct QuoteObject<'a> {
    rank: usize,
    score: f32,
    article: ArticleObject<'a>,
    headings: &'a [String],
    paragraph: usize,
    path: &'a str,
    /// Null in a file without lines.
    lines: Option<(usize, usize)>,
    /// Null in a file without pages.
    pages: Option<(usize, usize)>,
    /// Null in a file without slides.
    slides: Option<(usize, usize)>,
    bytes: Option<(usize, usize)>,
    text: &'a str,
    key_sentence: &'a str,
    highlights: Vec<(usize, usize)>,
    marks: Vec<MarkObject>,
}

/// A stretch of the text that is a link, emphasised, code or a spoiler.
#[derive(Serialize)]
struct MarkObject {
    start: usize,
    end: usize,
    #[serde(flatten)]
    kind: MarkKind,
}

#[derive(Serialize)]
struct ArticleObject<'a> {
    id: &'a str,
    title: &'a str,
    source: Option<String>,
    date: Option<&'a str>,
}

/// Returns the JSON object, without a line break.
pub(super) fn line(question: &Question, answer: &Answer) -> serde_json::Result<String> {
    serde_json::to_string(&Line {
        question: question.asked(),
        kind: answer.kind.name(),
        status: answer.status.name(),
        confidence: answer.confidence,
        elapsed_ms: answer.elapsed.as_secs_f64() * 1_000.0,
        generation: &answer.generation,
        quotes: answer
            .quotes
            .iter()
            .enumerate()
            .map(|(at, quote)| object(at + 1, quote))
            .collect(),
        suggestions: &answer.suggestions,
        evidence: answer.evidence.map(evidence),
    })
}

fn evidence(best: BestEvidence) -> EvidenceObject {
    EvidenceObject {
        score: best.score,
        lead: best.lead,
        size: best.size,
        lacks_number: best.lacks_number,
        reading: best.reading,
        features: best.evidence.features(1.0).into_iter().collect(),
    }
}

fn object(rank: usize, quote: &Quote) -> QuoteObject<'_> {
    let article = quote.article();
    QuoteObject {
        rank,
        score: quote.score(),
        article: ArticleObject {
            id: &article.id,
            title: &article.title,
            source: quote.link(),
            date: article.metadata.date.as_deref(),
        },
        headings: quote.headings(),
        paragraph: quote.passage().paragraph,
        path: &article.path,
        lines: (article.unit() == Unit::Line).then_some(quote.passage().lines),
        pages: (article.unit() == Unit::Page).then_some(quote.passage().lines),
        slides: (article.unit() == Unit::Slide).then_some(quote.passage().lines),
        bytes: quote.passage().bytes.as_ref().map(|range| (range.start, range.end)),
        text: quote.text(),
        key_sentence: quote.key_sentence(),
        highlights: quote.highlights().map(|range| (range.start, range.end)).collect(),
        marks: article
            .marks_of(quote.passage())
            .map(|mark| MarkObject {
                start: mark.range.start,
                end: mark.range.end,
                kind: mark.kind,
            })
            .collect(),
    }
}

//! An answer as one line of JSON. The field names are a promise to other programs.

use serde::Serialize;

use crate::answer::{Answer, Question, Quote};

#[derive(Serialize)]
struct Line<'a> {
    question: &'a str,
    status: &'static str,
    confidence: f32,
    elapsed_ms: f64,
    generation: &'a str,
    quotes: Vec<QuoteObject<'a>>,
    suggestions: &'a [String],
}

#[derive(Serialize)]
struct QuoteObject<'a> {
    rank: usize,
    score: f32,
    article: ArticleObject<'a>,
    headings: &'a [String],
    paragraph: usize,
    path: &'a str,
    lines: (usize, usize),
    bytes: Option<(usize, usize)>,
    text: &'a str,
    key_sentence: &'a str,
    highlights: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct ArticleObject<'a> {
    id: &'a str,
    title: &'a str,
    source: Option<&'a str>,
}

/// The object, without a line break.
pub(super) fn line(question: &Question, answer: &Answer) -> serde_json::Result<String> {
    serde_json::to_string(&Line {
        question: question.asked(),
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
    })
}

fn object(rank: usize, quote: &Quote) -> QuoteObject<'_> {
    let article = quote.article();
    QuoteObject {
        rank,
        score: quote.score(),
        article: ArticleObject {
            id: &article.id,
            title: &article.title,
            source: article.metadata.url.as_deref(),
        },
        headings: quote.headings(),
        paragraph: quote.passage().paragraph,
        path: &article.path,
        lines: quote.passage().lines,
        bytes: quote.passage().bytes.as_ref().map(|range| (range.start, range.end)),
        text: quote.text(),
        key_sentence: quote.key_sentence(),
        highlights: quote.highlights().map(|range| (range.start, range.end)).collect(),
    }
}

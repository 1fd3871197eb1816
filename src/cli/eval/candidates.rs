//! Writes the ranking of each question, one JSON object a line. The weights of the ranking, the gate and the reader are
//! fitted to it: `tools/fit_ranking.py` and `tools/train_reader.py` read it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use crate::answer::{Answerer, Ranked, RankedPassage};

use super::questions::{Kind, Line};

/// The most passages written for each question.
const PASSAGES: usize = 32;

#[derive(Serialize)]
struct QuestionObject<'a> {
    question: &'a str,
    /// The question as it was searched for.
    read: String,
    answerable: bool,
    style: &'a str,
    relevant: &'a [String],
    lacks_number: bool,
    size: f32,
    candidates: Vec<PassageObject<'a>>,
}

#[derive(Serialize)]
struct PassageObject<'a> {
    path: &'a str,
    title: &'a str,
    headings: &'a [String],
    score: f32,
    /// In reading order.
    sentences: Vec<SentenceObject<'a>>,
}

#[derive(Serialize)]
struct SentenceObject<'a> {
    text: &'a str,
    score: f32,
    /// The log-odds that the reader gave it, if it read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<f32>,
    features: BTreeMap<&'static str, f32>,
}

/// Writes the candidates of all questions to `file`.
pub(super) fn write(file: &Path, answerer: &Answerer, lines: &[Line]) -> anyhow::Result<()> {
    let writing = || format!("failed to write {}", file.display());
    let mut out = BufWriter::new(File::create(file).with_context(writing)?);
    for line in lines {
        let ranked = answerer.ranked(&line.question, PASSAGES)?;
        serde_json::to_writer(&mut out, &object(line, &ranked))?;
        out.write_all(b"\n").with_context(writing)?;
    }
    out.flush().with_context(writing)
}

fn object<'a>(line: &'a Line, ranked: &'a Ranked) -> QuestionObject<'a> {
    QuestionObject {
        question: line.question.asked(),
        read: ranked.question.clone(),
        answerable: line.kind == Kind::Answerable,
        style: &line.style,
        relevant: &line.relevant,
        lacks_number: ranked.lacks_number,
        size: ranked.size,
        candidates: ranked
            .passages
            .iter()
            .map(|passage| passage_object(passage, ranked.size))
            .collect(),
    }
}

fn passage_object(passage: &RankedPassage, size: f32) -> PassageObject<'_> {
    let quote = &passage.quote;
    let (text, ranges) = (quote.text(), &quote.passage().sentences);
    let mut sentences: Vec<_> = passage.sentences.iter().collect();
    sentences.sort_by_key(|sentence| sentence.at);
    PassageObject {
        path: &quote.article().path,
        title: &quote.article().title,
        headings: quote.headings(),
        score: quote.score(),
        sentences: sentences
            .into_iter()
            .filter_map(|sentence| {
                let reading = passage.readings.iter().find(|(read, _)| *read == sentence.at);
                Some(SentenceObject {
                    text: text.get(ranges.get(sentence.at)?.clone())?,
                    score: sentence.score,
                    reading: reading.map(|(_, reading)| *reading),
                    features: sentence.evidence.features(size).into_iter().collect(),
                })
            })
            .collect(),
    }
}

//! `verbatim eval`: how well questions whose answers are known are answered.
//!
//! Reads the questions, asks them, and hands what came back to the arithmetic. Nothing is measured unless every
//! line is a question.

mod candidates;
mod floors;
mod json;
mod measures;
mod misses;
mod questions;
mod reliability;
mod show;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use crate::answer::{Answer, AnswerError, Answerer};
use crate::config::Config;
use crate::index::{Generation, StoreError};
use crate::library::Library;
use crate::message;
use crate::question::Question;
use crate::text::fold::collapse_white_space;

use super::library::{answerer, open, open_answerer};
use super::paint::{self, Page};
use super::progress::Progress;
use super::{ANSWERED, ERROR, FELL_SHORT};
use floors::{Floor, Verdict};
use measures::{Outcome, is_same_sentence};
use questions::{BadLine, Kind, Line};

/// The file of questions in a folder that is named.
const QUESTION_FILE: &str = "questions.jsonl";
/// The folder of articles beside it.
const CORPUS_FOLDER: &str = "corpus";

/// How many quotes each question is asked for: the right passage is looked for among so many.
const QUOTES: usize = 10;

/// How many lines are named before the rest is only counted.
const MAX_NAMED_LINES: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The questions, one JSON object a line; or a folder with questions.jsonl and, for articles of its own, corpus/
    #[arg(value_name = "FILE|FOLDER")]
    path: PathBuf,
    /// List the questions that went wrong, by how
    #[arg(long)]
    misses: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Write what ranking saw of each question to a file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    candidates: Option<PathBuf>,
    /// Figures that must be at least so high, as in passage@1=0.9,mrr=0.8; else the exit status is 1
    #[arg(long = "min", value_name = "NAME=VALUE", value_delimiter = ',')]
    floors: Vec<Floor>,
}

/// A question that was asked, and what came back.
struct Asked<'a> {
    line: &'a Line,
    outcome: Outcome,
    /// The first quote's, white space folded.
    key_sentence: Option<String>,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let (file, corpus) = find(&arguments.path)?;
    let bytes = fs::read(&file).map_err(|error| anyhow::anyhow!(message::eval::unreadable(&file, &error)))?;
    let lines = match questions::parse(&bytes) {
        Ok(lines) if lines.is_empty() => anyhow::bail!(message::eval::no_questions(&file)),
        Ok(lines) => lines,
        Err(bad) => {
            report_bad(&bad);
            return Ok(ERROR);
        }
    };
    let answerer = match corpus {
        Some(corpus) => answerer_of(&open(config)?, corpus)?,
        None => open_answerer(config)?,
    };
    warn_of_missing(answerer.generation(), &lines)?;
    warn_of_unlabelled(&lines);
    if let Some(file) = &arguments.candidates {
        candidates::write(file, &answerer, &lines)?;
    }
    let asked = ask_all(&answerer, &lines)?;
    let mut page = Page::stdout();
    if arguments.json {
        page.raw(&json::report(&asked, &arguments.floors, arguments.misses)?)?;
    } else {
        show::report(&mut page, &asked)?;
        if arguments.misses {
            show::misses(&mut page, &asked)?;
        }
    }
    page.flush()?;
    Ok(hold(&arguments.floors, &asked))
}

/// The file of questions, and the articles that go with it if they are not the configured ones.
fn find(path: &Path) -> anyhow::Result<(PathBuf, Option<PathBuf>)> {
    if !path.exists() {
        anyhow::bail!(message::eval::no_such_path(path));
    }
    if !path.is_dir() {
        return Ok((path.to_owned(), None));
    }
    let file = path.join(QUESTION_FILE);
    if !file.is_file() {
        anyhow::bail!(message::eval::no_question_file(path, QUESTION_FILE));
    }
    let corpus = path.join(CORPUS_FOLDER);
    Ok((file, corpus.is_dir().then_some(corpus)))
}

/// What answers from articles that are not the configured ones. A generation is served from memory, so the folder
/// of its index is gone when this returns.
fn answerer_of(library: &Library, corpus: PathBuf) -> anyhow::Result<Answerer> {
    let index = tempfile::tempdir().context("failed to make a temporary folder for the index")?;
    Ok(answerer(&library.elsewhere(
        corpus,
        index.path().join("index"),
        index.path().join("data"),
    ))?)
}

fn report_bad(bad: &[BadLine]) {
    for line in bad.iter().take(MAX_NAMED_LINES) {
        paint::warn(&message::eval::bad_line(line.number, &line.fault));
    }
    if bad.len() > MAX_NAMED_LINES {
        paint::warn(&message::eval::more_lines(bad.len() - MAX_NAMED_LINES));
    }
    paint::warn(&message::eval::nothing_measured());
}

/// Warns of sentences that no passage has: what can't be quoted can't be right.
fn warn_of_missing(generation: &Generation, lines: &[Line]) -> anyhow::Result<()> {
    let missing = missing(generation, lines)?;
    let warnings: Vec<String> = lines
        .iter()
        .flat_map(|line| {
            let lacking: Vec<&String> = line
                .relevant
                .iter()
                .filter(|sentence| missing.contains(sentence.as_str()))
                .collect();
            let has_others = lacking.len() < line.relevant.len();
            lacking
                .into_iter()
                .map(move |sentence| message::eval::not_in_articles(line.number, sentence, has_others))
        })
        .collect();
    for warning in warnings.iter().take(MAX_NAMED_LINES) {
        paint::warn(warning);
    }
    if warnings.len() > MAX_NAMED_LINES {
        paint::warn(&message::eval::more_lines(warnings.len() - MAX_NAMED_LINES));
    }
    Ok(())
}

/// The relevant sentences that stand in no passage.
fn missing<'a>(generation: &Generation, lines: &'a [Line]) -> Result<HashSet<&'a str>, StoreError> {
    let mut missing: HashSet<&str> = lines
        .iter()
        .flat_map(|line| line.relevant.iter().map(String::as_str))
        .collect();
    // Most are whole sentences of the articles, and found in one step each; what is left is searched for.
    for whole in [true, false] {
        for index in 0..generation.article_count() {
            let article = generation.articles().get(index)?;
            for passage in &article.passages {
                if missing.is_empty() {
                    return Ok(missing);
                }
                let text = article.passage_text(passage);
                if whole {
                    for sentence in &passage.sentences {
                        missing.remove(collapse_white_space(&text[sentence.clone()]).as_str());
                    }
                } else {
                    let text = collapse_white_space(text);
                    missing.retain(|sentence| !text.contains(*sentence));
                }
            }
        }
    }
    Ok(missing)
}

/// Warns of questions that only the reliability counts.
fn warn_of_unlabelled(lines: &[Line]) {
    let unlabelled = lines.iter().filter(|line| line.kind == Kind::Unanswerable);
    let first = unlabelled.clone().next().map(|line| line.number);
    if let Some(first) = first {
        paint::warn(&message::eval::unlabelled(unlabelled.count(), first));
    }
}

fn ask_all<'a>(answerer: &Answerer, lines: &'a [Line]) -> anyhow::Result<Vec<Asked<'a>>> {
    let progress = Progress::new();
    if let Some(first) = lines.first() {
        // The first question asked pays for what all later ones find in memory.
        ask(answerer, &first.question)?;
    }
    lines
        .iter()
        .enumerate()
        .map(|(done, line)| {
            progress.set("asking", done, lines.len());
            Ok(judge(line, &ask(answerer, &line.question)?))
        })
        .collect()
}

fn ask(answerer: &Answerer, question: &Question) -> Result<Answer, AnswerError> {
    answerer.answer(question, QUOTES)
}

/// Holds an answer against what is known.
fn judge<'a>(line: &'a Line, answer: &Answer) -> Asked<'a> {
    let is_right = |text: &str| line.relevant.iter().any(|sentence| text.contains(sentence.as_str()));
    let key_sentence = answer
        .quotes
        .first()
        .map(|quote| collapse_white_space(quote.key_sentence()));
    let sentence_is_right = key_sentence
        .as_ref()
        .is_some_and(|key| line.relevant.iter().any(|sentence| is_same_sentence(key, sentence)));
    let rank = answer
        .quotes
        .iter()
        .position(|quote| is_right(&collapse_white_space(quote.text())));
    Asked {
        line,
        outcome: Outcome {
            kind: line.kind,
            status: answer.status,
            confidence: answer.confidence,
            rank: rank.map(|at| at + 1),
            sentence_is_right,
            elapsed: answer.elapsed,
        },
        key_sentence,
    }
}

/// What came back, by the questions' style.
fn by_style<'a>(asked: &'a [Asked<'_>]) -> BTreeMap<&'a str, Vec<&'a Outcome>> {
    let mut styles: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for asked in asked {
        styles.entry(&asked.line.style).or_default().push(&asked.outcome);
    }
    styles
}

/// Names the figures that fell short, and those that could not be computed; the exit status.
fn hold(floors: &[Floor], asked: &[Asked<'_>]) -> u8 {
    let outcomes: Vec<&Outcome> = asked.iter().map(|asked| &asked.outcome).collect();
    let mut status = ANSWERED;
    for floor in floors {
        let name = floor.figure.name();
        let value = floor.figure.measure(&outcomes).value;
        let (sentence, this) = match floor.verdict(value) {
            Verdict::Met => continue,
            Verdict::FellShort => (
                message::eval::fell_short(name, value.unwrap_or_default(), floor.least),
                FELL_SHORT,
            ),
            Verdict::NoQuestions => (message::eval::no_questions_for(name), ERROR),
        };
        paint::warn(&sentence);
        status = status.max(this);
    }
    status
}

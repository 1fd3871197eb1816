//! `verbatim eval`: measures how well questions with known answers are answered.
//!
//! Reads the questions, asks them, and hands the results to the arithmetic. If any line isn't a question, nothing is
//! measured.

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
use measures::{QuestionResult, is_same_sentence};
use questions::{BadLine, Kind, Line};

/// The file of questions in a folder that is given.
const QUESTION_FILE: &str = "questions.jsonl";
/// The folder of articles beside it.
const CORPUS_FOLDER: &str = "corpus";

/// The number of quotes to ask for with each question; the right passage is searched for among these.
const QUOTES: usize = 10;

/// The most lines to name; the rest are only counted.
const MAX_NAMED_LINES: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The questions, one JSON object per line; or a folder with questions.jsonl and, for its own articles, corpus/
    #[arg(value_name = "FILE|FOLDER")]
    path: PathBuf,
    /// List the questions that went wrong, by kind of mistake
    #[arg(long)]
    misses: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Write the evidence of the ranking for each question to a file, one JSON object per line
    #[arg(long, value_name = "FILE")]
    candidates: Option<PathBuf>,
    /// The lowest acceptable figures, such as passage@1=0.9,mrr=0.8; if one falls short, the exit status is 1
    #[arg(long = "min", value_name = "NAME=VALUE", value_delimiter = ',')]
    floors: Vec<Floor>,
}

/// A question that was asked, and the result.
struct Asked<'a> {
    line: &'a Line,
    outcome: QuestionResult,
    /// The key sentence of the first quote, with white space folded.
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

/// Returns the file of questions, and the folder of its articles if these are not the configured ones.
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

/// Makes an answerer for articles other than the configured ones. A generation is served from memory, so the folder of
/// its index is deleted when this returns.
fn answerer_of(library: &Library, corpus: PathBuf) -> anyhow::Result<Answerer> {
    let index = tempfile::tempdir().context("failed to create a temporary folder for the index")?;
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

/// Warns of sentences that are in no passage: these can't be quoted, so no answer can be right.
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

/// Returns the relevant sentences that are in no passage.
fn missing<'a>(generation: &Generation, lines: &'a [Line]) -> Result<HashSet<&'a str>, StoreError> {
    let mut missing: HashSet<&str> = lines
        .iter()
        .flat_map(|line| line.relevant.iter().map(String::as_str))
        .collect();
    // Most are whole sentences of the articles, which one lookup each finds; the rest need a search.
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

/// Warns of questions that count only towards the reliability.
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
        // The first question fills the caches, so its time must not be measured.
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

/// Compares an answer with what is known about the question.
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
        outcome: QuestionResult {
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

/// Groups the results by the style of the question.
fn by_style<'a>(asked: &'a [Asked<'_>]) -> BTreeMap<&'a str, Vec<&'a QuestionResult>> {
    let mut styles: BTreeMap<&str, Vec<&QuestionResult>> = BTreeMap::new();
    for asked in asked {
        styles.entry(&asked.line.style).or_default().push(&asked.outcome);
    }
    styles
}

/// Names the figures that fell short, and those that could not be computed. Returns the exit status.
fn hold(floors: &[Floor], asked: &[Asked<'_>]) -> u8 {
    let outcomes: Vec<&QuestionResult> = asked.iter().map(|asked| &asked.outcome).collect();
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

//! A file of questions with known answers: one JSON object per line. This is pure: bytes become questions, or a list of
//! every line that isn't one.
//!
//! Not here: whether the sentences are in the articles.

use std::collections::HashMap;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::question::Question;
use crate::text::fold::collapse_white_space;

/// The style of a question that gives none.
const OTHER: &str = "other";
/// The style of questions about the subject that the articles don't answer.
const NEAR_TOPIC: &str = "near_topic";
/// The style of questions about something else.
const OFF_TOPIC: &str = "off_topic";

/// A question, and what is known about its answer.
#[derive(Debug)]
pub(super) struct Line {
    /// The line in the file, from 1.
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) question: Question,
    pub(super) kind: Kind,
    /// A label to break figures down by.
    pub(super) style: String,
    /// The sentences that answer, white space folded; any one of them is enough. Empty unless the question is
    /// answerable.
    pub(super) relevant: Vec<String>,
}

/// The relation of a question to the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// They answer it.
    Answerable,
    /// It is about the subject, but they don't answer it.
    NearTopic,
    /// It is about something else.
    OffTopic,
    /// They don't answer it, and the file doesn't say which of the two it is.
    Unanswerable,
}

/// A line that isn't a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadLine {
    /// The line in the file, from 1.
    pub(super) number: usize,
    pub(super) fault: Fault,
}

/// The fault of a line, as a fragment that fits "line 3: it …".
#[derive(Debug, PartialEq, Eq, Error)]
pub(super) enum Fault {
    #[error("is not UTF-8")]
    NotUtf8,
    #[error("is not valid JSON at column {column}; each line must be a complete JSON object")]
    NotJson { column: usize },
    #[error("is JSON, but not an object like {{\"question\": \"...\", \"relevant\": [\"...\"]}}")]
    NotAnObject,
    #[error("has no \"question\"")]
    NoQuestion,
    #[error("has an empty \"question\"")]
    EmptyQuestion,
    #[error("has a value for \"{key}\" that isn't {form}")]
    Form { key: &'static str, form: &'static str },
    #[error("has an empty sentence in \"relevant\"")]
    EmptySentence,
    #[error("is \"answerable\", but \"relevant\" lists no sentence")]
    NothingRelevant,
    #[error("isn't \"answerable\", but \"relevant\" lists a sentence")]
    RelevantAnyway,
    #[error("is \"answerable\", but its style {style} is for questions that the articles don't answer")]
    Style { style: String },
    #[error("has the same id \"{id}\" as line {first}")]
    DuplicateId { id: String, first: usize },
}

/// Reads the questions of a file. Returns every line that isn't a question if there are any. Skips blank lines and a
/// byte order mark.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Line>, Vec<BadLine>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut lines = Vec::new();
    let mut bad = Vec::new();
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (at, bytes) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let number = at + 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let line = parse_line(bytes, number).and_then(|line| match ids.get(&line.id) {
            Some(&first) => Err(Fault::DuplicateId { id: line.id, first }),
            None => Ok(line),
        });
        match line {
            Ok(line) => {
                ids.insert(line.id.clone(), number);
                lines.push(line);
            }
            Err(fault) => bad.push(BadLine { number, fault }),
        }
    }
    if bad.is_empty() { Ok(lines) } else { Err(bad) }
}

fn parse_line(bytes: &[u8], number: usize) -> Result<Line, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::NotUtf8)?;
    let object = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err(Fault::NotAnObject),
        Err(error) => return Err(Fault::NotJson { column: error.column() }),
    };
    let asked = string(&object, "question")?.ok_or(Fault::NoQuestion)?;
    let question = Question::new(asked).map_err(|_| Fault::EmptyQuestion)?;
    let relevant = relevant(&object)?;
    let answerable = match given(&object, "answerable") {
        None => !relevant.is_empty(),
        Some(Value::Bool(answerable)) => *answerable,
        Some(_) => return Err(form("answerable", "true or false")),
    };
    let style = string(&object, "style")?
        .map(collapse_white_space)
        .filter(|style| !style.is_empty())
        .unwrap_or_else(|| OTHER.to_owned());
    let kind = match (answerable, style.as_str()) {
        (true, _) if relevant.is_empty() => return Err(Fault::NothingRelevant),
        (true, NEAR_TOPIC | OFF_TOPIC) => return Err(Fault::Style { style }),
        (true, _) => Kind::Answerable,
        (false, _) if !relevant.is_empty() => return Err(Fault::RelevantAnyway),
        (false, NEAR_TOPIC) => Kind::NearTopic,
        (false, OFF_TOPIC) => Kind::OffTopic,
        (false, _) => Kind::Unanswerable,
    };
    Ok(Line {
        number,
        id: id(&object)?.unwrap_or_else(|| number.to_string()),
        question,
        kind,
        style,
        relevant,
    })
}

/// Returns the value of a key; null counts as missing.
fn given<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

fn string<'a>(object: &'a Map<String, Value>, key: &'static str) -> Result<Option<&'a str>, Fault> {
    match given(object, key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(form(key, "a string")),
    }
}

fn id(object: &Map<String, Value>) -> Result<Option<String>, Fault> {
    match given(object, "id") {
        None => Ok(None),
        Some(Value::String(id)) => Ok(Some(id.clone())),
        Some(Value::Number(id)) => Ok(Some(id.to_string())),
        Some(_) => Err(form("id", "a string or a number")),
    }
}

fn relevant(object: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    let sentences = match given(object, "relevant") {
        None => return Ok(Vec::new()),
        Some(Value::Array(sentences)) => sentences,
        Some(_) => return Err(form("relevant", "a list of sentences")),
    };
    sentences
        .iter()
        .map(|sentence| {
            let sentence = sentence
                .as_str()
                .ok_or_else(|| form("relevant", "a list of sentences"))?;
            let folded = collapse_white_space(sentence);
            // Every passage contains the empty sentence, so any answer would be right.
            if folded.is_empty() {
                Err(Fault::EmptySentence)
            } else {
                Ok(folded)
            }
        })
        .collect()
}

fn form(key: &'static str, form: &'static str) -> Fault {
    Fault::Form { key, form }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: &str) -> Fault {
        let mut bad = parse(line.as_bytes()).unwrap_err();
        assert_eq!(bad.len(), 1, "{line}");
        bad.remove(0).fault
    }

    #[test]
    fn a_question_and_its_sentence_are_enough() {
        let file = "\u{feff}\r\n{\"question\": \"Why?\", \"relevant\": [\"So \\n it is.\"], \"mood\": 3}\r\n  \n{\"question\": \"What?\"}";
        let lines = parse(file.as_bytes()).unwrap();
        let [first, second] = lines.as_slice() else {
            panic!("{lines:?}")
        };
        assert_eq!(
            (first.number, first.id.as_str(), first.style.as_str()),
            (2, "2", "other")
        );
        assert_eq!(
            (first.kind, &first.relevant),
            (Kind::Answerable, &vec!["So it is.".to_owned()])
        );
        assert_eq!((second.number, second.kind), (4, Kind::Unanswerable));
    }

    #[test]
    fn the_style_says_why_nothing_answers() {
        let file = "{\"question\": \"a\", \"style\": \"near_topic\"}\n{\"question\": \"b\", \"style\": \"off_topic\", \"relevant\": []}";
        let kinds: Vec<Kind> = parse(file.as_bytes()).unwrap().iter().map(|line| line.kind).collect();
        assert_eq!(kinds, [Kind::NearTopic, Kind::OffTopic]);
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        for (line, wanted) in [
            ("why?", Fault::NotJson { column: 1 }),
            ("[1]", Fault::NotAnObject),
            ("{\"relevant\": [\"a\"]}", Fault::NoQuestion),
            ("{\"question\": null}", Fault::NoQuestion),
            ("{\"question\": \" \\u200b\"}", Fault::EmptyQuestion),
            ("{\"question\": 3}", form("question", "a string")),
            (
                "{\"question\": \"a\", \"relevant\": \"b\"}",
                form("relevant", "a list of sentences"),
            ),
            ("{\"question\": \"a\", \"relevant\": [\" \"]}", Fault::EmptySentence),
            (
                "{\"question\": \"a\", \"answerable\": \"yes\"}",
                form("answerable", "true or false"),
            ),
            ("{\"question\": \"a\", \"answerable\": true}", Fault::NothingRelevant),
            (
                "{\"question\": \"a\", \"answerable\": false, \"relevant\": [\"b\"]}",
                Fault::RelevantAnyway,
            ),
            (
                "{\"question\": \"a\", \"style\": \"off_topic\", \"relevant\": [\"b\"]}",
                Fault::Style {
                    style: OFF_TOPIC.to_owned(),
                },
            ),
        ] {
            assert_eq!(fault(line), wanted, "{line}");
        }
        assert_eq!(parse(b"{\"question\": \"\xff\"}").unwrap_err()[0].fault, Fault::NotUtf8);
    }

    #[test]
    fn an_id_stands_once_and_every_bad_line_is_told() {
        let file = "{\"question\": \"a\", \"id\": \"x\"}\n{\"question\": \"b\", \"id\": \"x\"}\n{\n{\"question\": \"c\", \"id\": 7}";
        let bad = parse(file.as_bytes()).unwrap_err();
        let lines: Vec<usize> = bad.iter().map(|line| line.number).collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(
            bad[0].fault,
            Fault::DuplicateId {
                id: "x".to_owned(),
                first: 1
            }
        );
    }
}

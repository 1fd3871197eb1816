//! Small inputs modelled on public bug reports about similar programs. Each folder of `tests/cases` has a corpus, and
//! an `expect.jsonl` of questions that says which text the first quote, including its headings, has and which it lacks.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::run::Verbatim;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    question: String,
    /// Texts that the headings or the text of the first quote contain.
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    /// Text that its key sentence contains.
    key: Option<String>,
    /// True if nothing is found.
    #[serde(default)]
    nothing: bool,
}

impl Expected {
    fn is_met_by(&self, answer: &Value) -> bool {
        if self.nothing {
            return answer["status"] == "no_answer";
        }
        let quote = &answer["quotes"][0];
        let headings = quote["headings"].as_array().into_iter().flatten();
        let mut shown: Vec<&str> = headings.filter_map(Value::as_str).collect();
        shown.extend(quote["text"].as_str());
        let shown = shown.join("\n");
        let key = quote["key_sentence"].as_str().unwrap_or_default();
        answer["status"] != "no_answer"
            && self.has.iter().all(|words| shown.contains(words.as_str()))
            && !self.lacks.iter().any(|words| shown.contains(words.as_str()))
            && self.key.as_ref().is_none_or(|words| key.contains(words.as_str()))
    }
}

fn copy(from: &Path, to: &str, program: &Verbatim) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{to}/{}", entry.file_name().to_str().unwrap());
        program.write(&name, fs::read(entry.path()).unwrap());
    }
}

/// Returns the questions of a case whose answers are not as expected, with those answers.
fn unmet(case: &Path) -> Vec<String> {
    let program = Verbatim::new();
    copy(&case.join("corpus"), "corpus", &program);
    let lines = fs::read_to_string(case.join("expect.jsonl")).unwrap();
    let expected: Vec<Expected> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let questions: Vec<&str> = expected.iter().map(|line| line.question.as_str()).collect();
    let answers = program
        .run(&["ask", "--json", "-n", "2", "-"], questions.join("\n").as_bytes())
        .json_lines();
    assert_eq!(answers.len(), expected.len(), "{}", case.display());
    let pairs = expected.iter().zip(&answers);
    pairs
        .filter(|(expected, answer)| !expected.is_met_by(answer))
        .map(|(expected, answer)| {
            let quote = &answer["quotes"][0];
            format!(
                "{}: {}\n  {} {} {}\n  {}",
                case.file_name().unwrap().display(),
                expected.question,
                answer["status"],
                answer["confidence"],
                quote["headings"],
                quote["text"]
            )
        })
        .collect()
}

#[test]
fn reported_faults_stay_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    let unmet: Vec<String> = cases.iter().flat_map(|case| unmet(case)).collect();
    assert!(unmet.is_empty(), "{}", unmet.join("\n"));
}

//! The quality of answers: the program itself evaluates each set of questions, as an admin would, with a floor for each
//! figure. `docs/quality.md` has the present figures; the floors are the ones that must not be lost.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::run::Verbatim;
use crate::shell::asked_in_vain;

fn sets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality")
}

/// Evaluates a set of `tests/quality` and holds it to its floors.
fn hold(set: &str, floors: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = tempfile::tempdir().expect("a temp folder");
    let output = Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .current_dir(index.path())
        .arg("--corpus")
        .arg(root.join("corpus"))
        .arg("--index")
        .arg(index.path().join("index"))
        .arg("eval")
        .arg(sets().join(set))
        .args(["--misses", "--min", floors])
        .env_remove("VERBATIM_ANSWER_AT")
        .env_remove("VERBATIM_UNSURE_AT")
        .env_remove("VERBATIM_MODEL")
        .output()
        .expect("the program runs");
    assert!(
        output.status.success(),
        "{set} fell short\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_shipped_article_answers_what_people_ask_of_it() {
    hold(
        "us-iran",
        "passage@1=0.90,passage@3=0.97,sentence@1=0.84,answered_right=0.83,off_topic_refused=0.95,auroc_off_topic=0.98,\
         auroc_near_topic=0.82",
    );
}

#[test]
fn other_articles_are_answered_as_well() {
    let floors = "passage@1=0.84,passage@3=0.94,sentence@1=0.76,answered_right=0.78";
    for set in ["water-treaty", "server-rules", "sourdough", "night-trains"] {
        hold(set, floors);
    }
}

#[test]
fn a_set_that_falls_short_is_noticed() {
    let caught = std::panic::catch_unwind(|| hold("us-iran", "passage@1=1.0"));
    assert!(caught.is_err());
}

#[test]
fn questions_that_mean_the_same_are_grouped_and_others_are_not() {
    let verbatim = Verbatim::shipped();
    for set in ["night-trains", "server-rules", "sourdough", "water-treaty"] {
        let folder = sets().join(set).join("corpus");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("corpus/{}", path.file_name().unwrap().to_str().unwrap());
            verbatim.write(&name, std::fs::read(&path).unwrap());
        }
    }
    let text = std::fs::read_to_string(sets().join("same-questions/questions.jsonl")).unwrap();
    let questions: Vec<(u64, String)> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| {
            (
                line["group"].as_u64().unwrap(),
                line["question"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let asked: Vec<&str> = questions.iter().map(|(_, text)| text.as_str()).collect();
    asked_in_vain(&verbatim, &asked);
    let mut found = HashMap::new();
    let groups = verbatim.run(&["ledger", "unanswered", "--json"], b"").json_lines();
    for (number, group) in groups.iter().enumerate() {
        for wording in group["wordings"].as_array().unwrap() {
            found.insert(wording.as_str().unwrap().to_owned(), number);
        }
    }
    assert_eq!(found.len(), questions.len());
    // Count pairs: those that mean the same and are grouped, those grouped wrongly, and those missed.
    let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
    for (at, (group, text)) in questions.iter().enumerate() {
        for (other_group, other) in &questions[..at] {
            match (group == other_group, found[text] == found[other]) {
                (true, true) => right += 1,
                (false, true) => wrong += 1,
                (true, false) => missed += 1,
                (false, false) => {}
            }
        }
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    let recall = f64::from(right) / f64::from(right + missed);
    println!("precision {precision:.3}, recall {recall:.3}, {} groups", groups.len());
    assert!(
        precision >= 0.80 && recall >= 0.65,
        "precision {precision:.3}, recall {recall:.3}"
    );
}

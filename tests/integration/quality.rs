//! How good the answers are: each set of questions is measured by the program itself, as an admin would, and held to
//! floors. `docs/quality.md` tells what the figures are at present; a floor is what must not be lost.

use std::path::Path;
use std::process::Command;

/// Evaluates a set under `tests/quality` and holds it to floors.
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
        .arg(root.join("tests/quality").join(set))
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
        "passage@1=0.90,passage@3=0.97,sentence@1=0.78,answered_right=0.82,off_topic_refused=0.95,auroc_off_topic=0.98",
    );
}

#[test]
fn other_articles_are_answered_as_well() {
    let floors = "passage@1=0.80,passage@3=0.94,sentence@1=0.70";
    for set in ["water-treaty", "server-rules", "sourdough", "night-trains"] {
        hold(set, floors);
    }
}

#[test]
fn a_set_that_falls_short_is_noticed() {
    let caught = std::panic::catch_unwind(|| hold("us-iran", "passage@1=1.0"));
    assert!(caught.is_err());
}

//! The contents of exports, and how they end.

use super::*;
use crate::ledger::tests::{action, asked, asked_at, lines, new};
use crate::ledger::{Asked, Cited, Entry, Place, Vote};

/// The same question, asked in a channel.
fn here(asked: Entry) -> Entry {
    let Entry::Asked(asked) = asked else { return asked };
    Entry::Asked(Asked {
        place: Some(Place {
            server: 7,
            channel: 8,
            message: Some(9),
        }),
        cited: Some(Cited {
            article: "a.md".to_owned(),
            passage: "p".to_owned(),
        }),
        ..asked
    })
}

#[test]
fn all_of_it_can_be_exported() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[
            here(asked_at("Why?", Outcome::NoAnswer, 10, 86_400)),
            asked_at("why", Outcome::Unsure, 11, 86_500),
            Entry::Vote(Vote {
                answer: 11,
                user: 1,
                is_helpful: true,
                at: 86_600,
                question: None,
                place: None,
                cited: None,
            }),
            Entry::Action(action("reindex", None)),
        ])
        .unwrap();
    ledger.mark_answered("000002-b", &[1], &[]).unwrap();
    let mut lines = lines(&ledger);
    let voter = lines[1]["voter"].take();
    let digits = voter.as_str().unwrap();
    assert!(
        digits.len() == 64 && digits.chars().all(|c| c.is_ascii_hexdigit()),
        "{digits}"
    );
    let expected = [
        serde_json::json!({
            "kind": "question", "id": 1, "searched": "why", "done_up_to": 0, "answered_in": "000002-b",
            "askings": [
                {"id": 1, "text": "Why?", "at": 86_400, "outcome": "no_answer", "answer": "000000000000000a",
                    "server": "7", "channel": "8", "message": "9", "article": "a.md", "passage": "p"},
                {"id": 2, "text": "why", "at": 86_500, "outcome": "unsure", "answer": "000000000000000b",
                    "server": null, "channel": null, "message": null, "article": null, "passage": null},
            ],
        }),
        serde_json::json!({"kind": "vote", "answer": "000000000000000b", "voter": null, "is_helpful": true, "at": 86_600,
            "article": null, "passage": null}),
        serde_json::json!({"kind": "tally", "day": "1970-01-02", "outcome": "no_answer", "channel": "8",
            "article": "a.md", "passage": "p", "times": 1}),
        serde_json::json!({"kind": "tally", "day": "1970-01-02", "outcome": "unsure", "channel": null,
            "article": null, "passage": null, "times": 1}),
        serde_json::json!({
            "kind": "action", "at": 86_400, "who": "shell", "what": "reindex", "target": null, "outcome": "done",
        }),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn an_export_ends_with_the_first_error_of_who_takes_it() {
    #[derive(Debug, PartialEq)]
    enum Failure {
        NoRoom,
        Ledger(String),
    }
    impl From<LedgerError> for Failure {
        fn from(error: LedgerError) -> Self {
            Self::Ledger(error.to_string())
        }
    }
    let (_folder, mut ledger) = new();
    ledger
        .record(&[asked("a", Outcome::Unsure, 1), asked("b", Outcome::Unsure, 2)])
        .unwrap();
    let mut taken = 0;
    let ended = ledger.export(&mut |_| {
        taken += 1;
        Err(Failure::NoRoom)
    });
    assert_eq!(ended, Err(Failure::NoRoom));
    assert_eq!(taken, 1);
}

#[test]
fn times_out_of_all_measure_are_kept_as_well_as_they_can_be() {
    let (_folder, mut ledger) = new();
    ledger.record(&[asked_at("a", Outcome::Unsure, 1, u64::MAX)]).unwrap();
    assert_eq!(ledger.open_questions(1).unwrap()[0].last_at, i64::MAX.cast_unsigned());
    assert_eq!(lines(&ledger)[1]["day"], (u64::MAX / 86_400).to_string());
}

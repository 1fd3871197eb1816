//! Open questions, and the events that close and reopen them.

use super::*;
use crate::ledger::Outcome;
use crate::ledger::tests::{asked, asked_at, new, texts, vote};

#[test]
fn questions_that_are_searched_for_alike_are_one() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[
            asked_at("Who is, er, Mossadegh?", Outcome::NoAnswer, 1, 100),
            asked_at("WHO is er Mossadegh", Outcome::Unsure, 2, 300),
            asked_at("Where is it?", Outcome::Unsure, 3, 200),
            asked_at("who is er mossadegh", Outcome::NoAnswer, 4, 200),
        ])
        .unwrap();
    let questions = ledger.open_questions(10).unwrap();
    assert_eq!(questions.len(), 2);
    assert_eq!(
        questions[0],
        OpenQuestion {
            id: 1,
            text: "WHO is er Mossadegh".to_owned(),
            searched: "who is er mossadegh".to_owned(),
            times: 3,
            first_at: 100,
            last_at: 300,
            latest_asking: 4,
            unsure: 1,
            no_answer: 2,
            voted_down: 0,
        }
    );
    assert_eq!(questions[1].text, "Where is it?");
}

#[test]
fn most_asked_then_latest_comes_first() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[
            asked_at("once", Outcome::Unsure, 1, 500),
            asked_at("twice", Outcome::Unsure, 2, 100),
            asked_at("once, but later", Outcome::Unsure, 3, 600),
            asked_at("twice", Outcome::Unsure, 4, 100),
        ])
        .unwrap();
    assert_eq!(texts(&ledger), ["twice", "once, but later", "once"]);
    assert_eq!(ledger.open_questions(2).unwrap().len(), 2);
    assert_eq!(ledger.open_questions(0).unwrap(), []);
}

#[test]
fn done_questions_stay_hidden_until_asked_again() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[asked("Why?", Outcome::NoAnswer, 1), asked("Who?", Outcome::NoAnswer, 2)])
        .unwrap();
    let question = ledger.open_questions(10).unwrap().remove(1);
    let done = DoneUpTo {
        question: question.id,
        latest_asking: question.latest_asking,
    };
    assert_eq!(question.text, "Why?");
    assert_eq!(ledger.mark_done(&[done]).unwrap(), 1);
    assert_eq!(texts(&ledger), ["Who?"]);

    ledger.record(&[asked("Why?", Outcome::Answered, 3)]).unwrap();
    assert_eq!(texts(&ledger), ["Who?"]);
    ledger.record(&[asked("Why?", Outcome::Unsure, 4)]).unwrap();
    let again = ledger.open_questions(10).unwrap();
    let again = again.iter().find(|other| other.id == question.id).unwrap();
    assert_eq!((again.times, again.unsure, again.no_answer), (1, 1, 0));
}

#[test]
fn an_asking_that_the_admin_has_not_seen_is_not_done() {
    let (_folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    let seen = ledger.open_questions(10).unwrap().remove(0);
    let done = DoneUpTo {
        question: seen.id,
        latest_asking: seen.latest_asking,
    };
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 2)]).unwrap();
    ledger.mark_done(&[done]).unwrap();
    assert_eq!(ledger.open_questions(10).unwrap()[0].times, 1);

    let newer = DoneUpTo {
        latest_asking: seen.latest_asking + 1,
        ..done
    };
    ledger.mark_done(&[newer]).unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
    // A click on an old button reopens nothing.
    ledger.mark_done(&[done]).unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
}

#[test]
fn done_is_of_no_use_to_an_asking_that_comes_after_a_removed_one() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[asked("Why?", Outcome::NoAnswer, 1), vote(1, 2, false, "Why?")])
        .unwrap();
    let seen = ledger.open_questions(10).unwrap().remove(0);
    ledger
        .mark_done(&[DoneUpTo {
            question: seen.id,
            latest_asking: seen.latest_asking,
        }])
        .unwrap();
    ledger.record(&[vote(1, 2, true, "Why?")]).unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 3)]).unwrap();
    assert_eq!(texts(&ledger), ["Why?"]);
}

#[test]
fn marking_a_question_that_is_gone_marks_no_other() {
    let (_folder, mut ledger) = new();
    ledger.record(&[vote(1, 7, false, "Why?")]).unwrap();
    let gone = ledger.open_questions(10).unwrap().remove(0);
    ledger
        .record(&[vote(1, 7, true, "Why?"), asked("Who?", Outcome::NoAnswer, 8)])
        .unwrap();
    let done = DoneUpTo {
        question: gone.id,
        latest_asking: i64::MAX,
    };
    assert_eq!(ledger.mark_done(&[done]).unwrap(), 0);
    assert_eq!(texts(&ledger), ["Who?"]);
}

#[test]
fn a_question_that_an_index_answers_is_closed_until_another_does_not() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[asked("Why?", Outcome::NoAnswer, 1), asked("Who?", Outcome::NoAnswer, 2)])
        .unwrap();
    let [who, why] = ledger.open_questions(10).unwrap().try_into().unwrap();
    ledger.mark_answered("000002-b", &[why.id], &[who.id]).unwrap();
    assert_eq!(texts(&ledger), ["Who?"]);
    let to_check = ledger.questions_to_check(10).unwrap();
    assert_eq!(to_check.len(), 2);
    assert_eq!(to_check[1].id, why.id);
    assert_eq!(to_check[1].answered_in.as_deref(), Some("000002-b"));
    assert_eq!(to_check[0].answered_in, None);

    ledger.mark_answered("000003-c", &[who.id], &[why.id]).unwrap();
    assert_eq!(texts(&ledger), ["Why?"]);
}

#[test]
fn an_answer_of_the_new_index_that_is_voted_down_opens_the_question_again() {
    let (_folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    let why = ledger.open_questions(10).unwrap().remove(0);
    ledger.mark_answered("000002-b", &[why.id], &[]).unwrap();
    ledger
        .record(&[asked("Why?", Outcome::Answered, 2), vote(1, 2, false, "Why?")])
        .unwrap();
    assert_eq!(ledger.open_questions(10).unwrap()[0].times, 2);
}

#[test]
fn a_done_question_is_not_checked_again() {
    let (_folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    let why = ledger.open_questions(10).unwrap().remove(0);
    assert_eq!(ledger.questions_to_check(10).unwrap().len(), 1);
    ledger
        .mark_done(&[DoneUpTo {
            question: why.id,
            latest_asking: why.latest_asking,
        }])
        .unwrap();
    assert_eq!(ledger.questions_to_check(10).unwrap(), []);
}

#[test]
fn a_question_that_an_index_answers_is_open_again_once_it_is_asked_in_vain() {
    let (_folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    let why = ledger.open_questions(10).unwrap().remove(0);
    ledger.mark_answered("000002-b", &[why.id], &[]).unwrap();
    ledger.record(&[asked("Why?", Outcome::Answered, 2)]).unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
    // The threshold may be higher now, or there may be more unanswered questions than are asked again.
    ledger.record(&[asked("why", Outcome::Unsure, 3)]).unwrap();
    assert_eq!(ledger.open_questions(10).unwrap()[0].times, 2);
}

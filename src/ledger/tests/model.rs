//! Compares the ledger with a model that is too simple to be wrong: after any sequence of entries, both must agree.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tempfile::TempDir;

use super::super::*;
use super::{ALL, storage, wording};

const TEXTS: [&str; 3] = ["Why?", "Who?", "Where?"];

/// The text of the question with this answer. As in real use, it is always the same.
fn text_of(answer: u64) -> &'static str {
    TEXTS[usize::try_from(answer).unwrap() % TEXTS.len()]
}

#[derive(Debug, Clone)]
enum Step {
    Asked { answer: u64, outcome: Outcome },
    Voted { user: u64, answer: u64, is_helpful: bool },
    Done { text: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let outcome = prop_oneof![Just(Outcome::Answered), Just(Outcome::Unsure), Just(Outcome::NoAnswer)];
    let step = prop_oneof![
        2 => (0_u64..9, outcome).prop_map(|(answer, outcome)| Step::Asked { answer, outcome }),
        4 => (0_u64..3, 0_u64..9, any::<bool>()).prop_map(|(user, answer, is_helpful)| Step::Voted {
            user,
            answer,
            is_helpful
        }),
        1 => (0_usize..3).prop_map(|text| Step::Done { text }),
    ];
    prop::collection::vec(step, 1..40)
}

/// One asking: its answer, and whether an admin has seen it.
#[derive(Debug)]
struct ModelAsking {
    answer: u64,
    outcome: Outcome,
    is_done: bool,
}

#[derive(Debug, Default)]
struct Model {
    askings: Vec<ModelAsking>,
    votes: BTreeMap<(u64, u64), bool>,
    tallies: BTreeMap<Outcome, u64>,
}

impl Model {
    fn is_voted_down(&self, answer: u64) -> bool {
        self.votes
            .iter()
            .any(|((_, of), is_helpful)| *of == answer && !is_helpful)
    }

    fn add(&mut self, answer: u64, outcome: Outcome) {
        if self.askings.iter().all(|asking| asking.answer != answer) {
            self.askings.push(ModelAsking {
                answer,
                outcome,
                is_done: false,
            });
        }
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Asked { answer, outcome } => {
                *self.tallies.entry(outcome).or_default() += 1;
                if outcome != Outcome::Answered {
                    self.add(answer, outcome);
                }
            }
            Step::Voted {
                user,
                answer,
                is_helpful,
            } => {
                self.votes.insert((user, answer), is_helpful);
                if !is_helpful {
                    self.add(answer, Outcome::Answered);
                } else if !self.is_voted_down(answer) {
                    self.askings
                        .retain(|asking| asking.answer != answer || asking.outcome != Outcome::Answered);
                }
            }
            Step::Done { text } => {
                for asking in &mut self.askings {
                    asking.is_done |= text_of(asking.answer) == TEXTS[text];
                }
            }
        }
    }

    /// The open questions by text: the number of askings, and of answers voted down.
    fn open(&self) -> BTreeMap<String, (u64, u64)> {
        let mut open: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for asking in self.askings.iter().filter(|asking| !asking.is_done) {
            let (times, voted_down) = open.entry(text_of(asking.answer).to_owned()).or_default();
            *times += 1;
            *voted_down += u64::from(self.is_voted_down(asking.answer));
        }
        open
    }
}

fn apply(ledger: &mut Ledger, step: &Step) {
    match *step {
        Step::Asked { answer, outcome } => ledger
            .record(&[super::asked(text_of(answer), outcome, answer)])
            .unwrap(),
        Step::Voted {
            user,
            answer,
            is_helpful,
        } => ledger
            .record(&[super::vote(user, answer, is_helpful, text_of(answer))])
            .unwrap(),
        Step::Done { text } => {
            let questions = ledger.open_questions(10).unwrap();
            let done: Vec<DoneUpTo> = questions
                .iter()
                .filter(|question| question.searched == wording(TEXTS[text]).searched)
                .map(|question| DoneUpTo {
                    question: question.id,
                    latest_asking: question.latest_asking,
                })
                .collect();
            ledger.mark_done(&done).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_does_what_the_model_does(steps in steps()) {
        let folder = TempDir::new().unwrap();
        let mut ledger = Ledger::open(storage(folder.path()), ALL).unwrap().ledger;
        let mut model = Model::default();
        for step in &steps {
            model.take(step);
            apply(&mut ledger, step);
            let open: BTreeMap<String, (u64, u64)> = ledger
                .open_questions(10)
                .unwrap()
                .into_iter()
                .map(|question| (question.text, (question.times, question.voted_down)))
                .collect();
            prop_assert_eq!(open, model.open());
        }
        let votes = |wanted: bool| model.votes.values().filter(|is_helpful| **is_helpful == wanted).count() as u64;
        let tally = |outcome| model.tallies.get(&outcome).copied().unwrap_or_default();
        let expected = Figures {
            answered: tally(Outcome::Answered),
            unsure: tally(Outcome::Unsure),
            no_answer: tally(Outcome::NoAnswer),
            helpful: votes(true),
            not_helpful: votes(false),
        };
        prop_assert_eq!(ledger.figures(None).unwrap(), expected);
        let mut askings = 0;
        let mut count = |line: ExportLine| -> Result<(), LedgerError> {
            if let ExportLine::Question { askings: of, .. } = line {
                assert!(!of.is_empty(), "a question without askings was kept");
                askings += of.len();
            }
            Ok(())
        };
        ledger.export(&mut count).unwrap();
        prop_assert_eq!(askings, model.askings.len());
    }
}

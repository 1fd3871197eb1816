use proptest::prelude::*;

use super::*;
use crate::corpus::{DraftId, Replacing};
use crate::discord::outgoing::MAX_CUSTOM_ID;

fn shown() -> impl Strategy<Value = Shown> {
    let passages = prop::collection::vec((".{0,4}", 0..=MAX_SENTENCE), 1..=MAX_PASSAGES);
    (1..=u64::MAX, any::<bool>(), any::<bool>(), 0..MAX_PASSAGES, passages).prop_map(
        |(asker, is_private, is_sure, at, passages)| Shown {
            asker: UserId::new(asker),
            is_private,
            is_shared: is_private && is_sure,
            is_unasked: !is_private && at % 2 == 1,
            status: if is_sure { Status::Answered } else { Status::Unsure },
            at: at.min(passages.len() - 1),
            passages: passages
                .into_iter()
                .map(|(text, sentence)| (PassageKey::new("a", &text), sentence))
                .collect(),
            answer: (at > 0).then(|| AnswerNumber::new(asker)),
        },
    )
}

fn draft(number: usize) -> DraftId {
    format!("{number:016x}").parse().unwrap()
}

fn settings_action(number: usize, is_on: bool) -> SettingsAction {
    match number % 5 {
        0 => SettingsAction::Page,
        1 => SettingsAction::Places(Places::ALL[number / 5 % Places::ALL.len()]),
        2 => SettingsAction::People(Group::ALL[number / 5 % Group::ALL.len()]),
        3 => SettingsAction::Cooldown,
        _ => SettingsAction::Switch(Switch::ALL[number / 5 % Switch::ALL.len()], is_on),
    }
}

fn action() -> impl Strategy<Value = Action> {
    (shown(), any::<usize>(), any::<bool>(), 0..23_usize).prop_map(|(shown, page, is_helpful, kind)| {
        let passage = shown.passages[0].0;
        match kind {
            0 => Action::Turn(shown),
            22 => Action::PickServer,
            1 => Action::Section { passage },
            2 => Action::SectionPage { passage, page },
            3 => Action::Vote { shown, is_helpful },
            4 => Action::Share(shown),
            5 => Action::Dismiss { asker: shown.asker },
            6 => Action::PickSection,
            7 => Action::PickArticle,
            8 => Action::ArticlesPage { page },
            9 => Action::Corpus(CorpusAction::Add {
                drafts: (0..=page % MAX_DRAFTS)
                    .map(|at| {
                        (
                            draft(page ^ at),
                            if is_helpful { Replacing::Yes } else { Replacing::No },
                        )
                    })
                    .collect(),
            }),
            17 => Action::Corpus(CorpusAction::Discard {
                drafts: (0..=page % MAX_DRAFTS).map(|at| draft(page ^ at)).collect(),
            }),
            10 => Action::Corpus(CorpusAction::Remove {
                article: ArticleKey::of_path("a"),
            }),
            11 => Action::Corpus(CorpusAction::UnansweredPage { page }),
            12 => Action::Corpus(CorpusAction::MarkDone { page }),
            13 => Action::Corpus(CorpusAction::Keep),
            18 => Action::Corpus(CorpusAction::Hide { page }),
            19 => Action::Settings(settings_action(page, is_helpful)),
            20 => Action::NotAQuestion { asker: shown.asker },
            15 => Action::Post { passage, page },
            16 => Action::PostTo { passage, page },
            14 => Action::OpenedPage {
                asker: shown.asker,
                passage,
                page,
            },
            _ => Action::SectionsPage {
                article: passage.to_string().parse().unwrap(),
                page,
            },
        }
    })
}

proptest! {
    #[test]
    fn an_action_comes_back_as_it_went(action in action()) {
        let id = action.encode();
        prop_assert!(id.is_ascii() && id.len() <= MAX_CUSTOM_ID, "{id}");
        prop_assert_eq!(Action::decode(&id), Some(action));
    }

    #[test]
    fn a_damaged_id_is_never_read_as_what_would_be_written_otherwise(
        action in action(), at in 0..100_usize, damage in any::<char>()
    ) {
        let mut chars: Vec<char> = action.encode().chars().collect();
        let at = at % chars.len();
        chars[at] = damage;
        let id: String = chars.into_iter().collect();
        if let Some(read) = Action::decode(&id) {
            prop_assert_eq!(read.encode(), id);
        }
    }

    #[test]
    fn any_text_can_be_read(text in "1?[tcghnsdkrliaopueq]?[a-z]{0,3}\\PC{0,120}") {
        let _ = Action::decode(&text);
        let _ = Choice::decode(&text);
    }
}

#[test]
fn what_nobody_wrote_is_nothing() {
    let key = PassageKey::new("a", "b");
    for id in [
        String::new(),
        "1".to_owned(),
        "1d".to_owned(),
        "1d0".to_owned(),
        "1d007".to_owned(),
        "1d+7".to_owned(),
        "2d7".to_owned(),
        "1r7".to_owned(),
        "1l18446744073709551616".to_owned(),
        "1tap0..7".to_owned(),
        format!("1tap1.{key}000.7"),
        format!("1tap0.{key}00.7"),
        format!("1tap0.{key}+00.7"),
        format!("1tap0.{key}000.0"),
        format!("1txp0.{key}000.7"),
        format!("1tap0.{}.7", format!("{key}000").repeat(6)),
    ] {
        assert_eq!(Action::decode(&id), None, "{id}");
    }
    assert!(Action::decode(&format!("1tap0.{key}000.7")).is_some());
}

#[test]
fn a_choice_comes_back_as_it_went() {
    let section = Choice::Section(PassageKey::new("a", "b"));
    assert_eq!(Choice::decode(&section.encode()), Some(section));
    assert_eq!(Choice::decode_suggestion(&section.encode_suggestion()), Some(section));
    for value in ["", "s", "x12345678", "s1234567", "é"] {
        assert_eq!(Choice::decode(value), None, "{value}");
    }
    for typed in ["", "open:", "open: the gate", "s12345678", "Open:s12345678"] {
        assert_eq!(Choice::decode_suggestion(typed), None, "{typed}");
    }
}

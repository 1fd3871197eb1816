//! The speller over a small corpus and a small vocabulary.

use super::*;

fn speller() -> Speller {
    let corpus = [
        ("nuclear", 14),
        ("iran", 20),
        ("negotiate", 2),
        ("commitments", 3),
        ("conditions", 1),
        ("which", 2),
        ("with", 9),
        ("trump", 3),
        ("weaponization", 1),
        ("revised", 1),
    ];
    let vocabulary = [
        "the",
        "friend",
        "america",
        "middle",
        "final",
        "finally",
        "finale",
        "papal",
        "urban",
        "moods",
        "independence",
        "success",
        "cover",
        "connections",
    ];
    let vocabulary = KnownWords::by_rank(vocabulary.into_iter());
    Speller::new(corpus.into_iter(), Arc::new(vocabulary))
}

#[test]
fn typos_are_corrected() {
    let speller = speller();
    for (typed, meant) in [
        ("nucler", "nuclear"),
        ("nukler", "nuclear"),
        ("iarn", "iran"),
        ("rian", "iran"),
        ("comitmets", "commitments"),
        ("wich", "which"),
        ("trumo", "trump"),
        ("freind", "friend"),
        ("amercia", "america"),
        ("midle", "middle"),
        ("finaly", "finally"),
        ("indepandance", "independence"),
        ("succes", "success"),
        ("weaponisation", "weaponization"),
    ] {
        assert_eq!(speller.correct(typed), Some(meant), "{typed}");
    }
}

#[test]
fn what_is_known_stays() {
    let speller = speller();
    for word in [
        "nuclear",
        "america",
        "negotiates",
        "negotiating",
        "negotiator",
        "renegotiated",
        "discover",
        "covering",
        "irans",
        "doesnt",
        "would",
        "revise",
        "successful",
    ] {
        assert!(speller.is_known(word), "{word}");
        assert_eq!(speller.correct(word), None, "{word}");
    }
}

#[test]
fn what_is_near_nothing_stays() {
    let speller = speller();
    for word in [
        "irn",
        "asdfghjkl",
        "natanz",
        "unban",
        "mods",
        "b4nana",
        "3.67",
        "x",
        "",
        "ایران",
        &"a".repeat(99),
    ] {
        assert_eq!(speller.correct(word), None, "{word}");
    }
}

#[test]
fn a_near_word_of_the_vocabulary_comes_before_a_farther_one_of_the_corpus() {
    // "conditions" is two slips away, "connections" one.
    assert_eq!(speller().correct("conections"), Some("connections"));
}

#[test]
fn names_are_corrected_to_a_near_word_of_the_corpus_alone() {
    let speller = speller();
    let corrected = |question: &str| -> Vec<String> {
        speller
            .corrections(&Worded::new(question))
            .iter()
            .map(|correction| correction.text.clone().into_owned())
            .collect()
    };
    assert_eq!(corrected("did Trumpp meet Freind and Nukler"), ["trump"]);
    assert_eq!(
        corrected("Freind of whom"),
        ["friend"],
        "every sentence begins with a capital"
    );
    assert_eq!(corrected("FREIND AMERCIA"), ["friend", "america"]);
}

#[test]
fn corrections_say_where_the_word_stands() {
    let speller = speller();
    let question = "is Iran’s nucler deal";
    let found = speller.corrections(&Worded::new(question));
    assert_eq!(found.len(), 1);
    assert_eq!(&question[found[0].range.clone()], "nucler");
}

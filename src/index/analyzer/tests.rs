//! Forms of a word that have the same term, language by language.

use super::*;

fn terms(language: Language, text: &str) -> Vec<String> {
    Analyzer::for_language(language).terms(text)
}

#[test]
fn spellings_of_an_acronym_meet() {
    for language in [Language::English, Language::German, Language::Other] {
        for spelling in ["U.S.", "US", "us", "u.s.a.", "USA"] {
            assert_eq!(terms(language, spelling), ["us"], "{spelling}");
        }
    }
}

#[test]
fn function_words_go_and_endings_too() {
    let found = terms(Language::English, "What’s the reason Iran doesn’t renew its deals?");
    assert_eq!(found, ["reason", "iran", "renew", "deal"]);
}

#[test]
fn function_words_in_capitals_are_names() {
    for (text, found) in [
        ("Who asks IT, and what does WHO say?", &["ask", "it", "who"][..]),
        ("IT", &["it"]),
        ("the IT’s room", &["it", "room"]),
        ("WHO IS IN IT", &[]),
        (
            "Vitamin A, plan A. A plan, and I",
            &["vitamin", "a", "plan", "a", "plan"],
        ),
        ("The Who play. Who is the one?", &["who", "play", "one"]),
    ] {
        assert_eq!(terms(Language::English, text), found, "{text}");
    }
    assert_eq!(terms(Language::German, "der und die UND"), ["und"]);
}

#[test]
fn a_question_names_only_what_the_articles_do() {
    let asked = |question: &str, names: &[&str]| {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        let words: Vec<_> = crate::text::words::words(question).collect();
        let terms = Analyzer::for_language(Language::English).asked_terms(question, &words, &names);
        terms.into_iter().map(|(_, term)| term).collect::<Vec<_>>()
    };
    assert_eq!(asked("what does IT do? NOT this", &["it"]), ["it"]);
    assert_eq!(asked("what does it do", &["it"]), [""; 0]);
    assert_eq!(asked("is the who playing", &["who"]), ["who", "play"]);
    assert_eq!(
        asked("is a dog good for vitamin a?", &["a"]),
        ["dog", "good", "vitamin", "a"]
    );
}

#[test]
fn words_know_where_they_stand() {
    let find = |language, text| {
        let words = Analyzer::for_language(language).words(text);
        words
            .into_iter()
            .map(|(range, _)| text[range].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(find(Language::English, "the U.S.’s deals"), ["U.S", "deals"]);
    assert_eq!(find(Language::French, "Qu’est-ce que l’accord ?"), ["l’accord"]);
}

#[test]
fn inflected_forms_meet() {
    for (language, forms) in [
        (Language::German, &["Verhandlung", "Verhandlungen", "VERHANDLUNGEN"][..]),
        (Language::German, &["Haus", "Häuser", "Häusern"]),
        (Language::German, &["Straße", "Strassen"]),
        (
            Language::French,
            &["négociation", "négociations", "Négociations", "l’négociation"],
        ),
        (Language::French, &["accord", "accords", "l’accord", "d'accords"]),
        (Language::French, &["négociée", "négociées", "négocié"]),
        (Language::Spanish, &["negociación", "negociaciones"]),
        (
            Language::Italian,
            &["trattativa", "trattative", "la trattativa", "dell’trattativa"],
        ),
        (Language::Portuguese, &["negociação", "negociações"]),
        (Language::Russian, &["переговоры", "переговоров", "переговорам"]),
        (Language::Russian, &["новый", "новая", "новые"]),
        (Language::Dutch, &["onderhandeling", "onderhandelingen"]),
        (Language::Swedish, &["förhandling", "förhandlingar", "förhandlingarna"]),
        (Language::Turkish, &["İran", "Iran", "iran", "İran'ın"]),
        (Language::Greek, &["διαπραγμάτευση", "διαπραγματεύσεις"]),
        (Language::Other, &["rozmowy", "ROZMOWY"]),
    ] {
        let first = terms(language, forms[0]);
        assert_eq!(first.len(), 1, "{forms:?}");
        for form in forms {
            assert_eq!(terms(language, form), first, "{form}");
        }
    }
}

#[test]
fn accents_may_be_left_out_of_a_question() {
    for (language, written, typed) in [
        (Language::Spanish, "negociación", "negociacion"),
        (Language::French, "négociations", "negociations"),
        (Language::German, "Gespräche", "Gesprache"),
        (Language::Portuguese, "eleição", "eleicao"),
    ] {
        assert_eq!(terms(language, written), terms(language, typed), "{typed}");
    }
}

#[test]
fn question_words_say_nothing_about_the_matter() {
    for (language, question) in [
        (Language::German, "Warum, wann und für wen ist das so?"),
        (Language::French, "Où, quand et pourquoi ? Qu’est-ce que c’est ?"),
        (Language::Spanish, "¿Cómo, cuándo, dónde y por qué? ¿Cuáles son?"),
        (Language::Italian, "Perché, dove e quando?"),
        (Language::Russian, "Почему, когда, где и кто ещё?"),
    ] {
        assert_eq!(terms(language, question), Vec::<String>::new(), "{question}");
    }
    assert_eq!(terms(Language::Swedish, "män"), ["man"]);
}

#[test]
fn ideographs_are_words_of_their_own() {
    assert_eq!(terms(Language::Other, "核协议"), ["核", "协", "议"]);
    assert_eq!(terms(Language::Other, "イランの核"), ["イラン", "の", "核"]);
}

//! Articles in several languages in one corpus, each found by questions in its language.

use verbatim::corpus::Listing;
use verbatim::text::language::Language;

use crate::run::Verbatim;

const ENGLISH: &str = "The harbour of the town was closed for the winter because of the ice. Fishermen had repaired their \
    nets and were waiting for the spring. Nobody expected the lighthouse to be lit again before the month of March, \
    since its keeper had gone to live with his daughter inland.\n";
const GERMAN: &str = "Die beiden Seiten haben sich gestern in Wien getroffen. Die Verhandlungen über die Kontrolle der \
    Anlagen dauerten bis in die Nacht. Ein gemeinsames Abkommen gibt es noch nicht, aber die Gespräche sollen in der \
    nächsten Woche in der gleichen Stadt fortgesetzt werden.\n";
const FRENCH: &str = "Le conseil municipal s'est réuni mardi soir dans la grande salle. Les habitants ont réclamé \
    l'ouverture d'une nouvelle bibliothèque pour les écoliers du quartier. Le maire a répondu que les travaux seraient \
    terminés avant la fin de l'année et que le budget avait déjà été voté.\n";
const RUSSIAN: &str = "Весной учёные вернулись на полярную станцию после долгой зимы. Новый ледокол доставил \
    исследователям продовольствие и топливо на целый год. Наблюдения за погодой продолжаются каждый день, и результаты \
    публикуются в журнале института. Следующей осенью туда \
    отправится ещё одна экспедиция, которая будет изучать таяние льда у берегов этого большого острова.\n";

fn several() -> Verbatim {
    Verbatim::new()
        .article("harbour.txt", ENGLISH)
        .article("wien.txt", GERMAN)
        .article("ville.txt", FRENCH)
        .article("north.txt", RUSSIAN)
}

fn languages(program: &Verbatim) -> Vec<Language> {
    let corpus = Listing::read(&program.path("corpus")).unwrap().into_corpus(|_, _| {});
    assert_eq!(corpus.problems, []);
    corpus.articles.iter().map(|article| article.language).collect()
}

#[test]
fn each_article_is_found_by_inflected_words_of_its_language() {
    let program = several();
    for (question, path, key) in [
        (
            "Why were the harbours closed?",
            "harbour.txt",
            "The harbour of the town",
        ),
        ("Who repairs a net?", "harbour.txt", "Fishermen had repaired"),
        (
            "Wie lange dauerte die Verhandlung?",
            "wien.txt",
            "Die Verhandlungen über",
        ),
        ("Warum gibt es kein Abkommen?", "wien.txt", "Ein gemeinsames Abkommen"),
        (
            "Qui réclame des bibliothèques nouvelles ?",
            "ville.txt",
            "Les habitants ont",
        ),
        (
            "Quand le travail sera-t-il terminé ?",
            "ville.txt",
            "Le maire a répondu",
        ),
        ("Что доставили новые ледоколы?", "north.txt", "Новый ледокол"),
        (
            "Где публикуется результат наблюдения?",
            "north.txt",
            "Наблюдения за погодой",
        ),
    ] {
        let answer = program.ask_json(question).remove(0);
        let best = &answer["quotes"][0];
        assert_eq!(best["path"], path, "{question}: {answer}");
        let sentence = best["key_sentence"].as_str().unwrap();
        assert!(sentence.starts_with(key), "{question}: {sentence}");
        assert_ne!(answer["status"], "no_answer", "{question}");
    }
}

#[test]
fn a_question_that_the_articles_of_its_language_say_nothing_about_is_refused() {
    let program = several();
    for question in [
        "Wer gewann die Meisterschaft im Fußball?",
        "Wie backt man am Sonntag ein dunkles Brot mit Sauerteig, Kümmel und Haferflocken?",
        "Combien coûte un billet d'avion ?",
        "Quelle équipe gagnera le championnat de football ?",
        "Кто выиграл футбольный матч?",
        "Сколько стоит билет на самолёт?",
    ] {
        let answer = program.ask_json(question).remove(0);
        assert_eq!(answer["status"], "no_answer", "{question}: {answer}");
    }
}

#[test]
fn among_many_passages_of_a_language_the_words_decide() {
    let filler: String = (0..100).fold(String::new(), |text, number| {
        format!("{text}Der Bauer aus dem Dorf Nummer {number} verkauft jeden Morgen seine Eier auf dem Markt an der Kirche.\n\n")
    });
    let program = Verbatim::new().article("dorf.txt", filler).article("wien.txt", GERMAN);
    let answer = program.ask_json("Warum gibt es kein gemeinsames Abkommen?").remove(0);
    assert_eq!(answer["quotes"][0]["path"], "wien.txt", "{answer}");
    assert_ne!(answer["status"], "no_answer", "{answer}");
    let answer = program.ask_json("Wer gewann die Meisterschaft im Fußball?").remove(0);
    assert_eq!(answer["status"], "no_answer", "{answer}");
}

#[test]
fn the_language_is_detected_unless_it_is_given() {
    assert_eq!(
        languages(&several()),
        [Language::English, Language::Russian, Language::French, Language::German]
    );
    let program = Verbatim::new()
        .article("a.md", format!("---\nlanguage: de-AT\n---\n{ENGLISH}"))
        .article(
            "b.html",
            format!("<html lang=\"fr\"><body><p>{ENGLISH}</p></body></html>"),
        )
        .article("c.md", format!("---\nlanguage: Polish\n---\n{ENGLISH}"))
        .article("d.txt", "Verhandlungen und Abkommen sind nicht lang genug.\n");
    assert_eq!(
        languages(&program),
        [Language::German, Language::French, Language::Other, Language::English]
    );
}

#[test]
fn a_language_that_is_none_is_told_and_detected_instead() {
    let program = Verbatim::new().article("a.md", format!("---\nlanguage: Klingonese\n---\n{GERMAN}"));
    assert_eq!(languages(&program), [Language::German]);
    let output = program.run(&["reindex"], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    assert!(
        output.stderr.contains("a.md: it gives its language as \"Klingonese\"")
            && output.stderr.contains("read as \"de\""),
        "{output:?}"
    );
}

#[test]
fn a_text_without_spaces_is_found_by_its_characters() {
    let program = Verbatim::new()
        .article(
            "a.txt",
            "双方昨天在维也纳举行了会谈。核协议尚未签署，但谈判下周将继续进行，直到双方达成一致。\n",
        )
        .article(
            "b.txt",
            "市议会星期二晚上开会。居民要求为附近的学生建一座新的图书馆，市长说工程年底前完成。\n",
        )
        .article("c.txt", ENGLISH);
    for (question, path) in [("核协议签署了吗？", "a.txt"), ("图书馆", "b.txt")] {
        let answer = program.ask_json(question).remove(0);
        assert_eq!(answer["quotes"][0]["path"], path, "{question}: {answer}");
        assert_ne!(answer["status"], "no_answer", "{question}: {answer}");
    }
}

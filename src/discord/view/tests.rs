//! Every kind of message from a hostile corpus, held against Discord's limits.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, LazyLock};

use super::custom_id::AnswerNumber;
use super::custom_id::Shown;
use super::*;
use crate::answer::{Answerer, Thresholds};
use crate::corpus::Listing;
use crate::discord::outgoing::{
    EmbedText, MAX_CONTENT, MAX_CUSTOM_ID, MAX_DESCRIPTION, MAX_EMBEDS, MAX_FIELD, MAX_FOOTER, MAX_LABEL, MAX_OPTION,
    MAX_OPTIONS, MAX_PLACEHOLDER, MAX_TITLE, length,
};
use crate::encoder::Encoder;
use crate::index::{Fingerprint, Store};
use crate::ledger::{People, Place, ServerSettings};
use crate::library::NewsItem;
use crate::message::staff as staff_words;
use crate::question::Question;

static ENCODER: LazyLock<Arc<Encoder>> = LazyLock::new(|| Arc::new(Encoder::shipped().unwrap()));

const MARKS: &str = "**bold** [bank](https://evil.example) <@1> @everyone `x` ||y|| ~~z~~ \u{202e}night 👨‍👩‍👧‍👦 ";

fn answerer(files: &[(String, String)]) -> Answerer {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    for (name, content) in files {
        std::fs::write(corpus.join(name), content).unwrap();
    }
    let listing = Listing::read(&corpus).unwrap();
    let fingerprint = Fingerprint::of_files(&listing.hashes(), &ENCODER.identity());
    let corpus = listing.into_corpus(|_, _| ());
    let built = Store::new(folder.path().join("index"))
        .build(&corpus, &ENCODER, &fingerprint, None, &mut |_| ())
        .unwrap();
    Answerer::new(Arc::new(built.generation), Arc::clone(&ENCODER), Thresholds::default())
}

/// An article that makes everything as long as it can be: headings, title, author, address, sections, one word.
fn hostile() -> (String, String) {
    let mut text = format!(
        "---\ntitle: \"{}\"\nurl: https://example.org/{}\nauthor: \"{}\"\ndate: \"{}\"\n---\n\n",
        MARKS.repeat(60).replace('"', "'"),
        "a".repeat(1_900),
        MARKS.repeat(5),
        MARKS.repeat(5),
    );
    for section in 0..30 {
        let heading = format!("Ducks {section} {}", MARKS.repeat(30));
        let endless = if section % 7 == 0 {
            "quack".repeat(1_200)
        } else {
            String::new()
        };
        let says = MARKS.repeat(12);
        let body = format!("Duck number {section} swims in the pond {section} and says {says}.\n\n{endless}");
        for line in ["## ", &heading, "\n\n", &body, "\n\n"] {
            text.push_str(line);
        }
    }
    ("ducks.md".to_owned(), text)
}

fn check(what: &str, outgoing: &Outgoing) {
    let within = |part: &str, text: &str, limit: usize| {
        assert!(
            length(text) <= limit,
            "{what}: {part} has {} of {limit}: {text}",
            length(text)
        );
        assert!(!text.contains('\u{202e}'), "{what}: {part} turns the direction: {text}");
    };
    let embed_text = |text: &Option<EmbedText>| match text {
        Some(EmbedText::Name(text) | EmbedText::Text(text)) => text.clone(),
        None => String::new(),
    };
    within("content", &outgoing.content, MAX_CONTENT);
    let mut total = 0;
    for embed in &outgoing.embeds {
        for (part, text, limit) in [
            ("author", embed_text(&embed.author), MAX_TITLE),
            ("title", embed.title.clone().unwrap_or_default(), MAX_TITLE),
            (
                "description",
                embed.description.clone().unwrap_or_default(),
                MAX_DESCRIPTION,
            ),
            ("footer", embed_text(&embed.footer), MAX_FOOTER),
        ] {
            within(part, &text, limit);
            total += length(&text);
        }
        for field in &embed.fields {
            within("field", &field.value, MAX_FIELD);
            total += length(&field.name) + length(&field.value);
        }
        assert_ne!(embed.description.as_deref(), Some(""), "{what}");
    }
    assert!(total <= MAX_EMBEDS, "{what}: embeds have {total}");
    assert!(!outgoing.content.is_empty() || total > 0, "{what}: nothing to send");
    assert!(outgoing.components.len() <= 5, "{what}");
    let mut ids = HashSet::new();
    for row in &outgoing.components {
        assert!((1..=5).contains(&row.components.len()), "{what}");
        for component in &row.components {
            let (Component::Button { custom_id, .. }
            | Component::Menu { custom_id, .. }
            | Component::List { custom_id, .. }
            | Component::People { custom_id, .. }) = component;
            within("custom id", custom_id, MAX_CUSTOM_ID);
            assert!(ids.insert(custom_id.clone()), "{what}: {custom_id} twice");
            assert!(Action::decode(custom_id).is_some(), "{what}: {custom_id}");
            match component {
                Component::Button { label, .. } => within("label", label, MAX_LABEL),
                Component::People { placeholder, .. } => within("placeholder", placeholder, MAX_PLACEHOLDER),
                Component::List {
                    placeholder,
                    default_values,
                    ..
                } => {
                    within("placeholder", placeholder, MAX_PLACEHOLDER);
                    assert!(default_values.len() <= MAX_OPTIONS, "{what}");
                }
                Component::Menu {
                    placeholder, options, ..
                } => {
                    within("placeholder", placeholder, MAX_PLACEHOLDER);
                    assert!((1..=MAX_OPTIONS).contains(&options.len()), "{what}");
                    let values: HashSet<_> = options.iter().map(|option| &option.value).collect();
                    assert_eq!(values.len(), options.len(), "{what}: a value twice");
                    for option in options {
                        within("option", &option.label, MAX_OPTION);
                        within("option", option.description.as_deref().unwrap_or_default(), MAX_OPTION);
                        assert!(!option.label.is_empty(), "{what}");
                    }
                }
            }
        }
    }
}

/// The message, and the same as plain text.
fn check_both(what: &str, outgoing: &Outgoing) {
    check(what, outgoing);
    let plain = plain(outgoing.clone());
    assert!(plain.embeds.is_empty());
    assert_eq!(plain.components, outgoing.components);
    check(&format!("{what}, plain"), &plain);
}

fn asked(locale: Locale, question: &str) -> Asked {
    Asked {
        locale,
        asker: UserId::new(u64::MAX),
        question: Some(question.to_owned()),
        read_as: None,
        link: Some("https://discord.com/channels/18446744073709551615/18446744073709551615/1".to_owned()),
        to: Some(UserId::new(u64::MAX)),
        is_private: false,
        is_in_message: true,
        is_unasked: false,
        article: None,
        answer: AnswerNumber::new(u64::MAX),
    }
}

#[test]
fn whatever_the_corpus_holds_every_message_keeps_to_the_limits() {
    let mut files = vec![hostile()];
    let one = answerer(&files);
    for number in 0..28 {
        let title = format!("Article {number} {}", MARKS.repeat(20));
        files.push((
            format!("{number}.md"),
            format!("# {title}\n\nA goose of kind {number} flies south in winter.\n"),
        ));
    }
    let many = answerer(&files);
    let endless = format!("{} {}", MARKS.repeat(80), "why ".repeat(500));
    for answerer in [&one, &many] {
        let articles = answerer.articles().unwrap();
        for question in [
            "where does duck number 8 swim?",
            "what does duck number 7 say in the pond?",
            "what is the price of bitcoin?",
            "tl;dr",
            "hello",
            &endless,
        ] {
            let found = answerer.answer(&Question::new(question).unwrap(), 5).unwrap();
            for locale in Locale::ALL {
                check_both(question, &answer(&found, &articles, &asked(locale, question)));
            }
        }
        for locale in Locale::ALL {
            for page in [0, 1, 4, 1_000] {
                check_both("sources", &sources(locale, &articles, page));
            }
            for reads_messages in [true, false] {
                check_both("help", &help(locale, (articles.len(), 100_000), reads_messages, true));
            }
            check_both("how to ask", &how_to_ask(locale));
        }
        for article in &articles {
            for page in 0..4 {
                check_both("sections", &sections(Locale::ALL[page], article, page));
            }
            for section in 0..article.sections.len() {
                let passage = article.sections[section].passages.start;
                let key = crate::answer::PassageKey::of(article, passage).unwrap();
                let locale = Locale::ALL[section % Locale::ALL.len()];
                for page in [0, 1, 2, 99] {
                    check_both(
                        "section",
                        &section_of(
                            locale,
                            article,
                            section,
                            key,
                            Some(page),
                            Readers::One { may_post: true },
                        )
                        .unwrap(),
                    );
                }
                let opened = section_of(locale, article, section, key, None, Readers::All(UserId::new(u64::MAX)));
                check_both("opened", &opened.unwrap());
                for is_private in [true, false] {
                    let shown = Shown {
                        asker: UserId::new(u64::MAX),
                        is_private,
                        is_shared: false,
                        is_unasked: !is_private,
                        status: crate::answer::Status::Unsure,
                        at: 4,
                        passages: vec![(key, usize::MAX); 5],
                        answer: Some(AnswerNumber::new(u64::MAX)),
                    };
                    let content = &answer_content();
                    let quote = answerer.quote(key, usize::MAX).unwrap();
                    check_both("turned", &turned(locale, &quote, &shown, content));
                    check_both("shared", &shared(locale, &quote, &shown, content));
                }
            }
        }
    }
}

/// The longest text of the bot above an answer.
fn answer_content() -> String {
    format!(
        "<@18446744073709551615>\n> {}\n{}",
        "x".repeat(300),
        Locale::English.unsure()
    )
}

#[test]
fn the_pages_of_a_section_hold_every_word_once() {
    let words: Vec<String> = (0..3_000).map(|number| format!("w{number}w")).collect();
    let paragraphs: Vec<String> = words.chunks(150).map(|chunk| format!("{}.", chunk.join(" "))).collect();
    let text = format!("# Words\n\n## All\n\n{}\n", paragraphs.join("\n\n"));
    let answerer = answerer(&[("words.md".to_owned(), text)]);
    let articles = answerer.articles().unwrap();
    let key = crate::answer::PassageKey::of(&articles[0], 0).unwrap();
    let mut seen = String::new();
    for page in 0.. {
        let outgoing = section_of(
            Locale::English,
            &articles[0],
            0,
            key,
            Some(page),
            Readers::One { may_post: true },
        )
        .unwrap();
        seen.push_str(outgoing.embeds[0].description.as_deref().unwrap());
        seen.push('\n');
        let has_next =
            outgoing.components.iter().flat_map(|row| &row.components).any(
                |component| matches!(component, Component::Button { label, .. } if *label == Locale::English.next()),
            );
        if !has_next {
            assert!(page > 2, "it was meant to be long");
            break;
        }
    }
    for word in &words {
        assert_eq!(seen.matches(word.as_str()).count(), 1, "{word}");
    }
}

#[test]
fn a_list_of_long_questions_for_the_staff_counts_those_that_do_not_fit() {
    let item = NewsItem {
        question: MARKS.repeat(9),
        times: 1_000,
        place: Some(Place {
            server: u64::MAX,
            channel: u64::MAX,
            message: Some(u64::MAX),
        }),
        is_voted_down: true,
        section: Some(MARKS.repeat(9)),
    };
    let items = vec![item; 1_000];
    let shown = admin::news(&items, true);
    check_both("news", &shown);
    let listed = shown.content.lines().filter(|line| line.starts_with("- **")).count();
    let more = staff_words::more(items.len() - listed);
    assert!(
        listed > 0 && shown.content.contains(&more) && shown.content.ends_with(staff_words::WHAT_NEXT),
        "{}",
        shown.content
    );
}

#[test]
fn the_longest_settings_keep_to_the_limits_on_each_page() {
    let ids = || (1..=25).map(|at| u64::MAX - at).collect::<BTreeSet<u64>>();
    let people = || People {
        users: BTreeSet::new(),
        roles: ids(),
    };
    let full = ServerSettings {
        allowed: ids(),
        denied: ids(),
        private: ids(),
        cooldown_seconds: 3_600,
        cooldown_in: ids(),
        askers: people(),
        blocked: people(),
        unasked_in: ids(),
        admins: people(),
        ..ServerSettings::default()
    };
    for settings in [ServerSettings::default(), full] {
        for &page in custom_id::Page::ALL {
            for is_admin in [false, true] {
                let looking = admin::Looking {
                    are_own: false,
                    is_admin,
                    reads_messages: is_admin,
                    note: None,
                };
                check_both("settings", &admin::settings(&settings, page, looking));
            }
        }
    }
}

//! The sentences of every language: complete, and with their arguments.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, VariantKey};
use fluent_syntax::parser;

use super::*;

/// The names that a sentence uses. Its variants for plurals are left out: they depend on the language.
#[derive(Debug, Default, PartialEq)]
struct Used<'a> {
    arguments: BTreeSet<&'a str>,
    /// The names of other variants, such as `[picture]`.
    choices: BTreeSet<&'a str>,
    /// The sentences that are part of it.
    others: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    fn of(pattern: &Pattern<&'a str>) -> Self {
        let mut used = Self::default();
        used.collect(pattern);
        used
    }

    fn collect(&mut self, pattern: &Pattern<&'a str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::Placeable {
                    expression: Expression::Inline(inline),
                } => self.collect_inline(inline),
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    self.collect_inline(selector);
                    for variant in variants {
                        if let VariantKey::Identifier { name } = variant.key
                            && !["one", "few", "many", "other"].contains(&name)
                        {
                            self.choices.insert(name);
                        }
                        self.collect(&variant.value);
                    }
                }
                PatternElement::TextElement { .. } => {}
            }
        }
    }

    fn collect_inline(&mut self, inline: &InlineExpression<&'a str>) {
        match inline {
            InlineExpression::VariableReference { id } => self.arguments.insert(id.name),
            InlineExpression::MessageReference { id, .. } => self.others.insert(id.name),
            InlineExpression::StringLiteral { .. } => false,
            other => panic!("not used so far: {other:?}"),
        };
    }
}

/// The sentences of a language by their names.
fn sentences_of(locale: Locale) -> BTreeMap<&'static str, Used<'static>> {
    let file: Resource<&'static str> =
        parser::parse(locale.file()).unwrap_or_else(|(_, errors)| panic!("{locale:?}: {errors:?}"));
    let mut sentences = BTreeMap::new();
    for entry in &file.body {
        match entry {
            Entry::Message(message) => {
                let text = message.value.as_ref().expect("a text");
                let before = sentences.insert(message.id.name, Used::of(text));
                assert_eq!(before, None, "{locale:?} has it twice: {}", message.id.name);
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            other => panic!("{locale:?}: {other:?}"),
        }
    }
    sentences
}

#[test]
fn every_language_has_every_sentence_with_its_arguments_and_no_other() {
    let english = sentences_of(Locale::English);
    let declared: BTreeSet<&str> = DECLARED.iter().map(|(name, _)| *name).collect();
    for locale in Locale::ALL {
        let sentences = sentences_of(locale);
        let names: BTreeSet<&str> = sentences.keys().copied().collect();
        let (missing, unknown) = (&declared - &names, &names - &declared);
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{locale:?} lacks {missing:?}; no code says {unknown:?}"
        );
        for (name, arguments) in DECLARED {
            let used = &sentences[name];
            assert_eq!(
                used.arguments,
                arguments.iter().copied().collect(),
                "{locale:?}: {name}"
            );
            assert_eq!(used, &english[name], "{locale:?}: {name}");
        }
    }
}

#[test]
fn every_sentence_can_be_said_in_every_language() {
    for locale in Locale::ALL {
        for (name, arguments) in DECLARED {
            // One, few and many things, in the languages that tell these apart.
            for number in [0, 1, 2, 3, 5, 11, 21, 22, 100_000] {
                let arguments = arguments.iter().map(|argument| (*argument, number.into()));
                let (said, errors) = locale.say(name, arguments);
                assert!(errors.is_empty() && !said.is_empty(), "{locale:?}: {name}: {errors:?}");
                assert!(!said.contains(['{', '}', '\u{2068}', '\u{200b}']), "{locale:?}: {said}");
            }
        }
    }
}

#[test]
fn numbers_agree_with_their_nouns() {
    assert_eq!(presence(1, 5), "/ask · 5 passages, 1 article");
    for (locale, seconds, end) in [
        (Locale::English, 1, "in 1 second."),
        (Locale::English, 2, "in 2 seconds."),
        (Locale::German, 1, "in 1 Sekunde noch einmal."),
        (Locale::French, 0, "dans 0 seconde."),
        (Locale::Russian, 1, "через 1 секунду."),
        (Locale::Russian, 3, "через 3 секунды."),
        (Locale::Russian, 11, "через 11 секунд."),
        (Locale::Russian, 21, "через 21 секунду."),
    ] {
        let said = locale.too_many_questions(seconds);
        assert!(said.ends_with(end), "{said}");
    }
    assert_eq!(Locale::English.extent(1, 2), "1 section, 2 passages");
    assert_eq!(Locale::Russian.pages(21, "3-23"), "страницы 3-23");
}

#[test]
fn a_message_without_text_is_called_what_it_is_in_every_language() {
    use Textless::{File, Picture, Sound, Sticker, Video, Voice};
    for locale in Locale::ALL {
        let kinds = [Picture, Video, Voice, Sound, File, Sticker];
        let said: BTreeSet<String> = kinds.iter().map(|kind| locale.textless(kind.name())).collect();
        assert_eq!(said.len(), kinds.len(), "{said:?}");
    }
}

#[test]
fn small_talk_names_as_many_examples_as_there_are() {
    for (examples, said) in [
        (&[][..], "Ask me a question about the articles."),
        (&["a"], "You can ask me about: a."),
        (&["Who may ask?"], "You can ask me about: Who may ask."),
        (&["a", "b"], "You can ask me about: a or b."),
        (&["a", "b", "c", "d"], "You can ask me about: a, b, or c."),
    ] {
        assert_eq!(Locale::English.with_examples("Hi!", examples), format!("Hi!\n{said}"));
    }
    assert!(Locale::German.with_examples("Hi!", &["a", "b"]).ends_with("a oder b."));
}

#[test]
fn a_language_that_the_bot_does_not_speak_gets_english() {
    for (code, locale) in [
        ("es-419", Locale::Spanish),
        ("en-GB", Locale::English),
        ("pt-BR", Locale::Portuguese),
        ("ja", Locale::English),
        ("", Locale::English),
    ] {
        assert_eq!(Locale::from_discord(code), locale, "{code}");
    }
}

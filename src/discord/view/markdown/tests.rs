//! Against a model of how Discord reads markdown.

mod model;
mod words;

use proptest::prelude::*;

use super::*;
use crate::corpus::{Mark, MarkKind};
use model::{Seen, bold_of, read, squeezed, text_of};

/// Texts of what could go wrong.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,8}",
        "[ \\n]{1,2}",
        "[!-/:-@\\[-`{-~]{1,4}",
        "[\\u{200b}-\\u{200f}\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}\\t\\r\\u{0}\\u{feff}]",
        "(https://|discord\\.gg/|@everyone|<@&1>|\\n- |\\n12\\. |\\n-# |\\n> |```|\\|\\|)",
        "(👨‍👩‍👧‍👦|🇮🇷|é́|سلام‌ها|漢字仮名|مرحبا)",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The length of the mark of a cut, as it is seen.
const CUT_CHARS: usize = 3;

/// A text with stretches of it, as fractions of its length.
#[derive(Debug)]
struct Marked {
    text: String,
    bold: Range<usize>,
    marks: Vec<Mark>,
}

impl Marked {
    fn as_words(&self) -> Words<'_> {
        Words {
            bold: self.bold.clone(),
            marks: self.marks.clone(),
            ..Words::plain(&self.text)
        }
    }
}

impl Words<'_> {
    /// The letters that are to be set so; the sentence that answers is bold.
    fn in_style(&self, kind: &MarkKind) -> String {
        let is_set = |at: usize| {
            let is_marked = self
                .marks
                .iter()
                .any(|mark| mark.kind == *kind && mark.range.contains(&at));
            is_marked || *kind == MarkKind::Strong && self.bold.contains(&at)
        };
        let mut set = String::new();
        for_each_seen(self.text, |at, c| set.extend(is_set(at).then_some(c)));
        set
    }
}

/// Hostile texts, without tables, with marks of all kinds.
fn marked() -> impl Strategy<Value = Marked> {
    let place = || (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let kinds = [MarkKind::Strong, MarkKind::Emphasis, MarkKind::Code, MarkKind::Spoiler];
    let mark = (place(), prop::sample::select(kinds.to_vec()));
    (hostile(), place(), prop::collection::vec(mark, 0..6)).prop_map(|(text, bold, marks)| {
        let text = text.replace(" |", "x|").replace("| ", "|x");
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let range = |(from, to): (prop::sample::Index, prop::sample::Index)| {
            let (from, to) = (*from.get(&borders), *to.get(&borders));
            from.min(to)..from.max(to)
        };
        // As the readers do it: no mark is on white space alone, or begins or ends with it.
        let trimmed = |range: Range<usize>| {
            let part = &text[range.clone()];
            let start = range.start + (part.len() - part.trim_start().len());
            start..start + part.trim().len()
        };
        let marks = marks
            .into_iter()
            .map(|(place, kind)| Mark {
                range: trimmed(range(place)),
                kind,
            })
            .filter(|mark| !mark.range.is_empty());
        Marked {
            bold: range(bold),
            marks: marks.collect(),
            text: text.clone(),
        }
    })
}

proptest! {
    #[test]
    fn what_is_seen_is_the_text_without_what_is_dropped(text in hostile()) {
        prop_assert_eq!(text_of(&escape(&text)), clean(&text));
        let kept: String = clean(&text).chars().filter(|c| !is_invisible(*c)).collect();
        let given: String = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ")
            .chars()
            .filter(|&c| c == '\n' || !(c.is_control() || is_invisible(c)))
            .collect();
        prop_assert_eq!(kept, given);
    }

    #[test]
    fn a_quote_keeps_its_limit_and_its_words(words in marked(), limit in 0..300_usize) {
        let words = words.as_words();
        let cut = quoted(&words, limit);
        prop_assert!(length(&cut.markdown) <= limit);
        let is_whole = !cut.is_cut_front && !cut.is_cut_back;
        let mut shown = read(&cut.markdown);
        if cut.is_cut_front {
            shown.drain(..CUT_CHARS.min(shown.len()));
        }
        if cut.is_cut_back {
            shown.truncate(shown.len().saturating_sub(CUT_CHARS));
        }
        let inner: String = shown.iter().map(|seen| seen.c).collect();
        prop_assert!(squeezed(&clean(words.text)).contains(&squeezed(&inner)), "{} in {}", inner, words.text);
        if is_whole {
            prop_assert_eq!(squeezed(&inner), squeezed(&clean(words.text)));
            let letters = |is_set: fn(&Seen) -> bool| -> String {
                squeezed(&shown.iter().filter(|seen| is_set(seen)).map(|seen| seen.c).collect::<String>())
            };
            // The signs of a list's items have no style.
            let is_listed = shown.iter().any(|seen| matches!(seen.c, '-' | '*' | '.'));
            if !is_listed {
                prop_assert_eq!(letters(|seen| seen.is_hidden), squeezed(&words.in_style(&MarkKind::Spoiler)));
                // Code may lose its bold.
                if !shown.iter().any(|seen| seen.is_code) {
                    prop_assert_eq!(letters(|seen| seen.is_bold), squeezed(&words.in_style(&MarkKind::Strong)));
                }
            }
        }
        let quote = block_quote(&cut.markdown, limit);
        prop_assert!(length(&quote.markdown) <= limit);
        prop_assert!(quote.markdown.is_empty() || quote.markdown.lines().all(|line| line.starts_with("> ")));
        if !quote.markdown.is_empty() && !quote.is_cut_front && !quote.is_cut_back {
            let lines: Vec<&str> = quote.markdown.split('\n').filter_map(|line| line.strip_prefix("> ")).collect();
            prop_assert_eq!(lines.join("\n"), cut.markdown.trim());
        }
    }

    #[test]
    fn pages_hold_the_text_between_them(words in marked(), limit in 60..200_usize) {
        let words = words.as_words();
        let pages = pages(&words, &[], &[], limit);
        let mut held = String::new();
        for (index, page) in pages.iter().enumerate() {
            prop_assert!(length(&page.markdown) <= limit, "{} of {limit}: {}", length(&page.markdown), page.markdown);
            let seen: String = read(&page.markdown).iter().map(|seen| seen.c).collect();
            let mut inner = seen.as_str();
            if index > 0 {
                inner = inner.strip_prefix("[…]").unwrap();
            }
            if index + 1 < pages.len() {
                inner = inner.strip_suffix("[…]").unwrap();
            }
            held.push_str(inner);
        }
        prop_assert_eq!(squeezed(&held), squeezed(&clean(words.text)));
    }

    #[test]
    fn a_line_keeps_its_limit(text in hostile(), limit in 1..60_usize) {
        prop_assert!(length(&escape_within(&text, limit)) <= limit);
        prop_assert!(length(&plain_within(&text, limit)) <= limit);
        text_of(&escape_within(&text, limit));
        let is_clean = !plain(&text).contains(['\n', '\u{202e}', '\u{2066}', '\t']);
        prop_assert!(is_clean);
    }
}

#[test]
fn nothing_pings_links_or_unfurls() {
    for (text, escaped) in [
        ("@everyone", r"\@everyone"),
        ("<@&12> <t:1:R>", r"\<\@&12\> \<t:1:R\>"),
        ("[bank](https://evil.example)", r"\[bank\](https\://evil.example)"),
        ("Discord.gg/x", r"Discord\.gg/x"),
        ("# a\n  - b\n12. c\n-# d\n> e", "\\# a\n  \\- b\n12\\. c\n\\-# d\n\\> e"),
        ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
        ("It grew by 3.5 - 4, a-b # 2", "It grew by 3.5 - 4, a-b # 2"),
    ] {
        assert_eq!(escape(text), escaped);
    }
}

#[test]
fn what_turns_the_text_around_is_dropped_and_what_joins_it_stays() {
    assert_eq!(plain("a\u{202e}b\u{2066}c\u{200b}d\u{ad}e"), "abcde");
    for joined in ["می‌خواهم", "👨‍👩‍👧", "a\u{200f}b"] {
        assert_eq!(plain(joined), joined);
    }
    assert_eq!(plain(" \u{200d}a\u{200c} b\r\n\tc "), "a b c");
}

fn quoted_bold(text: &str, bold: Range<usize>, limit: usize) -> Cut {
    quoted(
        &Words {
            bold,
            ..Words::plain(text)
        },
        limit,
    )
}

#[test]
fn a_key_sentence_is_bold_line_by_line() {
    let cut = |text: &str, bold: Range<usize>| quoted_bold(text, bold, 200).markdown;
    assert_eq!(cut("One. Two. Three.", 5..9), "One. **Two.** Three.");
    assert_eq!(cut("- one\n- two\n\nthree", 0..19), "- **one**\n- **two**\n\n**three**");
    assert_eq!(cut("a b c", 1..4), "a **b** c");
    assert_eq!(cut("a *b* c", 2..5), r"a **\*b\*** c");
    assert_eq!(cut("a b", 1..2), "a b");
}

#[test]
fn a_long_passage_is_cut_around_its_key_sentence() {
    let before = "Some words before it. ".repeat(20);
    let behind = " And some words behind.".repeat(20);
    let text = format!("{before}The key.{behind}");
    let cut = quoted_bold(&text, before.len()..before.len() + 8, 100);
    assert!(cut.is_cut_front && cut.is_cut_back);
    assert_eq!(bold_of(&cut.markdown), "The key.");
    assert!(length(&cut.markdown) > 80, "{}", cut.markdown);
    let words: Vec<String> = text_of(&cut.markdown).split(' ').map(str::to_owned).collect();
    for word in &words[1..words.len() - 1] {
        assert!(text.split(' ').any(|other| other == word), "{word} is half a word");
    }
    // At the beginning, all the room goes to the text after the bold part.
    let cut = quoted_bold(&text, 0..9, 100);
    assert!(
        !cut.is_cut_front && cut.markdown.starts_with("**Some"),
        "{}",
        cut.markdown
    );
}

#[test]
fn a_key_sentence_that_is_too_long_is_shown_from_its_beginning() {
    let text = format!("Before. {}", "word ".repeat(100));
    let cut = quoted_bold(&text, 8..text.len(), 60);
    assert!(cut.markdown.starts_with(r"\[…\] **word word"), "{}", cut.markdown);
    assert!(cut.markdown.ends_with(r"word** \[…\]"), "{}", cut.markdown);
}

#[test]
fn a_word_alone_is_cut_between_graphemes() {
    for unit in ["👨‍👩‍👧‍👦", "🇮🇷", "é́", "漢", "*", "\\", "x"] {
        let text = unit.repeat(6_000 / unit.chars().count());
        let cut = quoted_bold(&text, 0..text.len(), 4096);
        assert!(!cut.is_cut_front && cut.is_cut_back);
        assert!(length(&cut.markdown) > 4_000, "{unit}: {}", length(&cut.markdown));
        let shown = text_of(&cut.markdown);
        let shown = shown.strip_suffix("[…]").unwrap();
        assert_eq!(shown, unit.repeat(shown.len() / unit.len()), "{unit}");
    }
}

#[test]
fn a_mark_next_to_a_parenthesis_is_no_link() {
    let text = format!("{}(https://evil.example)", "x".repeat(200));
    for page in pages(&Words::plain(&text), &[], &[], 60) {
        read(&page.markdown);
    }
}

#[test]
fn pages_end_where_passages_or_sentences_do() {
    let text = "One two. Three four.\n\nFive six. Seven eight nine ten.";
    let borders = [20, text.len()];
    let sentences = [8, 20, 31, text.len()];
    let pages = |text: &str, borders: &[usize], sentences: &[usize], limit: usize| -> Vec<String> {
        let pages = pages(&Words::plain(text), borders, sentences, limit);
        pages.into_iter().map(|page| page.markdown).collect()
    };
    assert_eq!(
        pages(text, &borders, &sentences, 48),
        ["One two. Three four.", "Five six. Seven eight nine ten."]
    );
    let long = "One two three. Four five six. Seven eight nine.";
    assert_eq!(
        pages(long, &[long.len()], &[14, 29, long.len()], 42),
        [
            r"One two three. Four five six. \[…\]".to_owned(),
            r"\[…\] Seven eight nine.".to_owned()
        ]
        .map(|page| page)
    );
}

#[test]
fn links_lead_where_they_say_or_nowhere() {
    let to = |text: &str, url: &str| link(text, Some(url), 100);
    assert_eq!(
        to("Talks", "https://example.org/a_(b)"),
        "[Talks](https://example.org/a_%28b%29)"
    );
    assert_eq!(to("Ta]ks", "https://example.org"), r"Ta\]ks ([↗](https://example.org))");
    for url in [
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "ftp://a.example",
        "https://\u{202e}a",
    ] {
        assert_eq!(to("Talks", url), "Talks", "{url}");
    }
    assert_eq!(to("Talks", &format!("https://a.example/{}", "x".repeat(100))), "Talks");
    assert_eq!(
        within("[a b c](https://example.org) and words and words", 46),
        r"[a b c](https://example.org) and words \[…\]"
    );
}

//! Against a model of how Discord reads markdown: a backslash before a sign shows the sign, and every other sign that
//! means something is markup.

use proptest::prelude::*;

use super::*;

/// What is seen of markdown, and whether each character of it is bold; panics at markup that isn't bold or the
/// mark of a cut.
fn seen(markdown: &str) -> Vec<(char, bool)> {
    let mut seen = Vec::new();
    let (mut is_bold, mut is_line_start) = (false, true);
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
        if let Some(escaped) = escaped {
            assert!(escaped.is_ascii_punctuation(), "a backslash is seen: {markdown}");
            seen.push((escaped, is_bold));
            rest = &rest[1 + escaped.len_utf8()..];
            is_line_start = false;
            continue;
        }
        if let Some(behind) = rest.strip_prefix("**") {
            is_bold = !is_bold;
            rest = behind;
            continue;
        }
        assert!(!"\\*_~`|<>[]@".contains(c), "{c} is markup: {markdown}");
        if is_line_start {
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_numbered = number.len() < rest.len() && number.starts_with('.');
            assert!(
                !"#-+".contains(c) && !is_numbered,
                "a line is more than text: {markdown}"
            );
        }
        seen.push((c, is_bold));
        is_line_start = c == '\n' || (is_line_start && c.is_whitespace());
        rest = &rest[c.len_utf8()..];
    }
    assert!(!is_bold, "bold has no end: {markdown}");
    for address in ["://", "discord.gg", "discord.com", "discordapp.com"] {
        assert!(
            !markdown.replace("\\:", "").to_lowercase().contains(address),
            "{address} is an address: {markdown}"
        );
    }
    seen
}

fn text_of(markdown: &str) -> String {
    seen(markdown).into_iter().map(|(c, _)| c).collect()
}

fn bold_of(markdown: &str) -> String {
    seen(markdown)
        .into_iter()
        .filter(|&(_, is_bold)| is_bold)
        .map(|(c, _)| c)
        .collect()
}

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
    fn a_quote_keeps_its_limit_and_its_words(
        text in hostile(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), limit in 0..300_usize
    ) {
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (from, to) = (*from.get(&borders), *to.get(&borders));
        let bold = from.min(to)..from.max(to);
        let cut = quoted(&text, bold.clone(), limit);
        prop_assert!(length(&cut.markdown) <= limit);
        let shown = text_of(&cut.markdown);
        let mut inner = shown.as_str();
        if cut.is_cut_front {
            inner = inner.strip_prefix("[…]").unwrap_or(inner);
        }
        if cut.is_cut_back {
            inner = inner.strip_suffix("[…]").unwrap_or(inner);
        }
        prop_assert!(clean(&text).contains(inner.trim()), "{} in {}", inner, text);
        if !cut.is_cut_front && !cut.is_cut_back {
            prop_assert_eq!(shown.as_str(), clean(&text).trim().to_owned());
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let wanted: String = squeezed(&clean(&text[bold])).chars().filter(|c| !is_invisible(*c)).collect();
            let found: String = squeezed(&bold_of(&cut.markdown)).chars().filter(|c| !is_invisible(*c)).collect();
            prop_assert_eq!(found, wanted);
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
    fn pages_hold_the_text_between_them(text in hostile(), limit in 40..200_usize) {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let pages = pages(&text, &[], &[], limit);
        let mut held = String::new();
        for (index, page) in pages.iter().enumerate() {
            prop_assert!(length(page) <= limit);
            let seen = text_of(page);
            let mut inner = seen.as_str();
            if index > 0 {
                inner = inner.strip_prefix("[…]").unwrap();
            }
            if index + 1 < pages.len() {
                inner = inner.strip_suffix("[…]").unwrap();
            }
            held.push_str(inner);
        }
        prop_assert_eq!(squeezed(&held), squeezed(&clean(&text)));
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

#[test]
fn a_key_sentence_is_bold_line_by_line() {
    let cut = |text: &str, bold: Range<usize>| quoted(text, bold, 200).markdown;
    assert_eq!(cut("One. Two. Three.", 5..9), "One. **Two.** Three.");
    assert_eq!(
        cut("- one\n- two\n\nthree", 0..19),
        "**\\- one**\n**\\- two**\n\n**three**"
    );
    assert_eq!(cut("a b c", 1..4), "a **b** c");
    assert_eq!(cut("a *b* c", 2..5), r"a **\*b\*** c");
    assert_eq!(cut("a b", 1..2), "a b");
}

#[test]
fn a_long_passage_is_cut_around_its_key_sentence() {
    let before = "Some words before it. ".repeat(20);
    let behind = " And some words behind.".repeat(20);
    let text = format!("{before}The key.{behind}");
    let cut = quoted(&text, before.len()..before.len() + 8, 100);
    assert!(cut.is_cut_front && cut.is_cut_back);
    assert_eq!(bold_of(&cut.markdown), "The key.");
    assert!(length(&cut.markdown) > 80, "{}", cut.markdown);
    let words: Vec<String> = text_of(&cut.markdown).split(' ').map(str::to_owned).collect();
    for word in &words[1..words.len() - 1] {
        assert!(text.split(' ').any(|other| other == word), "{word} is half a word");
    }
    // At the beginning all the room goes to what is behind.
    let cut = quoted(&text, 0..9, 100);
    assert!(
        !cut.is_cut_front && cut.markdown.starts_with("**Some"),
        "{}",
        cut.markdown
    );
}

#[test]
fn a_key_sentence_that_is_too_long_is_shown_from_its_beginning() {
    let text = format!("Before. {}", "word ".repeat(100));
    let cut = quoted(&text, 8..text.len(), 60);
    assert!(cut.markdown.starts_with(r"\[…\] **word word"), "{}", cut.markdown);
    assert!(cut.markdown.ends_with(r"word** \[…\]"), "{}", cut.markdown);
}

#[test]
fn a_word_alone_is_cut_between_graphemes() {
    for unit in ["👨‍👩‍👧‍👦", "🇮🇷", "é́", "漢", "*", "\\", "x"] {
        let text = unit.repeat(6_000 / unit.chars().count());
        let cut = quoted(&text, 0..text.len(), 4096);
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
    for page in pages(&text, &[], &[], 60) {
        text_of(&page);
    }
}

#[test]
fn pages_end_where_passages_or_sentences_do() {
    let text = "One two. Three four.\n\nFive six. Seven eight nine ten.";
    let borders = [20, text.len()];
    let sentences = [8, 20, 31, text.len()];
    assert_eq!(
        pages(text, &borders, &sentences, 52),
        ["One two. Three four.", "Five six. Seven eight nine ten."]
    );
    let long = "One two three. Four five six. Seven eight nine.";
    assert_eq!(
        pages(long, &[long.len()], &[14, 29, long.len()], 46),
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
        r"[a b c](https://example.org) and \[…\]"
    );
}

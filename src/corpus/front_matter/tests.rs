use super::*;

#[track_caller]
fn front(text: &str) -> FrontMatter {
    let (front, body) = split(text);
    assert!(text[body..].trim_start().starts_with("Body"), "{:?}", &text[body..]);
    front
}

/// Reads one YAML key: title, author or date.
fn yaml(line: &str) -> (Option<String>, usize) {
    let front = front(&format!("---\n{line}\nlayout: post\n---\n\nBody"));
    let Metadata {
        url,
        author,
        date,
        language,
    } = front.metadata;
    let all = [front.title, url, author, date, language];
    assert!(all.iter().flatten().count() < 2, "{all:?}");
    (all.into_iter().flatten().next(), front.doubts.len())
}

#[test]
fn front_matter_is_read_and_the_body_begins_behind_it() {
    let keys =
        "title: Talks\nurl: https://example.org/a\nauthor: [Ann, Bob]\ndate: 2024-05-01\nlanguage: en\ntags: [x]";
    let toml = "title = \"Talks\"\nurl = 'https://example.org/a'\nauthors = [\n  \"Ann\",\n  \"Bob\",\n]\ndate = 2024-05-01 # May\nlang = \"en\"\n[params]\ntitle = \"No\"";
    let json = r#"{"title": "Talks", "url": "https://example.org/a", "author": ["Ann", "Bob"], "date": "2024-05-01", "lang": "en"}"#;
    for text in [
        format!("---\n{keys}\n---\nBody"),
        format!("---\r\n{}\r\n...\r\nBody", keys.replace('\n', "\r\n")),
        format!("+++\n{toml}\n+++\nBody"),
        format!("{json}\nBody"),
        format!("\n<!-- generated\nby hand -->\n---\n{keys}\n---\nBody"),
    ] {
        let front = front(&text);
        assert_eq!(front.title.as_deref(), Some("Talks"), "{text}");
        assert_eq!(front.metadata.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(front.metadata.author.as_deref(), Some("Ann, Bob"));
        assert_eq!(front.metadata.date.as_deref(), Some("2024-05-01"));
        assert_eq!(front.metadata.language.as_deref(), Some("en"));
        assert_eq!(front.doubts, []);
    }
}

#[test]
fn values_are_understood_in_the_forms_that_programs_write() {
    for (line, expected) in [
        ("title: 1.10", "1.10"),
        ("Title: Capital", "Capital"),
        ("\"title\": 'It''s'", "It's"),
        ("title: [Laundry, Washing]", "Laundry, Washing"),
        ("title: >\n  Folded\n  text", "Folded text"),
        ("title: Hiking: the path", "Hiking: the path"),
        ("title: [Draft] Hiking", "[Draft] Hiking"),
        ("title: @home", "@home"),
        ("title: 100% wool\ndescription: %percent", "100% wool"),
        ("title: \"**Very** `bare` [x](y) &amp; 2 * 3\"", "Very bare x & 2 * 3"),
        ("title: \"1. First\"", "1. First"),
        ("title: Tabs\ntags:\n\t- ice", "Tabs"),
        ("title: Twice\ntags: a\ntags: b\nmade: <% x %>", "Twice"),
        ("author: Jo", "Jo"),
        ("author:\n  name: Jo Doe\n  links: [a, b]", "Jo Doe"),
        ("authors:\n  - name: Jo\n  - name: Al", "Jo, Al"),
        ("authors:\n- Jo\n- 7", "Jo, 7"),
        ("date: 2024-03-01T10:00:00Z", "2024-03-01T10:00:00Z"),
        ("date:\n  created: 2024-01-31\n  updated: 2024-02-01", "2024-01-31"),
        ("date: 5. maj 2024 kl. 8", "5. maj 2024 kl. 8"),
        ("date: 二〇二四年五月", "二〇二四年五月"),
        ("date: 2024-2025", "2024-2025"),
        ("lastmod: 2024", "2024"),
        ("published: false\nlastmod: 2024", "2024"),
        ("published: 2023\nlastmod: 2024", "2023"),
        ("lang: de", "de"),
        ("canonical_url: HTTPS://x.org", "HTTPS://x.org"),
    ] {
        assert_eq!(yaml(line), (Some(expected.to_owned()), 0), "{line}");
    }
}

#[test]
fn what_says_nothing_to_us_is_passed_over_in_silence() {
    for line in [
        "title:",
        "title: \"\"",
        "title: ~",
        "url: /guides/sailing/",
        "url: sailing",
        "author: []",
        "slug: x",
        "created: <% tp.date.now() %>",
        "updated: \"{{ now }}\"",
        "published: false",
        "permalink: /x",
        "# title: none",
    ] {
        assert_eq!(yaml(line), (None, 0), "{line}");
    }
    assert_eq!(split("---\n---\nx"), (FrontMatter::default(), 8));
    assert_eq!(split("---\n# none\n---\nx"), (FrontMatter::default(), 15));
}

#[test]
fn what_is_not_understood_is_a_doubt_with_its_line() {
    for (line, doubt) in [
        ("title: {{ page.title }}", "the value of title"),
        ("title: \"{{title}}\"", "the value of title"),
        ("Authors: {a: {b: c}}", "the value of Authors"),
        ("date: [[x]]", "the value of date"),
        ("date: soon", "the value of date"),
        ("date: 2024-13-45", "the value of date"),
        ("date: 2024/05/32 10:00", "the value of date"),
        ("url: example.org/a", "\"example.org/a\""),
    ] {
        let front = front(&format!("---\nlayout: post\n{line}\n---\nBody"));
        assert_eq!(front.title, None);
        assert_eq!(front.metadata, Metadata::default());
        let [(found, Some(3))] = &front.doubts[..] else {
            panic!("{line}: {:?}", front.doubts)
        };
        assert!(found.to_string().contains(doubt), "{found}");
    }
}

#[test]
fn a_thematic_break_is_no_front_matter() {
    for text in [
        "",
        "---",
        "---\n\nText: more\n",
        "---\n\nOne meal.\n\n---\n\nNo limit.\n",
        "---\n\nNote: one meal.\n\n---\n\nNo limit.\n",
        "---\nOne meal.\n---\n",
        "---\nNote: bring boots.\n",
        "---\nNote: bring boots.\n\nOr go home.\n\n---\n",
        "Text\n---\ntitle: a\n---\n",
        "\n---\ntitle: a\n\nText",
        "+++\nplus\n+++",
        "{% include x %}\n",
        "{\"a\": 1} and more",
        "{}\n",
        "<!-- a comment",
    ] {
        assert_eq!(split(text), (FrontMatter::default(), 0), "{text}");
    }
}

#[test]
fn front_matter_that_never_ends_ends_with_its_keys() {
    for text in [
        "---\ntitle: a\ntags:\n  - b\n\nBody text.\n",
        "---\ntitle: a\n\nBody text.\n\n---\n\nBelow a line.\n",
        "---\ntitle: a\nBody text.\n",
        "+++\ntitle = \"a\"\n\nBody text.\n",
    ] {
        let front = front(text);
        assert_eq!(front.title.as_deref(), Some("a"), "{text}");
        assert!(matches!(
            front.doubts[..],
            [(Doubt::UnclosedFrontMatter { .. }, Some(1))]
        ));
    }
}

#[test]
fn front_matter_of_any_program_costs_no_word() {
    for (text, title) in [
        ("---json\n{ \"title\": \"T\" }\n---\n", Some("T")),
        ("--- yaml\ntitle: T\n---\n", Some("T")),
        ("---js\n{ title: \"T\" }\n---\n", None),
        ("---toml\ntitle = \"T\"\n---\n", None),
        ("---\ntitle: T\n---\n---\nlayout: x\n---\n", Some("T")),
        ("title: T\r\ndate: 2014-02-12\r\n---\r\n", Some("T")),
    ] {
        let (front, end) = split(&format!("{text}Text."));
        assert_eq!((front.title.as_deref(), end), (title, text.len()), "{text}");
    }
    for text in [
        "title: one line\n---\n",
        "---json\nText.",
        "---\n\nText.\n\n---\n",
        "a: b\nc: d\n---\n",
    ] {
        assert_eq!(split(text).1, 0, "{text}");
    }
    let (front, _) = split("---\nauthor: \"[[People/Ann|Ann]]\"\n---\n");
    assert_eq!(front.metadata.author.as_deref(), Some("Ann"));
}

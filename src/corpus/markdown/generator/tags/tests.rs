use super::*;

#[test]
fn tags_are_read_with_what_names_their_content() {
    for (text, name, label) in [
        ("{{< hint danger >}}", "hint", "danger"),
        (
            "{{% alert title=\"Mind > the gap\" color=\"x\" %}}",
            "alert",
            "Mind > the gap",
        ),
        ("{{<note>}}", "note", "note"),
        ("{{< tab \"On Windows\" >}}", "tab", "On Windows"),
        ("{{< tabs/tab name=\"A\" >}}", "tabs/tab", "A"),
        ("{{< figure src=\"/a.png\" >}}", "figure", ""),
        ("{% hint style=\"info\" %}", "hint", "info"),
        ("{%- tab title='It is' -%}", "tab", "It is"),
        ("{% if a == b | c: 1 %}", "if", ""),
        ("<TabItem value=\"win\" label=\"Windows\">", "TabItem", "Windows"),
        (
            "<Card\n  icon={<Icon a=\"}\" />}\n  title={'Power'}\n>",
            "Card",
            "Power",
        ),
        ("{{% notice warning \"Forbidden\" %}}", "notice", "Forbidden"),
        ("{{< alert \"warning\" >}}", "alert", "warning"),
        ("{{< admonition note \"\" true >}}", "admonition", "note"),
        ("{{< spoiler text=\"Is it far?\" >}}", "spoiler", "Is it far?"),
        ("{% details What's new? %}", "details", "What's new?"),
        ("{% details click me %}", "details", "click me"),
        ("{% note info no-icon %}", "note", "info"),
        ("{% note warning Never alone %}", "note", "Never alone"),
        ("{% note primary flat %}", "note", "note"),
        ("{% for A in B %}", "for", ""),
        ("{% if page.x == \"Some title\" %}", "if", ""),
        ("{{% notice primary \"Forbidden\" %}}", "notice", "Forbidden"),
        ("<Tab value=\"npm\">", "Tab", "npm"),
        ("<Progress value=\"3\">", "Progress", ""),
        ("<Aside type=\"caution\">", "Aside", "caution"),
        ("<Warning>", "Warning", "Warning"),
        ("<Tabs items={['a', 'b']}>", "Tabs", ""),
    ] {
        let tag = tag_at(text, 0).unwrap();
        assert_eq!((tag.name, tag.range.end), (name, text.len()), "{text}");
        let found = match tag.label(None) {
            Some(Label::Title(range) | Label::Kind(range)) => &text[range],
            None => "",
        };
        assert_eq!(found, label, "{text}");
    }
}

#[test]
fn closing_and_empty_tags_say_so() {
    for (text, name, closes, is_empty) in [
        ("{{< /hint >}}", "hint", true, false),
        ("{{</hint>}}", "hint", true, false),
        ("{{< new-in 1.2 />}}", "new-in", false, true),
        ("{% endhint %}", "hint", true, false),
        ("{% /hint %}", "hint", true, false),
        ("</TabItem>", "TabItem", true, false),
        ("<Tabs.Tab/>", "Tabs.Tab", false, true),
    ] {
        let tag = tag_at(text, 0).unwrap();
        assert_eq!((tag.name, tag.closes, tag.is_empty), (name, closes, is_empty), "{text}");
    }
}

#[test]
fn what_never_ends_is_no_tag() {
    for text in [
        "{{< a",
        "{{< a \"b >}}",
        "<A b={1>",
        "{%",
        "{% 1 %}",
        "{{</* a */>}}",
        "< a>",
        "<3",
        "{{ a }}",
    ] {
        assert!(tag_at(text, 0).is_err(), "{text}");
    }
}

#[test]
fn a_tag_without_content_may_have_words() {
    let words = |text: &'static str| -> Vec<&str> {
        let words = tag_at(text, 0).unwrap().words();
        words.into_iter().map(|range| &text[range]).collect()
    };
    assert_eq!(words("{% include alert.html content=\"Do not.\" %}"), ["Do not."]);
    assert_eq!(words("<Card title=\"A\" href=\"/a\" />"), ["A"]);
    assert_eq!(words("<Image title=\"A\" alt=\"b\" />"), [""; 0]);
    assert_eq!(words("{{< term text=\"cluster\" id=\"c\" >}}"), ["cluster"]);
}

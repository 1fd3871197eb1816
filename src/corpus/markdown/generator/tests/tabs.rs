use super::reads;

#[test]
fn a_group_names_the_tabs_in_it() {
    reads(&[
        (
            "{{< tabs items=\"A,B\" >}}\n{{% tab %}}a{{% /tab %}}\n{{< tab >}}\n{{< note >}}c{{< /note >}}\n{{< /tab >}}\n{{< /tabs >}}",
            "A =\na\n/\nB =\nNote =\nc\n/\n/",
        ),
        (
            "{{< tabs items=\"A,B\" >}}\n{{< tab >}}a{{< /tab >}}\n{{< tab \"C\" >}}c{{< /tab >}}\n{{< /tabs >}}",
            "A =\na\n/\nC =\nc\n/",
        ),
        (
            "<Tabs items={['npm', \"pnpm\"]}>\n  <Tabs.Tab>a</Tabs.Tab>\n  <Tabs.Tab>b</Tabs.Tab>\n  <Tabs.Tab>c</Tabs.Tab>\n</Tabs>",
            "npm =\na\n/\npnpm =\nb\n/\nc",
        ),
        (
            "<Tabs values={[{label: 'On A', value: 'a'}, {label: 'On B', value: 'b'}]}>\n<TabItem value=\"b\">\n\nx\n\n</TabItem>\n<TabItem value=\"c\">\n\ny\n\n</TabItem>\n</Tabs>",
            "On B =\nx\n/\nc =\ny\n/",
        ),
        (
            "<CodeGroup>\n```sh npm\na\n```\n```sh\nb\n```\n</CodeGroup>\n```sh copy\nc\n```",
            "npm =\n`a`\n/\n`b`\n`c`",
        ),
    ]);
}

#[test]
fn what_a_shortcode_shows_above_its_content_is_a_label() {
    reads(&[
        (
            "{% details Is it far? %}\nNo.\n{% enddetails %}",
            "Is it far? =\nNo.\n/",
        ),
        ("{% tab label=\"A\" %}\nb\n{% /tab %}\nc", "A =\nb\n/\nc"),
        (
            "{{< expand \"Is it far?\" >}}\n{{< note >}}No.{{< /note >}}\n{{< /expand >}}",
            "Is it far? =\nNote =\nNo.\n/\n/",
        ),
        (
            "{{< tabs \"A b\" >}}\n{{< tab \"C\" >}}c{{< /tab >}}\n{{< /tabs >}}",
            "C =\nc\n/",
        ),
        ("{{< columns >}}\nA\n<--->\nB\n{{< /columns >}}", "A\nB"),
        ("::::{grid} 2\n:::{grid-item-card} A\nb\n:::\n::::", "A =\nb\n/"),
        (":::{tip} 2024\nb\n:::", "2024 =\nb\n/"),
    ]);
}

#[test]
fn remarks_begin_and_end_tabs_within_a_group() {
    reads(&[
        (
            "{% tabs x %}\n<!-- tab Windows@fa -->\na\n<!-- endtab -->\n<!-- tab Linux -->\nb\n\nc\n<!-- endtab -->\n\
             {% endtabs %}\nd",
            "Windows =\na\n/\nLinux =\nb\nc\n/\nd",
        ),
        (
            "{% tabs x, 2 %}\n<!-- tab -->\na\n<!-- tab B -->\nb\n{% endtabs %}\nc",
            "a\nB =\nb\n/\nc",
        ),
        ("<!-- tab A -->\na\n<!-- endtab -->", "a"),
    ]);
}

#[test]
fn directives_with_text_are_read_as_text() {
    reads(&[
        ("```{warning}\nDo *not* swim.\n```\nx", "Warning =\nDo not swim.\n/\nx"),
        (
            "````{note} A title\n:class: tip\n\na\n\n```\nb\n```\n````\nx",
            "A title =\na\n`b`\n/\nx",
        ),
        (
            "````{admonition} A\n```{tip}\nb\n```\n````\nx",
            "A =\nTip =\nb\n/\n/\nx",
        ),
        ("```{dropdown} Is it far?\nNo.\n```", "Is it far? =\nNo.\n/"),
        ("~~~{note}\na\n~~~\nx", "Note =\na\n/\nx"),
        (":::{figure} img/x.png\nThe hall\n:::", "The hall"),
        ("```{code-block} python\nx = 1\n```", "`x = 1`"),
        ("```{r, echo=FALSE}\nx\n```", "`x`"),
        ("```{note}\na", "Note =\na"),
    ]);
}

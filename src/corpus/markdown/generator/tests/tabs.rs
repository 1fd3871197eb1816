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

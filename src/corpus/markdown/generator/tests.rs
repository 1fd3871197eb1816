mod braces;
mod mkdocs;
mod tabs;

use crate::corpus::document::BlockKind;

/// The blocks of a text, each on a line, with "=" after labels and "/" for ends.
fn read(text: &str) -> String {
    let document = crate::corpus::markdown::read(text).unwrap();
    let mut all = Vec::new();
    for block in &document.blocks {
        let text = block.text.as_str().replace('\n', "⏎");
        all.push(match block.kind {
            BlockKind::Heading(level) => format!("{} {text}", "#".repeat(level)),
            BlockKind::Label => format!("{text} ="),
            BlockKind::Text => text,
            BlockKind::Rule => "---".to_owned(),
            BlockKind::Struck(level) => format!("~{level}"),
            BlockKind::Code => format!("`{text}`"),
            BlockKind::End(7) => "/".to_owned(),
            BlockKind::End(level) => format!("/{level}"),
        });
    }
    all.extend(document.notes.iter().map(|note| note.text.as_str().to_owned()));
    all.join("\n")
}

#[track_caller]
fn reads(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

/// Checks texts that look like markup of generators but are not.
#[track_caller]
fn stays(cases: &[&str]) {
    for text in cases {
        assert_eq!(read(text).replace('⏎', "\n"), *text);
    }
}

#[test]
fn admonitions_between_colons_have_a_label_and_an_end() {
    reads(&[
        (
            ":::caution Mind the pump\n\nIt must *not* run dry.\n\n:::\n\nx",
            "Mind the pump =\nIt must not run dry.\n/\nx",
        ),
        ("::: tip\nGood.\n:::\nx", "Tip =\nGood.\n/\nx"),
        (":::note[A `b` *c*]{#id}\nGood.\n:::", "A b c =\nGood.\n/"),
        (":::info{title=\"So it is\"}\nGood.\n:::", "So it is =\nGood.\n/"),
        ("::: {.warning}\nGood.\n:::", "Warning =\nGood.\n/"),
        ("::: {.callout-tip}\nGood.\n:::", "Tip =\nGood.\n/"),
        (":::{note} Title\nGood.\n:::", "Title =\nGood.\n/"),
        ("::: details Click me {open}\nGood.\n:::", "Click me =\nGood.\n/"),
        ("::: details 1. First\nGood.\n:::", "1. First =\nGood.\n/"),
        (
            "::::tip\nA\n\n:::warning Mind\nB\n:::\n\nC\n::::\nD",
            "Tip =\nA\nMind =\nB\n/\nC\n/\nD",
        ),
        (
            ":::tip\n:::warning\nB\n:::\nC\n:::\nD",
            "Tip =\nWarning =\nB\n/\nC\n/\nD",
        ),
        ("::: columns\nA\n:::\nB", "A\nB"),
        ("Text\n:::tip\nA\n:::\nB", "Text\nTip =\nA\n/\nB"),
        ("> :::tip\n> A\n> :::\n>\n> B", "Tip =\nA\n/\nB"),
        (":::tip\n## Head\nA\n:::\nB", " =\n## Head\nA\n/2\nB"),
        ("- a\n\n  :::tip\n  b\n  :::\n- c", "- a⏎  Tip⏎  b⏎- c"),
        (":::tip\n```\n:::\n```\n:::", "Tip =\n`:::`\n/"),
        ("> ```sh [npm]\n> a\n\nb", "npm =\n`a`\n/\nb"),
        (
            "::: code-group\n\n```sh [npm]\nnpm i\n```\n\n```sh [yarn]\nyarn\n```\n\n:::",
            "npm =\n`npm i`\n/\nyarn =\n`yarn`\n/",
        ),
    ]);
    reads(&[(
        "+++ Who *calls*?\n\nThe lead.\n\n+++\n\nB",
        "Who calls? =\nThe lead.\n/\nB",
    )]);
    stays(&["+++", "+++ never ends", "a +++ b", "+++b"]);
    stays(&[":::", ":::tip never ends", "a ::: b", "::: 5 of them :::"]);
    assert_eq!(read("```\n:::tip\na\n:::\n```"), "`:::tip⏎a⏎:::`");
    assert_eq!(read("    :::tip\n    a\n    :::"), "`:::tip⏎a⏎:::`");
}

#[test]
fn admonitions_with_an_indented_body_have_a_label_and_an_end() {
    reads(&[
        (
            "!!! warning \"Never at noon\"\n    Water before eight.\nx",
            "Never at noon =\nWater before eight.\n/\nx",
        ),
        (
            "!!! tip\n\n    One.\n\n    - a\n        - b\n\nx",
            "Tip =\nOne.\n- a⏎  - b\n/\nx",
        ),
        ("??? note \"For **winter**\"\n    Drained.", "For winter =\nDrained."),
        (
            "???+ note\n\tDrained.\n\n\tTwice.\n\nx",
            "Note =\nDrained.\nTwice.\n/\nx",
        ),
        ("!!! danger highlight \"T\"\n    a\n", "T =\na"),
        ("!!! note \"\"\n    a\n\nb", "a\nb"),
        (
            "!!! note\n    a\n\n    !!! tip\n        b\n\n    c\n\nd",
            "Note =\na\nTip =\nb\n/\nc\n/\nd",
        ),
        (
            "!!! note\n    a\n\n    ```\n    code\n\n      x\n    ```\n\nd",
            "Note =\na\n`code⏎⏎  x`\n/\nd",
        ),
        ("!!! note\n    ```\n    code\n\nd", "Note =\n`code`\n/\nd"),
        ("!!! note\n    <!-- a\n\nd", " =\n/\nd"),
        (
            "<!-- option -->\n\n:   Turns *it* on.\n\n    ```\n    x\n    ```\n\nd",
            "Turns it on.\n`x`\nd",
        ),
        ("!!! note\n    a\n\n        code\n\nd", "Note =\na\n`code`\n/\nd"),
        ("- a\n\n    !!! tip\n        b\n\n- c", "- a⏎  Tip⏎  b⏎- c"),
        (
            "=== \"On Windows\"\n\n    Run it.\n\n=== \"On Linux\"\n\n    Walk.\n",
            "On Windows =\nRun it.\n/\nOn Linux =\nWalk.",
        ),
    ]);
    stays(&[
        "!!! wow that is great",
        "!!! note",
        "??? who knows",
        "=== a",
        "!!!",
        "a !!! note",
    ]);
}

#[test]
fn alerts_in_quotations_have_a_label_and_an_end() {
    reads(&[
        (
            "> [!NOTE]\n> Two hundred litres.\n\nx",
            "Note =\nTwo hundred litres.\n/\nx",
        ),
        (
            "> [!tip]- A *title*\n> Body.\n>\n> More.\n\nx",
            "A title =\nBody.\nMore.\n/\nx",
        ),
        ("> [!faq]+\n> Body.", "Faq =\nBody.\n/"),
        ("> [!info|wide] T\n> Body.", "T =\nBody.\n/"),
        (
            "> [!note]\n> A\n> > [!todo]\n> > B\n>\n> C",
            "Note =\nA\nTodo =\nB\n/\nC\n/",
        ),
        ("> [!note] Only a title", "Only a title =\n/"),
    ]);
    reads(&[("> [!x](y)", "!x"), ("> a\n> [!note]", "a [!note]"), ("> [!1]", "[!1]")]);
    stays(&["[!NOTE]"]);
}

#[test]
fn shortcodes_go_and_their_content_stays() {
    reads(&[
        ("{{< hint danger >}}\nGas.\n{{< /hint >}}\nx", "Danger =\nGas.\n/\nx"),
        (
            "{{% alert title=\"Mind\" color=\"x\" %}}\nGas.\n{{% /alert %}}",
            "Mind =\nGas.\n/",
        ),
        (
            "{{< tabs \"id\" >}}\n{{< tab \"One\" >}}A{{< /tab >}}\n{{< tab \"Two\" >}}B{{< /tab >}}\n{{< /tabs >}}",
            "One =\nA\n/\nTwo =\nB\n/",
        ),
        ("{{<note>}}A{{</note>}} B", "Note =\nA\n/\nB"),
        ("{% hint style=\"info\" %}\nA\n{% endhint %}\nB", "Info =\nA\n/\nB"),
        (
            "{% tabs %}\n{% tab title=\"W\" %}\nA\n{% endtab %}\n{% endtabs %}",
            "W =\nA\n/",
        ),
        ("{% include x %}\n\nA", "A"),
        ("{% include alert.html content=\"Do not.\" %}\nB", "Do not. B"),
        ("A {% if x %}b{% endif %} c {{< ref \"x\" >}} d.", "A b c […] d."),
        ("A {{< new-in 1.2 />}}, b", "A, b"),
        ("The {{< term text=\"cluster\" id=\"c\" >}} runs.", "The cluster runs."),
        (
            "{% raw %}{% x %}{% endraw %} and {%- raw -%}{{ y }}{% endraw %}.",
            "{% x %} and {{ y }}.",
        ),
        ("{% raw %}\n{{ x }} is shown\n{% endraw %}", "{{ x }} is shown"),
        (
            "A {% comment %}no{% endcomment %} b\n\n{% comment %}\nno\n\nno\n{% endcomment %}\nc",
            "A b\nc",
        ),
        (
            "{% highlight ruby %}\na *b*\n\n  c\n{% endhighlight %}\nd",
            "`a *b*⏎⏎  c`\nd",
        ),
        (
            "{{< code-toggle file=hugo >}}\n[a]\nb = 1\n{{< /code-toggle >}}",
            "`[a]⏎b = 1`",
        ),
        (
            "[x]({{< ref \"a b\" >}}) [y]({{ site.url }}/a) [z]({% link a.md %})",
            "x y z",
        ),
        ("{{ content }}\n\nA", "A"),
        ("[A] [b][]\n\n[A]: {{ site.url }}/a\n[b]: {{ x }}", "A b"),
        ("# {{ page.title }} here", "# […] here"),
        (
            "```\n{% if x %}\n```\n\n`{{< a >}}` and ``{% b %}``",
            "`{% if x %}`\n{{< a >}} and {% b %}",
        ),
    ]);
    stays(&["50 {% of them", "{{< a", "a {% b"]);
}

#[test]
fn attribute_lists_go() {
    reads(&[
        ("## Mounting {#mounting}", "## Mounting"),
        ("## A *b* {#a .c} \n\nT", "## A b\nT"),
        ("Head {#h}\n====", "# Head"),
        ("{: .box}\nA\n\nB\n{:.x #y}\n\nC", "A\nB\nC"),
        ("A [b](c){: target=\"_blank\"} d{:.e} `f`{.js}", "A b d f"),
        ("A ![b](c){ width=300 } d", "A b d"),
        ("* TOC\n{:toc}\n\nA", "A"),
        ("1. a\n2. b\n{: .x}\n", "1. a⏎2. b"),
        ("- a {: .b}\n- c", "- a⏎- c"),
        ("A {::comment}b{:/comment} c {::nomarkdown}d{:/}", "A c d"),
        ("A paragraph. {.lead}", "A paragraph."),
    ]);
    stays(&["# Sets {a, b}", "f(x){y=1}", "Use {#id} there.", "{.5}", "a {b} c"]);
}

#[test]
fn what_is_for_mdx_alone_goes() {
    reads(&[
        (
            "import A from 'a';\nexport const b = {\n\n  c: 1,\n};\n\nText.",
            "Text.",
        ),
        ("A {/* b */} c\n\n{/* d\n\ne */}\nf", "A c\nf"),
        (
            "<Tabs groupId=\"os\">\n<TabItem value=\"w\" label=\"Windows\">\n\nRun.\n\n</TabItem>\n<TabItem value=\"m\" label=\"macOS\">\n\nDrag.\n\n</TabItem>\n</Tabs>\nx",
            "Windows =\nRun.\n/\nmacOS =\nDrag.\n/\nx",
        ),
        (
            "<Tabs>\n  <TabItem label=\"A\">\n    Run.\n\n    ```js\n      x\n    ```\n  </TabItem>\n</Tabs>",
            "A =\nRun.\n`  x`\n/",
        ),
        (
            "<Card title=\"Battery\" icon=\"bolt\">It lasts.</Card> More.",
            "Battery =\nIt lasts.\n/\nMore.",
        ),
        (
            "<Note>\n  Mind *this*.\n</Note>\n\n<Callout type=\"warning\">Mind that.</Callout>",
            "Note =\nMind this.\n/\nWarning =\nMind that.\n/",
        ),
        ("<Steps>\n1. a\n2. b\n</Steps>\n\nc", "1. a⏎2. b\nc"),
        ("<Card\n  title=\"A\"\n  style={{a: 1}}\n>\n  B\n</Card>", "A =\nB\n/"),
        (
            "<LinkCard title=\"A\" description=\"B c\" href=\"/a\" />\n\nD",
            "A\nB c\nD",
        ),
        ("<Image title=\"A\" />\n\nB", "B"),
        (
            "Press <Kbd>x</Kbd>{' '}or <Badge text=\"new\" /> y.",
            "Press x or new y.",
        ),
        ("A <span style={{color: 'red'}}>b</span> c", "A b c"),
        ("<Preview>\nimport a from 'a'\n\nA\n</Preview>", "A"),
        ("<template #a>b</template> <i @click=\"c\">d</i>", "b d"),
        ("List<String> of `List<String>`", "List of List<String>"),
    ]);
    stays(&[
        "import the data first",
        "export default settings with care",
        "a < B and c > d",
        "1 <A",
    ]);
}

#[test]
fn what_note_takers_write_is_read_as_they_see_it() {
    reads(&[
        (
            "See [[North wall|the *wall*]] and [[Tools#Ladders]], [[#Here]].",
            "See the wall and Tools > Ladders, Here.",
        ),
        ("![[map.png]]\n\nA ![[x]] b [[a/b]].", "A b a/b."),
        (
            "[[a#b|`b`]], [[#`c`|d]] and [[Quick Switcher ]].",
            "b, d and Quick Switcher.",
        ),
        ("| a | b |\n|---|---|\n| [[x\\|y]] | z |", "a | b⏎y | z"),
        (
            "Pruned in February. ^prune\n\n- a ^b1\n- c\n\n^quote-id",
            "Pruned in February.\n- a⏎- c",
        ),
        ("![[map.png]]^map\n\nA ![[b.png]]^b-1", "A"),
        ("A %%b%% c\n\n%%\nd\n\ne\n%%\n\nf %%g\nh%% i", "A c\nf i"),
        ("==Never== in ==the winter==, so.", "Never in the winter, so."),
        ("#todo #garden\n\nA", "A"),
        ("[TOC]\n\n[[toc]]\n\n[[_TOC_]]\n\nA", "A"),
        ("*[HTML]: Hyper Text\n*[CSS]: Sheets", "HTML: Hyper Text⏎CSS: Sheets"),
    ]);
    stays(&[
        "a == b == c",
        "a==b==c",
        "100%% sure and 50%% not",
        "[[1]] and a[[b]]",
        "if [[ -f x ]]",
        "C# #1",
        "see #general",
        "#Introduction",
        "x^2 and e ^x",
        "a || b || c",
        "x >! y",
    ]);
    reads(&[
        ("[[1]](http://x.y)", "[1]"),
        ("- #general\n- #help", "- #general⏎- #help"),
        ("`[[a]]` `%%b%%`", "[[a]] %%b%%"),
    ]);
}

#[test]
fn formulas_keep_their_signs() {
    reads(&[
        ("$$\nW = \\frac{m_1}{A} \\\\\nH\n$$", "`W = \\frac{m_1}{A} \\\\⏎H`"),
        (
            "Since $a*b$ and $c*d$ or $$\\{x*y*\\}$$.",
            "Since $a*b$ and $c*d$ or $$\\{x*y*\\}$$.",
        ),
        ("It is $5 *per day* or 6$.", "It is $5 per day or 6$."),
        ("[$5](a) and [$6](b)", "$5 and $6"),
        ("> so $$a\n> b$$ c", "so $$a b$$ c"),
    ]);
    stays(&[
        "$y = a_1 * b_1 + a_2 * b_2$ where $a_i$",
        "$5 and $6",
        "2*3*4 = 24",
        "a_b_c",
        "m*g*h",
        "(a+b)*c*(d)",
    ]);
    reads(&[(
        "un*frigging*believable *W*orld 2**3**4",
        "unfriggingbelievable World 234",
    )]);
}

#[test]
fn titles_are_read_as_paragraphs_are() {
    reads(&[
        (
            "> [!tip] See [[A#b|this]] ==first== %%no%%\n> T",
            "See this first =\nT\n/",
        ),
        ("!!! note \"Press ++ctrl+c++\"\n    T", "Press ctrl+c =\nT"),
        (":::tip Use [[A]]\nT\n:::", "Use A =\nT\n/"),
    ]);
}

#[test]
fn what_other_programs_show_or_put_in_is_read_so() {
    reads(&[
        (
            "Five[^1].^[Half for *children* only.]\n\n[^1]: A",
            "Five. [Half for children only.]\nA",
        ),
        (
            "Use {{</* ref \"a\" */>}} or {{%/* b */%}}.",
            "Use {{< ref \"a\" >}} or {{% b %}}.",
        ),
        ("<<< @/a.js{2}\n\nA", "A"),
        ("```dataview\nLIST FROM #a\n```\n\nA", "A"),
        ("a|b\n-|-\n<br>c<br><br>d<br>|e", "a | b⏎c / d | e"),
        ("x<sup>n+1</sup>, 2<sup>nd</sup>", "xⁿ⁺¹, 2nd"),
    ]);
    stays(&["x^[n]", "a ^[b"]);
}

#[test]
fn tags_of_forums_are_read_as_they_look() {
    reads(&[
        (
            "[details=\"Where to *park*?\"]\nBehind it.\n[/details]\nB",
            "Where to park? =\nBehind it.\n/\nB",
        ),
        ("[quote=\"ann, post:1\"]\nA\n[/quote]\nB", "A\nB"),
        ("[spoiler]a[/spoiler] [b]b[/b] [s]c[/s] [url=/x]d[/url]", "a b d"),
        ("[poll type=x]\n* A\n* B\n[/poll]", "* A⏎* B"),
    ]);
    stays(&["[b] and [quote]", "[details=a]", "a[i] and b[/i", "[s]"]);
    reads(&[("[b](c)[/b]", "b[/b]"), ("[b][]\n\n[b]: /c", "b")]);
}

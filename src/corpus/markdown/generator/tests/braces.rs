//! Variables, callouts without a body, placeholders, and what is struck out.

use super::{reads, stays};
use crate::corpus::problem::Doubt;

#[test]
fn variables_are_not_text() {
    reads(&[
        (
            "Version {{ v }} is the latest, {{a.b}}.",
            "Version […] is the latest, […].",
        ),
        ("- Get {{ p | upper }} now", "- Get […] now"),
        ("# Use {{ p }}\n\n{{ all }}\n\nHi {{{raw}}}!", "# Use […]\nHi […]!"),
        ("# {{ p }}\n\na", "a"),
        ("| a | b |\n|---|---|\n| c | {{ d }} |", "a | b⏎c | […]"),
        ("[a]({{ u }}/b) and {{ c }} **{{ d }}**", "a and […] […]"),
        ("::: v-pre\nIt is {{ x }} here.\n:::", "It is {{ x }} here."),
        ("{% raw %}\nIt is {{ x }} here.\n{% endraw %}", "It is {{ x }} here."),
    ]);
    stays(&[
        "$x^{{a}}$ and $\\frac{{a}}{{b}}$ are here",
        "it is {{}} and {{ 2",
        "x_{{a}} is",
    ]);
    reads(&[(
        "Write `{{ x }}` and ``${{ y }}`` here",
        "Write {{ x }} and ${{ y }} here",
    )]);
    let doubts = |text: &str| crate::corpus::markdown::read(text).unwrap().doubts;
    let count = 2;
    assert_eq!(
        doubts("a\n\nb {{ c }} d\n{{ e }} f"),
        [(Doubt::FilledIn { count }, Some(3))]
    );
    assert_eq!(doubts("`{{ x }}`"), []);
}

#[test]
fn values_within_a_sentence_are_not_lost() {
    reads(&[
        ("The fee is {{< param \"fee\" >}} crowns.", "The fee is […] crowns."),
        (
            "It is {{% fee %}} a day, see {{< ref \"x\" >}}.",
            "It is […] a day, see […].",
        ),
        (
            "Pay {% include fee.md %} a year {% if x %}or so{% endif %}.",
            "Pay […] a year or so.",
        ),
        (
            "Call <Phone/> for help.\n\n<Phone /> is open.",
            "Call […] for help.\n[…] is open.",
        ),
        ("It is <%= fee %> a <% if b %>day.", "It is […] a day."),
        ("{% if a %}Open.{% else %}Closed.{% endif %} Now.", "Open. Closed. Now."),
        (
            "It is <%- fee %> a <%- if b -%>day<%-- <b>off</b> --%>.",
            "It is […] a day.",
        ),
        (
            "import A from './a';\n\nIt is <code>{'{name}'}</code> or {\"b\"}.",
            "It is {name} or b.",
        ),
        (
            "import A from './a';\n\nIt is {fee} or {props.b} crowns.",
            "It is […] or […] crowns.",
        ),
        ("It is {fee} crowns.", "It is {fee} crowns."),
        (
            "a\n\n{{< param \"fee\" >}}\n\n<Fee />\n\n{% include a.md %}\n\nb",
            "a\nb",
        ),
        ("It has <LibraryCount /> of {{< default_fare >}}.", "It has […] of […]."),
        ("a {{< fa gear >}} b {{< br >}} c <FaGear /> d", "a b c d"),
        ("Click {{< icon gear >}} or <Icon name=\"x\"/> here.", "Click or here."),
    ]);
}

#[test]
fn callouts_of_only_a_title_are_told_from_their_kind_alone() {
    reads(&[
        ("> [!NOTE] Closed on Mondays\n\na", "Closed on Mondays =\n/\na"),
        ("> [!NOTE]\n\na", " =\n/\na"),
        ("!!! note \"Bring a towel\"\n\na", "Bring a towel =\n/\na"),
        (
            "!!! info \"Opening\" We open at nine.\n\na",
            "Opening =\nWe open at nine.\n/\na",
        ),
        (
            "!!! warning We *close* at five.\n\na",
            "Warning =\nWe close at five.\n/\na",
        ),
        ("!!! note \"A\" b\n    c\n\nd", "A =\nb c\n/\nd"),
        (":::tip Closed\n:::\na", "Closed =\n/\na"),
        (":::tip\n:::\na", " =\n/\na"),
    ]);
}

#[test]
fn a_definition_may_begin_with_an_admonition() {
    reads(&[
        ("a\n\n:   !!! note\n\n        b\n\n    c", "a =\nNote =\nb\n/\nc\n/"),
        ("a\n:   !!! tip \"T\"\n        b\n\nc", "a =\nT =\nb\n/\n/\nc"),
        ("a\n\n:   ??? example \"T\"\n        - b\n\nd", "a =\nT =\n- b\n/\n/\nd"),
        (
            "# a\n\n:   !!! tip\n\n        b\n\n    c\n\nd",
            "# a\nTip =\nb\n/\nc\nd",
        ),
    ]);
}

#[test]
fn words_in_angle_brackets_that_are_no_tags_stay() {
    stays(&["Use /give <user> <amount>", "[10:02] <ann> is it *open?"]);
    reads(&[
        (
            "Say <b>this</b> <u>now</u>, <x-y>a</x-y> <foo>b</foo>.",
            "Say this now, a b.",
        ),
        ("<ann>\n\nhi", "<ann>\nhi"),
    ]);
}

#[test]
fn what_is_struck_out_over_paragraphs_is_left_out() {
    reads(&[
        ("<del>\n\na\n\nb\n\n</del>\n\nc", "c"),
        ("a <s>b\n\nc</s> d", "a d"),
        ("<del>a</del>\n\nb\n\n<del>c</del>", "b"),
        ("a <del>b\n\nc <del>d</del>", "a b\nc"),
    ]);
}

#[test]
fn options_of_containers_are_not_text() {
    reads(&[(
        ":::{admonition} T\n:class: tip\n:open:\n\nA: b\n:::\nc",
        "T =\nA: b\n/\nc",
    )]);
}

#[test]
fn formulas_between_escaped_brackets_stay_as_they_are() {
    stays(&["a \\(x_1 * y_1 \\cdot z\\) b", "\\[\\frac{a}{b} \\\\ c_{i}^{{j}}\\]"]);
    reads(&[
        ("a \\[b\\] and \\(c_d=e\\)", "a [b] and (c_d=e)"),
        ("a \\[\\[b\\]\\] c", "a [[b]] c"),
    ]);
}

#[test]
fn a_tag_for_small_words_keeps_nothing_from_being_markdown() {
    reads(&[("<small>\n  **Tip:** a\n  b\n</small>\n\nc", "Tip: a b\nc")]);
}

#[test]
fn the_words_of_two_components_are_parted() {
    reads(&[(
        "<Tabs a={['b']}><Tab>npm i</Tab><Tab>yarn add</Tab></Tabs> c",
        "npm i yarn add c",
    )]);
}

#[test]
fn headings_of_steps_end_with_the_steps() {
    reads(&[
        (
            "# A\n\n{% stepper %}\n{% step %}\n### B\nC.\n{% endstep %}\n{% step %}\n### D\nE.\n{% endstep %}\n\
            {% endstepper %}\n\nF.",
            "# A\n### B\nC.\n### D\nE.\n/3\nF.",
        ),
        (
            "# A\n\n<Steps>\n\n### B\n\nC.\n\n</Steps>\n\nF.",
            "# A\n### B\nC.\n/3\nF.",
        ),
        (
            "# A\n\n<Steps>\n<Step title=\"B\">\nC.\n</Step>\n</Steps>\n\nF.",
            "# A\nB =\nC.\n/\nF.",
        ),
        (
            "{% stepper %}\n{% step %}\nC.\n{% endstep %}\n{% endstepper %}\nF.",
            "C.\nF.",
        ),
        ("{% if a %}\n### B\n{% endif %}\nC.", "### B\nC."),
    ]);
}

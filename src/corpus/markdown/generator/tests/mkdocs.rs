use super::{reads, stays};

#[test]
fn what_extensions_of_mkdocs_add_is_read_as_it_looks() {
    reads(&[
        (
            "Press ++ctrl+alt+del++, then ++\"A b\"++.",
            "Press ctrl+alt+del, then \"A b\".",
        ),
        ("- ++f++ , ++s++ : find", "- f , s : find"),
        (
            "It is {--not --}open {++at six++}, {~~no~>some~~} dogs {==here==}{>>why?<<}.",
            "It is open at six, some dogs here.",
        ),
        (
            "__:material-a: Goal__ \u{2013} **b :simple-c:** d**e** :simple-f: g",
            "Goal \u{2013} b de g",
        ),
        (
            ":material-alert:{ .red } Mind :octicons-x-16: and :simple-git:.",
            "Mind \u{2717} and.",
        ),
        (
            "-   :material-clock: __Fast__\n\n    Text.\n\n- :material-check: b",
            "- Fast⏎  Text.⏎- \u{2713} b",
        ),
        ("/// note | Mind\n    open: True\nA\n///\nB", "Mind =\nA\n/\nB"),
        (
            "/// tip\nA\n//// details | Why?\nB\n////\nC\n///",
            "Tip =\nA\nWhy? =\nB\n/\nC\n/",
        ),
        (
            "Rest :woman_in_lotus_position:, a :fontawesome-brands-x-twitter: b.",
            "Rest :woman_in_lotus_position:, a b.",
        ),
        (
            "## <!-- md:option rss.enabled -->\n\n<!-- md:version 6.2.0 -->\n<!-- md:default none -->\n\nText.",
            "## rss.enabled\nText.",
        ),
        (
            "It is off as of\n<!-- md:version 9.7.0 -->, and as of <!-- md:version 9.8 -->.",
            "It is off as of 9.7.0, and as of 9.8.",
        ),
        (
            "It is\n<!-- md:default `true` -->\ntwo\n<!-- x --> three <!-- y --> four.",
            "It is true two three four.",
        ),
        (
            "`a`\n\n:   <!-- md:default `true` --> This says whether\n    it is on.",
            "a =\nThis says whether it is on.\n/",
        ),
        (
            "`a`\n\n:   <!-- x --> This says whether\n    it is on.",
            "a =\nThis says whether it is on.\n/",
        ),
        (
            "## Path { id=navigation-path }\n\n## Tip { data-preview }",
            "## Path\n## Tip",
        ),
        (
            "A [nav][mkdocs.nav], a [`nav`][mkdocs.nav] and [b][c].\n\n[c]: /d",
            "A nav, a nav and b.",
        ),
        (
            ":no_entry_sign: Diving\n\n- :x: Nets\n- :white_check_mark:\n\n| a | :ok: |\n|---|---|\n| b | :+1: |",
            "🚫 Diving\n- ❌ Nets⏎- ✅\na | 🆗⏎b | 👍",
        ),
        ("It is ^^put in^^ here, 2^^3.", "It is put in here, 2^^3."),
        ("![](a.png)\n/// caption\nThe lake.\n///", "The lake."),
    ]);
    stays(&[
        "C++ and a++ + b++",
        "1:2:3 and 10:30-11:00",
        ":smile: a :e-mail: b :a_: c :woman_in_lotus_position: d 3:x:4",
        "/// never ends",
        "{a--b}",
        "// a",
    ]);
}

#[test]
fn raised_and_lowered_numbers_read_as_those_of_html() {
    reads(&[
        ("H~2~O and CO~2~.", "H2O and CO2."),
        ("x^2^, (a+b)^10^ and 10^-3^ m", "x², (a+b)¹⁰ and 10⁻³ m"),
        ("the 2^nd^ of May, x^n^", "the 2nd of May, xⁿ"),
        ("~~old~~ new", "new"),
    ]);
    stays(&["x^2+y^2", "E = mc^2", "a^b and c^d", "5~6 and 7~8", "2^3^4", "a^bc^"]);
    reads(&[("`x^2^` H~~2~~O", "x^2^ HO")]);
}

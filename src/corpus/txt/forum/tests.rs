use crate::corpus::txt::read;
use crate::corpus::txt::tests::reads;

#[test]
fn a_guide_of_steam_has_headings_lists_and_tables() {
    reads(
        "[h1]Building[/h1]\nFor version 1.4.\n\n[h2]Power[/h2]\n[list]\n[*] [b]Turbine[/b] - 3 kW\n[*] Burner\n[olist]\n[*] Place it\n\
         [*] Add wood\n[/olist]\n[/list]\nMore below.\n\n[table]\n[tr][th]Machine[/th][th]Power[/th][/tr]\n\
         [tr]\n[td]Drill[/td]\n[td]4 kW[/td]\n[/tr]\n[/table]\n[hr][/hr]\n[code]\npower on\npower 5\n[/code]\n[noparse][b]x[/b][/noparse]",
        &[
            "H1 Building",
            "For version 1.4.",
            "H2 Power",
            "[0] - Turbine - 3 kW\n[0] - Burner\n[1]   1. Place it\n[1]   2. Add wood",
            "More below.",
            "[0] Machine | Power\n[1] Drill | 4 kW",
            "---",
            "C power on\npower 5",
            "[b]x[/b]",
        ],
    );
}

#[test]
fn a_post_keeps_its_lines_and_names_whom_it_quotes() {
    reads(
        "[quote=\"Ann\" post_id=7 time=8]Is it [i]open[/i]?[/quote]\nYes,\nuntil six. [img]https://a.example/b.png[/img]\n\n\
         [size=150][b]Prices[/b][/size]\nAdults 5 & children <2\n\n[QUOTE=\"Bob, post: 4, member: 5\"]Fine[/QUOTE]",
        &[
            "Ann:",
            "Is it open?",
            "Yes,\nuntil six.",
            "Prices",
            "Adults 5 & children <2",
            "Bob:",
            "Fine",
        ],
    );
}

#[test]
fn struck_text_is_left_out_and_a_fold_keeps_its_name() {
    reads(
        "[s]Dogs may come.[/s] No dogs.\n[strike]Old[/strike] [color=#f00]New[/color] price: 7\n[spoiler=Where is it?]\nBelow the [u]light[/u].\n[/spoiler]\n\
         [spoiler]The cook.[/spoiler] [url=https://a.example/?b=1&c]Wiki[/url]",
        &[
            "No dogs.\nNew price: 7",
            "L Where is it?",
            "Below the light.",
            "end",
            "The cook. Wiki",
        ],
    );
}

#[test]
fn tags_without_a_pair_are_words() {
    reads(
        "[b]A[/b] [i]B[/i] [u]C[/u] [b] and [/list] [x] [*\n[url](d)",
        &["A B C [b] and [/list] [x] [*\n[url](d)"],
    );
    // Found by fuzzing.
    reads("[b]A[/b] [i]B[/i] [u]C[/u]œ[b] and", &["A B Cœ[b] and"]);
    reads("Press [b], then [i] or [s].", &["Press [b], then [i] or [s]."]);
}

#[test]
fn hostile_posts_are_read_in_time() {
    for post in [
        "[b]".repeat(100_000) + &"[/i]".repeat(100_000) + "[i]a[/i][i]b[/i][/b]",
        "[spoiler]".repeat(100_000) + &"[/spoiler]".repeat(3),
        "[code]a[/code]".repeat(20_000),
        "[list][*]a[/list]".repeat(20_000),
    ] {
        assert!(!read(&post).blocks.is_empty());
    }
}

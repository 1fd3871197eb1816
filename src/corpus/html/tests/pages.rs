//! The parts of a page that are read, and those that are left out as furniture.

use super::super::read;
use super::{LONG, texts};
use crate::corpus::document::{Block, BlockKind};
use crate::corpus::problem::Doubt;

const SENTENCE: &str = "Cats are let in, and dogs sleep in the barn, except the old one of the warden.";

/// The beginning of the text that is reported as left out, and its line.
fn told(page: &str) -> Option<(String, Option<usize>)> {
    let document = read(page).expect("HTML has a reading");
    let (doubt, line) = document.doubts.into_iter().next()?;
    let Doubt::TextLeftOut { beginning } = doubt else {
        panic!("{doubt:?}")
    };
    Some((beginning, line))
}

#[test]
fn no_text_vanishes_for_the_name_of_its_class() {
    for name in [
        "related-rules",
        "shoutbox",
        "comment-policy",
        "sidebar-hours",
        "extra footer-notes",
        "ad-banner",
    ] {
        for (begin, end) in [
            ("<main>", "</main>"),
            ("<article>", "</article>"),
            ("<div>", "</div>"),
            ("", ""),
        ] {
            let page = format!("{begin}<h1>Rules</h1><p>{LONG}</p><div class='{name}'><p>{SENTENCE}</div>{end}");
            assert_eq!(texts(&page), [LONG, SENTENCE], "{page}");
            assert_eq!(told(&page), None, "{page}");
        }
    }
}

#[test]
fn panels_that_are_closed_are_read() {
    for panel in [
        "<div hidden>",
        "<div style='display:none' aria-hidden=true>",
        "<div class=collapse>",
        "<div role=tabpanel>",
    ] {
        let page =
            format!("<main><p>{LONG}</p><button aria-expanded=false>Pets</button>{panel}<p>{SENTENCE}</div></main>");
        assert_eq!(texts(&page), [LONG, "Pets", SENTENCE], "{page}");
    }
}

#[test]
fn words_that_are_hidden_in_a_line_are_left_out() {
    let hidden = "style='color:red; display: none !important'";
    for (page, expected) in [
        (
            format!("<p>Founded in 1998<span {hidden}> (<i>1998-02-28</i>)</span>."),
            "Founded in 1998.",
        ),
        (
            format!("<p>As of 2017<sup {hidden}><a href=/e>[update]</a></sup>, it stands."),
            "As of 2017, it stands.",
        ),
        ("<p>a<span style='display:inline'> b</span>".to_owned(), "a b"),
        (format!("<p>a</p><span {hidden}><div>b</div></span>"), "a|b"),
    ] {
        assert_eq!(texts(&page).join("|"), expected, "{page}");
    }
    let page = format!("<p>Read on: <span {hidden}>{LONG}</span>");
    assert_eq!(texts(&page), [format!("Read on: {LONG}")]);
}

#[test]
fn what_is_on_every_page_of_a_site_is_left_out() {
    for furniture in [
        "<nav><p>{}</nav>",
        "<div role=navigation>{}</div>",
        "<footer><p>{}</footer>",
        "<div role=dialog id=CookieDialog><p>{}<button>Accept</button></div>",
        "<div id=cookie-consent><p>{}<button>Accept</button></div>",
        "<div class='a cookie-banner'><p>{}<button>Accept</button></div>",
        "<noscript>{}</noscript>",
        "<script>{}</script>",
    ] {
        let furniture = furniture.replace("{}", SENTENCE);
        let page = format!("<body>{furniture}<p>{LONG}</p>{furniture}");
        assert_eq!(texts(&page), [LONG], "{page}");
        assert_eq!(told(&page), None, "{page}");
    }
    let page = format!("<p>{LONG}</p><blockquote>{SENTENCE}<footer>— Ann</footer></blockquote>");
    assert_eq!(texts(&page), [LONG, SENTENCE, "— Ann"], "whose words they are");
    let page = format!("<p>{LONG}</p><div class=cookie-recipe><h2>Dough</h2><p>{SENTENCE}</div>");
    assert_eq!(texts(&page), [LONG, "Dough", SENTENCE], "no notice");
    let page = page.replace("</div>", "<button>Print</button></div>");
    assert_eq!(texts(&page), [LONG, "Dough", SENTENCE], "nor with a button");
}

#[test]
fn text_beside_the_article_is_left_out_and_told() {
    let article = format!("<p>{LONG}</p>").repeat(3);
    for aside in [
        "<section id=comments><p>{}</section>",
        "<ol class=commentlist><li>{}</ol>",
        "<form><p>{}<textarea></textarea></form>",
        "<dialog><p>{}</dialog>",
        "<div role=alertdialog><p>{}</div>",
        "<div><div><h3><a href=/a>Ferry</a></h3><p>{}</div><div><h3><a href=/b>Bridge</a></h3><p>x</div></div>",
    ] {
        let aside = aside.replace("{}", SENTENCE);
        let page = format!("<main>\n{article}\n{aside}</main>");
        assert_eq!(texts(&page), [LONG; 3], "{page}");
        let beginning = "Cats are let in, and dogs sleep in the barn, except the old…".to_owned();
        assert_eq!(told(&page), Some((beginning, Some(3))), "{page}");
    }
    let page = format!("<main>{article}</main>\n<div><p>{SENTENCE}</div>");
    assert_eq!(texts(&page), [LONG; 3]);
    assert!(told(&page).is_some(), "outside of what the page says is its main part");
    let page = format!("<main>{article}</main><div><p>We use cookies to make this page better for you.</div>");
    assert_eq!(told(&page), None, "boilerplate");
}

#[test]
fn an_aside_with_text_stays_where_it_stands_in_the_article() {
    let article = |aside: &str| format!("<article><p>{LONG}</p><aside>{aside}</aside><p>{LONG}</p></article>");
    assert_eq!(texts(&article(&format!("<p>{SENTENCE}"))), [LONG, SENTENCE, LONG]);
    assert_eq!(
        texts(&article("<p class=aside__title>Tip</p>Bring a towel")),
        [LONG, "Tip", "Bring a towel", "", LONG]
    );
    let related = "<h3>Related</h3><ul><li><a href=/a>Ferry stops for good</a><li><a href=/b>Five bridges</a></ul>";
    assert_eq!(texts(&article(related)), [LONG, LONG]);
}

#[test]
fn a_page_that_names_no_main_part_is_read_where_its_text_is() {
    let links = "<li><a href=/x>Ferry stops for good in May</a> Soon.".repeat(9);
    let page = format!(
        "<table><tr><td><a href=/>Home</a><br><a href=/n>News</a><td><div><p>{LONG}</p><p>{LONG}</p></div>\
        <td class=sidebar><h3>Latest</h3><ul>{links}</ul></table><div>Copyright and all that</div>"
    );
    assert_eq!(texts(&page), [LONG, LONG]);
    let page = format!("<h1>Hut</h1><div>Phone: 555</div><div><p>{LONG}</p></div><div><h2>Pets</h2><p>No.</p></div>");
    assert_eq!(texts(&page), ["Phone: 555", LONG, "Pets", "No."]);
    let page = format!("<div><p>{LONG}</p><p>{LONG}</p></div><table><tr><th>Day<th>Time<tr><td>Monday<td>7:10</table>");
    assert_eq!(texts(&page), [LONG, LONG, "Day | Time\nMonday | 7:10"]);
    assert_eq!(
        texts("<ul><li>Rye: 4<li>Wheat: 6</ul>"),
        ["- Rye: 4\n- Wheat: 6"],
        "no running text at all"
    );
}

#[test]
fn lists_of_links_are_left_out_with_their_heading() {
    let article = |rest: &str| texts(&format!("<article><p>{LONG}</p>{rest}</article>"));
    let list = "<ul><li><a href=/a>Ferry</a><li><a href=/b>Bridge</a></ul>";
    assert_eq!(article(&format!("<h2>Read on</h2>{list}")), [LONG]);
    assert_eq!(
        article(&format!("<h2>More</h2>{list}<p>{SENTENCE}")),
        [LONG, "More", SENTENCE]
    );
    assert_eq!(
        article(&format!("<p>You need these forms:</p>{list}")),
        [LONG, "You need these forms:", "- Ferry\n- Bridge"]
    );
    assert_eq!(
        article("<p>Contents:<ul><li><a href=#a>Why?</a></ul>"),
        [LONG, "Contents:"]
    );
    let led = "<p>These functions of the module can be called:<ul><li><a href=#a>open()</a></ul>";
    assert_eq!(
        article(led),
        [LONG, "These functions of the module can be called:", "- open()"]
    );
    assert_eq!(article("<p><a href=/a>A</a> | <a href=/b>B</a></p>"), [LONG]);
    assert_eq!(article(&"<div><a href=/a>Another</a></div>".repeat(3)), [LONG]);
    assert_eq!(
        article("<p>See also <a href=/a>A</a> and <a href=/b>B</a>."),
        [LONG, "See also A and B."]
    );
    let headings = "<h2><a href=#a>One</a></h2><h2><a href=#b>Two</a></h2><h2><a href=#c>Three</a></h2><p>x";
    assert_eq!(article(headings), [LONG, "One", "Two", "Three", "x"]);
    let terms = "<dl><dt><a href=#a>-a</a><dt><a href=#b>-b</a><dt><a href=#c>-c</a><dd>x</dl>";
    assert_eq!(article(terms), [LONG, "-a", "-b", "-c", "x", ""]);
    assert_eq!(article("<p><a href=/a>The statutes</a></p>"), [LONG, "The statutes"]);
    assert_eq!(
        article("<ul><li><a href=tel:1>555 0177</a><li><a href=mailto:a@b>a@b</a></ul>"),
        [LONG, "- 555 0177\n- a@b"]
    );
    assert_eq!(
        article("<ul><li><a href=/a>Ferry</a> for members only</ul>"),
        [LONG, "- Ferry for members only"]
    );
    let many = "<li><a href=/a>Ferries stop in May</a>".repeat(20);
    assert_eq!(
        article(&format!("<h2>Changes</h2><ul>{many}</ul>")).len(),
        3,
        "what the page is about"
    );
    assert_eq!(
        article(&format!("<ul>{}</ul>", many.replace("/a", "#a"))),
        [LONG],
        "its table of contents"
    );
    let table = "<table><tr><th>Town<th>River<tr><td><a href=/a>Ulm</a><td><a href=/b>Danube</a></table>";
    assert_eq!(article(table), [LONG, "Town | River\nUlm | Danube"]);
}

#[test]
fn a_heading_without_text_stays() {
    let page = format!("<main><p>{LONG}</p><h2>Warden: 555 0188</h2><h2>Boats</h2><p>{SENTENCE}</main>");
    assert_eq!(texts(&page), [LONG, "Warden: 555 0188", "Boats", SENTENCE]);
}

#[test]
fn a_template_is_read_without_its_tags() {
    let page = "---\nlayout: default\ntitle: Sauna\nlanguage: en\n---\n{% include nav.html %}\n<title>{{ page.title }}</title>\n\
        <h1>{{ page.title }}</h1>\n<p>It is {{ site.heat | round }} degrees hot.{% comment %} <b>not yet</b> {% endcomment %}</p>\n\
        {% for post in posts %}<p>{{ post }}</p>{% endfor %}<p>Write <code>{{ x }}</code>.</p><pre>{% raw %}</pre>{{";
    let document = read(page).expect("HTML has a reading");
    assert_eq!(document.title.as_deref(), Some("Sauna"));
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    let texts = texts(page);
    assert_eq!(texts, ["It is […] degrees hot.", "Write {{ x }}.", "{% raw %}", "{{"]);
    assert_eq!(
        super::texts("<p>Braces {{ x }} stay."),
        ["Braces {{ x }} stay."],
        "no template"
    );
    let document = read("---\ntitle: {{ page.title }}\n---\n<p>It is heated.").unwrap();
    assert_eq!(document.doubts[0].1, Some(2), "{document:?}");
    assert_eq!(super::texts("{% include a %}<p>{{ x }} y"), ["[…] y"]);
    let erb = "<%- include('head') -%><p>It is <%= heat %> degrees<%# not yet %> hot.</p><%-- <p>off</p> --%>\
        <% if (a) { %><p>5 <6 is true.</p><% } %><p><%- body %> stays.</p>";
    assert_eq!(
        super::texts(erb),
        ["It is […] degrees hot.", "5 <6 is true.", "[…] stays."]
    );
    let go = "{{- /* a {{ b }} */ -}}<p>{{ if .c }}It is {{ .d }}.{{ else }}Not {{ $e := 1 }}now.{{ end }}{# f #}</p>";
    assert_eq!(super::texts(go), ["It is […]. Not now."]);
}

#[test]
fn old_pages_without_end_tags_are_read() {
    let page = format!(
        "<TITLE>Ferry</TITLE><BODY><FONT SIZE=6>The Ferry</FONT><P>{LONG}<P><B>Times:<TABLE BORDER=1><TR><TD>Monday<TD>7:10\
        <TR><TD>Tuesday<TD>9:00</TABLE><UL><LI>Dogs are free<LI>cows are not</UL><HR><I>1998"
    );
    let document = read(&page).expect("HTML has a reading");
    assert_eq!(document.title.as_deref(), Some("Ferry"));
    let is_plain = |block: &Block| matches!(block.kind, BlockKind::Text | BlockKind::Rule);
    assert!(document.blocks.iter().all(is_plain));
    let wanted = [
        "The Ferry",
        LONG,
        "Times:",
        "Monday | 7:10\nTuesday | 9:00",
        "- Dogs are free\n- cows are not",
        "",
        "1998",
    ];
    assert_eq!(texts(&page), wanted);
}

#[test]
fn panels_have_the_names_of_their_tabs() {
    let kinds = |page: &str| -> Vec<(BlockKind, String)> {
        let document = read(page).expect("HTML has a reading");
        let blocks = document.blocks.iter();
        blocks
            .map(|block| (block.kind, block.text.as_str().to_owned()))
            .collect()
    };
    for page in [
        "<ul role=tablist><li role=tab>A<li role=tab>B</ul><div><div role=tabpanel>a<h3>H</h3>c</div><div role=tabpanel hidden>b</div></div>",
        "<div><input><div class=tabbed-labels><label>A</label><label>B</label></div><div class=tabbed-content>\
        <div class=tabbed-block>a<h3>H</h3>c</div><div class=tabbed-block>b</div></div></div>",
        "<ul class=wds-tabs><li><a href='#'>A</a></li><li>B</li></ul><div class=wds-tab__content>a<h3>H</h3>c</div>\
        <div class=wds-tab__content>b</div>",
        "<div role=tablist><button role=tab id=z>Z</button><a role=tab id=a>A</a><a role=tab aria-controls=p>B</a></div>\
        <div role=tabpanel aria-labelledby=a>a<h3>H</h3>c</div><div role=tabpanel id=p>b</div>",
    ] {
        let wanted = [
            (BlockKind::Label, "A"),
            (BlockKind::Text, "a"),
            (BlockKind::Heading(3), "H"),
            (BlockKind::Text, "c"),
            (BlockKind::End(3), ""),
            (BlockKind::Label, "B"),
            (BlockKind::Text, "b"),
            (BlockKind::End(7), ""),
        ];
        assert_eq!(
            kinds(page),
            wanted.map(|(kind, text)| (kind, text.to_owned())),
            "{page}"
        );
    }
    let page = "<div role=tablist><a role=tab>A</a> and <a role=tab>B</a></div><div role=tabpanel>c</div>";
    assert_eq!(texts(page), ["A and B", "c"], "nobody knows which");
}

#[test]
fn a_saved_chat_has_its_authors_as_labels() {
    let message = |header: &str, words: &str| {
        format!(
            "<div class=chatlog__message-container><div class=chatlog__message><div class=chatlog__message-aside>\
            <div class=chatlog__short-timestamp>12:35 PM</div></div><div class=chatlog__message-primary>{header}\
            <div class='chatlog__content chatlog__markdown'>{words}</div>\
            <div class=chatlog__reactions><span>2</span></div></div></div></div>"
        )
    };
    let header = "<div class=chatlog__reply>An older message</div><div class=chatlog__header>\
        <span class=chatlog__author>Mara</span> <span class=chatlog__timestamp>1/5/2024 12:34 PM</span></div>";
    let joined = "<span class=chatlog__system-notification-author>Tom</span> \
        <span class=chatlog__system-notification-content>joined the server.</span>";
    let page = format!(
        "<body><div class=preamble><div class=preamble__entries-container>Boat club</div></div><div class=chatlog>\
        <div class=chatlog__message-group>{}{}</div><div class=chatlog__message-group>{}</div></div>\
        <div class=postamble><div class=postamble__entry>Exported 3 message(s)</div></div>",
        message(header, SENTENCE),
        message("", "The barn is red."),
        message(joined, "")
    );
    let document = read(&page).expect("HTML has a reading");
    let blocks: Vec<_> = document
        .blocks
        .iter()
        .map(|block| (block.kind, block.text.as_str()))
        .collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Label, "Mara 1/5/2024 12:34 PM"),
            (BlockKind::Text, SENTENCE),
            (BlockKind::Text, "The barn is red."),
            (BlockKind::End(7), ""),
        ]
    );
}

#[test]
fn the_contents_and_the_marks_of_a_wiki_are_left_out() {
    let page = format!(
        "<div class=mw-parser-output><p>{SENTENCE}<sup class=reference><a href=#n1>[1]</a></sup></p>\
        <div id=toc class=toc><div class=toctitle><h2>Contents</h2></div><ul><li><a href=#Oars>1 Oars</a></li></ul></div>\
        <h2>Oars<span class=mw-editsection>[<a href=/e>edit</a>]</span></h2><p>Two of ash.</p>\
        <ol class=references><li><span class=mw-cite-backlink><a href=#r1>↑</a></span> The book of boats.</li></ol>\
        <div class=navbox><table><tr><th>Boats</th><td><a href=/a>A</a></td></tr></table></div></div>"
    );
    let document = read(&page).expect("HTML has a reading");
    let texts: Vec<_> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, [SENTENCE, "Oars", "Two of ash.", "1. The book of boats."]);
}

#[test]
fn a_chat_of_an_older_exporter_has_every_message() {
    let message = |author: &str, words: &str| {
        format!(
            "<div class=chatlog__message-group><div class=chatlog__messages><span class=chatlog__author-name>{author}</span>\
            <span class=chatlog__timestamp>03/02/2026 7:02 PM</span><div class=chatlog__message><div class=chatlog__content>\
            <span class=preserve-whitespace>{words}</span></div></div></div></div>"
        )
    };
    let page = [
        "How long does the ferry voucher last?",
        "Thirty days.",
        "And then it is worth nothing at all.",
    ];
    let page: String = page
        .iter()
        .zip(["ann", "bob", "bob"])
        .map(|(words, author)| message(author, words))
        .collect();
    assert_eq!(
        texts(&format!("<title>ticket</title><body>{page}")),
        [
            "ann 03/02/2026 7:02 PM",
            "How long does the ferry voucher last?",
            "bob 03/02/2026 7:02 PM",
            "Thirty days.",
            "bob 03/02/2026 7:02 PM",
            "And then it is worth nothing at all.",
        ]
    );
}

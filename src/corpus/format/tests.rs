use super::*;

#[test]
fn each_extension_that_is_named_has_a_reader() {
    for extension in EXTENSIONS {
        assert!(
            Format::of(Path::new(&format!("a.{extension}"))).is_some(),
            "{extension}"
        );
    }
    assert!(matches!(unread(Path::new("a.RTF")), Reason::UnreadFormat(advice) if advice.contains(".docx")));
    assert_eq!(unread(Path::new("a.exe")), Reason::UnknownFormat);
    assert_eq!(Format::of(Path::new("a.png")), None);
    assert_eq!(
        Format::of(Path::new(".txt")),
        None,
        "a hidden file without an extension"
    );
}

/// The handbook that each fixture has.
const HANDBOOK: &str = "\
# Harbour handbook
## Mooring
Boats moor at the north quay from April to October. Ask at the harbour office first.
Skipper Ærø says: “Mind the ebb – it’s swift.”
Bring to the office:
- a lamp that burns for a whole night
- warm clothes for everybody on board
## Fees
Fees are due on arrival, and are the same on every day of the week.
Length | Fee
up to 8 m | 12 crowns
up to 12 m | 20 crowns
### Late payment
A skipper who pays late pays a tenth more, and loses the berth after a week.
1. The office sends a reminder by post.
2. The harbour master locks the boat.";

/// The fixture of this name, which `tools/make_documents.py` makes, as passages below their headings.
fn shown(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/formats")
        .join(name);
    let article = read_article(name, &std::fs::read(path).unwrap()).unwrap();
    let mut lines = vec![format!("# {}", article.title)];
    for section in &article.sections {
        let heading = section.headings.last().map_or("", String::as_str);
        lines.push(format!("{} {heading}", "#".repeat(section.headings.len() + 1)));
        let passages = article.passages[section.passages.clone()].iter();
        lines.extend(passages.map(|passage| article.passage_text(passage).to_owned()));
    }
    lines.join("\n")
}

#[test]
fn a_text_of_several_programs_is_read_alike() {
    for name in [
        "python-docx.docx",
        "pandoc.docx",
        "odfpy.odt",
        "pandoc.odt",
        "ebooklib.epub",
        "pandoc.epub",
    ] {
        // In a web page, an empty line stands above a list.
        assert_eq!(shown(name).replace("\n\n-", "\n-"), HANDBOOK, "{name}");
    }
}

#[test]
fn slides_of_several_programs_are_read_alike() {
    let slides = HANDBOOK.replace("### Late", "## Late");
    assert_eq!(shown("pandoc.pptx"), slides);
    // There each paragraph of a slide's body is an item, and the items have no numbers.
    let items = slides.split('\n').map(|line| {
        let is_item = !line.starts_with(['#', '-']) && !line.starts_with("Fees are") && !line.contains('|');
        let line = line.trim_start_matches("1. ").trim_start_matches("2. ");
        format!("{}{line}", if is_item { "- " } else { "" })
    });
    assert_eq!(shown("python-pptx.pptx"), items.collect::<Vec<_>>().join("\n"));
}

#[test]
fn pages_of_several_programs_are_read_alike() {
    let pages = HANDBOOK.replace("\n- ", "\n• ");
    // Its numbers have no stop.
    let bare = pages.replace("1. The", "1 The").replace("2. The", "2 The");
    assert_eq!(shown("reportlab.pdf"), bare);
    // Its fonts lack curly quotes.
    let plain = pages.replace(['“', '”'], "\"").replace('’', "'").replace('–', "-");
    assert_eq!(shown("fpdf2.pdf"), plain);
}

#[test]
fn each_format_has_the_same_words() {
    let words = |name: &str| -> Vec<String> {
        // The fonts of one of them lack curly quotes.
        let shown = shown(name).replace('’', "'");
        let words = crate::text::words::words(&shown).map(|word| word.folded);
        // The numbers of items are none of the text's words in slides.
        words.filter(|word| word != "1" && word != "2").collect()
    };
    let expected = words("python-docx.docx");
    assert_eq!(expected.len(), 106);
    for name in ["reportlab.pdf", "fpdf2.pdf", "python-pptx.pptx", "pandoc.pptx"] {
        assert_eq!(words(name), expected, "{name}");
    }
}

#[test]
fn a_document_under_another_name_is_told_apart_from_a_damaged_one() {
    let refused = |name: &str, bytes: &[u8]| read_article(name, bytes).unwrap_err().to_string();
    let word = b"PK\x03\x04\x14\0\0\0[Content_Types].xml...word/document.xml";
    assert_eq!(
        refused("rules.pdf", word),
        "is a word processor's document under another name; name it .docx, or .odt if OpenOffice wrote it"
    );
    assert_eq!(
        refused("rules.docx", b"%PDF-1.7\n"),
        "is a PDF document under another name; name it .pdf"
    );
    assert_eq!(refused("rules.docx", word), Reason::BrokenDocument.to_string());
    assert_eq!(refused("rules.pdf", b"%PDF-1.7\n"), Reason::BrokenDocument.to_string());
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    assert!(refused("scan.pdf", picture).starts_with("is a picture under another name"));
}

//! Documents in the formats of office programs, of books and of printers, made of the same sections.

use std::fmt::Write as _;

use flate2::Crc;

/// The relations of office documents.
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A Word document.
pub fn docx(bytes: usize) -> Vec<u8> {
    let paragraph = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
        )
    };
    let body = repeated(bytes, |number| {
        let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("Normal", text));
        let row = format!("<w:tr>{}{}</w:tr>", cell("Monday"), cell(&format!("10:{number}")));
        paragraph("Heading1", &title(number))
            + &paragraph("Normal", &text(number))
            + &format!("<w:tbl>{row}{row}</w:tbl>")
    });
    let styles = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    pack(&[
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("word/_rels/document.xml.rels", relations(&[("styles", "styles.xml")])),
        (
            "word/document.xml",
            format!("<w:document><w:body>{body}</w:body></w:document>"),
        ),
        ("word/styles.xml", styles.to_owned()),
    ])
}

/// An `OpenDocument` text.
pub fn odt(bytes: usize) -> Vec<u8> {
    let body = repeated(bytes, |number| {
        format!(
            "<text:h text:outline-level=\"1\">{}</text:h><text:p>{}</text:p><text:list><text:list-item><text:p>a lamp</text:p>\
             </text:list-item></text:list>",
            title(number),
            text(number)
        )
    });
    let content = format!("<a:document-content><a:body><a:text>{body}</a:text></a:body></a:document-content>");
    pack(&[
        ("mimetype", "application/vnd.oasis.opendocument.text".to_owned()),
        ("content.xml", content),
    ])
}

/// An e-book.
pub fn epub(bytes: usize) -> Vec<u8> {
    let body = repeated(bytes, |number| {
        format!("<h2>{}</h2><p>{}</p>", title(number), text(number))
    });
    let page = format!("<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>{body}</body></html>");
    let container = "<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>";
    let book = "<package><metadata/><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
                <spine><itemref idref=\"a\"/></spine></package>";
    pack(&[
        ("mimetype", "application/epub+zip".to_owned()),
        ("META-INF/container.xml", container.to_owned()),
        ("book.opf", book.to_owned()),
        ("a.xhtml", page),
    ])
}

/// A presentation of one long slide.
pub fn pptx(bytes: usize) -> Vec<u8> {
    let shapes = repeated(bytes, |number| {
        format!(
            "<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>",
            text(number)
        )
    });
    let presentation = "<p:presentation><p:sldIdLst><p:sldId r:id=\"r0\"/></p:sldIdLst></p:presentation>";
    pack(&[
        ("_rels/.rels", relations(&[("officeDocument", "ppt/presentation.xml")])),
        ("ppt/_rels/presentation.xml.rels", relations(&[("slide", "slide.xml")])),
        ("ppt/presentation.xml", presentation.to_owned()),
        (
            "ppt/slide.xml",
            format!("<p:sld><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"),
        ),
    ])
}

/// A PDF file with some sections on each page.
pub fn pdf(bytes: usize) -> Vec<u8> {
    const PER_PAGE: usize = 10;
    const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let mut objects = vec![String::new(), String::new(), FONT.to_owned()];
    let (mut kids, mut size, mut count) = (String::new(), 0, 0);
    while size < bytes {
        count += 1;
        let mut content = String::new();
        for at in 0..PER_PAGE {
            let (number, top) = (count * PER_PAGE + at, 770 - 75 * at);
            let _ = write!(
                content,
                "BT /F1 16 Tf 50 {top} Td ({}) Tj ET\nBT /F1 10 Tf 12 TL 50 {} Td\n",
                title(number),
                top - 15
            );
            for line in text(number).split(", ") {
                let _ = writeln!(content, "({line}) Tj T*");
            }
            content.push_str("ET\n");
        }
        size += content.len();
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
        let fonts = "/Resources << /Font << /F1 3 0 R >> >>";
        let own = objects.len();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {own} 0 R {fonts} >>"
        ));
        let _ = write!(kids, "{} 0 R ", objects.len());
    }
    "<< /Type /Catalog /Pages 2 0 R >>".clone_into(&mut objects[0]);
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

fn title(number: usize) -> String {
    format!("The lantern at pier {number}")
}

fn text(number: usize) -> String {
    format!(
        "The keeper lights it at dusk and puts it out at dawn, whatever the weather is like, and visitors may climb the \
         {number} steps on Sundays, if they bring a lamp and warm clothes, and a coin for the keeper."
    )
}

/// Sections until they have so many bytes.
fn repeated(bytes: usize, section: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for number in 1.. {
        all.push_str(&section(number));
        if all.len() >= bytes {
            break;
        }
    }
    all
}

fn relations(all: &[(&str, &str)]) -> String {
    let mut written = String::new();
    for (at, (kind, target)) in all.iter().enumerate() {
        let _ = write!(
            written,
            "<Relationship Id=\"r{at}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>"
        );
    }
    format!("<Relationships>{written}</Relationships>")
}

/// An archive without compression, so that its bytes are those of its parts.
fn pack(parts: &[(&str, String)]) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).expect("an archive of a few MB").to_le_bytes();
    let short = |number: usize| {
        u16::try_from(number)
            .expect("a few parts with short names")
            .to_le_bytes()
    };
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let mut sum = Crc::new();
        sum.update(content.as_bytes());
        let mut facts = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        facts.extend(sum.sum().to_le_bytes());
        facts.extend([number(content.len()), number(content.len())].concat());
        facts.extend([short(name.len()), [0; 2]].concat());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(number(archive.len()));
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(content.as_bytes());
    }
    let start = archive.len();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([short(parts.len()), short(parts.len())].concat());
    archive.extend([number(directory.len()), number(start)].concat());
    archive.extend([0; 2]);
    archive
}

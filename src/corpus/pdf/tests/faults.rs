use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::builder::{Builder, text};
use super::{LAKE, LAKE_TEXT, blocks};
use crate::corpus::pdf::{PageFault, ranges, read};
use crate::corpus::problem::{Doubt, Reason};

fn good() -> String {
    text("F1", 10.0, 50.0, 700.0, LAKE)
}

/// A page without names for its characters.
fn nameless() -> String {
    "BT /F3 10 Tf 50 700 Td <000100020003000400050006> Tj ET".to_owned()
}

/// Adds a page that is one picture.
fn scan(mut builder: Builder) -> Builder {
    let picture = builder.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"x",
    );
    let entries = format!("/Resources << /XObject << /Im {picture} 0 R >> >>");
    builder.page_with(&entries, "q 600 0 0 800 0 0 cm /Im Do Q")
}

fn reason(bytes: &[u8]) -> Reason {
    read(bytes).unwrap_err()
}

#[test]
fn pages_that_cannot_be_read_are_told_and_the_others_read() {
    let builder = scan(scan(Builder::new().page(&good()))).page(&nameless());
    let (document, _) = read(&builder.build()).unwrap();
    assert_eq!(blocks(&document), [LAKE_TEXT]);
    let left_out = |pages: &str, fault| {
        let pages = pages.to_owned();
        (Doubt::PagesLeftOut { pages, fault }, None)
    };
    assert_eq!(
        document.doubts,
        [left_out("2-3", PageFault::Picture), left_out("4", PageFault::NoUnicode)]
    );
}

#[test]
fn a_file_without_a_page_that_can_be_read_is_left_out() {
    assert_eq!(
        reason(&scan(Builder::new()).build()),
        Reason::NoPage(PageFault::Picture)
    );
    assert_eq!(
        reason(&Builder::new().page(&nameless()).build()),
        Reason::NoPage(PageFault::NoUnicode)
    );
    assert_eq!(reason(&Builder::new().page("").build()), Reason::NothingToQuote);
}

#[test]
fn text_that_is_not_in_the_order_of_reading_is_left_out() {
    let across: String = (0..6)
        .map(|i| {
            let y = 700.0 - 12.0 * f64::from(i);
            text("F1", 10.0, 50.0, y, &["words of the left column"])
                + &text("F1", 10.0, 320.0, y, &["words of the right one"])
        })
        .collect();
    assert_eq!(
        reason(&Builder::new().page(&across).build()),
        Reason::NoPage(PageFault::Disordered)
    );
    let upwards: String = LAKE
        .iter()
        .zip(0_u32..)
        .map(|(line, at)| text("F1", 10.0, 50.0, 600.0 + 40.0 * f64::from(at), &[line]))
        .collect();
    assert_eq!(
        reason(&Builder::new().page(&upwards).build()),
        Reason::NoPage(PageFault::Disordered)
    );
}

#[test]
fn a_protected_file_is_left_out() {
    let mut builder = Builder::new().page(&good());
    let lock = builder.object("<< /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>");
    builder.trailer = format!("/Encrypt {lock} 0 R");
    assert_eq!(reason(&builder.build()), Reason::Encrypted);
    // The name alone, in a text about PDF, is none.
    let about = text("F1", 10.0, 50.0, 700.0, &["The key /Encrypt 12 pages"]);
    assert!(read(&Builder::new().page(&about).build()).is_ok());
}

#[test]
fn what_is_no_pdf_is_left_out() {
    let whole = Builder::new().page(&good()).build();
    for bytes in [
        &b"Plain text"[..],
        b"%PDF-1.7",
        b"%PDF-1.7 1 0 obj << /Type /Catalog >>",
        &whole[..whole.len() / 8],
    ] {
        assert_eq!(reason(bytes), Reason::BrokenDocument);
    }
    // Its table of objects is lost, but not the objects.
    let end = whole.windows(4).rposition(|window| window == b"xref").unwrap() - 5;
    assert_eq!(blocks(&read(&whole[..end]).unwrap().0), [LAKE_TEXT]);
}

#[test]
fn a_small_file_may_not_become_huge() {
    let packed = |bytes: u64| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), bytes), &mut encoder).unwrap();
        encoder.write_all(good().as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let with = |bytes| {
        let mut builder = Builder::new();
        let content = builder.stream("/Filter /FlateDecode", &packed(bytes));
        builder.page_with(&format!("/Contents {content} 0 R"), "").build()
    };
    assert_eq!(reason(&with(600 << 20)), Reason::UnpacksTooLarge);
    assert_eq!(blocks(&read(&with(1 << 10)).unwrap().0), [LAKE_TEXT]);
}

#[test]
fn numbers_in_a_row_are_one_range() {
    assert_eq!(ranges(&[3, 5, 6, 7, 9, 10]), "3, 5-7, 9-10");
    assert_eq!(ranges(&[]), "");
}

//! Reads a page as `api.php?action=parse&prop=text` of a `MediaWiki` gives it: HTML in JSON.

use super::document::{Block, Document, Note};
use super::html;
use super::json::Value;
use super::problem::Reason;

/// Reads the value of `parse`, which has a `text`.
///
/// # Errors
/// If its HTML can't be read.
pub(super) fn read(page: &Value) -> Result<Document, (Reason, Option<usize>)> {
    // The first version of the interface wraps the text in an object with the key "*".
    let html = page.text("text").or_else(|| page.get("text")?.text("*"));
    let html = html.ok_or((Reason::NothingToQuote, None))?;
    let document = html::read(html.as_str()).map_err(|(reason, _)| (reason, None))?;
    let moved = |block: Block| Block {
        text: block.text.moved_into(&html),
        ..block
    };
    Ok(Document {
        title: page.string("title").or(document.title),
        blocks: document.blocks.into_iter().map(moved).collect(),
        notes: document
            .notes
            .into_iter()
            .map(|note| Note {
                at: html.source_of(note.at),
                text: note.text.moved_into(&html),
            })
            .collect(),
        // Their lines are those of the HTML.
        doubts: document.doubts.into_iter().map(|(doubt, _)| (doubt, None)).collect(),
        ..document
    })
}

#[cfg(test)]
mod tests {
    use crate::corpus::document::BlockKind;
    use crate::corpus::exports;

    const HTML: &str = r##"<div class=\"mw-parser-output\"><p>The <b>boat</b> is red.<sup class=\"reference\"><a href=\"#n1\">[1]</a></sup></p>\n<h2><span class=\"mw-headline\">Oars</span><span class=\"mw-editsection\">[<a href=\"/edit\">edit</a>]</span></h2>\n<p>Two of them, made of ash by the club itself.</p></div>"##;

    #[test]
    fn the_html_of_a_page_is_read() {
        for text in [format!("\"{HTML}\""), format!("{{\"*\": \"{HTML}\"}}")] {
            let file = format!("{{\"parse\": {{\"title\": \"Red boat\", \"text\": {text}}}}}");
            let document = exports::read(&file).unwrap();
            assert_eq!(document.title.as_deref(), Some("Red boat"));
            let shown: Vec<_> = document.blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
            assert_eq!(
                shown,
                [
                    (BlockKind::Text, "The boat is red."),
                    (BlockKind::Heading(2), "Oars"),
                    (BlockKind::Text, "Two of them, made of ash by the club itself."),
                ]
            );
            assert_eq!(&file[document.blocks[2].text.source_range()], shown[2].1);
        }
    }
}

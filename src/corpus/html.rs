//! Reads a saved web page: its main text as blocks, and the title and metadata from its head. Decoding the bytes,
//! sections and passages are handled elsewhere.

mod buttons;
mod content;
mod element;
mod exported;
mod flow;
mod head;
mod hyperlinks;
mod inline;
mod links;
mod markers;
mod math;
mod measure;
mod notes;
mod page;
mod pictures;
mod reference;
mod styles;
mod table;
mod tabs;
mod toggles;
mod token;
mod tree;
mod walk;
mod wiki;

use encoding_rs::Encoding;

pub(super) use self::flow::is_value;
use self::head::Head;
pub use self::hyperlinks::Hyperlinks;
pub(super) use self::inline::superscript;
pub(super) use self::notes::{Chapter, Targets};
use self::page::Page;
pub(super) use self::pictures::{has_word, is_short_alternative};
use self::styles::Styles;
pub(super) use self::styles::is_struck;
use self::tabs::Tabs;
use self::walk::{PageContext, RawBlock};
use super::article::Metadata;
use super::document::{Block, BlockKind, Document};
use super::front_matter::{self, FrontMatter};
use super::notes::Notes;
use super::problem::{Doubt, Reason};
use super::source::line_of;

/// The HTML standard requires a declared encoding within this many bytes.
const DECLARATION_BYTES: usize = 1024;

/// Tags that only templates have.
const TEMPLATE_TAGS: &[&str] = &[
    "{% ",
    "{%- ",
    "{{- ",
    "{{ end }}",
    "{{end}}",
    "<% ",
    "<%=",
    "<%-",
    "<%@",
];

/// Reads a saved web page.
///
/// # Errors
/// Returns an error if the page has more elements, or deeper nesting, than can be read.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    // A brace at the front opens a template's tag, not front matter in JSON.
    let (front, body) = if text.starts_with('{') {
        (FrontMatter::default(), 0)
    } else {
        front_matter::split(text)
    };
    let page = Page::parse(text, body)?;
    let head = Head::of(&page);
    let styles = Styles::of(&page);
    let selection = content::select(&page);
    let mut tabs = Tabs::of(&page);
    toggles::add(&page, &mut tabs);
    let mut left_out = [&*selection.left_out, &*tabs.bars, &*exported::asides(&page)].concat();
    left_out.sort_unstable();
    let is_template = body > 0 || TEMPLATE_TAGS.iter().any(|tag| text.contains(tag));
    let reading = PageContext {
        page: &page,
        styles: &styles,
        left_out: &left_out,
        tabs: &tabs,
        is_template,
        is_fragment: false,
        is_of_google: exported::is_of_google(&page),
    };
    // The title of a template is a placeholder.
    let given = head.title.filter(|title| !is_template || !title.contains('{'));
    let mut blocks = links::without_link_lists(walk::blocks(&reading));
    // A document's title, which word processors write as a paragraph, stands above its headings of the first level.
    let above = blocks.iter().find(|block| block.kind == BlockKind::Heading(0));
    let above = above.map(|block| fold(block.text.as_str()));
    let title = front.title.or(above).or(given);
    blocks.retain(|block| {
        let may_be_title = matches!(block.kind, BlockKind::Heading(0 | 1));
        !(may_be_title && title.as_deref() == Some(block.text.as_str()))
    });
    let notes = notes::take(&page, &styles, None, &mut blocks).place(&mut blocks);
    let line_of = |at: usize| line_of(text, at);
    let mut document = Document {
        title,
        metadata: Metadata {
            url: front.metadata.url.or(head.metadata.url),
            author: front.metadata.author.or(head.metadata.author),
            date: front.metadata.date.or(head.metadata.date),
            language: front.metadata.language.or(head.metadata.language),
        },
        blocks,
        notes,
        doubts: front
            .doubts
            .into_iter()
            .chain(selection.doubt.map(|(doubt, at)| (doubt, Some(line_of(at)))))
            .collect(),
    };
    if is_template {
        tell_filled_in(&mut document, text);
    }
    Ok(document)
}

/// Raises a doubt about the places of a template that another program fills in.
fn tell_filled_in(document: &mut Document, text: &str) {
    let filled: Vec<usize> = document.filled_in().collect();
    document.doubts.extend(filled.first().map(|&at| {
        let count = filled.len();
        (Doubt::FilledIn { count }, Some(line_of(text, at)))
    }));
}

/// True if HTML has an element of this name, which may also be one of a drawing or a formula.
pub(super) fn is_element(name: &str) -> bool {
    let is_foreign = matches!(
        name,
        "path" | "g" | "mrow" | "mfrac" | "msup" | "msub" | "msqrt" | "semantics"
    );
    is_foreign || !element::Name::of(name).as_str().is_empty()
}

/// Reads the blocks of a piece of HTML within another text.
///
/// The rules are those for a page's main text: headings, lists and tables with their parts, code, captions and
/// summaries as labels, marks. Offsets are in `fragment`, and each word has its own; text that is not in the source
/// (item markers, cell separators) takes the offset of the tag that it was made for. No element is left out as page
/// furniture.
///
/// An element that isn't closed in the fragment continues after it: `<details><summary>Why?</summary>` gives a label,
/// and a later `</details>`, by itself or after other elements, gives the [`BlockKind::End`] that closes it.
///
/// This never fails: a fragment that is nested too deeply to be read gives no blocks.
#[allow(dead_code, reason = "for HTML in Markdown, whose reader will call it")]
pub(super) fn blocks_of(fragment: &str) -> Vec<Block> {
    read_fragment(fragment).unwrap_or_default()
}

/// Reads the blocks of a piece of HTML as [`blocks_of`] does.
///
/// # Errors
/// Returns an error if the piece has more elements, or deeper nesting, than can be read.
pub(super) fn read_fragment(fragment: &str) -> Result<Vec<Block>, Reason> {
    read_page(fragment, |_| Vec::new()).map(|(blocks, _)| blocks)
}

/// Reads the blocks of a part of a book, and its footnotes.
///
/// # Errors
/// Returns an error if the page has more elements, or deeper nesting, than can be read.
pub(super) fn read_chapter(text: &str, chapter: &Chapter<'_>) -> Result<(Vec<Block>, Notes), Reason> {
    let (mut blocks, page) = read_page(text, content::hidden)?;
    let notes = notes::take(&page, &Styles::of(&page), Some(chapter), &mut blocks);
    Ok((blocks, notes))
}

/// Reads a page without its apparatus and whatever `more` of it is left out.
fn read_page(fragment: &str, more: impl Fn(&Page<'_>) -> Vec<usize>) -> Result<(Vec<Block>, Page<'_>), Reason> {
    let page = Page::parse(fragment, 0).map_err(|(reason, _)| reason)?;
    let styles = Styles::of(&page);
    let mut left_out = [exported::asides(&page), content::apparatus_of_book(&page), more(&page)].concat();
    left_out.sort_unstable();
    let reading = PageContext {
        page: &page,
        styles: &styles,
        left_out: &left_out,
        tabs: &Tabs::default(),
        is_template: false,
        is_fragment: true,
        is_of_google: exported::is_of_google(&page),
    };
    let mut blocks = walk::blocks(&reading);
    blocks.retain(|block| !links::is_contents_line(block));
    Ok((blocks.into_iter().map(RawBlock::into_block).collect(), page))
}

/// The encoding that a page declares for itself. `None` if it declares none, or one that is unknown.
#[must_use]
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARATION_BYTES).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    start.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/');
        let encoding = Encoding::for_label(value.split(ends).next()?.as_bytes())?;
        // A declaration that can be read as ASCII is not in UTF-16, so the standard takes UTF-8.
        let utf16 = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
        Some(if utf16 { encoding_rs::UTF_8 } else { encoding })
    })
}

/// Folds white space. `None` if nothing remains.
fn filled(text: impl AsRef<str>) -> Option<String> {
    Some(fold(text.as_ref())).filter(|text| !text.is_empty())
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;

//! Pictures among words, which say what their alternative texts say.

use super::element::BLOCK;
use super::page::{Kind, Page};

/// The longest alternative text that is read, in bytes, and the longest of a formula.
const MAX_BYTES: usize = 40;
const MAX_FORMULA_BYTES: usize = 200;
/// The most nodes that are looked at before and after a picture.
const MAX_LOOK: usize = 32;
/// The most words of a picture within a sentence, and of one at its beginning, which may be an ornament.
const MAX_WORDS: usize = 4;
const MAX_WORDS_IN_FRONT: usize = 2;

/// True if an alternative text reads as part of the line around its picture: it is a few words, and no repetition of
/// the words beside it.
pub(in crate::corpus) fn is_short_alternative(alternative: &str, before: &str, behind: &str) -> bool {
    let words = alternative.trim();
    let (before, behind) = (before.trim(), behind.trim());
    let has_word = |text: &str| text.contains(char::is_alphanumeric);
    // At the end of a sentence it is an ornament, unless the sentence announces it.
    let is_ornament = has_word(before) && !has_word(behind) && !before.ends_with(':');
    let most = if has_word(before) || !has_word(behind) {
        MAX_WORDS
    } else {
        MAX_WORDS_IN_FRONT
    };
    // "photo_1.jpg" is the name of a file, "300" a width.
    let is_name = !words.contains(' ') && words.contains(['_', '/', '|', '.']);
    (1..=MAX_BYTES).contains(&words.len())
        && words.split_whitespace().count() <= most
        && words.contains(char::is_alphabetic)
        && !is_name
        && !is_ornament
        && !behind.starts_with(words)
        && !before.ends_with(words)
}

/// The words that the picture at `at` stands for: an image, a drawing, or an icon without text. `None` if the element
/// is none of these, or its words are not part of the text around it.
pub(super) fn words(page: &Page<'_>, at: usize) -> Option<String> {
    let name = page.element(at)?;
    let alternative = match name.as_str() {
        "img" => page.attribute(at, "alt")?.into_owned(),
        "svg" => page
            .attribute(at, "aria-label")
            .map(Into::into)
            .or_else(|| title_within(page, at))?,
        "i" | "em" | "span" if page.within(at).is_empty() => page
            .attribute(at, "aria-label")
            .or_else(|| page.attribute(at, "title"))?
            .into_owned(),
        _ => return None,
    };
    let parents = (at.saturating_sub(MAX_LOOK)..at).rev();
    let mut parents = parents
        .filter(|&node| page.nodes[node].end > at && page.element(node).is_some())
        .peekable();
    let is_second = parents.peek().is_some_and(|&parent| {
        let is_math = |other: usize| page.is_any(other, &["math"]);
        !page.element(parent).is_some_and(|name| name.is(BLOCK)) && page.within(parent).take(MAX_LOOK).any(is_math)
    });
    // Some wikis show the picture of a formula after the formula itself.
    (!is_second).then_some(())?;
    let block = parents.find(|&node| page.element(node).is_some_and(|name| name.is(BLOCK)))?;
    let before = before(page, block, at);
    let behind = behind(page, page.nodes[at].end..page.nodes[block].end);
    if is_formula(page, at) {
        let formula = alternative.trim();
        let formula = formula
            .strip_prefix("{\\displaystyle")
            .and_then(|inner| inner.strip_suffix('}'))
            .unwrap_or(formula);
        let is_read = (1..=MAX_FORMULA_BYTES).contains(&formula.len());
        return is_read.then(|| formula.trim().to_owned());
    }
    let has_word = |text: &str| text.contains(char::is_alphanumeric);
    let is_alone = !has_word(&before) && !has_word(&behind);
    let is_alone_in_cell = page.is_any(block, &["td", "th"])
        && page.within(block).len() <= MAX_LOOK
        && page.short_text(block, 200).is_some_and(|it| !has_word(&it));
    (is_alone_in_cell || !is_alone).then_some(())?;
    is_short_alternative(&alternative, &before, &behind).then(|| alternative.trim().to_owned())
}

/// True for the image of a formula, by its class.
fn is_formula(page: &Page<'_>, at: usize) -> bool {
    let class = page.facts(at).class;
    page.is_any(at, &["img"])
        && class
            .split_ascii_whitespace()
            .any(|class| matches!(class, "tex" | "latex" | "math") || class.starts_with("mwe-math"))
}

fn title_within(page: &Page<'_>, at: usize) -> Option<String> {
    let title = page.within(at).find(|&inside| page.is_any(inside, &["title"]))?;
    let text = page
        .nodes
        .get(title + 1)
        .filter(|node| matches!(node.kind, Kind::Text | Kind::RawText))?;
    Some(page.source[text.range.clone()].to_owned())
}

/// The last words before `at` on its line within a block.
fn before(page: &Page<'_>, block: usize, at: usize) -> String {
    let line = (block + 1..at)
        .rev()
        .take(MAX_LOOK)
        .take_while(|&node| !ends_line(page, node));
    let text = line.filter(|&node| page.nodes[node].kind == Kind::Text);
    let mut text = text.map(|node| &page.source[page.nodes[node].range.clone()]);
    text.find(|text| !text.trim().is_empty()).unwrap_or_default().to_owned()
}

/// The next words in a range on its line.
fn behind(page: &Page<'_>, range: std::ops::Range<usize>) -> String {
    let line = range.take(MAX_LOOK).take_while(|&node| !ends_line(page, node));
    let text = line.filter(|&node| page.nodes[node].kind == Kind::Text);
    let mut text = text.map(|node| &page.source[page.nodes[node].range.clone()]);
    text.find(|text| !text.trim().is_empty()).unwrap_or_default().to_owned()
}

fn ends_line(page: &Page<'_>, node: usize) -> bool {
    page.element(node)
        .is_some_and(|name| name.is(BLOCK) || name.as_str() == "br")
}

//! Pictures among words, which are read as their alternative texts.

use std::borrow::Cow;

use super::element::BLOCK;
use super::page::{Kind, Page};

/// The longest alternative text that is read, in bytes.
const MAX_BYTES: usize = 40;
/// The longest alternative text that is read as a formula, in bytes.
const MAX_FORMULA_BYTES: usize = 200;
/// The most characters of an emoji: a family has seven, a flag of a region has as many.
const MAX_EMOJI_CHARS: usize = 10;
/// The most nodes that are looked at before and after a picture.
const MAX_LOOK: usize = 32;
/// The most words of a picture within a sentence.
const MAX_WORDS: usize = 4;
/// The most words of a picture at the beginning of a sentence; one with more may be an ornament.
const MAX_WORDS_IN_FRONT: usize = 2;

/// True if an alternative text reads as part of the line around its picture: a few words that don't repeat those beside
/// it.
pub(in crate::corpus) fn is_short_alternative(alternative: &str, before: &str, after: &str) -> bool {
    let words = alternative.trim();
    let (before, after) = (before.trim(), after.trim());
    // After a sentence it is an ornament; before the full stop it is the sentence's last word.
    let is_last_word = before.ends_with(char::is_alphanumeric) && after.starts_with(['.', '!', '?', ',', ';']);
    let is_last_word = is_last_word || (after.is_empty() && lacks_object(before));
    let is_ornament = has_word(before) && !has_word(after) && !before.ends_with(':') && !is_last_word;
    let most = if has_word(before) || !has_word(after) {
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
        && !after.starts_with(words)
        && !before.ends_with(words)
}

/// True if words end where no sentence does: "press the", "it is not".
fn lacks_object(words: &str) -> bool {
    const UNFINISHED: &str = "the a an of in at to for with from by into onto and or but nor is are be was were not press \
        click tap choose select hit use";
    let last = words.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    UNFINISHED.split_ascii_whitespace().any(|word| word == last)
}

/// The emoji that a picture shows, by its alternative text. `None` for any other picture.
pub(super) fn emoji(page: &Page<'_>, at: usize) -> Option<String> {
    let alt = page.attribute(at, "alt").filter(|_| page.is_any(at, &["img"]))?;
    let is_emoji = |c: char| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    (!alt.is_empty() && alt.chars().count() <= MAX_EMOJI_CHARS && alt.chars().all(is_emoji)).then(|| alt.into_owned())
}

/// The words of the picture at `at`: an image, a drawing, or an icon without text. `None` if the element is none of
/// these, or its words are not part of the text around it.
pub(super) fn words(page: &Page<'_>, at: usize) -> Option<String> {
    let alternative = alternative(page, at)?;
    let mut parents = (at.saturating_sub(MAX_LOOK)..at)
        .rev()
        .filter(|&node| page.nodes[node].end > at && page.element(node).is_some())
        .peekable();
    // Some wikis show the picture of a formula after the formula itself.
    let has_formula = |&parent: &usize| {
        let mut within = page.within(parent).take(MAX_LOOK);
        !is_block(page, parent) && within.any(|other| page.is_any(other, &["math"]))
    };
    if parents.peek().is_some_and(has_formula) {
        return None;
    }
    let block = parents.find(|&node| is_block(page, node))?;
    if is_formula(page, at) {
        return formula(&alternative);
    }
    let before = first_words(page, (block + 1..at).rev());
    let after = first_words(page, page.nodes[at].end..page.nodes[block].end);
    let is_alone = !has_word(before) && !has_word(after);
    let is_alone_in_cell = page.is_any(block, &["td", "th"])
        && page.within(block).len() <= MAX_LOOK
        && page.short_text(block, 200).is_some_and(|text| !has_word(&text));
    let is_read = (is_alone_in_cell || !is_alone) && is_short_alternative(&alternative, before, after);
    is_read.then(|| alternative.trim().to_owned())
}

/// The alternative text of an image, a drawing, or an icon without text. `None` for any other element.
fn alternative(page: &Page<'_>, at: usize) -> Option<String> {
    let attribute = |name| page.attribute(at, name).map(Cow::into_owned);
    match page.element(at)?.as_str() {
        "img" => attribute("alt"),
        "svg" => attribute("aria-label").or_else(|| title_within(page, at)),
        "i" | "em" | "span" if page.within(at).is_empty() => attribute("aria-label").or_else(|| attribute("title")),
        _ => None,
    }
}

/// True if a text has more than punctuation and signs.
pub(in crate::corpus) fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
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

/// The alternative text of a formula's image, without the command that `MediaWiki` puts around it.
fn formula(alternative: &str) -> Option<String> {
    let formula = alternative.trim();
    let formula = formula
        .strip_prefix("{\\displaystyle")
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or(formula);
    let is_read = (1..=MAX_FORMULA_BYTES).contains(&formula.len());
    is_read.then(|| formula.trim().to_owned())
}

/// The first text that isn't blank among `nodes`, up to the end of the line.
fn first_words<'a>(page: &Page<'a>, nodes: impl Iterator<Item = usize>) -> &'a str {
    let line = nodes.take(MAX_LOOK).take_while(|&node| !ends_line(page, node));
    let mut texts = line
        .filter(|&node| page.nodes[node].kind == Kind::Text)
        .map(|node| &page.source[page.nodes[node].range.clone()]);
    texts.find(|text| !text.trim().is_empty()).unwrap_or_default()
}

fn is_block(page: &Page<'_>, node: usize) -> bool {
    page.element(node).is_some_and(|name| name.is(BLOCK))
}

fn ends_line(page: &Page<'_>, node: usize) -> bool {
    is_block(page, node) || page.is_any(node, &["br"])
}

//! Sets texts so that Discord shows them word for word, with all their signs.
//!
//! Every sign that Discord could read as markup gets a backslash where it renders markdown, unless the article itself
//! marks its words there ([`Words`]). Elsewhere only controls and invisible characters are removed. A text is cut after
//! it is escaped, since a limit counts the backslashes.

mod cut;
mod line_start;
mod links;
mod lists;
mod passage;
mod reread;
mod setting;
mod style;
mod tables;
mod typeset;
mod words;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::discord::outgoing::length;
use crate::text::excerpt::ELLIPSIS;
use crate::text::fold::is_invisible;
use typeset::Typeset;

pub(crate) use links::{link, links_below, web_address};
pub(crate) use words::Words;

/// The mark of a cut. It is in brackets and never bold, since these are the bot's words. The brackets are escaped, or a
/// parenthesis after them would make a link.
const CUT_MARK: &str = r"\[…\]";

/// The mark before each line of a block quote.
const QUOTE_MARK: &str = "> ";

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// A text as markdown, cut or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cut {
    /// The markdown, marked where it was cut.
    pub(crate) markdown: String,
    /// The part of the text that is shown, in bytes.
    pub(crate) shown: Range<usize>,
    /// True if its beginning is left out.
    pub(crate) is_cut_front: bool,
    /// True if its end is left out.
    pub(crate) is_cut_back: bool,
}

/// A page of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The markdown, marked where it was cut.
    pub(crate) markdown: String,
    /// The part of the text that is shown, in bytes.
    pub(crate) shown: Range<usize>,
}

/// `text` with a backslash before every sign that Discord could read as markup, without controls and invisible
/// characters.
pub(crate) fn escape(text: &str) -> String {
    let typeset = Typeset::of_text(text);
    typeset.render(typeset.whole(), "")
}

/// [`escape`] on one line, cut to `limit` characters with an ellipsis, at a word if possible.
pub(crate) fn escape_within(text: &str, limit: usize) -> String {
    let typeset = Typeset::of_text(&plain(text));
    if typeset.cost(typeset.whole()) <= limit {
        return typeset.render(typeset.whole(), "");
    }
    let end = typeset.end_within(0, limit.saturating_sub(1));
    format!("{}{ELLIPSIS}", typeset.render(typeset.trimmed(0..end), ""))
}

/// Takes the backslashes of [`escape`] away.
pub(crate) fn unescaped(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        // Only signs are escaped.
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => text.extend(chars.next()),
            _ => text.push(c),
        }
    }
    text
}

/// `text` on one line for where no markdown is rendered: without controls and invisible characters.
pub(crate) fn plain(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`plain`], cut to `limit` characters with an ellipsis, at a word if possible.
pub(crate) fn plain_within(text: &str, limit: usize) -> String {
    let text = plain(text);
    if length(&text) <= limit {
        return text;
    }
    let typeset = Typeset::unescaped(&text);
    let end = typeset.end_within(0, limit.saturating_sub(1));
    format!("{}{ELLIPSIS}", typeset.render(typeset.trimmed(0..end), ""))
}

/// A passage as markdown of at most `limit` characters, with the sentence that answers in bold.
///
/// A longer passage is cut to the bold part and as much around it as there is room for. No word is cut unless it is
/// longer than the limit by itself.
pub(crate) fn quoted(words: &Words<'_>, limit: usize) -> Cut {
    Typeset::of_words(words).cut(limit, "")
}

/// Markdown from this module as a block quote of at most `limit` characters, cut as by [`quoted`].
pub(crate) fn block_quote(markdown: &str, limit: usize) -> Cut {
    Typeset::of_markdown(markdown).cut(limit, QUOTE_MARK)
}

/// Markdown from this module, cut at its end to `limit` characters.
pub(crate) fn within(markdown: &str, limit: usize) -> String {
    let typeset = Typeset::of_markdown(markdown);
    if typeset.cost(typeset.whole()) <= limit {
        return markdown.to_owned();
    }
    let room = limit.saturating_sub(length(CUT_MARK) + 1 + typeset.reserve().0);
    let end = typeset.end_within(0, room);
    format!("{} {CUT_MARK}", typeset.render(typeset.trimmed(0..end), ""))
}

/// An article's words in pages of at most `limit` characters of markdown each. A page ends at one of `borders` (in
/// bytes) if that doesn't leave it too empty, else at the end of one of `sentences`, else after a word. A cut that is
/// not at a border is marked.
pub(crate) fn pages(words: &Words<'_>, borders: &[usize], sentences: &[usize], limit: usize) -> Vec<Page> {
    Typeset::of_words(words).pages(&[borders, sentences], limit)
}

/// True if no address that Discord accepts has this character.
fn is_unlinkable(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// True if `text` shows nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    !text
        .chars()
        .any(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(c))
}

/// The visible part of a text: line breaks of one kind, tabs as spaces, and neither controls nor characters that have
/// no width or turn the direction of writing. Joiners within words stay, since scripts and emoji need them, and so do
/// marks of direction, which affect only their neighbours.
fn clean(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for_each_seen(text, |_, c| seen.push(c));
    seen
}

/// Calls `see` with each visible character and its place in `text`.
fn for_each_seen(text: &str, mut see: impl FnMut(usize, char)) {
    let mut chars = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, c)) = chars.next() {
        let shown = match c {
            '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => None,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => {
                let joins = |c: char| !c.is_whitespace() && !c.is_control() && !is_invisible(c);
                let is_within = before.is_some_and(joins) && chars.peek().is_some_and(|&(_, next)| joins(next));
                is_within.then_some(c)
            }
            '\u{200e}' | '\u{200f}' => Some(c),
            c if c.is_control() || is_unseen(c) => None,
            c => Some(c),
        };
        if let Some(shown) = shown {
            see(at, shown);
            before = Some(shown);
        }
    }
}

/// True if a character has no width and no meaning on Discord.
fn is_unseen(c: char) -> bool {
    is_invisible(c) || matches!(c, '\u{180e}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
}

/// The borders between words by Unicode Standard Annex #29, and those between graphemes; in bytes, ascending.
fn inner_borders(text: &str) -> [Vec<usize>; 2] {
    let words = text.split_word_bound_indices().map(|(at, _)| at).collect();
    let graphemes = text.grapheme_indices(true).map(|(at, _)| at).collect();
    [words, graphemes]
}

#[cfg(test)]
mod tests;

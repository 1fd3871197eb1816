//! Sets each letter of an article's words: decides which of the article's marks Discord can show.
//!
//! Styles that would get in one another's way give way, the spoiler last. Not here: tables and lists.

use std::ops::Range;

use super::links::web_address;
use super::style::Style;
use super::typeset::Typeset;
use super::words::Words;
use super::{for_each_seen, is_unlinkable};
use crate::corpus::{Mark, MarkKind};
use crate::discord::outgoing::length;

/// The longest address that can be clicked in a text: a page has room for it.
const MAX_ADDRESS: usize = 300;

/// The numbers of digits that a channel's ID has.
const ID_DIGITS: std::ops::RangeInclusive<usize> = 15..=20;

/// The style of each byte of a text, and the stretches that are set as a whole.
pub(super) struct Setting<'a> {
    text: &'a str,
    styles: Vec<Style>,
    /// Each with its markdown, in order.
    wholes: Vec<(Range<usize>, String)>,
}

impl<'a> Setting<'a> {
    /// Sets these words.
    pub(super) fn of(words: &Words<'a>) -> Self {
        let mut setting = Self {
            text: words.text,
            styles: vec![Style::PLAIN; words.text.len()],
            wholes: Vec::new(),
        };
        setting.add(&words.bold, Style::BOLD);
        for mark in &words.marks {
            let style = match mark.kind {
                MarkKind::Strong => Style::BOLD,
                MarkKind::Emphasis => Style::ITALIC,
                MarkKind::Spoiler => Style::SPOILER,
                MarkKind::Code | MarkKind::Link(_) => continue,
            };
            setting.add(&mark.range, style);
        }
        for mark in words.marks.iter().filter(|mark| mark.kind == MarkKind::Code) {
            setting.add_code(&mark.range);
        }
        setting.wholes = setting.find_wholes(&words.marks);
        setting
    }

    /// The text of a range.
    pub(super) fn text_of(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    /// True if any byte of a range has one of these styles.
    pub(super) fn has(&self, range: &Range<usize>, any: Style) -> bool {
        self.styles[range.clone()].iter().any(|style| style.has(any))
    }

    /// True if any part of a range is set as a whole.
    pub(super) fn has_whole(&self, range: &Range<usize>) -> bool {
        self.wholes
            .iter()
            .any(|(whole, _)| whole.start < range.end && range.start < whole.end)
    }

    fn add(&mut self, range: &Range<usize>, style: Style) {
        let end = range.end.min(self.styles.len());
        for byte in self.styles.get_mut(range.start..end).into_iter().flatten() {
            *byte |= style;
        }
    }

    fn add_code(&mut self, range: &Range<usize>) {
        let Some(code) = self.text.get(range.clone()) else {
            return;
        };
        let is_hidden = self.has(range, Style::SPOILER);
        if fills_lines(self.text, range) && !is_hidden && !code.contains("```") {
            self.styles[range.clone()].fill(Style::BLOCK);
            return;
        }
        let is_unfit = code.contains('`') || is_hidden && code.contains('|') || self.has(range, Style::BLOCK);
        if !is_unfit {
            self.add(range, Style::CODE);
            if code.contains(['*', '_']) {
                self.take(range, Style::BOLD | Style::ITALIC);
            }
        }
    }

    fn take(&mut self, range: &Range<usize>, ways: Style) {
        for byte in &mut self.styles[range.clone()] {
            *byte = byte.without(ways);
        }
    }

    /// The addresses and the mentions of channels that Discord may make links of.
    fn find_wholes(&mut self, marks: &[Mark]) -> Vec<(Range<usize>, String)> {
        let mut wholes = Vec::new();
        let mut at = 0;
        while let Some(found) = self.text[at..].find(['h', 'H', '<']) {
            let start = at + found;
            let whole = channel(&self.text[start..]).or_else(|| self.address(start));
            let range = start..start + whole.as_ref().map_or(1, |(len, _)| *len);
            at = range.end;
            let Some((_, markdown)) = whole.filter(|_| !self.has(&range, Style::CODE | Style::BLOCK)) else {
                continue;
            };
            // An address that is the text of another link would lead elsewhere than the article's.
            let leads_elsewhere = marks.iter().any(|mark| match &mark.kind {
                MarkKind::Link(address) => {
                    let is_here = mark.range.start < range.end && range.start < mark.range.end;
                    is_here && web_address(address) != web_address(&self.text[range.clone()])
                }
                _ => false,
            });
            // Within italics the sign would end them.
            if markdown.contains('_') {
                self.take(&range, Style::ITALIC);
            }
            let style = self.styles[start];
            let is_of_one_style = self.styles[range.clone()].iter().all(|other| *other == style);
            if is_of_one_style && !leads_elsewhere {
                wholes.push((range, markdown));
            }
        }
        wholes
    }

    /// The length of the web address that starts at `start`, and its markdown.
    fn address(&self, start: usize) -> Option<(usize, String)> {
        let rest = &self.text[start..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| {
            rest.get(..scheme.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
        })?;
        let is_in_word = self.text[..start].ends_with(|c: char| c.is_alphanumeric());
        let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
        let mut url = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        // Discord and the article may not agree on where it ends.
        let is_doubtful = url.contains(|c: char| is_unlinkable(c) || matches!(c, '`' | '|' | '\\' | '*'));
        // Punctuation at the end belongs to the sentence rather than to the address.
        loop {
            let count = |c: char| url.matches(c).count();
            let is_outside = |c: char| match c {
                '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '…' | '”' | '’' => true,
                ')' => count(')') > count('('),
                ']' => count(']') > count('['),
                _ => false,
            };
            match url.strip_suffix(is_outside) {
                Some(shorter) => url = shorter,
                None => break,
            }
        }
        let is_whole = url.len() > scheme.len() && length(url) <= MAX_ADDRESS && web_address(url).is_some();
        (is_whole && !is_in_word && !is_doubtful).then(|| (url.len(), format!("<{url}>")))
    }

    /// Appends the visible part of a range.
    pub(super) fn push(&self, set: &mut Typeset, range: Range<usize>) {
        let mut at = range.start;
        let inside = self
            .wholes
            .iter()
            .filter(|(whole, _)| range.start <= whole.start && whole.end <= range.end);
        for (whole, markdown) in inside {
            self.push_letters(set, at..whole.start, None);
            set.push_whole(markdown, whole.start, self.styles[whole.start]);
            at = whole.end;
        }
        self.push_letters(set, at..range.end, None);
    }

    /// Appends the visible letters of a range, in `style` if there is one.
    pub(super) fn push_letters(&self, set: &mut Typeset, range: Range<usize>, style: Option<Style>) {
        for_each_seen(&self.text[range.clone()], |at, c| {
            let at = range.start + at;
            set.push(c, at, style.unwrap_or(self.styles[at]));
        });
    }
}

/// True if a stretch takes up whole lines.
fn fills_lines(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = text[range.end..].split('\n').next().unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

/// The length of the mention of a channel that `rest` starts with, and its markdown.
fn channel(rest: &str) -> Option<(usize, String)> {
    let (id, _) = rest.strip_prefix("<#")?.split_once('>')?;
    let is_id = ID_DIGITS.contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    is_id.then(|| (id.len() + 3, format!("<#{id}>")))
}

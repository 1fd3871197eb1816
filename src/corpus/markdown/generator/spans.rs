//! Spans between marks within a paragraph: wiki links, private words, highlights, spoilers, formulas.

use super::super::clean::EMBEDDED;
use super::emoji;
use super::forms::{attribute_list, has_word, run_len};
use super::inline::Paragraph;
use super::{Pass, SPOILER};

/// The longest id of a paragraph, in bytes.
const MAX_ID_BYTES: usize = 100;
/// The longest name of a variable, in bytes.
const MAX_FACTOR_BYTES: usize = 3;

/// The longest words of a link whose target is looked up, in bytes.
const MAX_WORDS_BYTES: usize = 200;

impl Pass<'_> {
    /// Makes links of `[[page]]` and `[[page|label]]`. Cuts `![[file]]`, since a file is not text.
    pub(super) fn wiki_link(&mut self, paragraph: &Paragraph, start: usize, at: usize) -> usize {
        let inner = at + 2;
        let text = self.span_behind(paragraph, inner);
        let Some(len) = text.find(['[', ']', '\n', '\r', '<', '>']) else {
            return at + 2;
        };
        let (text, end) = (self.text(inner..inner + len), inner + len);
        let behind = self.behind(paragraph, end);
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        let is_link = behind.starts_with("]]") && !behind.starts_with("]](") && !behind.starts_with("]][");
        let before = self.before(paragraph, start);
        let is_other = is_number || text.starts_with(char::is_whitespace) || text.matches('`').count() % 2 > 0;
        if !is_link || is_other || before.ends_with(char::is_alphanumeric) {
            return at + 2;
        }
        let is_contents = ["toc", "_toc_"].iter().any(|name| text.eq_ignore_ascii_case(name));
        if is_contents {
            return self.cut_markup(paragraph, start..end + 2);
        }
        if start < at {
            self.edits.replace(start..end + 2, EMBEDDED);
            return end + 2;
        }
        let (page, label) = match text.split_once('|') {
            Some((page, label)) => (page.trim_end_matches('\\').trim(), Some(label)),
            None => (text.trim_end(), None),
        };
        let closing = format!("](<{page}>)");
        let label = label.filter(|label| !label.trim().is_empty());
        self.edits
            .replace(start..label.map_or(inner, |label| end - label.len()), "[");
        if label.is_none() {
            self.heading_of_page(inner, page);
        }
        let words_end = end - (text.len() - text.trim_end().len());
        self.edits.replace(words_end..end + 2, closing);
        end + 2
    }

    /// Puts "[…]" for `{{ name }}`, which another program fills in. Formulas have such braces, too.
    pub(super) fn variable(&mut self, paragraph: &Paragraph, at: usize) -> Option<usize> {
        let before = self.before(paragraph, at);
        let is_formula = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '}' | '^' | '_' | '{' | '\\'));
        let text = self.span_behind(paragraph, at).lines().next().unwrap_or_default();
        let len = text.find("}}")?;
        let end = len + text[len..].bytes().take_while(|&b| b == b'}').count();
        let inner = text[..len].trim_start_matches('{').trim();
        let is_variable =
            text.starts_with("{{") && has_word(inner) && !inner.contains(['{', '\\']) && !inner.starts_with(['<', '%']);
        let is_raw = self.containers.iter().any(|container| container.is_raw);
        if is_formula || is_raw || !is_variable {
            return None;
        }
        let behind = self.behind(paragraph, at + end);
        let is_alone = !has_word(before) && !has_word(behind);
        if is_alone {
            return Some(self.cut_markup(paragraph, at..at + end));
        }
        self.edits.fill_in(at..at + end);
        Some(at + end)
    }

    /// Shows the "#" between a page and its heading as readers see it.
    fn heading_of_page(&mut self, at: usize, page: &str) {
        let mut is_first = page.starts_with('#');
        for (hash, _) in page.match_indices('#') {
            let with = if is_first { "" } else { " > " };
            self.edits.say(at + hash..at + hash + 1, with, at + hash);
            is_first = false;
        }
    }

    /// Cuts the target of `[words][some.object]`, which a generator finds, unless the file defines it.
    pub(super) fn undefined_link(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let target = self.span_behind(paragraph, at + 2);
        let len = target.find([']', '[', '\n', ' ', '`']).unwrap_or(0);
        let is_target = target
            .get(len..)
            .is_some_and(|rest| rest.starts_with(']') && !rest.starts_with("](") && !rest.starts_with("]["));
        let name = target.get(..len).unwrap_or_default();
        let is_object = name.contains('.') && name.starts_with(char::is_alphabetic);
        let before = self.before(paragraph, at);
        let window = before.get(before.floor_char_boundary(before.len().saturating_sub(MAX_WORDS_BYTES))..);
        let words = window.unwrap_or_default().rsplit(['[', ']']).next().map_or(0, str::len);
        let is_open = words > 0
            && before
                .get(..before.len() - words)
                .is_some_and(|before| before.ends_with('['));
        if !is_target || !is_object || !is_open || self.is_defined(name) {
            return at + 1;
        }
        let words = at - words - 1;
        self.edits.cut(words..words + 1);
        self.edits.cut(at..at + len + 3);
        at + len + 3
    }

    fn is_defined(&mut self, name: &str) -> bool {
        let source = self.source;
        let all = self.definitions.get_or_insert_with(|| {
            let name = |line: &'_ str| {
                let (name, _) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
                Some(name.to_lowercase())
            };
            source.lines().filter_map(name).collect()
        });
        all.contains(&name.to_lowercase())
    }

    /// The end of a link's target. Placeholders in it are cut, since they may hold spaces.
    pub(super) fn target(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        if !self.may_look() {
            return at;
        }
        let text = self.span_behind(paragraph, at);
        let mut depth = 0_usize;
        let mut pos = 0;
        let mut cuts = Vec::new();
        while let Some(&b) = text.as_bytes().get(pos) {
            let filled = match (b, text.as_bytes().get(pos + 1)) {
                (b'{', Some(b'{')) => "}}",
                (b'{', Some(b'%')) => "%}",
                _ => "",
            };
            if let Some(len) = text
                .get(pos..)
                .filter(|_| !filled.is_empty())
                .and_then(|rest| rest.find(filled))
            {
                cuts.push(at + pos..at + pos + len + 2);
                pos += len + 2;
                continue;
            }
            match b {
                b'(' => depth += 1,
                b')' if depth == 0 => {
                    for cut in cuts {
                        self.edits.cut(cut);
                    }
                    return at + pos + 1;
                }
                b')' => depth -= 1,
                b'\n' => break,
                _ => {}
            }
            pos += 1;
        }
        self.missed += pos;
        at
    }

    /// Cuts `%%words for me alone%%`.
    pub(super) fn private_words(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        let is_open = !self
            .before(paragraph, at)
            .ends_with(|c: char| c.is_alphanumeric() || c == '%');
        let end = is_open.then(|| self.end_of(paragraph, at + 2, "%%")).flatten();
        end.map_or(at + 2, |end| self.cut_markup(paragraph, at..end))
    }

    /// Replaces the marks around words that touch them.
    pub(super) fn span(&mut self, paragraph: &Paragraph, at: usize, marks: (&str, &str), with: (&str, &str)) -> usize {
        let (open, close) = marks;
        let inner = at + open.len();
        let mark = close.chars().next().unwrap_or_default();
        let before = self.before(paragraph, at);
        let text = self.span_behind(paragraph, inner);
        if !self.may_look()
            || before.ends_with(|c: char| c.is_alphanumeric() || c == mark)
            || text.starts_with(|c: char| c.is_whitespace() || c == mark)
        {
            return at + run_len(self.source.as_bytes(), at);
        }
        let is_close = |&(len, _): &(usize, &str)| {
            let within = text.get(..len).unwrap_or_default();
            let behind = text.get(len + close.len()..).unwrap_or_default();
            !within.ends_with(|c: char| c.is_whitespace() || c == mark || c == '\\')
                && !behind.starts_with(|c: char| c.is_alphanumeric() || c == mark)
        };
        let Some((len, _)) = text.match_indices(close).find(is_close) else {
            self.missed += text.len();
            return inner;
        };
        if text.get(..len).is_some_and(|within| !within.contains('`')) {
            let end = inner + len;
            self.edits.replace(at..inner, with.0);
            self.edits.replace(end..end + close.len(), with.1);
        }
        inner
    }

    /// Takes `++ctrl+c++`, keys to press, or inserted words.
    pub(super) fn keys(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let inner = self.span_behind(paragraph, at + 2);
        let are_keys = inner
            .find("++")
            .is_some_and(|len| !inner[..len].contains(char::is_whitespace));
        let with = if are_keys { ("<kbd>", "</kbd>") } else { ("", "") };
        self.span(paragraph, at, ("++", "++"), with)
    }

    /// Cuts `:material-check:`, a picture. Pictures that say yes or no stay, as signs, and `:no_entry:` as its emoji.
    pub(super) fn icon(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let is_open = !self.before(paragraph, at).ends_with(char::is_alphanumeric);
        let Some(name) = icon_name(self.span_behind(paragraph, at)).filter(|_| is_open) else {
            return at + 1;
        };
        let end = at + name.len() + 2;
        if let Some(emoji) = emoji::named(name) {
            self.edits.say(at..end, emoji, at);
            return end;
        }
        // The name of any other emoji stays as it is written.
        if !name.contains('-') {
            return end;
        }
        let mut range = at..attribute_list(self.source, end, true)
            .filter(|&end| end <= paragraph.end)
            .unwrap_or(end);
        let says = |words: &[&str]| name.split('-').any(|part| words.contains(&part));
        let is_brand = name.contains("-brands-") || name.starts_with("simple-");
        let sign = match name {
            _ if says(&["check"]) => "\u{2713}",
            _ if says(&["close", "cancel", "x", "xmark"]) && !is_brand => "\u{2717}",
            _ => {
                // White space would begin code at the start of an item, and may not touch the marks inside bold
                // words.
                let (before, behind) = (self.before(paragraph, at), self.behind(paragraph, range.end));
                let outside = before.trim_end_matches(['*', '_', '[']);
                let is_opening = outside.len() < before.len() || before.trim().is_empty();
                if is_opening && (outside.is_empty() || outside.ends_with([' ', '\t', '\n', '('])) {
                    range.end += behind.len() - behind.trim_start_matches([' ', '\t']).len();
                } else if behind.starts_with(['*', '_', ']']) {
                    range.start -= before.len() - before.trim_end_matches([' ', '\t']).len();
                }
                return self.cut_markup(paragraph, range);
            }
        };
        self.edits.say(range.clone(), sign, at);
        range.end
    }

    /// Reduces `^[a note]` among the words to `[a note]`.
    pub(super) fn inline_note(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let note = self.span_behind(paragraph, at + 2);
        let is_note = note
            .find([']', '['])
            .is_some_and(|len| note[len..].starts_with(']') && note[..len].trim().contains(' '));
        if is_note {
            let is_apart = self.before(paragraph, at).ends_with(char::is_whitespace);
            self.edits.say(at..at + 1, if is_apart { "" } else { " " }, at);
        }
        at + 1
    }

    pub(super) fn spoiler(&mut self, paragraph: &Paragraph, at: usize, marks: (&str, &str)) -> usize {
        let tags = (format!("<{SPOILER}>"), format!("</{SPOILER}>"));
        self.span(paragraph, at, marks, (&tags.0, &tags.1))
    }

    /// Escapes the signs of `$a_1 * b_1$`, which are not markup.
    pub(super) fn formula_words(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let marks = run_len(self.source.as_bytes(), at);
        let inner = at + marks;
        let before = self.before(paragraph, at);
        if marks > 2 || before.ends_with(|c: char| c.is_alphanumeric()) {
            return inner;
        }
        let text = self.span_behind(paragraph, inner);
        let Some(len) = text.find(if marks == 2 { "$$" } else { "$" }) else {
            return inner;
        };
        let text = self.text(inner..inner + len);
        let behind = self.text(inner + len + marks..paragraph.end);
        // A line's quotation sign is not part of the formula, and the mark of code may begin before it.
        if text.contains('`') || (self.quotes > 0 && text.contains('\n')) {
            return inner;
        }
        let goes_on = behind.starts_with(|c: char| c.is_alphanumeric());
        if marks == 1 && (goes_on || !is_formula(text)) {
            return inner;
        }
        for (sign, _) in text.match_indices(|c: char| c.is_ascii_punctuation() && c != '|') {
            self.edits.insert(inner + sign, "\\");
        }
        inner + len + marks
    }

    /// Escapes the signs of `\[a_1\]` and `\(b^2\)`, which are not markup.
    pub(super) fn bracketed_formula(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let inner = at + 2;
        let close = if self.text(at..inner) == "\\[" { "\\]" } else { "\\)" };
        let text = self.span_behind(paragraph, inner);
        let is_command = |text: &str| {
            let names = text.split('\\').skip(1);
            names
                .into_iter()
                .any(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        let is_formula = |text: &str| is_command(text) || ["^{", "_{"].iter().any(|sign| text.contains(sign));
        let len = text
            .find(close)
            .filter(|&len| self.quotes == 0 && is_formula(&text[..len]));
        let Some(len) = len else { return inner };
        let end = inner + len + close.len();
        for (sign, _) in self
            .text(at..end)
            .match_indices(|c: char| c.is_ascii_punctuation() && c != '|')
        {
            self.edits.insert(at + sign, "\\");
        }
        end
    }

    /// Escapes the stars of `2*3*4`, which are not markup.
    pub(super) fn product(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let is_factor = |c: char| c.is_alphanumeric() || matches!(c, '(' | ')');
        let is_sign = |at: usize| {
            self.before(paragraph, at).ends_with(is_factor) && self.behind(paragraph, at + 1).starts_with(is_factor)
        };
        if !is_sign(at) {
            return at + run_len(self.source.as_bytes(), at);
        }
        let factor = self.span_behind(paragraph, at + 1);
        let Some(len) = factor.find(|c: char| !c.is_alphanumeric() && c != '.' && c != '_') else {
            return at + 1;
        };
        let factor = factor.get(..len).unwrap_or_default();
        let next = at + 1 + len;
        // A word between stars within a word is more likely in italics.
        let is_short = factor.len() <= MAX_FACTOR_BYTES || factor.contains(|c: char| c.is_ascii_digit());
        if is_short && self.source.as_bytes().get(next) == Some(&b'*') && is_sign(next) {
            self.edits.insert(at, "\\");
            self.edits.insert(next, "\\");
            return next + 1;
        }
        at + 1
    }

    /// Cuts `^id` at the end of a paragraph, apart from its last word or right after an embedded file.
    pub(super) fn block_id(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let id = self.behind(paragraph, at + 1).trim_end();
        let before = self.before(paragraph, at);
        let is_id = (2..MAX_ID_BYTES).contains(&id.len())
            && id.contains(|c: char| c.is_ascii_alphabetic())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && (before.is_empty() || before.ends_with([' ', '\t', '\n']) || before.ends_with("]]"));
        if is_id {
            return self.cut_markup(paragraph, at..paragraph.end);
        }
        at + 1
    }
}

/// The name between the colons at the start of a text. `None` if it is neither a picture in one of the common sets nor
/// the short name of an emoji in several words.
pub(super) fn icon_name(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix(':')?.split_once(':')?;
    let set = name.split_once('-').map(|(set, _)| set);
    let is_of = |sign: u8| {
        name.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == sign)
    };
    let is_icon = set.is_some_and(|set| ["material", "octicons", "fontawesome", "simple"].contains(&set));
    let is_emoji = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.trim_matches('_').contains('_');
    ((is_icon && is_of(b'-')) || (is_emoji && is_of(b'_')) || emoji::named(name).is_some()).then_some(name)
}

/// True if the text between dollars is a formula: not two amounts, and not text with markup of its own.
fn is_formula(text: &str) -> bool {
    let is_amount = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(' ');
    let signs: &[char] = if is_amount {
        &['\\', '^', '=']
    } else {
        &['\\', '^', '=', '_', '*', '{']
    };
    text.trim() == text && text.contains(signs) && !["**", "](", "__"].iter().any(|markup| text.contains(markup))
}

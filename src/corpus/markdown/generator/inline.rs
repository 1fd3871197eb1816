//! The markup within a paragraph: wiki links, remarks, marks, spoilers, formulas, tags and lists of attributes.

use std::collections::HashMap;
use std::ops::Range;

use super::super::html::{INLINE_TAGS, tag_name};
use super::forms::{attribute_list, is_tag_line, run_len};
use super::tags::{Syntax, Tag};
use super::{CLOSING, Pass};

/// The longest formula, mark, spoiler or target of a link, in bytes.
const MAX_SPAN_BYTES: usize = 1000;

/// The paragraph that is being searched for markup.
pub(super) struct Paragraph {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The starts of the runs of backticks, by length; found when the first run is met.
    backticks: Option<HashMap<usize, Vec<usize>>>,
    /// Ends that were searched for and don't follow.
    missing: Vec<&'static str>,
    is_table: bool,
    /// True for a block of HTML, which Markdown leaves alone.
    pub(super) is_html: bool,
}

impl<'a> Pass<'a> {
    /// Takes a whole paragraph, a heading, or the first lines of a list item.
    pub(super) fn inline(&mut self, lines: &[Range<usize>], is_item: bool) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let is_note = |line: &Range<usize>| is_tag_line(self.text(line.clone()));
        if !is_item && self.lists.is_empty() && self.quotes == 0 && lines.iter().all(is_note) {
            for line in lines {
                self.edits.cut(line.clone());
            }
            return;
        }
        let mut paragraph = Paragraph {
            start: first.start,
            end: last.end,
            backticks: None,
            missing: Vec::new(),
            is_table: lines
                .get(1)
                .is_some_and(|line| is_delimiter_row(self.text(line.clone()))),
            is_html: begins_html(self.text(first.clone())),
        };
        let mut at = first.start;
        for line in lines {
            at = at.max(line.start);
            loop {
                let rest = self.source.as_bytes().get(at..line.end).unwrap_or_default();
                let Some(skipped) = rest.iter().position(|&b| is_mark(b)) else {
                    break;
                };
                at = self.at(&mut paragraph, at + skipped).max(at + skipped + 1);
            }
        }
    }

    /// The text of a paragraph before `at`.
    pub(super) fn before(&self, paragraph: &Paragraph, at: usize) -> &'a str {
        self.text(paragraph.start..at)
    }

    /// The text of a paragraph from `at` on.
    pub(super) fn behind(&self, paragraph: &Paragraph, at: usize) -> &'a str {
        self.text(at..paragraph.end)
    }

    /// The text of a paragraph from `at` on, as far as one link or formula may reach.
    pub(super) fn span_behind(&self, paragraph: &Paragraph, at: usize) -> &'a str {
        self.text(at..self.source.floor_char_boundary(paragraph.end.min(at + MAX_SPAN_BYTES)))
    }

    /// The end of the next `mark`, or `None` if it doesn't follow.
    pub(super) fn end_of(&self, paragraph: &mut Paragraph, at: usize, mark: &'static str) -> Option<usize> {
        if paragraph.missing.contains(&mark) {
            return None;
        }
        let found = self.behind(paragraph, at).find(mark);
        if found.is_none() {
            paragraph.missing.push(mark);
        }
        found.map(|len| at + len + mark.len())
    }

    /// Takes the markup at `at`, and returns the place to continue from.
    fn at(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let Some(&first) = bytes.get(at) else { return at };
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        match (first, second) {
            (b'{', _) => self.brace(paragraph, at),
            (b'<', _) => self.angle(paragraph, at),
            _ if paragraph.is_html => at + 1,
            (b'\\', b'[' | b'(') => self.bracketed_formula(paragraph, at),
            (b'\\', _) => at + 2,
            (b'`', _) => self.code(paragraph, at),
            (b'*', _) => self.product(paragraph, at),
            (b'[', b'[') => self.wiki_link(paragraph, at, at),
            (b'!', b'[') if bytes.get(at + 2) == Some(&b'[') => self.wiki_link(paragraph, at, at + 1),
            (b']', b'[') => self.undefined_link(paragraph, at),
            (b'[', _) => self.forum_tag(paragraph, at),
            (b']', b'(') => self.target(paragraph, at + 2),
            (b'%', b'%') => self.private_words(paragraph, at),
            (b'=', b'=') => self.span(paragraph, at, ("==", "=="), ("", "")),
            (b'+', b'+') => self.keys(paragraph, at),
            (b':', _) => self.icon(paragraph, at),
            (b'|', b'|') if !paragraph.is_table => self.spoiler(paragraph, at, ("||", "||")),
            (b'>', b'!') => self.spoiler(paragraph, at, (">!", "!<")),
            (b'$', _) => self.formula_words(paragraph, at),
            (b'^', b'^') => self.span(paragraph, at, ("^^", "^^"), ("", "")),
            (b'^', b'[') => self.inline_note(paragraph, at),
            (b'^', _) => match self.raised(paragraph, at) {
                Some(end) => end,
                None => self.block_id(paragraph, at),
            },
            (b'~', _) => self.raised(paragraph, at).unwrap_or(at + 1),
            _ => at + 1,
        }
    }

    /// Cuts markup. Cuts the space before it, too, if a space, a stop or the end follows.
    pub(super) fn cut_markup(&mut self, paragraph: &Paragraph, range: Range<usize>) -> usize {
        let before = self.before(paragraph, range.start);
        let spaces = before.len() - before.trim_end_matches([' ', '\t']).len();
        let behind = self.behind(paragraph, range.end);
        let end = range.end;
        let is_spare = |c: char| c.is_whitespace() || CLOSING.contains(&c);
        let start = if behind.is_empty() || behind.starts_with(is_spare) {
            range.start - spaces
        } else {
            range.start
        };
        self.edits.cut(start..end);
        end
    }

    /// The end of the inline code that begins at `at`.
    fn code(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let len = run_len(bytes, at);
        let (start, end) = (paragraph.start, paragraph.end);
        let all = paragraph.backticks.get_or_insert_with(|| {
            let mut all: HashMap<usize, Vec<usize>> = HashMap::new();
            let mut pos = start;
            while pos < end {
                let run = if bytes.get(pos) == Some(&b'`') {
                    run_len(bytes, pos)
                } else {
                    0
                };
                if run > 0 {
                    all.entry(run).or_default().push(pos);
                }
                pos += run.max(1);
            }
            all
        });
        let behind = at + len;
        let same = all.get(&len).map(Vec::as_slice).unwrap_or_default();
        let next = same.partition_point(|&run| run < behind);
        same.get(next).map_or(behind, |run| run + len)
    }

    /// Takes `{% … %}`, `{{< … >}}`, `{/* … */}`, `{#id}` and similar markup.
    fn brace(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        if let Some(end) = self
            .change(paragraph, at)
            .or_else(|| self.shown_shortcode(paragraph, at))
        {
            return end;
        }
        if let Some(end) = self.variable(paragraph, at) {
            return end;
        }
        let is_tag = ["{%", "{{"]
            .iter()
            .any(|open| self.behind(paragraph, at).starts_with(open));
        if let Some(tag) = is_tag.then(|| self.tag_at(at)).flatten() {
            if tag.range.end > paragraph.end {
                return at + 1;
            }
            if self.is_remark(&tag) {
                let (mark, close) = remark_marks(tag.syntax);
                let mark = self.end_of(paragraph, tag.range.end, mark);
                if let Some(end) = mark.and_then(|mark| self.end_of(paragraph, mark, close)) {
                    return self.cut_markup(paragraph, at..end);
                }
            }
            if tag.holds_raw()
                && let Some(end) = self.raw_end(paragraph, &tag)
            {
                self.edits.cut(tag.range);
                return end;
            }
            return self.inline_tag(paragraph, &tag);
        }
        // Remarks of MDX, and extensions of kramdown.
        for (open, close) in [
            ("{/*", "*/}"),
            ("{::comment}", "{:/comment}"),
            ("{::", "}"),
            ("{:/", "}"),
        ] {
            if self.behind(paragraph, at).starts_with(open)
                && let Some(end) = self.end_of(paragraph, at + open.len(), close)
            {
                return self.cut_markup(paragraph, at..end);
            }
        }
        // This is a space in a component.
        if ["{' '}", "{\" \"}"]
            .iter()
            .any(|space| self.behind(paragraph, at).starts_with(space))
        {
            self.edits.say(at..at + 5, " ", at);
            return at + 5;
        }
        if let Some(len) = self.string_len(paragraph, at) {
            let (start, end) = (at + 2, at + 2 + len);
            self.edits.say(at..end + 2, self.text(start..end), start);
            return end + 2;
        }
        if paragraph.is_html {
            return at + 1;
        }
        if let Some(len) = self.expression_len(paragraph, at) {
            return self.fill_in(paragraph, at..at + len);
        }
        self.attributes_at(paragraph, at)
    }

    /// The length of the text in `{'{name}'}`, which MDX shows as it is.
    fn string_len(&self, paragraph: &Paragraph, at: usize) -> Option<usize> {
        let inner = self
            .span_behind(paragraph, at)
            .strip_prefix('{')
            .filter(|_| self.is_module)?;
        let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
        let text = &inner[1..];
        let len = text.find(quote)?;
        (text[len + 1..].starts_with('}') && len > 0 && !text[..len].contains(['\n', '\\'])).then_some(len)
    }

    /// The length of `{name}` or `{props.name}`, which MDX fills in.
    fn expression_len(&self, paragraph: &Paragraph, at: usize) -> Option<usize> {
        let inner = self.span_behind(paragraph, at).strip_prefix('{')?;
        let len = inner.find('}').filter(|_| self.is_module)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$');
        let name = inner[..len].trim();
        (name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_name)).then_some(len + 2)
    }

    /// Reads a proposed change as made: `{--out--}`, `{++in++}`, `{~~out~>in~~}`, `{==marked==}{>>remark<<}`.
    fn change(&mut self, paragraph: &mut Paragraph, at: usize) -> Option<usize> {
        let inner = at + 3;
        let (close, keeps) = match self.text(at..inner) {
            "{--" => ("--}", false),
            "{>>" => ("<<}", false),
            "{++" => ("++}", true),
            "{==" => ("==}", true),
            "{~~" => ("~~}", true),
            _ => return None,
        };
        let end = self.end_of(paragraph, inner, close)?;
        if !keeps {
            return Some(self.cut_markup(paragraph, at..end));
        }
        let words = match self.text(inner..end - 3).find("~>") {
            Some(len) if close == "~~}" => inner + len + 2,
            _ => inner,
        };
        self.edits.cut(at..words);
        self.edits.cut(end - 3..end);
        Some(words)
    }

    /// Unescapes `{{</* name */>}}`, which shows a shortcode.
    fn shown_shortcode(&mut self, paragraph: &mut Paragraph, at: usize) -> Option<usize> {
        let inner = at + 3;
        let close = match self.text(at..inner + 2) {
            "{{</*" => "*/>}}",
            "{{%/*" => "*/%}}",
            _ => return None,
        };
        let end = self.end_of(paragraph, inner + 2, close)?;
        self.edits.cut(inner..inner + 2);
        self.edits.cut(end - 5..end - 3);
        Some(end)
    }

    /// The start of the tag that ends raw text.
    fn raw_end(&self, paragraph: &mut Paragraph, tag: &Tag<'_>) -> Option<usize> {
        let start = tag.range.end;
        let name = self.end_of(
            paragraph,
            start,
            if tag.name == "raw" { "endraw" } else { "endverbatim" },
        )?;
        self.text(start..name).rfind("{%").map(|len| start + len)
    }

    /// Cuts a list of attributes after the markup that it describes: a link, code, a word in bold, or the whole line.
    fn attributes_at(&mut self, paragraph: &Paragraph, at: usize) -> usize {
        let before = self.before(paragraph, at);
        let follows = before.ends_with([')', ']', '*', '_', '`', '"', '>', '=', ':']) || before.is_empty();
        let is_heading = before.starts_with('#') && before.ends_with(' ');
        let Some(end) = attribute_list(self.source, at, follows || is_heading).filter(|&end| end <= paragraph.end)
        else {
            return at + 1;
        };
        let behind = self.behind(paragraph, end);
        let behind = behind.trim_start_matches([' ', '\t']);
        let line_ends = behind.is_empty() || behind.starts_with(['\n', '\r']);
        let is_kramdown = self.text(at..end).starts_with("{:");
        if follows || is_kramdown || (line_ends && before.ends_with([' ', '\t'])) {
            return self.cut_markup(paragraph, at..end);
        }
        at + 1
    }
}

/// True if a byte may begin markup.
fn is_mark(b: u8) -> bool {
    const MARKS: [bool; 256] = {
        let mut marks = [false; 256];
        let all = b"{<\\`*[!]%=|>$^+:~";
        let mut at = 0;
        while at < all.len() {
            marks[all[at] as usize] = true;
            at += 1;
        }
        marks
    };
    MARKS[usize::from(b)]
}

/// The text in the tag that ends a remark, and the end of that tag.
pub(super) fn remark_marks(syntax: Syntax) -> (&'static str, &'static str) {
    match syntax {
        Syntax::Liquid => ("endcomment", "%}"),
        Syntax::Hugo | Syntax::Component => ("/comment", "}}"),
    }
}

pub(super) fn is_delimiter_row(line: &str) -> bool {
    let is_row = line.bytes().all(|b| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t'));
    is_row && line.contains('-') && line.contains('|')
}

/// True if a paragraph is a block of HTML: it begins with a tag other than those for words.
pub(super) fn begins_html(line: &str) -> bool {
    let Some(tag) = line.strip_prefix('<') else {
        return false;
    };
    let name = tag_name(tag);
    let behind = tag.trim_start_matches('/').get(name.len()..).unwrap_or_default();
    let is_tag = behind.is_empty() || behind.starts_with([' ', '\t', '>', '/']);
    is_tag && !name.is_empty() && !INLINE_TAGS.contains(&name.as_str())
}

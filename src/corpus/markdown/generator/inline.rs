//! What stands within a paragraph: wiki links, remarks, marks, spoilers, formulas, tags and lists of attributes.

use std::collections::HashMap;
use std::ops::Range;

use super::forms::{attribute_list, is_tag_line, run_len};
use super::tags::Syntax;
use super::{CLOSING, Pass, SPOILER};

/// The longest formula, mark, spoiler or target of a link, in bytes.
const MAX_SPAN_BYTES: usize = 1000;
/// The longest name of a variable, in bytes.
const MAX_FACTOR_BYTES: usize = 3;
/// The longest id of a paragraph, in bytes.
const MAX_ID_BYTES: usize = 100;
/// The longest name of a tag that has content, in bytes.
const MAX_NAME_BYTES: usize = 64;

/// A paragraph that is being looked through.
struct Paragraph<'p> {
    lines: &'p [Range<usize>],
    start: usize,
    end: usize,
    /// Where the runs of backticks of each length begin; found when the first is met.
    backticks: Option<HashMap<usize, Vec<usize>>>,
    /// Ends that were looked for and don't follow.
    missing: Vec<&'static str>,
    is_table: bool,
    /// Whether it is a block of HTML, which Markdown leaves alone.
    is_html: bool,
}

impl<'a> Pass<'a> {
    /// Takes a whole paragraph, the heading of a section or the first lines of an item of a list.
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
            lines,
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
            while at < line.end {
                at = self.at(&mut paragraph, at).max(at + 1);
            }
        }
    }

    /// What stands in a paragraph before `at`.
    fn before(&self, paragraph: &Paragraph<'_>, at: usize) -> &'a str {
        self.text(paragraph.start..at)
    }

    /// What stands in a paragraph from `at` on.
    fn behind(&self, paragraph: &Paragraph<'_>, at: usize) -> &'a str {
        self.text(at..paragraph.end)
    }

    /// The beginning of that, as much as may be one link or formula.
    fn span_behind(&self, paragraph: &Paragraph<'_>, at: usize) -> &'a str {
        self.text(at..self.source.floor_char_boundary(paragraph.end.min(at + MAX_SPAN_BYTES)))
    }

    /// Where the next `mark` ends.
    fn end_of(&self, paragraph: &mut Paragraph<'_>, at: usize, mark: &'static str) -> Option<usize> {
        if paragraph.missing.contains(&mark) {
            return None;
        }
        let found = self.behind(paragraph, at).find(mark);
        if found.is_none() {
            paragraph.missing.push(mark);
        }
        found.map(|len| at + len + mark.len())
    }

    /// Takes what stands at `at`, and says where to go on.
    fn at(&mut self, paragraph: &mut Paragraph<'_>, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let Some(&first) = bytes.get(at) else { return at };
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        match (first, second) {
            (b'{', _) => self.brace(paragraph, at),
            (b'<', _) => self.angle(paragraph, at),
            _ if paragraph.is_html => at + 1,
            (b'\\', _) => at + 2,
            (b'`', _) => self.code(paragraph, at),
            (b'*', _) => self.product(paragraph, at),
            (b'[', b'[') => self.wiki_link(paragraph, at, at),
            (b'!', b'[') if bytes.get(at + 2) == Some(&b'[') => self.wiki_link(paragraph, at, at + 1),
            (b']', b'(') => self.target(paragraph, at + 2),
            (b'%', b'%') => self.private_words(paragraph, at),
            (b'=', b'=') => self.span(paragraph, at, ("==", "=="), ("", "")),
            (b'|', b'|') if !paragraph.is_table => self.spoiler(paragraph, at, ("||", "||")),
            (b'>', b'!') => self.spoiler(paragraph, at, (">!", "!<")),
            (b'$', _) => self.formula_words(paragraph, at),
            (b'^', _) => self.block_id(paragraph, at),
            _ => at + 1,
        }
    }

    /// Cuts markup, and the space before it if there is another behind it, or none is to be.
    fn cut_markup(&mut self, paragraph: &Paragraph<'_>, range: Range<usize>) -> usize {
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

    /// Where inline code that begins at `at` ends.
    fn code(&mut self, paragraph: &mut Paragraph<'_>, at: usize) -> usize {
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

    /// Where a tag or a comment of HTML ends. That of a component goes, as do attributes that are code.
    fn angle(&mut self, paragraph: &mut Paragraph<'_>, at: usize) -> usize {
        if self.behind(paragraph, at).starts_with("<!--") {
            return self.end_of(paragraph, at + 4, "-->").unwrap_or(at + 4);
        }
        let Some(tag) = self.tag_at(at).filter(|tag| tag.range.end <= paragraph.end) else {
            return at + 1;
        };
        if tag.is_component() && !paragraph.is_html {
            return self.inline_tag(paragraph, &tag);
        }
        for code in tag.code() {
            self.edits.cut(code);
        }
        tag.range.end
    }

    /// A tag among words: what it says in words stays.
    fn inline_tag(&mut self, paragraph: &Paragraph<'_>, tag: &super::tags::Tag<'_>) -> usize {
        let range = tag.range.clone();
        match tag.words().into_iter().last() {
            Some(words) => {
                self.edits.cut(range.start..words.start);
                self.edits.cut(words.end..range.end);
                range.end
            }
            None => self.cut_markup(paragraph, range),
        }
    }

    /// `{% … %}`, `{{< … >}}`, `{/* … */}`, `{#id}` and their like.
    fn brace(&mut self, paragraph: &mut Paragraph<'_>, at: usize) -> usize {
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
        // A space in a component.
        if ["{' '}", "{\" \"}"]
            .iter()
            .any(|space| self.behind(paragraph, at).starts_with(space))
        {
            self.edits.replace(at..at + 5, " ");
            return at + 5;
        }
        if paragraph.is_html {
            return at + 1;
        }
        self.attributes_at(paragraph, at)
    }

    /// A list of attributes behind what it is about: a link, code, a word in bold, or the whole line.
    fn attributes_at(&mut self, paragraph: &Paragraph<'_>, at: usize) -> usize {
        let before = self.before(paragraph, at);
        let follows = before.ends_with([')', ']', '*', '_', '`', '"', '>', '=', ':']) || before.is_empty();
        let Some(end) = attribute_list(self.source, at, follows).filter(|&end| end <= paragraph.end) else {
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

    /// `[[page]]` and `[[page|label]]` as links; `![[file]]` goes, since a file is no text.
    fn wiki_link(&mut self, paragraph: &Paragraph<'_>, start: usize, at: usize) -> usize {
        let inner = at + 2;
        let text = self.span_behind(paragraph, inner);
        let Some(len) = text.find(['[', ']', '\n', '\r', '<', '>', '`']) else {
            return at + 2;
        };
        let (text, end) = (self.text(inner..inner + len), inner + len);
        let behind = self.behind(paragraph, end);
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        let is_link = behind.starts_with("]]") && !behind.starts_with("]](") && !behind.starts_with("]][");
        let before = self.before(paragraph, start);
        if !is_link || is_number || text.trim() != text || before.ends_with(char::is_alphanumeric) {
            return at + 2;
        }
        let is_contents = ["toc", "_toc_"].iter().any(|name| text.eq_ignore_ascii_case(name));
        if start < at || is_contents {
            return self.cut_markup(paragraph, start..end + 2);
        }
        let (page, label) = match text.split_once('|') {
            Some((page, label)) => (page.trim_end_matches('\\').trim(), Some(label)),
            None => (text, None),
        };
        let closing = format!("](<{page}>)");
        match label.filter(|label| !label.trim().is_empty()) {
            Some(label) => self.edits.replace(start..end - label.len(), "["),
            None => {
                self.edits.replace(start..inner, "[");
                self.heading_of_page(inner, page);
            }
        }
        self.edits.replace(end..end + 2, closing);
        end + 2
    }

    /// The "#" between a page and a heading of it as readers see it.
    fn heading_of_page(&mut self, at: usize, page: &str) {
        let mut is_first = page.starts_with('#');
        for (hash, _) in page.match_indices('#') {
            let with = if is_first { "" } else { " > " };
            self.edits.replace(at + hash..at + hash + 1, with);
            is_first = false;
        }
    }

    /// Where the target of a link ends. What a program is to fill in there goes, since it may hold spaces.
    fn target(&mut self, paragraph: &Paragraph<'_>, at: usize) -> usize {
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
                    cuts.into_iter().for_each(|cut| self.edits.cut(cut));
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

    /// `%%words for me alone%%`.
    fn private_words(&mut self, paragraph: &mut Paragraph<'_>, at: usize) -> usize {
        let is_open = !self
            .before(paragraph, at)
            .ends_with(|c: char| c.is_alphanumeric() || c == '%');
        let end = is_open.then(|| self.end_of(paragraph, at + 2, "%%")).flatten();
        end.map_or(at + 2, |end| self.cut_markup(paragraph, at..end))
    }

    /// Words between marks that are flush with them.
    fn span(&mut self, paragraph: &Paragraph<'_>, at: usize, marks: (&str, &str), with: (&str, &str)) -> usize {
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
            !within.ends_with(|c: char| c.is_whitespace() || c == mark)
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

    fn spoiler(&mut self, paragraph: &Paragraph<'_>, at: usize, marks: (&str, &str)) -> usize {
        let tags = (format!("<{SPOILER}>"), format!("</{SPOILER}>"));
        self.span(paragraph, at, marks, (&tags.0, &tags.1))
    }

    /// `$a_1 * b_1$`: its signs are no markup.
    fn formula_words(&mut self, paragraph: &Paragraph<'_>, at: usize) -> usize {
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
        let is_flush = !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace);
        let is_amount = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(' ');
        let is_formula = is_flush
            && text.contains(['\\', '^', '_', '=', '*', '{'])
            && !["**", "](", "`", "__"].iter().any(|markup| text.contains(markup))
            && !(is_amount && !text.contains(['\\', '^', '=']))
            && !behind.starts_with(|c: char| c.is_alphanumeric());
        if !(is_formula || marks == 2) {
            return inner;
        }
        for (sign, _) in text.match_indices(|c: char| c.is_ascii_punctuation() && c != '|') {
            self.edits.insert(inner + sign, "\\");
        }
        inner + len + marks
    }

    /// `2*3*4`: the stars are no markup.
    fn product(&mut self, paragraph: &Paragraph<'_>, at: usize) -> usize {
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
        // A word between stars within a word is rather one in italics.
        let is_short = factor.len() <= MAX_FACTOR_BYTES || factor.contains(|c: char| c.is_ascii_digit());
        if is_short && self.source.as_bytes().get(next) == Some(&b'*') && is_sign(next) {
            self.edits.insert(at, "\\");
            self.edits.insert(next, "\\");
            return next + 1;
        }
        at + 1
    }

    /// `^id` at the end of a paragraph.
    fn block_id(&mut self, paragraph: &Paragraph<'_>, at: usize) -> usize {
        let id = self.behind(paragraph, at + 1).trim_end();
        let before = self.before(paragraph, at);
        let is_id = (2..MAX_ID_BYTES).contains(&id.len())
            && id.contains(|c: char| c.is_ascii_alphabetic())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && (before.is_empty() || before.ends_with([' ', '\t', '\n']));
        if is_id {
            return self.cut_markup(paragraph, at..paragraph.end);
        }
        at + 1
    }

    /// Notes where the tags and colons stand that end something.
    pub(super) fn find_closing_tags(&mut self, start: usize) {
        let source = self.source;
        let text = source.get(start..).unwrap_or_default();
        for (open, syntax) in [
            ("{{<", Syntax::Hugo),
            ("{{%", Syntax::Hugo),
            ("{%", Syntax::Liquid),
            ("</", Syntax::Component),
        ] {
            for (at, _) in text.match_indices(open) {
                let behind = text.get(at + open.len()..).unwrap_or_default();
                let behind = behind.trim_start_matches(['-', ' ']);
                let name = match syntax {
                    Syntax::Hugo => behind.strip_prefix('/').map(str::trim_start),
                    Syntax::Liquid => behind.strip_prefix("end").map(|name| name.trim_start_matches('_')),
                    Syntax::Component => Some(behind),
                };
                let Some(name) = name else { continue };
                let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
                let len = name.find(|c| !is_name(c)).unwrap_or(name.len()).min(MAX_NAME_BYTES);
                let name = name.get(..len).unwrap_or_default();
                if !name.is_empty() {
                    self.last_closing.insert((syntax, name), start + at);
                }
            }
        }
        if text.contains(":::") {
            let is_end = |line: &str| {
                let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
                line.len() > 2 && line.bytes().all(|b| b == b':')
            };
            let mut at = start;
            for line in text.split_inclusive('\n') {
                if is_end(line) {
                    self.last_colons = at;
                }
                at += line.len();
            }
        }
    }
}

/// What stands in the tag that ends a remark, and how that tag ends.
pub(super) fn remark_marks(syntax: Syntax) -> (&'static str, &'static str) {
    match syntax {
        Syntax::Liquid => ("endcomment", "%}"),
        Syntax::Hugo | Syntax::Component => ("/comment", "}}"),
    }
}

fn is_delimiter_row(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.bytes().all(|b| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t'))
}

/// Whether a paragraph is a block of HTML: it begins with a tag that is none of a word's.
pub(super) fn begins_html(line: &str) -> bool {
    let Some(tag) = line.strip_prefix('<') else {
        return false;
    };
    let name = super::super::html::tag_name(tag);
    !name.is_empty() && !super::super::html::INLINE_TAGS.contains(&name.as_str())
}

//! What a line begins or ends: containers, labels, code, lists.

use std::ops::Range;

use super::forms::{
    attribute_list, fence, fence_title, has_word, is_kind, is_module_line, is_rule, list_marker, run_len, shown,
};
use super::inline::{begins_html, remark_marks};
use super::tags::{Label, Syntax, Tag, tag_at};
use super::{BODY, BODY_INDENT, Body, Closes, Code, Container, END, LABEL, Line, MAX_CONTAINERS, Pass, QUOTE_BODY};

/// The fence that is put around code that has none.
pub(super) const FENCE: &str = "~~~~~~~~~~~~";
/// HTML that Markdown leaves alone up to an end of its own, and that end.
const RAW: &[(&str, &str)] = &[
    ("<!--", "-->"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<pre", "</pre>"),
    ("<textarea", "</textarea>"),
    ("<?", "?>"),
];
/// So many lines at most are looked through for the end of something.
const MAX_LINES: usize = 400;
/// So many bytes for each of the source's may be looked through for ends that there are not.
const MAX_MISSED: usize = 32;

impl<'a> Pass<'a> {
    /// Takes the content of a line, and says where the next line begins.
    pub(super) fn block(&mut self, line: &Line, is_new_quote: bool) -> usize {
        let text = self.text(line.content..line.end);
        if text.starts_with('<') && self.raw_html(line, text) {
            return line.next;
        }
        if let Some((mark, len)) = fence(text) {
            self.fence(line, line.content, (mark, len), line.indent);
            return line.next;
        }
        if is_rule(text) {
            self.flush();
            return line.next;
        }
        if list_marker(text).is_some() {
            self.item(line);
            return line.next;
        }
        let handled = match text.as_bytes().first() {
            Some(b'#') => self.heading(line),
            Some(b':') => self.colons(line, text),
            Some(b'!' | b'?' | b'=') => self.admonition(line, text),
            Some(b'[') => {
                self.alert(line, text, is_new_quote) || self.table_of_contents(line, text) || self.reference(line, text)
            }
            Some(b'*') => self.abbreviation(line, text),
            Some(b'{') => {
                if let Some(next) = self.remark(line, text) {
                    return next;
                }
                self.attributes(line, text) || self.variable(line, text)
            }
            Some(b'%') => {
                if let Some(next) = self.private(line, text) {
                    return next;
                }
                false
            }
            Some(b'$') => {
                if let Some(next) = self.formula(line, text) {
                    return next;
                }
                false
            }
            Some(b'i' | b'e') if self.may_begin_a_module(line) && is_module_line(text) => {
                return self.module(line);
            }
            Some(b'-') => self.snippet(line, text),
            _ => false,
        };
        if handled { line.next } else { self.tags(line) }
    }

    fn may_begin_a_module(&self, line: &Line) -> bool {
        self.paragraph.is_empty() && self.lists.is_empty() && line.indent == 0 && line.quotes == 0
    }

    fn paragraph_line(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.paragraph.push(range);
        }
    }

    fn prefix(&self, line: &Line) -> String {
        format!("{}{}", line.prefix, self.text(line.at..line.content))
    }

    fn raw_html(&mut self, line: &Line, text: &str) -> bool {
        let opens = |open: &str| {
            let behind = text.get(open.len()..).unwrap_or_default();
            let is_whole = !open.ends_with(char::is_alphabetic) || !behind.starts_with(|c: char| c.is_alphanumeric());
            is_whole
                && text
                    .get(..open.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(open))
        };
        let Some((open, end)) = RAW.iter().find(|(open, _)| opens(open)) else {
            return false;
        };
        self.flush();
        if !text.get(open.len()..).is_some_and(|rest| rest.contains(end)) {
            let quotes = line.quotes;
            self.code = Some(Code::Raw { end, quotes });
        }
        true
    }

    /// The start of a block of code, whose title becomes its label.
    fn fence(&mut self, line: &Line, at: usize, (mark, len): (u8, usize), column: usize) {
        self.flush();
        let column = self.item_column(line.quotes).min(column);
        let quotes = line.quotes;
        let titled = self.fence_label(line, at, at + len);
        self.code = Some(Code::Fence {
            mark,
            len,
            quotes,
            column,
            titled,
        });
    }

    /// Puts the title of a block of code before its fence, and says with what prefix an end is to follow it.
    fn fence_label(&mut self, line: &Line, at: usize, info: usize) -> Option<String> {
        let title = fence_title(self.text(info..line.end)).filter(|_| at == line.content)?;
        let prefix = self.prefix(line);
        let title = info + title.start..info + title.end;
        let words = self.text(title.clone());
        // One label at a time: within another it is a line like others.
        if self.containers.iter().any(|container| container.is_labelled) {
            self.edits.replace_by(at..at, words, title.start);
            self.edits.insert(at, format!("\n{prefix}"));
            return None;
        }
        self.edits.insert(at, format!("{LABEL}\n{prefix}"));
        self.edits.replace_by(at..at, words, title.start);
        self.edits.insert(at, format!("\n{prefix}{BODY}\n{prefix}"));
        Some(prefix)
    }

    /// An item of a list, or several that begin on one line.
    fn item(&mut self, line: &Line) {
        self.flush();
        let marker_at = line.content;
        let mut content = line.content;
        let mut column = line.indent;
        let mut rest = self.text(content..line.end);
        while let Some(marker) = list_marker(rest).filter(|_| !is_rule(rest)) {
            let (space, behind) = self.indent(content + marker, line.end);
            // More than four columns of white space are code, which begins with the second.
            let taken = if behind == line.end || space > 4 { 1 } else { space };
            column += marker + taken;
            self.lists.push((line.quotes, column));
            content = behind;
            rest = self.text(content..line.end);
            if self.lists.len() > MAX_CONTAINERS {
                break;
            }
        }
        if let Some((mark, len)) = fence(rest) {
            self.fence(line, content, (mark, len), column);
            return;
        }
        self.marker = Some(marker_at);
        self.paragraph_line(content..line.end);
    }

    fn heading(&mut self, line: &Line) -> bool {
        let text = self.text(line.content..line.end);
        let level = run_len(text.as_bytes(), 0);
        if level > 6 || !matches!(text.as_bytes().get(level), None | Some(b' ' | b'\t')) {
            return false;
        }
        self.flush();
        self.paragraph_line(line.content..line.end);
        self.flush();
        true
    }

    /// `:::tip Title`, `::: {.warning}`, `:::`; or a line that must not be taken for a definition.
    fn colons(&mut self, line: &Line, text: &'a str) -> bool {
        let count = run_len(text.as_bytes(), 0);
        let rest = text.get(count..).unwrap_or_default();
        if count > 2 && rest.trim().is_empty() {
            let is_of = |exact: bool| {
                move |container: &Container<'_>| match container.closes {
                    Closes::Colons(open) => open == count || (!exact && open < count),
                    _ => false,
                }
            };
            let exact = self.containers.iter().rposition(is_of(true));
            if let Some(index) = exact.or_else(|| self.containers.iter().rposition(is_of(false))) {
                self.close(index, line, line.content..line.end, false);
                return true;
            }
        }
        if count > 2 && line.content < self.last_colons && self.containers.len() < MAX_CONTAINERS {
            let opened = opening(rest);
            if let Some((label, is_shown)) = opened {
                let at = line.content + count;
                let label = label.filter(|_| is_shown).map(|label| moved(label, at));
                self.open(
                    line,
                    line.content..line.end,
                    label,
                    Closes::Colons(count),
                    Body::Flush,
                    false,
                );
                return true;
            }
        }
        let first = self.paragraph.first().cloned();
        if first.is_some_and(|first| begins_html(self.text(first))) {
            return false;
        }
        let is_definition = count == 1 && rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
        if is_definition {
            let (space, _) = self.indent(line.content + 1, line.end);
            self.flush();
            self.lists
                .push((line.quotes, line.indent + 1 + if space > 4 { 1 } else { space }));
        } else {
            let of_table = |b| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t');
            if count > 1 || !text.contains('-') || !text.bytes().all(of_table) {
                self.edits.insert(line.content, "\\");
            }
        }
        false
    }

    /// `!!! note "Title"`, `??? tip` and `=== "Tab"`, with an indented body.
    fn admonition(&mut self, line: &Line, text: &'a str) -> bool {
        let Some((label, is_titled)) = admonition(text) else {
            return false;
        };
        let (indent, content) = {
            let behind = self.text(line.next..self.source.len());
            let blank = behind.len() - behind.trim_start_matches(['\n', '\r']).len();
            let at = line.next + blank;
            let end = self
                .text(at..self.source.len())
                .find('\n')
                .map_or(self.source.len(), |len| at + len);
            let at = at + self.dedented(line);
            self.indent(at.min(end), end)
        };
        let has_body = content < self.source.len() && indent >= line.indent + BODY_INDENT;
        if !(has_body || is_titled) || self.containers.len() >= MAX_CONTAINERS {
            return false;
        }
        let label = label.map(|label| moved(label, line.content));
        self.open(
            line,
            line.content..line.end,
            label,
            Closes::Indent,
            Body::Indented,
            false,
        );
        true
    }

    /// How many bytes the containers of a line take off it.
    fn dedented(&self, line: &Line) -> usize {
        let text = self.text(line.start..line.at);
        if text.bytes().all(|b| matches!(b, b' ' | b'\t')) {
            text.len()
        } else {
            0
        }
    }

    /// `[!NOTE]` at the start of a quotation.
    fn alert(&mut self, line: &Line, text: &'a str, is_new_quote: bool) -> bool {
        let Some(inner) = text.strip_prefix("[!").filter(|_| is_new_quote) else {
            return false;
        };
        let Some(close) = inner.find(']') else { return false };
        let kind = inner
            .get(..close)
            .unwrap_or_default()
            .split('|')
            .next()
            .unwrap_or_default()
            .trim();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        if !kind.starts_with(char::is_alphabetic) || !kind.chars().all(is_name) {
            return false;
        }
        let rest = inner.get(close + 1..).unwrap_or_default();
        // A link to "!note".
        if rest.starts_with(['(', '[', ':']) {
            return false;
        }
        let title = rest.strip_prefix(['-', '+']).unwrap_or(rest).trim();
        let label = if title.is_empty() {
            Label::Kind(line.content + 2..line.content + 2 + kind.len())
        } else {
            let end = line.content + text.trim_end().len();
            Label::Title(end - title.len()..end)
        };
        self.flush();
        let prefix = self.prefix(line);
        self.label(&label, line.content..line.end, &prefix, QUOTE_BODY, false);
        true
    }

    fn table_of_contents(&mut self, line: &Line, text: &str) -> bool {
        let is_it = text.trim_end().eq_ignore_ascii_case("[toc]") && self.paragraph.is_empty();
        if is_it {
            self.edits.cut(line.content..line.end);
        }
        is_it
    }

    /// `[page]: {{ site.url }}/page`: what a program is to fill in goes, since it may hold spaces.
    fn reference(&mut self, line: &Line, text: &str) -> bool {
        let target = text.find("]:").map(|close| close + 2);
        let Some(at) = target.filter(|&at| text.get(at..).is_some_and(|rest| rest.trim_start().starts_with('{')))
        else {
            return false;
        };
        let mut at = line.content + at;
        while let Some(open) = self.text(at..line.end).find("{{")
            && let Some(close) = self.text(at + open..line.end).find("}}")
        {
            self.edits.cut(at + open..at + open + close + 2);
            at += open + close + 2;
        }
        // A reference without a target is none.
        if self.text(at..line.end).trim().is_empty() {
            self.edits.insert(line.end, "<>");
        }
        true
    }

    /// `*[HTML]: Hyper Text`: the words without the brackets.
    fn abbreviation(&mut self, line: &Line, text: &str) -> bool {
        let Some(inner) = text.strip_prefix("*[") else {
            return false;
        };
        let Some(close) = inner.find("]:").filter(|&close| close > 0) else {
            return false;
        };
        self.flush();
        let at = line.content + 2 + close;
        self.edits.cut(line.content..line.content + 2);
        self.edits.cut(at..at + 1);
        if self.text(line.next..self.source.len()).starts_with("*[") {
            self.edits.insert(line.end, "\\");
        }
        true
    }

    /// A list of attributes on a line of its own.
    fn attributes(&mut self, line: &Line, text: &str) -> bool {
        let len = text.trim_end().len();
        if attribute_list(text, 0, true) != Some(len) {
            return false;
        }
        // The list before it is to be replaced by the table of contents.
        let is_toc = text
            .trim_matches(['{', '}', ':'])
            .split_whitespace()
            .any(|word| word == "toc");
        if let Some(marker) = self.marker.filter(|_| is_toc)
            && let [only] = &self.paragraph[..]
        {
            self.edits.cut(marker..only.end);
            self.paragraph.clear();
        }
        self.flush();
        self.edits.cut(line.content..line.end);
        true
    }

    /// `{{ content }}` alone.
    fn variable(&mut self, line: &Line, text: &str) -> bool {
        let inner = text
            .trim_end()
            .strip_prefix("{{")
            .and_then(|rest| rest.strip_suffix("}}"));
        let is_it = inner.is_some_and(|inner| !inner.contains(['{', '}', '<', '%'])) && self.paragraph.is_empty();
        if is_it {
            self.edits.cut(line.content..line.end);
        }
        is_it
    }

    /// `--8<-- "file"`, a file that is put in.
    fn snippet(&mut self, line: &Line, text: &str) -> bool {
        let is_it = text.starts_with("--8<--");
        if is_it {
            self.flush();
            self.edits.cut(line.content..line.end);
        }
        is_it
    }

    /// `{/* remark */}`, over as many lines as it takes.
    fn remark(&mut self, line: &Line, text: &str) -> Option<usize> {
        text.starts_with("{/*").then_some(())?;
        let end = line.content + self.text(line.content..self.source.len()).find("*/}")? + 3;
        (end > line.end).then_some(())?;
        self.flush();
        self.edits.cut(line.content..end);
        Some(end)
    }

    /// Private remarks between lines that are `%%`.
    fn private(&mut self, line: &Line, text: &str) -> Option<usize> {
        (text.trim_end() == "%%" && self.paragraph.is_empty()).then_some(())?;
        let mut at = line.next;
        for behind in self
            .text(line.next..self.source.len())
            .split_inclusive('\n')
            .take(MAX_LINES)
        {
            at += behind.len();
            if behind.trim_end().ends_with("%%") {
                self.edits.cut(line.content..at);
                return Some(at);
            }
        }
        None
    }

    /// A formula between lines that are `$$`: code, since it is to stay as it is.
    fn formula(&mut self, line: &Line, text: &str) -> Option<usize> {
        (text.trim_end() == "$$" && line.quotes == 0 && self.paragraph.is_empty()).then_some(())?;
        let mut at = line.next;
        let behind = self
            .text(line.next..self.source.len())
            .split_inclusive('\n')
            .take(MAX_LINES);
        for behind in behind.take_while(|behind| !behind.trim().is_empty()) {
            if behind.trim() == "$$" {
                let marks = at + (behind.len() - behind.trim_start().len());
                self.edits.replace(line.content..line.content + 2, FENCE);
                self.edits.replace(marks..marks + 2, FENCE);
                return Some(at + behind.len());
            }
            at += behind.len();
        }
        None
    }

    /// A statement of the module that an MDX file is, up to where its brackets are closed.
    fn module(&mut self, line: &Line) -> usize {
        let mut depth = 0_isize;
        let mut at = line.start;
        let mut first_end = None;
        for part in self
            .text(line.start..self.source.len())
            .split_inclusive('\n')
            .take(MAX_LINES)
        {
            if part.trim().is_empty() {
                first_end.get_or_insert(at);
            }
            at += part.len();
            for b in part.bytes() {
                depth += match b {
                    b'{' | b'(' | b'[' => 1,
                    b'}' | b')' | b']' => -1,
                    _ => 0,
                };
            }
            if depth <= 0 {
                self.edits.cut(line.content..at);
                return at;
            }
        }
        let at = first_end.unwrap_or(at);
        self.edits.cut(line.content..at);
        at
    }

    /// The tags at the start of a line, and those within it that end a container. Says where the next line begins.
    fn tags(&mut self, line: &Line) -> usize {
        let mut at = line.content;
        while at < line.end {
            let Some(tag) = self.tag_at(at).filter(|tag| self.is_block_tag(tag, line)) else {
                let Some(tag) = self.closing_tag_in(at..line.end) else {
                    break;
                };
                self.paragraph_line(at..tag.range.start);
                self.flush();
                at = tag.range.start;
                continue;
            };
            self.flush();
            let end = self.remark_end(&tag);
            if let Some(end) = end {
                self.edits.cut(at..end);
            } else {
                self.tag(line, &tag);
            }
            at = end.unwrap_or(tag.range.end);
            let line_end = self.end_of_line(line, at);
            at = self.indent(at, line_end).1;
            if line_end > line.end {
                // The tag ended on another line, which may go on.
                let next = line_end + self.ending_len(line_end);
                return self.tags(&Line {
                    start: line.start,
                    at,
                    content: at,
                    indent: line.indent,
                    end: line_end,
                    next,
                    quotes: line.quotes,
                    prefix: self.prefix(line),
                });
            }
        }
        if at == line.content && self.opens_markdown(line) {
            let prefix = self.prefix(line);
            self.edits
                .insert(line.end, format!("\n{}", prefix.trim_end_matches([' ', '\t'])));
            self.flush();
        } else {
            self.paragraph_line(at..line.end);
        }
        line.next
    }

    /// Whether what a tag begins is a remark.
    pub(super) fn is_remark(&self, tag: &Tag<'_>) -> bool {
        tag.name == "comment" && self.has_content(tag)
    }

    /// Where what a tag begins ends, if that is a remark.
    fn remark_end(&self, tag: &Tag<'_>) -> Option<usize> {
        let (mark, close) = remark_marks(tag.syntax);
        let rest = self.text(tag.range.end..self.source.len());
        let mark = self.is_remark(tag).then(|| rest.find(mark)).flatten()?;
        let end = mark + rest.get(mark..)?.find(close)? + close.len();
        Some(tag.range.end + end)
    }

    /// Where the line ends that `at` stands on, which is `line` or one that its tags go on to.
    fn end_of_line(&self, line: &Line, at: usize) -> usize {
        if at > line.end { self.line_end(at) } else { line.end }
    }

    /// Whether there are words on that line from `at` on.
    fn has_rest(&self, line: &Line, at: usize) -> bool {
        !self.text(at..self.end_of_line(line, at)).trim_start().is_empty()
    }

    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text(at..self.source.len());
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    pub(super) fn ending_len(&self, at: usize) -> usize {
        let ending = self.text(at..self.source.len());
        if ending.starts_with("\r\n") {
            2
        } else {
            ending.len().min(1)
        }
    }

    pub(super) fn tag_at(&mut self, at: usize) -> Option<Tag<'a>> {
        let first = self.source.as_bytes().get(at)?;
        if !matches!(first, b'<' | b'{') || !self.may_look() {
            return None;
        }
        match tag_at(self.source, at) {
            Ok(tag) => Some(tag),
            Err(missed) => {
                self.missed += missed;
                None
            }
        }
    }

    /// Whether the end of something may still be looked for, although there was none so often.
    pub(super) fn may_look(&self) -> bool {
        self.missed <= MAX_MISSED * self.source.len().max(1000)
    }

    /// Whether a tag at the start of a line stands there by itself: a component, or a shortcode that is alone on its
    /// line, or one with content.
    fn is_block_tag(&self, tag: &Tag<'_>, line: &Line) -> bool {
        if tag.syntax == Syntax::Component {
            return tag.is_component();
        }
        let is_alone = !self.has_rest(line, tag.range.end);
        is_alone || self.is_open(tag) || self.has_content(tag)
    }

    fn is_open(&self, tag: &Tag<'_>) -> bool {
        let closes = Closes::Tag(tag.syntax, tag.name);
        tag.closes && self.containers.iter().any(|container| container.closes == closes)
    }

    fn has_content(&self, tag: &Tag<'_>) -> bool {
        let last = self.last_closing.get(&(tag.syntax, tag.name));
        !tag.closes && !tag.is_empty && last.is_some_and(|&last| last > tag.range.start)
    }

    /// The first tag in a range that ends an open container.
    fn closing_tag_in(&mut self, range: Range<usize>) -> Option<Tag<'a>> {
        let is_tag = |container: &Container<'_>| matches!(container.closes, Closes::Tag(..));
        if !self.containers.iter().any(is_tag) {
            return None;
        }
        let mut at = range.start;
        while let Some(found) = self.text(at..range.end).find(['<', '{']) {
            let tag = self.tag_at(at + found).filter(|tag| self.is_open(tag));
            if tag.is_some() {
                return tag;
            }
            at += found + 1;
        }
        None
    }

    /// Takes a tag that stands by itself.
    fn tag(&mut self, line: &Line, tag: &Tag<'a>) {
        let range = tag.range.clone();
        let has_rest = self.has_rest(line, range.end);
        if tag.closes {
            let closes = Closes::Tag(tag.syntax, tag.name);
            match self.containers.iter().rposition(|container| container.closes == closes) {
                Some(index) => self.close(index, line, range, has_rest),
                None => self.edits.cut(range),
            }
            return;
        }
        if !self.has_content(tag) || self.containers.len() >= MAX_CONTAINERS {
            self.words(line, tag, has_rest);
            return;
        }
        let behind = self.text(range.end..self.source.len()).trim_start();
        if !has_rest && holds_code(tag, behind) {
            self.edits.replace(range, FENCE);
            self.code = Some(Code::Tag(tag.syntax, tag.name.to_owned()));
            return;
        }
        let opens = if tag.syntax == Syntax::Component { "<" } else { "{" };
        let is_group = behind.starts_with(opens) && !behind.starts_with("</") && !behind.starts_with("<!");
        let body = if tag.syntax == Syntax::Component {
            Body::Loose(None)
        } else {
            Body::Flush
        };
        let closes = Closes::Tag(tag.syntax, tag.name);
        self.open(line, range, tag.label(is_group), closes, body, has_rest);
    }

    /// A tag without content: its words, if it has any, in paragraphs of their own.
    fn words(&mut self, line: &Line, tag: &Tag<'a>, has_rest: bool) {
        let prefix = self.prefix(line);
        let mut done = tag.range.start;
        let mut words = tag.words();
        words.sort_by_key(|range| range.start);
        for range in words {
            let before = if done == tag.range.start {
                String::new()
            } else {
                format!("\n\n{prefix}")
            };
            self.edits.replace(done..range.start, before);
            done = range.end;
        }
        let after = if has_rest {
            format!("\n\n{prefix}")
        } else {
            String::new()
        };
        let is_plain = done == tag.range.start;
        self.edits
            .replace(done..tag.range.end, if is_plain { String::new() } else { after });
    }

    /// Begins a container whose mark stands in `range`.
    fn open(
        &mut self,
        line: &Line,
        range: Range<usize>,
        label: Option<Label>,
        closes: Closes<'a>,
        body: Body,
        has_rest: bool,
    ) {
        self.flush();
        let prefix = self.prefix(line);
        let is_labelled = label.is_some();
        match &label {
            Some(label) => self.label(label, range, &prefix, BODY, has_rest),
            None => self.edits.cut(range),
        }
        let lists = (body != Body::Flush).then(|| std::mem::take(&mut self.lists));
        self.containers.push(Container {
            closes,
            prefix,
            quotes: line.quotes,
            base: line.indent,
            body,
            is_labelled,
            lists,
        });
    }

    /// Ends the container with this index, whose end mark stands in `range`, and those within it.
    fn close(&mut self, index: usize, line: &Line, range: Range<usize>, has_rest: bool) {
        self.close_from(index + 1, line.start);
        self.flush();
        let Some(container) = self.containers.pop() else { return };
        if let Some(lists) = container.lists {
            self.lists = lists;
        }
        if !container.is_labelled {
            self.edits.cut(range);
            return;
        }
        let before = if range.start == line.content {
            String::new()
        } else {
            format!("\n{}", container.prefix)
        };
        let after = if has_rest {
            format!("\n{}", container.prefix)
        } else {
            String::new()
        };
        self.edits.replace(range, format!("{before}{END}{after}"));
    }

    /// Puts a label with its marks in place of the markup in `range`.
    fn label(&mut self, label: &Label, range: Range<usize>, prefix: &str, body: &str, has_rest: bool) {
        let words = match label {
            Label::Title(words) | Label::Kind(words) => words.clone(),
        };
        self.edits
            .replace(range.start..words.start, format!("{LABEL}\n{prefix}"));
        if let Label::Kind(_) = label {
            let kind = shown(self.text(words.clone()));
            self.edits.replace(words.clone(), kind);
        }
        let after = if has_rest { format!("\n{prefix}") } else { String::new() };
        self.edits
            .replace(words.end..range.end, format!("\n{prefix}{body}{after}"));
    }

    /// Whether a line is an opening tag whose content is Markdown: `<div markdown="1">`.
    fn opens_markdown(&self, line: &Line) -> bool {
        let text = self.text(line.content..line.end).trim_end();
        let is_tag = text.starts_with('<') && text.ends_with('>') && text.matches('>').count() == 1;
        let attribute = text
            .find(" markdown")
            .map(|at| text.get(at + " markdown".len()..).unwrap_or_default());
        is_tag && attribute.is_some_and(|rest| rest.starts_with(['=', '>', ' ']))
    }
}

fn moved(label: Label, by: usize) -> Label {
    match label {
        Label::Title(range) => Label::Title(range.start + by..range.end + by),
        Label::Kind(range) => Label::Kind(range.start + by..range.end + by),
    }
}

/// What opens a container behind its colons: its label, and whether it is one to show. `None` if it is no opening.
fn opening(rest: &str) -> Option<(Option<Label>, bool)> {
    let text = rest.trim();
    let at = rest.len() - rest.trim_start().len();
    let in_rest = |inner: &str| {
        let start = inner.as_ptr() as usize - rest.as_ptr() as usize;
        start..start + inner.len()
    };
    // `{note} Title`, `{.warning title="x"}`.
    let (attributes, behind) = match text.strip_prefix('{') {
        Some(inner) => {
            let close = inner.find('}')?;
            (inner.get(..close)?, inner.get(close + 1..)?)
        }
        None => ("", text),
    };
    let name = if attributes.is_empty() {
        let len = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        let name = text.get(..len.unwrap_or(text.len()))?;
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
        name
    } else {
        let first = attributes.split_whitespace().find(|word| !word.starts_with('#'))?;
        first.trim_start_matches('.').trim_start_matches("callout-")
    };
    let mut title = if attributes.is_empty() {
        behind.get(name.len()..)?
    } else {
        behind
    };
    let mut attributes = attributes;
    // `:::note[Title]{#id}`
    if let Some(inner) = title.strip_prefix('[') {
        title = inner.get(..inner.rfind(']')?)?;
    } else if let Some(open) = title.rfind('{').filter(|_| title.ends_with('}')) {
        attributes = title.get(open + 1..title.len() - 1)?;
        title = title.get(..open)?;
    } else if !title.is_empty() && !title.starts_with([' ', '\t']) {
        return None;
    }
    let title = title.trim().trim_matches('"');
    if has_word(title) {
        return Some((Some(Label::Title(in_rest(title))), true));
    }
    if let Some(value) = attributes.split("title=\"").nth(1)
        && let Some(len) = value.find('"')
    {
        return Some((Some(Label::Title(in_rest(value.get(..len)?))), true));
    }
    let start = at + text.find(name)?;
    Some((Some(Label::Kind(start..start + name.len())), is_kind(name)))
}

/// The label of a line such as `!!! note "Title"`, and whether that is written out; `None` if it is no such line.
fn admonition(text: &str) -> Option<(Option<Label>, bool)> {
    let mark = ["!!!", "???+", "???", "===!", "===+", "==="]
        .into_iter()
        .find(|mark| text.starts_with(mark))?;
    let rest = text.get(mark.len()..)?.trim_end();
    rest.starts_with([' ', '\t']).then_some(())?;
    let is_tab = mark.starts_with('=');
    let (words, title) = match rest.find('"') {
        Some(open) => {
            let close = rest.len() - 1;
            (rest.ends_with('"') && close > open).then_some(())?;
            let start = mark.len() + open + 1;
            (rest.get(..open)?, Some(start..mark.len() + close))
        }
        None => (rest, None),
    };
    let is_word = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (words.split_whitespace().all(is_word) && (!is_tab || title.is_some())).then_some(())?;
    if let Some(title) = title {
        let is_titled = has_word(text.get(title.clone())?);
        return Some((is_titled.then_some(Label::Title(title)), true));
    }
    let kind = words.split_whitespace().next()?;
    let start = text.find(kind)?;
    Some((Some(Label::Kind(start..start + kind.len())), false))
}

/// Whether a tag holds code that has no fence of its own.
fn holds_code(tag: &Tag<'_>, behind: &str) -> bool {
    let is_code = ["highlight", "code", "mermaid", "katex", "math", "chart", "gist"];
    let name = tag.name.to_ascii_lowercase();
    let is_fenced = behind.starts_with(['`', '~', '<', '{']);
    tag.syntax != Syntax::Component && !is_fenced && is_code.iter().any(|code| name.starts_with(code))
}

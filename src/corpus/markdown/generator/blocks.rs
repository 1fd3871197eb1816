//! The start and end of blocks: code, lists, headings, and the constructs that a line's first sign announces.

use std::ops::Range;

use super::super::clean::includes_file;
use super::containers::Closes;
use super::forms::{fence, fence_title, grouped_title, is_rule, list_marker, run_len};
use super::tags::Syntax;
use super::{BODY, Code, LABEL, LEFT_OUT, Line, MAX_CONTAINERS, Pass};

/// The fence for code that has none of its own.
pub(super) const FENCE: &str = "~~~~~~~~~~~~";
/// HTML that Markdown leaves alone up to an end of its own: its start and that end.
const RAW: &[(&str, &str)] = &[
    ("<!--", "-->"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<pre", "</pre>"),
    ("<textarea", "</textarea>"),
    ("<?", "?>"),
];

impl Pass<'_> {
    /// Takes the content of a line, and returns the start of the next line.
    pub(super) fn block(&mut self, line: &Line, is_new_quote: bool) -> usize {
        let text = self.text(line.content..line.end);
        if !text.starts_with(':') {
            self.is_behind_paragraph = false;
        }
        // Hugo's Book theme begins the next column here.
        if text.trim_end() == "<--->" {
            return self.cut_line(line);
        }
        // Another file is inserted here.
        let is_remark = text.starts_with("<!--") && text.trim_end().ends_with("-->");
        if text.starts_with("<<< ") || text.starts_with("--8<--") || (is_remark && includes_file(text)) {
            self.flush();
            self.edits.replace(line.content..line.end, LEFT_OUT);
            return line.next;
        }
        if is_remark && self.tab_remark(line, text) {
            return line.next;
        }
        if text.starts_with('<') && !self.is_remark_in_words(text) && self.raw_html(line, text) {
            return line.next;
        }
        if let Some(fence) = fence(text) {
            return self.directive(line, text).unwrap_or_else(|| {
                self.fence(line, line.content, fence, line.indent);
                line.next
            });
        }
        if is_rule(text) {
            self.flush();
            return line.next;
        }
        if list_marker(text).is_some() {
            self.item(line);
            return line.next;
        }
        if self.forum_item(line, text) {
            return line.next;
        }
        let next = match text.as_bytes().first() {
            Some(b'#') => self.heading(line, text),
            Some(b':') => self.colons(line, text),
            Some(b'!' | b'?' | b'=') => self.admonition(line, text),
            Some(b'[') if is_new_quote && text.starts_with("[!") => self.alert(line, text),
            Some(b'[') => self.forum_line(line, text).or_else(|| self.reference(line, text)),
            Some(b'/') => self.slashes(line, text),
            Some(b'+') => self.pluses(line, text),
            Some(b'*') => self.abbreviation(line, text),
            Some(b'{') => self.remark(line, text).or_else(|| self.attributes(line, text)),
            Some(b'%') => self.private(line, text),
            Some(b'$') => self.formula(line, text),
            Some(b'i' | b'e') => self.module(line, text),
            _ => None,
        };
        next.unwrap_or_else(|| self.tags(line))
    }

    /// Cuts a line, and returns the start of the next one.
    pub(super) fn cut_line(&mut self, line: &Line) -> usize {
        self.flush();
        self.edits.cut(line.content..line.end);
        line.next
    }

    pub(super) fn paragraph_line(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.paragraph.push(range);
        }
    }

    pub(super) fn prefix(&self, line: &Line) -> String {
        format!("{}{}", line.prefix, self.text(line.at..line.content))
    }

    pub(super) fn raw_html(&mut self, line: &Line, text: &str) -> bool {
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

    /// Begins a block of code, whose title becomes its label.
    pub(super) fn fence(&mut self, line: &Line, at: usize, (mark, len): (u8, usize), column: usize) {
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

    /// Puts the title of a block of code before its fence. Returns the prefix of the end mark, or `None` if there is
    /// no label to end.
    fn fence_label(&mut self, line: &Line, at: usize, info: usize) -> Option<String> {
        let group = Closes::Tag(Syntax::Component, "CodeGroup");
        let is_grouped = self.containers.last().is_some_and(|last| last.closes == group);
        let words = self.text(info..line.end);
        let title = fence_title(words).or_else(|| grouped_title(words).filter(|_| is_grouped));
        let title = title.filter(|_| at == line.content)?;
        let prefix = self.prefix(line);
        let title = info + title.start..info + title.end;
        let words = self.text(title.clone());
        // Only one label at a time: within another, the title is an ordinary line.
        if self.containers.iter().any(|container| container.is_labelled) {
            self.edits.say(at..at, words, title.start);
            self.edits.insert(at, format!("\n{prefix}"));
            return None;
        }
        self.edits.insert(at, format!("{LABEL}\n{prefix}"));
        self.edits.say(at..at, words, title.start);
        self.edits.insert(at, format!("\n{prefix}{BODY}\n{prefix}"));
        Some(prefix)
    }

    /// Begins a list item, or several on one line.
    fn item(&mut self, line: &Line) {
        self.flush();
        let marker_at = line.content;
        let mut content = line.content;
        let mut column = line.indent;
        let mut rest = self.text(content..line.end);
        while let Some(marker) = list_marker(rest).filter(|_| !is_rule(rest)) {
            let (space, behind) = self.indent(content + marker, line.end);
            // If there are more than four columns of white space, the second begins code.
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

    fn heading(&mut self, line: &Line, text: &str) -> Option<usize> {
        let level = run_len(text.as_bytes(), 0);
        let is_heading = level < 7 && matches!(text.as_bytes().get(level), None | Some(b' ' | b'\t'));
        is_heading.then_some(())?;
        self.flush();
        self.paragraph_line(line.content..line.end);
        self.flush();
        Some(line.next)
    }

    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text(at..self.source.len());
        let rest = rest.split_once('\n').map_or(rest, |(line, _)| line);
        at + rest.strip_suffix('\r').unwrap_or(rest).len()
    }

    pub(super) fn ending_len(&self, at: usize) -> usize {
        let ending = self.text(at..self.source.len());
        if ending.starts_with("\r\n") {
            2
        } else {
            ending.len().min(1)
        }
    }
}

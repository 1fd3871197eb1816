//! Removes the markup that generators and note-takers add to Markdown, or rewrites it as Markdown, before the parser
//! runs: admonitions, shortcodes, components, wiki links, remarks.
//!
//! One pass goes over the source, line by line, and makes a list of changes; the rest of the source stays. Code is
//! left alone everywhere. For text with a label and an end, the pass inserts marks that [`super::events`] knows.

mod admonitions;
mod angles;
mod asides;
mod blocks;
mod containers;
mod directives;
mod emoji;
mod forms;
mod forum;
mod inline;
mod raised;
mod remarks;
mod rows;
mod shortcodes;
mod spans;
mod tags;
mod titles;

use std::collections::{HashMap, HashSet};
use std::mem;
use std::ops::Range;

use self::containers::{BODY_INDENT, Body, Container};
use self::tags::Syntax;
use super::clean::Edits;

/// Mark: the next block is a label.
pub(super) const LABEL: &str = "<!--\u{fdd0}label-->";
/// Mark: the next block is a label, the kind of a callout.
pub(super) const KIND: &str = "<!--\u{fdd0}kind-->";
/// Mark: something without text was left out here.
pub(super) const LEFT_OUT: &str = "<!--\u{fdd0}left-out-->";
/// Mark: the label is complete, and the content that it names follows.
pub(super) const BODY: &str = "<!--\u{fdd0}body-->";
/// Mark: the label is complete, and names the content up to the end of its quotation.
pub(super) const QUOTE_BODY: &str = "<!--\u{fdd0}quote-->";
/// Mark: a part of the text begins, with which its headings end.
pub(super) const SCOPE: &str = "<!--\u{fdd0}scope-->";
/// Mark: the content that a label names, or a part of the text, has ended.
pub(super) const END: &str = "<!--\u{fdd0}end-->";
/// The tag of a spoiler.
pub(super) const SPOILER: &str = "x-spoiler";

/// The most containers inside one another; deeper ones are read as text.
pub(super) const MAX_CONTAINERS: usize = 64;

/// Signs that take no space before them.
pub(super) const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '}', '…'];

/// The changes to make to the source from `start` on.
pub(super) fn edits(source: &str, start: usize) -> Edits {
    let mut pass = Pass::new(source);
    let mut at = start;
    while at < source.len() {
        at = pass.line(at);
    }
    pass.flush();
    pass.edits
}

/// The state of the pass: everything that earlier lines leave open.
struct Pass<'a> {
    source: &'a str,
    edits: Edits,
    containers: Vec<Container<'a>>,
    /// The open list items: the number of quotations around each, and the column of its content.
    lists: Vec<(usize, usize)>,
    quotes: usize,
    code: Option<Code>,
    /// The lines of the open paragraph.
    paragraph: Vec<Range<usize>>,
    /// True if the last block was a paragraph, which a definition may follow.
    is_behind_paragraph: bool,
    /// The place of the item's marker, if the open paragraph is an item's.
    marker: Option<usize>,
    /// For each name, the place of the last tag that ends it; found when the first tag is met.
    last_closing: Option<HashMap<(Syntax, &'a str), usize>>,
    /// The names of the targets that the source defines, in lower case; found when the first is looked up.
    definitions: Option<HashSet<String>>,
    /// The place of the last line of only colons, slashes or pluses; found when the first such line is met.
    last_marks: Option<usize>,
    /// True if the file has statements of a module: it is MDX.
    is_module: bool,
    /// The bytes that were searched for ends that are missing.
    missed: usize,
}

/// Lines that are left alone, up to their end.
enum Code {
    Fence {
        mark: u8,
        len: usize,
        quotes: usize,
        /// A line that is indented less ends it.
        column: usize,
        /// The prefix of the end mark to insert after it, if it has a title.
        titled: Option<String>,
    },
    /// HTML that ends with these characters.
    Raw { end: &'static str, quotes: usize },
    /// The content of a tag that holds code.
    Tag(Syntax, String),
}

/// A line without its end, and without the quotation signs and the indentation of the containers around it.
struct Line {
    start: usize,
    /// The start of its own indentation.
    at: usize,
    content: usize,
    indent: usize,
    end: usize,
    next: usize,
    quotes: usize,
    /// The text before its own indentation in the changed source.
    prefix: String,
}

impl<'a> Pass<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            edits: Edits::default(),
            containers: Vec::new(),
            lists: Vec::new(),
            quotes: 0,
            code: None,
            paragraph: Vec::new(),
            is_behind_paragraph: false,
            marker: None,
            last_closing: None,
            definitions: None,
            last_marks: None,
            is_module: false,
            missed: 0,
        }
    }

    fn text(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// Takes the line that begins at `start`, and returns the start of the next line.
    fn line(&mut self, start: usize) -> usize {
        let line = self.enter(start);
        let was_quotes = mem::replace(&mut self.quotes, line.quotes);
        if line.content == line.end {
            self.flush();
            return line.next;
        }
        if self.is_in_code(&line) {
            return line.next;
        }
        while self
            .lists
            .last()
            .is_some_and(|&(quotes, column)| quotes > line.quotes || (quotes == line.quotes && column > line.indent))
        {
            self.lists.pop();
        }
        let in_item = line.indent - self.item_column(line.quotes).min(line.indent);
        if in_item >= 4 {
            // This is code, unless a paragraph continues.
            if !self.paragraph.is_empty() {
                self.paragraph.push(line.content..line.end);
            }
            return line.next;
        }
        if line.quotes > was_quotes {
            self.flush();
        }
        self.block(&line, line.quotes > was_quotes)
    }

    /// The column of the content of the innermost open list item.
    fn item_column(&self, quotes: usize) -> usize {
        let of_quotes = |&&(of, _): &&(usize, usize)| of == quotes;
        self.lists.last().filter(of_quotes).map_or(0, |&(_, column)| column)
    }

    /// Enters the containers and quotations that a line continues, and closes the others.
    fn enter(&mut self, start: usize) -> Line {
        let end = self.line_end(start);
        let next = end + self.ending_len(end);
        let mut line = Line {
            start,
            at: start,
            content: end,
            indent: 0,
            end,
            next,
            quotes: 0,
            prefix: String::new(),
        };
        let mut open = 0;
        while open < self.containers.len() {
            if !self.enter_container(&mut line, open) {
                self.close_from(open, start);
                break;
            }
            open += 1;
        }
        let most = match &self.code {
            Some(Code::Fence { quotes, .. } | Code::Raw { quotes, .. }) => *quotes,
            _ => usize::MAX,
        };
        while line.quotes < most && self.take_quote(&mut line, 3) {}
        (line.indent, line.content) = self.indent(line.at, end);
        line
    }

    /// Enters one of the open containers. Returns `false` if the line is not part of it.
    fn enter_container(&mut self, line: &mut Line, open: usize) -> bool {
        let quotes = self.containers.get(open).map_or(0, |container| container.quotes);
        while line.quotes < quotes && self.take_quote(line, 3) {}
        let (indent, content) = self.indent(line.at, line.end);
        let is_blank = content == line.end;
        let Some(container) = self.containers.get_mut(open) else {
            return true;
        };
        let column = match container.body {
            Body::Indented if !is_blank && indent < container.base + BODY_INDENT => return false,
            _ if line.quotes < quotes => return false,
            Body::Flush => return true,
            _ if is_blank => return true,
            Body::Indented => container.base + BODY_INDENT,
            Body::Loose(column) => {
                let column = column.unwrap_or(indent.max(container.base));
                container.body = Body::Loose(Some(column));
                column
            }
        };
        let base = container.base;
        let kept = self.columns(line.at, base.min(indent));
        let taken = self.columns(line.at, column.min(indent)).max(kept);
        line.prefix.push_str(self.text(line.at..kept));
        self.edits.cut(kept..taken);
        line.at = taken;
        true
    }

    /// Takes one quotation sign, within its list item.
    fn take_quote(&self, line: &mut Line, most: usize) -> bool {
        let (indent, content) = self.indent(line.at, line.end);
        let bytes = self.source.as_bytes();
        if indent > self.item_column(line.quotes) + most || content == line.end || bytes.get(content) != Some(&b'>') {
            return false;
        }
        // Some forums write a spoiler like this.
        if bytes.get(content + 1) == Some(&b'!') && self.text(content + 2..line.end).contains("!<") {
            return false;
        }
        let behind = content + 1 + usize::from(bytes.get(content + 1) == Some(&b' '));
        line.prefix.push_str(self.text(line.at..behind));
        line.at = behind.min(line.end);
        line.quotes += 1;
        true
    }

    /// The columns of white space from `at` on, and its end.
    fn indent(&self, at: usize, end: usize) -> (usize, usize) {
        let mut columns = 0;
        let mut pos = at;
        for b in self.text(at..end).bytes() {
            match b {
                b' ' => columns += 1,
                b'\t' => columns += 4 - columns % 4,
                _ => break,
            }
            pos += 1;
        }
        (columns, pos)
    }

    /// The end of this many columns of the white space from `at` on.
    fn columns(&self, at: usize, most: usize) -> usize {
        let mut columns = 0;
        let mut pos = at;
        for b in self.text(at..self.source.len()).bytes() {
            if columns >= most {
                break;
            }
            columns += if b == b'\t' { 4 - columns % 4 } else { 1 };
            pos += 1;
        }
        pos
    }

    /// True if a line belongs to code, which it may also end.
    fn is_in_code(&mut self, line: &Line) -> bool {
        let text = self.text(line.content..line.end);
        match &self.code {
            None => false,
            Some(Code::Fence {
                mark,
                len,
                quotes,
                column,
                ..
            }) => {
                if line.quotes < *quotes || line.indent < *column {
                    self.leave_code(line.start);
                    return false;
                }
                let run = forms::run_len(text.as_bytes(), 0);
                let is_end = text.as_bytes().first() == Some(mark) && run >= *len && text.trim_end().len() == run;
                if is_end
                    && line.indent < column + 4
                    && let Some(Code::Fence { titled, .. }) = self.code.take()
                    && let Some(prefix) = titled
                {
                    self.edits.insert(line.end, format!("\n{prefix}{END}"));
                }
                true
            }
            Some(Code::Raw { end, quotes }) => {
                if line.quotes < *quotes {
                    self.code = None;
                    return false;
                }
                if text.contains(end) {
                    self.code = None;
                }
                true
            }
            Some(Code::Tag(syntax, name)) => {
                let (syntax, name) = (*syntax, name.clone());
                self.end_tagged_code(line, syntax, &name);
                true
            }
        }
    }

    /// Drops code that lacks its end and that the parser also ends before the line at `at`.
    fn leave_code(&mut self, at: usize) {
        if let Some(Code::Fence { titled, .. }) = self.code.take()
            && let Some(prefix) = titled
        {
            self.edits.insert(at, format!("{prefix}{END}\n"));
        }
    }

    /// Ends code that lacks its end, before the line at `at`.
    fn end_code(&mut self, at: usize, prefix: &str) {
        let end = match &self.code {
            None => return,
            Some(Code::Fence { mark, len, .. }) => char::from(*mark).to_string().repeat(*len),
            Some(Code::Raw { end, .. }) => (*end).to_owned(),
            Some(Code::Tag(..)) => blocks::FENCE.to_owned(),
        };
        self.edits.insert(at, format!("{prefix}{end}\n"));
        self.leave_code(at);
    }

    /// Ends the open paragraph.
    fn flush(&mut self) {
        let is_item = self.marker.take().is_some();
        if !self.paragraph.is_empty() {
            let mut paragraph = mem::take(&mut self.paragraph);
            self.keep_rows(&paragraph);
            self.inline(&paragraph, is_item);
            paragraph.clear();
            self.paragraph = paragraph;
        }
    }
}

#[cfg(test)]
mod tests;

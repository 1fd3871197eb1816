//! The markup that generators and note-takers add to Markdown, taken out or put in Markdown's own terms before it is
//! parsed: admonitions, shortcodes, components, wiki links, remarks.
//!
//! The source is passed once, line by line. What comes of it is a list of changes to the source: whatever isn't named in
//! it stays. Code is left alone everywhere. Where something has a label and an end, marks are put in that
//! [`super::events`] knows.

mod asides;
mod blocks;
mod containers;
mod forms;
mod forum;
mod inline;
mod shortcodes;
mod spans;
mod tags;

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use self::containers::{BODY_INDENT, Body, Container};
use self::tags::Syntax;
use super::clean::Edits;

/// The next block is a label.
pub(super) const LABEL: &str = "<!--\u{fdd0}label-->";
/// The label is complete; what it names follows.
pub(super) const BODY: &str = "<!--\u{fdd0}body-->";
/// The label is complete; what it names ends with the quotation that it stands in.
pub(super) const QUOTE_BODY: &str = "<!--\u{fdd0}quote-->";
/// What a label names has ended.
pub(super) const END: &str = "<!--\u{fdd0}end-->";
/// The tag of a spoiler.
pub(super) const SPOILER: &str = "x-spoiler";

/// Containers nested deeper than this are read as text.
pub(super) const MAX_CONTAINERS: usize = 64;

/// Signs that no space stands before.
pub(super) const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '}', '…'];

/// Says how the source is to be changed from `start` on.
pub(super) fn edits(source: &str, start: usize) -> Edits {
    let mut pass = Pass::new(source);
    let mut at = start;
    while at < source.len() {
        at = pass.line(at);
    }
    pass.flush();
    pass.edits
}

/// The state of the pass: what the line before leaves open.
struct Pass<'a> {
    source: &'a str,
    edits: Edits,
    containers: Vec<Container<'a>>,
    /// The list items that are open: how many quotations they stand in, and the column of their content.
    lists: Vec<(usize, usize)>,
    quotes: usize,
    code: Option<Code>,
    /// The lines of the paragraph that is open.
    paragraph: Vec<Range<usize>>,
    /// Whether the last block was a paragraph, so that a definition may follow.
    is_behind_paragraph: bool,
    /// Where the marker of the item stands whose paragraph that is.
    marker: Option<usize>,
    /// Where the last tag stands that ends what a tag of this name began; found when the first tag is met.
    last_closing: Option<HashMap<(Syntax, &'a str), usize>>,
    /// Where the last line stands that is colons or slashes alone; found when the first of them are met.
    last_marks: Option<usize>,
    /// How many bytes were looked through for ends that there are not.
    missed: usize,
}

/// Lines that are left alone, up to their end.
enum Code {
    Fence {
        mark: u8,
        len: usize,
        quotes: usize,
        /// A line that is less indented ends it.
        column: usize,
        /// What stands before an end mark that is to be put in behind it.
        titled: Option<String>,
    },
    /// HTML that ends with these characters.
    Raw { end: &'static str, quotes: usize },
    /// The content of a tag that holds code.
    Tag(Syntax, String),
}

/// A line without its end, and without the quotation marks and the indentation of what it stands in.
struct Line {
    start: usize,
    /// Where its own indentation begins.
    at: usize,
    content: usize,
    indent: usize,
    end: usize,
    next: usize,
    quotes: usize,
    /// What stands before its own indentation in the changed source.
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
            last_marks: None,
            missed: 0,
        }
    }

    fn text(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// Takes the line that begins at `start`, and says where the next one does.
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
            // Code, unless a paragraph goes on.
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

    /// Goes into the containers and quotations that a line goes on with, and closes the others.
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

    /// Goes into one of the open containers; false if the line is none of it.
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

    /// Takes one mark of a quotation, within its list item.
    fn take_quote(&self, line: &mut Line, most: usize) -> bool {
        let (indent, content) = self.indent(line.at, line.end);
        let bytes = self.source.as_bytes();
        if indent > self.item_column(line.quotes) + most || content == line.end || bytes.get(content) != Some(&b'>') {
            return false;
        }
        // A spoiler as some forums write it.
        if bytes.get(content + 1) == Some(&b'!') && self.text(content + 2..line.end).contains("!<") {
            return false;
        }
        let behind = content + 1 + usize::from(bytes.get(content + 1) == Some(&b' '));
        line.prefix.push_str(self.text(line.at..behind));
        line.at = behind.min(line.end);
        line.quotes += 1;
        true
    }

    /// The columns of white space from `at` on, and where it ends.
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

    /// Where so many columns of the white space from `at` on end.
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

    /// Whether a line is one of code, which it may end.
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

    /// Forgets code that lacks its end and that the parser takes for ended, before the line that begins at `at`.
    fn leave_code(&mut self, at: usize) {
        if let Some(Code::Fence { titled, .. }) = self.code.take()
            && let Some(prefix) = titled
        {
            self.edits.insert(at, format!("{prefix}{END}\n"));
        }
    }

    /// Ends code that lacks its end, before the line that begins at `at`.
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

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let is_item = self.marker.take().is_some();
        if !self.paragraph.is_empty() {
            let mut paragraph = mem::take(&mut self.paragraph);
            self.inline(&paragraph, is_item);
            paragraph.clear();
            self.paragraph = paragraph;
        }
    }
}

#[cfg(test)]
mod tests;

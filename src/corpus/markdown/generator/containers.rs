//! Containers: their starts, their labels, their ends.

use std::ops::Range;

use super::forms::{has_word, in_text, is_kind, run_len, shown};
use super::inline::begins_html;
use super::spans::icon_name;
use super::tags::{Item, Label, Syntax};
use super::titles::colons_label;
use super::{BODY, END, KIND, LABEL, Line, MAX_CONTAINERS, Pass, SCOPE};

/// The columns by which the body of an admonition is indented.
pub(super) const BODY_INDENT: usize = 4;

/// The tags of steps.
const STEPS: &[&str] = &["stepper", "steps", "step"];

/// A construct that begins on one line and ends on another.
pub(super) struct Container<'a> {
    pub(super) closes: Closes<'a>,
    /// The text before its marks on their lines, in the changed source.
    prefix: String,
    pub(super) quotes: usize,
    /// The column of its marks.
    pub(super) base: usize,
    pub(super) body: Body,
    pub(super) is_labelled: bool,
    /// True if the headings in it end with it: steps, which stand below a heading of the text around them.
    is_scope: bool,
    /// True if braces in it are words.
    pub(super) is_raw: bool,
    /// The list items that were open before it. `None` if its content may continue them.
    lists: Option<Vec<(usize, usize)>>,
    /// The labels that it gives to the tags in it.
    pub(super) items: Vec<Item>,
    /// The number of tags with content that began right in it.
    pub(super) opened: usize,
}

/// The end of a container.
#[derive(PartialEq, Eq)]
pub(super) enum Closes<'a> {
    /// A line that is indented less.
    Indent,
    /// A line of this many colons, slashes, pluses, or marks of code.
    Marks(u8, usize),
    Tag(Syntax, &'a str),
    /// `[/details]`.
    Details,
}

/// The indentation of a container's content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// None: the content is read as if the container were not there.
    Flush,
    /// Four columns, which are taken off.
    Indented,
    /// The columns of the first line, which are taken off: white space has no meaning in a component.
    Loose(Option<usize>),
}

/// A container that is about to begin.
pub(super) struct Opening<'a> {
    pub(super) label: Option<Label>,
    pub(super) closes: Closes<'a>,
    pub(super) body: Body,
}

impl<'a> Pass<'a> {
    /// Begins or ends a container: `:::tip Title`, `::: {.warning}`, `:::`. Escapes a line that the parser must not
    /// take for a definition.
    pub(super) fn colons(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let count = run_len(text.as_bytes(), 0);
        let rest = text.get(count..).unwrap_or_default();
        let range = line.content..line.end;
        if count < 3 {
            return self.definition(line, text);
        }
        if rest.trim().is_empty() && self.close_marked(line, b':', count) {
            return Some(line.next);
        }
        let is_closed = line.content < self.last_marks() && self.containers.len() < MAX_CONTAINERS;
        let Some(label) = colons_label(rest).filter(|_| is_closed) else {
            return self.definition(line, text);
        };
        let is_shown = match &label {
            Label::Title(_) => true,
            Label::Kind(kind) => is_kind(rest.get(kind.clone()).unwrap_or_default()),
        };
        let opening = Opening {
            label: is_shown.then(|| label.moved_by(line.content + count)),
            closes: Closes::Marks(b':', count),
            body: Body::Flush,
        };
        self.open(line, range, opening, false);
        Some(if rest.trim().starts_with('{') {
            self.cut_options(line)
        } else {
            line.next
        })
    }

    /// Begins or ends a fold of Outline: `+++ Title`, `+++`.
    pub(super) fn pluses(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let title = text.strip_prefix("+++")?;
        if title.trim().is_empty() {
            return self.close_marked(line, b'+', 3).then_some(line.next);
        }
        let is_closed = line.content < self.last_marks() && self.containers.len() < MAX_CONTAINERS;
        (is_closed && title.starts_with(' ')).then_some(())?;
        let label = Label::Title(in_text(text, title.trim())).moved_by(line.content);
        let opening = Opening {
            label: Some(label),
            closes: Closes::Marks(b'+', 3),
            body: Body::Flush,
        };
        self.open(line, line.content..line.end, opening, false);
        Some(line.next)
    }

    /// Cuts the options below the start of a container: `:class: tip`. Returns the start of the next line.
    pub(super) fn cut_options(&mut self, line: &Line) -> usize {
        let mut next = line.next;
        loop {
            let end = self.line_end(next);
            let at = self.indent(next, end).1;
            let name = self
                .text(at..end)
                .strip_prefix(':')
                .and_then(|rest| rest.split_once(':'));
            let is_option = name.is_some_and(|(name, _)| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
            if !is_option {
                return next;
            }
            self.edits.cut(next..end);
            next = end + self.ending_len(end);
        }
    }

    /// Closes the container that a line of this many marks ends. Returns `false` if it ends none.
    pub(super) fn close_marked(&mut self, line: &Line, mark: u8, count: usize) -> bool {
        let same = Closes::Marks(mark, count);
        let is_shorter =
            |closes: &Closes<'_>| matches!(closes, Closes::Marks(of, open) if *of == mark && *open < count);
        let all = &self.containers;
        let found = all.iter().rposition(|container| container.closes == same);
        let found = found.or_else(|| all.iter().rposition(|container| is_shorter(&container.closes)));
        if let Some(index) = found {
            self.close(index, line, line.content..line.end, false);
        }
        found.is_some()
    }

    /// Begins or ends a container: `/// note | Title`, `/// caption`, with options on indented lines; `///`.
    pub(super) fn slashes(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let count = run_len(text.as_bytes(), 0);
        let rest = text.get(count..).unwrap_or_default();
        if count < 3 || (rest.trim().is_empty() && self.close_marked(line, b'/', count)) {
            return (count > 2).then_some(line.next);
        }
        let (kind, title) = rest.split_once('|').unwrap_or((rest, ""));
        let (kind, title) = (kind.trim(), title.trim());
        let is_name = kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let may_open = line.content < self.last_marks() && self.containers.len() < MAX_CONTAINERS;
        (is_name && !kind.is_empty() && rest.starts_with(' ') && may_open).then_some(())?;
        let label = if has_word(title) && kind != "html" {
            Some(Label::Title(in_text(text, title)))
        } else {
            is_kind(kind).then(|| Label::Kind(in_text(text, kind)))
        };
        let opening = Opening {
            label: label.map(|label| label.moved_by(line.content)),
            closes: Closes::Marks(b'/', count),
            body: Body::Flush,
        };
        self.open(line, line.content..line.end, opening, false);
        let mut next = line.next;
        while let (columns, at) = self.indent(next, self.source.len())
            && columns >= line.indent + BODY_INDENT
            && let end = self.line_end(at)
            && self.text(at..end).contains(": ")
        {
            self.edits.cut(next..end);
            next = end + self.ending_len(end);
        }
        Some(next)
    }

    /// Begins a definition, or keeps the parser from taking a colon for one.
    fn definition(&mut self, line: &Line, text: &str) -> Option<usize> {
        let first = self.paragraph.first().cloned();
        if first.is_some_and(|first| begins_html(self.text(first))) {
            return None;
        }
        let was_paragraph = std::mem::take(&mut self.is_behind_paragraph);
        let rest = text.get(1..).unwrap_or_default();
        if rest.starts_with([' ', '\t']) && !rest.trim().is_empty() {
            let (space, words) = self.indent(line.content + 1, line.end);
            self.flush();
            if !was_paragraph && self.has_body(line) {
                // The term is not text, but the content of its definition counts.
                let (closes, body) = (Closes::Indent, Body::Indented);
                let opening = Opening {
                    label: None,
                    closes,
                    body,
                };
                let inner = Self::within(line, words, line.indent, self.prefix(line));
                self.open(line, line.content..words, opening, true);
                let admonition = self.admonition(&inner, self.text(words..line.end));
                if admonition.is_none() {
                    self.paragraph_line(words..line.end);
                }
                return Some(line.next);
            }
            self.is_behind_paragraph = was_paragraph;
            if !was_paragraph {
                return None;
            }
            let column = line.indent + 1 + if space > 4 { 1 } else { space };
            self.lists.push((line.quotes, column));
            let prefix = format!("{}{}", line.prefix, " ".repeat(column));
            let inner = Self::within(line, words, column, prefix);
            return self.admonition(&inner, self.text(words..line.end));
        } else if icon_name(text).is_none() && !(text.contains('-') && text.bytes().all(|b| b":-| \t".contains(&b))) {
            self.edits.insert(line.content, "\\");
        }
        None
    }

    /// The rest of a line from `at` on, as if it were a line with this indentation.
    fn within(line: &Line, at: usize, indent: usize, prefix: String) -> Line {
        Line {
            at,
            content: at,
            indent,
            prefix,
            ..*line
        }
    }

    fn last_marks(&mut self) -> usize {
        let source = self.source;
        *self.last_marks.get_or_insert_with(|| last_marks(source))
    }

    /// Begins a container with its mark in `range`. `has_rest` is true if words follow the mark on its line.
    pub(super) fn open(&mut self, line: &Line, range: Range<usize>, opening: Opening<'a>, has_rest: bool) {
        self.flush();
        let prefix = self.prefix(line);
        let is_raw = match opening.closes {
            Closes::Tag(_, name) => matches!(name, "raw" | "verbatim"),
            _ => self
                .text(range.clone())
                .trim_start_matches([':', ' '])
                .starts_with("v-pre"),
        };
        let is_scope = opening.label.is_none() && self.begins_steps(&opening.closes);
        match &opening.label {
            Some(label) => self.label(label, range, &prefix, BODY, has_rest),
            None if is_scope => self
                .edits
                .replace(range, format!("{SCOPE}{}", new_line(has_rest, &prefix))),
            None => self.edits.cut(range),
        }
        let lists = (opening.body != Body::Flush).then(|| std::mem::take(&mut self.lists));
        self.containers.push(Container {
            closes: opening.closes,
            prefix,
            quotes: line.quotes,
            base: line.indent,
            body: opening.body,
            is_labelled: opening.label.is_some(),
            is_scope,
            is_raw,
            lists,
            items: Vec::new(),
            opened: 0,
        });
    }

    /// True if a tag begins steps: `{% stepper %}`, `<Steps>`.
    fn begins_steps(&self, closes: &Closes<'_>) -> bool {
        let Closes::Tag(_, name) = closes else { return false };
        let is_steps = STEPS.iter().any(|steps| steps.eq_ignore_ascii_case(name));
        is_steps && !self.containers.iter().any(|container| container.is_scope)
    }

    /// Ends the container with this index, whose end mark is in `range`, and those within it.
    pub(super) fn close(&mut self, index: usize, line: &Line, range: Range<usize>, has_rest: bool) {
        self.close_from(index + 1, line.start);
        self.flush();
        let Some(container) = self.containers.pop() else { return };
        if let Some(lists) = container.lists {
            self.lists = lists;
        }
        if !container.is_labelled && !container.is_scope {
            // The words of two tabs are not one word.
            let behind = self.text(range.end..line.end);
            let parts = behind.starts_with('<') && !behind.starts_with("</");
            let at = range.end;
            self.edits.say(range, if parts { " " } else { "" }, at);
            return;
        }
        let before = new_line(range.start > line.content, &container.prefix);
        let after = new_line(has_rest, &container.prefix);
        self.edits.replace(range, format!("{before}{END}{after}"));
    }

    /// Ends the containers from the one with this index on, before the line at `at`.
    pub(super) fn close_from(&mut self, index: usize, at: usize) {
        let Some(outermost) = self.containers.get(index) else {
            return;
        };
        let prefix = outermost.prefix.clone();
        self.flush();
        self.end_code(at, &prefix);
        while self.containers.len() > index
            && let Some(container) = self.containers.pop()
        {
            if container.is_labelled || container.is_scope {
                self.edits.insert(at, format!("{}{END}\n", container.prefix));
            }
            if let Some(lists) = container.lists {
                self.lists = lists;
            }
        }
    }

    /// Replaces the markup in `range` by a label with its marks.
    pub(super) fn label(&mut self, label: &Label, range: Range<usize>, prefix: &str, body: &str, has_rest: bool) {
        let (Label::Title(words) | Label::Kind(words)) = label;
        let mark = if matches!(label, Label::Kind(_)) { KIND } else { LABEL };
        // The group around a tag may hold the label.
        let is_elsewhere = words.start < range.start;
        let (start, end) = if is_elsewhere {
            (range.start, range.start)
        } else {
            (words.start, words.end)
        };
        self.edits.replace(range.start..start, format!("{mark}\n{prefix}"));
        match label {
            Label::Title(_) if is_elsewhere => self.edits.say(start..end, self.text(words.clone()), words.start),
            Label::Title(_) => self.inline(std::slice::from_ref(words), true),
            Label::Kind(_) => {
                let kind = shown(self.text(words.clone()));
                self.edits.say(words.clone(), kind, words.start);
            }
        }
        let after = new_line(has_rest, prefix);
        self.edits.replace(end..range.end, format!("\n{prefix}{body}{after}"));
    }
}

/// The start of a new line below `prefix`, if it is needed.
fn new_line(is_needed: bool, prefix: &str) -> String {
    if is_needed {
        format!("\n{prefix}")
    } else {
        String::new()
    }
}

/// The place of the last line of only colons or slashes; 0 if no line is.
fn last_marks(source: &str) -> usize {
    let mut last = 0;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let marks = line.trim_start_matches([' ', '\t', '>']).trim_end();
        if marks.len() > 2 && [b':', b'/', b'+'].iter().any(|mark| marks.bytes().all(|b| b == *mark)) {
            last = at;
        }
        at += line.len();
    }
    last
}

//! Lines that are not part of the text, or are code: remarks, references, formulas, statements of a module.

use super::blocks::FENCE;
use super::forms::{attribute_list, is_module_line};
use super::{Line, Pass};

/// The most lines that are searched for the end of a construct.
const MAX_LINES: usize = 200;

impl<'a> Pass<'a> {
    /// Cuts the placeholder from `[page]: {{ site.url }}/page`, since it may hold spaces. Cuts `[TOC]`, too.
    pub(super) fn reference(&mut self, line: &Line, text: &str) -> Option<usize> {
        if text.trim_end().eq_ignore_ascii_case("[toc]") && self.paragraph.is_empty() {
            return Some(self.cut_line(line));
        }
        let target = text.find("]:").map(|close| close + 2);
        let at = target.filter(|&at| text.get(at..).is_some_and(|rest| rest.trim_start().starts_with('{')))?;
        let mut at = line.content + at;
        while let Some(open) = self.text(at..line.end).find("{{")
            && let Some(close) = self.text(at + open..line.end).find("}}")
        {
            self.edits.cut(at + open..at + open + close + 2);
            at += open + close + 2;
        }
        // Without a target, Markdown would not take this for a reference.
        if self.text(at..line.end).trim().is_empty() {
            self.edits.insert(line.end, "<>");
        }
        Some(line.next)
    }

    /// Keeps the words of `*[HTML]: Hyper Text`, without the brackets.
    pub(super) fn abbreviation(&mut self, line: &Line, text: &str) -> Option<usize> {
        let close = text.strip_prefix("*[")?.find("]:").filter(|&close| close > 0)?;
        self.flush();
        let at = line.content + 2 + close;
        self.edits.cut(line.content..line.content + 2);
        self.edits.cut(at..at + 1);
        if self.text(line.next..self.source.len()).starts_with("*[") {
            self.edits.insert(line.end, "\\");
        }
        Some(line.next)
    }

    /// Cuts a list of attributes on a line of its own, and a placeholder alone on its line: `{{ content }}`.
    pub(super) fn attributes(&mut self, line: &Line, text: &str) -> Option<usize> {
        let text = text.trim_end();
        let filled = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        let is_filled = filled.is_some_and(|filled| !filled.contains(['{', '}', '<', '%']));
        let is_list = attribute_list(text, 0, true) == Some(text.len());
        (is_list || (is_filled && self.paragraph.is_empty())).then_some(())?;
        // The table of contents replaces the list before it.
        let mut words = text.trim_matches(['{', '}', ':']).split_whitespace();
        let is_toc = is_list && words.any(|word| word == "toc");
        if let Some(marker) = self.marker.filter(|_| is_toc)
            && let [only] = &self.paragraph[..]
        {
            self.edits.cut(marker..only.end);
            self.paragraph.clear();
        }
        Some(self.cut_line(line))
    }

    /// Cuts `{/* remark */}` that goes over several lines.
    pub(super) fn remark(&mut self, line: &Line, text: &str) -> Option<usize> {
        (text.starts_with("{/*") && self.may_look()).then_some(())?;
        let behind = self.text(line.content..self.source.len());
        let Some(len) = behind.find("*/}") else {
            self.missed += behind.len();
            return None;
        };
        let end = line.content + len + "*/}".len();
        (end > line.end).then_some(())?;
        self.flush();
        self.edits.cut(line.content..end);
        Some(end)
    }

    /// Cuts private remarks between lines that are `%%`.
    pub(super) fn private(&mut self, line: &Line, text: &str) -> Option<usize> {
        (text.trim_end() == "%%" && self.paragraph.is_empty()).then_some(())?;
        let mut at = line.next;
        for behind in self.lines_from(line.next) {
            at += behind.len();
            if behind.trim_end().ends_with("%%") {
                self.edits.cut(line.content..at);
                return Some(at);
            }
        }
        None
    }

    /// Makes a formula between lines that are `$$` code, so that it stays as it is.
    pub(super) fn formula(&mut self, line: &Line, text: &str) -> Option<usize> {
        (text.trim_end() == "$$" && line.quotes == 0 && self.paragraph.is_empty()).then_some(())?;
        let mut at = line.next;
        for behind in self.lines_from(at).take_while(|behind| !behind.trim().is_empty()) {
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

    /// Cuts a statement of the module that an MDX file is, up to the end of its brackets or else to a blank line.
    pub(super) fn module(&mut self, line: &Line, text: &str) -> Option<usize> {
        let is_outside = self.paragraph.is_empty() && self.lists.is_empty() && line.indent == 0 && line.quotes == 0;
        (is_outside && is_module_line(text)).then_some(())?;
        let (mut depth, mut at, mut blank) = (0_isize, line.start, None);
        for part in self.lines_from(line.start) {
            if part.trim().is_empty() {
                blank.get_or_insert(at);
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
                blank = Some(at);
                break;
            }
        }
        let end = blank?;
        self.is_module = true;
        self.edits.cut(line.content..end);
        Some(end)
    }

    /// The lines from `start` on that are searched for an end.
    fn lines_from(&self, start: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text(start..self.source.len())
            .split_inclusive('\n')
            .take(MAX_LINES)
    }
}

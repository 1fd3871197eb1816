//! The tags of templates: Jinja, Liquid, Go, Handlebars, and those that are written in `<% %>`.

use super::Flow;
use crate::corpus::traced::MarkKind;

/// The end of a template's tag is searched for within this many bytes.
const MAX_TAG_BYTES: usize = 2_000;

impl Flow<'_> {
    /// The length of a template's tag at the front of `rest`, which is skipped. `None` if no tag begins there.
    pub(super) fn template_len(&mut self, rest: &str) -> Option<usize> {
        let in_code = || self.marks.iter().any(|(kind, _)| *kind == MarkKind::Code);
        if !self.is_template || in_code() {
            return None;
        }
        if self.in_remark || rest.starts_with("<%--") {
            // Elements may stand in it.
            let end = rest.find("--%>");
            self.in_remark = end.is_none();
            return Some(end.map_or(rest.len(), |at| at + "--%>".len()));
        }
        let window = &rest[..rest.floor_char_boundary(MAX_TAG_BYTES)];
        if self.in_template_comment && !rest.starts_with("{%") {
            return Some(rest.find("{%").unwrap_or(rest.len()));
        }
        let (begin, end) = [("{%", "%}"), ("{{", "}}"), ("{#", "#}"), ("<%", "%>")]
            .into_iter()
            .find(|(begin, _)| rest.starts_with(begin))?;
        // A comment of Go may hold braces.
        let is_comment = begin == "{{" && rest[2..].trim_start_matches(['-', ' ']).starts_with("/*");
        let from = if is_comment { window.find("*/")? } else { 0 };
        let end = from + window[from..].find(end)? + end.len();
        let tag = rest[..end].trim_matches(|c: char| !c.is_alphabetic());
        match tag {
            "comment" => self.in_template_comment = true,
            "endcomment" => self.in_template_comment = false,
            _ => {}
        }
        if !is_output(&rest[..end]) {
            self.space(None);
        }
        Some(end)
    }
}

/// True if a tag such as `<%= price %>` or `<%- price %>` shows a value. `inner` is the text between its percent signs.
/// `<%- end -%>` only does something, and `<%-- remark --%>` says nothing.
pub(in crate::corpus) fn is_value(inner: &str) -> bool {
    inner.starts_with('=') || (inner.starts_with('-') && !inner.ends_with('-'))
}

/// True for a template's tag that words take the place of, not one that only does something: `{{ if x }}`, `{{- end -}}`,
/// `{{#each x}}`, `{{ $x := 1 }}`.
pub(super) fn is_output(tag: &str) -> bool {
    const ACTIONS: &[&str] = &[
        "if", "else", "end", "range", "with", "define", "block", "return", "break", "continue",
    ];
    if let Some(inner) = tag.strip_prefix("<%") {
        return is_value(inner.trim_end_matches(['%', '>']));
    }
    let Some(inner) = tag.strip_prefix("{{") else {
        return false;
    };
    let inner = inner.trim_matches(['{', '}', '-', '~', ' ', '\n', '\t', '\r']);
    let first = inner.split_whitespace().next().unwrap_or_default();
    !ACTIONS.contains(&first) && !inner.contains(":=") && !inner.starts_with(['#', '/', '!', '^', '>'])
}

//! The names that a file defines before or after it uses them: targets of links, labels of sections, substitutions.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::lines::{Line, adornment, directive};

/// A title stands within this many lines of its label.
const MAX_LINES: usize = 50;

/// The names of a file, in lower case.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// Addresses by name.
    pub(super) addresses: HashMap<String, &'a str>,
    /// True if there are targets without a name.
    pub(super) has_nameless: bool,
    /// Titles of sections by label.
    pub(super) titles: HashMap<String, Line<'a>>,
    /// Substitutions by name.
    pub(super) replacements: HashMap<String, Line<'a>>,
    /// The marks of footnotes that were left out of the text so far, by their places in the source.
    pub(super) marks: RefCell<BTreeMap<usize, String>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(lines: &[Line<'a>]) -> Self {
        let mut names = Self::default();
        for (i, line) in lines.iter().enumerate() {
            names.has_nameless |= line.text.starts_with("__ ") || line.text.starts_with(".. __:");
            if let Some((name, target)) = target(line.text) {
                if target.is_empty() {
                    if let Some(title) = title_after(&lines[i + 1..]) {
                        names.titles.insert(folded(name), title);
                    }
                } else if target.contains(':') || target.starts_with(['/', '.']) {
                    names.addresses.insert(folded(name), target);
                }
            } else if let Some((name, value)) = replacement(line) {
                names.replacements.insert(folded(name), value);
            }
        }
        names
    }
}

/// A name as names are compared.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The name and the target of ".. _name: target".
fn target(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix(".. _")?;
    let (name, target) = match rest.strip_prefix('`') {
        Some(quoted) => quoted.split_once("`:")?,
        None => rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, "")))?,
    };
    Some((name, target.trim()))
}

/// The name and the text of a substitution: `.. |name| replace:: text`.
fn replacement<'a>(line: &Line<'a>) -> Option<(&'a str, Line<'a>)> {
    let rest = line.text.strip_prefix(".. |")?;
    let (name, after) = rest.split_once('|')?;
    let start = line.text.len() - after.trim_start().len();
    let (kind, len) = directive_after(&line.text[start..])?;
    (kind == "replace").then(|| (name, line.after(start + len)))
}

/// The name of a directive that has no dots before it, and its length with the colons.
fn directive_after(text: &str) -> Option<(&str, usize)> {
    let end = text.find("::")?;
    Some((&text[..end], end + 2))
}

/// The title of the section that begins at the next lines, past other labels.
fn title_after<'a>(lines: &[Line<'a>]) -> Option<Line<'a>> {
    // The indentation of a directive; what is further in belongs to it.
    let mut passed: Option<usize> = None;
    let mut rest = lines.iter().take(MAX_LINES).filter(|line| {
        if line.is_blank() || target(line.text).is_some() || passed.is_some_and(|indent| line.indent > indent) {
            return false;
        }
        passed = directive(line.text).map(|_| line.indent);
        passed.is_none()
    });
    let first = rest.next()?;
    let second = rest.next()?;
    if adornment(first.text).is_some() {
        return Some(*second);
    }
    adornment(second.text).map(|_| *first)
}

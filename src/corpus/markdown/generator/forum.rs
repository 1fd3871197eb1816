//! Tags in square brackets, as forums have them: `[details="Why?"]`, `[spoiler]`, `[b]`.

use super::containers::{Body, Closes, Opening};
use super::forms::in_text;
use super::inline::Paragraph;
use super::tags::Label;
use super::{Line, MAX_CONTAINERS, Pass, SPOILER};

/// Tags within a paragraph: their names, their ends, and the HTML element with the same effect, or an empty name.
const INLINE: &[(&str, &str, &str)] = &[
    ("b", "[/b]", "b"),
    ("i", "[/i]", "i"),
    ("u", "[/u]", ""),
    ("s", "[/s]", "s"),
    ("strike", "[/strike]", "s"),
    ("del", "[/del]", "s"),
    ("sup", "[/sup]", "sup"),
    ("code", "[/code]", "code"),
    ("spoiler", "[/spoiler]", SPOILER),
    ("color", "[/color]", ""),
    ("size", "[/size]", ""),
    ("font", "[/font]", ""),
    ("center", "[/center]", ""),
    ("quote", "[/quote]", ""),
    ("url", "[/url]", "a"),
];
/// Tags on lines of their own, around paragraphs.
const BLOCK: &[&str] = &["quote", "spoiler", "poll", "wrap", "center", "grid", "hide", "list"];

/// The name and the value of the tag at the start of a text, and the text after it. `None` if no tag is there.
fn tag(text: &str) -> Option<(&str, &str, &str)> {
    let (inner, rest) = text.strip_prefix('[')?.split_once(']')?;
    let len = inner.find(['=', ' ']).unwrap_or(inner.len());
    let (name, value) = inner.split_at(len);
    let is_tag = !inner.contains(['[', '\n']) && !rest.starts_with(['(', '[', ':']);
    is_tag.then(|| (name, value.trim_start_matches('=').trim().trim_matches('"'), rest))
}

impl<'a> Pass<'a> {
    /// Takes a tag that is alone on its line. `[details]` gives a label and an end.
    pub(super) fn forum_line(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let (name, value, rest) = tag(text)?;
        rest.trim().is_empty().then_some(())?;
        let name_of_end = name.strip_prefix('/');
        if name_of_end == Some("details") {
            let mut open = self.containers.iter();
            let index = open.rposition(|container| container.closes == Closes::Details)?;
            self.close(index, line, line.content..line.end, false);
            return Some(line.next);
        }
        if name != "details" {
            let is_block = BLOCK.contains(&name_of_end.unwrap_or(name));
            return (is_block && self.is_paired(line, name)).then(|| self.cut_line(line));
        }
        (self.containers.len() < MAX_CONTAINERS && self.is_paired(line, name)).then_some(())?;
        let label = (!value.is_empty()).then(|| Label::Title(in_text(text, value)).moved_by(line.content));
        let (closes, body) = (Closes::Details, Body::Flush);
        self.open(line, line.content..line.end, Opening { label, closes, body }, false);
        Some(line.next)
    }

    /// Takes an item of a forum's list, `[*]No dogs`, below a `[list]`. Returns `false` for any other line.
    pub(super) fn forum_item(&mut self, line: &Line, text: &str) -> bool {
        let Some(words) = text.strip_prefix("[*]") else {
            return false;
        };
        if !self.is_paired(line, "/list") {
            return false;
        }
        self.flush();
        let content = line.end - words.trim_start().len();
        self.edits.replace(line.content..content, "- ");
        self.lists.push((line.quotes, line.indent + 2));
        self.marker = Some(line.content);
        self.paragraph_line(content..line.end);
        true
    }

    /// True if the other tag of the pair is there.
    fn is_paired(&mut self, line: &Line, name: &str) -> bool {
        if !self.may_look() {
            return false;
        }
        let before = self.text(0..line.start);
        let behind = self.text(line.end..self.source.len());
        let (found, most) = match name.strip_prefix('/') {
            Some(opened) => {
                let open = before.rfind(&format!("[{opened}"));
                (open.map(|at| before.len() - at), before.len())
            }
            None => (behind.find(&format!("[/{name}]")), behind.len()),
        };
        self.missed += found.unwrap_or(most);
        found.is_some()
    }

    /// Takes a tag within a paragraph, if its end is there.
    pub(super) fn forum_tag(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        let text = self.span_behind(paragraph, at);
        let Some((name, value, rest)) = tag(text) else {
            return at + 1;
        };
        let inner = at + text.len() - rest.len();
        let Some((_, end, element)) = INLINE.iter().find(|(known, ..)| *known == name) else {
            return at + 1;
        };
        let Some(close) = self.end_of(paragraph, inner, end) else {
            return at + 1;
        };
        let attributes = match (*element, value) {
            ("a", "") => return at + 1,
            ("a", address) => format!(" href=\"{}\"", address.replace('"', "")),
            _ => String::new(),
        };
        let tags = match *element {
            "" => [String::new(), String::new()],
            element => [format!("<{element}{attributes}>"), format!("</{element}>")],
        };
        let [open, shut] = tags;
        self.edits.replace(at..inner, open);
        self.edits.replace(close - end.len()..close, shut);
        inner
    }
}

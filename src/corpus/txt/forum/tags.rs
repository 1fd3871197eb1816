//! The tags of forums: their names, and the HTML elements with the same effects.

use std::ops::Range;

/// The effect of a tag on what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// The item of a list, which needs no end.
    Item,
    /// A line across the page.
    Line,
    /// Changes how the words look, and not what they say.
    Nothing,
    /// An element within a line.
    Inline(&'static str, &'static str),
    /// An element with lines of its own.
    Block(&'static str, &'static str),
    Link,
    /// The words of somebody, who may be named.
    Quote,
    /// Text that opens at a click.
    Fold,
    /// Holds no words, but an address.
    Dropped,
    Code,
    /// Text in which tags are words.
    Literal,
}

/// The longest tag, in bytes.
const MAX_TAG_BYTES: usize = 300;
const TAGS: &[(&str, Effect)] = &[
    ("*", Effect::Item),
    ("hr", Effect::Line),
    ("b", Effect::Inline("<b>", "</b>")),
    ("i", Effect::Inline("<i>", "</i>")),
    ("s", Effect::Inline("<s>", "</s>")),
    ("strike", Effect::Inline("<s>", "</s>")),
    ("del", Effect::Inline("<s>", "</s>")),
    ("sup", Effect::Inline("<sup>", "</sup>")),
    ("sub", Effect::Inline("<sub>", "</sub>")),
    ("h1", Effect::Block("<h1>", "</h1>")),
    ("h2", Effect::Block("<h2>", "</h2>")),
    ("h3", Effect::Block("<h3>", "</h3>")),
    ("h4", Effect::Block("<h4>", "</h4>")),
    ("list", Effect::Block("<ul>", "</ul>")),
    ("ul", Effect::Block("<ul>", "</ul>")),
    ("olist", Effect::Block("<ol>", "</ol>")),
    ("ol", Effect::Block("<ol>", "</ol>")),
    ("li", Effect::Block("<li>", "</li>")),
    ("table", Effect::Block("<table>", "</table>")),
    ("tr", Effect::Block("<tr>", "</tr>")),
    ("th", Effect::Block("<th>", "</th>")),
    ("td", Effect::Block("<td>", "</td>")),
    ("center", Effect::Block("<div>", "</div>")),
    ("left", Effect::Block("<div>", "</div>")),
    ("right", Effect::Block("<div>", "</div>")),
    ("align", Effect::Block("<div>", "</div>")),
    ("indent", Effect::Block("<div>", "</div>")),
    ("wrap", Effect::Block("<div>", "</div>")),
    ("grid", Effect::Block("<div>", "</div>")),
    ("poll", Effect::Block("<div>", "</div>")),
    ("u", Effect::Nothing),
    ("color", Effect::Nothing),
    ("size", Effect::Nothing),
    ("font", Effect::Nothing),
    ("user", Effect::Nothing),
    ("mention", Effect::Nothing),
    ("highlight", Effect::Nothing),
    ("url", Effect::Link),
    ("quote", Effect::Quote),
    ("spoiler", Effect::Fold),
    ("details", Effect::Fold),
    ("expand", Effect::Fold),
    ("collapse", Effect::Fold),
    ("hide", Effect::Fold),
    ("img", Effect::Dropped),
    ("youtube", Effect::Dropped),
    ("previewyoutube", Effect::Dropped),
    ("media", Effect::Dropped),
    ("video", Effect::Dropped),
    ("attachment", Effect::Dropped),
    ("attach", Effect::Dropped),
    ("code", Effect::Code),
    ("noparse", Effect::Literal),
    ("plain", Effect::Literal),
];

impl Effect {
    pub(super) fn is_block(self) -> bool {
        matches!(self, Self::Block(..) | Self::Quote)
    }
}

/// A tag of a text.
pub(super) struct Tag<'a> {
    /// Its name in lower case.
    pub(super) name: &'static str,
    pub(super) effect: Effect,
    pub(super) is_end: bool,
    /// The value after the name and "=", without quotation marks.
    pub(super) value: &'a str,
    /// The place of the value in the tag.
    at: usize,
    pub(super) len: usize,
}

impl<'a> Tag<'a> {
    /// The tag at a place of a text, if it is known.
    pub(super) fn at(text: &'a str, at: usize) -> Option<Self> {
        let end = text.floor_char_boundary(text.len().min(at + MAX_TAG_BYTES));
        let (inner, rest) = text.get(at..end)?.strip_prefix('[')?.split_once(']')?;
        // "[b](address)" and "[quote]: address" are Markdown.
        if inner.contains(['[', '\n']) || rest.starts_with(['(', ':']) {
            return None;
        }
        let bare = inner.strip_prefix('/').unwrap_or(inner);
        let name = &bare[..bare.find(['=', ' ']).unwrap_or(bare.len())];
        let (name, effect) = known(name)?;
        let rest_of_tag = &bare[name.len()..];
        let value = rest_of_tag.trim().trim_start_matches('=').trim();
        // "Ann" and another attribute: the first one counts.
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => value.split_once(" date=").map_or(value, |(value, _)| value),
        };
        Some(Self {
            name,
            effect,
            is_end: bare.len() < inner.len(),
            value,
            at: inner.len() - rest_of_tag.len() + rest_of_tag.find(value).unwrap_or_default() + "[".len(),
            len: inner.len() + "[]".len(),
        })
    }

    /// The place of the name in a quotation or on a fold, in the tag. `None` if there is none.
    pub(super) fn title(&self) -> Option<Range<usize>> {
        // Forums add the number of the post: "Ann, post: 7", "Ann;7".
        let ends = [", post:", ";"].iter().filter_map(|end| self.value.find(end));
        let len = ends
            .min()
            .filter(|_| self.effect == Effect::Quote)
            .unwrap_or(self.value.len());
        let is_name = self.value[..len].contains(char::is_alphanumeric);
        is_name.then_some(self.at..self.at + len)
    }
}

fn known(name: &str) -> Option<(&'static str, Effect)> {
    TAGS.iter().copied().find(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// For each tag that a text ends, the place of its last end.
pub(super) fn last_ends(text: &str) -> Vec<(&'static str, usize)> {
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    for (at, _) in text.match_indices("[/") {
        let Some(tag) = Tag::at(text, at) else { continue };
        match found.iter_mut().find(|(other, _)| *other == tag.name) {
            Some((_, last)) => *last = at,
            None => found.push((tag.name, at)),
        }
    }
    found
}

/// The length of the text before the end of a tag, and the length of that end; the whole text if it lacks one.
pub(super) fn end_of(text: &str, name: &str) -> (usize, usize) {
    let mut ends = text
        .match_indices("[/")
        .filter_map(|(at, _)| Some((at, Tag::at(text, at)?)));
    let end = ends.find(|(_, tag)| tag.name == name);
    end.map_or((text.len(), 0), |(at, tag)| (at, tag.len))
}

/// A line without its tags.
pub(super) fn without_tags(line: &str) -> String {
    let mut words = String::new();
    let mut at = 0;
    while let Some(next) = line[at..].find('[') {
        words.push_str(&line[at..at + next]);
        at += next;
        let len = Tag::at(line, at).map_or(1, |tag| tag.len);
        if len == 1 {
            words.push('[');
        }
        at += len;
    }
    words.push_str(&line[at..]);
    words
}

/// True if all words of the line at a place are bold.
pub(super) fn is_bold_line(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let Some((before, bold)) = line.split_once("[b]").or_else(|| line.split_once("[B]")) else {
        return false;
    };
    let Some((bold, after)) = bold.split_once("[/b]").or_else(|| bold.split_once("[/B]")) else {
        return false;
    };
    let is_blank = |text: &str| without_tags(text).trim().is_empty();
    is_blank(before) && is_blank(after) && !is_blank(bold) && !before.contains("[*]")
}

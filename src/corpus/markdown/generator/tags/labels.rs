//! The labels of tags' contents: titles, kinds, and the names that a group of tabs gives to each.

use std::ops::Range;

use super::super::forms::{has_word, in_text, is_kind};
use super::{Argument, Syntax, TITLES, Tag};

/// Arguments that give the kind of a tag's content.
const KINDS: &[&str] = &["type", "kind", "style", "severity", "variant", "status", "intent"];

/// The label of a tag's content.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) enum Label {
    /// These words.
    Title(Range<usize>),
    /// The kind that this word names.
    Kind(Range<usize>),
}

impl Label {
    /// The same label, this many bytes further on.
    pub(in super::super) fn moved_by(self, by: usize) -> Self {
        match self {
            Self::Title(range) => Self::Title(range.start + by..range.end + by),
            Self::Kind(range) => Self::Kind(range.start + by..range.end + by),
        }
    }
}

/// One of the tags in a group, as the group announces it.
pub(in super::super) struct Item {
    label: Range<usize>,
    /// The value of the tag that it names; the label itself if the group gives none.
    value: Range<usize>,
}

impl Tag<'_> {
    /// The label of the content, which begins with the tag `first` if it begins with one.
    pub(in super::super) fn label(&self, first: Option<&Tag<'_>>) -> Option<Label> {
        let is_component = self.syntax == Syntax::Component;
        // A spoiler with content has its title there.
        let text = self.argument(&["text"]).filter(|_| !is_component);
        if let Some(title) = self.argument(TITLES).or(text).filter(|title| title.is_quoted) {
            return Some(Label::Title(title.value.clone()));
        }
        if let Some(title) = if is_component {
            self.tab()
        } else {
            self.unnamed_title(first)
        } {
            return Some(Label::Title(title));
        }
        let is_first_unnamed = |first: &&Argument| first.key.is_none() && !is_component;
        let first = self.arguments.first().filter(is_first_unnamed);
        let kind = self.argument(KINDS).or(first).map(|kind| kind.value.clone());
        if let Some(kind) = kind.filter(|kind| is_kind(self.text(kind))) {
            return Some(Label::Kind(kind));
        }
        is_kind(self.name).then(|| Label::Kind(in_text(self.source, self.name)))
    }

    /// The value of a tab, which readers see if it has no label. `None` for other tags.
    fn tab(&self) -> Option<Range<usize>> {
        let is_tab = self.name.ends_with("Tab") || self.name.ends_with("TabItem");
        let value = self.argument(&["value"]).filter(|value| is_tab && value.is_quoted)?;
        Some(value.value.clone())
    }

    /// The title of a shortcode that has no argument `title`: `note "Title"`, `name="Title"`, `details A title`.
    fn unnamed_title(&self, first: Option<&Tag<'_>>) -> Option<Range<usize>> {
        let is_title = |argument: &&Argument| {
            let text = self.text(&argument.value);
            argument.is_quoted && has_word(text) && !is_kind(text) && !matches!(text, "true" | "false")
        };
        // A kind may stand before it, and in Hugo a word such as "primary".
        let is_option = |argument: &&Argument| {
            let text = self.text(&argument.value);
            let is_word = text.bytes().all(|b| b.is_ascii_alphabetic());
            is_kind(text) || (self.syntax == Syntax::Hugo && is_word && !argument.is_quoted)
        };
        let mut unnamed = self.arguments.iter().filter(|argument| argument.key.is_none());
        let unnamed = unnamed.find(|argument| !is_option(argument)).filter(is_title);
        let title = self.argument(&["name"]).filter(is_title).or(unnamed);
        match title.map(|title| title.value.clone()) {
            // A group of other tags often has an id that looks like a title.
            Some(title) => Some(title).filter(|title| !first.is_some_and(|first| self.is_group_of(first, title))),
            None => self.bare_title(),
        }
    }

    /// True if the tag's content is a row of tags such as `first`, and readers don't see its `title`.
    fn is_group_of(&self, first: &Tag<'_>, title: &Range<usize>) -> bool {
        let title = self.text(title);
        let is_id = !title.contains(char::is_whitespace) && !title.starts_with(char::is_uppercase);
        let is_plural = self.name.ends_with('s') && !is_kind(self.name);
        is_id || is_plural || self.name.contains(first.name)
    }

    /// The words of an aside without quotation marks: `{% details Is it far? %}`, `{% note warning Never %}`. A word in
    /// lower case is an option.
    fn bare_title(&self) -> Option<Range<usize>> {
        let first = self
            .arguments
            .iter()
            .position(|argument| !is_kind(self.text(&argument.value)))?;
        let title = self.arguments[first].value.start..self.arguments.last()?.value.end;
        let text = self.text(&title);
        let mut all = self.arguments.iter();
        let is_plain = all.all(|argument| argument.key.is_none() && !argument.is_quoted);
        let may_be = self.syntax == Syntax::Liquid && is_kind(self.name) && is_plain;
        let is_title = self.name == "details" || !text.starts_with(|c: char| c.is_ascii_lowercase());
        (may_be && is_title && has_word(text)).then_some(title)
    }

    /// The names that a group gives to the tags in it: `items="A,B"`, `items={['A', 'B']}`,
    /// `values={[{label: 'A', value: 'a'}]}`.
    pub(in super::super) fn items(&self) -> Vec<Item> {
        let Some(all) = self.argument(&["items", "values"]) else {
            return Vec::new();
        };
        let text = self.text(&all.value);
        let item = |label, value| Item {
            label: in_text(self.source, label),
            value: in_text(self.source, value),
        };
        if all.is_quoted {
            return text.split(',').map(|label| item(label.trim(), label.trim())).collect();
        }
        let inner = text.strip_prefix('{').unwrap_or(text);
        if !inner.contains('{') {
            return texts(inner).map(|label| item(label, label)).collect();
        }
        let objects = inner.split_inclusive('}');
        let objects = objects.filter_map(|object| Some(item(field(object, "label")?, field(object, "value")?)));
        objects.collect()
    }

    /// The label that the group gives to this tag, the one with this index in it.
    pub(in super::super) fn item(&self, items: &[Item], index: usize) -> Option<Label> {
        let value = self.argument(&["value"]).filter(|value| value.is_quoted);
        let is_it = |item: &&Item| value.is_some_and(|value| self.text(&value.value) == self.text(&item.value));
        let item = match value {
            Some(_) => items.iter().find(is_it),
            None => items.get(index),
        };
        let has_own = self.argument(TITLES).is_some() || self.unnamed_title(None).is_some();
        let item = item.filter(|item| !has_own && has_word(self.text(&item.label)))?;
        Some(Label::Title(item.label.clone()))
    }
}

/// The texts in quotation marks.
fn texts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let open = rest.find(['"', '\'', '`'])?;
        let behind = rest.get(open + 1..)?;
        let (inner, after) = behind.split_once(rest.get(open..=open)?)?;
        rest = after;
        Some(inner)
    })
}

/// The text of a field of an object: that of `label` in `{label: 'A', value: 'a'}`.
fn field<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = object.split_once(name)?;
    let behind = behind.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
    behind
        .trim_start()
        .starts_with(['"', '\'', '`'])
        .then(|| texts(behind).next())?
}

//! The styles of an `OpenDocument` text, each with what it inherits.

use std::borrow::Cow;
use std::collections::HashMap;

use super::lists::ListStyle;
use crate::corpus::office::look::{TextStyle, is_code_font};
use crate::corpus::office::xml::Element;

/// The most styles that one inherits from; more are a circle.
const MAX_ANCESTORS: usize = 32;

/// The longest name of a list style. Each list has a copy.
pub(super) const MAX_NAME_BYTES: usize = 200;

/// A style with what it inherits.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub look: TextStyle,
    pub is_title: bool,
    /// The list style of its paragraphs.
    pub list: Option<String>,
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family ("paragraph", "text") and name.
    by_name: HashMap<(String, String), Style>,
    lists: HashMap<String, ListStyle>,
    /// The numbers of headings.
    pub outline: ListStyle,
    /// The look of paragraphs without a style.
    default: TextStyle,
}

type Written<'x> = HashMap<(String, String), Element<'x>>;

impl Styles {
    /// Reads the styles of the parts of a document. The later of two styles with one name counts.
    pub(super) fn of<'x>(parts: impl Iterator<Item = Element<'x>>) -> Self {
        let mut written = Written::new();
        let mut lists = HashMap::new();
        let mut outline = ListStyle::default();
        let mut default = TextStyle::default();
        for group in parts
            .flat_map(Element::elements)
            .filter(|group| group.name().ends_with("styles"))
        {
            for style in group.elements() {
                let value = |name| style.attribute(name).unwrap_or_default().into_owned();
                match style.name() {
                    "style" => _ = written.insert((value("family"), value("name")), style),
                    "list-style" => _ = lists.insert(value("name"), ListStyle::of(style)),
                    "outline-style" => outline = ListStyle::of(style),
                    "default-style" if value("family") == "paragraph" => default = look_of(style),
                    _ => {}
                }
            }
        }
        let by_name = written
            .keys()
            .map(|key| (key.clone(), inherited(&written, key)))
            .collect();
        Self {
            by_name,
            lists,
            outline,
            default,
        }
    }

    /// The style of this name. An unknown style has no properties; the title's need not be in the file.
    pub(super) fn get(&self, family: &str, name: Option<Cow<'_, str>>) -> Style {
        let key = (family.to_owned(), name.unwrap_or_default().into_owned());
        let mut style = self.by_name.get(&key).cloned().unwrap_or_else(|| Style {
            is_title: is_title(&key),
            ..Style::default()
        });
        // If the default font is monospaced, it doesn't mark code.
        style.look.code = style.look.code.filter(|_| self.default.code != Some(true));
        style
    }

    pub(super) fn list(&self, name: &str) -> Option<&ListStyle> {
        self.lists.get(name)
    }
}

/// True for the style of a document's title.
fn is_title((family, name): &(String, String)) -> bool {
    family == "paragraph" && name == "Title"
}

/// A style with the properties of those that it is based on.
fn inherited(written: &Written<'_>, key: &(String, String)) -> Style {
    let mut style = Style::default();
    let mut key = key.clone();
    for _ in 0..MAX_ANCESTORS {
        style.is_title |= is_title(&key);
        let Some(element) = written.get(&key) else { break };
        style.look = style.look.or(look_of(*element));
        style.list = style
            .list
            .or_else(|| element.attribute("list-style-name").map(Cow::into_owned));
        let Some(parent) = element.attribute("parent-style-name") else {
            break;
        };
        key.1 = parent.into_owned();
    }
    style.list = style.list.filter(|list| (1..=MAX_NAME_BYTES).contains(&list.len()));
    style
}

/// Reads the properties of text in a style.
fn look_of(style: Element<'_>) -> TextStyle {
    let mut look = TextStyle::default();
    for properties in style.all("text-properties") {
        let value = |name| properties.attribute(name);
        look.bold = value("fo:font-weight").map(|weight| weight == "bold" || weight.parse().is_ok_and(is_bold));
        look.italic = value("fo:font-style").map(|style| style == "italic" || style == "oblique");
        look.hidden = value("text:display").map(|display| display == "none");
        look.struck = value("text-line-through-style")
            .or_else(|| value("text-line-through-type"))
            .map(|line| line != "none");
        look.raised = value("text-position").map(|position| {
            let first = position.split_ascii_whitespace().next().unwrap_or_default();
            first == "super"
                || first
                    .trim_end_matches('%')
                    .parse()
                    .is_ok_and(|percent: f32| percent > 0.0)
        });
        let font = value("style:font-name").or_else(|| value("fo:font-family"));
        look.code = font.map(|font| is_code_font(&font));
    }
    look
}

fn is_bold(weight: u32) -> bool {
    weight >= 600
}

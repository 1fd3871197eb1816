//! The styles of a Word document, each with what it inherits.

use std::collections::HashMap;

use super::look::{is_on, look_of};
use crate::corpus::office::look::TextStyle;
use crate::corpus::office::writer::TITLE_LEVEL;
use crate::corpus::office::xml::{Element, Xml};
use crate::corpus::problem::Reason;

/// The most styles that one inherits from. Word allows fewer; more are a circle.
const MAX_ANCESTORS: usize = 32;
/// The size of letters where nothing sets it, in half points.
const DEFAULT_SIZE: usize = 20;
/// The longest id of a numbering. Each item has a copy.
const MAX_ID_BYTES: usize = 20;
/// The outline level (from 0) of text that is not a heading.
const BODY_LEVEL: usize = 9;

/// The role that a style gives a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Text,
    Heading(usize),
    Caption,
    /// A line of a table of contents.
    Contents,
}

/// The numbering that a paragraph or a style asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbered {
    /// The id of the numbering; "0" for none.
    pub id: Option<String>,
    pub level: Option<usize>,
}

/// A style with what it inherits.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a style is a set of properties")]
pub(super) struct Style {
    pub role: Role,
    pub look: TextStyle,
    pub numbered: Numbered,
    /// The name, as written.
    pub name: String,
    /// The size of its letters, in half points; `None` for an unknown style.
    pub size: Option<usize>,
    /// True if its paragraphs stay on one page with the next.
    pub keeps_next: bool,
    /// True if it has a line at its side, as the paragraphs of a box have.
    pub is_boxed: bool,
    /// True if it says that its paragraphs are no headings.
    pub is_body: bool,
    /// True if the style makes the first row of a table bold.
    pub has_bold_head: bool,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none, and its id.
    default: Style,
    default_id: String,
}

impl Styles {
    pub(super) fn of(part: Option<&Xml<'_>>) -> Result<Self, Reason> {
        let mut written = HashMap::new();
        let mut default = None;
        let Some(part) = part else {
            return Ok(Self::default());
        };
        let root = part.root()?;
        for style in root.all("style") {
            let id = style.attribute("styleId").unwrap_or_default().into_owned();
            let is_default = style
                .attribute("default")
                .is_some_and(|value| value == "1" || value == "true");
            if is_default && style.attribute("type").as_deref() == Some("paragraph") {
                default = Some(id.clone());
            }
            written.insert(id, style);
        }
        let mut styles: HashMap<_, _> = written.keys().map(|id| (id.clone(), inherited(&written, id))).collect();
        let default_size = default_size(root);
        for style in styles.values_mut() {
            style.size = style.size.or(Some(default_size));
        }
        let default_id = default.unwrap_or_default();
        let default = styles.get(&default_id).cloned().unwrap_or_default();
        // If the default font is monospaced, it doesn't mark code.
        if default.look.code == Some(true) {
            for style in styles.values_mut() {
                style.look.code = None;
            }
        }
        Ok(Self {
            by_id: styles,
            default,
            default_id,
        })
    }

    /// The id of the style of paragraphs that name none. Empty if no style is the default.
    pub(super) fn default_id(&self) -> &str {
        &self.default_id
    }

    /// Gives a style another role.
    pub(super) fn set_role(&mut self, id: &str, role: Role) {
        if let Some(style) = self.by_id.get_mut(id) {
            style.role = role;
        }
    }

    /// The style of this id; `None` names the default. An unknown style is one without properties.
    pub(super) fn get(&self, id: Option<&str>) -> Style {
        match id {
            Some(id) => self.by_id.get(id).cloned().unwrap_or_default(),
            None => self.default.clone(),
        }
    }
}

/// A style with the properties of those that it is based on.
fn inherited(written: &HashMap<String, Element<'_>>, id: &str) -> Style {
    let mut style = Style::default();
    let mut level = None;
    let mut role = None;
    let (mut keeps_next, mut is_boxed) = (None, None);
    let mut next = Some(id.to_owned());
    for _ in 0..MAX_ANCESTORS {
        let Some(element) = next.and_then(|id| written.get(&id)) else {
            break;
        };
        style.look = style.look.or(look_of(element.child("rPr")));
        let properties = element.child("rPr");
        style.size = style.size.or_else(|| properties.and_then(size));
        let name = value(*element, "name").unwrap_or_default();
        role = role.or_else(|| named_role(&name.to_ascii_lowercase()));
        if style.name.is_empty() {
            style.name = name;
        }
        if let Some(properties) = element.child("pPr") {
            let numbered = numbered(properties);
            style.numbered.id = style.numbered.id.or(numbered.id);
            style.numbered.level = style.numbered.level.or(numbered.level);
            level = level.or_else(|| outline_level(properties));
            keeps_next = keeps_next.or(properties.child("keepNext").map(is_on));
            is_boxed = is_boxed.or(properties.child("pBdr").map(has_side));
        }
        style.has_bold_head |= element.all("tblStylePr").any(|part| {
            part.attribute("type").as_deref() == Some("firstRow") && look_of(part.child("rPr")).bold == Some(true)
        });
        next = value(*element, "basedOn");
    }
    style.role = match (level, role) {
        (_, Some(role @ (Role::Heading(TITLE_LEVEL) | Role::Contents))) => role,
        (Some(level), _) if level < BODY_LEVEL => Role::Heading(level + 1),
        (Some(_), Some(Role::Heading(_))) | (_, None) => Role::Text,
        (_, Some(role)) => role,
    };
    style.keeps_next = keeps_next == Some(true);
    style.is_boxed = is_boxed == Some(true);
    style.is_body = level.is_some_and(|level| level >= BODY_LEVEL);
    style
}

/// The size of letters where no style sets it.
fn default_size(styles: Element<'_>) -> usize {
    let defaults = styles.child("docDefaults").and_then(|all| all.child("rPrDefault"));
    let properties = defaults.and_then(|defaults| defaults.child("rPr"));
    properties.and_then(size).unwrap_or(DEFAULT_SIZE)
}

/// The size of letters that the properties of a run set.
fn size(properties: Element<'_>) -> Option<usize> {
    value(properties, "sz")?.parse().ok()
}

/// True if borders have a line at the left or at the right.
fn has_side(borders: Element<'_>) -> bool {
    borders.elements().any(|border| {
        let is_side = matches!(border.name(), "left" | "right" | "start" | "end");
        is_side && !matches!(border.attribute("val").as_deref(), Some("none" | "nil"))
    })
}

/// The role of a style that Word has built in, whose name is English in every edition of Word, or of one for captions
/// ("`FigureCaption`").
fn named_role(name: &str) -> Option<Role> {
    let number = |prefix: &str| name.strip_prefix(prefix)?.trim_start().parse::<usize>().ok();
    match name {
        "title" => Some(Role::Heading(TITLE_LEVEL)),
        "toc heading" | "table of figures" | "table of authorities" | "index heading" => Some(Role::Contents),
        _ if number("toc ").is_some() || number("index ").is_some() => Some(Role::Contents),
        _ if name.contains("caption") => Some(Role::Caption),
        _ => number("heading ")
            .filter(|level| (1..=9).contains(level))
            .map(Role::Heading),
    }
}

/// The outline level, from 0, that the properties of a paragraph or a style set. `None` if they set none.
pub(super) fn outline_level(properties: Element<'_>) -> Option<usize> {
    value(properties, "outlineLvl")?.parse().ok()
}

/// The numbering that the properties of a paragraph or a style set.
pub(super) fn numbered(properties: Element<'_>) -> Numbered {
    let Some(numbering) = properties.child("numPr") else {
        return Numbered::default();
    };
    Numbered {
        id: value(numbering, "numId").filter(|id| id.len() <= MAX_ID_BYTES),
        level: value(numbering, "ilvl").and_then(|level| level.parse().ok()),
    }
}

/// The value of a property. `None` if it isn't set.
pub(super) fn value(properties: Element<'_>, name: &str) -> Option<String> {
    let value = properties.child(name)?.attribute("val")?;
    Some(value.into_owned())
}

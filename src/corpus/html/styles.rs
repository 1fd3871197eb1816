//! Reads a page's own style sheets, as far as they change what the text says: struck out, bold, italic.
//!
//! Word processors write "struck out" as a class (`.c5{text-decoration:line-through}`), not as an element. Only rules
//! for a single class are read. Style sheets that a page loads from elsewhere are not available.

use std::collections::HashMap;

use super::markers::Marker;
use super::page::{Kind, Page};

/// Elements that strike out.
pub(super) const STRUCK_TAGS: &[&str] = &["s", "strike", "del"];
/// Classes that strike out in the style sheets of common programs.
const STRUCK: &[&str] = &[
    "strikethrough",
    "strike-through",
    "line-through",
    "strike",
    "text-decoration-line-through",
];

/// The look of an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TextStyle {
    pub is_struck: bool,
    pub is_bold: bool,
    pub is_italic: bool,
}

/// The looks that a page's style sheets give to its classes.
#[derive(Default)]
pub(super) struct Styles<'a> {
    classes: HashMap<&'a str, TextStyle>,
    /// By the class of a list.
    markers: HashMap<&'a str, Marker<'a>>,
}

impl<'a> Styles<'a> {
    /// Reads the style sheets that are written in the page.
    pub(super) fn of(page: &Page<'a>) -> Self {
        let mut styles = Self::default();
        for (at, node) in page.nodes.iter().enumerate() {
            let in_style = at > 0 && page.is_any(at - 1, &["style"]);
            if in_style && node.kind == Kind::RawText {
                styles.read(&page.source[node.range.clone()]);
            }
        }
        styles
    }

    fn read(&mut self, sheet: &'a str) {
        for rule in sheet.split('}') {
            let Some((selectors, declarations)) = rule.rsplit_once('{') else {
                continue;
            };
            if let Some((class, marker)) = Marker::of(selectors, declarations) {
                self.markers.insert(class, marker);
            }
            let look = declared(declarations);
            if look == TextStyle::default() {
                continue;
            }
            let selectors = selectors.rsplit(['{', ';', '/']).next().unwrap_or_default();
            for class in selectors.split(',').filter_map(single_class) {
                self.classes.entry(class).or_default().add(look);
            }
        }
    }

    /// The first of these classes that makes a list whose markers have numbers.
    pub(super) fn class_of_markers<'c>(&self, class: &'c str) -> Option<&'c str> {
        let mut classes = class.split_ascii_whitespace();
        classes.find(|class| self.markers.contains_key(class))
    }

    pub(super) fn marker(&self, class: &str) -> Option<&Marker<'a>> {
        self.markers.get(class)
    }

    /// The look of an element with these attributes.
    pub(super) fn look(&self, style: &str, class: &str) -> TextStyle {
        let mut look = declared(style);
        for class in class.split_ascii_whitespace() {
            if let Some(of_class) = self.classes.get(class) {
                look.add(*of_class);
            } else {
                look.is_struck |= is_struck(class);
            }
        }
        look
    }
}

impl TextStyle {
    fn add(&mut self, other: Self) {
        self.is_struck |= other.is_struck;
        self.is_bold |= other.is_bold;
        self.is_italic |= other.is_italic;
    }
}

/// True for a class that strikes out by its name, whatever sheet gives it its look.
pub(in crate::corpus) fn is_struck(class: &str) -> bool {
    // Forums and games put a prefix before it: "bb_strike".
    let name = class.rsplit('_').next().unwrap_or_default();
    STRUCK
        .iter()
        .any(|struck| [class, name].iter().any(|name| name.eq_ignore_ascii_case(struck)))
}

/// The class in a selector such as `.a` or `p.a`. `None` for any other selector.
fn single_class(selector: &str) -> Option<&str> {
    let (element, class) = selector.trim().split_once('.')?;
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_name(element) && is_name(class) && !class.is_empty()).then_some(class)
}

fn declared(declarations: &str) -> TextStyle {
    let mut look = TextStyle::default();
    for declaration in declarations.split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let value = value.to_ascii_lowercase();
        let has = |word: &str| value.split([' ', '\n', '\t', '!']).any(|it| it == word);
        match property.trim().to_ascii_lowercase().as_str() {
            "text-decoration" | "text-decoration-line" => look.is_struck |= has("line-through"),
            "font-weight" => look.is_bold |= ["bold", "bolder", "600", "700", "800", "900"].into_iter().any(has),
            "font-style" => look.is_italic |= has("italic") || has("oblique"),
            _ => {}
        }
    }
    look
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_look_as_the_page_says() {
        let source = "<style>@media screen{.a,p.b{color:red;Text-Decoration:underline LINE-THROUGH !important}}\n\
            /* x */ .c { font-weight: 700; font-style:italic } .d .e, .f:hover, div, #g{text-decoration:line-through}\n\
            </style><p class='a'>x";
        let page = Page::parse(source, 0).expect("a page");
        let styles = Styles::of(&page);
        let look = |style, class| {
            let look = styles.look(style, class);
            [look.is_struck, look.is_bold, look.is_italic]
        };
        assert_eq!(look("", "x a"), [true, false, false]);
        assert_eq!(look("", "b c"), [true, true, true]);
        assert_eq!(look("", "d e f g"), [false; 3], "these need more than the class");
        assert_eq!(
            look("color:red; text-decoration-line: line-through", ""),
            [true, false, false]
        );
        assert_eq!(look("", "y line-through"), [true, false, false]);
        assert_eq!(look("", "line-through-not strikes"), [false; 3]);
        assert_eq!(look("text-decoration: underline; font-weight: 400", ""), [false; 3]);
    }
}

//! The look of runs and styles in a Word document.

use crate::corpus::office::look::{TextStyle, is_code_font};
use crate::corpus::office::xml::Element;

/// Reads the properties (`rPr`) of a run or a style.
pub(super) fn look_of(properties: Option<Element<'_>>) -> TextStyle {
    let mut look = TextStyle::default();
    for property in properties.into_iter().flat_map(Element::elements) {
        let field = match property.name() {
            "b" => &mut look.bold,
            "i" => &mut look.italic,
            "vanish" | "webHidden" => &mut look.hidden,
            "strike" | "dstrike" => &mut look.struck,
            "rFonts" => {
                let font = property.attribute("ascii").unwrap_or_default();
                look.code = Some(is_code_font(&font));
                continue;
            }
            "vertAlign" => {
                look.raised = Some(property.attribute("val").as_deref() == Some("superscript"));
                continue;
            }
            _ => continue,
        };
        // Either kind of stroke counts.
        let is_stroke = matches!(property.name(), "strike" | "dstrike");
        *field = Some(is_on(property) || (is_stroke && *field == Some(true)));
    }
    look
}

/// True unless a property that can be switched is switched off.
pub(super) fn is_on(property: Element<'_>) -> bool {
    !matches!(
        property.attribute("val").as_deref(),
        Some("0" | "false" | "off" | "none")
    )
}

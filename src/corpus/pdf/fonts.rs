//! Tells the bold fonts of a page, and the raised digits of a font.

use std::collections::HashMap;

use hayro_font::{Font, FontCache, FontGlyph, GlyphIdentifier, OutlineGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::kurbo::Shape;

/// Parts of the names of bold fonts, in lower case. LaTeX's are "CMBX10" and "SFBX1000", and "NimbusRomNo9L-Medi".
const BOLD: &[&str] = &["bold", "black", "heavy", "demi", "cmbx", "sfbx", "-medi"];

/// The lightest weight that counts as bold.
const BOLD_WEIGHT: u32 = 600;

/// A raised digit begins above this height and is no taller than this, in thousandths of the size.
const RAISED_FROM: f64 = 180.0;
const RAISED_HEIGHT: f64 = 550.0;

/// The fonts of the page that is being read. A drawn glyph doesn't tell the name of its font, so its shape is looked up
/// among those that the page names.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    /// Each with whether it is bold.
    named: Vec<(Font<'a>, bool)>,
    /// The font of the last glyph.
    last: usize,
    /// Whether each digit that was asked about is a raised one.
    raised: HashMap<GlyphIdentifier, bool>,
}

impl<'a> Fonts<'a> {
    pub(super) fn begin_page(&mut self, resources: &Resources<'a>, settings: &InterpreterSettings) {
        self.last = 0;
        self.named.clear();
        for name in resources.fonts.keys() {
            let Some(dict) = resources.get_font(&name) else {
                continue;
            };
            let font = self.cache.font(&dict, &settings.font_resolver, &settings.cmap_resolver);
            self.named.extend(font.map(|font| (font, has_bold_name(&dict))));
        }
    }

    /// True if a font draws a digit as a footnote mark, above the baseline and small, without a change of size.
    pub(super) fn is_raised(&mut self, digit: &OutlineGlyph) -> bool {
        *self.raised.entry(digit.identifier()).or_insert_with(|| {
            let drawn = digit.outline().bounding_box();
            drawn.y0 > RAISED_FROM && drawn.height() < RAISED_HEIGHT
        })
    }

    /// True if the font of a glyph is bold. A font that only a drawing within the page names is told by its weight.
    pub(super) fn is_bold(&mut self, glyph: &OutlineGlyph) -> bool {
        let drawn = glyph.identifier();
        let is_its = |(font, _): &(Font<'a>, bool)| match font.glyph(glyph.glyph_id(), glyph.char_code()) {
            FontGlyph::Outline(outline) => outline.identifier() == drawn,
            FontGlyph::Type3(_) => false,
        };
        if !self.named.get(self.last).is_some_and(is_its) {
            self.last = self.named.iter().position(is_its).unwrap_or(usize::MAX);
        }
        match self.named.get(self.last) {
            Some(&(_, is_bold)) => is_bold,
            None => glyph
                .font_data()
                .and_then(|data| data.weight)
                .is_some_and(|weight| weight >= BOLD_WEIGHT),
        }
    }
}

fn has_bold_name(dict: &Dict<'_>) -> bool {
    let Some(name) = dict.get::<Name<'_>>(b"BaseFont") else {
        return false;
    };
    let name = String::from_utf8_lossy(&name).to_ascii_lowercase();
    BOLD.iter().any(|part| name.contains(part))
}

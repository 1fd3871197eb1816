//! Tells the bold fonts of a page, and the raised digits of a font.

use std::collections::HashMap;

use hayro_font::{Font, FontCache, FontGlyph, GlyphIdentifier, OutlineGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::kurbo::Shape;

use super::names::{self, Named};

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
    named: Vec<NamedFont<'a>>,
    /// The font of the last glyph.
    last: usize,
    /// The shapes of the glyphs that were asked about.
    drawn: HashMap<GlyphIdentifier, Drawn>,
    /// The names of the glyphs of programs, by the program.
    programs: HashMap<u128, HashMap<u32, Named>>,
    settings: InterpreterSettings,
}

/// A font that a page names.
struct NamedFont<'a> {
    font: Font<'a>,
    is_bold: bool,
    /// Codes that it names by their numbers in Unicode.
    codes: HashMap<u32, char>,
    /// True if only its program can say what its codes stand for.
    is_silent: bool,
}

/// The shape of a glyph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Drawn {
    /// Where it ends, in thousandths of the size; 0 if the file doesn't have the font.
    pub(super) right: f64,
    /// True if it stands above the baseline and is small, as the font's own footnote marks are.
    pub(super) is_raised: bool,
}

impl<'a> Fonts<'a> {
    pub(super) fn begin_page(&mut self, resources: &Resources<'a>, settings: &InterpreterSettings) {
        self.last = 0;
        self.settings = settings.clone();
        self.named.clear();
        for name in resources.fonts.keys() {
            let Some(dict) = resources.get_font(&name) else {
                continue;
            };
            let font = self.cache.font(&dict, &settings.font_resolver, &settings.cmap_resolver);
            self.named.extend(font.map(|font| NamedFont {
                font,
                is_bold: has_bold_name(&dict),
                codes: names::of_codes(&dict),
                is_silent: is_silent(&dict),
            }));
        }
    }

    /// The characters of a glyph. `None` if nothing says which they are.
    pub(super) fn characters(&mut self, glyph: &OutlineGlyph) -> Option<BfString> {
        let known = glyph.as_unicode();
        self.find(glyph);
        let Some(font) = self.named.get(self.last) else {
            return known;
        };
        if font.is_silent {
            let data = glyph.font_data()?;
            let names = self
                .programs
                .entry(data.cache_key)
                .or_insert_with(|| names::of_program((*data.data).as_ref(), &self.settings));
            return match names.get(&glyph.glyph_id().to_u32()) {
                Some(Named::Characters(text)) => Some(BfString::String(text.clone())),
                Some(Named::Nothing) => None,
                None => known,
            };
        }
        known.or_else(|| font.codes.get(&glyph.char_code()).copied().map(BfString::Char))
    }

    /// The shape of a glyph.
    pub(super) fn drawn(&mut self, glyph: &OutlineGlyph) -> Drawn {
        *self.drawn.entry(glyph.identifier()).or_insert_with(|| {
            let bounds = glyph.outline().bounding_box();
            Drawn {
                right: glyph.font_data().map_or(0.0, |_| bounds.x1),
                is_raised: bounds.y0 > RAISED_FROM && bounds.height() < RAISED_HEIGHT,
            }
        })
    }

    /// True if the font of a glyph is bold. A font that only a drawing within the page names is told by its weight.
    pub(super) fn is_bold(&mut self, glyph: &OutlineGlyph) -> bool {
        self.find(glyph);
        match self.named.get(self.last) {
            Some(font) => font.is_bold,
            None => glyph
                .font_data()
                .and_then(|data| data.weight)
                .is_some_and(|weight| weight >= BOLD_WEIGHT),
        }
    }

    /// Makes the font of a glyph the last one.
    fn find(&mut self, glyph: &OutlineGlyph) {
        let drawn = glyph.identifier();
        let is_its = |named: &NamedFont<'a>| match named.font.glyph(glyph.glyph_id(), glyph.char_code()) {
            FontGlyph::Outline(outline) => outline.identifier() == drawn,
            FontGlyph::Type3(_) => false,
        };
        if !self.named.get(self.last).is_some_and(is_its) {
            self.last = self.named.iter().position(is_its).unwrap_or(usize::MAX);
        }
    }
}

/// True for a font of one byte a letter that neither has a map to Unicode nor an encoding.
fn is_silent(dict: &Dict<'_>) -> bool {
    let is_simple = dict
        .get::<Name<'_>>(b"Subtype")
        .is_some_and(|name| &*name == b"TrueType");
    is_simple && !dict.contains_key(b"ToUnicode") && !dict.contains_key(b"Encoding")
}

fn has_bold_name(dict: &Dict<'_>) -> bool {
    let Some(name) = dict.get::<Name<'_>>(b"BaseFont") else {
        return false;
    };
    let name = String::from_utf8_lossy(&name).to_ascii_lowercase();
    BOLD.iter().any(|part| name.contains(part))
}

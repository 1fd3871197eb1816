//! The glyphs of a page, in the order of the file.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::font::{Glyph as Shape, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{self, Dict};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, InterpreterWarning, RenderContent, SoftMask, interpret_page,
};

use super::fault::PageFault;
use super::fonts::{Drawn, Fonts};
use super::info::decode;
use super::limit::Limit;
use super::rules::{self, Rule};

/// The payload of the panic that ends the reading at its limit.
pub(super) struct Late;

/// A page with a picture and fewer glyphs is taken for a scan.
const FEW_GLYPHS: usize = 20;

/// The most glyphs of a page; a page of small print has some ten thousand.
const MAX_GLYPHS: usize = 500_000;

/// The longest text that stands for a few glyphs (a ligature, a hyphen).
const MAX_STANDING_CHARS: usize = 8;

/// The gap from which a new word begins, in sizes of the font.
pub(super) const WORD_GAP: f64 = 0.17;
/// One glyph in so many, at most, is a mark that stands alone.
const MAX_MARKS: usize = 20;

/// A letter that is drawn wider than it claims to be, by so many thousandths of its size, takes the room that it needs.
/// A slanted one leans less far over the next.
const TOO_WIDE: f64 = 170.0;

/// The place and the size of a raised digit of a font, in sizes of that font.
const RAISED_RISE: f64 = 0.3;
const RAISED_SIZE: f64 = 0.6;

/// Stands for a glyph that says nothing of its character.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// A glyph of a page, in points. The page is upright, as a reader sees it, and `y` grows upwards.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its characters, in bytes of [`Page::text`].
    pub(super) text: Range<usize>,
    pub(super) x: f64,
    pub(super) y: f64,
    /// The direction of writing, of length 1.
    pub(super) direction: (f64, f64),
    /// The room that it takes along the direction of writing.
    pub(super) advance: f64,
    /// The size of the font.
    pub(super) size: f64,
    pub(super) is_bold: bool,
}

/// The contents of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The straight lines that are drawn on it.
    pub(super) rules: Vec<Rule>,
}

/// Reads the pages of a file.
pub(super) struct PdfReader<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    settings: InterpreterSettings,
    fonts: Fonts<'a>,
    /// Set when a font can't be loaded, and its text is missing.
    lacks_font: Arc<AtomicBool>,
    limit: Limit,
}

impl<'a> PdfReader<'a> {
    pub(super) fn new(pdf: &'a Pdf, limit: Limit) -> Self {
        let lacks_font = Arc::new(AtomicBool::new(false));
        let sink = Arc::clone(&lacks_font);
        let settings = InterpreterSettings {
            warning_sink: Arc::new(move |warning| {
                if matches!(warning, InterpreterWarning::UnsupportedFont) {
                    sink.store(true, Ordering::Relaxed);
                }
            }),
            // Comments and forms are not part of the text.
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        Self {
            pdf,
            cache: InterpreterCache::new(),
            fonts: Fonts::default(),
            settings,
            lacks_font,
            limit,
        }
    }

    /// The glyphs of a page, or why it can't be read.
    pub(super) fn page(&mut self, at: usize) -> Result<Page, PageFault> {
        let Some(page) = self.pdf.pages().get(at) else {
            return Ok(Page::default());
        };
        let upright = Affine::new(page.initial_transform(false).as_coeffs());
        let (width, height) = page.render_dimensions();
        let frame = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        self.fonts.begin_page(page.resources(), &self.settings);
        self.lacks_font.store(false, Ordering::Relaxed);
        let mut context = Context::new(upright, frame, &self.cache, self.pdf.xref(), self.settings.clone());
        let mut device = Collector {
            page: Page {
                width: f64::from(width),
                height: f64::from(height),
                ..Page::default()
            },
            fonts: &mut self.fonts,
            frame: frame.inflate(2.0, 2.0),
            limit: self.limit,
            pictures: 0,
            unknown: 0,
            vertical: 0,
            marks: Vec::new(),
            printed: HashMap::new(),
        };
        device.check_time();
        interpret_page(page, &mut context, &mut device);
        let lacks_font = self.lacks_font.load(Ordering::Relaxed);
        device.finish(lacks_font)
    }
}

/// A stretch of marked content.
enum Marked {
    /// Not part of the document: a running head, a page number, a rule.
    Artifact,
    /// All its glyphs together stand for this text; `None` after the first of them.
    Standing(Option<String>),
    Other,
}

struct Collector<'f, 'a> {
    page: Page,
    fonts: &'f mut Fonts<'a>,
    /// Text outside can't be seen.
    frame: Rect,
    limit: Limit,
    pictures: usize,
    unknown: usize,
    vertical: usize,
    marks: Vec<Marked>,
    /// Where each glyph was printed, by its text and the point of the page.
    printed: HashMap<(u64, i64, i64), Point>,
}

impl Collector<'_, '_> {
    fn finish(self, lacks_font: bool) -> Result<Page, PageFault> {
        let count = self.page.glyphs.len();
        let leftward = self.page.text.chars().filter(|&c| is_leftward(c)).count();
        if count < FEW_GLYPHS && self.pictures > 0 {
            Err(PageFault::Picture)
        } else if lacks_font || self.unknown_letters() * 100 > count {
            Err(PageFault::NoUnicode)
        } else if self.vertical * 10 > count {
            Err(PageFault::Vertical)
        } else if leftward * 10 > count {
            Err(PageFault::RightToLeft)
        } else if count >= MAX_GLYPHS {
            Err(PageFault::TooMuch)
        } else {
            Ok(self.page)
        }
    }

    /// The number of unknown glyphs that may be letters. Those that stand alone are marks, unless there are many.
    fn unknown_letters(&self) -> usize {
        let glyphs = &self.page.glyphs;
        let text_of = |glyph: &Glyph| &self.page.text[glyph.text.clone()];
        let is_apart = |one: &Glyph, two: &Glyph| {
            let (dx, dy) = one.direction;
            let gap = (two.x - one.x) * dx + (two.y - one.y) * dy - one.advance;
            let rise = (two.y - one.y) * dx - (two.x - one.x) * dy;
            let is_blank = |glyph: &Glyph| text_of(glyph).trim().is_empty();
            rise.abs() > one.size || gap.abs() > WORD_GAP * one.size || is_blank(one) || is_blank(two)
        };
        let is_alone = |&at: &usize| {
            let before = at
                .checked_sub(1)
                .is_none_or(|before| is_apart(&glyphs[before], &glyphs[at]));
            before && glyphs.get(at + 1).is_none_or(|after| is_apart(&glyphs[at], after))
        };
        let unknown = (0..glyphs.len()).filter(|&at| text_of(&glyphs[at]).contains(UNKNOWN));
        let alone = unknown.filter(is_alone).count();
        if alone * MAX_MARKS <= glyphs.len() {
            self.unknown - alone
        } else {
            self.unknown
        }
    }

    fn check_time(&self) {
        if self.limit.is_over() {
            resume_unwind(Box::new(Late));
        }
    }

    fn add(&mut self, glyph: &PositionedGlyph<'_>, transform: Affine) {
        let placed = transform * glyph.transform();
        let advance = match &**glyph {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(drawn) => drawn.advance_width(),
        };
        let origin = placed * Point::ZERO;
        let along = placed * Point::new(1_000.0, 0.0) - origin;
        let up = placed * Point::new(0.0, 1_000.0) - origin;
        let length = along.hypot();
        if !origin.is_finite() || length < 1e-6 || !self.frame.contains(origin) {
            return;
        }
        let mut direction = (along.x / length, along.y / length);
        let height = up.y * direction.0 - up.x * direction.1;
        let size = height.abs();
        let text = self.characters(glyph);
        if size < 0.5 || text.is_empty() || self.is_printed_already(&text, origin, size) {
            return;
        }
        self.unknown += usize::from(text.contains(UNKNOWN));
        let start = self.page.text.len();
        self.page.text.push_str(&text);
        let is_digit = text.chars().all(|c| c.is_ascii_digit());
        let (is_bold, drawn) = match &**glyph {
            Shape::Outline(outline) => (self.fonts.is_bold(outline), self.fonts.drawn(outline)),
            Shape::Type3(_) => (false, Drawn::default()),
        };
        let is_raised = is_digit && drawn.is_raised;
        let declared = f64::from(advance.unwrap_or(500.0));
        // Some files give all letters one width.
        let advance = if drawn.right > declared + TOO_WIDE {
            drawn.right
        } else {
            declared
        };
        let (mut origin, size) = if is_raised {
            (origin + up * RAISED_RISE, size * RAISED_SIZE)
        } else {
            (origin, size)
        };
        if height < 0.0 {
            // The text is mirrored, as for printing on cloth.
            (origin.x, direction.0) = (self.page.width - origin.x, -direction.0);
        }
        self.page.glyphs.push(Glyph {
            text: start..self.page.text.len(),
            x: origin.x,
            y: origin.y,
            direction,
            advance: advance / 1_000.0 * length,
            size,
            is_bold,
        });
    }

    /// The characters of a glyph; empty if the text it belongs to was taken already.
    fn characters(&mut self, glyph: &Shape<'_>) -> String {
        let standing = self.marks.iter_mut().rev().find_map(|mark| match mark {
            Marked::Standing(text) => Some(text),
            _ => None,
        });
        if let Some(text) = standing {
            return text.take().unwrap_or_default();
        }
        let text = match glyph {
            Shape::Outline(outline) => self.fonts.characters(outline),
            Shape::Type3(drawn) => drawn.as_unicode(),
        };
        let text = match text {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => return UNKNOWN.to_string(),
        };
        let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
        let text: String = text.chars().map(plain).collect();
        if text.is_empty() || text.chars().any(char::is_control) {
            return UNKNOWN.to_string();
        }
        text
    }

    /// True if the same glyph was printed within a point: a shadow, or bold type made by printing twice.
    fn is_printed_already(&mut self, text: &str, at: Point, size: f64) -> bool {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let key = hasher.finish();
        // Narrow letters of small print ("ll") stand closer than a point.
        let reach = (size * 0.12).min(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "points of a page; beyond i64, a place is at its end"
        )]
        let (x, y) = (at.x.floor() as i64, at.y.floor() as i64);
        let mut near = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        let is_near = |other: &Point| (other.x - at.x).abs() <= reach && (other.y - at.y).abs() <= reach;
        let found = near.any(|(x, y)| self.printed.get(&(key, x, y)).is_some_and(is_near));
        if !found {
            self.printed.insert((key, x, y), at);
        }
        found
    }
}

impl<'a> Device<'a> for Collector<'_, 'a> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.check_time();
        if self.marks.iter().any(|mark| matches!(mark, Marked::Artifact)) {
            return;
        }
        if run.writing_mode() == WritingMode::Vertical {
            self.vertical += run.glyphs().len();
        }
        for glyph in run.glyphs() {
            if self.page.glyphs.len() < MAX_GLYPHS {
                self.add(glyph, props.transform);
            }
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.check_time();
        self.pictures += 1;
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let standing = properties.and_then(|dict| dict.get::<object::String<'_>>(b"ActualText"));
        let standing = standing.map(|text| decode(text.as_bytes()));
        self.marks.push(match standing {
            _ if tag == b"Artifact" => Marked::Artifact,
            Some(text) if text.chars().count() <= MAX_STANDING_CHARS => Marked::Standing(Some(text)),
            _ => Marked::Other,
        });
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.check_time();
        rules::add(&mut self.page.rules, path, props.transform, mode);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// True for the scripts that are written from right to left.
fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

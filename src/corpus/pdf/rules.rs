//! The straight lines that are drawn on a page: the borders of tables, among others.

use hayro_interpret::DrawMode;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, PathSeg, Point};

/// The most lines of a page that are looked at; a drawing may have any number.
const MAX_RULES: usize = 10_000;
/// The thickest line, in points; what is thicker is an area.
const MAX_THICKNESS: f64 = 3.0;
/// The shortest line, in points.
const MIN_LENGTH: f64 = 4.0;
/// A line is straight if its ends lie this close to each other, in points.
const STRAIGHT: f64 = 0.5;

/// A line that runs across or down the page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) is_across: bool,
    /// Its place on the other axis.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Rule {
    /// The line between two points. `None` if it runs aslant, or is too short.
    fn between(one: Point, two: Point) -> Option<Self> {
        let (width, height) = ((one.x - two.x).abs(), (one.y - two.y).abs());
        let (is_across, length, breadth) = if width > height {
            (true, width, height)
        } else {
            (false, height, width)
        };
        let (at, from, to) = if is_across {
            (f64::midpoint(one.y, two.y), one.x.min(two.x), one.x.max(two.x))
        } else {
            (f64::midpoint(one.x, two.x), one.y.min(two.y), one.y.max(two.y))
        };
        let is_rule = breadth <= STRAIGHT && length >= MIN_LENGTH && length.is_finite() && at.is_finite();
        is_rule.then_some(Self {
            is_across,
            at,
            from,
            to,
        })
    }
}

/// Adds the lines that a drawing has. Programs draw a line as a stroke or as a thin rectangle.
pub(super) fn add(rules: &mut Vec<Rule>, path: &BezPath, transform: Affine, mode: &DrawMode) {
    if rules.len() >= MAX_RULES {
        return;
    }
    let path = transform * path.clone();
    match mode {
        DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
            let scale = transform.determinant().abs().sqrt();
            if f64::from(stroke.line_width) * scale <= MAX_THICKNESS {
                let lines = path.segments().filter_map(|segment| match segment {
                    PathSeg::Line(line) => Rule::between(line.p0, line.p1),
                    _ => None,
                });
                rules.extend(lines.take(MAX_RULES));
            }
        }
        DrawMode::Fill(_) => {
            let shapes = path.elements().split(|element| matches!(element, PathEl::ClosePath));
            rules.extend(shapes.filter_map(filled).take(MAX_RULES));
        }
        DrawMode::Invisible => {}
    }
}

/// The line that a filled shape is, if it is a thin rectangle.
fn filled(shape: &[PathEl]) -> Option<Rule> {
    let mut corners = Vec::new();
    for element in shape {
        match element {
            PathEl::MoveTo(point) | PathEl::LineTo(point) => corners.push(*point),
            _ => return None,
        }
    }
    if !(4..=5).contains(&corners.len()) {
        return None;
    }
    let bounds = |of: fn(&Point) -> f64| {
        let all = || corners.iter().map(of);
        (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max))
    };
    let ((left, right), (bottom, top)) = (bounds(|point| point.x), bounds(|point| point.y));
    let (width, height) = (right - left, top - bottom);
    if height <= MAX_THICKNESS && height < width {
        let y = f64::midpoint(bottom, top);
        Rule::between(Point::new(left, y), Point::new(right, y))
    } else if width <= MAX_THICKNESS {
        let x = f64::midpoint(left, right);
        Rule::between(Point::new(x, bottom), Point::new(x, top))
    } else {
        None
    }
}

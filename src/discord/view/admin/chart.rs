//! Draws the questions of each day as a bar, in PNG: answered below, then unsure, then not found.
//!
//! The colours differ in brightness, too. The only text is figures, so the picture is the same in every language: how
//! many questions the lines stand for, and how many days ago the bars were.

use crate::ledger::Figures;

const WIDTH: usize = 720;
const HEIGHT: usize = 200;
/// The bars and lines stand within these, in pixels from the left and the top.
const LEFT: usize = 52;
const RIGHT: usize = WIDTH - 12;
const TOP: usize = 14;
const BOTTOM: usize = HEIGHT - 26;

/// The size of a pixel of a figure.
const SCALE: usize = 2;
/// The rows and columns of a figure.
const ROWS: usize = 5;
const COLUMNS: usize = 3;

/// The bars between two labels.
const LABEL_EVERY: usize = 7;

/// A colour, as its place in the palette.
type Ink = u8;
const BACKGROUND: Ink = 0;
const LINE: Ink = 1;
const TEXT: Ink = 2;
const ANSWERED: Ink = 3;
const UNSURE: Ink = 4;
const NOT_FOUND: Ink = 5;

/// Red, green and blue of each ink. People who see fewer colours can tell those of the bars apart (Okabe and Ito 2008).
const PALETTE: [u8; 18] = [
    0x2b, 0x2d, 0x31, 0x4e, 0x50, 0x58, 0xdb, 0xde, 0xe1, 0x56, 0xb4, 0xe9, 0xf0, 0xe4, 0x42, 0xd5, 0x5e, 0x00,
];

/// The figures 0 to 9 and a minus sign: a number for each row, a bit for each pixel, the leftmost first.
const GLYPHS: [[u8; ROWS]; 11] = [
    [7, 5, 5, 5, 7],
    [2, 6, 2, 2, 7],
    [7, 1, 7, 4, 7],
    [7, 1, 3, 1, 7],
    [5, 5, 7, 1, 1],
    [7, 4, 7, 1, 7],
    [7, 4, 7, 5, 7],
    [7, 1, 2, 2, 2],
    [7, 5, 7, 5, 7],
    [7, 5, 7, 1, 7],
    [0, 0, 7, 0, 0],
];

/// The pixels of a picture, an ink for each, row by row.
struct Canvas(Vec<Ink>);

/// Draws the questions of days, the earliest first and today last. `None` without days, or if PNG can't be written.
pub(super) fn bars(days: &[Figures]) -> Option<Vec<u8>> {
    let top = round_up(days.iter().map(Figures::asked).max()?);
    let mut canvas = Canvas(vec![BACKGROUND; WIDTH * HEIGHT]);
    for value in [0, top / 2, top] {
        let y = BOTTOM - height(value, top);
        canvas.fill(LEFT..RIGHT, y..y + 1, LINE);
        canvas.write(&value.to_string(), LEFT - 6, y - ROWS * SCALE / 2);
    }
    for (at, day) in days.iter().enumerate() {
        let edge = |at: usize| LEFT + at * (RIGHT - LEFT) / days.len();
        let (from, to) = (edge(at) + 2, edge(at + 1) - 2);
        let mut below = 0;
        for (count, ink) in [
            (day.answered, ANSWERED),
            (day.unsure, UNSURE),
            (day.no_answer, NOT_FOUND),
        ] {
            let above = below + count;
            canvas.fill(from..to, BOTTOM - height(above, top)..BOTTOM - height(below, top), ink);
            below = above;
        }
        let ago = days.len() - 1 - at;
        if ago.is_multiple_of(LABEL_EVERY) {
            let label = if ago == 0 { "0".to_owned() } else { format!("-{ago}") };
            canvas.write(&label, to, BOTTOM + 8);
        }
    }
    encode(&canvas)
}

/// The height of a count in pixels, if `top` is the height of the picture.
fn height(count: u64, top: u64) -> usize {
    let full = (BOTTOM - TOP) as u64;
    usize::try_from(full.saturating_mul(count) / top).unwrap_or(BOTTOM - TOP)
}

/// The next multiple of 2 (below 20), of 20 (below 200), and so on, at least 2: half of it is a whole number.
fn round_up(most: u64) -> u64 {
    let mut step = 2;
    while step * 10 <= most {
        step *= 10;
    }
    most.max(1).div_ceil(step).saturating_mul(step)
}

impl Canvas {
    fn fill(&mut self, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>, ink: Ink) {
        for row in rows {
            self.0[row * WIDTH..][columns.clone()].fill(ink);
        }
    }

    /// Writes figures that end at `right`.
    fn write(&mut self, figures: &str, right: usize, top: usize) {
        let step = (COLUMNS + 1) * SCALE;
        let glyphs = figures.chars().rev().enumerate();
        for (at, figure) in glyphs {
            let glyph = GLYPHS[figure.to_digit(10).map_or(10, |digit| digit as usize)];
            let Some(left) = right.checked_sub((at + 1) * step) else {
                return;
            };
            for (row, bits) in glyph.iter().enumerate() {
                for column in (0..COLUMNS).filter(|column| bits >> (COLUMNS - 1 - column) & 1 == 1) {
                    let (x, y) = (left + column * SCALE, top + row * SCALE);
                    self.fill(x..x + SCALE, y..y + SCALE, TEXT);
                }
            }
        }
    }
}

fn encode(canvas: &Canvas) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, u32::try_from(WIDTH).ok()?, u32::try_from(HEIGHT).ok()?);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(&PALETTE[..]);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&canvas.0).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(answered: u64, unsure: u64, no_answer: u64) -> Figures {
        Figures {
            answered,
            unsure,
            no_answer,
            ..Figures::default()
        }
    }

    /// The inks of a picture.
    fn read(bytes: &[u8]) -> Vec<Ink> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut inks = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut inks).unwrap();
        assert_eq!((info.width as usize, info.height as usize), (WIDTH, HEIGHT));
        assert_eq!(info.color_type, png::ColorType::Indexed);
        inks
    }

    /// The inks of a column of pixels, from the bottom up, each once.
    fn column(inks: &[Ink], x: usize) -> Vec<Ink> {
        let mut column: Vec<Ink> = (TOP..BOTTOM).rev().map(|y| inks[y * WIDTH + x]).collect();
        column.retain(|&ink| ink != LINE);
        column.dedup();
        column
    }

    #[test]
    fn each_day_has_a_bar_of_what_was_answered_unsure_and_not_found() {
        let days = [day(2, 1, 1), day(0, 0, 0), day(0, 0, 4)];
        let inks = read(&bars(&days).unwrap());
        let middle = |at: usize| LEFT + (2 * at + 1) * (RIGHT - LEFT) / 6;
        assert_eq!(column(&inks, middle(0)), [ANSWERED, UNSURE, NOT_FOUND]);
        assert_eq!(column(&inks, middle(1)), [BACKGROUND]);
        assert_eq!(column(&inks, middle(2)), [NOT_FOUND]);
        assert!(inks.contains(&TEXT));
    }

    #[test]
    fn any_figures_can_be_drawn() {
        for most in [1, 9, 99, 12_345, u64::from(u32::MAX)] {
            let days = vec![day(most, 0, 0); 90];
            assert_eq!(read(&bars(&days).unwrap()).len(), WIDTH * HEIGHT, "{most}");
        }
        assert_eq!(bars(&[]), None);
        assert!(bars(&[day(0, 0, 0)]).is_some());
    }

    #[test]
    fn the_highest_line_is_a_round_number_above_the_highest_bar() {
        for (most, line) in [(0, 2), (1, 2), (3, 4), (19, 20), (21, 40), (399, 400), (4_001, 6_000)] {
            assert_eq!(round_up(most), line, "{most}");
        }
    }
}

//! Splits subtitles into cues: their times, and their lines without markup.

use super::super::traced::TracedText;
use super::words::{Spoken, spoken};

/// A caption.
pub(super) struct Cue {
    /// When it appears and when it goes, in milliseconds.
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) lines: Vec<Line>,
}

/// A line of a caption, with words.
pub(super) struct Line {
    pub(super) text: TracedText,
    /// The speaker, if the line names one.
    pub(super) speaker: Option<String>,
    /// The speaker's name, unless it stands in the text.
    pub(super) name: Option<TracedText>,
    /// True if it begins with the dash of another speaker.
    pub(super) is_turn: bool,
}

/// The cues of a file. All other lines (numbers, notes, styles) are left out.
pub(super) fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut lines: Vec<(&str, usize)> = Vec::new();
    let mut is_open = false;
    let mut at = 0;
    // A carriage return stays at the end of its line, where it is trimmed.
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        if let Some((start, end)) = times(line) {
            // The number of this cue may follow the last one without an empty line.
            if lines.last().is_some_and(|(last, _)| is_number(last)) {
                lines.pop();
            }
            close(&mut cues, &mut lines);
            cues.push(Cue {
                start,
                end,
                lines: Vec::new(),
            });
            is_open = true;
        } else if line.is_empty() {
            is_open = false;
        } else if is_open && !line.trim().is_empty() {
            lines.push((line, at));
        }
        at += whole.len();
    }
    close(&mut cues, &mut lines);
    cues
}

fn close(cues: &mut [Cue], lines: &mut Vec<(&str, usize)>) {
    let read = lines.drain(..).filter_map(|(line, at)| {
        let Spoken { text, name } = spoken(line, at);
        let words = text.as_str();
        let is_said = is_said(words);
        let is_turn = words.starts_with(['-', '–', '—']);
        let named = name.as_ref().map(|name| name.as_str().to_owned());
        let speaker = named.or_else(|| shouted_name(words));
        is_said.then_some(Line {
            text,
            speaker,
            name,
            is_turn,
        })
    });
    match cues.last_mut() {
        Some(cue) => cue.lines = read.collect(),
        None => drop(read),
    }
}

fn is_number(line: &str) -> bool {
    !line.trim().is_empty() && line.trim().bytes().all(|b| b.is_ascii_digit())
}

/// True if a line has words. "[Music]", "(applause)" and "♪" describe sounds.
fn is_said(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "-–—>♪♫".contains(c));
    let is_within = |open: char, close: char| {
        bare.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains([open, close]))
    };
    bare.contains(char::is_alphanumeric) && !is_within('[', ']') && !is_within('(', ')')
}

/// The speaker whom a line names in capitals: "MARA:".
fn shouted_name(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['-', '–', '—', '>', ' ']);
    let (name, _) = line.split_once(':')?;
    let is_name = name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && name.chars().count() <= 40
        && !name.chars().any(char::is_lowercase)
        && name.chars().any(char::is_uppercase);
    is_name.then(|| name.to_owned())
}

/// The times of "00:00:01,000 --> 00:00:04,000 align:start", in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once("-->")?;
    Some((time(start.trim())?, time(rest.split_whitespace().next()?)?))
}

fn time(time: &str) -> Option<u64> {
    let (clock, fraction) = time.split_once([',', '.']).unwrap_or((time, "0"));
    let mut seconds: u64 = 0;
    for (i, part) in clock.split(':').enumerate() {
        if i > 2 || part.len() > 6 {
            return None;
        }
        seconds = seconds * 60 + part.parse::<u64>().ok()?;
    }
    let digits = fraction.get(..fraction.len().min(3))?;
    let scale = [1000, 100, 10, 1].get(digits.len())?;
    Some(seconds * 1000 + digits.parse::<u64>().ok()? * scale)
}

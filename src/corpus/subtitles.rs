//! Reads subtitles (`.srt`, `.vtt`): the words of all cues as running text.
//!
//! A pause or another speaker begins a paragraph. Rolling captions repeat the line before; it is kept once.

mod cues;
mod words;

use super::article::Metadata;
use super::document::{Block, BlockKind, Document};
use super::problem::Reason;
use super::traced::TracedText;
use cues::{Cue, cues};

/// The pause after a finished sentence that begins a paragraph, in milliseconds.
const PAUSE_MS: u64 = 2_000;
/// The pause that always begins one.
const LONG_PAUSE_MS: u64 = 5_000;
/// The length in bytes from which the next sentence begins a paragraph.
const LONG_BYTES: usize = 600;
/// The length from which the next cue does.
const MAX_BYTES: usize = 1_000;

/// Reads subtitles.
///
/// # Errors
/// If there is no line with the times of a cue.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    let cues = cues(text);
    if cues.is_empty() {
        return Err((Reason::NoCues, None));
    }
    let is_rolling = is_rolling(&cues);
    let mut paragraphs = Paragraphs::default();
    let mut last: Option<&Cue> = None;
    for cue in &cues {
        let repeated = last.filter(|_| is_rolling).map_or(0, |last| repeated(last, cue));
        let pause = last.map_or(0, |last| cue.start.saturating_sub(last.end));
        for (i, line) in cue.lines.iter().enumerate().skip(repeated) {
            let pause = if i == repeated { pause } else { 0 };
            paragraphs.push(line, pause);
        }
        if !cue.lines.is_empty() {
            last = Some(cue);
        }
    }
    Ok(Document {
        metadata: Metadata {
            language: language(text),
            ..Metadata::default()
        },
        blocks: paragraphs.finish(),
        ..Document::default()
    })
}

/// The number of lines at the start of a cue that repeat the end of the cue before.
fn repeated(last: &Cue, cue: &Cue) -> usize {
    let most = last.lines.len().min(cue.lines.len());
    let is_same = |n: &usize| {
        let end = &last.lines[last.lines.len() - n..];
        end.iter()
            .zip(&cue.lines)
            .all(|(a, b)| a.text.as_str() == b.text.as_str())
    };
    (1..=most).rev().find(is_same).unwrap_or(0)
}

/// True if at least a third of the cues begin with words of the cue before. In a conversation few do.
fn is_rolling(cues: &[Cue]) -> bool {
    let pairs = cues.windows(2).filter(|pair| repeated(&pair[0], &pair[1]) > 0).count();
    pairs * 3 >= cues.len() && pairs > 1
}

/// The language that the header of a `.vtt` names.
fn language(text: &str) -> Option<String> {
    let header = text.lines().take_while(|line| !line.trim().is_empty());
    let mut named = header.skip(1).filter_map(|line| line.strip_prefix("Language:"));
    let is_header = text.starts_with("WEBVTT");
    named
        .next()
        .filter(|_| is_header)
        .map(|language| language.trim().to_owned())
}

/// The paragraphs so far, and the one that is being joined.
#[derive(Default)]
struct Paragraphs {
    blocks: Vec<Block>,
    text: TracedText,
    speaker: Option<String>,
}

impl Paragraphs {
    fn push(&mut self, line: &cues::Line, pause: u64) {
        let len = self.text.as_str().len();
        let is_ended = self
            .text
            .as_str()
            .ends_with(['.', '?', '!', '…', '"', '”', '。', '？', '！']);
        let is_other = line.speaker.is_some() && line.speaker != self.speaker;
        let is_pause = pause >= LONG_PAUSE_MS || (is_ended && pause >= PAUSE_MS);
        let is_long = len >= MAX_BYTES || (is_ended && len >= LONG_BYTES);
        let breaks = is_other || line.is_turn || is_pause || is_long;
        if breaks {
            self.end();
        }
        if let Some(speaker) = &line.speaker {
            self.speaker = Some(speaker.clone());
        }
        if !self.text.is_blank() {
            self.text.push_joint(" ");
        } else if let Some(name) = line.name.as_ref().filter(|_| is_other) {
            self.text.push_traced(name);
            self.text.push_joint(": ");
        }
        self.text.push_traced(&line.text);
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_blank() {
            self.blocks.push(Block::new(BlockKind::Text, text));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.end();
        self.blocks
    }
}

#[cfg(test)]
mod tests;

//! Encodes a passage as one text, with its headings in front, so that each sentence is read in the context of the
//! others.
//!
//! This is late chunking (Günther et al. 2024, "Late Chunking: Contextual Chunk Embeddings Using Long-Context Embedding
//! Models"): the whole text is encoded once, and the vector of a sentence is the mean of its tokens. The vector of "It
//! resets on Tuesdays" then includes the subject that the sentence before, or the heading, names.

use std::ops::Range;

use super::network::{Network, sum, to_unit};
use super::pieces::Pieces;
use super::{EncoderError, PassageEncoding, PassageTexts, Span};

/// The most tokens of a passage, including its headings, that are read at once; the encoder was trained with as many. A
/// longer passage is read in windows of whole sentences, each after the headings.
const WINDOW: usize = 158;

/// The most tokens of the headings that are read: the last ones, since the innermost heading is the most specific.
const HEADINGS: usize = 48;

/// The most windows of a passage that are read: a block of code may be as long as a file, and all its vectors are in
/// memory at once.
const MOST_WINDOWS: usize = 64;

/// A window: sentences that are read at once.
#[derive(Default)]
struct Window {
    ids: Vec<i32>,
    /// For each token, the index of its sentence, if it belongs to one.
    sentences: Vec<Option<usize>>,
}

/// Encodes a passage.
pub fn encode(network: &Network, pieces: &Pieces, passage: &PassageTexts<'_>) -> Result<PassageEncoding, EncoderError> {
    let dimension = network.dimension();
    let headings = pieces.of(&passage.headings)?.ids;
    let headings = &headings[headings.len().saturating_sub(HEADINGS)..];
    let body = pieces.of(passage.text)?;
    let room = WINDOW.min(pieces.room()).saturating_sub(headings.len());
    let mut found = Rows {
        headings: Vec::new(),
        sentences: vec![Vec::new(); passage.sentences.len()],
    };
    for window in windows(&body.ids, &body.places, passage.sentences, room) {
        let (ids, start) = pieces.marked(&[headings, &window.ids].concat());
        let (rows, _) = network.run(&ids)?;
        let mut rows = rows.chunks_exact(dimension.max(1)).skip(start);
        let of_headings: Vec<&[f32]> = rows.by_ref().take(headings.len()).collect();
        // Every window has the headings; keep the vectors of the first.
        if found.headings.is_empty() {
            found.headings = of_headings.concat();
        }
        for (row, sentence) in rows.zip(window.sentences) {
            if let Some(sentence) = sentence.and_then(|at| found.sentences.get_mut(at)) {
                sentence.extend_from_slice(row);
            }
        }
    }
    Ok(PassageEncoding {
        headings: Span::of(found.headings, dimension),
        sentences: found
            .sentences
            .into_iter()
            .map(|tokens| Span::of(tokens, dimension))
            .collect(),
    })
}

/// The vectors of the windows read so far.
struct Rows {
    headings: Vec<f32>,
    sentences: Vec<Vec<f32>>,
}

impl Span {
    pub(super) fn of(tokens: Vec<f32>, dimension: usize) -> Self {
        let mut embedding = sum(&tokens, dimension);
        to_unit(&mut embedding);
        Self { embedding, tokens }
    }
}

/// Fills windows with whole sentences. Cuts a sentence that is longer than a window.
fn windows(ids: &[i32], places: &[Range<usize>], sentences: &[Range<usize>], room: usize) -> Vec<Window> {
    let mut windows = vec![Window::default()];
    let mut at = 0;
    let mut tokens = ids.iter().zip(places).peekable();
    while tokens.peek().is_some() && windows.len() <= MOST_WINDOWS {
        // Go up to the start of the next sentence: text between two sentences goes with the first.
        let end = sentences.get(at + 1).map_or(usize::MAX, |next| next.start);
        let mut of_sentence: Vec<(i32, Option<usize>)> = Vec::new();
        while let Some((id, place)) = tokens.next_if(|(_, place)| last(place) < end) {
            let within = sentences
                .get(at)
                .is_some_and(|sentence| sentence.contains(&last(place)));
            of_sentence.push((*id, within.then_some(at)));
        }
        of_sentence.truncate(room);
        if let Some(window) = windows.last_mut()
            && window.ids.len() + of_sentence.len() > room
        {
            windows.push(Window::default());
        }
        if let Some(window) = windows.last_mut() {
            window.ids.extend(of_sentence.iter().map(|(id, _)| id));
            window
                .sentences
                .extend(of_sentence.iter().map(|(_, sentence)| sentence));
        }
        at += 1;
    }
    windows
}

/// The last byte of a token. Some tokenizers count the space before a word as its first byte.
fn last(place: &Range<usize>) -> usize {
    place.end.saturating_sub(1).max(place.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_of_whole_sentences_unless_one_is_too_long() {
        let places: Vec<Range<usize>> = (0..12).map(|at| at..at + 1).collect();
        let ids: Vec<i32> = (0..12).collect();
        let cut = |sentences: &[Range<usize>]| -> Vec<(Vec<i32>, Vec<Option<usize>>)> {
            windows(&ids, &places, sentences, 5)
                .into_iter()
                .map(|window| (window.ids, window.sentences))
                .collect()
        };
        let all_of = |sentence: usize, count: usize| vec![Some(sentence); count];
        assert_eq!(
            cut(&[0..2, 2..4, 5..12]),
            [
                (vec![0, 1, 2, 3, 4], [all_of(0, 2), all_of(1, 2), vec![None]].concat()),
                (vec![5, 6, 7, 8, 9], all_of(2, 5)),
            ]
        );
        assert_eq!(cut(&[]), [(vec![0, 1, 2, 3, 4], vec![None; 5])]);
        assert_eq!(windows(&[], &[], &[], 5).len(), 1);
    }
}

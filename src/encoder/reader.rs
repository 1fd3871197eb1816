//! The reader: judges whether a sentence answers a question, not only whether the two are alike.
//!
//! It is a cross-encoder: it takes a question and several sentences together, and returns how likely each sentence is
//! the answer. `tools/train_reader.py` trained it, with windows made in the same way as here.

use std::ops::Range;

use rten::{Model, NodeId};

use super::EncoderError;
use super::pieces::Pieces;

/// The most tokens of the question, of the headings and in total that are read; as many as in training.
const QUESTION: usize = 32;
const HEADINGS: usize = 24;
const MOST: usize = 144;

/// A few sentences in a row, to be read with a question.
#[derive(Clone, Debug)]
pub struct Window<'a> {
    /// The headings above them, each as a sentence.
    pub headings: String,
    /// The sentences, in reading order.
    pub sentences: Vec<&'a str>,
    /// The index of the sentence to keep whole if there is no room for all.
    pub key: usize,
}

/// The nodes of the network that serve the reader.
#[derive(Clone, Copy, Debug)]
pub struct ReaderNodes {
    pub types: NodeId,
    pub question: NodeId,
    pub sentences: NodeId,
    pub scores: NodeId,
}

impl ReaderNodes {
    /// Finds the nodes; `None` if the network has no reader.
    pub fn of(model: &Model) -> Option<Self> {
        let named = |name: &str| model.find_node(name);
        Some(Self {
            types: named("text_ids")?,
            question: named("question_tokens")?,
            sentences: named("sentence_tokens")?,
            scores: named("sentence_scores")?,
        })
    }
}

/// A question and a window, in the form that the network takes.
pub struct Input {
    pub ids: Vec<i32>,
    /// 0 for the tokens of the question, 1 for those of the window.
    pub types: Vec<i32>,
    /// 1 for the tokens of the question, 0 for all others.
    pub question: Vec<f32>,
    /// One row per sentence: 1 for its tokens, 0 for all others.
    pub sentences: Vec<f32>,
    /// For each sentence, true if the window has room for at least part of it.
    pub are_read: Vec<bool>,
}

impl Input {
    pub fn new(pieces: &Pieces, question: &str, window: &Window<'_>) -> Result<Self, EncoderError> {
        let mut asked = pieces.of(question)?.ids;
        asked.truncate(QUESTION);
        let headings = pieces.of(&window.headings)?.ids;
        let headings = &headings[headings.len().saturating_sub(HEADINGS)..];
        let (first, start) = pieces.marked(&asked);
        let mut ids = [&first, headings].concat();
        let mut sentences = Vec::with_capacity(window.sentences.len());
        for sentence in &window.sentences {
            sentences.push(pieces.of(sentence)?.ids);
        }
        let room = (MOST - pieces.end().len()).saturating_sub(ids.len());
        fit(&mut sentences, window.key, room);
        let mut places = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            places.push(ids.len()..ids.len() + sentence.len());
            ids.extend(sentence);
        }
        ids.extend(pieces.end());
        let tokens = ids.len();
        let marked = |range: Range<usize>| (0..tokens).map(move |at| f32::from(u8::from(range.contains(&at))));
        Ok(Self {
            are_read: places.iter().map(|place| !place.is_empty()).collect(),
            types: (0..ids.len()).map(|at| i32::from(at >= first.len())).collect(),
            question: marked(start..start + asked.len()).collect(),
            sentences: places.into_iter().flat_map(marked).collect(),
            ids,
        })
    }
}

/// Cuts sentences to `room` tokens in total. Cuts the key sentence last, and keeps the end of those before it.
fn fit(sentences: &mut [Vec<i32>], key: usize, room: usize) {
    let mut left = room;
    let mut take = |length: usize| {
        let taken = length.min(left);
        left -= taken;
        taken
    };
    if let Some(sentence) = sentences.get_mut(key) {
        sentence.truncate(take(sentence.len()));
    }
    for (at, sentence) in sentences.iter_mut().enumerate() {
        if at < key {
            let kept = take(sentence.len());
            sentence.drain(..sentence.len() - kept);
        } else if at > key {
            sentence.truncate(take(sentence.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_sentence_is_cut_last() {
        let fitted = |key, room| {
            let mut sentences = vec![vec![1, 2, 3], vec![4, 5], vec![6, 7]];
            fit(&mut sentences, key, room);
            sentences
        };
        assert_eq!(fitted(1, 9), [vec![1, 2, 3], vec![4, 5], vec![6, 7]]);
        assert_eq!(fitted(1, 4), [vec![2, 3], vec![4, 5], vec![]]);
        assert_eq!(fitted(1, 6), [vec![1, 2, 3], vec![4, 5], vec![6]]);
        assert_eq!(fitted(0, 2), [vec![1, 2], vec![], vec![]]);
        assert_eq!(fitted(9, 0), vec![Vec::<i32>::new(); 3]);
    }
}

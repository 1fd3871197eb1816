//! A second look at the best few passages, by the reader: it judges if a sentence answers a question, and not only if
//! the two are alike.
//!
//! It reads the sentence that ranking holds for the key, with the one before and the one after. It has the last word on
//! whether the first quote answers (`gate.rs`), and a small say in which comes first.

use std::borrow::Cow;
use std::panic::resume_unwind;
use std::thread;

use crate::corpus::as_sentences;
use crate::encoder::{Encoder, EncoderError, Window};

use super::{Ranking, Scored, ScoredSentence};

/// The number of passages that are read.
pub(super) const PASSAGES: usize = 3;

/// The weight of the reader's log-odds beside the score of a sentence.
const READING: f32 = 0.05;

/// The text between two cells of a row.
const CELL_JOINT: &str = " | ";

/// Log-odds beyond these say no more.
const RANGE: (f32, f32) = (-6.0, 4.0);

impl Ranking<'_> {
    /// Reads the best passages, [`PASSAGES`] at most, and puts them in order again. Stops once the rest can't come
    /// first any more.
    pub(in crate::answer) fn look_again(&mut self, encoder: &Encoder) -> Result<(), EncoderError> {
        if !encoder.has_reader() {
            return Ok(());
        }
        let (mut best, mut lowest) = (f32::NEG_INFINITY, f32::INFINITY);
        let known = self.passages.iter_mut().filter(|candidate| candidate.is_known);
        let mut known = known.take(PASSAGES);
        // The first is read by itself, since it often decides; the others at once.
        for at_once in [1, PASSAGES - 1] {
            let chosen: Vec<&mut Scored<'_>> = known
                .by_ref()
                .take(at_once)
                .filter(|candidate| candidate.score() + READING * RANGE.1 > best)
                .collect();
            for candidate in read_all(chosen, encoder, &self.to_judge)? {
                for &(read, reading) in &candidate.readings {
                    lowest = lowest.min(reading);
                    let sentence = candidate.sentences.iter().find(|sentence| sentence.at == read);
                    best = sentence.map_or(best, |sentence| best.max(sentence.score + READING * reading));
                }
            }
        }
        if lowest.is_finite() {
            for candidate in &mut self.passages {
                candidate.weigh(lowest);
            }
            self.passages.sort_by(|a, b| b.score().total_cmp(&a.score()));
            self.put_valid_first();
        }
        Ok(())
    }
}

/// Reads candidates, each on a thread of its own.
fn read_all<'a, 'b>(
    candidates: Vec<&'a mut Scored<'b>>,
    encoder: &Encoder,
    question: &str,
) -> Result<Vec<&'a mut Scored<'b>>, EncoderError> {
    thread::scope(|scope| {
        let begun: Vec<_> = candidates
            .into_iter()
            .map(|candidate| {
                scope.spawn(move || {
                    candidate.readings = candidate.read(encoder, question)?;
                    Ok(candidate)
                })
            })
            .collect();
        begun
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

impl Scored<'_> {
    /// The best that the reader said of a sentence; `None` if it read none.
    pub(in crate::answer) fn reading(&self) -> Option<f32> {
        self.readings.iter().map(|&(_, reading)| reading).reduce(f32::max)
    }

    fn read(&self, encoder: &Encoder, question: &str) -> Result<Vec<(usize, f32)>, EncoderError> {
        let Some(passage) = self.article.passages.get(self.passage) else {
            return Ok(Vec::new());
        };
        let key = self.sentences.first().map_or(0, |best| best.at);
        let read = key.saturating_sub(1)..(key + 2).min(passage.sentences.len());
        let header = self.header();
        let sentences = read.clone().filter_map(|at| self.sentence(at));
        let sentences: Vec<Cow<'_, str>> = sentences.map(|sentence| with_names(header, sentence)).collect();
        let window = Window {
            headings: self.headings(),
            sentences: sentences.iter().map(AsRef::as_ref).collect(),
            key: key - read.start,
        };
        let readings = read.zip(encoder.read(question, &window)?);
        Ok(readings
            .filter_map(|(at, reading)| Some((at, reading?.clamp(RANGE.0, RANGE.1))))
            .collect())
    }

    /// The last line of what introduces the passage: of a table, its header row.
    fn header(&self) -> &str {
        let passage = self.article.passages.get(self.passage);
        let lead = passage.and_then(|passage| self.article.passage_text(passage).get(..passage.lead));
        lead.and_then(|lead| lead.lines().last()).unwrap_or_default()
    }

    /// Title and innermost heading.
    fn headings(&self) -> String {
        let passage = self.article.passages.get(self.passage);
        let innermost = passage.and_then(|passage| self.article.headings(passage).last());
        as_sentences([&self.article.title].into_iter().chain(innermost).map(String::as_str))
    }

    /// Adds the reader's log-odds to the scores. A sentence that it did not read counts as the worst that it did.
    fn weigh(&mut self, lowest: f32) {
        for sentence in &mut self.sentences {
            let read = self.readings.iter().find(|(read, _)| *read == sentence.at);
            sentence.score += READING * read.map_or(lowest, |(_, reading)| *reading);
        }
        self.sentences.sort_by(ScoredSentence::best_first);
    }
}

/// A row of a table with the name of its column before each cell, as the reader understands it: "Role: Treasurer, Name:
/// Jo" for "Treasurer | Jo". Anything else stays as it is.
fn with_names<'a>(header: &str, row: &'a str) -> Cow<'a, str> {
    let cells = |line: &'_ str| line.split(CELL_JOINT).count();
    if header == row || cells(header) < 2 || cells(header) != cells(row) {
        return Cow::Borrowed(row);
    }
    let cells = header.split(CELL_JOINT).zip(row.split(CELL_JOINT));
    let named = cells.map(|(name, cell)| format!("{}: {}", name.trim(), cell.trim()));
    Cow::Owned(named.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_row_below_its_header_gets_the_names_of_its_cells() {
        let header = "Role | Name";
        assert_eq!(with_names(header, "Treasurer | Jo"), "Role: Treasurer, Name: Jo");
        for other in [header, "Treasurer", "Treasurer | Jo | June", "See above."] {
            assert_eq!(with_names(header, other), other);
        }
        assert_eq!(with_names("These are the roles:", "Treasurer"), "Treasurer");
    }
}

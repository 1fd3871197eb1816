//! Puts footnotes with the passages that refer to them.

use super::{MAX_PASSAGE_CHARS, Ready, append, chars};
use crate::corpus::document::Note;

/// The headings of a section, and its passages.
pub(super) type ReadySection = (Vec<String>, Vec<Ready>);

/// Appends each note to the passage that refers to it, or puts it right after if that passage is full. A note that no
/// passage refers to stands at the end, under no heading.
pub(super) fn with_notes(mut all: Vec<ReadySection>, notes: Vec<Note>) -> Vec<ReadySection> {
    // Each passage's start and end in the source, its section, and its number there.
    let mut places: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (section, (_, passages)) in all.iter().enumerate() {
        let own = passages.iter().enumerate();
        places.extend(own.map(|(i, ready)| (ready.origin.start, ready.origin.end, section, i)));
    }
    places.sort_unstable();
    let mut after: Vec<(usize, usize, Ready)> = Vec::new();
    let mut unplaced: Vec<Ready> = Vec::new();
    for note in notes {
        let before = places.partition_point(|&(start, ..)| start <= note.at);
        let place = before.checked_sub(1).map(|i| places[i]);
        let place = place.filter(|&(_, end, ..)| note.at < end);
        let Some((_, _, section, i)) = place else {
            if !unplaced.iter().any(|ready| ready.text == note.text) {
                unplaced.push(alone(note, unplaced.len() + 1));
            }
            continue;
        };
        let ready = &mut all[section].1[i];
        let text = ready.text.as_str();
        if text.split("\n\n").any(|paragraph| paragraph == note.text.as_str()) {
            continue;
        }
        if chars(text) + 2 + chars(note.text.as_str()) <= MAX_PASSAGE_CHARS {
            append(&mut ready.text, "\n\n", &note.text);
        } else {
            let paragraph = ready.paragraph;
            after.push((section, i, alone(note, paragraph)));
        }
    }
    // From the back, so that the numbers before stay true.
    after.sort_by_key(|&(section, i, _)| (section, i));
    for (section, i, ready) in after.into_iter().rev() {
        all[section].1.insert(i + 1, ready);
    }
    if !unplaced.is_empty() {
        all.push((Vec::new(), unplaced));
    }
    all
}

fn alone(note: Note, paragraph: usize) -> Ready {
    Ready {
        origin: note.text.source_range(),
        paragraph,
        is_code: false,
        is_part: false,
        is_apart: false,
        lead: 0,
        text: note.text,
    }
}

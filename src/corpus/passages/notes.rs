//! Puts footnotes with the passages that refer to them.

use super::{MAX_PASSAGE_CHARS, Ready, append, chars};
use crate::corpus::notes::Note;

/// The headings of a section, and its passages.
pub(super) type Made = (Vec<String>, Vec<Ready>);

/// Appends each note to the passage that refers to it, or puts it right after one that is full. A note that no passage
/// refers to stands at the end, under no heading.
pub(super) fn with_notes(mut all: Vec<Made>, notes: Vec<Note>) -> Vec<Made> {
    // The sources of the passages, and for each its section and its number there.
    let mut places: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (section, (_, passages)) in all.iter().enumerate() {
        let own = passages.iter().enumerate();
        places.extend(own.map(|(i, ready)| (ready.origin.start, ready.origin.end, section, i)));
    }
    places.sort_unstable();
    let mut after: Vec<(usize, usize, Ready)> = Vec::new();
    for note in notes {
        let before = places.partition_point(|&(start, ..)| start <= note.at);
        let place = before
            .checked_sub(1)
            .map(|i| places[i])
            .filter(|&(_, end, ..)| note.at < end);
        let (section, i) = place.map_or((usize::MAX, usize::MAX), |(_, _, section, i)| (section, i));
        let ready = all.get_mut(section).and_then(|(_, passages)| passages.get_mut(i));
        match ready {
            Some(ready) if ready.text.as_str().contains(note.text.as_str()) => {}
            Some(ready) if chars(ready.text.as_str()) + 2 + chars(note.text.as_str()) <= MAX_PASSAGE_CHARS => {
                append(&mut ready.text, "\n\n", &note.text);
            }
            ready => {
                let paragraph = ready.map_or(1, |ready| ready.paragraph);
                after.push((section, i, alone(note, paragraph)));
            }
        }
    }
    // From the back, so that the numbers before stay true.
    after.sort_by_key(|&(section, i, _)| (section, i));
    for (section, i, ready) in after.into_iter().rev() {
        match all.get_mut(section) {
            Some((_, passages)) => passages.insert(i + 1, ready),
            None => all.push((Vec::new(), vec![ready])),
        }
    }
    all
}

fn alone(note: Note, paragraph: usize) -> Ready {
    Ready {
        origin: note.text.source_range(),
        paragraph,
        is_code: false,
        is_part: false,
        is_apart: true,
        lead: 0,
        text: note.text,
    }
}

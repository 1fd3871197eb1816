//! Footnotes. A short one stands with the passage that refers to it: "The ferry runs daily." is half the truth if a
//! note says "Except in winter." The others stand at the end.

use std::collections::HashMap;

use super::document::{Block, BlockKind, Note};

/// The longest footnote that stands with the text, in characters.
const MAX_NOTE_CHARS: usize = 300;
/// The most places where one footnote stands.
const MAX_PLACES: usize = 8;

/// The footnotes that a reader has met, and the references to them.
#[derive(Debug, Default)]
pub(super) struct Notes {
    references: Vec<(String, usize)>,
    notes: Vec<(String, Vec<Block>)>,
}

impl Notes {
    /// Adds a reference to a note at this place in the source.
    pub(super) fn refer(&mut self, name: &str, at: usize) {
        self.references.push((name.to_owned(), at));
    }

    /// Adds a note's content.
    pub(super) fn define(&mut self, name: &str, blocks: Vec<Block>) {
        self.notes.push((name.to_owned(), blocks));
    }

    /// True if it has no notes.
    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// Adds the notes and references of a text that stands `by` bytes further on in the source.
    pub(super) fn append(&mut self, other: Self, by: usize) {
        let references = other.references.into_iter();
        self.references.extend(references.map(|(name, at)| (name, at + by)));
        for (name, mut blocks) in other.notes {
            for block in &mut blocks {
                block.text = std::mem::take(&mut block.text).shifted(by);
            }
            self.notes.push((name, blocks));
        }
    }

    /// Returns the short notes that a text in `blocks` refers to, and appends the others to `blocks`: they stand under
    /// no heading.
    pub(super) fn place(self, blocks: &mut Vec<Block>) -> Vec<Note> {
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for (i, block) in blocks.iter().enumerate().filter(|(_, block)| !block.text.is_blank()) {
            starts.push((block.text.source_of(0), i));
        }
        starts.sort_unstable();
        let anchor = |at: usize| {
            let (_, i) = starts.get(starts.partition_point(|&(start, _)| start < at).checked_sub(1)?)?;
            let is_named = !blocks[*i].kind.is_heading();
            is_named.then(|| blocks[*i].text.last_before(at)).flatten()
        };
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (name, at) in &self.references {
            places.entry(name).or_default().extend(anchor(*at));
        }
        let (mut with_text, mut others) = (Vec::new(), Vec::new());
        for (name, mut own) in self.notes {
            match (own.pop(), places.get(name.as_str())) {
                (Some(note), Some(places)) if own.is_empty() && is_short(&note) && !places.is_empty() => {
                    let all = places.iter().take(MAX_PLACES);
                    with_text.extend(all.map(|&at| Note {
                        at,
                        text: note.text.clone(),
                    }));
                }
                (last, _) => others.extend(own.into_iter().chain(last)),
            }
        }
        if !others.is_empty() && blocks.iter().any(|block| block.kind.is_heading()) {
            blocks.push(Block::blank(BlockKind::End(1)));
        }
        blocks.extend(others);
        with_text
    }
}

fn is_short(note: &Block) -> bool {
    let is_text = note.kind == BlockKind::Text && note.parts.is_empty();
    is_text && note.text.as_str().chars().count() <= MAX_NOTE_CHARS
}

#[cfg(test)]
mod tests {
    use crate::corpus::document::Document;
    use crate::corpus::passages::assemble;
    use crate::corpus::source::Source;
    use crate::corpus::{html, markdown};

    /// The passages of an article, with "/" for the end of a paragraph, each with its lines.
    fn show(document: Document, text: &str) -> Vec<String> {
        let source = Source::decode(text.as_bytes(), None).unwrap();
        let article = assemble(document, &source, "a.md", "a").unwrap();
        let all = article.passages.iter();
        let show = |passage| article.passage_text(passage).replace("\n\n", "/");
        all.map(|passage| format!("{}-{} {}", passage.lines.0, passage.lines.1, show(passage)))
            .collect()
    }

    fn passages(text: &str) -> Vec<String> {
        show(markdown::read(text).unwrap(), text)
    }

    #[test]
    fn a_short_note_stands_with_the_passage_that_refers_to_it() {
        let daily = "The ferry runs on every day of the year.";
        let free = "Dogs travel free of charge on every boat.";
        let note = "Not on the days between Christmas and the New Year.";
        for text in [
            format!("{daily}[^1]\n\n{free}\n\n# B\n\nx\n\n[^1]: {note}\n"),
            format!("**{daily}**[^1]\n\n{free}\n\n# B\n\nx\n\n[^1]:\n    {note}\n"),
        ] {
            let wanted = [format!("1-1 {daily}/{note}"), format!("3-3 {free}"), "7-7 x".to_owned()];
            assert_eq!(passages(&text), wanted, "{text}");
        }
        let short = format!("{daily}[^1]\n\nNo dogs.\n\n[^1]: {note}");
        assert_eq!(passages(&short), [format!("1-3 {daily}/{note}/No dogs.")]);
        let twice = format!("{daily}[^1]\n\n{free}[^1] So do cats.[^1]\n\n[^1]: {note}");
        let wanted = [format!("1-1 {daily}/{note}"), format!("3-3 {free} So do cats./{note}")];
        assert_eq!(passages(&twice), wanted);
    }

    #[test]
    fn a_note_that_repeats_a_word_of_the_text_is_no_repetition() {
        let found = passages("The hall is not open on Sundays, nor is the pier.[^1]\n\n[^1]: not");
        assert_eq!(found, ["1-1 The hall is not open on Sundays, nor is the pier./not"]);
    }

    #[test]
    fn notes_on_questions_stand_at_the_end() {
        let text = "**Is it open?**[^1]\n\nYes.\n\n**Is it far?**[^2]\n\nNo.\n\n[^1]: In summer.\n[^2]: On foot.";
        let found = passages(text);
        assert_eq!(found, ["3-3 Yes.", "7-7 No.", "9-10 In summer./On foot."]);
    }

    #[test]
    fn a_note_that_nothing_refers_to_stands_at_the_end() {
        let daily = "The ferry runs on every day of the year.";
        let wanted = [
            format!("3-3 {daily}"),
            "5-5 Not in winter, nor in the days before it.".to_owned(),
        ];
        for text in [
            format!("# A[^1]\n\n{daily}\n\n[^1]: Not in winter, nor in the days before it."),
            format!("# A\n\n{daily} ~~No dogs.[^1]~~\n\n[^1]: Not in winter, nor in the days before it."),
            format!("# A\n\n{daily}\n\n[^1]: Not in winter, nor in the days before it."),
        ] {
            assert_eq!(passages(&text), wanted, "{text}");
        }
    }

    #[test]
    fn a_note_on_an_item_stands_with_the_passage_of_the_item() {
        let item = "All of the boats are checked by the warden each morning. ".repeat(8);
        let item = item.trim();
        let text = format!("You may not:\n\n- {item}\n- {item}[^1]\n- {item}\n\n[^1]: Except on Sundays.");
        let found = passages(&text);
        let with_note = found.iter().map(|passage| passage.ends_with("/Except on Sundays."));
        assert_eq!(with_note.collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn notes_of_a_page_are_found_by_their_ids() {
        let daily = "The ferry runs on every day of the year.";
        let free = "Dogs travel free of charge on every boat.";
        let main = |mark: &str| format!("<p>{daily}{mark}</p>\n<p>{free}</p>\n");
        let mark = "<sup><a href='#f'>1</a></sup>";
        for notes in [
            "<section class=footnotes><ol><li id=f><p>Not in winter. <a href='#r'>↩</a></li></ol></section>",
            "<aside role=doc-footnote id=f>Not in winter.</aside>",
            "<aside class=footnote-list><aside class=footnote id=f><span>[1]</span><p>Not in winter.</aside></aside>",
            "<div class=footnotes><p><span id=f>Not in winter.</span></div>",
            "<ol class=references><li id=f><b><a href='#r'>^</a></b> Not in winter.</ol>",
            "<h2>Notes</h2><ol class=references><li id=f>Not in winter.</ol>",
        ] {
            let page = main(mark) + notes;
            let found = show(html::read(&page).unwrap(), &page);
            assert_eq!(
                found,
                [format!("1-1 {daily}/Not in winter."), format!("2-2 {free}")],
                "{page}"
            );
        }
        for page in [
            main(&format!("<del>Never.{mark}</del>")) + "<aside role=doc-footnote id=f>Not in winter.</aside>",
            main("<a href='#f'>See the notes</a>") + "<aside role=doc-footnote id=f>Not in winter.</aside>",
        ] {
            let found = show(html::read(&page).unwrap(), &page);
            assert!(
                found[found.len() - 1].ends_with(&format!("{free}/Not in winter.")),
                "{page}"
            );
        }
        let two = "<div class=footnotes><ol><li id=e>No cats.<li id=f>Not in winter.</ol></div>";
        let page = main(mark) + two;
        let found = show(html::read(&page).unwrap(), &page);
        assert_eq!(found[0], format!("1-1 {daily}/Not in winter."));
        assert!(found[2].ends_with("1. No cats."), "{found:?}");
    }
}

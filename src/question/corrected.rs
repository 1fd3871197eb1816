//! Rewrites a question as it was meant, before its words are looked up: acronyms, chat-speak, typos, names.

use super::chat;
use super::named;
use super::spelling::Speller;
use super::worded::{Edit, Worded};
use crate::index::Vocabulary;
use crate::text::fold::fold;
use crate::text::numbered::Numbered;

/// The question as it was meant.
pub(super) fn corrected(question: Worded, vocabulary: &Vocabulary, speller: &Speller) -> Worded {
    let acronyms = plain_acronyms(&question);
    let question = question.edited(&acronyms);
    let expansions = chat::expand(&question, &|word| {
        // Letters are initials and in lists of any text: those count that a heading is made of.
        speller.is_in_corpus(word) || vocabulary.written(&Numbered::by_itself(word)).is_some()
    });
    let question = question.edited(&expansions);
    let corrections = speller.corrections(&question);
    let question = question.edited(&corrections);
    let names = named::as_written(&question, vocabulary);
    let question = question.edited(&names);
    let ending = question_mark(question.text());
    question.edited(ending.as_slice())
}

/// One question mark for the end of a text, whether it was typed with none or with "?!": to the encoder it is a word,
/// and people leave it out as they please. `None` if it has one already, or has nothing else.
fn question_mark(text: &str) -> Option<Edit<'static>> {
    let words = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '?' | '!' | '.' | ',' | ';'));
    (!words.is_empty() && &text[words.len()..] != "?").then(|| Edit {
        range: words.len()..text.len(),
        text: "?".into(),
    })
}

/// "US" for "U.S.", "u.s.a." and "USA": to an encoder these are as many words, and a name has to count the same however
/// it is abbreviated.
fn plain_acronyms(question: &Worded) -> Vec<Edit<'static>> {
    let text = question.text();
    let mut edits = Vec::new();
    for word in question.words() {
        let written = &text[word.range.clone()];
        let is_acronym = written.chars().all(|c| c == '.' || c.is_alphabetic()) && fold(written) != word.folded;
        if !is_acronym {
            continue;
        }
        // Its last stop does not belong to the word.
        let has_last_stop = written.contains('.') && text[word.range.end..].starts_with('.');
        edits.push(Edit {
            range: word.range.start..word.range.end + usize::from(has_last_stop),
            text: word.folded.to_uppercase().into(),
        });
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_written_in_one_way() {
        for (text, plain) in [
            ("trust the U.S.?", "trust the US?"),
            ("trust the u.s.a.?", "trust the US?"),
            ("the USA and the U.K. left", "the US and the UK left"),
            (
                "Iran's 2,015 deals, e-mail and 3.5 kg.",
                "Iran's 2,015 deals, e-mail and 3.5 kg.",
            ),
            ("É. Zola left us.", "É. Zola left us."),
        ] {
            let question = Worded::new(text);
            let edits = plain_acronyms(&question);
            assert_eq!(question.edited(&edits).text(), plain);
        }
    }

    #[test]
    fn every_question_ends_alike() {
        for typed in ["who left", "who left?", "who left ?!", "who left..."] {
            let ending = question_mark(typed);
            assert_eq!(Worded::new(typed).edited(ending.as_slice()).text(), "who left?");
        }
        assert_eq!(question_mark("?!"), None);
    }
}

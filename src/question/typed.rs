//! A question, as asked and as searched for.
//!
//! Takes out what a chat puts around the words: mentions, emoji, marks for bold and the like. The words themselves stay
//! as typed. Not here: what they may mean (`chat`, `spelling`).

mod emoji;
mod markup;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::text::excerpt::{excerpt, prefix_len};
use crate::text::fold::{collapse_white_space, is_invisible};

use super::worded::Worded;

/// The most characters of the text to search for. Discord's longest message has 4,000, and people put their question at
/// the front.
const MAX_SEARCHED_CHARS: usize = 4_000;

/// A question with at least one visible character.
#[derive(Debug, Clone)]
pub struct Question {
    asked: String,
    visible: String,
    searched: Worded,
}

/// The question is empty.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the question is empty")]
pub struct EmptyQuestion;

impl Question {
    /// Takes a question as somebody typed it.
    ///
    /// # Errors
    /// If there is nothing but white space, control and invisible characters.
    pub fn new(asked: &str) -> Result<Self, EmptyQuestion> {
        let visible = one_line(&composed(asked));
        if visible.is_empty() {
            return Err(EmptyQuestion);
        }
        // Emoji go first: composing would turn some into letters, and take others apart.
        let plain = markup::strip(&composed(&emoji::strip(asked)));
        let mut searched = one_line(&shorten_marks(&plain));
        searched.truncate(prefix_len(&searched, MAX_SEARCHED_CHARS));
        Ok(Self {
            asked: asked.to_owned(),
            visible,
            searched: Worded::new(searched),
        })
    }

    /// The asker's own text.
    pub fn asked(&self) -> &str {
        &self.asked
    }

    /// The question on one line, cut to `limit` characters, to be repeated in a reply or a list.
    pub fn excerpt(&self, limit: usize) -> String {
        excerpt(&self.visible, limit)
    }

    /// The text to search for: on one line, composed (NFKC), with straight quotation marks, without invisible
    /// characters and without mentions, emoji, web addresses and marks of Markdown. Empty if nothing else was typed.
    pub fn searched(&self) -> &str {
        self.searched.text()
    }

    /// The text to search for, with its words.
    pub fn worded(&self) -> &Worded {
        &self.searched
    }
}

/// Applies NFKC, keeps line breaks, turns other control characters into spaces, and drops invisible characters.
fn composed(text: &str) -> String {
    text.nfkc()
        .filter(|&c| !is_invisible(c))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => '\'',
            '\u{201c}'..='\u{201f}' => '"',
            c if c.is_control() && c != '\n' && c != '\r' => ' ',
            c => c,
        })
        .collect()
}

fn one_line(text: &str) -> String {
    collapse_white_space(text)
}

/// Shortens runs of marks: "???" and "?!?" say no more than "?", and "!!!" no more than "!".
fn shorten_marks(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['?', '!']) {
        short.push_str(&rest[..at]);
        let tail = &rest[at..];
        let len = tail.find(|c| c != '?' && c != '!').unwrap_or(tail.len());
        short.push(if tail[..len].contains('?') { '?' } else { '!' });
        rest = &tail[len..];
    }
    short.push_str(rest);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searched(asked: &str) -> String {
        Question::new(asked).unwrap().searched().to_owned()
    }

    #[test]
    fn nothing_to_ask_is_told_apart() {
        for empty in ["", "  \t", "\0\u{7}", "\u{202e}\u{200b}", "\n\r\n"] {
            assert_eq!(Question::new(empty).unwrap_err(), EmptyQuestion);
        }
    }

    #[test]
    fn the_askers_own_text_is_kept() {
        let question = Question::new(" why\0  ｗｈｙ\u{202e}? ").unwrap();
        assert_eq!(question.asked(), " why\0  ｗｈｙ\u{202e}? ");
        assert_eq!(question.searched(), "why why?");
        let question = Question::new("<@12> **why**").unwrap();
        assert_eq!(question.asked(), "<@12> **why**");
        assert_eq!(question.excerpt(40), "<@12> **why**");
        assert_eq!(question.searched(), "why");
    }

    #[test]
    fn a_question_of_signs_alone_is_one_with_nothing_to_search_for() {
        for signs in [
            "👍",
            "<@1>",
            "@everyone",
            "https://example.org/a",
            "** **",
            "<:kek:1> 🇺🇸 1️⃣",
        ] {
            let left = searched(signs);
            assert!(!left.contains(char::is_alphanumeric), "{signs}: {left}");
        }
        assert_eq!(searched("👍"), "");
    }

    #[test]
    fn quotation_marks_are_straight_and_marks_single() {
        assert_eq!(
            searched("why don’t they “talk”??? !!! ?!"),
            "why don't they \"talk\"? ! ?"
        );
        assert_eq!(searched("‘now’ … 50%!"), "'now' ... 50%!");
    }

    #[test]
    fn a_long_question_is_cut_after_it_was_cleaned() {
        let long = format!(
            "{} why? {}",
            "<@123456789012345678>".repeat(1_000),
            "word ".repeat(2_000)
        );
        let left = searched(&long);
        assert!(left.starts_with("why? word"));
        assert!(left.chars().count() <= MAX_SEARCHED_CHARS);
    }
}

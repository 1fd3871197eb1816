//! A question, as asked and as searched for.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::text::excerpt::{excerpt, prefix_len};
use crate::text::fold::{collapse_white_space, is_invisible};

/// What is searched for is cut here, in characters: Discord's longest message has 4,000, and what somebody
/// wants to know stands at the front.
const MAX_SEARCHED_CHARS: usize = 4_000;

/// A question with at least one character to it.
#[derive(Debug, Clone)]
pub struct Question {
    asked: String,
    searched: String,
}

/// There is nothing in the question.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the question is empty")]
pub struct EmptyQuestion;

impl Question {
    /// Takes a question as somebody typed it.
    ///
    /// # Errors
    /// If there is nothing but white space, control and invisible characters.
    pub fn new(asked: &str) -> Result<Self, EmptyQuestion> {
        let visible: String = asked
            .nfkc()
            .map(|c| if c.is_control() { ' ' } else { c })
            .filter(|&c| !is_invisible(c))
            .collect();
        let mut searched = collapse_white_space(&visible);
        if searched.is_empty() {
            return Err(EmptyQuestion);
        }
        searched.truncate(prefix_len(&searched, MAX_SEARCHED_CHARS));
        Ok(Self {
            asked: asked.to_owned(),
            searched,
        })
    }

    /// The asker's own text.
    #[must_use]
    pub fn asked(&self) -> &str {
        &self.asked
    }

    /// The question on one line, cut to `limit` characters, for where it is repeated.
    #[must_use]
    pub fn excerpt(&self, limit: usize) -> String {
        excerpt(&self.searched, limit)
    }

    /// The text to search for: composed (NFKC), without control and invisible characters.
    #[must_use]
    pub fn searched(&self) -> &str {
        &self.searched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_ask_is_told_apart() {
        for empty in ["", "  \t", "\0\u{7}", "\u{202e}\u{200b}"] {
            assert_eq!(Question::new(empty).unwrap_err(), EmptyQuestion);
        }
    }

    #[test]
    fn the_askers_own_text_is_kept() {
        let question = Question::new(" why\0  ｗｈｙ\u{202e}? ").unwrap();
        assert_eq!(question.asked(), " why\0  ｗｈｙ\u{202e}? ");
        assert_eq!(question.searched(), "why why?");
    }
}

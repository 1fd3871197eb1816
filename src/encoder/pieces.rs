//! The tokens of a text: words that the network knows, and pieces of all other words.

use std::error::Error;
use std::ops::Range;
use std::sync::OnceLock;

use tokenizers::Tokenizer;

use super::EncoderError;

/// The most tokens of a question that are read, including `[CLS]` and `[SEP]`: as many as all-MiniLM-L6-v2 was trained
/// with.
pub const MOST: usize = 256;

/// A tokenizer.
pub struct Pieces {
    tokenizer: Tokenizer,
    /// The marks that every text begins with: `[CLS]`.
    start: Vec<i32>,
    /// The marks that every text ends with: `[SEP]`.
    end: Vec<i32>,
    /// The whole words of the vocabulary, listed on first use.
    words: OnceLock<Vec<String>>,
}

/// The tokens of one text, without marks.
pub struct Tokens {
    /// Their numbers in the vocabulary.
    pub ids: Vec<i32>,
    /// For each token, the bytes of the text that it covers; an empty range if it covers none.
    pub places: Vec<Range<usize>>,
}

impl Pieces {
    /// Reads a `tokenizer.json`.
    pub fn read(bytes: &[u8]) -> Result<Self, Box<dyn Error + Send + Sync>> {
        // Parse a string: the function for bytes would be compiled as part of this crate, which is unoptimized in debug
        // builds.
        let mut tokenizer: Tokenizer = str::from_utf8(bytes)?.parse()?;
        // Padding and truncation are done here, whatever the file asks for.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None)?;
        // "[SEP]" in a text is five letters, not the end of the text.
        tokenizer.set_encode_special_tokens(true);
        let sample = tokenizer.encode("a", true)?;
        let marks: Vec<(i32, bool)> = sample
            .get_ids()
            .iter()
            .zip(sample.get_special_tokens_mask())
            .map(|(&id, &mark)| (id.cast_signed(), mark == 1))
            .collect();
        let ids = |marks: &mut dyn Iterator<Item = &(i32, bool)>| -> Vec<i32> {
            marks.take_while(|(_, mark)| *mark).map(|(id, _)| *id).collect()
        };
        let start = ids(&mut marks.iter());
        let mut end = ids(&mut marks[start.len()..].iter().rev());
        end.reverse();
        Ok(Self {
            tokenizer,
            start,
            end,
            words: OnceLock::new(),
        })
    }

    /// Splits a text into tokens, without a limit on their number.
    pub fn of(&self, text: &str) -> Result<Tokens, EncoderError> {
        let encoding = self.tokenizer.encode(text, false).map_err(EncoderError::Run)?;
        Ok(Tokens {
            ids: encoding.get_ids().iter().map(|&id| id.cast_signed()).collect(),
            places: encoding
                .get_offsets()
                .iter()
                .map(|&place| within(text, place))
                .collect(),
        })
    }

    /// The number of tokens of a text that fit between the marks.
    pub fn room(&self) -> usize {
        MOST.saturating_sub(self.start.len() + self.end.len())
    }

    /// Puts the marks around the ids. Returns the result and the position of the first id in it.
    pub fn marked(&self, ids: &[i32]) -> (Vec<i32>, usize) {
        ([&self.start, ids, &self.end].concat(), self.start.len())
    }

    /// The marks that every text ends with.
    pub fn end(&self) -> &[i32] {
        &self.end
    }

    /// True if the word, in lower case, is one token. A token that begins with `##` is the rest of a word.
    pub fn knows_word(&self, word: &str) -> bool {
        !word.starts_with("##") && self.tokenizer.token_to_id(word).is_some()
    }

    /// The tokens that are whole words of lower-case letters, in vocabulary order.
    pub fn words(&self) -> &[String] {
        self.words.get_or_init(|| {
            let mut words: Vec<(u32, String)> = self
                .tokenizer
                .get_vocab(false)
                .into_iter()
                .filter(|(word, _)| is_word(word))
                .map(|(word, id)| (id, word))
                .collect();
            words.sort_unstable();
            words.into_iter().map(|(_, word)| word).collect()
        })
    }
}

fn is_word(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| c.is_alphabetic() && !c.is_uppercase())
}

/// The tokenizer's range if it is a valid range of the text, else an empty one, so that callers can slice without a
/// check.
fn within(text: &str, (start, end): (usize, usize)) -> Range<usize> {
    if text.get(start..end).is_some() {
        start..end
    } else {
        0..0
    }
}

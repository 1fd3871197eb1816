//! The tokens of a text, as the network knows them: words, and pieces of the words it does not know whole.

use std::error::Error;
use std::ops::Range;
use std::sync::OnceLock;

use tokenizers::{Tokenizer, TruncationDirection, TruncationParams, TruncationStrategy};

use super::EncoderError;

/// How many tokens of a text are read, `[CLS]` and `[SEP]` among them: as many as all-MiniLM-L6-v2 was trained with.
pub const MOST: usize = 256;

/// A tokenizer.
pub struct Pieces {
    tokenizer: Tokenizer,
    /// The whole words it knows; listed when they are first asked for.
    words: OnceLock<Vec<String>>,
}

/// The tokens of one text.
pub struct Tokens {
    /// Their numbers in the vocabulary, with those of the tokens that only mark start and end.
    pub ids: Vec<i32>,
    /// Which sentence of a pair each belongs to: all to the first.
    pub types: Vec<i32>,
    /// For each, whether it is of the text rather than a mark.
    pub of_text: Vec<bool>,
    /// For each, the bytes of the text it stands for; an empty range if it is a mark.
    pub places: Vec<Range<usize>>,
}

impl Pieces {
    /// Reads a `tokenizer.json`.
    pub fn read(bytes: &[u8]) -> Result<Self, Box<dyn Error + Send + Sync>> {
        // Not from bytes: that would be compiled as a part of this crate, unoptimized when it is.
        let mut tokenizer: Tokenizer = str::from_utf8(bytes)?.parse()?;
        // Every text is run alone, so that there is nothing to pad it to, whatever the file says.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(Some(TruncationParams {
            direction: TruncationDirection::Right,
            max_length: MOST,
            strategy: TruncationStrategy::LongestFirst,
            stride: 0,
        }))?;
        // A text that has "[SEP]" in it has it as five letters, not as its end.
        tokenizer.set_encode_special_tokens(true);
        Ok(Self {
            tokenizer,
            words: OnceLock::new(),
        })
    }

    /// The tokens of a text.
    pub fn of(&self, text: &str) -> Result<Tokens, EncoderError> {
        let encoding = self.tokenizer.encode(text, true).map_err(EncoderError::Run)?;
        Ok(Tokens {
            ids: encoding.get_ids().iter().map(|&id| id.cast_signed()).collect(),
            types: encoding.get_type_ids().iter().map(|&kind| kind.cast_signed()).collect(),
            of_text: encoding
                .get_special_tokens_mask()
                .iter()
                .map(|&mark| mark == 0)
                .collect(),
            places: encoding
                .get_offsets()
                .iter()
                .map(|&place| within(text, place))
                .collect(),
        })
    }

    /// Whether a word, in lower case, is one token. What begins with `##` is the rest of a word.
    pub fn knows_word(&self, word: &str) -> bool {
        !word.starts_with("##") && self.tokenizer.token_to_id(word).is_some()
    }

    /// The tokens that are whole words of lower-case letters alone, in the order of their numbers.
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

/// The bytes that a tokenizer names, if they are a part of the text, and else none: what takes them need not look.
fn within(text: &str, (start, end): (usize, usize)) -> Range<usize> {
    if text.get(start..end).is_some() {
        start..end
    } else {
        0..0
    }
}

//! The tokens of a text, as the network knows them: words, and pieces of the words it does not know whole.

use std::error::Error;
use std::ops::Range;
use std::sync::OnceLock;

use tokenizers::Tokenizer;

use super::EncoderError;

/// The number of tokens of a question that are read, `[CLS]` and `[SEP]` among them: as many as all-MiniLM-L6-v2 was
/// trained with.
pub const MOST: usize = 256;

/// A tokenizer.
pub struct Pieces {
    tokenizer: Tokenizer,
    /// The marks that every text begins with: `[CLS]`.
    start: Vec<i32>,
    /// The marks that every text ends with: `[SEP]`.
    end: Vec<i32>,
    /// The whole words it knows; listed when they are first asked for.
    words: OnceLock<Vec<String>>,
}

/// The tokens of one text, without marks.
pub struct Tokens {
    /// Their numbers in the vocabulary.
    pub ids: Vec<i32>,
    /// For each, the bytes of the text it stands for; an empty range if it stands for none.
    pub places: Vec<Range<usize>>,
}

impl Pieces {
    /// Reads a `tokenizer.json`.
    pub fn read(bytes: &[u8]) -> Result<Self, Box<dyn Error + Send + Sync>> {
        // Not from bytes: that would be compiled as a part of this crate, unoptimized when it is.
        let mut tokenizer: Tokenizer = str::from_utf8(bytes)?.parse()?;
        // Texts are padded and cut here, whatever the file says.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None)?;
        // A text that has "[SEP]" in it has it as five letters, not as its end.
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

    /// The tokens of a text, however many they are.
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

    /// The number of tokens of a text that fit beside the marks.
    pub fn room(&self) -> usize {
        MOST.saturating_sub(self.start.len() + self.end.len())
    }

    /// The ids with the marks around them, and where the first of them then stands.
    pub fn marked(&self, ids: &[i32]) -> (Vec<i32>, usize) {
        ([&self.start, ids, &self.end].concat(), self.start.len())
    }

    /// The marks that every text ends with.
    pub fn end(&self) -> &[i32] {
        &self.end
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

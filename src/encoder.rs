//! Turns text into vectors: texts that mean the same lie close together, whatever their words.
//!
//! Only this module knows of tokenizers and neural networks. The built-in network is derived from all-MiniLM-L6-v2 (see
//! the README next to it). Any other folder with a sentence encoder's `model.onnx` and `tokenizer.json` can replace it.
//! Everything is computed locally; nothing is sent anywhere.

mod many;
mod network;
mod passage;
mod pieces;
mod reader;

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use network::Network;
use pieces::Pieces;
pub use reader::Window;

use crate::text::known_words::KnownWords;

const MODEL: &str = "model.onnx";
const TOKENIZER: &str = "tokenizer.json";
const LANGUAGES: &str = "languages.txt";
const SHIPPED_MODEL: &[u8] = include_bytes!("../models/verbatim/model.onnx");
const SHIPPED_TOKENIZER: &[u8] = include_bytes!("../models/verbatim/tokenizer.json");
/// The identity of the built-in encoder, computed in advance: hashing its files would take a tenth of the time of a
/// question in the shell. A test compares it with the files.
const SHIPPED_IDENTITY: &str = "870d854ca69d44ddf496674a338ce6c0cfc195c1fa78016a44a6cc0d36aeff75";
const SHIPPED_FOLDER: &str = "models/verbatim";

/// The reason why a text has no vector.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncoderError {
    /// A file of the encoder does not exist or cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The model file is not an ONNX model, or it uses operators that are not supported.
    #[error("{} is not an ONNX model that can be run", path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The tokenizer file is not a tokenizer.
    #[error("{} is not a tokenizer", path.display())]
    Tokenizer {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The inputs or outputs of the model are not those of a sentence encoder.
    #[error("not a sentence encoder: {0}")]
    Interface(String),
    /// The model returns vectors of another shape than it declares, or something other than numbers.
    #[error("the encoder gave {0}")]
    Output(String),
    /// The model or its tokenizer failed on a text.
    #[error("a text could not be encoded")]
    Run(#[source] Box<dyn Error + Send + Sync>),
}

/// The vectors of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoding {
    /// The vector of the whole text: unit length, [`Encoder::dimension`] numbers.
    pub embedding: Vec<f32>,
    /// One unit vector per token of the text, without `[CLS]` and `[SEP]`. Row-major, tokens x dimension. Empty if the
    /// text has no tokens.
    pub tokens: Vec<f32>,
    /// For each token, the bytes of the text that it covers; an empty range if it covers none.
    pub pieces: Vec<Range<usize>>,
}

/// A passage to encode.
#[derive(Clone, Debug)]
pub struct PassageTexts<'a> {
    /// The title and the headings above the passage, each as a sentence. The network reads them with the passage.
    pub headings: String,
    /// The text of the passage.
    pub text: &'a str,
    /// Its sentences, as ranges of bytes of the text.
    pub sentences: &'a [Range<usize>],
}

/// The vectors of a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageEncoding {
    /// The vectors of the headings, read above this passage.
    pub headings: Span,
    /// The vectors of each sentence, read within this passage.
    pub sentences: Vec<Span>,
}

/// The vectors of a span of a text that was encoded as a whole. All zeros and without tokens if the network did not
/// read it for lack of room.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The mean of its tokens, with unit length.
    pub embedding: Vec<f32>,
    /// One unit vector per token, row-major.
    pub tokens: Vec<f32>,
}

impl Encoding {
    /// Takes the vectors of a part of the text out of those of the whole: its tokens as they are here, and their mean
    /// as the embedding. That mean is comparable with embeddings that are means of tokens too, as the built-in
    /// encoder's are.
    ///
    /// `place` maps bytes of the text to bytes of the part, or returns `None` for bytes outside of it. Returns `None`
    /// if the part has no token, for instance if it lies beyond the last token that was read.
    pub fn part(&self, place: impl Fn(&Range<usize>) -> Option<Range<usize>>) -> Option<Self> {
        let dimension = self.embedding.len();
        let mut tokens = Vec::new();
        let mut pieces = Vec::new();
        for (token, piece) in self.tokens.chunks_exact(dimension.max(1)).zip(&self.pieces) {
            if let Some(place) = place(piece) {
                tokens.extend_from_slice(token);
                pieces.push(place);
            }
        }
        if pieces.is_empty() {
            return None;
        }
        let mut embedding = network::sum(&tokens, dimension);
        network::to_unit(&mut embedding);
        Some(Self {
            embedding,
            tokens,
            pieces,
        })
    }
}

/// A sentence encoder: a neural network with its tokenizer.
///
/// It is immutable, so threads can share it. It reads up to 256 tokens of a question, and reads a passage in windows of
/// whole sentences.
pub struct Encoder {
    network: Network,
    pieces: Pieces,
    identity: [u8; 32],
    /// The languages that it knows, by their ISO 639-1 codes; `None` for all.
    languages: Option<Vec<String>>,
    /// The number of texts encoded so far. Tests use it as the cost of an answer.
    encoded: AtomicU64,
    common_words: OnceLock<Arc<KnownWords>>,
}

impl Encoder {
    /// Opens the built-in encoder.
    ///
    /// # Errors
    ///
    /// Only if the built-in files are broken, which no caller can mend.
    pub fn shipped() -> Result<Self, EncoderError> {
        let folder = Path::new(SHIPPED_FOLDER);
        // Both take a while and are independent, so they run in parallel.
        let (pieces, network) = thread::scope(|scope| {
            let reading = scope.spawn(|| Pieces::read(SHIPPED_TOKENIZER));
            let network = network::read_static(SHIPPED_MODEL).map(Network::new);
            (reading.join(), network)
        });
        let pieces = pieces.unwrap_or_else(|panic| resume_unwind(panic));
        Ok(Self {
            network: network.map_err(|source| not_a_model(folder, source))??,
            pieces: pieces.map_err(|source| not_a_tokenizer(folder, source))?,
            identity: blake3::Hash::from_hex(SHIPPED_IDENTITY)
                .map_or_else(|_| identity(SHIPPED_MODEL, SHIPPED_TOKENIZER), blake3::Hash::into),
            languages: Some(vec!["en".to_owned()]),
            encoded: AtomicU64::new(0),
            common_words: OnceLock::new(),
        })
    }

    /// Opens the encoder in a folder that holds `model.onnx` and `tokenizer.json`.
    ///
    /// The model takes `input_ids`, `attention_mask` and, optionally, `token_type_ids`, all \[batch, tokens\]. It
    /// returns `token_embeddings` or `last_hidden_state`, \[batch, tokens, dimension\], and, optionally, `embedding` or
    /// `sentence_embedding`, \[batch, dimension\]. Only the shape of the latter is checked: the vector of a text is
    /// always the mean of its tokens' vectors, since a sentence within a passage can have no other.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, a file is not of its format, the model is not a sentence encoder, or its output for a
    /// test word is not as declared.
    pub fn open(folder: &Path) -> Result<Self, EncoderError> {
        let model = read(folder.join(MODEL))?;
        let tokenizer = read(folder.join(TOKENIZER))?;
        let identity = identity(&model, &tokenizer);
        let pieces = Pieces::read(&tokenizer).map_err(|source| not_a_tokenizer(folder, source))?;
        let model = network::read(model).map_err(|source| not_a_model(folder, source))?;
        let encoder = Self {
            network: Network::new(model)?,
            pieces,
            identity,
            languages: languages(folder)?,
            encoded: AtomicU64::new(0),
            common_words: OnceLock::new(),
        };
        encoder.encode("trial")?;
        Ok(encoder)
    }

    /// The identity of this encoder: the BLAKE3 hash of its two files.
    ///
    /// Vectors can be compared only if the encoders that made them have the same identity.
    pub fn identity(&self) -> [u8; 32] {
        self.identity
    }

    /// The length of a vector.
    pub fn dimension(&self) -> usize {
        self.network.dimension()
    }

    /// Encodes a text on one core. Run as many calls in parallel as there are cores.
    ///
    /// # Errors
    ///
    /// If the model cannot take the tokenizer's output, which does not depend on the text.
    pub fn encode(&self, text: &str) -> Result<Encoding, EncoderError> {
        self.encoded.fetch_add(1, Ordering::Relaxed);
        let mut tokens = self.pieces.of(text)?;
        tokens.ids.truncate(self.pieces.room());
        tokens.places.truncate(self.pieces.room());
        let (ids, start) = self.pieces.marked(&tokens.ids);
        let (rows, embedding) = self.network.run(&ids)?;
        let dimension = self.dimension();
        let of_text = start * dimension..(start + tokens.ids.len()) * dimension;
        let tokens_of_text = rows.get(of_text).unwrap_or_default().to_vec();
        Ok(Encoding {
            embedding: if self.has_reader() || tokens_of_text.is_empty() {
                embedding
            } else {
                // Take the mean, as for sentences: the built-in encoder has been trained to compare the two.
                Span::of(tokens_of_text.clone(), dimension).embedding
            },
            tokens: tokens_of_text,
            pieces: tokens.places,
        })
    }

    /// Encodes many texts on all cores. Calls `each` with the index and the encoding of each text, in order, on the
    /// calling thread.
    ///
    /// No more than some tens of encodings exist at a time, even for a large number of texts.
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode). `each` has been called for the texts before the one that fails.
    pub fn encode_each(&self, texts: &[&str], each: &mut dyn FnMut(usize, Encoding)) -> Result<(), EncoderError> {
        many::in_order(texts, |text| self.encode(text), each)
    }

    /// Encodes many passages, in the same way as [`encode_each`](Self::encode_each).
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode). `each` has been called for the passages before the one that fails.
    pub fn encode_passages(
        &self,
        passages: &[PassageTexts<'_>],
        each: &mut dyn FnMut(usize, PassageEncoding),
    ) -> Result<(), EncoderError> {
        let encode = |passage: &PassageTexts<'_>| {
            self.encoded.fetch_add(1, Ordering::Relaxed);
            passage::encode(&self.network, &self.pieces, passage)
        };
        many::in_order(passages, encode, each)
    }

    /// True if the model includes a reader. An encoder of the admin's choice may have none.
    pub fn has_reader(&self) -> bool {
        self.network.has_reader()
    }

    /// Reads a question together with a few sentences. Returns for each sentence the log-odds that it answers, against
    /// none of them answering; `None` if the window had no room for it. Empty if there is no reader.
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode).
    pub fn read(&self, question: &str, window: &Window<'_>) -> Result<Vec<Option<f32>>, EncoderError> {
        let input = reader::Input::new(&self.pieces, question, window)?;
        let scores = self.network.read(&input)?.into_iter().zip(input.are_read);
        Ok(scores.map(|(score, is_read)| is_read.then_some(score)).collect())
    }

    /// True if the word, in lower case, is a single token of the vocabulary.
    pub fn knows_word(&self, word: &str) -> bool {
        self.pieces.knows_word(word)
    }

    /// True if the encoder understands texts in the language with this ISO 639-1 code. The built-in one was trained on
    /// English. Another one may list its languages in `languages.txt` in its folder, one code a line; without that
    /// file, it counts as knowing all.
    pub fn knows_language(&self, code: &str) -> bool {
        self.languages
            .as_ref()
            .is_none_or(|languages| languages.iter().any(|language| language == code))
    }

    /// The whole words of the vocabulary that consist of lower-case letters, in vocabulary order (the more frequent
    /// first, in a vocabulary that was learned from text).
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.pieces.words().iter().map(String::as_str)
    }

    /// The same words, in a form that finds the one nearest to a typed word. All callers share them.
    pub fn common_words(&self) -> Arc<KnownWords> {
        let words = || Arc::new(KnownWords::by_rank(self.vocabulary()));
        Arc::clone(self.common_words.get_or_init(words))
    }
}

impl fmt::Debug for Encoder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Encoder")
            .field("dimension", &self.dimension())
            .field("encoded", &self.encoded.load(Ordering::Relaxed))
            .field("identity", &blake3::Hash::from_bytes(self.identity).to_hex().as_str())
            .finish_non_exhaustive()
    }
}

/// Reads the list of languages in the folder; `None` if there is no list.
fn languages(folder: &Path) -> Result<Option<Vec<String>>, EncoderError> {
    let path = folder.join(LANGUAGES);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.split_whitespace().map(str::to_lowercase).collect())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(EncoderError::Read { path, source }),
    }
}

fn read(path: PathBuf) -> Result<Vec<u8>, EncoderError> {
    fs::read(&path).map_err(|source| EncoderError::Read { path, source })
}

fn not_a_model(folder: &Path, source: Box<dyn Error + Send + Sync>) -> EncoderError {
    let path = folder.join(MODEL);
    EncoderError::Model { path, source }
}

fn not_a_tokenizer(folder: &Path, source: Box<dyn Error + Send + Sync>) -> EncoderError {
    let path = folder.join(TOKENIZER);
    EncoderError::Tokenizer { path, source }
}

/// Hashes the hashes of the files. A hash of the concatenated files would not depend on where the first one ends.
fn identity(model: &[u8], tokenizer: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for file in [model, tokenizer] {
        hasher.update(blake3::hash(file).as_bytes());
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests;

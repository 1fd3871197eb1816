//! Text to vectors: texts that mean alike lie close together, whatever their words.
//!
//! The only place that knows of tokenizers and neural networks. The shipped network is made of all-MiniLM-L6-v2 (the
//! README next to it says how); any folder that holds a sentence encoder's `model.onnx` and `tokenizer.json` will do
//! instead. Everything is computed here, nothing is sent anywhere.

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
use std::thread;

use network::Network;
use pieces::Pieces;
pub use reader::Window;

const MODEL: &str = "model.onnx";
const TOKENIZER: &str = "tokenizer.json";
const LANGUAGES: &str = "languages.txt";
const SHIPPED_MODEL: &[u8] = include_bytes!("../models/verbatim/model.onnx");
const SHIPPED_TOKENIZER: &[u8] = include_bytes!("../models/verbatim/tokenizer.json");
/// The identity of the shipped encoder, worked out beforehand: hashing its files takes a tenth of what a question in
/// the shell does. A test holds it against them.
const SHIPPED_IDENTITY: &str = "16b0cc85565cb23c15dbce3db9bd8a28029fea9082636a32f9746e9886e28e9b";
const SHIPPED_FOLDER: &str = "models/verbatim";

/// Why a text has no vector.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncoderError {
    /// A file of the encoder is not there, or cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The model file is not an ONNX model, or one with operators that are not known.
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
    /// The model takes or gives other things than a sentence encoder does.
    #[error("not a sentence encoder: {0}")]
    Interface(String),
    /// The model gives vectors of another shape than it declares, or no numbers.
    #[error("the encoder gave {0}")]
    Output(String),
    /// The model or its tokenizer failed on a text.
    #[error("a text could not be encoded")]
    Run(#[source] Box<dyn Error + Send + Sync>),
}

/// The vectors of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoding {
    /// The text as a whole: unit length, [`Encoder::dimension`] numbers.
    pub embedding: Vec<f32>,
    /// One unit vector per token of the text (`[CLS]` and `[SEP]` left out), row-major, tokens x dimension. Empty if
    /// the text has no tokens.
    pub tokens: Vec<f32>,
    /// For each token's vector, the bytes of the text that it stands for; an empty range if it stands for none.
    pub pieces: Vec<Range<usize>>,
}

/// A passage to be encoded.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// Title and headings above it, each as a sentence. It is read with the passage.
    pub headings: String,
    /// The passage.
    pub text: &'a str,
    /// Its sentences, in bytes of the text.
    pub sentences: &'a [Range<usize>],
}

/// The vectors of a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageEncoding {
    /// The headings, as they read above this passage.
    pub headings: Span,
    /// Each sentence, as it reads in this passage.
    pub sentences: Vec<Span>,
}

/// The vectors of a stretch of a text that was encoded as a whole. All zeros and without tokens if the network did not
/// get to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The mean of its tokens: unit length.
    pub embedding: Vec<f32>,
    /// One unit vector per token, row-major.
    pub tokens: Vec<f32>,
}

impl Encoding {
    /// The vectors of a part of the text within the whole: its tokens as they are here, and for an embedding their
    /// mean. That is comparable with the embeddings of texts as far as those are means of tokens too, as the shipped
    /// encoder's are.
    ///
    /// `place` says where in the part some bytes of the text are, or `None` if the part is without them. `None` if the
    /// part has no token, as after the last one that was read.
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
/// It cannot change, so that many threads can share one. A question counts up to 256 word pieces; a passage is read in
/// windows of whole sentences.
pub struct Encoder {
    network: Network,
    pieces: Pieces,
    identity: [u8; 32],
    /// The languages it knows by their ISO 639-1 codes; `None` for all.
    languages: Option<Vec<String>>,
    /// The number of texts that it has been given, which shows the cost of an answer.
    encoded: AtomicU64,
}

impl Encoder {
    /// The encoder that is part of the program.
    ///
    /// # Errors
    ///
    /// None that can be helped: only if what was built in is broken.
    pub fn shipped() -> Result<Self, EncoderError> {
        let folder = Path::new(SHIPPED_FOLDER);
        // Both take a while, and neither needs the other.
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
        })
    }

    /// The encoder in a folder that holds `model.onnx` and `tokenizer.json`.
    ///
    /// The model takes `input_ids`, `attention_mask` and, if it likes, `token_type_ids`, all \[batch, tokens\]. It
    /// gives
    /// `token_embeddings` or `last_hidden_state`, \[batch, tokens, dimension\], and, if it likes, `embedding` or
    /// `sentence_embedding`, \[batch, dimension\], of which only the shape is looked at: a text's vector is the mean of its
    /// tokens', since that of a sentence within a passage can be nothing else.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, if it is not what its name says, if the model is no sentence encoder, or if it does
    /// not do as it declares on a word of trial.
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
        };
        encoder.encode("trial")?;
        Ok(encoder)
    }

    /// The identity that tells this encoder from every other: the BLAKE3 hash over its two files.
    ///
    /// Vectors can be compared only if the encoders that made them have the same.
    pub fn identity(&self) -> [u8; 32] {
        self.identity
    }

    /// The length of a vector.
    pub fn dimension(&self) -> usize {
        self.network.dimension()
    }

    /// Encodes a text, on one core: as many calls as there are cores can go on at once.
    ///
    /// # Errors
    ///
    /// If the model cannot take what the tokenizer gives, which does not hang on the text.
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
                // As sentences are, which the shipped encoder has learned to be compared with.
                Span::of(tokens_of_text.clone(), dimension).embedding
            },
            tokens: tokens_of_text,
            pieces: tokens.places,
        })
    }

    /// Encodes many texts with all cores, and gives each to `each`, with its place among `texts`, in their order and
    /// on the calling thread.
    ///
    /// Only some tens of encodings exist at a time, however many texts there are.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode); the texts before the one that fails have been given.
    pub fn encode_each(&self, texts: &[&str], each: &mut dyn FnMut(usize, Encoding)) -> Result<(), EncoderError> {
        many::in_order(texts, |text| self.encode(text), each)
    }

    /// Encodes many passages, as [`encode_each`](Self::encode_each) does texts.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode); the passages before the one that fails have been given.
    pub fn encode_passages(
        &self,
        passages: &[Passage<'_>],
        each: &mut dyn FnMut(usize, PassageEncoding),
    ) -> Result<(), EncoderError> {
        let encode = |passage: &Passage<'_>| {
            self.encoded.fetch_add(1, Ordering::Relaxed);
            passage::encode(&self.network, &self.pieces, passage)
        };
        many::in_order(passages, encode, each)
    }

    /// Whether it can read: an encoder of an admin's choice may be an encoder and no more.
    pub fn has_reader(&self) -> bool {
        self.network.has_reader()
    }

    /// Reads a question and a few sentences together: for each sentence the log-odds that it answers, against none of
    /// them answering; `None` if there was no room for it. Empty without a reader.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    pub fn read(&self, question: &str, window: &Window<'_>) -> Result<Vec<Option<f32>>, EncoderError> {
        let input = reader::Input::new(&self.pieces, question, window)?;
        let scores = self.network.read(&input)?.into_iter().zip(input.are_read);
        Ok(scores.map(|(score, is_read)| is_read.then_some(score)).collect())
    }

    /// Whether a word, in lower case, is one whole token of the vocabulary.
    pub fn knows_word(&self, word: &str) -> bool {
        self.pieces.knows_word(word)
    }

    /// Whether texts in a language, by its ISO 639-1 code, mean anything to the encoder. The shipped one learned from
    /// English; of another, its folder may say it in `languages.txt`, a code a line, and else it is taken to know all.
    pub fn knows_language(&self, code: &str) -> bool {
        self.languages
            .as_ref()
            .is_none_or(|languages| languages.iter().any(|language| language == code))
    }

    /// The whole words of the vocabulary, of lower-case letters alone, in the order of their numbers there (in a
    /// vocabulary that was learned from text, the more frequent come first).
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.pieces.words().iter().map(String::as_str)
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

/// The languages that the folder says its encoder knows; `None` if it does not say.
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

/// The hash of the hashes: of one file after the other, it would be the same wherever the first ends.
fn identity(model: &[u8], tokenizer: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for file in [model, tokenizer] {
        hasher.update(blake3::hash(file).as_bytes());
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests;

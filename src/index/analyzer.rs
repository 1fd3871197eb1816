//! From text to terms: words without function words, stemmed as their language stems them, and folded.
//!
//! A function word in capitals amid small letters is a name ("the IT department", "WHO") and stays.
//!
//! The one analysis for passages and questions alike; a term of either can only meet a term of the
//! other because both come from here. Not here: where words begin and how they fold
//! ([`crate::text::words`]), and which words are function words (`stop_words`).

mod stop_words;

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::tokenizer::{
    self, PreTokenizedStream, PreTokenizedString, Stemmer, Token, TokenFilter, TokenStream, Tokenizer,
};

use self::stop_words::StopWords;
use crate::text::fold::{fold, fold_but_diacritics};
use crate::text::language::Language;
use crate::text::words::{Word, words};

/// Words that French and Italian tie to the front of a word with an apostrophe: the lists of Lucene's elision
/// filters.
const ELISIONS: &[(Language, &str)] = &[
    (Language::French, "l m t qu n s j d c jusqu quoiqu lorsqu puisqu"),
    (
        Language::Italian,
        "c l all dall dell nell sull coll pell gl agl dagl degl negl sugl un m t s v d",
    ),
];

/// A term with the bytes of its word, in the text that it was found in.
pub type PlacedTerm = (Range<usize>, String);

/// Turns text into terms.
#[derive(Clone)]
pub struct Analyzer {
    language: Language,
    stop_words: StopWords,
    stemmer: Option<Stemmer>,
}

impl Analyzer {
    /// The analysis that texts in `language` are indexed and asked with.
    pub fn for_language(language: Language) -> Self {
        Self {
            language,
            stop_words: StopWords::of(language),
            stemmer: for_tantivy(language).map(Stemmer::new),
        }
    }

    /// The terms of `text` in reading order, repeated as it repeats them.
    pub fn terms(&self, text: &str) -> Vec<String> {
        self.words(text).into_iter().map(|(_, term)| term).collect()
    }

    /// The terms of `text` in reading order, each with the bytes of its word.
    pub fn words(&self, text: &str) -> Vec<PlacedTerm> {
        self.placed_terms(text, &words(text).collect::<Vec<_>>())
    }

    /// The terms of `text`, which was cut into `words` before, each with the bytes of its word.
    pub fn placed_terms(&self, text: &str, words: &[Word]) -> Vec<PlacedTerm> {
        placed(self.tokens(text, words, is_name))
    }

    /// The same for a question, where a function word is a name only if it is one of `names`, and may be one in small
    /// letters.
    pub(super) fn asked_terms(&self, question: &str, words: &[Word], names: &BTreeSet<String>) -> Vec<PlacedTerm> {
        let is_asked = |text: &str, word: &Word| names.contains(&word.folded) && may_be_name(text, word);
        placed(self.tokens(question, words, is_asked))
    }

    /// The function words of `text` that are written as names, folded; those alone of which the text before them
    /// `shows` it.
    pub(super) fn names(&self, text: &str, shows: impl Fn(&str) -> bool) -> Vec<String> {
        let words: Vec<Word> = words(text).collect();
        if is_shouted(text, &words) {
            return Vec::new();
        }
        let is_wanted = |word: &Word| is_name(text, word) && shows(&text[..word.range.start]);
        let mut names = words;
        names.retain(|word| is_wanted(word) && self.stop_words.contain(&word.folded, &word.folded));
        names.into_iter().map(|word| word.folded).collect()
    }

    /// The terms of `text` as a document takes them.
    pub(super) fn tokenized(&self, text: &str) -> PreTokenizedString {
        PreTokenizedString {
            text: String::new(),
            tokens: self.tokens(text, &words(text).collect::<Vec<_>>(), is_name),
        }
    }

    fn tokens(&self, text: &str, words: &[Word], is_name: impl Fn(&str, &Word) -> bool) -> Vec<Token> {
        let is_shouted = is_shouted(text, words);
        let tokens = words
            .iter()
            .enumerate()
            .filter_map(|(position, word)| {
                Some(Token {
                    offset_from: word.range.start,
                    offset_to: word.range.end,
                    position,
                    text: self.form(text, word, || !is_shouted && is_name(text, word))?,
                    position_length: 1,
                })
            })
            .collect();
        let Some(stemmer) = &self.stemmer else { return tokens };
        let mut filter = stemmer.clone().transform(Ready(tokens));
        let mut stream = filter.token_stream("");
        let mut found = Vec::new();
        while stream.advance() {
            let mut token = stream.token().clone();
            if self.language != Language::English {
                token.text = refold(&token.text);
            }
            found.push(token);
        }
        found
    }

    /// The form in which a word goes to the stemmer; `None` for a function word that is not a name.
    ///
    /// English stems folded words. The others tell their endings by diacritics ("négociée", "новый"), so they
    /// are folded only after the stemmer.
    fn form(&self, text: &str, word: &Word, is_name: impl Fn() -> bool) -> Option<String> {
        let is_kept = |accented: &str, folded: &str| !self.stop_words.contain(accented, folded) || is_name();
        let folded = || is_kept(&word.folded, &word.folded).then(|| word.folded.clone());
        if matches!(self.language, Language::English | Language::Other) {
            return folded();
        }
        let accented = lower(&text[word.range.clone()], self.language);
        // A difference beyond diacritics (an acronym's stops, a number's commas) counts.
        if fold(&accented).replace('\'', "") != word.folded {
            return folded();
        }
        let accented = without_elision(&accented, self.language);
        is_kept(accented, &fold(accented)).then(|| accented.to_owned())
    }
}

fn placed(tokens: Vec<Token>) -> Vec<PlacedTerm> {
    let placed = |token: Token| (token.offset_from..token.offset_to, token.text);
    tokens.into_iter().map(placed).collect()
}

/// True if everything is in capitals, so that they say nothing.
fn is_shouted(text: &str, words: &[Word]) -> bool {
    words.len() > 1 && !text.contains(char::is_lowercase)
}

/// True if a word is written as a name, though it may be a function word: "IT", "vitamin A", "The Who".
fn is_name(text: &str, word: &Word) -> bool {
    let written = &text[word.range.clone()];
    let possessive = written.strip_suffix("'s").or(written.strip_suffix("’s"));
    let written = possessive.unwrap_or(written);
    let before = &text[..word.range.start];
    let is_capitals = written.chars().all(|c| c.is_uppercase() || c == '.');
    if written.chars().nth(1).is_none() {
        // "I" is a pronoun, and a letter at the beginning of a sentence an article.
        return is_capitals && written != "I" && before.trim_end_matches(' ').ends_with(char::is_alphanumeric);
    }
    is_capitals || (written.starts_with(char::is_uppercase) && ends_with_the(before))
}

/// The same for a question, which may be in small letters: nothing else follows "the", and an article is never last.
fn may_be_name(text: &str, word: &Word) -> bool {
    let is_last = !text[word.range.end..].contains(char::is_alphanumeric);
    is_name(text, word) || ends_with_the(&text[..word.range.start]) || (word.folded == "a" && is_last)
}

pub(super) fn ends_with_the(text: &str) -> bool {
    let start = text.len().saturating_sub("the ".len());
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("the "))
}

fn lower(word: &str, language: Language) -> String {
    if language == Language::Turkish {
        // The two letters I of Turkish, whose case Unicode's default gets wrong.
        return fold_but_diacritics(&word.replace('I', "ı").replace('İ', "i"));
    }
    fold_but_diacritics(word)
}

fn without_elision(word: &str, language: Language) -> &str {
    let elided = word.split_once('\'').filter(|(front, rest)| {
        !rest.is_empty()
            && ELISIONS
                .iter()
                .any(|(of, fronts)| *of == language && fronts.split(' ').any(|elision| elision == *front))
    });
    elided.map_or(word, |(_, rest)| rest)
}

/// Folds a stem. The dotless i is its own letter to Unicode, but is typed as "i" where a keyboard lacks it.
fn refold(stem: &str) -> String {
    let mut folded = fold(stem);
    folded.retain(|c| c != '\'');
    if folded.contains('ı') {
        folded.replace('ı', "i")
    } else {
        folded
    }
}

/// The language by Tantivy's name.
fn for_tantivy(language: Language) -> Option<tokenizer::Language> {
    Some(match language {
        Language::Arabic => tokenizer::Language::Arabic,
        Language::Danish => tokenizer::Language::Danish,
        Language::Dutch => tokenizer::Language::Dutch,
        Language::English => tokenizer::Language::English,
        Language::Finnish => tokenizer::Language::Finnish,
        Language::French => tokenizer::Language::French,
        Language::German => tokenizer::Language::German,
        Language::Greek => tokenizer::Language::Greek,
        Language::Hungarian => tokenizer::Language::Hungarian,
        Language::Italian => tokenizer::Language::Italian,
        Language::Norwegian => tokenizer::Language::Norwegian,
        Language::Portuguese => tokenizer::Language::Portuguese,
        Language::Romanian => tokenizer::Language::Romanian,
        Language::Russian => tokenizer::Language::Russian,
        Language::Spanish => tokenizer::Language::Spanish,
        Language::Swedish => tokenizer::Language::Swedish,
        Language::Tamil => tokenizer::Language::Tamil,
        Language::Turkish => tokenizer::Language::Turkish,
        Language::Other => return None,
    })
}

/// Tokens that were made already, as a tokenizer: Tantivy's stemmer wants one before it.
#[derive(Clone)]
struct Ready(Vec<Token>);

impl Tokenizer for Ready {
    type TokenStream<'a> = PreTokenizedStream;

    fn token_stream<'a>(&'a mut self, _text: &'a str) -> Self::TokenStream<'a> {
        PreTokenizedString {
            text: String::new(),
            tokens: std::mem::take(&mut self.0),
        }
        .into()
    }
}

#[cfg(test)]
mod tests;

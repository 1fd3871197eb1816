//! From text to terms: folded words, without function words, stemmed as English.
//!
//! The one analysis for passages and questions alike; a term of either can only meet a term of the
//! other because both come from here. Not here: where words begin and how they fold
//! ([`crate::text::words`]).

use std::ops::Range;
use std::vec::IntoIter;

use tantivy::tokenizer::{Language, Stemmer, StopWordFilter, TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::words::{Word, words};

/// Words that say how a sentence is put together and not what it is about, as the folding leaves
/// them: without apostrophes.
///
/// Left out on purpose: "us" (also the United States), "may" (the month), "will" (the document), and
/// contractions that spell another word without their apostrophe ("ill", "well", "shell", "id").
const STOP_WORDS: &str = "
    a an the this that these those such
    i me my mine myself we our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself it its itself they them their theirs themselves
    who whom whose which what when where why how whoever whatever whichever whenever wherever
    am is are was were be been being do does did doing done has have had having
    can could should would shall might must ought
    and or but nor so yet if then else than as because while although though unless until since whether
    of at by for with about against between into through during before after above below to from up
    down in out on off over under again upon within without toward towards among amongst via per onto
    not no only too very just also there here now any some all both each few more most other another
    same own every either neither once ever even still much many
    im ive youre youve youll youd hes shes theyre theyve theyll theyd weve itll itd thatll thatd
    isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt cant cannot couldnt shouldnt wouldnt
    wont mustnt mightnt neednt shant aint
    whats whos wheres whens whys hows whod wholl whatll thats theres heres lets its
    tell please say says said
";

/// Turns text into terms.
#[derive(Clone)]
pub struct Analyzer {
    inner: TextAnalyzer,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// The analysis the index is built and asked with.
    #[must_use]
    pub fn new() -> Self {
        let inner = TextAnalyzer::builder(FoldedWords)
            .filter(StopWordFilter::remove(STOP_WORDS.split_whitespace().map(str::to_owned)))
            .filter(Stemmer::new(Language::English))
            .build();
        Self { inner }
    }

    /// The terms of `text` in reading order, repeated as it repeats them.
    #[must_use]
    pub fn terms(&self, text: &str) -> Vec<String> {
        self.words(text).into_iter().map(|(_, term)| term).collect()
    }

    /// The terms of `text` in reading order, each with the bytes of its word.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<(Range<usize>, String)> {
        // A stream borrows its analyzer mutably; a copy shares the word list.
        let mut analyzer = self.inner.clone();
        let mut stream = analyzer.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            let token = stream.token();
            found.push((token.offset_from..token.offset_to, token.text.clone()));
        }
        found
    }

    pub(super) fn for_tantivy(&self) -> TextAnalyzer {
        self.inner.clone()
    }
}

/// [`words`] as a tokenizer.
#[derive(Clone)]
struct FoldedWords;

struct FoldedWordStream {
    words: IntoIter<Word>,
    token: Token,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = FoldedWordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        FoldedWordStream {
            words: words(text).collect::<Vec<_>>().into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for FoldedWordStream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        // A token starts out one before the first position.
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.token.text = word.folded;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_acronym_meet() {
        for spelling in ["U.S.", "US", "us", "u.s.a.", "USA"] {
            assert_eq!(Analyzer::new().terms(spelling), ["us"], "{spelling}");
        }
    }

    #[test]
    fn function_words_go_and_endings_too() {
        let terms = Analyzer::new().terms("What’s the reason Iran doesn’t renew its deals?");
        assert_eq!(terms, ["reason", "iran", "renew", "deal"]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "the U.S.’s deals";
        let found: Vec<&str> = Analyzer::new()
            .words(text)
            .into_iter()
            .map(|(range, _)| &text[range])
            .collect();
        assert_eq!(found, ["U.S", "deals"]);
    }
}

//! The evidence for a sentence, and the weight of each piece.

/// The weight of each piece of evidence, as `tools/fit_ranking.py` fits it; `docs/quality.md` has the figures.
///
/// A sentence that only points to an answer ranks after every other sentence.
const WEIGHTS: Evidence = Evidence {
    sentence_tokens: 1.0,
    sentence_meaning: 0.87,
    passage_tokens: 0.69,
    passage_words: 0.15,
    heading_asked: 0.44,
    worst_tokens: 0.14,
    passage_worst: 0.1,
    misses_name: -0.3,
    has_name: 0.0,
    points: -10.0,
};

/// The evidence for a sentence: likenesses to the question, each about 0 to 1, and what kind of sentence it is.
///
/// "Tokens" are matches of the question's tokens: the best match of each, averaged (Khattab & Zaharia 2020,
/// "`ColBERT`", section 3.2, "`MaxSim`"). "Meaning" is the cosine of embeddings. "Words" are shares of the question's
/// weight (inverse document frequency) that there are words for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Matches among the sentence's tokens.
    pub sentence_tokens: f32,
    /// The sentence's meaning, within its passage.
    pub sentence_meaning: f32,
    /// Matches among the tokens of the passage, its headings and title.
    pub passage_tokens: f32,
    /// Words of the passage, its headings and title.
    pub passage_words: f32,
    /// The degree to which the question is about the subject of the innermost heading, from 0 to 1; 3 if it is that
    /// heading, word for word.
    pub heading_asked: f32,
    /// The mean match of the two words of content that the sentence matches worst: an answer leaves out no word.
    pub worst_tokens: f32,
    /// The same for the passage, its headings and title.
    pub passage_worst: f32,
    /// 1 if the question names one of several things that are alike (a number, a version, "C++"), other passages have
    /// it and this one has not, else 0: the encoder takes one version for another. 4 if a heading above names another.
    pub misses_name: f32,
    /// 1 if the question names such a thing, and the passage has it, else 0. It tells the gate that the passage is about
    /// the right thing, and doesn't count for the ranking.
    pub has_name: f32,
    /// 1 if the sentence only points to an answer (a question, a lead-in, an entry of a table of contents), else 0.
    pub points: f32,
}

impl Evidence {
    /// The names and values of all that tells sentences apart, words multiplied by `size`
    /// ([`super::BestEvidence::size`]).
    pub fn features(&self, size: f32) -> [(&'static str, f32); 9] {
        [
            ("sentence_tokens", self.sentence_tokens),
            ("sentence_meaning", self.sentence_meaning),
            ("passage_tokens", self.passage_tokens),
            ("passage_words", self.passage_words * size),
            ("heading_asked", self.heading_asked),
            ("worst_tokens", self.worst_tokens),
            ("passage_worst", self.passage_worst),
            ("misses_name", self.misses_name),
            ("points", self.points),
        ]
    }

    /// The score of a sentence; `size` as for [`Self::features`]. Before its tokens are compared it is good enough to choose
    /// the passages whose tokens are compared.
    pub(super) fn score(&self, size: f32) -> f32 {
        let weights = WEIGHTS.features(1.0);
        let features = self.features(size);
        weights
            .iter()
            .zip(features)
            .map(|((_, weight), (_, value))| weight * value)
            .sum()
    }

    /// Estimates the likenesses of meaning from words alone, for a language that the encoder does not know.
    ///
    /// Each line goes from what an English question has in common with any text to what it has with a sentence of all
    /// its words. The words that are matched worst are matched badly until none is missing, so theirs is a curve.
    pub(super) fn by_words_alone(&self, sentence_words: f32) -> Self {
        Self {
            sentence_tokens: 0.12 + 0.53 * sentence_words,
            sentence_meaning: 0.02 + 0.68 * sentence_words,
            passage_tokens: 0.14 + 0.51 * self.passage_words,
            worst_tokens: 0.1 + 0.75 * self.passage_words.powi(3),
            passage_worst: 0.1 + 0.75 * self.passage_words.powi(3),
            ..*self
        }
    }
}

//! Patterns over folded words: a small language, but enough to describe chat messages.
//!
//! A pattern is a line of tokens separated by spaces. `word` stands for itself, `a|b` for either word, `@name` for one
//! of a group of patterns, `#` for a number, and a final `*` for all the words that are left, at least one. A token
//! followed by `?` is optional. Not here: the patterns themselves.

use std::collections::HashMap;

use crate::text::words::Word;

/// Patterns that share a name: `@name` stands for any one of them.
pub(super) type Groups<'a> = HashMap<&'a str, Vec<&'a str>>;

/// The length in bytes from which on a word may have a typo in it.
const MIN_LEN_FOR_SLIPS: usize = 6;

/// A place where a pattern may end, as an index into the words, and the place where its `*` begins, if it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) at: usize,
    pub(super) rest: Option<usize>,
}

/// Returns every way in which `pattern` matches the words from `at` on.
pub(super) fn ends(pattern: &str, words: &[Word], at: usize, groups: &Groups<'_>) -> Vec<End> {
    let mut open = vec![End { at, rest: None }];
    for token in pattern.split(' ') {
        let mut next: Vec<End> = Vec::new();
        let (token, is_optional) = token.strip_suffix('?').map_or((token, false), |token| (token, true));
        for end in open {
            let mut found = token_ends(token, words, end, groups);
            if is_optional {
                found.push(end);
            }
            for end in found {
                if !next.contains(&end) {
                    next.push(end);
                }
            }
        }
        open = next;
    }
    open
}

fn token_ends(token: &str, words: &[Word], end: End, groups: &Groups<'_>) -> Vec<End> {
    if let Some(name) = token.strip_prefix('@') {
        let patterns = groups.get(name).map_or(&[][..], Vec::as_slice);
        return patterns
            .iter()
            .flat_map(|pattern| ends(pattern, words, end.at, groups))
            .collect();
    }
    let Some(word) = words.get(end.at) else {
        return Vec::new();
    };
    if token == "*" {
        return vec![End {
            at: words.len(),
            rest: Some(end.at),
        }];
    }
    let word = word.folded.as_str();
    let is_match = token.split('|').any(|literal| match literal {
        "#" => word.bytes().all(|byte| byte.is_ascii_digit()),
        _ => is_same_word(literal, word),
    });
    if is_match {
        vec![End {
            at: end.at + 1,
            rest: end.rest,
        }]
    } else {
        Vec::new()
    }
}

/// True if somebody who means `literal` may have typed `word`: exactly, drawn out ("heyyy"), or with one typo
/// ("sumarize", "artcile") if the word is so long that it can hardly be another one.
fn is_same_word(literal: &str, word: &str) -> bool {
    if literal == word {
        return true;
    }
    if word.len() > literal.len() && squashed(literal).eq(squashed(word)) {
        return true;
    }
    if is_laughter(literal) && is_laughter(word) && word.starts_with(literal) {
        return true;
    }
    literal.len() >= MIN_LEN_FOR_SLIPS
        && word.len() >= MIN_LEN_FOR_SLIPS
        && literal.chars().next() == word.chars().next()
        && is_one_slip_away(literal, word)
}

/// True if a word repeats the same two letters: "haha", "hehehe".
fn is_laughter(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.is_ascii()
        && bytes.len() >= 4
        && bytes.len().is_multiple_of(2)
        && bytes.chunks(2).all(|pair| pair == &bytes[..2])
}

/// The characters, with each run of equal ones reduced to one.
fn squashed(word: &str) -> impl Iterator<Item = char> + '_ {
    let mut last = None;
    word.chars().filter(move |&c| last.replace(c) != Some(c))
}

/// True if one letter added, left out, changed, or swapped with its neighbour turns one word into the other.
fn is_one_slip_away(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same_start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same_start..], &other[same_start..]);
    match (one, other) {
        ([], []) => true,
        ([_, left @ ..], right) if left == right => true,
        (left, [_, right @ ..]) if left == right => true,
        ([a, left @ ..], [b, right @ ..]) => {
            left == right
                || matches!((left, right), ([c, left @ ..], [d, right @ ..]) if a == d && b == c && left == right)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words;

    fn fits(pattern: &str, text: &str) -> bool {
        let words: Vec<Word> = words(text).collect();
        let groups = Groups::from([("it", vec!["this|it", "the article"])]);
        ends(pattern, &words, 0, &groups)
            .iter()
            .any(|end| end.at == words.len())
    }

    #[test]
    fn tokens_mean_what_the_file_says() {
        assert!(fits("sum|add up @it", "Sum up the article!"));
        assert!(fits("what is? @it about", "what's this about"));
        assert!(fits("in # words", "in 20 words"));
        assert!(fits("about *", "about the oil crisis"));
        assert!(!fits("about *", "about"));
        assert!(!fits("sum up @it", "sum up the deal"));
    }

    #[test]
    fn drawn_out_and_mistyped_words_are_known() {
        for (literal, word) in [
            ("hey", "heyyyy"),
            ("hello", "helloooo"),
            ("thanks", "thanksss"),
            ("yo", "yoo"),
        ] {
            assert!(is_same_word(literal, word), "{word}");
        }
        for slip in ["artcile", "articel", "aticle", "articlee", "arricle"] {
            assert!(is_same_word("article", slip), "{slip}");
        }
        for (literal, word) in [("article", "particle"), ("hi", "ho"), ("bye", "by"), ("hello", "hell")] {
            assert!(!is_same_word(literal, word), "{word}");
        }
    }
}

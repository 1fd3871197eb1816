//! Finds where one sentence ends and the next begins.
//!
//! A full stop ends a sentence, an abbreviation, an initial or an acronym, and often two of them at once: "…a key ally
//! of the U.S. However, after…" has a border, "the U.S. withdrawal" and "the U.S. President" have none. The rules are
//! those of Unicode Standard Annex #29 (SB6 to SB11: a stop before a lower-case letter or inside a number ends
//! nothing), with lists for what it leaves to tailoring: abbreviations, and the words that begin a sentence but hardly
//! ever follow an acronym as its noun.

mod lists;

use std::ops::Range;

use lists::{ABBREVIATIONS, BEFORE_NUMBERS, STARTERS, TITLES, has};

/// Splits `text` into sentences. Each range is in bytes of `text`, without the surrounding white space.
///
/// A line break is a border: within a passage, it occurs only between list items, table rows, lines of code, verses and
/// joined paragraphs.
///
/// ```
/// use verbatim::text::sentences::sentences;
/// let text = "He was an ally of the U.S. However, the U.S. withdrawal (3.5 years on) hurt.";
/// let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(found, [
///     "He was an ally of the U.S.",
///     "However, the U.S. withdrawal (3.5 years on) hurt.",
/// ]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        split_line(text, line_start..line_start + line.len(), &mut found);
        line_start += line.len();
    }
    found
}

fn split_line(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = line.start;
    let mut at = line.start;
    while let Some(c) = text[at..line.end].chars().next() {
        if !is_terminator(c) {
            at += c.len_utf8();
            continue;
        }
        let stop = Stop::read(text, start, at, line.end);
        if stop.is_border() {
            push_trimmed(text, start..stop.end, found);
            start = stop.end;
        }
        at = stop.end;
    }
    push_trimmed(text, start..line.end, found);
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = range.start + (part.len() - part.trim_start().len());
    let is_word = trimmed.chars().any(char::is_alphanumeric);
    match found.last_mut() {
        // A stray dash or bullet is not a sentence, unless it begins a line.
        Some(last) if !is_word && !text[last.end..start].contains('\n') => {
            last.end = start + trimmed.len();
        }
        _ => found.push(start..start + trimmed.len()),
    }
}

/// A run of terminators with the closing marks after it, and the text on both sides.
struct Stop<'a> {
    /// The terminators themselves: ".", "?!", "...".
    run: &'a str,
    /// True if quotation marks or brackets close right after the run.
    closes: bool,
    /// The token that the run ends, back to the white space or bracket before it.
    before: &'a str,
    /// True if that token is the whole sentence so far.
    before_is_first: bool,
    /// The rest of the line.
    after: &'a str,
    /// The byte offset after the run and its closing marks.
    end: usize,
}

impl<'a> Stop<'a> {
    fn read(text: &'a str, sentence_start: usize, at: usize, line_end: usize) -> Self {
        let rest = &text[at..line_end];
        let run_len = rest.find(|c| !is_terminator(c)).unwrap_or(rest.len());
        let mut end = at + run_len;
        loop {
            let tail = &text[end..line_end];
            let closer_len = tail.chars().next().filter(|&c| is_closer(c)).map_or(0, char::len_utf8);
            let step = if closer_len > 0 {
                closer_len
            } else {
                reference_len(tail)
            };
            if step == 0 {
                break;
            }
            end += step;
        }
        let head = &text[sentence_start..at];
        let token_start = head
            .rfind(|c: char| c.is_whitespace() || is_opener(c) || matches!(c, '-' | '–' | '—' | '/'))
            .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
        Self {
            run: &rest[..run_len],
            closes: end > at + run_len,
            before: &head[token_start..],
            before_is_first: head[..token_start].trim().is_empty(),
            after: &text[end..line_end],
            end,
        }
    }

    fn is_border(&self) -> bool {
        if self.run.chars().any(is_full_width_terminator) {
            return true;
        }
        let next = self.after.trim_start();
        if next.is_empty() {
            return true;
        }
        if next.len() == self.after.len() {
            // No white space follows: a decimal, a domain, "e.g.", a file name.
            return false;
        }
        let next_word =
            next.trim_start_matches(|c: char| is_opener(c) || is_closer(c) || matches!(c, '—' | '–' | '-' | '¿' | '¡'));
        let next_word = &next_word[..next_word
            .find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .unwrap_or(next_word.len())];
        if begins_lower(next_word) {
            return false;
        }
        if self.run != "." {
            return true;
        }
        !self.stop_belongs_to_the_token(next_word)
    }

    /// True if the full stop is only part of the token before it and ends no sentence.
    fn stop_belongs_to_the_token(&self, next_word: &str) -> bool {
        let token = self.before.trim_start_matches(|c: char| !c.is_alphanumeric());
        let next_is_digit = next_word.starts_with(|c: char| c.is_numeric());
        let lower = token.to_lowercase();
        if token.is_empty() {
            return false;
        }
        if self.before_is_first && token.chars().all(|c| c.is_ascii_digit()) && token.len() <= 3 {
            // "1. Limits on enrichment": the number of a list item.
            return true;
        }
        if has(TITLES, &lower) {
            return true;
        }
        if has(BEFORE_NUMBERS, &lower) {
            return next_is_digit;
        }
        if is_acronym(token) || is_initial(token) || has(ABBREVIATIONS, &lower) {
            if lower == "etc" || (self.closes && !is_initial(token)) {
                return next_is_digit;
            }
            return next_is_digit || !has(STARTERS, &next_word.to_lowercase());
        }
        false
    }
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '॥') || is_full_width_terminator(c)
}

/// True for terminators of scripts that put no space between sentences.
fn is_full_width_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '*' | '_'
    )
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '「' | '『' | '（'
    )
}

/// The length of a reference such as "[12]" or "[a]" right after a full stop, as in encyclopedias.
fn reference_len(tail: &str) -> usize {
    let Some(inner) = tail.strip_prefix('[') else { return 0 };
    match inner.find(']') {
        Some(len @ 1..=8) if !inner[..len].contains(char::is_whitespace) => len + 2,
        _ => 0,
    }
}

/// True if the word begins in lower case and has no upper case: "iPhone" and "eBay" may begin a sentence.
fn begins_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase)
}

/// True for "U.S", "Ph.D", "a.m": the final stop has already been removed.
fn is_acronym(token: &str) -> bool {
    token.contains('.')
        && token
            .split('.')
            .all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

/// True for "J" in "J. Robert Oppenheimer", but not for "I", which is far more often a pronoun.
fn is_initial(token: &str) -> bool {
    let mut chars = token.chars();
    chars.next().is_some_and(|c| c.is_uppercase() && c != 'I') && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits at "|", and expects the splitter to find the same borders without the marks.
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let text = marked.replace('|', "");
        let found: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn acronyms_end_a_sentence_only_before_a_word_that_begins_one() {
        check("He was a key ally of the U.S. | However, after the revolution it soured.");
        check("It is hard for Tehran to trust future U.S. promises. | However, it may.");
        check("The U.S. President met the U.S. Senate in Washington, D.C. on Monday.");
        check("It began at 5 p.m. | The U.S. withdrew at 6 a.m. Monday.");
        check("She holds a Ph.D. from the U.K. | It took years.");
    }

    #[test]
    fn abbreviations_and_initials_end_nothing() {
        check("Dr. Smith met Gen. Lee vs. Mr. J. R. R. Tolkien at St. Mary's. | They talked.");
        check("George W. Bush and Acme Inc. Chairman Bob agreed. | Acme Inc. | The end.");
        check("See Fig. 3 and No. 5, e.g. Smith et al. 2010, pp. 3 ff. | He said no. | Then he left.");
        check("Apples, pears, etc. | Next came plums.");
    }

    #[test]
    fn numbers_hold_together() {
        check("It grew by 3.5 percent to $1.2 billion in 1999. | Then it fell by .5 points.");
        check("1. Limits on enrichment");
    }

    #[test]
    fn quotations_end_with_their_mark() {
        check("“We will not renege.” | “Prove it!” he said. | \"Stop!\" | She stopped.");
        check("He asked (why not?) and left. | (See below.) | Nothing followed.");
    }

    #[test]
    fn ellipses_end_a_sentence_before_a_capital() {
        check("He waited… | Then he spoke... but softly. | Well... | Nothing.");
    }

    #[test]
    fn references_stay_with_their_sentence() {
        check("They signed it.[12][a] | The deal held.");
    }

    #[test]
    fn other_scripts_have_other_stops() {
        check("これは文です。|これもです！|终。");
        check("یہ ایک جملہ ہے۔ | دوسرا؟ | تیسرا");
    }

    #[test]
    fn lines_are_borders() {
        let text = "- one\n- two. Three\n\nfour";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["- one", "- two.", "Three", "four"]);
    }

    #[test]
    fn nothing_is_lost_or_invented() {
        for text in ["", "   ", ".", "...", "?!", "a", "\n\n", "…", "U.S."] {
            let kept: String = sentences(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(
                kept.split_whitespace().collect::<String>(),
                text.split_whitespace().collect::<String>()
            );
        }
    }
}

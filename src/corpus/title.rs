//! Makes a title from the file's name, in the article's own spelling, for an article that names none.

use std::collections::HashMap;

use crate::text::words::words;

/// Makes a title from a file's stem: "us-iran-nuclear-talks" becomes "U.S. Iran nuclear talks" if the article writes
/// these words so.
#[must_use]
pub fn title_from_stem(stem: &str, article_text: &str) -> String {
    let spellings = spellings(article_text);
    let stem_words = stem.trim();
    let has_spaces = stem_words.contains(' ');
    // A name with spaces and capitals is written for readers already.
    if has_spaces && stem_words.contains(char::is_uppercase) {
        return capitalized(stem_words);
    }
    // Spaces leave a hyphen no other meaning than its own.
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '_' | '+') || (c == '-' && !has_spaces);
    let parts: Vec<String> = stem
        .split(is_gap)
        .filter(|part| !part.is_empty())
        .map(|part| {
            words(part)
                .next()
                .filter(|word| !has_spaces || word.range == (0..part.len()))
                .and_then(|word| spellings.get(&word.folded).cloned())
                .unwrap_or_else(|| part.to_owned())
        })
        .collect();
    if parts.is_empty() {
        return stem.to_owned();
    }
    capitalized(&parts.join(" "))
}

fn capitalized(title: &str) -> String {
    let mut chars = title.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// The most frequent spelling of each word; among equally frequent ones, the first in order.
fn spellings(text: &str) -> HashMap<String, String> {
    let mut counts: HashMap<String, HashMap<String, usize>> = HashMap::new();
    for word in words(text) {
        let mut spelling = text[word.range.clone()].to_owned();
        for ending in ["'s", "’s"] {
            if let Some(owner) = spelling.strip_suffix(ending) {
                spelling.truncate(owner.len());
            }
        }
        if spelling.contains('.') && text[word.range.end..].starts_with('.') {
            spelling.push('.');
        }
        *counts.entry(word.folded).or_default().entry(spelling).or_default() += 1;
    }
    counts
        .into_iter()
        .filter_map(|(folded, spellings)| {
            let best = spellings
                .into_iter()
                .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
            Some((folded, best.0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_knows_how_its_words_are_written() {
        let text = "U.S.-Iran relations: the nuclear talks, Iran’s nuclear talks. Nuclear U.S. aims.";
        assert_eq!(
            title_from_stem("us-iran-nuclear-talks", text),
            "U.S. Iran nuclear talks"
        );
        assert_eq!(title_from_stem("opening_hours", text), "Opening hours");
        assert_eq!(title_from_stem("---", text), "---");
    }

    #[test]
    fn a_name_with_spaces_keeps_its_spelling() {
        let text = "Two FACTOR HTML Content, HTML 2";
        assert_eq!(
            title_from_stem("2-factor authentication", text),
            "2-factor authentication"
        );
        assert_eq!(title_from_stem("HTML content", text), "HTML content");
        assert_eq!(title_from_stem("my html pages", text), "My HTML pages");
        assert_eq!(title_from_stem("  ", text), "  ");
    }
}

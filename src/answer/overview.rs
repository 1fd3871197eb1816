//! A summary of an article in its own words: the first sentence under each heading.
//!
//! A section usually says at its beginning what it is about, and the first sentences of a text are hard to beat as its
//! summary. Nothing is ranked here: the quotes have no score, and stand in reading order.

use std::collections::HashSet;
use std::sync::Arc;

use crate::corpus::Article;
use crate::index::Analyzer;
use crate::text::language::Language;

use super::quote::Quote;

/// Returns at most `limit` quotes that say what `article` is about: the first passage of each section, with its first
/// sentence as the key sentence. An article with only one section gives its first passages.
///
/// If there are more than `limit` sections, the first section under each outermost heading comes first, since an
/// outermost heading stands for everything below it. The places that are left go to the other sections in reading
/// order. If even the outermost headings are too many, they are taken evenly from the whole article, starting with the
/// first, since the end of an article belongs to it as much as the middle.
pub(super) fn overview(article: &Arc<Article>, limit: usize) -> Vec<Quote> {
    let passages: Vec<usize> = match article.sections.len() {
        0 | 1 => (0..article.passages.len().min(limit)).collect(),
        _ => chosen_sections(article, limit)
            .into_iter()
            .filter_map(|section| article.sections.get(section))
            .map(|section| section.passages.start)
            .collect(),
    };
    passages
        .into_iter()
        .filter_map(|passage| Quote::new(Arc::clone(article), passage, vec![0], 0.0))
        .collect()
}

/// Returns an overview of several articles, one after the other. Each article gets one quote while there is room; the
/// places that are left are dealt out in turn, one more quote for each article.
pub(super) fn overview_of_all(articles: &[Arc<Article>], limit: usize) -> Vec<Quote> {
    let available: Vec<usize> = articles.iter().map(|article| overview(article, limit).len()).collect();
    let mut shares = vec![0; articles.len()];
    let mut left = limit.min(available.iter().sum());
    while left > 0 {
        for (share, &available) in shares.iter_mut().zip(&available) {
            if left > 0 && *share < available {
                *share += 1;
                left -= 1;
            }
        }
    }
    articles
        .iter()
        .zip(shares)
        .flat_map(|(article, share)| overview(article, share))
        .collect()
}

/// Returns the index of the title that has all content words of `subject`. Of several titles, the one with the fewest
/// other words wins, and of those the first. `None` if no title has all the words, or if `subject` has none.
pub(super) fn named_article(subject: &str, titles: &[&str]) -> Option<usize> {
    let analyzer = Analyzer::for_language(Language::English);
    let wanted: HashSet<String> = analyzer.terms(subject).into_iter().collect();
    if wanted.is_empty() {
        return None;
    }
    titles
        .iter()
        .enumerate()
        .filter_map(|(index, title)| {
            let has: HashSet<String> = analyzer.terms(title).into_iter().collect();
            wanted.is_subset(&has).then_some((has.len(), index))
        })
        .min()
        .map(|(_, index)| index)
}

/// Returns the indices of the sections to quote, in reading order.
fn chosen_sections(article: &Article, limit: usize) -> Vec<usize> {
    let mut seen = HashSet::new();
    let (outermost, inner): (Vec<usize>, Vec<usize>) = (0..article.sections.len()).partition(|&section| {
        // The text before the first heading is a section of its own.
        article.sections[section]
            .headings
            .first()
            .is_none_or(|heading| seen.insert(heading))
    });
    let mut chosen = evenly(&outermost, limit);
    let room = limit - chosen.len();
    chosen.extend(inner.into_iter().take(room));
    chosen.sort_unstable();
    chosen
}

/// Returns at most `limit` of `all`, at even distances, starting with the first.
fn evenly(all: &[usize], limit: usize) -> Vec<usize> {
    let count = all.len().min(limit);
    (0..count).map(|place| all[place * all.len() / count]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Metadata, Passage, Section};

    /// An article with the given headings, separated by "/". Each of its sections has two passages of two sentences.
    fn article(title: &str, headings: &[&str]) -> Arc<Article> {
        let mut article = Article {
            id: title.to_owned(),
            path: format!("{title}.md"),
            title: title.to_owned(),
            metadata: Metadata::default(),
            language: Language::English,
            text: String::new(),
            sections: Vec::new(),
            passages: Vec::new(),
            marks: Vec::new(),
        };
        for (section, headings) in headings.iter().enumerate() {
            let first = article.passages.len();
            for paragraph in 1..=2 {
                let start = article.text.len();
                let opening = format!("{title} {section}.{paragraph}.");
                let opening_len = opening.len();
                article.text.push_str(&opening);
                article.text.push_str(" More.");
                article.passages.push(Passage {
                    section,
                    paragraph,
                    range: start..article.text.len(),
                    lines: (1, 1),
                    lead: 0,
                    bytes: None,
                    sentences: vec![0..opening_len, opening_len + 1..opening_len + 6],
                });
                article.text.push_str("\n\n");
            }
            article.sections.push(Section {
                headings: headings
                    .split('/')
                    .filter(|heading| !heading.is_empty())
                    .map(str::to_owned)
                    .collect(),
                passages: first..article.passages.len(),
            });
        }
        Arc::new(article)
    }

    fn keys(quotes: &[Quote]) -> Vec<&str> {
        quotes.iter().map(Quote::key_sentence).collect()
    }

    #[test]
    fn each_section_gives_its_first_sentence() {
        let article = article("A", &["", "One", "Two"]);
        let quotes = overview(&article, 5);
        assert_eq!(keys(&quotes), ["A 0.1.", "A 1.1.", "A 2.1."]);
        assert_eq!(quotes[2].headings(), ["Two"]);
        assert!(overview(&article, 0).is_empty());
    }

    #[test]
    fn outermost_headings_come_before_inner_ones() {
        let article = article("A", &["One", "One/a", "One/b", "Two", "Two/a", "Three"]);
        assert_eq!(keys(&overview(&article, 3)), ["A 0.1.", "A 3.1.", "A 5.1."]);
        assert_eq!(keys(&overview(&article, 4)), ["A 0.1.", "A 1.1.", "A 3.1.", "A 5.1."]);
        assert_eq!(keys(&overview(&article, 2)), ["A 0.1.", "A 3.1."]);
    }

    #[test]
    fn too_many_sections_are_taken_evenly() {
        let article = article("A", &["1", "2", "3", "4", "5", "6", "7"]);
        assert_eq!(keys(&overview(&article, 3)), ["A 0.1.", "A 2.1.", "A 4.1."]);
    }

    #[test]
    fn without_sections_the_beginning_is_the_overview() {
        assert_eq!(keys(&overview(&article("A", &[""]), 5)), ["A 0.1.", "A 0.2."]);
        assert!(overview(&article("A", &[]), 5).is_empty());
    }

    #[test]
    fn room_is_dealt_out_among_articles() {
        let articles = [
            article("A", &["1", "2", "3"]),
            article("B", &["1"]),
            article("C", &["1", "2"]),
        ];
        assert_eq!(keys(&overview_of_all(&articles, 2)), ["A 0.1.", "B 0.1."]);
        assert_eq!(
            keys(&overview_of_all(&articles, 4)),
            ["A 0.1.", "A 1.1.", "B 0.1.", "C 0.1."]
        );
        assert_eq!(overview_of_all(&articles, 50).len(), 7);
        assert!(overview_of_all(&[], 5).is_empty());
    }

    #[test]
    fn an_article_goes_by_the_words_of_its_title() {
        let titles = [
            "The oil crisis of 1973 and its aftermath",
            "1973 oil crisis",
            "Normans",
            "Talks with the U.S.",
        ];
        assert_eq!(named_article("the Norman", &titles), Some(2));
        assert_eq!(named_article("oil crisis", &titles), Some(1));
        assert_eq!(named_article("US talks", &titles), Some(3));
        assert_eq!(named_article("oil prices", &titles), None);
        assert_eq!(named_article("the", &titles), None);
    }
}

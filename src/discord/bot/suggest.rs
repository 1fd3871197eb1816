//! Suggestions while somebody types a question: the questions in the articles, their headings and titles.

use std::collections::HashSet;

use crate::answer::Answerer;
use crate::text::fold::fold;
use crate::text::words::words;

use crate::discord::outgoing::{MAX_OPTION, MAX_OPTIONS};
use crate::discord::view::markdown;

/// The fewest words of a question that makes sense without its context. "Why?" does not.
const MIN_QUESTION_WORDS: usize = 4;

/// The suggestions of a generation.
pub(super) struct Suggestions {
    /// The name of the generation.
    pub(super) generation: String,
    all: Vec<Suggestion>,
}

struct Suggestion {
    text: String,
    /// Folded.
    words: Vec<String>,
}

impl Suggestions {
    /// Collects the suggestions: questions first, then headings, then titles.
    pub(super) fn new(answerer: &Answerer) -> Self {
        let articles = answerer.articles().unwrap_or_default();
        let headings = || {
            articles
                .iter()
                .flat_map(|article| &article.sections)
                .filter_map(|section| section.headings.last().map(String::as_str))
        };
        let questions = articles.iter().flat_map(|article| {
            article.passages.iter().flat_map(|passage| {
                let text = article.passage_text(passage);
                passage.sentences.iter().map(|sentence| &text[sentence.clone()])
            })
        });
        let is_question = |text: &&str| text.trim_end().ends_with('?') && words(text).count() >= MIN_QUESTION_WORDS;
        let titles = articles.iter().map(|article| article.title.as_str());
        let mut known = HashSet::new();
        let all = headings()
            .filter(is_question)
            .chain(
                questions
                    .filter(is_question)
                    .filter(|text| text.chars().count() <= MAX_OPTION),
            )
            .chain(headings())
            .chain(titles)
            .filter_map(|text| {
                let text = markdown::plain_within(text, MAX_OPTION);
                let words: Vec<String> = words(&text).map(|word| word.folded).collect();
                (!words.is_empty() && known.insert(fold(&text))).then_some(Suggestion { text, words })
            })
            .collect();
        Self {
            generation: answerer.generation().name().to_owned(),
            all,
        }
    }

    /// At most 25 choices (name and value) for what was typed so far, the best first: suggestions with every word, or
    /// the beginning of a word; if there are none, suggestions with any of them.
    pub(super) fn for_typed(&self, typed: &str) -> Vec<(String, String)> {
        let typed: Vec<String> = words(typed).map(|word| word.folded).collect();
        let matches = |suggestion: &Suggestion| {
            let has = |word: &&String| suggestion.words.iter().any(|own| own.starts_with(word.as_str()));
            typed.iter().filter(has).count()
        };
        let mut found: Vec<(usize, &Suggestion)> = self
            .all
            .iter()
            .map(|suggestion| (matches(suggestion), suggestion))
            .filter(|(count, _)| typed.is_empty() || *count > 0)
            .collect();
        // The sort is stable: equals stay in the order of collection.
        found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if found.first().is_some_and(|(count, _)| *count == typed.len()) {
            found.retain(|(count, _)| *count == typed.len());
        }
        found
            .into_iter()
            .take(MAX_OPTIONS)
            .map(|(_, suggestion)| (suggestion.text.clone(), suggestion.text.clone()))
            .collect()
    }
}

//! Suggestions while somebody types a question: the questions in the articles, their headings and titles. Each has as
//! its value the section or the article that it opens.

use std::collections::HashSet;

use crate::answer::{Answerer, ArticleKey, PassageKey};
use crate::corpus::{Article, Mark, MarkKind};
use crate::text::fold::fold;
use crate::text::words::words;

use crate::discord::outgoing::{MAX_OPTION, MAX_OPTIONS};
use crate::discord::view::custom_id::Choice;
use crate::discord::view::markdown;

/// The fewest words of a question that makes sense without its context. "Why?" does not.
const MIN_QUESTION_WORDS: usize = 4;

/// The suggestions of a generation.
pub(super) struct Suggestions {
    /// The name of the generation.
    pub(super) generation: String,
    all: Vec<Suggestion>,
}

/// A text that may become a suggestion, what it opens, and the article that it is from.
type Found<'a> = (&'a str, Choice, ArticleKey);

struct Suggestion {
    text: String,
    /// Folded.
    words: Vec<String>,
    /// The section or the article that it opens.
    choice: Choice,
    /// The article that it is from.
    article: ArticleKey,
}

impl Suggestions {
    /// Collects the suggestions: questions first, then headings, then titles.
    pub(super) fn new(answerer: &Answerer) -> Self {
        let articles = answerer.articles().unwrap_or_default();
        let headings = || {
            articles.iter().flat_map(|article| {
                article.sections.iter().filter_map(|section| {
                    let passage = PassageKey::of(article, section.passages.start)?;
                    let heading = section.headings.last()?.as_str();
                    Some((heading, Choice::Section(passage), ArticleKey::of(article)))
                })
            })
        };
        let titles = articles.iter().map(|article| {
            let key = ArticleKey::of(article);
            (article.title.as_str(), Choice::Article(key), key)
        });
        let is_question =
            |(text, ..): &Found<'_>| text.trim_end().ends_with('?') && words(text).count() >= MIN_QUESTION_WORDS;
        let mut known = HashSet::new();
        let all = headings()
            .filter(is_question)
            .chain(
                articles
                    .iter()
                    .flat_map(|article| sentences(article))
                    .filter(|found| is_question(found) && found.0.chars().count() <= MAX_OPTION),
            )
            .chain(headings())
            .chain(titles)
            .filter_map(|(text, choice, article)| {
                let text = markdown::plain_within(text, MAX_OPTION);
                let words: Vec<String> = words(&text).map(|word| word.folded).collect();
                let is_new = !words.is_empty() && known.insert((article, fold(&text)));
                is_new.then_some(Suggestion {
                    text,
                    words,
                    choice,
                    article,
                })
            })
            .collect();
        Self {
            generation: answerer.generation().name().to_owned(),
            all,
        }
    }

    /// At most 25 choices (name and value) for what was typed so far, the best first: suggestions with every word, or
    /// the beginning of a word; if there are none, suggestions with any of them. With `article`, all are from that one.
    pub(super) fn for_typed(&self, typed: &str, article: Option<ArticleKey>) -> Vec<(String, String)> {
        let typed: Vec<String> = words(typed).map(|word| word.folded).collect();
        let matches = |suggestion: &Suggestion| {
            let has = |word: &&String| suggestion.words.iter().any(|own| own.starts_with(word.as_str()));
            typed.iter().filter(has).count()
        };
        let mut found: Vec<(usize, &Suggestion)> = self
            .all
            .iter()
            .filter(|suggestion| article.is_none_or(|article| suggestion.article == article))
            .map(|suggestion| (matches(suggestion), suggestion))
            .filter(|(count, _)| typed.is_empty() || *count > 0)
            .collect();
        // The sort is stable: equals stay in the order of collection.
        found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if found.first().is_some_and(|(count, _)| *count == typed.len()) {
            found.retain(|(count, _)| *count == typed.len());
        }
        let mut known = HashSet::new();
        found
            .into_iter()
            .filter(|(_, suggestion)| known.insert(fold(&suggestion.text)))
            .take(MAX_OPTIONS)
            .map(|(_, suggestion)| (suggestion.text.clone(), suggestion.choice.encode_suggestion()))
            .collect()
    }
}

/// The sentences of an article that hide nothing, with the section of each.
fn sentences(article: &Article) -> impl Iterator<Item = Found<'_>> {
    let key = ArticleKey::of(article);
    article.passages.iter().enumerate().flat_map(move |(at, passage)| {
        let text = article.passage_text(passage);
        let hidden: Vec<Mark> = article
            .marks_of(passage)
            .filter(|mark| mark.kind == MarkKind::Spoiler)
            .collect();
        let choice = PassageKey::of(article, at).map(Choice::Section);
        passage.sentences.iter().filter_map(move |sentence| {
            let is_hidden = hidden.iter().any(|mark| mark.within(sentence).is_some());
            Some((&text[sentence.clone()], choice.filter(|_| !is_hidden)?, key))
        })
    })
}

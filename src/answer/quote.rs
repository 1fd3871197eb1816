//! A quote: always a range of an article, never a text of our own.

use std::ops::Range;
use std::sync::Arc;

use super::key::{ArticleKey, PassageKey};
use super::link;
use crate::corpus::{Article, Passage};
use crate::text::excerpt::excerpt;
use crate::text::fold::collapse_white_space;

/// A passage of an article, and the sentences in it that answer best.
#[derive(Debug, Clone)]
pub struct Quote {
    article: Arc<Article>,
    passage: usize,
    /// Indices into the passage's sentences, best first; never empty.
    best_sentences: Vec<usize>,
    score: f32,
}

impl Quote {
    /// Quotes a passage of `article`. Returns `None` unless the passage and all the sentences exist. There is no other
    /// way to make a quote, so what is shown is always the article's own words.
    pub fn new(article: Arc<Article>, passage: usize, best_sentences: Vec<usize>, score: f32) -> Option<Self> {
        let found = article.passages.get(passage)?;
        let all_exist = best_sentences.iter().all(|&sentence| sentence < found.sentences.len());
        (all_exist && !best_sentences.is_empty()).then_some(Self {
            article,
            passage,
            best_sentences,
            score,
        })
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The passage.
    pub fn passage(&self) -> &Passage {
        &self.article.passages[self.passage]
    }

    /// The passage's text, word for word.
    pub fn text(&self) -> &str {
        self.article.passage_text(self.passage())
    }

    /// The headings above the passage, outermost first.
    pub fn headings(&self) -> &[String] {
        self.article.headings(self.passage())
    }

    /// The sentences that answer, as byte ranges of [`Self::text`]; the key sentence comes first.
    pub fn highlights(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let sentences = &self.passage().sentences;
        self.best_sentences.iter().map(|&sentence| sentences[sentence].clone())
    }

    /// The sentence that answers best.
    pub fn key_sentence(&self) -> &str {
        self.highlights().next().map_or("", |range| &self.text()[range])
    }

    /// The key sentence on one line, cut to `limit` characters; after the passage's lead-in if it is in what that
    /// introduces, since "- radios" means the opposite without "Forbidden:".
    pub fn excerpt(&self, limit: usize) -> String {
        let (text, lead) = (self.text(), self.passage().lead);
        let key = self.highlights().next().unwrap_or(0..0);
        let on_a_line = |range: Range<usize>| collapse_white_space(&text[range]);
        if lead == 0 || key.start < lead {
            return excerpt(&on_a_line(key), limit);
        }
        let link = if text[lead..key.start].trim().is_empty() {
            ""
        } else {
            "… "
        };
        let introduction = excerpt(&on_a_line(0..lead), limit / 2);
        excerpt(&format!("{introduction} {link}{}", on_a_line(key)), limit)
    }

    /// The index of the key sentence among the passage's sentences.
    pub fn key_sentence_index(&self) -> usize {
        self.best_sentences.first().copied().unwrap_or(0)
    }

    /// The passage's key.
    pub fn passage_key(&self) -> PassageKey {
        PassageKey::new(&self.article.path, self.text())
    }

    /// The article's key.
    pub fn article_key(&self) -> ArticleKey {
        ArticleKey::of(&self.article)
    }

    /// The address of the article with the place of the key sentence, where a browser can find it; `None` if the article
    /// gives no address.
    pub fn link(&self) -> Option<String> {
        let key = self.highlights().next().unwrap_or(0..0);
        let start = self.passage().range.start;
        link::to(&self.article, &(start + key.start..start + key.end))
    }

    /// The score that the quote was ranked by. Only scores of the same answer are comparable.
    pub fn score(&self) -> f32 {
        self.score
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read_article;

    #[test]
    fn an_excerpt_of_an_item_keeps_its_lead_in() {
        let text = "# Radio\n\nNever allowed:\n\n- shouting at others\n- streaming with an audible radio\n";
        let article = Arc::new(read_article("a.md", text.as_bytes()).unwrap());
        let last = article.passages[0].sentences.len() - 1;
        let of = |sentence| Quote::new(Arc::clone(&article), 0, vec![sentence], 0.0).unwrap();
        assert_eq!(
            of(last).excerpt(100),
            "Never allowed: … - streaming with an audible radio"
        );
        assert_eq!(of(0).excerpt(100), "Never allowed:");
        assert_eq!(of(last).excerpt(30), "Never allowed: … - streaming…");
    }
}

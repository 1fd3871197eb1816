//! Figures about what was asked, with the names of articles and sections.

use super::Library;
use crate::answer::{Answerer, ArticleKey};
use crate::ledger::{Cited, Figures, LedgerError};
use crate::message::status as words;

/// The number of days over which questions are counted.
pub const FIGURE_DAYS: u32 = 30;

/// The most entries of each list.
const MAX_LISTED: usize = 5;

/// The most of a passage that is shown, in characters.
const MAX_EXCERPT: usize = 60;

/// The questions and votes of the last [`FIGURE_DAYS`] days. Each list but that of days begins with the largest number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Questions and votes in total.
    pub total: Figures,
    /// Questions of each day (UTC), the earliest first and today last.
    pub days: Vec<Figures>,
    /// The passages that were shown first most often, with the number of times.
    pub shown: Vec<(String, u64)>,
    /// The passages that were voted on: the votes for and against.
    pub voted_on: Vec<(String, u64, u64)>,
    /// The articles that are nearest to questions without a certain answer.
    pub articles: Vec<(String, u64)>,
    /// The channels, by ID, in which questions got no certain answer: their number and that of all questions there.
    pub channels: Vec<(u64, u64, u64)>,
}

impl Library {
    /// The figures of the last [`FIGURE_DAYS`] days; all are 0 if there is no ledger. `answerer` knows the names of
    /// sections.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn statistics(&self, answerer: Option<&Answerer>) -> Result<Statistics, LedgerError> {
        let Some(ledger) = self.ledger()? else {
            return Ok(Statistics::default());
        };
        let breakdown = ledger.breakdown(FIGURE_DAYS, MAX_LISTED)?;
        let name = |cited: &Cited| passage_name(answerer, cited);
        let title = |path: &str| {
            let article = answerer.and_then(|answerer| answerer.article_by_key(ArticleKey::of_path(path)));
            article.map_or_else(|| path.to_owned(), |article| article.title.clone())
        };
        let shown = breakdown.shown.iter().map(|(cited, times)| (name(cited), *times));
        let voted_on = breakdown.voted_on.iter();
        let articles = breakdown.articles.iter().map(|(path, times)| (title(path), *times));
        Ok(Statistics {
            total: ledger.figures(Some(FIGURE_DAYS))?,
            days: breakdown.days,
            shown: shown.collect(),
            voted_on: voted_on
                .map(|(cited, helpful, not)| (name(cited), *helpful, *not))
                .collect(),
            articles: articles.collect(),
            channels: breakdown.channels,
        })
    }
}

impl Statistics {
    /// Lines for display, grouped below headings; nothing about questions that weren't asked. `escape` makes text from
    /// elsewhere safe to display, and `channel` shows a channel.
    pub fn lines(
        &self,
        escape: impl Fn(&str) -> String,
        channel: impl Fn(u64) -> String,
    ) -> Vec<(&'static str, Vec<String>)> {
        let total = &self.total;
        let questions = words::figures(
            [total.answered, total.unsure, total.no_answer],
            [total.helpful, total.not_helpful],
        );
        let shown = self
            .shown
            .iter()
            .map(|(name, times)| words::shown(&escape(name), *times));
        let voted_on = self.voted_on.iter();
        let voted_on = voted_on.map(|(name, helpful, not)| words::voted_on(&escape(name), *helpful, *not));
        let articles = self
            .articles
            .iter()
            .map(|(title, times)| words::nearest(&escape(title), *times));
        let channels = self.channels.iter();
        let channels = channels.map(|&(id, unanswered, asked)| words::in_channel(&channel(id), unanswered, asked));
        let mut lines = vec![
            (words::heading::QUESTIONS, questions),
            (words::heading::SHOWN, shown.collect()),
            (words::heading::VOTED_ON, voted_on.collect()),
            (words::heading::UNANSWERED, articles.chain(channels).collect()),
        ];
        lines.retain(|(_, lines)| !lines.is_empty());
        lines
    }
}

/// The name of the section of a passage: its article's title and its headings; the article's path if the passage is
/// gone.
pub(super) fn section_name(answerer: &Answerer, cited: &Cited) -> String {
    named(answerer, cited).map_or_else(|| cited.article.clone(), |(section, _)| section)
}

/// The same, with the beginning of the passage.
fn passage_name(answerer: Option<&Answerer>, cited: &Cited) -> String {
    answerer.and_then(|answerer| named(answerer, cited)).map_or_else(
        || cited.article.clone(),
        |(section, excerpt)| words::passage(&section, &excerpt),
    )
}

fn named(answerer: &Answerer, cited: &Cited) -> Option<(String, String)> {
    let quote = answerer.quote(cited.passage.parse().ok()?, 0)?;
    let title = std::iter::once(&quote.article().title);
    let section: Vec<&str> = title.chain(quote.headings()).map(String::as_str).collect();
    Some((section.join(" › "), quote.excerpt(MAX_EXCERPT)))
}

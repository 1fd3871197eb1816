//! The option `article` of `/ask`: the only article to ask.

use std::collections::HashMap;
use std::sync::Arc;

use super::holdings::Holdings;
use crate::answer::ArticleKey;
use crate::corpus::Article;
use crate::discord::outgoing::{MAX_OPTION, MAX_OPTIONS};
use crate::discord::view::custom_id::Choice;
use crate::discord::view::markdown;
use crate::message::locale::Locale;
use crate::text::fold::fold;

/// The most of a name in a sentence.
const MAX_NAME: usize = 100;

/// At most 25 choices (name and value) for what was typed so far.
pub(super) fn choices(holdings: &Holdings, typed: &str) -> Vec<(String, String)> {
    let typed = fold(typed);
    let named = named(holdings).into_iter();
    named
        .filter(|(name, _)| fold(name).contains(typed.trim()))
        .take(MAX_OPTIONS)
        .map(|(name, article)| (name, Choice::Article(ArticleKey::of(&article)).encode_suggestion()))
        .collect()
}

/// The article that was chosen, or whose name was typed.
///
/// # Errors
/// A sentence in the asker's language, if there is no such article, or no longer.
pub(super) fn find(locale: Locale, holdings: &Holdings, chosen: &str) -> Result<Arc<Article>, String> {
    if let Some(Choice::Article(key)) = Choice::decode_suggestion(chosen) {
        let article = holdings.article_by_key(key);
        return article.ok_or_else(|| locale.article_gone());
    }
    let typed = fold(chosen.trim());
    let mut with_name = named(holdings).into_iter().filter(|(name, _)| fold(name) == typed);
    let found = with_name.next().map(|(_, article)| article);
    found.ok_or_else(|| locale.no_such_article(&markdown::escape_within(chosen, MAX_NAME)))
}

/// All articles with the names that they are offered by: the title, and the path too where articles share a title.
fn named(holdings: &Holdings) -> Vec<(String, Arc<Article>)> {
    let articles = holdings.articles();
    let titles: Vec<String> = articles.iter().map(|article| markdown::plain(&article.title)).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for title in &titles {
        *times.entry(title).or_default() += 1;
    }
    let name = |(article, title): (&Arc<Article>, &String)| {
        let name = if markdown::is_blank(title) {
            article.path.clone()
        } else if times.get(title.as_str()).is_some_and(|&times| times > 1) {
            format!("{title} ({})", article.path)
        } else {
            title.clone()
        };
        (markdown::plain_within(&name, MAX_OPTION), Arc::clone(article))
    };
    articles.iter().zip(&titles).map(name).collect()
}

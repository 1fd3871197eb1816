//! `/corpus remove`: moves an article to the trash, once the admin confirms.

use super::reindex::reindex_after;
use super::{Failed, matching, on_shelf};
use crate::answer::ArticleKey;
use crate::corpus::{Shelf, ShelfError};
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::outgoing::MAX_OPTION;
use crate::discord::view;
use crate::discord::view::markdown;
use crate::live::Live;
use crate::message;

/// The most of a path in a sentence: the outcome of the reindex follows it.
pub(super) const MAX_PATH: usize = 200;

/// An article as a choice.
struct Offered {
    /// The name that is shown: the article's title, if it has one, and its path.
    name: String,
    /// The value that Discord sends back.
    value: String,
    path: String,
}

/// Asks the admin whether to remove an article.
pub(in crate::discord::bot) async fn confirm(live: &Live, typed: &str, caller: &Caller<'_>) -> Result<(), RestError> {
    let asking = async {
        match path_of(live, typed).await {
            Ok(path) => {
                let article = live.answerer().article_by_key(ArticleKey::of_path(&path));
                view::admin::removal(&path, article.as_deref())
            }
            Err(failed) => failed.notice(),
        }
    };
    caller.answer(Visibility::Private, asking).await
}

/// Remove: moves an article to the trash, and reindexes.
pub(in crate::discord::bot) async fn remove(
    desk: &Desk,
    article: ArticleKey,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    // Update the message first, so that nobody clicks the buttons twice.
    caller.update(view::notice(&message::corpus::removing())).await?;
    let removed = on_shelf(desk.live.library(), move |shelf| {
        let mut paths = shelf.articles()?.into_iter();
        let path = paths.find(|path| ArticleKey::of_path(path) == article);
        shelf.remove(&path.ok_or(ShelfError::NoArticle { what: String::new() })?)
    });
    match removed.await {
        Ok(trashed) => {
            desk.records
                .action(caller.user, "remove", Some(&trashed.path), "removed");
            let done = message::corpus::removed(&markdown::escape_within(&trashed.path, MAX_PATH));
            reindex_after(&desk.live, &done, caller).await
        }
        Err(Failed::Shelf(ShelfError::NoArticle { .. })) => {
            caller.edit(view::notice(&message::corpus::gone_already())).await
        }
        Err(failed) => {
            desk.records.action(caller.user, "remove", None, &failed.outcome());
            caller.edit(failed.notice()).await
        }
    }
}

/// Articles to remove, for what an admin has typed so far.
pub(in crate::discord::bot) async fn choices(live: &Live, typed: &str) -> Vec<(String, String)> {
    let offered = offered(live).await.into_iter();
    matching(offered.map(|one| (one.name, one.value)), typed)
}

/// The path of the article that was chosen or typed.
async fn path_of(live: &Live, typed: &str) -> Result<String, Failed> {
    let offered = offered(live).await;
    // Discord may send a choice's name in place of its value.
    let chosen = offered.iter().find(|one| one.value == typed || one.name == typed);
    if let Some(chosen) = chosen {
        return Ok(chosen.path.clone());
    }
    let typed = typed.to_owned();
    on_shelf(live.library(), move |shelf| shelf.find(&typed)).await
}

/// All articles in the corpus folder.
async fn offered(live: &Live) -> Vec<Offered> {
    let answerer = live.answerer();
    let paths = on_shelf(live.library(), Shelf::articles).await;
    let offer = |path: String| {
        let key = ArticleKey::of_path(&path);
        let name = match answerer.article_by_key(key) {
            Some(article) => format!("{} ({path})", article.title),
            None => path.clone(),
        };
        Offered {
            name: markdown::plain_within(&name, MAX_OPTION),
            value: key.to_string(),
            path,
        }
    };
    paths.unwrap_or_default().into_iter().map(offer).collect()
}

//! `/corpus remove` and `/corpus restore`: articles go to the trash, once an admin has confirmed it, and come back.

use std::time::Duration;

use serenity::model::application::CommandInteraction;
use tokio::time::Instant;

use super::escaped;
use crate::answer::ArticleKey;
use crate::corpus::{Shelf, ShelfError, TrashId, Trashed};
use crate::discord::api::rest::RestError;
use crate::discord::bot::Bot;
use crate::discord::bot::command::Typing;
use crate::discord::bot::respond::{Caller, Manner};
use crate::discord::outgoing::{MAX_OPTION, MAX_OPTIONS, Outgoing};
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::shelf_sentence;
use crate::message;
use crate::text::fold::fold;

/// How long ago a choice may have been offered that comes back by its name.
const LONGEST_CHOOSING: Duration = Duration::from_mins(2);

/// The most of a path in a sentence: what comes of it is told behind it.
const MAX_PATH: usize = 200;

/// How much of a path has to be alike before a choice is compared to the letter; the end of a long one is not shown.
const ALIKE_CHARS: usize = 40;

/// An article as it is offered while somebody types.
struct Offered {
    /// What is shown: its title, if it has one, and its path.
    name: String,
    /// What stands for it.
    value: String,
    path: String,
}

impl Bot {
    /// Asks whether an article is to be removed.
    pub(super) async fn ask_before_removing(&self, typed: &str, caller: &Caller) -> Result<(), RestError> {
        let asking = async {
            match self.article(typed).await {
                Ok(path) => {
                    let article = self.live.answerer().article_by_key(ArticleKey::of_path(&path));
                    view::admin::removal(&path, article.as_deref())
                }
                Err(sentence) => sentence,
            }
        };
        caller
            .answer(&self.rest, Manner::Private, self.pace.defer_after, asking)
            .await
    }

    /// Removes an article, and takes that up.
    pub(super) async fn remove(&self, article: ArticleKey, caller: &Caller) -> Result<(), RestError> {
        // First of all: the buttons are not to be clicked twice.
        caller
            .update(&self.rest, view::notice(&message::corpus::removing()))
            .await?;
        let removed = self.on_shelf(move |shelf| {
            let path = shelf
                .articles()?
                .into_iter()
                .find(|path| ArticleKey::of_path(path) == article);
            let path = path.ok_or(ShelfError::NoArticle { what: String::new() })?;
            shelf.remove(&path)
        });
        match removed.await {
            Some(Ok(trashed)) => {
                self.records
                    .action(caller.user, "remove", Some(&trashed.path), "removed");
                let done = message::corpus::removed(&markdown::escape_within(&trashed.path, MAX_PATH));
                self.take_up(caller, &done).await
            }
            Some(Err(ShelfError::NoArticle { .. })) => {
                let gone = view::notice(&message::corpus::gone_already());
                caller.edit(&self.rest, gone).await
            }
            Some(Err(error)) => {
                self.records.action(caller.user, "remove", None, &error.to_string());
                caller.edit(&self.rest, escaped(&shelf_sentence(&error))).await
            }
            None => {
                let failed = view::notice(&message::corpus::failed());
                caller.edit(&self.rest, failed).await
            }
        }
    }

    /// Brings back an article, and takes that up.
    pub(super) async fn restore(&self, typed: &str, caller: &Caller) -> Result<(), RestError> {
        caller
            .show(&self.rest, Manner::Private, view::notice(&message::corpus::restoring()))
            .await?;
        let typed = typed.trim().to_owned();
        let restored = self.on_shelf(move |shelf| match which(shelf, &typed)? {
            Some(trashed) => shelf.restore(trashed.id),
            None => Err(ShelfError::NotInTrash { what: typed }),
        });
        match restored.await {
            Some(Ok(path)) => {
                self.records.action(caller.user, "restore", Some(&path), "restored");
                let done = message::corpus::restored(&markdown::escape_within(&path, MAX_PATH));
                self.take_up(caller, &done).await
            }
            Some(Err(error)) => {
                self.records.action(caller.user, "restore", None, &error.to_string());
                caller.edit(&self.rest, escaped(&shelf_sentence(&error))).await
            }
            None => {
                let failed = view::notice(&message::corpus::failed());
                caller.edit(&self.rest, failed).await
            }
        }
    }

    /// The path of the article that was chosen or typed; else what to say about it.
    async fn article(&self, typed: &str) -> Result<String, Outgoing> {
        let offered = self.offered().await;
        // Discord may send a choice's name in place of its value.
        let chosen = offered.iter().find(|one| one.value == typed || one.name == typed);
        if let Some(chosen) = chosen {
            return Ok(chosen.path.clone());
        }
        let typed = typed.to_owned();
        match self.on_shelf(move |shelf| shelf.find(&typed)).await {
            Some(Ok(path)) => Ok(path),
            Some(Err(error)) => Err(escaped(&shelf_sentence(&error))),
            None => Err(view::notice(&message::corpus::failed())),
        }
    }

    /// All articles that there are as files.
    async fn offered(&self) -> Vec<Offered> {
        let answerer = self.live.answerer();
        let paths = self.on_shelf(|shelf| shelf.articles().unwrap_or_default()).await;
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

    /// What is offered to an admin who types the name of an article; nothing to anybody else.
    pub(in crate::discord::bot) async fn offer(
        &self,
        interaction: &CommandInteraction,
        typing: Typing<'_>,
    ) -> Vec<(String, String)> {
        let caller = Caller::of_command(interaction, Instant::now());
        match typing {
            _ if self.refusal(&caller).await.is_some() => Vec::new(),
            Typing::Article(typed) => self.offer_articles(typed).await,
            Typing::Removed(typed) => self.offer_removed(typed).await,
            Typing::Question(_) => Vec::new(),
        }
    }

    /// Articles to remove for what was typed so far.
    async fn offer_articles(&self, typed: &str) -> Vec<(String, String)> {
        let offered = self.offered().await.into_iter().map(|one| (one.name, one.value));
        fitting(offered, typed)
    }

    /// Removed articles to bring back for what was typed so far.
    async fn offer_removed(&self, typed: &str) -> Vec<(String, String)> {
        let trash = self.on_shelf(|shelf| shelf.trash().unwrap_or_default()).await;
        let trash = trash.unwrap_or_default();
        let offer = |one: &Trashed| (offered_removed(one, since(one)), one.id.to_string());
        fitting(trash.iter().map(offer), typed)
    }
}

/// What goes by what was chosen or typed: an id, a choice as it was shown, or a path.
fn which(shelf: &Shelf, typed: &str) -> Result<Option<Trashed>, ShelfError> {
    let id: Option<TrashId> = typed.parse().ok();
    // The newest first.
    let trash = shelf.trash()?;
    let found = trash
        .iter()
        .find(|one| Some(one.id) == id)
        .or_else(|| chosen(&trash, typed))
        .or_else(|| trash.iter().find(|one| one.path == typed));
    Ok(found.cloned())
}

/// What is meant by a choice that Discord has sent by its name: that tells how long ago it was when it was offered, so it
/// is looked for as it was then. Where two versions of an article may be meant, neither is.
fn chosen<'a>(trash: &'a [Trashed], typed: &str) -> Option<&'a Trashed> {
    let is_meant = |one: &&Trashed| {
        let path: String = markdown::plain(&one.path).chars().take(ALIKE_CHARS).collect();
        typed.starts_with(&path)
            && (0..=LONGEST_CHOOSING.as_secs())
                .filter_map(|passed| since(one).checked_sub(Duration::from_secs(passed)))
                .any(|then| offered_removed(one, then) == typed)
    };
    let mut meant = trash.iter().filter(is_meant);
    meant.next().filter(|_| meant.next().is_none())
}

/// How long ago something was removed.
fn since(trashed: &Trashed) -> Duration {
    trashed.removed_at.elapsed().unwrap_or_default()
}

/// How something in the trash that was removed so long ago is shown while somebody types.
fn offered_removed(trashed: &Trashed, since: Duration) -> String {
    let ago = message::ago(since);
    markdown::plain_within(&message::corpus::removed_ago(&trashed.path, &ago), MAX_OPTION)
}

/// Those that have what was typed in their names; as many as can be shown.
fn fitting(offered: impl Iterator<Item = (String, String)>, typed: &str) -> Vec<(String, String)> {
    let typed = fold(typed);
    offered
        .filter(|(name, _)| fold(name).contains(typed.trim()))
        .take(MAX_OPTIONS)
        .collect()
}

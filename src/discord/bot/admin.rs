//! The commands of `/corpus`, with which admins manage the articles: one file for each; and `/settings`.
//!
//! Not here: who is an admin (`authority`), how a message looks (`view::admin`), and the work itself (`library`,
//! `live`).

pub(super) mod add;
pub(super) mod export;
pub(super) mod fetch;
pub(super) mod fixed;
mod progress;
mod quota;
pub(super) mod reindex;
pub(super) mod remove;
pub(super) mod restore;
pub(super) mod settings;
mod staff;
pub(super) mod status;
pub(super) mod unanswered;

use std::sync::Arc;

use tokio::task::spawn_blocking;

use crate::answer::Answerer;
use crate::corpus::{Shelf, ShelfError};
use crate::discord::outgoing::{MAX_OPTIONS, Outgoing};
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::{Library, shelf_sentence};
use crate::live::Live;
use crate::message;
use crate::text::fold::fold;

/// The reason why work on the corpus folder failed.
enum Failed {
    /// The work was refused, or the disk failed.
    Shelf(ShelfError),
    /// It panicked. The panic hook has logged it.
    Panicked,
}

impl Failed {
    /// The sentence that tells the admin.
    fn sentence(&self) -> String {
        match self {
            // It may have names in it that somebody else has chosen.
            Self::Shelf(error) => markdown::escape(&shelf_sentence(error)),
            Self::Panicked => message::corpus::failed(),
        }
    }

    /// The same as a message.
    fn notice(&self) -> Outgoing {
        view::notice(&self.sentence())
    }

    /// The outcome to record.
    fn outcome(&self) -> String {
        match self {
            Self::Shelf(error) => error.to_string(),
            Self::Panicked => "failed".to_owned(),
        }
    }
}

/// Does some work on the corpus folder, on a thread of its own.
async fn on_shelf<T: Send + 'static>(
    library: &Library,
    work: impl FnOnce(&Shelf) -> Result<T, ShelfError> + Send + 'static,
) -> Result<T, Failed> {
    let shelf = library.shelf();
    match spawn_blocking(move || work(&shelf)).await {
        Ok(done) => done.map_err(Failed::Shelf),
        Err(_) => Err(Failed::Panicked),
    }
}

/// Does some work on the library, on a thread of its own. `None` if it panicked.
async fn on_library<T: Send + 'static>(
    live: &Live,
    work: impl FnOnce(&Library, &Answerer) -> T + Send + 'static,
) -> Option<T> {
    let (library, answerer) = (Arc::clone(live.library()), live.answerer());
    spawn_blocking(move || work(&library, &answerer)).await.ok()
}

/// The choices whose names contain `typed`, as many as Discord shows.
fn matching(choices: impl Iterator<Item = (String, String)>, typed: &str) -> Vec<(String, String)> {
    let typed = fold(typed);
    choices
        .filter(|(name, _)| fold(name).contains(typed.trim()))
        .take(MAX_OPTIONS)
        .collect()
}

//! Fetches pages from the web again at an interval, and reindexes if they have changed: `VERBATIM_FETCH_EVERY`.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::Live;
use crate::library::shelf_sentence;
use crate::web::{self, FetchError, Report, Settings};

/// The interval between two looks at whether a site is due. The times of the last fetches are on disk, so that a
/// restart neither repeats nor forgets one.
const LOOK_EVERY: Duration = Duration::from_mins(5);

/// The pause before the first look: there is enough to do when the bot starts.
const FIRST_LOOK_AFTER: Duration = Duration::from_secs(5);

impl Live {
    /// Fetches each site again once `every` has passed since the last time, and reindexes if articles have changed;
    /// never returns.
    pub async fn fetch(self: Arc<Self>, every: Duration, settings: Settings) {
        sleep(FIRST_LOOK_AFTER).await;
        loop {
            let library = Arc::clone(&self.library);
            let settings = Settings {
                now: web::now(),
                ..settings.clone()
            };
            // It waits for sites, so it has a thread of its own. If the bot ends, the next fetch continues it.
            let fetched =
                spawn_blocking(move || web::refresh(&library.shelf(), Some(every), &settings, &mut |_, _| ())).await;
            match fetched {
                Ok(Ok(report)) => {
                    log(&report);
                    if report.has_changes() && !self.reindex_if_stale().await {
                        tracing::error!("pages were fetched, but the index could not be rebuilt with them");
                    }
                }
                // If it panicked, the panic hook has logged it.
                Ok(Err(FetchError::NoSites | FetchError::Busy)) | Err(_) => {}
                Ok(Err(error)) => tracing::error!(%error, "pages could not be fetched again"),
            }
            sleep(LOOK_EVERY).await;
        }
    }
}

impl Live {
    /// Fetches what `address` names into the corpus, which is not reindexed. `progress` gets the numbers of pages done
    /// and known so far.
    ///
    /// # Errors
    /// Those of [`web::fetch`], and [`FetchError::Panicked`].
    pub async fn fetch_named(
        &self,
        address: String,
        settings: Settings,
        progress: watch::Sender<(usize, usize)>,
    ) -> Result<Report, FetchError> {
        let corpus = self.library.shelf();
        let settings = Settings {
            now: web::now(),
            ..settings
        };
        let mut on = move |done, known| {
            progress.send_replace((done, known));
        };
        let fetching = spawn_blocking(move || web::fetch(&corpus, &address, &settings, &mut on));
        // If it panicked, the panic hook has logged it.
        let fetched = fetching.await.unwrap_or(Err(FetchError::Panicked));
        if let Ok(report) = &fetched {
            log(report);
        }
        fetched
    }
}

/// The sentence for admins about a fetch that failed as a whole.
#[must_use]
pub fn fetch_sentence(error: &FetchError) -> String {
    match error {
        FetchError::Shelf(error) => shelf_sentence(error),
        other => other.to_string(),
    }
}

fn log(report: &Report) {
    for site in &report.sites {
        for line in site.lines() {
            tracing::info!("{line}");
        }
        if let Some(stop) = &site.stop {
            tracing::warn!(site = site.name, %stop, "a site could not be fetched as a whole");
        }
    }
}

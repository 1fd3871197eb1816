//! Looks at what other replicas of the program have, and shares what is here.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::{Joining, Live};
use crate::library::Synced;

/// The interval between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(5);

impl Live {
    /// Takes over what other replicas make live, and shares what this one has built; never returns. [`Live::follow`]
    /// opens what was taken over.
    pub async fn keep_synced(self: Arc<Self>) {
        let mut last_failure = None;
        loop {
            sleep(LOOK_EVERY).await;
            if self.reindexes().running().is_some() {
                // It looks by itself.
                continue;
            }
            let library = Arc::clone(&self.library);
            // It waits for the database and the store. If it panicked, the panic hook has logged it.
            let Ok(synced) = spawn_blocking(move || library.sync()).await else {
                continue;
            };
            let failure = synced.as_ref().err().map(ToString::to_string);
            if let Some(error) = failure.as_ref().filter(|_| failure != last_failure) {
                tracing::warn!(error, "this replica goes on with the articles that it has");
            } else if failure.is_none() && last_failure.is_some() {
                tracing::info!("this replica has the articles of the others again");
            }
            last_failure = failure;
            if matches!(synced, Ok(Synced::ToBuild)) {
                // The reindex itself logs and notes why it fails.
                let _ = self.reindex(Joining::Later).await.outcome().await;
            }
        }
    }
}

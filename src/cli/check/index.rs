//! The index: what is live, whether it is that of the articles, what is damaged, and who is building.

use std::time::Duration;

use super::clause;
use super::finding::{Group, Status};
use super::folder::{self, Usable, usable_with};
use crate::config::{Config, INDEX_VARIABLE};
use crate::index::{Generation, LOCK, Opened, Setback, Store, StoreError};
use crate::library::{Library, seconds_since};
use crate::message::ago;
use crate::message::check::articles as message;

pub(super) fn check(config: &Config, library: Option<&Library>) -> Group {
    let mut group = Group::new("index");
    let usable = usable_with(&config.index, &[LOCK]);
    let store = Store::new(&config.index);
    let mut can_do_without_build = false;
    let is_locked = match store.locked_by() {
        Ok(Some(holder)) => {
            group.warn("lock", message::locked(&holder));
            true
        }
        Ok(None) => {
            group.ok("lock", message::unlocked());
            false
        }
        // Whatever keeps it from being looked at keeps the rest, too, and is told there.
        Err(_) => false,
    };
    match store.open() {
        Ok(Opened { generation, setbacks }) => {
            passed_over(&setbacks, &mut group);
            can_do_without_build = live(&generation, library, &mut group);
            // Who is building removes generations, and makes new ones.
            if !is_locked {
                reserves(&store, &generation, &setbacks, &mut group);
            }
        }
        Err(StoreError::NoGeneration { setbacks }) if setbacks.is_empty() => {
            group.warn("live", message::no_index(&config.index.display().to_string()));
        }
        Err(StoreError::NoGeneration { setbacks }) => {
            passed_over(&setbacks, &mut group);
            group.warn("live", message::no_usable_index());
        }
        Err(StoreError::Io { .. }) if matches!(usable, Usable::No(_)) => {
            group.skip("live", message::index_not_looked_at());
        }
        Err(error) => group.wrong("live", message::unreadable_index(&clause(error))),
    }
    // What is live and fresh answers from a folder that can't be written, too.
    let unusable = if can_do_without_build {
        Status::Warn
    } else {
        Status::Wrong
    };
    folder::tell(&mut group, "index", &config.index, &usable, unusable, INDEX_VARIABLE);
    group
}

fn passed_over(setbacks: &[Setback], group: &mut Group) {
    for setback in setbacks {
        if setback.is_outdated {
            group.warn("damage", message::outdated(&setback.name));
        } else {
            group.wrong("damage", message::damaged(&setback.name, &setback.reason));
        }
    }
}

/// Whether it can be asked as it is.
fn live(generation: &Generation, library: Option<&Library>, group: &mut Group) -> bool {
    let ago = ago(Duration::from_secs(seconds_since(generation.built_at())));
    let told = message::live(
        generation.name(),
        generation.article_count(),
        generation.passage_count(),
        &ago,
    );
    group.ok("live", told);
    let Some(library) = library else {
        group.skip("fresh", message::freshness_unknown());
        return false;
    };
    if generation.has_vectors() && !generation.is_built_with(library.encoder()) {
        group.warn("encoder", message::other_encoder(generation.name()));
        return false;
    }
    let is_stale = library.is_stale(generation);
    match is_stale {
        Ok(false) => group.ok("fresh", message::fresh()),
        Ok(true) => group.warn("fresh", message::stale()),
        Err(_) => group.skip("fresh", message::freshness_unknown()),
    }
    matches!(is_stale, Ok(false))
}

fn reserves(store: &Store, live: &Generation, known: &[Setback], group: &mut Group) {
    // Those of another version were left by an update, and the next build but one removes them.
    let is_news = |setback: &&Setback| !setback.is_outdated && known.iter().all(|one| one.name != setback.name);
    for setback in store.faulty_but(live.name()).unwrap_or_default().iter().filter(is_news) {
        group.warn("reserve", message::damaged_reserve(&setback.name, &setback.reason));
    }
}

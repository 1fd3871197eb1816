//! The encoder and the index: whether the encoder works, which generation answers and whether it is fresh, which
//! generations are damaged, and whether another process builds one.

use std::time::Duration;

use super::clause;
use super::files::{self, Usable, usable};
use super::report::{Group, Status};
use crate::config::{Config, INDEX_VARIABLE};
use crate::index::{Generation, LOCK, Opened, Setback, Store, StoreError};
use crate::library::{Library, LibraryError, seconds_since};
use crate::message::{ago, size};

const REINDEX: &str = "Run verbatim reindex.";
const REINDEX_OR_WAIT: &str =
    "Run verbatim reindex, or let the next question in a terminal or the next start of the bot do it.";
const REINDEX_AND_WATCH: &str = "Run verbatim reindex. If it happens again, check the disk.";

pub(super) fn check_encoder(config: &Config, library: Result<&Library, &LibraryError>) -> Group {
    let mut group = Group::new("encoder");
    let which = match &config.model {
        Some(folder) => format!("The encoder in {}", folder.display()),
        None => "The built-in encoder".to_owned(),
    };
    let reason = match library {
        Ok(library) => match library.encoder().encode("Does it work?") {
            Ok(_) => {
                group.ok("opens", format!("{which} works."));
                return group;
            }
            Err(error) => clause(error),
        },
        Err(LibraryError::NoModel { reason, .. }) => reason.clone(),
        Err(error) => error.sentence().trim_end_matches('.').to_owned(),
    };
    let fix = match &config.model {
        Some(_) => {
            "Put the model.onnx and tokenizer.json of a sentence encoder there, or unset VERBATIM_MODEL to use the built-in one."
        }
        None => "The program is damaged: install it again.",
    };
    group.wrong("opens", format!("{which} doesn't work: {reason}."), fix);
    group
}

pub(super) fn check_index(config: &Config, library: Option<&Library>) -> Group {
    let mut group = Group::new("index");
    let usable = usable(&config.index, &[LOCK]);
    let store = Store::new(&config.index);
    // If the lock can't be read, neither can the rest, which is reported below.
    let holder = store.locked_by().unwrap_or(None);
    if let Some(holder) = &holder {
        group.warn(
            "lock",
            format!("Another process ({holder}) is building the index."),
            "Check again when it is done. If it never ends, stop that process.",
        );
    }
    let mut is_fresh = false;
    match store.open() {
        Ok(Opened { generation, setbacks }) => {
            tell_setbacks(&setbacks, &mut group);
            is_fresh = tell_live(&generation, library, &mut group);
            // A process that builds also removes generations and makes new ones.
            if holder.is_none() {
                tell_reserves(&store, &generation, &setbacks, &mut group);
            }
        }
        Err(StoreError::NoGeneration { setbacks }) if setbacks.is_empty() => group.warn(
            "live",
            format!("There is no index yet (its folder is {}).", config.index.display()),
            "Run verbatim reindex, or let the first question in a terminal or the next start of the bot do it.",
        ),
        Err(StoreError::NoGeneration { setbacks }) => {
            tell_setbacks(&setbacks, &mut group);
            group.warn("live", "No generation of the index is usable.", REINDEX);
        }
        Err(StoreError::Io { .. }) if matches!(usable, Usable::No(_)) => {
            group.skip("live", "The index was not checked, since its folder can't be used.");
        }
        Err(error) => group.wrong(
            "live",
            format!("The index can't be read: {}.", clause(error)),
            "Give the user that runs the bot read access to the folder, or set VERBATIM_INDEX to another folder.",
        ),
    }
    if let Some(library) = library.filter(|library| library.has_replicas()) {
        tell_replicas(library, &mut group);
    }
    // A fresh index answers even from a folder that isn't writable.
    let unusable = if is_fresh { Status::Warn } else { Status::Wrong };
    files::tell(&mut group, "index", &config.index, &usable, unusable, INDEX_VARIABLE);
    group
}

fn tell_replicas(library: &Library, group: &mut Group) {
    match library.is_in_step() {
        Ok(true) => group.ok("replicas", "This replica has the articles and the index that are live."),
        Ok(false) => group.warn(
            "replicas",
            "Another replica has other articles.",
            "The bot takes them over within seconds if it runs; its log says why if it can't.",
        ),
        Err(error) => group.wrong(
            "replicas",
            format!("The other replicas can't be asked: {}.", clause(error)),
            "Start the database, or correct VERBATIM_DATABASE and VERBATIM_STORE. Meanwhile the bot answers from what it has.",
        ),
    }
}

fn tell_setbacks(setbacks: &[Setback], group: &mut Group) {
    for Setback {
        name,
        reason,
        is_outdated,
    } in setbacks
    {
        if *is_outdated {
            let message = format!("Generation {name} of the index is from another version of the program.");
            group.warn("damage", message, REINDEX_OR_WAIT);
        } else {
            let message = format!("Generation {name} of the index is damaged ({reason}).");
            group.wrong("damage", message, REINDEX_AND_WATCH);
        }
    }
}

/// Reports the generation that answers. Returns whether it can answer without being rebuilt.
fn tell_live(generation: &Generation, library: Option<&Library>, group: &mut Group) -> bool {
    group.ok(
        "live",
        format!(
            "Generation {} answers: {}, built {}.",
            generation.name(),
            size(generation.article_count(), generation.passage_count()),
            ago(Duration::from_secs(seconds_since(generation.built_at())))
        ),
    );
    let unknown = "Whether the index is up to date is unknown without a working encoder and corpus.";
    let Some(library) = library else {
        group.skip("fresh", unknown);
        return false;
    };
    if generation.has_vectors() && !generation.is_built_with(library.encoder()) {
        group.warn(
            "encoder",
            format!(
                "Generation {} of the index was built with a different encoder.",
                generation.name()
            ),
            "Give everybody who shares the index the same VERBATIM_MODEL, then run verbatim reindex.",
        );
        return false;
    }
    let is_stale = library.is_stale(generation);
    match is_stale {
        Ok(false) => group.ok("fresh", "The index is up to date with the articles."),
        Ok(true) => group.warn(
            "fresh",
            "The articles (or the program) have changed since the index was built.",
            REINDEX_OR_WAIT,
        ),
        Err(_) => group.skip("fresh", unknown),
    }
    matches!(is_stale, Ok(false))
}

fn tell_reserves(store: &Store, live: &Generation, known: &[Setback], group: &mut Group) {
    // Generations of another version are left from an update, and the next build but one removes them.
    let is_news = |setback: &&Setback| !setback.is_outdated && known.iter().all(|one| one.name != setback.name);
    for setback in store.faulty_but(live.name()).unwrap_or_default().iter().filter(is_news) {
        group.warn(
            "reserve",
            format!(
                "The reserve generation {} of the index is damaged ({}).",
                setback.name, setback.reason
            ),
            "Delete its folder; the next build makes a new reserve. If it happens again, check the disk.",
        );
    }
}

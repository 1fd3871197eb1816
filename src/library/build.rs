//! Opens the generation to ask, or builds a new one.

use std::time::Instant;

use super::changes::{Changes, Rebuild};
use super::event::{Event, Listener, Step, Why};
use super::replica::{Synced, TRIES};
use super::{BUILD_PATIENCE, Library, LibraryError};
use crate::corpus::{CorpusError, Listing};
use crate::index::{BuildLock, Fingerprint, Generation, Opened, Setback, StoreError};

/// True if a generation may go live without vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vectors {
    Needed,
    /// The bot can answer by words until the vectors are ready, if there are more passages than this.
    MayFollow(usize),
}

impl Vectors {
    fn suffice(self, generation: &Generation) -> bool {
        matches!(self, Self::MayFollow(_)) || generation.has_vectors()
    }
}

impl Library {
    /// Opens the live generation if it matches the corpus, or builds a new one. Falls back to the last good one if no
    /// new one can be built.
    ///
    /// # Errors
    /// If no generation can be opened or built.
    pub fn fresh(&self, on: &mut Listener<'_>) -> Result<Generation, LibraryError> {
        self.open_or_build(Vectors::Needed, on)
    }

    /// Does the same as [`Library::fresh`], but faster: if a library with more passages than `at_once` has no vectors yet,
    /// builds a generation without them, which answers by words ([`Generation::has_vectors`]).
    ///
    /// # Errors
    /// The same as for [`Library::fresh`].
    pub fn soon(&self, at_once: usize, on: &mut Listener<'_>) -> Result<Generation, LibraryError> {
        self.sync_or_tell(on);
        let generation = self.open_or_build(Vectors::MayFollow(at_once), on)?;
        self.sync_or_tell(on);
        Ok(generation)
    }

    fn open_or_build(&self, vectors: Vectors, on: &mut Listener<'_>) -> Result<Generation, LibraryError> {
        let wanted = self.list().map(|listing| self.fingerprint(&listing));
        let (old, setbacks) = self.open_any()?;
        for setback in setbacks.iter().filter(|setback| !setback.is_outdated) {
            on(Event::PassedOver(setback));
        }
        let is_any = old.as_ref().is_some_and(Generation::has_vectors);
        // Vectors of another encoder can't be compared with those of a question.
        let old = old.filter(|old| self.can_ask(old));
        match (old, wanted) {
            (Some(old), Ok(wanted)) if *old.fingerprint() == wanted && vectors.suffice(&old) => Ok(old),
            (Some(old), Err(error)) => {
                answering_from_old(&old, &error, on);
                Ok(old)
            }
            (None, Err(error)) => Err(error),
            (old, Ok(_)) => {
                on(Event::Building(if is_any {
                    Why::Stale
                } else if setbacks.is_empty() {
                    Why::Missing
                } else if setbacks.iter().any(|setback| setback.is_outdated) {
                    Why::Outdated
                } else {
                    Why::Damaged
                }));
                self.build_or_fall_back(old, vectors, on)
            }
        }
    }

    /// Opens the live generation without comparing it with the corpus: the process that built it has done so.
    ///
    /// # Errors
    /// If there is no generation, or it was built with another encoder.
    pub fn live(&self) -> Result<Opened, LibraryError> {
        let opened = self.store.open().map_err(LibraryError::Open)?;
        if self.can_ask(&opened.generation) {
            Ok(opened)
        } else {
            Err(LibraryError::OtherEncoder(opened.generation.name().to_owned()))
        }
    }

    /// True if vectors of questions can be compared with those of the generation.
    fn can_ask(&self, generation: &Generation) -> bool {
        !generation.has_vectors() || generation.is_built_with(&self.encoder)
    }

    /// Reads the name of the live generation, without opening it.
    pub fn live_name(&self) -> Option<String> {
        self.store.live_name()
    }

    /// Builds a new generation, even if the live one is fresh. Where the library has replicas, it has the changes
    /// made at any of them, and goes live at all of them.
    ///
    /// # Errors
    /// If it can't be built. The old generation stays live.
    pub fn rebuild(&self, on: &mut Listener<'_>) -> Result<Rebuild, LibraryError> {
        self.sync_or_tell(on);
        let mut rebuild = self.rebuild_here(on)?;
        // Another replica may have been faster, time and again.
        for _ in 0..TRIES {
            if self.sync_or_tell(on) != Some(Synced::ToBuild) {
                break;
            }
            rebuild = self.rebuild_here(on)?;
        }
        if self.has_replicas() && self.live_name().is_some_and(|live| live != rebuild.generation.name()) {
            rebuild.generation = self.live()?.generation;
        }
        Ok(rebuild)
    }

    /// Takes over what other replicas have made live, and shares what is here. A failure is told: this replica goes on
    /// alone.
    fn sync_or_tell(&self, on: &mut Listener<'_>) -> Option<Synced> {
        self.sync().map_err(|error| on(Event::NotSynced(&error))).ok()
    }

    pub(super) fn rebuild_here(&self, on: &mut Listener<'_>) -> Result<Rebuild, LibraryError> {
        let started = Instant::now();
        // List the folder before touching the index: a wrong --corpus then leaves no trace.
        self.list()?;
        let lock = self.lock(on)?;
        // List it again: the articles may have changed while another process was building.
        self.build(&lock, self.list()?, Vectors::Needed, started, on)
    }

    /// True if the corpus differs from the files that `generation` was built from.
    ///
    /// # Errors
    /// If the corpus can't be read.
    pub fn is_stale(&self, generation: &Generation) -> Result<bool, LibraryError> {
        Ok(*generation.fingerprint() != self.fingerprint(&self.list()?))
    }

    fn build_or_fall_back(
        &self,
        old: Option<Generation>,
        vectors: Vectors,
        on: &mut Listener<'_>,
    ) -> Result<Generation, LibraryError> {
        // Never replace a generation with vectors by one without.
        let has_vectors = old.as_ref().is_some_and(Generation::has_vectors);
        let vectors = if has_vectors { Vectors::Needed } else { vectors };
        match (self.build_unless_done(vectors, on), old) {
            (Ok(generation), _) => Ok(generation),
            (Err(error), Some(old)) => {
                answering_from_old(&old, &error, on);
                Ok(old)
            }
            (Err(error), None) => Err(error),
        }
    }

    fn build_unless_done(&self, vectors: Vectors, on: &mut Listener<'_>) -> Result<Generation, LibraryError> {
        let lock = self.lock(on)?;
        let started = Instant::now();
        // The previous holder of the lock may have built the generation already.
        let listing = self.list()?;
        let wanted = self.fingerprint(&listing);
        if let (Some(now), _) = self.open_any()?
            && *now.fingerprint() == wanted
            && vectors.suffice(&now)
        {
            return Ok(now);
        }
        let rebuild = self.build(&lock, listing, vectors, started, on)?;
        on(Event::Built(&rebuild));
        Ok(rebuild.generation)
    }

    /// Builds a generation from the files that were listed under the lock.
    fn build(
        &self,
        lock: &BuildLock<'_>,
        listing: Listing,
        vectors: Vectors,
        started: Instant,
        on: &mut Listener<'_>,
    ) -> Result<Rebuild, LibraryError> {
        let fingerprint = self.fingerprint(&listing);
        let corpus = listing.into_corpus(|done, total| {
            on(Event::Step(Step {
                what: "reading",
                done,
                total,
            }));
        });
        for problem in &corpus.problems {
            on(Event::LeftOut(problem));
        }
        for warning in &corpus.warnings {
            on(Event::Doubtful(warning));
        }
        if corpus.articles.is_empty() && self.server.is_none() {
            return Err(LibraryError::NoArticles(self.settings.corpus.clone()));
        }
        let passages: usize = corpus.articles.iter().map(|article| article.passages.len()).sum();
        let words_first = matches!(vectors, Vectors::MayFollow(at_once) if passages > at_once);
        let encoder = (!words_first).then_some(&*self.encoder);
        let mut step = |step: crate::index::Progress| on(Event::Step(step.into()));
        let built = lock.build(&corpus, encoder, &fingerprint, &mut step).map_err(explain)?;
        let changes = Changes::between(built.predecessor.as_ref(), &built.generation).map_err(LibraryError::Open)?;
        Ok(Rebuild {
            generation: built.generation,
            changes,
            elapsed: started.elapsed(),
            encoded: built.encoded,
            reused: built.reused,
        })
    }

    /// Takes the build lock. Reports the current holder if it has to wait.
    fn lock(&self, on: &mut Listener<'_>) -> Result<BuildLock<'_>, LibraryError> {
        match self.store.lock(None) {
            Err(StoreError::Locked { holder }) => {
                on(Event::Waiting { holder: &holder });
                self.store.lock(Some(BUILD_PATIENCE)).map_err(explain)
            }
            other => other.map_err(explain),
        }
    }

    fn list(&self) -> Result<Listing, LibraryError> {
        Listing::read(&self.settings.corpus).map_err(|error| match error {
            CorpusError::Missing(folder) => LibraryError::NoCorpus(folder),
            other => LibraryError::Corpus(other),
        })
    }

    fn fingerprint(&self, listing: &Listing) -> Fingerprint {
        Fingerprint::of_files(&listing.hashes(), &self.encoder.identity())
    }

    fn open_any(&self) -> Result<(Option<Generation>, Vec<Setback>), LibraryError> {
        match self.store.open() {
            Ok(Opened { generation, setbacks }) => Ok((Some(generation), setbacks)),
            Err(StoreError::NoGeneration { setbacks }) => Ok((None, setbacks)),
            Err(error) => Err(LibraryError::Open(error)),
        }
    }
}

fn answering_from_old(old: &Generation, error: &LibraryError, on: &mut Listener<'_>) {
    on(Event::AnsweringFromOld {
        generation: old.name(),
        reason: &error.sentence(),
    });
}

fn explain(error: StoreError) -> LibraryError {
    match error {
        StoreError::Locked { holder } => LibraryError::Locked { holder },
        other => LibraryError::Build(other),
    }
}

//! A desk: a library at work in Discord, with its live articles and its ledger. It may show the articles of the house,
//! too, but writes nothing down there.
//!
//! Not here: which desk serves whom (`desks`), and what all desks share (`answering`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{Instant, sleep};

use super::answering::Answering;
use super::holdings::Holdings;
use super::records::Records;
use super::suggest::Suggestions;
use crate::answer::{Answer, Answerer, ArticleKey, Kind, Status};
use crate::discord::outgoing::MAX_OPTIONS;
use crate::discord::view::Origin;
use crate::library::{Hold, Servers};
use crate::live::{Live, NoAnswer};
use crate::metrics::Way;
use crate::question::Question;
use crate::web;

/// The pause before a library that is to be closed is looked at again.
const CLOSING_POLL: Duration = Duration::from_millis(50);

/// The memory of an open desk beside its generation: its articles as they are shown, a thread, and what SQLite keeps of
/// the ledger. Measured with libraries of 200 passages: 0.7 MiB (`benches/servers.rs`).
const OPEN_BYTES: u64 = 1024 * 1024;

/// A library at work.
pub(crate) struct Desk {
    /// Shared by all desks.
    pub(super) answering: Arc<Answering>,
    /// The live generation and its library, for commands that change them.
    pub(super) live: Arc<Live>,
    pub(super) records: Records,
    /// The desk of the house, if its articles are shown here, too.
    house: Option<Arc<Desk>>,
    /// Suggestions of the generation that was live when somebody last typed.
    suggestions: Mutex<Option<Arc<Suggestions>>>,
    /// The answerer whose files the staff knows to be left out; `None` before it is told of the start.
    known_to_staff: Mutex<Option<Arc<Answerer>>>,
    /// Work that goes on as long as the desk is open.
    beside: Mutex<JoinSet<()>>,
    /// The right to have the library of a server open, and the libraries that it is one of.
    own: Option<(Hold, Arc<Servers>)>,
}

/// An answer, and whose it is.
pub(super) struct Found {
    pub(super) answer: Arc<Answer>,
    /// `None` where there is nothing to tell apart.
    pub(super) origin: Option<Origin>,
}

impl Found {
    fn certainty(&self) -> u8 {
        match self.answer.status {
            Status::NoAnswer => 0,
            Status::Unsure => 1,
            Status::Answered => 2,
        }
    }
}

impl Desk {
    /// A desk that answers from `live`, and writes down in `records` what happens.
    pub(crate) fn new(answering: Arc<Answering>, live: Arc<Live>, records: Records) -> Self {
        Self {
            answering,
            live,
            records,
            house: None,
            suggestions: Mutex::default(),
            known_to_staff: Mutex::default(),
            beside: Mutex::default(),
            own: None,
        }
    }

    /// The desk of a server, which may show the articles of the house, too. It tells no staff that the bot started: it
    /// is opened whenever it is needed.
    pub(super) fn of_server(self, house: Option<Arc<Self>>, own: (Hold, Arc<Servers>)) -> Self {
        self.note_known_to_staff(self.answerer());
        let own = Some(own);
        Self { house, own, ..self }
    }

    /// The libraries of servers, if this is one of them.
    pub(super) fn servers(&self) -> Option<&Arc<Servers>> {
        self.own.as_ref().map(|(_, servers)| servers)
    }

    /// The bytes of memory that it takes, about.
    pub(super) fn bytes(&self) -> u64 {
        self.answerer().generation().bytes() + OPEN_BYTES
    }

    /// True if some server has a staff channel, which is told what happens while the desk is open.
    pub(super) fn has_staff(&self) -> bool {
        let settings = self.records.all_settings();
        settings
            .into_iter()
            .any(|(_, settings)| settings.staff.channel.is_some())
    }

    /// Ends the work beside, waits until nothing uses the library any more, such as a build, and writes down what is
    /// still to be written, for `within` at most.
    pub(super) async fn close(self, within: Duration) {
        let Self {
            live,
            records,
            own,
            beside,
            ..
        } = self;
        beside
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .shutdown()
            .await;
        while Arc::strong_count(&live) > 1 || Arc::strong_count(live.library()) > 1 {
            sleep(CLOSING_POLL).await;
        }
        // A panic loses as much as a ledger that can't be written.
        let _ = spawn_blocking(move || records.close(within)).await;
        drop(own);
    }

    /// Completes the generation if it lacks vectors, and fetches pages again at an interval, as long as the desk is open.
    pub(super) fn work_beside(&self, fetching: Option<(Duration, web::Settings)>) {
        let mut beside = lock(&self.beside);
        beside.spawn(Arc::clone(&self.live).complete());
        if let Some((every, settings)) = fetching {
            beside.spawn(Arc::clone(&self.live).fetch(every, settings));
        }
    }

    /// The library's own answerer. Take it once for each response: the next call may give a newer generation.
    pub(super) fn answerer(&self) -> Arc<Answerer> {
        self.live.answerer()
    }

    /// The articles that a response may be made from. Take it once for each response: the next call may give a newer generation.
    pub(super) fn holdings(&self) -> Holdings {
        Holdings::of(&self.live, self.house.as_ref().map(|house| &house.live))
    }

    /// Answers a question; with `article`, from that article alone. Returns the answer with the holdings that it is
    /// from: whatever else is shown has to be from the same generations.
    ///
    /// # Errors
    /// If too many questions are waiting, or the search fails.
    pub(super) async fn answer(
        &self,
        article: Option<ArticleKey>,
        question: &Question,
        way: Way,
    ) -> Result<(Holdings, Found), NoAnswer> {
        let (started, holdings) = (Instant::now(), self.holdings());
        let found = self.search(&holdings, article, question).await;
        let answer = found.as_ref().map(|found| &*found.answer);
        self.answering.count(question, answer, way, started.elapsed());
        found.map(|found| (holdings, found))
    }

    /// Returns the answer to a question that may be asked, if one is found. It is not counted, and quick to get again.
    pub(super) async fn try_out(&self, article: Option<ArticleKey>, question: &Question) -> Option<Found> {
        let found = self.search(&self.holdings(), article, question).await.ok()?;
        let is_found = matches!(found.answer.kind, Kind::Passages) && found.answer.status != Status::NoAnswer;
        is_found.then_some(found)
    }

    /// Searches the library, and the house if that leaves the answer uncertain. The better answer counts; of two that
    /// are as good, the library's own.
    async fn search(
        &self,
        holdings: &Holdings,
        article: Option<ArticleKey>,
        question: &Question,
    ) -> Result<Found, NoAnswer> {
        let mut best: Result<Found, NoAnswer> = Err(NoAnswer::Failed);
        for holding in holdings.to_search(article) {
            let asked = self.answering.ask(&holding.live, &holding.answerer, article, question);
            let answer = match asked.await {
                Ok(answer) => answer,
                // That nothing was found here says little while the rest can't be searched.
                Err(error) => return best.ok().filter(|found| found.certainty() > 0).ok_or(error),
            };
            let found = Found {
                answer,
                origin: holding.origin,
            };
            let is_better = best.as_ref().is_ok_and(|best| found.certainty() > best.certainty());
            if best.is_err() || is_better {
                best = Ok(found);
            }
            if best.as_ref().is_ok_and(|best| best.answer.status == Status::Answered) {
                break;
            }
        }
        best
    }

    /// Suggestions for what somebody has typed so far.
    pub(super) fn suggested(&self, typed: &str, article: Option<ArticleKey>) -> Vec<(String, String)> {
        let mut all = self.suggestions().for_typed(typed, article);
        if let Some(house) = &self.house {
            let more = house.suggestions().for_typed(typed, article).into_iter();
            let is_new = |(name, _): &(String, String)| all.iter().all(|(known, _)| known != name);
            let more: Vec<_> = more.filter(is_new).collect();
            all.extend(more);
        }
        all.truncate(MAX_OPTIONS);
        all
    }

    /// Suggestions from the library alone; collected when they are first needed.
    pub(super) fn suggestions(&self) -> Arc<Suggestions> {
        let answerer = self.answerer();
        let mut kept = lock(&self.suggestions);
        match &*kept {
            Some(suggestions) if suggestions.generation == answerer.generation().name() => Arc::clone(suggestions),
            _ => {
                let suggestions = Arc::new(Suggestions::new(&answerer));
                *kept = Some(Arc::clone(&suggestions));
                suggestions
            }
        }
    }

    /// The answerer whose files the staff knows to be left out; `None` before it is told of the start.
    pub(super) fn known_to_staff(&self) -> Option<Arc<Answerer>> {
        lock(&self.known_to_staff).clone()
    }

    pub(super) fn note_known_to_staff(&self, answerer: Arc<Answerer>) {
        *lock(&self.known_to_staff) = Some(answerer);
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Questions: the way they were asked, their outcomes, and the time that each step took.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::{Labels, family, histogram};

/// The way in which a question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With a slash command.
    Slash,
    /// From the menu of a message.
    Menu,
    /// In a message in a server.
    Message,
    /// In a private message.
    PrivateMessage,
    /// In a message in a server that asks nobody in particular.
    Unasked,
}

impl Way {
    const ALL: [Self; 5] = [
        Self::Slash,
        Self::Menu,
        Self::Message,
        Self::PrivateMessage,
        Self::Unasked,
    ];

    /// Its name in labels and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slash => "slash",
            Self::Menu => "menu",
            Self::Message => "message",
            Self::PrivateMessage => "private_message",
            Self::Unasked => "unasked",
        }
    }
}

/// The outcome of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionOutcome {
    /// A passage answers it.
    Answered,
    /// A passage may answer it.
    Unsure,
    /// No passage does.
    NoAnswer,
    /// It asked about whole articles, and got an overview.
    Overview,
    /// It was small talk.
    SmallTalk,
    /// Too many questions were waiting already.
    Busy,
    /// The search failed.
    Failed,
    /// The person had asked too often.
    Limited,
    /// Nobody had asked the bot, and it wasn't sure of an answer or had no time.
    Silent,
}

impl QuestionOutcome {
    const ALL: [Self; 9] = [
        Self::Answered,
        Self::Unsure,
        Self::NoAnswer,
        Self::Overview,
        Self::SmallTalk,
        Self::Busy,
        Self::Failed,
        Self::Limited,
        Self::Silent,
    ];

    /// The kind of the answer and its status, as the log and the JSON name them.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Answered => ("passages", "answered"),
            Self::Unsure => ("passages", "unsure"),
            Self::NoAnswer => ("passages", "no_answer"),
            Self::Overview => ("overview", "answered"),
            Self::SmallTalk => ("small_talk", "no_answer"),
            Self::Busy => ("none", "busy"),
            Self::Failed => ("none", "failed"),
            Self::Limited => ("none", "limited"),
            Self::Silent => ("none", "silent"),
        }
    }
}

/// Questions and their outcomes.
#[derive(Debug)]
pub struct Questions {
    asked: Family<Labels<3>, Counter>,
    stages: Family<Labels<1>, Histogram>,
    searches: Histogram,
    responses: Family<Labels<1>, Histogram>,
    places: Gauge,
    places_taken: Gauge,
    searching: Gauge,
    lookups: Family<Labels<1>, Counter>,
    recent: Gauge,
    taken_back: Counter,
}

/// Something held for a while, such as a place in the queue. Dropping it gives it back.
#[derive(Debug)]
#[must_use = "it is given back at once"]
pub struct Held(Gauge);

impl Held {
    fn of(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Questions {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let every = Way::ALL
            .into_iter()
            .flat_map(|way| QuestionOutcome::ALL.map(|outcome| asked(way, outcome)));
        let questions = Self {
            asked: family(every, Counter::default),
            stages: family(["queue", "encode", "rank"].map(stage), histogram),
            searches: histogram(),
            responses: family(Way::ALL.map(way), histogram),
            places: Gauge::default(),
            places_taken: Gauge::default(),
            searching: Gauge::default(),
            lookups: family(["hit", "miss"].map(result), Counter::default),
            recent: Gauge::default(),
            taken_back: Counter::default(),
        };
        questions.register(registry);
        questions
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "questions",
            "Questions, by way of asking, kind of answer, and status",
            self.asked.clone(),
        );
        registry.register_with_unit(
            "stage_duration",
            "Time that a search spent in one of its stages: waiting in the queue, encoding the question, ranking passages",
            Unit::Seconds,
            self.stages.clone(),
        );
        registry.register_with_unit(
            "search_duration",
            "Time that a whole search took, without the queue",
            Unit::Seconds,
            self.searches.clone(),
        );
        registry.register_with_unit(
            "response_duration",
            "Time from the event that asks until Discord confirms that it has the response, by way of asking",
            Unit::Seconds,
            self.responses.clone(),
        );
        registry.register("queue_places", "Places in front of the search", self.places.clone());
        registry.register(
            "queue_places_taken",
            "Places taken in front of the search, including those of searches under way",
            self.places_taken.clone(),
        );
        registry.register("searches_under_way", "Searches under way", self.searching.clone());
        registry.register(
            "recent_answer_lookups",
            "Questions looked up among the recent answers: a hit was there or already being searched for, a miss needed a search",
            self.lookups.clone(),
        );
        registry.register("recent_answers", "Recent answers kept", self.recent.clone());
        registry.register(
            "not_questions",
            "Unasked answers that somebody took away with Not a question",
            self.taken_back.clone(),
        );
    }

    /// Counts a question with its outcome.
    pub fn asked(&self, way: Way, outcome: QuestionOutcome) {
        self.asked.get_or_create(&asked(way, outcome)).inc();
    }

    /// Notes the time to respond to a question, even if the response only said that it failed.
    pub fn responded(&self, by: Way, took: Duration) {
        self.responses.get_or_create(&way(by)).observe(took.as_secs_f64());
    }

    /// Sets the number of places in the queue.
    pub fn set_places(&self, count: usize) {
        self.places.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// Takes a place in the queue.
    pub fn place(&self) -> Held {
        Held::of(&self.places_taken)
    }

    /// Counts a search that begins now, after `waited` in the queue.
    pub fn search(&self, waited: Duration) -> Held {
        self.stages.get_or_create(&stage("queue")).observe(waited.as_secs_f64());
        Held::of(&self.searching)
    }

    /// Notes the time of a whole search; `stages` are the times of encoding the question and of ranking, if it got that
    /// far.
    pub fn searched(&self, took: Duration, stages: Option<(Duration, Duration)>) {
        self.searches.observe(took.as_secs_f64());
        if let Some((encoding, ranking)) = stages {
            self.stages
                .get_or_create(&stage("encode"))
                .observe(encoding.as_secs_f64());
            self.stages.get_or_create(&stage("rank")).observe(ranking.as_secs_f64());
        }
    }

    /// Counts a question that was looked up among the recent answers.
    pub fn looked_up(&self, is_hit: bool) {
        let word = if is_hit { "hit" } else { "miss" };
        self.lookups.get_or_create(&result(word)).inc();
    }

    /// Counts an unasked answer that somebody took away, since they had asked nothing.
    pub fn taken_away(&self) {
        self.taken_back.inc();
    }

    /// Changes the number of recent answers that are kept.
    pub fn change_recent(&self, by: i64) {
        self.recent.inc_by(by);
    }
}

fn asked(way: Way, outcome: QuestionOutcome) -> Labels<3> {
    let (kind, status) = outcome.words();
    [("way", way.name()), ("kind", kind), ("status", status)]
}

fn way(way: Way) -> Labels<1> {
    [("way", way.name())]
}

fn stage(name: &'static str) -> Labels<1> {
    [("stage", name)]
}

fn result(word: &'static str) -> Labels<1> {
    [("result", word)]
}

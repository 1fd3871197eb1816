//! Questions: by which way they came, what became of them, and how long each step took.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::{Histogram, Labels, family};

/// By which way a question came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As a command.
    Slash,
    /// By the menu of somebody's message.
    Menu,
    /// In a message on a server.
    Message,
    /// In a private message.
    PrivateMessage,
}

impl Way {
    const ALL: [Self; 4] = [Self::Slash, Self::Menu, Self::Message, Self::PrivateMessage];

    /// The name in figures and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slash => "slash",
            Self::Menu => "menu",
            Self::Message => "message",
            Self::PrivateMessage => "private_message",
        }
    }
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A passage answers it.
    Answered,
    /// A passage may answer it.
    Unsure,
    /// No passage does.
    NoAnswer,
    /// It was about whole articles, and got an overview.
    Overview,
    /// It was no question.
    SmallTalk,
    /// Too many waited already.
    Busy,
    /// The search failed.
    Failed,
    /// Its asker had asked too often.
    Limited,
}

impl Outcome {
    const ALL: [Self; 8] = [
        Self::Answered,
        Self::Unsure,
        Self::NoAnswer,
        Self::Overview,
        Self::SmallTalk,
        Self::Busy,
        Self::Failed,
        Self::Limited,
    ];

    /// The kind of the answer and its status, in the words of the log and of JSON.
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
        }
    }
}

/// Questions, and what becomes of them.
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
}

/// Something that is held for a while, such as a place in the queue; given back when it is dropped.
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
            .flat_map(|way| Outcome::ALL.map(|outcome| asked(way, outcome)));
        let questions = Self {
            asked: family(every),
            stages: family(["queue", "encode", "rank"].map(stage)),
            searches: Histogram::default(),
            responses: family(Way::ALL.map(way)),
            places: Gauge::default(),
            places_taken: Gauge::default(),
            searching: Gauge::default(),
            lookups: family(["hit", "miss"].map(result)),
            recent: Gauge::default(),
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
            "Time that a search took as a whole, without the queue",
            Unit::Seconds,
            self.searches.clone(),
        );
        registry.register_with_unit(
            "response_duration",
            "Time from the event that asks to Discord's word that it has the response, by way of asking",
            Unit::Seconds,
            self.responses.clone(),
        );
        registry.register("queue_places", "Places in front of the search", self.places.clone());
        registry.register(
            "queue_places_taken",
            "Places in front of the search that are taken, by searches under way too",
            self.places_taken.clone(),
        );
        registry.register("searches_under_way", "Searches under way", self.searching.clone());
        registry.register(
            "recent_answer_lookups",
            "Questions looked up among the recent answers: a hit was there or under way, a miss had to be searched for",
            self.lookups.clone(),
        );
        registry.register("recent_answers", "Recent answers that are kept", self.recent.clone());
    }

    /// A question came this way, and this became of it.
    pub fn asked(&self, way: Way, outcome: Outcome) {
        self.asked.get_or_create(&asked(way, outcome)).inc();
    }

    /// A question that came this way, or a word in its place, was responded to so long after it came.
    pub fn responded(&self, by: Way, took: Duration) {
        self.responses.get_or_create(&way(by)).observe(took);
    }

    /// So many places are in front of the search.
    pub fn has_places(&self, count: usize) {
        self.places.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A place in front of the search is taken.
    pub fn place(&self) -> Held {
        Held::of(&self.places_taken)
    }

    /// A search begins that has waited so long.
    pub fn search(&self, waited: Duration) -> Held {
        self.stages.get_or_create(&stage("queue")).observe(waited);
        Held::of(&self.searching)
    }

    /// A search has ended that took so long as a whole; `stages` is how long encoding the question and ranking took,
    /// where it came to that.
    pub fn searched(&self, took: Duration, stages: Option<(Duration, Duration)>) {
        self.searches.observe(took);
        if let Some((encoding, ranking)) = stages {
            self.stages.get_or_create(&stage("encode")).observe(encoding);
            self.stages.get_or_create(&stage("rank")).observe(ranking);
        }
    }

    /// A question was looked up among the recent answers.
    pub fn looked_up(&self, is_hit: bool) {
        let word = if is_hit { "hit" } else { "miss" };
        self.lookups.get_or_create(&result(word)).inc();
    }

    /// So many recent answers are kept.
    pub fn has_recent(&self, count: usize) {
        self.recent.set(i64::try_from(count).unwrap_or(i64::MAX));
    }
}

fn asked(way: Way, outcome: Outcome) -> Labels<3> {
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

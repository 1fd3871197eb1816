//! Interactions that Discord posts to the bot.

use std::sync::atomic::{AtomicBool, Ordering};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::{Labels, family};

/// The outcome of a post to the path for interactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostOutcome {
    /// It is an interaction, and the bot responds to it.
    Taken,
    /// Discord asked whether the bot is there, and got an answer.
    Ping,
    /// The interaction has come before.
    Repeated,
    /// It isn't signed by Discord. Discord itself sends such posts now and then, as a test.
    Unsigned,
    /// Its signature is too old, or from the future.
    Stale,
    /// It is signed, but can't be read.
    Malformed,
}

impl PostOutcome {
    const ALL: [Self; 6] = [
        Self::Taken,
        Self::Ping,
        Self::Repeated,
        Self::Unsigned,
        Self::Stale,
        Self::Malformed,
    ];

    fn labels(self) -> Labels<1> {
        let word = match self {
            Self::Taken => "taken",
            Self::Ping => "ping",
            Self::Repeated => "repeated",
            Self::Unsigned => "unsigned",
            Self::Stale => "stale",
            Self::Malformed => "malformed",
        };
        [("outcome", word)]
    }
}

/// Interactions that Discord posts to the bot.
#[derive(Debug)]
pub struct InteractionPosts {
    posts: Family<Labels<1>, Counter>,
    lacks_key: AtomicBool,
}

impl InteractionPosts {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let posts = family(PostOutcome::ALL.map(PostOutcome::labels), Counter::default);
        registry.register(
            "interaction_posts",
            "Posts to the path for interactions, by outcome",
            posts.clone(),
        );
        Self {
            posts,
            lacks_key: AtomicBool::new(false),
        }
    }

    /// Notes whether posts wait for the key that Discord signs them with.
    pub fn wait_for_key(&self, is_waiting: bool) {
        self.lacks_key.store(is_waiting, Ordering::Relaxed);
    }

    /// True if posts wait for the key that Discord signs them with.
    pub(super) fn lacks_key(&self) -> bool {
        self.lacks_key.load(Ordering::Relaxed)
    }

    /// Counts a post.
    pub fn received(&self, outcome: PostOutcome) {
        self.posts.get_or_create(&outcome.labels()).inc();
    }
}

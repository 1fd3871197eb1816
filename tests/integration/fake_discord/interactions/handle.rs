//! An interaction in the hands of a test: what the bot made of it, and how long that took.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::id::InteractionId;

use super::super::PATIENCE;
use super::super::seen::Sent;
use super::super::state::{Shared, State};
use super::Asked;

/// Something that somebody did with the bot's commands or buttons.
pub struct Interaction {
    pub(in super::super) shared: Arc<Shared>,
    pub id: InteractionId,
}

impl Interaction {
    /// The first response that somebody can see, as it was then: a message (4, or 5 and what filled it), or the
    /// component's message once it was updated (7, or 6 and an edit). A follow-up where that came first.
    ///
    /// # Panics
    /// Where there is none within 10 s.
    pub async fn response(&self) -> Sent {
        self.wait("no response", |asked| asked.first.clone()).await
    }

    /// The component's message once it was updated.
    ///
    /// # Panics
    /// Where another message came instead, or nothing within 10 s.
    pub async fn update(&self) -> Sent {
        let first = self.response().await;
        let source = self.shared.read(|state| state.interactions[&self.id.get()].source);
        assert!(
            source == Some(first.id),
            "not an update but a new message:\n{}",
            first.text()
        );
        first
    }

    /// The first follow-up.
    ///
    /// # Panics
    /// Where there is none within 10 s.
    pub async fn followup(&self) -> Sent {
        self.wait("no follow-up", |asked| asked.followups.first().copied())
            .await;
        self.followups()[0].clone()
    }

    /// All follow-ups that are there, as they are now.
    pub fn followups(&self) -> Vec<Sent> {
        self.shared.read(|state| {
            let ids = &state.interactions[&self.id.get()].followups;
            let messages = ids.iter().filter_map(|id| state.messages.get(id));
            messages.filter(|message| message.is_visible()).map(Sent::of).collect()
        })
    }

    /// The response as it is now; `None` where it is not there, yet or any more.
    pub fn original(&self) -> Option<Sent> {
        self.shared.read(|state| self.original_in(state))
    }

    fn original_in(&self, state: &State) -> Option<Sent> {
        let id = state.interactions[&self.id.get()].original?;
        let message = state.messages.get(&id)?;
        message.is_visible().then(|| Sent::of(message))
    }

    /// Every state that the response went through so far, in order, and how long after the interaction it did; where it
    /// was deleted in the end, what it was until then.
    pub fn states(&self) -> Vec<(Duration, Sent)> {
        self.shared.read(|state| self.states_in(state))
    }

    fn states_in(&self, state: &State) -> Vec<(Duration, Sent)> {
        let asked = &state.interactions[&self.id.get()];
        let looks = asked.original.and_then(|id| state.looks.get(&id));
        // A component's message was there before.
        let looks = looks.into_iter().flatten().filter(|(at, _)| *at >= asked.sent_at);
        looks
            .map(|(at, sent)| (at.duration_since(asked.sent_at), sent.clone()))
            .collect()
    }

    /// Waits until the response, as it is then, has this text somewhere on it.
    ///
    /// # Panics
    /// Where it hasn't, and nothing becomes of it for 10 s.
    pub async fn until_shows(&self, text: &str) -> Sent {
        loop {
            let known = self.states().len();
            let news = self.shared.wait(PATIENCE, |state| {
                let shown = self.original_in(state).filter(|sent| sent.text().contains(text));
                (shown.is_some() || self.states_in(state).len() > known).then_some(shown)
            });
            match news.await {
                Some(Some(shown)) => return shown,
                Some(None) => {}
                None => {
                    let now = self.original().map(|sent| sent.text());
                    let now = now.unwrap_or_else(|| "no response".to_owned());
                    panic!("{text:?} is not shown; there is\n{now}\n{}", self.shared.story());
                }
            }
        }
    }

    /// Waits until the bot has acknowledged it; the type of the callback.
    ///
    /// # Panics
    /// Where it has not within 10 s.
    pub async fn acknowledged(&self) -> u8 {
        self.wait("not acknowledged", |asked| asked.callback).await.0
    }

    /// The type of the callback: 4, 5, 6, 7 or 8.
    pub fn response_kind(&self) -> Option<u8> {
        self.callback().map(|(kind, _)| kind)
    }

    /// How long after the event the callback came.
    pub fn response_time(&self) -> Option<Duration> {
        self.callback().map(|(_, time)| time)
    }

    /// Lets its token run out: whatever the bot does with it from now on fails.
    pub fn expire(&self) {
        self.shared.change(|state| {
            if let Some(asked) = state.interactions.get_mut(&self.id.get()) {
                asked.is_expired = true;
            }
        });
    }

    /// The choices that an autocomplete was answered with.
    pub(super) async fn choices(&self) -> Vec<(String, String)> {
        self.acknowledged().await;
        self.shared
            .read(|state| state.interactions[&self.id.get()].choices.clone())
    }

    fn callback(&self) -> Option<(u8, Duration)> {
        self.shared.read(|state| state.interactions[&self.id.get()].callback)
    }

    async fn wait<T>(&self, failure: &str, look: impl Fn(&Asked) -> Option<T>) -> T {
        let found = self
            .shared
            .wait(PATIENCE, |state| look(&state.interactions[&self.id.get()]));
        match found.await {
            Some(found) => found,
            None => panic!("{failure}; {}", self.shared.story()),
        }
    }
}

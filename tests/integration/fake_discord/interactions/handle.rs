//! An interaction in the hands of a test: what the bot made of it, and how long that took.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::id::InteractionId;

use super::super::PATIENCE;
use super::super::seen::Sent;
use super::super::state::Shared;
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
        self.shared.read(|state| {
            let id = state.interactions[&self.id.get()].original?;
            let message = state.messages.get(&id)?;
            message.is_visible().then(|| Sent::of(message))
        })
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

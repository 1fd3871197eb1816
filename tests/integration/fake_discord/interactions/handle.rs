//! A test's handle of an interaction: the bot's response, and the time that it took.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::id::InteractionId;

use super::super::PATIENCE;
use super::super::seen::Sent;
use super::super::state::{Shared, State};
use super::Asked;

/// Something that a person did with the bot's commands or buttons.
pub struct Interaction {
    pub(in super::super) shared: Arc<Shared>,
    pub id: InteractionId,
}

impl Interaction {
    /// The first visible response, as it was then: a message (4, or 5 and its edit), or the component's message after
    /// its update (7, or 6 and an edit). A follow-up if that came first.
    ///
    /// # Panics
    /// If none comes within 30 s.
    pub async fn response(&self) -> Sent {
        self.wait("no response", |asked| asked.first.clone()).await
    }

    /// The component's message after its update.
    ///
    /// # Panics
    /// If another message came instead, or nothing within 30 s.
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
    /// If none comes within 30 s.
    pub async fn followup(&self) -> Sent {
        self.wait("no follow-up", |asked| asked.followups.first().copied())
            .await;
        self.followups()[0].clone()
    }

    /// All follow-ups so far, as they are now.
    pub fn followups(&self) -> Vec<Sent> {
        self.shared.read(|state| {
            let ids = &state.interactions[&self.id.get()].followups;
            let messages = ids.iter().filter_map(|id| state.messages.get(id));
            messages.filter(|message| message.is_visible()).map(Sent::of).collect()
        })
    }

    /// The response as it is now; `None` if it does not exist yet or any more.
    pub fn original(&self) -> Option<Sent> {
        self.shared.read(|state| self.original_in(state))
    }

    fn original_in(&self, state: &State) -> Option<Sent> {
        let id = state.interactions[&self.id.get()].original?;
        let message = state.messages.get(&id)?;
        message.is_visible().then(|| Sent::of(message))
    }

    /// Every state of the response so far, in order, each with the time since the interaction. If the response was
    /// deleted in the end, its states until then.
    pub fn states(&self) -> Vec<(Duration, Sent)> {
        self.shared.read(|state| self.states_in(state))
    }

    fn states_in(&self, state: &State) -> Vec<(Duration, Sent)> {
        let asked = &state.interactions[&self.id.get()];
        let looks = asked.original.and_then(|id| state.looks.get(&id));
        // Skip the states of a component's message from before the interaction.
        let looks = looks.into_iter().flatten().filter(|(at, _)| *at >= asked.sent_at);
        looks
            .map(|(at, sent)| (at.duration_since(asked.sent_at), sent.clone()))
            .collect()
    }

    /// Waits until the response, as it is then, contains this text.
    ///
    /// # Panics
    /// If it doesn't, and does not change for 30 s.
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

    /// Waits until the bot has acknowledged it, and returns the type of the callback.
    ///
    /// # Panics
    /// If it has not within 30 s.
    pub async fn acknowledged(&self) -> u8 {
        self.wait("not acknowledged", |asked| asked.callback).await.0
    }

    /// The type of the callback: 4, 5, 6, 7 or 8.
    pub fn response_kind(&self) -> Option<u8> {
        self.callback().map(|(kind, _)| kind)
    }

    /// The time between the event and the callback.
    pub fn response_time(&self) -> Option<Duration> {
        self.callback().map(|(_, time)| time)
    }

    /// Expires its token: from now on, the bot can do nothing with it.
    pub fn expire(&self) {
        self.shared.change(|state| {
            if let Some(asked) = state.interactions.get_mut(&self.id.get()) {
                asked.is_expired = true;
            }
        });
    }

    /// The choices of the response to an autocomplete.
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

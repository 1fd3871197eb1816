//! The first response to an interaction, as Discord reads it.

use serde_json::{Value, json};

use super::{EPHEMERAL, with_flags};
use crate::discord::outgoing::{Outgoing, Upload};

/// The types of a first response.
mod kind {
    pub(super) const MESSAGE: u8 = 4;
    pub(super) const MESSAGE_LATER: u8 = 5;
    pub(super) const UPDATE_LATER: u8 = 6;
    pub(super) const UPDATE: u8 = 7;
    pub(super) const CHOICES: u8 = 8;
}

/// The first response to an interaction.
#[derive(Debug, Clone)]
pub(crate) enum Callback<'a> {
    /// A message; the flag says whether only the asker sees it.
    Message(&'a Outgoing, bool),
    /// The message comes later.
    Later { is_private: bool },
    /// This replaces the message that the button is on.
    Update(&'a Outgoing),
    /// Nothing now; the message that the button is on may change later.
    UpdateLater,
    /// Choices for somebody who is typing, each a name and a value.
    Choices(&'a [(String, String)]),
}

impl Callback<'_> {
    /// The body of the request.
    pub(super) fn body(&self) -> Value {
        match self {
            Self::Message(outgoing, is_private) => {
                json!({"type": kind::MESSAGE, "data": with_flags(outgoing, *is_private)})
            }
            Self::Later { is_private: true } => json!({"type": kind::MESSAGE_LATER, "data": {"flags": EPHEMERAL}}),
            Self::Later { is_private: false } => json!({"type": kind::MESSAGE_LATER}),
            Self::UpdateLater => json!({"type": kind::UPDATE_LATER}),
            Self::Update(outgoing) => json!({"type": kind::UPDATE, "data": outgoing}),
            Self::Choices(choices) => {
                let choices: Vec<Value> = choices
                    .iter()
                    .map(|(name, value)| json!({"name": name, "value": value}))
                    .collect();
                json!({"type": kind::CHOICES, "data": {"choices": choices}})
            }
        }
    }
}

impl<'a> Callback<'a> {
    /// The file beside its message.
    pub(super) fn upload(&self) -> Option<&'a Upload> {
        match self {
            Self::Message(outgoing, _) | Self::Update(outgoing) => outgoing.upload.as_ref(),
            Self::Later { .. } | Self::UpdateLater | Self::Choices(_) => None,
        }
    }
}

//! The number of an answer, which votes on it refer to.

use std::fmt;
use std::str::FromStr;

use serenity::model::id::MessageId;

/// The bits of an answer's number, which has to fit into a custom id beside everything else.
const NUMBER_BITS: u32 = 48;
const NUMBER_DIGITS: usize = 12;

/// Tells answers apart; 12 hexadecimal digits. It reveals neither the asker nor the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AnswerNumber(u64);

impl fmt::Display for AnswerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0NUMBER_DIGITS$x}", self.0)
    }
}

impl FromStr for AnswerNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_number = text.len() == NUMBER_DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = is_number.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        number.map(Self).ok_or(())
    }
}

impl AnswerNumber {
    /// The first bits of a hash.
    pub(crate) fn new(hash: u64) -> Self {
        Self(hash >> (u64::BITS - NUMBER_BITS))
    }

    pub(crate) fn get(self) -> u64 {
        self.0
    }

    /// The number of an answer from a version without numbers: made of its message.
    pub(crate) fn of_message(message: MessageId) -> Self {
        let hash = blake3::hash(&message.get().to_le_bytes());
        let bytes = hash.as_bytes()[..NUMBER_BITS as usize / 8].iter();
        Self(bytes.fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

//! Understanding a question: what was typed, what kind of message it is, and what to search for.
//!
//! ```text
//! Question --intent--> small talk, overview
//!     |
//!     +--> chat-speak written out --> typos corrected --> synonyms looked up --> Understood
//! ```
//!
//! A word that the articles contain is never changed, and the bot always shows the question as it was typed. Not here:
//! finding anything ([`crate::answer`]).

mod age;
mod asked_for;
mod chat;
mod concepts;
mod corrected;
mod expected;
mod follow_up;
mod intent;
mod lists;
mod named;
mod noise;
mod openly;
mod parts;
mod pointing;
mod reading;
mod several;
mod spelling;
mod term;
mod typed;
mod understood;
mod worded;

pub use age::Age;
pub use asked_for::AskedFor;
pub use expected::Expected;
pub use follow_up::{continued, is_fragment};
pub use intent::{Intent, SmallTalk, has_question_word, intent};
pub use noise::is_noise;
pub use openly::asks_openly;
pub use parts::Part;
pub use pointing::points;
pub use reading::Reading;
pub use several::several;
pub use spelling::Speller;
pub use term::{TermHash, term_hash, wording};
pub use typed::{EmptyQuestion, Question};
pub use understood::Understood;
pub use worded::Worded;

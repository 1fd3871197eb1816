//! The custom ids of buttons and menus. They have all that a click needs, so buttons outlive a restart.
//!
//! Buttons in old messages must go on working: never change the form of an id, only add new ones.
//!
//! ```text
//! 1 t a p 0 . <passage key, 3 hex digits of the sentence> x 1..=5 . <asker> . <answer>
//! | | | | the number of the passage that is shown
//! | | | private (p), private and shared (s), open (o), or open and unasked (q)
//! | | answered (a) or unsure (u)
//! | the action
//! the version
//! ```
//! Not here: what a click does.

mod answer_number;
mod corpus_action;
mod settings_action;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use serenity::model::id::UserId;

use crate::answer::{ArticleKey, PassageKey, Status};

pub(crate) use answer_number::AnswerNumber;
pub(crate) use corpus_action::{CorpusAction, MAX_DRAFTS};
pub(crate) use settings_action::{Group, Page, Places, SettingsAction, Switch};

/// The most passages of an answer.
pub(crate) const MAX_PASSAGES: usize = 5;

/// The first character of every custom id. Any other is from another version.
const VERSION: char = '1';

/// The last sentence of a passage that an id can name. A later one is replaced by the first.
const MAX_SENTENCE: usize = 0xfff;

const SENTENCE_DIGITS: usize = 3;
const KEY_CHARS: usize = 8;

/// An answer in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The person who asked.
    pub(crate) asker: UserId,
    /// True if the asker alone sees it.
    pub(crate) is_private: bool,
    /// True if the asker has shown everybody the private answer. Always false unless it is private.
    pub(crate) is_shared: bool,
    /// True if nobody asked the bot: the asker asked nobody in particular. Always false if it is private.
    pub(crate) is_unasked: bool,
    /// [`Status::Answered`] or [`Status::Unsure`].
    pub(crate) status: Status,
    /// The passage that is shown, from 0.
    pub(crate) at: usize,
    /// The passages with the index of the key sentence of each; 1 to [`MAX_PASSAGES`].
    pub(crate) passages: Vec<(PassageKey, usize)>,
    /// The number that votes refer to; `None` in an answer from a version without votes.
    pub(crate) answer: Option<AnswerNumber>,
}

/// The action of a button or a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Show the passage [`Shown::at`].
    Turn(Shown),
    /// Show the whole section of a passage.
    Section { passage: PassageKey },
    /// Turn to a page of a section, which is named by one of its passages.
    SectionPage { passage: PassageKey, page: usize },
    /// Turn to a page of a section that somebody opened for everybody to see.
    OpenedPage {
        asker: UserId,
        passage: PassageKey,
        page: usize,
    },
    /// Post a page of a section for everybody to see.
    Post { passage: PassageKey, page: usize },
    /// The menu of people: post a page of a section, and ping the person who was chosen.
    PostTo { passage: PassageKey, page: usize },
    /// Say whether the answer helped.
    Vote { shown: Shown, is_helpful: bool },
    /// Show a private answer to everybody.
    Share(Shown),
    /// Delete the answer.
    Dismiss { asker: UserId },
    /// Delete an answer that nobody asked the bot for.
    NotAQuestion { asker: UserId },
    /// The menu of sections: the choice is the option's value.
    PickSection,
    /// The menu of articles: the choice is the option's value.
    PickArticle,
    /// The menu of servers: the choice is the option's value.
    PickServer,
    /// Turn to a page of the list of articles.
    ArticlesPage { page: usize },
    /// Turn to a page of an article's list of sections.
    SectionsPage { article: ArticleKey, page: usize },
    /// An action of an admin.
    Corpus(CorpusAction),
    /// A look at the settings of a server, or a change.
    Settings(SettingsAction),
}

/// The beginning of a suggestion's value, which tells it from a question that somebody typed.
const SUGGESTION: &str = "open:";

/// A choice in a menu: the value of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The section that this passage is in.
    Section(PassageKey),
    /// An article.
    Article(ArticleKey),
}

impl Shown {
    /// The same answer, turned to another passage.
    pub(crate) fn turned_to(&self, at: usize) -> Self {
        Self { at, ..self.clone() }
    }

    fn encode(&self) -> String {
        let status = if self.status == Status::Answered { 'a' } else { 'u' };
        let openness = match (self.is_private, self.is_shared) {
            (true, false) => 'p',
            (true, true) => 's',
            (false, _) if self.is_unasked => 'q',
            (false, _) => 'o',
        };
        let passages: Vec<String> = self
            .passages
            .iter()
            .take(MAX_PASSAGES)
            .map(|&(key, sentence)| {
                let sentence = if sentence > MAX_SENTENCE { 0 } else { sentence };
                format!("{key}{sentence:03x}")
            })
            .collect();
        let passages = passages.concat();
        let at = self.at.min(MAX_PASSAGES - 1);
        let answer = self.answer.map(|answer| format!(".{answer}")).unwrap_or_default();
        format!("{status}{openness}{at}.{passages}.{}{answer}", self.asker)
    }

    fn decode(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once('.')?;
        let (passages, rest) = rest.split_once('.')?;
        let (asker, answer) = match rest.split_once('.') {
            Some((asker, answer)) => (asker, Some(answer.parse().ok()?)),
            None => (rest, None),
        };
        let status = match head.get(..1)? {
            "a" => Status::Answered,
            "u" => Status::Unsure,
            _ => return None,
        };
        let (is_private, is_shared, is_unasked) = match head.get(1..2)? {
            "p" => (true, false, false),
            "s" => (true, true, false),
            "o" => (false, false, false),
            "q" => (false, false, true),
            _ => return None,
        };
        let at = number(head.get(2..)?)?;
        let passages = passages
            .as_bytes()
            .chunks(KEY_CHARS + SENTENCE_DIGITS)
            .map(|chunk| {
                let (key, sentence) = std::str::from_utf8(chunk).ok()?.split_at_checked(KEY_CHARS)?;
                Some((key.parse().ok()?, usize::from_str_radix(sentence, 16).ok()?))
            })
            .collect::<Option<Vec<_>>>()?;
        (at < passages.len() && passages.len() <= MAX_PASSAGES).then_some(Self {
            asker: user(asker)?,
            is_private,
            is_shared,
            is_unasked,
            status,
            at,
            passages,
            answer,
        })
    }
}

impl Action {
    /// The action as a custom id: ASCII, at most 100 characters.
    pub(crate) fn encode(&self) -> String {
        let (kind, state) = match self {
            Self::Turn(shown) => ('t', shown.encode()),
            Self::Section { passage } => ('c', passage.to_string()),
            Self::SectionPage { passage, page } => ('g', format!("{passage}{page}")),
            Self::Post { passage, page } => ('p', format!("{passage}{page}")),
            Self::PostTo { passage, page } => ('u', format!("{passage}{page}")),
            Self::OpenedPage { asker, passage, page } => ('o', format!("{passage}{page}.{asker}")),
            Self::Vote { shown, is_helpful } => (if *is_helpful { 'h' } else { 'n' }, shown.encode()),
            Self::Share(shown) => ('s', shown.encode()),
            Self::Dismiss { asker } => ('d', asker.to_string()),
            Self::NotAQuestion { asker } => ('q', asker.to_string()),
            Self::PickSection => ('k', String::new()),
            Self::PickArticle => ('r', String::new()),
            Self::PickServer => ('w', String::new()),
            Self::ArticlesPage { page } => ('l', page.to_string()),
            Self::SectionsPage { article, page } => ('i', format!("{article}{page}")),
            Self::Corpus(action) => ('a', action.encode()),
            Self::Settings(action) => ('e', action.encode()),
        };
        format!("{VERSION}{kind}{state}")
    }

    /// Reads a custom id; `None` if [`Action::encode`] of this version would never write it.
    pub(crate) fn decode(id: &str) -> Option<Self> {
        let rest = id.strip_prefix(VERSION).filter(|rest| rest.is_ascii())?;
        let (kind, state) = rest.split_at_checked(1)?;
        let action = match kind {
            "t" => Self::Turn(Shown::decode(state)?),
            "c" => Self::Section {
                passage: state.parse().ok()?,
            },
            "g" => {
                let (passage, page) = key_and_page(state)?;
                Self::SectionPage { passage, page }
            }
            "p" | "u" => {
                let (passage, page) = key_and_page(state)?;
                if kind == "p" {
                    Self::Post { passage, page }
                } else {
                    Self::PostTo { passage, page }
                }
            }
            "o" => {
                let (state, asker) = state.split_once('.')?;
                let (passage, page) = key_and_page(state)?;
                Self::OpenedPage {
                    asker: user(asker)?,
                    passage,
                    page,
                }
            }
            "h" | "n" => Self::Vote {
                shown: Shown::decode(state)?,
                is_helpful: kind == "h",
            },
            "s" => Self::Share(Shown::decode(state)?),
            "d" => Self::Dismiss { asker: user(state)? },
            "q" => Self::NotAQuestion { asker: user(state)? },
            "k" => Self::PickSection,
            "r" => Self::PickArticle,
            "w" => Self::PickServer,
            "l" => Self::ArticlesPage { page: number(state)? },
            "i" => {
                let (article, page) = key_and_page(state)?;
                Self::SectionsPage { article, page }
            }
            "a" => Self::Corpus(CorpusAction::decode(state)?),
            "e" => Self::Settings(SettingsAction::decode(state)?),
            _ => return None,
        };
        // Each action has one spelling: no leading zeros, no signs.
        (action.encode() == id).then_some(action)
    }
}

impl Choice {
    /// The choice as an option's value.
    pub(crate) fn encode(self) -> String {
        match self {
            Self::Section(passage) => format!("s{passage}"),
            Self::Article(article) => format!("a{article}"),
        }
    }

    /// The choice as the value of a suggestion for a question.
    pub(crate) fn encode_suggestion(self) -> String {
        format!("{SUGGESTION}{}", self.encode())
    }

    /// Reads the value of a suggestion; `None` for a question.
    pub(crate) fn decode_suggestion(value: &str) -> Option<Self> {
        Self::decode(value.strip_prefix(SUGGESTION)?)
    }

    /// Reads an option's value; `None` for any other text.
    pub(crate) fn decode(value: &str) -> Option<Self> {
        match value.split_at_checked(1)? {
            ("s", key) => key.parse().ok().map(Self::Section),
            ("a", key) => key.parse().ok().map(Self::Article),
            _ => None,
        }
    }
}

fn key_and_page<K: FromStr>(state: &str) -> Option<(K, usize)> {
    let (key, page) = state.split_at_checked(KEY_CHARS)?;
    Some((key.parse().ok()?, number(page)?))
}

fn number(text: &str) -> Option<usize> {
    text.parse().ok()
}

/// Reads a user's ID. 0 is not one, and serenity panics at it.
fn user(text: &str) -> Option<UserId> {
    text.parse().ok().filter(|&id: &u64| id != 0).map(UserId::new)
}

//! The custom ids of the buttons and menus of `/corpus`.

use super::number;
use crate::answer::ArticleKey;
use crate::corpus::{DraftId, Replacing};

/// The most files that are added at once: more ids of drafts don't fit a custom id.
pub(crate) const MAX_DRAFTS: usize = 5;

/// The length of a draft's id.
const DRAFT_DIGITS: usize = 16;

/// The action of an admin's button or menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CorpusAction {
    /// Add drafts to the corpus: 1 to [`MAX_DRAFTS`].
    Add { drafts: Vec<(DraftId, Replacing)> },
    /// Discard drafts: 1 to [`MAX_DRAFTS`].
    Discard { drafts: Vec<DraftId> },
    /// Remove an article.
    Remove { article: ArticleKey },
    /// Don't remove an article after all.
    Keep,
    /// Turn to a page of the unanswered questions.
    UnansweredPage { page: usize },
    /// The menu on a page of the unanswered questions: the choice is the option's value.
    MarkDone { page: usize },
    /// The other menu there: never list the chosen questions again.
    Hide { page: usize },
    /// The menu of passages: the choice is the answer to the question in the message.
    Fix,
    /// The menu of fixed answers: take the chosen ones back.
    Unfix,
}

impl CorpusAction {
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Add { drafts } => {
                let several = if drafts.len() > 1 { "s" } else { "" };
                let drafts = drafts
                    .iter()
                    .take(MAX_DRAFTS)
                    .map(|(draft, replacing)| match replacing {
                        Replacing::No => format!("a{draft}"),
                        Replacing::Yes => format!("o{draft}"),
                    });
                format!("{several}{}", drafts.collect::<String>())
            }
            Self::Discard { drafts } => {
                let kind = if drafts.len() > 1 { "x" } else { "d" };
                let drafts = drafts.iter().take(MAX_DRAFTS).map(ToString::to_string);
                format!("{kind}{}", drafts.collect::<String>())
            }
            Self::Remove { article } => format!("r{article}"),
            Self::Keep => "k".to_owned(),
            Self::UnansweredPage { page } => format!("u{page}"),
            Self::MarkDone { page } => format!("m{page}"),
            Self::Hide { page } => format!("n{page}"),
            Self::Fix => "f".to_owned(),
            Self::Unfix => "v".to_owned(),
        }
    }

    pub(super) fn decode(state: &str) -> Option<Self> {
        let (kind, state) = state.split_at_checked(1)?;
        Some(match kind {
            "a" | "o" => Self::Add {
                drafts: vec![draft_to_add(kind, state)?],
            },
            "s" => Self::Add {
                drafts: chunks(state, 1 + DRAFT_DIGITS, |chunk| {
                    let (kind, draft) = chunk.split_at_checked(1)?;
                    draft_to_add(kind, draft)
                })?,
            },
            "d" => Self::Discard {
                drafts: vec![state.parse().ok()?],
            },
            "x" => Self::Discard {
                drafts: chunks(state, DRAFT_DIGITS, |draft| draft.parse().ok())?,
            },
            "r" => Self::Remove {
                article: state.parse().ok()?,
            },
            "k" => Self::Keep,
            "u" => Self::UnansweredPage { page: number(state)? },
            "m" => Self::MarkDone { page: number(state)? },
            "n" => Self::Hide { page: number(state)? },
            "f" => Self::Fix,
            "v" => Self::Unfix,
            _ => return None,
        })
    }
}

/// Reads a draft that may replace an article (o) or not (a).
fn draft_to_add(kind: &str, draft: &str) -> Option<(DraftId, Replacing)> {
    let replacing = match kind {
        "a" => Replacing::No,
        "o" => Replacing::Yes,
        _ => return None,
    };
    Some((draft.parse().ok()?, replacing))
}

/// Reads ASCII text in pieces of the same length; `None` if there are too many, or one can't be read.
fn chunks<T>(text: &str, length: usize, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let chunks = text.as_bytes().chunks(length);
    let read = |chunk| read(std::str::from_utf8(chunk).ok()?);
    chunks
        .map(read)
        .collect::<Option<Vec<T>>>()
        .filter(|all| all.len() <= MAX_DRAFTS)
}

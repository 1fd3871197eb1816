//! What the buttons and menus of `/corpus` carry.

use super::number;
use crate::answer::ArticleKey;
use crate::corpus::{DraftId, Replacing};

/// What an admin's click asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CorpusAction {
    /// Add what was put aside.
    Add { draft: DraftId, replacing: Replacing },
    /// Throw away what was put aside.
    Discard { draft: DraftId },
    /// Remove an article.
    Remove { article: ArticleKey },
    /// Leave an article where it is.
    Keep,
    /// Turn the pages of the questions asked in vain.
    UnansweredPage { page: usize },
    /// The menu of questions asked in vain, on this page: the choice is the option's value.
    MarkDone { page: usize },
}

impl CorpusAction {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Add { draft, replacing } => match replacing {
                Replacing::No => format!("a{draft}"),
                Replacing::Yes => format!("o{draft}"),
            },
            Self::Discard { draft } => format!("d{draft}"),
            Self::Remove { article } => format!("r{article}"),
            Self::Keep => "k".to_owned(),
            Self::UnansweredPage { page } => format!("u{page}"),
            Self::MarkDone { page } => format!("m{page}"),
        }
    }

    pub(super) fn decode(state: &str) -> Option<Self> {
        let (kind, state) = state.split_at_checked(1)?;
        Some(match kind {
            "a" | "o" => Self::Add {
                draft: state.parse().ok()?,
                replacing: if kind == "o" { Replacing::Yes } else { Replacing::No },
            },
            "d" => Self::Discard {
                draft: state.parse().ok()?,
            },
            "r" => Self::Remove {
                article: state.parse().ok()?,
            },
            "k" => Self::Keep,
            "u" => Self::UnansweredPage { page: number(state)? },
            "m" => Self::MarkDone { page: number(state)? },
            _ => return None,
        })
    }
}

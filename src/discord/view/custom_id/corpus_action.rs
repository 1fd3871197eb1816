//! The custom ids of the buttons and menus of `/corpus`.

use super::number;
use crate::answer::ArticleKey;
use crate::corpus::{DraftId, Replacing};

/// The action of an admin's button or menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CorpusAction {
    /// Add a draft to the corpus.
    Add { draft: DraftId, replacing: Replacing },
    /// Discard a draft.
    Discard { draft: DraftId },
    /// Remove an article.
    Remove { article: ArticleKey },
    /// Don't remove an article after all.
    Keep,
    /// Turn to a page of the unanswered questions.
    UnansweredPage { page: usize },
    /// The menu on a page of the unanswered questions: the choice is the option's value.
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

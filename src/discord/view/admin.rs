//! The messages of `/corpus` and `/settings`. They are the bot's own words; text from files is escaped.

mod chart;
mod drafts;
mod fetched;
mod fixed;
mod settings;
mod staff;
mod status;
mod unanswered;

use super::custom_id::{Action, CorpusAction};
use super::markdown;
use super::{icon, notice, rows};
use crate::answer::ArticleKey;
use crate::corpus::Article;
use crate::discord::outgoing::{Component, MAX_EMBEDS, Outgoing};
use crate::index::LeftOut;
use crate::library::left_out_sentence;
use crate::live::{Outcome, Reindexing, Report, State};
use crate::message;
use crate::message::corpus::label;

use drafts::glance;
pub(crate) use drafts::{Offered, drafts};
pub(crate) use fetched::fetched;
pub(crate) use fixed::{MAX_OFFERED, fixed, fixed_now, fixing, question_to_fix, which_answers};
pub(crate) use settings::{COOLDOWNS, Looking, only_admins, settings};
pub(crate) use staff::{newly_left_out, news, started};
pub(crate) use status::{OwnState, status};
pub(crate) use unanswered::{MAX_QUESTION, chosen, unanswered};

/// The most of a file's name.
const MAX_NAME: usize = 200;

/// The most files that are listed as left out; the rest are counted.
const MAX_LEFT_OUT: usize = 8;

/// The most of such a file's line.
const MAX_LEFT_OUT_LINE: usize = 180;

/// The most of a reason that comes from elsewhere.
const MAX_REASON: usize = 300;

/// The progress of a reindex; `done` says what was changed before it.
pub(crate) fn reindexing(reindexing: &Reindexing, done: Option<&str>) -> String {
    let mut lines: Vec<String> = done.into_iter().map(ToOwned::to_owned).collect();
    // After a change it makes no difference to the admin who began the reindex.
    if reindexing.is_joined && done.is_none() {
        lines.push(message::reindex::JOINED.to_owned());
    }
    lines.push(match reindexing.state() {
        State::Running(step) => message::reindex::reindexing(step.what, step.done, step.total),
        State::Done(_) => message::reindex::reindexing("verifying", 0, 0),
    });
    lines.join("\n")
}

/// The result of a reindex; `done` says what was changed before it.
pub(crate) fn reindexed(outcome: &Outcome, done: Option<&str>) -> Outgoing {
    let mut lines: Vec<String> = done.into_iter().map(ToOwned::to_owned).collect();
    match outcome {
        Ok(report) => lines.extend(report_lines(report)),
        Err(reason) => lines.push(message::reindex::not_reindexed(&markdown::escape(reason))),
    }
    notice(&lines.join("\n"))
}

fn report_lines(report: &Report) -> Vec<String> {
    let mut lines = vec![message::reindex::live_now(
        &report.generation,
        report.articles,
        report.passages,
        report.elapsed,
    )];
    lines.extend(report.changes.lines());
    lines.extend(left_out_lines(&report.newly_left_out));
    let before = report.left_out - report.newly_left_out.len();
    if before > 0 {
        lines.push(message::reindex::left_out_before(before, "/corpus status"));
    }
    if let Some(again) = report.asked_again {
        lines.extend(message::reindex::asked_again(again.open, again.answered, again.lost));
    }
    lines
}

/// A line for each file that was left out, up to a limit.
pub(super) fn left_out_lines(left_out: &[LeftOut]) -> Vec<String> {
    let mut lines: Vec<String> = left_out
        .iter()
        .take(MAX_LEFT_OUT)
        .map(|left| markdown::escape_within(&left_out_sentence(left), MAX_LEFT_OUT_LINE))
        .collect();
    if left_out.len() > MAX_LEFT_OUT {
        lines.push(message::reindex::more_left_out(left_out.len() - MAX_LEFT_OUT));
    }
    lines
}

/// Asks whether to remove an article; `article` is the article in the index, if it has it.
pub(crate) fn removal(path: &str, article: Option<&Article>) -> Outgoing {
    let shown = markdown::escape_within(path, MAX_NAME);
    let remove = Action::Corpus(CorpusAction::Remove {
        article: ArticleKey::of_path(path),
    });
    Outgoing {
        content: message::corpus::really_remove(&shown),
        embeds: article.map(|article| glance(article, MAX_EMBEDS)).into_iter().collect(),
        components: rows([vec![
            Component::button(icon::DISMISS, label::REMOVE, remove.encode()),
            Component::button(icon::CANCEL, label::CANCEL, Action::Corpus(CorpusAction::Keep).encode()),
        ]]),
        ..Outgoing::default()
    }
}

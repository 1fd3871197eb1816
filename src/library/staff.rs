//! News for the staff of a server: the questions that got no good answer since the staff was last told.

use std::collections::{HashMap, HashSet};

use super::figures::section_name;
use super::questions::Noise;
use super::{Library, LibraryError};
use crate::answer::Answerer;
use crate::ledger::{Ledger, LedgerError, Place, StaffTold, Untold, unix_now};

/// The period of the list of questions, in seconds.
const LIST_EVERY: u64 = 24 * 60 * 60;

/// The shortest time between two notices that the bot started, in seconds: a bot that keeps crashing must not fill the
/// channel.
const STARTS_APART: u64 = 10 * 60;

/// Questions with the same meaning that the staff has not been told about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsItem {
    /// The question that represents them.
    pub question: String,
    /// The number of new askings.
    pub times: usize,
    /// The server's latest asking with a place; `None` if all were outside of servers.
    pub place: Option<Place>,
    /// True if an answer was voted down.
    pub is_voted_down: bool,
    /// The name of the section that the latest such answer shows; `None` if that is unknown.
    pub section: Option<String>,
}

/// Questions to tell the staff about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The questions, the most frequent first; empty if there is nothing to tell.
    pub items: Vec<NewsItem>,
    /// The state to record once the staff has been told.
    pub told: StaffTold,
}

impl Library {
    /// The questions to tell the staff of a server about now. `None` if there is no ledger, the daily list isn't due, or
    /// nothing was asked that would have to be told at once.
    ///
    /// With `at_once`, they are all questions that are new to it; else a list that is due once a day, of all that were
    /// asked since the last one. A staff that has never been told anything isn't told about what came before.
    ///
    /// # Errors
    /// If the ledger cannot be read or written, or a question cannot be encoded.
    pub fn news(&self, answerer: &Answerer, server: u64, at_once: bool) -> Result<Option<News>, LibraryError> {
        let Some(mut ledger) = self.ledger().map_err(LibraryError::Ledger)? else {
            return Ok(None);
        };
        let now = unix_now();
        let told = told(&mut ledger, server, now).map_err(LibraryError::Ledger)?;
        if !is_due(&told, at_once, now) {
            return Ok(None);
        }
        let latest = ledger.latest_asking().map_err(LibraryError::Ledger)?;
        if at_once && latest <= told.up_to {
            return Ok(None);
        }
        // At once, a question that the staff has been told before is no news; in the daily list, it is.
        let from = if at_once { 0 } else { told.up_to };
        let askings = ledger.untold(server, from).map_err(LibraryError::Ledger)?;
        let (known, untold): (Vec<Untold>, Vec<Untold>) =
            askings.into_iter().partition(|asking| asking.asking <= told.up_to);
        let known: HashSet<i64> = known.iter().map(|asking| asking.question).collect();
        let items = if untold.is_empty() {
            Vec::new()
        } else {
            self.items(answerer, &untold, &known)?
        };
        let next = StaffTold {
            // Another may have been recorded since the latest one was looked up.
            up_to: untold.last().map_or(latest, |last| latest.max(last.asking)),
            // The hour stays the same, unless the bot was away for days.
            listed_at: now - (now - told.listed_at) % LIST_EVERY,
            ..told
        };
        Ok(Some(News { items, told: next }))
    }

    /// Records that the staff of a server has just got a channel: it is told what happens from now on.
    ///
    /// # Errors
    /// If the ledger cannot be read or written.
    pub fn begin_to_tell_staff(&self, server: u64) -> Result<(), LedgerError> {
        match self.ledger()? {
            Some(mut ledger) => told(&mut ledger, server, unix_now()).map(drop),
            None => Ok(()),
        }
    }

    /// Records what the staff of a server has been told; `None` once it has no channel any more.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn set_staff_told(&self, server: u64, told: Option<StaffTold>) -> Result<(), LedgerError> {
        match self.ledger()? {
            Some(mut ledger) => ledger.set_staff_told(server, told),
            None => Ok(()),
        }
    }

    /// Records that the staff of a server is told of a start now. False if it was told of one a short time ago.
    ///
    /// # Errors
    /// If the ledger cannot be read or written.
    pub fn take_turn_to_tell_start(&self, server: u64) -> Result<bool, LedgerError> {
        let Some(mut ledger) = self.ledger()? else {
            return Ok(true);
        };
        let now = unix_now();
        let told = told(&mut ledger, server, now)?;
        let is_due = told.started_at + STARTS_APART <= now;
        if is_due {
            let started_at = now;
            ledger.set_staff_told(server, Some(StaffTold { started_at, ..told }))?;
        }
        Ok(is_due)
    }

    /// The questions of `untold`, without those that mean the same as one of the `known` ones.
    fn items(
        &self,
        answerer: &Answerer,
        untold: &[Untold],
        known: &HashSet<i64>,
    ) -> Result<Vec<NewsItem>, LibraryError> {
        let mut by_question: HashMap<i64, Vec<&Untold>> = HashMap::new();
        for asking in untold {
            by_question.entry(asking.question).or_default().push(asking);
        }
        let groups = self.unanswered(answerer, Noise::LeftOut)?.groups;
        let items = groups.iter().filter_map(|group| {
            let mut askings: Vec<&Untold> = group
                .questions
                .iter()
                .filter_map(|question| by_question.get(&question.id))
                .flatten()
                .copied()
                .collect();
            askings.sort_unstable_by_key(|asking| asking.asking);
            let is_known = group.questions.iter().any(|question| known.contains(&question.id));
            let is_new = !askings.is_empty() && !is_known;
            is_new.then(|| NewsItem {
                question: group.text().to_owned(),
                times: askings.len(),
                place: askings.iter().rev().find_map(|asking| asking.place),
                is_voted_down: askings.iter().any(|asking| asking.is_voted_down),
                section: askings
                    .iter()
                    .rev()
                    .find(|asking| asking.is_voted_down)
                    .and_then(|asking| asking.cited.as_ref())
                    .map(|cited| section_name(answerer, cited)),
            })
        });
        let mut items: Vec<NewsItem> = items.collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.times));
        Ok(items)
    }
}

/// True if the staff of a server may have something to learn now.
pub(super) fn is_news_due(ledger: &Ledger, server: u64) -> Result<bool, LedgerError> {
    let settings = ledger.settings()?;
    let staff = settings.get(&server).map(|settings| settings.staff.clone());
    let (Some(staff), Some(told)) = (staff, ledger.staff_told(server)?) else {
        return Ok(false);
    };
    let is_due = is_due(&told, staff.at_once, unix_now());
    Ok(staff.channel.is_some() && is_due && ledger.latest_asking()? > told.up_to)
}

/// True if a staff is told now what is new: at any time with `at_once`, else once a day.
fn is_due(told: &StaffTold, at_once: bool, now: u64) -> bool {
    at_once || told.listed_at + LIST_EVERY <= now
}

/// The record of what the staff of a server has been told. A staff that is new gets one with the present state.
fn told(ledger: &mut Ledger, server: u64, now: u64) -> Result<StaffTold, LedgerError> {
    if let Some(told) = ledger.staff_told(server)? {
        return Ok(StaffTold {
            // A clock that was put back must not keep the list away.
            listed_at: told.listed_at.min(now),
            ..told
        });
    }
    let told = StaffTold {
        up_to: ledger.latest_asking()?,
        listed_at: now,
        started_at: 0,
    };
    ledger.set_staff_told(server, Some(told))?;
    Ok(told)
}

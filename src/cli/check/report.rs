//! All findings: for reading, each subject as soon as it was looked at, or as one JSON object in the end.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::finding::{Finding, Group, Status};
use crate::cli::paint::Page;
use crate::message;

/// What was found so far.
pub(super) struct Report {
    page: Page,
    json: bool,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Whole<'a> {
    checks: &'a [Finding],
    /// The link that invites the bot; null if it isn't known.
    invite: Option<String>,
    /// Whether nothing is wrong.
    ok: bool,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Self {
            page: Page::stdout(),
            json,
            findings: Vec::new(),
        }
    }

    /// Takes up a subject.
    pub(super) fn add(&mut self, group: Group) -> anyhow::Result<()> {
        if !self.json {
            let heading = message::check::heading(group.subject);
            self.page.line(&heading, "", Style::new().bold())?;
            for finding in &group.findings {
                let text = match &finding.fix {
                    Some(fix) => format!("{} {fix}", finding.message),
                    None => finding.message.clone(),
                };
                let head = format!("  {:<5}  ", finding.status.word());
                self.page.styled_row(&head, style(finding.status), &text)?;
            }
            self.page.gap()?;
            self.page.flush()?;
        }
        self.findings.extend(group.findings);
        Ok(())
    }

    /// Sums up. Whether nothing is wrong.
    pub(super) fn end(mut self, invite: Option<String>) -> anyhow::Result<bool> {
        let count = |status| self.findings.iter().filter(|finding| finding.status == status).count();
        let [ok, warn, wrong, skip] = [Status::Ok, Status::Warn, Status::Wrong, Status::Skip].map(count);
        let is_well = wrong == 0;
        if self.json {
            let whole = Whole {
                checks: &self.findings,
                invite,
                ok: is_well,
            };
            self.page.raw(&serde_json::to_string(&whole)?)?;
        } else {
            let summary = message::check::summary(ok, warn, wrong, skip);
            self.page.line(&summary, "", Style::new())?;
        }
        self.page.flush()?;
        Ok(is_well)
    }
}

fn style(status: Status) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match status {
        Status::Ok => colour(AnsiColor::Green),
        Status::Warn => colour(AnsiColor::Yellow),
        Status::Wrong => colour(AnsiColor::Red).bold(),
        Status::Skip => Style::new().dimmed(),
    }
}

//! The findings of a check: printed for reading, each subject as soon as it was checked, or as one JSON object at the
//! end.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::cli::paint::Page;
use crate::message::count;

use super::capitalized;

/// The result of checking one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Ok,
    /// It works, but somebody may want to know.
    Warn,
    /// Somebody has to do something.
    Wrong,
    /// It could not be checked.
    Skip,
}

/// One line of the report.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) subject: &'static str,
    /// The thing that was checked, for programs: the same whatever the result.
    pub(super) name: &'static str,
    pub(super) status: Status,
    pub(super) message: String,
    /// The next step for the admin; null if there is nothing to do.
    pub(super) fix: Option<String>,
}

/// All findings about one subject. None of them may hold a secret.
#[derive(Debug)]
pub(super) struct Group {
    subject: &'static str,
    pub(super) findings: Vec<Finding>,
}

/// The findings so far.
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
    /// True if nothing is wrong.
    ok: bool,
}

impl Group {
    pub(super) fn new(subject: &'static str) -> Self {
        Self {
            subject,
            findings: Vec::new(),
        }
    }

    pub(super) fn ok(&mut self, name: &'static str, message: impl Into<String>) {
        self.add(name, Status::Ok, message, None);
    }

    pub(super) fn warn(&mut self, name: &'static str, message: impl Into<String>, fix: impl Into<String>) {
        self.add(name, Status::Warn, message, Some(fix.into()));
    }

    pub(super) fn wrong(&mut self, name: &'static str, message: impl Into<String>, fix: impl Into<String>) {
        self.add(name, Status::Wrong, message, Some(fix.into()));
    }

    pub(super) fn skip(&mut self, name: &'static str, message: impl Into<String>) {
        self.add(name, Status::Skip, message, None);
    }

    pub(super) fn add(&mut self, name: &'static str, status: Status, message: impl Into<String>, fix: Option<String>) {
        self.findings.push(Finding {
            subject: self.subject,
            name,
            status,
            message: message.into(),
            fix,
        });
    }
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Self {
            page: Page::stdout(),
            json,
            findings: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, group: Group) -> anyhow::Result<()> {
        if !self.json {
            self.page.line(&capitalized(group.subject), "", Style::new().bold())?;
            for finding in &group.findings {
                let text = match &finding.fix {
                    Some(fix) => format!("{} {fix}", finding.message),
                    None => finding.message.clone(),
                };
                let (word, style) = look(finding.status);
                self.page.styled_row(&format!("  {word:<5}  "), style, &text)?;
            }
            self.page.gap()?;
            self.page.flush()?;
        }
        self.findings.extend(group.findings);
        Ok(())
    }

    /// Prints the summary, or the JSON. Returns whether nothing is wrong.
    pub(super) fn end(mut self, invite: Option<String>) -> anyhow::Result<bool> {
        let of = |status| self.findings.iter().filter(|finding| finding.status == status).count();
        let [ok, warn, wrong, skip] = [Status::Ok, Status::Warn, Status::Wrong, Status::Skip].map(of);
        let is_well = wrong == 0;
        if self.json {
            let whole = Whole {
                checks: &self.findings,
                invite,
                ok: is_well,
            };
            self.page.raw(&serde_json::to_string(&whole)?)?;
        } else {
            self.page.line(&summary(ok, warn, wrong, skip), "", Style::new())?;
        }
        self.page.flush()?;
        Ok(is_well)
    }
}

fn look(status: Status) -> (&'static str, Style) {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match status {
        Status::Ok => ("ok", colour(AnsiColor::Green)),
        Status::Warn => ("warn", colour(AnsiColor::Yellow)),
        Status::Wrong => ("wrong", colour(AnsiColor::Red).bold()),
        Status::Skip => ("skip", Style::new().dimmed()),
    }
}

fn summary(ok: usize, warn: usize, wrong: usize, skip: usize) -> String {
    let verdict = match (wrong, warn + skip) {
        (0, 0) => "All is well".to_owned(),
        (0, _) => "Nothing is wrong".to_owned(),
        (1, _) => "1 thing is wrong".to_owned(),
        _ => format!("{wrong} things are wrong"),
    };
    let mut counts = vec![format!("{ok} ok")];
    if warn > 0 {
        counts.push(count(warn, "warning", "warnings"));
    }
    if skip > 0 {
        counts.push(format!("{skip} skipped"));
    }
    format!("{verdict}: {}.", counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_leaves_out_what_there_is_none_of() {
        assert_eq!(summary(9, 0, 0, 0), "All is well: 9 ok.");
        assert_eq!(summary(9, 1, 0, 2), "Nothing is wrong: 9 ok, 1 warning, 2 skipped.");
        assert_eq!(summary(9, 2, 1, 0), "1 thing is wrong: 9 ok, 2 warnings.");
    }
}

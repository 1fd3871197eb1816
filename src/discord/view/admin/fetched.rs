//! The pages that were fetched from the web.

use super::super::markdown;
use crate::message;
use crate::web::Report;

/// The most pages that are named, and the most of a line about one.
const MAX_PAGES: usize = 6;
const MAX_LINE: usize = 160;

/// The most of a sentence about a site.
const MAX_SENTENCE: usize = 400;

/// The outcome of a fetch: the site as a whole, then some of its pages. The log has them all.
pub(crate) fn fetched(report: &Report) -> String {
    let mut lines = Vec::new();
    for site in &report.sites {
        let about_site = site.summary().into_iter();
        lines.extend(about_site.map(|line| markdown::escape_within(&line, MAX_SENTENCE)));
        let pages = site.page_lines();
        let more = pages.len().saturating_sub(MAX_PAGES);
        let named = pages.iter().take(MAX_PAGES);
        lines.extend(named.map(|line| format!("- {}", markdown::escape_within(line, MAX_LINE))));
        lines.extend((more > 0).then(|| message::fetch::more_pages(more)));
    }
    if !report.has_changes() && !report.has_failed() {
        lines.push(message::fetch::NOTHING_NEW.to_owned());
    }
    lines.join("\n")
}

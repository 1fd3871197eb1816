//! Every sentence that a person can read: a constant, or a function if the sentence has parameters. It says what
//! happened and what to do next.
//!
//! Words only: no layout, no colour, and no imports from the rest of the program.

pub mod corpus;
pub mod discord;
pub mod eval;
pub mod fetch;
pub mod http;
pub mod ledger;
pub(crate) mod locale;
pub mod migrate;
pub mod register;
pub mod reindex;
pub mod servers;
pub mod settings;
pub mod staff;
pub mod status;

use std::fmt::Display;
use std::path::Path;
use std::time::Duration;

/// "1 article", "2 articles".
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A length of time such as "3 hours", in the largest unit of which there are at least two, or else in seconds.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let in_units = |unit: u64| usize::try_from(seconds / unit).unwrap_or(usize::MAX);
    if seconds >= 2 * DAY {
        count(in_units(DAY), "day", "days")
    } else if seconds >= 2 * HOUR {
        count(in_units(HOUR), "hour", "hours")
    } else if seconds >= 2 * MINUTE {
        count(in_units(MINUTE), "minute", "minutes")
    } else {
        count(in_units(1), "second", "seconds")
    }
}

/// "3 hours ago".
pub fn ago(time: Duration) -> String {
    if time < Duration::from_secs(2) {
        "just now".to_owned()
    } else {
        format!("{} ago", span(time))
    }
}

/// "5 passages in 1 article".
pub fn size(articles: usize, passages: usize) -> String {
    format!(
        "{} in {}",
        count(passages, "passage", "passages"),
        count(articles, "article", "articles")
    )
}

/// The question holds nothing to search for.
pub const EMPTY_QUESTION: &str =
    "There is no question in that. Ask in your own words, for example: verbatim ask \"why doesn't Iran trust the US?\"";

/// Introduces headings after "nothing found".
pub const THEY_COVER: &str = "Topics you can ask about:";

/// Introduces the passages after the first.
pub const NEXT_PASSAGES: &str = "More passages:";

/// Gives the key sentence where it can't be shown in bold.
pub fn key_sentence(sentence: &str) -> String {
    format!("Key sentence: {sentence}")
}

/// The place of a quote: "section 5 of 5, paragraph 1".
pub fn place(section: usize, sections: usize, paragraph: usize) -> String {
    format!("section {section} of {sections}, paragraph {paragraph}")
}

/// "line 45", "lines 45-47", "page 14": a place in a file, counted in `unit`.
pub fn lines(unit: &str, (first, last): (usize, usize)) -> String {
    if first == last {
        format!("{unit} {first}")
    } else {
        format!("{unit}s {first}-{last}")
    }
}

/// The first line of the prompt.
pub fn welcome(articles: usize, passages: usize) -> String {
    format!(
        "Ask about {}. To quit, press ctrl-d or enter an empty line.",
        size(articles, passages)
    )
}

/// An index is being built because there is none.
pub const BUILDING_MISSING: &str = "There is no index yet; building it.";

/// An index is being built because the corpus (or the program) changed.
pub const BUILDING_STALE: &str = "The articles have changed since the index was built; rebuilding it.";

/// An index is being built because the existing one is from another version of the program.
pub const BUILDING_OUTDATED: &str = "The index was built by another version of the program; rebuilding it.";

/// An index is being built because every generation is damaged.
pub const BUILDING_DAMAGED: &str = "Every generation of the index is damaged; rebuilding it.";

/// A build is done.
pub fn built(articles: usize, passages: usize, elapsed: Duration) -> String {
    format!(
        "Indexed {} in {:.2} s.",
        size(articles, passages),
        elapsed.as_secs_f64()
    )
}

/// A damaged generation was skipped.
pub fn damaged_generation(name: &str, reason: &dyn Display) -> String {
    format!("Generation {name} of the index is damaged ({reason}); it was skipped.")
}

/// This replica could neither take over the articles of the others nor share its own.
pub fn not_synced(error: &dyn std::fmt::Display) -> String {
    format!(
        "The articles could not be compared with those of other replicas: {error}. This replica goes on with those that it has."
    )
}

/// A build failed, and an older generation answers.
pub fn answering_from_old(generation: &str, reason: &dyn Display) -> String {
    format!(
        "The index could not be rebuilt: {reason}. Answering from generation {generation}, which may lack the newest articles."
    )
}

/// There is no folder of articles.
pub fn no_corpus(folder: &Path) -> String {
    format!(
        "There is no corpus folder {}. Create it and put articles into it (.txt, .md, .html, .pdf or .docx), or choose another folder with --corpus.",
        folder.display()
    )
}

/// The two thresholds contradict each other.
pub fn crossed_thresholds(answer_at: f32, unsure_at: f32) -> String {
    format!(
        "VERBATIM_ANSWER_AT ({answer_at}) is below VERBATIM_UNSURE_AT ({unsure_at}), but an answer needs more confidence than a passage that is shown with a warning. Make the first at least as high as the second."
    )
}

/// The encoder that the settings name cannot be used.
pub fn no_model(folder: &Path, reason: &dyn Display) -> String {
    format!(
        "The encoder in {} can't be used: {reason}. Put a sentence encoder's model.onnx and tokenizer.json there, or unset VERBATIM_MODEL to use the built-in one.",
        folder.display()
    )
}

/// The live generation was built with another encoder than the one in use.
pub fn other_encoder(generation: &str) -> String {
    format!(
        "Generation {generation} of the index was built with a different encoder from the one in use here. Give everybody who shares the index the same VERBATIM_MODEL, then run verbatim reindex."
    )
}

/// The folder has no article that can be quoted.
pub fn no_articles(folder: &Path) -> String {
    format!(
        "No article in {} can be read. Put a .txt, .md, .html, .pdf or .docx file into it, then try again.",
        folder.display()
    )
}

/// Another process is building, and this one waits for it.
pub fn waiting(holder: &str) -> String {
    format!("The index is being built by another process ({holder}); waiting for it.")
}

/// Another process is still building, and this one has stopped waiting.
pub fn locked(holder: &str) -> String {
    format!("The index is being built by another process ({holder}). Try again when it is done.")
}

/// A file was skipped.
pub fn left_out(path: &str, line: Option<usize>, reason: &dyn Display) -> String {
    match line {
        Some(line) => format!("Skipped {path}, line {line}: it {reason}."),
        None => format!("Skipped {path}: it {reason}."),
    }
}

/// One line of a file was skipped; the rest of the file counts.
pub fn line_left_out(path: &str, line: usize, reason: &dyn Display) -> String {
    format!("Skipped line {line} of {path}: it {reason}.")
}

/// A file was read, but something in it is doubtful.
pub fn doubtful(path: &str, line: Option<usize>, doubt: &dyn Display) -> String {
    match line {
        Some(line) => format!("{path}, line {line}: it {doubt}."),
        None => format!("{path}: it {doubt}."),
    }
}

/// Something failed, and no better sentence fits.
pub fn failed(what: &dyn Display) -> String {
    format!("Error: {what}")
}

/// The questions on standard input could not be read.
pub fn unreadable_input(reason: &dyn Display) -> String {
    format!("Standard input can't be read: {reason}")
}

/// The changes of a reindex, in counts.
pub fn changes(noun: &str, added: usize, changed: usize, removed: usize, same: usize) -> String {
    format!("{noun}: {added} added, {changed} changed, {removed} removed, {same} unchanged")
}

/// The new generation is live, at the end of a reindex.
pub fn now_live(generation: &str) -> String {
    format!("Generation {generation} is live.")
}

/// The man pages are written.
pub fn man_pages_written(pages: usize, folder: &Path) -> String {
    format!(
        "Wrote {} to {}.",
        count(pages, "man page", "man pages"),
        folder.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_a_unit_that_fits_it() {
        for (seconds, told) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (7_199, "119 minutes"),
            (7_200, "2 hours"),
            (172_799, "47 hours"),
            (172_800, "2 days"),
        ] {
            assert_eq!(span(Duration::from_secs(seconds)), told);
        }
    }
}

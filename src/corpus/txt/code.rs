//! Distinguishes indented commands and settings from indented text.

use super::line::Line;
use super::wording::is_shouted;
use super::wrap::ends_sentence;

/// Words at the end of a lead-in ("Then run:") that make commands of bare words below it.
const INVITATIONS: &[&str] = &["run", "type", "enter", "execute", "command", "commands"];
const MAX_COMMAND_WORDS: usize = 6;
/// A line of fewer words that ends with a full stop is not certainly a sentence.
const MIN_PROSE_WORDS: usize = 5;

/// True if indented lines are code; `lead_in` is the text above them.
pub(super) fn is_code(lines: &[Line], lead_in: &str) -> bool {
    let is_invited = invites(lead_in);
    if !lines.first().is_some_and(|line| is_invited || has_sign(line.text))
        || lines.iter().any(|line| is_prose(line.text))
    {
        return false;
    }
    let signs = lines.iter().filter(|line| has_sign(line.text)).count();
    signs * 2 > lines.len() || (is_invited && lines.iter().all(|line| is_bare_command(line.text)))
}

fn has_sign(line: &str) -> bool {
    let begins = ["$ ", "# ", "% ", "./", "~/"]
        .iter()
        .any(|prompt| line.starts_with(prompt));
    let holds = ["()", "&&", "::", "</", "${", "->", " = ", "=\""]
        .iter()
        .any(|sign| line.contains(sign));
    let bytes = line.as_bytes();
    let is_path = bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1..3) == Some(b":\\");
    let is_section = line.starts_with('[') && line.ends_with(']') && !line.contains(' ');
    begins
        || holds
        || is_path
        || line.split(' ').any(is_assignment)
        || is_section
        || line.ends_with([';', '{', '}', '\\'])
        || is_invocation(line)
}

/// "TOOL=C:\TOOL".
fn is_assignment(word: &str) -> bool {
    let sides = word.split_once('=').filter(|_| !word.contains(['?', '(']));
    sides.is_some_and(|(name, value)| !name.is_empty() && !value.is_empty())
}

/// A command with an option: "foo -n 5", "./foo [--dry-run]".
fn is_invocation(line: &str) -> bool {
    !line.starts_with(char::is_uppercase) && line.split(' ').skip(1).any(is_option)
}

/// "-n", "--dry-run", "[-v]".
fn is_option(word: &str) -> bool {
    let dashed = word.trim_start_matches(['[', '(']);
    let name = dashed.trim_start_matches('-');
    (1..=2).contains(&(dashed.len() - name.len())) && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_prose(line: &str) -> bool {
    let stopped = (ends_sentence(line) || line.ends_with(':')) && !line.ends_with(" .");
    stopped && !is_shouted(line) && line.split_whitespace().count() >= MIN_PROSE_WORDS
}

fn invites(lead_in: &str) -> bool {
    let mut words = lead_in.strip_suffix(':').unwrap_or_default().split_whitespace();
    let last = words.next_back().unwrap_or_default();
    INVITATIONS.iter().any(|word| last.eq_ignore_ascii_case(word))
}

fn is_bare_command(line: &str) -> bool {
    line.is_ascii()
        && line.starts_with(|c: char| c.is_ascii_lowercase())
        && !ends_sentence(line)
        && line.split_whitespace().count() <= MAX_COMMAND_WORDS
}

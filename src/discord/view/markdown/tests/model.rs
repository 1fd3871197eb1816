//! A model of how Discord reads markdown: a backslash before a sign shows the sign, and every other sign that means
//! something is markup.

use crate::discord::view::markdown::*;

/// The visible text of markdown, with a flag for each character that is true if it is bold; panics at markup that isn't
/// bold or the mark of a cut.
fn seen(markdown: &str) -> Vec<(char, bool)> {
    let mut seen = Vec::new();
    let (mut is_bold, mut is_line_start) = (false, true);
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
        if let Some(escaped) = escaped {
            assert!(escaped.is_ascii_punctuation(), "a backslash is seen: {markdown}");
            seen.push((escaped, is_bold));
            rest = &rest[1 + escaped.len_utf8()..];
            is_line_start = false;
            continue;
        }
        if let Some(behind) = rest.strip_prefix("**") {
            is_bold = !is_bold;
            rest = behind;
            continue;
        }
        assert!(!"\\*_~`|<>[]@".contains(c), "{c} is markup: {markdown}");
        if is_line_start {
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_numbered = number.len() < rest.len() && number.starts_with('.');
            assert!(
                !"#-+".contains(c) && !is_numbered,
                "a line is more than text: {markdown}"
            );
        }
        seen.push((c, is_bold));
        is_line_start = c == '\n' || (is_line_start && c.is_whitespace());
        rest = &rest[c.len_utf8()..];
    }
    assert!(!is_bold, "bold has no end: {markdown}");
    for address in ["://", "discord.gg", "discord.com", "discordapp.com"] {
        assert!(
            !markdown.replace("\\:", "").to_lowercase().contains(address),
            "{address} is an address: {markdown}"
        );
    }
    seen
}

pub(super) fn text_of(markdown: &str) -> String {
    seen(markdown).into_iter().map(|(c, _)| c).collect()
}

pub(super) fn bold_of(markdown: &str) -> String {
    seen(markdown)
        .into_iter()
        .filter(|&(_, is_bold)| is_bold)
        .map(|(c, _)| c)
        .collect()
}

/// A character as Discord shows it.
pub(super) struct Seen {
    pub(super) c: char,
    pub(super) is_bold: bool,
    pub(super) is_hidden: bool,
    pub(super) is_code: bool,
}

/// The visible text of an article's words; panics at markup that isn't closed.
pub(super) fn read(markdown: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    let mut open = [false; 4];
    let marks = ["||", "**", "_", "*"];
    let mut rest = markdown;
    let mut line = String::new();
    while let Some(c) = rest.chars().next() {
        let mut push = |text: &str, is_code| {
            seen.extend(text.chars().map(|c| Seen {
                c,
                is_bold: open[1],
                is_hidden: open[0],
                is_code,
            }));
        };
        let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
        let is_line_start = line.trim().is_empty();
        let len = if let Some(code) = rest.strip_prefix("```\n") {
            let end = code.find("\n```").expect("code has no end");
            push(&code[..end], true);
            4 + end + 4
        } else if let Some(code) = rest.strip_prefix('`') {
            let end = code.find('`').expect("code has no end");
            assert!(end > 0 && !code[..end].contains('\n'), "no code: {markdown}");
            push(&code[..end], true);
            1 + end + 1
        } else if let Some(escaped) = escaped {
            assert!(escaped.is_ascii_punctuation(), "a backslash is seen: {markdown}");
            push(&rest[1..=escaped.len_utf8()], false);
            1 + escaped.len_utf8()
        } else if is_line_start && (rest.starts_with("- ") || rest.starts_with("* ")) {
            push(&rest[..1], false);
            1
        } else if let Some(which) = marks.iter().position(|mark| rest.starts_with(mark)) {
            let after = rest[marks[which].len()..].chars().next();
            if which == 2 && open[which] {
                assert!(
                    !after.is_some_and(|c| c.is_ascii_alphanumeric()),
                    "italics go on: {markdown}"
                );
            }
            open[which] = !open[which];
            marks[which].len()
        } else if rest.starts_with("<http") || rest.starts_with("<#") {
            let end = rest.find('>').expect("a link has no end");
            push(
                if rest.starts_with("<#") {
                    &rest[..=end]
                } else {
                    &rest[1..end]
                },
                false,
            );
            end + 1
        } else {
            assert!(!"\\~`<>[]@".contains(c), "{c} is markup: {markdown}");
            assert!(
                !(is_line_start && "#+".contains(c)),
                "a line is more than text: {markdown}"
            );
            assert!(!rest.starts_with("://"), "an address: {markdown}");
            push(&rest[..c.len_utf8()], false);
            c.len_utf8()
        };
        line.push_str(&rest[..len]);
        if c == '\n' {
            line.clear();
        }
        rest = &rest[len..];
    }
    assert_eq!(open, [false; 4], "a style has no end: {markdown}");
    seen
}

pub(super) fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c))
        .collect()
}

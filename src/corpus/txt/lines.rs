//! From lines to blocks: what stands together, joined where it was only wrapped.

use super::super::traced::TracedText;

/// A line longer than this was not wrapped by hand or by an editor's fill command: in such a block each
/// line is a paragraph.
const MAX_WRAPPED_LINE_CHARS: usize = 160;

/// Lines that belong together.
#[derive(Debug, Clone)]
pub(super) struct RawBlock {
    pub(super) text: TracedText,
    /// A line of "=" or "-" stood below.
    pub(super) underline: Option<char>,
    /// How many lines of the file it was made of.
    pub(super) line_count: usize,
}

#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    offset: usize,
}

impl Line<'_> {
    fn trimmed(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        Self {
            text: self.text.trim(),
            offset: self.offset + start,
        }
    }

    fn is_indented(self) -> bool {
        self.text.starts_with("  ") || self.text.starts_with('\t')
    }
}

/// The blocks of a text, in order.
pub(super) fn raw_blocks(text: &str) -> Vec<RawBlock> {
    let mut blocks = Vec::new();
    let mut group: Vec<Line> = Vec::new();
    for line in lines(text) {
        if is_blank(line.text) {
            read_group(&group, &mut blocks);
            group.clear();
        } else {
            group.push(line);
        }
    }
    read_group(&group, &mut blocks);
    blocks
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut rest = text;
    let mut offset = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}'])
            .unwrap_or(rest.len());
        let line = Line {
            text: &rest[..end],
            offset,
        };
        let tail = &rest[end..];
        let ending = if tail.starts_with("\r\n") {
            2
        } else {
            tail.chars().next().map_or(0, char::len_utf8)
        };
        rest = &tail[ending..];
        offset += end + ending;
        Some(line)
    })
}

fn is_blank(line: &str) -> bool {
    line.chars()
        .all(|c| c.is_whitespace() || crate::text::fold::is_invisible(c))
        || is_rule(line)
}

/// "* * *", "-----" between blank lines parts sections and says nothing; as an underline it stands in a group.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.contains(' ') && line.chars().all(|c| matches!(c, '*' | '-' | '_' | '#' | '~' | ' '))
}

fn underline_of(line: &str) -> Option<char> {
    let line = line.trim();
    let first = line.chars().next()?;
    (line.chars().count() >= 3 && matches!(first, '=' | '-' | '~' | '_' | '*') && line.chars().all(|c| c == first))
        .then_some(first)
}

fn read_group(group: &[Line], blocks: &mut Vec<RawBlock>) {
    let Some((first, mut rest)) = group.split_first() else {
        return;
    };
    if let Some(mark) = rest.first().and_then(|line| underline_of(line.text)) {
        push(blocks, &[*first], Some(mark));
        rest = &rest[1..];
        return read_group(rest, blocks);
    }
    if underline_of(first.text).is_some() {
        return read_group(rest, blocks);
    }
    if first_line_stands_apart(group) {
        push(blocks, &[*first], None);
        return read_group(rest, blocks);
    }
    let one_paragraph_a_line = group
        .iter()
        .any(|line| line.text.chars().count() > MAX_WRAPPED_LINE_CHARS);
    let mut from = 0;
    for at in 1..group.len() {
        let (previous, line) = (group[at - 1], group[at]);
        let both_items = is_list_item(group[from].text) && (is_list_item(line.text) || line.is_indented());
        let underlined_next = group.get(at + 1).is_some_and(|next| underline_of(next.text).is_some());
        let begins_indented = line.is_indented() && !previous.is_indented();
        if underlined_next {
            push(blocks, &group[from..at], None);
            return read_group(&group[at..], blocks);
        }
        if !both_items && (one_paragraph_a_line || begins_indented || is_list_item(line.text)) {
            push(blocks, &group[from..at], None);
            from = at;
        }
    }
    push(blocks, &group[from..], None);
}

/// A heading right above its paragraph, without a blank line: in capitals, or so short that the next
/// word would have fitted on its line.
fn first_line_stands_apart(group: &[Line]) -> bool {
    let [first, second, ..] = group else { return false };
    let text = first.text.trim();
    let len = text.chars().count();
    let widest = group
        .iter()
        .map(|line| line.text.trim().chars().count())
        .max()
        .unwrap_or(0);
    let next_word = second
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let letters = text.chars().any(char::is_alphabetic);
    let shouts = letters && !text.chars().any(char::is_lowercase) && second.text.chars().any(char::is_lowercase);
    let titled =
        super::form::is_titled(text) && text.split_whitespace().count() >= 2 && len + 1 + next_word + 15 < widest;
    len <= 100 && !is_list_item(text) && !text.ends_with(['.', ',', ';', ':']) && (shouts || titled)
}

/// "- …", "• …", "1. …", "2) …".
pub(super) fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '‣', '◦', '·', '+', '–']) {
        return rest.starts_with([' ', '\t', '\u{a0}']);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && {
        let rest = &line[digits..];
        (rest.starts_with('.') || rest.starts_with(')')) && rest[1..].starts_with([' ', '\t'])
    }
}

fn push(blocks: &mut Vec<RawBlock>, lines: &[Line], underline: Option<char>) {
    let mut text = TracedText::default();
    let mut line_end = 0;
    for (i, line) in lines.iter().map(|line| line.trimmed()).enumerate() {
        if i > 0 {
            let item = is_list_item(line.text) && is_list_item(lines[0].text);
            if item && line.offset == line_end + 1 {
                // The line break stands in the file as it stands here.
                text.push_run("\n", line_end);
            } else {
                join(&mut text, line.text, item);
            }
        }
        text.push_run(line.text, line.offset);
        line_end = line.offset + line.text.len();
    }
    // A soft hyphen says where a line may be broken: it is wrapping, not wording.
    let text = text.without(crate::text::fold::is_invisible_in_prose);
    if !text.is_blank() {
        blocks.push(RawBlock {
            text: text.slice_trimmed(0..text.as_str().len()),
            underline,
            line_count: lines.len(),
        });
    }
}

/// What goes between two lines of a paragraph: nothing behind a word broken at its hyphen.
fn join(text: &mut TracedText, next: &str, item: bool) {
    let before = text.as_str();
    let broken_word = before.ends_with(crate::text::fold::SOFT_HYPHEN)
        || (before.ends_with('-')
            && before[..before.len() - 1].ends_with(|c: char| c.is_alphabetic() || c == '.')
            && next.starts_with(char::is_alphabetic)
            && !matches!(next.split_whitespace().next(), Some("and" | "or" | "to")));
    if item {
        text.push_joint("\n");
    } else if !broken_word {
        text.push_joint(" ");
    }
}

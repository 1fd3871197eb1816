//! Chats and threads that somebody copied or saved as plain text: logs with a time before each message, and the posts
//! of a forum's thread.
//!
//! A log is recognised by the form of its lines alone: a time of day, and a name that speaks. Not here: logs whose
//! messages are a line each, one right below the other. They stay rows, so that a question and its answer are one
//! passage.

use std::collections::HashSet;

use super::dates::{is_date_line, is_full_date, is_time};
use crate::corpus::discord::{Message, blocks};
use crate::corpus::document::{Block, BlockKind};
use crate::corpus::traced::TracedText;

/// The fewest messages that make a log, and the fewest posts that make a thread.
const MIN_MESSAGES: usize = 3;
const MIN_POSTS: usize = 2;
/// A log has at most so many lines before its first message; longer texts quote a chat.
const MAX_LINES_BEFORE: usize = 4;
const MAX_NAME_CHARS: usize = 32;
const MAX_NAME_WORDS: usize = 4;
const MAX_STAMP_WORDS: usize = 7;
/// A name that stands alone above a date has at most so many words.
const MAX_WORDS_ABOVE_DATE: usize = 2;
/// The signs between the author of a post and its date.
const JOINTS: &[&str] = &[" » ", " on ", " - ", " – ", " — ", " | ", " • ", " · ", ", "];
/// The words that programs write in the place of a message.
const NO_MESSAGES: &[&str] = &[
    "This message was deleted",
    "You deleted this message",
    "null",
    "image omitted",
    "video omitted",
    "audio omitted",
    "sticker omitted",
    "GIF omitted",
    "document omitted",
];

/// The form of the line that begins a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// "[2025-11-03 19:02] Ann: text" or "19:02 <ann> text".
    Said,
    /// "12/03/2026, 19:05 - Ann: text", where a line without a name tells of an event.
    Saved,
    /// "by ann » Tue Mar 03, 2026 9:14 pm" or "#2 ann - 2026-03-03 21:14", with the text below.
    Post,
    /// "Posted by ann on March 3, 2026", with the text below: a thread, or a blog whose entries have titles above that.
    Posted,
    /// "ann", and "Mar 3, 2026" on a line of its own, with the text below.
    Above,
}

impl Form {
    /// True for the posts of a thread.
    fn is_post(self) -> bool {
        matches!(self, Self::Post | Self::Posted | Self::Above)
    }
}

/// The line that begins a message.
#[derive(Debug, Clone, Copy)]
struct Head<'t> {
    form: Form,
    stamp: &'t str,
    /// Empty for an event.
    name: &'t str,
    text: &'t str,
    /// True if only a message begins so: the name stands between "<" and ">".
    is_sure: bool,
}

/// A text that is a log or a thread.
pub(super) struct Log {
    /// The place of its first message.
    pub(super) start: usize,
    pub(super) blocks: Vec<Block>,
}

/// Reads such a text; `None` if it is another.
pub(super) fn read(text: &str) -> Option<Log> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let form = form_of(&lines)?;
    let mut messages: Vec<Message> = Vec::new();
    let mut first = None;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim_end();
        let start = offset(text, line);
        if let Some(head) = head_at(&lines, at).filter(|head| head.form == form) {
            first = first.or(Some(start));
            if form.is_post() {
                take_subject(messages.last_mut());
            }
            messages.push(message(text, &head));
            at += usize::from(form == Form::Above);
        } else if let Some(message) = messages.last_mut() {
            add(&mut message.texts[0], line, start);
        }
        at += 1;
    }
    messages.retain(|message| !message.author.is_empty() && !is_no_message(message.texts[0].as_str()));
    Some(Log {
        start: first?,
        blocks: blocks(messages.into_iter()),
    })
}

/// The form of a log's messages; `None` if the text is no log.
fn form_of(lines: &[&str]) -> Option<Form> {
    let worded = (0..lines.len()).filter(|&at| !lines[at].trim().is_empty());
    let mut tried = None;
    worded.take(MAX_LINES_BEFORE + 1).find_map(|at| {
        let form = head_at(lines, at)?.form;
        let is_new = tried.replace(form) != Some(form);
        (is_new && is_log(lines, at, form)).then_some(form)
    })
}

/// True if the lines from the first message on are a log or a thread.
fn is_log(lines: &[&str], first: usize, form: Form) -> bool {
    let heads = || {
        let heads = (first..lines.len()).filter_map(|at| head_at(lines, at));
        heads.filter(|head| head.form == form)
    };
    let speaking = || heads().filter(|head| !head.name.is_empty());
    let (count, said) = (heads().count(), speaking().count());
    let worded = lines[first..].iter().filter(|line| !line.trim().is_empty()).count();
    let has_texts = worded >= 2 * count;
    let mut names = HashSet::new();
    match form {
        Form::Post => said >= MIN_POSTS && has_texts,
        Form::Posted => said >= MIN_POSTS && has_texts && !have_titles(lines, first, form),
        // Chronicles have a title above each date; in a thread, somebody answers, and somebody speaks again.
        Form::Above => {
            speaking().for_each(|head| {
                names.insert(head.name);
            });
            said >= MIN_MESSAGES && has_texts && (2..said).contains(&names.len())
        }
        Form::Said | Form::Saved => {
            // In a schedule, and in the log of a program, each line has another name.
            let speaks_again = speaking().any(|head| head.is_sure || !names.insert(head.name));
            let share = if heads().all(|head| has_day(head.stamp)) { 4 } else { 2 };
            said >= MIN_MESSAGES && count * share >= worded && speaks_again && (has_texts || are_apart(lines, form))
        }
    }
}

/// True if most heads of posts stand right below a line of their own: the title of an entry.
fn have_titles(lines: &[&str], first: usize, form: Form) -> bool {
    let heads = || (first + 1..lines.len()).filter(|&at| head_at(lines, at).is_some_and(|head| head.form == form));
    let is_titled = |&at: &usize| {
        let above = lines[at - 1].trim();
        !above.is_empty() && !above.starts_with("Re: ")
    };
    heads().filter(is_titled).count() * 2 > heads().count()
}

/// True if most messages stand below a blank line.
fn are_apart(lines: &[&str], form: Form) -> bool {
    let (mut apart, mut close) = (0, 0);
    let mut is_below_blank = false;
    for line in lines.iter().map(|line| line.trim()) {
        if head(line).is_some_and(|head| head.form == form) {
            apart += usize::from(is_below_blank);
            close += usize::from(!is_below_blank);
        }
        is_below_blank = line.is_empty();
    }
    apart > close
}

/// The head of a message that begins with a line, on that line or on two.
fn head_at<'t>(lines: &[&'t str], at: usize) -> Option<Head<'t>> {
    head(lines[at].trim()).or_else(|| name_above_date(lines, at))
}

/// The head of a message that a line begins with, if it begins with one.
fn head(line: &str) -> Option<Head<'_>> {
    if let Some(post) = post(line) {
        return Some(post);
    }
    if let Some(inner) = line.strip_prefix('[') {
        let (stamp, rest) = inner.split_once(']')?;
        return spoken(stamp, rest.trim_start(), false);
    }
    if let Some((stamp, rest)) = line
        .split_once(" - ")
        .filter(|(stamp, _)| has_day(stamp) && is_stamp(stamp))
    {
        let said = spoken(stamp, rest, false);
        return Some(said.map_or(
            Head {
                form: Form::Saved,
                stamp,
                name: "",
                text: rest,
                is_sure: false,
            },
            |head| Head {
                form: Form::Saved,
                ..head
            },
        ));
    }
    let (stamp, rest) = line.split_once(" <")?;
    spoken(stamp, &line[line.len() - rest.len() - 1..], true)
}

/// The head of a post on one line.
fn post(line: &str) -> Option<Head<'_>> {
    let number = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = line
        .strip_prefix('#')
        .filter(|rest| number(rest) > 0)
        .and_then(|rest| rest[number(rest)..].strip_prefix(' '));
    let posted = || {
        line.strip_prefix("Posted by ")
            .or_else(|| line.strip_prefix("posted by "))
    };
    let (form, rest, joints) = if let Some(rest) = numbered {
        (Form::Post, rest, JOINTS)
    } else if let Some(rest) = line.strip_prefix("by ") {
        (Form::Post, rest, &JOINTS[..1])
    } else {
        (Form::Posted, posted()?, JOINTS)
    };
    let mut parted = joints.iter().filter_map(|joint| rest.split_once(joint));
    let (name, stamp) = parted.find(|(name, stamp)| is_name(name) && (is_stamp(stamp) || is_full_date(stamp)))?;
    Some(Head {
        form,
        stamp,
        name,
        text: "",
        is_sure: true,
    })
}

/// The head of a post whose author has a line alone, with the date on the next one.
fn name_above_date<'t>(lines: &[&'t str], at: usize) -> Option<Head<'t>> {
    let is_apart = at == 0 || lines[at - 1].trim().is_empty();
    let name = lines[at].trim();
    let is_short = || name.split_whitespace().nth(MAX_WORDS_ABOVE_DATE).is_none();
    if !is_apart || !is_short() || !is_name(name) || is_date_line(name) {
        return None;
    }
    let stamp = lines.get(at + 1)?.trim();
    (is_full_date(stamp) || (is_stamp(stamp) && has_day(stamp))).then_some(Head {
        form: Form::Above,
        stamp,
        name,
        text: "",
        is_sure: false,
    })
}

/// The head with a stamp before "Ann: text" or "<ann> text"; only the second if `is_marked`.
fn spoken<'t>(stamp: &'t str, rest: &'t str, is_marked: bool) -> Option<Head<'t>> {
    let marked = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    let is_sure = marked.is_some();
    let (name, text) = marked.or_else(|| rest.split_once(": ").filter(|_| !is_marked))?;
    let name = name.trim_start_matches(['@', '+', ' ', '~', '&', '%']);
    (is_stamp(stamp) && is_name(name)).then_some(Head {
        form: Form::Said,
        stamp,
        name,
        text: text.trim_start(),
        is_sure,
    })
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
        && name.chars().nth(MAX_NAME_CHARS).is_none()
        && name.split_whitespace().count() <= MAX_NAME_WORDS
        && !name.contains(['?', '!', ';', '<', '>', '/'])
}

/// True for "19:02", "2025-11-03 19:02:11", "Tue Mar 03, 2026 9:14 pm": a time of day, and perhaps a day.
fn is_stamp(stamp: &str) -> bool {
    let words: Vec<&str> = stamp.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_known = |word: &str| !word.contains(char::is_alphabetic) || is_date_line(&format!("{word} 2000"));
    let is_half = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m." | "p.m.");
    let rest = || words.iter().filter(|word| !is_time(word) && !is_half(word));
    (1..=MAX_STAMP_WORDS).contains(&words.len())
        && words.iter().filter(|word| is_time(word)).count() == 1
        && rest().all(|word| is_known(word) && word.contains(char::is_alphanumeric))
}

/// True if a stamp has more than a time of day.
fn has_day(stamp: &str) -> bool {
    let before = stamp.split(':').next().unwrap_or_default();
    before.trim_start().contains([' ', ',']) && before.contains(|c: char| c.is_ascii_digit())
}

fn message(text: &str, head: &Head) -> Message {
    let said = if head.text.is_empty() {
        TracedText::default()
    } else {
        TracedText::new(head.text, offset(text, head.text))
    };
    Message {
        author: head.name.trim().to_owned(),
        time: TracedText::new(head.stamp, offset(text, head.stamp)),
        reply_to: None,
        texts: vec![said],
        attachments: Vec::new(),
    }
}

/// The place of a part of a text.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Adds a line to a message.
fn add(text: &mut TracedText, line: &str, at: usize) {
    if !text.as_str().is_empty() {
        text.push_joint("\n");
    }
    text.push_run(line, at);
}

/// Takes the subject of the next post from the end of a post: "Re: How do I reset it?".
fn take_subject(post: Option<&mut Message>) {
    let Some(text) = post.map(|post| &mut post.texts[0]) else {
        return;
    };
    let words = text.as_str();
    let kept = words.rfind('\n').map_or(0, |end| end + 1);
    if words[kept..].trim_start().starts_with("Re: ") {
        *text = text.slice_trimmed(0..kept);
    }
}

fn is_no_message(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\u{200e}').trim_end_matches('.');
    NO_MESSAGES.contains(&text) || (text.starts_with('<') && text.ends_with(" omitted>"))
}

/// The title of a log whose text before the first message is a line alone: "#announcements".
pub(super) fn title(before: &str) -> Option<Block> {
    let line = before.trim();
    let title = line.trim_start_matches('#').trim_start();
    let is_title = title.contains(char::is_alphanumeric) && !line.contains('\n');
    is_title.then(|| Block::new(BlockKind::Heading(1), TracedText::new(title, offset(before, title))))
}

#[cfg(test)]
mod tests;

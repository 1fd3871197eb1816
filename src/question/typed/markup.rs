//! Takes Discord's tags and marks out of a question, and keeps the words between them.
//!
//! Web addresses go too: nobody asks an article by them, and their parts ("com", "watch") would count as the rarest
//! words of the question. The bare name of a site stays, since it is a word. Every step is linear in the text.

/// The most bytes of a tag. A "<" that isn't closed within this many stands for itself.
const MAX_TAG_BYTES: usize = 120;

/// Discord's code marks have one to three back quotes.
const MAX_CODE_MARKS: usize = 3;

/// Returns `text` without tags, addresses and marks. The line breaks must still be there: they show where a quote or
/// heading begins.
pub(super) fn strip(text: &str) -> String {
    let mut scan = Scan {
        text,
        at: 0,
        kept: String::with_capacity(text.len()),
        marks: Vec::new(),
        unclosed_code: [false; MAX_CODE_MARKS + 1],
    };
    let mut at_line_start = true;
    while let Some(c) = text[scan.at..].chars().next() {
        if at_line_start {
            scan.at += line_mark_len(&text[scan.at..]);
            at_line_start = false;
            continue;
        }
        at_line_start = c == '\n' || c == '\r';
        scan.step(c);
    }
    without_pairs(&scan.kept, &scan.marks)
}

/// A run of marks, or a part of one, that may open or close bold, italic, underlined, struck or hidden text.
struct Mark {
    sign: char,
    /// Its byte offset in the kept text.
    at: usize,
    len: usize,
    may_open: bool,
    may_close: bool,
}

struct Scan<'a> {
    text: &'a str,
    /// The byte offset of the next character.
    at: usize,
    kept: String,
    marks: Vec<Mark>,
    /// For each number of back quotes: whether no such run is ahead.
    unclosed_code: [bool; MAX_CODE_MARKS + 1],
}

impl Scan<'_> {
    fn step(&mut self, c: char) {
        let rest = &self.text[self.at..];
        match c {
            '\\' => {
                let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                self.keep(escaped.unwrap_or(c), 1 + escaped.map_or(0, char::len_utf8));
            }
            '`' => self.code(rest),
            '<' => match tag_len(rest) {
                Some(len) => self.drop(len),
                None => self.keep(c, 1),
            },
            '[' => match link(rest) {
                Some((label, len)) => {
                    let label = strip(label);
                    self.kept.push_str(&label);
                    self.at += len;
                }
                None => self.keep(c, 1),
            },
            '@' => match ["@everyone", "@here"].into_iter().find(|name| is_word(rest, name)) {
                Some(name) if !self.is_behind_word() => self.drop(name.len()),
                _ => self.keep(c, 1),
            },
            'h' | 'H' if !self.is_behind_word() => match address_len(rest) {
                Some(len) => self.drop(len),
                None => self.keep(c, 1),
            },
            '*' | '_' | '~' | '|' => self.mark(c, rest),
            _ => self.keep(c, c.len_utf8()),
        }
    }

    fn keep(&mut self, c: char, read_bytes: usize) {
        self.kept.push(c);
        self.at += read_bytes;
    }

    fn drop(&mut self, read_bytes: usize) {
        self.kept.push(' ');
        self.at += read_bytes;
    }

    fn is_behind_word(&self) -> bool {
        self.text[..self.at].ends_with(char::is_alphanumeric)
    }

    /// Keeps code to the letter, without the marks around it and the name of its language.
    fn code(&mut self, rest: &str) {
        let len = run_len(rest, '`');
        let inner = &rest[len..];
        let end = if len > MAX_CODE_MARKS || self.unclosed_code[len] {
            None
        } else {
            closing_code(inner, len)
        };
        let Some(end) = end else {
            if let Some(unclosed) = self.unclosed_code.get_mut(len) {
                *unclosed = true;
            }
            return self.drop(len);
        };
        let mut code = &inner[..end];
        if len == MAX_CODE_MARKS
            && let Some((language, lines)) = code.split_once('\n')
            && !language.contains(char::is_whitespace)
        {
            code = lines;
        }
        self.kept.push_str(code);
        self.at += len + end + len;
    }

    fn mark(&mut self, sign: char, rest: &str) {
        let len = run_len(rest, sign);
        let before = self.text[..self.at].chars().next_back();
        let after = rest[len..].chars().next();
        let is_wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // Three are bold and italic at once. Four or more aren't marks: they stand for a word left unsaid.
        let parts: &[usize] = match (sign, len) {
            ('*' | '_', 1) => &[1],
            ('*' | '_', 3) => &[2, 1],
            (_, 2) => &[2],
            _ => &[],
        };
        let mut at = self.kept.len();
        for &part in parts {
            let (may_open, may_close) = match (sign, part) {
                ('|', _) => (true, true),
                // "2*3*4" and "snake_case_name" aren't italics; "un**believ**able" is bold.
                ('_', _) | (_, 1) => (
                    !is_wordy(before) && !is_space(after),
                    !is_space(before) && !is_wordy(after),
                ),
                _ if is_digit(before) && is_digit(after) => (false, false),
                _ => (!is_space(after), !is_space(before)),
            };
            self.marks.push(Mark {
                sign,
                at,
                len: part,
                may_open,
                may_close,
            });
            at += part;
        }
        self.kept.push_str(&rest[..len]);
        self.at += len;
    }
}

/// Returns `kept` without the marks that come in pairs.
fn without_pairs(kept: &str, marks: &[Mark]) -> String {
    let mut open: Vec<((char, usize), usize)> = Vec::new();
    let mut paired = vec![false; marks.len()];
    for (index, mark) in marks.iter().enumerate() {
        let kind = (mark.sign, mark.len);
        // There are six kinds of mark, and at most one of each can be open.
        let opener = open.iter().position(|&(other, _)| other == kind);
        match opener {
            Some(opener) if mark.may_close => {
                paired[open.swap_remove(opener).1] = true;
                paired[index] = true;
            }
            Some(opener) if mark.may_open => open[opener].1 = index,
            None if mark.may_open => open.push((kind, index)),
            _ => {}
        }
    }
    let mut plain = String::with_capacity(kept.len());
    let mut from = 0;
    for (mark, _) in marks.iter().zip(paired).filter(|(_, paired)| *paired) {
        plain.push_str(&kept[from..mark.at]);
        from = mark.at + mark.len;
    }
    plain.push_str(&kept[from..]);
    plain
}

/// The length of the quote, heading and list marks at the front of a line.
fn line_mark_len(line: &str) -> usize {
    let mut len = 0;
    loop {
        let rest = &line[len..];
        let indent = run_len(rest, ' ');
        let mark = [">>> ", "> ", "# ", "## ", "### ", "-# ", "- ", "* "]
            .into_iter()
            .find(|mark| rest[indent..].starts_with(mark));
        match mark {
            Some(mark) => len += indent + mark.len(),
            None => return len,
        }
    }
}

fn run_len(text: &str, sign: char) -> usize {
    text.find(|c| c != sign).unwrap_or(text.len())
}

fn closing_code(inner: &str, len: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = inner[from..].find('`') {
        let run = run_len(&inner[from + found..], '`');
        if run == len {
            return Some(from + found);
        }
        from += found + run;
    }
    None
}

/// The length of a mention, custom emoji, time, command, place in the server, or address between "<" and ">"; `None` if
/// `rest` doesn't begin with one.
fn tag_len(rest: &str) -> Option<usize> {
    if address_len(&rest[1..]).is_some() {
        let end = rest[1..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
        return rest[1 + end..].starts_with('>').then_some(end + 2);
    }
    let end = rest.bytes().take(MAX_TAG_BYTES).position(|byte| byte == b'>')?;
    let inner = &rest[1..end];
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_name_and_number = |text: &str| {
        text.rsplit_once(':')
            .is_some_and(|(name, id)| !name.is_empty() && is_number(id))
    };
    let is_tag = if let Some(id) = inner.strip_prefix('@') {
        is_number(id.strip_prefix(['!', '&']).unwrap_or(id))
    } else if let Some(id) = inner.strip_prefix('#') {
        is_number(id)
    } else if let Some(time) = inner.strip_prefix("t:") {
        let seconds = time.split_once(':').map_or(time, |(seconds, _)| seconds);
        is_number(seconds.strip_prefix('-').unwrap_or(seconds))
    } else if let Some(place) = inner.strip_prefix("id:") {
        !place.contains(char::is_whitespace)
    } else {
        ["a:", ":", "/"]
            .into_iter()
            .any(|prefix| inner.strip_prefix(prefix).is_some_and(is_name_and_number))
    };
    is_tag.then_some(end + 1)
}

/// The label of "[label](address)", and the length of the whole link.
fn link(rest: &str) -> Option<(&str, usize)> {
    let label_len = rest[1..].find(['[', ']', '\n'])?;
    let label = &rest[1..=label_len];
    let inner = rest[1 + label_len..].strip_prefix("](")?;
    let address = inner.strip_prefix('<').unwrap_or(inner);
    address_len(address)?;
    let end = inner.find([')', '[', '\n'])?;
    inner[end..]
        .starts_with(')')
        .then_some((label, 1 + label_len + "](".len() + end + 1))
}

/// The length of a web address, without the punctuation that closes the sentence around it.
fn address_len(rest: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
        .unwrap_or(rest.len());
    let trimmed = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_', '|', '~']);
    Some(trimmed.len().max(scheme.len()))
}

/// True if `text` begins with `word` as a whole word.
fn is_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests;

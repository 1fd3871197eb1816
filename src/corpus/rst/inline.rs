//! The markup within a paragraph: emphasis, literals, roles, links, footnotes, substitutions.

use super::super::traced::{MarkKind, TracedText};
use super::names::{Names, folded};

/// Roles whose text is code.
const CODE_ROLES: &[&str] = &[
    "code", "literal", "file", "command", "program", "option", "envvar", "samp", "kbd", "func", "class", "meth", "mod",
    "attr", "exc", "data", "const", "obj", "type", "macro", "member", "makevar", "regexp", "confval", "setting",
];
/// Roles whose text is struck out.
const STRUCK_ROLES: &[&str] = &["del", "s", "strike", "strikeout", "strikethrough"];
/// What begins struck text where a converter had no role for it; "]" ends it.
const STRUCK: &str = "[STRIKEOUT:";
/// The longest name of a role or a reference.
const MAX_NAME_BYTES: usize = 80;
/// Characters before and after which markup may stand.
const OPENING: &str = " \n'\"([{<-/:–—“‘«";
const CLOSING: &str = " \n'\")]}>-/:.,;!?–—\\”’»";

/// The text of a paragraph without its markup, which becomes marks.
pub(super) fn inline(text: &TracedText, names: &Names) -> TracedText {
    let mut out = TracedText::default();
    let whole = text.as_str();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = whole[at..].find(['*', '`', '|', '\\', ':', '[', '_', 'h']) {
        let start = at + found;
        let opens = whole[..start].chars().next_back().is_none_or(|c| OPENING.contains(c));
        let end = match whole.as_bytes()[start] {
            b'\\' => {
                push(&mut out, text, from, start);
                // A space after a backslash only separates markup from words; another character loses its meaning.
                let next = whole[start + 1..].chars().next();
                let len = next.map_or(0, char::len_utf8);
                let is_space = next.is_some_and(char::is_whitespace);
                from = start + 1 + if is_space { len } else { 0 };
                at = start + 1 + len;
                continue;
            }
            _ if opens => {
                let mut piece = TracedText::default();
                markup(text, start, names, &mut piece).map(|end| (end, piece))
            }
            // "name_" ends a word.
            b'_' => reference(whole, from, start, names).map(|(word, end, address)| {
                push(&mut out, text, from, word);
                from = word;
                let mut piece = text.slice_trimmed(word..start);
                if let Some(address) = address {
                    piece.mark_from(0, MarkKind::Link(address));
                }
                (end, piece)
            }),
            _ => None,
        };
        match end {
            Some((end, piece)) => {
                let is_reference = whole.as_bytes()[start] == b'_' && !opens;
                let mut word = if is_reference { from } else { start };
                // A footnote mark that is left out must not leave a space before the comma.
                if piece.is_blank() && whole[end..].chars().next().is_none_or(|c| CLOSING.contains(c)) {
                    word = from + whole[from..word].trim_end().len();
                }
                push(&mut out, text, from, word);
                out.push_traced(&piece);
                (from, at) = (end, end);
            }
            None => at = start + 1,
        }
    }
    push(&mut out, text, from, whole.len());
    out.slice_trimmed(0..out.as_str().len())
}

/// Appends a part of a text with the white space around it.
fn push(out: &mut TracedText, text: &TracedText, from: usize, to: usize) {
    let part = &text.as_str()[from..to];
    for (at, c) in part.char_indices() {
        out.push_run(c.encode_utf8(&mut [0; 4]), text.source_of(from + at));
    }
}

/// The beginning of a text: names are short, and a search for their end must not go through a whole file.
fn near(text: &str) -> &str {
    let end = (0..=MAX_NAME_BYTES.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// The end of a text, as long as a name can be.
fn near_end(text: &str) -> &str {
    let first = text.len().saturating_sub(MAX_NAME_BYTES);
    let start = (first..=text.len()).find(|&start| text.is_char_boundary(start));
    &text[start.unwrap_or(text.len())..]
}

/// Reads the markup that begins at `start`, and returns its end. `None` if it is none.
fn markup(text: &TracedText, start: usize, names: &Names, out: &mut TracedText) -> Option<usize> {
    let whole = text.as_str();
    let rest = &whole[start..];
    let signs = [
        ("``", MarkKind::Code),
        ("**", MarkKind::Strong),
        ("*", MarkKind::Emphasis),
    ];
    if let Some((sign, kind)) = signs.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
        let end = close(whole, start + sign.len(), sign)?;
        push(out, text, start + sign.len(), end);
        out.mark_from(0, kind);
        return Some(end + sign.len());
    }
    if let Some(inner) = rest.strip_prefix('|') {
        let name = &inner[..near(inner).find('|')?];
        let value = names.replacements.get(&folded(name))?;
        out.push_traced(&TracedText::new(value.text, value.at));
        let end = start + name.len() + 2;
        return Some(end + whole[end..].bytes().take_while(|&b| b == b'_').count());
    }
    if rest.starts_with(STRUCK) {
        return Some(start + struck_len(rest)?);
    }
    if rest.starts_with('[') {
        // "[1]_" refers to a footnote, "[Lee99]_" to a citation.
        let len = near(rest).find("]_").filter(|&len| !rest[..len].contains(' '))?;
        let name = &rest[1..len];
        if is_citation(name) {
            push(out, text, start, start + len + 1);
        } else {
            let mut marks = names.marks.borrow_mut();
            marks.insert(text.source_of(start), name.to_owned());
        }
        return Some(start + len + 2);
    }
    if rest.starts_with("http://") || rest.starts_with("https://") {
        let ends = |c: char| c.is_whitespace() || "<>\"`|".contains(c);
        let len = rest.find(ends).unwrap_or(rest.len());
        let address = rest[..len].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '\'']);
        push(out, text, start, start + address.len());
        out.mark_from(0, MarkKind::Link(address.to_owned()));
        return Some(start + address.len());
    }
    let quote = start + role_len(rest)?;
    let end = close(whole, quote + 1, "`")?;
    let role = whole[start..quote].trim_matches(':').rsplit(':').next();
    interpreted(text, quote + 1..end, role.unwrap_or_default(), names, out);
    let under = whole[end + 1..].bytes().take_while(|&b| b == b'_').count();
    Some(end + 1 + under.min(2))
}

/// True if a text begins with struck text.
pub(super) fn is_struck(text: &str) -> bool {
    let role = |rest: &str| STRUCK_ROLES.contains(&rest.split(":`").next().unwrap_or_default());
    text.starts_with(STRUCK) || text.strip_prefix(':').is_some_and(role)
}

/// The length of the struck text in brackets that begins a text; brackets may stand in it.
fn struck_len(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, bracket) in text.match_indices(['[', ']']).take(64) {
        depth = if bracket == "[" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// True for the name of a citation, not the mark of a footnote.
pub(super) fn is_citation(name: &str) -> bool {
    !name.starts_with(['#', '*']) && !name.bytes().all(|b| b.is_ascii_digit())
}

/// The length of the role, or of the sign of a target, before an opening backquote. `None` if `text` begins with neither.
fn role_len(text: &str) -> Option<usize> {
    let Some(role) = text.strip_prefix(':') else {
        let sign = usize::from(text.starts_with('_'));
        return text[sign..].starts_with('`').then_some(sign);
    };
    let len = near(role).find(":`")?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:+.".contains(c);
    (len > 0 && role[..len].chars().all(is_name)).then_some(len + 2)
}

/// The text of "`text <target>`" with the role before it.
fn interpreted(text: &TracedText, range: std::ops::Range<usize>, role: &str, names: &Names, out: &mut TracedText) {
    if STRUCK_ROLES.contains(&role) {
        return;
    }
    let whole = &text.as_str()[range.clone()];
    let target = whole.strip_suffix('>').and_then(|inner| inner.rsplit_once('<'));
    let target = target.filter(|_| role != "samp" && role != "abbr");
    if let Some((title, target)) = target {
        let shown = if title.trim().is_empty() { target } else { title };
        let from = range.start + whole.find(shown).unwrap_or_default();
        push(out, text, from, from + shown.trim_end().len());
        let known = names.addresses.get(&folded(target.trim_end_matches('_'))).copied();
        let address = known.or(target.contains("://").then_some(target));
        if let Some(address) = address.or(target.starts_with("mailto:").then_some(target)) {
            out.mark_from(0, MarkKind::Link(address.to_owned()));
        }
        return;
    }
    if let Some(title) = names
        .titles
        .get(&folded(whole))
        .filter(|_| role == "ref" || role == "numref")
    {
        out.push_traced(&TracedText::new(title.text, title.at));
        return;
    }
    let is_code = CODE_ROLES.contains(&role);
    let bare = whole.trim_start_matches(['!', '.']);
    // "~a.b.c" shows only the last part.
    let bare = bare
        .strip_prefix('~')
        .map_or(bare, |path| path.rsplit('.').next().unwrap_or(path));
    let bare = if is_code { bare } else { whole };
    push(out, text, range.end - bare.len(), range.end);
    match (is_code, names.addresses.get(&folded(whole))) {
        (true, _) => out.mark_from(0, MarkKind::Code),
        (false, Some(address)) if role.is_empty() => out.mark_from(0, MarkKind::Link((*address).to_owned())),
        _ if matches!(role, "emphasis" | "title-reference") => out.mark_from(0, MarkKind::Emphasis),
        _ if matches!(role, "strong" | "guilabel") => out.mark_from(0, MarkKind::Strong),
        _ => {}
    }
}

/// The place of the sign that ends markup: not after white space, and before the end of a word.
fn close(whole: &str, from: usize, sign: &str) -> Option<usize> {
    if whole[from..].starts_with(char::is_whitespace) {
        return None;
    }
    let ends = |at: &usize| {
        let after = &whole[at + sign.len()..];
        let is_after_word = *at > from && !whole[..*at].ends_with(char::is_whitespace);
        let after = if sign == "`" {
            after.trim_start_matches('_')
        } else {
            after
        };
        is_after_word
            && after
                .chars()
                .next()
                .is_none_or(|c| CLOSING.contains(c) || !c.is_ascii())
    };
    whole[from..]
        .match_indices(sign)
        .map(|(at, _)| from + at)
        .take(64)
        .find(ends)
}

/// The start of the word that ends in "_" at `at`, the end of the reference, and its address. `None` if the word
/// merely ends in an underscore.
fn reference(whole: &str, from: usize, at: usize, names: &Names) -> Option<(usize, usize, Option<String>)> {
    let end = at + whole[at..].bytes().take_while(|&b| b == b'_').count();
    let is_end = whole[end..].chars().next().is_none_or(|c| CLOSING.contains(c));
    if !is_end || end - at > 2 {
        return None;
    }
    let before = near_end(&whole[from..at]);
    let from = at - before.len();
    let word = before.rfind(|c: char| c.is_whitespace() || "([{<\"'".contains(c));
    let word = from
        + word.map_or(0, |space| {
            space + whole[from + space..].chars().next().map_or(1, char::len_utf8)
        });
    let name = folded(&whole[word..at]);
    let address = names.addresses.get(&name).map(|address| (*address).to_owned());
    // "the rules__" leads to the next target without a name.
    let is_nameless = names.has_nameless && end - at == 2 && name.starts_with(char::is_alphanumeric);
    let is_known = address.is_some() || names.titles.contains_key(&name) || is_nameless;
    is_known.then_some((word, end, address))
}

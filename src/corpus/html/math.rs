//! Writes formulas (presentation `MathML`) in a line: "(a + b)/2".

use std::borrow::Cow;
use std::ops::Range;

use super::inline::superscript;
use super::page::{Kind, Page};
use super::token::resolved;

/// The deepest nesting of parts; deeper ones are left out.
const MAX_DEPTH: usize = 64;
/// The most bytes of a formula.
const MAX_BYTES: usize = 4_000;

/// The formula at `at`, written in a line. `None` if it is empty or too long.
pub(super) fn read(page: &Page<'_>, at: usize) -> Option<String> {
    if range(page, at).len() > 16 * MAX_BYTES {
        return None;
    }
    let formula = row(page, page.within(at), 0);
    let formula = formula.split_whitespace().collect::<Vec<_>>().join(" ");
    (1..=MAX_BYTES).contains(&formula.len()).then_some(formula)
}

/// True for a formula, with or without the prefix of its namespace.
pub(super) fn is_formula(page: &Page<'_>, at: usize) -> bool {
    page.is_any(at, &["math"]) || (page.is_any(at, &[""]) && name(page, at) == "math")
}

/// The range of the formula at `at` in the source.
pub(super) fn range(page: &Page<'_>, at: usize) -> Range<usize> {
    let last = page.nodes[at].end - 1;
    page.nodes[at].range.start..page.nodes[last].range.end
}

/// The name of the element at `at`, without the prefix of its namespace.
fn name<'a>(page: &Page<'a>, at: usize) -> &'a str {
    let tag = page.source[page.nodes[at].range.clone()].trim_start_matches('<');
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '-'));
    let name = &tag[..end.unwrap_or(tag.len())];
    name.rsplit(':').next().unwrap_or_default()
}

/// The elements and texts right below the nodes in `within`.
fn children<'p>(page: &'p Page<'p>, within: Range<usize>) -> impl Iterator<Item = usize> + 'p {
    let mut next = within.start;
    std::iter::from_fn(move || {
        let at = next;
        next = page.nodes.get(at).filter(|_| at < within.end)?.end.max(at + 1);
        Some(at)
    })
}

/// The parts in a range of nodes, side by side.
fn row(page: &Page<'_>, within: Range<usize>, depth: usize) -> String {
    let mut text = String::new();
    for part in children(page, within).map(|at| written(page, at, depth)) {
        if would_merge(&text, &part) {
            text.push(' ');
        }
        // A sign at the front, or after another, belongs to what follows it: "= −1".
        let is_prefix = part.starts_with(' ') && (text.is_empty() || text.ends_with([' ', '(', '[', '|', ',']));
        let is_spaced = is_prefix && !text.ends_with(' ');
        text.push_str(if is_spaced { part.trim() } else { &part });
        if is_prefix && part.trim().starts_with(['+', '-', '−', '±']) {
            text.truncate(text.trim_end().len());
        }
    }
    text
}

/// True if two parts would read as one name or one number, unlike "2" and "a" in "2a".
fn would_merge(before: &str, after: &str) -> bool {
    let is_long = |chars: &mut dyn Iterator<Item = char>| {
        let is_of_name = |c: &char| c.is_alphabetic() || c.is_ascii_digit();
        chars.take(2).filter(is_of_name).count() == 2
    };
    before.ends_with(char::is_alphanumeric)
        && after.starts_with(char::is_alphanumeric)
        && (is_long(&mut after.chars()) || is_long(&mut before.chars().rev()))
}

/// The text or the element at `at` in a line, with spaces around it if it needs them.
fn written(page: &Page<'_>, at: usize, depth: usize) -> String {
    let within = page.within(at);
    match page.nodes[at].kind {
        Kind::Text => return resolved(page.source[page.nodes[at].range.clone()].trim()).into_owned(),
        Kind::Element(_) if depth < MAX_DEPTH => {}
        _ => return String::new(),
    }
    let parts: Vec<usize> = children(page, within.clone())
        .filter(|&at| page.element(at).is_some())
        .collect();
    let part = |i: usize| parts.get(i).map(|&at| written(page, at, depth + 1)).unwrap_or_default();
    match name(page, at) {
        "mo" => sign(&row(page, within, depth + 1)),
        "mtext" | "ms" => words(&page.short_text(at, MAX_BYTES).unwrap_or_default()),
        "mfrac" => format!("{}/{}", grouped(&part(0)), divisor(&part(1))),
        "msqrt" => format!("√{}", grouped(&row(page, within, depth + 1))),
        "mroot" => format!("{}√{}", raised(&part(1)).trim_start_matches('^'), grouped(&part(0))),
        "msup" => format!("{}{}", base(&part(0)), raised(&part(1))),
        "msub" => format!("{}_{}", base(&part(0)), grouped(&part(1))),
        "msubsup" => format!("{}_{}{}", base(&part(0)), grouped(&part(1)), raised(&part(2))),
        "munder" => format!("{}_{} ", part(0).trim(), grouped(&part(1))),
        "mover" => over(part(0).trim(), &part(1)),
        "munderover" => format!("{}_{}^{} ", part(0).trim(), grouped(&part(1)), grouped(&part(2))),
        "mfenced" => {
            let edge = |name, usual| page.attribute(at, name).unwrap_or(Cow::Borrowed(usual));
            let all: Vec<String> = (0..parts.len()).map(part).collect();
            format!("{}{}{}", edge("open", "("), all.join(", "), edge("close", ")"))
        }
        "mtable" => listed(&parts, part, "; "),
        "mtr" | "mlabeledtr" => listed(&parts, part, ", "),
        "mspace" => " ".to_owned(),
        "semantics" | "maction" => part(0),
        "mphantom" | "annotation" | "annotation-xml" | "none" | "mprescripts" => String::new(),
        _ => row(page, within, depth + 1),
    }
}

/// The parts, with `joint` between them.
fn listed(parts: &[usize], part: impl Fn(usize) -> String, joint: &str) -> String {
    let all: Vec<String> = (0..parts.len()).map(|i| part(i).trim().to_owned()).collect();
    all.join(joint)
}

/// A sign, with spaces around it if it relates or combines two things.
fn sign(sign: &str) -> String {
    match sign {
        // Invisible operators.
        "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => String::new(),
        "," | ";" => format!("{sign} "),
        _ if sign.chars().all(char::is_alphabetic) && sign.chars().nth(1).is_some() => words(sign),
        "+" | "-" | "−" | "±" | "=" | "<" | ">" | "×" | "÷" | "*" | "⋅" | "·" => format!(" {sign} "),
        _ if sign.starts_with(|c| matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2208}'..='\u{220b}' | '\u{2223}'..='\u{222a}' | '\u{2234}'..='\u{22a5}')) => {
            format!(" {sign} ")
        }
        _ => sign.to_owned(),
    }
}

fn words(text: &str) -> String {
    format!(" {text} ")
}

/// A part of several signs in brackets, since it is one thing.
fn grouped(text: &str) -> String {
    let text = text.trim();
    let is_one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ',')) || text.chars().nth(1).is_none();
    let is_closed = text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
    if is_one || is_closed {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// A divisor, in brackets if it is a product: "a/(2b)".
fn divisor(text: &str) -> String {
    let grouped = grouped(text);
    let is_product = grouped.starts_with(char::is_numeric) && grouped.ends_with(char::is_alphabetic);
    if is_product { format!("({grouped})") } else { grouped }
}

/// The base of a power or an index: a sum is in brackets, a product or a name isn't.
fn base(text: &str) -> String {
    let text = text.trim();
    if text.contains([' ', '/']) && !text.ends_with([')', ']', '|']) {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// A power, in raised signs if there are any for it.
fn raised(text: &str) -> String {
    let text = text.trim();
    match text {
        "′" | "″" | "'" | "∘" | "°" => text.to_owned(),
        _ => superscript(text).unwrap_or_else(|| format!("^{}", grouped(text))),
    }
}

/// A base below a bar, a hat or an arrow, or with a limit above it.
fn over(base: &str, sign: &str) -> String {
    let mark = match sign.trim() {
        "¯" | "‾" | "_" | "―" => '\u{304}',
        "^" | "ˆ" => '\u{302}',
        "~" | "˜" => '\u{303}',
        "˙" | "." => '\u{307}',
        "¨" => '\u{308}',
        "→" | "⃗" => '\u{20d7}',
        limit => return format!("{base}^{} ", grouped(limit)),
    };
    format!("{base}{mark}")
}

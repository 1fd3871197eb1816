//! Formulas as their signs alone (presentation `MathML`): written in a line, as one would say them.

use std::ops::Range;

use super::inline::superscript;
use super::page::{Kind, Page};
use super::token::resolved;

/// Parts that are nested deeper are left out of a formula.
const MAX_DEPTH: usize = 64;
/// The most bytes of a formula.
const MAX_BYTES: usize = 4_000;

/// The formula at `at` in a line. `None` if it has no signs, or more than a formula has.
pub(super) fn read(page: &Page<'_>, at: usize) -> Option<String> {
    let range = range(page, at);
    (range.len() <= 16 * MAX_BYTES).then_some(())?;
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
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '-'));
    let name = name.into_iter().next().unwrap_or_default();
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

/// The parts in a range of nodes, one after the other.
fn row(page: &Page<'_>, within: Range<usize>, depth: usize) -> String {
    let mut text = String::new();
    for part in children(page, within).map(|at| written(page, at, depth)) {
        let joins = |c: char| c.is_alphanumeric();
        // Two names, or two numbers, are not one.
        let is_sign = |c: char| c.is_alphabetic() || c.is_ascii_digit();
        let is_long = |text: &str| text.chars().take_while(|&c| is_sign(c)).nth(1).is_some();
        let tail: String = text.chars().rev().take(2).collect();
        let are_words = text.ends_with(joins) && part.starts_with(joins) && (is_long(&part) || is_long(&tail));
        if are_words {
            text.push(' ');
        }
        // A sign at the front, or after another, belongs to what follows it: "= −1".
        let is_sign = part.starts_with(' ') && (text.is_empty() || text.ends_with([' ', '(', '[', '|', ',']));
        text.push_str(if is_sign && !text.ends_with(' ') {
            part.trim()
        } else {
            &part
        });
        if is_sign && part.trim().starts_with(['+', '-', '−', '±']) {
            text.truncate(text.trim_end().len());
        }
    }
    text
}

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
            let edge = |name, given: &str| {
                page.attribute(at, name)
                    .map_or_else(|| given.to_owned(), std::borrow::Cow::into_owned)
            };
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

fn listed(parts: &[usize], part: impl Fn(usize) -> String, joint: &str) -> String {
    let all: Vec<String> = (0..parts.len()).map(|i| part(i).trim().to_owned()).collect();
    all.join(joint)
}

/// A sign with the spaces around it: those that relate or combine two things have them.
fn sign(sign: &str) -> String {
    match sign {
        // These are not to be seen.
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

/// A divisor; a product is in brackets, too: "a/(2b)".
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

fn raised(text: &str) -> String {
    let text = text.trim();
    match text {
        "′" | "″" | "'" | "∘" | "°" => text.to_owned(),
        _ => superscript(text).unwrap_or_else(|| format!("^{}", grouped(text))),
    }
}

/// A base with a sign over it: a bar, a hat, an arrow, or else a limit.
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

//! Marks that chats and forums show as bold, struck-out or hidden words: `**Closed on Mondays**`, `~~No dogs.~~`,
//! `||the end||`. Files of plain text have them where somebody copied a message.

use std::ops::Range;

use crate::corpus::document::Part;
use crate::corpus::traced::{MarkKind, TracedText};

const BOLD: &str = "**";
const STRUCK: &str = "~~";
/// On both sides of several words; programs have names such as `__init__`.
const UNDERLINED: &str = "__";
const SMALL: &str = "-# ";
/// The marks on both sides of words. Those of one star count only in a file that has others.
const MARKS: [(&str, Option<MarkKind>); 5] = [
    (BOLD, Some(MarkKind::Strong)),
    (UNDERLINED, Some(MarkKind::Strong)),
    (STRUCK, None),
    ("||", Some(MarkKind::Spoiler)),
    ("*", Some(MarkKind::Emphasis)),
];
/// Words between two marks.
struct Pair {
    /// The range of the words.
    words: Range<usize>,
    mark: usize,
}

/// True if a file has such marks: several, or bold words at the start of a line.
pub(super) fn are_in_use(text: &str) -> bool {
    let pairs = pairs(text);
    let begins_line = |pair: &Pair| {
        let before = &text[..pair.words.start - BOLD.len()];
        MARKS[pair.mark].0 == BOLD && (before.is_empty() || before.ends_with(['\n', '\r']))
    };
    let doubles = || pairs.iter().filter(|pair| MARKS[pair.mark].0.len() > 1);
    doubles().count() > 1 || doubles().any(begins_line)
}

/// Takes the marks out of a text, marks the words between them, and leaves out those that are struck out.
pub(super) fn without_stars(text: TracedText, parts: &mut [Part]) -> TracedText {
    let pairs = pairs(text.as_str());
    // The bytes to drop, and the marks of the bytes that stay.
    let whole = text.as_str();
    let mut drops: Vec<Range<usize>> = small_signs(whole).collect();
    for pair in &pairs {
        let (mark, kind) = &MARKS[pair.mark];
        let (start, end) = (pair.words.start - mark.len(), pair.words.end + mark.len());
        if kind.is_some() {
            drops.extend([start..pair.words.start, pair.words.end..end]);
        } else {
            let is_spare = whole[..start].ends_with(' ') && !whole[end..].starts_with(char::is_alphanumeric);
            drops.push(start - usize::from(is_spare)..end);
        }
    }
    if drops.is_empty() {
        return text;
    }
    drops.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut rest = Rest::of(&text, &drops);
    for pair in &pairs {
        if let Some(kind) = &MARKS[pair.mark].1 {
            let range = rest.moved(pair.words.start)..rest.moved(pair.words.end);
            rest.text.mark_range(range, kind.clone());
        }
    }
    for part in parts {
        part.start = rest.moved(part.start);
    }
    rest.text
}

/// The signs of small print in chats, at the start of a line: "-# since May".
fn small_signs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let begins_line = |at: usize| text[..at].is_empty() || text[..at].ends_with(['\n', '\r']);
    let signs = text.match_indices(SMALL).map(|(at, sign)| at..at + sign.len());
    signs.filter(move |sign| begins_line(sign.start))
}

/// A text without some ranges.
pub(super) struct Rest {
    pub(super) text: TracedText,
    /// Each place in the whole text from which on bytes stayed, with the place of the first of them now.
    places: Vec<(usize, usize)>,
}

impl Rest {
    /// Drops ranges, which are in the order of their beginnings.
    pub(super) fn of(whole: &TracedText, drops: &[Range<usize>]) -> Self {
        let mut rest = Self {
            text: TracedText::default(),
            places: Vec::new(),
        };
        let mut done = 0;
        for drop in drops {
            if drop.start > done {
                rest.keep(whole, done..drop.start);
            }
            done = done.max(drop.end);
        }
        rest.keep(whole, done..whole.as_str().len());
        rest
    }

    fn keep(&mut self, whole: &TracedText, range: Range<usize>) {
        self.places.push((range.start, self.text.as_str().len()));
        self.text.push_traced(&whole.slice(range));
    }

    /// The place now of a place in the whole text.
    pub(super) fn moved(&self, at: usize) -> usize {
        let before = self.places.partition_point(|&(from, _)| from <= at);
        let (from, to) = before.checked_sub(1).map_or((0, 0), |i| self.places[i]);
        let most = self.places.get(before).map_or(self.text.as_str().len(), |&(_, to)| to);
        (to + (at - from)).min(most)
    }
}

/// The words between pairs of marks. Both stand on one line and touch the words, but no other word: not those of
/// `2 ** 8`, `x**2**3`, `src/**` or `f(**a, **b)`.
fn pairs(text: &str) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    for (mark, (sign, _)) in MARKS.iter().enumerate() {
        let own = sign.chars().next().unwrap_or_default();
        let is_border =
            |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || (c != own && c != '/' && !c.is_alphanumeric()));
        let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != own);
        let mut open: Option<usize> = None;
        let (mut seen, mut has_space) = (0, false);
        for (at, _) in text.match_indices(sign) {
            let (before, after) = (&text[..at], &text[at + sign.len()..]);
            let (last, next) = (before.chars().next_back(), after.chars().next());
            let passed = &text[std::mem::replace(&mut seen, at)..at];
            open = open.filter(|_| !passed.contains(['\n', '\r']));
            has_space |= passed.contains(' ');
            match open {
                Some(start) if touches(last) && is_border(next) && (has_space || *sign != UNDERLINED) => {
                    found.push(Pair { words: start..at, mark });
                    open = None;
                }
                _ if is_border(last) && touches(next) => (open, has_space) = (Some(at + sign.len()), false),
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<String>) {
        let plain = without_stars(TracedText::new(text, 0), &mut []);
        let marks = plain.marks().iter();
        let marked = marks.map(|mark| format!("{:?} {}", mark.kind, &plain.as_str()[mark.range.clone()]));
        (plain.as_str().to_owned(), marked.collect())
    }

    #[test]
    fn marks_around_words_are_read_as_they_look() {
        for (text, expected, marks) in [
            (
                "**Q: Is there wifi?** Yes.",
                "Q: Is there wifi? Yes.",
                "Strong Q: Is there wifi?",
            ),
            (
                "Bring (**always**) a cup, **not** two.",
                "Bring (always) a cup, not two.",
                "Strong always|Strong not",
            ),
            ("“**Never**”: none.", "“Never”: none.", "Strong Never"),
            (
                "**1. This is *not* allowed**",
                "1. This is not allowed",
                "Strong 1. This is not allowed|Emphasis not",
            ),
            ("No slurs. ~~Puns are fine.~~", "No slurs.", ""),
            ("Price: ~~9~~ **7** or ~~**8**~~ 6", "Price: 7 or 6", "Strong 7"),
            ("__Ask a mod__ first.", "Ask a mod first.", "Strong Ask a mod"),
            ("One\n-# since May", "One\nsince May", ""),
            (
                "It was ||the **cook**||.",
                "It was the cook.",
                "Strong cook|Spoiler the cook",
            ),
        ] {
            let (text, marked) = read(text);
            assert_eq!((text.as_str(), marked.join("|").as_str()), (expected, marks));
        }
    }

    #[test]
    fn other_stars_and_strokes_stay() {
        for text in [
            "Area = a ** 2 + b ** 2",
            "x**2**3 and 2**8 and 2*3*4",
            "pounds** a day, pence* a night",
            "src/**/*.rs and lib/**",
            "f(**a, **b), f(*a, *b)",
            "** Under 12.",
            "***** four **** stars",
            "a **lone opening",
            "**two\nlines**",
            "a || b || c",
            "~~~~ A frame ~~~~",
            "def __init__(self): a__b c__d",
            "Name: ____ Date: ____",
            "a -# b",
        ] {
            assert_eq!(read(text), (text.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn a_single_pair_counts_at_the_start_of_a_line() {
        for text in ["**Note:** a", "a\n**Note:** b", "a **b** c **d**", "a **b** ~~c~~"] {
            assert!(are_in_use(text), "{text}");
        }
        for text in ["Stars **matter** here.", "a *b* c *d*"] {
            assert!(!are_in_use(text), "{text}");
        }
    }

    #[test]
    fn items_begin_where_they_did() {
        let mut parts = [0, 10, 16].map(|start| Part { start, depth: 0 });
        let text = without_stars(TracedText::new("- **One**\n- Two\n- **Six**", 0), &mut parts);
        let starts = parts.map(|part| &text.as_str()[part.start..]);
        assert_eq!(starts, ["- One\n- Two\n- Six", "- Two\n- Six", "- Six"]);
    }
}

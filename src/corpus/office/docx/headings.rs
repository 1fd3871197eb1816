//! Headings by their style: authors and publishers make styles of their own, which have no outline level.
//!
//! The decision is made once for each style, by the look of the style and by all paragraphs that have it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::styles::{Role, Style, Styles, value};
use crate::corpus::office::writer::TITLE_LEVEL;
use crate::corpus::office::xml::Element;

/// The longest heading, in characters.
const MAX_HEADING_CHARS: usize = 120;
/// The most lines before a title: a number, a series, an author.
const MAX_LINES_BEFORE_TITLE: usize = 3;
/// The deepest level of a heading.
const MAX_LEVEL: usize = 6;

/// The paragraphs of one style. Those without text don't count.
#[derive(Debug, Default)]
struct Use {
    count: usize,
    chars: usize,
    /// The number of paragraphs that are as short as headings and end no sentence.
    heading_like: usize,
    /// The number of paragraphs before a text of another style.
    leading: usize,
    /// The number of paragraphs in the document before the first one.
    first: usize,
}

/// Outer headings come first: the larger ones, then those that have the first letter or number in their name.
type Rank = (Reverse<Option<usize>>, u32);

/// Gives the role of headings to the styles in the body that are used as such.
pub(super) fn find(styles: &mut Styles, body: Element<'_>) {
    let mut written = Vec::new();
    collect(body, styles.default_id(), &mut written);
    let uses = uses(styles, &written);
    let texts = uses
        .iter()
        .filter(|(id, _)| styles.get(Some(id)).look.code != Some(true));
    let Some(text) = texts.max_by_key(|(id, used)| (used.chars, *id)) else {
        return;
    };
    let text = styles.get(Some(text.0));
    let found: HashMap<&str, Style> = uses
        .iter()
        .map(|(id, used)| (*id, styles.get(Some(id)), used))
        .filter(|(id, style, _)| *id != styles.default_id() && stands_out(style, &text))
        .filter(|(_, _, used)| {
            used.count > 1 && used.heading_like * 4 >= used.count * 3 && used.leading * 2 > used.count
        })
        .map(|(id, style, _)| (id, style))
        .collect();
    let ranks: BTreeSet<Rank> = found.values().map(rank).collect();
    let mut largest: HashMap<usize, Option<usize>> = HashMap::new();
    let mut has_title = false;
    for style in uses.keys().map(|id| styles.get(Some(id))) {
        if let Role::Heading(level) = style.role {
            let size = largest.entry(level).or_default();
            *size = style.size.max(*size);
            has_title |= level == TITLE_LEVEL;
        }
    }
    for (id, style) in &found {
        let outer = largest.iter().filter(|(_, size)| **size >= style.size);
        let base = outer.map(|(level, _)| *level).max().unwrap_or(TITLE_LEVEL);
        let level = base + 1 + ranks.range(..rank(style)).take(MAX_LEVEL).count();
        styles.set_role(id, Role::Heading(level.min(MAX_LEVEL)));
    }
    let mut titles = uses.iter().filter(|(id, used)| {
        let style = styles.get(Some(id));
        used.count == 1
            && used.heading_like == 1
            && used.first <= MAX_LINES_BEFORE_TITLE
            && is_title(&style.name)
            && stands_out(&style, &text)
    });
    if let (Some((id, _)), None, false) = (titles.next(), titles.next(), has_title) {
        styles.set_role(id, Role::Heading(TITLE_LEVEL));
    }
}

/// A paragraph or a table: the id of its style, and its text. `None` for a table.
type Written = Option<(String, String)>;

/// The paragraphs and tables of the body, in order. What is within tables says nothing about headings.
fn collect(container: Element<'_>, default: &str, written: &mut Vec<Written>) {
    for element in container.elements() {
        match element.name() {
            "p" => {
                let style = element.child("pPr").and_then(|properties| value(properties, "pStyle"));
                let text = element.text();
                if !text.is_empty() {
                    written.push(Some((style.unwrap_or_else(|| default.to_owned()), text)));
                }
            }
            "tbl" => written.push(None),
            "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => collect(element, default, written),
            _ => {}
        }
    }
}

fn uses<'w>(styles: &Styles, written: &'w [Written]) -> HashMap<&'w str, Use> {
    let mut uses: HashMap<&str, Use> = HashMap::new();
    for (i, paragraph) in written.iter().enumerate() {
        let Some((id, text)) = paragraph else { continue };
        let this = uses.entry(id).or_insert_with(|| Use {
            first: i,
            ..Use::default()
        });
        let chars = text.chars().count();
        let ends_sentence = text.ends_with(['.', '!', '…', '。', '।', ',', ';', ':', '：']);
        this.count += 1;
        this.chars += chars;
        this.heading_like += usize::from(chars <= MAX_HEADING_CHARS && !ends_sentence);
        let next = written.get(i + 1).and_then(Option::as_ref);
        let leads = next.is_some_and(|(next, _)| next != id && styles.get(Some(next)).look.code != Some(true));
        this.leading += usize::from(leads);
    }
    uses
}

/// True if a style looks like one of headings above `text`: larger, or bold and on one page with the next paragraph. A
/// bold word of its own line is a label, and what stands in a box is about the box.
fn stands_out(style: &Style, text: &Style) -> bool {
    let is_bold = style.look.bold == Some(true) && text.look.bold != Some(true);
    let is_plain = style.role == Role::Text && !style.is_body && !style.is_boxed;
    let is_list = style.numbered.id.as_deref().is_some_and(|id| id != "0");
    is_plain
        && !is_list
        && style.look.code != Some(true)
        && (style.size > text.size || (is_bold && style.keeps_next && style.size >= text.size))
}

/// True for a name that speaks of the title ("`ChapterTitle`"), but not of the subtitle.
fn is_title(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("title") && !name.starts_with("sub")
}

fn rank(style: &Style) -> Rank {
    (Reverse(style.size), ordinal(&style.name))
}

/// The letter or the number at the end of a style's name (`HeadB`, "Head 2"). 0 if it has none.
fn ordinal(name: &str) -> u32 {
    let mut backwards = name.chars().rev();
    let last = backwards.next().unwrap_or_default();
    let parts = backwards
        .next()
        .is_some_and(|c| c.is_lowercase() || matches!(c, ' ' | '-' | '_'));
    match last.to_digit(10) {
        Some(digit) => digit,
        None if parts && last.is_ascii_uppercase() => u32::from(last) - u32::from('A') + 1,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::office::xml::Xml;

    /// The roles that styles get: each with its id, its properties of paragraphs and runs, and the paragraphs in order.
    fn roles(styles: &[(&str, &str, &str)], body: &[(&str, &str)]) -> HashMap<String, Role> {
        let written: String = styles
            .iter()
            .map(|(id, paragraph, run)| {
                let properties = format!("<pPr>{paragraph}</pPr><rPr>{run}</rPr>");
                format!("<style type='paragraph' styleId='{id}'><name val='{id}'/>{properties}</style>")
            })
            .collect::<Vec<_>>()
            .concat();
        let written = format!("<styles>{written}</styles>");
        let body: String = body
            .iter()
            .map(|(id, text)| format!("<p><pPr><pStyle val='{id}'/></pPr><r><t>{text}</t></r></p>"))
            .collect::<Vec<_>>()
            .concat();
        let body = format!("<body>{body}</body>");
        let (written, body) = (Xml::parse(&written).unwrap(), Xml::parse(&body).unwrap());
        let mut found = Styles::of(Some(&written)).unwrap();
        find(&mut found, body.root().unwrap());
        let role = |id: &str| (id.to_owned(), found.get(Some(id)).role);
        styles.iter().map(|(id, ..)| role(id)).collect()
    }

    const TEXT: &str = "The bakery opens at six every day but Sunday, when it opens at eight, and on holidays at nine.";
    const BODY: (&str, &str, &str) = ("Body", "", "<sz val='20'/>");

    #[test]
    fn styles_of_headings_have_levels_by_size_and_name() {
        let styles = [
            BODY,
            ("ChapterTitle", "", "<b/><sz val='32'/>"),
            ("HeadA", "<keepNext/>", "<b/><sz val='24'/>"),
            ("HeadB", "<keepNext/>", "<b/><i/><sz val='24'/>"),
            ("HeadC", "<keepNext/>", "<b/><sz val='20'/>"),
        ];
        let chapter = [
            ("HeadA", "Hours"),
            ("HeadB", "On Sundays"),
            ("Body", TEXT),
            ("HeadC", "Who has a key?"),
            ("Body", TEXT),
        ];
        let body = [
            &[("ChapterTitle", "The Bakery"), ("Body", TEXT)][..],
            &chapter,
            &chapter,
        ]
        .concat();
        let found = roles(&styles, &body);
        let found = ["ChapterTitle", "HeadA", "HeadB", "HeadC", "Body"].map(|id| found[id]);
        let headings = [0, 1, 2, 3].map(Role::Heading);
        assert_eq!(found[..4], headings);
        assert_eq!(found[4], Role::Text);
    }

    #[test]
    fn other_styles_stay_text() {
        let head = "<b/><sz val='24'/>";
        let next = "<keepNext/>";
        let heading = [("Other", "Hours"), ("Body", TEXT)];
        let sentence = [("Other", "It opens."), ("Body", TEXT)];
        let lines = [("Other", "Rye"), ("Other", "Wheat"), ("Other", "Oats"), ("Body", TEXT)];
        let before_code = [("Other", "main.rs"), ("Code", "let x"), ("Body", TEXT)];
        let twice = |body: &[(&'static str, &'static str)]| body.repeat(2);
        let side = "<keepNext/><pBdr><left val='single'/></pBdr>";
        let list = "<keepNext/><numPr><numId val='3'/></numPr>";
        let cases = [
            (next, head, twice(&heading), Role::Heading(1)),
            (next, "<b/><sz val='20'/>", twice(&heading), Role::Heading(1)),
            ("", "<sz val='24'/>", twice(&heading), Role::Heading(1)),
            // A run-in heading.
            ("", "<b/><sz val='20'/>", twice(&heading), Role::Text),
            (next, "<b/><sz val='18'/>", twice(&heading), Role::Text),
            (next, head, heading.to_vec(), Role::Text),
            (next, head, twice(&sentence), Role::Text),
            (next, head, twice(&lines), Role::Text),
            (next, head, twice(&before_code), Role::Text),
            (side, head, twice(&heading), Role::Text),
            (list, head, twice(&heading), Role::Text),
            ("<keepNext/><outlineLvl val='9'/>", head, twice(&heading), Role::Text),
        ];
        for (paragraph, run, body, role) in cases {
            let code = ("Code", "", "<rFonts ascii='Courier'/>");
            let found = roles(&[BODY, code, ("Other", paragraph, run)], &body);
            assert_eq!(found["Other"], role, "{paragraph} {run} {body:?}");
        }
    }

    #[test]
    fn headings_by_look_are_below_larger_ones_with_a_level() {
        let styles = [
            BODY,
            ("Part", "<outlineLvl val='0'/>", "<sz val='30'/>"),
            ("Head1", "<keepNext/>", "<b/><sz val='24'/>"),
        ];
        let part = [("Part", "Bread"), ("Head1", "Hours"), ("Body", TEXT)];
        let found = roles(&styles, &part.repeat(2));
        assert_eq!([found["Part"], found["Head1"]], [1, 2].map(Role::Heading));
    }

    #[test]
    fn a_title_stands_once_before_the_text() {
        let styles = [
            BODY,
            ("BookTitle", "", "<sz val='40'/>"),
            ("Subtitle", "", "<sz val='30'/>"),
        ];
        let title = [("BookTitle", "The Bakery"), ("Subtitle", "A guide")];
        let body = [&title[..], &[("Body", TEXT)]].concat();
        let found = roles(&styles, &body);
        assert_eq!([found["BookTitle"], found["Subtitle"]], [Role::Heading(0), Role::Text]);
        let late = [&[("Body", TEXT)].repeat(4)[..], &title[..1]].concat();
        assert_eq!(roles(&styles, &late)["BookTitle"], Role::Text);
    }
}

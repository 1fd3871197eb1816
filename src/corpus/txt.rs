//! The reader for plain text: headings are found by their form, wrapped lines become paragraphs.
//!
//! Plain text marks nothing, so every rule here is a judgement about form alone (length, case, punctuation,
//! what stands around a line), never about particular words of an article.

mod form;
mod lines;

use super::document::{Block, BlockKind, Document};
use form::{Form, heading_form, is_byline, is_date_line};
use lines::{RawBlock, raw_blocks};

/// More headings than this in a row are no headings but verse, a list, an address.
const MAX_HEADINGS_IN_A_ROW: usize = 4;

/// First headings that name a part and not the whole.
const NAMES_OF_PARTS: &[&str] = &[
    "abstract",
    "introduction",
    "overview",
    "summary",
    "background",
    "preface",
    "foreword",
    "contents",
    "prologue",
    "notes",
    "faq",
    "history",
];

/// Reads a plain text file.
#[must_use]
pub fn read(text: &str) -> Document {
    let raw = raw_blocks(text);
    let forms = forms(&raw);
    let levels = levels(&raw, &forms);
    let mut document = Document::default();
    let mut before_first_text = true;
    for (block, level) in raw.iter().zip(levels) {
        let line = block.text.as_str();
        if before_first_text && !document.blocks.is_empty() {
            if let Some(author) = is_byline(line) {
                document.metadata.author = Some(author.to_owned());
                continue;
            }
            if is_date_line(line) {
                document.metadata.date = Some(line.trim().to_owned());
                continue;
            }
        }
        before_first_text &= level.is_some();
        let kind = level.map_or(BlockKind::Text, BlockKind::Heading);
        document.blocks.push(Block::new(kind, block.text.clone()));
    }
    document
}

/// The heading form of each block, where it has one.
fn forms(raw: &[RawBlock]) -> Vec<Option<Form>> {
    let mut forms: Vec<Option<Form>> = raw
        .iter()
        .enumerate()
        .map(|(i, block)| {
            // A heading has something under it.
            let next = raw.get(i + 1)?;
            if is_byline(block.text.as_str()).is_some() || is_date_line(block.text.as_str()) {
                return None;
            }
            heading_form(block, next)
        })
        .collect();
    drop_numbered_lists(&mut forms);
    drop_long_runs(&mut forms);
    forms
}

/// "1. …", blank, "2. …": nothing stands under the first, so both are items of a list.
fn drop_numbered_lists(forms: &mut [Option<Form>]) {
    let numbered: Vec<Option<usize>> = forms
        .iter()
        .map(|form| match form {
            Some(Form::Numbered(depth)) => Some(*depth),
            _ => None,
        })
        .collect();
    for i in 1..forms.len() {
        let alike = numbered[i].is_some() && numbered[i] == numbered[i - 1];
        if alike {
            forms[i - 1] = None;
            forms[i] = None;
        }
    }
}

fn drop_long_runs(forms: &mut [Option<Form>]) {
    let mut start = 0;
    while start < forms.len() {
        let len = forms[start..]
            .iter()
            .take_while(|form| **form == Some(Form::Plain))
            .count();
        if len > MAX_HEADINGS_IN_A_ROW {
            forms[start..start + len].fill(None);
        }
        start += len.max(1);
    }
}

/// Levels by order of first appearance of a form; among plain headings by their place in a run:
/// headline, sub-headline.
fn levels(raw: &[RawBlock], forms: &[Option<Form>]) -> Vec<Option<usize>> {
    let mut ranks: Vec<Form> = Vec::new();
    let longest_run = forms
        .split(|form| *form != Some(Form::Plain))
        .map(<[_]>::len)
        .max()
        .unwrap_or(0);
    let mut levels: Vec<Option<usize>> = Vec::with_capacity(forms.len());
    for (i, form) in forms.iter().enumerate() {
        let Some(form) = *form else {
            levels.push(None);
            continue;
        };
        let kind = form.kind();
        let rank = ranks.iter().position(|&known| known == kind).unwrap_or_else(|| {
            ranks.push(kind);
            ranks.len() - 1
        });
        let within = match form {
            Form::Numbered(depth) => depth,
            Form::Plain => {
                let left = forms[i..].iter().take_while(|f| **f == Some(Form::Plain)).count();
                longest_run - left
            }
            Form::Underlined | Form::UnderlinedTwice | Form::Capitals => 0,
        };
        levels.push(Some(rank * 10 + within));
    }
    raise_title(raw, forms, &mut levels);
    levels
}

/// Where all headings look alike, the first line of the file is the title of the whole, unless it
/// names a part.
fn raise_title(raw: &[RawBlock], forms: &[Option<Form>], levels: &mut [Option<usize>]) {
    let same_form = forms.iter().flatten().all(|form| Some(*form) == forms[0]);
    let single = !forms.windows(2).any(|pair| pair[0].is_some() && pair[1].is_some());
    let Some(first) = raw.first() else { return };
    let name = first.text.as_str().trim().to_lowercase();
    if forms[0].is_some_and(|form| !matches!(form, Form::Numbered(_)))
        && same_form
        && single
        && !NAMES_OF_PARTS.contains(&name.as_str())
    {
        for level in levels.iter_mut().skip(1).flatten() {
            *level += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Vec<String> {
        read(text)
            .blocks
            .iter()
            .map(|block| match block.kind {
                BlockKind::Heading(level) => format!("H{level} {}", block.text.as_str()),
                _ => block.text.as_str().to_owned(),
            })
            .collect()
    }

    #[test]
    fn headline_and_sub_headline_nest() {
        let text = "Can Talks Lead to a Breakthrough?\n\nA Step Toward Resolution?\n\nThe talks go on.\n\n\nWhat’s at Stake?\n\nGlobal Security\n\nMuch is at stake.\n\nLeave a Comment";
        assert_eq!(
            outline(text),
            [
                "H0 Can Talks Lead to a Breakthrough?",
                "H1 A Step Toward Resolution?",
                "The talks go on.",
                "H0 What’s at Stake?",
                "H1 Global Security",
                "Much is at stake.",
                "Leave a Comment",
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text =
            "The first paragraph is wrapped\r\nover two lines.\r\n\r\nThe second one is well-\nknown and stands alone.";
        assert_eq!(
            outline(text),
            [
                "The first paragraph is wrapped over two lines.",
                "The second one is well-known and stands alone."
            ]
        );
    }

    #[test]
    fn capitals_numbers_and_underlines_make_headings() {
        let text = "THE WHOLE STORY\n\nIt begins here.\n\n1. First Part\n\nIt goes on.\n\n1.1 A detail\n\nIn detail.\n\nUnderlined\n==========\nIt ends here.";
        assert_eq!(
            outline(text),
            [
                "H0 THE WHOLE STORY",
                "It begins here.",
                "H11 1. First Part",
                "It goes on.",
                "H12 1.1 A detail",
                "In detail.",
                "H20 Underlined",
                "It ends here.",
            ]
        );
    }

    #[test]
    fn a_numbered_list_is_no_outline() {
        let text = "What to bring is this.\n\n1. A tent\n\n2. A lamp\n\n3. Water\n\nThat is all there is to it.";
        assert_eq!(
            outline(text),
            [
                "What to bring is this.",
                "1. A tent",
                "2. A lamp",
                "3. Water",
                "That is all there is to it."
            ]
        );
        assert_eq!(
            outline("1. A tent\n2. A lamp\n3. Water"),
            ["1. A tent\n2. A lamp\n3. Water"]
        );
    }

    #[test]
    fn one_paragraph_a_line_needs_no_blank_lines() {
        let long = "This sentence is repeated to make a long line of it. ".repeat(5);
        let text = format!("A Title\n{long}\n{long}\n");
        assert_eq!(outline(&text).len(), 3);
        assert!(outline(&text)[0].starts_with('H'));
    }

    #[test]
    fn a_short_sentence_is_no_heading() {
        assert_eq!(
            outline("Iran said no.\n\nThe talks went on for years after that."),
            ["Iran said no.", "The talks went on for years after that."]
        );
    }

    #[test]
    fn who_wrote_it_and_when_are_no_headings() {
        let document = read("A Great Story\n\nBy Jane Doe\n\nMarch 3, 2024\n\nIt was a dark night.");
        assert_eq!(document.metadata.author.as_deref(), Some("Jane Doe"));
        assert_eq!(document.metadata.date.as_deref(), Some("March 3, 2024"));
        assert_eq!(document.blocks.len(), 2);
    }
}

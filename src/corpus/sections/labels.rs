//! The role of each block: which of them name the text after them, by their form and by their neighbours.

use crate::corpus::document::{Block, BlockKind, LABEL};
use crate::corpus::questions::{answers, asks, question};
use crate::corpus::traced::{Mark, MarkKind};
use crate::corpus::txt::{begins_with_day, is_date_line, is_dated_title};

/// The longest label, in characters.
pub(super) const MAX_LABEL_CHARS: usize = 120;
/// The longest label that nothing but its form tells from a sentence, in characters.
const MAX_PLAIN_LABEL_CHARS: usize = 60;
/// The most words of a line that opens or closes a letter.
const MAX_LETTER_WORDS: usize = 5;
/// The most blocks of a letter that are searched for its greeting.
const MAX_LETTER_BLOCKS: usize = 20;

/// The signs that open direct speech.
const OPENING: [char; 9] = ['"', '“', '„', '«', '‘', '\'', '‹', '—', '–'];
/// The most blocks between two lead-ins of lists that are compared.
const MAX_BETWEEN_LABELS: usize = 12;

/// The effect of a block on the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading(usize),
    /// A label that counts as a heading; `true` if it has an end.
    HeadingLabel(bool),
    /// A label that is quoted with what it names; `true` if it has an end.
    Label(bool),
    /// A label that has an end and names nothing: text.
    Alone,
    Text,
    Code,
    End(usize),
}

/// The form that makes a text a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelForm {
    /// The format says so.
    Told,
    /// The format says so, and where what it names ends.
    Fold,
    /// The whole of it is bold.
    Bold,
    /// It has the sign of a question.
    Question,
    /// A line that asks.
    Asks,
    /// A date, perhaps with a title after it.
    Date,
    /// A few words with a comma at the end: "Dear members,".
    Greeting,
    /// A short line that is no sentence.
    Plain,
}

/// Which labels have an end of their own: reading backwards, each end is that of the next label. One that ends headings
/// is a label's only if the outermost heading between them is of its level.
pub(in crate::corpus) fn with_end(blocks: &[&Block]) -> Vec<bool> {
    // For each end, its level and that of the outermost heading that was met since the one before.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let backwards = blocks.iter().rev().map(|block| {
        match block.kind {
            BlockKind::End(level) => ends.push((level, LABEL)),
            BlockKind::Heading(level) | BlockKind::Struck(level) if level < LABEL => {
                if let Some((_, outermost)) = ends.last_mut() {
                    *outermost = level.min(*outermost);
                }
            }
            BlockKind::Label | BlockKind::Struck(LABEL) => {
                let own = ends.pop_if(|(level, outermost)| *level == *outermost || *level >= LABEL);
                if let (Some((_, met)), Some((_, outermost))) = (own, ends.last_mut()) {
                    *outermost = met.min(*outermost);
                }
                return own.is_some();
            }
            BlockKind::Text | BlockKind::Code | BlockKind::Rule | BlockKind::Heading(_) | BlockKind::Struck(_) => {}
        }
        false
    });
    let mut found: Vec<bool> = backwards.collect();
    found.reverse();
    found
}

/// The form that makes a block a label; `next` is the block after it. `None` if it isn't one.
fn look(block: &Block, next: Option<&&Block>, has_end: bool) -> Option<LabelForm> {
    match block.kind {
        BlockKind::Label => return Some(if has_end { LabelForm::Fold } else { LabelForm::Told }),
        BlockKind::Text if block.parts.is_empty() => {}
        _ => return None,
    }
    let text = block.text.as_str();
    let chars = text.chars().count();
    if chars > MAX_LABEL_CHARS || text.contains('\n') || !text.contains(char::is_alphanumeric) {
        return None;
    }
    if text.ends_with(',') && is_of_letter(text) {
        return Some(LabelForm::Greeting);
    }
    let ends_sentence = text
        .trim_end_matches(['"', '”', '’', '\'', ')', '*'])
        .ends_with(['.', '!', '…', '。', '।', ',', ';']);
    if ends_sentence || answers(text, true) {
        return None;
    }
    let is_bold = |mark: &Mark| mark.kind == MarkKind::Strong && mark.range == (0..text.len());
    let is_answered = || next.is_some_and(|next| next.kind == BlockKind::Text && answers(next.text.as_str(), true));
    if question(text).is_some() && (asks(text) || is_answered()) {
        Some(LabelForm::Question)
    } else if block.text.marks().iter().any(is_bold) {
        Some(LabelForm::Bold)
    } else if asks(text) {
        // Direct speech in a story ("Where is the lamp?") names nothing.
        (!text.starts_with(OPENING)).then_some(LabelForm::Asks)
    } else if is_date_line(text) || is_dated_title(text) {
        Some(LabelForm::Date)
    } else {
        let is_label = chars < MAX_PLAIN_LABEL_CHARS && !text.starts_with(['—', '–', '-', '*', '•']);
        is_label.then_some(LabelForm::Plain)
    }
}

/// True if a line is as short as the first and the last line of a letter.
fn is_of_letter(text: &str) -> bool {
    text.split_whitespace().nth(MAX_LETTER_WORDS).is_none()
}

/// True if a label says something itself, or nothing about the block after it: a value with no paragraph below, a title
/// above another date, the end of a letter.
fn is_plain_text(blocks: &[&Block], looks: &[Option<LabelForm>], label: usize) -> bool {
    let text = blocks[label].text.as_str();
    let next = looks[label + 1];
    match looks[label] {
        Some(LabelForm::Plain) => {
            let names_paragraph = blocks[label + 1].parts.is_empty() && next.is_none();
            (has_value(text) && !names_paragraph) || ends_letter(blocks, looks, label)
        }
        // "Yours sincerely,"
        Some(LabelForm::Greeting) => next.is_some_and(|next| next != LabelForm::Asks),
        Some(LabelForm::Date) => next == Some(LabelForm::Date) && is_dated_title(text),
        _ => false,
    }
}

/// True for the last line of a letter ("Cheers, Tom"): it stands below text and has a comma, and a greeting stands above
/// or another label below; or it is the name below "Yours sincerely,".
fn ends_letter(blocks: &[&Block], looks: &[Option<LabelForm>], at: usize) -> bool {
    let Some(before) = at
        .checked_sub(1)
        .filter(|&before| blocks[before].kind == BlockKind::Text)
    else {
        return false;
    };
    let text = blocks[at].text.as_str();
    let is_greeting = |look: &&Option<LabelForm>| **look == Some(LabelForm::Greeting);
    let is_border = |&&i: &&usize| blocks[i].kind.is_heading() || looks[i] == Some(LabelForm::Date);
    let back: Vec<usize> = (0..at).rev().take(MAX_LETTER_BLOCKS).collect();
    let has_greeting = || {
        back.iter()
            .take_while(|i| !is_border(i))
            .any(|&i| is_greeting(&&looks[i]))
    };
    if looks[before] == Some(LabelForm::Greeting) {
        return true;
    }
    let is_like_an_end = looks[before].is_none() && text.contains(", ") && is_of_letter(text);
    is_like_an_end && (looks[at + 1].is_some_and(|next| next != LabelForm::Plain) || has_greeting())
}

/// True if a line says something itself: "Next round: Saturday", but not "Figure 1: the slipway". It names a paragraph
/// at most.
fn has_value(text: &str) -> bool {
    let sides = text
        .split_once(": ")
        .filter(|(name, _)| !name.contains(|c: char| c.is_numeric()));
    sides.is_some_and(|(_, value)| !value.trim().is_empty())
}

/// The role of each block, and before which blocks the last label ends. A label names what follows it, so that one with
/// nothing to follow is text.
pub(super) fn roles(blocks: &[&Block]) -> (Vec<Role>, Vec<usize>) {
    let with_end = with_end(blocks);
    let looks: Vec<Option<LabelForm>> = blocks
        .iter()
        .zip(with_end)
        .enumerate()
        .map(|(i, (block, has_end))| look(block, blocks.get(i + 1), has_end))
        .collect();
    let role = |i: usize| -> Role {
        let block = blocks[i];
        match block.kind {
            BlockKind::Heading(level) => return Role::Heading(level),
            BlockKind::End(level) => return Role::End(level),
            BlockKind::Code => return Role::Code,
            BlockKind::Struck(_) | BlockKind::Rule => return Role::Text,
            BlockKind::Label | BlockKind::Text => {}
        }
        let is_followed = blocks
            .get(i + 1)
            .is_some_and(|next| !matches!(next.kind, BlockKind::Heading(_) | BlockKind::End(_)));
        let Some(look) = looks[i] else { return Role::Text };
        if look == LabelForm::Fold {
            let text = block.text.as_str();
            let asks_or_spans = asks(text) || question(text).is_some() || scope(blocks, &looks, i) > 1;
            // A lead-in and the callout that it introduces belong together.
            let is_led_in = i > 0
                && blocks[i - 1].kind == BlockKind::Text
                && blocks[i - 1].text.as_str().ends_with([':', '：'])
                && siblings(blocks, &looks, i).next().is_none();
            return match is_followed {
                false => Role::Alone,
                true if asks_or_spans && !is_led_in => Role::HeadingLabel(true),
                true => Role::Label(true),
            };
        }
        if !is_followed || is_plain_text(blocks, &looks, i) {
            return Role::Text;
        }
        let is_heading = match look {
            LabelForm::Fold | LabelForm::Question => true,
            LabelForm::Told => asks(block.text.as_str()),
            LabelForm::Bold => asks(block.text.as_str()) || is_of_outline(blocks, &looks, i),
            LabelForm::Date => is_of_outline(blocks, &looks, i),
            LabelForm::Asks => siblings(blocks, &looks, i).next().is_some(),
            LabelForm::Greeting | LabelForm::Plain => false,
        };
        if is_heading {
            Role::HeadingLabel(false)
        } else {
            Role::Label(false)
        }
    };
    let roles: Vec<Role> = (0..blocks.len()).map(role).collect();
    let is_question = |i: usize| match looks[i] {
        Some(LabelForm::Question | LabelForm::Asks) => roles[i] == Role::HeadingLabel(false),
        Some(LabelForm::Bold) => roles[i] == Role::HeadingLabel(false) && asks(blocks[i].text.as_str()),
        _ => false,
    };
    let mut ends: Vec<usize> = (0..blocks.len())
        .filter(|&i| is_question(i))
        .filter_map(|i| end_of_last(blocks, &looks, i))
        .collect();
    let mut open = None;
    for (i, role) in roles.iter().enumerate() {
        match role {
            Role::Heading(_) => open = None,
            Role::HeadingLabel(false) => open = looks[i],
            // It isn't about what the label above it names, which looks like it.
            Role::Label(false) if open.is_some() && open == looks[i] => ends.push(i),
            // "13 Feb: no post today." is not of the day before.
            Role::Text if open == Some(LabelForm::Date) && begins_with_day(blocks[i].text.as_str()) => {
                ends.push(i);
                open = None;
            }
            _ => {}
        }
    }
    (roles, ends)
}

/// The end of the answer to the last question, if each of the others has one block: at the second, since nobody says
/// that what follows belongs to it.
fn end_of_last(blocks: &[&Block], looks: &[Option<LabelForm>], label: usize) -> Option<usize> {
    let mut others = siblings(blocks, looks, label).peekable();
    let is_last = !siblings(blocks, looks, label).any(|i| i > label);
    let is_short = is_last && others.peek().is_some() && others.all(|i| scope(blocks, looks, i) <= 1);
    let leads_in = |i: &usize| blocks[*i].text.as_str().ends_with([':', '：']);
    // The list of "You need:" belongs to it.
    is_short.then(|| (label + 1..blocks.len()).take_while(leads_in).count() + label + 2)
}

/// The number of blocks that a label is about: up to the next one like it, or to the end of its section or fold.
fn scope(blocks: &[&Block], looks: &[Option<LabelForm>], label: usize) -> usize {
    let mut open = 0_usize;
    let mut count = 0;
    for (block, look) in blocks.iter().zip(looks).skip(label + 1) {
        match (block.kind, look) {
            (BlockKind::Heading(_), _) => break,
            (BlockKind::End(_), _) if open == 0 => break,
            (BlockKind::End(_), _) => open -= 1,
            (BlockKind::Label, Some(LabelForm::Fold)) => open += 1,
            (_, look) if *look == looks[label] => break,
            // A lead-in and its list are one.
            _ if block.text.as_str().ends_with([':', '：']) => {}
            _ => count += 1,
        }
    }
    count
}

/// True if a label is about several blocks, and others like it stand in its section. The end of the last one is unknown:
/// it is one of an outline only if another one is.
fn is_of_outline(blocks: &[&Block], looks: &[Option<LabelForm>], label: usize) -> bool {
    let spans = |i: usize| scope(blocks, looks, i) > 1;
    let mut all = siblings(blocks, looks, label);
    // The next ones come first: in a long section that is soon found.
    spans(label) && all.any(|i| i > label || spans(i)) && !names_only_list(blocks, looks, label)
}

/// True for a lead-in of a list ("Not recommended:") if one like it nearby is followed by its list and then
/// by the next lead-in: what stands below such a list is about something else.
fn names_only_list(blocks: &[&Block], looks: &[Option<LabelForm>], label: usize) -> bool {
    let leads_in = |i: usize| {
        let has_list = |next: &&Block| next.kind == BlockKind::Code || !next.parts.is_empty();
        blocks[i].text.as_str().ends_with([':', '：']) && blocks.get(i + 1).is_some_and(has_list)
    };
    let in_section = |i: &usize| !matches!(blocks[*i].kind, BlockKind::Heading(_));
    let before = (0..label).rev().take_while(in_section).take(MAX_BETWEEN_LABELS);
    let after = (label + 1..blocks.len())
        .take_while(in_section)
        .take(MAX_BETWEEN_LABELS);
    let is_one = |i: usize| leads_in(i) && looks[i] == looks[label] && looks.get(i + 2) == Some(&looks[label]);
    leads_in(label) && before.chain(after).chain([label]).any(is_one)
}

/// The other labels of the same look in the same section.
fn siblings(blocks: &[&Block], looks: &[Option<LabelForm>], label: usize) -> impl Iterator<Item = usize> {
    let in_section = |i: &usize| !matches!(blocks[*i].kind, BlockKind::Heading(_));
    let before = (0..label).rev().take_while(in_section);
    let after = (label + 1..blocks.len()).take_while(in_section);
    after.chain(before).filter(move |&i| looks[i] == looks[label])
}

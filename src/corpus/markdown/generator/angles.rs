//! Tags among words: those of components, of struck-out text, and words in angle brackets that are none.

use std::ops::Range;

use super::super::super::html::{is_element, is_value};
use super::Pass;
use super::forms::has_word;
use super::inline::Paragraph;
use super::tags::{Syntax, Tag};

/// Parts of the names of tags that show a picture.
const PICTURES: &[&str] = &["icon", "image", "img", "figure", "badge", "video", "anchor"];
/// Whole names of tags that show a picture or a line break.
const SHORT_PICTURES: &[&str] = &["fa", "fas", "far", "fab", "br"];
/// Liquid's tags that have no content and show nothing.
const STATEMENTS: &[&str] = &[
    "else", "elsif", "elif", "when", "assign", "set", "break", "continue", "import", "from", "extends",
];

impl Pass<'_> {
    /// The end of an HTML tag or comment. A component's tag is cut, and so are attributes whose values are code.
    pub(super) fn angle(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        if self.behind(paragraph, at).starts_with("<!--") {
            return self.comment(paragraph, at);
        }
        if let Some(end) = self.template(paragraph, at) {
            return end;
        }
        let Some(tag) = self.tag_at(at).filter(|tag| tag.range.end <= paragraph.end) else {
            return at + 1;
        };
        if let Some(end) = self.struck(paragraph, &tag) {
            let is_spare =
                self.before(paragraph, at).ends_with(' ') && self.text(end..self.source.len()).starts_with(' ');
            self.edits.cut(at - usize::from(is_spare)..end);
            return end;
        }
        // Alone on the first line, it would keep the rest from being read as Markdown.
        let is_first =
            at == paragraph.start && !tag.closes && self.text(tag.range.end..self.line_end(at)).trim().is_empty();
        if is_first && matches!(tag.name, "small" | "big" | "span" | "font" | "u" | "ins" | "mark") {
            self.edits.cut(at..tag.range.end);
            return tag.range.end;
        }
        let is_target = self.before(paragraph, at).trim_end().ends_with("]:");
        if !is_target && self.is_placeholder(&tag) {
            self.edits.insert(at, "\\");
            return tag.range.end;
        }
        // The paragraph is a sentence that begins with a component, not a block of HTML.
        if at == paragraph.start && tag.is_component() && tag.is_empty {
            paragraph.is_html = false;
        }
        if tag.is_component() && !paragraph.is_html {
            return self.inline_tag(paragraph, &tag);
        }
        for code in tag.code() {
            self.edits.cut(code);
        }
        tag.range.end
    }

    /// The end of a text that was struck out over several paragraphs. `None` if the tag doesn't begin one.
    fn struck(&mut self, paragraph: &Paragraph, tag: &Tag<'_>) -> Option<usize> {
        let (open, close) = match tag.name.to_ascii_lowercase().as_str() {
            "del" => ("<del", "</del>"),
            "s" => ("<s>", "</s>"),
            "strike" => ("<strike", "</strike>"),
            _ => return None,
        };
        let is_open = !tag.closes && !tag.is_empty && !self.behind(paragraph, tag.range.end).contains(close);
        (is_open && self.may_look()).then_some(())?;
        let behind = self.text(tag.range.end..self.source.len());
        let len = behind.find(close);
        self.missed += len.unwrap_or(behind.len());
        let len = len.filter(|&len| !behind[..len].contains(open))?;
        Some(tag.range.end + len + close.len())
    }

    /// True for words in angle brackets that somebody is to replace: `<user>`. No element has this name, and nothing
    /// closes it.
    fn is_placeholder(&mut self, tag: &Tag<'_>) -> bool {
        let is_name = tag.range.len() == tag.name.len() + 2 && tag.syntax == Syntax::Component && !tag.is_component();
        is_name && !is_element(tag.name) && !self.is_closed(tag)
    }

    /// True if there are words before or after a range on its line.
    pub(super) fn is_in_sentence(&self, paragraph: &Paragraph, range: &Range<usize>) -> bool {
        let before = self
            .before(paragraph, range.start)
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let behind = self.behind(paragraph, range.end).split('\n').next().unwrap_or_default();
        has_word(before) || has_word(behind)
    }

    /// Puts "[…]" in the place of a value within a sentence. Alone, it is cut.
    pub(super) fn fill_in(&mut self, paragraph: &Paragraph, range: Range<usize>) -> usize {
        if !self.is_in_sentence(paragraph, &range) {
            return self.cut_markup(paragraph, range);
        }
        let end = range.end;
        self.edits.fill_in(range);
        end
    }

    /// Takes `<%= value %>` and `<% statement %>`. `None` for other text.
    fn template(&mut self, paragraph: &mut Paragraph, at: usize) -> Option<usize> {
        let is_remark = self.behind(paragraph, at).strip_prefix("<%")?.starts_with("--");
        let end = self.end_of(paragraph, at, if is_remark { "--%>" } else { "%>" })?;
        Some(if is_value(self.text(at + 2..end - 2)) {
            self.fill_in(paragraph, at..end)
        } else {
            self.cut_markup(paragraph, at..end)
        })
    }

    /// True if a tag stands for text that another program puts there.
    fn is_value(&mut self, tag: &Tag<'_>) -> bool {
        let name = tag.name.to_ascii_lowercase();
        // `<FaGear />` is an icon of Font Awesome.
        let is_fa = tag
            .name
            .strip_prefix("Fa")
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        let is_picture =
            is_fa || PICTURES.iter().any(|picture| name.contains(picture)) || SHORT_PICTURES.contains(&&*name);
        let is_whole = match tag.syntax {
            Syntax::Component => tag.is_empty,
            // "{{< new-in 1.2 />}}" is a badge.
            Syntax::Hugo | Syntax::Liquid => !tag.is_empty && !self.is_closed(tag),
        };
        let is_statement = tag.syntax == Syntax::Liquid && STATEMENTS.contains(&&*name);
        is_whole && !(tag.closes || is_picture || is_statement)
    }

    /// Reduces a tag among words to the words that it says.
    pub(super) fn inline_tag(&mut self, paragraph: &Paragraph, tag: &Tag<'_>) -> usize {
        let range = tag.range.clone();
        match tag.words().into_iter().last() {
            Some(words) => {
                self.edits.cut(range.start..words.start);
                self.edits.cut(words.end..range.end);
                range.end
            }
            None if self.is_value(tag) => self.fill_in(paragraph, range),
            // The words of two branches are not one word.
            None if tag.syntax == Syntax::Liquid && matches!(tag.name, "else" | "elsif" | "elif" | "when") => {
                let end = range.end;
                self.edits.say(range, " ", end);
                end
            }
            // The words of two tabs are not one word.
            None if tag.closes && self.behind(paragraph, range.end).starts_with('<') => {
                let end = range.end;
                self.edits.say(range, " ", end);
                end
            }
            None => self.cut_markup(paragraph, range),
        }
    }
}

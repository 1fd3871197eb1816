//! Comments among words. Some generators put words into their place.

use super::containers::{Body, Closes, Opening};
use super::forms::in_text;
use super::inline::Paragraph;
use super::tags::{Label, Syntax};
use super::{Line, Pass};

/// The end of a tab that remarks begin and end, which Hexo has.
const END_OF_TAB: Closes<'static> = Closes::Tag(Syntax::Component, "endtab");

impl Pass<'_> {
    /// Begins or ends a tab of Hexo within `{% tabs %}`: `<!-- tab Name@icon -->`, `<!-- endtab -->`. Returns `false` for
    /// any other remark.
    pub(super) fn tab_remark(&mut self, line: &Line, text: &str) -> bool {
        let group = Closes::Tag(Syntax::Liquid, "tabs");
        let Some(group) = self.containers.iter().rposition(|container| container.closes == group) else {
            return false;
        };
        let inner = text
            .trim_start_matches("<!--")
            .trim_end()
            .trim_end_matches("-->")
            .trim();
        let (word, name) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let open = self
            .containers
            .iter()
            .rposition(|container| container.closes == END_OF_TAB);
        let open = open.filter(|&open| open > group);
        match (word, open) {
            ("endtab", Some(open)) => self.close(open, line, line.content..line.end, false),
            ("tab", _) => {
                if let Some(open) = open {
                    self.close_from(open, line.start);
                }
                let name = name.split('@').next().unwrap_or_default().trim();
                let title = Label::Title(in_text(text, name)).moved_by(line.content);
                let opening = Opening {
                    label: Some(title).filter(|_| !name.is_empty()),
                    closes: END_OF_TAB,
                    body: Body::Flush,
                };
                self.open(line, line.content..line.end, opening, false);
            }
            _ => return false,
        }
        true
    }

    /// True if a line begins with a comment that ends on it and must not end the paragraph: one with words, or one
    /// within a paragraph.
    pub(super) fn is_remark_in_words(&self, text: &str) -> bool {
        let is_whole = text.starts_with("<!--") && text.contains("-->");
        is_whole && (!self.paragraph.is_empty() || named(text).is_some())
    }

    /// Takes the comment at `at`: `<!-- md:option a.b -->` is code, `<!-- md:version 9.7.0 -->` continues a sentence.
    /// Any other comment is cut at the start of a line, where it would begin a block.
    pub(super) fn comment(&mut self, paragraph: &mut Paragraph, at: usize) -> usize {
        let Some(end) = self.end_of(paragraph, at + 4, "-->") else {
            return at + 4;
        };
        let before = self.before(paragraph, at);
        let is_sign = |c: char| c.is_whitespace() || matches!(c, '#' | ':');
        let is_inside = !before.trim_start_matches(is_sign).is_empty() && !before.trim_end().ends_with("-->");
        let line = before.rsplit('\n').next().unwrap_or_default();
        let opens_line = line.trim_matches([' ', '\t', ':']).is_empty();
        match named(self.text(at..end)) {
            Some(("option" | "setting", name)) => {
                self.edits.say(at..end, format!("`{name}`"), at);
                end
            }
            Some(("version" | "default", words)) if is_inside => {
                self.edits.say(at..end, words, at);
                end
            }
            named if opens_line || named.is_some() => {
                let behind = self.behind(paragraph, end);
                let mut rest = behind.trim_start_matches([' ', '\t']);
                // A line of comments alone would leave a blank one, which ends a paragraph.
                if !before.is_empty() && opens_line {
                    rest = rest
                        .strip_prefix("\r\n")
                        .or_else(|| rest.strip_prefix('\n'))
                        .unwrap_or(rest);
                }
                let next = end + (behind.len() - rest.len());
                self.edits.cut(at..next);
                next
            }
            _ => end,
        }
    }
}

/// The kind and the words of a comment that Material for `MkDocs` replaces: `<!-- md:kind words -->`.
fn named(text: &str) -> Option<(&str, &str)> {
    let (inner, _) = text.strip_prefix("<!-- md:")?.split_once("-->")?;
    let inner = inner.trim();
    Some(
        inner
            .split_once(' ')
            .map_or((inner, ""), |(kind, words)| (kind, words.trim())),
    )
}

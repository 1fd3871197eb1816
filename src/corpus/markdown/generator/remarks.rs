//! Comments among words. Some generators put words into their place.

use super::Pass;
use super::inline::Paragraph;

impl Pass<'_> {
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

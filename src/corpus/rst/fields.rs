//! Fields: ":Fee: 60 pounds".

use super::super::document::BlockKind;
use super::super::traced::TracedText;
use super::blocks::Reader;
use super::lines::{Line, block_len, joined};

/// Fields below the title of a file that tell programs or lawyers about it.
const UNSHOWN_FIELDS: &[&str] = &[
    "author",
    "authors",
    "date",
    "copyright",
    "orphan",
    "tocdepth",
    "nocomments",
    "nosearch",
    "no-search",
];

impl<'a> Reader<'a> {
    /// A field. Those at the front of the file tell about it; above the title, none of them is shown.
    pub(super) fn field(&mut self, lines: &[Line<'a>], name: &str, marker: usize, depth: usize) -> usize {
        let line = lines[0];
        let len = 1 + block_len(&lines[1..], line.indent);
        let value = line.after(marker);
        let is_of_file = depth == 0 && self.is_in_front();
        if is_of_file {
            let is_keyword = value.text.starts_with('$');
            let written = Some(value.text.to_owned()).filter(|value| !value.is_empty() && !is_keyword);
            let name = name.to_lowercase();
            match name.as_str() {
                "author" | "authors" => self.author = self.author.take().or(written),
                "date" => self.date = self.date.take().or(written),
                _ => {}
            }
            if self.blocks.is_empty() || is_keyword || UNSHOWN_FIELDS.contains(&name.as_str()) {
                return len;
            }
        }
        let mut text = TracedText::new(name, line.at + 1);
        let mut all = vec![value];
        all.extend_from_slice(&lines[1..len]);
        let said = self.inline(&joined(self.source, &all));
        if !said.is_blank() {
            text.push_joint(": ");
            text.push_traced(&said);
        }
        self.emit(BlockKind::Text, text);
        self.front = self.front.filter(|_| is_of_file).map(|_| self.blocks.len());
        len
    }

    /// True if nothing but the title, a subtitle and fields was read yet.
    fn is_in_front(&mut self) -> bool {
        let titles = |front: usize| if front == 0 { 2 } else { 0 };
        self.front = self.front.filter(|&front| {
            let read = &self.blocks[front..];
            read.len() <= titles(front) && read.iter().all(|block| block.kind.is_heading())
        });
        self.front.is_some()
    }
}

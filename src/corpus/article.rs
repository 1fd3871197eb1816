//! An article after it is read: its own words, cut into sections, passages and sentences.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::traced::Mark;
use crate::text::fold::collapse_white_space;
use crate::text::language::Language;

/// An article: metadata, its text, and where in it the sections, passages and sentences stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The path within the corpus without its extension ("news/talks"), or with it if two files would share one id.
    pub id: String,
    /// The path within the corpus, with "/" between its parts.
    pub path: String,
    /// The title that the article gives, or one made from the file's name; never empty.
    pub title: String,
    /// The language in which the article is read and searched: the one that it names, else the one detected from its
    /// text, else English.
    pub language: Language,
    /// Everything else that the article says about itself.
    pub metadata: Metadata,
    /// The article's own text: its passages in reading order, with blank lines between them. It has no headings, markup
    /// or boilerplate.
    pub text: String,
    /// The sections that have passages, in reading order.
    pub sections: Vec<Section>,
    /// The passages, in reading order.
    pub passages: Vec<Passage>,
    /// The marks on stretches of the text: links, emphasis, code. Ranges are in bytes of [`Article::text`], no stretch
    /// leaves its passage, and the order is that of the passages.
    pub marks: Vec<Mark>,
}

/// The details that an article may give about itself besides its title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The address where the article was published: an absolute http(s) URL.
    pub url: Option<String>,
    /// The author, as the article puts it.
    pub author: Option<String>,
    /// The date of publication, as the article puts it.
    pub date: Option<String>,
    /// A language tag (BCP 47), as the article gives it.
    pub language: Option<String>,
}

/// The passages under one heading, up to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The headings above the section's passages, outermost first, without the article's title. Empty for passages
    /// before the first heading.
    pub headings: Vec<String>,
    /// Indices into [`Article::passages`].
    pub passages: Range<usize>,
}

/// A paragraph, a list, a table or a block of code: the unit that a quote shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Index into [`Article::sections`].
    pub section: usize,
    /// The number of the paragraph within its section, from 1. Parts of a paragraph that was split share it; paragraphs
    /// that were joined have the first one's.
    pub paragraph: usize,
    /// The range of the passage in [`Article::text`], in bytes.
    pub range: Range<usize>,
    /// The number of bytes at its start that introduce the rest: a label, the lead-in of a list, the header row of a
    /// table. Such words may be repeated from further up, and are never the answer by themselves.
    pub lead: usize,
    /// The first and last line in the file, from 1; in a file without lines, what [`Article::unit`] tells.
    pub lines: (usize, usize),
    /// The range of the passage in the file, in bytes; `None` unless those bytes are the passage.
    pub bytes: Option<Range<usize>>,
    /// The sentences, in bytes of the passage's text; never empty.
    pub sentences: Vec<Range<usize>>,
}

/// The unit in which an article's file counts its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Lines of text.
    Line,
    /// Pages.
    Page,
    /// Paragraphs with words, those of lists and tables included.
    Paragraph,
    /// Parts of an e-book, in reading order.
    Part,
    /// Slides.
    Slide,
}

impl Unit {
    /// Its name, for one of them: "line", "slide".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Page => "page",
            Self::Paragraph => "paragraph",
            Self::Part => "part",
            Self::Slide => "slide",
        }
    }
}

impl Article {
    /// The text of a passage of this article, word for word.
    ///
    /// # Panics
    /// If `passage` is another article's.
    #[must_use]
    pub fn passage_text(&self, passage: &Passage) -> &str {
        &self.text[passage.range.clone()]
    }

    /// The title, and headings below it.
    pub fn with_title<'a>(&'a self, headings: &'a [String]) -> impl Iterator<Item = &'a str> {
        [&self.title].into_iter().chain(headings).map(String::as_str)
    }

    /// The marks of a passage of this article, in bytes of its text.
    pub fn marks_of(&self, passage: &Passage) -> impl Iterator<Item = Mark> {
        let range = passage.range.clone();
        let first = self.marks.partition_point(|mark| mark.range.end <= range.start);
        let rest = self.marks.get(first..).unwrap_or_default();
        rest.iter().map_while(move |mark| mark.within(&range))
    }

    /// The headings above a passage of this article, outermost first.
    ///
    /// # Panics
    /// If `passage` is another article's.
    #[must_use]
    pub fn headings(&self, passage: &Passage) -> &[String] {
        &self.sections[passage.section].headings
    }
}

/// Joins titles and headings into running text: each once, and as a sentence. Ends with a space unless empty.
pub fn as_sentences<'a>(headings: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = String::new();
    let mut last = String::new();
    for heading in headings {
        let heading = collapse_white_space(heading);
        if heading.is_empty() || heading.to_lowercase() == last {
            continue;
        }
        last = heading.to_lowercase();
        let is_ended = heading.ends_with(['.', '?', '!', ':', ';']);
        all.push_str(&heading);
        all.push_str(if is_ended { " " } else { ". " });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_heading_is_a_sentence_and_stands_there_once() {
        assert_eq!(as_sentences(["Rules", "rules", "May I  swim?"]), "Rules. May I swim? ");
        assert_eq!(as_sentences(["Lake", " "]), "Lake. ");
        assert_eq!(as_sentences([]), "");
    }
}

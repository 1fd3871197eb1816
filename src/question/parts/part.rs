//! A part of a question: its text, and the place in the question that each stretch of the text is from.
//!
//! Not here: where a question is split (`parts.rs`).

use std::ops::Range;

/// A part of a question, with the words that it needs to stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Words of the question, unchanged: the clause, after its context if it has one.
    pub text: String,
    /// The stretches that make up `text`, in order.
    stretches: Vec<Stretch>,
}

/// A stretch of the question within a part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    /// The byte range in the question.
    of_question: Range<usize>,
    /// The byte offset in the part's text at which it begins.
    start: usize,
}

impl Part {
    /// Makes a part of a clause, and of its context: words of the question that say what the clause is about. All
    /// ranges are byte ranges of the question.
    pub(super) fn new(question: &str, context: &[Range<usize>], clause: Range<usize>) -> Self {
        let mut part = Self {
            text: String::new(),
            stretches: Vec::with_capacity(context.len() + 1),
        };
        for word in context {
            if !part.text.is_empty() {
                part.text.push(' ');
            }
            part.push(question, word.clone());
        }
        if !part.text.is_empty() {
            part.text.push_str(": ");
        }
        part.push(question, clause);
        part
    }

    fn push(&mut self, question: &str, of_question: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(&question[of_question.clone()]);
        self.stretches.push(Stretch { of_question, start });
    }

    /// Returns the byte range in the part's text that has some bytes of the question, as far as it has them; `None` if
    /// it has none of them.
    pub fn place(&self, of_question: &Range<usize>) -> Option<Range<usize>> {
        self.stretches.iter().find_map(|stretch| {
            let start = of_question.start.max(stretch.of_question.start);
            let end = of_question.end.min(stretch.of_question.end);
            (start < end).then(|| {
                let offset = |at: usize| stretch.start + at - stretch.of_question.start;
                offset(start)..offset(end)
            })
        })
    }
}

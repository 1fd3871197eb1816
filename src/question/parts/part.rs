//! A part of a question: its text, and where in the question each stretch of it is from.
//!
//! Not here: where a question is parted (`parts.rs`).

use std::ops::Range;

/// A part of a question, with what it needs to stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Words of the question, unchanged: the clause, after its context if it has one.
    pub text: String,
    /// The stretches that `text` is put together from, in order.
    stretches: Vec<Stretch>,
}

/// A stretch of the question within a part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    /// In bytes of the question.
    of_question: Range<usize>,
    /// Where it begins in the text of the part, in bytes.
    start: usize,
}

impl Part {
    /// A clause of a question, after words of it that say what the clause is about; all in bytes of the question.
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

    /// Where in the text of the part some bytes of the question are, as far as they are there; `None` if the part is
    /// without them.
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

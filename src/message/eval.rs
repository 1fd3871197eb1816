//! The sentences of `verbatim eval`.

use std::fmt::Display;
use std::path::Path;

use super::count;

/// The path that was given doesn't exist.
#[must_use]
pub fn no_such_path(path: &Path) -> String {
    format!(
        "There is no file or folder {}. Name a file of questions.",
        path.display()
    )
}

/// The folder that was given has no file of questions.
#[must_use]
pub fn no_question_file(folder: &Path, name: &str) -> String {
    format!(
        "There is no {name} in {}. Write the questions into it, one JSON object per line, or name another file.",
        folder.display()
    )
}

/// The questions can't be read.
#[must_use]
pub fn unreadable(file: &Path, reason: &dyn Display) -> String {
    format!("The questions in {} can't be read: {reason}", file.display())
}

/// All lines of the file are blank.
#[must_use]
pub fn no_questions(file: &Path) -> String {
    format!(
        "There is no question in {}. Write one per line, for example: {{\"question\": \"...\", \"relevant\": [\"...\"]}}",
        file.display()
    )
}

/// A line isn't a question.
#[must_use]
pub fn bad_line(number: usize, reason: &dyn Display) -> String {
    format!("Line {number}: it {reason}.")
}

/// There are more lines like those just named.
#[must_use]
pub fn more_lines(number: usize) -> String {
    format!("And {number} more like these.")
}

/// Follows the bad lines.
#[must_use]
pub fn nothing_measured() -> String {
    "Nothing was measured. Correct these lines, then try again.".to_owned()
}

/// No passage has a sentence that should answer.
#[must_use]
pub fn not_in_articles(number: usize, sentence: &str, has_others: bool) -> String {
    let what_follows = if has_others {
        "Only the line's other sentences count"
    } else {
        "The question can only go wrong; copy the sentence from the article"
    };
    format!(
        "Line {number}: no passage of the articles contains the sentence \"{sentence}\" word for word. {what_follows}."
    )
}

/// Some unanswerable questions have neither style.
#[must_use]
pub fn unlabelled(number: usize, first: usize) -> String {
    format!(
        "{} (see line {first}) neither answered by the articles nor marked with the style \"near_topic\" or \"off_topic\": such questions count only towards the reliability.",
        count(number, "question is", "questions are")
    )
}

/// A figure is below its floor.
#[must_use]
pub fn fell_short(name: &str, value: f64, least: f64) -> String {
    format!("{name} is {value:.4}, below the {least} that --min asks for.")
}

/// `--min` names a figure that could not be computed.
#[must_use]
pub fn no_questions_for(name: &str) -> String {
    format!(
        "--min asks for {name}, but the file has no questions to compute it on. Add some, or leave it out of --min."
    )
}

/// The number of questions, by kind.
#[must_use]
pub fn asked(all: usize, answerable: usize, near_topic: usize, off_topic: usize) -> String {
    format!(
        "{}: {answerable} that the articles answer, {near_topic} near-topic and {off_topic} off-topic ones that they don't.",
        count(all, "question", "questions")
    )
}

/// "63 of 70".
#[must_use]
pub fn of(number: usize, all: usize) -> String {
    format!("{number} of {all}")
}

/// Stands for a value that there was no question to compute on.
#[must_use]
pub fn no_value() -> String {
    "-".to_owned()
}

/// Explains passage@1.
#[must_use]
pub fn passage_at_1() -> &'static str {
    "the first passage holds the answer, whatever the status"
}

/// Explains passage@3.
#[must_use]
pub fn passage_at_3() -> &'static str {
    "one of the first 3 passages holds the answer"
}

/// Explains sentence@1.
#[must_use]
pub fn sentence_at_1() -> &'static str {
    "the first passage's key sentence is the answer"
}

/// Explains MRR.
#[must_use]
pub fn mrr() -> &'static str {
    "1 divided by the rank of the first right passage (0 beyond the 10th), on average; 1 is best"
}

/// Explains "answered right".
#[must_use]
pub fn answered_right() -> &'static str {
    "the first passage holds the answer and was given as the answer, not as unsure"
}

/// Explains "off-topic refused".
#[must_use]
pub fn off_topic_refused() -> &'static str {
    "nothing was shown for a question about something else"
}

/// Explains "near-topic not asserted".
#[must_use]
pub fn near_topic_not_asserted() -> &'static str {
    "no passage was given as the answer to a question that is about the subject but not answered by the articles"
}

/// Explains the AUROC against off-topic questions.
#[must_use]
pub fn auroc_off_topic() -> &'static str {
    "how often the confidence is higher for a question that the articles answer than for an off-topic one; 0.5 is chance"
}

/// Explains the AUROC against near-topic questions.
#[must_use]
pub fn auroc_near_topic() -> &'static str {
    "the same against near-topic questions"
}

/// Explains the latency.
#[must_use]
pub fn latency() -> &'static str {
    "milliseconds to answer one question: half take at most the first, 99 in 100 at most the second"
}

/// Heads the figures by style.
#[must_use]
pub fn by_style() -> String {
    "By style (n: how many questions; the other columns as above):".to_owned()
}

/// Heads the table of confidences.
#[must_use]
pub fn reliability() -> String {
    "How far the confidence can be trusted: all questions by their confidence, and how often the first passage was right. Where the two differ, the confidence isn't a probability.".to_owned()
}

/// Explains the expected calibration error.
#[must_use]
pub fn ece() -> &'static str {
    "expected calibration error: the difference between confidence and share right, on average; 0 is best"
}

/// Explains the Brier score.
#[must_use]
pub fn brier() -> &'static str {
    "Brier score: the mean squared error of the confidence, as a forecast that the first passage is right; 0 is best"
}

/// Heads the questions whose first passage is wrong.
#[must_use]
pub fn wrong_passage(number: usize) -> String {
    format!("The first passage doesn't hold the answer ({number}):")
}

/// Heads the questions whose key sentence is wrong.
#[must_use]
pub fn wrong_sentence(number: usize) -> String {
    format!("The right passage, but another sentence of it ({number}):")
}

/// Heads the questions that should not have been answered.
#[must_use]
pub fn not_refused(number: usize) -> String {
    format!("Nothing answers it, but it was answered, or (off-topic) something was shown ({number}):")
}

/// Heads the questions whose answer was held back.
#[must_use]
pub fn held_back(number: usize) -> String {
    format!("The right passage, but not given as the answer ({number}):")
}

/// Identifies a question: "d012 (line 12, typo): why?".
#[must_use]
pub fn question(id: &str, line: usize, style: &str, question: &str) -> String {
    format!("{id} (line {line}, {style}): {question}")
}

/// The status and confidence that a question got.
#[must_use]
pub fn became(status: &str, confidence: f32) -> String {
    format!("{status}, confidence {confidence:.2}")
}

/// The rank of the right passage.
#[must_use]
pub fn rank(rank: Option<usize>) -> String {
    match rank {
        Some(rank) => format!("the right passage ranked number {rank}"),
        None => "the right passage was not among the first 10".to_owned(),
    }
}

/// The key sentence that was given.
#[must_use]
pub fn given(sentence: Option<&str>) -> String {
    match sentence {
        Some(sentence) => format!("given: {sentence}"),
        None => "given: nothing".to_owned(),
    }
}

/// A sentence that answers.
#[must_use]
pub fn expected(sentence: &str) -> String {
    format!("expected: {sentence}")
}

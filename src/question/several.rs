//! The questions of a message that asks several, each to be answered by itself.
//!
//! Not here: where a message is split (`parts`).

use super::follow_up::{asks, continued, is_fragment};
use super::lists::has;
use super::parts::parts;
use super::pointing::points;
use super::typed::Question;

/// The questions of a message, in order, if it asks several things and each can stand alone; none if it asks only one.
///
/// ```
/// use verbatim::question::{Question, several};
/// let asked = |message: &str| -> Vec<String> {
///     let found = several(&Question::new(message).unwrap());
///     found.iter().map(|question| question.asked().to_owned()).collect()
/// };
/// assert_eq!(
///     asked("when do raids start? and how do I get the raider role?"),
///     ["when do raids start?", "how do I get the raider role?"]
/// );
/// assert!(asked("hi all, I'm new. how do I join?").is_empty());
/// ```
pub fn several(message: &Question) -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    for sentence in message.searched().split_inclusive("? ") {
        let Ok(question) = Question::new(without_joint(sentence.trim_end())) else {
            continue;
        };
        let parts = parts(question.worded());
        if !parts.is_empty() {
            found.extend(parts.iter().filter_map(|part| Question::new(&part.text).ok()));
        } else if asks(question.worded()) && !points(question.worded()) {
            let before = found.last().filter(|_| is_fragment(&question));
            found.push(
                before
                    .and_then(|before| continued(before, &question))
                    .unwrap_or(question),
            );
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// A sentence without the word that joins it to the last.
fn without_joint(sentence: &str) -> &str {
    match sentence.split_once(' ') {
        Some((joint, rest)) if has("conjunctions", &joint.to_lowercase()) => rest,
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(message: &str) -> Vec<String> {
        let found = several(&Question::new(message).unwrap());
        found.iter().map(|question| question.asked().to_owned()).collect()
    }

    #[test]
    fn each_question_stands_alone() {
        assert_eq!(
            asked("when do raids start? how do i get the raider role? where is the bank?"),
            [
                "when do raids start?",
                "how do i get the raider role?",
                "where is the bank?"
            ]
        );
        assert_eq!(
            asked("when do raids start and how do i get the raider role?"),
            ["when do raids start", "how do i get the raider role?"]
        );
        assert_eq!(
            asked("who leads the raid team? and when did they found it?"),
            ["who leads the raid team?", "leads raid team: when did they found it?"]
        );
    }

    #[test]
    fn what_is_no_question_by_itself_is_not_split_off() {
        for message in [
            "hi all, i'm new. how do i join?",
            "when do raids start? thanks!",
            "when do raids start? why?",
            "can somebody help? how do i join the guild?",
            "when and where do raids start?",
            "",
            "?",
        ] {
            let found = Question::new(message).map(|question| several(&question).len());
            assert_eq!(found.unwrap_or_default(), 0, "{message}");
        }
    }
}

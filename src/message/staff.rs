//! The sentences that the staff channel of a server is told.
//!
//! Text from elsewhere must be escaped before it is passed in.

use super::{count, size};

/// The channel was chosen just now.
pub const GREETING: &str = "From now on, I'll tell the staff here which questions I couldn't answer, which answers were voted down, which files I left out, and when I was restarted. /settings changes that.";

/// The channel can't be written in; `channel` is a mention.
pub fn cannot_write(channel: &str) -> String {
    format!(
        "I can't write in {channel}, so nothing was changed. Let me see that channel and send messages there, or choose another one."
    )
}

/// Discord could not be reached while the channel was tried.
pub const NOT_TRIED: &str =
    "I couldn't reach Discord to write in that channel, so nothing was changed. Please choose it again.";

/// The bot is running again.
pub fn started(articles: usize, passages: usize) -> String {
    format!(
        "I was restarted, and now I answer again from {}.",
        size(articles, passages)
    )
}

/// Files were left out when the articles were last read.
pub fn left_out(files: usize) -> String {
    let (files, them) = (count(files, "file", "files"), if files == 1 { "it" } else { "them" });
    format!("I left {files} out when I last read the articles, so I can't answer from {them}:")
}

/// Heads the list of questions; `is_daily` if it is the one of a day.
pub fn questions(questions: usize, is_daily: bool) -> String {
    let questions = count(questions, "question", "questions");
    if is_daily {
        format!("{questions} got no good answer since yesterday:")
    } else {
        format!("{questions} got no good answer just now:")
    }
}

/// The number of times that a question was asked; `None` for once.
pub fn times(times: usize) -> Option<String> {
    (times > 1).then(|| count(times, "time", "times"))
}

/// A question was asked in a channel, which is a mention.
pub fn asked_in(channel: &str) -> String {
    format!("asked in {channel}")
}

/// A link to the message with the question.
pub fn asked_at(link: &str, is_last: bool) -> String {
    let words = if is_last { "last asked here" } else { "asked here" };
    format!("[{words}]({link})")
}

/// An answer was voted down; `section` is where its passage stands.
pub fn voted_down(section: Option<&str>) -> String {
    match section {
        Some(section) => format!("answer voted down: {section}"),
        None => "answer voted down".to_owned(),
    }
}

/// Questions that are not listed.
pub fn more(questions: usize) -> String {
    format!("… and {}.", count(questions, "more question", "more questions"))
}

/// The line below a list of questions.
pub const WHAT_NEXT: &str = "/corpus unanswered marks them as done, and /corpus answer chooses an answer.";

//! What the bot says in Discord alone, and what it says about Discord in the terminal.
//!
//! A `mention` is markup that Discord shows as a name; all else that is passed in must be ready to stand in a
//! message.

use super::{count, size};

/// The name of the command in the menu of a message.
pub const MENU_COMMAND: &str = "Find the answer";

/// Somebody asked too often.
#[must_use]
pub fn too_many_questions(wait_seconds: u64) -> String {
    format!(
        "That was a lot of questions in a short time. Ask again in {}.",
        count(usize::try_from(wait_seconds).unwrap_or(usize::MAX), "second", "seconds")
    )
}

/// Too many questions wait for their answers.
#[must_use]
pub fn busy() -> String {
    "Many people are asking at once, and I can't keep up. Ask again in a moment.".to_owned()
}

/// Answering failed; why is in the log.
#[must_use]
pub fn failed_to_answer() -> String {
    "Something went wrong on my side, so I have no answer. Ask again; if it happens again, tell an admin.".to_owned()
}

/// The bot is being stopped.
#[must_use]
pub fn shutting_down() -> String {
    "I'm being restarted. Ask again in a minute.".to_owned()
}

/// The bot may not write where it was asked; `channel` is a mention.
#[must_use]
pub fn cannot_answer_here(channel: &str) -> String {
    format!(
        "I can't answer in {channel}: I'm not allowed to write there. An admin can change that in the channel's settings, under Permissions: allow me View Channel, Send Messages, Send Messages in Threads and Embed Links. Until then, /ask works there, and so does a direct message to me."
    )
}

/// A passage that a button leads to is no longer there.
#[must_use]
pub fn passage_gone() -> String {
    "The articles have changed, and this passage is no longer in them. Ask again to see what they say now.".to_owned()
}

/// Somebody wants to take away an answer to somebody else.
#[must_use]
pub fn not_yours_to_dismiss() -> String {
    "Only the person who asked, or somebody who may manage messages here, can dismiss this answer.".to_owned()
}

/// Answers a vote.
#[must_use]
pub fn thanks_for_vote(is_helpful: bool) -> String {
    if is_helpful {
        "Thank you! Good to know that this helped.".to_owned()
    } else {
        "Thank you! I've noted that this didn't help. Asking in other words may find a better passage.".to_owned()
    }
}

/// A vote could not be written down.
#[must_use]
pub fn vote_not_recorded() -> String {
    "I couldn't make sure that your vote was written down. Vote again in a minute: it counts once.".to_owned()
}

/// Stands above an answer that somebody shared; `user` is a mention.
#[must_use]
pub fn shared_by(user: &str) -> String {
    format!("Shared by {user}:")
}

/// Discord doesn't know the token.
#[must_use]
pub fn bad_token() -> String {
    "Discord doesn't accept the bot's token. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, then Reset Token, and set DISCORD_TOKEN to the new one.".to_owned()
}

/// Discord doesn't let the bot have the events that it asks for.
#[must_use]
pub fn disallowed_intents() -> String {
    "Discord doesn't let the bot receive the events that it asked for. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, and switch on what it needs under Privileged Gateway Intents; as it is shipped it needs none of them.".to_owned()
}

/// There is no token.
#[must_use]
pub fn no_token() -> String {
    "There is no token, so I can't log in to Discord. In the Developer Portal (https://discord.com/developers/applications) choose your application (or New Application), then Bot, then Reset Token, and write the token into the file .env as DISCORD_TOKEN=...".to_owned()
}

/// The connection to Discord did not come back.
#[must_use]
pub fn lost() -> String {
    "The connection to Discord was lost and did not come back. Start me again; a supervisor such as systemd does it by itself.".to_owned()
}

/// What stands below the bot's name: "/ask · 5 passages, 1 article".
#[must_use]
pub fn presence(articles: usize, passages: usize) -> String {
    format!(
        "/ask · {}, {}",
        count(passages, "passage", "passages"),
        count(articles, "article", "articles")
    )
}

/// The message that was pointed at has no text to search for.
#[must_use]
pub fn found_nothing_in_message() -> String {
    "There is no text in that message that I could look up. Ask in your own words with /ask.".to_owned()
}

/// A button or menu of another version.
#[must_use]
pub fn old_button() -> String {
    "This button is from an older version of me and no longer works. Ask again to get a fresh answer.".to_owned()
}

/// A reply to the bot came without its text.
#[must_use]
pub fn unreadable_reply() -> String {
    "I can't read a reply that doesn't ping me. Mention me in it, or leave the ping on when you reply.".to_owned()
}

/// Says where the question stands; `link` is the address of a message.
#[must_use]
pub fn about_message(link: &str) -> String {
    format!("About [this message]({link}):")
}

/// Introduces a menu behind "nothing found".
#[must_use]
pub fn what_they_cover() -> String {
    "Here is what they cover:".to_owned()
}

/// Not all articles are in the menu.
#[must_use]
pub fn all_in_sources() -> String {
    "The menu has the first of them; /sources lists all.".to_owned()
}

/// Which of an answer's passages is shown: "passage 1 of 3".
#[must_use]
pub fn passage_of(number: usize, all: usize) -> String {
    format!("passage {number} of {all}")
}

/// Which section is shown: "section 2 of 5".
#[must_use]
pub fn section_of(number: usize, all: usize) -> String {
    format!("section {number} of {all}")
}

/// Which page is shown: "page 1 of 2".
#[must_use]
pub fn page_of(number: usize, all: usize) -> String {
    format!("page {number} of {all}")
}

/// How much there is of an article: "5 sections, 7 passages".
#[must_use]
pub fn extent(sections: usize, passages: usize) -> String {
    format!(
        "{}, {}",
        count(sections, "section", "sections"),
        count(passages, "passage", "passages")
    )
}

/// Heads the list of articles.
#[must_use]
pub fn sources(articles: usize, passages: usize) -> String {
    format!("I quote from {}:", size(articles, passages))
}

/// There are no articles.
#[must_use]
pub fn no_sources() -> String {
    "There are no articles yet. An admin can add some.".to_owned()
}

/// Heads the list of an article's sections.
#[must_use]
pub fn choose_section_below() -> String {
    "Choose a section below to read it.".to_owned()
}

/// A section without a heading of its own.
#[must_use]
pub fn untitled_section() -> String {
    "Without a heading".to_owned()
}

/// In place of text that shows nothing.
#[must_use]
pub fn untitled() -> String {
    "Untitled".to_owned()
}

/// How to ask, in two lines.
#[must_use]
pub fn how_to_ask() -> String {
    "Ask me about the articles: /ask and your question, or mention me with it.\nI answer by quoting them word for word; /help says more.".to_owned()
}

/// The whole of the help. `keeps_questions` says whether the ledger may hold questions asked in vain.
#[must_use]
pub fn help(articles: usize, passages: usize, keeps_questions: bool) -> String {
    let kept = if keeps_questions {
        " Questions that the articles don't answer I note, without names, so that my admins can see what is missing."
    } else {
        ""
    };
    format!(
        "I answer questions about {} by quoting them word for word.\n\
         **How to ask**\n\
         - /ask and your question; with private: you alone see the answer\n\
         - mention me with your question\n\
         - reply to one of my answers, with the ping on\n\
         - write me a direct message\n\
         - on somebody's message: Apps > {MENU_COMMAND}\n\
         /sources lists the articles and lets you read them.\n\
         I read only what is addressed to me, and nothing of it leaves this bot.{kept}",
        size(articles, passages)
    )
}

/// The labels of buttons and menus.
pub mod label {
    /// To the passage or page before.
    pub const PREVIOUS: &str = "Previous";
    /// To the passage or page behind.
    pub const NEXT: &str = "Next";
    /// Shows the section that the passage is from.
    pub const WHOLE_SECTION: &str = "Whole section";
    /// The answer helped.
    pub const HELPFUL: &str = "Helpful";
    /// The answer didn't help.
    pub const NOT_HELPFUL: &str = "Not helpful";
    /// Shows a private answer to everybody.
    pub const SHARE: &str = "Share";
    /// Takes the answer away.
    pub const DISMISS: &str = "Dismiss";
    /// Stands in a menu of sections.
    pub const CHOOSE_SECTION: &str = "Choose a section to read";
    /// Stands in a menu of articles.
    pub const CHOOSE_ARTICLE: &str = "Choose an article";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(presence(1, 5), "/ask · 5 passages, 1 article");
        assert!(too_many_questions(1).ends_with("in 1 second."));
        assert_eq!(extent(1, 2), "1 section, 2 passages");
    }
}

//! Sentences of the bot in Discord, and sentences about Discord in the terminal.
//!
//! A `mention` is markup that Discord shows as a name. All other arguments must be escaped already.

use super::{count, size};

/// The name of the command in the menu of a message.
pub const MENU_COMMAND: &str = "Find the answer";

/// Somebody asked too often.
pub fn too_many_questions(wait_seconds: u64) -> String {
    format!(
        "That was a lot of questions in a short time. Ask again in {}.",
        count(usize::try_from(wait_seconds).unwrap_or(usize::MAX), "second", "seconds")
    )
}

/// The queue of questions is full.
pub const BUSY: &str = "Many people are asking at once, and I can't keep up. Ask again in a moment.";

/// The search failed; the log has the reason.
pub const FAILED_TO_ANSWER: &str =
    "Something went wrong on my side, so I have no answer. Ask again; if it happens again, tell an admin.";

/// The bot is being stopped.
pub const SHUTTING_DOWN: &str = "I'm being restarted. Ask again in a minute.";

/// The bot may not write where it was asked; `channel` is a mention.
pub fn cannot_answer_here(channel: &str) -> String {
    format!(
        "I can't answer in {channel}: I'm not allowed to write there. An admin can change that in the channel's settings, under Permissions: allow me View Channel, Send Messages, Send Messages in Threads and Embed Links. Until then, /ask works there, and so does a direct message to me."
    )
}

/// The thread where something was asked takes no more messages.
pub const THREAD_CLOSED: &str = "This thread is locked or archived, so I can't post in it. Ask in another channel, or have a moderator reopen the thread.";

/// The same, said elsewhere; `thread` is a mention.
pub fn thread_closed(thread: &str) -> String {
    format!(
        "I can't answer in {thread}: the thread is locked or archived. Ask in another channel, ask me here, or have a moderator reopen the thread."
    )
}

/// An answer could not be shared.
pub const NOT_SHARED: &str =
    "I couldn't post this here. Press Share again in a minute; if it happens again, tell an admin.";

/// A passage that a button leads to is no longer there.
pub const PASSAGE_GONE: &str =
    "The articles have changed, and this passage is no longer in them. Ask again to see what they say now.";

/// Somebody clicked Dismiss on the answer to somebody else.
pub const NOT_YOURS_TO_DISMISS: &str =
    "Only the person who asked, or somebody who may manage messages here, can dismiss this answer.";

/// Answers a vote.
pub fn thanks_for_vote(is_helpful: bool) -> String {
    if is_helpful {
        "Thanks, glad that helped!".to_owned()
    } else {
        "Thanks, I've noted that this didn't help. Try asking in different words.".to_owned()
    }
}

/// A vote could not be recorded.
pub const VOTE_NOT_RECORDED: &str =
    "I couldn't confirm that your vote was recorded. Vote again in a minute; it won't count twice.";

/// The line above an answer that somebody shared; `user` is a mention.
pub fn shared_by(user: &str) -> String {
    format!("Shared by {user}:")
}

/// The line above a section that somebody posted; both are mentions.
pub fn posted_by(user: &str, to: Option<&str>) -> String {
    match to {
        Some(to) => format!("Posted by {user} for {to}:"),
        None => format!("Posted by {user}:"),
    }
}

/// Somebody wants to post where they may not write.
pub const MAY_NOT_POST: &str = "You can't send messages in this channel, so I won't post this here for you.";

/// A section could not be posted.
pub const NOT_POSTED: &str =
    "I couldn't post this here. Press Post here again in a minute; if it happens again, tell an admin.";

/// The settings of the server don't let somebody ask.
pub const MAY_NOT_ASK: &str =
    "You may not ask me in this server. If you think that this is a mistake, ask its moderators.";

/// The settings of the server let only others ask.
pub const ONLY_SOME_MAY_ASK: &str =
    "Only some members of this server may ask me, and you aren't one of them. Its moderators can change that.";

/// The settings of the server turn mentions off.
pub const MENTIONS_OFF: &str = "In that server I don't answer to mentions and replies. Use /ask there instead.";

/// The settings of the server deny a channel, which is a mention.
pub fn not_here(channel: &str) -> String {
    format!("I may not answer in {channel}. Ask in another channel, or in a direct message to me.")
}

/// In a channel, which is a mention, the settings of the server let only the asker see answers.
pub fn private_here(channel: &str) -> String {
    format!("In {channel}, only the person who asks sees my answers. Use /ask with your question.")
}

/// The settings of the server want a pause between two public answers in a channel.
pub fn too_early(wait_seconds: u64) -> String {
    format!(
        "I answered here a moment ago, and this server wants a pause between my answers. Try again in {}, or use /ask with private: True.",
        count(usize::try_from(wait_seconds).unwrap_or(usize::MAX), "second", "seconds")
    )
}

/// Discord doesn't know the token.
pub const BAD_TOKEN: &str = "Discord doesn't accept the bot's token. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, then Reset Token, and set DISCORD_TOKEN to the new one.";

/// Discord refuses the intents.
pub const DISALLOWED_INTENTS: &str = "Discord doesn't let the bot receive the events that it asked for. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, and switch on what it needs under Privileged Gateway Intents; by default it needs none of them.";

/// There is no token.
pub const NO_TOKEN: &str = "There is no token, so I can't log in to Discord. In the Developer Portal (https://discord.com/developers/applications) choose your application (or New Application), then Bot, then Reset Token, and write the token into the file .env as DISCORD_TOKEN=...";

/// Another process serves with the same data folder; `holder` names it.
pub fn already_serving(folder: &str, holder: &str) -> String {
    format!(
        "The bot is already running with the data folder {folder} ({holder}), and two would answer everything twice. Stop that one first, or give this one folders of its own (VERBATIM_CORPUS, VERBATIM_INDEX and VERBATIM_DATA)."
    )
}

/// The connection to Discord was lost for too long.
pub const LOST: &str = "The connection to Discord was lost and did not come back. Start me again; a supervisor such as systemd does that by itself.";

/// The line below the bot's name: "/ask · 5 passages, 1 article".
pub fn presence(articles: usize, passages: usize) -> String {
    format!(
        "/ask · {}, {}",
        count(passages, "passage", "passages"),
        count(articles, "article", "articles")
    )
}

/// The kind of a message without text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Textless {
    /// A picture.
    Picture,
    /// A video.
    Video,
    /// A recording of somebody's voice, made in Discord.
    Voice,
    /// Any other sound.
    Sound,
    /// Any other file.
    File,
    /// A sticker.
    Sticker,
}

/// The bot was asked about a message without text, which is `what`.
pub fn nothing_to_look_up(what: Option<Textless>) -> String {
    let what = match what {
        None => {
            return "There is no text in that message that I could look up. Ask in your own words with /ask."
                .to_owned();
        }
        Some(Textless::Picture) => "a picture",
        Some(Textless::Video) => "a video",
        Some(Textless::Voice) => "a voice message",
        Some(Textless::Sound) => "a sound",
        Some(Textless::File) => "a file",
        Some(Textless::Sticker) => "a sticker",
    };
    format!("That message is {what}, and I can only look up text. Ask in your own words with /ask.")
}

/// Discord hid the text of the message that the bot was asked about.
pub const UNREADABLE_MESSAGE: &str =
    "Discord doesn't show me the text of that message. On it, use Apps > Find the answer, or ask me in your own words.";

/// Somebody clicked a button or a menu of another version of the bot.
pub const OLD_BUTTON: &str =
    "This button is from an older version of me and no longer works. Ask again to get a fresh answer.";

/// Discord hid the text of a reply to the bot.
pub const UNREADABLE_REPLY: &str =
    "I can't read a reply that doesn't ping me. Mention me in it, or leave the @ on when you reply.";

/// The line above the answer to another message; `link` is its address.
pub fn about_message(link: &str) -> String {
    format!("About [this message]({link}):")
}

/// The line above the answer to a reply that continues an earlier question; `question` is the two read together.
pub fn about(question: &str) -> String {
    format!("{ABOUT}{question}")
}

/// The beginning of [`about`].
pub const ABOUT: &str = "About: ";

/// One of several questions in a message, from 1: "2. when do raids start?".
pub fn numbered(number: usize, question: &str) -> String {
    format!("{number}. {question}")
}

/// A message asked more questions than the bot answers at once.
pub fn only_the_first(questions: usize) -> String {
    format!("I answer up to {questions} questions in one message. Ask the rest in another.")
}

/// Introduces the menu below "nothing found".
pub const WHAT_THEY_COVER: &str = "Here is what they cover:";

/// The same below "nothing found in this article".
pub const WHAT_IT_COVERS: &str = "Here is what it covers:";

/// The line above an answer from the only article that was asked.
pub fn only_from(title: &str) -> String {
    format!("Only from **{title}**:")
}

/// The only article that was asked has nothing about the question.
pub fn nothing_found_in(title: &str) -> String {
    format!("I found nothing about this in **{title}**.")
}

/// Another article may answer than the one that was asked.
pub const BUT_ELSEWHERE: &str = "Another article may answer this: ask again without article.";

/// The article to ask was removed since it was offered.
pub const ARTICLE_GONE: &str =
    "That article is no longer here. Choose another one, or leave article out to ask all of them.";

/// No article has the name that was typed.
pub fn no_such_article(name: &str) -> String {
    format!(
        "There is no article named \"{name}\". Choose one of those that are offered as you type, or leave article out to ask all of them."
    )
}

/// The menu doesn't have room for all.
pub const ALL_IN_SOURCES: &str = "The menu shows only the first ones; /sources lists them all.";

/// Which of the passages of an answer this is: "1 of 3".
pub fn passage_of(number: usize, all: usize) -> String {
    format!("{number} of {all}")
}

/// Stands above the links of a passage.
pub const LINKS: &str = "Links";

/// The number of a page: "page 1 of 2".
pub fn page_of(number: usize, all: usize) -> String {
    format!("page {number} of {all}")
}

/// The size of an article: "5 sections, 7 passages".
pub fn extent(sections: usize, passages: usize) -> String {
    format!(
        "{}, {}",
        count(sections, "section", "sections"),
        count(passages, "passage", "passages")
    )
}

/// The line above the list of articles.
pub fn sources(articles: usize, passages: usize) -> String {
    format!("I quote from {}:", size(articles, passages))
}

/// There are no articles.
pub const NO_SOURCES: &str = "There are no articles yet. An admin can add some.";

/// The line above the list of an article's sections.
pub const CHOOSE_SECTION_BELOW: &str = "Choose a section below to read it.";

/// The name of a section without a heading.
pub const UNTITLED_SECTION: &str = "(no heading)";

/// The name of an article or a heading that has no visible text.
pub const UNTITLED: &str = "Untitled";

/// The short help, in two lines.
pub const HOW_TO_ASK: &str = "Ask me about the articles: use /ask, or mention me with your question.\nI answer by quoting them word for word; /help says more.";

/// The whole help. `keeps_questions` says whether the ledger may keep unanswered questions.
pub fn help(articles: usize, passages: usize, keeps_questions: bool) -> String {
    let kept = if keeps_questions {
        " I note questions that the articles don't answer, without names, so that my admins can see what is missing."
    } else {
        ""
    };
    format!(
        "I answer questions about {} by quoting them word for word.\n\
         **How to ask**\n\
         - /ask and your question; private: True shows the answer only to you, article asks one article alone\n\
         - mention me with your question\n\
         - reply to one of my answers (leave the @ on)\n\
         - write me a direct message\n\
         - on somebody's message: Apps > {MENU_COMMAND}\n\
         /sources lists the articles and lets you read them.\n\
         I only read what is addressed to me, and none of it leaves this bot.{kept}",
        size(articles, passages)
    )
}

/// The labels of buttons and menus.
pub mod label {
    /// To the previous passage or page.
    pub const PREVIOUS: &str = "Previous";
    /// To the next passage or page.
    pub const NEXT: &str = "Next";
    /// Shows the section that the passage is from.
    pub const WHOLE_SECTION: &str = "Whole section";
    /// The answer helped.
    pub const HELPFUL: &str = "Helpful";
    /// The answer didn't help.
    pub const NOT_HELPFUL: &str = "Not helpful";
    /// Shows a private answer to everybody.
    pub const SHARE: &str = "Share";
    /// Posts a section for everybody to see.
    pub const POST: &str = "Post here";
    /// The placeholder of a menu of people.
    pub const POST_TO: &str = "Post here for somebody, who is pinged";
    /// Deletes the answer.
    pub const DISMISS: &str = "Dismiss";
    /// The placeholder of a menu of sections.
    pub const CHOOSE_SECTION: &str = "Choose a section to read";
    /// The placeholder of a menu of articles.
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

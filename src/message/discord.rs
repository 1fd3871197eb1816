//! Sentences of the bot in Discord, and sentences about Discord in the terminal.
//!
//! Those that members read are in every language (`locale/*.ftl`). Some of them are read in the terminal too, in English.

use super::count;
use super::locale::{Locale, sentences};

#[cfg(test)]
mod tests;

/// The name of the command in the menu of a message, as it is registered and comes back.
pub const MENU_COMMAND: &str = "Find the answer";

/// The name of the command for admins there.
pub const FIX_COMMAND: &str = "This answers it";

sentences! {
    // Refusals and failures

    /// Somebody asked too often.
    too_many_questions(seconds: u64);
    /// The queue of questions is full.
    busy();
    /// The search failed; the log has the reason.
    failed_to_answer();
    /// The bot is being stopped.
    shutting_down();
    /// The bot may not write where it was asked.
    cannot_answer_here(channel: &str);
    /// The thread where something was asked takes no more messages.
    this_thread_closed();
    /// The same, said elsewhere.
    thread_closed(thread: &str);
    /// An answer could not be shared.
    not_shared();
    /// A section could not be posted.
    not_posted();
    /// Somebody wants to post where they may not write.
    may_not_post();
    /// The settings of the server don't let somebody ask.
    may_not_ask();
    /// The settings of the server let only others ask.
    only_some_may_ask();
    /// The settings of the server turn mentions off.
    mentions_off();
    /// The settings of the server deny a channel, which is a mention.
    not_here(channel: &str);
    /// In a channel, which is a mention, the settings of the server let only the asker see answers.
    private_here(channel: &str);
    /// The settings of the server want a pause between two public answers in a channel. `when` is the time at which it
    /// ends, as Discord writes times: relative to now, and in the reader's language.
    too_early(when: &str);
    /// A passage that a button leads to is no longer there.
    passage_gone();
    /// Somebody clicked Dismiss on the answer to somebody else.
    not_yours_to_dismiss();
    /// Somebody clicked a button or a menu of another version of the bot.
    old_button();
    /// The bot was asked about a message without text.
    no_text();
    /// The same, where the message is something else: `what` is the name of a [`Textless`].
    textless(what: &str);
    /// Discord hid the text of the message that the bot was asked about.
    unreadable_message();
    /// Discord hid the text of a reply to the bot.
    unreadable_reply();
    /// Somebody who is not an admin used an admin's command.
    not_an_admin();
    /// The same, where each server has its own articles.
    not_a_manager();
    /// Nobody knows yet whether somebody is an admin: Discord has not said who owns the bot.
    owner_unknown();
    /// An admin's command was used in a private conversation.
    only_in_a_server();
    /// Each server has its own articles, and this was asked outside of servers.
    no_library_here();
    /// The same, where somebody is in several servers: the line above a menu of them.
    which_server();
    /// The menu of these servers.
    choose_server();
    /// A server was chosen in it.
    server_chosen();
    /// A server was chosen that the chooser isn't in.
    not_in_that_server();
    /// The articles of a server take long to open.
    library_opening();
    /// The articles of a server could not be opened; the log has the reason.
    library_closed();
    /// The operator has suspended the server.
    server_suspended();
    /// The article to ask was removed since it was offered.
    article_gone();
    /// No article has the name that was typed.
    no_such_article(name: &str);

    // Votes

    /// Answers the vote that an answer helped.
    glad_that_helped();
    /// Answers the vote that an answer didn't help.
    did_not_help();
    /// A vote could not be recorded.
    vote_not_recorded();

    // Above an answer

    /// The line above an answer that somebody shared.
    shared_by(user: &str);
    /// The line above a section that somebody posted.
    posted_by(user: &str);
    /// The same, for one person.
    posted_for(user: &str, to: &str);
    /// The line above the answer to another message; `link` is its address.
    about_message(link: &str);
    /// The line above the answer to a reply that continues an earlier question; `question` is the two read together.
    about(question: &str);
    /// The line above an answer from the only article that was asked.
    only_from(title: &str);
    /// Introduces a quote that may not answer.
    unsure();
    /// Another article may answer than the one that was asked.
    but_elsewhere();
    /// A message asked more questions than the bot answers at once.
    only_the_first(questions: usize);
    /// Introduces an overview.
    overview();
    /// Introduces an overview of several articles.
    overview_of_all();

    // No answer

    /// Nothing in the articles is about the question.
    nothing_found();
    /// The only article that was asked has nothing about the question.
    nothing_found_in(title: &str);
    /// Introduces the menu below "nothing found".
    what_they_cover();
    /// The same below "nothing found in this article".
    what_it_covers();
    /// The menu doesn't have room for all.
    all_in_sources();

    // Beside an answer or a section

    /// Which of the passages of an answer this is: "1 of 3".
    passage_of(number: usize, all: usize);
    /// The number of a page: "page 1 of 2".
    page_of(number: usize, all: usize);
    /// Pages of an article: "page 14", "pages 14-15"; `range` has the numbers.
    pages(count: usize, range: &str);
    /// The same for slides.
    slides(count: usize, range: &str);
    /// The owner of the passage, where a server has its own articles and reads others, too.
    of_server();
    /// The same for those that the bot itself has.
    of_house();
    /// Stands above the links of a passage.
    links();
    /// The size of an article: "5 sections, 7 passages".
    extent(sections: usize, passages: usize);
    /// The name of an article or a heading that has no visible text.
    untitled();
    /// The name of a section without a heading.
    untitled_section();

    // The articles

    /// The line above the list of articles.
    sources(articles: usize, passages: usize);
    /// There are no articles.
    no_sources();
    /// The line above the list of an article's sections.
    choose_section_below();

    // Buttons and menus

    /// To the previous passage or page.
    previous();
    /// To the next passage or page.
    next();
    /// Shows the section that the passage is from.
    whole_section();
    /// The answer helped.
    helpful();
    /// The answer didn't help.
    not_helpful();
    /// Shows a private answer to everybody.
    share();
    /// Posts a section for everybody to see.
    post_here();
    /// The placeholder of a menu of people.
    post_for();
    /// Deletes the answer.
    dismiss();
    /// Deletes an answer that nobody asked for.
    not_a_question();
    /// The placeholder of a menu of sections.
    choose_section();
    /// The placeholder of a menu of articles.
    choose_article();

    // Help

    /// The short help, in two lines.
    how_to_ask();
    /// The whole help, except for what the bot reads and keeps.
    help(articles: usize, passages: usize);
    /// Follows the help: the bot reads only what is addressed to it.
    reads_what_is_addressed();
    /// Follows the help: Discord shows the bot all messages.
    reads_messages();
    /// The end of the help, if the ledger may keep unanswered questions.
    keeps_questions();

    // Small talk; all but a farewell end with examples

    /// Answers a greeting.
    greeting();
    /// Answers thanks.
    thanks();
    /// Answers a farewell.
    farewell();
    /// Says who the bot is and what it can do.
    who_i_am();
    /// Answers "how are you?".
    how_i_am();
    /// Answers any other small talk.
    small_talk();
    /// Suggests topics: "You can ask me about: a, b, or c."; `examples` says how many of the three there are.
    ask_about(examples: usize, one: &str, two: &str, three: &str);

    // Commands

    /// The name of the command in the menu of a message, as people see it.
    find_the_answer();
    /// `/ask`.
    describe_ask();
    /// The question of `/ask`.
    describe_question();
    /// The option `private` of `/ask`.
    describe_private();
    /// The option `to` of `/ask`.
    describe_to();
    /// The option `article` of `/ask`.
    describe_article();
    /// The bot is new in a server that has its own articles.
    welcome();
    /// `/sources`.
    describe_sources();
    /// `/help`.
    describe_help();
    /// `/corpus`.
    describe_corpus();
    /// `/corpus status`.
    describe_status();
    /// `/corpus reindex`.
    describe_reindex();
    /// `/corpus add`.
    describe_add();
    /// The first file of `/corpus add`.
    describe_file();
    /// The others.
    describe_another_file();
    /// `/corpus remove`.
    describe_remove();
    /// The article of `/corpus remove`.
    describe_removed();
    /// `/corpus restore`.
    describe_restore();
    /// The article of `/corpus restore`.
    describe_restored();
    /// `/corpus unanswered`.
    describe_unanswered();
    /// The address of `/corpus add`.
    describe_url();
    /// `/corpus answer`.
    describe_answer();
    /// The question of `/corpus answer`.
    describe_answered();
    /// The section of `/corpus answer`.
    describe_section();
    /// `/corpus answers`.
    describe_answers();
    /// `/corpus export`.
    describe_export();
    /// `/settings`.
    describe_settings();
    /// The command of admins in the menu of a message.
    this_answers_it();
}

impl Locale {
    /// A reply to small talk, with at most three examples of what to ask about: titles or headings.
    pub(crate) fn with_examples(self, reply: &str, examples: &[&str]) -> String {
        // The sentence has a full stop of its own.
        let example = |at| {
            examples
                .get(at)
                .map_or("", |text: &&str| text.trim_end_matches(['?', '!', '.']))
        };
        let about = self.ask_about(examples.len().min(3), example(0), example(1), example(2));
        format!("{reply}\n{about}")
    }
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

impl Textless {
    /// Its name for [`Locale::textless`].
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Video => "video",
            Self::Voice => "voice",
            Self::Sound => "sound",
            Self::File => "file",
            Self::Sticker => "sticker",
        }
    }
}

/// One of several questions in a message, from 1: "2. when do raids start?".
pub fn numbered(number: usize, question: &str) -> String {
    format!("{number}. {question}")
}

/// Discord doesn't know the token.
pub const BAD_TOKEN: &str = "Discord doesn't accept the bot's token. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, then Reset Token, and set DISCORD_TOKEN to the new one.";

/// Discord refuses the intents, none of which is privileged.
pub const DISALLOWED_INTENTS: &str = "Discord doesn't let the bot receive the events that it asked for. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, and switch on what it needs under Privileged Gateway Intents; by default it needs none of them.";

/// Discord refuses the intents, one of which is for the content of messages.
pub const NO_MESSAGE_CONTENT: &str = "Discord doesn't let the bot read messages that aren't addressed to it, but VERBATIM_MESSAGE_CONTENT=on asks for them. In the Developer Portal (https://discord.com/developers/applications) choose your application, then Bot, switch on Message Content Intent under Privileged Gateway Intents, and start me again. Or remove VERBATIM_MESSAGE_CONTENT: then I only read what is addressed to me.";

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

/// The line below the name of a bot that has other articles for each server.
pub const PRESENCE: &str = "/ask · this server's articles";

/// The line below the bot's name: "/ask · 5 passages, 1 article".
pub fn presence(articles: usize, passages: usize) -> String {
    format!(
        "/ask · {}, {}",
        count(passages, "passage", "passages"),
        count(articles, "article", "articles")
    )
}

//! Reads a command that somebody used, or is typing. `api::registration` says which commands there are.

use serenity::model::application::{CommandInteraction, ResolvedOption, ResolvedTarget, ResolvedValue};
use serenity::model::channel::{Attachment, Message};
use serenity::model::id::UserId;

use crate::discord::api::registration::{ARTICLE, ASK, CORPUS, FILES, HELP, SETTINGS, SOURCES};
use crate::discord::view::custom_id::MAX_DRAFTS;
use crate::message::discord::{FIX_COMMAND, MENU_COMMAND};

/// One button confirms all files.
const _: () = assert!(FILES.len() <= MAX_DRAFTS);

/// A command that somebody used.
#[derive(Debug)]
pub(super) enum Command<'a> {
    /// `/ask`.
    Ask {
        /// The question, as typed.
        question: &'a str,
        options: AskOptions<'a>,
    },
    /// Find the answer to the question in this message.
    Find(&'a Message),
    /// List the articles.
    Sources,
    /// Explain how to ask.
    Help,
    /// `/corpus`, for admins.
    Corpus(CorpusCommand<'a>),
    /// `/settings`, for admins and people who manage the server.
    Settings,
    /// A command of another version of the bot.
    Unknown,
}

/// The options of `/ask` beside the question.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AskOptions<'a> {
    /// Whether only the asker sees the answer; `None` if they didn't say.
    pub(super) is_private: Option<bool>,
    /// The person to address.
    pub(super) to: Option<UserId>,
    /// The only article to ask, as it was chosen or typed.
    pub(super) article: Option<&'a str>,
}

/// A subcommand of `/corpus`.
#[derive(Debug)]
pub(super) enum CorpusCommand<'a> {
    /// Show the status.
    Status,
    /// Rebuild the index.
    Reindex,
    /// Add files, once an admin confirms, or what an address names.
    Add {
        files: Vec<&'a Attachment>,
        address: Option<&'a str>,
    },
    /// Remove an article, once an admin confirms.
    Remove(&'a str),
    /// Bring back an article from the trash.
    Restore(&'a str),
    /// List the unanswered questions.
    Unanswered,
    /// Fix a section as the answer to a question.
    Answer { question: &'a str, section: &'a str },
    /// List the fixed answers.
    Answers,
    /// Send the articles and questions as a file.
    Export,
    /// Choose the answer to the question in this message.
    Choose(&'a Message),
}

/// The option that somebody is typing, as far as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typing<'a> {
    /// A question, and the only article to ask if that was chosen first.
    Question(&'a str, Option<&'a str>),
    /// The only article to ask.
    AskedArticle(&'a str),
    /// A question whose answer is to be fixed.
    Unanswered(&'a str),
    /// A section to fix as the answer.
    Section(&'a str),
    /// An article to remove.
    Article(&'a str),
    /// A removed article to bring back.
    Removed(&'a str),
}

/// Reads the option that somebody is typing.
pub(super) fn typing(interaction: &CommandInteraction) -> Typing<'_> {
    let data = &interaction.data;
    let (option, typed) = data
        .autocomplete()
        .map_or(("", ""), |focused| (focused.name, focused.value));
    let subcommand = data.options.first().map_or("", |option| option.name.as_str());
    match (data.name.as_str(), subcommand) {
        (CORPUS, "restore") => Typing::Removed(typed),
        (CORPUS, "answer") if option == "section" => Typing::Section(typed),
        (CORPUS, "answer") => Typing::Unanswered(typed),
        (CORPUS, _) => Typing::Article(typed),
        _ if option == ARTICLE => Typing::AskedArticle(typed),
        _ => {
            let article = data.options.iter().find(|option| option.name == ARTICLE);
            Typing::Question(typed, article.and_then(|article| article.value.as_str()))
        }
    }
}

/// Reads a command.
pub(super) fn command(interaction: &CommandInteraction) -> Command<'_> {
    let data = &interaction.data;
    match (data.name.as_str(), data.target()) {
        (MENU_COMMAND, Some(ResolvedTarget::Message(message))) => Command::Find(message),
        (FIX_COMMAND, Some(ResolvedTarget::Message(message))) => Command::Corpus(CorpusCommand::Choose(message)),
        (SOURCES, _) => Command::Sources,
        (HELP, _) => Command::Help,
        (SETTINGS, _) => Command::Settings,
        (CORPUS, _) => corpus_command(&data.options()).map_or(Command::Unknown, Command::Corpus),
        (ASK, _) => {
            let (mut question, mut options) = ("", AskOptions::default());
            for option in data.options() {
                match (option.name, option.value) {
                    ("question", ResolvedValue::String(text)) => question = text,
                    ("private", ResolvedValue::Boolean(on)) => options.is_private = Some(on),
                    ("to", ResolvedValue::User(user, _)) => options.to = Some(user.id),
                    (ARTICLE, ResolvedValue::String(article)) => options.article = Some(article),
                    _ => {}
                }
            }
            Command::Ask { question, options }
        }
        _ => Command::Unknown,
    }
}

fn corpus_command<'a>(options: &[ResolvedOption<'a>]) -> Option<CorpusCommand<'a>> {
    let subcommand = options.first()?;
    let ResolvedValue::SubCommand(given) = &subcommand.value else {
        return None;
    };
    let first = given.first().map(|option| &option.value);
    let files = || {
        let files = given.iter().filter_map(|option| match option.value {
            ResolvedValue::Attachment(file) => Some(file),
            _ => None,
        });
        files.collect()
    };
    let text = |name: &str| {
        let named = given.iter().find(|option| option.name == name)?;
        match named.value {
            ResolvedValue::String(text) => Some(text),
            _ => None,
        }
    };
    Some(match (subcommand.name, first) {
        ("status", _) => CorpusCommand::Status,
        ("reindex", _) => CorpusCommand::Reindex,
        ("add", _) => CorpusCommand::Add {
            files: files(),
            address: text("url"),
        },
        ("remove", Some(&ResolvedValue::String(article))) => CorpusCommand::Remove(article),
        ("restore", Some(&ResolvedValue::String(article))) => CorpusCommand::Restore(article),
        ("unanswered", _) => CorpusCommand::Unanswered,
        ("answer", _) => CorpusCommand::Answer {
            question: text("question")?,
            section: text("section")?,
        },
        ("answers", _) => CorpusCommand::Answers,
        ("export", _) => CorpusCommand::Export,
        _ => return None,
    })
}

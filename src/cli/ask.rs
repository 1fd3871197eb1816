//! `verbatim ask`: one question, questions from standard input, or a prompt.

mod json;
mod prompt;
mod show;

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal};
use std::mem::ManuallyDrop;

use clap::Args;

use crate::answer::{Answerer, Kind, Status};
use crate::config::Config;
use crate::message;
use crate::question::Question;

use super::library::open_answerer;
use super::paint::{self, Page};
use super::{ANSWERED, ERROR, NOTHING_FOUND};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The question; "-" reads questions from standard input, one per line; leave it out for a prompt
    #[arg(value_name = "QUESTION")]
    question: Vec<OsString>,
    /// Number of passages to show
    #[arg(short = 'n', long = "passages", value_name = "K", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=100))]
    passages: u8,
    /// Print one JSON object for each question
    #[arg(long)]
    json: bool,
}

/// The source of the questions.
enum Input {
    One(String),
    Lines,
    Prompt,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let input = input(&arguments.question);
    if let Input::One(text) = &input
        && Question::new(text).is_err()
    {
        paint::warn(message::EMPTY_QUESTION);
        return Ok(ERROR);
    }
    let mut session = Session {
        // The process is about to end, which frees the memory faster than dropping this would.
        answerer: ManuallyDrop::new(open_answerer(config)?),
        limit: usize::from(arguments.passages),
        json: arguments.json,
        page: Page::stdout(),
        answered: false,
    };
    match input {
        Input::One(text) => session.ask(&text)?,
        Input::Lines => session.ask_each_line()?,
        Input::Prompt => prompt::run(&mut session, config.history.as_deref())?,
    }
    Ok(if session.answered { ANSWERED } else { NOTHING_FOUND })
}

fn input(words: &[OsString]) -> Input {
    let text: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    match text.as_slice() {
        [] if io::stdin().is_terminal() => Input::Prompt,
        [] => Input::Lines,
        [dash] if dash == "-" => Input::Lines,
        _ => Input::One(text.join(" ")),
    }
}

/// A run of questions, all answered from one generation.
struct Session {
    answerer: ManuallyDrop<Answerer>,
    limit: usize,
    json: bool,
    page: Page,
    /// True if at least one question was answered.
    answered: bool,
}

impl Session {
    /// Answers one question; an empty one is skipped.
    fn ask(&mut self, text: &str) -> anyhow::Result<()> {
        let Ok(question) = Question::new(text) else {
            return Ok(());
        };
        let answer = self.answerer.answer(&question, self.limit)?;
        // Small talk has nothing to find.
        self.answered |= answer.status != Status::NoAnswer || matches!(answer.kind, Kind::SmallTalk(_));
        if self.json {
            self.page.raw(&json::line(&question, &answer)?)?;
        } else {
            show::answer(&mut self.page, &answer)?;
        }
        self.page.flush()?;
        Ok(())
    }

    fn ask_each_line(&mut self) -> anyhow::Result<()> {
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        let mut first = true;
        loop {
            line.clear();
            let read = input
                .read_until(b'\n', &mut line)
                .map_err(|error| anyhow::anyhow!(message::unreadable_input(&error)))?;
            if read == 0 {
                return Ok(());
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
            let Ok(question) = Question::new(text) else { continue };
            if !self.json {
                if !std::mem::take(&mut first) {
                    self.page.gap()?;
                }
                show::question(&mut self.page, &question)?;
            }
            self.ask(text)?;
        }
    }
}

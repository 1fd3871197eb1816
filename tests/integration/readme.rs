//! Follows the README to the letter, from a fresh copy to a running bot.
//!
//! The commands, the setting, the article, the questions and the output shown are all read from README.md itself. The
//! built program stands in for `cargo run --release --`, and a fake Discord for the real one. In the README, "…" stands
//! for any text, and a time for any time.

mod sections;
mod shown;

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::discord::stage::{COMMANDS, WHY, until};
use crate::documents::{code_spans, read, root, shell_words};
use crate::fake_discord::{FakeDiscord, Place, Sent, User};
use crate::run::{Output, Verbatim};

use sections::{blocks, section};
use shown::missing;

/// The section to follow.
const SECTION: &str = "## Your own bot in five steps";

/// The files of a fresh copy of the repository that the bot reads.
const FRESH: &[&str] = &[
    ".env.example",
    "corpus/synonyms.txt",
    "corpus/us-iran-nuclear-talks.txt",
];

/// The bot's name in the README's questions.
const MENTION: &str = "@Verbatim ";
const ASK: &str = "/ask question: ";

/// The README's way to stop the bot, and its equivalent here.
const HOW_TO_STOP: &str = "ctrl-c ends it";
const CTRL_C: &str = "-INT";

/// A step of the README: something to do or to see.
enum Step {
    /// Type a command.
    Run(String),
    /// Find these lines in the output of the last command.
    See(Vec<String>),
    /// Make a setting in `.env`.
    Set(String),
    /// Save an article.
    Save { path: String, text: String },
    /// Ask in the server.
    Ask(String),
    /// Wait until the log of the bot says this.
    WaitFor(Vec<String>),
}

#[tokio::test]
async fn who_follows_the_readme_has_a_bot_that_answers() {
    let mut visit = Visit::new(FakeDiscord::start().await);
    for step in steps(&section(&read("README.md"), SECTION)) {
        visit.take(step).await;
    }
    assert_eq!(visit.asked, 3, "the README has its questions asked");
    let log = visit.stop().await;
    for said in &visit.promised {
        assert!(log.contains(said.as_str()), "{said:?} is not in the log:\n{log}");
    }
    visit.discord.check();
}

#[test]
fn the_first_command_prints_what_the_readme_shows() {
    let readme = read("README.md");
    let shown = blocks(&readme)
        .into_iter()
        .find(|block| block.language == "text")
        .unwrap();
    let output = fresh().ask(WHY);
    assert_eq!(output.code(), 0, "{output:?}");
    // The terminal wraps lines at its width.
    assert_eq!(words(&shown.lines.join("\n")), words(&output.stdout));
}

#[test]
fn the_files_that_are_copied_are_fetched_with_the_repository() {
    let listed = Command::new("git").arg("ls-files").current_dir(root()).output();
    // An unpacked archive has no history, and git may not be installed.
    if let Ok(listed) = listed
        && listed.status.success()
        && root().join(".git").exists()
    {
        let listed = String::from_utf8(listed.stdout).unwrap();
        for name in FRESH {
            assert!(listed.lines().any(|line| line == *name), "{name}");
        }
    }
}

#[test]
fn what_is_shown_is_found_in_what_was_printed() {
    let printed = "Articles: 1 added\nIndexed 7 passages in 0.31 s.\nGeneration 000002-5b1c is live.";
    let is_in = |shown: &[&str]| {
        let shown: Vec<String> = shown.iter().map(|line| (*line).to_owned()).collect();
        missing(&shown, printed).is_none()
    };
    assert!(is_in(&["Articles: 1 added", "…", "Generation 000002-… is live."]));
    assert!(is_in(&["Indexed 7 passages in 0.42 s."]));
    assert!(is_in(&["Indexed …"]));
    assert!(!is_in(&["Indexed 8 passages in 0.42 s."]));
    assert!(!is_in(&["Generation … is live.", "Articles: 1 added"]));
    assert!(!is_in(&["Generation 000003-… is live."]));
}

/// The article that the README's reader saves: the name of its file, and its text.
pub fn own_article() -> (String, String) {
    let steps = steps(&section(&read("README.md"), SECTION));
    let saved = steps.into_iter().find_map(|step| match step {
        Step::Save { path, text } => Some((path.strip_prefix("corpus/").unwrap().to_owned(), text)),
        _ => None,
    });
    saved.expect("the README shows an article")
}

/// Makes a fresh copy of the repository.
fn fresh() -> Verbatim {
    let folder = Verbatim::new();
    for name in FRESH {
        folder.write(name, std::fs::read(root().join(name)).unwrap());
    }
    folder
}

/// A reader of the README with a fresh copy of the repository.
struct Visit {
    folder: Verbatim,
    discord: FakeDiscord,
    /// The output of the last command that has ended.
    last: Option<Output>,
    bot: Option<Child>,
    /// The channel and the person who asks, once the bot is invited.
    server: Option<(Place, User)>,
    asked: usize,
    /// The lines that the log has to contain.
    promised: Vec<String>,
}

impl Visit {
    fn new(discord: FakeDiscord) -> Self {
        Self {
            folder: fresh(),
            discord,
            last: None,
            bot: None,
            server: None,
            asked: 0,
            promised: Vec::new(),
        }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Run(line) => self.run(&line).await,
            Step::See(shown) => {
                let output = self.last.as_ref().expect("a command comes before what it shows");
                let printed = format!("{}\n{}", output.stdout, output.stderr);
                if let Some(line) = missing(&shown, &printed) {
                    panic!("the README shows {line:?}, which is not in\n{printed}");
                }
            }
            Step::Set(line) => {
                let (name, _) = line.split_once('=').unwrap();
                let settings = std::fs::read_to_string(self.folder.path(".env")).unwrap();
                let there = format!("#{name}=\n");
                assert!(settings.contains(&there), ".env has no line #{name}=");
                let token = self.discord.token();
                self.folder
                    .write(".env", settings.replace(&there, &format!("{name}={token}\n")));
            }
            Step::Save { path, text } => self.folder.write(&path, text),
            Step::Ask(text) => self.ask(&text).await,
            Step::WaitFor(promised) => self.promised = promised,
        }
    }

    async fn run(&mut self, line: &str) {
        let words = shell_words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut command = match words.as_slice() {
            // The program is already built.
            ["cargo", "build", ..] => return,
            ["cargo", "run", "--release", "--", arguments @ ..] => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
                command.args(arguments);
                command
            }
            [program @ ("cp" | "chmod"), arguments @ ..] => {
                let mut command = Command::new(program);
                command.args(arguments);
                command
            }
            _ => panic!("the README says to type {line:?}, which this test does not know"),
        };
        command
            .current_dir(self.folder.path(""))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path(""))
            .env("DISCORD_PROXY", self.discord.url())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if words.last() == Some(&"serve") {
            self.accept_invitation();
            self.bot = Some(command.spawn().unwrap());
            self.discord.ready().await;
            until("the commands are registered", || {
                self.discord
                    .commands()
                    .as_array()
                    .is_some_and(|all| all.len() == COMMANDS)
            })
            .await;
            return;
        }
        // Keep this thread free: the fake Discord has to answer in the meantime.
        let output = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = Output::from(output.await.unwrap());
        assert_eq!(output.code(), 0, "{line}: {output:?}");
        self.last = Some(output);
    }

    /// Follows the link of the last output, which invites the bot.
    fn accept_invitation(&mut self) {
        let shown = self.last.as_ref().map_or("", |output| output.stdout.as_str());
        let link = format!(
            "https://discord.com/oauth2/authorize?client_id={}",
            self.discord.application()
        );
        assert!(shown.contains(&link), "no invitation was shown:\n{shown}");
        let guild = self.discord.guild("The Reading Room");
        self.server = Some((self.discord.channel(&guild, "general"), self.discord.user("ann")));
    }

    async fn ask(&mut self, text: &str) {
        let (place, ann) = self.server.clone().expect("a server to ask in");
        let count = self.articles().len();
        let known = format!("{count} article");
        until("the articles are taken up", || {
            self.discord.presence().to_string().contains(&known)
        })
        .await;
        let answer = if let Some(question) = text.strip_prefix(ASK) {
            let options = serde_json::json!([{"name": "question", "type": 3, "value": question}]);
            let asked = self.discord.slash(&ann, &place, "ask", options).await;
            asked.response().await
        } else {
            let question = text.strip_prefix(MENTION).unwrap();
            let mention = format!("<@{}> {question}", self.discord.bot());
            let said = self.discord.says(&ann, &place, &mention).await;
            self.discord.answer_to(said).await
        };
        self.assert_quotes(text, &answer);
        self.asked += 1;
    }

    /// Asserts that the sentence in bold is from an article, and an answer.
    fn assert_quotes(&self, question: &str, answer: &Sent) {
        let bold = answer.description().split("**").nth(1).unwrap_or_default();
        let is_quoted = self.articles().iter().any(|article| article.contains(bold));
        let is_sure = !answer.content.contains("not sure this answers");
        assert!(
            !bold.is_empty() && is_quoted && is_sure,
            "{question}: {}",
            answer.text()
        );
    }

    /// The contents of the articles in the corpus folder.
    fn articles(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path("corpus")).unwrap();
        let is_article = |path: &Path| {
            let name = path.file_name().unwrap().to_string_lossy();
            path.is_file() && !name.starts_with('.') && !matches!(&*name, "README.md" | "synonyms.txt")
        };
        files
            .map(|entry| entry.unwrap().path())
            .filter(|path| is_article(path))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    /// Stops the bot as the README says, and returns its log.
    async fn stop(&mut self) -> String {
        let readme = read("README.md");
        assert!(
            section(&readme, SECTION).contains(HOW_TO_STOP),
            "the README says how to stop it"
        );
        let bot = self.bot.take().expect("a bot that was started");
        let sent = Command::new("kill").args([CTRL_C, &bot.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let output = tokio::task::spawn_blocking(move || bot.wait_with_output().unwrap());
        let output = Output::from(output.await.unwrap());
        assert_eq!(output.code(), 0, "{output:?}");
        assert!(!self.discord.is_online());
        output.stderr
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        // The test may fail before it stops the bot.
        if let Some(bot) = &mut self.bot {
            let _ = bot.kill();
            let _ = bot.wait();
        }
    }
}

fn steps(section: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for block in blocks(section) {
        let spans: Vec<&str> = block.before.iter().flat_map(|line| code_spans(line)).collect();
        for line in &block.before {
            let spans = code_spans(line).map(str::to_owned);
            if line.starts_with("When the log says") {
                let promised = spans.filter(|span| !span.starts_with('/'));
                steps.push(Step::WaitFor(promised.collect()));
            } else {
                let questions = spans.filter(|span| span.starts_with(ASK) || span.starts_with(MENTION));
                steps.extend(questions.map(Step::Ask));
            }
        }
        match block.language.as_str() {
            "sh" => steps.extend(block.lines.into_iter().map(Step::Run)),
            "text" => steps.push(Step::See(block.lines)),
            "ini" => steps.extend(block.lines.into_iter().map(Step::Set)),
            "markdown" => {
                let path = spans.iter().rfind(|span| span.starts_with("corpus/"));
                steps.push(Step::Save {
                    path: (*path.expect("it says where to save an article")).to_owned(),
                    text: block.lines.join("\n") + "\n",
                });
            }
            "" => {}
            other => panic!("the README has a block of {other}, which this test does not know"),
        }
    }
    steps
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

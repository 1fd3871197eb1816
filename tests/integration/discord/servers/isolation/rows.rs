//! How everything is done in a server that can be done there, and what people see then.
//!
//! - `controls`: the same for buttons and menus, which may be pressed in the other server.
//! - `steps`: what the rows are made of.

mod controls;
mod steps;

use crate::discord::stage::Stage;
use crate::fake_discord::{Guild, Place, User};
use steps::{article, note, seen};

/// The ways to ask in a message.
pub const MESSAGES: [&str; 5] = ["mention", "edit", "reply", "unasked", "direct"];

/// Rows that show words of the server's own articles or questions.
pub const SHOWS_OWN: [&str; 31] = [
    "command ask",
    "command Find the answer",
    "command This answers it",
    "command sources",
    "command corpus add",
    "command corpus answer",
    "command corpus answers",
    "command corpus export",
    "command corpus remove",
    "command corpus unanswered",
    "control ArticlesPage",
    "control Corpus::Fix",
    "control Corpus::UnansweredPage",
    "control OpenedPage",
    "control PickArticle",
    "control PickSection",
    "control Post",
    "control PostTo",
    "control Section",
    "control SectionPage",
    "control SectionsPage",
    "control Share",
    "control Turn",
    "message mention",
    "message direct",
    "message edit",
    "message unasked",
    "typing ask article",
    "typing ask question",
    "typing corpus answer section",
    "typing corpus remove article",
];

const QUESTION: &str = "when does the harbour open?";

const UNANSWERED: &str = "corpus unanswered";
const DENIED: &str = "Not allowed: where I don't answer";
const UNASKED_IN: &str = "Where I answer questions that nobody asked me (choose none to stop)";
const STAFF_CHANNEL: &str = "Where I tell the staff what went wrong (choose none to stop)";
const ADMINS: &str = "Admins in this server";

/// A server, with the words that only it may show.
pub struct Side {
    pub guild: Guild,
    place: Place,
    /// A channel where the bot answers unasked.
    open: Place,
    /// A channel that only the settings name.
    hidden: Place,
    /// The name in its articles.
    name: &'static str,
    /// The name in its questions.
    star: &'static str,
}

/// Two servers, and the people who are in both.
pub struct Scene {
    pub stage: Stage,
    pub sides: [Side; 2],
    boss: User,
    /// The number of questions that nothing answers so far.
    asked: usize,
    /// The number of files that were offered so far.
    offered: usize,
}

impl Side {
    pub fn new(stage: &Stage, guild: Guild, place: Place, (name, star): (&'static str, &'static str)) -> Self {
        Self {
            open: stage.discord.channel(&guild, "open"),
            hidden: stage.discord.channel(&guild, "hidden"),
            guild,
            place,
            name,
            star,
        }
    }

    /// True if somebody saw the name in its articles, or that in its questions.
    pub fn is_named_in(&self, seen: &str) -> bool {
        seen.contains(self.name) || seen.contains(self.star)
    }
}

impl Scene {
    /// Sets the scene: each server has settings that name its own channels.
    pub async fn set(stage: Stage, sides: [Side; 2]) -> Self {
        let scene = Self {
            boss: stage.discord.manager("boss"),
            stage,
            sides,
            asked: 0,
            offered: 0,
        };
        for at in 0..2 {
            let Side {
                place, hidden, open, ..
            } = &scene.sides[at];
            scene.stage.has_opened(place).await;
            let shown = scene.uses(at, "settings").await.response().await;
            scene.lists(&shown, DENIED, hidden).await;
            let shown = scene.page(at, "Unasked answers").await;
            scene.lists(&shown, UNASKED_IN, open).await;
        }
        scene
    }

    /// Asserts that what somebody saw in a server has nothing of the other one.
    pub fn check(&self, what: &str, at: usize, seen: &str) {
        let other = &self.sides[1 - at];
        let channels = [other.hidden, other.open].map(|place| place.channel.to_string());
        for mark in [other.name, other.star, &channels[0], &channels[1]] {
            let (seen, mark) = (seen.to_lowercase(), mark.to_lowercase());
            assert!(!seen.contains(&mark), "{what} shows {mark}:\n{seen}");
        }
    }

    /// Asserts that no file of a server has anything of the other one, and that its staff was told nothing of it.
    pub fn check_files(&self) {
        for at in 0..2 {
            let (side, other) = (&self.sides[at], &self.sides[1 - at]);
            let mut own = 0;
            for entry in walkdir::WalkDir::new(self.stage.of_server(&side.guild)) {
                let path = entry.unwrap().into_path();
                let text = if path.is_file() {
                    std::fs::read(&path).unwrap()
                } else {
                    Vec::new()
                };
                let text = String::from_utf8_lossy(&text).to_lowercase();
                own += usize::from(text.contains(&side.name.to_lowercase()));
                for mark in [other.name, other.star] {
                    assert!(!text.contains(&mark.to_lowercase()), "{} has {mark}", path.display());
                }
            }
            // Its articles, its index and its ledger.
            assert!(own >= 3, "{own}");
            for told in self.stage.discord.sent(&side.hidden) {
                self.check("the staff channel", at, &told.text());
            }
        }
    }

    /// Does something in one server; with a control, presses it in the server `from`. Returns what is seen then; `None` if
    /// nobody has said how to do it.
    pub async fn does(&mut self, what: &str, at: usize, from: usize) -> Option<String> {
        let (kind, name) = what.split_once(' ')?;
        match kind {
            "command" => self.command(name, at).await,
            "typing" => self.typing(name, at).await,
            "message" => self.message(name, at).await,
            _ if name.starts_with("Corpus::") => self.corpus_control(name, at, from).await,
            _ if name.starts_with("Settings::") => self.settings_control(name, at, from).await,
            _ => self.control(name, at, from).await,
        }
    }

    async fn command(&mut self, name: &str, at: usize) -> Option<String> {
        let side = &self.sides[at];
        let (discord, place) = (&self.stage.discord, &side.place);
        let used = match name {
            "ask" => return Some(self.ask(at, QUESTION).await.text()),
            "Find the answer" | "This answers it" => {
                let said = discord.says(&self.stage.ann, place, QUESTION).await;
                discord.menu(&self.boss, name, said).await
            }
            "sources" | "help" | "settings" | "corpus status" => self.uses(at, name).await,
            "corpus export" => return Some(self.export(at).await),
            "corpus answers" => {
                self.fix(at).await;
                self.uses(at, name).await
            }
            "corpus reindex" => {
                let used = self.uses(at, name).await;
                used.until_shows("is live").await;
                used
            }
            UNANSWERED => return Some(self.open_question(at).await.text()),
            "corpus add" => return Some(self.draft(at).await.text()),
            "corpus answer" => return Some(self.fix(at).await),
            "corpus remove" => return Some(self.removal(at, &note(side)).await.text()),
            "corpus restore" => {
                self.remove(at).await;
                let restored = discord.slash(&self.boss, place, name, article(&note(side))).await;
                restored.until_shows("is live").await;
                restored
            }
            _ => return None,
        };
        Some(seen(&used).await)
    }

    async fn typing(&mut self, name: &str, at: usize) -> Option<String> {
        match name {
            "corpus restore article" => self.remove(at).await,
            "corpus answer question" => drop(self.open_question(at).await),
            _ => {}
        }
        let place = &self.sides[at].place;
        let (user, command, option, typed) = match name {
            "ask question" => (&self.stage.ann, "ask", "question", "harbour"),
            "ask article" => (&self.stage.ann, "ask", "article", ""),
            "corpus answer question" => (&self.boss, "corpus answer", "question", ""),
            "corpus answer section" => (&self.boss, "corpus answer", "section", "harbour"),
            "corpus remove article" => (&self.boss, "corpus remove", "article", ""),
            "corpus restore article" => (&self.boss, "corpus restore", "article", ""),
            _ => return None,
        };
        let choices = self.stage.discord.types(user, place, command, option, typed).await;
        assert!(!choices.is_empty(), "{name}");
        Some(format!("{choices:?}"))
    }

    async fn message(&mut self, name: &str, at: usize) -> Option<String> {
        let (discord, ann, side) = (&self.stage.discord, &self.stage.ann, &self.sides[at]);
        let question = self.stage.mention(QUESTION);
        let answer = match name {
            "mention" => discord.answer_to(discord.says(ann, &side.place, &question).await).await,
            "edit" => {
                let asked = discord
                    .says(ann, &side.place, &self.stage.mention("where do boats moor?"))
                    .await;
                let answer = discord.answer_to(asked).await;
                discord.edits(asked, &question).await;
                self.until_changed(&side.place, &answer).await
            }
            "reply" => {
                let asked = discord.says(ann, &side.place, &question).await;
                let answer = discord.answer_to(asked).await;
                let reply = discord.replies(ann, answer.id, "and in winter?", true).await;
                discord.answer_to(reply).await
            }
            "unasked" => discord.answer_to(discord.says(ann, &side.open, QUESTION).await).await,
            "direct" => {
                // The server where she asked last decides which articles serve her.
                self.ask(at, QUESTION).await;
                let dm = discord.dm(ann);
                discord.answer_to(discord.says(ann, &dm, QUESTION).await).await
            }
            _ => return None,
        };
        Some(answer.text())
    }
}

//! How everything is done in a server that can be done there, and what people see then.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::discord::stage::Stage;
use crate::fake_discord::{Guild, Interaction, Place, Sent, User};

/// The ways to ask in a message.
pub const MESSAGES: [&str; 5] = ["mention", "edit", "reply", "unasked", "direct"];

/// What shows words of the server's own articles or questions.
pub const SHOWS_OWN: [&str; 29] = [
    "command ask",
    "command Find the answer",
    "command This answers it",
    "command sources",
    "command corpus add",
    "command corpus answer",
    "command corpus answers",
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
    "message edit",
    "message unasked",
    "typing ask article",
    "typing ask question",
    "typing corpus answer section",
    "typing corpus remove article",
];

const QUESTION: &str = "when does the harbour open?";

/// What no article says anything about, each as unlike the others as can be: one that is never to be listed hides those
/// that mean the same. The name of a star goes where the brackets are.
const UNANSWERABLE: [&str; 18] = [
    "which planet near {} has the most moons?",
    "who painted the portrait of {}?",
    "how many strings does the guitar of {} have?",
    "what does a violin cost in {}?",
    "why did the volcano of {} erupt?",
    "which team from {} won the football cup?",
    "how tall is the glass tower in {}?",
    "when did the war about {} end?",
    "who wrote the opera {}?",
    "what is the capital of {}?",
    "how do I bake the cake called {}?",
    "which bus goes to the airport of {}?",
    "can I pay my taxes in {} online?",
    "what language do people speak in {}?",
    "how old is the queen of {}?",
    "where was the actor {} born?",
    "is the museum of {} free on Sundays?",
    "how many teeth does the shark {} have?",
];

const UNANSWERED: &str = "corpus unanswered";
const DENIED: &str = "Not allowed: where I don't answer";
const UNASKED_IN: &str = "Where I answer questions that nobody asked me (choose none to stop)";
const STAFF_CHANNEL: &str = "Where I tell the staff what went wrong (choose none to stop)";
const ADMINS: &str = "Admins in this server";

/// The longest that the test waits for anything.
const PATIENCE: Duration = Duration::from_secs(10);

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
}

impl Side {
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
                let dm = discord.dm(ann);
                discord.answer_to(discord.says(ann, &dm, QUESTION).await).await
            }
            _ => return None,
        };
        Some(answer.text())
    }

    async fn control(&mut self, name: &str, at: usize, from: usize) -> Option<String> {
        let (discord, ann) = (&self.stage.discord, &self.stage.ann);
        let (is_own, there) = (at == from, &self.sides[from].place);
        let private = json!([
            {"name": "question", "type": 3, "value": QUESTION}, {"name": "private", "type": 5, "value": true},
        ]);
        let (message, label) = match name {
            "Share" => {
                let asked = discord.slash(ann, &self.sides[at].place, "ask", private).await;
                (asked.response().await, "Share")
            }
            "PickSection" => (
                self.ask(at, "who invented the saxophone?").await,
                "Choose a section to read",
            ),
            "PickArticle" | "ArticlesPage" | "SectionsPage" => {
                let used = discord.slash(ann, &self.sides[at].place, "sources", json!([])).await;
                (used.response().await, "Choose an article")
            }
            _ => (self.ask(at, QUESTION).await, "Whole section"),
        };
        let key = || message.custom_id("Whole section")[2..].to_owned();
        let id = match name {
            "Turn" => message.custom_id("Next"),
            "Vote" => message.custom_id("Helpful"),
            "Dismiss" => message.custom_id("Dismiss"),
            "NotAQuestion" => format!("1q{}", ann.id),
            "Section" | "Share" | "PickSection" | "PickArticle" => message.custom_id(label),
            "SectionPage" => format!("1g{}0", key()),
            "OpenedPage" => format!("1o{}0.{}", key(), ann.id),
            "Post" => format!("1p{}0", key()),
            "PostTo" => format!("1u{}0", key()),
            "ArticlesPage" => "1l0".to_owned(),
            "SectionsPage" => format!("1i{}0", &value(&message)[1..]),
            _ => return None,
        };
        let pressed = match name {
            "PickSection" | "PickArticle" => {
                discord
                    .chooses_forged(ann, there, &message, &message.options()[0])
                    .await
            }
            "Post" | "PostTo" if is_own => {
                let opened = discord.clicks(ann, &message, "Whole section").await.response().await;
                let posted = match name {
                    "Post" => discord.clicks(ann, &opened, "Post here").await,
                    _ => discord.picks(ann, &opened, &self.stage.ben).await,
                };
                posted.followup().await;
                posted
            }
            "Dismiss" | "NotAQuestion" => {
                let pressed = discord.clicks_forged(ann, there, &message, &id).await;
                pressed.acknowledged().await;
                return Some(String::new());
            }
            _ => discord.clicks_forged(ann, there, &message, &id).await,
        };
        if name == "Share" && is_own {
            pressed.followup().await;
        }
        Some(seen(&pressed).await)
    }

    async fn corpus_control(&mut self, name: &str, at: usize, from: usize) -> Option<String> {
        let is_own = at == from;
        let message = match name {
            "Corpus::Add" | "Corpus::Discard" => self.draft(at).await,
            "Corpus::Remove" | "Corpus::Keep" => self.removal(at, &note(&self.sides[at])).await,
            "Corpus::UnansweredPage" | "Corpus::MarkDone" | "Corpus::Hide" => self.open_question(at).await,
            "Corpus::Fix" => {
                let said = self
                    .stage
                    .discord
                    .says(
                        &self.stage.ann,
                        &self.sides[at].place,
                        "who collects the fee at the pier?",
                    )
                    .await;
                let offered = self.stage.discord.menu(&self.boss, "This answers it", said).await;
                offered.response().await
            }
            "Corpus::Unfix" => {
                self.fix(at).await;
                self.uses(at, "corpus answers").await.response().await
            }
            _ => return None,
        };
        let (discord, boss, there) = (&self.stage.discord, &self.boss, &self.sides[from].place);
        let hide = "Never list again (one or more)";
        let id = match name {
            "Corpus::Add" => message.custom_id("Add"),
            "Corpus::Discard" | "Corpus::Keep" => message.custom_id("Cancel"),
            "Corpus::Remove" => message.custom_id("Remove"),
            "Corpus::UnansweredPage" => "1au0".to_owned(),
            "Corpus::Hide" => message.custom_id(hide),
            _ => String::new(),
        };
        let pressed = match name {
            "Corpus::Hide" if is_own => {
                let option = message.options()[0].clone();
                discord.chooses_all(boss, &message, hide, &[&option]).await
            }
            "Corpus::MarkDone" | "Corpus::Fix" | "Corpus::Unfix" => {
                discord
                    .chooses_forged(boss, there, &message, &message.options()[0])
                    .await
            }
            _ => discord.clicks_forged(boss, there, &message, &id).await,
        };
        if is_own && matches!(name, "Corpus::Add" | "Corpus::Remove") {
            pressed.until_shows("is live").await;
        }
        let shown = seen(&pressed).await;
        if is_own && name == "Corpus::Remove" {
            self.restore(at).await;
        }
        Some(shown)
    }

    async fn settings_control(&mut self, name: &str, at: usize, from: usize) -> Option<String> {
        let page = match name {
            "Settings::Page" | "Settings::Places" => "Channels and mentions",
            "Settings::People" => "Admins",
            "Settings::StaffChannel" | "Settings::Switch" => "Staff channel",
            "Settings::Cooldown" => "Pause after an answer",
            _ => return None,
        };
        let (discord, boss, side) = (&self.stage.discord, &self.boss, &self.sides[at]);
        let shown = self.page(at, page).await;
        let id = match name {
            "Settings::Page" => "1eg".to_owned(),
            "Settings::Places" => shown.custom_id(DENIED),
            "Settings::People" => shown.custom_id(ADMINS),
            "Settings::StaffChannel" => shown.custom_id(STAFF_CHANNEL),
            "Settings::Switch" => shown.custom_id("Report unanswered questions at once"),
            _ => "1et".to_owned(),
        };
        let pressed = match name {
            "Settings::Page" | "Settings::Cooldown" if at == from => {
                let option = shown.options()[0].clone();
                discord.chooses(boss, &shown, &option).await
            }
            "Settings::Places" if at == from => discord.lists(boss, &shown, DENIED, &[&side.hidden]).await,
            "Settings::StaffChannel" if at == from => discord.lists(boss, &shown, STAFF_CHANNEL, &[&side.hidden]).await,
            "Settings::People" if at == from => {
                discord
                    .lists_people(boss, &shown, ADMINS, (&[&self.stage.ben], &[]))
                    .await
            }
            _ => discord.clicks_forged(boss, &self.sides[from].place, &shown, &id).await,
        };
        let seen = seen(&pressed).await;
        if name == "Settings::Switch" {
            // Back again, in the server where it was switched.
            let back = self.page(from, "Staff channel").await;
            discord
                .clicks(boss, &back, "Report unanswered questions once a day")
                .await
                .update()
                .await;
        }
        Some(seen)
    }

    /// Boss uses a command without options.
    async fn uses(&self, at: usize, command: &str) -> Interaction {
        let place = &self.sides[at].place;
        self.stage.discord.slash(&self.boss, place, command, json!([])).await
    }

    async fn ask(&self, at: usize, question: &str) -> Sent {
        let (ann, place) = (&self.stage.ann, &self.sides[at].place);
        let asked = self.stage.discord.slash(ann, place, "ask", Stage::question(question));
        asked.await.response().await
    }

    /// Asks what nothing answers, and returns the list of such questions once it is there.
    async fn open_question(&mut self, at: usize) -> Sent {
        let star = self.sides[at].star;
        let question = UNANSWERABLE[self.asked].replace("{}", star);
        self.asked += 1;
        self.ask(at, &question).await;
        let started = Instant::now();
        loop {
            let listed = self.uses(at, UNANSWERED).await.response().await;
            if listed.content.contains(star) {
                return listed;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{question} isn't listed: {}",
                listed.text()
            );
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn draft(&mut self, at: usize) -> Sent {
        self.offered += 1;
        let side = &self.sides[at];
        let text = format!(
            "# News of {}\n\nThe {} lighthouse is painted white.\n",
            side.name, self.offered
        );
        let name = format!("news-{}.md", self.offered);
        let file = self.stage.discord.upload(&name, "text/markdown", text);
        let options = json!([file.option("file")]);
        let added = self
            .stage
            .discord
            .slash(&self.boss, &side.place, "corpus add", options)
            .await;
        added.response().await
    }

    /// Chooses the answer to a question. Returns what is said about it.
    async fn fix(&self, at: usize) -> String {
        let (discord, side) = (&self.stage.discord, &self.sides[at]);
        let sections = discord.types(&self.boss, &side.place, "corpus answer", "section", "mooring");
        let section = sections.await[0].1.clone();
        let options = json!([
            {"name": "question", "type": 3, "value": "who looks after the lamp?"},
            {"name": "section", "type": 3, "value": section},
        ]);
        let fixed = discord.slash(&self.boss, &side.place, "corpus answer", options).await;
        fixed.response().await.text()
    }

    async fn removal(&self, at: usize, path: &str) -> Sent {
        let place = &self.sides[at].place;
        let asked = self
            .stage
            .discord
            .slash(&self.boss, place, "corpus remove", article(path));
        asked.await.response().await
    }

    /// Removes the note, unless it is gone already.
    async fn remove(&self, at: usize) {
        let asked = self.removal(at, &note(&self.sides[at])).await;
        if asked.labels().contains(&"Remove".to_owned()) {
            let removed = self.stage.discord.clicks(&self.boss, &asked, "Remove").await;
            removed.until_shows("is live").await;
        }
    }

    async fn restore(&self, at: usize) {
        let side = &self.sides[at];
        let restored = self
            .stage
            .discord
            .slash(&self.boss, &side.place, "corpus restore", article(&note(side)));
        restored.await.until_shows("is live").await;
    }

    async fn page(&self, at: usize, name: &str) -> Sent {
        let shown = self.uses(at, "settings").await.response().await;
        self.stage
            .discord
            .chooses(&self.boss, &shown, name)
            .await
            .update()
            .await
    }

    async fn lists(&self, shown: &Sent, placeholder: &str, place: &Place) {
        let listed = self.stage.discord.lists(&self.boss, shown, placeholder, &[place]).await;
        listed.update().await;
    }

    /// A message of the bot once it is another than `before`.
    async fn until_changed(&self, place: &Place, before: &Sent) -> Sent {
        let started = Instant::now();
        loop {
            let now = self
                .stage
                .discord
                .sent(place)
                .into_iter()
                .find(|sent| sent.id == before.id);
            match now {
                Some(now) if now.embeds != before.embeds => return now,
                _ => assert!(started.elapsed() < PATIENCE, "it stays {}", before.text()),
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The path of the article that is removed and restored.
fn note(side: &Side) -> String {
    format!("note-{}.md", side.name.to_lowercase())
}

fn article(path: &str) -> Value {
    json!([{"name": "article", "type": 3, "value": path}])
}

/// The value of the first option of the first menu.
fn value(message: &Sent) -> String {
    let menu = message.menu().unwrap();
    menu["options"][0]["value"].as_str().unwrap().to_owned()
}

/// Everything that an interaction shows: its response in all its states, and what follows.
async fn seen(interaction: &Interaction) -> String {
    let first = interaction.response().await;
    let mut known = 0;
    loop {
        let states = interaction.states();
        let all: Vec<String> = states
            .into_iter()
            .map(|(_, sent)| sent)
            .chain(interaction.followups())
            .map(|sent| text(&sent))
            .collect();
        if all.len() == known {
            return [vec![text(&first)], all].concat().join("\n");
        }
        known = all.len();
        // An edit of the response comes soon, or the row waits for it.
        sleep(Duration::from_millis(300)).await;
    }
}

/// All of a message, with what isn't shown.
fn text(sent: &Sent) -> String {
    format!("{}\n{}\n{}", sent.text(), sent.embeds, sent.components)
}

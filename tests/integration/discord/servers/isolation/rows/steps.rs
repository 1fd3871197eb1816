//! The steps that the rows are made of.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::sleep;

use super::{QUESTION, Scene, Side, UNANSWERED};
use crate::archive::unpacked;
use crate::discord::stage::Stage;
use crate::fake_discord::{Interaction, Place, Sent};

/// The longest that the test waits for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// Questions that no article answers, each as unlike the others as can be: one that is never to be listed hides those
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

impl Scene {
    /// Boss uses a command without options.
    pub(super) async fn uses(&self, at: usize, command: &str) -> Interaction {
        let place = &self.sides[at].place;
        self.stage.discord.slash(&self.boss, place, command, json!([])).await
    }

    pub(super) async fn ask(&self, at: usize, question: &str) -> Sent {
        let (ann, place) = (&self.stage.ann, &self.sides[at].place);
        let asked = self.stage.discord.slash(ann, place, "ask", Stage::question(question));
        asked.await.response().await
    }

    /// Asks what nothing answers, and returns the list of such questions once it is there.
    pub(super) async fn open_question(&mut self, at: usize) -> Sent {
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

    pub(super) async fn draft(&mut self, at: usize) -> Sent {
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
    pub(super) async fn fix(&self, at: usize) -> String {
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

    /// Somebody who has asked nowhere yet chooses a server in the menu, which is pressed in the server `from`, and asks in a
    /// direct message. Returns what is said.
    pub(super) async fn choose(&mut self, at: usize, from: usize) -> String {
        self.offered += 1;
        let discord = &self.stage.discord;
        let new = discord.user(&format!("new-{}", self.offered));
        let dm = discord.dm(&new);
        let menu = discord.answer_to(discord.says(&new, &dm, QUESTION).await).await;
        let id = self.sides[at].guild.id.to_string();
        let menu_json = menu.menu().unwrap();
        let mut options = menu_json["options"].as_array().unwrap().iter();
        let option = options.find(|option| option["value"] == id.as_str()).unwrap();
        let label = option["label"].as_str().unwrap().to_owned();
        let place = if at == from { &dm } else { &self.sides[from].place };
        let chosen = discord.chooses_forged(&new, place, &menu, &label).await;
        chosen.acknowledged().await;
        if at != from {
            return seen(&chosen).await;
        }
        discord.answer_to(discord.says(&new, &dm, QUESTION).await).await.text()
    }

    /// Everything in an export.
    pub(super) async fn export(&self, at: usize) -> String {
        let shown = self.uses(at, "corpus export").await.response().await;
        let requests = self.stage.discord.requests();
        let (_, file) = requests.iter().rev().find_map(|request| request.files.first()).unwrap();
        format!("{}\n{:?}", shown.text(), unpacked(file))
    }

    pub(super) async fn removal(&self, at: usize, path: &str) -> Sent {
        let place = &self.sides[at].place;
        let asked = self
            .stage
            .discord
            .slash(&self.boss, place, "corpus remove", article(path));
        asked.await.response().await
    }

    /// Removes the note, unless it is gone already.
    pub(super) async fn remove(&self, at: usize) {
        let asked = self.removal(at, &note(&self.sides[at])).await;
        if asked.labels().contains(&"Remove".to_owned()) {
            let removed = self.stage.discord.clicks(&self.boss, &asked, "Remove").await;
            removed.until_shows("is live").await;
        }
    }

    pub(super) async fn restore(&self, at: usize) {
        let side = &self.sides[at];
        let restored = self
            .stage
            .discord
            .slash(&self.boss, &side.place, "corpus restore", article(&note(side)));
        restored.await.until_shows("is live").await;
    }

    pub(super) async fn page(&self, at: usize, name: &str) -> Sent {
        let shown = self.uses(at, "settings").await.response().await;
        self.stage
            .discord
            .chooses(&self.boss, &shown, name)
            .await
            .update()
            .await
    }

    pub(super) async fn lists(&self, shown: &Sent, placeholder: &str, place: &Place) {
        let listed = self.stage.discord.lists(&self.boss, shown, placeholder, &[place]).await;
        listed.update().await;
    }

    /// A message of the bot once it is another than `before`.
    pub(super) async fn until_changed(&self, place: &Place, before: &Sent) -> Sent {
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
pub(super) fn note(side: &Side) -> String {
    format!("note-{}.md", side.name.to_lowercase())
}

pub(super) fn article(path: &str) -> Value {
    json!([{"name": "article", "type": 3, "value": path}])
}

/// The value of the first option of the first menu.
pub(super) fn value(message: &Sent) -> String {
    let menu = message.menu().unwrap();
    menu["options"][0]["value"].as_str().unwrap().to_owned()
}

/// Everything that an interaction shows: its response in all its states, and what follows.
pub(super) async fn seen(interaction: &Interaction) -> String {
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
pub(super) fn text(sent: &Sent) -> String {
    format!("{}\n{}\n{}", sent.text(), sent.embeds, sent.components)
}

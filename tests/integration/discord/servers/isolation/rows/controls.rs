//! Buttons and menus, pressed in the server that shows them or in the other one.

use serde_json::json;

use super::steps::{note, seen, value};
use super::{ADMINS, DENIED, QUESTION, STAFF_CHANNEL, Scene};

impl Scene {
    pub(super) async fn control(&mut self, name: &str, at: usize, from: usize) -> Option<String> {
        let (discord, ann) = (&self.stage.discord, &self.stage.ann);
        let (is_own, there) = (at == from, &self.sides[from].place);
        if name == "PickServer" {
            return Some(self.choose(at, from).await);
        }
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

    pub(super) async fn corpus_control(&mut self, name: &str, at: usize, from: usize) -> Option<String> {
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

    pub(super) async fn settings_control(&mut self, name: &str, at: usize, from: usize) -> Option<String> {
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
}

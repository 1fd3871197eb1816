//! The table of commands and clicks: which function does each, with what it needs of the bot.

use serenity::model::application::{CommandInteraction, ComponentInteraction};

use super::caller::{Caller, Visibility};
use super::clicks::{section_of, sections, show_or_gone, update_or_gone};
use super::command::{AskOptions, Command, CorpusCommand, Typing, command, typing};
use super::desk::Desk;
use super::rules::By;
use super::{Bot, admin, ask, clicks, one_article, posting};
use crate::answer::ArticleKey;
use crate::discord::api::rest::RestError;
use crate::discord::view;
use crate::discord::view::custom_id::{Action, Choice, CorpusAction};
use crate::message;

impl Bot {
    pub(super) async fn on_command(
        &self,
        interaction: &CommandInteraction,
        caller: &Caller<'_>,
        desk: &Desk,
    ) -> Result<(), RestError> {
        match command(interaction) {
            Command::Ask { question, options } => {
                let ask = |is_private| async move {
                    let is_private = Some(is_private);
                    let options = AskOptions { is_private, ..options };
                    match Choice::decode_suggestion(question) {
                        Some(choice) => ask::open(desk, caller, choice, options).await,
                        None => ask::ask(desk, caller, question, options).await,
                    }
                };
                self.by_rules(caller, desk, options.is_private, ask).await
            }
            Command::Find(message) => {
                let find = |is_private| ask::find(desk, caller, message, is_private);
                self.by_rules(caller, desk, None, find).await
            }
            Command::Sources => {
                let show = |_| async {
                    let articles = desk.holdings().articles();
                    caller
                        .show(Visibility::Private, view::sources(caller.locale, &articles, 0))
                        .await
                };
                self.by_rules(caller, desk, Some(true), show).await
            }
            Command::Help => {
                let size = desk.holdings().size();
                let reads_messages = self.client.reads_messages && caller.guild.is_some();
                let help = view::help(caller.locale, size, reads_messages, desk.records.keeps_questions());
                caller.show(Visibility::Private, help).await
            }
            Command::Corpus(command) => self.on_corpus_command(command, caller, desk).await,
            Command::Settings => admin::settings::show(&self.client, desk, caller).await,
            Command::Unknown => caller.tell(&caller.locale.old_button()).await,
        }
    }

    pub(super) async fn on_click(
        &self,
        interaction: &ComponentInteraction,
        caller: &Caller<'_>,
        desk: &Desk,
    ) -> Result<(), RestError> {
        let Some(action) = Action::decode(&interaction.data.custom_id) else {
            return caller.tell(&caller.locale.old_button()).await;
        };
        let (holdings, message) = (&desk.holdings(), &*interaction.message);
        match action {
            Action::Turn(shown) => clicks::turn(holdings, caller, message, shown).await,
            Action::Section { passage } => {
                show_or_gone(
                    caller,
                    section_of(caller.locale, holdings, passage, Some(0), caller.alone()),
                )
                .await
            }
            Action::SectionPage { passage, page } => {
                update_or_gone(
                    caller,
                    section_of(caller.locale, holdings, passage, Some(page), caller.alone()),
                )
                .await
            }
            Action::OpenedPage { asker, passage, page } => {
                clicks::turn_opened(holdings, caller, asker, passage, page).await
            }
            Action::Post { passage, page } | Action::PostTo { passage, page } => {
                let to = clicks::chosen_person(interaction);
                let post = |_| posting::post(desk, caller, passage, page, to);
                self.by_rules(caller, desk, Some(false), post).await
            }
            Action::Vote { shown, is_helpful } => clicks::vote(desk, caller, message, &shown, is_helpful).await,
            Action::Share(shown) => {
                let share = |_| clicks::share(holdings, caller, message, shown);
                self.by_rules(caller, desk, Some(false), share).await
            }
            Action::Dismiss { asker } => clicks::dismiss(caller, message, asker).await,
            Action::NotAQuestion { asker } => clicks::not_a_question(&self.metrics, caller, message, asker).await,
            Action::PickSection | Action::PickArticle => clicks::pick(holdings, caller, interaction).await,
            Action::PickServer => self.pick_server(interaction, caller).await,
            Action::ArticlesPage { page } => {
                let articles = holdings.articles();
                caller.update(view::sources(caller.locale, &articles, page)).await
            }
            Action::SectionsPage { article, page } => {
                update_or_gone(caller, sections(caller.locale, holdings, article, page)).await
            }
            Action::Corpus(action) => self.on_corpus_click(action, interaction, caller, desk).await,
            Action::Settings(action) => admin::settings::click(&self.client, desk, action, interaction, caller).await,
        }
    }

    /// Does what the caller wants if the rules of their server let them have it here, and tells them why not otherwise.
    /// `is_private` is whether they want it for themselves alone, if they say so; `work` gets what holds.
    async fn by_rules<W: Future<Output = Result<(), RestError>>>(
        &self,
        caller: &Caller<'_>,
        desk: &Desk,
        is_private: Option<bool>,
        work: impl FnOnce(bool) -> W,
    ) -> Result<(), RestError> {
        let (rules, rest) = (&self.client.rules, &self.client.rest);
        let settings = desk.records.settings(caller.guild);
        // The words of one server's library are not for the people of another one, unless the caller wants it so.
        let is_elsewhere = caller.guild.is_some() && caller.home.is_none() && desk.records.is_of_server();
        let is_private = is_private.or(is_elsewhere.then_some(true));
        let by = By::Interaction { is_private };
        let is_private = match rules.admit(rest, &settings, &caller.asking(), by).await {
            Ok(is_private) => is_private,
            Err(refusal) => return caller.tell(&refusal.sentence).await,
        };
        let done = work(is_private).await;
        if !is_private && !caller.has_answered_in_public() {
            rules.call_off(caller.channel);
        }
        done
    }

    /// The reason why the caller may not use `/corpus`; `None` for an admin.
    async fn refusal(&self, caller: &Caller<'_>, desk: &Desk) -> Option<String> {
        let settings = desk.records.settings(caller.guild);
        self.client.authority.refusal(caller, &settings).await
    }

    /// Does a command of `/corpus`, if the caller is an admin.
    async fn on_corpus_command(
        &self,
        command: CorpusCommand<'_>,
        caller: &Caller<'_>,
        desk: &Desk,
    ) -> Result<(), RestError> {
        if let Some(refusal) = self.refusal(caller, desk).await {
            return caller.tell(&refusal).await;
        }
        let live = &desk.live;
        match command {
            CorpusCommand::Status => {
                let uptime = self.started.elapsed();
                admin::status::show(desk, &self.metrics.process, uptime, caller).await
            }
            CorpusCommand::Reindex => admin::reindex::reindex(desk, caller).await,
            CorpusCommand::Add { files, address } => match (files.as_slice(), address) {
                ([], None) => caller.tell(message::corpus::NOTHING_TO_ADD).await,
                ([], Some(address)) => admin::fetch::fetch(desk, &self.client.fetching, address, caller).await,
                (files, None) => admin::add::preview(desk, &self.client.uploads, files, caller).await,
                (_, Some(_)) => caller.tell(message::corpus::FILES_OR_ADDRESS).await,
            },
            CorpusCommand::Remove(article) => admin::remove::confirm(live, article, caller).await,
            CorpusCommand::Restore(article) => admin::restore::restore(desk, article, caller).await,
            CorpusCommand::Unanswered => admin::unanswered::list(live, caller).await,
            CorpusCommand::Answer { question, section } => {
                admin::fixed::answer(desk, (question, section), caller).await
            }
            CorpusCommand::Answers => admin::fixed::list(live, caller).await,
            CorpusCommand::Export => admin::export::export(desk, caller).await,
            CorpusCommand::Choose(message) => admin::fixed::choose(desk, &self.client, message, caller).await,
        }
    }

    /// Does what a button or menu of `/corpus` is for, if the caller is an admin: anybody may have got hold of the
    /// custom id.
    async fn on_corpus_click(
        &self,
        action: CorpusAction,
        interaction: &ComponentInteraction,
        caller: &Caller<'_>,
        desk: &Desk,
    ) -> Result<(), RestError> {
        if let Some(refusal) = self.refusal(caller, desk).await {
            return caller.tell(&refusal).await;
        }
        let live = &desk.live;
        match action {
            CorpusAction::Add { drafts } => admin::add::add(desk, drafts, caller).await,
            CorpusAction::Discard { drafts } => admin::add::discard(live.library(), drafts, caller).await,
            CorpusAction::Remove { article } => admin::remove::remove(desk, article, caller).await,
            CorpusAction::Keep => caller.update(view::notice(&message::corpus::kept())).await,
            CorpusAction::UnansweredPage { page } => admin::unanswered::turn(live, page, caller).await,
            CorpusAction::Fix => admin::fixed::chosen(desk, interaction, caller).await,
            CorpusAction::Unfix => admin::fixed::unfix(desk, clicks::all_chosen(interaction), caller).await,
            CorpusAction::MarkDone { page } => {
                let chosen = clicks::all_chosen(interaction);
                admin::unanswered::change(desk, &admin::unanswered::MARK_DONE, (page, chosen), caller).await
            }
            CorpusAction::Hide { page } => {
                let chosen = clicks::all_chosen(interaction);
                admin::unanswered::change(desk, &admin::unanswered::HIDE, (page, chosen), caller).await
            }
        }
    }

    /// Offers choices while somebody types.
    pub(super) async fn on_typing(
        &self,
        interaction: &CommandInteraction,
        caller: &Caller<'_>,
        desk: &Desk,
    ) -> Result<(), RestError> {
        let live = &desk.live;
        let choices = match typing(interaction) {
            Typing::Question(typed, article) => {
                let article = article.and_then(|named| one_article::find(caller.locale, &desk.holdings(), named).ok());
                let article = article.map(|article| ArticleKey::of(&article));
                desk.suggested(typed, article)
            }
            Typing::AskedArticle(typed) => one_article::choices(&desk.holdings(), typed),
            _ if self.refusal(caller, desk).await.is_some() => Vec::new(),
            Typing::Unanswered(typed) => admin::fixed::questions(live, typed).await,
            Typing::Section(typed) => desk.suggestions().for_typed(typed, None),
            Typing::Article(typed) => admin::remove::choices(live, typed).await,
            Typing::Removed(typed) => admin::restore::choices(live.library(), typed).await,
        };
        caller.offer(&choices).await
    }
}

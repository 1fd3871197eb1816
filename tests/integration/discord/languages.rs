//! The bot in languages other than English: it translates all that it says, and nothing that it quotes.

use std::time::Duration;

use serde_json::{Value, json};

use super::stage::{BETRAYED, Stage, WHY};
use crate::fake_discord::{Sent, User};

const UNKNOWN: &str = "what is the price of bitcoin?";

async fn ask(stage: &Stage, person: &User, question: &str) -> Sent {
    let asked = stage
        .discord
        .slash(person, &stage.general, "ask", Stage::question(question))
        .await;
    asked.response().await
}

#[tokio::test]
async fn an_answer_and_its_pages_are_in_the_askers_language_and_the_quote_stays_as_it_is() {
    let stage = Stage::shipped().await;
    let dora = stage.discord.speaker("dora", "de");
    let first = ask(&stage, &dora, WHY).await;
    assert!(first.description().contains(BETRAYED), "{}", first.text());
    assert_eq!(first.title(), "A Call for Trust");
    assert_eq!(first.footer(), "U.S. Iran nuclear talks · 1 von 5");
    assert_eq!(first.labels(), ["Weiter", "Hilfreich", "Nicht hilfreich", "Entfernen"]);

    let second = stage.discord.clicks(&dora, &first, "Weiter").await.response().await;
    assert_eq!(second.id, first.id);
    assert_eq!(second.footer(), "U.S. Iran nuclear talks · 2 von 5");
    assert_eq!(second.labels()[0], "Zurück");

    let thanks = stage.discord.clicks(&dora, &first, "Hilfreich").await.response().await;
    assert_eq!(thanks.content, "Danke, freut mich, dass es geholfen hat!");
    let refused = stage
        .discord
        .slash_forged(&dora, &stage.general, "corpus status", json!([]));
    let refused = refused.await.response().await;
    assert!(
        refused.content.starts_with("Das können nur meine Admins."),
        "{}",
        refused.text()
    );
    let refused = stage
        .discord
        .clicks(&stage.discord.speaker("eva", "pt-BR"), &first, "Entfernen")
        .await;
    assert!(refused.response().await.content.starts_with("Só quem perguntou"));
    stage.discord.check();
}

#[tokio::test]
async fn somebody_elses_copy_of_an_answer_is_in_their_language() {
    let stage = Stage::tuned_gate(0.99, 0.05).await;
    let rita = stage.discord.speaker("rita", "ru");
    let first = ask(&stage, &rita, WHY).await;
    assert_eq!(
        first.content,
        format!("> {WHY}\nНе уверен, что это ответ на вопрос, но вот самый близкий отрывок:")
    );
    let copy = stage
        .discord
        .clicks(&stage.ben, &first, "Дальше")
        .await
        .response()
        .await;
    assert!(copy.ephemeral);
    assert_eq!(
        copy.content,
        format!("> {WHY}\nI'm not sure this answers it, but here's the closest passage:")
    );
    assert_eq!(copy.labels()[..2], ["Previous", "Next"]);
    // He shares it, and she turns the page.
    let shared = stage.discord.clicks(&stage.ben, &copy, "Share").await.followup().await;
    assert!(shared.content.starts_with("Shared by"), "{}", shared.text());
    let turned = stage.discord.clicks(&rita, &shared, "Next").await.response().await;
    assert!(turned.content.starts_with("Ответом делится"), "{}", turned.text());
    assert_eq!(turned.footer(), "U.S. Iran nuclear talks · 3 из 5");
    stage.discord.check();
}

#[tokio::test]
async fn help_refusals_and_nothing_found_are_in_the_askers_language() {
    let stage = Stage::tuned(|settings| settings.user_limit = (1, Duration::from_hours(1))).await;
    for (language, nothing, menu, help, limit) in [
        (
            "es-419",
            "No encontré nada sobre esto en los artículos. Estos son los temas que tratan:",
            "Elige una sección para leer",
            "Aplicaciones > Buscar la respuesta",
            "Son muchas preguntas en poco tiempo.",
        ),
        (
            "fr",
            "Je n’ai rien trouvé à ce sujet dans les articles. Voici de quoi ils parlent\u{a0}:",
            "Choisis une section à lire",
            "Applications > Trouver la réponse",
            "Ça fait beaucoup de questions en peu de temps.",
        ),
        (
            "ru",
            "В статьях об этом ничего не нашлось. Вот о чём они:",
            "Выберите раздел",
            "Приложения > Найти ответ",
            "Слишком много вопросов за короткое время.",
        ),
        (
            "ja",
            "I found nothing about this in the articles. Here is what they cover:",
            "Choose a section to read",
            "Apps > Find the answer",
            "That was a lot of questions in a short time.",
        ),
    ] {
        let asker = stage.discord.speaker("asker", language);
        let found = ask(&stage, &asker, UNKNOWN).await;
        assert!(found.ephemeral);
        assert_eq!(found.content, nothing);
        assert_eq!(found.menu().unwrap()["placeholder"], menu);
        let refused = ask(&stage, &asker, WHY).await;
        assert!(refused.content.starts_with(limit), "{}", refused.text());
        let helped = stage.discord.slash(&asker, &stage.general, "help", json!([])).await;
        let helped = helped.response().await;
        assert!(helped.content.contains(help), "{}", helped.text());
        let sources = stage.discord.slash(&asker, &stage.general, "sources", json!([])).await;
        assert_eq!(sources.response().await.menu().unwrap()["placeholder"], menu);
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_message_is_answered_in_the_language_of_its_author_or_else_of_the_guild() {
    let stage = Stage::shipped().await;
    stage.discord.guild_speaks(&stage.guild, "fr");
    let dora = stage.discord.speaker("dora", "de");
    let greet = async |user| {
        let said = stage.discord.says(user, &stage.general, &stage.mention("hello!")).await;
        stage.discord.answer_to(said).await.content
    };
    // A message says nothing about languages, and nobody has used a command yet.
    assert!(greet(&dora).await.starts_with("Hello!"));
    let used = stage.discord.slash(&stage.ben, &stage.general, "help", json!([])).await;
    used.response().await;
    assert!(greet(&dora).await.starts_with("Bonjour"));
    assert!(greet(&stage.ben).await.starts_with("Hello!"));
    let used = stage.discord.slash(&dora, &stage.general, "help", json!([])).await;
    used.response().await;
    assert!(greet(&dora).await.starts_with("Hallo!"));
    let said = stage.discord.says(&dora, &stage.discord.dm(&dora), WHY).await;
    assert_eq!(stage.discord.answer_to(said).await.labels()[0], "Weiter");
    stage.discord.check();
}

#[tokio::test]
async fn commands_are_described_in_every_language_and_the_menu_is_named_in_each() {
    let stage = Stage::shipped().await;
    let commands = stage.discord.commands();
    let command = |name: &str| {
        let mut all = commands.as_array().unwrap().iter();
        all.find(|command| command["name"] == name).unwrap()
    };
    let codes = |localizations: &Value| {
        let codes = localizations.as_object().unwrap().keys().cloned();
        codes.collect::<Vec<String>>()
    };
    let all = ["de", "es-419", "es-ES", "fr", "pt-BR", "ru"];
    let (ask, menu) = (command("ask"), command("Find the answer"));
    assert_eq!(codes(&ask["description_localizations"]), all);
    assert_eq!(codes(&ask["options"][0]["description_localizations"]), all);
    assert_eq!(codes(&menu["name_localizations"]), all);
    assert_eq!(menu["name_localizations"]["pt-BR"], "Encontrar a resposta");
    stage.discord.check();
}

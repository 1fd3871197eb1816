//! Servers whose ledgers are in a database.

use std::time::Duration;

use verbatim::library::Sharing;

use super::{ABOUT_BREAD, ABOUT_TEA, BREAD, TEA, ask, elsewhere};
use crate::database;
use crate::discord::stage::Stage;

#[tokio::test]
async fn each_server_has_its_own_ledger_in_the_same_database() {
    let Some(mut stage) = Stage::own_in_database(&[("bread.md", BREAD)], Sharing::All).await else {
        return;
    };
    let (guild, there) = elsewhere(&stage);
    for server in [&stage.guild, &guild] {
        stage.write_for(server, &[("tea.md", TEA)]);
    }
    stage.has_opened(&stage.general).await;
    stage.has_opened(&there).await;
    for question in ["who sings in the evening?", ABOUT_TEA] {
        ask(&stage, &stage.general, question).await;
    }
    ask(&stage, &there, ABOUT_BREAD).await;
    stage.stop().await.unwrap();
    let of = |server| {
        stage.with_ledger(Some(server), |ledger| {
            let open = ledger.open_questions(9).unwrap();
            let figures = ledger.figures(None).unwrap();
            let texts: Vec<String> = open.into_iter().map(|question| question.text).collect();
            (texts, figures.answered)
        })
    };
    assert_eq!(of(&stage.guild), (vec!["who sings in the evening?".to_owned()], 1));
    assert_eq!(of(&guild), (Vec::new(), 1));
    for server in [&stage.guild, &guild] {
        let folder = stage.of_server(server);
        assert!(!folder.join("data/verbatim.sqlite").exists(), "it has a file as well");
    }
    let storage = stage.storage(Some(&guild));
    let servers = stage.own_servers();
    let id = guild.id.get();
    let remove = || servers.folder().remove(id, Duration::ZERO).unwrap();
    assert!(database::blocking(remove));
    stage.discord.check();
    assert!(!database::blocking(|| storage.has_ledger().unwrap()));
}

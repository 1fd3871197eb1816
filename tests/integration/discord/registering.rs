//! Registering the commands.

use super::stage::{COMMANDS, Stage, settings, until};
use crate::fake_discord::FakeDiscord;

#[tokio::test]
async fn commands_are_registered_once() {
    let mut stage = Stage::shipped().await;
    let puts = |stage: &Stage| {
        let requests = stage.discord.requests();
        requests.iter().filter(|request| request.method == "PUT").count()
    };
    let names: Vec<String> = stage
        .discord
        .commands()
        .as_array()
        .unwrap()
        .iter()
        .map(|command| command["name"].as_str().unwrap().to_owned())
        .collect();
    for name in ["ask", "Find the answer", "sources", "help", "corpus", "settings"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    assert_eq!(puts(&stage), 1);
    stage.restart().await;
    stage.all_is_well().await;
    assert_eq!(puts(&stage), 1, "nothing had changed");
    stage.discord.check();
}

#[tokio::test]
async fn for_trying_out_they_are_registered_in_one_guild() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("Workshop");
    let mut settings = settings(&discord);
    settings.guild = Some(guild.id.get());
    let library = super::stage::shipped_library();
    let bot = tokio::spawn(verbatim::discord::run(settings, library, std::future::pending()));
    discord.ready().await;
    until("its commands are registered", || {
        discord.guild_commands(&guild).as_array().map_or(0, Vec::len) == COMMANDS
    })
    .await;
    assert_eq!(discord.commands().as_array().unwrap().len(), 0);
    discord.check();
    bot.abort();
}

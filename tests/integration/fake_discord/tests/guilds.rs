//! The guilds that the bot is in, in REST and in READY.

use serenity::model::event::Event;
use serenity::model::permissions::Permissions;

use super::super::FakeDiscord;
use super::{code, get, http, listen, next};

#[tokio::test]
async fn the_bot_is_told_of_the_guilds_that_it_is_in() {
    let discord = FakeDiscord::start().await;
    let (here, there, abroad) = (
        discord.guild("here"),
        discord.guild("there"),
        discord.foreign_guild("abroad"),
    );
    let (_http, mut events) = listen(&discord).await;
    let ready = next(&mut events, |event| match event {
        Event::Ready(event) => Some(event.ready),
        _ => None,
    });
    let guilds: Vec<_> = ready.await.guilds.iter().map(|guild| guild.id).collect();
    assert_eq!(guilds, [here.id, there.id]);

    let http = http(&discord, discord.token());
    let few = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    discord.allow_in_guild(&there, few.bits());
    let listed = http.get_guilds(None, None).await.unwrap();
    let listed: Vec<_> = listed
        .iter()
        .map(|guild| (guild.name.as_str(), guild.permissions))
        .collect();
    assert_eq!(listed[1], ("there", few));
    assert!(listed.len() == 2 && listed[0].1.embed_links());
    let first = get(&discord, "/users/@me/guilds?limit=1").await;
    assert_eq!(first[0]["name"], "here");
    assert_eq!(first.as_array().unwrap().len(), 1);
    let rest = get(&discord, &format!("/users/@me/guilds?after={}", here.id)).await;
    assert_eq!(rest[0]["name"], "there");

    assert_eq!(http.get_guild(here.id).await.unwrap().name, "here");
    assert_eq!(code(http.get_guild(abroad.id).await.unwrap_err()), 50001);
    assert_eq!(code(http.get_guild(7.into()).await.unwrap_err()), 10004);
    assert_eq!(code(http.get_member(here.id, 7.into()).await.unwrap_err()), 10013);
    get(&discord, &format!("/guilds/{}", here.id)).await;
    discord.check();
}

#[tokio::test]
async fn a_guilds_roles_hold_what_the_bot_may_do() {
    let discord = FakeDiscord::start().await;
    let (here, there) = (discord.guild("here"), discord.guild("there"));
    let (ann, editors) = (discord.user("ann"), discord.role(&here, "editors"));
    discord.role(&there, "others");
    discord.give_role(&ann, editors);
    discord.allow_in_guild(&here, Permissions::VIEW_CHANNEL.bits());

    let http = http(&discord, discord.token());
    let roles = http.get_guild_roles(here.id).await.unwrap();
    let names: Vec<_> = roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["@everyone", "verbatim", "editors"]);
    let member = http.get_member(here.id, discord.bot()).await.unwrap();
    assert_eq!(member.roles, [roles[1].id]);
    assert_eq!(roles[1].permissions, Permissions::VIEW_CHANNEL);
    assert_eq!(http.get_member(here.id, ann.id).await.unwrap().roles, [editors]);
    for path in [format!("members/{}", discord.bot()), "roles".to_owned()] {
        get(&discord, &format!("/guilds/{}/{path}", here.id)).await;
    }
    discord.check();
}

//! Subcommands, and the commands and options that Discord's client offers to each person.

use serde_json::{Value, json};
use serenity::http::Http;
use serenity::model::application::{CommandInteraction, InteractionContext, ResolvedValue};
use serenity::model::event::Event;
use serenity::model::permissions::Permissions;

use super::super::{FakeDiscord, Place, User};
use super::{command, connect, listen, next};

/// Registers a command for guilds with the bot, and for people with these permissions.
async fn register(http: &Http, permissions: Value) {
    let article = json!({
        "type": 3, "name": "article", "description": "Which.", "required": true, "autocomplete": true,
    });
    let commands = json!([{
        "name": "corpus", "description": "The articles.", "contexts": [0], "integration_types": [0],
        "default_member_permissions": permissions,
        "options": [
            { "type": 1, "name": "status", "description": "What there is." },
            { "type": 1, "name": "remove", "description": "Takes an article out.", "options": [
                article,
                { "type": 6, "name": "for", "description": "Who asked for it." },
                { "type": 8, "name": "tell", "description": "Whom to tell." },
            ] },
            { "type": 2, "name": "names", "description": "What articles are called.", "options": [
                { "type": 1, "name": "list", "description": "Lists them." },
            ] },
        ],
    }]);
    http.create_global_commands(&commands).await.unwrap();
}

fn article(name: &str) -> Value {
    json!([{ "name": "article", "type": 3, "value": name }])
}

/// The reason why the client wouldn't send this.
async fn refusal(discord: &FakeDiscord, user: &User, place: &Place, command: &'static str, options: Value) -> String {
    let (discord, user, place) = (discord.clone(), user.clone(), *place);
    let sending = tokio::spawn(async move { discord.slash(&user, &place, command, options).await.id });
    let panic = sending.await.expect_err("nothing is sent").into_panic();
    panic.downcast_ref::<String>().expect("a sentence").clone()
}

/// The name of the subcommand, and its options as text.
fn used(command: &CommandInteraction) -> (String, Vec<(String, String)>) {
    let options = command.data.options();
    let ResolvedValue::SubCommand(inner) = &options[0].value else {
        panic!("no subcommand: {options:?}")
    };
    let inner = inner.iter().map(|option| {
        let value = match &option.value {
            ResolvedValue::String(text) => (*text).to_owned(),
            ResolvedValue::User(user, member) => format!("{} {:?}", user.name, member.unwrap().roles),
            ResolvedValue::Role(role) => role.name.clone(),
            other => panic!("unexpected: {other:?}"),
        };
        (option.name.to_owned(), value)
    });
    (options[0].name.to_owned(), inner.collect())
}

#[tokio::test]
async fn a_subcommand_comes_with_its_options_and_whom_they_name() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("here");
    let general = discord.channel(&guild, "general");
    let (ann, ben) = (discord.user("ann"), discord.user("ben"));
    let readers = discord.role(&guild, "readers");
    discord.give_role(&ben, readers);
    let (http, mut events) = listen(&discord).await;
    register(&http, Value::Null).await;

    discord.slash(&ann, &general, "corpus status", json!([])).await;
    assert_eq!(used(&command(&mut events).await), ("status".to_owned(), Vec::new()));
    let options = json!([
        { "name": "article", "type": 3, "value": "birds.md" },
        { "name": "for", "type": 6, "value": ben.id.to_string() },
        { "name": "tell", "type": 8, "value": readers.to_string() },
    ]);
    discord.slash(&ann, &general, "corpus remove", options).await;
    let (name, options) = used(&command(&mut events).await);
    let names: Vec<_> = options
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let of_ben = format!("ben {:?}", [readers]);
    assert_eq!(
        (name.as_str(), names),
        (
            "remove",
            vec![("article", "birds.md"), ("for", of_ben.as_str()), ("tell", "readers")]
        )
    );
    discord.slash(&ann, &general, "corpus names list", json!([])).await;
    let options = command(&mut events).await.data.options;
    assert_eq!((options[0].name.as_str(), u8::from(options[0].kind())), ("names", 2));

    let typing = discord.types(&ann, &general, "corpus remove", "article", "bi");
    let answering = async {
        let asked = next(&mut events, |event| match event {
            Event::InteractionCreate(event) => event.interaction.into_autocomplete(),
            _ => None,
        });
        let asked = asked.await;
        let focused = asked.data.autocomplete().unwrap();
        assert_eq!((focused.name, focused.value), ("article", "bi"));
        let choices = json!({ "type": 8, "data": { "choices": [{ "name": "Birds", "value": "birds.md" }] } });
        http.create_interaction_response(asked.id, &asked.token, &choices, Vec::new())
            .await
            .unwrap();
    };
    let (choices, ()) = tokio::join!(typing, answering);
    assert_eq!(choices, [("Birds".to_owned(), "birds.md".to_owned())]);
    discord.check();
}

#[tokio::test]
async fn the_client_sends_only_what_a_command_has_and_all_that_it_needs() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let ann = discord.user("ann");
    let (http, mut events) = listen(&discord).await;
    register(&http, Value::Null).await;

    for (command, options, reason) in [
        ("corpus", json!([]), "without one of its subcommands"),
        ("corpus names", json!([]), "without one of its subcommands"),
        ("corpus burn", json!([]), "no subcommand \"burn\""),
        ("corpus status", article("birds.md"), "no option \"article\""),
        ("corpus remove", json!([]), "needs the option \"article\""),
        (
            "corpus remove",
            json!([{ "name": "article", "type": 4, "value": 1 }]),
            "of this type",
        ),
    ] {
        let why = refusal(&discord, &ann, &general, command, options).await;
        assert!(why.contains(reason), "{command}: {why}");
    }
    // Without a client, any command can be sent, even one that does not exist.
    discord.slash_forged(&ann, &general, "corpus remove", json!([])).await;
    assert_eq!(used(&command(&mut events).await), ("remove".to_owned(), Vec::new()));
    discord.slash_forged(&ann, &general, "shutdown", json!([])).await;
    assert_eq!(command(&mut events).await.data.name, "shutdown");
    discord.check();
}

#[tokio::test]
async fn a_command_is_offered_where_it_belongs_and_to_those_it_is_meant_for() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let abroad = discord.channel(&discord.foreign_guild("abroad"), "general");
    let (ann, mo, ada) = (
        discord.user("ann"),
        discord.moderator("mo"),
        discord.administrator("ada"),
    );
    let (dm, group) = (discord.dm(&ada), discord.group_dm(&ada));
    let (http, mut events) = listen(&discord).await;
    register(&http, json!("0")).await;
    let registered = discord.commands();
    assert_eq!(
        (&registered[0]["contexts"], &registered[0]["default_member_permissions"]),
        (&json!([0]), &json!("0"))
    );

    for (who, place, reason) in [
        (&ada, &dm, "not for conversations with the bot"),
        (&ada, &group, "not for other conversations"),
        (&ada, &abroad, "only for guilds that the bot is in"),
        (&ann, &general, "only for administrators"),
        (&mo, &general, "only for administrators"),
    ] {
        let why = refusal(&discord, who, place, "corpus status", json!([])).await;
        assert!(why.contains(reason), "{}: {why}", who.name);
        discord.slash_forged(who, place, "corpus status", json!([])).await;
        let forged = command(&mut events).await;
        assert_eq!((forged.user.id, forged.channel_id), (who.id, place.channel));
        assert_eq!(forged.context == Some(InteractionContext::Guild), place.guild.is_some());
    }
    discord.offer_to(&ann, "corpus");
    for who in [&ada, &ann] {
        discord.slash(who, &general, "corpus status", json!([])).await;
        assert_eq!(command(&mut events).await.user.id, who.id);
    }

    // A number is accepted as well.
    register(&http, json!(Permissions::MANAGE_MESSAGES.bits())).await;
    assert_eq!(discord.commands()[0]["default_member_permissions"], json!("8192"));
    discord.slash(&mo, &general, "corpus status", json!([])).await;
    assert_eq!(command(&mut events).await.user.id, mo.id);
    let ben = discord.user("ben");
    let why = refusal(&discord, &ben, &general, "corpus status", json!([])).await;
    assert!(why.contains("takes the permissions 8192"), "{why}");
    discord.check();
}

#[tokio::test]
async fn what_is_typed_can_be_forged_as_well() {
    let discord = FakeDiscord::start().await;
    let ann = discord.user("ann");
    let (_http, _messages) = connect(&discord).await;
    let dm = discord.dm(&ann);
    let choices = discord.types_forged(&ann, &dm, "corpus remove", "article", "").await;
    assert_eq!(choices, [("One".to_owned(), "1".to_owned())]);
    discord.check();
}

#[tokio::test]
async fn members_come_with_their_roles() {
    let discord = FakeDiscord::start().await;
    let (here, there) = (discord.guild("here"), discord.guild("there"));
    let (general, elsewhere) = (discord.channel(&here, "general"), discord.channel(&there, "general"));
    let ann = discord.user("ann");
    let (editors, others) = (discord.role(&here, "editors"), discord.role(&there, "others"));
    discord.give_role(&ann, editors);
    discord.give_role(&ann, others);
    let (http, mut events) = listen(&discord).await;
    register(&http, Value::Null).await;

    discord.slash(&ann, &general, "corpus status", json!([])).await;
    assert_eq!(command(&mut events).await.member.unwrap().roles, [editors]);
    discord.slash(&ann, &elsewhere, "corpus status", json!([])).await;
    assert_eq!(command(&mut events).await.member.unwrap().roles, [others]);
    discord.take_role(&ann, editors);
    discord.slash(&ann, &general, "corpus status", json!([])).await;
    assert!(command(&mut events).await.member.unwrap().roles.is_empty());

    discord.says(&ann, &elsewhere, "hello").await;
    let said = next(&mut events, |event| match event {
        Event::MessageCreate(event) => event.message.member,
        _ => None,
    });
    assert_eq!(said.await.roles, [others]);
    discord.check();
}

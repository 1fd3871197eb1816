//! Accounts that the fake Discord doesn't have: diverted, out of logins, or in more servers than the list names.

use std::time::Duration;

use super::*;
use crate::config::{DiscordConfig, Folders, InteractionsConfig, Sources};
use crate::discord::PERMISSIONS;

fn account() -> Account {
    Account {
        application: "verbatim".to_owned(),
        invite: discord::invite_link(42),
        bot: Ok("verbatim".to_owned()),
        privileged: Vec::new(),
        endpoint: None,
        needs_code_grant: false,
        owners: vec![7],
        is_team: false,
        commands: Ok(Registration::Current),
        guilds: Ok(Vec::new()),
        sessions: Ok(None),
    }
}

/// The statuses and messages of the findings with this name.
fn told(account: &Account, name: &str) -> Vec<(Status, String)> {
    told_with(account, |_| {}, name)
}

/// The same with other settings.
fn told_with(account: &Account, change: impl Fn(&mut DiscordConfig), name: &str) -> Vec<(Status, String)> {
    let mut config = Sources::default().resolve(Folders::default()).unwrap();
    change(&mut config.discord);
    let mut group = Group::new("discord");
    tell(account, &config, &mut group);
    let found = group.findings.into_iter().filter(|finding| finding.name == name);
    found.map(|finding| (finding.status, finding.message)).collect()
}

#[test]
fn a_code_grant_is_found() {
    let well = account();
    assert!(told(&well, "code_grant").is_empty());
    let account = Account {
        needs_code_grant: true,
        ..well
    };
    assert_eq!(told(&account, "code_grant")[0].0, Status::Warn);
}

#[test]
fn the_url_for_interactions_and_the_settings_have_to_agree() {
    let posting = |unsigned| {
        let url = "https://bot.example.org/discord".to_owned();
        Some(Posting { url, unsigned })
    };
    let unreachable = Err("no connection".to_owned());
    for (endpoint, takes_posts, gateway, wanted) in [
        (None, false, true, None),
        (None, true, true, Some((Status::Warn, "over the gateway"))),
        (None, true, false, Some((Status::Wrong, "the bot gets none"))),
        (
            posting(Ok(401)),
            false,
            true,
            Some((Status::Wrong, "the bot gets none")),
        ),
        (posting(Ok(401)), true, true, Some((Status::Ok, "refuses what"))),
        (
            posting(Ok(404)),
            true,
            true,
            Some((Status::Wrong, "something else answers")),
        ),
        (
            posting(Ok(202)),
            true,
            true,
            Some((Status::Wrong, "something else answers")),
        ),
        (posting(Ok(502)), true, true, Some((Status::Warn, "nothing answers"))),
        (
            posting(unreachable),
            true,
            false,
            Some((Status::Warn, "can't be reached")),
        ),
    ] {
        let account = Account { endpoint, ..account() };
        let change = |settings: &mut DiscordConfig| {
            settings.gateway = gateway;
            settings.interactions = takes_posts.then(|| InteractionsConfig {
                address: "127.0.0.1:8081".parse().unwrap(),
                path: "/discord".to_owned(),
                key: None,
            });
        };
        let found = told_with(&account, change, "endpoint").into_iter().next();
        let is_so = match (&found, wanted) {
            (None, None) => true,
            (Some((status, message)), Some((wanted, words))) => *status == wanted && message.contains(words),
            _ => false,
        };
        assert!(is_so, "{:?}, {takes_posts}, {gateway}: {found:?}", account.endpoint);
    }
}

#[test]
fn logins_are_reported_before_they_run_out() {
    let with = |remaining| {
        let sessions = Sessions {
            remaining,
            total: 1000,
            needed: 2,
            reset_after: Duration::from_hours(3),
        };
        let account = Account {
            sessions: Ok(Some(sessions)),
            ..account()
        };
        told(&account, "sessions").remove(0)
    };
    assert_eq!(with(999).0, Status::Ok);
    assert_eq!(with(99).0, Status::Warn);
    let (status, message) = with(1);
    assert_eq!(status, Status::Wrong);
    assert!(message.ends_with("the count resets in 3 hours."), "{message}");
}

#[test]
fn the_first_of_many_servers_are_named_and_the_others_counted() {
    let guilds = (1..=15)
        .map(|id| Membership {
            id,
            name: format!("Server {id}"),
            missing: PERMISSIONS.iter().copied().skip(3).collect(),
        })
        .collect();
    let account = Account {
        guilds: Ok(guilds),
        ..account()
    };
    let names = &told(&account, "guilds")[0].1;
    assert!(names.starts_with("The bot is in 15 servers: Server 1, "), "{names}");
    assert!(names.ends_with("Server 5 and 10 more."), "{names}");
    let lacking = told(&account, "permissions");
    assert_eq!(lacking.len(), 11);
    assert!(lacking.iter().all(|(status, _)| *status == Status::Warn));
    assert!(lacking[10].1.contains("in 5 more servers"), "{lacking:?}");
}

//! Accounts that the fake Discord doesn't have: diverted, out of logins, or in more servers than the list names.

use std::time::Duration;

use super::*;
use crate::config::{Folders, Sources};
use crate::discord::PERMISSIONS;

fn account() -> Account {
    Account {
        application: "verbatim".to_owned(),
        invite: discord::invite_link(42),
        bot: Ok("verbatim".to_owned()),
        privileged: Vec::new(),
        is_diverted: false,
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
    let config = Sources::default().resolve(Folders::default()).unwrap();
    let mut group = Group::new("discord");
    tell(account, &config, &mut group);
    let found = group.findings.into_iter().filter(|finding| finding.name == name);
    found.map(|finding| (finding.status, finding.message)).collect()
}

#[test]
fn an_endpoint_url_and_a_code_grant_are_found() {
    let well = account();
    assert!(told(&well, "endpoint").is_empty() && told(&well, "code_grant").is_empty());
    let account = Account {
        is_diverted: true,
        needs_code_grant: true,
        ..well
    };
    assert_eq!(told(&account, "endpoint")[0].0, Status::Wrong);
    assert_eq!(told(&account, "code_grant")[0].0, Status::Warn);
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

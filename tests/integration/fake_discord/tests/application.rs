//! The owner of the application.

use serde_json::json;
use serenity::model::application::{ApplicationFlags, MembershipState, TeamMemberRole};

use super::super::{FakeDiscord, Fault};
use super::{get, http};

#[tokio::test]
async fn the_application_belongs_to_somebody() {
    let discord = FakeDiscord::start().await;
    let ann = discord.user("ann");
    let http = http(&discord, discord.token());
    let info = http.get_current_application_info().await.unwrap();
    assert_ne!(info.owner.unwrap().id, ann.id);

    discord.owned_by(&ann);
    discord.application_flags(ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED.bits());
    let info = http.get_current_application_info().await.unwrap();
    assert_eq!((info.owner.unwrap().id, info.id), (ann.id, discord.application()));
    assert!(info.team.is_none() && info.install_params.is_none());
    assert_eq!(info.flags, Some(ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED));
    for path in ["/applications/@me", "/oauth2/applications/@me"] {
        assert_eq!(get(&discord, path).await["owner"]["username"], "ann");
    }

    discord.next("GET", "/applications/@me", Fault::Status(503)).times(2);
    assert_eq!(
        reqwest::get(format!("{}/api/v10/applications/@me", discord.url()))
            .await
            .unwrap()
            .status(),
        503
    );
    assert!(http.get_current_user().await.unwrap().bot);
    assert_eq!(
        get(&discord, "/users/@me").await["id"],
        json!(discord.bot().to_string())
    );
    discord.check();
}

#[tokio::test]
async fn the_application_may_belong_to_a_team() {
    let discord = FakeDiscord::start().await;
    let [ann, ben, cem, dora] = ["ann", "ben", "cem", "dora"].map(|name| discord.user(name));
    discord.team(
        &[
            (&ben, "developer", true),
            (&cem, "read_only", true),
            (&dora, "admin", false),
        ],
        &ann,
    );
    let http = http(&discord, discord.token());
    let info = http.get_current_application_info().await.unwrap();
    let team = info.team.unwrap();
    assert_eq!(team.owner_user_id, ann.id);
    let members: Vec<_> = team
        .members
        .iter()
        .map(|member| (member.user.id, member.role.clone(), member.membership_state))
        .collect();
    let (accepted, invited) = (MembershipState::Accepted, MembershipState::Invited);
    assert_eq!(
        members,
        [
            (ann.id, TeamMemberRole::Admin, accepted),
            (ben.id, TeamMemberRole::Developer, accepted),
            (cem.id, TeamMemberRole::ReadOnly, accepted),
            (dora.id, TeamMemberRole::Admin, invited),
        ]
    );
    // The owner is the team itself, not a person.
    let owner = info.owner.unwrap();
    assert_eq!(
        (owner.id.get(), owner.name),
        (team.id.get(), format!("team{}", team.id))
    );
    get(&discord, "/applications/@me").await;
    discord.check();
}

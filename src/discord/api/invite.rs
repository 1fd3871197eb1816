//! The link that invites the bot to a server, and the permissions that it asks for there.

/// A permission that the bot needs in a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// Its bit in Discord's sets.
    pub bit: u64,
    /// Its name in a server's settings.
    pub name: &'static str,
    /// True if the bot can't answer a message without it. Without one of the others, answers are poorer.
    pub is_vital: bool,
}

/// The permissions that the bot needs.
pub const PERMISSIONS: [Permission; 5] = [
    Permission {
        bit: 1 << 10,
        name: "View Channels",
        is_vital: true,
    },
    Permission {
        bit: 1 << 11,
        name: "Send Messages",
        is_vital: true,
    },
    Permission {
        bit: 1 << 38,
        name: "Send Messages in Threads",
        is_vital: false,
    },
    Permission {
        bit: 1 << 14,
        name: "Embed Links",
        is_vital: false,
    },
    Permission {
        bit: 1 << 16,
        name: "Read Message History",
        is_vital: false,
    },
];

/// The permission that implies all others.
const ADMINISTRATOR: u64 = 1 << 3;

/// The link that invites the bot to a server, with its commands and permissions; `application` is its ID.
pub fn invite_link(application: u64) -> String {
    let permissions = PERMISSIONS.iter().fold(0, |all, permission| all | permission.bit);
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={permissions}"
    )
}

/// The bot's permissions that `granted`, a set of Discord's, lacks.
pub(crate) fn missing_in(granted: u64) -> Vec<Permission> {
    let is_missing = |permission: &&Permission| granted & (permission.bit | ADMINISTRATOR) == 0;
    PERMISSIONS.iter().filter(is_missing).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_asks_for_the_five_permissions_and_no_other() {
        assert_eq!(
            invite_link(42),
            "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions=274877991936"
        );
    }

    #[test]
    fn what_is_missing_is_named_and_an_administrator_lacks_nothing() {
        let names = |granted: u64| -> Vec<&str> { missing_in(granted).iter().map(|one| one.name).collect() };
        let (view, history, in_threads) = (1 << 10, 1 << 16, 1 << 38);
        assert_eq!(names(view | history | in_threads), ["Send Messages", "Embed Links"]);
        assert_eq!(names(ADMINISTRATOR), [""; 0]);
        assert_eq!(names(0).len(), 5);
    }
}

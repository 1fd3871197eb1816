//! The custom ids of the controls of `/settings`. A switch says what it switches to, so that an old button does what it
//! says.

/// The action of a control of `/settings`. The choice in a menu comes with the click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SettingsAction {
    /// The menu of pages: the choice is the option's value.
    Page,
    /// A menu of channels and categories.
    Places(Places),
    /// A menu of people and roles.
    People(Group),
    /// The menu of the staff channel.
    StaffChannel,
    /// The menu of cooldowns: the choice is the option's value, in seconds.
    Cooldown,
    /// A button that switches something on or off.
    Switch(Switch, bool),
}

/// The values of an enum with their letters in custom ids.
macro_rules! lettered {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident $letter:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$value_doc])* $value,)+ }

        impl $name {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$value,)+];

            pub(crate) fn letter(self) -> &'static str {
                match self { $(Self::$value => $letter,)+ }
            }

            pub(crate) fn of_letter(letter: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.letter() == letter)
            }
        }
    };
}

lettered! {
    /// A page of `/settings`.
    Page {
        /// The places, and mentions.
        Places "c",
        /// The cooldown.
        Pace "p",
        /// The unasked answers.
        Unasked "u",
        /// The people who may ask.
        People "w",
        /// The staff channel.
        Staff "s",
        /// The admins.
        Admins "a",
    }
}

lettered! {
    /// A setting that is a list of places.
    Places {
        /// Where the bot answers.
        Allowed "a",
        /// Where it doesn't.
        Denied "d",
        /// Where only the asker sees the answer.
        Private "p",
        /// Where the cooldown counts.
        CooldownIn "c",
        /// Where the bot answers messages that aren't addressed to it.
        UnaskedIn "u",
    }
}

lettered! {
    /// A setting that is a list of people and roles.
    Group {
        /// The only ones who may ask.
        Askers "o",
        /// Those who may not.
        Blocked "b",
        /// The admins.
        Admins "a",
    }
}

lettered! {
    /// A setting that is on or off.
    Switch {
        /// The bot answers only in allowed places.
        OnlyAllowed "o",
        /// It ignores mentions.
        IgnoresMentions "m",
        /// All who may manage the server are admins.
        ManagersAreAdmins "a",
        /// The staff learns of unanswered questions at once.
        TellsAtOnce "q",
    }
}

impl SettingsAction {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Page => "g".to_owned(),
            Self::Places(places) => format!("c{}", places.letter()),
            Self::People(group) => format!("p{}", group.letter()),
            Self::Cooldown => "t".to_owned(),
            Self::StaffChannel => "f".to_owned(),
            Self::Switch(switch, to) => format!("s{}{}", switch.letter(), u8::from(to)),
        }
    }

    pub(super) fn decode(state: &str) -> Option<Self> {
        let (kind, state) = state.split_at_checked(1)?;
        Some(match kind {
            "g" => Self::Page,
            "c" => Self::Places(Places::of_letter(state)?),
            "p" => Self::People(Group::of_letter(state)?),
            "t" => Self::Cooldown,
            "f" => Self::StaffChannel,
            "s" => {
                let (switch, to) = state.split_at_checked(1)?;
                Self::Switch(Switch::of_letter(switch)?, to == "1")
            }
            _ => return None,
        })
    }

    /// The page that the control is on; the menu of pages leads to any.
    pub(crate) fn page(self) -> Page {
        match self {
            Self::Places(Places::CooldownIn) | Self::Cooldown => Page::Pace,
            Self::Places(Places::UnaskedIn) => Page::Unasked,
            Self::People(Group::Admins) | Self::Switch(Switch::ManagersAreAdmins, _) => Page::Admins,
            Self::People(Group::Askers | Group::Blocked) => Page::People,
            Self::StaffChannel | Self::Switch(Switch::TellsAtOnce, _) => Page::Staff,
            Self::Page | Self::Places(_) | Self::Switch(..) => Page::Places,
        }
    }
}

//! A message as Discord's API takes it, and its limits.
//!
//! Plain data that serializes to the body of a request. serenity's builders can't be read back, but the length of a
//! message has to be measured. Not here: what a message says (`view`), and sending it (`api::rest`).

use serde::Serialize;
use serenity::model::id::UserId;

/// The most of a message's content, in characters (the larger of UTF-16 units and code points, as all of these).
pub(crate) const MAX_CONTENT: usize = 2000;
/// The most of an embed's description.
pub(crate) const MAX_DESCRIPTION: usize = 4096;
/// The most of an embed's title, and of its author's name.
pub(crate) const MAX_TITLE: usize = 256;
/// The most of an embed's footer.
#[cfg(test)]
pub(crate) const MAX_FOOTER: usize = 2048;
/// The most of a field's value.
pub(crate) const MAX_FIELD: usize = 1024;
/// The most of all embeds of a message together.
pub(crate) const MAX_EMBEDS: usize = 6000;
/// The most of a button's label.
#[cfg(test)]
pub(crate) const MAX_LABEL: usize = 80;
/// The most of a menu option's label, of its description, and of an autocomplete choice.
pub(crate) const MAX_OPTION: usize = 100;
/// The most options of a menu, and the most autocomplete choices.
pub(crate) const MAX_OPTIONS: usize = 25;
/// The most of a menu's placeholder.
#[cfg(test)]
pub(crate) const MAX_PLACEHOLDER: usize = 150;
/// The most of a custom id.
#[cfg(test)]
pub(crate) const MAX_CUSTOM_ID: usize = 100;

/// The length of a text as Discord's limits count it: the larger of UTF-16 units and code points.
///
/// UTF-16 units are never fewer than code points.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A message: a response, an edit, or a message in a channel.
///
/// Every field is always sent: an edit keeps the fields that it doesn't name, and without `allowed_mentions` it would
/// ping again.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(crate) struct Outgoing {
    /// The bot's own words.
    pub(crate) content: String,
    /// The article's words.
    pub(crate) embeds: Vec<Embed>,
    /// Buttons and menus, in rows.
    pub(crate) components: Vec<Row>,
    /// The people it may ping: nobody by default.
    pub(crate) allowed_mentions: AllowedMentions,
    /// A file that is uploaded beside the rest: a picture that an embed shows, or one to download.
    #[serde(skip)]
    pub(crate) upload: Option<Upload>,
}

/// A file with a name, for embeds to refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    /// The name of the file, such as "days.png".
    pub(crate) name: &'static str,
    /// The words for people who can't see it.
    pub(crate) description: String,
    pub(crate) bytes: Vec<u8>,
}

/// The people that a message may ping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct AllowedMentions {
    parse: [&'static str; 0],
    users: Vec<UserId>,
    replied_user: bool,
}

impl AllowedMentions {
    /// One person, and nobody else.
    pub(crate) fn only(user: UserId) -> Self {
        Self {
            users: vec![user],
            ..Self::default()
        }
    }
}

/// A quote in its frame.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Embed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) author: Option<EmbedText>,
    /// Markdown is rendered in it; mentions are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The target of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// Markdown is rendered in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    /// The bot's own words below the article's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fields: Vec<Field>,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) footer: Option<EmbedText>,
    /// The colour of the bar at its side, as 0xRRGGBB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) color: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image: Option<Image>,
}

/// A reference to the picture of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Image {
    url: String,
}

impl Image {
    /// The picture that is uploaded under this name.
    pub(crate) fn uploaded(name: &str) -> Self {
        Self {
            url: format!("attachment://{name}"),
        }
    }
}

/// A part of an embed with a heading of its own. Markdown is rendered in its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// An author's name (`name`) or a footer (`text`): plain text, no markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EmbedText {
    /// The name of an author.
    Name(String),
    /// The text of a footer.
    Text(String),
}

/// A row of at most five buttons, or of one menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    #[serde(rename = "type")]
    kind: u8,
    pub(crate) components: Vec<Component>,
}

impl Row {
    /// A row of these components.
    pub(crate) fn new(components: Vec<Component>) -> Self {
        Self { kind: 1, components }
    }
}

/// The types of components.
mod kind {
    pub(super) const BUTTON: u8 = 2;
    pub(super) const MENU: u8 = 3;
    pub(super) const PERSON: u8 = 5;
    pub(super) const PEOPLE_AND_ROLES: u8 = 7;
    pub(super) const CHANNELS: u8 = 8;
}

/// A button or a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Component {
    /// A button. A click comes back as an interaction.
    Button {
        /// Always 2.
        #[serde(rename = "type")]
        kind: u8,
        /// 1 primary, 2 secondary, 3 success, 4 danger.
        style: u8,
        /// The picture before the text.
        emoji: Emoji,
        /// The text on it.
        label: String,
        /// The data that comes back with a click.
        custom_id: String,
    },
    /// A menu for choosing options.
    Menu {
        /// Always 3.
        #[serde(rename = "type")]
        kind: u8,
        /// The data that comes back with a click.
        custom_id: String,
        /// The text in it before something is chosen.
        placeholder: String,
        /// The most options that may be chosen at once; one if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_values: Option<usize>,
        /// At most 25.
        options: Vec<MenuOption>,
    },
    /// A menu for choosing one person of those who can see the channel.
    People {
        /// Always 5.
        #[serde(rename = "type")]
        kind: u8,
        /// The data that comes back with the choice.
        custom_id: String,
        /// The text in it before somebody is chosen.
        placeholder: String,
    },
    /// A menu for choosing channels and categories, or people and roles; none is a choice, too.
    List {
        /// 7 for people and roles, 8 for channels.
        #[serde(rename = "type")]
        kind: u8,
        /// The data that comes back with the choice.
        custom_id: String,
        /// The text in it while nothing is chosen.
        placeholder: String,
        /// Always 0.
        min_values: usize,
        /// At most 25.
        max_values: usize,
        /// The kinds of channels that are offered; empty for people.
        #[serde(skip_serializing_if = "<[u8]>::is_empty")]
        channel_types: &'static [u8],
        /// The choices that are made already.
        default_values: Vec<Chosen>,
    },
}

impl Component {
    /// A grey button.
    pub(crate) fn button(icon: &'static str, label: impl Into<String>, custom_id: impl Into<String>) -> Self {
        Self::Button {
            kind: kind::BUTTON,
            style: 2,
            emoji: Emoji { name: icon },
            label: label.into(),
            custom_id: custom_id.into(),
        }
    }

    /// A menu for choosing one option.
    pub(crate) fn menu(custom_id: impl Into<String>, placeholder: impl Into<String>, options: Vec<MenuOption>) -> Self {
        Self::Menu {
            kind: kind::MENU,
            custom_id: custom_id.into(),
            placeholder: placeholder.into(),
            max_values: None,
            options,
        }
    }

    /// A menu for choosing any number of options, but at least one.
    pub(crate) fn menu_of_many(
        custom_id: impl Into<String>,
        placeholder: impl Into<String>,
        options: Vec<MenuOption>,
    ) -> Self {
        Self::Menu {
            kind: kind::MENU,
            custom_id: custom_id.into(),
            placeholder: placeholder.into(),
            max_values: Some(options.len()),
            options,
        }
    }

    /// A menu for choosing channels and categories; `chosen` are chosen already.
    pub(crate) fn list_of_places(custom_id: String, placeholder: &str, chosen: impl Iterator<Item = u64>) -> Self {
        let chosen = chosen.map(|id| ("channel", id));
        Self::list(
            kind::CHANNELS,
            custom_id,
            placeholder,
            chosen,
            (MAX_OPTIONS, CHANNEL_TYPES),
        )
    }

    /// A menu for choosing one channel with messages, or none; `chosen` is chosen already.
    pub(crate) fn channel(custom_id: String, placeholder: &str, chosen: Option<u64>) -> Self {
        let chosen = chosen.into_iter().map(|id| ("channel", id));
        Self::list(kind::CHANNELS, custom_id, placeholder, chosen, (1, TEXT_CHANNEL_TYPES))
    }

    /// A menu for choosing people and roles; `chosen`, with the kind of each, are chosen already.
    pub(crate) fn list_of_people(
        custom_id: String,
        placeholder: &str,
        chosen: impl Iterator<Item = (&'static str, u64)>,
    ) -> Self {
        Self::list(
            kind::PEOPLE_AND_ROLES,
            custom_id,
            placeholder,
            chosen,
            (MAX_OPTIONS, &[]),
        )
    }

    fn list(
        kind: u8,
        custom_id: String,
        placeholder: &str,
        chosen: impl Iterator<Item = (&'static str, u64)>,
        (max_values, channel_types): (usize, &'static [u8]),
    ) -> Self {
        let chosen = chosen.map(|(kind, id)| Chosen {
            id: id.to_string(),
            kind,
        });
        Self::List {
            kind,
            custom_id,
            placeholder: placeholder.to_owned(),
            min_values: 0,
            max_values,
            channel_types,
            default_values: chosen.take(max_values).collect(),
        }
    }

    /// A menu for choosing one person.
    pub(crate) fn people(custom_id: impl Into<String>, placeholder: impl Into<String>) -> Self {
        Self::People {
            kind: kind::PERSON,
            custom_id: custom_id.into(),
            placeholder: placeholder.into(),
        }
    }
}

/// Something that is chosen in a menu already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Chosen {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The kinds of channels where people can ask, and the category (4) around them: text, voice, announcements, stages
/// and forums. Threads count as their channel.
const CHANNEL_TYPES: &[u8] = &[0, 2, 4, 5, 13, 15];

/// The kinds of channels that are made of messages: text and announcements.
const TEXT_CHANNEL_TYPES: &[u8] = &[0, 5];

/// A picture from Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Emoji {
    name: &'static str,
}

/// An option of a menu; plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MenuOption {
    pub(crate) label: String,
    pub(crate) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
}

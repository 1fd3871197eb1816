//! The languages that the bot speaks. Its sentences are in the files `locale/*.ftl`, in Fluent's format.
//!
//! `sentences!` makes a function of each sentence, so no other code knows its name in the files.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentError, FluentResource, FluentValue};

/// A language that the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Locale {
    #[default]
    English,
    German,
    Spanish,
    French,
    Portuguese,
    Russian,
}

/// The sentences of each language, in the order of [`Locale::ALL`].
static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 6]> = LazyLock::new(|| Locale::ALL.map(bundle));

impl Locale {
    pub(crate) const ALL: [Self; 6] = [
        Self::English,
        Self::German,
        Self::Spanish,
        Self::French,
        Self::Portuguese,
        Self::Russian,
    ];

    /// Discord's codes for the language.
    pub(crate) fn codes(self) -> &'static [&'static str] {
        match self {
            Self::English => &["en-US", "en-GB"],
            Self::German => &["de"],
            Self::Spanish => &["es-ES", "es-419"],
            Self::French => &["fr"],
            Self::Portuguese => &["pt-BR"],
            Self::Russian => &["ru"],
        }
    }

    /// The language with one of Discord's codes; English for a code of any other.
    pub(crate) fn from_discord(code: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|locale| locale.codes().contains(&code)).unwrap_or_default()
    }

    /// The file of the language.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::English => include_str!("locale/en.ftl"),
            Self::German => include_str!("locale/de.ftl"),
            Self::Spanish => include_str!("locale/es.ftl"),
            Self::French => include_str!("locale/fr.ftl"),
            Self::Portuguese => include_str!("locale/pt-BR.ftl"),
            Self::Russian => include_str!("locale/ru.ftl"),
        }
    }

    /// The sentence with this name, and its errors. A test makes sure that there are none.
    pub(super) fn say<'a>(
        self,
        name: &str,
        arguments: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> (String, Vec<FluentError>) {
        let bundle = &BUNDLES[self as usize];
        let mut errors = Vec::new();
        let said = bundle
            .get_message(name)
            .and_then(|message| message.value())
            .map(|sentence| {
                let arguments = arguments.into_iter().collect();
                bundle
                    .format_pattern(sentence, Some(&arguments), &mut errors)
                    .into_owned()
            });
        (said.unwrap_or_default(), errors)
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let (Ok(file) | Err((file, _))) = FluentResource::try_new(locale.file().to_owned());
    let language = locale.codes()[0].parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Marks around the arguments would be copied with the text, and break links.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(file);
    bundle
}

/// Declares sentences, each with its arguments: a function of [`Locale`], whose name is the sentence's in the files.
macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*);)*) => {
        impl Locale {
            $($(#[$doc])*
            pub(crate) fn $name(self $(, $argument: $kind)*) -> String {
                self.say(stringify!($name), [$((stringify!($argument), $argument.into())),*]).0
            })*
        }

        /// The names of all sentences, and of their arguments.
        #[cfg(test)]
        const DECLARED: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($argument)),*])),*];
    };
}
pub(super) use sentences;

//! The language of a text: named by its author, or detected.
//!
//! Only languages whose words can be stemmed are told apart; all others are [`Language::Other`]. Not here: stemming and
//! stop words, which belong to the index.

use serde::{Deserialize, Serialize};
use whatlang::{Lang, Script};

/// The fewest letters from which trigrams reveal the language of a text in Latin script. In a shorter text, a name or
/// two in another language would decide.
const MIN_LETTERS: usize = 200;

/// The number of characters to look at: three pages reveal as much as the whole book.
const MAX_LOOKED_AT_CHARS: usize = 10_000;

/// A language with a stemmer, or any other. Serialized as its ISO 639-1 code, "und" for [`Language::Other`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the languages say it all")]
pub enum Language {
    #[serde(rename = "ar")]
    Arabic,
    #[serde(rename = "da")]
    Danish,
    #[serde(rename = "nl")]
    Dutch,
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "fi")]
    Finnish,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "el")]
    Greek,
    #[serde(rename = "hu")]
    Hungarian,
    #[serde(rename = "it")]
    Italian,
    /// Both Bokmål and Nynorsk.
    #[serde(rename = "no")]
    Norwegian,
    #[serde(rename = "pt")]
    Portuguese,
    #[serde(rename = "ro")]
    Romanian,
    #[serde(rename = "ru")]
    Russian,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "sv")]
    Swedish,
    #[serde(rename = "ta")]
    Tamil,
    #[serde(rename = "tr")]
    Turkish,
    /// Every language without a stemmer: its words are compared as they are.
    #[serde(rename = "und")]
    Other,
}

/// Each language with its ISO 639-1 code and its other names: ISO 639-2 (both kinds), English name.
const NAMES: &[(Language, &str, &[&str])] = &[
    (Language::Arabic, "ar", &["ara", "arb", "arabic"]),
    (Language::Danish, "da", &["dan", "danish"]),
    (Language::Dutch, "nl", &["nld", "dut", "dutch", "flemish"]),
    (Language::English, "en", &["eng", "english"]),
    (Language::Finnish, "fi", &["fin", "finnish"]),
    (Language::French, "fr", &["fra", "fre", "french"]),
    (Language::German, "de", &["deu", "ger", "german"]),
    (Language::Greek, "el", &["ell", "gre", "greek"]),
    (Language::Hungarian, "hu", &["hun", "hungarian"]),
    (Language::Italian, "it", &["ita", "italian"]),
    (
        Language::Norwegian,
        "no",
        &["nb", "nn", "nor", "nob", "nno", "norwegian", "bokmål", "nynorsk"],
    ),
    (Language::Portuguese, "pt", &["por", "portuguese"]),
    (Language::Romanian, "ro", &["mo", "ron", "rum", "romanian"]),
    (Language::Russian, "ru", &["rus", "russian"]),
    (Language::Spanish, "es", &["spa", "spanish", "castilian"]),
    (Language::Swedish, "sv", &["swe", "swedish"]),
    (Language::Tamil, "ta", &["tam", "tamil"]),
    (Language::Turkish, "tr", &["tur", "turkish"]),
    (Language::Other, "und", &["mul", "mis", "zxx", "other"]),
];

/// The ISO 639-1 codes of the languages that are not in [`NAMES`]. A code in neither list is a mistake.
const OTHER_CODES: &str = "
    aa ab ae af ak am an as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy dv dz ee eo et eu
    fa ff fj fo fy ga gd gl gn gu gv ha he hi ho hr ht hy hz ia id ie ig ii ik io is iu iw ja ji jv ka kg ki kj
    kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nd ne ng nr nv
    ny oc oj om or os pa pi pl ps qu rm rn rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sw te tg th ti tk
    tl tn to ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
";

impl Language {
    /// Understands a language tag ("en", "en-GB"), an ISO 639-2 code ("eng") or an English name ("English"), in any
    /// case. Returns [`Language::Other`] for a language without a stemmer, and `None` for anything else.
    ///
    /// ```
    /// use verbatim::text::language::Language;
    /// assert_eq!(Language::from_code("de-AT"), Some(Language::German));
    /// assert_eq!(Language::from_code("pl"), Some(Language::Other));
    /// assert_eq!(Language::from_code("Klingonese"), None);
    /// ```
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().to_lowercase();
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        NAMES
            .iter()
            .find(|(_, short, names)| *short == primary || names.contains(&primary))
            .map(|(language, _, _)| *language)
            .or_else(|| is_other(primary).then_some(Self::Other))
    }

    /// The ISO 639-1 code; "und" for [`Language::Other`].
    #[must_use]
    pub fn code(self) -> &'static str {
        NAMES
            .iter()
            .find(|(language, _, _)| *language == self)
            .map_or("und", |(_, code, _)| code)
    }

    /// Detects the language of `text`; `None` if it is too short or too mixed. A script other than Latin decides from
    /// the first word on, since few languages share one.
    #[must_use]
    pub fn detect(text: &str) -> Option<Self> {
        let end = text
            .char_indices()
            .nth(MAX_LOOKED_AT_CHARS)
            .map_or(text.len(), |(at, _)| at);
        let text = text.get(..end)?;
        let found = whatlang::detect(text)?;
        let is_long = || {
            text.chars()
                .filter(|c| c.is_alphabetic())
                .nth(MIN_LETTERS - 1)
                .is_some()
        };
        let is_told = found.script() != Script::Latin || (is_long() && found.is_reliable());
        is_told.then(|| of_whatlang(found.lang()))
    }
}

fn is_other(primary: &str) -> bool {
    OTHER_CODES.split_whitespace().any(|code| code == primary)
        || Lang::from_code(primary).is_some()
        || Lang::all().iter().any(|lang| lang.eng_name().to_lowercase() == primary)
}

fn of_whatlang(lang: Lang) -> Language {
    NAMES
        .iter()
        .find(|(_, _, names)| names.contains(&lang.code()))
        .map_or(Language::Other, |(language, _, _)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The two governments have been talking for months, and neither of them has said what it would \
        accept in the end. Those who know the matter expect that an agreement on inspections will come first, and that \
        everything else will have to wait until the summer.";
    const SAMPLES: &[(Language, &str)] = &[
        (Language::English, ENGLISH),
        (
            Language::German,
            "Die beiden Regierungen sprechen seit Monaten miteinander, und keine von ihnen hat gesagt, was sie am Ende \
             annehmen würde. Wer die Sache kennt, erwartet zuerst eine Einigung über die Kontrollen; alles Übrige werde \
             wohl bis zum Sommer warten müssen.",
        ),
        (
            Language::French,
            "Les deux gouvernements se parlent depuis des mois, et aucun d'eux n'a dit ce qu'il accepterait à la fin. Ceux \
             qui connaissent le dossier attendent d'abord un accord sur les inspections ; tout le reste devra sans doute \
             attendre jusqu'à l'été prochain, comme toujours.",
        ),
        (
            Language::Spanish,
            "Los dos gobiernos llevan meses hablando y ninguno de ellos ha dicho lo que aceptaría al final. Quienes conocen \
             el asunto esperan primero un acuerdo sobre las inspecciones; todo lo demás tendrá que esperar probablemente \
             hasta el verano que viene.",
        ),
        (
            Language::Russian,
            "Оба правительства ведут переговоры уже несколько месяцев, и ни одно из них не сказало, на что оно согласится в \
             конце концов. Те, кто знает дело, ожидают сначала соглашения о проверках; всё остальное, вероятно, подождёт по меньшей мере до \
             следующего лета.",
        ),
        (
            Language::Italian,
            "I due governi si parlano da mesi e nessuno dei due ha detto che cosa accetterebbe alla fine. Chi conosce la \
             questione si aspetta prima un accordo sulle ispezioni; tutto il resto dovrà probabilmente aspettare fino alla \
             prossima estate, come sempre.",
        ),
        (
            Language::Other,
            "Oba rządy rozmawiają ze sobą od miesięcy i żaden z nich nie powiedział, na co ostatecznie by się zgodził. Ci, \
             którzy znają sprawę, spodziewają się najpierw porozumienia w sprawie kontroli; cała reszta będzie musiała \
             poczekać do następnego lata.",
        ),
    ];

    #[test]
    fn a_text_tells_its_language() {
        for (language, text) in SAMPLES {
            assert_eq!(Language::detect(text), Some(*language), "{text}");
        }
        assert_eq!(Language::detect(&ENGLISH.repeat(500)), Some(Language::English));
    }

    #[test]
    fn a_short_text_does_not() {
        let short: String = ENGLISH.chars().take(MIN_LETTERS).collect();
        for text in ["", "Die Verhandlungen dauern an.", &short, &"1234567890 ".repeat(100)] {
            assert_eq!(Language::detect(text), None, "{text}");
        }
    }

    #[test]
    fn another_script_tells_the_language_of_a_short_text() {
        for (text, language) in [
            ("Новый ледокол доставил топливо.", Language::Russian),
            ("Οι συνομιλίες συνεχίζονται.", Language::Greek),
            ("核协议尚未签署。", Language::Other),
        ] {
            assert_eq!(Language::detect(text), Some(language), "{text}");
        }
        assert_eq!(Language::detect("The harbour of Пермь is closed."), None);
    }

    #[test]
    fn tags_codes_and_names_are_understood() {
        for (code, language) in [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("EN_us", Language::English),
            ("eng", Language::English),
            (" English ", Language::English),
            ("ger", Language::German),
            ("nb-NO", Language::Norwegian),
            ("zh-Hans", Language::Other),
            ("jpn", Language::Other),
            ("Polish", Language::Other),
        ] {
            assert_eq!(Language::from_code(code), Some(language), "{code}");
        }
        for code in ["", "x", "ge", "Klingonese", "-"] {
            assert_eq!(Language::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn the_code_is_what_json_has_and_reads_back() {
        for (language, code, _) in NAMES {
            assert_eq!(serde_json::to_string(language).unwrap(), format!("\"{code}\""));
            assert_eq!(Language::from_code(language.code()), Some(*language));
        }
    }
}

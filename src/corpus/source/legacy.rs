//! Detects the encoding of a file that is not UTF-8, and checks that its text reads like a language.
//!
//! The detector (chardetng) always names an encoding, and knows none of those of DOS and the Macintosh. So a guess
//! counts only if its text spells as some language does: read in a wrong encoding, a text has letters that no one
//! language has, signs inside words, and capitals after small letters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, ISO_8859_2, ISO_8859_4, ISO_8859_5, ISO_8859_6, ISO_8859_7,
    ISO_8859_13, ISO_8859_15, KOI8_U, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use unicode_normalization::char::is_combining_mark;

/// One odd letter in so many is accepted: a borrowed word, a slip.
const ONE_ODD_IN: usize = 25;

/// English has up to one letter in so many beyond ASCII: names and borrowed words from any language.
const ONE_FOREIGN_IN: usize = 80;

/// With fewer letters as evidence, neither another script nor one of two encodings of Latin letters is certain.
const MIN_TELLING: usize = 6;

/// Encodings, and the letters beyond ASCII of each language that is written in them.
type Alphabets = (&'static [&'static Encoding], &'static [&'static str]);

const LATIN: &[Alphabets] = &[
    (
        &[WINDOWS_1252, ISO_8859_15],
        &[
            "äöüßéèàç",
            "àâæçéèêëîïôœùûüÿñ",
            "áéíóúüñç",
            "àèéìíîòóù",
            "ãáâàçéêíõóôúü",
            "ëïéèöüáóêçíà",
            "åäöéüà",
            "æøåéèòóôäöü",
            "äöåšžé",
            "áðéíóúýþæö",
            "àçéèíïóòúüñ",
            "ëç",
            "êëéèôöûáïîúóà",
            "äõöüšž",
        ],
    ),
    (
        &[WINDOWS_1250, ISO_8859_2],
        &[
            "áčďéěíňóřšťúůýž",
            "áäčďéíĺľňóôŕšťúýž",
            "ąćęłńóśźż",
            "áéíóöőúüű",
            "čćđšž",
            "ăâîşţ",
            "čćěłńóřśšźž",
            "äöüßé",
        ],
    ),
    (&[WINDOWS_1254], &["çğıi\u{307}öşüâîû"]),
    (
        &[WINDOWS_1257, ISO_8859_4, ISO_8859_13],
        &["ąčęėįšųūž", "āčēģīķļņōŗšūž", "äõöüšž"],
    ),
    (&[WINDOWS_1258], &["ăâđêôơưàáèéìíòóùúýãõ"]),
];

/// Encodings of a script, and the test for its letters.
type Script = (&'static [&'static Encoding], fn(char) -> bool);

const OTHER_SCRIPTS: &[Script] = &[
    (&[WINDOWS_1251, KOI8_U, IBM866, ISO_8859_5], |c| {
        matches!(c, '\u{400}'..='\u{4ff}')
    }),
    (&[WINDOWS_1253, ISO_8859_7], |c| matches!(c, '\u{370}'..='\u{3ff}')),
    (&[WINDOWS_1255], |c| matches!(c, '\u{590}'..='\u{5ff}')),
    (&[WINDOWS_1256, ISO_8859_6], |c| {
        matches!(c, '\u{600}'..='\u{6ff}' | '\u{200c}' | '\u{200d}')
    }),
    (&[WINDOWS_874], |c| matches!(c, '\u{e00}'..='\u{e7f}')),
    (
        &[SHIFT_JIS, EUC_JP, GBK, BIG5, EUC_KR],
        |c| matches!(c, '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ff60}'),
    ),
];

/// Decodes a file in an encoding of one language or a few, and names the encoding; `None` if it is not certain.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<(&'static Encoding, String)> {
    let fitting = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        fits(&text, encoding).then(|| (encoding, text.into_owned()))
    };
    // Many pages in another encoding claim to be Western; a page that claims anything else has a reason.
    if let Some(declared) = declared.filter(|&declared| declared != WINDOWS_1252) {
        let text = declared.decode_without_bom_handling_and_without_replacement(bytes)?;
        return Some((declared, text.into_owned()));
    }
    let guess = guess(bytes);
    let guessed = fitting(guess).or_else(|| sibling(guess).and_then(fitting));
    let western = fitting(WINDOWS_1252);
    let (Some(guessed), Some(western)) = (&guessed, &western) else {
        return guessed.or(western);
    };
    // Both read well. A few letters don't decide between them.
    let telling = guessed.1.chars().zip(western.1.chars()).filter(|(a, b)| a != b).count();
    match telling {
        0 => Some(western.clone()),
        1..MIN_TELLING => None,
        _ => Some(guessed.clone()),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding of the same languages that differs from `encoding` in a few signs.
fn sibling(encoding: &'static Encoding) -> Option<&'static Encoding> {
    let pairs = [
        (WINDOWS_1250, ISO_8859_2),
        (WINDOWS_1252, ISO_8859_15),
        (WINDOWS_1253, ISO_8859_7),
        (WINDOWS_1257, ISO_8859_13),
    ];
    pairs
        .iter()
        .find_map(|&(a, b)| (encoding == a).then_some(b).or_else(|| (encoding == b).then_some(a)))
}

/// True if a decoded text reads like a language that is written in this encoding.
fn fits(text: &str, encoding: &'static Encoding) -> bool {
    if encoding.is_single_byte() && text.contains(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return false;
    }
    let spelling = Spelling::of(text);
    if let Some((encodings, alphabets)) = LATIN.iter().find(|(encodings, _)| encodings.contains(&encoding)) {
        return spelling.is_latin(text, alphabets, encodings.contains(&WINDOWS_1252));
    }
    OTHER_SCRIPTS
        .iter()
        .find(|(encodings, _)| encodings.contains(&encoding))
        // The other encodings have no test, so they pass.
        .is_none_or(|(_, is_of_script)| spelling.is_of_script(text, *is_of_script, !encoding.is_single_byte()))
}

/// The counts that can be taken from a text without knowing its language.
#[derive(Default)]
struct Spelling {
    ascii_letters: usize,
    /// Letters beyond ASCII.
    letters: usize,
    capitals: usize,
    /// Signs inside words or at the wrong end of one, and capitals after small letters.
    misplaced: usize,
    /// Letters beyond ASCII amid others.
    in_rows: usize,
    /// Letters beyond ASCII with a letter of ASCII on one side, and on both.
    beside_ascii: usize,
    amid_ascii: usize,
}

impl Spelling {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut before = ' ';
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            found.add(before, c, chars.peek().copied().unwrap_or(' '));
            before = c;
        }
        found
    }

    fn add(&mut self, before: char, c: char, after: char) {
        let is_capital_inside = before.is_lowercase() && c.is_uppercase() && !(before.is_ascii() && c.is_ascii());
        self.misplaced += usize::from(is_capital_inside);
        if c.is_ascii() {
            self.ascii_letters += usize::from(c.is_ascii_alphabetic());
        } else if is_letter(c) {
            let neighbours = [before, after];
            let ascii = neighbours.iter().filter(|c| c.is_ascii_alphabetic()).count();
            self.letters += 1;
            self.capitals += usize::from(c.is_uppercase());
            let is_in_row = neighbours
                .iter()
                .all(|&other| !other.is_ascii() && is_letter(other) && other != c);
            self.in_rows += usize::from(is_in_row);
            self.beside_ascii += usize::from(ascii > 0);
            self.amid_ascii += usize::from(ascii == 2);
            let is_alone = !neighbours.iter().any(|&c| is_letter(c));
            self.misplaced += usize::from(is_alone && "šžœÿþðŠŽŒŸÞÐ".contains(c));
        } else {
            self.misplaced += usize::from(is_misplaced(before, c, after));
        }
    }

    fn is_latin(&self, text: &str, alphabets: &[&str], is_western: bool) -> bool {
        let foreign_to = |alphabet: &&str| {
            let belongs =
                |c: char| is_combining_mark(c) || c.to_lowercase().all(|c| c.is_ascii() || alphabet.contains(c));
            text.chars().filter(|&c| is_letter(c) && !belongs(c)).count()
        };
        let mut odd = self.misplaced;
        if is_western {
            odd += self.in_rows;
        }
        if !is_western || self.letters * ONE_FOREIGN_IN > self.ascii_letters {
            odd += alphabets.iter().map(foreign_to).min().unwrap_or_default();
        }
        odd * ONE_ODD_IN <= self.letters
    }

    fn is_of_script(&self, text: &str, is_of_script: fn(char) -> bool, is_wide: bool) -> bool {
        let foreign = text
            .chars()
            .filter(|&c| !c.is_ascii() && is_letter(c) && !is_of_script(c))
            .count();
        // Chinese and Japanese put no spaces around Latin letters.
        let odd = if is_wide {
            self.amid_ascii / 2
        } else {
            self.beside_ascii + self.misplaced
        };
        self.letters >= MIN_TELLING
            && self.letters * 10 >= self.ascii_letters
            && self.capitals * 2 <= self.letters
            && (odd + foreign) * ONE_FOREIGN_IN <= self.letters
    }
}

fn is_letter(c: char) -> bool {
    (c.is_alphabetic() && !matches!(c, 'ª' | 'º')) || is_combining_mark(c)
}

/// True if a sign beyond ASCII that is not a letter stands where no such sign belongs.
fn is_misplaced(before: char, c: char, after: char) -> bool {
    let is_inside = is_letter(before) && is_letter(after);
    match c {
        '’' | '´' | '·' | '–' | '—' | '…' | '\u{a0}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | 'ª' | 'º' => {
            false
        }
        '„' | '‚' | '¿' | '¡' | '¤' | '¢' | '¨' | '¬' | '¸' | 'ˆ' | '˜' | '¦' | '†' | '‡' | '•' => {
            is_letter(before)
        }
        '¶' | '³' | '¹' | '¾' => is_inside || (is_letter(after) && !before.is_alphanumeric()),
        c => is_inside && !c.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CZECH: &str = "Příliš žluťoučký kůň úpěl ďábelské ódy. Pekař otevírá v sedm hodin ráno a zavírá v osm večer.";
    const HUNGARIAN: &str = "A pék reggel hétkor nyit, és este nyolckor zár be. Az őr a kapunál áll, a tükör előtt.";
    const POLISH: &str = "Zażółć gęślą jaźń. Piekarz otwiera o siódmej rano, a sklep zamyka się o ósmej wieczór.";
    const TURKISH: &str = "Fırıncı sabah yedide açar, akşam sekizde kapatır. Köprünün altında şelale var.";
    const LITHUANIAN: &str =
        "Kepėjas atidaro septintą ryto ir uždaro aštuntą vakaro. Upė teka po tiltu, už jo žydi liepų alėja.";
    const RUSSIAN: &str = "Пекарь открывает в семь утра. Река течёт под мостом.";
    const GREEK: &str = "Ο φούρναρης ανοίγει στις επτά το πρωί.";
    const JAPANESE: &str = "パン屋は朝七時に開きます。川は橋の下を流れています。";
    const CHINESE: &str = "面包店每天早上七点开门，晚上八点关门。";
    const KOREAN: &str = "빵집은 아침 일곱 시에 문을 연다. 강은 다리 밑을 흐른다.";

    fn decoded(bytes: &[u8]) -> Option<String> {
        decode(bytes, None).map(|(_, text)| text)
    }

    #[test]
    fn encodings_are_told_by_what_is_written_in_them() {
        for (text, encoding) in [
            (CZECH, WINDOWS_1250),
            (CZECH, ISO_8859_2),
            (HUNGARIAN, WINDOWS_1250),
            (POLISH, WINDOWS_1250),
            (POLISH, ISO_8859_2),
            (TURKISH, WINDOWS_1254),
            (LITHUANIAN, WINDOWS_1257),
            (RUSSIAN, WINDOWS_1251),
            (RUSSIAN, KOI8_U),
            (RUSSIAN, ISO_8859_5),
            (GREEK, WINDOWS_1253),
            (JAPANESE, SHIFT_JIS),
            (JAPANESE, EUC_JP),
            (CHINESE, GBK),
            (KOREAN, EUC_KR),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(decoded(&bytes).as_deref(), Some(text), "{}", encoding.name());
        }
    }

    #[test]
    fn western_texts_are_read_however_short() {
        for text in [
            "Café au lait",
            "Für Elise",
            "¿Qué hora es? ¡Mañana!",
            "« Où est l’été ? » — « Là-bas… »",
            "It’s “here” – 5 €, 20 °C, 3 m², © 2020.",
            "Søren fra Århus spiser smørrebrød på ÅÅÅÅ.",
            "São Paulo, não é? A ação começa às três.",
            "The words piñata and ångstrom are borrowed, as many words of English are, and so are most of the \
             names in it, which nobody spells in any other way; all the rest is as plain as can be, and since few of the \
             letters in a text like this one have anything above them, they may come from any language there is.",
        ] {
            let bytes = WINDOWS_1252.encode(text).0;
            assert_eq!(decoded(&bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        let mac_french: &[u8] =
            b"Le caf\x8e ouvre \x88 sept heures, et la bi\x8fre est \x88 c\x99t\x8e de l\xd5\x8eglise.";
        let mac_german: &[u8] = b"Der B\x8acker \x9affnet um sieben Uhr fr\x9fh. Sch\x9ane Gr\x9f\xa7e.";
        let dos_german: &[u8] = b"Der B\x84cker \x94ffnet um sieben, und Br\x94tchen sind hei\xe1. Sch\x94n.";
        let dos_danish: &[u8] = b"Bageren \x86bner klokken syv p\x86 torvet, og br\x9bdet er v\x91rd at vente p\x86.";
        for bytes in [mac_french, mac_german, dos_german, dos_danish] {
            assert_eq!(decoded(bytes), None);
        }
    }

    #[test]
    fn a_declared_encoding_counts_where_it_fits() {
        let bytes = WINDOWS_1251.encode("Да").0;
        assert_eq!(decode(&bytes, Some(WINDOWS_1251)).unwrap().1, "Да");
        let bytes = WINDOWS_1250.encode(CZECH).0;
        for declared in [WINDOWS_1250, WINDOWS_1252] {
            assert_eq!(decode(&bytes, Some(declared)).unwrap().1, CZECH);
        }
    }
}

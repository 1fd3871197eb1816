//! Tells messages that ask nothing by their form: letters at random, one sound repeated, or only links and pictures.
//!
//! When in doubt, a message is a question: short questions, names and abbreviations are, and so is any language. Not
//! here: small talk (`intent`).

use crate::text::fold::fold;

/// The frequency of each letter after another, from 0 to 9: the binary logarithm of its share of the letters there, in
/// the language of 27 in Latin script that has most of it, plus 10. Counted on the 30,000 most frequent words of each in
/// wordfreq 3.1, without accents. The rows are the first letter, the columns the second.
const ORDINARY: [&[u8; 26]; 26] = [
    b"75777566766568552777665265",
    b"86438142853726710754732062",
    b"82627029968546821586620058",
    b"84458343854536840665744057",
    b"64676565766768442876564455",
    b"73258653853626820756634052",
    b"84059366856646860766733073",
    b"82468123855646800647664051",
    b"75768476676668755677654556",
    b"92468442837545830565843044",
    b"94428227856645720677654072",
    b"84468445875756730166742062",
    b"96348323843565760364621062",
    b"83677486866657722268643175",
    b"56566565766768652777877356",
    b"92438647743755870855731044",
    b"74333333633433337443975333",
    b"84468454856556742566654157",
    b"83737336857655663478654068",
    b"83328237845556720667756265",
    b"65677555766878761787656566",
    b"92349242843536730654650074",
    b"93448306724436730554502073",
    b"75648625824635782228765663",
    b"96878566767777861777666365",
    b"95558255846656743466865177",
];

/// Pairs of a least number of letters and the highest average frequency, in tenths, of a word that is random. Of the words
/// that [`ORDINARY`] was counted on, only seven are below, all of them interjections and abbreviations.
const RANDOM_UP_TO: [(usize, usize); 3] = [(10, 53), (8, 50), (6, 45)];

/// The rows of a keyboard.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The fewest letters of a word that is recognized by its keys.
const MIN_WALK: usize = 6;

/// True if a message asks nothing. `is_known` knows the folded words of the articles, of which none is at random.
pub fn is_noise(message: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    let (links, rest): (Vec<&str>, Vec<&str>) = message.split_whitespace().partition(|piece| is_link(piece));
    let calls_everybody = rest.iter().any(|piece| matches!(*piece, "@everyone" | "@here"));
    if !links.is_empty() && calls_everybody && !message.contains(['?', '？', '؟']) {
        return true;
    }
    let pieces = rest.iter().filter(|piece| !is_marker(piece));
    let mut words = pieces.flat_map(|piece| {
        piece
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    });
    words.all(|word| (is_repeated(word) || is_random(word)) && !is_known(&fold(word)))
}

fn is_link(piece: &str) -> bool {
    let piece = piece.trim_start_matches(['<', '(']).to_ascii_lowercase();
    ["http://", "https://", "www.", "discord.gg/"]
        .iter()
        .any(|start| piece.starts_with(start))
}

/// True for a mention, also one whose name was taken out ("@…"), and for an emoji by its name.
fn is_marker(piece: &str) -> bool {
    let is_mention = matches!(piece, "@everyone" | "@here") || ["@…", "#…"].iter().any(|sign| piece.starts_with(sign));
    let is_markup = ["<@", "<#", "<:", "<a:", "</"]
        .iter()
        .any(|start| piece.starts_with(start))
        && piece.ends_with('>');
    let is_emoji = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let named = piece.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
    is_mention || is_markup || named.is_some_and(is_emoji)
}

/// True for one letter again and again ("aaaa"), or two in turn ("hahaha"). A number is none.
fn is_repeated(word: &str) -> bool {
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    let has_period = |period: usize| {
        letters
            .iter()
            .zip(letters.iter().skip(period))
            .all(|(one, other)| one == other)
    };
    letters.iter().all(|letter| letter.is_alphabetic())
        && ((letters.len() >= 4 && has_period(1)) || (letters.len() >= 6 && has_period(2)))
}

/// True for a word in Latin letters without accents that no language has, or that is typed along a row of keys.
fn is_random(word: &str) -> bool {
    let letters = word.to_ascii_lowercase().into_bytes();
    letters.iter().all(u8::is_ascii_lowercase) && (is_unordinary(&letters) || is_walk(&letters))
}

fn is_unordinary(letters: &[u8]) -> bool {
    let limit = RANDOM_UP_TO.iter().find(|(length, _)| letters.len() >= *length);
    let pairs = letters.iter().zip(letters.iter().skip(1));
    let ordinary: usize = pairs
        .filter_map(|(one, other)| {
            let row = ORDINARY.get(usize::from(one - b'a'))?;
            row.get(usize::from(other - b'a'))
                .map(|digit| usize::from(digit - b'0'))
        })
        .sum();
    limit.is_some_and(|(_, tenths)| ordinary * 10 <= tenths * (letters.len() - 1))
}

/// True for keys in a row ("qwert", "lkjhg"), and for a word on one of the lower rows that keeps to neighbours
/// ("asdasd"): these rows have one vowel.
fn is_walk(letters: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(letters) else {
        return false;
    };
    let reversed: String = word.chars().rev().collect();
    if word.len() >= MIN_WALK - 1 && ROWS.iter().any(|row| row.contains(word) || row.contains(&reversed)) {
        return true;
    }
    let keys = |row: &str| {
        word.chars()
            .map(|letter| row.find(letter))
            .collect::<Option<Vec<usize>>>()
    };
    let vowels = letters.iter().filter(|letter| b"aeiouy".contains(letter)).count();
    let is_along = |row: &&str| {
        keys(row).is_some_and(|keys| {
            let near = keys
                .iter()
                .zip(keys.iter().skip(1))
                .filter(|(one, other)| one.abs_diff(**other) == 1);
            let mut different = keys.clone();
            different.sort_unstable();
            different.dedup();
            different.len() >= 3 && near.count() * 10 >= (keys.len() - 1) * 7
        })
    };
    word.len() >= MIN_WALK && vowels * 3 <= word.len() && ROWS.iter().skip(1).any(is_along)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(message: &str) -> bool {
        is_noise(message, &|_| false)
    }

    #[test]
    fn letters_at_random_are_noise_and_rare_words_are_not() {
        for message in [
            "asdasd",
            "sdfgsdfg",
            "sdkjfhskdjfh",
            "lkjasdflkj",
            "qwerty",
            "dfgdfg fghfgh",
            "ksjdhf",
            "zxczxc!!",
            "xcvxcv",
            "Fhdjskfhs?",
            "mnbvc",
        ] {
            assert!(noise(message), "{message}");
        }
        for message in [
            "salads",
            "Alaska",
            "power",
            "liberty",
            "property",
            "hassas",
            "klasa",
            "portrét",
            "rhythm",
            "strengths",
            "Knightsbridge",
            "Angstschweiß",
            "Rechtschreibung",
            "Geschichtsschreibung",
            "čtvrtek",
            "ctvrtek",
            "Krzysztof",
            "wstrzas",
            "Hrvatska",
            "gwrthwynebwyr",
            "Eyjafjallajökull",
            "except",
            "dropbox",
            "Airbnb",
        ] {
            assert!(!noise(message), "{message}");
        }
    }

    #[test]
    fn short_questions_and_abbreviations_are_questions() {
        for message in [
            "why",
            "rn?",
            "JCPOA",
            "nginx",
            "kubectl",
            "mkdir",
            "PostgreSQL",
            "ffmpeg",
            "xfce",
            "www",
            "XXX",
            "AAA",
            "C++",
            "404",
            "5555",
            "#1111",
            "#define",
            "@Override",
            "DnD 5e",
            "brb",
            "GG",
            "?? why",
            "age",
            "hp?",
            "wtf is this",
            "asdf bread",
            "pH",
        ] {
            assert!(!noise(message), "{message}");
        }
    }

    #[test]
    fn other_languages_are_questions() {
        for message in [
            "¿qué es?",
            "почему?",
            "なぜ",
            "为什么",
            "왜",
            "لماذا؟",
            "क्यों",
            "miksi",
            "niçin",
            "tại sao",
            "kwa nini",
            "zašto",
            "dlaczego",
            "proč",
            "hvorfor",
            "हाँ",
            "哈哈",
            "wieso denn bloß",
        ] {
            assert!(!noise(message), "{message}");
        }
    }

    #[test]
    fn one_sound_again_and_again_is_noise() {
        for message in [
            "aaaa",
            "AAAAaaaa!",
            "hahaha",
            "wkwkwkwk",
            "ппппп",
            "aaaa hahahah",
            "哈哈哈哈",
        ] {
            assert!(noise(message), "{message}");
        }
        for message in [
            "mama",
            "papa",
            "Bob",
            "noon",
            "couscous",
            "bonbon",
            "aaa batteries",
            "haha no",
        ] {
            assert!(!noise(message), "{message}");
        }
    }

    #[test]
    fn links_mentions_and_emoji_alone_are_noise() {
        for message in [
            "https://example.org/a",
            "@…",
            "#… @…",
            "🎉🎉",
            "<:wave:123456789012345678>",
            ":wave:",
            "!!!",
            "www.example.org",
            "@everyone free nitro https://evil.example",
            "get rich @here discord.gg/abc",
        ] {
            assert!(noise(message), "{message}");
        }
        for message in [
            "what is https://example.org?",
            "@… said what",
            "@everyone when is the raid",
            "free nitro",
            "@everyone is https://example.org down?",
            "🎉 party",
        ] {
            assert!(!noise(message), "{message}");
        }
    }

    #[test]
    fn a_word_of_the_articles_is_never_noise() {
        assert!(noise("vsftpd") && !is_noise("Vsftpd", &|word| word == "vsftpd"));
    }
}

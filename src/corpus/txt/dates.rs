//! Lines that name a date or an author.

use crate::text::dates::MONTHS;

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// The names of months and weekdays in other languages, which are not abbreviated.
const OTHER_MONTHS: &[&str] = &[
    "januar februar märz mai juni juli oktober dezember",
    "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
];
const OTHER_WEEKDAYS: &[&str] = &[
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
];
/// Words that may stand before or within a date.
const FILLERS: &[&str] = &["published", "updated", "posted", "on", "of", "the", "de"];
const MAX_DATE_WORDS: usize = 7;

/// True if one of some lists has the word; spaces separate the words of a list.
pub(super) fn is_among(lists: &[&str], word: &str) -> bool {
    lists.iter().any(|list| list.split(' ').any(|other| other == word))
}

/// The kind of a word in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateWord {
    Weekday,
    Month,
    Year,
    /// A number of at most two digits.
    Number,
    Filler,
}

fn date_word(word: &str) -> Option<DateWord> {
    let is_name = |names: &[&str]| {
        names
            .iter()
            .any(|name| *name == word || (word.len() >= 3 && name.get(..word.len()) == Some(word)))
    };
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ordinal = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    if FILLERS.contains(&word) {
        Some(DateWord::Filler)
    } else if is_name(WEEKDAYS) || is_among(OTHER_WEEKDAYS, word) {
        Some(DateWord::Weekday)
    } else if is_name(MONTHS) || word == "sept" || is_among(OTHER_MONTHS, word) {
        Some(DateWord::Month)
    } else if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        None
    } else if is_year(word) {
        Some(DateWord::Year)
    } else {
        (ordinal && digits.len() <= 2).then_some(DateWord::Number)
    }
}

/// True if a word is a year from 1000 to 2199.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && matches!(word.as_bytes(), [b'1', ..] | [b'2', b'0' | b'1', ..])
}

/// The words of a line that is nothing but a date; `None` for other lines.
fn date_words(line: &str) -> Option<Vec<DateWord>> {
    let lower = line.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Option<Vec<DateWord>> = words.take(MAX_DATE_WORDS + 1).map(date_word).collect();
    words.filter(|words| words.len() <= MAX_DATE_WORDS)
}

/// True if a line is a date and nothing else: "14 March 2021", "2024-04-02", "Tuesday:", "May 2024", "1848".
pub(in crate::corpus) fn is_date_line(line: &str) -> bool {
    let Some(words) = date_words(line) else { return false };
    let has = |kind| words.contains(&kind);
    let numbers = words.iter().filter(|word| **word == DateWord::Number).count();
    let named = has(DateWord::Weekday) || has(DateWord::Month);
    // "12 10" is not a date, and neither is "On the".
    numbers <= 2 && (named || (has(DateWord::Year) && matches!(numbers, 0 | 2)))
}

/// True if a line is a date with a day and a year, as an article has it below its title.
pub(super) fn is_full_date(line: &str) -> bool {
    is_date_line(line)
        && date_words(line).is_some_and(|words| words.contains(&DateWord::Year) && words.contains(&DateWord::Number))
}

/// True if a text begins with a day, and says something about it: "13 Feb: no post today."
pub(in crate::corpus) fn begins_with_day(text: &str) -> bool {
    titled_date(text.lines().next().unwrap_or_default()).is_some()
}

/// The text after the date that a line begins with: "lift news" of "11 Feb 2026 - lift news". The date has a day and a
/// month, and a stroke or a colon separates it from the text; `None` for other lines.
pub(super) fn titled_date(line: &str) -> Option<&str> {
    const JOINTS: [&str; 6] = [" - ", " – ", " — ", " | ", " · ", ": "];
    let (at, joint) = JOINTS
        .iter()
        .filter_map(|joint| Some((line.find(joint)?, joint)))
        .min()?;
    let date = &line[..at];
    let has = |kind| date_words(date).is_some_and(|words| words.contains(&kind));
    let is_day = is_date_line(date) && has(DateWord::Number) && (has(DateWord::Month) || has(DateWord::Year));
    (is_day || is_date_in_figures(date)).then(|| line[at + joint.len()..].trim())
}

/// True if a line holds the day of a month ("of 3 May"), or the month of a year.
pub(super) fn has_date(line: &str) -> bool {
    let words: Vec<&str> = line
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    words.windows(2).any(|pair| {
        let kinds = [pair[0], pair[1]].map(|word| date_word(&word.to_lowercase()));
        matches!(
            kinds,
            [Some(DateWord::Month), Some(DateWord::Number | DateWord::Year)]
                | [Some(DateWord::Number), Some(DateWord::Month)]
        )
    })
}

/// True if a word is a date in figures: "2024-05-01", "3.5.2024", "5/3/24".
pub(super) fn is_date_in_figures(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).take(4).collect();
    parts.len() == 3
        && (word.contains('/') || parts.iter().any(|part| is_year(part)))
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// True if a word is a time of day: "9:30", "10:02:11".
pub(super) fn is_time(word: &str) -> bool {
    let mut parts = word.split(':');
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let hour = parts.next().is_some_and(is_number);
    let rest: Vec<&str> = parts.take(3).collect();
    hour && (1..=2).contains(&rest.len()) && rest.iter().all(|part| part.len() == 2 && is_number(part))
}

/// True if a line begins with a time or a date in figures, perhaps in brackets: an entry of a schedule or of a log.
pub(in crate::corpus) fn is_timed(line: &str) -> bool {
    let stamp = line.trim_start_matches(['[', '(']);
    let first = stamp.split([' ', '\t', ']', ')']).next().unwrap_or_default();
    let start = first.split(['-', '–']).next().unwrap_or_default();
    is_time(start) || is_date_in_figures(first.trim_end_matches([',', ':']))
}

/// True if a line names a speaker and the time of speaking, as copied chats do: "ann — Today at 10:02".
pub(in crate::corpus) fn is_chat_header(line: &str) -> bool {
    let Some((name, when)) = line.rsplit_once(" — ") else {
        return false;
    };
    let words: Vec<&str> = when.split_whitespace().take(6).collect();
    !name.is_empty() && words.len() <= 5 && words.iter().any(|word| is_time(word))
}

/// The name in "By Jane Doe"; `None` for other lines.
pub(super) fn byline(line: &str) -> Option<&str> {
    let name = line.strip_prefix("By ").or_else(|| line.strip_prefix("by "))?.trim();
    let words = name.split_whitespace().count();
    let named = name
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "and" | "de" | "van" | "von" | "der" | "&"));
    ((1..=6).contains(&words) && named && !name.ends_with(['.', '?', '!', ':'])).then_some(name)
}

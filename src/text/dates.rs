//! The day that a text names: "2025-06-01", "3 May 2025", "May 3, 2025". Anything else is not a date.

use super::words::words;

/// The months in order, folded.
pub const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day, a month or a year; a missing part is 0, so that the vaguer of two is the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Of our era.
    pub year: u32,
    /// From 1.
    pub month: u32,
    /// From 1.
    pub day: u32,
}

impl Date {
    /// Reads a date by itself; `None` if `text` is none, or may be read in two ways ("03/05/2025").
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // "2025-06-01T12:00:00Z"
        let day = text.split(['T', ' ']).next().unwrap_or(text);
        by_numbers(day, &['-', '/', '.']).or_else(|| by_name(text))
    }
}

/// Reads a date in figures: the year first, or last with full stops after day and month.
fn by_numbers(text: &str, signs: &[char]) -> Option<Date> {
    let parts: Vec<u32> = text.split(signs).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match *parts.as_slice() {
        [year] => date(year, 0, 0),
        [year, month] => date(year, month, 0),
        [year, month, day] if year > 31 => date(year, month, day),
        [day, month, year] if text.contains('.') => date(year, month, day),
        _ => None,
    }
}

/// A month by its name, with a year and perhaps a day around it; the name of a weekday and the like do no harm.
fn by_name(text: &str) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, 0);
    for word in words(text) {
        let word = word.folded.as_str();
        let number = word.trim_end_matches(char::is_alphabetic).parse::<u32>().ok();
        match number {
            Some(1000..) => year = number,
            Some(number) => day = number,
            None if word.len() >= 3 => month = month.or_else(|| month_of(word)),
            None => {}
        }
    }
    date(year?, month?, day)
}

fn month_of(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| month.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let is_real = (1000..=9999).contains(&year) && month <= 12 && day <= 31;
    is_real.then_some(Date { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_usual_forms() {
        for text in [
            "2025-05-03",
            "2025/5/3",
            "2025-05-03T08:30:00Z",
            "3 May 2025",
            "May 3, 2025",
            "Saturday, 3rd May 2025",
            "03.05.2025",
        ] {
            let day = Date {
                year: 2025,
                month: 5,
                day: 3,
            };
            assert_eq!(Date::parse(text), Some(day), "{text}");
        }
        assert!(Date::parse("2025") < Date::parse("Feb 2025"));
        assert!(Date::parse("Dec 31, 2024") < Date::parse("2025-01-01"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "05/03/2025",
            "3 May",
            "May",
            "12345",
            "2025-13-01",
            "version 2.0",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}

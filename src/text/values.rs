//! Values that a text gives: numbers of things ("season 8", "the third round"), hours ("until six"), and weekdays. Two
//! texts that give different values for the same thing are about different cases, however alike their words are.
//!
//! Not here: the numbers in headings that name a section ([`super::numbered`]).

use super::numbered::{Numbered, cardinal, kind_of, ordinal};
use super::words::Word;

/// The kind of a weekday.
const WEEKDAY: &str = "weekday";

/// Words before an hour, each with its kind.
const BEFORE_HOURS: &[(&str, &str)] = &[
    ("until", "until"),
    ("till", "until"),
    ("til", "until"),
    ("by", "until"),
    ("from", "from"),
    ("since", "from"),
    ("before", "before"),
    ("after", "after"),
];

/// Weekdays, each with its short forms. "Sat" and "sun" are other words as well.
const WEEKDAYS: &[&[&str]] = &[
    &["monday", "mon"],
    &["tuesday", "tue", "tues"],
    &["wednesday", "wed"],
    &["thursday", "thu", "thur", "thurs"],
    &["friday", "fri"],
    &["saturday"],
    &["sunday"],
];

/// The values that a text gives, in reading order. The kind of each is what it is a value of.
pub fn values(text: &str, all: &[Word]) -> Vec<Numbered> {
    let mut found = Vec::new();
    for (at, word) in all.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        let number = cardinal(text, word);
        let hour = || before.and_then(|before| BEFORE_HOURS.iter().find(|(written, _)| *written == before.folded));
        if let Some(number) = &number
            && let Some((_, kind)) = hour()
        {
            found.push(Numbered::new(kind, number.clone()));
        }
        let named = [(before, number), (all.get(at + 1), ordinal(&word.folded))];
        for (beside, number) in named {
            if let Some(number) = number
                && let Some(kind) = beside.and_then(kind_of)
            {
                found.push(Numbered::new(&kind, number));
            }
        }
        let singular = word.folded.strip_suffix('s').unwrap_or(&word.folded);
        let is_day = |forms: &&&[&str]| forms.contains(&word.folded.as_str()) || forms[0] == singular;
        if let Some(forms) = WEEKDAYS.iter().find(is_day) {
            found.push(Numbered::new(WEEKDAY, forms[0]));
        }
    }
    found
}

/// True if `given` has a value for a thing that `asked` has another value for, and has that one nowhere. A text with
/// several values for a thing ("Monday to Friday") spans more than it names.
pub fn contradict(asked: &[Numbered], given: &[Numbered]) -> bool {
    asked.iter().any(|asked| {
        let mut others = given.iter().filter(|given| given.kind == asked.kind);
        let Some(first) = others.next() else { return false };
        *first != *asked && others.all(|other| other == first)
    })
}

/// True if the value is the number of a thing, which it is named by: "season 8", but not "until six" or "Monday".
pub fn names(value: &Numbered) -> bool {
    value.kind != WEEKDAY && BEFORE_HOURS.iter().all(|(_, kind)| *kind != value.kind)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn of(text: &str) -> Vec<Numbered> {
        values(text, &words(text).collect::<Vec<_>>())
    }

    #[test]
    fn another_number_of_the_same_thing_contradicts() {
        for (asked, given) in [
            ("who won season 8", "Season 7 was won by Ada."),
            ("who won the eighth season", "Season 7 was won by Ada."),
            ("what does it sell until six?", "It sells candles until five."),
            ("open till 6?", "It is open until five."),
            ("who is on duty on thurs", "On Monday, Bob is on duty."),
            ("tuesdays", "We meet every Friday."),
        ] {
            assert!(contradict(&of(asked), &of(given)), "{asked} / {given}");
        }
    }

    #[test]
    fn the_same_value_or_none_or_a_span_does_not_contradict() {
        for (asked, given) in [
            ("who won season 8", "Season 8 was won by Ada, season 7 by Bob."),
            ("who won season 8", "The eighth season was won by Ada."),
            ("open on tuesday?", "We are open from Monday to Friday."),
            ("open till 6?", "It is open until six."),
            ("can 15 year olds join", "Members are at least 16 years old."),
            ("the race on sunday", "The sun rises early."),
            ("is 2 enough", "Take 3."),
        ] {
            assert!(!contradict(&of(asked), &of(given)), "{asked} / {given}");
        }
    }
}

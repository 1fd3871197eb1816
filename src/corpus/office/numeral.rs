//! The numbers of list items in the ways that they are written.

/// The marker of an item without a number.
pub(super) const BULLET: &str = "-";
/// The longest text around the numbers of a marker. Each item has a copy.
pub(super) const MAX_MARKER_BYTES: usize = 100;
/// The largest number that is written in letters or Roman numerals.
const MAX_SPELT: usize = 3_999;

/// Writes a number in a format. `None` if the format is unknown or can't express it.
pub(in crate::corpus) fn numeral(number: usize, format: &str) -> Option<String> {
    let is_spelt = (1..=MAX_SPELT).contains(&number);
    match format {
        "decimal" | "1" => Some(number.to_string()),
        "decimalZero" => Some(format!("{number:02}")),
        "none" | "" => Some(String::new()),
        "lowerLetter" | "a" if is_spelt => Some(letters(number)),
        "upperLetter" | "A" if is_spelt => Some(letters(number).to_ascii_uppercase()),
        "lowerRoman" | "i" if is_spelt => Some(roman(number)),
        "upperRoman" | "I" if is_spelt => Some(roman(number).to_ascii_uppercase()),
        _ => None,
    }
}

/// Word goes on after "z" with "aa", "bb", "cc".
fn letters(number: usize) -> String {
    let letter = char::from(b'a' + u8::try_from((number - 1) % 26).unwrap_or_default());
    String::from(letter).repeat((number - 1) / 26 + 1)
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1_000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            number -= value;
            written.push_str(sign);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_every_usual_way() {
        let written = |number, format| numeral(number, format).unwrap_or_default();
        assert_eq!(
            ["decimal", "decimalZero", "none"].map(|format| written(7, format)),
            ["7", "07", ""]
        );
        assert_eq!(
            [1, 26, 27, 53].map(|number| written(number, "lowerLetter")),
            ["a", "z", "aa", "aaa"]
        );
        assert_eq!(
            [4, 9, 1_994].map(|number| written(number, "upperRoman")),
            ["IV", "IX", "MCMXCIV"]
        );
        assert_eq!(numeral(0, "lowerLetter"), None);
        assert_eq!(numeral(usize::MAX, "lowerRoman"), None);
        assert_eq!(numeral(3, "ordinalText"), None);
    }
}

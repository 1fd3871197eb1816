//! Character references: `&eacute;`, `&#233;`, `&#xE9;`.

use web_atoms::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The text of the reference at the front of `text`, and its length in the source. `None` if the "&" there begins no
/// reference. In an attribute, a name without its semicolon is part of an address if the word continues, not a
/// reference.
pub(super) fn reference(text: &str, in_attribute: bool) -> Option<(String, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (c, len) = numeric(number)?;
        return Some((c.to_string(), len + 2));
    }
    // The table also holds the beginnings of names, so the search for the longest name ends at the first miss.
    let mut longest = None;
    for end in 1..=body.len() {
        let Some(&(first, second)) = body.get(..end).and_then(|name| NAMED_ENTITIES.get(name)) else {
            break;
        };
        if first != 0 {
            longest = Some((first, second, end));
        }
    }
    let (first, second, len) = longest?;
    let (name, rest) = body.split_at(len);
    let goes_on = rest.starts_with(|c: char| c == '=' || c.is_ascii_alphanumeric());
    if in_attribute && goes_on && !name.ends_with(';') {
        return None;
    }
    let chars = [first, second].into_iter().filter(|&code| code != 0);
    Some((chars.filter_map(char::from_u32).collect(), len + 1))
}

/// The character of the number after "&#", and the length of the number with its semicolon.
fn numeric(number: &str) -> Option<(char, usize)> {
    let hex = number.strip_prefix(['x', 'X']);
    let (digits, radix) = hex.map_or((number, 10), |digits| (digits, 16));
    let len = digits.bytes().take_while(|&b| char::from(b).is_digit(radix)).count();
    if len == 0 {
        return None;
    }
    let code = digits[..len]
        .chars()
        .filter_map(|c| c.to_digit(radix))
        .fold(0_u32, |code, digit| code.saturating_mul(radix).saturating_add(digit));
    // Pages write &#146; for the apostrophe of Windows-1252.
    let of_windows = code
        .checked_sub(0x80)
        .and_then(|at| C1_REPLACEMENTS.get(usize::try_from(at).ok()?));
    let c = of_windows
        .copied()
        .flatten()
        .or_else(|| char::from_u32(code))
        .filter(|&c| c != '\0');
    let len = len + usize::from(hex.is_some()) + usize::from(digits[len..].starts_with(';'));
    Some((c.unwrap_or(char::REPLACEMENT_CHARACTER), len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_browsers_do() {
        for (text, wanted) in [
            ("&eacute;t", Some(("é", 8))),
            ("&rsquo;", Some(("’", 7))),
            ("&copy 2020", Some(("©", 5))),
            ("&notit;", Some(("¬", 4))),
            ("&notin;", Some(("∉", 7))),
            ("&nGt;", Some(("≫\u{20d2}", 5))),
            ("&#233;", Some(("é", 6))),
            ("&#xE9", Some(("é", 5))),
            ("&#146;", Some(("’", 6))),
            ("&#0;", Some(("\u{fffd}", 4))),
            ("&#99999999999;", Some(("\u{fffd}", 14))),
            ("&#xd800;", Some(("\u{fffd}", 8))),
            ("&", None),
            ("& x", None),
            ("&xyz;", None),
            ("&#;", None),
            ("&é;", None),
        ] {
            let found = reference(text, false);
            assert_eq!(
                found.as_ref().map(|(text, len)| (text.as_str(), *len)),
                wanted,
                "{text}"
            );
        }
        assert_eq!(reference("&copy=1", true), None, "?a=b&copy=1 is an address");
        assert_eq!(reference("&copy;=1", true), Some(("©".to_owned(), 6)));
    }
}

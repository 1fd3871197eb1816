//! Web addresses in documents.

use std::borrow::Cow;

/// Addresses that only lead on to another one, as programs put them in place of it: the host, or the end of its name
/// after a dot, the path, and the parameter that holds the other address.
const REDIRECTS: &[(&str, &str, &str)] = &[
    ("www.google.com", "/url", "q"),
    ("www.google.com", "/url", "url"),
    (".safelinks.protection.outlook.com", "/", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("www.youtube.com", "/redirect", "q"),
    ("steamcommunity.com", "/linkfilter/", "u"),
    ("steamcommunity.com", "/linkfilter/", "url"),
];

/// The address that this one leads on to; the same one if it doesn't.
pub(super) fn unwrapped(address: &str) -> Cow<'_, str> {
    let target = redirected(address).filter(|target| {
        let is_web = target.starts_with("https://") || target.starts_with("http://");
        is_web && !target.contains(|c: char| c.is_whitespace() || c.is_control())
    });
    target.map_or(Cow::Borrowed(address), Cow::Owned)
}

fn redirected(address: &str) -> Option<String> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))?;
    let (place, query) = rest.split_once('?')?;
    let (host, path) = place.split_at(place.find('/')?);
    let query = query.split('#').next().unwrap_or_default();
    REDIRECTS.iter().find_map(|(of_host, of_path, parameter)| {
        let is_host = host == *of_host || (of_host.starts_with('.') && host.ends_with(of_host));
        let mut values = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = values.find(|(name, _)| is_host && path == *of_path && name == parameter)?;
        Some(unescaped(value))
    })
}

/// An address with its escapes ("%20") resolved. Escapes that give no text stay as they are.
pub(super) fn unescaped(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_in_addresses_are_resolved() {
        assert_eq!(unescaped("a%20b.xhtml"), "a b.xhtml");
        assert_eq!(unescaped("%C3%A9"), "é");
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("%zz%ff"), "%zz%ff");
    }

    #[test]
    fn an_address_that_leads_on_is_the_one_that_it_leads_to() {
        for (written, target) in [
            (
                "https://www.google.com/url?q=https://example.org/a?b%3D1%26c%3D2&sa=D&source=editors&ust=16&usg=AO",
                "https://example.org/a?b=1&c=2",
            ),
            (
                "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2F#x",
                "https://example.org/",
            ),
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=05",
                "https://example.org/a",
            ),
        ] {
            assert_eq!(unwrapped(written), target);
        }
        for other in [
            "https://www.google.com/search?q=https://example.org/",
            "https://www.google.com/url?q=javascript:alert(1)",
            "https://www.google.com/url?q=https://a.example/%0Ab",
            "https://www.google.com/url?sa=D",
            "https://www.google.com.example.org/url?q=https://example.org/",
            "https://example.org/url?q=https://example.com/",
            "mailto:ada@example.org",
        ] {
            assert_eq!(unwrapped(other), other);
        }
    }
}

//! Reads `robots.txt` (RFC 9309): the paths that a site does not want to be asked for, and its sitemaps.

use std::fmt::Write;
use std::time::Duration;

/// The name under which the file may give rules to this program.
pub(super) const PRODUCT: &str = "verbatim";

/// The most bytes of the file that are read; the standard asks for this many.
pub(super) const MAX_BYTES: u64 = 500 * 1024;

/// The longest pause between two requests that a site is granted.
const MAX_DELAY: Duration = Duration::from_secs(30);

/// The rules of a site for this program.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// The pause between two requests that the site asks for.
    pub(super) delay: Option<Duration>,
    /// The addresses of its sitemaps, as written.
    pub(super) sitemaps: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allows: bool,
    /// Percent-encoded in the one usual form; `*` stands for anything, and `$` at the end for the end.
    pattern: String,
}

/// The lines of one kind of group: those that name this program, or those for all.
#[derive(Default)]
struct Group {
    is_there: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// Reads the file. It never fails: lines that are not understood count for nothing.
    pub(super) fn parse(text: &str) -> Self {
        let (mut ours, mut all) = (Group::default(), Group::default());
        let mut sitemaps = Vec::new();
        // The groups that the current lines are for, and whether the next name begins a new group.
        let (mut is_ours, mut is_all, mut has_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if std::mem::take(&mut has_rules) {
                        (is_ours, is_all) = (false, false);
                    }
                    is_ours |= product(value).eq_ignore_ascii_case(PRODUCT);
                    is_all |= value == "*";
                    ours.is_there |= is_ours;
                }
                "sitemap" => sitemaps.push(value.to_owned()),
                key @ ("allow" | "disallow" | "crawl-delay") => {
                    has_rules = true;
                    let groups = [(is_ours, &mut ours), (is_all, &mut all)];
                    for (_, group) in groups.into_iter().filter(|(is_for, _)| *is_for) {
                        group.take(key, value);
                    }
                }
                _ => {}
            }
        }
        let group = if ours.is_there { ours } else { all };
        Self {
            rules: group.rules,
            delay: group.delay,
            sitemaps,
        }
    }

    /// True if the site lets this program ask for a path, which includes the query.
    pub(super) fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        // The longest rule wins; of two as long, the one that allows.
        let longest = matching.max_by_key(|rule| (rule.pattern.len(), rule.allows));
        path == "/robots.txt" || longest.is_none_or(|rule| rule.allows)
    }
}

impl Group {
    fn take(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let seconds = value.parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0);
            self.delay = seconds.map(|it| Duration::from_secs_f64(it.min(MAX_DELAY.as_secs_f64())));
        } else if !value.is_empty() {
            self.rules.push(Rule {
                allows: key == "allow",
                pattern: normal(value),
            });
        }
    }
}

/// The name at the front of "verbatim/1.0".
fn product(value: &str) -> &str {
    let ends = |c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_';
    value.split(ends).next().unwrap_or_default()
}

/// A path with each byte either as itself or percent-encoded, always in the same way.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .filter(|hex| *first == b'%' && hex.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        let byte = code.unwrap_or(*first);
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        // A sign that was encoded means something else than the sign itself.
        if is_plain || (code.is_none() && byte.is_ascii_graphic()) {
            out.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(out, "%{byte:02X}");
        }
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    out
}

/// True if a path begins as a pattern says. The time it takes grows with the product of their lengths at most.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !is_whole || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if is_whole && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, path: &str) -> bool {
        Robots::parse(text).allows(path)
    }

    #[test]
    fn the_longest_rule_wins_and_of_two_as_long_the_one_that_allows() {
        let rules = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /x\nDisallow: /x\n";
        for (path, is_allowed) in [
            ("/", true),
            ("/a", false),
            ("/abc", false),
            ("/a/b", true),
            ("/a/b/c/d", false),
            ("/x", true),
        ] {
            assert_eq!(allows(rules, path), is_allowed, "{path}");
        }
    }

    #[test]
    fn stars_and_the_end_are_understood() {
        let disallowed = |pattern: &str, path: &str| !allows(&format!("User-agent: *\nDisallow: {pattern}"), path);
        for (pattern, path, is_disallowed) in [
            ("/*.php", "/a/b.php?x", true),
            ("/*.php$", "/a/b.php?x", false),
            ("/*.php$", "/a.php.php", true),
            ("/a*b*c", "/a1b2c3", true),
            ("/a*b*c", "/acb", false),
            ("/fish*", "/fish", true),
            ("/$", "/", true),
            ("/$", "/a", false),
            ("/a%3cd", "/a%3Cd", true),
            ("/a/b%2fc", "/a/b/c", false),
            ("/%61", "/a", true),
            ("/café", "/caf%C3%A9", true),
            ("", "/a", false),
            ("*", "/a", true),
        ] {
            assert_eq!(disallowed(pattern, path), is_disallowed, "{pattern} {path}");
        }
        let evil = format!("/{}b", "*a".repeat(5_000));
        assert!(!disallowed(&evil, &format!("/{}", "a".repeat(1_400))));
    }

    #[test]
    fn a_group_for_this_program_replaces_the_one_for_all() {
        let rules = "\u{feff}user-agent: other\r\nuser-agent: VERBATIM/2.0 # us\r\nDisallow: /ours\r\nCrawl-delay: 2.5\r\n\
            \r\nUser-agent: *\r\nDisallow: /\r\n\r\nUser-agent: verbatim\r\nDisallow: /more\r\nSitemap: https://a.example/s.xml\r\n";
        let robots = Robots::parse(rules);
        assert!(robots.allows("/") && !robots.allows("/ours") && !robots.allows("/more"));
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert_eq!(robots.sitemaps, ["https://a.example/s.xml"]);
        assert!(allows("User-agent: verbatimbot\nDisallow: /", "/a"), "another name");
        assert!(allows(
            "User-agent: verbatim\n\nUser-agent: *\nDisallow: /a\n\nUser-agent: verbatim\nAllow: /",
            "/b"
        ));
    }

    #[test]
    fn nonsense_forbids_nothing() {
        for text in [
            "",
            "Disallow: /",
            "<html>Disallow: /</html>",
            "User-agent: *\nDisallow",
            "User-agent *\nDisallow: /",
        ] {
            assert!(allows(text, "/a"), "{text}");
        }
        assert!(allows("User-agent: *\nDisallow: /", "/robots.txt"));
        assert_eq!(
            Robots::parse("User-agent: *\nCrawl-delay: 1e300").delay,
            Some(MAX_DELAY)
        );
    }
}

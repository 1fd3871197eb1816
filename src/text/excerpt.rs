//! Shortens text: never inside a grapheme, inside a word only if there is no other way, and always with a mark.

use unicode_segmentation::UnicodeSegmentation;

/// The mark where something was cut off.
pub const ELLIPSIS: char = '…';

/// The length in bytes of the longest prefix of `text` with at most `limit` characters (Unicode scalar values) that
/// ends at a grapheme border. If the last third of it has the end of a word, the prefix ends there.
///
/// Returns `text.len()` if nothing needs to be cut.
#[must_use]
pub fn prefix_len(text: &str, limit: usize) -> usize {
    let Some((past_limit, _)) = text.char_indices().nth(limit) else {
        return text.len();
    };
    let mut hard = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        if start + grapheme.len() > past_limit {
            break;
        }
        hard = start + grapheme.len();
    }
    if hard == 0 {
        // One grapheme is longer than the limit (stacked combining marks): end at a character border.
        return past_limit;
    }
    if text[hard..].starts_with(char::is_whitespace) {
        return hard;
    }
    match text[..hard].rfind(char::is_whitespace) {
        Some(space) if space * 3 >= hard * 2 => text[..space].trim_end().len(),
        _ => hard,
    }
}

/// Returns `text` itself if it has at most `limit` characters, else its beginning and an ellipsis, together at most
/// `limit` characters.
///
/// ```
/// use verbatim::text::excerpt::excerpt;
/// assert_eq!(excerpt("a glimmer of hope", 40), "a glimmer of hope");
/// assert_eq!(excerpt("a glimmer of hope", 14), "a glimmer of…");
/// ```
#[must_use]
pub fn excerpt(text: &str, limit: usize) -> String {
    if prefix_len(text, limit) == text.len() {
        return text.to_owned();
    }
    let kept = text[..prefix_len(text, limit.saturating_sub(1))]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–'));
    format!("{kept}{ELLIPSIS}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grapheme_is_never_cut() {
        let family = "👨‍👩‍👧‍👦";
        let text = format!("ab{family}cd");
        for limit in 3..2 + family.chars().count() {
            assert_eq!(&text[..prefix_len(&text, limit)], "ab", "limit {limit}");
        }
    }

    #[test]
    fn a_word_longer_than_the_limit_is_cut_inside() {
        assert_eq!(excerpt(&"x".repeat(100), 10), format!("{}…", "x".repeat(9)));
    }

    #[test]
    fn a_limit_of_one_leaves_the_mark() {
        assert_eq!(excerpt("ab", 1), "…");
    }
}

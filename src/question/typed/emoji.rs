//! Takes emoji out of a question: people seldom ask about them, and no article is written in them.
//!
//! An emoji is a grapheme (Unicode Technical Standard #51), so joined families, flags, skin tones and keycaps go as a
//! whole, a keycap with its digit.

use unicode_segmentation::UnicodeSegmentation;

/// Requests the coloured form of the character before it.
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// The frame around a keycap's digit.
const KEYCAP: char = '\u{20e3}';

/// Replaces each emoji in `text` with a space.
pub(super) fn strip(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.graphemes(true)
        .map(|grapheme| if is_emoji(grapheme) { " " } else { grapheme })
        .collect()
}

fn is_emoji(grapheme: &str) -> bool {
    let Some(first) = grapheme.chars().next() else {
        return false;
    };
    if is_pictograph(first) || grapheme.contains(KEYCAP) {
        return true;
    }
    // These are letters unless something requests the coloured form.
    let may_be_letter = matches!(first, 'ℹ' | 'Ⓜ' | '㊗' | '㊙');
    grapheme.contains(EMOJI_PRESENTATION) && (may_be_letter || !(first.is_alphanumeric() || first.is_ascii()))
}

/// True if a character is shown as a picture by itself, or is a symbol in the same block as such characters.
fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{231a}'..='\u{231b}'
        | '\u{23e9}'..='\u{23fa}'
        | '\u{25fb}'..='\u{25fe}'
        // Up to the dingbats that are digits in circles.
        | '\u{2600}'..='\u{2775}'
        | '\u{2794}'..='\u{27bf}'
        | '\u{2b1b}'..='\u{2b1c}'
        | '\u{2b50}'
        | '\u{2b55}'
        | '\u{1f000}'..='\u{1f0ff}'
        | '\u{1f170}'..='\u{1f171}'
        | '\u{1f17e}'..='\u{1f17f}'
        | '\u{1f18e}'
        | '\u{1f191}'..='\u{1f19a}'
        | '\u{1f1e6}'..='\u{1f1ff}'
        | '\u{1f201}'
        | '\u{1f21a}'
        | '\u{1f22f}'
        | '\u{1f232}'..='\u{1f23a}'
        | '\u{1f250}'..='\u{1f251}'
        | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_goes_as_a_whole() {
        for emoji in [
            "👍",
            "👨‍👩‍👧‍👦",
            "🇮🇷",
            "👋🏽",
            "1️⃣",
            "#️⃣",
            "❤️",
            "😬",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
            "☺",
            "ℹ️",
            "♾️",
            "▶️",
        ] {
            assert_eq!(strip(&format!("a{emoji}b")), "a b", "{emoji}");
        }
    }

    #[test]
    fn letters_digits_and_signs_stay() {
        for text in [
            "naïve 1 # * $5 50% €9 ½ x² → ™ ©",
            "ℹ Ⓜ ❶ 核",
            "e\u{301}",
            "ایران",
            "1\u{fe0f}",
        ] {
            assert_eq!(strip(text), text);
        }
    }
}

//! How deep a page nests its elements, told before anything is built of it.
//!
//! Extraction takes time that grows with the square of the depth, and the stack has an end: one hostile file must not
//! stop a whole build.

/// Deeper than this no page written by hand or by a program is; at this depth a page is still read at once.
const MAX_NESTING: usize = 1_000;

/// Elements whose end tag must be written. Others ("p", "li") may stay open, and would count for nothing.
const CONTAINERS: &[&str] = &[
    "div",
    "span",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "font",
    "small",
    "big",
    "a",
    "center",
    "form",
    "details",
    "figure",
    "sub",
    "sup",
    "svg",
    "g",
];

/// The line, from 1, at which the page nests too deep; `None` if it never does.
pub(super) fn too_deep_at(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, _) in text.match_indices('<') {
        let tag = &text[at + 1..];
        let (closes, name) = tag.strip_prefix('/').map_or((false, tag), |name| (true, name));
        let len = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        if !CONTAINERS
            .iter()
            .any(|container| container.eq_ignore_ascii_case(&name[..len]))
        {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
            continue;
        }
        depth += 1;
        if depth > MAX_NESTING {
            return Some(text[..at].split('\n').count());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nests_counts() {
        let wide = "<div><p>one<li>two</div>\n".repeat(10 * MAX_NESTING);
        assert_eq!(too_deep_at(&wide), None);
        let deep = "<DIV>\n".repeat(MAX_NESTING + 1);
        assert_eq!(too_deep_at(&deep), Some(MAX_NESTING + 1));
    }
}

//! Leaves out what struck-out headings and labels name, since it would otherwise join the text above them.

use super::document::{Block, BlockKind, LABEL, LABEL_OF_NEXT};
use super::questions::asks;
use super::sections::with_end;

/// The longest label that is told from a paragraph by its form.
pub(super) const MAX_LABEL_BYTES: usize = 200;

/// Takes the blocks that struck-out headings and labels name out of `blocks`, and returns the first text among them.
/// `None` if there is none.
pub(super) fn take_struck(blocks: &mut Vec<Block>) -> Option<Block> {
    let is_struck = |block: &Block| matches!(block.kind, BlockKind::Struck(_));
    if !blocks.iter().any(is_struck) {
        return None;
    }
    let has_end = with_end(&blocks.iter().collect::<Vec<_>>());
    let (mut kept, mut first) = (Vec::with_capacity(blocks.len()), None);
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        if let BlockKind::Struck(level) = block.kind {
            // A term above it has the same definition.
            let before = at.checked_sub(1).filter(|&before| !has_end[before]);
            let shares = before.is_some_and(|before| blocks[before].kind == BlockKind::Label);
            let end = match level {
                _ if shares && level >= LABEL => at + 1,
                LABEL_OF_NEXT => at + 1 + usize::from(blocks.get(at + 1).is_some_and(is_text)),
                LABEL if !has_end[at] => end_of_term(blocks, at + 1),
                level => end_of_named(blocks, &has_end, at + 1, level),
            };
            let mut taken = blocks[at + 1..end].iter();
            first = first.or_else(|| taken.find(|block| is_text(block) && !block.text.is_blank()).cloned());
            at = end;
        } else {
            kept.push(block.clone());
            at += 1;
        }
    }
    *blocks = kept;
    first
}

/// True if the text of a struck-out paragraph has the form of a label: it is bold, asks, or ends in a colon.
pub(super) fn is_label(text: &str, is_bold: bool) -> bool {
    text.len() <= MAX_LABEL_BYTES && (is_bold || text.ends_with([':', '：']) || asks(text))
}

fn is_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Text | BlockKind::Code)
}

fn end_of_term(blocks: &[Block], from: usize) -> usize {
    from + blocks[from..].iter().take_while(|block| is_text(block)).count()
}

/// The end of the blocks that a heading of this level names, or a label with an end; the end goes with them.
fn end_of_named(blocks: &[Block], has_end: &[bool], from: usize, level: usize) -> usize {
    let mut open = 0;
    for (at, block) in blocks.iter().enumerate().skip(from) {
        match block.kind {
            BlockKind::Heading(other) | BlockKind::Struck(other) if other < LABEL && other <= level => return at,
            BlockKind::End(_) if open == 0 => return at + usize::from(level == LABEL),
            BlockKind::End(_) => open -= 1,
            BlockKind::Label | BlockKind::Struck(LABEL) if has_end[at] => open += 1,
            _ => {}
        }
    }
    blocks.len()
}

#[cfg(test)]
mod tests {
    use super::super::{html, markdown};
    use super::take_struck;

    fn kept(mut blocks: Vec<crate::corpus::document::Block>) -> Vec<String> {
        take_struck(&mut blocks);
        let texts = blocks.iter().map(|block| block.text.as_str().trim_end().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn markdown_loses_what_a_struck_heading_or_label_names() {
        for (text, expected) in [
            ("## a\n\nb\n\n## ~~c~~\n\nd\n\n### e\n\nf\n\n## g\n\nh", "a|b|g|h"),
            ("- a\n- ~~b~~\n  - c\n    - d\n- e\n\nf", "- a\n- e|f"),
            ("- ~~b~~\n  - c\n\nf", "f"),
            ("- [ ] ~~b~~\n  - c\n- [x] d", "- [x] d"),
            ("> ## ~~a~~\n>\n> b\n>\n> c", "c"),
            ("- a\n  - ~~b~~\n  - c", "- a\n  - c"),
            ("- ~~a~~ b\n  - c", "- b\n  - c"),
            ("- ~~a~~\n\n  b\n  - c", "- b\n  - c"),
            ("## a\n\nb\n\n### ~~c~~\n\nd\n\n## e\n\nf", "a|b|e|f"),
            ("## a ~~b~~\n\nc", "a|c"),
            ("**~~Is there wifi?~~**\n\nYes.\n\nd", "d"),
            ("~~**Wifi**~~\n\nYes.\n\nd", "d"),
            ("~~Forbidden:~~\n\n- a\n\nb", "b"),
            ("~~Dogs may run.~~\n\nb", "b"),
            ("~~هل يوجد واي فاي؟~~\n\nb\n\nc", "c"),
            ("> [!note] ~~a~~\n> b\n>\n> c\n\nd", "d"),
            ("<details><summary><s>a</s></summary>\n\nb\n\n</details>\n\nc", "c"),
            ("a|b\n-|-\n~~c~~|d\ne|~~f~~", "a | b\ne |"),
            (
                "a|b|c\n-|-|-\n~~c~~|~~d~~|\n~~e~~|f|g\nh|i|j\n\nk",
                "a | b | c\nh | i | j|k",
            ),
        ] {
            assert_eq!(kept(markdown::read(text).unwrap().blocks).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn only_text_is_told() {
        let told = |text: &str| take_struck(&mut markdown::read(text).unwrap().blocks);
        let told = |text| told(text).map(|block| block.text.as_str().to_owned());
        assert_eq!(told("# ~~a~~\n\n![](b)\n\nc\n\nd").as_deref(), Some("c"));
        assert_eq!(told("# ~~a~~\n\n![](b)"), None);
        assert_eq!(told("a|b\n-|-\n~~c~~|d\ne|f").as_deref(), Some(" | d"));
        assert_eq!(told("a|b\n-|-\n~~c~~|~~d~~\ne|f"), None);
        let mut page = html::blocks_of("<table><tr><th>a<th>b<tr><td><s>c</s><td>d<tr><td>e<td>f</table>");
        assert_eq!(
            take_struck(&mut page)
                .map(|block| block.text.as_str().to_owned())
                .as_deref(),
            Some(" | d")
        );
    }

    #[test]
    fn a_page_loses_what_a_struck_heading_or_label_names() {
        for (text, expected) in [
            (
                "<h2>a</h2><p>b</p><h2><del>c</del></h2><p>d</p><h3>e</h3>f<h2>g</h2>h",
                "a|b|g|h",
            ),
            ("<h2>a</h2>b<h2 style='text-decoration:line-through'>c</h2>d", "a|b"),
            ("<dl><dt><s>a</s><dd>b<dd>c<dt>d<dd>e</dl>f", "d|e|f"),
            ("<dl><dt>a<dd>b<dt><s>c</s><dd>d<dd>e</dl>f", "a|b|f"),
            ("<dl><dt>a<dt><s>b</s><dd>c</dl>d", "a|c|d"),
            ("<details><summary><s>a</s></summary>b<p>c</details>d", "d"),
            ("<p>a</p><p><s>b:</s></p><ul><li>c</ul>d", "a|d"),
            ("<p><b><s>a</s></b><p>b<p>c", "c"),
            ("<p><s>a.</s><p>b", "b"),
            ("<ul><li><s>a</s><ul><li>b<li>c</ul><li>d</ul>e", "- d|e"),
            ("<ul><li><p><s>a</s></p><ol><li>b</ol></ul>e", "e"),
            ("<ul><li><s>a</s> b<ul><li>c</ul></ul>", "- b\n  - c"),
            ("<ul><li><s>a</s><li><ul><li>b</ul></ul>", "  - b"),
            (
                "<table><tr><th>a<th>b<tr><td><s>c</s><td>d<tr><td>e<td><s>f</s></table>",
                "a | b\ne |",
            ),
            (
                "<table><tr><th>a<th>b<th>c<tr><td>d<td class=line-through>e<td>f</table>",
                "a | b | c\nd |  | f",
            ),
            ("<blockquote><h2><s>a</s></h2><p>b<p>c</blockquote>", "c"),
            ("<blockquote><h2 class=strike>a</h2><p>b<p>c</blockquote>", "c"),
            ("<p><s>هل يوجد واي فاي؟</s></p><p>b</p><p>c", "c"),
        ] {
            assert_eq!(kept(html::blocks_of(text)).join("|"), expected, "{text}");
        }
    }
}

//! Recognises the source of a wiki's page, whose markup this reader does not know.

/// The kinds of markup that make a text the source of a page.
const MIN_KINDS: usize = 3;
/// The lines with markup that do, if words are bold in them as a wiki marks it.
const MIN_LINES: usize = 3;

/// Tests of a line for one kind of markup each.
const KINDS: [fn(&str) -> bool; 6] = [is_heading, is_table, has_template, has_emphasis, has_link, has_note];

/// True if a text has the markup of `MediaWiki`, and more of it than a text that only tells of it.
pub(in crate::corpus) fn is_wiki_source(text: &str) -> bool {
    let mut counts = [0; KINDS.len()];
    let mut has_bold = false;
    for line in text.lines().map(str::trim) {
        for (count, holds) in counts.iter_mut().zip(KINDS) {
            *count += usize::from(holds(line));
        }
        has_bold = has_bold || begins_bold(line);
    }
    let kinds = counts.iter().filter(|&&count| count > 0).count();
    kinds >= MIN_KINDS || (has_bold && kinds > 1 && counts.iter().sum::<usize>() >= MIN_LINES)
}

/// True for "== Trivia ==".
fn is_heading(line: &str) -> bool {
    let inner = line.trim_matches('=');
    let strokes = line.len() - inner.len();
    (4..=12).contains(&strokes) && line.starts_with("==") && line.ends_with("==") && inner.contains(char::is_alphabetic)
}

fn is_table(line: &str) -> bool {
    line.starts_with("{|") || line == "|-" || line == "|}"
}

/// True for "{{Infobox item" and "{{stub}}" at the start of a line. Elsewhere, a template may be one of another program.
fn has_template(line: &str) -> bool {
    let name = line.strip_prefix("{{").unwrap_or_default();
    name.starts_with(char::is_alphabetic) && (name.ends_with("}}") || !name.contains("}}"))
}

/// True if three or two apostrophes stand before and after words.
fn has_emphasis(line: &str) -> bool {
    let Some((words, _)) = line.split_once("''").and_then(|(_, rest)| rest.split_once("''")) else {
        return false;
    };
    words.contains(char::is_alphanumeric)
}

/// True for "'''Oak''' is a tree", as a page begins.
fn begins_bold(line: &str) -> bool {
    let name = line.strip_prefix("'''").and_then(|rest| rest.split_once("'''"));
    name.is_some_and(|(name, said)| name.starts_with(char::is_alphanumeric) && said.contains(char::is_alphabetic))
}

/// True for "[[page]]" and "[[page|label]]".
fn has_link(line: &str) -> bool {
    let Some((inner, _)) = line.split_once("[[").and_then(|(_, rest)| rest.split_once("]]")) else {
        return false;
    };
    // In programs, "[[" begins a list within a list.
    inner.starts_with(|c: char| c.is_alphanumeric() || c == ':') && inner.contains(char::is_alphabetic)
}

fn has_note(line: &str) -> bool {
    line.contains("<ref>") || line.contains("<ref name") || line.contains("<nowiki>")
}

#[cfg(test)]
mod tests {
    use super::is_wiki_source;

    #[test]
    fn the_source_of_a_page_is_known_by_several_kinds_of_markup() {
        for text in [
            "{{Infobox item\n| name = Iron Pick\n}}\n'''Iron Pick''' is a [[tool]].<ref>Patch 1.2</ref>\n",
            "'''Oak''' is a ''tree''.\n\n== Use ==\nSee [[Wood|timber]].\n",
            "'''Oak''' is a [[tree]] of the [[Beech family|beeches]].\n\nIt grows in [[Europe]].\n",
            "== Drops ==\n{| class=\"wikitable\"\n! Monster !! Rate\n|-\n| Goblin || 2%\n|}\n[[Category:Drops]]",
        ] {
            assert!(is_wiki_source(text), "{text}");
        }
        for text in [
            "== Rules ==\nBe kind.\n\n== Links ==\nSee [[Rules]] in the vault.\n",
            "Write [[page]] for a link to a page, and '''words''' for bold ones.\n",
            "The 5'' pipe and the 6'' pipe fit [[both]].\n",
            "{{ user }} has {{ count }} keys.\n\n== Keys ==\nNone.\n",
            "'''Reads a file.'''\nrows = [[\"a\", 1], [\"b\", 2]]\nmore = [[\"c\"]]\nlast = [[\"d\"]]\n",
            "=====\nTitle\n=====\n\n'''\nA comment of a script.\n'''\n",
        ] {
            assert!(!is_wiki_source(text), "{text}");
        }
    }
}

//! Lists of words in data files. A file has sections, each a line `[name]` and the lines below it. A line that begins
//! with `#` is a comment.

use std::collections::HashMap;
use std::sync::LazyLock;

static LISTS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lists = sections(include_str!("data/lists.txt"));
    lists
        .map(|(name, lines)| (name, lines.into_iter().flat_map(str::split_whitespace).collect()))
        .collect()
});

/// Returns the sections of a file, each with its name and its lines.
pub(super) fn sections(file: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            sections.push((name, Vec::new()));
        } else if let Some((_, lines)) = sections.last_mut() {
            lines.push(line);
        }
    }
    sections.into_iter()
}

/// Returns the words of a list in `data/lists.txt`; none if there is no such list.
pub(super) fn list(name: &str) -> &'static [&'static str] {
    LISTS.get(name).map_or(&[], Vec::as_slice)
}

/// True if a list contains a folded word.
pub(super) fn has(name: &str, word: &str) -> bool {
    list(name).binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words;

    #[test]
    fn lists_are_folded_and_in_order_without_duplicates() {
        assert!(LISTS.len() >= 10);
        for (name, list) in LISTS.iter() {
            assert!(list.is_sorted_by(|a, b| a < b), "{name}");
            for word in list {
                let folded: Vec<String> = words(word).map(|word| word.folded).collect();
                assert_eq!(folded, [*word], "{name}");
            }
        }
    }

    #[test]
    fn a_file_is_read_section_by_section() {
        let read: Vec<_> = sections("# a comment\n[one]\na b\nc\n\n[two]\n").collect();
        assert_eq!(read, [("one", vec!["a b", "c"]), ("two", vec![])]);
        assert!(has("numbers", "seven"));
        assert!(!has("numbers", "sevens"));
        assert!(!has("no such list", "seven"));
    }
}

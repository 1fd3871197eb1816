//! A library that is changed and killed, and the look at it after that.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::index::Store;

use crate::fake_discord::Place;

/// The last confirmed place of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    InCorpus,
    InTrash,
    /// The program was killed while the article was being moved.
    Either,
}

/// A library that is changed, and what was confirmed about it.
pub(super) struct Kept {
    pub(super) place: Place,
    /// The folder with its corpus, index and data.
    pub(super) home: PathBuf,
    /// Each article that was confirmed as added, by its name.
    pub(super) articles: BTreeMap<String, Told>,
    /// The questions whose answers were confirmed as voted down.
    pub(super) voted_down: Vec<String>,
    pub(super) votes: usize,
}

impl Kept {
    pub(super) fn corpus(&self) -> PathBuf {
        self.home.join("corpus")
    }

    pub(super) fn index(&self) -> PathBuf {
        self.home.join("index")
    }

    /// Checks the state after a kill, and notes the outcome of changes that could have gone either way.
    pub(super) fn look(&mut self) {
        let opened = Store::new(self.index()).open().unwrap();
        assert_eq!(opened.setbacks, [], "the index is whole");
        let (corpus, in_trash) = (self.corpus(), files(&self.corpus().join(".trash")));
        for (name, told) in &mut self.articles {
            let in_corpus = fs::read_to_string(corpus.join(name)).ok();
            let text = text_of(name);
            let is_there = in_corpus.as_ref() == Some(&text);
            let is_kept = in_trash
                .iter()
                .any(|path| path.ends_with(name) && fs::read_to_string(path).unwrap() == text);
            match told {
                Told::InCorpus => assert!(is_there, "{name} was confirmed to be in the corpus"),
                Told::InTrash => assert!(
                    is_kept && in_corpus.is_none(),
                    "{name} was confirmed to be in the trash"
                ),
                Told::Either => assert!(is_there || is_kept, "{name} is gone"),
            }
            *told = if is_there { Told::InCorpus } else { Told::InTrash };
        }
    }
}

/// The text of an article with this name.
pub(super) fn text_of(name: &str) -> String {
    format!(
        "# {name}\n\n## Log\n\nThe keeper of {name} counts the lanterns on the pier before the ferry leaves for the night.\n"
    )
}

/// All files below a folder; empty if there is no such folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

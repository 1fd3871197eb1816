//! A glance at the corpus folder: whether its files are those of the last glance, told by names, sizes and times alone.
//!
//! Cheap enough to be taken every second, and it works wherever files can be listed: what tells programs of changes
//! (inotify and the like) says nothing of network shares, nor of what is mounted into a container. Not here: what is in
//! the files.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::walk::{CorpusError, SYNONYMS, walk};

/// What a glance saw: equal means that no file looks changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance(Vec<(String, Option<(u64, SystemTime)>)>);

impl Glance {
    /// Looks at the files under `folder` that would be read. One that can't be looked at counts as such.
    ///
    /// # Errors
    /// If the folder itself cannot be read.
    pub fn at(folder: &Path) -> Result<Self, CorpusError> {
        let look = |place: &Path| {
            let metadata = fs::metadata(place).ok()?;
            Some((metadata.len(), metadata.modified().ok()?))
        };
        let (entries, _) = walk(folder)?;
        let mut seen: Vec<_> = entries
            .into_iter()
            .map(|entry| (entry.path, look(&entry.place)))
            .collect();
        // It is no article, but what it says is part of the index.
        seen.push((SYNONYMS.to_owned(), look(&folder.join(SYNONYMS))));
        Ok(Self(seen))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn whatever_changes_the_articles_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let glance = || Glance::at(folder.path()).unwrap();
        let path = folder.path().join("a.txt");
        let mut last = glance();
        let mut is_seen = |what: &str, change: &dyn Fn()| {
            change();
            let now = glance();
            assert_ne!(now, last, "{what}");
            assert_eq!(now, glance(), "{what}");
            last = now;
        };
        is_seen("a new file", &|| fs::write(&path, "one").unwrap());
        is_seen("a longer file", &|| fs::write(&path, "three").unwrap());
        is_seen("another content of the same length", &|| {
            fs::write(&path, "seven").unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() + Duration::from_secs(5)).unwrap();
        });
        is_seen("another name", &|| {
            fs::rename(&path, folder.path().join("b.txt")).unwrap();
        });
        is_seen("synonyms", &|| fs::write(folder.path().join(SYNONYMS), "a, b").unwrap());
        is_seen("a file less", &|| fs::remove_file(folder.path().join("b.txt")).unwrap());
        let before = glance();
        fs::create_dir(folder.path().join(".trash")).unwrap();
        fs::write(folder.path().join(".trash/c.txt"), "gone").unwrap();
        assert_eq!(glance(), before, "what is passed over");
    }
}

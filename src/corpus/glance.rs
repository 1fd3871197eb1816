//! A glance at the corpus folder: compares its files with those of the last glance by names, sizes and times alone.
//!
//! Cheap enough to be taken every second, and it works wherever files can be listed: the services that report
//! changes (inotify and the like) miss network shares and folders mounted into a container. Not here: the content of
//! the files.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::site;
use super::walk::{CorpusError, SYNONYMS, relative, walk};

/// The result of a glance; two equal ones mean that no file looks changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance(Vec<(String, Option<(u64, SystemTime)>)>);

impl Glance {
    /// Looks at the files under `folder` that would be read. A file whose details can't be read still counts.
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
        // The file is not an article, but its rules are part of the index.
        seen.push((SYNONYMS.to_owned(), look(&folder.join(SYNONYMS))));
        // Neither are these, but the addresses in them are.
        let sites = site::files(folder);
        seen.extend(sites.iter().map(|place| (relative(place, folder), look(place))));
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
        fs::create_dir_all(folder.path().join("web/a.example")).unwrap();
        is_seen("addresses", &|| {
            fs::write(folder.path().join("web/a.example/.pages.json"), "{}").unwrap();
        });
        is_seen("a file less", &|| fs::remove_file(folder.path().join("b.txt")).unwrap());
        let before = glance();
        fs::create_dir(folder.path().join(".trash")).unwrap();
        fs::write(folder.path().join(".trash/c.txt"), "gone").unwrap();
        assert_eq!(glance(), before, "what is passed over");
    }
}

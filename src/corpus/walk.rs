//! Walks the corpus folder and finds the files that count. Not here: their content.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

use super::problem::{Problem, Reason};

/// The file with the synonyms, in the corpus folder itself.
pub(super) const SYNONYMS: &str = "synonyms.txt";

/// The corpus folder cannot be read as a whole.
#[derive(Debug, Error)]
pub enum CorpusError {
    /// The folder does not exist.
    #[error("there is no corpus folder {0}")]
    Missing(PathBuf),
    /// The path is not a folder.
    #[error("{0} is not a folder")]
    NotAFolder(PathBuf),
    /// The operating system refused.
    #[error("the corpus folder {path} can't be read: {reason}")]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
}

/// Something in the corpus that is not a folder and is not passed over; it may have any format.
#[derive(Debug)]
pub(super) struct FolderEntry {
    /// The path on disk.
    pub(super) place: PathBuf,
    /// The path within the corpus, with "/" between its parts.
    pub(super) path: String,
    /// True if it is a regular file; opening a pipe would wait forever.
    pub(super) is_regular: bool,
}

/// Walks the corpus and returns its entries and problems by path. Follows links inside the folder, but not out of it:
/// otherwise a corpus from somebody else could show any file of this machine.
pub(super) fn walk(folder: &Path) -> Result<(Vec<FolderEntry>, Vec<Problem>), CorpusError> {
    check_folder(folder)?;
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    let root = fs::canonicalize(folder).map_err(|reason| unreadable(folder, reason))?;
    let mut walk = WalkDir::new(folder)
        .follow_links(true)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_passed_over(entry, folder));
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.path_is_symlink() && leads_out(entry.path(), &root) => {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                problems.push(Problem {
                    path: relative(entry.path(), folder),
                    line: None,
                    reason: Reason::LinkOutside,
                });
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => entries.push(FolderEntry {
                path: relative(entry.path(), folder),
                is_regular: entry.file_type().is_file(),
                place: entry.into_path(),
            }),
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(path, folder));
                let reason = error.io_error().map_or_else(
                    || "it links to a folder that it stands in".to_owned(),
                    ToString::to_string,
                );
                problems.push(Problem {
                    path,
                    line: None,
                    reason: Reason::Unreadable(reason),
                });
            }
        }
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((entries, problems))
}

/// Checks that the corpus folder exists and can be read.
pub(super) fn check_folder(folder: &Path) -> Result<(), CorpusError> {
    let metadata = fs::metadata(folder).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => CorpusError::Missing(folder.to_owned()),
        _ => unreadable(folder, source),
    })?;
    if !metadata.is_dir() {
        return Err(CorpusError::NotAFolder(folder.to_owned()));
    }
    fs::read_dir(folder).map_err(|reason| unreadable(folder, reason))?;
    Ok(())
}

fn unreadable(folder: &Path, reason: io::Error) -> CorpusError {
    CorpusError::Unreadable {
        path: folder.to_owned(),
        reason,
    }
}

/// True if a path leads to a place outside the corpus folder. `root` is that folder without links in its path. False if
/// the path leads nowhere.
pub(super) fn leads_out(path: &Path, root: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|place| !place.starts_with(root))
}

/// A path below `folder` in the form used everywhere else: with "/" between its parts. Bytes that are not text are
/// replaced.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    inner
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The folder that a browser saved beside a page (`NAME_files`); `None` unless it is passed over because of this page
/// alone.
pub(super) fn companion(page: &Path) -> Option<PathBuf> {
    let stem = page.file_stem()?.to_str()?;
    let pages = pages_of(page, stem);
    let folder = page.with_file_name(format!("{stem}_files"));
    (pages.iter().any(|other| other == page)
        && folder.is_dir()
        && pages.iter().all(|other| other == page || !other.is_file()))
    .then_some(folder)
}

fn is_passed_over(entry: &DirEntry, folder: &Path) -> bool {
    let name = entry.file_name().to_string_lossy();
    if is_hidden(&name) {
        return true;
    }
    if entry.path().parent() == Some(folder) && name == SYNONYMS {
        return true;
    }
    entry.file_type().is_dir()
        && name
            .strip_suffix("_files")
            .is_some_and(|page| pages_of(entry.path(), page).iter().any(|page| page.is_file()))
}

/// True if a file or folder of this name is hidden from people, or of a system.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}

/// The pages beside `path` with which a browser saves a folder `NAME_files`.
fn pages_of(path: &Path, name: &str) -> [PathBuf; 2] {
    ["html", "htm"].map(|extension| path.with_file_name(format!("{name}.{extension}")))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A folder that holds a corpus, and a file and a folder beside it.
    fn corpus_with_neighbours() -> (tempfile::TempDir, PathBuf) {
        let outside = tempfile::tempdir().unwrap();
        let corpus = outside.path().join("corpus");
        fs::create_dir_all(corpus.join("rules")).unwrap();
        fs::create_dir(outside.path().join("private")).unwrap();
        for file in [
            "secret.txt",
            "private/diary.txt",
            "corpus/house.txt",
            "corpus/rules/pool.txt",
        ] {
            fs::write(outside.path().join(file), "Nobody may read this.").unwrap();
        }
        (outside, corpus)
    }

    fn paths(corpus: &Path) -> (Vec<String>, Vec<(String, Reason)>) {
        let (entries, problems) = walk(corpus).unwrap();
        let problems = problems.into_iter().map(|problem| (problem.path, problem.reason));
        (
            entries.into_iter().map(|entry| entry.path).collect(),
            problems.collect(),
        )
    }

    #[test]
    fn links_out_of_the_corpus_are_not_followed() {
        let (outside, corpus) = corpus_with_neighbours();
        symlink("../secret.txt", corpus.join("a.txt")).unwrap();
        symlink(outside.path().join("secret.txt"), corpus.join("b.txt")).unwrap();
        symlink("b.txt", corpus.join("c.txt")).unwrap();
        symlink("../../private", corpus.join("rules/d")).unwrap();
        symlink("rules/d/diary.txt", corpus.join("e.txt")).unwrap();
        let left_out = ["a.txt", "b.txt", "c.txt", "e.txt", "rules/d"];
        let left_out = left_out.map(|path| (path.to_owned(), Reason::LinkOutside));
        let (found, mut problems) = paths(&corpus);
        problems.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(found, ["house.txt", "rules/pool.txt"]);
        assert_eq!(problems, left_out);
    }

    #[test]
    fn links_within_the_corpus_are_followed() {
        let (outside, corpus) = corpus_with_neighbours();
        symlink("house.txt", corpus.join("home.txt")).unwrap();
        symlink(corpus.join("rules"), corpus.join("laws")).unwrap();
        symlink(&corpus, outside.path().join("library")).unwrap();
        for folder in [corpus, outside.path().join("library")] {
            let all = ["home.txt", "house.txt", "laws/pool.txt", "rules/pool.txt"];
            assert_eq!(paths(&folder), (all.map(str::to_owned).to_vec(), Vec::new()));
        }
    }
}

//! The corpus folder as a whole: its files by content, and the outcome for each.
//!
//! `walk` decides which files count, and `format` reads each of them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::Path;

use super::archive::{is_archive, unpack};
use super::article::Article;
use super::format::{Format, unread};
use super::problem::{Problem, Reason, Warning};
use super::site;
use super::source::Source;
use super::synonyms::Synonyms;
use super::walk::{CorpusError, FolderEntry, SYNONYMS, leads_out, walk};

/// The size limit of a file; larger ones are left out. A book of 3,000 pages has some 6 MB, so a file above the limit
/// is a mistake and not an article.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// The most files of one unread format that are named one by one.
const MAX_NAMED: usize = 3;

/// The files of a corpus, by content: the input of a fingerprint. Listing them costs little compared with reading them
/// as articles.
#[derive(Debug, Default)]
pub struct Listing {
    files: Vec<ListedFile>,
    /// Content and hash of the synonyms.
    synonyms: Option<(Vec<u8>, [u8; 32])>,
    problems: Vec<Problem>,
}

#[derive(Debug)]
struct ListedFile {
    path: String,
    format: Format,
    bytes: Vec<u8>,
    hash: [u8; 32],
    /// The address that it was fetched from.
    address: Option<String>,
}

/// The result of reading a corpus folder.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The articles, by path.
    pub articles: Vec<Article>,
    /// The files that were left out, by path, and the lines of the synonyms.
    pub problems: Vec<Problem>,
    /// The words that stand for other words; empty if the folder has no `synonyms.txt`.
    pub synonyms: Synonyms,
    /// Doubts about files that were read all the same, by path.
    pub warnings: Vec<Warning>,
}

impl Listing {
    /// Lists the files under `folder` with their content. Sub-folders count; hidden files, and the folder that a
    /// browser saves beside a page (`NAME_files`), do not. Its `synonyms.txt` is listed, but not as an article.
    ///
    /// # Errors
    /// If the folder itself cannot be read. A file that cannot be read is a problem of the listing.
    pub fn read(folder: &Path) -> Result<Self, CorpusError> {
        let (entries, problems) = walk(folder)?;
        let mut listing = Self {
            problems,
            ..Self::default()
        };
        let (mut addresses, damaged) = site::addresses(folder);
        for entry in entries {
            let address = addresses.remove(&entry.path);
            listing.add(entry, address);
        }
        for (path, reason) in damaged {
            listing.problem(path, reason);
        }
        listing.files.sort_by(|a, b| a.path.cmp(&b.path));
        listing.problems = folded(listing.problems);
        listing.add_synonyms(folder);
        Ok(listing)
    }

    /// Lists the files in the archive at `path` of the corpus.
    ///
    /// # Errors
    /// The reason why the archive is left out as a whole.
    pub(super) fn of_archive(bytes: &[u8], path: &str) -> Result<Self, Reason> {
        let mut listing = Self::default();
        for file in unpack(bytes, path, |path| Format::of(path).is_some())? {
            listing.add_file(file.path, file.bytes, None);
        }
        listing.problems = folded(listing.problems);
        Ok(listing)
    }

    /// The path and hash (BLAKE3) of each file, ordered by path, followed by those of the synonyms. The hash is of the
    /// content and, for a page that was fetched, its address.
    #[must_use]
    pub fn hashes(&self) -> Vec<(String, [u8; 32])> {
        let articles = self.files.iter().map(|file| (file.path.clone(), file.hash));
        let synonyms = self.synonyms.iter().map(|(_, hash)| (SYNONYMS.to_owned(), *hash));
        articles.chain(synonyms).collect()
    }

    /// Reads every listed file as an article, and the synonyms. After each file, `progress` receives the number of
    /// files done and the total.
    #[must_use]
    pub fn into_corpus(self, mut progress: impl FnMut(usize, usize)) -> Corpus {
        let paths: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        let ids = ids(&paths);
        let total = self.files.len();
        let mut corpus = Corpus {
            articles: Vec::with_capacity(total),
            problems: self.problems,
            synonyms: Synonyms::default(),
            warnings: Vec::new(),
        };
        if let Some((bytes, _)) = self.synonyms {
            let (synonyms, problems) = read_synonyms(&bytes);
            corpus.synonyms = synonyms;
            corpus.problems.extend(problems);
        }
        for (done, (file, id)) in self.files.iter().zip(ids).enumerate() {
            match file.format.read(&file.bytes, &file.path, &id) {
                Ok((mut article, doubts)) => {
                    if article.metadata.url.is_none() {
                        article.metadata.url.clone_from(&file.address);
                    }
                    corpus.warnings.extend(doubts.into_iter().map(|(doubt, line)| Warning {
                        path: file.path.clone(),
                        line,
                        doubt,
                    }));
                    corpus.articles.push(article);
                }
                Err((reason, line)) => corpus.problems.push(Problem {
                    path: file.path.clone(),
                    line,
                    reason,
                }),
            }
            progress(done + 1, total);
        }
        corpus.problems.sort_by(|a, b| a.path.cmp(&b.path));
        corpus
    }

    fn add(&mut self, entry: FolderEntry, address: Option<String>) {
        if !entry.is_regular {
            return self.problem(entry.path, Reason::NotAFile);
        }
        if is_archive(&entry.place) {
            return self.add_archive(&entry);
        }
        let is_read = Format::of(&entry.place).is_some();
        let bytes = if is_read {
            read_bytes(&entry.place)
        } else {
            Ok(Vec::new())
        };
        self.add_file(entry.path, bytes, address);
    }

    fn add_archive(&mut self, entry: &FolderEntry) {
        match read_bytes(&entry.place).and_then(|bytes| Self::of_archive(&bytes, &entry.path)) {
            Ok(archive) => {
                self.files.extend(archive.files);
                self.problems.extend(archive.problems);
            }
            Err(reason) => self.problem(entry.path.clone(), reason),
        }
    }

    /// Adds a file, of which no more than the path counts if no reader takes it.
    fn add_file(&mut self, path: String, bytes: Result<Vec<u8>, Reason>, address: Option<String>) {
        let Some(format) = Format::of(Path::new(&path)) else {
            let reason = unread(Path::new(&path));
            return self.problem(path, reason);
        };
        match bytes {
            Ok(bytes) if bytes.len() as u64 > MAX_FILE_BYTES => self.problem(path, too_large(bytes.len() as u64)),
            Ok(bytes) => self.files.push(ListedFile {
                path,
                format,
                hash: hash(&bytes, address.as_deref()),
                bytes,
                address,
            }),
            Err(reason) => self.problem(path, reason),
        }
    }

    fn add_synonyms(&mut self, folder: &Path) {
        let path = &folder.join(SYNONYMS);
        match fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            _ if fs::canonicalize(folder).is_ok_and(|root| leads_out(path, &root)) => {
                self.problem(SYNONYMS.to_owned(), Reason::LinkOutside);
            }
            Ok(metadata) if !metadata.is_file() => self.problem(SYNONYMS.to_owned(), Reason::NotAFile),
            // Any other fault shows up when the file is read.
            _ => match read_bytes(path) {
                Ok(bytes) => {
                    let hash = *blake3::hash(&bytes).as_bytes();
                    self.synonyms = Some((bytes, hash));
                }
                Err(reason) => self.problem(SYNONYMS.to_owned(), reason),
            },
        }
    }

    fn problem(&mut self, path: String, reason: Reason) {
        self.problems.push(Problem {
            path,
            line: None,
            reason,
        });
    }
}

/// Folds the problems of files of one unread format into one that names the first of them: the folder of a site may
/// hold a thousand pictures.
fn folded(problems: Vec<Problem>) -> Vec<Problem> {
    let mut by_extension: BTreeMap<String, Vec<Problem>> = BTreeMap::new();
    let mut folded = Vec::new();
    for problem in problems {
        let is_unread = matches!(problem.reason, Reason::UnknownFormat | Reason::UnreadFormat(_));
        match Path::new(&problem.path).extension() {
            Some(extension) if is_unread => {
                let extension = extension.to_string_lossy().to_lowercase();
                by_extension.entry(extension).or_default().push(problem);
            }
            _ => folded.push(problem),
        }
    }
    for (extension, mut files) in by_extension {
        if files.len() > MAX_NAMED {
            let more = files.len() - 1;
            files.truncate(1);
            let _ = write!(files[0].path, " (and {more} more .{extension} files)");
        }
        folded.append(&mut files);
    }
    folded
}

fn too_large(actual_bytes: u64) -> Reason {
    Reason::TooLarge {
        actual_bytes,
        limit_bytes: MAX_FILE_BYTES,
    }
}

/// The hash of a file's content and of the address that it was fetched from.
fn hash(bytes: &[u8], address: Option<&str>) -> [u8; 32] {
    let content = blake3::hash(bytes);
    match address {
        None => *content.as_bytes(),
        Some(address) => *blake3::keyed_hash(content.as_bytes(), address.as_bytes()).as_bytes(),
    }
}

/// Reads the bytes of a file, or gives the reason why not, for instance that there are too many.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Reason> {
    let unreadable = |error: std::io::Error| Reason::Unreadable(error.to_string());
    let file = fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

fn read_synonyms(bytes: &[u8]) -> (Synonyms, Vec<Problem>) {
    match Source::decode(bytes, None) {
        Ok(source) => Synonyms::parse(source.text(), SYNONYMS),
        // A file without a rule counts as no file.
        Err((Reason::Empty, _)) => (Synonyms::default(), Vec::new()),
        Err((reason, line)) => {
            let path = SYNONYMS.to_owned();
            (Synonyms::default(), vec![Problem { path, line, reason }])
        }
    }
}

/// Ids are paths without extension; paths that would share one keep theirs.
pub(super) fn ids(paths: &[&str]) -> Vec<String> {
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for path in paths {
        *counts.entry(stem(path)).or_default() += 1;
    }
    paths
        .iter()
        .map(|&path| {
            let stem = stem(path);
            if counts.get(&stem).is_some_and(|&count| count > 1) {
                path.to_owned()
            } else {
                stem
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::package::testing::pack;
    use super::*;

    fn read(files: &[(&str, &[u8])]) -> Corpus {
        let folder = tempfile::tempdir().unwrap();
        for (path, content) in files {
            fs::write(folder.path().join(path), content).unwrap();
        }
        Listing::read(folder.path()).unwrap().into_corpus(|_, _| ())
    }

    fn shown(corpus: &Corpus) -> (Vec<&str>, Vec<String>) {
        let paths = corpus.articles.iter().map(|article| article.path.as_str());
        let problems = corpus.problems.iter();
        let problems = problems.map(|problem| format!("{}: {}", problem.path, problem.reason));
        (paths.collect(), problems.collect())
    }

    #[test]
    fn an_archive_is_read_like_a_folder() {
        let archive = pack(&[
            ("rules/pool.md", "# Pool\n\nThe pool opens at nine.\n"),
            ("rules/", ""),
            ("empty.txt", ""),
            ("map.png", "x"),
            ("inner.zip", "x"),
        ]);
        let corpus = read(&[("a.zip", &archive), ("a.txt", b"Nobody may feed the ducks.")]);
        let (paths, problems) = shown(&corpus);
        assert_eq!(paths, ["a.txt", "a.zip/rules/pool.md"]);
        assert_eq!(
            problems,
            [
                "a.zip/empty.txt: is empty",
                "a.zip/inner.zip: is an archive within an archive; unpack it and add the files in it",
                "a.zip/map.png: is a picture, and words in pictures aren't read; write them into a .txt or .md file",
            ]
        );
    }

    #[test]
    fn an_archive_that_cannot_be_read_is_told() {
        let bomb = pack(&[("a.txt", &"0".repeat(3 * 1024 * 1024))]);
        let corpus = read(&[("broken.zip", b"PK"), ("bomb.zip", &bomb)]);
        let (paths, problems) = shown(&corpus);
        assert!(paths.is_empty());
        assert_eq!(
            problems,
            [
                "bomb.zip: unpacks to more than a document may have; split it into several files",
                "broken.zip: is damaged, or isn't what its extension says; save it again in the program that it is from",
            ]
        );
    }

    #[test]
    fn many_files_of_an_unread_format_are_told_in_one_line() {
        let files = ["a.png", "b.PNG", "c.png", "d.png", "a.css", "b.css"];
        let corpus = read(&files.map(|path| (path, b"x".as_slice())));
        let problems: Vec<_> = corpus.problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(problems, ["a.css", "a.png (and 3 more .png files)", "b.css"]);
    }

    #[cfg(unix)]
    #[test]
    fn synonyms_are_not_read_from_outside_of_the_corpus() {
        let outside = tempfile::tempdir().unwrap();
        let corpus = outside.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        fs::write(outside.path().join("words.txt"), "pub, inn").unwrap();
        std::os::unix::fs::symlink("../words.txt", corpus.join(SYNONYMS)).unwrap();
        let corpus = Listing::read(&corpus).unwrap().into_corpus(|_, _| ());
        assert!(corpus.synonyms.is_empty());
        assert_eq!(corpus.problems[0].reason, Reason::LinkOutside);
    }
}

//! Walking the corpus folder: which files count, and what became of each.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use thiserror::Error;
use walkdir::WalkDir;

use super::article::Article;
use super::passages::assemble;
use super::problem::{Problem, Reason, Warning};
use super::source::Source;
use super::synonyms::Synonyms;
use super::{html, markdown, txt};

/// Larger files are left out: a book of 3,000 pages has some 6 MB, so what is above is no article but a mistake.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// The file with the synonyms, in the corpus folder itself.
const SYNONYMS: &str = "synonyms.txt";

/// The corpus cannot be looked at as a whole.
#[derive(Debug, Error)]
pub enum CorpusError {
    /// There is no such folder.
    #[error("there is no corpus folder {0}")]
    Missing(PathBuf),
    /// It is something else than a folder.
    #[error("{0} is not a folder")]
    NotAFolder(PathBuf),
    /// The operating system refused.
    #[error("the corpus folder {path} can't be read: {source}")]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// The files of a corpus, by content: what a fingerprint is made of. Cheap beside reading them as articles.
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
}

/// What was read from a corpus folder.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The articles, by path.
    pub articles: Vec<Article>,
    /// The files that were left out, by path, and the lines of the synonyms.
    pub problems: Vec<Problem>,
    /// Which words stand for which; none if the folder has no `synonyms.txt`.
    pub synonyms: Synonyms,
    /// What is doubtful about files that were read all the same, by path.
    pub warnings: Vec<Warning>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Html,
}

impl Listing {
    /// Lists the files under `folder` with their content. Sub-folders count; hidden files, the folder's own
    /// `README.md`, and what a browser saves beside a page (`NAME_files`) do not. Its `synonyms.txt` is listed, but
    /// as no article.
    ///
    /// # Errors
    /// If the folder itself cannot be read. A file that cannot be read is a problem of the listing.
    pub fn read(folder: &Path) -> Result<Self, CorpusError> {
        let metadata = fs::metadata(folder).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => CorpusError::Missing(folder.to_owned()),
            _ => CorpusError::Unreadable {
                path: folder.to_owned(),
                source,
            },
        })?;
        if !metadata.is_dir() {
            return Err(CorpusError::NotAFolder(folder.to_owned()));
        }
        fs::read_dir(folder).map_err(|source| CorpusError::Unreadable {
            path: folder.to_owned(),
            source,
        })?;
        let mut listing = Self::default();
        let walk = WalkDir::new(folder)
            .follow_links(true)
            .min_depth(1)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| !is_passed_over(entry, folder));
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => listing.add(
                    entry.path(),
                    &relative(entry.path(), folder),
                    entry.file_type().is_file(),
                ),
                Err(error) => {
                    let path = error.path().map_or_else(String::new, |path| relative(path, folder));
                    let reason = error.io_error().map_or_else(
                        || "it links to a folder that it stands in".to_owned(),
                        ToString::to_string,
                    );
                    listing.problem(path, Reason::Unreadable(reason));
                }
            }
        }
        listing.files.sort_by(|a, b| a.path.cmp(&b.path));
        listing.add_synonyms(&folder.join(SYNONYMS));
        Ok(listing)
    }

    /// Path and content hash (BLAKE3) of each file, ordered by path, and behind them that of the synonyms.
    #[must_use]
    pub fn hashes(&self) -> Vec<(String, [u8; 32])> {
        let articles = self.files.iter().map(|file| (file.path.clone(), file.hash));
        let synonyms = self.synonyms.iter().map(|(_, hash)| (SYNONYMS.to_owned(), *hash));
        articles.chain(synonyms).collect()
    }

    /// Reads every listed file as an article, and the synonyms; `progress` hears after each how many of how many are done.
    #[must_use]
    pub fn into_corpus(self, mut progress: impl FnMut(usize, usize)) -> Corpus {
        let ids = ids(&self.files);
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
            match read_article(file, &id) {
                Ok(article) => {
                    corpus.warnings.extend(Warning::about(&article));
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

    fn add(&mut self, path: &Path, relative: &str, is_regular: bool) {
        if !is_regular {
            // Opening a pipe would wait for ever.
            return self.problem(relative.to_owned(), Reason::NotAFile);
        }
        let Some(format) = format_of(path) else {
            return self.problem(relative.to_owned(), Reason::UnknownFormat);
        };
        match read_bytes(path) {
            Ok(bytes) => self.files.push(ListedFile {
                path: relative.to_owned(),
                format,
                hash: *blake3::hash(&bytes).as_bytes(),
                bytes,
            }),
            Err(reason) => self.problem(relative.to_owned(), reason),
        }
    }

    fn add_synonyms(&mut self, path: &Path) {
        match fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Ok(metadata) if !metadata.is_file() => self.problem(SYNONYMS.to_owned(), Reason::NotAFile),
            // Whatever else is wrong is wrong with reading it too.
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

fn read_bytes(path: &Path) -> Result<Vec<u8>, Reason> {
    let unreadable = |error: std::io::Error| Reason::Unreadable(error.to_string());
    let file = fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let too_large = |actual_bytes| Reason::TooLarge {
        actual_bytes,
        limit_bytes: MAX_FILE_BYTES,
    };
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

fn read_article(file: &ListedFile, id: &str) -> Result<Article, (Reason, Option<usize>)> {
    if file.bytes.is_empty() {
        return Err((Reason::Empty, None));
    }
    let declared = match file.format {
        Format::Html => html::declared_encoding(&file.bytes),
        Format::Text | Format::Markdown => None,
    };
    let source = Source::decode(&file.bytes, declared)?;
    let document = match file.format {
        Format::Text => txt::read(source.text()),
        Format::Markdown => markdown::read(source.text())?,
        Format::Html => html::read(source.text())?,
    };
    assemble(document, &source, &file.path, id).ok_or((Reason::NothingToQuote, None))
}

fn read_synonyms(bytes: &[u8]) -> (Synonyms, Vec<Problem>) {
    match Source::decode(bytes, None) {
        Ok(source) => Synonyms::parse(source.text(), SYNONYMS),
        // A file without a rule is as good as none.
        Err((Reason::Empty, _)) => (Synonyms::default(), Vec::new()),
        Err((reason, line)) => {
            let path = SYNONYMS.to_owned();
            (Synonyms::default(), vec![Problem { path, line, reason }])
        }
    }
}

fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Format::Text),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        _ => None,
    }
}

fn is_passed_over(entry: &walkdir::DirEntry, folder: &Path) -> bool {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini" {
        return true;
    }
    if entry.path().parent() == Some(folder) && (name == "README.md" || name == SYNONYMS) {
        return true;
    }
    entry.file_type().is_dir()
        && name.strip_suffix("_files").is_some_and(|page| {
            ["html", "htm"]
                .iter()
                .any(|extension| entry.path().with_file_name(format!("{page}.{extension}")).is_file())
        })
}

fn relative(path: &Path, folder: &Path) -> String {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    inner
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Ids are paths without extension; files that would share one keep theirs.
fn ids(files: &[ListedFile]) -> Vec<String> {
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for file in files {
        *counts.entry(stem(&file.path)).or_default() += 1;
    }
    files
        .iter()
        .map(|file| {
            let stem = stem(&file.path);
            if counts.get(&stem).is_some_and(|&count| count > 1) {
                file.path.clone()
            } else {
                stem
            }
        })
        .collect()
}

//! The folders of the bot: whether they can be written or created, and which articles are in the corpus. The checks ask
//! the operating system, and write nothing.

use std::fs;
use std::io;
use std::path::Path;

use rustix::fs::{Access, access};

use super::clause;
use super::report::{Group, Status};
use crate::cli::serve::libraries::quotas;
use crate::config::{Config, DATA_VARIABLE};
use crate::corpus::{Corpus, CorpusError, Listing};
use crate::index::LeftOut;
use crate::library::{ServersFolder, Standing, left_out_sentence};
use crate::message::{self, count, size};

/// The number of skipped files to name.
const NAMED: usize = 20;

/// True if a folder can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Usable {
    Writable,
    /// It doesn't exist yet, but can be created.
    Creatable,
    /// It can't be used; the reason is a clause.
    No(String),
}

pub(super) fn check_corpus(config: &Config) -> Group {
    let mut group = Group::new("corpus");
    let folder = config.corpus.display().to_string();
    let corpus = match Listing::read(&config.corpus) {
        Ok(listing) => listing.into_corpus(|_, _| {}),
        Err(error) => {
            let (message, fix) = unreadable(error, &folder);
            group.wrong("folder", message, fix);
            return group;
        }
    };
    if corpus.articles.is_empty() {
        group.wrong(
            "articles",
            format!("There is no readable article in {folder}."),
            "Put a .txt, .md, .html, .pdf or .docx file into it, then run verbatim reindex.",
        );
    } else {
        let passages = corpus.articles.iter().map(|article| article.passages.len()).sum();
        group.ok(
            "articles",
            format!("The folder {folder} has {}.", size(corpus.articles.len(), passages)),
        );
    }
    doubts(&corpus, &mut group);
    let paths = corpus.articles.iter().map(|article| article.path.as_str());
    let synonyms = match (corpus.synonyms.len(), corpus.synonyms.unused(paths)) {
        (0, _) => "There are no synonyms (synonyms.txt in the corpus folder).".to_owned(),
        (all, 0) => format!("synonyms.txt has {}.", count(all, "entry", "entries")),
        (all, unused) => format!(
            "synonyms.txt has {}; {unused} of them are for articles that aren't in the corpus, and do nothing.",
            count(all, "entry", "entries")
        ),
    };
    group.ok("synonyms", synonyms);
    match usable(&config.corpus, &[]) {
        Usable::Writable => group.ok(
            "writable",
            "Articles can be added and removed (/corpus, verbatim corpus).",
        ),
        // An admin who edits the folder by hand may want it this way.
        _ => group.warn(
            "writable",
            "The corpus folder isn't writable, so /corpus can't add or remove articles.",
            "If it should, give the user that runs the bot write access.",
        ),
    }
    group
}

/// Looks at the libraries of servers, where each server has its own.
pub(super) fn check_servers(config: &Config) -> Group {
    let mut group = Group::new("servers");
    let folder = ServersFolder::in_data(&config.data);
    match folder.all() {
        Ok(servers) => {
            let standings: Vec<Standing> = servers.iter().filter_map(|id| folder.standing(*id).ok()).collect();
            let suspended = standings.iter().filter(|it| it.suspended_at.is_some()).count();
            let gone = standings.iter().filter(|it| it.gone_at.is_some()).count();
            let unusual = [
                (suspended, "of them is suspended", "of them are suspended"),
                (gone, "server has removed the bot", "servers have removed the bot"),
            ];
            let unusual = unusual.into_iter().filter(|(number, ..)| *number > 0);
            let unusual: Vec<String> = unusual
                .map(|(number, one, several)| format!("; {}", count(number, one, several)))
                .collect();
            group.ok(
                "libraries",
                format!(
                    "Each server has its own library, made when it first needs one; {} in {}{}.",
                    count(servers.len(), "is", "are"),
                    folder.path().display(),
                    unusual.concat()
                ),
            );
            group.ok("quotas", message::servers::quotas(&quotas(&config.quotas).in_words()));
        }
        Err(error) => group.wrong(
            "libraries",
            format!(
                "The libraries of servers in {} can't be read: {error}.",
                folder.path().display()
            ),
            "Give the user that runs the bot read access to the folder.",
        ),
    }
    tell(
        &mut group,
        "servers",
        folder.path(),
        &usable(folder.path(), &[]),
        Status::Wrong,
        DATA_VARIABLE,
    );
    group
}

fn unreadable(error: CorpusError, folder: &str) -> (String, &'static str) {
    match error {
        CorpusError::Missing(_) => (
            format!("There is no corpus folder {folder}."),
            "Create it and put articles into it (.txt, .md, .html, .pdf or .docx), or set VERBATIM_CORPUS to another folder. Did you start the program in the right folder?",
        ),
        CorpusError::NotAFolder(_) => (
            format!("The corpus folder {folder} is not a folder."),
            "Put a folder with articles in its place, or set VERBATIM_CORPUS to another folder.",
        ),
        error @ CorpusError::Unreadable { .. } => (
            format!("The articles can't be read: {}.", clause(error)),
            "Give the user that runs the bot read access to the folder and everything in it.",
        ),
    }
}

fn doubts(corpus: &Corpus, group: &mut Group) {
    for problem in corpus.problems.iter().take(NAMED) {
        let left = LeftOut::from(problem);
        let advice = if left.is_of_one_line {
            "Correct the line, then run verbatim reindex."
        } else {
            "Fix or remove the file, then run verbatim reindex."
        };
        group.warn("left_out", left_out_sentence(&left), advice);
    }
    let more = corpus.problems.len().saturating_sub(NAMED);
    if more > 0 {
        let message = format!("{} skipped.", count(more, "more was", "more were"));
        group.warn("left_out", message, "verbatim reindex lists all of them.");
    }
    for warning in &corpus.warnings {
        let message = message::doubtful(&warning.path, warning.line, &warning.doubt);
        group.add("doubtful", Status::Warn, message, None);
    }
}

/// Reports whether the folder for `what` can be written. `unusable` is the status if it can't, and `variable` the
/// folder's setting.
pub(super) fn tell(group: &mut Group, what: &str, folder: &Path, usable: &Usable, unusable: Status, variable: &str) {
    let folder = folder.display();
    match usable {
        Usable::Writable => group.ok("writable", format!("The {what} folder {folder} is writable.")),
        Usable::Creatable => group.ok(
            "writable",
            format!("The {what} folder {folder} doesn't exist yet; it can be created."),
        ),
        Usable::No(reason) => group.add(
            "writable",
            unusable,
            format!("The {what} folder {folder} can't be used: {reason}."),
            Some(format!(
                "Give the user that runs the bot write access, or set {variable} to another folder."
            )),
        ),
    }
}

/// True if the folder can be written, as well as those of `files` that exist in it. The files may belong to another
/// user, if an admin once ran the program as that user.
pub(super) fn usable(folder: &Path, files: &[&str]) -> Usable {
    let is_closed = |name: &&&str| {
        let file = folder.join(name);
        file.exists() && access(&file, Access::READ_OK | Access::WRITE_OK).is_err()
    };
    match fs::metadata(folder) {
        Ok(metadata) if !metadata.is_dir() => Usable::No("it is not a folder".to_owned()),
        Ok(_) if !is_writable(folder) => Usable::No("it isn't writable".to_owned()),
        Ok(_) => match files.iter().find(is_closed) {
            Some(name) => Usable::No(format!("the file {name} in it isn't writable")),
            None => Usable::Writable,
        },
        Err(_) if folder.is_symlink() => Usable::No("it is a link to something that doesn't exist".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_creatable(folder) => Usable::Creatable,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Usable::No("it doesn't exist and can't be created".to_owned())
        }
        Err(error) => Usable::No(error.to_string()),
    }
}

/// True if the nearest folder above that exists can be written.
fn is_creatable(folder: &Path) -> bool {
    let mut above = folder.ancestors();
    let existing = above.find(|path| !path.as_os_str().is_empty() && path.exists());
    let existing = existing.unwrap_or(Path::new("."));
    existing.is_dir() && is_writable(existing)
}

fn is_writable(folder: &Path) -> bool {
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_writable_creatable_or_unusable() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::write(path("file"), "").unwrap();
        std::os::unix::fs::symlink("nowhere", path("link")).unwrap();
        let usable = |path: &Path| match usable(path, &[]) {
            Usable::No(reason) => reason,
            usable => format!("{usable:?}"),
        };
        assert_eq!(usable(home.path()), "Writable");
        assert_eq!(usable(&path("data")), "Creatable");
        assert_eq!(usable(&path("of/the/bot")), "Creatable");
        assert_eq!(usable(&path("file")), "it is not a folder");
        assert_eq!(usable(&path("file/data")), "it doesn't exist and can't be created");
        assert_eq!(usable(&path("link")), "it is a link to something that doesn't exist");
        assert_eq!(usable(Path::new("nowhere to be found")), "Creatable");
        assert!(!path("data").exists() && !path("of").exists());
    }
}

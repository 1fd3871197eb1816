//! The corpus as admins change it: uploads, and the articles that they would become.
//!
//! `trash` removes and restores articles; `processes` runs several changes at once, and kills them.

mod processes;
mod trash;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;
use verbatim::corpus::{
    Disguise, Draft, DraftId, EXTENSIONS, Listing, MAX_FILE_BYTES, Reason, Rejected, Replacing, Shelf, ShelfError,
    TrashId,
};

const TALKS: &str = "The minister said that trust builds slowly, and that nothing was agreed.";
const NEWS: &str = "On Monday the envoys met in Zürich, and the talks went on until the evening.";
const NEWER: &str = "On Friday the envoys met in Geneva, and the talks ended before it was noon.";

/// A corpus folder with `talks.txt`, inside a separate folder.
struct Corpus {
    root: TempDir,
    shelf: Shelf,
}

impl Corpus {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(&root.path().join("corpus"));
        let corpus = Self { root, shelf };
        corpus.write("talks.txt", TALKS);
        corpus
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("corpus").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn check(&self, name: &str, text: &str) -> Draft {
        self.shelf.check(name, text.as_bytes().to_vec()).unwrap()
    }

    fn rejected(&self, name: &str, bytes: impl AsRef<[u8]>) -> Rejected {
        match self.shelf.check(name, bytes.as_ref().to_vec()) {
            Err(ShelfError::Rejected(rejected)) => rejected,
            other => panic!("{name}: {other:?}"),
        }
    }

    /// The articles as the index will find them.
    fn listed(&self) -> Vec<String> {
        let listing = Listing::read(&self.path("")).unwrap().into_corpus(|_, _| {});
        assert_eq!(listing.problems, []);
        listing.articles.into_iter().map(|article| article.path).collect()
    }

    fn trash(&self) -> Vec<(String, TrashId)> {
        let trash = self.shelf.trash().unwrap();
        trash.into_iter().map(|trashed| (trashed.path, trashed.id)).collect()
    }
}

#[test]
fn a_draft_is_the_article_that_the_corpus_will_read() {
    let corpus = Corpus::new();
    let text =
        format!("---\ntitle: The News\nlanguage: klingonese\n---\n\n# Monday\n\n{NEWS}\n\n# Friday\n\n{NEWER}\n");
    let draft = corpus.check("up/News?.MD", &text);
    assert_eq!((draft.path(), draft.is_renamed()), ("News_.md", true));
    assert_eq!(draft.article().unwrap().title, "The News");
    assert_eq!(draft.article().unwrap().sections[1].headings, ["Friday"]);
    assert!(draft.warnings()[0].doubt.to_string().contains("klingonese"));
    assert_eq!((draft.replaces(), draft.twin()), (None, None));
    assert_eq!(corpus.listed(), ["talks.txt"], "nothing is written");
    assert_eq!(fs::read_dir(corpus.path("")).unwrap().count(), 1, "nothing is written");
    let added = corpus.shelf.add(&draft, Replacing::No).unwrap();
    assert_eq!((added.path.as_str(), added.replaced), ("News_.md", None));
    assert_eq!(corpus.read("News_.md"), text);
    let read = Listing::read(&corpus.path("")).unwrap().into_corpus(|_, _| {});
    assert_eq!(read.articles.first(), draft.article());
    assert!(!corpus.check("plain.txt", NEWS).is_renamed());
}

#[test]
fn a_draft_that_shares_a_stem_has_the_id_that_the_corpus_will_give_it() {
    let corpus = Corpus::new();
    let draft = corpus.check("talks.md", NEWS);
    assert_eq!(draft.article().unwrap().id, "talks.md");
    corpus.shelf.add(&draft, Replacing::No).unwrap();
    let read = Listing::read(&corpus.path("")).unwrap().into_corpus(|_, _| {});
    assert_eq!(read.articles.first(), draft.article());
}

#[test]
fn hostile_names_stay_in_the_folder() {
    for (given, path) in [
        ("../../up.txt", "up.txt"),
        ("..\\..\\up.txt", "up.txt"),
        ("/etc/cron.d/job.md", "job.md"),
        ("../../.env.txt", "env.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul\0.txt", "_nul.txt"),
        ("gpj.\u{202e}txt", "gpj.txt"),
        (".trash/x.txt", "x.txt"),
        (".txt", "article.txt"),
    ] {
        let corpus = Corpus::new();
        let draft = corpus.check(given, NEWS);
        let added = corpus.shelf.add(&draft, Replacing::No).unwrap();
        assert_eq!((added.path.as_str(), draft.is_renamed()), (path, true), "{given}");
        assert!(corpus.listed().contains(&added.path), "{given}");
        assert_eq!(fs::read_dir(corpus.root.path()).unwrap().count(), 1, "{given}");
    }
    let long = Corpus::new().check(&format!("{}.txt", "ö".repeat(300)), NEWS);
    assert_eq!(long.path(), format!("{}.txt", "ö".repeat(48)));
}

#[test]
fn names_that_are_no_articles_are_rejected() {
    let corpus = Corpus::new();
    fs::create_dir(corpus.path("Folder.txt")).unwrap();
    for (name, extension) in [
        ("../../.env", "env"),
        ("CON", ""),
        ("a.bin", "bin"),
        ("a.txt.exe", "exe"),
        ("", ""),
    ] {
        let (extension, known) = (extension.to_owned(), EXTENSIONS);
        assert_eq!(
            corpus.rejected(name, NEWS),
            Rejected::UnknownFormat { extension, known },
            "{name}"
        );
    }
    assert_eq!(
        corpus.rejected("a/SYNONYMS.txt", NEWS),
        Rejected::Reserved { name: "synonyms.txt" }
    );
    let path = "Folder.txt".to_owned();
    assert_eq!(corpus.rejected("folder.txt", NEWS), Rejected::NameOfAFolder { path });
}

#[test]
fn what_is_not_what_its_name_says_is_rejected_by_what_it_is() {
    let corpus = Corpus::new();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    assert_eq!(corpus.rejected("photo.txt", png), Rejected::NotText(Disguise::Image));
    assert_eq!(corpus.rejected("photo.html", png), Rejected::NotText(Disguise::Image));
    let zip = b"PK\x03\x04\x14\0\x08\0\x08\0.....notes.txt";
    assert_eq!(corpus.rejected("notes.md", zip), Rejected::NotText(Disguise::Archive));
    let docx = [&zip[..], b"PK\x01\x02\x14\0word/document.xmlPK\x05\x06"].concat();
    assert_eq!(
        corpus.rejected("notes.md", docx),
        Rejected::NotText(Disguise::WordProcessor)
    );
    assert_eq!(
        corpus.rejected("a.txt", "%PDF-1.7\n%abc"),
        Rejected::NotText(Disguise::Pdf)
    );
    assert_eq!(
        corpus.rejected("a.txt", b"\x1f\x8b\x08\0\0\0\0\0"),
        Rejected::NotText(Disguise::Compressed)
    );
    let page = format!("<!DOCTYPE html>\n<html><body><p>{NEWS}</p></body></html>");
    assert_eq!(corpus.rejected("page.txt", &page), Rejected::WebPage);
    assert_eq!(corpus.rejected("page.md", &page), Rejected::WebPage);
    assert_eq!(corpus.check("page.html", &page).article().unwrap().text, NEWS);
}

#[test]
fn what_the_corpus_would_leave_out_is_rejected_for_the_same_reason() {
    let corpus = Corpus::new();
    let left_out = |reason, line| Rejected::LeftOut { reason, line };
    assert_eq!(corpus.rejected("a.txt", ""), left_out(Reason::Empty, None));
    assert_eq!(corpus.rejected("a.md", " \n"), left_out(Reason::Empty, None));
    assert_eq!(corpus.rejected("a.txt", "abc\0def"), left_out(Reason::Binary, None));
    assert_eq!(
        corpus.rejected("a.txt", "Leave a Comment\n"),
        left_out(Reason::NothingToQuote, None)
    );
    let actual_bytes = MAX_FILE_BYTES + 1;
    let large = vec![b'a'; usize::try_from(actual_bytes).unwrap()];
    let limit_bytes = MAX_FILE_BYTES;
    assert_eq!(
        corpus.rejected("a.txt", large),
        left_out(
            Reason::TooLarge {
                actual_bytes,
                limit_bytes
            },
            None
        )
    );
}

#[test]
fn the_same_content_again_is_nothing_to_do() {
    let corpus = Corpus::new();
    let same = corpus.check("talks.txt", TALKS);
    assert!(same.replaces().unwrap().is_same);
    assert_eq!(same.twin(), None);
    let added = corpus.shelf.add(&same, Replacing::Yes).unwrap();
    assert_eq!((added.path.as_str(), added.replaced), ("talks.txt", None));
    assert_eq!(corpus.trash(), []);
    let copy = corpus.check("talks (1).txt", TALKS);
    assert_eq!((copy.replaces(), copy.twin()), (None, Some("talks.txt")));
}

#[test]
fn a_draft_outlives_a_restart_and_is_checked_anew() {
    let corpus = Corpus::new();
    let draft = corpus.check("../news.txt", NEWS);
    let id = corpus.shelf.put_aside(&draft).unwrap();
    assert_ne!(id, corpus.shelf.put_aside(&draft).unwrap(), "each has an id of its own");
    assert_eq!(corpus.listed(), ["talks.txt"], "a draft is no article");
    let restarted = Shelf::new(&corpus.path(""));
    let id: DraftId = id.to_string().parse().unwrap();
    let again = restarted.draft(id).unwrap();
    assert_eq!(
        (again.path(), again.bytes(), again.article()),
        ("news.txt", NEWS.as_bytes(), draft.article())
    );
    corpus.write("News.txt", NEWER);
    assert_eq!(restarted.draft(id).unwrap().replaces().unwrap().path, "News.txt");
    let added = restarted.add(&restarted.draft(id).unwrap(), Replacing::Yes).unwrap();
    assert_eq!(added.path, "News.txt");
    assert!(restarted.discard(id).unwrap());
    assert!(!restarted.discard(id).unwrap());
    assert!(matches!(restarted.draft(id), Err(ShelfError::NoDraft(gone)) if gone == id));
    assert_eq!(restarted.discard_old(Duration::ZERO).unwrap(), 1);
}

#[test]
fn nothing_but_an_id_is_one() {
    let draft = "0123456789abcdef";
    assert_eq!(draft.parse::<DraftId>().unwrap().to_string(), draft);
    for text in [
        "",
        "0123456789ABCDEF",
        "0123456789abcde",
        "+123456789abcdef",
        "../../../../talks",
        "0123456789abcdef0",
        "０１２３４",
    ] {
        assert!(text.parse::<DraftId>().is_err(), "{text}");
    }
    let trash = "0001700000000";
    assert_eq!(trash.parse::<TrashId>().unwrap().to_string(), trash);
    for text in ["", "1700000000", "+170000000000", "../../talks.t", "17000000000000"] {
        assert!(text.parse::<TrashId>().is_err(), "{text}");
    }
}

#[test]
fn articles_are_found_by_path_id_or_name() {
    let corpus = Corpus::new();
    for path in [
        "news/Talks.md",
        "news/deep/end.html",
        "old/end.txt",
        "old/A.txt",
        "old/a.md",
    ] {
        corpus.write(path, NEWS);
    }
    corpus.write("news/picture.png", "no article");
    corpus.write(".trash/0001700000000/gone.txt", NEWS);
    let find = |what: &str| corpus.shelf.find(what).unwrap();
    assert_eq!(find("talks.txt"), "talks.txt");
    assert_eq!(find(" talks "), "talks.txt");
    assert_eq!(find("NEWS/talks.MD"), "news/Talks.md");
    assert_eq!(find("news/deep/end"), "news/deep/end.html");
    assert_eq!(find("end.txt"), "old/end.txt");
    assert_eq!(find("old/A"), "old/A.txt");
    let ambiguous = corpus.shelf.find("end");
    assert!(
        matches!(ambiguous, Err(ShelfError::Ambiguous { paths, .. }) if paths == ["news/deep/end.html", "old/end.txt"])
    );
    for what in [
        "",
        "gone",
        "gone.txt",
        "picture",
        "../corpus/talks.txt",
        ".trash/0001700000000/gone.txt",
        "/etc/passwd",
        "./talks.txt",
    ] {
        assert!(
            matches!(corpus.shelf.find(what), Err(ShelfError::NoArticle { .. })),
            "{what}"
        );
        assert!(
            matches!(corpus.shelf.remove(what), Err(ShelfError::NoArticle { .. })),
            "{what}"
        );
    }
    assert_eq!(corpus.shelf.articles().unwrap().len(), 6);
}

#[test]
fn an_error_of_the_disk_is_told_and_changes_nothing() {
    let corpus = Corpus::new();
    corpus.write("news.txt", NEWS);
    for name in [".trash", ".drafts"] {
        fs::write(corpus.path(name), "a file where a folder is needed").unwrap();
    }
    let draft = corpus.check("news.txt", NEWER);
    let place = |error: ShelfError| match error {
        ShelfError::Io { path, .. } => path.strip_prefix(corpus.path("")).unwrap().to_owned(),
        other => panic!("{other:?}"),
    };
    let in_trash = place(corpus.shelf.remove("news.txt").unwrap_err());
    assert!(in_trash.starts_with(".trash"));
    assert!(place(corpus.shelf.add(&draft, Replacing::Yes).unwrap_err()).starts_with(".trash"));
    assert!(place(corpus.shelf.put_aside(&draft).unwrap_err()).starts_with(".drafts"));
    assert_eq!(corpus.read("news.txt"), NEWS);
    assert_eq!(corpus.listed(), ["news.txt", "talks.txt"]);
    let nowhere = Shelf::new(&corpus.path("none"));
    assert!(matches!(nowhere.add(&draft, Replacing::No), Err(ShelfError::Corpus(_))));
    assert!(matches!(nowhere.put_aside(&draft), Err(ShelfError::Corpus(_))));
    assert!(matches!(
        nowhere.check("a.txt", NEWS.into()),
        Err(ShelfError::Corpus(_))
    ));
    assert!(!corpus.path("none").exists());
}

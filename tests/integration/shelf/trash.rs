//! Articles that are removed or replaced, and restored.

use std::fs;
#[cfg(unix)]
use std::path::Path;
use std::time::Duration;

use verbatim::corpus::{Replacing, ShelfError, TrashId};

use super::{Corpus, NEWER, NEWS, TALKS};

#[test]
fn an_article_is_replaced_only_if_it_may_be_and_the_old_one_is_kept() {
    let corpus = Corpus::new();
    let draft = corpus.check("TALKS.txt", NEWS);
    let replaced = draft.replaces().unwrap();
    assert_eq!(
        (draft.path(), replaced.path.as_str(), replaced.is_same),
        ("talks.txt", "talks.txt", false)
    );
    let refused = corpus.shelf.add(&draft, Replacing::No);
    assert!(matches!(refused, Err(ShelfError::Exists { path }) if path == "talks.txt"));
    assert_eq!(corpus.read("talks.txt"), TALKS);
    let added = corpus.shelf.add(&draft, Replacing::Yes).unwrap();
    assert_eq!(corpus.read("talks.txt"), NEWS);
    assert_eq!(corpus.listed(), ["talks.txt"]);
    assert_eq!(corpus.trash(), [("talks.txt".to_owned(), added.replaced.unwrap())]);
    let newer = corpus.check("talks.txt", NEWER);
    let newer = corpus.shelf.add(&newer, Replacing::Yes).unwrap().replaced.unwrap();
    assert_eq!(corpus.trash().len(), 2);

    corpus.write("other.txt", NEWS);
    corpus.shelf.remove("talks.txt").unwrap();
    assert_eq!(corpus.shelf.restore(added.replaced.unwrap()).unwrap(), "talks.txt");
    assert_eq!(corpus.read("talks.txt"), TALKS, "each version can be restored");
    corpus.shelf.remove("talks.txt").unwrap();
    assert_eq!(corpus.shelf.restore(newer).unwrap(), "talks.txt");
    assert_eq!(corpus.read("talks.txt"), NEWS, "each version can be restored");
}

#[test]
fn what_is_removed_is_in_the_trash_and_comes_back_where_it_was() {
    let corpus = Corpus::new();
    corpus.write("news/deep/a.txt", NEWS);
    let trashed = corpus.shelf.remove("news/deep/a.txt").unwrap();
    assert_eq!(
        (trashed.path.as_str(), trashed.bytes),
        ("news/deep/a.txt", NEWS.len() as u64)
    );
    assert!(trashed.removed_at.elapsed().unwrap() < Duration::from_mins(1));
    assert_eq!(corpus.listed(), ["talks.txt"]);
    assert_eq!(corpus.shelf.trash().unwrap(), std::slice::from_ref(&trashed));
    fs::remove_dir_all(corpus.path("news")).unwrap();
    let id: TrashId = trashed.id.to_string().parse().unwrap();
    assert_eq!(corpus.shelf.restore(id).unwrap(), "news/deep/a.txt");
    assert_eq!(corpus.read("news/deep/a.txt"), NEWS);
    assert_eq!(corpus.trash(), []);
    assert_eq!(fs::read_dir(corpus.path(".trash")).unwrap().count(), 0);
    assert!(matches!(corpus.shelf.restore(id), Err(ShelfError::NotInTrash { .. })));
}

#[test]
fn nothing_is_restored_over_what_is_there() {
    let corpus = Corpus::new();
    corpus.write("news.txt", NEWS);
    let id = corpus.shelf.remove("news.txt").unwrap().id;
    corpus.write("News.txt", NEWER);
    let restored = corpus.shelf.restore(id);
    assert!(matches!(restored, Err(ShelfError::Exists { path }) if path == "News.txt"));
    assert_eq!(corpus.read("News.txt"), NEWER);
    assert_eq!(corpus.trash().len(), 1, "it stays in the trash");
    fs::remove_file(corpus.path("News.txt")).unwrap();
    assert_eq!(corpus.shelf.restore(id).unwrap(), "news.txt");
}

#[test]
fn the_newest_version_of_a_path_is_restored_first() {
    let corpus = Corpus::new();
    for text in [NEWS, NEWER] {
        corpus.write("news.txt", text);
        corpus.shelf.remove("news.txt").unwrap();
    }
    assert_eq!(corpus.trash().len(), 2);
    assert_eq!(corpus.shelf.restore_newest("NEWS.txt").unwrap(), "news.txt");
    assert_eq!(corpus.read("news.txt"), NEWER);
    for path in ["other.txt", "", "../talks.txt"] {
        assert!(
            matches!(corpus.shelf.restore_newest(path), Err(ShelfError::NotInTrash { .. })),
            "{path}"
        );
    }
}

#[test]
fn the_last_article_stays() {
    let corpus = Corpus::new();
    let last = |path: &str| matches!(corpus.shelf.remove(path), Err(ShelfError::LastArticle { .. }));
    assert!(last("talks.txt"));
    corpus.write("empty.txt", " ");
    corpus.write("synonyms.txt", NEWS);
    assert!(last("talks.txt"), "neither of the others can be quoted");
    corpus.shelf.remove("empty.txt").unwrap();
    corpus.write("news.txt", NEWS);
    corpus.shelf.remove("talks.txt").unwrap();
    assert!(last("news.txt"));
    assert_eq!(corpus.listed(), ["news.txt"]);
}

#[test]
fn what_a_browser_saved_beside_a_page_goes_with_it_and_comes_back() {
    let corpus = Corpus::new();
    let page = format!("<html><body><p>{NEWS}</p></body></html>");
    corpus.write("web/page.html", &page);
    corpus.write("web/page_files/frame.html", &page);
    let listed = ["talks.txt", "web/page.html"];
    assert_eq!(corpus.listed(), listed);
    let id = corpus.shelf.remove("web/page.html").unwrap().id;
    assert_eq!(corpus.listed(), ["talks.txt"]);
    assert_eq!(corpus.trash(), [("web/page.html".to_owned(), id)]);
    corpus.shelf.restore(id).unwrap();
    assert_eq!(corpus.listed(), listed);
    assert_eq!(corpus.read("web/page_files/frame.html"), page);
    assert_eq!(corpus.trash(), []);
}

#[cfg(unix)]
#[test]
fn of_a_linked_article_the_link_is_moved_and_kept() {
    use std::os::unix::fs::symlink;
    let corpus = Corpus::new();
    // A link out of the folder is not followed, so this one leads to a file inside that is not an article.
    corpus.write(".drafts/elsewhere.txt", NEWS);
    let elsewhere = corpus.path(".drafts/elsewhere.txt");
    symlink(".drafts/elsewhere.txt", corpus.path("linked.txt")).unwrap();
    assert_eq!(corpus.listed(), ["linked.txt", "talks.txt"]);
    let id = corpus.shelf.remove("linked.txt").unwrap().id;
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), NEWS);
    assert_eq!(corpus.shelf.restore(id).unwrap(), "linked.txt");
    assert_eq!(corpus.listed(), ["linked.txt", "talks.txt"]);
    let newer = corpus.check("linked.txt", NEWER);
    let replaced = corpus.shelf.add(&newer, Replacing::Yes).unwrap().replaced.unwrap();
    assert_eq!(
        fs::read_to_string(&elsewhere).unwrap(),
        NEWS,
        "the file is not written through the link"
    );
    assert_eq!(corpus.read("linked.txt"), NEWER);
    corpus.shelf.remove("linked.txt").unwrap();
    corpus.shelf.restore(replaced).unwrap();
    assert_eq!(
        fs::read_link(corpus.path("linked.txt")).unwrap(),
        Path::new(".drafts/elsewhere.txt")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn the_trash_may_be_on_another_file_system() {
    // Use a file system in memory, which every Linux has. If it is the same file system, the test passes as well.
    let memory = tempfile::tempdir_in("/dev/shm").unwrap();
    let corpus = Corpus::new();
    std::os::unix::fs::symlink(memory.path(), corpus.path(".trash")).unwrap();
    corpus.write("news.txt", NEWS);
    let id = corpus.shelf.remove("news.txt").unwrap().id;
    assert_eq!(corpus.listed(), ["talks.txt"]);
    assert!(fs::exists(memory.path().join(id.to_string()).join("news.txt")).unwrap());
    assert_eq!(corpus.shelf.restore(id).unwrap(), "news.txt");
    assert_eq!(corpus.read("news.txt"), NEWS);
    assert_eq!(corpus.trash(), []);
}

#[test]
fn an_article_that_cannot_go_back_stays_in_the_trash() {
    let corpus = Corpus::new();
    corpus.write("news/a.txt", NEWS);
    let id = corpus.shelf.remove("news/a.txt").unwrap().id;
    fs::remove_dir(corpus.path("news")).unwrap();
    fs::write(corpus.path("news"), "a file where a folder is needed").unwrap();
    assert!(matches!(corpus.shelf.restore(id), Err(ShelfError::Io { .. })));
    assert_eq!(corpus.trash(), [("news/a.txt".to_owned(), id)]);
}

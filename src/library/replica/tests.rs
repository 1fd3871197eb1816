//! Replicas of a library, each with folders of its own. They need the database of the tests.

use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::database::tests::database_of;
use crate::ledger;
use crate::library::Settings;

/// Some replicas of a library, and what they share.
struct Fleet {
    folder: TempDir,
    replicas: Replicas,
    libraries: Vec<Library>,
}

impl Fleet {
    /// So many replicas that have nothing; `None` if the tests have no database.
    fn of(count: usize) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let database = database_of(folder.path())?;
        let replicas = Replicas {
            objects: Arc::new(Objects::Folder(folder.path().join("objects"))),
            database,
        };
        let libraries = (0..count).map(|at| library(&folder.path().join(at.to_string()), &replicas));
        Some(Self {
            libraries: libraries.collect(),
            replicas,
            folder,
        })
    }

    fn write(&self, at: usize, path: &str, text: &str) {
        let place = self.folder.path().join(at.to_string()).join("corpus").join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn remove(&self, at: usize, path: &str) {
        fs::remove_file(self.folder.path().join(at.to_string()).join("corpus").join(path)).unwrap();
    }

    /// Builds at a replica, as an admin would have it done.
    fn rebuild(&self, at: usize) {
        self.libraries[at].rebuild(&mut |_| ()).unwrap();
    }

    fn sync(&self, at: usize) -> Synced {
        self.libraries[at].sync().unwrap()
    }

    /// The articles that a replica answers from, by path.
    fn live(&self, at: usize) -> Vec<String> {
        let generation = self.libraries[at].live().unwrap().generation;
        let metas = generation.articles().metas().iter();
        metas.map(|article| article.path.clone()).collect()
    }

    fn read(&self, at: usize, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(at.to_string()).join("corpus").join(path)).unwrap()
    }

    fn objects(&self) -> Vec<String> {
        self.replicas.objects.list(0).unwrap()
    }
}

fn library(home: &Path, replicas: &Replicas) -> Library {
    let [corpus, index, data] = ["corpus", "index", "data"].map(|name| home.join(name));
    fs::create_dir_all(&corpus).unwrap();
    Library::open(Settings {
        corpus,
        index,
        data,
        ledger: ledger::Options {
            stores_questions: true,
            keep: None,
        },
        database: Some(Arc::clone(&replicas.database)),
        replicas: Some(replicas.clone()),
        model: None,
        answer_at: None,
        unsure_at: None,
    })
    .unwrap()
}

const TEA: &str = "# Tea\n\nGreen tea turns bitter when the water is boiling hot.\n";
const BREAD: &str = "# Bread\n\nThe dough rests overnight in a cold room.\n";

#[test]
fn what_one_replica_builds_the_others_have() {
    let Some(fleet) = Fleet::of(3) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.write(0, "web/a.example/.pages.json", "{}");
    fleet.rebuild(0);
    for at in [1, 2] {
        assert_eq!(fleet.sync(at), Synced::Changed);
        assert_eq!(fleet.live(at), ["tea.md"]);
        assert_eq!(fleet.read(at, "tea.md"), TEA);
        assert_eq!(fleet.read(at, "web/a.example/.pages.json"), "{}");
        assert_eq!(fleet.libraries[at].live_name(), fleet.libraries[0].live_name());
        let generation = fleet.libraries[at].live().unwrap().generation;
        assert!(
            !fleet.libraries[at].is_stale(&generation).unwrap(),
            "there is nothing to build"
        );
    }
    // Another one changes and adds.
    fleet.write(1, "tea.md", &TEA.replace("Green", "Black"));
    fleet.write(1, "food/bread.md", BREAD);
    fleet.rebuild(1);
    fleet.remove(1, "food/bread.md");
    fleet.rebuild(1);
    for at in [0, 2] {
        assert_eq!(fleet.sync(at), Synced::Changed);
        assert_eq!(fleet.live(at), ["tea.md"]);
        assert!(fleet.read(at, "tea.md").contains("Black tea"));
        assert_eq!(fleet.sync(at), Synced::Same);
        let trash = fleet.libraries[at].shelf().trash().unwrap();
        assert_eq!(trash.len(), 1, "the version before can be brought back");
    }
}

#[test]
fn changes_at_several_replicas_are_all_kept() {
    let Some(fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.write(0, "old.md", "# Old\n\nThe mill is closed on Mondays.\n");
    fleet.rebuild(0);
    fleet.sync(1);
    fleet.write(0, "bread.md", BREAD);
    fleet.remove(1, "old.md");
    fleet.write(1, "salt.md", "# Salt\n\nSalt keeps the dough from rising too fast.\n");
    fleet.rebuild(0);
    fleet.rebuild(1);
    assert_eq!(fleet.sync(0), Synced::Changed);
    for at in [0, 1] {
        assert_eq!(fleet.live(at), ["bread.md", "salt.md", "tea.md"]);
    }
}

#[test]
fn a_replica_that_was_slower_builds_of_both() {
    let Some(fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.rebuild(0);
    fleet.sync(1);
    // Both build before either has seen the other's.
    fleet.write(0, "bread.md", BREAD);
    fleet.write(1, "salt.md", "# Salt\n\nSalt keeps the dough from rising too fast.\n");
    fleet.libraries[1].rebuild_here(&mut |_| ()).unwrap();
    fleet.rebuild(0);
    assert_eq!(fleet.sync(1), Synced::ToBuild);
    assert_eq!(fleet.live(1), ["bread.md", "tea.md"]);
    fleet.rebuild(1);
    assert_eq!(fleet.live(1), ["bread.md", "salt.md", "tea.md"]);
    assert_eq!(fleet.sync(0), Synced::Changed);
    assert_eq!(fleet.live(0), ["bread.md", "salt.md", "tea.md"]);
}

#[test]
fn a_replica_that_joins_takes_all_from_the_others_and_keeps_what_it_had_in_the_trash() {
    let Some(fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.rebuild(0);
    fleet.write(1, "tea.md", "# Tea\n\nNever drink tea.\n");
    fleet.write(1, "shipped.md", BREAD);
    let generation = fleet.libraries[1].soon(500, &mut |_| ()).unwrap();
    assert_eq!(generation.article_count(), 1);
    assert_eq!(fleet.read(1, "tea.md"), TEA);
    let trash = fleet.libraries[1].shelf().trash().unwrap();
    assert_eq!(trash.len(), 2);
    assert_eq!(fleet.sync(0), Synced::Same);
}

#[test]
fn an_index_that_says_the_same_is_not_shared_again() {
    let Some(fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.rebuild(0);
    fleet.sync(1);
    fleet.rebuild(1);
    let built = fleet.libraries[1].live_name();
    assert_eq!(fleet.sync(1), Synced::Same);
    assert_eq!(fleet.libraries[1].live_name(), built);
    assert_eq!(fleet.sync(0), Synced::Same);
    assert_eq!(fleet.objects().len(), 3);
}

#[test]
fn objects_that_nobody_needs_are_deleted() {
    let Some(fleet) = Fleet::of(1) else { return };
    for text in ["one", "two", "three", "four"] {
        fleet.write(0, "tea.md", &format!("{TEA}\nIt has {text} leaves.\n"));
        fleet.rebuild(0);
    }
    // A snapshot, a generation and a file of the last two.
    assert_eq!(fleet.objects().len(), 6);
}

#[test]
fn objects_that_are_missing_or_damaged_change_nothing() {
    let Some(fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.rebuild(0);
    let place = |key: &str| fleet.folder.path().join("objects/0").join(key);
    for key in fleet.objects() {
        let whole = fs::read(place(&key)).unwrap();
        for damaged in [
            None,
            Some(whole[..whole.len() / 2].to_vec()),
            Some(vec![b'x'; whole.len()]),
        ] {
            match damaged {
                Some(bytes) => fs::write(place(&key), bytes).unwrap(),
                None => fs::remove_file(place(&key)).unwrap(),
            }
            let refused = fleet.libraries[1].sync();
            assert!(
                matches!(&refused, Err(ReplicaError::Object(object)) if *object == key),
                "{refused:?}"
            );
            assert_eq!(fleet.libraries[1].live_name(), None);
        }
        fs::write(place(&key), whole).unwrap();
    }
    assert_eq!(fleet.sync(1), Synced::Changed);
    assert_eq!(fleet.live(1), ["tea.md"]);
}

#[test]
fn if_the_pointers_are_lost_the_first_replica_shares_what_it_has() {
    let Some(mut fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.rebuild(0);
    fleet.sync(1);
    let elsewhere = TempDir::new().unwrap();
    let replicas = Replicas {
        database: database_of(elsewhere.path()).unwrap(),
        objects: Arc::new(Objects::Folder(elsewhere.path().join("objects"))),
    };
    fleet.libraries = fleet
        .libraries
        .into_iter()
        .map(|library| library.with_replicas(Some(replicas.clone())))
        .collect();
    assert_eq!(fleet.sync(1), Synced::Changed);
    fleet.sync(0);
    assert_eq!([0, 1].map(|at| fleet.sync(at)), [Synced::Same; 2]);
    assert_eq!(replicas.objects.list(0).unwrap().len(), 3);
}

#[test]
fn another_store_gets_what_is_live_from_the_first_replica_that_uses_it() {
    let Some(mut fleet) = Fleet::of(2) else { return };
    fleet.write(0, "tea.md", TEA);
    fleet.rebuild(0);
    let replicas = Replicas {
        database: Arc::clone(&fleet.replicas.database),
        objects: Arc::new(Objects::Database(Arc::clone(&fleet.replicas.database))),
    };
    let moved = fleet.libraries.into_iter();
    fleet.libraries = moved
        .map(|library| library.with_replicas(Some(replicas.clone())))
        .collect();
    assert_eq!(fleet.sync(0), Synced::Changed);
    assert_eq!(fleet.sync(0), Synced::Same);
    assert_eq!(fleet.sync(1), Synced::Changed);
    assert_eq!(fleet.live(1), ["tea.md"]);
    assert_eq!(replicas.objects.list(0).unwrap().len(), 3);
}

#[test]
fn what_was_changed_here_stays_and_all_else_is_taken_over() {
    let files = |listed: &str| -> Files {
        let files = listed.split_whitespace().map(|file| file.split_at(1));
        files.map(|(path, hash)| (path.to_owned(), hash.to_owned())).collect()
    };
    for (base, here, there, changes, is_changed_here) in [
        (Some("a1 b1"), "a1 b1", "a2", "a2 b", false),
        (Some("a1"), "a2", "a1 b1", "b1", true),
        (Some("a1"), "a2", "a3", "", true),
        (Some("a1"), "a2", "a2", "", false),
        (Some("a1 b1"), "b1", "a1 b2", "b2", true),
        (Some("a1 b1"), "b1", "b1", "", false),
        (Some("a1"), "a2", "", "", true),
        (Some(""), "a1", "b1", "b1", true),
        (None, "a1 b1", "a2", "a2 b", false),
    ] {
        let (found, is_changed) = merge(base.map(files).as_ref(), &files(here), &files(there));
        let found: Vec<_> = found
            .into_iter()
            .map(|(path, hash)| path + &hash.unwrap_or_default())
            .collect();
        assert_eq!(
            (found.join(" ").as_str(), is_changed),
            (changes, is_changed_here),
            "{base:?} {here} {there}"
        );
    }
}

#[test]
fn versions_are_compared_by_their_numbers() {
    assert!(version("0.10.0") > version("0.9.9") && version("1.0.0-rc1") >= version("1.0.0"));
}

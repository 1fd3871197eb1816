//! The store as a whole: the kinds of damage that it survives.

mod vectors;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::*;
use crate::corpus::{Article, Corpus, Metadata, Passage, Section};
use crate::encoder::Encoder;
use crate::text::language::Language;

fn article(name: &str, passages: &[&str]) -> Article {
    let mut text = String::new();
    let mut cut = Vec::new();
    for (i, passage) in passages.iter().enumerate() {
        if i > 0 {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(passage);
        cut.push(Passage {
            section: 0,
            paragraph: i + 1,
            range: start..text.len(),
            lines: (i + 1, i + 1),
            lead: 0,
            bytes: None,
            sentences: std::iter::once(0..passage.len()).collect(),
        });
    }
    Article {
        id: name.to_owned(),
        path: format!("{name}.md"),
        title: format!("About {name}"),
        language: Language::English,
        metadata: Metadata::default(),
        text,
        sections: vec![Section {
            headings: vec!["Background".to_owned()],
            passages: 0..cut.len(),
        }],
        passages: cut,
        marks: Vec::new(),
    }
}

fn articles() -> Vec<Article> {
    vec![
        article(
            "talks",
            &[
                "The U.S. left the deal in 2018.",
                "Iran enriched uranium.",
                "and the of",
            ],
        ),
        article("empty", &[]),
        article("trade", &["Tariffs rose.", "Iran enriched uranium."]),
    ]
}

fn corpus(articles: &[Article]) -> Corpus {
    Corpus {
        articles: articles.to_vec(),
        ..Corpus::default()
    }
}

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("index"));
    (folder, store)
}

/// One encoder for all tests: loading it takes longer than most of them.
pub(super) fn encoder() -> &'static Encoder {
    static SHIPPED: OnceLock<Encoder> = OnceLock::new();
    SHIPPED.get_or_init(|| Encoder::shipped().unwrap())
}

fn fingerprint(mark: u8) -> Fingerprint {
    Fingerprint::of_files(&[("a".to_owned(), [mark; 32])], &encoder().identity())
}

fn build(store: &Store, mark: u8) -> String {
    built(store, mark).generation.name().to_owned()
}

fn built(store: &Store, mark: u8) -> Built {
    store
        .build(&corpus(&articles()), encoder(), &fingerprint(mark), None, &mut |_| ())
        .unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn flip(path: &Path) -> Vec<u8> {
    let before = fs::read(path).unwrap();
    let mut bytes = before.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
    before
}

fn ids(hits: &[Hit]) -> Vec<u32> {
    hits.iter().map(|hit| hit.passage.0).collect()
}

fn found(generation: &Generation, question: &str, limit: usize) -> Vec<Hit> {
    let words: Vec<_> = crate::text::words::words(question).collect();
    let terms = generation.vocabulary().question_terms(question, &words);
    generation.retrieval().search(&terms, limit).unwrap()
}

#[test]
fn spellings_of_an_acronym_find_the_same() {
    let (_folder, store) = store();
    build(&store, 1);
    let generation = store.open().unwrap().generation;
    for spelling in ["U.S.", "US", "usa", "What did the U.S.A. do?"] {
        assert_eq!(ids(&found(&generation, spelling, 10)), [0], "{spelling}");
    }
    assert!(found(&generation, "what is the", 10).is_empty());
    assert!(found(&generation, "iran", 0).is_empty());
    assert!(generation.retrieval().idf("iran") < generation.retrieval().idf("tariff"));
    assert!(generation.retrieval().idf("tariff") < generation.retrieval().idf("unheard"));
}

#[test]
fn equals_come_in_reading_order_and_cuts_keep_the_first() {
    let (_folder, store) = store();
    build(&store, 1);
    let generation = store.open().unwrap().generation;
    assert_eq!(ids(&found(&generation, "uranium", 10)), [1, 4]);
    assert_eq!(ids(&found(&generation, "uranium", 1)), [1]);
}

#[test]
fn passages_are_located_in_their_articles() {
    let (_folder, store) = store();
    build(&store, 1);
    let generation = store.open().unwrap().generation;
    let places: Vec<_> = (0..6).map(|id| generation.articles().locate(PassageId(id))).collect();
    assert_eq!(
        places,
        [
            Some((0, 0)),
            Some((0, 1)),
            Some((0, 2)),
            Some((2, 0)),
            Some((2, 1)),
            None
        ]
    );
    assert_eq!(*generation.articles().get(2).unwrap(), articles()[2]);
    assert!(generation.articles().get(3).is_err());
}

#[test]
fn a_rebuild_ranks_the_same() {
    let (_folder, store) = store();
    build(&store, 1);
    let first = store.open().unwrap().generation;
    build(&store, 1);
    let second = store.open().unwrap().generation;
    assert_ne!(first.name(), second.name());
    for question in ["uranium deal", "background", "Iran tariffs 2018", "trade talks"] {
        let hits = found(&first, question, 10);
        assert!(!hits.is_empty());
        assert_eq!(hits, found(&second, question, 10));
    }
}

#[test]
fn damage_to_any_file_falls_back_to_the_previous() {
    let (_folder, store) = store();
    let old = build(&store, 1);
    let new = build(&store, 2);
    let found = files(&store.folder().join(&new));
    assert!(found.len() > 4);
    for path in found {
        let before = flip(&path);
        let opened = store.open().unwrap();
        assert_eq!(opened.generation.name(), old, "{}", path.display());
        assert_eq!(opened.setbacks.len(), 1);
        assert_eq!(opened.setbacks[0].name, new);
        fs::remove_file(&path).unwrap();
        assert_eq!(store.open().unwrap().generation.name(), old);
        fs::write(&path, before).unwrap();
    }
    assert!(store.open().unwrap().setbacks.is_empty());
}

#[test]
fn without_a_pointer_the_newest_is_opened() {
    let (_folder, store) = store();
    build(&store, 1);
    let new = build(&store, 2);
    for damage in [None, Some("../elsewhere")] {
        fs::remove_file(store.folder().join("current")).unwrap();
        if let Some(text) = damage {
            fs::write(store.folder().join("current"), text).unwrap();
        }
        let opened = store.open().unwrap();
        assert_eq!(opened.generation.name(), new);
        assert_eq!(opened.setbacks[0].name, "current");
        fs::write(store.folder().join("current"), "").unwrap();
    }
}

#[test]
fn with_all_damaged_there_is_none_and_each_is_named() {
    let (_folder, store) = store();
    assert!(matches!(store.open(), Err(StoreError::NoGeneration { setbacks }) if setbacks.is_empty()));
    let names = [build(&store, 1), build(&store, 2)];
    for name in &names {
        flip(&store.folder().join(name).join("articles.jsonl"));
    }
    let Err(StoreError::NoGeneration { setbacks }) = store.open() else {
        panic!("opened");
    };
    let damaged: Vec<_> = setbacks.into_iter().map(|setback| setback.name).collect();
    assert_eq!(damaged, [names[1].clone(), names[0].clone()]);
    // The next build repairs it.
    let third = build(&store, 3);
    assert_eq!(store.generations().unwrap(), [(3, third)]);
}

#[test]
fn leftovers_go_with_the_next_build() {
    let (_folder, store) = store();
    build(&store, 1);
    fs::create_dir_all(store.folder().join("building-1/tantivy")).unwrap();
    fs::write(store.folder().join("current.tmp"), "half").unwrap();
    assert!(store.open().unwrap().setbacks.is_empty());
    build(&store, 2);
    let entries = store.entries().unwrap();
    assert!(
        !entries
            .iter()
            .any(|name| name.starts_with("building-") || name == "current.tmp"),
        "{entries:?}"
    );
}

#[test]
fn the_second_builder_learns_who_is_first() {
    let (_folder, store) = store();
    let lock = store.lock(None).unwrap();
    let wait = Some(std::time::Duration::from_millis(80));
    let Err(StoreError::Locked { holder }) = store.lock(wait) else {
        panic!("locked twice");
    };
    assert!(
        holder.starts_with(&format!("process {}, for ", std::process::id())),
        "{holder}"
    );
    drop(lock);
    store.lock(None).unwrap();
}

#[test]
fn the_previous_stays_and_the_one_before_goes() {
    let (_folder, store) = store();
    build(&store, 1);
    let second = build(&store, 2);
    let third = build(&store, 3);
    assert_eq!(store.generations().unwrap(), [(3, third.clone()), (2, second.clone())]);
    // A damaged generation is not kept as a reserve: the good one stays.
    flip(&store.folder().join(&third).join("manifest.json"));
    let fourth = build(&store, 4);
    assert_eq!(store.generations().unwrap(), [(4, fourth), (2, second)]);
}

#[test]
fn nothing_to_index_changes_nothing() {
    let (folder, store) = store();
    let none = store.build(
        &corpus(&[article("empty", &[])]),
        encoder(),
        &fingerprint(0),
        None,
        &mut |_| (),
    );
    assert!(matches!(none, Err(StoreError::NoPassages)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn readers_do_not_notice_a_builder() {
    let (_folder, store) = store();
    build(&store, 0);
    std::thread::scope(|scope| {
        let builder = scope.spawn(|| (1..12).for_each(|mark| drop(build(&store, mark))));
        while !builder.is_finished() {
            assert_eq!(store.open().unwrap().setbacks, []);
        }
    });
}

#[test]
fn opening_leaves_the_folder_as_it_is() {
    let (_folder, store) = store();
    build(&store, 1);
    let state = || {
        let mut state: Vec<_> = files(store.folder())
            .into_iter()
            .map(|path| (fs::metadata(&path).unwrap().modified().unwrap(), path))
            .collect();
        state.sort();
        state
    };
    let before = state();
    found(&store.open().unwrap().generation, "iran", 3);
    assert_eq!(state(), before);
}

//! The findings about articles, index, encoder and folders, right and wrong.

use std::fs;

use verbatim::index::Store;

use super::scene::Scene;
use crate::shell::asked_in_vain;

const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";

#[test]
fn a_missing_corpus_folder_is_wrong() {
    let checked = Scene::new().without("corpus").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  There is no corpus folder corpus. Create it and put articles into it (.txt, .md, .html, .pdf or .docx), or set VERBATIM_CORPUS to another folder. Did you start the program in the right folder?
      skip   Whether the index is up to date is unknown without a working encoder and corpus.
    1 thing is wrong: 9 ok, 2 skipped.
    ");
}

#[test]
fn a_file_in_place_of_the_corpus_folder_is_wrong() {
    let checked = Scene::new()
        .set("VERBATIM_CORPUS", "articles.txt")
        .file("articles.txt", BREAD)
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The corpus folder articles.txt is not a folder. Put a folder with articles in its place, or set VERBATIM_CORPUS to another folder.
      skip   Whether the index is up to date is unknown without a working encoder and corpus.
    1 thing is wrong: 9 ok, 2 skipped.
    ");
}

#[test]
fn an_empty_corpus_is_wrong() {
    let checked = Scene::new().without("corpus/us-iran-nuclear-talks.txt").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  There is no readable article in corpus. Put a .txt, .md, .html, .pdf or .docx file into it, then run verbatim reindex.
      warn   The articles (or the program) have changed since the index was built. Run verbatim reindex, or let the next question in a terminal or the next start of the bot do it.
    1 thing is wrong: 11 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn files_that_were_skipped_are_listed_with_the_reason() {
    let checked = Scene::new()
        .file("corpus/empty.txt", "")
        .file("corpus/words.bin", "words")
        .file("corpus/bread.md", format!("---\nlanguage: bakerish\n---\n{BREAD}"))
        .file("corpus/synonyms.txt", "atom, nuclear\nlone\n")
        .check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r#"
      warn   Skipped empty.txt: it is empty. Fix or remove the file, then run verbatim reindex.
      warn   Skipped line 2 of synonyms.txt: it has only one entry; add another after a comma, or => and what it stands for. Correct the line, then run verbatim reindex.
      warn   Skipped words.bin: it has an unsupported format; save it as .txt, .md, .html, .pdf or .docx. Fix or remove the file, then run verbatim reindex.
      warn   bread.md: it gives its language as "bakerish", which isn't a language code; it was read as "en". Use a code such as en, de or fr.
      warn   The articles (or the program) have changed since the index was built. Run verbatim reindex, or let the next question in a terminal or the next start of the bot do it.
    Nothing is wrong: 12 ok, 5 warnings, 1 skipped.
    "#);
}

#[test]
fn an_index_of_other_articles_is_stale() {
    let checked = Scene::new().file("corpus/bread.md", BREAD).check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   The articles (or the program) have changed since the index was built. Run verbatim reindex, or let the next question in a terminal or the next start of the bot do it.
    Nothing is wrong: 12 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn a_missing_index_is_no_error() {
    let checked = Scene::new().without("index").check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   There is no index yet (its folder is index). Run verbatim reindex, or let the first question in a terminal or the next start of the bot do it.
    Nothing is wrong: 11 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn a_damaged_index_is_wrong() {
    let scene = Scene::new();
    let vectors = format!("index/{}/vectors", scene.generation());
    let checked = scene.file(&vectors, "rust").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  Generation 000001-[hash] of the index is damaged (the index is faulty: vectors was changed). Run verbatim reindex. If it happens again, check the disk.
      warn   No generation of the index is usable. Run verbatim reindex.
    1 thing is wrong: 11 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn a_damaged_reserve_is_found_while_the_live_one_answers() {
    let scene = Scene::new();
    scene.folder.reindex();
    let live = scene.generation();
    let names = fs::read_dir(scene.folder.path("index")).unwrap();
    let reserve = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("00") && *name != live)
        .unwrap();
    let checked = scene.file(&format!("index/{reserve}/vectors"), "rust").check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   The reserve generation 000001-[hash] of the index is damaged (the index is faulty: vectors was changed). Delete its folder; the next build makes a new reserve. If it happens again, check the disk.
    Nothing is wrong: 13 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn a_build_in_progress_is_reported() {
    let scene = Scene::new();
    let store = Store::new(scene.folder.path("index"));
    let lock = store.lock(None).unwrap();
    insta::assert_snapshot!(scene.check().not_ok(), @r"
      warn   Another process (process [holder]) is building the index. Check again when it is done. If it never ends, stop that process.
    Nothing is wrong: 13 ok, 1 warning, 1 skipped.
    ");
    drop(lock);
    assert_eq!(scene.check().statuses("index", "lock"), [""; 0]);
}

#[test]
fn a_broken_encoder_is_wrong() {
    let checked = Scene::new()
        .set("VERBATIM_MODEL", "other")
        .file("other/model.onnx", "rust")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The encoder in other doesn't work: cannot read other/tokenizer.json: No such file or directory (os error 2). Put the model.onnx and tokenizer.json of a sentence encoder there, or unset VERBATIM_MODEL to use the built-in one.
      skip   Whether the index is up to date is unknown without a working encoder and corpus.
    1 thing is wrong: 11 ok, 2 skipped.
    ");
}

#[test]
fn unusable_folders_are_wrong() {
    let checked = Scene::new()
        .without("index")
        .file("index", "a file")
        .file("data", "a file")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      skip   The index was not checked, since its folder can't be used.
      wrong  The index folder index can't be used: it is not a folder. Give the user that runs the bot write access, or set VERBATIM_INDEX to another folder.
      wrong  The ledger folder data can't be used: it is not a folder. Give the user that runs the bot write access, or set VERBATIM_DATA to another folder.
      skip   The ledger was not checked, since its folder can't be used.
    2 things are wrong: 8 ok, 3 skipped.
    ");
}

#[test]
fn a_read_only_data_folder_is_wrong() {
    let scene = Scene::new();
    fs::create_dir(scene.folder.path("data")).unwrap();
    let checked = scene.read_only("data").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The ledger folder data can't be used: it isn't writable. Give the user that runs the bot write access, or set VERBATIM_DATA to another folder.
    1 thing is wrong: 12 ok, 1 skipped.
    ");
}

#[test]
fn files_of_another_user_in_the_bots_folders_are_wrong() {
    let scene = Scene::new().file("corpus/bread.md", BREAD);
    asked_in_vain(&scene.folder, &["who won?"]);
    let checked = scene.read_only("data/verbatim.sqlite").read_only("index/lock").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   The articles (or the program) have changed since the index was built. Run verbatim reindex, or let the next question in a terminal or the next start of the bot do it.
      wrong  The index folder index can't be used: the file lock in it isn't writable. Give the user that runs the bot write access, or set VERBATIM_INDEX to another folder.
      wrong  The ledger folder data can't be used: the file verbatim.sqlite in it isn't writable. Give the user that runs the bot write access, or set VERBATIM_DATA to another folder.
    2 things are wrong: 10 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn where_each_server_has_its_own_library_these_are_counted_and_the_house_may_be_missing() {
    let own = || Scene::new().set("VERBATIM_SERVERS", "own");
    let shared = own()
        .file("data/servers/7/corpus/bread.md", BREAD)
        .file("data/servers/8/corpus/bread.md", BREAD)
        .file("data/servers/7.json", r#"{"suspended_at": 5}"#)
        .file("data/servers/8.json", r#"{"gone_at": 5}"#)
        .check();
    assert_eq!(shared.statuses("servers", "libraries"), ["ok"]);
    for sentence in [
        "2 are in data/servers; 1 of them is suspended; 1 server has removed the bot.",
        "Each server may have up to 500 articles, 64 MiB of files, 5000 passages, 500 pages from the web, 100 builds a day.",
    ] {
        assert!(shared.text.contains(sentence), "{}", shared.text);
    }
    let limitless = own().set("VERBATIM_MAX_ARTICLES", "off").set("VERBATIM_MAX_MIB", "off");
    let limitless = limitless
        .set("VERBATIM_MAX_PASSAGES", "off")
        .set("VERBATIM_MAX_PAGES", "off");
    let limitless = limitless.set("VERBATIM_MAX_BUILDS", "off").check();
    assert!(limitless.text.contains("Nothing limits"), "{}", limitless.text);
    assert_eq!(own().without("corpus").check().status, 1);
    let alone = own().set("VERBATIM_SHARE_WITH", "none").without("corpus").check();
    assert_eq!(
        (alone.status, alone.statuses("corpus", "folder").len()),
        (0, 0),
        "{}",
        alone.text
    );
    let taken = own().file("data/servers", "a file in its place").check();
    assert_eq!(taken.statuses("servers", "libraries"), ["wrong"]);
}

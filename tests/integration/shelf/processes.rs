//! Several changes of the articles at once, and processes that are killed at any moment.
//!
//! The processes are this test program, started again for one ignored test.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use verbatim::corpus::{Replacing, Shelf, ShelfError};

use super::{Corpus, NEWER, NEWS, TALKS};

/// The variable with the corpus folder that a process works on.
const FOLDER: &str = "SHELF_TEST_FOLDER";

/// The line that a process prints before its first change.
const BEGINS: &str = "it-begins";

#[test]
fn of_many_threads_that_add_one_name_exactly_one_wins() {
    for _ in 0..10 {
        let corpus = Corpus::new();
        let texts = [NEWS, NEWER, NEWS, NEWER];
        let results: Vec<_> = thread::scope(|scope| {
            let adding: Vec<_> = texts
                .iter()
                .zip(["news.txt", "NEWS.txt", "News.txt", "news.txt"])
                .map(|(text, name)| {
                    let draft = corpus.check(name, text);
                    let shelf = &corpus.shelf;
                    scope.spawn(move || shelf.add(&draft, Replacing::No))
                })
                .collect();
            adding.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won: Vec<_> = (0..4).filter(|&at| results[at].is_ok()).collect();
        assert_eq!(won.len(), 1);
        let exists = |result: &Result<_, ShelfError>| matches!(result, Err(ShelfError::Exists { .. }));
        assert_eq!(results.iter().filter(|result| exists(result)).count(), 3);
        let path = &results[won[0]].as_ref().unwrap().path;
        assert_eq!(corpus.read(path), texts[won[0]]);
        assert_eq!(corpus.listed().len(), 2);
    }
}

#[test]
fn of_many_processes_that_add_one_name_exactly_one_wins() {
    let corpus = Corpus::new();
    let adding: Vec<Child> = (0..4).map(|_| start(&corpus, "one_process_adds_one_name")).collect();
    let outputs = adding.into_iter().map(|child| child.wait_with_output().unwrap());
    let said: Vec<String> = outputs
        .map(|output| String::from_utf8(output.stdout).unwrap())
        .collect();
    let count = |word: &str| said.iter().filter(|said| said.contains(word)).count();
    assert_eq!((count("it-was-added"), count("it-exists")), (1, 3), "{said:?}");
    assert_eq!(corpus.listed(), ["news.txt", "talks.txt"]);
}

#[test]
fn whenever_a_process_is_killed_no_article_is_lost() {
    let corpus = Corpus::new();
    corpus.write("news.txt", &numbered(0));
    let mut newest = 0;
    // A busy disk gets more time, so that something is done before some of the kills.
    let mut longest = 90;
    for round in 0..40 {
        let mut child = start(&corpus, "one_process_replaces_removes_and_restores");
        wait_until_it_begins(&mut child);
        thread::sleep(Duration::from_millis(round * 37 % longest));
        assert_eq!(child.try_wait().unwrap(), None, "it gave up by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        // Every version is somewhere, and whole. Reading does not clean up.
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        let kept = corpus
            .trash()
            .into_iter()
            .map(|(path, id)| format!(".trash/{id}/{path}"));
        for path in kept.chain(["news.txt".to_owned()]) {
            if let Ok(text) = fs::read_to_string(corpus.path(&path)) {
                let number = text.split(' ').nth(1).and_then(|word| word.parse().ok());
                let number: usize = number.unwrap_or_else(|| panic!("{path}: {text}"));
                assert_eq!(text, numbered(number), "{path}");
                *found.entry(number).or_default() += 1;
            }
        }
        let last = *found.keys().next_back().unwrap();
        assert_eq!(
            found.keys().copied().collect::<Vec<_>>(),
            (0..=last).collect::<Vec<_>>()
        );
        assert!(last >= newest, "the newest version may not get lost");
        if last == newest {
            longest += 40;
        }
        newest = last;
        assert!(!corpus.listed().iter().any(|path| path.starts_with('.')));
    }
    assert!(newest > 10, "the processes got nothing done: {newest}");
    assert_eq!(corpus.read("talks.txt"), TALKS);
    // The next change finds everything in order.
    let draft = corpus.check("late.txt", NEWS);
    corpus.shelf.add(&draft, Replacing::No).unwrap();
    let hidden = fs::read_dir(corpus.path("")).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with(".unfinished")
    });
    assert_eq!(hidden.count(), 0);
}

#[test]
#[ignore = "a process that another test starts"]
fn one_process_adds_one_name() {
    let Some(shelf) = shelf_of_the_process() else { return };
    let draft = shelf.check("news.txt", NEWS.into()).unwrap();
    match shelf.add(&draft, Replacing::No) {
        Ok(_) => println!("it-was-added"),
        Err(ShelfError::Exists { .. }) => println!("it-exists"),
        Err(other) => panic!("{other:?}"),
    }
}

/// Replaces `news.txt` again and again, each time by a version with a higher number.
#[test]
#[ignore = "a process that another test starts and kills"]
fn one_process_replaces_removes_and_restores() {
    let Some(shelf) = shelf_of_the_process() else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    println!("{BEGINS}");
    loop {
        if !folder.join("news.txt").is_file() {
            shelf.restore_newest("news.txt").unwrap();
        }
        let text = fs::read_to_string(folder.join("news.txt")).unwrap();
        let number: usize = text.split(' ').nth(1).unwrap().parse().unwrap();
        let draft = shelf.check("news.txt", numbered(number + 1).into()).unwrap();
        shelf.add(&draft, Replacing::Yes).unwrap();
        shelf.remove("news.txt").unwrap();
        shelf.restore_newest("news.txt").unwrap();
    }
}

fn numbered(number: usize) -> String {
    let line = format!("Version {number} of the news tells what the envoys said about the terms of trade.\n\n");
    line.repeat(40)
}

/// Starts this program for one ignored test, which works on the corpus.
fn start(corpus: &Corpus, test: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "--nocapture",
            &format!("shelf::processes::{test}"),
        ])
        .env(FOLDER, corpus.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the process has begun, so that a slow machine does not kill it before it does anything.
fn wait_until_it_begins(child: &mut Child) {
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(output.any(|line| line.unwrap().contains(BEGINS)), "it did not begin");
}

/// The shelf of this process; `None` if the ignored tests are run by hand.
fn shelf_of_the_process() -> Option<Shelf> {
    std::env::var_os(FOLDER).map(|folder| Shelf::new(Path::new(&folder)))
}

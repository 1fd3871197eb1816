//! Checks which room uses which, which files of a room use one another, and which names may occur where.
//!
//! A room is a module at the root of the crate. ARCHITECTURE.md shows the arrows between the rooms, so a new arrow has
//! to be added there. Neither rooms nor the files of a room may use one another in a circle. A file and those in its
//! folder may, since they belong together.

mod source;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use self::source::{Names, Source};

/// Names that may occur only in some rooms, folders or files below `src/`.
const NAMED_ONLY_IN: &[(&[&str], &[&str])] = &[
    (&["tantivy"], &["index"]),
    (&["whatlang"], &["text/language"]),
    (&["quick_xml"], &["corpus/office", "web/sitemap"]),
    (&["serenity", "poise"], &["discord"]),
    (&["fluent_bundle", "fluent_syntax"], &["message"]),
    (
        &["rten", "ort", "candle_core", "candle_nn", "candle_transformers"],
        &["encoder"],
    ),
    (
        &[
            "rusqlite",
            "postgres",
            "tokio_postgres_rustls",
            "rustls",
            "webpki_roots",
        ],
        &["ledger", "database"],
    ),
    (&["prometheus_client", "memory_stats"], &["metrics"]),
    (&["hyper", "hyper_util", "http_body_util"], &["http"]),
    (&["ring"], &["discord/api/endpoint", "database/address"]),
    (
        &["reqwest"],
        &["web", "discord", "cli/serve", "cli/check", "cli/register", "cli/health"],
    ),
    (
        &["env::var", "env::vars", "env::var_os", "env::vars_os", "dotenvy"],
        &["config"],
    ),
    (&["strsim"], &["config"]),
    (&["rustix"], &["cli/check", "cli/serve", "corpus/pdf"]),
    (&["println!", "print!", "eprintln!", "eprint!"], &["cli"]),
    (
        &["async", "tokio"],
        &[
            "discord",
            "http",
            "live",
            "cli/serve",
            "cli/health",
            "web/client",
            "web/public",
        ],
    ),
    // The rooms of `discord`: the bot uses the API and the view, which know neither each other nor the bot. `events` joins
    // the API to the bot.
    (&["discord::bot"], &["discord/bot", "discord/events"]),
    (&["discord::api"], &["discord/api", "discord/bot", "discord/events"]),
    (&["discord::view"], &["discord/view", "discord/bot"]),
];

#[test]
fn names_keep_to_their_rooms() {
    let misplaced = House::read().misplaced();
    assert!(misplaced.is_empty(), "\n{}", misplaced.join("\n"));
}

#[test]
fn files_use_one_another_in_no_circle() {
    assert_eq!(House::read().circles(), Vec::<Vec<String>>::new());
}

#[test]
fn the_architecture_shows_the_arrows_between_the_rooms() {
    let rooms = House::read().rooms();
    assert_eq!(circles(&rooms), Vec::<Vec<String>>::new(), "rooms in a circle");
    let block = format!("```text\n{}```\n", drawn(&rooms));
    let architecture = read("ARCHITECTURE.md");
    assert!(
        architecture.contains(&block),
        "ARCHITECTURE.md shows other arrows than:\n{block}"
    );
    let root = read("src/lib.rs");
    for room in rooms.keys().filter(|room| *room != "main") {
        assert!(
            root.contains(&format!("[`{room}`]")),
            "the head of src/lib.rs lacks {room}"
        );
    }
}

#[test]
fn misplaced_names_are_found_wherever_they_stand() {
    let found = |path: &str, source: &str| House::of(&[(path, source)]).misplaced();
    assert_eq!(
        found("answer/rank.rs", "// fine\nuse tantivy::Index;\n"),
        ["src/answer/rank.rs names tantivy::Index"]
    );
    for (path, source) in [
        ("cli.rs", "fn f() { let home = std::env::var(\"HOME\"); }"),
        ("cli.rs", "use std::env::{self, vars};"),
        ("index/store.rs", "fn f() { eprintln!(\"opened\"); }"),
        ("answer.rs", "pub async fn answer() {}"),
        ("answer.rs", "fn f() { assert!(tokio::time::now() > 0); }"),
        ("answer.rs", "#[cfg(test)]\nconst A: u8 = 1;\nfn f() { println!(); }"),
        (
            "answer.rs",
            "#[cfg(test)]\nmod tests {}\nfn f() { println!(); }\nuse a::b;",
        ),
        ("discord/bot.rs", "use prometheus_client::registry::Registry;"),
        ("cli/serve.rs", "use hyper::Request;"),
        ("discord/view/answer.rs", "use crate::discord::api::rest::Rest;"),
        ("discord/api/rest.rs", "use crate::discord::bot::Bot;"),
    ] {
        assert_eq!(found(path, source).len(), 1, "{path}: {source}");
    }
    for (path, source) in [
        ("index/store.rs", "use tantivy::Index;"),
        (
            "answer.rs",
            "/// Not tantivy.\n/* nor\ntokio */ const A: &str = r#\"poise \" tokio\"#;",
        ),
        ("answer.rs", "#[cfg(test)]\nmod tests { fn f() { println!(); } }"),
        ("answer.rs", "#[cfg(test)]\n#[expect(unused)]\nuse tokio::{time, task};"),
        ("config.rs", "fn f() { std::env::vars_os(); }"),
        ("cli/paint.rs", "fn f() { env!(\"CARGO_PKG_VERSION\"); eprintln!(); }"),
    ] {
        assert_eq!(found(path, source), Vec::<String>::new(), "{path}: {source}");
    }
}

#[test]
fn arrows_are_followed_to_the_file_that_has_the_thing() {
    let house = House::of(&[
        ("lib.rs", "pub mod answer; pub mod index; pub mod text;"),
        ("main.rs", "fn main() { verbatim::answer::answer() }"),
        (
            "answer.rs",
            "mod rank; mod gate; use crate::{index::Store, text}; pub use rank::Ranked;",
        ),
        ("answer/rank.rs", "use super::gate as door; fn f() { door::open(); }"),
        (
            "answer/gate.rs",
            "fn f() { let r: super::Ranked = format!(\"{}\", crate::text::fold(1)); }",
        ),
        ("index.rs", "mod store; pub use self::store::Store;"),
        ("index/store.rs", "use super::super::text;"),
        ("text.rs", "#[cfg(test)] mod tests { use crate::index; }"),
    ]);
    assert_eq!(
        drawn(&house.rooms()),
        "main -> answer\nanswer -> index, text\nindex -> text\ntext -> nothing of ours\n"
    );
    assert_eq!(house.circles(), [["answer/gate.rs", "answer/rank.rs"]]);
}

/// The modules that each module uses, by name.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The files below `src/`, by module.
struct House(BTreeMap<Names, Source>);

impl House {
    fn read() -> Self {
        let mut sources = Vec::new();
        for entry in walkdir::WalkDir::new(root().join("src")) {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(root().join("src")).unwrap();
            let path = path.to_str().unwrap().to_owned();
            if entry.path().extension().is_some_and(|it| it == "rs")
                && !path.ends_with("tests.rs")
                && !path.contains("/tests/")
            {
                sources.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
        Self::of(&sources)
    }

    fn of<T: AsRef<str>>(sources: &[(T, T)]) -> Self {
        let file = |(path, text): &(T, T)| {
            let (path, text) = (path.as_ref(), text.as_ref());
            let module = path.trim_end_matches(".rs").split('/').filter(|name| *name != "lib");
            (module.map(str::to_owned).collect(), Source::read(path, text))
        };
        Self(sources.iter().map(file).collect())
    }

    fn misplaced(&self) -> Vec<String> {
        let mut found = Vec::new();
        for source in self.0.values() {
            let forbidden = NAMED_ONLY_IN
                .iter()
                .filter(|(_, homes)| !homes.iter().any(|home| source.is_in(home)));
            let words: Vec<Vec<&str>> = forbidden
                .flat_map(|(words, _)| *words)
                .map(|word| word.split("::").collect())
                .collect();
            let is_forbidden = |named: &&Names| {
                words
                    .iter()
                    .any(|word| named.windows(word.len()).any(|here| here == word))
            };
            let named = source.named.iter().filter(is_forbidden);
            found.extend(named.map(|named| format!("src/{} names {}", source.path, named.join("::"))));
        }
        found
    }

    /// The module that contains what `named` refers to in `module`; `None` if it is not one of ours.
    fn resolve(&self, module: &[String], named: &[String], depth: u8) -> Option<&Names> {
        let (first, rest) = named.split_first().filter(|_| depth > 0)?;
        let join = |front: &[String], rest: &[String]| [front, rest].concat();
        let whole = match first.as_str() {
            "crate" | "verbatim" => rest.to_vec(),
            "self" => join(module, rest),
            "super" => match rest {
                [next, ..] if next == "super" => return self.resolve(module.split_last()?.1, rest, depth),
                _ => join(module.split_last()?.1, rest),
            },
            _ if self.0.contains_key(&join(module, std::slice::from_ref(first))) => join(module, named),
            _ => {
                let imports = &self.0.get(module)?.imports;
                let import = imports.get(first).filter(|import| import[..] != *named)?;
                return self.resolve(module, &join(import, rest), depth - 1);
            }
        };
        let len = (1..=whole.len())
            .take_while(|&len| self.0.contains_key(&whole[..len]))
            .last()
            .unwrap_or(0);
        let (found, source) = self.0.get_key_value(&whole[..len])?;
        let is_import = whole.get(len).is_some_and(|name| source.imports.contains_key(name));
        let further = is_import
            .then(|| self.resolve(found, &whole[len..], depth - 1))
            .flatten();
        Some(further.unwrap_or(found))
    }

    /// Each file, with each other module that it uses.
    fn uses(&self) -> impl Iterator<Item = (&Names, &Names)> {
        let files = self.0.iter().filter(|(module, _)| !module.is_empty());
        files.flat_map(|(module, source)| {
            let used = source.named.iter().filter_map(|named| self.resolve(module, named, 8));
            used.filter(|used| !used.is_empty()).map(move |used| (module, used))
        })
    }

    fn rooms(&self) -> Arrows {
        let mut rooms: Arrows = self
            .0
            .keys()
            .filter_map(|module| Some((module.first()?.clone(), BTreeSet::new())))
            .collect();
        for (from, to) in self.uses().filter(|(from, to)| from[0] != to[0]) {
            rooms.entry(from[0].clone()).or_default().insert(to[0].clone());
        }
        rooms
    }

    fn circles(&self) -> Vec<Vec<String>> {
        let mut files = Arrows::new();
        for (from, to) in self.uses().filter(|(from, to)| from[0] == to[0]) {
            if !from.starts_with(to) && !to.starts_with(from) {
                let to = self.0[to].path.clone();
                files.entry(self.0[from].path.clone()).or_default().insert(to);
            }
        }
        circles(&files)
    }
}

/// The sets of modules that can reach one another.
fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|from| (from, reached_from(from, arrows))).collect();
    let circle = |from: &String| -> Vec<String> {
        let others = reached[from]
            .iter()
            .filter(|to| reached.get(*to).is_some_and(|back| back.contains(from)));
        others.map(|name| (*name).clone()).collect()
    };
    let found: BTreeSet<Vec<String>> = arrows.keys().map(circle).filter(|circle| !circle.is_empty()).collect();
    found.into_iter().collect()
}

fn reached_from<'a>(from: &String, arrows: &'a Arrows) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&String> = arrows[from].iter().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(arrows.get(next).into_iter().flatten());
        }
    }
    reached
}

/// The arrows as ARCHITECTURE.md shows them: each room above those that it uses, and the rooms without arrows in one
/// line.
fn drawn(rooms: &Arrows) -> String {
    let mut order: Vec<&String> = rooms.keys().collect();
    order.sort_by_key(|room| Reverse(reached_from(room, rooms).len()));
    let listed = |which: &dyn Fn(&String) -> bool| {
        let names: Vec<&str> = order
            .iter()
            .filter(|room| which(room))
            .map(|room| room.as_str())
            .collect();
        names.join(", ")
    };
    let mut text = String::new();
    for room in order.iter().filter(|room| !rooms[**room].is_empty()) {
        writeln!(text, "{room} -> {}", listed(&|other| rooms[*room].contains(other))).unwrap();
    }
    writeln!(text, "{} -> nothing of ours", listed(&|room| rooms[room].is_empty())).unwrap();
    text
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

//! The findings about settings, articles, index and folders, right and wrong.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;

use verbatim::index::Store;

use super::scene::Scene;
use crate::shell::asked_in_vain;

const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";

#[test]
fn without_a_token_the_rest_is_checked() {
    let checked = Scene::without_token().check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.text, @r"
    Settings
      ok     There is no file .env in the working folder; settings come from the environment and the command line.
      ok     All settings have their default values.
      wrong  DISCORD_TOKEN is not set: without it, verbatim serve can't log in to Discord (the other commands work). In the Developer Portal (https://discord.com/developers/applications), open your application (or create one), then Bot, then Reset Token, and put the token into .env as DISCORD_TOKEN=...

    Corpus
      ok     There are 5 passages in 1 article in corpus.
      ok     There are no synonyms (synonyms.txt in the corpus folder).
      ok     Articles can be added and removed (/corpus, verbatim corpus).

    Encoder
      ok     The built-in encoder works.

    Index
      ok     Generation 000001-[hash] answers: 5 passages in 1 article, built [ago].
      ok     The index is up to date with the articles.
      ok     The index folder index is writable.

    Ledger
      ok     The ledger folder data doesn't exist yet; it can be created.
      ok     There is no ledger yet; the bot creates it when it starts.
      ok     It keeps the text of unanswered questions, and anonymous votes, for 90 days.

    Discord
      skip   Discord was not checked, since there is no token.

    1 thing is wrong: 12 ok, 1 skipped.
    ");
}

#[test]
fn a_misspelled_setting_is_found_and_the_right_one_guessed() {
    let checked = Scene::new()
        .set("VERBATIM_CORPSU", "articles")
        .set("VERBATIM_LANGUAGE", "en")
        .set("DISCORD_WEBHOOK", "of another program")
        .file(".env", "VERBATIM_TOKEN=not-for-anybody\nVERBATM_LOG=warn\n")
        .secret("not-for-anybody")
        .check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   Unknown setting VERBATIM_CORPSU in the environment; it is ignored. Did you mean VERBATIM_CORPUS? Rename or remove it.
      warn   Unknown setting VERBATIM_LANGUAGE in the environment; it is ignored. Remove it; the README lists all settings.
      warn   Unknown setting VERBATIM_TOKEN in .env; it is ignored. Did you mean DISCORD_TOKEN? Rename or remove it.
      warn   Unknown setting VERBATM_LOG in .env; it is ignored. Did you mean VERBATIM_LOG? Rename or remove it.
    Nothing is wrong: 13 ok, 4 warnings, 1 skipped.
    ");
}

#[test]
fn all_wrong_settings_are_reported_at_once() {
    let checked = Scene::without_token()
        .set("VERBATIM_ANSWER_AT", "1.5")
        .set("VERBATIM_WATCH", "perhaps")
        .file(".env", "VERBATIM_GUILD=workshop\nDISCORD_TOKEN='two words'\n")
        .secret("two words")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r#"
      wrong  VERBATIM_ANSWER_AT is "1.5": it has to be a number from 0 to 1, such as 0.4. Change or remove it in the environment; this check goes on as if it were not set.
      wrong  DISCORD_TOKEN contains white space or characters that a token can't contain: in Discord's Developer Portal, open your application, then Bot, then Reset Token, and copy the token from there. Change or remove it in .env; this check goes on as if it were not set.
      wrong  VERBATIM_GUILD is "workshop": it has to be a server's ID, a number (in Discord: Settings, Advanced, Developer Mode; then right-click the server, Copy Server ID). Change or remove it in .env; this check goes on as if it were not set.
      wrong  VERBATIM_WATCH is "perhaps": it has to be on or off. Change or remove it in the environment; this check goes on as if it were not set.
      skip   Discord was not checked, since DISCORD_TOKEN is invalid.
    4 things are wrong: 11 ok, 1 skipped.
    "#);
}

#[test]
fn contradicting_thresholds_are_wrong_and_hide_nothing() {
    let checked = Scene::new()
        .set("VERBATIM_ANSWER_AT", "0.2")
        .set("VERBATIM_UNSURE_AT", "0.4")
        .check();
    assert_eq!(checked.status, 1);
    assert_eq!(checked.statuses("index", "fresh"), ["ok"]);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  VERBATIM_ANSWER_AT (0.2) is below VERBATIM_UNSURE_AT (0.4), but an answer needs more confidence than a passage that is shown with a warning. Make the first at least as high as the second.
    1 thing is wrong: 12 ok, 1 skipped.
    ");
}

#[test]
fn a_broken_env_is_reported_by_its_line_without_the_content() {
    let checked = Scene::new()
        .file(
            ".env",
            "VERBATIM_LOG=warn\nDISCORD_TOKEN=a secret in words\nVERBATIM_CORPUS=nowhere\n",
        )
        .secret("secret")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The file .env can't be read: line 2 is not of the form NAME=value (values with spaces need quotes). Fix it: a line is NAME=value or begins with #. Until then, no other command runs; this check uses the lines it could read.
      wrong  There is no corpus folder nowhere. Create it and put articles into it (.txt, .md, .html, .pdf or .docx), or set VERBATIM_CORPUS to another folder. Did you start the program in the right folder?
      skip   Whether the index is up to date is unknown without a working encoder and corpus.
    2 things are wrong: 8 ok, 2 skipped.
    ");
}

#[test]
fn what_is_not_a_token_is_told_without_showing_it() {
    let secret = "aB3-".repeat(8);
    let key = "0a".repeat(32);
    for (value, said) in [
        ("your-token-here", "is a placeholder"),
        ("<token>", "is a placeholder"),
        ("100000000000000000", "is a number, such as the application's ID"),
        (&key, "is the application's public key"),
        (&secret, "is the application's client secret"),
    ] {
        let checked = Scene::without_token().set("DISCORD_TOKEN", value).check();
        assert_eq!(
            (checked.status, checked.statuses("settings", "values")),
            (1, vec!["wrong"])
        );
        assert!(
            checked.text.contains(&format!("DISCORD_TOKEN {said}")),
            "{}",
            checked.text
        );
    }
    let elsewhere = Scene::new().set("VERBATIM_GUILD", &secret).secret(&secret).check();
    assert_eq!(elsewhere.statuses("settings", "values"), ["wrong"]);
}

#[test]
fn a_token_that_is_in_another_place_is_found() {
    for (scene, said) in [
        (
            Scene::without_token().set("DISCORD_BOT_TOKEN", "x"),
            "Rename DISCORD_BOT_TOKEN in the environment to DISCORD_TOKEN.",
        ),
        (
            Scene::without_token().file(".env", "TOKEN=x\n"),
            "Rename TOKEN in .env to DISCORD_TOKEN.",
        ),
        (
            Scene::without_token().file(".env.txt", "DISCORD_TOKEN=x\n"),
            "If it is in .env.txt, rename that file to .env.",
        ),
    ] {
        let checked = scene.check();
        assert_eq!(
            (checked.status, checked.statuses("settings", "token")),
            (1, vec!["wrong"])
        );
        assert!(checked.text.contains(said), "{}", checked.text);
    }
}

#[test]
fn a_token_that_everybody_can_read_is_a_warning() {
    let scene = Scene::without_token()
        .set("DISCORD_PROXY", "http://127.0.0.1:1")
        .file(".env", "\u{feff}DISCORD_TOKEN=MTAwMDA.some.token\n")
        .secret("MTAwMDA");
    let mode = |mode| fs::set_permissions(scene.folder.path(".env"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o644);
    insta::assert_snapshot!(scene.check().not_ok(), @r"
      warn   Every user of this machine can read .env, which holds the token. Run chmod 600 .env, as the user that runs the bot.
    Nothing is wrong: 13 ok, 1 warning, 1 skipped.
    ");
    mode(0o600);
    assert_eq!(scene.check().statuses("settings", "permissions"), [""; 0]);
}

#[test]
fn a_token_under_the_wrong_name_is_not_shown() {
    let token = "MTAwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB";
    let checked = Scene::new()
        .set("VERBATIM_ADMINS", &format!("7, {token}"))
        .set("VERBATIM_ANSWER_AT", token)
        .file(".env", format!("VERBATIM_GUILD={token}\n"))
        .secret(token)
        .check();
    assert_eq!(checked.statuses("settings", "values"), ["wrong"; 3]);
    assert_eq!(
        checked
            .text
            .matches("\"(hidden, because it looks like a token)\"")
            .count(),
        3
    );
}

#[test]
fn a_folder_in_place_of_env_is_wrong() {
    let checked = Scene::new().file(".env/settings", "").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The file .env can't be read: Is a directory (os error 21). Make it a file that the user that runs the bot can read, or remove it.
    1 thing is wrong: 12 ok, 1 skipped.
    ");
}

#[test]
fn an_address_for_metrics_is_free_taken_or_not_ours() {
    let at = |address: SocketAddr| Scene::new().set("VERBATIM_HTTP", &address.to_string()).check();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let taken = at(address);
    assert_eq!((taken.status, taken.statuses("settings", "http")), (0, vec!["warn"]));
    assert!(taken.text.contains("A program already listens"), "{}", taken.text);
    drop(other);
    let free = at(address);
    assert!(free.text.contains("can be served at"), "{}", free.text);
    // An address reserved for examples: no machine has it.
    let elsewhere = at(([192, 0, 2, 1], 9_600).into());
    assert_eq!(
        (elsewhere.status, elsewhere.statuses("settings", "http")),
        (1, vec!["wrong"])
    );
    assert!(
        elsewhere.text.contains("an address of this machine"),
        "{}",
        elsewhere.text
    );
}

#[test]
fn a_setting_with_two_values_is_reported_without_them() {
    let scene = Scene::new()
        .set("VERBATIM_CORPUS", "corpus")
        .set("VERBATIM_LOG", "warn")
        .file(".env", "VERBATIM_CORPUS=elsewhere\nVERBATIM_LOG=warn\n")
        .secret("elsewhere");
    insta::assert_snapshot!(scene.check().not_ok(), @r"
      warn   VERBATIM_CORPUS has different values in the environment and in .env; the environment wins. Remove the wrong one.
    Nothing is wrong: 13 ok, 1 warning, 1 skipped.
    ");
}

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
      warn   Skipped line 2 of synonyms.txt: it has only one entry; add another after a comma, or => and what it stands for. Fix or remove the file, then run verbatim reindex.
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
fn an_unknown_argument_is_an_error() {
    let output = Scene::new().folder.run(&["check", "everything"], b"");
    assert_eq!((output.code(), output.stdout.as_str()), (2, ""));
}

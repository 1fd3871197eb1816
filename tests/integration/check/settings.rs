//! The findings about settings and the token, right and wrong.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;

use super::scene::Scene;

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
      ok     The folder corpus has 5 passages in 1 article.
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
fn an_unknown_argument_is_an_error() {
    let output = Scene::new().folder.run(&["check", "everything"], b"");
    assert_eq!((output.code(), output.stdout.as_str()), (2, ""));
}

//! Reading settings.

use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::config::*;

fn sources(environment: &[(&str, &str)], dot_env: &[(&str, &str)]) -> Sources {
    Sources {
        environment: environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.into()))
            .collect(),
        dot_env: dot_env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        has_dot_env: true,
        ..Sources::default()
    }
}

#[test]
fn the_nearer_source_wins() {
    let both = sources(
        &[(CORPUS_VARIABLE, "env")],
        &[(CORPUS_VARIABLE, "file"), (INDEX_VARIABLE, "file")],
    );
    let config = both.resolve(Folders::default()).unwrap();
    assert_eq!((config.corpus, config.index), ("env".into(), "file".into()));
    assert_eq!(
        both.resolve(Folders {
            corpus: Some("flag".into()),
            ..Folders::default()
        })
        .unwrap()
        .corpus,
        PathBuf::from("flag")
    );
}

#[test]
fn a_threshold_is_a_number_from_0_to_1() {
    let resolve = |value: &str| sources(&[(ANSWER_AT_VARIABLE, value)], &[]).resolve(Folders::default());
    assert_eq!(resolve(" 0.25 ").unwrap().answer_at, Some(0.25));
    for wrong in ["1.5", "-0.1", "NaN", "40%", "0,4"] {
        let error = resolve(wrong).unwrap_err().to_string();
        assert!(error.contains(ANSWER_AT_VARIABLE) && error.contains(wrong), "{error}");
    }
}

#[test]
fn the_token_is_never_printed() {
    let config = sources(&[], &[(TOKEN_VARIABLE, " MTAwMDA.def-ghi.jkl ")])
        .resolve(Folders::default())
        .unwrap();
    assert_eq!(config.discord.token.as_ref().unwrap().expose(), "MTAwMDA.def-ghi.jkl");
    assert!(!format!("{config:?}").contains("def"));
    let error = sources(&[(TOKEN_VARIABLE, "abc def")], &[])
        .resolve(Folders::default())
        .unwrap_err();
    assert!(!error.to_string().contains("abc"), "{error}");
}

#[test]
fn a_password_in_the_address_of_the_proxy_is_never_printed() {
    let error = sources(&[(PROXY_VARIABLE, "ann:hush@localhost:3000")], &[])
        .resolve(Folders::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("localhost") && !error.contains("hush"), "{error}");
}

#[test]
fn settings_of_the_bot_are_validated() {
    let resolve = |variable: &'static str, value: &str| sources(&[(variable, value)], &[]).resolve(Folders::default());
    for (variable, right, wrong) in [
        (PROXY_VARIABLE, "http://localhost:3000/", "localhost:3000"),
        (GUILD_VARIABLE, "1234567890", "my server"),
        (USER_LIMIT_VARIABLE, "20 / 60s", "20"),
        (USER_LIMIT_VARIABLE, "1/1", "0/10"),
        (LOG_VARIABLE, "DEBUG", "loud"),
        (LOG_FORMAT_VARIABLE, "json", "xml"),
        (LOG_QUESTIONS_VARIABLE, "on", "maybe"),
        (ADMINS_VARIABLE, "123, 456", "123, ann"),
        (MESSAGE_CONTENT_VARIABLE, "on", "all"),
        (SERVERS_VARIABLE, "own", "many"),
        (SHARE_WITH_VARIABLE, "123, 456", "my server"),
        (WATCH_VARIABLE, "on", "yes please"),
        (FETCH_EVERY_VARIABLE, "24h", "24"),
        (FETCH_EVERY_VARIABLE, "7 d", "0h"),
        (FETCH_EVERY_VARIABLE, "off", "366d"),
        (FETCH_PRIVATE_VARIABLE, "on", "yes"),
        (FETCH_CONTACT_VARIABLE, "admin@example.org", "call (me)"),
        (QUESTION_LOG_VARIABLE, "off", "0"),
        (QUESTION_DAYS_VARIABLE, "30", "0"),
        (FORGET_DAYS_VARIABLE, "7", "never"),
        (MEMORY_VARIABLE, "1024", "1 GB"),
        (MAX_ARTICLES_VARIABLE, "off", "0"),
        (MAX_MIB_VARIABLE, "64", "64M"),
        (MAX_PASSAGES_VARIABLE, "1", "many"),
        (MAX_PAGES_VARIABLE, "OFF", "-1"),
        (MAX_BUILDS_VARIABLE, "10", "10/day"),
        (HTTP_VARIABLE, ":9600", "localhost"),
    ] {
        assert!(resolve(variable, right).is_ok(), "{variable}={right}");
        let error = resolve(variable, wrong).unwrap_err().to_string();
        assert!(error.contains(variable) && error.contains(wrong), "{error}");
    }
    let admins = resolve(ADMINS_VARIABLE, "123,<@456> <@&789>").unwrap().discord.admins;
    assert_eq!(admins, [123, 456, 789]);
    assert!(resolve(ADMINS_VARIABLE, " , ").unwrap().discord.admins.is_empty());
    assert_eq!(resolve(SHARE_WITH_VARIABLE, "123").unwrap().servers, None);
    for (value, wanted) in [
        ("", SharedWith::All),
        ("None", SharedWith::Nobody),
        ("7, 8", SharedWith::Some([7, 8].into())),
    ] {
        let set = [(SERVERS_VARIABLE, "own"), (SHARE_WITH_VARIABLE, value)];
        let config = sources(&set, &[]).resolve(Folders::default()).unwrap();
        assert_eq!(config.servers, Some(wanted));
    }
    let database = (DATABASE_VARIABLE, "postgres://a@b/c");
    for (value, wanted) in [
        ("database", ObjectStore::Database),
        ("/shared/objects", ObjectStore::Folder("/shared/objects".into())),
    ] {
        let config = sources(&[database, (STORE_VARIABLE, value)], &[]).resolve(Folders::default());
        assert_eq!(config.unwrap().ledger.store, Some(wanted));
    }
    for set in [
        vec![(STORE_VARIABLE, "database")],
        vec![database, (STORE_VARIABLE, "s3://bucket")],
        vec![database, (STORE_VARIABLE, "database"), (SERVERS_VARIABLE, "own")],
    ] {
        let error = sources(&set, &[]).resolve(Folders::default()).unwrap_err().to_string();
        assert!(error.contains(STORE_VARIABLE), "{error}");
    }
    let kept = resolve(QUESTION_DAYS_VARIABLE, "30").unwrap().ledger.keep;
    assert_eq!(kept, Duration::from_hours(30 * 24));
    let every = resolve(FETCH_EVERY_VARIABLE, "2D").unwrap().fetch.every;
    assert_eq!(every, Some(Duration::from_hours(48)));
    let limit = resolve(USER_LIMIT_VARIABLE, "20/60").unwrap().discord.user_limit;
    assert_eq!(limit, (20, Duration::from_mins(1)));
    let proxy = resolve(PROXY_VARIABLE, "http://localhost:3000/").unwrap().discord.proxy;
    assert_eq!(proxy.as_deref(), Some("http://localhost:3000"));
}

#[test]
fn health_and_metrics_are_off_unless_an_address_is_set_and_off_wins_over_a_farther_source() {
    let http = |environment: &[(&str, &str)], dot_env: &[(&str, &str)]| {
        let config = sources(environment, dot_env).resolve(Folders::default()).unwrap();
        config.http.map(|address| address.to_string())
    };
    assert_eq!(http(&[], &[]), None);
    let set = [(HTTP_VARIABLE, "9600")];
    assert_eq!(http(&[], &set).as_deref(), Some("127.0.0.1:9600"));
    assert_eq!(http(&[(HTTP_VARIABLE, "off")], &set), None);
}

#[test]
fn an_empty_setting_is_none() {
    let config = sources(&[(CORPUS_VARIABLE, "")], &[])
        .resolve(Folders::default())
        .unwrap();
    assert_eq!(config.corpus, PathBuf::from(DEFAULT_CORPUS));
    assert_eq!(config.model, None);
}

#[test]
fn a_broken_line_is_reported_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    std::fs::write(
        &file,
        "VERBATIM_LOG=warn\nDISCORD_TOKEN=abc secret words\nVERBATIM_INDEX=there\n",
    )
    .unwrap();
    let read = DotEnv::read(&file);
    let error = read.broken.unwrap().to_string();
    assert!(error.contains("NAME=value") && !error.contains("secret"), "{error}");
    assert!(error.contains("line 2"), "{error}");
    // The other lines are still read.
    assert_eq!(read.settings.len(), 2, "{:?}", read.settings.keys());
    assert!(!DotEnv::read(&folder.path().join("nowhere")).is_there);
}

#[test]
fn all_that_is_wrong_is_gathered_and_the_rest_counts() {
    let both = sources(
        &[(ANSWER_AT_VARIABLE, "2"), (INDEX_VARIABLE, "there")],
        &[(WATCH_VARIABLE, "perhaps"), (TOKEN_VARIABLE, "two words")],
    );
    let Resolved { config, wrong } = both.resolve_all(Folders::default());
    let variables: Vec<_> = wrong.iter().filter_map(ConfigError::variable).collect();
    assert_eq!(variables, [ANSWER_AT_VARIABLE, TOKEN_VARIABLE, WATCH_VARIABLE]);
    assert_eq!(config.index, PathBuf::from("there"));
    assert_eq!((config.answer_at, config.discord.token), (None, None));
    let first = both.resolve(Folders::default()).unwrap_err();
    assert_eq!(first.variable(), Some(ANSWER_AT_VARIABLE));
}

#[test]
fn where_settings_are_made_is_known_and_what_is_none_is_told() {
    let both = sources(
        &[
            (CORPUS_VARIABLE, "one"),
            (LOG_VARIABLE, "warn"),
            ("DISCORD_OPENAPI", "x"),
        ],
        &[
            (CORPUS_VARIABLE, "other"),
            (LOG_VARIABLE, "warn"),
            ("VERBATIM_CORPSU", "x"),
            ("DISCORD_OPENAPI", "x"),
        ],
    );
    assert_eq!(
        both.made(),
        [
            (CORPUS_VARIABLE, Place::Environment),
            (LOG_VARIABLE, Place::Environment)
        ]
    );
    assert_eq!(both.overridden(), [CORPUS_VARIABLE]);
    let unknown = both.resolve(Folders::default()).unwrap().unknown;
    let told: Vec<_> = unknown
        .iter()
        .map(|one| (one.name.as_str(), one.place, one.meant))
        .collect();
    assert_eq!(
        told,
        [
            ("DISCORD_OPENAPI", Place::DotEnv, None),
            ("VERBATIM_CORPSU", Place::DotEnv, Some(CORPUS_VARIABLE)),
        ]
    );
}

#[test]
fn a_file_that_windows_saved_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    let text = "VERBATIM_LOG=warn\r\nVERBATIM_CORPUS=Bücher\r\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        [b"\xFF\xFE", little.as_slice()].concat(),
        [b"\xFE\xFF", big.as_slice()].concat(),
        little,
        big,
    ] {
        std::fs::write(&file, &bytes).unwrap();
        let read = DotEnv::read(&file);
        assert!(read.broken.is_none(), "{bytes:?}");
        assert_eq!(read.settings["VERBATIM_LOG"], "warn");
        assert_eq!(read.settings["VERBATIM_CORPUS"], "Bücher");
    }
    std::fs::write(&file, b"VERBATIM_LOG=warn\nVERBATIM_CORPUS=B\xFCcher\n").unwrap();
    let read = DotEnv::read(&file);
    assert!(read.broken.unwrap().to_string().contains("save it in that encoding"));
    assert_eq!(read.settings.len(), 1);
}

#[test]
fn a_file_under_another_name_or_open_to_everybody_is_noticed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    assert_eq!(DotEnv::read(&file).misnamed, None);
    std::fs::create_dir(folder.path().join("env")).unwrap();
    assert_eq!(DotEnv::read(&file).misnamed, None, "a folder is something else");
    std::fs::write(folder.path().join(".env.txt"), "").unwrap();
    assert_eq!(DotEnv::read(&file).misnamed, Some(".env.txt"));
    std::fs::write(&file, "").unwrap();
    assert_eq!(DotEnv::read(&file).misnamed, None);
    for (mode, is_open) in [(0o644, true), (0o640, false), (0o600, false)] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(DotEnv::read(&file).is_open_to_all, is_open, "{mode:o}");
    }
}

#[test]
fn interactions_are_taken_at_an_address_with_a_path() {
    let resolve = |value: &str| sources(&[(INTERACTIONS_VARIABLE, value)], &[]).resolve(Folders::default());
    for (value, wanted) in [
        ("8081/discord", "127.0.0.1:8081 /discord"),
        ("0.0.0.0:8081/a/b-c_d.e~f/", "0.0.0.0:8081 /a/b-c_d.e~f/"),
        ("[::1]:8081/", "[::1]:8081 /"),
    ] {
        let found = resolve(value).unwrap().discord.interactions.unwrap();
        assert_eq!(format!("{} {}", found.address, found.path), wanted);
    }
    for off in ["", "off", "OFF"] {
        assert_eq!(resolve(off).unwrap().discord.interactions, None);
    }
    for wrong in [
        "8081",
        "/discord",
        "127.0.0.1/discord",
        "8081/dis cord",
        "8081/discord?x=1",
        "https://example.org/discord",
    ] {
        let error = resolve(wrong).unwrap_err().to_string();
        assert!(
            error.contains(INTERACTIONS_VARIABLE) && error.contains("8081/discord (for"),
            "{error}"
        );
    }
}

#[test]
fn without_the_gateway_interactions_have_to_be_taken() {
    let resolve = |settings: &[(&str, &str)]| sources(settings, &[]).resolve(Folders::default());
    let off = (GATEWAY_VARIABLE, "off");
    assert!(resolve(&[]).unwrap().discord.gateway);
    assert!(
        !resolve(&[off, (INTERACTIONS_VARIABLE, "8081/")])
            .unwrap()
            .discord
            .gateway
    );
    let error = resolve(&[off]).unwrap_err().to_string();
    assert!(
        error.contains(GATEWAY_VARIABLE) && error.contains("would hear nothing"),
        "{error}"
    );
}

#[test]
fn a_public_key_has_64_hexadecimal_digits() {
    let key = |value: &str| {
        let settings = [(PUBLIC_KEY_VARIABLE, value), (INTERACTIONS_VARIABLE, "8081/")];
        let resolved = sources(&settings, &[]).resolve(Folders::default());
        resolved.map(|config| config.discord.interactions.unwrap().key)
    };
    assert_eq!(key(&"0f".repeat(32)).unwrap(), Some([15; 32]));
    assert_eq!(key("").unwrap(), None);
    for wrong in ["0f", "0f0", &"0g".repeat(32), &"0f".repeat(33)] {
        assert!(
            key(wrong).unwrap_err().to_string().contains("General Information"),
            "{wrong}"
        );
    }
}

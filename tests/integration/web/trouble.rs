//! Sites that misbehave: no fault costs a page that exists, and each is reported.

use std::fs;
use std::time::Duration;

use verbatim::web::{self, Stop, Why};

use super::{DAY, Reader, Reply, Site, lake, shown};

/// A site with every kind of page that can't be quoted.
fn bad_docs() -> Site {
    let site = Site::start();
    let paths = [
        "forbidden",
        "gone",
        "loop",
        "circle/1",
        "other",
        "outside",
        "picture.png",
        "binary",
        "data",
        "endless",
        "packed",
        "app",
        "login",
        "riddle",
        "error",
        "copy",
        "same",
        "sent",
        "?sort=name",
        "../",
        "%2e%2e/%2e%2e/etc/passwd",
        "mailto:a@b.example",
    ];
    let links = paths.map(|path| format!("<a href='{path}'>{path}</a> ")).concat();
    site.set(
        "/robots.txt",
        Reply::of_type("text/plain", "User-agent: *\nDisallow: /docs/forbidden\nAllow: /"),
    );
    site.set(
        "/docs/",
        Reply::page("Docs", &format!("The documents of the lake. {links}")),
    );
    site.set("/docs/loop", Reply::redirect(302, "/docs/loop"));
    for at in 1..9 {
        site.set(
            &format!("/docs/circle/{at}"),
            Reply::redirect(301, format!("{}", at + 1)),
        );
    }
    site.set("/docs/other", Reply::redirect(301, site.named_url("/docs/")));
    site.set("/docs/outside", Reply::redirect(301, "/admin/"));
    site.set("/docs/binary", Reply::of_type("text/html", "a\0b"));
    site.set("/docs/data", Reply::of_type("application/json", "{}"));
    site.set("/docs/endless", Reply::of_type("text/html", "").endless());
    site.set(
        "/docs/packed",
        Reply::of_type("text/html", "x").with("content-encoding", "br"),
    );
    site.set(
        "/docs/app",
        Reply::of_type(
            "text/html",
            "<title>App</title><noscript>Enable JavaScript.</noscript><div id=root></div><script src=a.js></script>",
        ),
    );
    site.set(
        "/docs/login",
        Reply::of_type(
            "text/html",
            "<h1>Sign in</h1><p>Please sign in.</p><form><input type=password></form>",
        ),
    );
    site.set("/docs/riddle", Reply::status(403).with("cf-mitigated", "challenge"));
    site.set("/docs/error", Reply::status(500));
    let canonical = "<link rel=canonical href=/docs/same><title>Same</title><p>These words have one address.</p>";
    site.set("/docs/same", Reply::of_type("text/html", canonical));
    site.set(
        "/docs/copy",
        Reply::of_type("text/html", format!("{canonical}<p>And a counter: 7.</p>")),
    );
    site.set(
        "/docs/sent",
        Reply::of_type("text/html", "<meta http-equiv=refresh content='0; url=landing'>"),
    );
    site.set("/docs/landing", Reply::page("Landing", "People land here in boats."));
    site
}

#[test]
fn what_cannot_be_quoted_is_left_out_and_told() {
    let (site, reader) = (bad_docs(), Reader::new());
    let report = reader.fetch(&site.url("/docs/"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    added: http://SITE/docs/ (web/SITE/docs/index.html)
    left out: http://SITE/docs/forbidden: it may not be fetched by programs, says the site's robots.txt
    left out: http://SITE/docs/gone: it isn't there
    left out: http://SITE/docs/loop: it leads nowhere: its redirects don't end
    left out: http://SITE/docs/circle/1: it leads nowhere: its redirects don't end
    left out: http://SITE/docs/other: it leads to another site; if you want that one, name it: http://OTHER/docs/
    left out: http://SITE/docs/outside: it leads out of what you named; if you want that, name it: http://SITE/admin/
    left out: http://SITE/docs/binary: it is binary, not text
    left out: http://SITE/docs/data: it is of a type that isn't read (application/json)
    left out: http://SITE/docs/endless: it is larger than 2 MiB
    left out: http://SITE/docs/packed: it was sent packed, which wasn't asked for
    left out: http://SITE/docs/app: it needs a browser to show its text; save it in one and add the file
    left out: http://SITE/docs/login: it asks for a password; save it in a browser and add the file
    left out: http://SITE/docs/riddle: it is guarded against programs; save it in a browser and add the file
    left out: http://SITE/docs/error: it was refused with status 500
    added: http://SITE/docs/same (web/SITE/docs/same.html)
    left out: http://SITE/docs/sent: it leads to http://SITE/docs/landing for now
    left out: http://SITE/docs/copy: it is the same as http://SITE/docs/same
    added: http://SITE/docs/landing (web/SITE/docs/landing.html)
    SITE: 3 added, 16 left out.
    1 link with a question mark in the address was not followed; name the pages that you want one by one, or their sitemap.
    ");
    assert_eq!(reader.articles().len(), 4);
    let asked = site.asked_for();
    for path in [
        "/docs/forbidden",
        "/docs/picture.png",
        "/docs/?sort=name",
        "/admin/",
        "/etc/passwd",
        "/",
    ] {
        assert!(!asked.iter().any(|asked| asked == path), "{path}");
    }
}

#[test]
fn a_page_that_turns_bad_is_kept_as_it_was() {
    let (site, mut reader) = (lake(), Reader::new());
    let long = "The rules of the lake are long, since many people swim in it at once. ".repeat(30);
    site.set("/lake/rules", Reply::page("Rules", &long));
    site.set(
        "/lake/",
        Reply::page(
            "Lake",
            "The lake is open. <a href=rules>Rules</a> <a href=hours>Hours</a> <a href=dogs.html>Dogs</a>",
        ),
    );
    reader.fetch(&site.url("/lake/"));
    let before = reader.hashes();
    site.set(
        "/lake/rules",
        Reply::page("Sorry", "We are having a little trouble, come back later."),
    );
    site.set("/lake/hours", Reply::status(500));
    site.set("/lake/dogs.html", Reply::redirect(302, "/lake/"));
    insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
    kept as it was: http://SITE/lake/hours: it was refused with status 500
    kept as it was: http://SITE/lake/rules: it has lost most of its text; if that is right, fetch its address by itself
    kept as it was: http://SITE/lake/dogs.html: it leads to http://SITE/lake/ for now
    SITE: 1 unchanged, 3 kept.
    ");
    assert_eq!(reader.hashes(), before);
    // A page that is named is wanted as it is.
    let report = reader.fetch(&site.url("/lake/rules"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    changed: http://SITE/lake/rules (web/SITE/lake/rules.html); its last version is in the trash
    SITE: 1 changed.
    ");
}

#[test]
fn private_addresses_are_refused_after_their_names_are_resolved() {
    let (site, mut reader) = (lake(), Reader::new());
    reader.settings.allows_private = false;
    for address in [
        site.url("/lake/"),
        site.named_url("/lake/"),
        "http://[::ffff:127.0.0.1]/".to_owned(),
        "http://0x7f000001/".to_owned(),
    ] {
        let report = reader.fetch(&address);
        assert_eq!(report.sites[0].stop, Some(Stop::Private), "{address}");
        assert!(report.has_failed());
    }
    assert_eq!(site.asked_for(), Vec::<String>::new());
    assert_eq!(reader.shelf.sites(), Vec::<String>::new(), "no trace is left");
}

#[test]
fn a_site_that_asks_to_wait_is_left_alone_and_the_fetch_goes_on_later() {
    let (site, reader) = (lake(), Reader::new());
    let hours = Reply::page("Hours", "The lake opens at six in the morning.");
    let later = |seconds: &str| Reply::status(429).with("retry-after", seconds);
    site.set_all("/lake/hours", [later("1"), hours.clone()]);
    site.set_all(
        "/lake/dogs.html",
        [
            later("86400"),
            Reply::page("Dogs", "Dogs stay on a leash beside the water."),
        ],
    );
    let report = reader.fetch(&site.url("/lake/"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    added: http://SITE/lake/ (web/SITE/lake/index.html)
    added: http://SITE/lake/hours (web/SITE/lake/hours.html)
    SITE: 2 added.
    Stopped: the site asks to be left alone for 24 hours. Fetch it again after that, and it goes on from here.
    ");
    site.asked();
    let report = reader.fetch(&site.url("/lake/"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    added: http://SITE/lake/dogs.html (web/SITE/lake/dogs.html)
    SITE: 1 added, 2 fetched before the interruption.
    ");
    assert_eq!(site.asked_for(), ["/robots.txt", "/sitemap.xml", "/lake/dogs.html"]);
}

#[test]
fn a_site_that_fails_costs_no_other_site_anything() {
    let (good, bad, mut reader) = (lake(), lake(), Reader::new());
    for site in [&good, &bad] {
        reader.fetch(&site.url("/lake/"));
    }
    let before = reader.hashes();
    bad.set("/robots.txt", Reply::status(503));
    good.set(
        "/lake/hours",
        Reply::page("Hours", "The lake opens at eight in the morning."),
    );
    let report = reader.refresh();
    let site_of = |site: &Site| {
        report
            .sites
            .iter()
            .find(|it| site.url("").ends_with(&it.name))
            .unwrap()
            .clone()
    };
    assert_eq!(site_of(&bad).stop, Some(Stop::NoRules(Why::Status(503))));
    assert_eq!((site_of(&good).unchanged, site_of(&good).entries.len()), (2, 1));
    assert_eq!(bad.asked_for().last().unwrap(), "/robots.txt");
    let unreadable = reader.path(&format!("{}/.pages.json", bad.folder()));
    fs::write(unreadable, "{").unwrap();
    good.set(
        "/lake/hours",
        Reply::page("Hours", "The lake opens at nine in the morning."),
    );
    let report = reader.refresh();
    assert_eq!(report.sites.iter().filter(|site| site.stop.is_some()).count(), 1);
    assert!(report.has_changes() && report.has_failed());
    assert_eq!(reader.hashes().len(), before.len());
}

#[test]
fn a_site_that_is_down_is_not_asked_for_every_page() {
    let (site, mut reader) = (Site::start(), Reader::new());
    let links: Vec<String> = (0..20).map(|at| format!("<a href={at}>{at}</a> ")).collect();
    site.set("/lake/", Reply::page("Lake", &links.concat()));
    for at in 0..20 {
        site.set(
            &format!("/lake/{at}"),
            Reply::page("Day", &format!("On day {at} the lake is open until dusk.")),
        );
    }
    reader.fetch(&site.url("/lake/"));
    let before = reader.hashes();
    for at in 0..20 {
        site.set(&format!("/lake/{at}"), Reply::status(502));
    }
    site.asked();
    let report = reader.refresh();
    assert_eq!(report.sites[0].stop, Some(Stop::Failing(Why::Status(502))));
    assert!(site.asked_for().len() < 10);
    assert_eq!(reader.hashes(), before);
}

#[test]
fn only_sites_that_are_due_are_fetched_again() {
    let (site, mut reader) = (lake(), Reader::new());
    reader.fetch(&site.url("/lake/"));
    site.asked();
    let every = Some(Duration::from_secs(DAY));
    for (after, is_due) in [(DAY - 1, false), (1, true), (DAY - 1, false)] {
        reader.settings.now += after;
        let report = web::refresh(&reader.shelf, every, &reader.settings, &mut |_, _| ()).unwrap();
        assert_eq!(!report.sites.is_empty(), is_due);
        assert_eq!(!site.asked_for().is_empty(), is_due);
    }
}

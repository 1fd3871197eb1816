//! Pages fetched from a site on loopback that misbehaves, as transcripts of the report that an admin reads.

mod program;
mod site;
mod trouble;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;
use verbatim::corpus::{Listing, Shelf};
use verbatim::web::{self, FetchError, Report, Settings};

pub(crate) use self::site::{Reply, Site};

const DAY: u64 = 24 * 60 * 60;

/// A fetch at a certain time.
struct Reader {
    corpus: TempDir,
    shelf: Shelf,
    settings: Settings,
}

impl Reader {
    /// A corpus with an article that is never fetched.
    fn new() -> Self {
        let corpus = tempfile::tempdir().unwrap();
        fs::write(corpus.path().join("house.txt"), "The house is closed on Mondays.").unwrap();
        Self {
            shelf: Shelf::new(corpus.path()),
            corpus,
            settings: Settings {
                allows_private: true,
                contact: Some("admin@example.org".to_owned()),
                pace: Duration::ZERO,
                accepts_gone: false,
                max_pages: None,
                now: 20_000 * DAY,
            },
        }
    }

    fn fetch(&self, address: &str) -> Report {
        web::fetch(&self.shelf, address, &self.settings, &mut |_, _| ()).unwrap()
    }

    fn refresh(&mut self) -> Report {
        self.settings.now += DAY;
        web::refresh(&self.shelf, None, &self.settings, &mut |_, _| ()).unwrap()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.corpus.path().join(path)
    }

    /// The paths and addresses of the articles.
    fn articles(&self) -> Vec<(String, Option<String>)> {
        let corpus = Listing::read(self.corpus.path()).unwrap().into_corpus(|_, _| ());
        assert!(corpus.problems.is_empty(), "{:?}", corpus.problems);
        let articles = corpus.articles.into_iter();
        articles.map(|article| (article.path, article.metadata.url)).collect()
    }

    fn hashes(&self) -> Vec<(String, [u8; 32])> {
        Listing::read(self.corpus.path()).unwrap().hashes()
    }
}

fn shown(site: &Site, report: &Report) -> String {
    site.shown(&report.lines().join("\n"))
}

/// A small site with three pages.
pub(crate) fn lake() -> Site {
    let site = Site::start();
    let links = "See <a href=hours>the hours</a> and <a href='dogs.html#leash'>dogs</a>.";
    site.set(
        "/lake/",
        Reply::page("Lake", &format!("The lake is open to all who can swim. {links}")),
    );
    site.set(
        "/lake/hours",
        Reply::page("Hours", "The lake opens at six in the morning."),
    );
    site.set(
        "/lake/dogs.html",
        Reply::page("Dogs", "Dogs stay on a leash beside the water."),
    );
    site
}

#[test]
fn no_more_pages_are_taken_in_than_there_may_be_of_all_sites() {
    let (site, other, mut reader) = (lake(), lake(), Reader::new());
    reader.settings.max_pages = Some(2);
    let report = shown(&site, &reader.fetch(&site.url("/lake/")));
    assert!(report.contains("SITE: 2 added"), "{report}");
    assert!(report.contains("Stopped at 2 pages, with 1 left"), "{report}");
    let report = shown(&other, &reader.fetch(&other.url("/lake/")));
    assert!(report.contains("Stopped at 0 pages"), "{report}");
    // Pages that are there are fetched again.
    site.set(
        "/lake/hours",
        Reply::page("Hours", "The lake opens at eight in the morning."),
    );
    let report = shown(&site, &reader.refresh());
    assert!(report.contains("changed: http://SITE/lake/hours"), "{report}");
    assert_eq!(reader.articles().len(), 3);
}

#[test]
fn what_lies_below_an_address_becomes_articles_with_addresses() {
    let (site, reader) = (lake(), Reader::new());
    let report = reader.fetch(&site.url("/lake/"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    added: http://SITE/lake/ (web/SITE/lake/index.html)
    added: http://SITE/lake/hours (web/SITE/lake/hours.html)
    added: http://SITE/lake/dogs.html (web/SITE/lake/dogs.html)
    SITE: 3 added.
    ");
    let asked = site.asked();
    let agent = asked[0].headers["user-agent"].to_str().unwrap();
    assert!(
        agent.starts_with("verbatim/") && agent.contains("admin@example.org"),
        "{agent}"
    );
    let paths: Vec<&str> = asked.iter().map(|asked| asked.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/robots.txt",
            "/sitemap.xml",
            "/lake/",
            "/lake/hours",
            "/lake/dogs.html"
        ]
    );
    let folder = site.folder();
    let wanted = [
        ("house.txt".to_owned(), None),
        (format!("{folder}/lake/dogs.html"), Some(site.url("/lake/dogs.html"))),
        (format!("{folder}/lake/hours.html"), Some(site.url("/lake/hours"))),
        (format!("{folder}/lake/index.html"), Some(site.url("/lake/"))),
    ];
    assert_eq!(reader.articles(), wanted);
    let original = fs::read_to_string(reader.path(&format!("{folder}/lake/hours.html"))).unwrap();
    assert!(original.starts_with("<!doctype html>"), "{original}");
}

#[test]
fn the_parts_of_a_list_are_followed_and_other_questions_are_told() {
    let (site, reader) = (Site::start(), Reader::new());
    let parts = "<a href='/news/?page=1'>1</a> <a href='/news/?page=2'>2</a> <a href='/news/?page=99'>last</a>";
    let other = "<a href='/news/boats?utm_source=list'>Boats</a> <a href='/news/?sort=date&page=2'>by date</a>";
    site.set(
        "/news/",
        Reply::page(
            "News",
            &format!("All that is new at the lake is told here. {parts} {other}"),
        ),
    );
    site.set(
        "/news/?page=2",
        Reply::page(
            "Older news",
            &format!("All that was new a year ago is told here. {parts} <a href=ducks>Ducks</a>"),
        ),
    );
    site.set("/news/boats", Reply::page("Boats", "There are new boats on the lake."));
    site.set("/news/ducks", Reply::page("Ducks", "There are new ducks on the lake."));
    let report = reader.fetch(&site.url("/news/"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    added: http://SITE/news/ (web/SITE/news/index.html)
    added: http://SITE/news/?page=2 (web/SITE/news/index_page=2.html)
    added: http://SITE/news/boats (web/SITE/news/boats.html)
    added: http://SITE/news/ducks (web/SITE/news/ducks.html)
    SITE: 4 added.
    2 links with a question mark in the address were not followed; name the pages that you want one by one, or their sitemap.
    ");
}

#[test]
fn pages_that_are_the_same_are_asked_for_by_condition_and_build_nothing() {
    let (site, mut reader) = (lake(), Reader::new());
    reader.fetch(&site.url("/lake/"));
    let before = reader.hashes();
    // This page has no version, and differs in nothing that is read.
    let page = "<title>Hours</title><main><h1>Hours</h1><p>The lake opens at six in the morning.</p></main>";
    site.set(
        "/lake/hours",
        Reply::status(200).with("content-type", "text/html").saying(page),
    );
    site.asked();
    let report = reader.refresh();
    insta::assert_snapshot!(shown(&site, &report), @"SITE: 3 unchanged.");
    assert!(!report.has_changes());
    assert_eq!(reader.hashes(), before);
    let conditional = site
        .asked()
        .iter()
        .filter(|asked| asked.headers.contains_key("if-none-match"))
        .count();
    assert_eq!(conditional, 3);
}

#[test]
fn pages_that_change_move_or_go_are_followed_and_nothing_is_lost() {
    let (site, mut reader) = (lake(), Reader::new());
    reader.fetch(&site.url("/lake/"));
    site.set(
        "/lake/hours",
        Reply::page("Hours", "The lake opens at seven in the morning."),
    );
    site.set("/lake/dogs.html", Reply::redirect(301, "/lake/animals"));
    site.set(
        "/lake/animals",
        Reply::page("Animals", "Animals stay on a leash beside the water."),
    );
    insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
    added: http://SITE/lake/animals (web/SITE/lake/animals.html)
    changed: http://SITE/lake/hours (web/SITE/lake/hours.html); its last version is in the trash
    moved: http://SITE/lake/dogs.html is now http://SITE/lake/animals; its old file is in the trash
    SITE: 1 added, 1 changed, 1 unchanged, 1 moved.
    ");
    site.forget("/lake/animals");
    for _ in 0..2 {
        reader.refresh();
    }
    let same_day = web::refresh(&reader.shelf, None, &reader.settings, &mut |_, _| ()).unwrap();
    insta::assert_snapshot!(shown(&site, &same_day), @r"
    missing: http://SITE/lake/animals is gone; kept for now (day 2 of 3)
    SITE: 2 unchanged, 1 missing.
    ");
    insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
    removed: http://SITE/lake/animals is gone; its file is in the trash, and corpus restore web/SITE/lake/animals.html brings it back
    SITE: 2 unchanged, 1 removed.
    ");
    let gone = format!("{}/lake/animals.html", site.folder());
    assert!(!reader.path(&gone).exists());
    reader.shelf.restore_newest(&gone).unwrap();
    insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
    missing: http://SITE/lake/animals is gone; kept, because it was brought back from the trash (web/SITE/lake/animals.html)
    SITE: 2 unchanged, 1 missing.
    ");
    assert!(reader.articles().contains(&(gone, Some(site.url("/lake/animals")))));
}

#[test]
fn many_pages_that_are_gone_at_once_are_kept_until_somebody_says_so() {
    let (site, mut reader) = (lake(), Reader::new());
    reader.fetch(&site.url("/lake/"));
    site.forget("/lake/hours");
    // Sites that no longer have a page often lead to their front page.
    site.set("/lake/dogs.html", Reply::redirect(301, "/lake/"));
    for _ in 0..4 {
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
            SITE: 1 unchanged.
            Stopped: 2 of 3 pages are gone at once, so the site may be broken or rebuilt. Nothing was removed. If they are really gone, run verbatim fetch --gone; if the site has a new address, fetch that one.
            ");
        }
    }
    assert_eq!(reader.articles().len(), 4);
    reader.settings.accepts_gone = true;
    insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
    removed: http://SITE/lake/hours is gone; its file is in the trash, and corpus restore web/SITE/lake/hours.html brings it back
    removed: http://SITE/lake/dogs.html is gone; its file is in the trash, and corpus restore web/SITE/lake/dogs.html brings it back
    SITE: 1 unchanged, 2 removed.
    ");
    assert_eq!(reader.articles().len(), 2);
    assert_eq!(reader.shelf.trash().unwrap().len(), 2);
}

#[test]
fn a_page_that_an_admin_removed_comes_back_only_if_it_is_named() {
    let (site, mut reader) = (lake(), Reader::new());
    reader.fetch(&site.url("/lake/"));
    reader
        .shelf
        .remove(&format!("{}/lake/dogs.html", site.folder()))
        .unwrap();
    insta::assert_snapshot!(shown(&site, &reader.refresh()), @r"
    left out: http://SITE/lake/dogs.html: it was removed here; to have it again, fetch its address by itself
    SITE: 2 unchanged, 1 left out.
    ");
    insta::assert_snapshot!(shown(&site, &reader.fetch(&site.url("/lake/dogs.html"))), @r"
    added: http://SITE/lake/dogs.html (web/SITE/lake/dogs.html)
    SITE: 1 added.
    ");
    assert_eq!(reader.articles().len(), 4);
}

#[test]
fn one_page_or_the_pages_of_a_sitemap_can_be_named() {
    let (site, reader) = (lake(), Reader::new());
    let sitemap = format!(
        "<sitemapindex><sitemap><loc>{}</loc></sitemap><sitemap><loc>{}</loc></sitemap></sitemapindex>",
        site.url("/pages.xml"),
        site.url("/none.xml")
    );
    site.set("/index.xml", Reply::of_type("application/xml", sitemap));
    let pages = ["/lake/hours", "/news?id=1&amp;x=2", "/lake/map.png"]
        .map(|path| format!("<url><loc>{}</loc></url>", site.url(path)));
    let other = "<url><loc>https://other.example/</loc></url>";
    site.set(
        "/pages.xml",
        Reply::of_type("text/xml", format!("<urlset>{}{other}</urlset>", pages.concat())),
    );
    site.set(
        "/news?id=1&x=2",
        Reply::page("News", "The lake will be deeper next year."),
    );
    let report = reader.fetch(&site.url("/index.xml"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    left out: http://SITE/none.xml: it isn't there
    added: http://SITE/lake/hours (web/SITE/lake/hours.html)
    added: http://SITE/news?id=1&x=2 (web/SITE/news_id=1&x=2.html)
    SITE: 2 added, 1 left out.
    ");
    let report = reader.fetch(&site.url("/lake/dogs.html"));
    insta::assert_snapshot!(shown(&site, &report), @r"
    added: http://SITE/lake/dogs.html (web/SITE/lake/dogs.html)
    SITE: 1 added.
    ");
}

#[test]
fn nothing_is_fetched_without_an_address() {
    let reader = Reader::new();
    let refresh = web::refresh(&reader.shelf, None, &reader.settings, &mut |_, _| ());
    assert!(matches!(refresh, Err(FetchError::NoSites)));
    for address in ["", "lake", "ftp://lake.example/", "https://me:word@lake.example/"] {
        let fetched = web::fetch(&reader.shelf, address, &reader.settings, &mut |_, _| ());
        assert!(matches!(fetched, Err(FetchError::NoAddress(_))), "{address}");
    }
    let held = reader.shelf.lock_fetching().unwrap();
    let fetched = web::fetch(&reader.shelf, "https://lake.example/", &reader.settings, &mut |_, _| ());
    assert!(held.is_some() && matches!(fetched, Err(FetchError::Busy)));
}

//! The built program fetches, and links to what it quotes.

use std::time::Duration;

use super::lake;
use crate::run::Verbatim;

#[test]
fn a_fetched_page_is_quoted_with_a_link_to_its_words() {
    let (site, verbatim) = (lake(), Verbatim::shipped());
    let settings = [("VERBATIM_FETCH_PRIVATE".to_owned(), "on".to_owned())];
    let address = site.url("/lake/");
    let refused = verbatim.run(&["fetch", &address], b"");
    assert_eq!(refused.code(), 2, "{refused:?}");
    assert!(refused.stdout.contains("VERBATIM_FETCH_PRIVATE=on"), "{refused:?}");

    let fetched = verbatim.run_in(&["fetch", &address], &settings, b"");
    assert_eq!(fetched.code(), 0, "{fetched:?}");
    let told = site.shown(&fetched.stdout);
    let told: Vec<&str> = told
        .lines()
        .filter(|line| !line.contains(" s.") && !line.contains(" is live."))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    added: http://SITE/lake/ (web/SITE/lake/index.html)
    added: http://SITE/lake/hours (web/SITE/lake/hours.html)
    added: http://SITE/lake/dogs.html (web/SITE/lake/dogs.html)
    SITE: 3 added.
    Articles: 4 added, 0 changed, 0 removed, 0 unchanged
    Passages: 8 added, 0 changed, 0 removed, 0 unchanged
    To fetch them again later, run verbatim fetch, or set VERBATIM_FETCH_EVERY=24h for the running bot.
    ");
    let asked = site.asked();
    let time = asked[asked.len() - 1].at - asked[0].at;
    assert!(
        time > Duration::from_millis(3_500),
        "{} requests in {time:?}",
        asked.len()
    );

    let answer = &verbatim.ask_json("when does the lake open in the morning?")[0]["quotes"][0];
    assert_eq!(answer["path"], format!("{}/lake/hours.html", site.folder()));
    let link = site.url("/lake/hours#:~:text=The%20lake%20opens%20at%20six%20in%20the%20morning.");
    assert_eq!(answer["article"]["source"], link);
    assert!(
        verbatim
            .ask("when does the lake open in the morning?")
            .stdout
            .contains(&link)
    );

    let again = verbatim.run_in(&["fetch"], &settings, b"");
    assert_eq!(again.code(), 0, "{again:?}");
    insta::assert_snapshot!(site.shown(&again.stdout), @r"
    SITE: 3 unchanged.
    No article has changed, so the index stays as it is.
    ");
}

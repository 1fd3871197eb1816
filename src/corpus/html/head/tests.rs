use super::*;

fn head(page: &str) -> Head {
    Head::of(&Page::parse(page, 0).expect("a page"))
}

#[test]
fn a_title_loses_the_name_of_the_site() {
    for (page, wanted) in [
        ("<title>Bridge | The Paper</title><h1>Bridge</h1>", "Bridge"),
        (
            "<title>The Paper of the Valley - Bridge</title><h1>Bridge</h1>",
            "The Paper of the Valley - Bridge",
        ),
        (
            "<title>Bridge - The Paper</title><h1>The Paper</h1><h2>Bridge</h2>",
            "Bridge",
        ),
        (
            "<title>The council widens the bridge - The Paper</title>",
            "The council widens the bridge",
        ),
        ("<title>Bridge - The Paper</title><h1>Other</h1>", "Bridge - The Paper"),
        (
            "<meta property=og:title content='A | B'><h1>A<a href=#a>¶</a></h1>",
            "A",
        ),
        (
            "<meta property=og:title content='A b c d e | B'><h1></h1>",
            "A b c d e | B",
        ),
        ("<title>Co-op rules</title>", "Co-op rules"),
        (
            "<svg><title>Menu</title></svg><title>Co-op rules</title>",
            "Co-op rules",
        ),
        (
            "<svg><g><title>Menu</title></g></svg><h1>Co-op rules</h1>",
            "Co-op rules",
        ),
        ("<title> A &amp;\n B </title>", "A & B"),
        (
            "<title>T</title><meta property=og:title content='Bridge &amp; road'>",
            "Bridge & road",
        ),
        (
            "<title>T</title><meta name=DC.title content=D><meta property=og:title content=O>",
            "D",
        ),
        ("<title></title>", ""),
        ("<title> </title><h1>A</h1>", "A"),
        ("<h1>A</h1><h1>B</h1>", ""),
    ] {
        assert_eq!(head(page).title.unwrap_or_default(), wanted, "{page}");
    }
}

#[test]
fn a_headline_that_is_a_description_is_not_the_title() {
    let page = |data: &str, rest: &str| {
        format!("<script type=application/ld+json>{{\"@type\":\"Article\",{data}}}</script>{rest}")
    };
    let data = r#""name":"Time loops","headline":"list article""#;
    for (page, wanted) in [
        (
            page(data, "<title>Time loops - Wiki</title><h1>Time\n loops</h1>"),
            "Time loops",
        ),
        (page(data, "<h1>Time loops</h1>"), "Time loops"),
        (
            page(
                r#""headline":"list article""#,
                "<title>Time loops - Wiki</title><h1>Time loops</h1>",
            ),
            "Time loops",
        ),
        (page(data, "<title>Loops - Wiki</title><h1>Wiki</h1>"), "list article"),
        (page(data, "<h1>Time loops</h1><h1>More</h1>"), "list article"),
    ] {
        assert_eq!(head(&page).title.as_deref(), Some(wanted), "{page}");
    }
}

#[test]
fn a_moment_shows_its_day() {
    for (date, wanted) in [
        ("2014-03-27T19:11:24Z", "2014-03-27"),
        ("2014-03-27", "2014-03-27"),
        ("10 October at T5", "10 October at T5"),
    ] {
        let page = format!("<meta name=dcterms.created content='{date}'>");
        assert_eq!(head(&page).metadata.date.as_deref(), Some(wanted));
    }
}

#[test]
fn author_and_date_are_found_where_pages_name_them() {
    for (page, author, date) in [
        (
            "<meta name=author content='Ann'><meta property=article:published_time content=2024-05-01>",
            "Ann",
            "2024-05-01",
        ),
        (
            "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":\"NewsArticle\",\
            \"author\":[{\"name\":\"Ann\"},\"Bob\"],\"datePublished\":\"2024\"}]}</script>",
            "Ann, Bob",
            "2024",
        ),
        (
            "<p>By <a rel=author href=/ann> Ann\nLee</a> <time itemprop=datePublished datetime=2024>May</time>",
            "Ann Lee",
            "2024",
        ),
        ("<meta property=article:author content=https://example.org/ann>", "", ""),
        ("<script type=application/ld+json>{broken</script>", "", ""),
    ] {
        let metadata = head(page).metadata;
        assert_eq!(metadata.author.unwrap_or_default(), author, "{page}");
        assert_eq!(metadata.date.unwrap_or_default(), date, "{page}");
    }
}

#[test]
fn the_address_is_one_of_the_web() {
    let url = |page: &str| head(page).metadata.url;
    let web = Some("https://example.org/a".to_owned());
    assert_eq!(url("<link rel=canonical href=' https://example.org/a '>"), web);
    assert_eq!(
        url("<link rel=canonical href=/a><meta property=og:url content=https://example.org/a>"),
        web
    );
    assert_eq!(url("<link rel=canonical href=file:///a>"), None);
}

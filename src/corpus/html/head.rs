//! Reads the metadata of a page: from its head, from its data for search engines, and from the marks that name an
//! author or a date.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::element::HEADING;
use super::page::Page;
use super::token::resolved;
use super::{filled, fold};
use crate::corpus::article::Metadata;

/// The keys for a title, an author and a date, the most trusted first.
const TITLES: &[&str] = &[
    "dc:title",
    "dcterms:title",
    "og:title",
    "title",
    "twitter:title",
    "parsely-title",
];
const AUTHORS: &[&str] = &["dc:creator", "dcterms:creator", "author", "parsely-author"];
const DATES: &[&str] = &[
    "article:published_time",
    "dcterms:available",
    "dcterms:created",
    "dcterms:issued",
    "dc:date",
    "parsely-pub-date",
];
/// Separators between a page's title and the site's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " » ", " « ", " · ", " • ", " :: ", " / ", " > ",
];
/// The fewest words that a title may have without the site's name.
const MIN_TITLE_WORDS: usize = 5;
/// The longest name of an author; longer text is not a name.
const MAX_NAME_BYTES: usize = 100;
const MAX_TITLE_BYTES: usize = 500;

/// The metadata that a page gives about itself.
#[derive(Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub metadata: Metadata,
}

/// The raw metadata, as found in a page.
#[derive(Default)]
struct Found {
    /// Keyed by property or name, in lower case.
    metas: HashMap<String, String>,
    canonical: Option<String>,
    language: Option<String>,
    title: Option<String>,
    /// The end of the last drawing so far, which may have a title of its own.
    drawing_end: usize,
    headings: Vec<String>,
    /// The headings of the first level.
    tops: Vec<String>,
    author: Option<String>,
    date: Option<String>,
    data: Option<Value>,
}

impl Head {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut found = Found::default();
        for at in 0..page.nodes.len() {
            found.take(page, at);
        }
        let in_data = |key: &str| found.data.as_ref().and_then(|data| data.get(key));
        let meta = |keys: &[&str]| keys.iter().find_map(|key| found.metas.get(*key)).and_then(filled);
        let given = found.title.as_deref().and_then(filled);
        let given = given.map(|title| without_site(&title, &found.headings));
        let in_words = |key: &str| in_data(key).and_then(Value::as_str).and_then(filled);
        // Some sites describe the article in its headline.
        let title = found
            .agreed_title(in_words("name").as_deref(), given.as_deref())
            .filter(|_| found.data.is_some())
            .or_else(|| in_words("headline"))
            .or_else(|| in_words("name"));
        let title = title.or_else(|| meta(TITLES));
        let title = title.map(|title| heading_in(&title, &found.headings).unwrap_or(title));
        let only_top = || found.tops.first().filter(|_| found.tops.len() == 1).cloned();
        let named_author = || meta(&["article:author"]).filter(|it| !it.contains("://"));
        let author = in_data("author").map(names).and_then(filled);
        let date = in_data("datePublished").and_then(Value::as_str).and_then(filled);
        Self {
            title: title.or(given).or_else(only_top),
            metadata: Metadata {
                url: [found.canonical.as_ref(), found.metas.get("og:url")]
                    .into_iter()
                    .flatten()
                    .find(|url| is_web_address(url))
                    .cloned(),
                author: author.or_else(|| meta(AUTHORS)).or_else(named_author).or(found.author),
                date: date.or_else(|| meta(DATES)).or(found.date).map(without_time),
                language: found.language.and_then(filled),
            },
        }
    }
}

impl Found {
    /// The only heading of the first level, if the page's data or its title, without the site's name, call the page so,
    /// too.
    fn agreed_title(&self, name: Option<&str>, given: Option<&str>) -> Option<String> {
        let [top] = self.tops.as_slice() else { return None };
        [name, given].contains(&Some(top)).then(|| top.clone())
    }

    fn take(&mut self, page: &Page<'_>, at: usize) {
        let Some(name) = page.element(at) else { return };
        match name.as_str() {
            "html" if self.language.is_none() => {
                let language = page.attribute(at, "lang").or_else(|| page.attribute(at, "xml:lang"));
                self.language = language.map(Cow::into_owned);
            }
            "svg" => self.drawing_end = self.drawing_end.max(page.nodes[at].end),
            "title" if self.title.is_none() && at >= self.drawing_end => {
                self.title = page.short_text(at, MAX_TITLE_BYTES);
            }
            "meta" => self.take_meta(page, at),
            "link" if self.canonical.is_none() => {
                let rel = page.attribute(at, "rel").unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical") {
                    self.canonical = page.attribute(at, "href").map(|it| it.trim().to_owned());
                }
            }
            "script" => {
                let kind = page.attribute(at, "type").unwrap_or_default();
                if self.data.is_none() && kind.trim().eq_ignore_ascii_case("application/ld+json") {
                    let text = &page.source[page.nodes[at + 1].range.clone()];
                    self.data = serde_json::from_str(text).ok().and_then(article_in);
                }
            }
            "a" | "span" | "p" | "div" | "time" | "address" | "li" => self.take_marked(page, at),
            _ if name.is(HEADING) => {
                // The sign of a heading's link to itself is not part of its text.
                let text = page.short_text(at, MAX_TITLE_BYTES).unwrap_or_default();
                let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '¶' | '#' | '\u{200b}'));
                if !text.is_empty() {
                    self.headings.push(text.to_owned());
                    self.tops.extend((name.as_str() == "h1").then(|| text.to_owned()));
                }
            }
            _ => {}
        }
    }

    fn take_meta(&mut self, page: &Page<'_>, at: usize) {
        let (mut key, mut content) = (None, None);
        for (name, value) in page.attributes(at) {
            match name.to_ascii_lowercase().as_str() {
                "property" | "name" | "itemprop" => key = Some(resolved(value).trim().to_ascii_lowercase()),
                "content" => content = filled(&*resolved(value)),
                _ => {}
            }
        }
        let (Some(key), Some(content)) = (key, content) else {
            return;
        };
        if key == "datepublished" {
            self.date.get_or_insert_with(|| content.clone());
        }
        for key in key.split_ascii_whitespace() {
            let key = key.replacen("dc.", "dc:", 1).replacen("dcterms.", "dcterms:", 1);
            self.metas.entry(key).or_insert_with(|| content.clone());
        }
    }

    /// Reads an element that is marked as the author's name or the date.
    fn take_marked(&mut self, page: &Page<'_>, at: usize) {
        if self.author.is_some() && self.date.is_some() {
            return;
        }
        for (name, value) in page.attributes(at) {
            let is = |wanted: &[&str]| wanted.iter().any(|it| value.trim().eq_ignore_ascii_case(it));
            let is_of = |attribute: &str| name.eq_ignore_ascii_case(attribute);
            if self.author.is_none() && ((is_of("rel") || is_of("itemprop")) && is(&["author"])) {
                self.author = page.short_text(at, MAX_NAME_BYTES).and_then(filled);
            }
            if self.date.is_none() && is_of("itemprop") && is(&["datePublished"]) {
                let date = page.attribute(at, "datetime").or_else(|| page.attribute(at, "content"));
                self.date = date
                    .and_then(filled)
                    .or_else(|| page.short_text(at, MAX_NAME_BYTES))
                    .and_then(filled);
            }
        }
    }
}

/// The day of a moment such as "2014-03-27T19:11:24Z"; any other date as it is.
fn without_time(date: String) -> String {
    match date.split_once('T') {
        Some((day, time)) if day.len() == 10 && time.starts_with(|c: char| c.is_ascii_digit()) => day.to_owned(),
        _ => date,
    }
}

fn is_web_address(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
}

/// The article that a page's data is about: the data itself, or one in a list. `None` if there is no article in it.
fn article_in(data: Value) -> Option<Value> {
    let is_article = |value: &Value| {
        let kinds = value.get("@type").map(names).unwrap_or_default();
        ["Article", "Posting", "Report", "APIReference"]
            .iter()
            .any(|kind| kinds.contains(kind))
    };
    if is_article(&data) {
        return Some(data);
    }
    let all = match data {
        Value::Array(all) => all,
        Value::Object(mut data) => match data.remove("@graph") {
            Some(Value::Array(all)) => all,
            _ => return None,
        },
        _ => return None,
    };
    all.into_iter().find(is_article)
}

/// Reads a name, a person's name, or a list of either.
fn names(value: &Value) -> String {
    match value {
        Value::String(name) => fold(name),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(names).filter(|name| !name.is_empty()).collect();
            all.join(", ")
        }
        Value::Object(person) => person.get("name").map(names).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A page's title without the site's name: the heading at its front, otherwise all but its last part.
fn without_site(title: &str, headings: &[String]) -> String {
    if let Some(heading) = heading_in(title, headings) {
        return heading;
    }
    let last = SEPARATORS.iter().filter_map(|separator| title.rfind(separator)).max();
    let shorter = last.and_then(|at| title.get(..at));
    let names_page = |shorter: &&str| {
        let is_heading = headings.iter().any(|heading| title.ends_with(heading.as_str()));
        !is_heading && shorter.split_whitespace().count() >= MIN_TITLE_WORDS
    };
    shorter.filter(names_page).unwrap_or(title).to_owned()
}

/// The heading at the front of a title, if one of the separators that sites use follows it.
fn heading_in(title: &str, headings: &[String]) -> Option<String> {
    let is_at_front = |heading: &&String| {
        let rest = title.strip_prefix(heading.as_str()).unwrap_or_default();
        SEPARATORS.iter().any(|separator| rest.starts_with(separator))
    };
    headings.iter().find(is_at_front).cloned()
}

#[cfg(test)]
mod tests;

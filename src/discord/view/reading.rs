//! Reading without a question: the list of articles, the list of an article's sections, and a section.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::custom_id::{Action, Choice};
use super::markdown::{self, Words};
use super::{PAPER, dismiss, icon, page_buttons, rows};
use serenity::model::id::UserId;

use crate::answer::{ArticleKey, PassageKey};
use crate::corpus::{Article, Section};
use crate::discord::outgoing::{
    AllowedMentions, Component, Embed, EmbedText, Field, MAX_DESCRIPTION, MAX_OPTION, MAX_OPTIONS, MAX_TITLE,
    MenuOption, Outgoing,
};
use crate::message::locale::Locale;

/// The most of a section on a page: a plain message, for where the bot may not embed, has room for it and its frame.
pub(super) const MAX_PAGE: usize = 1_400;

/// The most of an article's author or date.
const MAX_FACT: usize = 60;

/// The articles on a page of `/sources`: each has a line of some length.
const ARTICLES_A_PAGE: usize = 10;

/// The most of an article's line: a page of them fits an embed.
const MAX_ARTICLE_LINE: usize = MAX_DESCRIPTION / ARTICLES_A_PAGE - 2;

/// The most of a section's line.
const MAX_SECTION_LINE: usize = MAX_DESCRIPTION / MAX_OPTIONS - 6;

/// The people who see a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Everybody, since this person opened it.
    All(UserId),
    /// One person, who is offered to post it if they may, and have not just done so.
    One { may_post: bool },
}

/// A page of the list of articles, from 0. If there is only one article, a page of its sections.
pub(crate) fn sources(locale: Locale, articles: &[Arc<Article>], page: usize) -> Outgoing {
    let (on_page, page, pages) = match articles {
        [] => return super::notice(&locale.no_sources()),
        [article] => return sections(locale, article, page),
        articles => page_of(articles, page, ARTICLES_A_PAGE),
    };
    let passages = articles.iter().map(|article| article.passages.len()).sum();
    let lines: Vec<String> = on_page.iter().map(|article| article_line(locale, article)).collect();
    let options = on_page
        .iter()
        .map(|article| option(locale, &article.title, Choice::Article(ArticleKey::of(article)), None));
    let embed = Embed {
        description: Some(lines.join("\n")),
        footer: (pages > 1).then(|| EmbedText::Text(locale.page_of(page + 1, pages))),
        color: Some(PAPER),
        ..Embed::default()
    };
    Outgoing {
        content: locale.sources(articles.len(), passages),
        embeds: vec![embed],
        components: rows([
            menu(&Action::PickArticle, &locale.choose_article(), options),
            page_buttons(locale, page, pages, |page| Action::ArticlesPage { page }),
        ]),
        ..Outgoing::default()
    }
}

/// "- [title](url): 5 sections, 7 passages · author · date".
fn article_line(locale: Locale, article: &Article) -> String {
    let mut facts = locale.extent(article.sections.len(), article.passages.len());
    for fact in [&article.metadata.author, &article.metadata.date].into_iter().flatten() {
        facts = format!("{facts} · {}", markdown::escape_within(fact, MAX_FACT));
    }
    let room = MAX_ARTICLE_LINE.saturating_sub(facts.encode_utf16().count() + 4);
    let name = if markdown::is_blank(&article.title) {
        locale.untitled()
    } else {
        markdown::link(&article.title, article.metadata.url.as_deref(), room)
    };
    format!("- {name}: {facts}")
}

/// A page of an article's list of sections, from 0.
pub(crate) fn sections(locale: Locale, article: &Article, page: usize) -> Outgoing {
    let (sections, page, pages) = page_of(&article.sections, page, MAX_OPTIONS);
    let lines: Vec<String> = sections
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let number = page * MAX_OPTIONS + at + 1;
            format!(
                "{number}. {}",
                markdown::escape_within(&name(locale, section), MAX_SECTION_LINE)
            )
        })
        .collect();
    let options = sections
        .iter()
        .filter_map(|section| section_option(locale, article, section, None));
    let article_key = ArticleKey::of(article);
    let embed = Embed {
        title: Some(title(locale, &article.title)),
        url: web_address_of(article),
        description: Some(lines.join("\n")),
        footer: Some(EmbedText::Text(
            locale.extent(article.sections.len(), article.passages.len()),
        )),
        color: Some(PAPER),
        ..Embed::default()
    };
    Outgoing {
        content: locale.choose_section_below(),
        embeds: vec![embed],
        components: rows([
            menu(&Action::PickSection, &locale.choose_section(), options),
            page_buttons(locale, page, pages, |page| Action::SectionsPage {
                article: article_key,
                page,
            }),
        ]),
        ..Outgoing::default()
    }
}

/// A page of section `at` of an article, from 0, or the one where `passage` begins; that is a passage of the section.
/// `None` if there is no such section.
pub(crate) fn section_of(
    locale: Locale,
    article: &Article,
    at: usize,
    passage: PassageKey,
    page: Option<usize>,
    readers: Readers,
) -> Option<Outgoing> {
    let section = article.sections.get(at)?;
    let passages = article.passages.get(section.passages.clone())?;
    let (first, last) = (passages.first()?, passages.last()?);
    let start = first.range.start;
    let text = article.text.get(start..last.range.end)?;
    let borders: Vec<usize> = passages.iter().map(|passage| passage.range.end - start).collect();
    let sentences: Vec<usize> = passages
        .iter()
        .flat_map(|passage| {
            passage
                .sentences
                .iter()
                .map(|sentence| passage.range.start - start + sentence.end)
        })
        .collect();
    let whole = start..last.range.end;
    let words = Words {
        marks: article.marks.iter().filter_map(|mark| mark.within(&whole)).collect(),
        leads: passages
            .iter()
            .map(|passage| passage.range.start - start..passage.range.start - start + passage.lead)
            .collect(),
        ..Words::plain(text)
    };
    let pages = markdown::pages(&words, &borders, &sentences, MAX_PAGE);
    let page = page.unwrap_or_else(|| {
        let is_it = |&at: &usize| PassageKey::of(article, at) == Some(passage);
        let of_passage = section.passages.clone().find(is_it);
        let from = of_passage.map_or(0, |at| article.passages[at].range.start - start);
        pages.iter().rposition(|page| page.shown.start <= from).unwrap_or(0)
    });
    let page = page.min(pages.len().saturating_sub(1));
    let mut footer: Vec<String> = dated(article).into_iter().collect();
    if pages.len() > 1 {
        footer.push(locale.page_of(page + 1, pages.len()));
    }
    let shown = pages.get(page);
    let embed = Embed {
        author: (!section.headings.is_empty())
            .then(|| markdown::plain_within(&article.title, MAX_TITLE))
            .filter(|title| !title.is_empty())
            .map(EmbedText::Name),
        title: Some(title(locale, section.headings.last().unwrap_or(&article.title))),
        url: web_address_of(article),
        fields: shown
            .map(|page| links_field(locale, &words, &page.shown))
            .unwrap_or_default(),
        description: shown.map(|page| page.markdown.clone()),
        footer: (!footer.is_empty()).then(|| EmbedText::Text(footer.join(" · "))),
        color: Some(PAPER),
        image: None,
    };
    let mut buttons = page_buttons(locale, page, pages.len(), |page| match readers {
        Readers::All(asker) => Action::OpenedPage { asker, passage, page },
        Readers::One { .. } => Action::SectionPage { passage, page },
    });
    let mut people = Vec::new();
    match readers {
        Readers::All(asker) => buttons.push(dismiss(locale, asker)),
        Readers::One { may_post: true } => {
            let post = Action::Post { passage, page }.encode();
            buttons.push(Component::button(icon::SHARE, locale.post_here(), post));
            let to = Action::PostTo { passage, page }.encode();
            people.push(Component::people(to, locale.post_for()));
        }
        Readers::One { may_post: false } => {}
    }
    Some(Outgoing {
        embeds: vec![embed],
        components: rows([buttons, people]),
        ..Outgoing::default()
    })
}

/// A section that `by` posts for everybody to see; of the people that it names, only `to` is pinged.
pub(crate) fn posted(locale: Locale, section: Outgoing, by: UserId, to: Option<UserId>) -> Outgoing {
    let by = format!("<@{by}>");
    Outgoing {
        content: match to {
            Some(to) => locale.posted_for(&by, &format!("<@{to}>")),
            None => locale.posted_by(&by),
        },
        allowed_mentions: to.map(AllowedMentions::only).unwrap_or_default(),
        ..section
    }
}

/// A menu of all sections, or of all articles if there are too many sections; and whether the menu is complete.
pub(super) fn section_menu(locale: Locale, articles: &[Arc<Article>]) -> (Vec<Component>, bool) {
    let count: usize = articles.iter().map(|article| article.sections.len()).sum();
    let pick = Action::PickSection;
    if count <= MAX_OPTIONS {
        let is_one = articles.len() == 1;
        let options = articles.iter().flat_map(|article| {
            let under = (!is_one).then_some(article.title.as_str());
            article
                .sections
                .iter()
                .filter_map(move |section| section_option(locale, article, section, under))
        });
        return (menu(&pick, &locale.choose_section(), options), true);
    }
    if let [article] = articles {
        let options = article
            .sections
            .iter()
            .filter_map(|section| section_option(locale, article, section, None));
        return (menu(&pick, &locale.choose_section(), options), false);
    }
    let options = articles
        .iter()
        .map(|article| option(locale, &article.title, Choice::Article(ArticleKey::of(article)), None));
    (
        menu(&pick, &locale.choose_article(), options),
        articles.len() <= MAX_OPTIONS,
    )
}

/// A row of one menu with the first 25 options; empty if there are none.
fn menu(action: &Action, placeholder: &str, options: impl Iterator<Item = MenuOption>) -> Vec<Component> {
    // Passages of an article with the same text share a key, and Discord refuses a value that comes twice.
    let mut values = HashSet::new();
    let options: Vec<MenuOption> = options
        .filter(|option| values.insert(option.value.clone()))
        .take(MAX_OPTIONS)
        .collect();
    if options.is_empty() {
        return Vec::new();
    }
    vec![Component::menu(action.encode(), placeholder, options)]
}

fn section_option(locale: Locale, article: &Article, section: &Section, under: Option<&str>) -> Option<MenuOption> {
    let key = PassageKey::of(article, section.passages.start)?;
    Some(option(locale, &name(locale, section), Choice::Section(key), under))
}

fn option(locale: Locale, name: &str, choice: Choice, under: Option<&str>) -> MenuOption {
    let label = markdown::plain_within(name, MAX_OPTION);
    let description = under.map(|under| markdown::plain_within(under, MAX_OPTION));
    MenuOption {
        label: if markdown::is_blank(&label) {
            locale.untitled()
        } else {
            label
        },
        value: choice.encode(),
        description: description.filter(|text| !markdown::is_blank(text)),
    }
}

fn name(locale: Locale, section: &Section) -> String {
    match section.headings.last() {
        Some(heading) if !markdown::is_blank(heading) => heading.clone(),
        _ => locale.untitled_section(),
    }
}

/// The links in the part `shown` of an article's words as a field of an embed, if there are any.
pub(super) fn links_field(locale: Locale, words: &Words<'_>, shown: &Range<usize>) -> Vec<Field> {
    let links = markdown::links_below(words, shown);
    let field = (!links.is_empty()).then(|| Field {
        name: locale.links(),
        value: links,
    });
    field.into_iter().collect()
}

/// A title as markdown; never empty.
pub(super) fn title(locale: Locale, text: &str) -> String {
    if markdown::is_blank(text) {
        locale.untitled()
    } else {
        markdown::escape_within(text, MAX_TITLE)
    }
}

/// The date of an article as it gives it, as plain text.
pub(super) fn dated(article: &Article) -> Option<String> {
    let date = markdown::plain_within(article.metadata.date.as_deref()?, MAX_FACT);
    (!markdown::is_blank(&date)).then_some(date)
}

/// The web address of an article, if Discord accepts it.
pub(super) fn web_address_of(article: &Article) -> Option<String> {
    markdown::web_address(article.metadata.url.as_deref()?)
}

/// A page of `all`: its items, its number (the last page if there are fewer), and the number of pages.
fn page_of<T>(all: &[T], page: usize, size: usize) -> (&[T], usize, usize) {
    let pages = all.len().div_ceil(size).max(1);
    let page = page.min(pages - 1);
    let start = page * size;
    let end = (start + size).min(all.len());
    (all.get(start..end).unwrap_or_default(), page, pages)
}

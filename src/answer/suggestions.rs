//! Suggests headings to ask about instead when nothing was found or nothing was asked.

use crate::corpus::Article;
use crate::index::{Generation, PassageId, QueryEmbedding, StoreError};

/// The most suggestions in an answer.
const MAX_SUGGESTIONS: usize = 5;

/// The number of headings to consider: many passages share one.
const NEAREST_HEADINGS: usize = 256;

/// The lowest cosine at which a heading is near enough to the question to be suggested.
const SUGGESTED_FROM: f32 = 0.35;

/// The number of parts that the library is cut into if no heading is near. The heading at the beginning of every other
/// part is suggested; where some of these are the same, headings from the parts between them follow.
const SPREAD: u32 = 10;

/// Suggests headings: those `asked` for by their words, then the nearest in meaning to the question. If there is none of
/// either, or nothing was asked, it suggests headings from all over the library.
pub(super) fn suggestions(
    generation: &Generation,
    asked: Vec<String>,
    question: Option<&QueryEmbedding>,
    is_known: &dyn Fn(&Article) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut near = asked;
    near.truncate(MAX_SUGGESTIONS);
    if let Some(question) = question {
        let found = generation.vectors().nearest_headings(question, NEAREST_HEADINGS);
        let near_enough = found.into_iter().take_while(|(_, cosine)| *cosine >= SUGGESTED_FROM);
        add_headings(generation, near_enough.map(|(passage, _)| passage), is_known, &mut near)?;
    }
    if near.is_empty() {
        let count = u32::try_from(generation.passage_count()).unwrap_or(u32::MAX);
        let places = (0..SPREAD).map(|at| at * 2 % SPREAD + at * 2 / SPREAD);
        let spread = places.map(|at| PassageId(count / SPREAD * at + count % SPREAD * at / SPREAD));
        add_headings(generation, spread, &|_| true, &mut near)?;
    }
    Ok(near)
}

/// Adds the innermost heading above each passage, or its article's title, until there are [`MAX_SUGGESTIONS`]. Skips
/// passages of unwanted articles.
fn add_headings(
    generation: &Generation,
    passages: impl Iterator<Item = PassageId>,
    is_wanted: &dyn Fn(&Article) -> bool,
    found: &mut Vec<String>,
) -> Result<(), StoreError> {
    for id in passages {
        if found.len() == MAX_SUGGESTIONS {
            break;
        }
        let Some((index, passage)) = generation.articles().locate(id) else {
            continue;
        };
        let article = generation.articles().get(index)?;
        let Some(passage) = article.passages.get(passage) else {
            continue;
        };
        if !is_wanted(&article) {
            continue;
        }
        let heading = article.headings(passage).last().unwrap_or(&article.title);
        if !found.contains(heading) {
            found.push(heading.clone());
        }
    }
    Ok(())
}

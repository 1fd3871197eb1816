//! The corpus: whether it is there, what can be quoted of it, and what can't and why.

use super::clause;
use super::finding::Group;
use super::folder::{Usable, usable};
use crate::config::Config;
use crate::corpus::{Corpus, CorpusError, Listing};
use crate::index::LeftOut;
use crate::library::left_out_sentence;
use crate::message::check::articles as message;

/// How many files that were left out are named.
const NAMED: usize = 20;

pub(super) fn check(config: &Config) -> Group {
    let mut group = Group::new("corpus");
    let folder = config.corpus.display().to_string();
    let corpus = match Listing::read(&config.corpus) {
        Ok(listing) => listing.into_corpus(|_, _| {}),
        Err(CorpusError::Missing(_)) => {
            group.wrong("folder", message::no_corpus(&folder));
            return group;
        }
        Err(CorpusError::NotAFolder(_)) => {
            group.wrong("folder", message::corpus_is_no_folder(&folder));
            return group;
        }
        Err(error) => {
            group.wrong("folder", message::unreadable_corpus(&clause(error)));
            return group;
        }
    };
    if corpus.articles.is_empty() {
        group.wrong("articles", message::no_articles(&folder));
    } else {
        let passages = corpus.articles.iter().map(|article| article.passages.len()).sum();
        group.ok("articles", message::corpus(&folder, corpus.articles.len(), passages));
    }
    doubts(&corpus, &mut group);
    group.ok("synonyms", message::synonyms(corpus.synonyms.len()));
    match usable(&config.corpus) {
        Usable::Writable => group.ok("writable", message::corpus_writable(true)),
        // Who looks after the articles in the shell alone may want it so.
        _ => group.warn("writable", message::corpus_writable(false)),
    }
    group
}

fn doubts(corpus: &Corpus, group: &mut Group) {
    for problem in corpus.problems.iter().take(NAMED) {
        let sentence = left_out_sentence(&LeftOut::from(problem));
        group.warn("left_out", message::left_out(sentence));
    }
    let more = corpus.problems.len().saturating_sub(NAMED);
    if more > 0 {
        group.warn("left_out", message::more_left_out(more));
    }
    for warning in &corpus.warnings {
        group.warn(
            "doubtful",
            message::doubtful(&warning.path, warning.line, &warning.doubt),
        );
    }
}

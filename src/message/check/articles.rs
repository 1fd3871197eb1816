//! What `verbatim check` says of the corpus, the encoder and the index.

use std::fmt::Display;

use super::Told;
use crate::message::{count, size};

/// There is no corpus folder.
pub fn no_corpus(folder: &str) -> Told {
    Told::so(
        format!("There is no corpus folder {folder}."),
        "Make it and put articles into it (.txt, .md or .html), or name another with VERBATIM_CORPUS. Was the program started in another folder than usual?",
    )
}

/// The corpus folder cannot be read; `reason` is a whole clause.
pub fn unreadable_corpus(reason: &dyn Display) -> Told {
    Told::so(
        format!("The articles can't be read: {reason}."),
        "Let the user that runs the bot read the folder and all below it.",
    )
}

/// Something else stands in the place of the folder.
pub fn corpus_is_no_folder(folder: &str) -> Told {
    Told::so(
        format!("{folder} is to be the corpus folder, and is no folder."),
        "Put a folder with articles in its place, or name another with VERBATIM_CORPUS.",
    )
}

/// Nothing in the corpus can be quoted.
pub fn no_articles(folder: &str) -> Told {
    Told::so(
        format!("No article in {folder} can be read."),
        "Put a .txt, .md or .html file into it, then run verbatim reindex.",
    )
}

/// So much can be quoted.
pub fn corpus(folder: &str, articles: usize, passages: usize) -> Told {
    Told::well(format!("There are {} in {folder}.", size(articles, passages)))
}

/// Something was left out; `sentence` says what, and why.
pub fn left_out(sentence: String) -> Told {
    Told::so(sentence, "Mend the file or take it away, then run verbatim reindex.")
}

/// There is more like it.
pub fn more_left_out(more: usize) -> Told {
    Told::so(
        format!("{} left out besides.", count(more, "more was", "more were")),
        "verbatim reindex lists all of them.",
    )
}

/// A file was read, with a doubt.
pub fn doubtful(path: &str, line: Option<usize>, doubt: &dyn std::fmt::Display) -> Told {
    Told::well(crate::message::doubtful(path, line, doubt))
}

/// The synonyms.
pub fn synonyms(entries: usize) -> Told {
    Told::well(if entries == 0 {
        "There are no synonyms (synonyms.txt in the corpus folder).".to_owned()
    } else {
        format!("synonyms.txt has others for {}.", count(entries, "entry", "entries"))
    })
}

/// Articles can be added, or not.
pub fn corpus_writable(is_writable: bool) -> Told {
    if is_writable {
        Told::well("Articles can be added and removed (/corpus, verbatim corpus).")
    } else {
        Told::so(
            "The corpus folder can't be written, so articles can't be added or removed with /corpus.",
            "If they are to be, let the user that runs the bot write there; else there is nothing to do.",
        )
    }
}

/// The encoder works. `folder` is `None` for the one that is part of the program.
pub fn encoder(folder: Option<&str>, dimension: usize, milliseconds: f64) -> Told {
    let which = folder.map_or_else(
        || "The encoder that comes with the program".to_owned(),
        |folder| format!("The encoder in {folder}"),
    );
    Told::well(format!(
        "{which} encodes a sentence into {dimension} numbers in {milliseconds:.1} ms."
    ))
}

/// The encoder that the settings name cannot be used.
pub fn no_encoder(folder: &str, reason: &dyn Display) -> Told {
    Told::so(
        format!("The encoder in {folder} can't be used: {reason}."),
        "Put a sentence encoder's model.onnx and tokenizer.json there, or unset VERBATIM_MODEL to use the one that comes with the program.",
    )
}

/// The encoder that is part of the program cannot be used.
pub fn broken_encoder(reason: &dyn Display) -> Told {
    Told::so(
        format!("The encoder that comes with the program does not work: {reason}."),
        "The program is damaged: install it anew.",
    )
}

/// What the encoder makes of sentences is no meaning.
pub fn senseless_encoder() -> Told {
    Told::so(
        "The encoder takes two English sentences about the same for less alike than two about different things.",
        "If the articles are in English, try another encoder; if they aren't, ask some questions and see.",
    )
}

/// The generation that questions are put to; `ago` is when it was built.
pub fn live(generation: &str, articles: usize, passages: usize, ago: &str) -> Told {
    Told::well(format!(
        "Generation {generation} answers: {}, built {ago}.",
        size(articles, passages)
    ))
}

/// The index is of the articles as they are.
pub fn fresh() -> Told {
    Told::well("The index is that of the articles as they are now.")
}

/// The articles, or the program, have changed since.
pub fn stale() -> Told {
    Told::so(
        "The articles (or the program) have changed since the index was built.",
        "Run verbatim reindex; else the next question in a terminal, or the next start of the bot, does it.",
    )
}

/// It can't be told whether the index is of the articles as they are.
pub fn freshness_unknown() -> Told {
    Told::well("Whether the index is that of the articles can't be told, for what is said above.")
}

/// There is no index.
pub fn no_index(folder: &str) -> Told {
    Told::so(
        format!("There is no index yet (its folder is {folder})."),
        "Run verbatim reindex; else the first question, or the start of the bot, builds it.",
    )
}

/// No generation can be used.
pub fn no_usable_index() -> Told {
    Told::so(
        "No generation of the index can be used.",
        "Run verbatim reindex: it builds one from the articles.",
    )
}

/// A generation is damaged.
pub fn damaged(generation: &str, reason: &str) -> Told {
    Told::so(
        format!("Generation {generation} of the index is damaged ({reason})."),
        "Run verbatim reindex. If it happens again, look at the disk.",
    )
}

/// A generation that waits in reserve is damaged.
pub fn damaged_reserve(generation: &str, reason: &str) -> Told {
    Told::so(
        format!("Generation {generation} of the index, which is kept in reserve, is damaged ({reason})."),
        "Delete its folder; the next build makes a new reserve. If it happens again, look at the disk.",
    )
}

/// A generation is of another version of the program.
pub fn outdated(generation: &str) -> Told {
    Told::so(
        format!("Generation {generation} of the index is of another version of the program."),
        "Run verbatim reindex; else the next question in a terminal, or the next start of the bot, does it.",
    )
}

/// The live generation was built with another encoder.
pub fn other_encoder(generation: &str) -> Told {
    Told::so(
        format!("Generation {generation} of the index was built with another encoder than the one in use here."),
        "Set VERBATIM_MODEL to the same for all who share the index, then run verbatim reindex.",
    )
}

/// The index cannot be looked at; `reason` is a clause.
pub fn unreadable_index(reason: &dyn Display) -> Told {
    Told::so(
        format!("The index can't be looked at: {reason}."),
        "Let the user that runs the bot read the folder, or name another with VERBATIM_INDEX.",
    )
}

/// The folder is none for an index, so there was nothing to look at.
pub fn index_not_looked_at() -> Told {
    Told::well("The index was not looked at, for what is said of its folder.")
}

/// Nobody is building.
pub fn unlocked() -> Told {
    Told::well("Nobody is building the index.")
}

/// Somebody is building.
pub fn locked(holder: &str) -> Told {
    Told::so(
        format!("The index is being built by another process ({holder})."),
        "Check again when it is done. If it does not come to an end, end that process.",
    )
}

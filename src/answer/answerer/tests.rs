use std::fs;

use super::*;
use crate::corpus::Listing;
use crate::index::{Fingerprint, Store};

const ARTICLE: &str = "The Islamic Republic was founded by Khomeini in spring.\n\n\
    The embargo ended when the new treaty of Oslo was signed.\n";

fn answerer() -> Answerer {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("corpus")).unwrap();
    fs::write(folder.path().join("corpus/article.txt"), ARTICLE).unwrap();
    let encoder = Arc::new(Encoder::shipped().unwrap());
    let listing = Listing::read(&folder.path().join("corpus")).unwrap();
    let fingerprint = Fingerprint::of_files(&listing.hashes(), &encoder.identity());
    let corpus = listing.into_corpus(|_, _| ());
    let store = Store::new(folder.path().join("index"));
    let built = store.build(&corpus, &encoder, &fingerprint, None, &mut |_| ());
    let generation = Arc::new(built.unwrap().generation);
    Answerer::new(generation, encoder, Thresholds::default())
}

/// The number of texts that the encoder has encoded, read from its `Debug` output.
fn encoded(answerer: &Answerer) -> u64 {
    let shown = format!("{:?}", answerer.encoder);
    let (_, count) = shown.split_once("encoded: ").unwrap();
    count.split(',').next().unwrap().parse().unwrap()
}

#[test]
fn a_question_is_encoded_once_however_many_parts_it_has() {
    let answerer = answerer();
    for (text, parts) in [
        ("Who founded the Islamic Republic?", 0),
        ("Who founded the Islamic Republic, and when did it end?", 2),
        (
            "Who founded the Islamic Republic? When did the embargo end? Who signed the treaty of Oslo?",
            3,
        ),
    ] {
        let question = Question::new(text).unwrap();
        let before = encoded(&answerer);
        assert!(before > 0, "the index was built with it");
        assert_eq!(answerer.encode(&question).unwrap().parts.len(), parts, "{text}");
        assert_eq!(encoded(&answerer), before + 1, "{text}");
        answerer.answer(&question, 3).unwrap();
        assert_eq!(encoded(&answerer), before + 2, "{text}");
    }
}

#[test]
fn the_tokens_of_a_part_stand_where_its_words_do() {
    let answerer = answerer();
    // The typos make the corrected question differ from the typed one in length.
    let question = Question::new("Who fuonded the Islamic Republic, and wehn did it end in the spring?").unwrap();
    let encoded = answerer.encode(&question).unwrap();
    assert_ne!(encoded.whole.0.text, question.searched(), "it was corrected");
    let [_, (reading, encoding)] = encoded.parts.as_slice() else {
        panic!("{encoded:?}");
    };
    let content: Vec<&str> = encoding
        .pieces
        .iter()
        .filter(|piece| reading.is_content(piece))
        .map(|piece| &reading.text[piece.clone()])
        .collect();
    assert_eq!(content, ["Islamic", "Republic", "end", "spring"], "{}", reading.text);
    assert_eq!(reading.text, "Islamic Republic: when did it end in the spring?");
}

#[test]
fn a_part_behind_all_that_the_encoder_reads_is_left_out() {
    let answerer = answerer();
    let filler = "Rain fell on the plain that day. ".repeat(50);
    let question =
        format!("Who founded the Islamic Republic? When did the embargo end? {filler} Who signed the treaty?");
    let question = Question::new(&question).unwrap();
    let encoded = answerer.encode(&question).unwrap();
    assert_eq!(encoded.parts.len(), 2, "{encoded:?}");
    let understood = Understood::new(question.worded(), &answerer.generation, &answerer.speller);
    assert_eq!(understood.parts.len(), 3);
}

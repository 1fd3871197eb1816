use std::fs;
use std::path::PathBuf;
use std::slice;
use std::sync::LazyLock;

use serde_json::Value;

use super::*;

/// One encoder for all tests: loading it takes longer than most of them.
static SHIPPED: LazyLock<Encoder> = LazyLock::new(|| Encoder::shipped().unwrap());

/// Texts with the network's output before it was quantized.
fn recorded() -> Vec<(String, Vec<f32>)> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/encoder/f32.json");
    let records: Vec<Value> = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let read = |record: &Value| {
        let text = record["text"].as_str().unwrap().to_owned();
        (text, serde_json::from_value(record["embedding"].clone()).unwrap())
    };
    records.iter().map(read).collect()
}

fn cosine(left: &[f32], right: &[f32]) -> f32 {
    let dot = |left: &[f32], right: &[f32]| left.iter().zip(right).map(|(left, right)| left * right).sum::<f32>();
    dot(left, right) / (dot(left, left) * dot(right, right)).sqrt()
}

fn assert_unit(vector: &[f32]) {
    assert!(
        (cosine(vector, vector) - 1.0).abs() < 1e-4,
        "there are numbers in it, and none of them is NaN"
    );
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    assert!((length - 1.0).abs() < 1e-4, "a length of {length}");
}

#[test]
fn the_vectors_are_those_of_the_original() {
    let recorded = recorded();
    assert_eq!(recorded.len(), 100);
    for (text, original) in &recorded {
        let encoding = SHIPPED.encode(text).unwrap();
        assert_unit(&encoding.embedding);
        let cosine = cosine(&encoding.embedding, original);
        assert!(cosine >= 0.99, "{cosine}: {text}");
    }
}

#[test]
fn what_means_alike_lies_close() {
    let vector = |text| SHIPPED.encode(text).unwrap().embedding;
    let question = vector("Why did the firm let people go?");
    let alike = cosine(&question, &vector("The company dismissed its staff to save money."));
    let other = cosine(&question, &vector("The recipe needs two eggs and some flour."));
    assert!(alike > other + 0.2, "{alike} and {other}");
}

#[test]
fn each_token_of_the_text_has_a_vector() {
    let encoding = SHIPPED.encode("Sanctions relief, unbelievably").unwrap();
    let rows: Vec<&[f32]> = encoding.tokens.chunks(SHIPPED.dimension()).collect();
    // The tokens: sanctions relief , un ##bel ##ie ##va ##bly
    assert_eq!(rows.len(), 8);
    for row in rows {
        assert_eq!(row.len(), 384);
        assert_unit(row);
    }
}

#[test]
fn each_token_knows_where_it_stands() {
    let text = "Él: sanctions relief, unbelievably 漢字";
    let encoding = SHIPPED.encode(text).unwrap();
    assert_eq!(encoding.pieces.len() * SHIPPED.dimension(), encoding.tokens.len());
    let found: Vec<&str> = encoding.pieces.iter().map(|place| &text[place.clone()]).collect();
    let expected = [
        "Él",
        ":",
        "sanctions",
        "relief",
        ",",
        "un",
        "bel",
        "ie",
        "va",
        "bly",
        "漢",
        "字",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_part_has_the_tokens_that_it_has_in_the_whole() {
    let text = "Who signed the treaty, and what is unbelievably slow?";
    let whole = SHIPPED.encode(text).unwrap();
    let start = text.find("what").unwrap();
    let behind = |piece: &Range<usize>| (piece.start >= start).then(|| piece.start - start..piece.end - start);
    let part = whole.part(behind).unwrap();
    assert_unit(&part.embedding);
    assert!(whole.tokens.ends_with(&part.tokens));
    assert_eq!(part.tokens.len(), part.pieces.len() * SHIPPED.dimension());
    let found: String = part.pieces.iter().map(|piece| &text[start..][piece.clone()]).collect();
    assert_eq!(found, "whatisunbelievablyslow?");

    let alone = SHIPPED.encode(&text[start..]).unwrap();
    let other = SHIPPED.encode("Who signed the treaty?").unwrap();
    let (alike, unlike) = (
        cosine(&part.embedding, &alone.embedding),
        cosine(&part.embedding, &other.embedding),
    );
    assert!(alike > unlike + 0.2, "{alike} and {unlike}");
    let all = whole.part(|piece| Some(piece.clone())).unwrap();
    let cosine = cosine(&all.embedding, &whole.embedding);
    assert!(cosine > 0.95, "all of it is pooled as the encoder pools: {cosine}");
    assert_eq!(whole.part(|_| None), None);
}

#[test]
fn the_vocabulary_is_words_the_frequent_first() {
    let words: Vec<&str> = SHIPPED.vocabulary().collect();
    assert!(words.len() > 15_000, "{}", words.len());
    assert!(words.iter().all(|word| SHIPPED.knows_word(word)));
    let place = |word| words.iter().position(|other| *other == word).unwrap();
    assert!(place("the") < place("trust") && place("trust") < place("uranium"));
    for other in ["##ing", "[CLS]", "[unused1]", "2015", ","] {
        assert!(!words.contains(&other), "{other}");
    }
}

#[test]
fn the_names_of_marks_are_text() {
    let encoding = SHIPPED.encode("[SEP]").unwrap();
    assert!(
        encoding.tokens.len() >= 3 * SHIPPED.dimension(),
        "two brackets and what is between them"
    );
}

#[test]
fn the_identity_hangs_on_both_files() {
    assert_eq!(SHIPPED.identity(), identity(SHIPPED_MODEL, SHIPPED_TOKENIZER));
    assert_eq!(
        blake3::Hash::from_bytes(SHIPPED.identity()).to_hex().as_str(),
        SHIPPED_IDENTITY
    );
    let one = identity(b"model", b"tokenizer");
    for (model, tokenizer) in [("Model", "tokenizer"), ("model", "Tokenizer"), ("modelt", "okenizer")] {
        assert_ne!(one, identity(model.as_bytes(), tokenizer.as_bytes()));
    }
}

#[test]
fn the_shipped_one_can_be_opened_as_a_folder() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("models/verbatim");
    let opened = Encoder::open(&folder).unwrap();
    assert_eq!(opened.identity(), SHIPPED.identity());
    assert_eq!(opened.dimension(), 384);
    let text = "Why does Tehran not trust the U.S.?";
    assert_eq!(opened.encode(text).unwrap(), SHIPPED.encode(text).unwrap());
}

#[test]
fn many_at_once_are_as_one_by_one_and_in_order() {
    let long = "word ".repeat(300);
    let mut texts: Vec<String> = (0..150)
        .map(|number| format!("sentence number {number} of them"))
        .collect();
    texts[0] = long;
    texts[77] = String::new();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut next = 0;
    SHIPPED
        .encode_each(&texts, &mut |index, encoding| {
            assert_eq!(index, next);
            next += 1;
            if index % 7 == 0 {
                let alone = SHIPPED.encode(texts[index]).unwrap();
                assert!(cosine(&encoding.embedding, &alone.embedding) > 0.9999);
                assert_eq!(encoding.tokens.len(), alone.tokens.len());
            }
        })
        .unwrap();
    assert_eq!(next, texts.len());
    SHIPPED
        .encode_each(&[], &mut |_, _| panic!("there is nothing to give"))
        .unwrap();
}

#[test]
fn words_of_the_vocabulary_are_known() {
    for word in ["nuclear", "iran", "trust", "2015"] {
        assert!(SHIPPED.knows_word(word), "{word}");
    }
    for word in ["nucler", "teh ran", "##ing", "", "Iran"] {
        assert!(!SHIPPED.knows_word(word), "{word}");
    }
}

#[test]
fn a_long_text_counts_up_to_the_limit() {
    let long = SHIPPED.encode(&"word ".repeat(10_000)).unwrap();
    assert_eq!(long.tokens.len(), (pieces::MOST - 2) * SHIPPED.dimension());
    let cut = SHIPPED.encode(&"word ".repeat(pieces::MOST - 2)).unwrap();
    assert_eq!(long, cut);
}

#[test]
fn a_text_without_words_has_a_vector() {
    for text in ["", " \n\t", "\u{200b}", "\0"] {
        let encoding = SHIPPED.encode(text).unwrap();
        assert_unit(&encoding.embedding);
        assert!(encoding.tokens.is_empty(), "{text:?}");
    }
    assert_unit(&SHIPPED.encode("\u{1f600} ??? 漢字").unwrap().embedding);
}

#[test]
fn a_folder_without_an_encoder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Encoder::open(&folder.path().join("none")).unwrap_err();
    assert!(
        matches!(&missing, EncoderError::Read { path, .. } if path.ends_with("none/model.onnx")),
        "{missing:?}"
    );

    fs::write(folder.path().join(MODEL), SHIPPED_MODEL).unwrap();
    let missing = Encoder::open(folder.path()).unwrap_err();
    assert!(
        matches!(&missing, EncoderError::Read { path, .. } if path.ends_with(TOKENIZER)),
        "{missing:?}"
    );

    fs::write(folder.path().join(TOKENIZER), "{\"words\": 3}").unwrap();
    let garbage = Encoder::open(folder.path()).unwrap_err();
    assert!(
        matches!(&garbage, EncoderError::Tokenizer { path, .. } if path.ends_with(TOKENIZER)),
        "{garbage:?}"
    );

    fs::write(folder.path().join(TOKENIZER), SHIPPED_TOKENIZER).unwrap();
    for garbage in [&b"not a model"[..], b"", &SHIPPED_MODEL[..1_000_000]] {
        fs::write(folder.path().join(MODEL), garbage).unwrap();
        let refused = Encoder::open(folder.path()).unwrap_err();
        assert!(
            matches!(&refused, EncoderError::Model { path, .. } if path.ends_with(MODEL)),
            "{refused:?}"
        );
    }
}

#[test]
fn threads_can_share_one() {
    fn shareable<T: Send + Sync + std::fmt::Debug>(_: &T) {}
    shareable(&*SHIPPED);
    assert!(format!("{:?}", *SHIPPED).contains("384"));
}

/// Encodes one passage below its headings.
fn encoded(headings: &str, text: &str, sentences: &[Range<usize>]) -> PassageEncoding {
    let passage = PassageTexts {
        headings: headings.to_owned(),
        text,
        sentences,
    };
    let mut found = None;
    SHIPPED
        .encode_passages(&[passage], &mut |_, encoding| found = Some(encoding))
        .unwrap();
    found.unwrap()
}

#[test]
fn a_sentence_means_what_it_says_in_its_place() {
    let (first, second) = ("The ferry leaves at noon.", "It takes two hours.");
    let text = format!("{first} {second}");
    let places = [0..first.len(), first.len() + 1..text.len()];
    let encoding = encoded("Harbour. ", &text, &places);
    assert_eq!(encoding.sentences.len(), 2);
    let tokens = |span: &Span| span.tokens.len() / SHIPPED.dimension();
    // The tokens: the ferry leaves at noon . / it takes two hours . / harbour .
    assert_eq!(
        (
            tokens(&encoding.sentences[0]),
            tokens(&encoding.sentences[1]),
            tokens(&encoding.headings)
        ),
        (6, 5, 2)
    );
    for span in encoding.sentences.iter().chain([&encoding.headings]) {
        assert_unit(&span.embedding);
    }
    let question = SHIPPED.encode("How long does the ferry take?").unwrap().embedding;
    let alone = encoded("", second, slice::from_ref(&(0..second.len())));
    let (in_place, alone) = (
        cosine(&question, &encoding.sentences[1].embedding),
        cosine(&question, &alone.sentences[0].embedding),
    );
    assert!(in_place > alone + 0.1, "{in_place} and {alone}");
}

#[test]
fn a_passage_of_any_length_has_all_its_sentences() {
    let sentence = "The keeper counted the ships that passed the point on that day. ";
    let text = sentence.repeat(60);
    let places: Vec<Range<usize>> = (0..60)
        .map(|at| at * sentence.len()..(at + 1) * sentence.len() - 1)
        .collect();
    let encoding = encoded("The log. ", &text, &places);
    assert!(encoding.sentences.iter().all(|span| !span.tokens.is_empty()));
    let endless = "word ".repeat(50_000);
    let cut = encoded(&endless, &endless, slice::from_ref(&(0..endless.len())));
    assert!(cut.sentences[0].tokens.len() < 256 * SHIPPED.dimension());
    let empty = encoded("", "", &[]);
    assert_eq!((empty.sentences.len(), empty.headings.tokens.len()), (0, 0));
}

#[test]
fn the_reader_tells_an_answer_from_what_is_only_about_the_same() {
    let window = Window {
        headings: "The ferry. ".to_owned(),
        sentences: vec![
            "The ferry is white and blue.",
            "It leaves from the old pier at noon.",
            "Dogs travel free.",
        ],
        key: 1,
    };
    let read = |question: &str| -> Vec<f32> {
        let scores = SHIPPED.read(question, &window).unwrap();
        scores.into_iter().flatten().collect()
    };
    let when = read("when does the ferry leave?");
    assert_eq!(when.len(), 3);
    assert!(when[1] > when[0] && when[1] > when[2], "{when:?}");
    let price = read("how much is a ticket for a car?");
    let best = |scores: &[f32]| scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    assert!(best(&when) > best(&price) + 2.0, "{when:?} and {price:?}");

    let long = "word ".repeat(500);
    let crowded = Window {
        sentences: vec![&long, "It leaves at noon.", "Dogs travel free."],
        ..window
    };
    let scores = SHIPPED.read("when does the ferry leave?", &crowded).unwrap();
    assert!(scores[1].is_some() && scores[2].is_none(), "{scores:?}");
}

//! Vectors: made once, reused, and searched.

use super::*;

#[test]
fn a_build_goes_on_from_what_an_interrupted_one_left() {
    let (_folder, store) = store();
    let whole = built(&store, 1).generation;
    let (_other, interrupted) = self::store();
    fs::create_dir_all(interrupted.folder()).unwrap();
    let mut left = super::partial::Partial::open(interrupted.folder());
    left.save(whole.vectors()).unwrap();
    let built = built(&interrupted, 1);
    assert_eq!((built.encoded, built.reused), (0, 5));
    assert_eq!(built.generation.vectors(), whole.vectors());
    assert!(
        interrupted
            .entries()
            .unwrap()
            .iter()
            .all(|name| !name.starts_with("encoded-"))
    );
}

#[test]
fn without_an_encoder_there_are_words_alone() {
    let (_folder, store) = store();
    let lock = store.lock(None).unwrap();
    let made = lock.build(&corpus(&articles()), None, &fingerprint(1), &mut |_| ());
    let generation = made.unwrap().generation;
    assert!(!generation.has_vectors() && !generation.is_built_with(encoder()));
    assert_eq!(generation.vectors().sentence_count(), 5);
    assert!(!found(&generation, "uranium", 3).is_empty());
    let question = encoder().encode("What did Iran do?").unwrap();
    let embedding = QueryEmbedding::new(&question.embedding);
    assert_eq!(generation.vectors().nearest_sentences(&embedding, 3), []);
    assert_eq!(generation.vectors().nearest_headings(&embedding, 3), []);
    drop(lock);
    // A generation with vectors follows, and reuses none from this one.
    let next = built(&store, 1);
    assert!(next.generation.has_vectors());
    assert_eq!((next.encoded, next.reused), (5, 0));
}

#[test]
fn passages_are_encoded_once_and_unchanged_ones_not_again() {
    let (_folder, store) = store();
    let mut steps = Vec::new();
    let mut build = |articles: &[Article], mark| {
        steps.clear();
        let mut note = |step| {
            if let Progress::Encoding { done, total } = step {
                steps.push((done, total));
            }
        };
        let built = store
            .build(&corpus(articles), encoder(), &fingerprint(mark), None, &mut note)
            .unwrap();
        (built, steps.clone())
    };
    let (first, steps) = build(&articles(), 1);
    assert_eq!((first.encoded, first.reused), (5, 0));
    assert_eq!(steps, (0..=5).map(|done| (done, 5)).collect::<Vec<_>>());
    let (second, steps) = build(&articles(), 2);
    assert_eq!((second.encoded, second.reused), (0, 5));
    assert_eq!(steps, []);
    assert_eq!(first.generation.vectors(), second.generation.vectors());
    let mut changed = articles();
    changed[0] = article("talks", &["Iran enriched uranium.", "Nobody expected it."]);
    let (third, _) = build(&changed, 3);
    assert_eq!((third.encoded, third.reused), (1, 3));
    assert_eq!(third.generation.vectors().sentence_count(), 4);
}

#[test]
fn sentences_are_found_by_what_they_mean() {
    let (_folder, store) = store();
    build(&store, 1);
    let generation = store.open().unwrap().generation;
    let question = encoder().encode("When did America quit the agreement?").unwrap();
    let found = generation
        .vectors()
        .nearest_sentences(&QueryEmbedding::new(&question.embedding), 10);
    assert_eq!(found.len(), 5);
    assert_eq!(found[0].0, SentenceId(0));
    assert!(found.iter().any(|(id, _)| *id == SentenceId(4)));
    for (id, score) in found {
        assert!(
            (generation
                .vectors()
                .sentence_similarity(id, &QueryEmbedding::new(&question.embedding))
                - score)
                .abs()
                < 1e-6
        );
        let (passage, within) = generation.vectors().locate_sentence(id).unwrap();
        assert_eq!(
            (within, generation.vectors().sentences_of(passage)),
            (0, id.0..id.0 + 1)
        );
    }
}

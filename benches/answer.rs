//! Measures an answer by the size of the corpus: as a whole, and without encoding the question.
//!
//! The corpus is random words of the encoder's vocabulary (the nth most frequent one occurs 1/n as often as the first),
//! and the same in every run. Encoding it takes minutes, so its index is kept in the target folder.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use verbatim::answer::{Answerer, Thresholds};
use verbatim::corpus::Listing;
use verbatim::encoder::Encoder;
use verbatim::index::{Fingerprint, Generation, Store};
use verbatim::question::Question;

/// In sentences. A passage has five.
const SIZES: [usize; 3] = [25, 10_000, 100_000];
const SENTENCES_A_PASSAGE: usize = 5;
const PASSAGES_AN_ARTICLE: usize = 20;
const WORDS_A_SENTENCE: usize = 14;
const QUOTES: usize = 3;

/// Numbers that look random and are the same in every run (Knuth's MMIX multiplier).
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).map_or(0, |number| number % limit)
    }
}

/// Words, with the sums of their frequencies.
struct Vocabulary<'a> {
    words: Vec<&'a str>,
    sums: Vec<usize>,
}

impl<'a> Vocabulary<'a> {
    fn of(encoder: &'a Encoder) -> Self {
        let words: Vec<&str> = encoder.vocabulary().filter(|word| word.len() > 2).collect();
        let sums = (1..=words.len())
            .scan(0, |sum, rank| {
                *sum += (1 << 20) / rank;
                Some(*sum)
            })
            .collect();
        Self { words, sums }
    }

    fn draw(&self, random: &mut Lcg) -> &'a str {
        let drawn = random.below(self.sums.last().copied().unwrap_or(1));
        self.words[self.sums.partition_point(|sum| *sum <= drawn)]
    }

    fn write_corpus(&self, folder: &Path, sentences: usize) {
        let mut random = Lcg(7);
        let passages = sentences.div_ceil(SENTENCES_A_PASSAGE);
        for article in 0..passages.div_ceil(PASSAGES_AN_ARTICLE) {
            let mut text = format!("# Article {article}\n");
            for passage in 0..PASSAGES_AN_ARTICLE.min(passages - article * PASSAGES_AN_ARTICLE) {
                if passage % SENTENCES_A_PASSAGE == 0 {
                    let _ = write!(text, "\n## The {}\n", self.draw(&mut random));
                }
                text.push('\n');
                for _ in 0..SENTENCES_A_PASSAGE {
                    text.push_str("The");
                    for _ in 1..WORDS_A_SENTENCE {
                        text.push(' ');
                        text.push_str(self.draw(&mut random));
                    }
                    text.push_str(".\n");
                }
            }
            fs::write(folder.join(format!("{article:05}.md")), text).expect("an article");
        }
    }

    /// Questions as long as people's, of words that are in the corpus.
    fn questions(&self) -> Vec<Question> {
        let mut random = Lcg(8);
        (0..32)
            .map(|_| {
                let words: Vec<&str> = (0..6).map(|_| self.draw(&mut random)).collect();
                Question::new(&format!("why does the {}?", words.join(" "))).expect("there are words in it")
            })
            .collect()
    }
}

fn generation(encoder: &Encoder, vocabulary: &Vocabulary, sentences: usize) -> Generation {
    let corpus = tempfile::tempdir().expect("a temp folder");
    vocabulary.write_corpus(corpus.path(), sentences);
    let listing = Listing::read(corpus.path()).expect("a corpus folder");
    let fingerprint = Fingerprint::of_files(&listing.hashes(), &encoder.identity());
    let target = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target");
    let store = Store::new(target.join("bench-index").join(sentences.to_string()));
    if let Ok(opened) = store.open()
        && *opened.generation.fingerprint() == fingerprint
    {
        return opened.generation;
    }
    let corpus = listing.into_corpus(|_, _| ());
    store
        .build(&corpus, encoder, &fingerprint, None, &mut |_| ())
        .expect("it can be built")
        .generation
}

fn benchmark(criterion: &mut Criterion) {
    let encoder = Arc::new(Encoder::shipped().expect("the shipped encoder"));
    let vocabulary = Vocabulary::of(&encoder);
    let questions = vocabulary.questions();
    for sentences in SIZES {
        let generation = Arc::new(generation(&encoder, &vocabulary, sentences));
        let answerer = Answerer::new(generation, Arc::clone(&encoder), Thresholds::default());
        let mut group = criterion.benchmark_group("answer");
        group.measurement_time(Duration::from_secs(5));
        let mut turn = (0..questions.len()).cycle();
        let mut next = || turn.next().unwrap_or(0);
        group.bench_function(BenchmarkId::new("whole", sentences), |bencher| {
            bencher.iter(|| {
                let question = &questions[next()];
                answerer.answer(black_box(question), QUOTES).expect("an answer")
            });
        });
        group.bench_function(BenchmarkId::new("in_haste", sentences), |bencher| {
            bencher.iter(|| {
                let question = &questions[next()];
                answerer
                    .answer_in_haste(None, black_box(question), QUOTES)
                    .expect("an answer")
            });
        });
        let prepared: Vec<_> = questions
            .iter()
            .map(|question| answerer.encode(question).expect("it can be encoded"))
            .collect();
        group.bench_function(BenchmarkId::new("without_encoder", sentences), |bencher| {
            bencher.iter(|| {
                let question = &prepared[next()];
                answerer.passages(black_box(question), QUOTES).expect("an answer")
            });
        });
        group.finish();
    }
}

criterion_group!(benches, benchmark);
criterion_main!(benches);

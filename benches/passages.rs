//! Measures reading a corpus by its size, and rebuilding its index when nothing has to be encoded.
//!
//! The corpus is made up of 20,000 words with natural frequencies (the nth one occurs 1/n as often as the first), and
//! the same in every run. 100,000 passages are about 9 million words.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;
use verbatim::corpus::{Corpus, Listing};
use verbatim::encoder::Encoder;
use verbatim::index::{Built, Fingerprint, Store};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const PASSAGES_AN_ARTICLE: usize = 20;
const PASSAGES_A_SECTION: usize = 5;
const VOCABULARY: usize = 20_000;

/// A corpus folder with its contents, and an index of it.
struct Bed {
    folder: TempDir,
    corpus: Corpus,
    encoder: Encoder,
    fingerprint: Fingerprint,
}

impl Bed {
    fn new(passages: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temp folder");
        write_corpus(folder.path(), passages);
        let listing = Listing::read(folder.path()).expect("a corpus folder");
        let encoder = Encoder::shipped().expect("the shipped encoder");
        let fingerprint = Fingerprint::of_files(&listing.hashes(), &encoder.identity());
        let corpus = listing.into_corpus(|_, _| ());
        assert!(corpus.problems.is_empty(), "all of it can be read");
        let found: usize = corpus.articles.iter().map(|article| article.passages.len()).sum();
        assert_eq!(found, passages, "the corpus is as large as it claims to be");
        Self {
            folder,
            corpus,
            encoder,
            fingerprint,
        }
    }

    fn build(&self, index: &Path) -> Built {
        Store::new(index)
            .build(&self.corpus, &self.encoder, &self.fingerprint, None, &mut |_| ())
            .expect("it can be built")
    }
}

/// Numbers that look random and are the same in every run (Knuth's MMIX multiplier).
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).map_or(0, |number| number % limit)
    }
}

/// Made-up words with their frequencies.
struct Vocabulary {
    words: Vec<String>,
    /// For each word, the sum of the frequencies up to it, in units of 1/2^20 of the first word's.
    sums: Vec<usize>,
}

impl Vocabulary {
    fn new() -> Self {
        let words = (0..VOCABULARY).map(word).collect();
        let sums = (1..=VOCABULARY)
            .scan(0, |sum, rank| {
                *sum += (1 << 20) / rank;
                Some(*sum)
            })
            .collect();
        Self { words, sums }
    }

    fn draw(&self, random: &mut Lcg) -> &str {
        let drawn = random.below(self.sums.last().copied().unwrap_or(1));
        &self.words[self.sums.partition_point(|sum| *sum <= drawn)]
    }
}

/// Makes a word from a number: one syllable per digit, and different words for different numbers.
fn word(number: usize) -> String {
    const ONSETS: [&str; 10] = ["b", "d", "f", "g", "k", "l", "m", "n", "r", "t"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut left = number;
    let mut word = String::new();
    loop {
        word.push_str(ONSETS[left % 10]);
        word.push_str(VOWELS[left / 10 % 5]);
        left /= 50;
        if left == 0 {
            return word + "p";
        }
    }
}

fn write_corpus(folder: &Path, passages: usize) {
    let vocabulary = Vocabulary::new();
    let mut random = Lcg(7);
    for article in 0..passages / PASSAGES_AN_ARTICLE {
        let mut text = format!("Article {article}\n==============\n");
        for passage in 0..PASSAGES_AN_ARTICLE {
            if passage % PASSAGES_A_SECTION == 0 {
                let heading = (vocabulary.draw(&mut random), vocabulary.draw(&mut random));
                let number = passage / PASSAGES_A_SECTION + 1;
                let _ = write!(text, "\n{number}. The {} and the {}\n", heading.0, heading.1);
            }
            text.push('\n');
            push_passage(&mut text, &vocabulary, &mut random);
        }
        fs::write(folder.join(format!("{article:05}.txt")), text).expect("an article");
    }
}

/// Appends four to six sentences, about 90 words in total.
fn push_passage(text: &mut String, vocabulary: &Vocabulary, random: &mut Lcg) {
    let sentences = 4 + random.below(3);
    for sentence in 0..sentences {
        let words = 90 / sentences;
        text.push_str(if sentence == 0 { "The" } else { " The" });
        for _ in 1..words {
            text.push(' ');
            text.push_str(vocabulary.draw(random));
        }
        text.push('.');
    }
    text.push('\n');
}

fn benchmark(criterion: &mut Criterion) {
    for passages in SIZES {
        let bed = Bed::new(passages);
        let seconds = if passages == SIZES[2] { 8 } else { 3 };
        let mut group = criterion.benchmark_group("passages");
        group
            .sample_size(10)
            .sampling_mode(SamplingMode::Flat)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(seconds))
            .throughput(Throughput::Elements(passages as u64));
        group.bench_function(BenchmarkId::new("parse", passages), |bencher| {
            bencher.iter(|| {
                let listing = Listing::read(black_box(bed.folder.path())).expect("a corpus folder");
                listing.into_corpus(|_, _| ())
            });
        });
        // Nearly all of it is encoding, which costs the same for each passage.
        if passages == SIZES[0] {
            let index = tempfile::tempdir().expect("a temp folder");
            group.bench_function(BenchmarkId::new("rebuild", passages), |bencher| {
                bed.build(index.path());
                bencher.iter_with_large_drop(|| bed.build(black_box(index.path())));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, benchmark);
criterion_main!(benches);

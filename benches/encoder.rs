//! Measures the built-in encoder: loading it, a question, a sentence, and many sentences on all cores.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use verbatim::encoder::Encoder;

/// 10 tokens.
const QUESTION: &str = "Why do people watch the talks in Geneva so closely";
/// 45 tokens.
const SENTENCE: &str = "The talks between the two governments are being watched closely since they are the first in many \
                        years, and since nobody can say what either of them would have to give up before the other \
                        one is ready to trust it on anything again";
const SENTENCES: u64 = 64;

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("encoder");
    group.sample_size(20);
    group.bench_function("load", |bencher| {
        bencher.iter(|| Encoder::shipped().expect("it is built in"));
    });
    group.finish();
}

fn encode(criterion: &mut Criterion) {
    let encoder = Encoder::shipped().expect("it is built in");
    let mut group = criterion.benchmark_group("encoder");
    for (name, text, tokens) in [
        ("question of 10 tokens", QUESTION, 10),
        ("sentence of 45 tokens", SENTENCE, 45),
    ] {
        let encoding = encoder.encode(text).expect("any text can be encoded");
        assert_eq!(
            encoding.tokens.len(),
            tokens * encoder.dimension(),
            "the text is as long as it claims to be"
        );
        group.bench_function(name, |bencher| {
            bencher.iter(|| encoder.encode(black_box(text)).expect("any text can be encoded"));
        });
    }

    let sentences: Vec<String> = (0..SENTENCES).map(|number| format!("{SENTENCE} {number}")).collect();
    let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
    group.sample_size(10);
    group.throughput(Throughput::Elements(SENTENCES));
    group.bench_function("64 sentences with all cores", |bencher| {
        bencher.iter(|| {
            let each = &mut |index, encoding| {
                black_box((index, encoding));
            };
            encoder
                .encode_each(black_box(&sentences), each)
                .expect("any text can be encoded");
        });
    });
    group.finish();
}

criterion_group!(benches, load, encode);
criterion_main!(benches);

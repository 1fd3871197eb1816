//! The throughput of each reader: one article of about 1 MB, with headings, paragraphs, lists, a table and links.
//! `READ_FOLDER` may name a folder of documents to read besides; `tools/make_documents.py` makes some.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

#[path = "readers/documents.rs"]
mod documents;

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use verbatim::corpus::read_article;

const BYTES: usize = 1 << 20;

/// Repeats a section until the article has [`BYTES`].
fn article(mut section: impl FnMut(&mut String, usize)) -> String {
    let mut text = String::with_capacity(BYTES + 1024);
    for number in 1.. {
        section(&mut text, number);
        if text.len() >= BYTES {
            break;
        }
    }
    text
}

fn plain(text: &mut String, number: usize) {
    let _ = write!(
        text,
        "{number}. The lantern at pier {number}\n\nThe keeper lights it at dusk and puts it out at dawn, whatever the\n\
         weather is like. Visitors may climb the {number} steps on Sundays; the\nkey hangs behind the door of the net shed.\n\n\
         Bring:\n\n- a lamp\n- warm clothes\n- {number} coins for the keeper\n\n"
    );
}

fn markdown(text: &mut String, number: usize) {
    let _ = write!(
        text,
        "## The lantern at pier {number}\n\nThe keeper *lights it at dusk* and puts it out at **dawn**, whatever the weather is like. \
         Visitors may climb the `{number}` steps on [Sundays](https://example.org/{number}).\n\n- a lamp\n- warm clothes\n  - a hat\n\n\
         | Day | Opens | Closes |\n|---|---|---|\n| Monday | 10:{number} | 17:00 |\n| Sunday | 12:00 | 16:00 |\n\n"
    );
}

fn html(text: &mut String, number: usize) {
    let _ = writeln!(
        text,
        "<section class=\"pier\"><h2>The lantern at pier {number}</h2><p>The keeper <em>lights it at dusk</em> and puts it out at \
         <strong>dawn</strong>, whatever the weather is like. Visitors may climb the <code>{number}</code> steps on \
         <a href=\"https://example.org/{number}\">Sundays</a>.</p><ul><li>a lamp<li>warm clothes &amp; a hat</ul>\
         <table><tr><th>Day<th>Opens</tr><tr><td>Monday<td>10:{number}</tr></table></section>"
    );
}

fn rst(text: &mut String, number: usize) {
    let title = format!("The lantern at pier {number}");
    let _ = write!(
        text,
        "{title}\n{}\n\nThe keeper *lights it at dusk* and puts it out at **dawn**, whatever the weather is like. Visitors may\n\
         climb the ``{number}`` steps on `Sundays <https://example.org/{number}>`__.\n\n- a lamp\n- warm clothes\n\n\
         ====== =====\nDay    Opens\n====== =====\nMonday six\n====== =====\n\n",
        "=".repeat(title.len())
    );
}

fn subtitles(text: &mut String, number: usize) {
    let (minute, second) = (number / 60 % 60, number % 60);
    let _ = write!(
        text,
        "{number}\n{:02}:{minute:02}:{second:02},000 --> {:02}:{minute:02}:{second:02},900\nThe keeper lights lamp {number} at dusk,\nand \
         puts it out at dawn.\n\n",
        number / 3_600,
        number / 3_600
    );
}

fn questions(text: &mut String, number: usize) {
    if text.is_empty() {
        text.push_str("question,answer,url\n");
    }
    let _ = writeln!(
        text,
        "When does the lantern at pier {number} burn?,\"From dusk to dawn, whatever the weather is like.\",\
         https://example.org/{number}"
    );
}

fn chat(text: &mut String, number: usize) {
    if text.is_empty() {
        text.push_str("{\"guild\":{\"name\":\"Harbour\"},\"channel\":{\"name\":\"lanterns\"},\"messages\":[");
    } else {
        text.push(',');
    }
    let (hour, minute) = (number / 60 % 24, number % 60);
    let _ = write!(
        text,
        "{{\"id\":\"{number}\",\"type\":\"Default\",\"timestamp\":\"2026-05-03T{hour:02}:{minute:02}:00+00:00\",\"content\":\
         \"The lantern at pier {number} burns from dusk to dawn.\",\"author\":{{\"name\":\"ada\"}}}}"
    );
}

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("readers");
    group.sample_size(10);
    for (path, bytes) in [
        ("article.txt", article(plain).into_bytes()),
        ("article.md", article(markdown).into_bytes()),
        ("article.html", article(html).into_bytes()),
        ("article.rst", article(rst).into_bytes()),
        ("article.srt", article(subtitles).into_bytes()),
        ("article.csv", article(questions).into_bytes()),
        ("article.json", (article(chat) + "]}").into_bytes()),
        ("article.docx", documents::docx(BYTES)),
        ("article.odt", documents::odt(BYTES)),
        ("article.epub", documents::epub(BYTES)),
        ("article.pptx", documents::pptx(BYTES)),
        ("article.pdf", documents::pdf(BYTES)),
    ] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(path), &bytes, |bencher, bytes| {
            bencher.iter(|| read_article(path, black_box(bytes)).expect("it can be read"));
        });
    }
    let folder = std::env::var_os("READ_FOLDER");
    for entry in folder
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("READ_FOLDER can be read"))
    {
        let path = entry.expect("READ_FOLDER can be read").path();
        let bytes = std::fs::read(&path).expect("it can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(&name), &bytes, |bencher, bytes| {
            bencher.iter(|| read_article(&name, black_box(bytes)).expect("it can be read"));
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);

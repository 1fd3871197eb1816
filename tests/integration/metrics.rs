//! The documents describe the metrics truly: docs/metrics.md lists them all, and the dashboard uses only those that
//! exist.
//!
//! Not here: whether they count correctly, which `discord/metrics` tests with the bot.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use verbatim::metrics::{Format, Metrics, Shard};

use crate::exposition::Exposition;

/// Labels that Prometheus itself adds.
const ADDED: [&str; 2] = ["job", "instance"];

/// The metrics of a connected bot, with every series that can exist.
fn connected() -> Metrics {
    let metrics = Metrics::new();
    metrics.gateway.opened(1);
    metrics.gateway.seen(&[Shard {
        id: 0,
        is_connected: true,
        latency: Some(Duration::from_millis(42)),
    }]);
    metrics
}

#[test]
fn the_document_lists_every_metric_with_its_type_and_its_labels() {
    let read = Exposition::read(&connected().text(Format::OpenMetrics));
    let document = read_file("docs/metrics.md");
    let listed: BTreeSet<String> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter(|row| !row.starts_with('/'))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            let mut labels: Vec<&str> = cells[2]
                .split('`')
                .filter(|label| !label.trim_matches([',', ' ']).is_empty())
                .collect();
            labels.sort_unstable();
            assert!(cells[3].len() > 10, "{row}");
            format!("{} ({}) {labels:?}", cells[0], cells[1])
        })
        .collect();
    let written: BTreeSet<String> = read
        .metrics()
        .iter()
        .map(|(name, family)| format!("{name} ({}) {:?}", family.kind, read.labels_of(name)))
        .collect();
    assert_eq!(listed, written);
}

#[test]
fn the_queries_in_the_document_ask_for_what_there_is() {
    let read = Exposition::read(&connected().text(Format::OpenMetrics));
    let document = read_file("docs/metrics.md");
    let queries = document
        .split("```promql\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert!(queries.lines().count() > 3);
    for query in queries.lines() {
        check_query(query, &read);
    }
}

#[test]
fn the_dashboard_asks_for_what_there_is() {
    check_dashboard(&Exposition::read(&connected().text(Format::OpenMetrics)));
}

#[test]
fn a_query_for_what_there_is_not_is_found_out() {
    let read = Exposition::read(&connected().text(Format::OpenMetrics));
    check_query(
        r#"sum by (way, job) (rate(verbatim_questions_total{job=~"$job",status=~"busy|failed"}[$__rate_interval]))"#,
        &read,
    );
    for wrong in [
        "verbatim_question_total",
        "verbatim_questions",
        r#"verbatim_questions_total{state="busy"}"#,
        r#"verbatim_questions_total{status="bussy"}"#,
        r#"verbatim_questions_total{status=~"busy|failled"}"#,
        "sum by (ways) (verbatim_questions_total)",
        "sum by (way) (verbatim_articles)",
        "verbatim_stage_duration_seconds",
        "sum(verbatim_articles",
        "1 + 1",
    ] {
        let checked = std::panic::catch_unwind(|| check_query(wrong, &read));
        assert!(checked.is_err(), "{wrong}");
    }
}

#[test]
fn a_reader_of_others_reads_the_same_figures() {
    let metrics = connected();
    metrics.questions.searched(Duration::from_millis(7), None);
    let text = metrics.text(Format::Prometheus);
    let scrape = prometheus_parse::Scrape::parse(text.lines().map(|line| Ok(line.to_owned()))).unwrap();
    let read = Exposition::read(&metrics.text(Format::OpenMetrics));
    let mut compared = 0;
    for sample in &scrape.samples {
        use prometheus_parse::Value::{Counter, Gauge, Histogram, Untyped};
        let mut labels: Vec<String> = sample
            .labels
            .iter()
            .map(|(name, value)| format!("{name}=\"{value}\""))
            .collect();
        labels.sort();
        let value = match &sample.value {
            // The sums and counts of histograms come without a type.
            Counter(value) | Gauge(value) | Untyped(value) => *value,
            // Every bucket is a series in the text, but the reader has one value for all.
            Histogram(buckets) => {
                compared += buckets.len();
                continue;
            }
            other @ prometheus_parse::Value::Summary(_) => panic!("{}: {other:?}", sample.metric),
        };
        let same = read.all().find(|(series, _)| is_same(series, &sample.metric, &labels));
        let (series, figure) = same.unwrap_or_else(|| panic!("{} {labels:?}", sample.metric));
        // Time passes between the two texts, and memory use varies.
        let moves = series.starts_with("process_") || series.starts_with("verbatim_uptime");
        assert!(moves || (figure - value).abs() < 1e-9, "{series}: {figure} and {value}");
        compared += 1;
    }
    assert_eq!(compared, read.all().count(), "it reads all of them");
}

/// True if a series, as it is written, has this name and these labels, which are sorted.
fn is_same(series: &str, name: &str, labels: &[String]) -> bool {
    let (its_name, its_labels) = series.split_once('{').unwrap_or((series, "}"));
    let its_labels = its_labels.trim_end_matches('}');
    let mut its: Vec<&str> = its_labels.split_terminator(',').collect();
    its.sort_unstable();
    its_name == name && its == labels
}

/// Asserts that every panel has a description and a unit, and uses only series that exist.
pub fn check_dashboard(read: &Exposition) {
    let dashboard: Value = serde_json::from_str(&read_file("contrib/grafana/verbatim.json")).unwrap();
    assert!(dashboard["schemaVersion"].as_u64().unwrap() >= 39);
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    assert_eq!(variables[0]["type"], "datasource");
    for variable in &variables[1..] {
        let definition = variable["query"]["query"].as_str().unwrap();
        let inner = definition
            .strip_prefix("label_values(")
            .unwrap()
            .rsplit_once(',')
            .unwrap();
        check_query(inner.0, read);
    }
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<u64> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len(), "each panel has an id of its own");
    let mut asked = BTreeSet::new();
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        let title = panel["title"].as_str().unwrap();
        assert!(panel["description"].as_str().unwrap().ends_with('.'), "{title}");
        assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{title}");
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{title}");
        for target in panel["targets"].as_array().unwrap() {
            assert_eq!(target["datasource"]["uid"], "${datasource}", "{title}");
            asked.extend(check_query(target["expr"].as_str().unwrap(), read));
        }
    }
    let unasked: Vec<String> = read
        .metrics()
        .into_keys()
        .filter(|metric| {
            !asked
                .iter()
                .any(|name| name.strip_suffix("_bucket").unwrap_or(name) == metric)
        })
        .collect();
    assert_eq!(unasked, Vec::<String>::new(), "the dashboard shows all there is");
}

/// A token of a query.
#[derive(Debug, Clone, PartialEq)]
enum Token<'a> {
    Name(&'a str),
    Text(&'a str),
    Sign(char),
}

/// Asserts that a query uses only series, labels and values that exist. Returns the names of the series.
fn check_query(query: &str, read: &Exposition) -> Vec<String> {
    let tokens = tokens(query);
    let mut open = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign(c @ ('(' | '{' | '[')) => open.push(*c),
            Token::Sign(c @ (')' | '}' | ']')) => {
                let pair = [open.pop().unwrap_or(' '), *c];
                assert!([['(', ')'], ['{', '}'], ['[', ']']].contains(&pair), "{query}");
            }
            Token::Name(name) if name.starts_with("verbatim_") || name.starts_with("process_") => {
                assert!(read.values_of(name, "").is_some(), "there is no {name}: {query}");
                names.push((*name).to_owned());
            }
            Token::Name(label) if open.last() == Some(&'{') => {
                check_matcher(label, &tokens[at + 1..], names.last().expect(query), read, query);
            }
            Token::Name("by" | "without" | "on") => {
                let names = tokens[at + 2..].iter().take_while(|token| **token != Token::Sign(')'));
                groups.extend(names.filter_map(|token| match token {
                    Token::Name(name) => Some(*name),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    assert!(open.is_empty() && !names.is_empty(), "{query}");
    for label in groups {
        let is_known = names
            .iter()
            .any(|name| read.values_of(name, label).is_some_and(|values| !values.is_empty()));
        assert!(
            is_known || ADDED.contains(&label),
            "nothing has the label {label}: {query}"
        );
    }
    names
}

/// Asserts that a series has this label, and can have the value that it is compared with.
fn check_matcher(label: &str, behind: &[Token<'_>], name: &str, read: &Exposition, query: &str) {
    if ADDED.contains(&label) {
        return;
    }
    let values = read.values_of(name, label).unwrap_or_default();
    assert!(!values.is_empty(), "{name} has no {label}: {query}");
    let compared = behind.iter().find_map(|token| match token {
        Token::Text(text) => Some(*text),
        _ => None,
    });
    for value in compared.expect(query).split('|') {
        assert!(values.contains(&value), "no {label} of {name} is {value}: {query}");
    }
}

fn tokens(query: &str) -> Vec<Token<'_>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '$' | '.');
    let mut tokens = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = if let Some(text) = rest.strip_prefix('"') {
            let end = text.find('"').expect(query);
            tokens.push(Token::Text(&text[..end]));
            end + 2
        } else if is_part(first) {
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            tokens.push(Token::Name(&rest[..end]));
            end
        } else {
            tokens.push(Token::Sign(first));
            first.len_utf8()
        };
        rest = rest[len..].trim_start();
    }
    tokens
}

fn read_file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

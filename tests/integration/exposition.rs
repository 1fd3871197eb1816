//! Parses metrics as Prometheus does: an `OpenMetrics` text, checked against the rules of the format.
//!
//! It is strict where the available parsers are lenient: they skip what they cannot parse. Not here: the values that
//! the metrics should have (`metrics`, `discord/metrics`).

use std::collections::BTreeMap;

/// A text that follows the rules.
#[derive(Debug, Default)]
pub struct Exposition {
    families: BTreeMap<String, Family>,
    /// The samples by their series, such as `up{job="a"}`.
    series: BTreeMap<String, Sample>,
}

/// The metadata of a metric.
#[derive(Debug, Default)]
pub struct Family {
    pub kind: String,
    pub help: String,
    unit: Option<String>,
}

#[derive(Debug)]
struct Sample {
    name: String,
    labels: Vec<(String, String)>,
    value: f64,
}

impl Exposition {
    /// Parses a text.
    ///
    /// # Panics
    /// If it breaks a rule.
    pub fn read(text: &str) -> Self {
        let body = text.strip_suffix("# EOF\n").expect("it ends with # EOF");
        let mut read = Self::default();
        let mut current = String::new();
        for line in body.lines() {
            if let Some(said) = line.strip_prefix("# ") {
                let (keyword, rest) = said.split_once(' ').expect(line);
                let (name, what) = rest.split_once(' ').expect(line);
                assert!(is_name(name) && !what.is_empty(), "{line}");
                if name != current {
                    assert!(!read.families.contains_key(name), "twice: {line}");
                    name.clone_into(&mut current);
                }
                assert!(
                    !read.series.values().any(|sample| read.family_of(&sample.name) == name),
                    "behind its samples: {line}"
                );
                let family = read.families.entry(name.to_owned()).or_default();
                let place = match keyword {
                    "HELP" => &mut family.help,
                    "TYPE" => &mut family.kind,
                    "UNIT" => family.unit.insert(String::new()),
                    _ => panic!("neither HELP, TYPE nor UNIT: {line}"),
                };
                assert!(place.is_empty(), "said twice: {line}");
                what.clone_into(place);
            } else {
                let sample = Sample::read(line);
                assert_eq!(read.family_of(&sample.name), current, "not with its family: {line}");
                let series = line.rsplit_once(' ').unwrap().0.to_owned();
                assert!(read.series.insert(series, sample).is_none(), "twice: {line}");
            }
        }
        read.check();
        read
    }

    fn check(&self) {
        for (name, family) in &self.families {
            assert!(family.help.ends_with('.'), "{name} has no HELP");
            if let Some(unit) = &family.unit {
                assert!(name.ends_with(&format!("_{unit}")), "{name} is not in {unit}");
            }
            let samples = self
                .series
                .values()
                .filter(|sample| self.family_of(&sample.name) == name);
            for sample in samples {
                let suffix = &sample.name[name.len()..];
                let is_right = match family.kind.as_str() {
                    "counter" => suffix == "_total" && sample.value >= 0.0,
                    "gauge" => suffix.is_empty() && sample.value.is_finite(),
                    "info" => suffix == "_info" && (sample.value - 1.0).abs() < f64::EPSILON,
                    "histogram" => ["_sum", "_count", "_bucket"].contains(&suffix) && sample.value >= 0.0,
                    other => panic!("{name} is of the type {other:?}"),
                };
                assert!(is_right, "{name}: {sample:?}");
                let has_bound = sample.labels.iter().any(|(label, _)| label == "le");
                assert_eq!(has_bound, suffix == "_bucket", "{sample:?}");
            }
        }
        self.check_buckets();
    }

    /// Asserts that the buckets of a histogram grow, up to the number of all measurements.
    fn check_buckets(&self) {
        let mut histograms: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
        for sample in self.series.values() {
            let Some(name) = sample.name.strip_suffix("_bucket") else {
                continue;
            };
            let (bounds, others): (Vec<_>, Vec<_>) = sample.labels.iter().partition(|(label, _)| label == "le");
            let bound = bounds[0].1.parse().expect(&sample.name);
            let others: Vec<String> = others
                .iter()
                .map(|(label, value)| format!("{label}=\"{value}\""))
                .collect();
            let labels = if others.is_empty() {
                String::new()
            } else {
                format!("{{{}}}", others.join(","))
            };
            let count = format!("{name}_count{labels}");
            histograms.entry(count).or_default().push((bound, sample.value));
        }
        for (count, mut buckets) in histograms {
            buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert!(
                buckets.windows(2).all(|pair| pair[0].1 <= pair[1].1),
                "{count}: {buckets:?}"
            );
            assert_eq!(buckets.pop(), Some((f64::INFINITY, self.value(&count))), "{count}");
        }
    }

    /// The name of the metric that a sample with this name belongs to.
    fn family_of<'a>(&self, sample: &'a str) -> &'a str {
        ["", "_total", "_info", "_bucket", "_sum", "_count"]
            .iter()
            .filter_map(|suffix| sample.strip_suffix(suffix))
            .find(|name| self.families.contains_key(*name))
            .unwrap_or_else(|| panic!("no TYPE and no HELP: {sample}"))
    }

    /// The metrics by the names that queries and documents use: that of a counter ends with `_total`.
    pub fn metrics(&self) -> BTreeMap<String, &Family> {
        let named = |(name, family): (&String, &'_ Family)| match family.kind.as_str() {
            "counter" => format!("{name}_total"),
            "info" => format!("{name}_info"),
            _ => name.clone(),
        };
        self.families.iter().map(|entry| (named(entry), entry.1)).collect()
    }

    /// The value of a series, such as `up{job="a"}`.
    ///
    /// # Panics
    /// If there is no such series.
    #[track_caller]
    pub fn value(&self, series: &str) -> f64 {
        let sample = self.series.get(series);
        sample.unwrap_or_else(|| panic!("there is no {series}")).value
    }

    /// Every series of a metric whose value is not 0.
    pub fn nonzero(&self, metric: &str) -> Vec<(&str, f64)> {
        self.series
            .iter()
            .filter(|(_, sample)| sample.name == metric && sample.value != 0.0)
            .map(|(series, sample)| (series.as_str(), sample.value))
            .collect()
    }

    /// Every series with its value.
    pub fn all(&self) -> impl Iterator<Item = (&str, f64)> {
        self.series
            .iter()
            .map(|(series, sample)| (series.as_str(), sample.value))
    }

    /// The values of a label in samples with this name; `None` if there is no such sample.
    pub fn values_of(&self, sample: &str, label: &str) -> Option<Vec<&str>> {
        let mut found = self
            .series
            .values()
            .filter(|one| one.name == sample)
            .map(|one| one.labels.iter().find(|(name, _)| name == label))
            .peekable();
        found.peek()?;
        Some(found.flatten().map(|(_, value)| value.as_str()).collect())
    }

    /// The labels of a metric's samples, except for the bounds of buckets.
    pub fn labels_of(&self, metric: &str) -> Vec<&str> {
        let mut labels: Vec<&str> = self
            .series
            .values()
            .filter(|sample| sample.name.starts_with(metric) && self.metrics().contains_key(metric))
            .filter(|sample| ["", "_bucket", "_sum", "_count"].contains(&&sample.name[metric.len()..]))
            .flat_map(|sample| &sample.labels)
            .map(|(label, _)| label.as_str())
            .filter(|label| *label != "le")
            .collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

impl Sample {
    fn read(line: &str) -> Self {
        let (series, value) = line.rsplit_once(' ').expect(line);
        let (name, labels) = match series.split_once('{') {
            Some((name, labels)) => (name, labels.strip_suffix('}').expect(line)),
            None => (series, ""),
        };
        assert!(is_name(name), "{line}");
        let labels: Vec<(String, String)> = labels
            .split_terminator(',')
            .map(|label| {
                let (label, value) = label.split_once('=').expect(line);
                let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
                let value = value.expect(line);
                // Our labels are words and numbers: one that needs escaping is a mistake.
                assert!(is_name(label) && !value.is_empty(), "{line}");
                assert!(!value.contains(['"', '\\', '{', '}']), "{line}");
                (label.to_owned(), value.to_owned())
            })
            .collect();
        let mut names: Vec<&String> = labels.iter().map(|(label, _)| label).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), labels.len(), "{line}");
        Self {
            name: name.to_owned(),
            value: value.parse().expect(line),
            labels,
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[test]
fn a_text_that_breaks_a_rule_is_refused() {
    let good = "# HELP a Things.\n# TYPE a counter\na_total{b=\"c\"} 1\n# EOF\n";
    assert_eq!(Exposition::read(good).nonzero("a_total"), [("a_total{b=\"c\"}", 1.0)]);
    for (old, new) in [
        ("# EOF\n", ""),
        ("# HELP a Things.\n", ""),
        ("# TYPE a counter\n", ""),
        ("counter", "thing"),
        ("a_total", "a"),
        ("a_total", "other_total"),
        (" 1\n", " one\n"),
        (" 1\n", " -1\n"),
        ("b=\"c\"", "b=c"),
        ("b=\"c\"", "b=\"c\",b=\"d\""),
        ("} 1\n", "} 1\na_total{b=\"c\"} 1\n"),
        ("} 1\n", "} 1\n\n"),
        ("} 1\n", "} 1\n# UNIT a seconds\n"),
    ] {
        let bad = good.replacen(old, new, 1);
        assert_ne!(bad, good);
        assert!(std::panic::catch_unwind(|| Exposition::read(&bad)).is_err(), "{bad}");
    }
    let histogram = "# HELP t Time.\n# TYPE t histogram\nt_sum 1\nt_count 2\nt_bucket{le=\"1.0\"} 1\nt_bucket{le=\"+Inf\"} 2\n# EOF\n";
    Exposition::read(histogram);
    for (old, new) in [("t_count 2", "t_count 3"), ("\"1.0\"} 1", "\"1.0\"} 3")] {
        let bad = histogram.replacen(old, new, 1);
        assert!(std::panic::catch_unwind(|| Exposition::read(&bad)).is_err(), "{bad}");
    }
}

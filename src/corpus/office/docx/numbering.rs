//! The markers of a Word document's lists. Numbers are not in its text, so they are counted as Word does.

use std::collections::HashMap;

use super::look::is_on;
use super::styles::value;
use crate::corpus::office::numeral::{BULLET, MAX_MARKER_BYTES, numeral};
use crate::corpus::office::xml::{Element, Xml};
use crate::corpus::problem::Reason;

/// The number of levels of a list.
const LEVELS: usize = 9;

/// The numberings by id, and the numbers reached.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, List>,
    /// By the id of the definition, which several numberings may share.
    counts: HashMap<String, [Option<usize>; LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    levels: HashMap<usize, Level>,
    /// The start numbers that this numbering overrides and has not yet applied, by level.
    restarts: Vec<(usize, usize)>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: usize,
    format: String,
    /// The text of the marker, with "%1" for the number of the first level.
    text: String,
    /// True if the numbers of all levels are in digits.
    is_legal: bool,
    /// The number of outer levels, from the outermost, whose items make it begin again. `None` for all.
    restart: Option<usize>,
}

impl Numbering {
    pub(super) fn of(part: Option<&Xml<'_>>) -> Result<Self, Reason> {
        let Some(part) = part else {
            return Ok(Self::default());
        };
        let root = part.root()?;
        let id = |element: Element<'_>, name| element.attribute(name).unwrap_or_default().into_owned();
        let definitions: HashMap<String, Element<'_>> = root
            .all("abstractNum")
            .map(|definition| (id(definition, "abstractNumId"), definition))
            .collect();
        // A definition may leave its levels to the one that a style of numberings is linked to.
        let linked: HashMap<String, String> = definitions
            .iter()
            .filter_map(|(id, definition)| Some((value(*definition, "styleLink")?, id.clone())))
            .collect();
        let mut lists = HashMap::new();
        for numbering in root.all("num") {
            let own = value(numbering, "abstractNumId").unwrap_or_default();
            let link = definitions.get(&own).and_then(|own| value(*own, "numStyleLink"));
            let definition = link.and_then(|link| linked.get(&link).cloned()).unwrap_or(own);
            let mut list = List::default();
            if let Some(element) = definitions.get(&definition) {
                list.levels = element.all("lvl").map(level).collect();
            }
            for change in numbering.all("lvlOverride") {
                list.levels.extend(change.child("lvl").map(level));
                let number = |text: &str| text.parse::<usize>().ok();
                let at = change.attribute("ilvl").and_then(|at| number(&at));
                let start = value(change, "startOverride").and_then(|start| number(&start));
                list.restarts.extend(at.zip(start));
            }
            list.definition = definition;
            lists.insert(id(numbering, "numId"), list);
        }
        Ok(Self {
            lists,
            counts: HashMap::new(),
        })
    }

    /// The marker of the next item of a list: its number, or a dash. `None` if there is no such list.
    pub(super) fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let list = self.lists.get_mut(id)?;
        let at = level.min(LEVELS - 1);
        let counts = self.counts.entry(list.definition.clone()).or_default();
        for (level, start) in std::mem::take(&mut list.restarts) {
            if let Some(count) = counts.get_mut(level) {
                *count = None;
            }
            list.levels.entry(level).or_default().start = start;
        }
        let start = |level: usize| list.levels.get(&level).map_or(1, |level| level.start);
        counts[at] = Some(counts[at].map_or(start(at), |count| count.saturating_add(1)));
        for (level, count) in counts.iter_mut().enumerate().skip(at + 1) {
            if list.restarts_after(level, at) {
                *count = None;
            }
        }
        // An outer level without an item so far shows its first number, which the first item has later.
        let shown = std::array::from_fn(|level| counts[level].unwrap_or_else(|| start(level)));
        Some(list.marker(at, &shown))
    }
}

impl List {
    /// True if the numbers of a level begin again after an item of an outer one.
    fn restarts_after(&self, level: usize, outer: usize) -> bool {
        let restart = self.levels.get(&level).and_then(|level| level.restart);
        restart.is_none_or(|levels| outer < levels)
    }

    fn marker(&self, at: usize, counts: &[usize; LEVELS]) -> String {
        let Some(level) = self.levels.get(&at) else {
            return BULLET.to_owned();
        };
        let mut marker = String::new();
        let mut rest = level.text.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            marker.push_str(before);
            let digit = after
                .chars()
                .next()
                .and_then(|c| c.to_digit(10))
                .filter(|&digit| digit > 0);
            let Some(other) = digit.map(|digit| digit as usize - 1) else {
                marker.push('%');
                rest = after;
                continue;
            };
            rest = &after[1..];
            let format = self.levels.get(&other).map_or("decimal", |other| other.format.as_str());
            let format = if level.is_legal { "decimal" } else { format };
            match counts.get(other).and_then(|&number| numeral(number, format)) {
                Some(number) => marker.push_str(&number),
                None => return BULLET.to_owned(),
            }
        }
        marker.push_str(rest);
        match level.format.as_str() {
            "bullet" => BULLET.to_owned(),
            // A list without markers still has items.
            _ if marker.trim().is_empty() => BULLET.to_owned(),
            _ => marker.trim().to_owned(),
        }
    }
}

fn level(element: Element<'_>) -> (usize, Level) {
    let at = element.attribute("ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
    let level = Level {
        start: value(element, "start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(0),
        format: value(element, "numFmt").unwrap_or_else(|| "decimal".to_owned()),
        text: value(element, "lvlText")
            .filter(|text| text.len() <= MAX_MARKER_BYTES)
            .unwrap_or_default(),
        is_legal: element.child("isLgl").is_some_and(is_on),
        restart: value(element, "lvlRestart").and_then(|levels| levels.parse().ok()),
    };
    (at, level)
}

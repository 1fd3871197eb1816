//! `--min`: the lowest values that the figures may have.

use std::str::FromStr;

use thiserror::Error;

use super::measures::Figure;

/// A figure, and the lowest value that it may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Floor {
    pub(super) figure: Figure,
    /// From 0 to 1.
    pub(super) least: f64,
}

/// The result of comparing a figure with its floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Met,
    FellShort,
    /// There was no question to compute the figure on.
    NoQuestions,
}

/// The reason why a floor is not valid.
#[derive(Debug, Error)]
pub(super) enum BadFloor {
    #[error("not of the form NAME=VALUE, such as passage@1=0.9")]
    Form,
    #[error("there is no figure {name}; use one of {known}")]
    Unknown { name: String, known: String },
    #[error("{value} is not a number from 0 to 1")]
    Value { value: String },
}

impl FromStr for Floor {
    type Err = BadFloor;

    fn from_str(text: &str) -> Result<Self, BadFloor> {
        let (name, value) = text.split_once('=').ok_or(BadFloor::Form)?;
        let (name, value) = (name.trim(), value.trim());
        let figure = Figure::ALL
            .into_iter()
            .find(|figure| figure.name() == name)
            .ok_or_else(|| BadFloor::Unknown {
                name: name.to_owned(),
                known: Figure::ALL.map(Figure::name).join(", "),
            })?;
        let least = value
            .parse()
            .ok()
            .filter(|least| (0.0..=1.0).contains(least))
            .ok_or_else(|| BadFloor::Value {
                value: value.to_owned(),
            })?;
        Ok(Self { figure, least })
    }
}

impl Floor {
    /// Compares the figure's value with the floor.
    pub(super) fn verdict(self, value: Option<f64>) -> Verdict {
        match value {
            None => Verdict::NoQuestions,
            Some(value) if value >= self.least => Verdict::Met,
            Some(_) => Verdict::FellShort,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_names_a_figure_and_a_share() {
        let floor: Floor = " mrr = 0.5".parse().unwrap();
        assert_eq!(floor.figure, Figure::Mrr);
        assert_eq!(floor.verdict(Some(0.5)), Verdict::Met);
        assert_eq!(floor.verdict(Some(0.499)), Verdict::FellShort);
        assert_eq!(floor.verdict(None), Verdict::NoQuestions);
    }

    #[test]
    fn what_is_no_floor_is_refused() {
        let error = |text: &str| text.parse::<Floor>().unwrap_err().to_string();
        assert!(error("recall=0.5").contains("passage@1, passage@3"));
        assert!(error("mrr").contains("NAME=VALUE"));
        for value in ["", "high", "NaN", "-0.1", "1.1", "inf", "90%"] {
            assert!(error(&format!("mrr={value}")).contains("from 0 to 1"), "{value}");
        }
    }
}

//! The figures as tables, and the questions that went wrong as a list.

use std::io;

use anstyle::Style;
use textwrap::core::display_width;

use super::measures::{Figure, QuestionResult, percentile};
use super::misses::Miss;
use super::questions::Kind;
use super::reliability::Reliability;
use super::{Asked, by_style};
use crate::cli::paint::Page;
use crate::message::eval as say;
use crate::text::excerpt::excerpt;

/// The most characters shown of a question or a sentence: about two lines.
const SHORT_CHARS: usize = 160;

/// The most characters shown of a style's name.
const STYLE_CHARS: usize = 20;

/// The figures that can be computed on questions of one style, with their columns.
const OF_STYLE: [(&str, Figure); 7] = [
    ("passage@1", Figure::PassageAt1),
    ("passage@3", Figure::PassageAt3),
    ("sent@1", Figure::SentenceAt1),
    ("mrr", Figure::Mrr),
    ("answered", Figure::AnsweredRight),
    ("refused", Figure::OffTopicRefused),
    ("unasserted", Figure::NearTopicNotAsserted),
];

const PLAIN: Style = Style::new();
const TITLE: Style = Style::new().bold();

/// Shows every figure.
pub(super) fn report(page: &mut Page, asked: &[Asked<'_>]) -> io::Result<()> {
    let outcomes: Vec<&QuestionResult> = asked.iter().map(|asked| &asked.outcome).collect();
    let count = |kind| outcomes.iter().filter(|outcome| outcome.kind == kind).count();
    let of_kinds = say::asked(
        outcomes.len(),
        count(Kind::Answerable),
        count(Kind::NearTopic),
        count(Kind::OffTopic),
    );
    page.line(&of_kinds, "", TITLE)?;
    page.gap()?;
    for figure in Figure::ALL {
        let measured = figure.measure(&outcomes);
        let count = measured.count.map(|(count, of)| say::of(count, of)).unwrap_or_default();
        let head = format!("{:<24}{:>5}  {count:<14}", figure.name(), number(measured.value));
        page.row(&head, meaning(figure))?;
    }
    let millis = |percent| number(percentile(&outcomes, percent).map(|time| time.as_secs_f64() * 1_000.0));
    let times = format!("{:<24}{:>5}  {:<14}", "latency p50, p99 (ms)", millis(50), millis(99));
    page.row(&times, say::latency())?;
    page.gap()?;
    styles(page, asked)?;
    page.gap()?;
    reliability(page, &outcomes)
}

fn meaning(figure: Figure) -> &'static str {
    match figure {
        Figure::PassageAt1 => say::passage_at_1(),
        Figure::PassageAt3 => say::passage_at_3(),
        Figure::SentenceAt1 => say::sentence_at_1(),
        Figure::Mrr => say::mrr(),
        Figure::AnsweredRight => say::answered_right(),
        Figure::OffTopicRefused => say::off_topic_refused(),
        Figure::NearTopicNotAsserted => say::near_topic_not_asserted(),
        Figure::AurocOffTopic => say::auroc_off_topic(),
        Figure::AurocNearTopic => say::auroc_near_topic(),
    }
}

fn styles(page: &mut Page, asked: &[Asked<'_>]) -> io::Result<()> {
    page.line(&say::by_style(), "", TITLE)?;
    let styles = by_style(asked);
    let labels: Vec<String> = styles.keys().map(|style| excerpt(style, STYLE_CHARS)).collect();
    let widest = labels
        .iter()
        .map(|label| display_width(label))
        .max()
        .unwrap_or(0)
        .max("style".len());
    let mut heads = format!("{:widest$}{:>6}", "style", "n");
    for (column, _) in OF_STYLE {
        heads = format!("{heads} {column:>6}");
    }
    page.line(&heads, "", PLAIN)?;
    for (label, outcomes) in labels.iter().zip(styles.values()) {
        let padding = " ".repeat(widest - display_width(label));
        let mut line = format!("{label}{padding}{:>6}", outcomes.len());
        for (column, figure) in OF_STYLE {
            let width = column.len().max(6);
            line = format!("{line} {:>width$}", number(figure.measure(outcomes).value));
        }
        page.line(&line, "", PLAIN)?;
    }
    Ok(())
}

fn reliability(page: &mut Page, outcomes: &[&QuestionResult]) -> io::Result<()> {
    let reliability = Reliability::of(outcomes);
    page.line(&say::reliability(), "", TITLE)?;
    page.line(
        &format!("{:<10}{:>6}{:>10}{:>8}", "confidence", "n", "mean", "right"),
        "",
        PLAIN,
    )?;
    for bin in &reliability.bins {
        let count = if bin.n == 0 {
            String::new()
        } else {
            say::of(bin.right, bin.n)
        };
        let line = format!(
            "{:<10}{:>6}{:>10}{:>8}  {count}",
            format!("{:.1}-{:.1}", bin.from, bin.to),
            bin.n,
            number(bin.mean_confidence),
            number(bin.share_right()),
        );
        page.line(line.trim_end(), "", PLAIN)?;
    }
    page.row(&format!("{:<8}{:>5}  ", "ECE", number(reliability.ece)), say::ece())?;
    page.row(
        &format!("{:<8}{:>5}  ", "Brier", number(reliability.brier)),
        say::brier(),
    )
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(say::no_value, |value| format!("{value:.3}"))
}

/// Shows the questions that went wrong, by kind of fault, including kinds that have none.
pub(super) fn misses(page: &mut Page, asked: &[Asked<'_>]) -> io::Result<()> {
    for way in Miss::ALL {
        let missed = way.among(asked);
        let title = match way {
            Miss::WrongPassage => say::wrong_passage(missed.len()),
            Miss::WrongSentence => say::wrong_sentence(missed.len()),
            Miss::NotRefused => say::not_refused(missed.len()),
            Miss::HeldBack => say::held_back(missed.len()),
        };
        page.gap()?;
        page.line(&title, "", TITLE)?;
        for asked in missed {
            miss(page, way, asked)?;
        }
    }
    Ok(())
}

fn miss(page: &mut Page, way: Miss, asked: &Asked<'_>) -> io::Result<()> {
    let (line, outcome) = (asked.line, &asked.outcome);
    let question = line.question.excerpt(SHORT_CHARS);
    page.line(
        &say::question(&line.id, line.number, &line.style, &question),
        "  ",
        PLAIN,
    )?;
    let mut became = say::became(outcome.status.name(), outcome.confidence);
    if way == Miss::WrongPassage {
        became = format!("{became}; {}", say::rank(outcome.rank));
    }
    page.line(&became, "    ", PLAIN)?;
    let key_sentence = asked.key_sentence.as_ref().map(|key| excerpt(key, SHORT_CHARS));
    page.line(&say::given(key_sentence.as_deref()), "    ", PLAIN)?;
    for sentence in &line.relevant {
        page.line(&say::expected(&excerpt(sentence, SHORT_CHARS)), "    ", PLAIN)?;
    }
    Ok(())
}

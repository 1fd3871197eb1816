//! The effects of elements on the words in them.

use std::mem;

use super::super::element::Name;
use super::super::inline::{self, Effect};
use super::super::{math, pictures};
use super::{Mode, Walker};
use crate::corpus::traced::MarkKind;

impl Walker<'_, '_> {
    pub(super) fn begin_effects(&mut self, effects: Vec<Effect>, at: usize) {
        let end = self.reading.page.nodes[at].end;
        for effect in effects {
            if let Some(effect) = self.begin(effect, at) {
                self.effects.push((end, effect));
                self.next_effect_end = self.next_effect_end.min(end);
            }
        }
    }

    /// Begins an effect of the element at `at`. Returns the effect to end later, or `None` if there is nothing to
    /// end.
    fn begin(&mut self, effect: Effect, at: usize) -> Option<Effect> {
        match effect {
            Effect::Mark(MarkKind::Code) if matches!(self.mode, Mode::Code { .. }) => None,
            Effect::Mark(kind) => self.flow.begin_mark(kind.clone()).then_some(Effect::Mark(kind)),
            Effect::Quotation(_) => {
                let is_inner = self.effects.iter().any(|(_, it)| matches!(it, Effect::Quotation(_)));
                let (opening, closing) = if is_inner { ("‘", "’") } else { ("“", "”") };
                self.flow.push_made_up(opening, &self.reading.page.nodes[at].range);
                Some(Effect::Quotation(closing))
            }
            Effect::Link { is_in_page } => {
                self.flow.begin_link(is_in_page);
                Some(effect)
            }
            Effect::Border => Some(Effect::Border),
        }
    }

    pub(super) fn end_effects(&mut self, at: usize) {
        if self.next_effect_end > at {
            return;
        }
        let (ended, effects) = mem::take(&mut self.effects)
            .into_iter()
            .partition(|(end, _)| *end <= at);
        self.effects = effects;
        let ended: Vec<(usize, Effect)> = ended;
        for (_, effect) in ended.into_iter().rev() {
            match effect {
                Effect::Mark(kind) => self.flow.end_mark(&kind),
                Effect::Link { .. } => self.flow.end_link(),
                Effect::Quotation(closing) => {
                    let nodes = &self.reading.page.nodes;
                    let last = nodes.get(..at).unwrap_or(nodes).last();
                    self.flow.push_closing(closing, last.map_or(0, |last| last.range.end));
                }
                Effect::Border => self.border(),
            }
        }
        let ends = self.effects.iter().map(|(end, _)| *end);
        self.next_effect_end = ends.min().unwrap_or(usize::MAX);
    }

    /// Writes the words that a picture stands for. Returns `false` if the element is no picture, or has none.
    pub(super) fn write_picture(&mut self, at: usize) -> bool {
        let page = self.reading.page;
        let is_apart = matches!(self.mode, Mode::Line | Mode::Code { .. });
        let words = pictures::emoji(page, at);
        let words = words.or_else(|| if is_apart { None } else { pictures::words(page, at) });
        if let Some(words) = &words {
            self.flow.push_made_up(words, &page.nodes[at].range);
        }
        words.is_some()
    }

    /// Writes a raised number or a formula. Returns `false` if the element is neither.
    pub(super) fn write_signs(&mut self, at: usize, name: Name) -> bool {
        let page = self.reading.page;
        let follows_word = || self.flow.ends_with(|c| c.is_alphanumeric() || matches!(c, ')' | ']'));
        if name.as_str() == "sup"
            && follows_word()
            && let Some(raised) = page.short_text(at, 16).and_then(|text| inline::superscript(&text))
        {
            self.flow.push_made_up(&raised, &page.nodes[at].range);
            return true;
        }
        if let Some(formula) = inline::formula(page, at, name) {
            self.flow.push_source(formula, true);
            self.flow.drop_here();
            return true;
        }
        if math::is_formula(page, at)
            && let Some(formula) = math::read(page, at)
        {
            self.flow.push_made_up(&formula, &math::range(page, at));
            return true;
        }
        false
    }
}

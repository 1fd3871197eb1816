//! The effects of elements on the words in them.

use std::mem;

use super::super::inline::Effect;
use super::{Mode, Walker};
use crate::corpus::traced::MarkKind;

impl Walker<'_, '_> {
    /// Begins an effect of the element at `at`. Returns the effect to end later, or `None` if there is nothing to
    /// end.
    pub(super) fn begin(&mut self, effect: Effect, at: usize) -> Option<Effect> {
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
}

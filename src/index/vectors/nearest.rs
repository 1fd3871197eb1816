//! Keeps the best of a stream that is too long to sort.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Keeps the best of the items offered; on a tie, those with the lower ids.
pub(super) struct Nearest {
    limit: usize,
    /// The worst is on top.
    heap: BinaryHeap<Reverse<Found>>,
    /// The score to beat.
    bar: f32,
}

#[derive(Clone, Copy)]
struct Found {
    score: f32,
    id: u32,
}

impl Nearest {
    /// Allocates room for `limit` items, so `limit` should be no more than there are.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            heap: BinaryHeap::with_capacity(limit.saturating_add(1)),
            bar: f32::NEG_INFINITY,
        }
    }

    pub(super) fn offer(&mut self, id: u32, score: f32) {
        // Hardly any score passes. Ties pass, since they may come in any order.
        if score < self.bar {
            return;
        }
        self.heap.push(Reverse(Found { score, id }));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
        if self.heap.len() == self.limit {
            self.bar = self.heap.peek().map_or(self.bar, |worst| worst.0.score);
        }
    }

    /// The items, best first.
    pub(super) fn into_sorted(self) -> impl Iterator<Item = (u32, f32)> {
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|Reverse(found)| (found.id, found.score))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.id.cmp(&self.id))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Found {}

//! Which sentences are like one another, so that a question need not be compared with all of them.
//!
//! Clusters by k-means, the same for the same sentences: no chance has a part in it.

use super::nearest::Nearest;
use super::rows::{QueryEmbedding, Rows};

/// Of how many sentences to a cluster the centres are learned. More changes little.
const SAMPLE_A_CLUSTER: usize = 32;
const ROUNDS: usize = 8;
/// Which share of the clusters is looked at: with every third, 88 of a hundred of the 50 nearest are found and the nearest
/// 98 times of a hundred (of 2,300 sentences from the comments of programs; a fourth finds 82, an eighth 67).
const SHARE_LOOKED_AT: usize = 3;

/// Sentences by cluster.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clusters {
    centres: Rows,
    /// The cluster of each sentence.
    of_sentence: Vec<u32>,
    /// The sentences, cluster by cluster, each in reading order.
    members: Vec<u32>,
    /// Where in `members` each cluster ends.
    ends: Vec<usize>,
}

impl Clusters {
    /// Sorts rows into about as many clusters as each then has members.
    pub(super) fn of(rows: &Rows, dimension: usize) -> Option<Self> {
        let count = rows.len().isqrt().max(1);
        let sample: Vec<usize> = spread(rows.len(), count * SAMPLE_A_CLUSTER).collect();
        let mut centres = Rows::new(dimension);
        for at in spread(sample.len(), count) {
            centres.push_from(rows, *sample.get(at)?);
        }
        for _ in 0..ROUNDS {
            centres = moved(&centres, rows, &sample, dimension);
        }
        let of_sentence = (0..rows.len()).map(|at| nearest_centre(&centres, rows, at)).collect();
        Self::from_parts(centres, of_sentence)
    }

    /// `None` if a sentence is of a cluster that is not there.
    pub(super) fn from_parts(centres: Rows, of_sentence: Vec<u32>) -> Option<Self> {
        let mut members = vec![Vec::new(); centres.len()];
        for (sentence, cluster) in (0_u32..).zip(&of_sentence) {
            members.get_mut(*cluster as usize)?.push(sentence);
        }
        let ends = members.iter().scan(0, |end, members| {
            *end += members.len();
            Some(*end)
        });
        Some(Self {
            ends: ends.collect(),
            members: members.concat(),
            centres,
            of_sentence,
        })
    }

    pub(super) fn centres(&self) -> &Rows {
        &self.centres
    }

    pub(super) fn of_sentence(&self) -> &[u32] {
        &self.of_sentence
    }

    /// The sentences of the clusters nearest to a question.
    pub(super) fn near(&self, query: &QueryEmbedding) -> impl Iterator<Item = &u32> {
        let mut nearest = Nearest::new(self.centres.len().div_ceil(SHARE_LOOKED_AT));
        (0..)
            .zip(self.centres.all(query))
            .for_each(|(id, score)| nearest.offer(id, score));
        nearest
            .into_sorted()
            .flat_map(|(cluster, _)| self.members_of(cluster as usize))
    }

    fn members_of(&self, cluster: usize) -> &[u32] {
        let start = cluster
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.ends
            .get(cluster)
            .and_then(|end| self.members.get(start..*end))
            .unwrap_or_default()
    }
}

/// `count` of the numbers below `all`, or all of them, evenly spread.
fn spread(all: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(all);
    (0..count).map(move |at| at * all / count)
}

/// Each centre in the middle of the rows that are nearest to it. One that has none stays.
fn moved(centres: &Rows, rows: &Rows, sample: &[usize], dimension: usize) -> Rows {
    let mut sums = vec![vec![0.0_f32; dimension]; centres.len()];
    for &at in sample {
        if let Some(sum) = sums.get_mut(nearest_centre(centres, rows, at) as usize) {
            rows.add_to(at, sum);
        }
    }
    let mut moved = Rows::new(dimension);
    for (at, sum) in sums.iter().enumerate() {
        let length = sum.iter().map(|number| number * number).sum::<f32>().sqrt();
        if length > 0.0 {
            moved.push(&sum.iter().map(|number| number / length).collect::<Vec<_>>());
        } else {
            moved.push_from(centres, at);
        }
    }
    moved
}

fn nearest_centre(centres: &Rows, rows: &Rows, at: usize) -> u32 {
    let Some(query) = rows.query(at) else { return 0 };
    let mut nearest = Nearest::new(1);
    (0..)
        .zip(centres.all(&query))
        .for_each(|(id, score)| nearest.offer(id, score));
    nearest.into_sorted().next().map_or(0, |(id, _)| id)
}

//! The encoder: whether it opens, how long it takes, and whether what it says makes sense.

use std::time::Instant;

use super::clause;
use super::finding::Group;
use crate::config::Config;
use crate::encoder::{Encoder, EncoderError};
use crate::library::{Library, LibraryError};
use crate::message::check::articles as message;

/// Two sentences about the same with hardly a word in common, and one about something else.
const SENTENCES: [&str; 3] = [
    "She bakes a loaf of bread every morning.",
    "Each day at dawn the baker makes fresh bread.",
    "The parliament rejected the new tax law.",
];

pub(super) fn check(config: &Config, library: Result<&Library, &LibraryError>) -> Group {
    let mut group = Group::new("encoder");
    let folder = config.model.as_ref().map(|folder| folder.display().to_string());
    match library {
        Err(LibraryError::NoModel { folder, reason }) => {
            group.wrong("opens", message::no_encoder(&folder.display().to_string(), reason));
        }
        Err(error) => group.wrong("opens", message::broken_encoder(&error.sentence())),
        Ok(library) => match try_out(library.encoder()) {
            Err(error) => group.wrong("opens", message::broken_encoder(&clause(error))),
            Ok(trial) => {
                let dimension = library.encoder().dimension();
                let told = message::encoder(folder.as_deref(), dimension, trial.milliseconds);
                group.ok("opens", told);
                if !trial.makes_sense {
                    group.warn("sense", message::senseless_encoder());
                }
            }
        },
    }
    group
}

/// What came of a few sentences.
struct Trial {
    /// For one of them.
    milliseconds: f64,
    makes_sense: bool,
}

fn try_out(encoder: &Encoder) -> Result<Trial, EncoderError> {
    let [bread, baker, parliament] = SENTENCES;
    // The first time is spent on what is made ready once.
    let bread = encoder.encode(bread)?.embedding;
    let started = Instant::now();
    let baker = encoder.encode(baker)?.embedding;
    let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
    let parliament = encoder.encode(parliament)?.embedding;
    Ok(Trial {
        milliseconds,
        makes_sense: likeness(&bread, &baker) > likeness(&bread, &parliament),
    })
}

fn likeness(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

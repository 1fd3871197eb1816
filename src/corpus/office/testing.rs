//! Makes documents for tests, and shows what was read.

use crate::corpus::document::{BlockKind, Document};

pub(super) use crate::corpus::package::testing::pack;

/// The blocks of a document, each with a sign for its kind.
pub(super) fn shown(document: &Document) -> Vec<String> {
    let blocks = document.blocks.iter().map(|block| {
        let text = block.text.as_str();
        match block.kind {
            BlockKind::Heading(level) => format!("{level}# {text}"),
            BlockKind::Label => format!("label: {text}"),
            BlockKind::End(level) => format!("end {level}"),
            BlockKind::Struck(level) => format!("struck {level}"),
            BlockKind::Rule => "---".to_owned(),
            BlockKind::Text | BlockKind::Code => text.to_owned(),
        }
    });
    blocks.collect()
}

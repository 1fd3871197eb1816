mod headings;
mod layout;
mod neighbours;
mod whole;

use super::*;

/// The blocks, a string each: "H1 " before a heading, "L " before a label, "C " before code, "[0] " before a part.
fn outline(text: &str) -> Vec<String> {
    read(text).blocks.iter().map(shown).collect()
}

fn shown(block: &Block) -> String {
    let mut text = block.text.as_str().to_owned();
    for part in block.parts.iter().rev() {
        text.insert_str(part.start, &format!("[{}] ", part.depth));
    }
    match block.kind {
        BlockKind::Heading(level) => format!("H{level} {text}"),
        BlockKind::Label => format!("L {text}"),
        BlockKind::Code => format!("C {text}"),
        BlockKind::End(_) => "end".to_owned(),
        BlockKind::Struck(level) => format!("~{level}"),
        BlockKind::Text => text,
        BlockKind::Rule => "---".to_owned(),
    }
}

#[track_caller]
pub(in crate::corpus::txt) fn reads(text: &str, expected: &[&str]) {
    assert_eq!(outline(text), expected, "{text}");
}

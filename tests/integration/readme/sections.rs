//! The sections of a document, and the fenced blocks in them.

/// A fenced block of a document.
pub(super) struct Block {
    pub(super) language: String,
    pub(super) lines: Vec<String>,
    /// The lines between it and the previous block.
    pub(super) before: Vec<String>,
}

/// The fenced blocks; one more, empty block has the text after the last.
pub(super) fn blocks(document: &str) -> Vec<Block> {
    let mut all = Vec::new();
    let mut before = Vec::new();
    let mut open: Option<Block> = None;
    for line in document.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    language: language.trim().to_owned(),
                    lines: Vec::new(),
                    before: std::mem::take(&mut before),
                });
            }
            (None, None) => before.push(line.to_owned()),
            (Some(_), Some(_)) => all.extend(open.take()),
            (Some(block), None) => block.lines.push(line.to_owned()),
        }
    }
    all.push(Block {
        language: String::new(),
        lines: Vec::new(),
        before,
    });
    all
}

/// The text below a heading, up to the next heading of its level.
pub(super) fn section(document: &str, heading: &str) -> String {
    let from = document.lines().skip_while(|line| *line != heading).skip(1);
    let mut is_fenced = false;
    let lines: Vec<&str> = from
        .take_while(|line| {
            is_fenced ^= line.starts_with("```");
            is_fenced || !line.starts_with("## ")
        })
        .collect();
    assert!(!lines.is_empty(), "there is no {heading:?}");
    lines.join("\n")
}

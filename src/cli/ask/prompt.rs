//! The prompt: one question after another, with a history.

use std::path::Path;

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::cli::paint;
use crate::message;

use super::Session;

/// The most questions in the history.
const HISTORY_LEN: usize = 500;

/// Asks until an empty line, ctrl-c or the end of input. It goes on even if the history cannot be kept.
pub(super) fn run(session: &mut Session, history: Option<&Path>) -> anyhow::Result<()> {
    let config = rustyline::Config::builder()
        .max_history_size(HISTORY_LEN)?
        .auto_add_history(true)
        .build();
    let mut editor = DefaultEditor::with_config(config)?;
    if let Some(path) = history {
        // There is no history before the first session.
        let _ = editor.load_history(path);
    }
    paint::warn(&message::welcome(
        session.answerer.generation().article_count(),
        session.answerer.generation().passage_count(),
    ));
    loop {
        match editor.readline("? ") {
            Ok(line) if line.trim().is_empty() => break,
            Ok(line) => {
                session.page.gap()?;
                session.ask(&line)?;
                session.page.gap()?;
            }
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => break,
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(path) = history {
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = editor.save_history(path);
    }
    Ok(())
}

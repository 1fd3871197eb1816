//! The terminal: how wide it is, whether it wants styles, and what must never reach it.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;

/// Wider lines are hard to read, however wide the terminal.
const MAX_LINE_COLUMNS: usize = 100;

/// Text wrapped beside something needs at least so much room.
const MIN_BESIDE_COLUMNS: usize = 24;

/// Standard output as it is to be written to.
pub(super) struct Page {
    out: AutoStream<io::Stdout>,
    /// `None` where nothing is wrapped: another program reads it.
    width: Option<usize>,
    styled: bool,
}

impl Page {
    /// Standard output, styled and wrapped if it is a terminal that wants it (`NO_COLOR`, `TERM=dumb`,
    /// `CLICOLOR_FORCE` are heard).
    pub(super) fn stdout() -> Self {
        let out = AutoStream::auto(io::stdout());
        let styled = !matches!(out.current_choice(), ColorChoice::Never);
        let width = io::stdout().is_terminal().then(|| {
            terminal_size::terminal_size()
                .map_or(80, |(width, _)| usize::from(width.0))
                .clamp(20, MAX_LINE_COLUMNS)
        });
        Self { out, width, styled }
    }

    /// Whether bold is seen.
    pub(super) fn is_styled(&self) -> bool {
        self.styled
    }

    /// Writes a line, wrapped under an indent.
    pub(super) fn line(&mut self, text: &str, indent: &str, style: Style) -> io::Result<()> {
        for line in self.wrapped(&printable(text), indent) {
            writeln!(self.out, "{indent}{style}{line}{style:#}")?;
        }
        Ok(())
    }

    /// Writes what heads a row and, wrapped beside it, what it means; beneath it where there is no room beside.
    pub(super) fn row(&mut self, head: &str, text: &str) -> io::Result<()> {
        self.styled_row(head, Style::new(), text)
    }

    /// The same, with the head in a style.
    pub(super) fn styled_row(&mut self, head: &str, style: Style, text: &str) -> io::Result<()> {
        let head = printable(head);
        let column = textwrap::core::display_width(&head);
        if self.width.is_some_and(|width| width < column + MIN_BESIDE_COLUMNS) {
            writeln!(self.out, "{style}{}{style:#}", head.trim_end())?;
            return self.line(text, "    ", Style::new());
        }
        let indent = " ".repeat(column);
        for (at, line) in self.wrapped(&printable(text), &indent).iter().enumerate() {
            if at == 0 {
                writeln!(self.out, "{style}{head}{style:#}{line}")?;
            } else {
                writeln!(self.out, "{indent}{line}")?;
            }
        }
        Ok(())
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Writes a text of several lines with some ranges (bytes, ascending, apart) in bold.
    pub(super) fn passage(&mut self, text: &str, bold: &[std::ops::Range<usize>], indent: &str) -> io::Result<()> {
        let mut start = 0;
        for line in text.split('\n') {
            let parts: Vec<&str> = match self.width {
                Some(width) => wrap_borrowed(line, width.saturating_sub(indent.len()).max(10)),
                None => vec![line],
            };
            for part in parts {
                let at = start + (part.as_ptr() as usize - line.as_ptr() as usize);
                write!(self.out, "{}", if part.is_empty() { "" } else { indent })?;
                let end = at + part.len();
                let mut done = at;
                for range in bold {
                    let (from, to) = (range.start.clamp(done, end), range.end.clamp(done, end));
                    if from < to {
                        let style = Style::new().bold();
                        write!(
                            self.out,
                            "{}{style}{}{style:#}",
                            printable(&text[done..from]),
                            printable(&text[from..to])
                        )?;
                        done = to;
                    }
                }
                writeln!(self.out, "{}", printable(&text[done..end]))?;
            }
            start += line.len() + 1;
        }
        Ok(())
    }

    fn wrapped(&self, text: &str, indent: &str) -> Vec<String> {
        match self.width {
            Some(width) => textwrap::wrap(text, options(width.saturating_sub(indent.len()).max(10)))
                .into_iter()
                .map(std::borrow::Cow::into_owned)
                .collect(),
            None => vec![text.to_owned()],
        }
    }

    /// Writes a line as it is: JSON.
    pub(super) fn raw(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Hands on what was written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Breaks at white space alone: a file name that was broken at its hyphens can't be copied.
fn options(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// The lines of a wrapped text as slices of it, so that places in the text stay known.
fn wrap_borrowed(line: &str, width: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for wrapped in textwrap::wrap(line, options(width)) {
        let rest = &line[from..];
        let at = from + rest.find(wrapped.as_ref()).unwrap_or(0);
        let end = (at + wrapped.len()).min(line.len());
        parts.push(line.get(at..end).unwrap_or(rest));
        from = end;
    }
    parts
}

/// The text without what a terminal would obey: control characters, and marks that turn the direction of writing.
fn printable(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' => Some(' '),
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => None,
            c => Some(c),
        })
        .collect()
}

/// Writes a sentence to standard error; where that fails there is nobody left to tell.
pub(super) fn warn(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "{}", printable(sentence));
}

/// Whether the reader of our output went away: no fault of ours, and none of the user's.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

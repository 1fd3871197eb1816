//! Writes to the terminal, within its width and in its styles, and without characters that it would obey.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// The style of an article's headings.
pub(super) const HEADING: Style = AnsiColor::Cyan.on_default();

/// The widest line, however wide the terminal: wider ones are hard to read.
const MAX_LINE_COLUMNS: usize = 100;

/// The least width for text that is wrapped beside something.
const MIN_BESIDE_COLUMNS: usize = 24;

/// Standard output, and the format that it wants.
pub(super) struct Page {
    out: AutoStream<io::Stdout>,
    /// `None` if another program reads the output, so that nothing is wrapped.
    width: Option<usize>,
    styled: bool,
}

impl Page {
    /// Standard output. It is styled and wrapped if it is a terminal that allows this (`NO_COLOR`, `TERM=dumb` and
    /// `CLICOLOR_FORCE` are respected).
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

    /// True if bold is visible.
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

    /// Writes the head of a row and, wrapped beside it, its text. If there is no room beside the head, the text goes
    /// below it.
    pub(super) fn row(&mut self, head: &str, text: &str) -> io::Result<()> {
        self.styled_row(head, Style::new(), text)
    }

    /// Like [`Self::row`], with the head in a style.
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

    /// Writes a text of several lines, with some ranges in bold: byte ranges, ascending and apart.
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

    /// Writes a line as it is, such as JSON.
    pub(super) fn raw(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Flushes the output.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Breaks lines only at white space: a file name broken at its hyphens can't be copied.
fn options(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// Returns the lines of a wrapped text as slices of it, so that byte offsets in the text stay known.
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

/// Removes what a terminal would obey: control characters, and marks that change the direction of writing.
fn printable(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' => Some(' '),
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => None,
            c => Some(c),
        })
        .collect()
}

/// Writes a sentence to standard error. If that fails, there is nobody left to tell.
pub(super) fn warn(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "{}", printable(sentence));
}

/// True if the reader of our output has gone away, which is nobody's fault.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

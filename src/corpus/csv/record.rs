//! Splits a file of separated values into records, in which each field knows its place.

use super::super::traced::TracedText;

/// A row of the table.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct Record {
    pub(in crate::corpus) fields: Vec<TracedText>,
    /// The offset of the first field.
    pub(in crate::corpus) start: usize,
}

/// The records of a file. Never ends early: a quotation mark that is never closed is one of the field's characters.
pub(in crate::corpus) struct Records<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
    /// The offset of the first quotation mark that is never closed.
    pub(in crate::corpus) unclosed: Option<usize>,
}

impl<'a> Records<'a> {
    pub(in crate::corpus) fn new(text: &'a str, start: usize, separator: u8) -> Self {
        Self {
            text,
            at: start,
            separator,
            unclosed: None,
        }
    }

    /// The field at the current place, up to a separator, the end of the line or the end of the file.
    fn field(&mut self) -> TracedText {
        let mut field = TracedText::default();
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            match quoted(self.text, self.at + 1) {
                Some((inner, end)) => {
                    field = inner;
                    self.at = end;
                }
                None => self.unclosed = self.unclosed.or(Some(self.at)),
            }
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |b: u8| b == self.separator || b == b'\n' || b == b'\r';
        let len = rest.bytes().position(ends).unwrap_or(rest.len());
        field.push_run(&rest[..len], self.at);
        self.at += len;
        field.slice_trimmed(0..field.as_str().len())
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    /// The next record that is not an empty line.
    fn next(&mut self) -> Option<Record> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut fields = vec![self.field()];
        while bytes.get(self.at) == Some(&self.separator) {
            self.at += 1;
            fields.push(self.field());
        }
        Some(Record { fields, start })
    }
}

/// The text of a quoted field that begins at `start`, and the offset after its closing quotation mark. `None` if it has
/// none.
fn quoted(text: &str, start: usize) -> Option<(TracedText, usize)> {
    let mut field = TracedText::default();
    let mut at = start;
    loop {
        let rest = text.get(at..)?;
        let len = rest.find('"')?;
        let is_doubled = rest[len + 1..].starts_with('"');
        field.push_run(&rest[..len + usize::from(is_doubled)], at);
        at += len + 1 + usize::from(is_doubled);
        if !is_doubled {
            return Some((field, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<Vec<String>> {
        Records::new(text, 0, b',')
            .map(|record| record.fields.iter().map(|field| field.as_str().to_owned()).collect())
            .collect()
    }

    #[test]
    fn quoted_fields_hold_separators_lines_and_quotation_marks() {
        assert_eq!(
            records("a,\"b, \"\"c\"\"\nd\"\r\n\r\n,e"),
            [vec!["a", "b, \"c\"\nd"], vec!["", "e"]]
        );
        assert_eq!(records("\"a\" b,\"\"\nc"), [vec!["a b", ""], vec!["c"]]);
    }

    #[test]
    fn a_quotation_mark_without_an_end_is_a_character() {
        let mut all = Records::new("a,5\" b\nc,\"d,e\nf,\"\"", 0, b',');
        let rows: Vec<usize> = all.by_ref().map(|record| record.fields.len()).collect();
        assert_eq!((rows, all.unclosed), (vec![2, 3, 2], Some(9)));
    }

    #[test]
    fn each_field_knows_its_place() {
        let text = "x,\"y \"\"z\"\n";
        let record = Records::new(text, 0, b',').next().unwrap();
        assert_eq!(record.fields[1].source_range(), 3..8);
    }
}

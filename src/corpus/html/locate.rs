//! Where in a page's source a text stood that the parser has taken out of it. Not here: which texts.
//!
//! Neither the parser nor the extraction keeps positions. So the source is tokenised once more, in
//! pieces of which each has a known offset, and the texts are looked up in what that gives.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::corpus::TracedText;

/// How far ahead a text is looked for once looking everywhere has failed too often.
const WINDOW_BYTES: usize = 64 * 1024;
/// How often a text may be looked for in the whole page in vain: keeps the time linear.
const MAX_MISSES: usize = 50;
/// How much of a text has to be found where the whole isn't.
const HEAD_CHARS: usize = 30;

/// Finds texts in a source, front to back.
pub(super) struct Locator<'a> {
    source: &'a str,
    stream: Stream,
    /// Behind the last text found, in the stream.
    cursor: usize,
    misses: usize,
}

/// The page's characters without white space, and the pieces of source that they come from.
#[derive(Default)]
struct Stream {
    text: String,
    /// (offset in `text`, piece in the source), ascending.
    pieces: Vec<(usize, Range<usize>)>,
}

impl<'a> Locator<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let sink = Sink::default();
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let queue = BufferQueue::default();
        let mut start = 0;
        // A piece ends with its line, behind a tag and before the next one: it never spans lines.
        for line in source.split_inclusive('\n') {
            for piece in line.split_inclusive('>') {
                let (text, tag) = piece.split_at(piece.rfind('<').unwrap_or(0));
                for part in [text, tag].into_iter().filter(|part| !part.is_empty()) {
                    tokenizer.sink.piece.replace(start..start + part.len());
                    queue.push_back(StrTendril::from_slice(part));
                    let _ = tokenizer.feed(&queue);
                    start += part.len();
                }
            }
        }
        tokenizer.end();
        let stream = tokenizer.sink.stream.take();
        Self {
            source,
            stream,
            cursor: 0,
            misses: 0,
        }
    }

    /// `text` with its place. What is in `made_up` (ascending ranges of it) stands nowhere.
    pub(super) fn locate(&mut self, text: &str, made_up: &[Range<usize>]) -> TracedText {
        let chars = || {
            let mut made_up = made_up.iter().peekable();
            text.char_indices().filter(move |&(at, c)| {
                while made_up.next_if(|range| range.end <= at).is_some() {}
                !is_white(c) && made_up.peek().is_none_or(|range| range.start > at)
            })
        };
        let needle: String = chars().map(|(_, c)| c).collect();
        let Some(found) = self.find(&needle) else {
            return TracedText::new(text, self.anchor(self.cursor).start);
        };
        let last = self.anchor((found + needle.len()).saturating_sub(1));
        let region = self.anchor(found).start..last.end;
        let exact = self.source.get(region.clone()).and_then(|part| part.find(text));
        if let Some(at) = exact {
            return TracedText::new(text, region.start + at);
        }
        // One run for each piece of the source; what is made up goes with what follows it.
        let mut traced = TracedText::default();
        let (mut run_start, mut at_stream) = (0, found);
        let mut piece: Option<Range<usize>> = None;
        for (at, c) in chars() {
            let here = self.anchor(at_stream);
            at_stream += c.len_utf8();
            if piece.as_ref().is_some_and(|piece| *piece != here) {
                self.push(&mut traced, text.get(run_start..at), piece.take());
                run_start = at;
            }
            piece = Some(here);
        }
        self.push(&mut traced, text.get(run_start..), piece);
        traced
    }

    fn push(&self, traced: &mut TracedText, run: Option<&str>, piece: Option<Range<usize>>) {
        let (Some(run), Some(piece)) = (run, piece) else { return };
        let source = self.source.get(piece.clone()).unwrap_or_default();
        let body = run.trim_end_matches(is_white);
        let at = piece.start + source.find(body).unwrap_or(0);
        // Never past the piece: the last line has to be the right one.
        let room = piece.end.saturating_sub(at).max(1);
        if body.len() <= room {
            traced.push_run(body, at);
        } else {
            let cut = body.floor_char_boundary(room);
            traced.push_run(body.get(..cut).unwrap_or_default(), at);
            for (offset, c) in body.get(cut..).unwrap_or_default().char_indices() {
                let c_text = body.get(cut + offset..cut + offset + c.len_utf8());
                traced.push_run(c_text.unwrap_or_default(), at);
            }
        }
        traced.push_joint(run.get(body.len()..).unwrap_or_default());
    }

    fn find(&mut self, needle: &str) -> Option<usize> {
        if needle.is_empty() {
            return None;
        }
        let head_end = needle.char_indices().nth(HEAD_CHARS).map(|(at, _)| at);
        let head = head_end.and_then(|end| needle.get(..end));
        for wanted in std::iter::once(needle).chain(head) {
            if let Some(at) = self.find_whole(wanted) {
                // The head alone says where the text begins; its end is not past the stream's.
                self.cursor = at + wanted.len();
                return Some(at);
            }
        }
        None
    }

    fn find_whole(&mut self, needle: &str) -> Option<usize> {
        let stream = &self.stream.text;
        let near = stream.floor_char_boundary(self.cursor + needle.len() + WINDOW_BYTES);
        if let Some(at) = stream.get(self.cursor..near)?.find(needle) {
            return Some(self.cursor + at);
        }
        if self.misses >= MAX_MISSES {
            return None;
        }
        self.misses += 1;
        let ahead = stream.get(self.cursor..)?.find(needle).map(|at| self.cursor + at);
        ahead.or_else(|| stream.find(needle))
    }

    /// The piece of the source that a place in the stream comes from.
    fn anchor(&self, at: usize) -> Range<usize> {
        let next = self.stream.pieces.partition_point(|(start, _)| *start <= at);
        let piece = self.stream.pieces.get(next.saturating_sub(1));
        piece.map_or(0..0, |(_, piece)| piece.clone())
    }
}

#[derive(Default)]
struct Sink {
    piece: RefCell<Range<usize>>,
    stream: RefCell<Stream>,
    /// Inside an element whose text is not the page's.
    hidden: Cell<bool>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !self.hidden.get() => {
                let piece = self.piece.borrow();
                let mut stream = self.stream.borrow_mut();
                if text.chars().any(|c| !is_white(c)) {
                    if stream.pieces.last().is_none_or(|(_, last)| *last != *piece) {
                        let at = stream.text.len();
                        stream.pieces.push((at, piece.clone()));
                    }
                    stream.text.extend(text.chars().filter(|&c| !is_white(c)));
                }
            }
            Token::TagToken(tag) => {
                if let Some(kind) = raw_kind(&tag.name) {
                    let opens = tag.kind == TagKind::StartTag;
                    self.hidden.set(opens);
                    if opens {
                        return TokenSinkResult::RawData(kind);
                    }
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the text of an element is read in which tags are no tags.
fn raw_kind(element: &str) -> Option<RawKind> {
    match element {
        "script" => Some(ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Rawtext),
        "title" | "textarea" => Some(Rcdata),
        _ => None,
    }
}

/// White space here takes in U+00A0, so that either spelling of it is found.
fn is_white(c: char) -> bool {
    c.is_whitespace()
}

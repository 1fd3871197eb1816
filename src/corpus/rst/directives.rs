//! Directives: which of them have text, and the place of that.

use super::super::document::{Block, BlockKind};
use super::super::problem::Doubt;
use super::super::traced::{MarkKind, TracedText};
use super::blocks::Reader;
use super::lines::joined;
use super::lines::{Line, block_len, field};
use super::tables;

/// Directives with a body that their name labels.
const ADMONITIONS: &str = "note warning tip important caution danger attention hint error seealso todo";
/// Directives with a title as their argument, and a body.
const TITLED: &str = "admonition topic sidebar tab tab-item dropdown details collapse group-tab card grid-item-card";
/// Directives around a body that is read as if it stood alone.
const PLAIN: &str = "container compound class epigraph highlights pull-quote hlist glossary tabs tab-set grid grid-item \
    card-carousel cssclass rst-class only centered table-column line-block parsed-body";
/// Directives whose content is code.
const CODE: &str = "code-block code sourcecode parsed-literal prompt console ipython testcode doctest productionlist";
/// Directives about versions, and the words that Sphinx puts before their argument.
const VERSIONS: &[(&str, &str)] = &[
    ("versionadded", "Added in version "),
    ("versionchanged", "Changed in version "),
    ("deprecated", "Deprecated since version "),
    ("versionremoved", "Removed in version "),
];
/// Directives without a text for readers.
const SILENT: &str = "image toctree index contents highlight default-role role meta currentmodule currentlibrary \
    module py:module py:currentmodule sectnum section-numbering title include-once tabularcolumns codeauthor \
    sectionauthor moduleauthor graphviz digraph graph mermaid plantuml uml target-notes header footer button-ref \
    button-link youtube video default-domain replace unicode date local restructuredtext-test-directive";
/// The kinds of things that a description can be about, without their domain ("py:function").
const OBJECTS: &str = "function class method attribute data exception decorator property option envvar confval \
    program describe object setting macro type var struct enum member staticmethod classmethod directive role signal \
    get post put patch delete rst:directive cmdoption";

fn is_in(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|known| known == name)
}

/// The parts of a directive after its name.
struct Parts<'a> {
    /// The argument: the rest of the first line.
    argument: Line<'a>,
    options: Vec<(&'a str, Line<'a>)>,
    content: Vec<Line<'a>>,
}

impl<'a> Parts<'a> {
    fn of(argument: Line<'a>, below: &[Line<'a>]) -> Self {
        let option = |line: &Line<'a>| field(line.text).map(|(name, len)| (name, line.after(len)));
        let options: Vec<_> = below.iter().map_while(option).collect();
        Self {
            argument,
            content: below[options.len()..].to_vec(),
            options,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(option, _)| *option == name)
    }

    /// The content with the argument before it, for directives whose text may begin on their own line.
    fn whole(&self) -> Vec<Line<'a>> {
        let indent = self
            .content
            .iter()
            .filter(|line| !line.is_blank())
            .map(|line| line.indent)
            .min();
        let first = Line {
            indent: indent.unwrap_or(0),
            ..self.argument
        };
        [first].into_iter().chain(self.content.iter().copied()).collect()
    }
}

impl<'a> Reader<'a> {
    /// Code, with the caption that an option gives it.
    fn captioned_code(&mut self, parts: &Parts<'a>) {
        let caption = parts.options.iter().find(|(name, _)| *name == "caption");
        let caption = caption.map(|(_, line)| self.inline(&TracedText::new(line.text, line.at)));
        let Some(caption) = caption.filter(|caption| !caption.is_blank()) else {
            return self.code(&parts.content);
        };
        let kind = if self.list.is_open() {
            BlockKind::Text
        } else {
            BlockKind::Label
        };
        self.emit(kind, caption);
        self.code(&parts.content);
        if kind == BlockKind::Label {
            self.push(Block::blank(BlockKind::END_OF_LABEL));
        }
    }

    pub(super) fn directive(&mut self, name: &'a str, argument: Line<'a>, below: &[Line<'a>], depth: usize) {
        let parts = Parts::of(argument, below);
        let text = TracedText::new(argument.text, argument.at);
        if is_in(ADMONITIONS, name) {
            let title = capitalised(name, argument.at);
            self.labelled(title, &parts.whole(), depth);
        } else if is_in(TITLED, name) {
            let title = self.inline(&text);
            self.labelled(title, &parts.content, depth);
        } else if name == "math" {
            self.code(&parts.whole());
        } else if is_in(CODE, name) {
            self.captioned_code(&parts);
        } else if let Some((_, words)) = VERSIONS.iter().find(|(known, _)| *known == name) {
            self.version(words, &parts, depth);
        } else if name == "rubric" {
            let title = self.inline(&text);
            self.emit(BlockKind::Label, title);
        } else if matches!(name, "csv-table" | "list-table" | "table" | "flat-table") {
            self.table_directive(name, &parts, depth);
        } else if name == "figure" {
            self.picture();
            let len = self.caption(&parts.content);
            self.body(&parts.content[len..], depth + 1);
        } else if matches!(
            name,
            "image" | "youtube" | "video" | "graphviz" | "mermaid" | "plantuml" | "uml"
        ) {
            self.picture();
        } else if is_in(PLAIN, name) {
            self.body(&parts.content, depth + 1);
        } else if is_in(OBJECTS, name.rsplit(':').next().unwrap_or(name)) {
            let mut signature = text;
            signature.mark_from(0, MarkKind::Code);
            self.labelled(signature, &parts.content, depth);
        } else if !(is_in(SILENT, name) || name == "raw" && argument.text.contains("tex"))
            && (block_len(below, 0) > 0 || !argument.is_blank())
        {
            let name = name.to_owned();
            let doubt = Doubt::UnknownDirective { name };
            if !self.doubts.iter().any(|(told, _)| *told == doubt) {
                self.doubts.push((doubt, argument.at));
            }
        }
    }

    /// "Added in version 2.0: The first paragraph".
    fn version(&mut self, words: &str, parts: &Parts<'a>, depth: usize) {
        let len = parts.argument.text.find(' ').unwrap_or(parts.argument.text.len());
        let rest = parts.argument.after(len);
        let first = parts.content.iter().position(|line| line.is_blank() != rest.is_blank());
        let paragraph = if rest.is_blank() {
            first.map_or(0, |start| start + lines_of_paragraph(&parts.content[start..]))
        } else {
            lines_of_paragraph(&parts.content)
        };
        let mut text = TracedText::default();
        text.push_joint(words);
        text.push_run(&parts.argument.text[..len], parts.argument.at);
        let mut all = vec![rest];
        all.extend_from_slice(&parts.content[..paragraph]);
        let said = self.inline(&joined(self.source, &all));
        if !said.is_blank() {
            text.push_joint(": ");
            text.push_traced(&said);
        }
        self.emit(BlockKind::Text, text);
        self.body(&parts.content[paragraph..], depth + 1);
    }

    /// A table with its title as its label.
    fn table_directive(&mut self, name: &str, parts: &Parts<'a>, depth: usize) {
        if !parts.argument.is_blank() {
            let title = self.inline(&TracedText::new(parts.argument.text, parts.argument.at));
            self.emit(BlockKind::Label, title);
        }
        if name == "table" {
            return self.body(&parts.content, depth + 1);
        }
        let header = parts
            .options
            .iter()
            .find(|(option, _)| *option == "header")
            .map(|(_, line)| *line);
        if parts.has("file") || parts.has("url") {
            let name = name.to_owned();
            self.doubts.push((Doubt::UnknownDirective { name }, parts.argument.at));
        }
        let rows = parts.options.iter().find(|(option, _)| *option == "header-rows");
        let has_header = header.is_some() || rows.is_some_and(|(_, line)| line.text != "0");
        let rows = if name == "csv-table" {
            tables::csv_rows(header.as_slice(), &parts.content)
        } else {
            tables::list_rows(self.source, &parts.content)
        };
        let table = tables::block(self.source, self.names, rows, usize::from(has_header));
        self.push(table);
    }
}

fn lines_of_paragraph(lines: &[Line]) -> usize {
    lines.iter().take_while(|line| !line.is_blank()).count()
}

/// The name of an admonition as its title.
fn capitalised(name: &str, at: usize) -> TracedText {
    let shown = if name == "seealso" { "see also" } else { name };
    let mut chars = shown.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    let title: String = first.into_iter().chain(chars).collect();
    TracedText::new(&title, at)
}

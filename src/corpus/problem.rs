//! Faults that a file of the corpus, or a line of its synonyms, can have.

use thiserror::Error;

use super::pdf::PageFault;
use crate::text::language::Language;

/// Something that was skipped, and the reason: a file, or one line of the synonyms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The path within the corpus, with "/" between its parts.
    pub path: String,
    /// The line that the reason concerns, from 1; `None` if it concerns no single line.
    pub line: Option<usize>,
    /// The reason for skipping it.
    pub reason: Reason,
}

/// A doubt about a file that was read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The path within the corpus, with "/" between its parts.
    pub path: String,
    /// The line that the doubt concerns, from 1; `None` if it concerns no single line.
    pub line: Option<usize>,
    /// The doubt.
    pub doubt: Doubt,
}

/// The doubts that a file can raise and still be read. Fragments that fit "It …".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Doubt {
    /// It names an unknown language, so another was taken.
    #[error(
        "gives its language as \"{given}\", which isn't a language code; it was read as \"{}\". Use a code such as en, de or fr",
        taken.code()
    )]
    UnknownLanguage {
        /// The language as the file names it.
        given: String,
        /// The language that the article was taken for.
        taken: Language,
    },
    /// Front matter without an end.
    #[error("begins with front matter that never ends; add a line {fence} below its last key")]
    UnclosedFrontMatter {
        /// The line that is missing.
        fence: &'static str,
    },
    /// A key of the front matter that is read, but with an invalid value.
    #[error(
        "has front matter in which the value of {key} can't be understood, so it was ignored; put plain words in quotes"
    )]
    UnclearKey {
        /// The key as the file writes it.
        key: String,
    },
    /// An address in the front matter that a browser would take for a path.
    #[error("gives its address as \"{given}\", which was ignored; begin it with https://")]
    AddressWithoutScheme {
        /// The address as the file names it.
        given: String,
    },
    /// A web page whose main part isn't all of its text.
    #[error(
        "has text that didn't seem to belong to the article and was skipped, beginning \"{beginning}\"; if it \
        does belong to it, put it into a file of its own"
    )]
    TextLeftOut {
        /// Its first words.
        beginning: String,
    },
    /// Some of its characters are spelt by the bytes of their UTF-8.
    #[error("was encoded as UTF-8 twice and has \"{spelt}\" instead of \"{meant}\"; save it again from the original")]
    EncodedTwice {
        /// The first of these characters, as it is there.
        spelt: String,
        /// The character.
        meant: char,
    },
    /// A table of separated values with a quotation mark that opens a cell and never closes it.
    #[error(
        "has a cell that begins with a quotation mark and has no second one at its end; add it, or check the cells below"
    )]
    UnclosedQuotation,
    /// A table of questions with other columns.
    #[error("has columns that weren't read ({names}); only question, answer, url and category are")]
    ColumnsLeftOut {
        /// Their names, with commas between them.
        names: String,
    },
    /// A directive of reStructuredText that is unknown, or whose text is elsewhere.
    #[error(
        "has a directive \"{name}\", which was left out with its text; if that counts, add the page as .html, as Sphinx builds it"
    )]
    UnknownDirective {
        /// The name of the directive.
        name: String,
    },
    /// A row of a table of questions with more cells than there are columns.
    #[error(
        "has a row with more cells than columns, and the last column got all of them; put quotation marks around a cell that has a separator in it"
    )]
    CellsRejoined,
    /// A row of a table of questions that has none.
    #[error("has a question without an answer, which was skipped; write the answer into its row")]
    RowWithoutAnswer,
    /// Some pages of a PDF are left out.
    #[error("has pages that {fault} (left out: {pages})")]
    PagesLeftOut {
        /// Their numbers: "3, 5-7".
        pages: String,
        /// The reason.
        fault: PageFault,
    },
    /// Words of a PDF that stand only at the end of a line, broken by a hyphen.
    #[error(
        "breaks words at the end of a line that stand nowhere else in it, and they were read without the hyphen \
        ({count} in all: {words}); if one is spelt with it, add the text in another format"
    )]
    HyphensDropped {
        /// The number of such words.
        count: usize,
        /// The first of them, as they were read.
        words: String,
    },
    /// Paragraphs of a PDF that have characters without a meaning.
    #[error(
        "has {count} paragraphs with letters that it doesn't name, and they were left out; export it again from the \
        program that made it"
    )]
    UnknownCharacters {
        /// The number of paragraphs.
        count: usize,
    },
    /// Something in a document that has no words to quote, though it may stand among words.
    #[error("has {what} that was not read; if it matters, write it into the text")]
    LeftOut {
        /// The name of it, with its article.
        what: &'static str,
    },
    /// Notes that a note shows within itself.
    #[error("embeds other notes ({count} in all), and those are quoted from their own files alone")]
    EmbeddedNotes {
        /// The number of them.
        count: usize,
    },
    /// Other files that another program inserts.
    #[error("includes other files ({count} in all), and those are quoted only if they are in the corpus folder, too")]
    IncludedFiles {
        /// The number of them.
        count: usize,
    },
    /// Variables and components of a template, which another program fills in.
    #[error(
        "has variables or components, such as {{{{ name }}}} or <Name />, that another program fills in ({count} in all), \
        and […] stands for each; write what they show if it matters"
    )]
    FilledIn {
        /// The number of them.
        count: usize,
    },
    /// Headings above nothing but pictures or embedded files.
    #[error(
        "has headings with only a picture or an embedded file below them ({count} in all), and those are not quoted; \
        write into the text below them what is to be seen there"
    )]
    OnlyPictures {
        /// The number of such headings.
        count: usize,
    },
    /// Changes that somebody proposed and nobody has accepted or rejected yet.
    #[error("has tracked changes, which were read as if they were accepted; accept or reject them in the file")]
    TrackedChanges,
}

/// The reason why a file, or a line of the synonyms, was skipped. Fragments that fit "skipped: it …".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// The file has no bytes, or only white space.
    #[error("is empty")]
    Empty,
    /// Text, but nothing besides the title and boilerplate.
    #[error("has no text to quote besides its title and boilerplate")]
    NothingToQuote,
    /// NUL bytes, or more control characters than a text has.
    #[error("is binary, not text")]
    Binary,
    /// Above [`super::MAX_FILE_BYTES`].
    #[error("has {actual_bytes} bytes, but the limit is {limit_bytes}; split it into several files")]
    TooLarge {
        /// The file's size.
        actual_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// Neither UTF-8 nor UTF-16, and no other encoding is certain.
    #[error("has an encoding that can't be determined for certain; save it as UTF-8")]
    UnknownEncoding,
    /// UTF-8 in some places and Windows-1252 in others.
    #[error("is UTF-8 in some places and another encoding in others; save all of it as UTF-8")]
    MixedEncodings,
    /// UTF-8 with broken bytes in it.
    #[error("has bytes that are broken UTF-8; save it as UTF-8 again")]
    BrokenUtf8,
    /// UTF-16 with an unpaired surrogate or half a unit.
    #[error("has bytes that are broken UTF-16; save it as UTF-8")]
    BrokenUtf16,
    /// A web page with more than 512 elements inside one another, or Markdown that nests quotations and lists as deep.
    #[error("nests its elements too deeply for a page; save its text in another file")]
    NestedTooDeep,
    /// A web page with more than two million elements and texts between them.
    #[error("has more elements than a page can have; split it into several files")]
    TooManyElements,
    /// A table of separated values without questions, and without a first row that names its columns.
    #[error(
        "is a table without column names; name its columns in the first row, for questions and answers \"question\" and \"answer\""
    )]
    UnnamedColumns,
    /// A table of separated values with nothing below the names of its columns.
    #[error("has no rows below the names of its columns yet; add the first one")]
    NoRows,
    /// Subtitles without a line of times.
    #[error("has no subtitles: no line of it has times such as 00:00:01,000 --> 00:00:04,000")]
    NoCues,
    /// A `.json` file that isn't JSON.
    #[error("is broken JSON; export it again")]
    BrokenJson,
    /// JSON that has no reader.
    #[error(
        "is JSON of a kind that isn't read; only chats of DiscordChatExporter are, and pages that the api.php of a MediaWiki gives with prop=text"
    )]
    UnknownJson,
    /// A known format that has no reader, with the way out.
    #[error("{0}")]
    UnreadFormat(&'static str),
    /// A PDF whose pages all have to be left out.
    #[error("has only pages that {0}")]
    NoPage(PageFault),
    /// More pages than any document needs.
    #[error("has more than {limit} pages; split it into several files")]
    TooManyPages {
        /// The limit.
        limit: usize,
    },
    /// The time for one file is over.
    #[error("takes longer than 20 seconds to read; split it into several files")]
    TooSlow,
    /// A document that needs a password, or a PDF that may not be copied.
    #[error("is protected by a password or against copying; save a copy without protection")]
    Encrypted,
    /// An e-book that only some programs may open.
    #[error("is protected against copying; get a copy without this protection from its publisher")]
    CopyProtected,
    /// A document in the format of an office program before 2007, whatever its name.
    #[error("has the old format of an office program; open it there and save it as .docx or .pptx")]
    OldOffice,
    /// A document with a broken structure, or one that lacks a part that its format needs.
    #[error("is damaged, or isn't what its extension says; save it again in the program that it is from")]
    BrokenDocument,
    /// A document with more parts, or more bytes when unpacked, than are read.
    #[error("unpacks to more than a document may have; split it into several files")]
    UnpacksTooLarge,
    /// A format that has no reader.
    #[error("has an unsupported format; save it as .txt, .md, .html, .pdf or .docx")]
    UnknownFormat,
    /// A pipe, a socket, a device.
    #[error("is not a regular file")]
    NotAFile,
    /// A link to a file or folder that is not in the corpus.
    #[error("is a link that leads out of the corpus folder; copy its target into that folder")]
    LinkOutside,
    /// The file with the addresses of a site's pages is not one that was written here.
    #[error("is damaged, so its pages have no links; delete it and fetch the site again")]
    BrokenSite,
    /// The operating system refused.
    #[error("can't be read: {0}")]
    Unreadable(String),
    /// A line of the synonyms with `=>` and nothing on one side of it.
    #[error("has nothing on one side of =>")]
    OneSidedSynonyms,
    /// A line of the synonyms with a second `=>`.
    #[error("has => twice; split it into two lines")]
    TwoArrows,
    /// A line of the synonyms with an entry that has no word in it.
    #[error("has an entry without a word in it")]
    EmptySynonym,
    /// A line of the synonyms with a single entry and no `=>`.
    #[error("has only one entry; add another after a comma, or => and what it stands for")]
    LoneSynonym,
}

impl Problem {
    /// True if only the line was skipped: the rest of the file counts.
    #[must_use]
    pub fn is_of_one_line(&self) -> bool {
        matches!(
            self.reason,
            Reason::OneSidedSynonyms | Reason::TwoArrows | Reason::EmptySynonym | Reason::LoneSynonym
        )
    }
}

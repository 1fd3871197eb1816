//! The elements of HTML, and how each of them affects the reading of a page.

/// An element's name; all names that are not in the table share one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name(u8);

/// Has no content, and so no end tag. `html`, `head` and `body` count as void, since their tags may be missing.
pub(super) const VOID: u16 = 1;
/// Separates the words before it from those after it.
pub(super) const BLOCK: u16 = 1 << 1;
/// Changes the look of its text. Its end need not nest with the ends of other elements.
pub(super) const FORMATTING: u16 = 1 << 2;
/// Its content is text without tags.
pub(super) const RAW: u16 = 1 << 3;
/// Its text is not part of the page's text.
pub(super) const UNSEEN: u16 = 1 << 4;
/// Ends an open paragraph when it begins.
pub(super) const ENDS_P: u16 = 1 << 5;
/// Stops the end tag of an outer element without this trait from ending it ("special" in the standard).
pub(super) const SPECIAL: u16 = 1 << 6;
/// Stops the end tag of every outer element from ending it, except a table's ("has an element in scope" in the
/// standard).
pub(super) const SCOPE: u16 = 1 << 7;
/// Ends the drawing or formula that it begins in.
pub(super) const ENDS_FOREIGN: u16 = 1 << 8;
/// Holds HTML even within a drawing or a formula.
pub(super) const HOLDS_HTML: u16 = 1 << 9;
pub(super) const HEADING: u16 = 1 << 10;

impl Name {
    /// Looks up the name in a tag, in any case.
    pub(super) fn of(written: &str) -> Self {
        let mut lower = [0; LONGEST];
        let unknown = Self(u8::MAX);
        let Some(lower) = lower.get_mut(..written.len()) else {
            return unknown;
        };
        lower.copy_from_slice(written.as_bytes());
        lower.make_ascii_lowercase();
        let found = ELEMENTS.binary_search_by(|(name, _)| name.as_bytes().cmp(lower));
        found.ok().and_then(|at| u8::try_from(at).ok()).map_or(unknown, Self)
    }

    /// The name in lower case; empty if it is not in the table.
    pub(super) fn as_str(self) -> &'static str {
        ELEMENTS.get(self.index()).map_or("", |(name, _)| name)
    }

    /// True if the element has one of `traits`.
    pub(super) fn is(self, traits: u16) -> bool {
        ELEMENTS.get(self.index()).is_some_and(|(_, all)| all & traits != 0)
    }

    pub(super) fn is_any(self, names: &[&str]) -> bool {
        names.contains(&self.as_str())
    }

    /// A number that is unique to each name.
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The length of the longest name in the table.
const LONGEST: usize = 14;

const SECTION: u16 = BLOCK | SPECIAL | ENDS_P;
const TEXT_BLOCK: u16 = SECTION | ENDS_FOREIGN;
const TABLE_PART: u16 = BLOCK | SPECIAL;
const CELL: u16 = TABLE_PART | SCOPE;
const MARKUP: u16 = FORMATTING | ENDS_FOREIGN;

/// Sorted by name.
const ELEMENTS: &[(&str, u16)] = &[
    ("a", FORMATTING),
    ("abbr", 0),
    ("address", SECTION),
    ("annotation", UNSEEN),
    ("annotation-xml", UNSEEN | SCOPE | HOLDS_HTML),
    ("applet", SPECIAL | SCOPE),
    ("area", VOID | SPECIAL),
    ("article", SECTION),
    ("aside", SECTION),
    ("audio", UNSEEN),
    ("b", MARKUP),
    ("base", VOID | SPECIAL),
    ("basefont", VOID | SPECIAL),
    ("bgsound", VOID | SPECIAL),
    ("big", MARKUP),
    ("blockquote", TEXT_BLOCK),
    ("body", VOID | BLOCK | SPECIAL | ENDS_FOREIGN),
    ("br", VOID | SPECIAL | ENDS_FOREIGN),
    ("button", BLOCK | SPECIAL),
    ("canvas", UNSEEN),
    ("caption", CELL),
    ("center", TEXT_BLOCK),
    ("cite", 0),
    ("code", MARKUP),
    ("col", VOID | SPECIAL),
    ("colgroup", TABLE_PART),
    ("datalist", UNSEEN),
    ("dd", TEXT_BLOCK),
    ("del", 0),
    ("desc", SCOPE | HOLDS_HTML),
    ("details", SECTION),
    ("dfn", 0),
    ("dialog", SECTION),
    ("dir", SECTION),
    ("div", TEXT_BLOCK),
    ("dl", TEXT_BLOCK),
    ("dt", TEXT_BLOCK),
    ("em", MARKUP),
    ("embed", VOID | SPECIAL | ENDS_FOREIGN),
    ("fieldset", SECTION),
    ("figcaption", SECTION),
    ("figure", SECTION),
    ("font", FORMATTING),
    ("footer", SECTION),
    ("foreignobject", SCOPE | HOLDS_HTML),
    ("form", BLOCK | FORMATTING | SPECIAL | ENDS_P),
    ("frame", VOID | SPECIAL),
    ("frameset", VOID | SPECIAL),
    ("h1", TEXT_BLOCK | HEADING),
    ("h2", TEXT_BLOCK | HEADING),
    ("h3", TEXT_BLOCK | HEADING),
    ("h4", TEXT_BLOCK | HEADING),
    ("h5", TEXT_BLOCK | HEADING),
    ("h6", TEXT_BLOCK | HEADING),
    ("head", VOID | SPECIAL | ENDS_FOREIGN),
    ("header", SECTION),
    ("hgroup", SECTION),
    ("hr", VOID | TEXT_BLOCK),
    ("html", VOID | SPECIAL),
    ("i", MARKUP),
    ("iframe", RAW | UNSEEN | SPECIAL),
    ("img", VOID | SPECIAL | ENDS_FOREIGN),
    ("input", VOID | SPECIAL),
    ("ins", 0),
    ("kbd", 0),
    ("keygen", VOID | SPECIAL),
    ("label", 0),
    ("legend", BLOCK),
    ("li", TEXT_BLOCK),
    ("link", VOID | SPECIAL),
    ("listing", TEXT_BLOCK),
    ("main", SECTION),
    ("map", 0),
    ("mark", 0),
    ("marquee", BLOCK | SPECIAL | SCOPE),
    ("math", 0),
    ("menu", TEXT_BLOCK),
    ("meta", VOID | SPECIAL | ENDS_FOREIGN),
    ("meter", UNSEEN),
    ("mi", SCOPE | HOLDS_HTML),
    ("mn", SCOPE | HOLDS_HTML),
    ("mo", SCOPE | HOLDS_HTML),
    ("ms", SCOPE | HOLDS_HTML),
    ("mtext", SCOPE | HOLDS_HTML),
    ("nav", SECTION),
    ("nobr", MARKUP),
    ("noembed", RAW | UNSEEN | SPECIAL),
    ("noframes", RAW | UNSEEN | SPECIAL),
    ("noscript", UNSEEN | SPECIAL),
    ("object", SPECIAL | SCOPE),
    ("ol", TEXT_BLOCK),
    ("optgroup", UNSEEN),
    ("option", UNSEEN),
    ("p", TEXT_BLOCK),
    ("param", VOID | SPECIAL),
    ("plaintext", RAW | SECTION),
    ("pre", TEXT_BLOCK),
    ("progress", UNSEEN),
    ("q", 0),
    ("rb", 0),
    ("rp", UNSEEN),
    ("rt", UNSEEN),
    ("rtc", UNSEEN),
    ("ruby", ENDS_FOREIGN),
    ("s", MARKUP),
    ("samp", 0),
    ("script", RAW | UNSEEN | SPECIAL),
    ("search", SECTION),
    ("section", SECTION),
    ("select", UNSEEN | SPECIAL | SCOPE),
    ("small", MARKUP),
    ("source", VOID | SPECIAL),
    ("span", ENDS_FOREIGN),
    ("strike", MARKUP),
    ("strong", MARKUP),
    ("style", RAW | UNSEEN | SPECIAL),
    ("sub", ENDS_FOREIGN),
    ("summary", SECTION),
    ("sup", ENDS_FOREIGN),
    ("svg", UNSEEN),
    ("table", TABLE_PART | SCOPE | ENDS_P | ENDS_FOREIGN),
    ("tbody", TABLE_PART),
    ("td", CELL),
    ("template", UNSEEN | SPECIAL | SCOPE),
    ("textarea", RAW | UNSEEN | SPECIAL),
    ("tfoot", TABLE_PART),
    ("th", CELL),
    ("thead", TABLE_PART),
    ("time", 0),
    ("title", RAW | UNSEEN | SPECIAL),
    ("tr", TABLE_PART),
    ("track", VOID | SPECIAL),
    ("tt", MARKUP),
    ("u", MARKUP),
    ("ul", TEXT_BLOCK),
    ("var", ENDS_FOREIGN),
    ("video", UNSEEN),
    ("wbr", VOID | SPECIAL),
    ("xmp", RAW | SECTION),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_element_is_found_in_either_case() {
        for (name, traits) in ELEMENTS {
            assert!(name.len() <= LONGEST, "{name}");
            let found = Name::of(&name.to_ascii_uppercase());
            assert_eq!(found.as_str(), *name);
            assert!(*traits == 0 || found.is(*traits), "{name}");
        }
        for unknown in ["", "x-y", "bl", "a-very-long-name-of-an-element", "é"] {
            assert_eq!(Name::of(unknown).as_str(), "", "{unknown}");
        }
        assert!(ELEMENTS.len() < usize::from(u8::MAX));
    }
}

//! Finds boilerplate, the lines of a web page that are not part of its article: "Leave a Comment", share and cookie
//! lines.
//!
//! A line counts only if the whole of it has such a form: an article may well be about cookies.

use std::ops::Range;

use super::traced::{Mark, MarkKind, TracedText};
use crate::text::fold::{collapse_white_space, fold};

/// True if `text`, a whole block or line, is boilerplate.
#[must_use]
pub fn is_boilerplate(text: &str) -> bool {
    let line = collapse_white_space(&fold(text));
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return false;
    }
    WHOLE.contains(&bare)
        || (bare.chars().count() <= 80 && is_share_line(bare))
        || (bare.chars().count() <= 400 && NOTICES.iter().any(|notice| bare.starts_with(notice)))
        || is_comment_count(bare)
        || is_copyright_line(&line)
        || is_origin(bare)
}

/// Lines that are boilerplate when they stand alone.
const WHOLE: &[&str] = &[
    "leave a comment",
    "leave a reply",
    "leave a comment cancel reply",
    "leave a reply cancel reply",
    "add a comment",
    "post a comment",
    "post comment",
    "write a comment",
    "comments",
    "comments are closed",
    "no comments",
    "no comments yet",
    "be the first to comment",
    "join the conversation",
    "reply",
    "cancel reply",
    "log in to leave a comment",
    "log in to reply",
    "share",
    "shares",
    "share this",
    "share this article",
    "share this post",
    "share this page",
    "share this story",
    "share this entry",
    "share it",
    "share via",
    "tweet",
    "pin it",
    "like this",
    "like",
    "loading",
    "print",
    "print this page",
    "email this",
    "copy link",
    "link copied",
    "read more",
    "read next",
    "read also",
    "continue reading",
    "show more",
    "load more",
    "related",
    "related articles",
    "related posts",
    "related stories",
    "recommended",
    "recommended for you",
    "you may also like",
    "you might also like",
    "more from this author",
    "more from the author",
    "more on this topic",
    "most read",
    "trending",
    "trending now",
    "advertisement",
    "advertisements",
    "sponsored",
    "sponsored content",
    "subscribe",
    "subscribe now",
    "sign in",
    "sign up",
    "log in",
    "skip to content",
    "skip to main content",
    "jump to content",
    "jump to navigation",
    "jump to search",
    "jump to: navigation, search",
    "from wikipedia, the free encyclopedia",
    "back to top",
    "previous post",
    "next post",
    "previous article",
    "next article",
    "menu",
    "search",
    "all rights reserved",
    "privacy policy",
    "terms of use",
    "terms of service",
    "cookie policy",
    "cookie settings",
    "cookie preferences",
    "manage cookies",
    "accept",
    "accept all",
    "accept cookies",
    "accept all cookies",
    "reject all",
    "decline",
    "got it",
    "i agree",
];

/// Those of the lines above that may be the name of a text, too.
const NAMES: &[&str] = &[
    "comments",
    "print",
    "recommended",
    "related",
    "menu",
    "search",
    "log in",
    "sign in",
    "sign up",
    "subscribe",
    "privacy policy",
    "accept",
    "decline",
];

/// Beginnings of notices; what follows is the site's own wording.
const NOTICES: &[&str] = &[
    "we use cookies",
    "we and our partners use cookies",
    "we value your privacy",
    "this website uses cookies",
    "this web site uses cookies",
    "this site uses cookies",
    "this page uses cookies",
    "our website uses cookies",
    "our site uses cookies",
    "by continuing to use this",
    "by continuing to use our",
    "by continuing to browse",
    "by clicking accept",
    "by clicking \"accept",
    "by clicking “accept",
    "by using this site, you agree",
    "by using this website, you agree",
    "your email address will not be published",
    "required fields are marked",
    "save my name, email",
    "notify me of follow-up comments",
    "notify me of new posts",
    "this site uses akismet",
    "you must be logged in to",
    "please enable javascript",
    "javascript is disabled",
    "subscribe to our newsletter",
    "sign up for our newsletter",
    "sign up for our free newsletter",
    "sign up to our newsletter",
    "get our newsletter",
    "enter your email",
];

fn is_share_line(bare: &str) -> bool {
    const SITES: &[&str] = &[
        "facebook",
        "twitter",
        "x",
        "linkedin",
        "whatsapp",
        "reddit",
        "telegram",
        "pinterest",
        "email",
        "e-mail",
        "mail",
        "tumblr",
        "pocket",
        "mastodon",
        "bluesky",
        "threads",
        "instagram",
        "messenger",
        "print",
        "link",
        "copy",
    ];
    const GLUE: &[&str] = &[
        "share", "this", "article", "post", "page", "story", "on", "via", "by", "to", "click", "opens", "in", "new",
        "window", "and", "or", "follow", "us", "tweet", "pin", "it", "send", "a", "friend",
    ];
    let words: Vec<&str> = bare
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty())
        .collect();
    let names_a_site = words.iter().filter(|w| SITES.contains(w)).count();
    let asks = matches!(
        words.first(),
        Some(&"share" | &"follow" | &"tweet" | &"pin" | &"click" | &"email" | &"send")
    ) || names_a_site >= 2;
    names_a_site >= 1 && asks && words.iter().all(|w| SITES.contains(w) || GLUE.contains(w))
}

/// "3 comments", "12 shares".
fn is_comment_count(bare: &str) -> bool {
    let mut words = bare.split(' ');
    matches!((words.next(), words.next(), words.next()), (Some(count), Some(noun), None)
        if count.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
            && matches!(noun, "comment" | "comments" | "share" | "shares" | "likes" | "views" | "replies"))
}

/// "© 2024 Example Media. All rights reserved."
fn is_copyright_line(line: &str) -> bool {
    let short = line.chars().count() <= 160;
    short
        && (line.starts_with('©')
            || line.starts_with("(c) 1")
            || line.starts_with("(c) 2")
            || line.starts_with("copyright ©")
            || line.starts_with("copyright (c)"))
        || short && line.starts_with("copyright ") && line.contains("all rights reserved")
}

/// "From the Rowing Wiki", which a wiki puts below the title of a page.
fn is_origin(bare: &str) -> bool {
    let words: Vec<&str> = bare.split(' ').collect();
    words.len() <= 5 && words[0] == "from" && words.last().is_some_and(|name| name.ends_with("wiki"))
}

/// True for a line of a table of contents: a link to a place in the text, and the number of its page.
pub(super) fn is_contents_line(text: &TracedText) -> bool {
    let words = text.as_str().trim_end_matches(|c: char| c.is_ascii_digit());
    let title = words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '…'));
    let gap = &words[title.len()..];
    let has_number = words.len() < text.as_str().len() && (gap.contains('\t') || gap.chars().count() > 1);
    let is_whole = |mark: &Mark| {
        let leads_within = matches!(&mark.kind, MarkKind::Link(address) if leads_within(address));
        leads_within && mark.range.start == 0 && mark.range.end >= title.len()
    };
    has_number && !title.is_empty() && text.marks().iter().any(is_whole)
}

/// True for the address of a place in the text itself.
pub(super) fn leads_within(address: &str) -> bool {
    address.starts_with('#')
}

/// True if a text has words that stand in none of `ranges`, which are sorted.
pub(super) fn has_words_apart(text: &str, ranges: &[Range<usize>]) -> bool {
    let has_words = |range: Range<usize>| text.get(range).is_some_and(|part| part.contains(char::is_alphabetic));
    let mut at = 0;
    for range in ranges {
        if has_words(at..range.start) {
            return true;
        }
        at = at.max(range.end);
    }
    has_words(at..text.len())
}

/// True if a line that is boilerplate alone may also be the name of what an article tells: "Recommended:".
pub(super) fn may_name(text: &str) -> bool {
    let line = fold(text);
    NAMES.contains(&line.trim_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_table_of_contents_is_a_link_with_a_page_number() {
        let line = |text: &str, linked: usize, address: &str| {
            let mut traced = TracedText::new(&text[..linked], 0);
            traced.mark_from(0, MarkKind::Link(address.to_owned()));
            traced.push_run(&text[linked..], linked);
            is_contents_line(&traced)
        };
        assert!(line("Fees\t2", 6, "#fees"));
        assert!(line("Fees\u{a0}\u{a0}12", 4, "#fees"));
        assert!(line("Fees ..... 3", 4, "#fees"));
        assert!(!line("Rule 2", 6, "#rule-2"));
        assert!(!line("Fees", 4, "#fees"));
        assert!(!line("Fees\t2", 6, "https://example.org/#fees"));
        assert!(!line("Fees are due on day\t2", 4, "#fees"));
    }

    #[test]
    fn what_surrounds_an_article_is_known() {
        for line in [
            "Leave a Comment",
            "Jump to: navigation, search",
            "Jump to navigation",
            "From Wikipedia, the free encyclopedia",
            "From the Rowing Wiki",
            "LEAVE A REPLY",
            "Share this:",
            "Share on Facebook",
            "Share on Twitter | Share on WhatsApp",
            "Click to share on LinkedIn (Opens in new window)",
            "We use cookies to improve your experience. By continuing you agree.",
            "This website uses cookies.",
            "Your email address will not be published. Required fields are marked *",
            "3 Comments",
            "© 2024 Example Media. All rights reserved.",
            "Facebook Twitter Email",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn what_an_article_says_is_kept() {
        for line in [
            "Cookies were brought to America by the Dutch.",
            "The two countries share a border.",
            "Share prices fell on Tuesday.",
            "Comments by the minister were not welcome.",
            "Subscribe to the theory that trust is earned.",
            "Print runs grew.",
            "From the shed, turn left at the wiki",
            "From Tuesday on",
            "The Facebook post was deleted.",
            "Copyright law protects authors.",
            "",
            "***",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }
}

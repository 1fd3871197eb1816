//! Reads sitemaps: lists of the pages of a site, and lists of such lists.

use std::io::Read;

use flate2::read::GzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The most bytes of a sitemap that are fetched.
pub(super) const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// The most bytes of a packed sitemap once it is unpacked: the protocol allows no more.
const MAX_UNPACKED_BYTES: u64 = 50 * 1024 * 1024;

/// The most addresses that are taken from one sitemap: the protocol allows no more.
const MAX_ADDRESSES: usize = 50_000;

/// A sitemap, with addresses as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sitemap {
    /// The addresses of pages.
    Pages(Vec<String>),
    /// The addresses of further sitemaps.
    Sitemaps(Vec<String>),
}

impl Sitemap {
    /// Reads a sitemap: XML, packed XML, or a text with an address a line. `None` if it is none of them. Of a broken
    /// one, the addresses before the fault count.
    pub(super) fn parse(bytes: &[u8], is_text: bool) -> Option<Self> {
        if bytes.starts_with(b"\x1f\x8b") {
            let mut unpacked = Vec::new();
            // The part that was unpacked before the fault counts.
            let _ = GzDecoder::new(bytes)
                .take(MAX_UNPACKED_BYTES)
                .read_to_end(&mut unpacked);
            return Self::parse_plain(&unpacked, is_text);
        }
        Self::parse_plain(bytes, is_text)
    }

    fn parse_plain(bytes: &[u8], is_text: bool) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('<') {
            return parse_xml(text);
        }
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
        let is_list =
            is_text && lines.peek().is_some() && lines.clone().all(|line| line.contains("://") && !line.contains(' '));
        is_list.then(|| Self::Pages(lines.take(MAX_ADDRESSES).map(str::to_owned).collect()))
    }
}

fn parse_xml(text: &str) -> Option<Sitemap> {
    let mut reader = Reader::from_str(text);
    let (mut root, mut open, mut found) = (None, Vec::new(), Vec::new());
    let mut address: Option<String> = None;
    while found.len() < MAX_ADDRESSES {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                root.get_or_insert_with(|| name.clone());
                // Pictures and films of a page have addresses too.
                let is_address = name == "loc" && matches!(open.last().map(String::as_str), Some("url" | "sitemap"));
                address = is_address.then(String::new);
                open.push(name);
            }
            Ok(Event::End(_)) => {
                open.pop();
                found.extend(
                    address
                        .take()
                        .map(|it| it.trim().to_owned())
                        .filter(|it| !it.is_empty()),
                );
            }
            Ok(Event::Text(text)) => {
                if let Some(address) = &mut address {
                    address.push_str(&text);
                }
            }
            Ok(Event::CData(text)) => {
                if let Some(address) = &mut address {
                    address.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(address) = &mut address {
                    address.extend(character(&name));
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    match root?.as_str() {
        "urlset" => Some(Sitemap::Pages(found)),
        "sitemapindex" => Some(Sitemap::Sitemaps(found)),
        _ => None,
    }
}

/// The character that a reference stands for.
fn character(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Some(c);
    }
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn addresses_are_read_from_every_form() {
        let pages = |found: &[&str]| Some(Sitemap::Pages(found.iter().map(|it| (*it).to_owned()).collect()));
        let xml = "\u{feff}<?xml version='1.0'?><urlset xmlns='x' xmlns:image='y'>\
            <url><loc> https://a.example/?a=1&amp;b=&#50; </loc><image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>\
            <url><loc><![CDATA[https://a.example/c]]></loc><lastmod>2025</lastmod></url></urlset>";
        let found = pages(&["https://a.example/?a=1&b=2", "https://a.example/c"]);
        assert_eq!(Sitemap::parse(xml.as_bytes(), false), found);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(xml.as_bytes()).unwrap();
        let packed = gzip.finish().unwrap();
        assert_eq!(Sitemap::parse(&packed, false), found);
        assert_eq!(
            Sitemap::parse(b"https://a.example/\n\nhttps://a.example/b\n", true),
            pages(&["https://a.example/", "https://a.example/b"])
        );
        let index = "<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(
            Sitemap::parse(index.as_bytes(), false),
            Some(Sitemap::Sitemaps(vec!["https://a.example/1.xml".to_owned()]))
        );
        assert_eq!(
            Sitemap::parse(&xml.as_bytes()[..xml.find("<url><loc><!").unwrap() + 9], false),
            pages(&["https://a.example/?a=1&b=2"])
        );
    }

    #[test]
    fn other_files_are_no_sitemaps() {
        for text in ["", "<html><body>loc</body></html>", "The lake opens at six.", "<rss/>"] {
            assert_eq!(Sitemap::parse(text.as_bytes(), true), None, "{text}");
        }
        assert_eq!(Sitemap::parse(b"https://a.example/", false), None);
    }
}

//! The words of a line of a caption, without its tags.

use super::super::traced::TracedText;

/// A line without markup.
pub(super) struct Spoken {
    pub(super) text: TracedText,
    /// The speaker of its voice tag, `<v Mara>`.
    pub(super) name: Option<TracedText>,
}

/// Characters that captions write as entities.
const ENTITIES: &[(&str, &str)] = &[
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&lrm;", ""),
    ("&rlm;", ""),
    ("&quot;", "\""),
    ("&#39;", "'"),
];

/// Drops the tags of a line that begins at `at`.
pub(super) fn spoken(line: &str, at: usize) -> Spoken {
    let mut text = TracedText::default();
    let mut name = None;
    let mut rest = line;
    while let Some(next) = rest.find(['<', '{', '&']) {
        let start = at + (line.len() - rest.len());
        text.push_run(&rest[..next], start);
        rest = &rest[next..];
        let place = start + next;
        if let Some((entity, character)) = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)) {
            text.push_run(character, place);
            rest = &rest[entity.len()..];
        } else if let Some(len) = tag_len(rest) {
            let voice = rest[..len].strip_prefix("<v").and_then(|tag| tag.strip_suffix('>'));
            if let Some((classes, speaker)) = voice.and_then(|voice| voice.split_once([' ', '\t'])) {
                let speaker = TracedText::new(speaker, place + 2 + classes.len() + 1);
                let speaker = speaker.slice_trimmed(0..speaker.as_str().len());
                name = Some(speaker).filter(|speaker| !speaker.is_blank() && classes.chars().all(|c| c != '<'));
            }
            rest = &rest[len..];
        } else {
            text.push_run(&rest[..1], place);
            rest = &rest[1..];
        }
    }
    text.push_run(rest, at + (line.len() - rest.len()));
    Spoken {
        text: text.slice_trimmed(0..text.as_str().len()),
        name,
    }
}

/// The length of the tag that begins a text: `<i>`, `</c>`, `<00:00:01.000>`, `{\an8}`. `None` if it begins with another
/// sign: "<3".
fn tag_len(text: &str) -> Option<usize> {
    if text.starts_with("{\\") {
        return text.find('}').map(|end| end + 1);
    }
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let is_time = inner[..end].contains(':') && inner.starts_with(|c: char| c.is_ascii_digit());
    let is_name = ["b", "i", "u", "c", "v", "lang", "ruby", "rt", "font", "s"]
        .iter()
        .any(|tag| {
            let after = name.strip_prefix(tag);
            after.is_some_and(|after| after.starts_with(['>', '.', ' ', '\t']))
        });
    (is_time || is_name).then_some(end + 2)
}

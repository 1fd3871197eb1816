use super::*;

fn paragraphs(text: &str) -> Vec<String> {
    let blocks = read(text).unwrap().blocks.into_iter();
    blocks.map(|block| block.text.as_str().to_owned()).collect()
}

#[test]
fn cues_are_joined_to_running_text() {
    let text = "1\r\n00:00:01,000 --> 00:00:02,500\r\nThe boathouse\r\nopens\r\n\r\n2\r\n00:00:02,500 --> 00:00:04,000\r\n\
        <i>at six.</i>\r\n\r\n3\r\n00:00:09,000 --> 00:00:10,000\r\n{\\an8}Bring 2\r\noars.\r\n";
    assert_eq!(paragraphs(text), ["The boathouse opens at six.", "Bring 2 oars."]);
    let block = &read(text).unwrap().blocks[1];
    assert_eq!(&text[block.text.source_range()], "Bring 2\r\noars.");
    let tight = "1\n00:01.000 --> 00:02.000\nIt opens\n2\n00:02.000 --> 00:03.000\nat six.";
    assert_eq!(paragraphs(tight), ["It opens at six."]);
}

#[test]
fn notes_styles_and_sounds_are_left_out() {
    let text = "WEBVTT - a talk\nKind: captions\nLanguage: de\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot said\n\n\
        intro\n00:01.000 --> 00:02.000 align:start\n[Music]\n\n00:02.000 --> 00:03.000\nTom &amp; Mara <3 boats.\n";
    assert_eq!(paragraphs(text), ["Tom & Mara <3 boats."]);
    assert_eq!(read(text).unwrap().metadata.language.as_deref(), Some("de"));
}

#[test]
fn another_speaker_begins_a_paragraph() {
    let voices = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Mara Lind>Is it open?</v>\n\n00:02.000 --> 00:03.000\n\
        <v Tom>Yes,\n\n00:03.000 --> 00:04.000\n<v Tom>at six.\n";
    assert_eq!(paragraphs(voices), ["Mara Lind: Is it open?", "Tom: Yes, at six."]);
    let names = "1\n00:00:01,000 --> 00:00:02,000\nMARA: Is it open?\nTOM: Yes.\n";
    assert_eq!(paragraphs(names), ["MARA: Is it open?", "TOM: Yes."]);
    let dashes = "1\n00:00:01,000 --> 00:00:02,000\n- Is it open?\n- Yes.\n";
    assert_eq!(paragraphs(dashes), ["- Is it open?", "- Yes."]);
}

#[test]
fn rolling_captions_are_said_once() {
    let rolling = "WEBVTT\n\n00:00.000 --> 00:02.000\n \nwelcome<00:01.000><c> to</c>\n\n\
        00:02.000 --> 00:02.010\nwelcome to\n \n\n00:02.010 --> 00:04.000\nwelcome to\nthe<c> boathouse</c>\n\n\
        00:04.000 --> 00:04.010\nthe boathouse\n \n\n00:04.010 --> 00:05.000\nthe boathouse\nof the club\n";
    assert_eq!(paragraphs(rolling), ["welcome to the boathouse of the club"]);
    let again = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n\n\
        3\n00:00:03,000 --> 00:00:04,000\nNever.\n";
    assert_eq!(paragraphs(again), ["No. No. Never."]);
}

#[test]
fn a_long_talk_has_paragraphs() {
    let cue = |i: usize| {
        format!(
            "{i}\n00:{:02}:{:02},000 --> 00:{:02}:{:02},900\nword after word {i}\n\n",
            i / 60,
            i % 60,
            i / 60,
            i % 60
        )
    };
    let text: String = (1..300).map(cue).collect();
    let all = paragraphs(&text);
    assert!(all.len() > 3 && all.iter().all(|paragraph| paragraph.len() < MAX_BYTES + 100));
    assert_eq!(all.join(" ").matches("word after word").count(), 299);
}

#[test]
fn a_file_without_cues_is_left_out() {
    for text in [
        "WEBVTT\n\nNOTE nothing\n",
        "a --> b\nwords",
        "1:2:3:4 --> 5\nwords",
        "99999999 --> 1\nx",
    ] {
        assert_eq!(read(text).unwrap_err().0, Reason::NoCues, "{text}");
    }
}

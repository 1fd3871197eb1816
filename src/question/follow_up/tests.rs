use super::*;

fn read(before: &str, reply: &str) -> Option<String> {
    let question = |text: &str| Question::new(text).unwrap();
    continued(&question(before), &question(reply)).map(|read| read.searched().to_owned())
}

fn check(cases: &[(&str, &str, &str)]) {
    let found: Vec<_> = cases
        .iter()
        .map(|(before, reply, _)| read(before, reply).unwrap_or_default())
        .collect();
    let expected: Vec<_> = cases.iter().map(|(_, _, expected)| *expected).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_fragment_asks_the_earlier_question_of_something_else() {
    check(&[
        (
            "when do raids start?",
            "what about dungeons?",
            "when do dungeons start?",
        ),
        ("when do raids start?", "and dungeons?", "when do dungeons start?"),
        ("when do raids start?", "dungeons?", "when do dungeons start?"),
        (
            "when do raids start?",
            "for officers?",
            "when do raids start for officers?",
        ),
        (
            "when do raids start for members?",
            "and for officers?",
            "when do raids start for officers?",
        ),
        ("how much is the boat?", "and the kayak?", "how much is the kayak?"),
        ("how much is the boat?", "what about kayak", "how much is the kayak?"),
        (
            "how do I get the raider role?",
            "what about officer?",
            "how do I get the officer?",
        ),
        ("how can I appeal a ban?", "and a mute?", "how can I appeal a mute?"),
        (
            "how do I sign up for raids?",
            "and dungeons?",
            "how do I sign up for dungeons?",
        ),
        (
            "when does the guild bank open",
            "and the shop?",
            "when does the shop open",
        ),
        (
            "what is the drop rate of Frostbrand?",
            "and Icebrand?",
            "what is the drop rate of Icebrand?",
        ),
        (
            "what is the drop rate of frostbrand?",
            "and icebrand?",
            "what is the drop rate of icebrand?",
        ),
        (
            "are pets allowed on raids?",
            "and mounts?",
            "are mounts allowed on raids?",
        ),
        ("raid times", "and dungeons?", "raid times dungeons"),
        (
            "hi, I'm new. when do raids start? thanks",
            "and dungeons?",
            "when do dungeons start?",
        ),
    ]);
}

#[test]
fn a_fragment_asks_something_else_of_the_same_matter() {
    check(&[
        ("how do raids start?", "and when?", "when do raids start?"),
        ("how do raids start?", "why?", "why do raids start?"),
        ("when do raids start?", "how long?", "how long do raids start?"),
        ("how much is the boat?", "where?", "where is the boat?"),
        (
            "can I bring pets on raids?",
            "since when?",
            "since when can I bring pets on raids?",
        ),
        (
            "when do raids start?",
            "how often for officers?",
            "how often do raids start for officers?",
        ),
        (
            "where can I hire the boat?",
            "how much does it cost?",
            "hire boat: how much does it cost?",
        ),
        (
            "where can I hire the boat?",
            "and is it free?",
            "hire boat: is it free?",
        ),
        ("who leads the raid?", "when is that?", "leads raid: when is that?"),
    ]);
}

#[test]
fn a_whole_question_and_small_talk_stand_alone() {
    let replies = [
        "how many potions do raiders need?",
        "and do officers get gold?",
        "how do I appeal a ban?",
        "thanks",
        "ok",
        "lol",
        "what?",
        "that doesn't help",
        "this is wrong",
        "are you sure?",
        "raid times",
        "officers",
        "who are you?",
        "when does that raid start?",
        "tell me about the bank and the shop and the inn",
        "no",
        "and?",
        "how are you?",
        "what's the loot rule for raids?",
        "is it allowed to bring pets along to a raid?",
        "cool",
        "wrong answer",
    ];
    let read = replies.iter().filter_map(|reply| read("when do raids start?", reply));
    assert_eq!(read.collect::<Vec<_>>(), Vec::<String>::new());
}

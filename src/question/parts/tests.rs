use super::*;
use crate::text::words::words;

fn parts(question: &str) -> Vec<Part> {
    super::parts(&Worded::new(question))
}

fn texts(question: &str) -> Vec<String> {
    parts(question).into_iter().map(|part| part.text).collect()
}

#[test]
fn several_questions_are_parted() {
    for (question, expected) in [
        (
            "In what year was the revolution and who founded the republic?",
            &["In what year was the revolution", "who founded the republic?"][..],
        ),
        (
            "What does Iran want and what does the US want?",
            &["What does Iran want", "what does the US want?"],
        ),
        (
            "Who was Khomeini? When did he die?",
            &["Who was Khomeini?", "Khomeini: When did he die?"],
        ),
        (
            "1) who founded the republic 2) when did the embargo end?",
            &["who founded the republic", "when did the embargo end?"],
        ),
        (
            "a) capital of Iran b) causes of the war",
            &["capital of Iran", "causes of the war"],
        ),
        (
            "who led the revolt; what did the king do about it",
            &["who led the revolt", "led revolt: what did the king do about it"],
        ),
        (
            "When did the embargo begin and when did it end?",
            &["When did the embargo begin", "embargo begin: when did it end?"],
        ),
        (
            "Who founded the Islamic Republic, and when did it end?",
            &["Who founded the Islamic Republic", "Islamic Republic: when did it end?"],
        ),
        (
            "What would the U.S. lose and what would Iran suffer if there is no deal?",
            &[
                "What would the U.S. lose",
                "what would Iran suffer if there is no deal?",
            ],
        ),
        (
            "Why did the shah flee, and did the army support the new leaders?",
            &["Why did the shah flee", "did the army support the new leaders?"],
        ),
        (
            "tell me who wrote the treaty and when they signed it",
            &["tell me who wrote the treaty", "wrote treaty: when they signed it"],
        ),
        (
            "What caused the war, how did the war end, and who signed the treaty?",
            &["What caused the war", "how did the war end", "who signed the treaty?"],
        ),
        (
            "I'm writing about the Normans. Who led them to England? Why did Harold lose?",
            &["Who led them to England?", "Why did Harold lose?"],
        ),
        (
            "Is the program peaceful? What does the West fear?",
            &["Is the program peaceful?", "What does the West fear?"],
        ),
        (
            "how many men fell at Hastings and how many ships sank there in total?",
            &["how many men fell at Hastings", "how many ships sank there in total?"],
        ),
    ] {
        assert_eq!(texts(question), expected, "{question}");
    }
}

#[test]
fn one_question_is_left_whole() {
    for question in [
        "who and when",
        "What and where is Normandy?",
        "How and why did the embargo end?",
        "Who agreed to sign the charter and was exempt from the rules?",
        "What family distilled brandy and were Huguenots?",
        "The term has been applied to western countries, and which eastern country?",
        "Europe first colonized the Americas, then Asia, but what continent was third?",
        "Colonialism as a policy is caused by financial and what other reasons?",
        "Closing speakers are given between 5 and how many minutes?",
        "When the Normans invaded England, what did they do?",
        "I'm writing an essay for school and wanted to know if there's any hope that this crisis calms down?",
        "ok so let's say it all goes well and they sign something. what good would come out of it? just curious",
        "Obama and Iran, what did he achieve there?",
        "What do the U.S. and Iran need to agree on?",
        "When was the St. John's Cathedral built?",
        "is it a single dispute they must settle or a whole bunch of them?",
        "What is the difference between who votes and who decides?",
        "who won and why?",
        "does only one of them give in or do they each have to?",
        "When a tax does not pay for itself, what is it called?",
        "asdf ;;; qqq",
        "",
        "If the talks fail, and there is no deal, what happens?",
    ] {
        assert_eq!(texts(question), Vec::<String>::new(), "{question}");
    }
}

#[test]
fn there_are_at_most_four_parts() {
    let question = "Who was Ann? Who was Bob? Who was Carl? Who was Dora? Who was Emil?";
    assert_eq!(parts(question).len(), MAX_PARTS);
}

#[test]
fn each_word_of_a_part_is_found_by_its_place_in_the_question() {
    let question = "Ägypten: who founded the Islamic Republic, and when did it end?";
    let found = parts(question);
    let places = |part: &Part| -> Vec<String> {
        words(question)
            .filter_map(|word| {
                let place = part.place(&word.range)?;
                assert_eq!(part.text[place], question[word.range.clone()]);
                Some(word.folded)
            })
            .collect()
    };
    let [first, second] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(places(first).join(" "), "agypten who founded the islamic republic");
    assert_eq!(places(second).join(" "), "islamic republic when did it end");
}

#[test]
fn of_what_reaches_over_the_border_of_a_part_the_place_is_what_lies_within() {
    let question = "Who was Khomeini? When did he die?";
    let found = parts(question);
    // " When d"
    let piece = 17..24;
    assert_eq!(&question[piece.clone()], " When d");
    assert_eq!(found[0].place(&piece), None);
    let place = found[1].place(&piece).unwrap();
    assert_eq!(&found[1].text[place], "When d");
    assert_eq!(found[0].place(&(3..3)), None, "nothing is nowhere");
}

use super::*;
use crate::text::fold::fold;
use crate::text::words::words;

fn intent(message: &str) -> Intent {
    super::intent(&Worded::new(message))
}

fn check(expected: &Intent, messages: &[&str]) {
    let wrong: Vec<(&str, Intent)> = messages
        .iter()
        .map(|message| (*message, intent(message)))
        .filter(|(_, found)| found != expected)
        .collect();
    assert!(wrong.is_empty(), "not {expected:?}: {wrong:#?}");
}

fn check_small_talk(expected: SmallTalk, messages: &[&str]) {
    check(&Intent::SmallTalk(expected), messages);
}

#[test]
fn questions_stay_questions() {
    check(
        &Intent::Ask,
        &[
            "hi, I'm doing a project on this, do you know if Biden tried to bring the deal back?",
            "hey, what is the core issue?",
            "How would you sum up U.S.-Iran relations over the years?",
            "what is NATO about?",
            "thanks, and who founded it?",
            "who are the Normans?",
            "who made the bomb",
            "what are you talking about in section 2",
            "Hello, journalist here. Could you tell me what the minister said about the chances?",
            "what does the article say about sanctions?",
            "what does this say about the shah",
            "What are the talks about?",
            "what is the main reason for the war",
            "who wrote this article and when was it published?",
            "please, what is the challenge for both sides?",
            "summarize why they left the deal",
            "can you tell me how it ended",
            "help for refugees",
            "no deal",
            "good faith negotiations",
            "how are you able to enrich uranium?",
            "what's up with the sanctions",
            "are you sure iran signed it?",
            "do robots need oil?",
            "is this deal real",
            "what can the U.S. do?",
            "who created the european union",
            "what is the weather in Paris tomorrow",
            "solve 3x+5=20 for me",
            "inspections",
            "why?",
            "what happened?",
            "test ban treaty",
            "goodbye to nuclear weapons?",
            "explain the oil crisis",
            "is it true",
            "asdfghjkl",
        ],
    );
}

#[test]
fn overviews_are_known() {
    check(
        &Intent::Overview { subject: None },
        &[
            "what is this about?",
            "what is the article about?",
            "what's it about",
            "wats this about",
            "whats this abt",
            "What are these articles about?",
            "hey bot, can you tell me what this article is about please",
            "summarise it",
            "summarize pls",
            "Summarize this article for me in 3 sentences",
            "can u sumarize the artcile",
            "could you please summarise the whole text?",
            "sum it up",
            "sum up the page thx",
            "tl;dr",
            "tldr",
            "tl;dr?",
            "TLDR pls lol",
            "give me an overview",
            "give me a quick summary",
            "gimme the gist",
            "i want a short summary of this",
            "is there a summary?",
            "main points?",
            "what are the main points",
            "What are the most important takeaways of the article?",
            "the key ideas in a nutshell",
            "what is the main idea of the text",
            "what's in here",
            "what's in this article?",
            "what does the article say?",
            "what topics do you cover?",
            "eli5",
            "eli5 this article",
            "explain this like im 5",
            "tell me about this article",
            "too long didn't read",
            "i didn't read it, what is it about?",
            "hi! summary please",
            "overview",
            "break it down for me",
        ],
    );
}

#[test]
fn the_subject_of_an_overview_is_told() {
    for (message, subject) in [
        ("sum up the article about the oil crisis", "oil crisis"),
        ("summary of the talks", "talks"),
        (
            "Can you summarize the article on U.S.-Iran talks, please?",
            "U.S.-Iran talks",
        ),
        ("what is the article about the Normans about?", "Normans"),
        ("give me an overview of European Union law", "European Union law"),
        ("tl;dr of Imperialism pls", "Imperialism"),
    ] {
        let expected = Intent::Overview {
            subject: Some(subject.to_owned()),
        };
        assert_eq!(intent(message), expected, "{message}");
    }
}

#[test]
fn greetings_thanks_and_farewells_are_known() {
    check_small_talk(
        SmallTalk::Greeting,
        &[
            "hi",
            "hello",
            "heyyy",
            "hiii",
            "yoo",
            "Hello!!!",
            "hey bot",
            "hi there 👋",
            "good morning everyone",
            "gm",
            "hola",
            "Bonjour",
            "hallo",
            "ciao",
            "salaam",
            "Assalamu alaikum",
            "guten Tag",
            "olá",
            "привет",
            "سلام",
            "hello?? anyone here?",
            "are you there?",
            "ok hi",
            "hi all",
        ],
    );
    check_small_talk(
        SmallTalk::Thanks,
        &[
            "thanks",
            "thanksss",
            "thank you so much!",
            "thx bro 👍",
            "ty",
            "tysm <3",
            "ok thanks",
            "merci beaucoup",
            "thanks for the help",
            "cool, thank u",
            "much appreciated",
            "that was helpful",
            "gracias",
        ],
    );
    check_small_talk(
        SmallTalk::Farewell,
        &[
            "bye",
            "goodbye",
            "byeee",
            "gn everyone, see u tmrw",
            "see you later",
            "cya",
            "good night",
            "have a nice day",
            "take care!",
            "ok gotta go bye",
        ],
    );
}

#[test]
fn talk_about_the_bot_is_known() {
    check_small_talk(
        SmallTalk::WhoAreYou,
        &[
            "who are you?",
            "what are you",
            "who r u",
            "are you a human or an AI?",
            "are you a bot?",
            "r u real",
            "who made you",
            "what can you do?",
            "what's your name",
            "help",
            "help me pls",
            "how do you work?",
            "what can I ask you?",
            "hi, who are you?",
            "can you help me",
            "how do i use this bot",
            "are u chatgpt",
        ],
    );
    check_small_talk(
        SmallTalk::HowAreYou,
        &[
            "how are you?",
            "how are you today my friend?",
            "hi how r u",
            "how's it going",
            "what's up",
            "sup",
            "wassup bro",
            "hru",
            "how are you doing",
            "hey, how have you been?",
            "que tal",
        ],
    );
    check_small_talk(
        SmallTalk::Other,
        &[
            "ur a trash bot lmao",
            "shut up you stupid idiot",
            "good bot",
            "nice",
            "ok",
            "okayyy",
            "test",
            "ping",
            "lol",
            "hahaha",
            "hahahahaha",
            "lmaooo",
            "you are so smart",
            "this bot sucks",
            "i love you",
            "wow",
            "tell me a joke pls",
            "you suck",
            "👍",
            "???",
            "",
            "great job",
            "stupid bot",
            "yes",
            "you're the best",
        ],
    );
}

#[test]
fn patterns_are_folded_and_their_groups_exist() {
    let Patterns { phrases, groups } = &*PATTERNS;
    assert_eq!((phrases.len(), groups.len()), (8, 28), "every section is read");
    let patterns = phrases.iter().flat_map(|(_, patterns)| patterns);
    for pattern in patterns.chain(groups.values().flatten()) {
        assert_eq!(fold(pattern), *pattern);
        for (place, token) in pattern.split(' ').enumerate() {
            let token = token.strip_suffix('?').unwrap_or(token);
            if let Some(name) = token.strip_prefix('@') {
                assert!(groups.contains_key(name), "{pattern}: @{name}");
            } else {
                let is_rest = token == "*" && place + 1 == pattern.split(' ').count();
                let is_words = token
                    .split('|')
                    .all(|word| word == "#" || words(word).map(|word| word.folded).eq([word.to_owned()]));
                assert!(is_rest || is_words, "{pattern}: {token}");
            }
        }
        assert!(
            pattern.split(' ').any(|token| !token.ends_with('?')),
            "{pattern} fits nothing at all"
        );
    }
}

//! Finds questions and answers by their signs ("Q: …?", "A3. …", "Frage 2: …?") and by the question mark.

/// Openings that mark a question: the word and its first letter, in several languages.
const QUESTION_SIGNS: &str =
    "q question f frage p pregunta pergunta d domanda v vraag в вопрос s soru pytanie 问 問 质问 質問 س سؤال ถาม";
/// Openings that mark an answer.
const ANSWER_SIGNS: &str = "a answer antwort r réponse réponses respuesta resposta risposta antwoord о ответ c cevap odpowiedź 答 回答 ج جواب ตอบ";
/// Signs that mark nothing but a question, with or without a question mark.
const SURE_QUESTION_SIGNS: &str = "q question";

/// The question of a line, without the sign before it: "Is there wifi?" of "Q3: Is there wifi?".
pub(super) fn question(line: &str) -> Option<&str> {
    let (sign, mark, asked) = signed(line)?;
    let is_sign = |signs: &str| signs.split(' ').any(|known| known == sign);
    let is_sure = is_sign(SURE_QUESTION_SIGNS) && mark != '.';
    let is_likely = asks(asked)
        && is_sign(if mark == '.' {
            SURE_QUESTION_SIGNS
        } else {
            QUESTION_SIGNS
        });
    (is_sure || is_likely).then_some(asked)
}

/// True if a line begins with the sign of an answer. "A." is one only below a question: it numbers chapters, too.
pub(super) fn answers(line: &str, is_below_question: bool) -> bool {
    answer(line, is_below_question).is_some()
}

/// The answer of a line, without the sign before it: "No." of "A3: No."
pub(super) fn answer(line: &str, is_below_question: bool) -> Option<&str> {
    let (sign, mark, said) = signed(line)?;
    let may_stop = is_below_question && sign == "a";
    ((mark != '.' || may_stop) && ANSWER_SIGNS.split(' ').any(|known| known == sign)).then_some(said)
}

/// True if a line ends with a question mark.
pub(super) fn asks(line: &str) -> bool {
    line.trim_end()
        .trim_end_matches(['"', '”', '“', '’', '‘', '\'', ')', '»', '«', '*', '_'])
        .ends_with(['?', '？', '؟', '՞', '፧'])
}

/// The word (in lower case) and the mark of a sign such as "Q:", "Q3." or "问：", and the text after it.
fn signed(line: &str) -> Option<(String, char, &str)> {
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let end = line.find(|c: char| !c.is_alphabetic()).filter(|end| *end > 0)?;
    let (word, rest) = line.split_at(end);
    let rest = rest.trim_start_matches(spaces).trim_start_matches('#');
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(spaces);
    let mark = rest.chars().next().filter(|c| matches!(c, ':' | '.' | '：'))?;
    let said = &rest[mark.len_utf8()..];
    (mark == '：' || said.starts_with(char::is_whitespace)).then(|| (word.to_lowercase(), mark, said.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_questions_are_told_from_other_words() {
        for (line, asked) in [
            ("Q: Is there wifi?", Some("Is there wifi?")),
            ("Q3. Is there wifi?", Some("Is there wifi?")),
            ("Question 3: who is that", Some("who is that")),
            ("Q : Peut-on venir ?", Some("Peut-on venir ?")),
            ("问：会费是多少？", Some("会费是多少？")),
            ("Frage 2: Wann?", Some("Wann?")),
            ("س: متى؟", Some("متى؟")),
            ("P: 555 0100", None),
            ("Q. Smith", None),
            ("Q:none", None),
            ("Is it: yes?", None),
            ("", None),
        ] {
            assert_eq!(question(line), asked, "{line}");
        }
    }

    #[test]
    fn signs_of_answers_are_told_from_other_words() {
        for line in ["A: No.", "Answer: no", "R : Oui.", "答：不收费", "ตอบ: ห้าเล่ม"] {
            assert!(answers(line, false), "{line}");
        }
        for line in [
            "An answer",
            "a) No.",
            "A good answer: no",
            "A.M.",
            "A. Scope",
            "C. Scope",
        ] {
            assert!(!answers(line, false), "{line}");
        }
        assert!(answers("A2. No.", true));
    }
}

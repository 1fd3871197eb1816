//! Words that are told from others like them: names made of signs or of function words, versions, numbers, and the words
//! of scripts without spaces.

use serde_json::{Value, json};

use crate::run::Verbatim;

fn ask(program: &Verbatim, question: &str) -> Value {
    program.ask_json(question).remove(0)
}

fn heading(answer: &Value) -> &str {
    let headings = answer["quotes"][0]["headings"].as_array().unwrap();
    headings.last().and_then(Value::as_str).unwrap()
}

fn key(answer: &Value) -> &str {
    answer["quotes"][0]["key_sentence"].as_str().unwrap()
}

#[test]
fn a_name_made_of_signs_is_another_than_the_one_without_them() {
    let program = Verbatim::new().article(
        "lang.md",
        "# Compilers\n\n\
         ## C\n\nC is compiled with the old toolchain of the vendor.\n\n\
         ## C++\n\nC++ is compiled with clang nineteen, and warnings count as errors.\n\n\
         ## C#\n\nC# is built by a second machine under the stairs, which is rebooted each night.\n\n\
         ## R\n\nR is used by the two statisticians, who bring their own laptops.\n\n\
         ## Go\n\nGo programs are linked statically and copied to the roof antenna.\n",
    );
    for (question, wanted) in [
        ("how is c++ built", "C++"),
        ("How is C compiled?", "C"),
        ("how is c# compiled", "C#"),
        ("cpp", "C++"),
        ("csharp", "C#"),
        ("R", "R"),
        ("Go", "Go"),
    ] {
        let answer = ask(&program, question);
        assert_eq!(
            (&answer["status"], heading(&answer)),
            (&json!("answered"), wanted),
            "{question}"
        );
    }
}

#[test]
fn a_function_word_in_capitals_is_a_name() {
    let program = Verbatim::new().article(
        "desks.md",
        "# Desks\n\n\
         ## IT\n\nThe desk for computers is in room nine, behind the stairs.\n\n\
         ## Travel\n\nThe desk for travel is in room four, and it is open all day.\n\n\
         ## HR\n\nThe desk for contracts is in room two, beside the kitchen.\n",
    );
    let answer = ask(&program, "where does IT sit?");
    assert_eq!(heading(&answer), "IT", "{answer}");
}

#[test]
fn a_rule_that_is_named_by_its_number_is_not_answered_from_another() {
    let program = Verbatim::new().article(
        "rules.md",
        "# House rules\n\n\
         ## Rule 4\n\nThe kitchen is cleaned by whoever cooked last.\n\n\
         ## Rule 5\n\nThe garden is watered on Mondays by the ground floor.\n\n\
         ## Rule 6\n\nThe cellar is locked at ten by the caretaker.\n",
    );
    for (question, wanted) in [
        ("what does rule 5 say?", "garden"),
        ("what is the sixth rule", "cellar"),
        ("rule number four", "kitchen"),
    ] {
        let answer = ask(&program, question);
        assert!(key(&answer).contains(wanted), "{question}: {answer}");
    }
}

/// Rules of which three versions lie side by side; the fee of each is another.
fn guild() -> Verbatim {
    let rules = |front: &str, fee: &str| {
        format!(
            "---\n{front}\n---\n\n## Trading\n\nA member may trade up to five items a day, and the fee is {fee} coins an item.\n\n\
             ## Joining\n\nNew members wait before they may enter the vault.\n"
        )
    };
    Verbatim::new()
        .article("a.md", &rules("title: Guild rules (no longer valid)", "nine"))
        .article(
            "b.md",
            &rules("title: Guild rules, first version\ndate: 2019-02-01", "two"),
        )
        .article(
            "c.md",
            &rules("title: Guild rules, second version\ndate: June 1, 2025", "four"),
        )
}

#[test]
fn of_versions_that_contradict_each_other_the_valid_one_comes_first() {
    let program = guild();
    for (question, fee) in [
        ("what is the fee for trading?", "four"),
        ("what is the fee now?", "four"),
        ("what is the trading fee in the second version?", "four"),
        ("what is the trading fee in the first version?", "two"),
        ("what was the fee for trading in 2020?", "two"),
    ] {
        let answer = ask(&program, question);
        assert!(key(&answer).contains(fee), "{question}: {answer}");
    }
}

#[test]
fn a_library_in_thai_does_not_answer_everything() {
    let program = Verbatim::new().article(
        "th.md",
        "# คู่มือเมือง\n\n\
         ## ร้านขนมปัง\n\nร้านขนมปังเปิดทุกวันเวลาเจ็ดโมงเช้าและปิดเวลาสองทุ่ม วันอาทิตย์หยุด\n\n\
         ## ห้องสมุด\n\nห้องสมุดอยู่ทางตะวันออกของเมือง ยืมหนังสือได้สามสัปดาห์ คืนช้าปรับวันละหนึ่งบาท\n\n\
         ## สระว่ายน้ำ\n\nสระว่ายน้ำเปิดเฉพาะฤดูร้อน ค่าเข้าห้าสิบบาท เด็กเข้าฟรี\n",
    );
    let answer = ask(&program, "สระว่ายน้ำค่าเข้าเท่าไร");
    assert_eq!(heading(&answer), "สระว่ายน้ำ");
    assert_ne!(answer["status"], "no_answer", "{answer}");
    for unrelated in ["ราคาน้ำมันวันนี้", "ทำไมท้องฟ้าสีฟ้า", "why is the sky blue?"]
    {
        assert_eq!(ask(&program, unrelated)["status"], "no_answer", "{unrelated}");
    }
}

#[test]
fn an_english_library_knows_nothing_of_a_question_in_another_script() {
    let program = Verbatim::shipped();
    for question in [
        "ราคาน้ำมันวันนี้",
        "今天的油价是多少？",
        "Сколько стоит нефть?",
        "空はなぜ青いのですか",
    ] {
        assert_eq!(ask(&program, question)["status"], "no_answer", "{question}");
    }
}

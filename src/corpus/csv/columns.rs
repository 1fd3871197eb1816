//! Finds the columns of questions and answers, by the names in the first row or by the form of the cells.

use super::super::questions::asks;
use super::super::traced::TracedText;
use super::record::Record;

/// Names of columns with the same meaning, in lower case.
const QUESTION: &str = "question questions q faq frage fragen pregunta preguntas pergunta perguntas domanda domande \
    vraag vragen вопрос вопросы запитання soru sorular pytanie pytania otázka fråga spørgsmål 问 问题 問題 質問 질문 \
    سؤال السؤال ถาม คำถาม prompt query problem issue";
const ANSWER: &str = "answer answers a antwort antworten réponse réponses respuesta respuestas resposta respostas \
    risposta risposte antwoord antwoorden ответ ответы відповідь cevap odpowiedź odpowiedzi odpověď svar 答 回答 答案 \
    답변 جواب الإجابة ตอบ คำตอบ reply response solution lösung";
const LINK: &str =
    "url link links source href address quelle lien enlace fonte bron ссылка bağlantı źródło 链接 リンク";
const CATEGORY: &str = "category categories section topic group theme kategorie abschnitt thema rubrik gruppe \
    catégorie rubrique thème categoría sección tema categoria seção sezione categorie категория раздел тема kategori \
    bölüm kategoria dział 分类 分類 カテゴリ";

/// A column name longer than this is a sentence, in characters.
const MAX_NAME_CHARS: usize = 60;

/// The places of the columns that are read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) question: usize,
    pub(super) answer: usize,
    pub(super) link: Option<usize>,
    pub(super) category: Option<usize>,
}

impl Columns {
    /// The columns that the first row names. `None` unless it names questions and answers.
    pub(super) fn named(header: &Record) -> Option<Self> {
        let question = column(header, QUESTION, &[])?;
        let answer = column(header, ANSWER, &[question])?;
        let link = column(header, LINK, &[question, answer]);
        let taken = [Some(question), Some(answer), link];
        let taken: Vec<usize> = taken.into_iter().flatten().collect();
        Some(Self {
            question,
            answer,
            link,
            category: column(header, CATEGORY, &taken),
        })
    }

    /// Questions and answers in a table of two columns without names: most cells of the first column ask, and those of
    /// the second don't.
    pub(super) fn by_form(records: &[Record]) -> Option<Self> {
        let pairs = records.iter().filter_map(|record| match &record.fields[..] {
            [question, answer] => Some((question.as_str(), answer.as_str())),
            _ => None,
        });
        let (mut rows, mut questions) = (0, 0);
        for (question, answer) in pairs {
            rows += 1;
            questions += usize::from(asks(question) && !asks(answer));
        }
        let is_faq = questions * 2 > rows && rows * 10 >= records.len() * 9;
        is_faq.then_some(Self {
            question: 0,
            answer: 1,
            link: None,
            category: None,
        })
    }

    pub(super) fn has(&self, column: usize) -> bool {
        [Some(self.question), Some(self.answer), self.link, self.category].contains(&Some(column))
    }
}

/// The column with one of the names: the name itself, else the first that has it as a word ("Question (en)").
fn column(header: &Record, names: &str, taken: &[usize]) -> Option<usize> {
    let is_name = |word: &str| names.split_whitespace().any(|name| name == word);
    let free = || (0..header.fields.len()).filter(|i| !taken.contains(i));
    let name = |i: usize| header.fields[i].as_str().to_lowercase();
    let has_word = |i: &usize| {
        let name = name(*i);
        let mut words = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        // One letter is a name only by itself.
        words.clone().count() <= 3 && words.any(|word| word.len() > 1 && is_name(word))
    };
    free().find(|&i| is_name(&name(i))).or_else(|| free().find(has_word))
}

/// True if a row names the columns of the rows below it: short, distinct cells, none of which looks like a value.
pub(super) fn has_names(first: &Record) -> bool {
    let is_name = |cell: &str| {
        let is_value = cell.contains("://") || cell.contains('@') || cell.ends_with(['.', '!', '?', '？', '。', ',']);
        let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        cell.chars().count() <= MAX_NAME_CHARS && !is_value && letters > digits
    };
    let mut names: Vec<&str> = first.fields.iter().map(TracedText::as_str).collect();
    // A cell without a name may stand above the names of the rows.
    let corner = usize::from(names.first().is_some_and(|name| name.is_empty()));
    let all_named = names.len() > 1 && names[corner..].iter().all(|name| is_name(name));
    names.sort_unstable();
    names.dedup();
    all_named && names.len() == first.fields.len()
}

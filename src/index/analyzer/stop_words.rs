//! Function words: words that carry the grammar of a sentence, not its subject.
//!
//! English has its own list. The other languages have that of the Snowball project, which comes with Tantivy, and the
//! question words that it lacks. Not here: analysis.

use std::collections::HashSet;

use tantivy::tokenizer::{RawTokenizer, StopWordFilter, TokenFilter, TokenStream, Tokenizer};

use super::for_tantivy;
use crate::text::language::Language;

/// English function words in folded form, without apostrophes.
///
/// Left out on purpose: "us" (also the United States), "may" (the month), "will" (the document), and contractions that
/// spell another word without their apostrophe ("ill", "well", "shell", "id").
const ENGLISH: &str = "
    a an the this that these those such
    i me my mine myself we our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself it its itself they them their theirs themselves
    who whom whose which what when where why how whoever whatever whichever whenever wherever
    am is are was were be been being do does did doing done has have had having
    can could should would shall might must ought
    and or but nor so yet if then else than as because while although though unless until since whether
    of at by for with about against between into through during before after above below to from up
    down in out on off over under again upon within without toward towards among amongst via per onto
    not no only too very just also there here now any some all both each few more most other another
    same own every either neither once ever even still much many
    im ive youre youve youll youd hes shes theyre theyve theyll theyd weve itll itd thatll thatd
    isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt cant cannot couldnt shouldnt wouldnt
    wont mustnt mightnt neednt shant aint
    whats whos wheres whens whys hows whod wholl whatll thats theres heres lets its
    tell please say says said
";

/// Words that are common in questions but missing in Snowball's lists, which were made from running text; folded.
fn question_words(language: Language) -> &'static str {
    match language {
        Language::English => ENGLISH,
        Language::Danish => "hvorfor hvornar hvem hvilken hvilket hvilke hvordan hvorhen hvorfra",
        Language::Dutch => "waarom wanneer waar waarheen welk welke hoeveel waarmee waardoor wiens",
        Language::Finnish => "miksi miten milloin kuinka missa mista mihin minne kumpi",
        Language::French => "quand comment pourquoi combien lequel laquelle lesquels lesquelles est",
        Language::German => {
            "wer wem wen wessen wann warum wieso weshalb weswegen woher wohin womit wodurch wofur woran worauf woraus
             woruber worum wovon wozu wieviel"
        }
        Language::Hungarian => "miert hogyan mikor hol hova honnan kicsoda kik kinek mennyi melyik milyen",
        Language::Italian => "quando quali perche dove",
        Language::Norwegian => "hvorfor nar hvem hvilken hvilket hvilke hvordan hvorhen hvorfra",
        Language::Portuguese => "porque onde aonde quais quanto quanta quantos quantas",
        Language::Russian => {
            "почему откуда сколько кто кого кому кем какие какое каких каким какого какому чеи который которая которое
             которые"
        }
        Language::Spanish => "cuales cuanto cuanta cuantos cuantas adonde",
        Language::Swedish => "hurdan varifran vems",
        Language::Arabic
        | Language::Greek
        | Language::Romanian
        | Language::Tamil
        | Language::Turkish
        | Language::Other => "",
    }
}

/// The function words of one language.
#[derive(Clone)]
pub(super) struct StopWords {
    folded: HashSet<&'static str>,
    /// Tantivy's list, which can only be asked for a word, not read.
    listed: Option<StopWordFilter>,
    /// True if a word without its diacritics is still the same word to its readers ("cómo", "como"). In languages where
    /// marked letters are separate letters, it is another: Swedish "män" is not "man".
    accents_only: bool,
}

impl StopWords {
    pub(super) fn of(language: Language) -> Self {
        Self {
            folded: question_words(language).split_whitespace().collect(),
            listed: for_tantivy(language)
                .filter(|_| language != Language::English)
                .and_then(StopWordFilter::new),
            accents_only: matches!(
                language,
                Language::French | Language::Italian | Language::Portuguese | Language::Russian | Language::Spanish
            ),
        }
    }

    /// True if a word, given with and without its diacritics, is one of them.
    pub(super) fn contain(&self, accented: &str, folded: &str) -> bool {
        self.folded.contains(folded) || self.lists(accented) || (self.accents_only && self.lists(folded))
    }

    fn lists(&self, word: &str) -> bool {
        let Some(filter) = &self.listed else { return false };
        let mut filtered = filter.clone().transform(RawTokenizer::default());
        !filtered.token_stream(word).advance()
    }
}

//! Questions that `/corpus unanswered` doesn't list: those that an admin hid, gibberish and spam.

use verbatim::library::Noise;

use super::unanswered::{DONE, NEVER, PAINTED, TALL, groups, stage};
use super::{assert_in_vain, unanswered};
use crate::database;

#[tokio::test]
async fn what_is_never_listed_stays_away_in_other_words_until_it_is_taken_back() {
    let mut stage = stage().await;
    for question in [TALL, PAINTED] {
        assert_in_vain(&stage, question).await;
    }
    let shown = unanswered(&stage, "2 questions, asked 2 times").await;
    let mut options = shown.options().into_iter();
    let tall = options.find(|option| option.contains("Eiffel")).unwrap();
    let hidden = stage
        .discord
        .chooses_all(&stage.ada, &shown, NEVER, &[&tall])
        .await
        .update()
        .await;
    let first = hidden.content.lines().next().unwrap();
    assert_eq!(
        first,
        format!("Never listed again, in whatever words: {TALL}. In a terminal, verbatim ledger unhide undoes it.")
    );
    assert_eq!(groups(&hidden), [format!("1. **{PAINTED}** · 1 time")]);
    // A list that was open before is older than that.
    let late = stage
        .discord
        .chooses_forged(&stage.ada, &stage.general, &shown, &tall)
        .await;
    assert!(late.until_shows("no longer open").await.content.contains("1 question"));
    stage.restart().await;
    for question in [TALL, "how high is the Eiffel tower?", PAINTED] {
        assert_in_vain(&stage, question).await;
    }
    assert_eq!(
        groups(&unanswered(&stage, "1 question, asked 2 times").await),
        [format!("1. **{PAINTED}** · 2 times")]
    );
    let answerer = stage.live.answerer();
    let library = stage.live.library();
    database::blocking(|| {
        let all = library.hidden(&answerer).unwrap();
        assert_eq!((all.len(), all[0].text()), (1, TALL));
        let back = library.unhide(&answerer, all[0].questions[0].id).unwrap().unwrap();
        assert_eq!(back.text(), TALL);
        assert_eq!(library.unhide(&answerer, all[0].questions[0].id).unwrap(), None);
    });
    assert_eq!(groups(&unanswered(&stage, "2 questions, asked 5 times").await).len(), 2);
    assert!(stage.audit().await.iter().any(|action| action.what == "never list"));
    stage.discord.check();
}

#[tokio::test]
async fn gibberish_and_spam_are_counted_below_the_list() {
    let stage = stage().await;
    for said in [
        "sdkjfhskdjfh",
        "asdasd asdasd",
        "@everyone free nitro https://evil.example",
    ] {
        super::answer(&stage, said).await;
    }
    assert_in_vain(&stage, PAINTED).await;
    let shown = unanswered(&stage, "1 question, asked 1 time").await;
    assert_eq!(groups(&shown).len(), 1, "{}", shown.text());
    let more = "more look like gibberish or spam; verbatim ledger unanswered --all lists them too.";
    assert!(shown.content.contains(more), "{}", shown.text());
    let live = &stage.live;
    let all = database::blocking(|| live.library().unanswered(&live.answerer(), Noise::Listed).unwrap());
    assert!(all.noise == 0 && all.groups.len() >= 3, "{all:?}");
    let only = shown.options().remove(0);
    let none = stage
        .discord
        .chooses_all(&stage.ada, &shown, DONE, &[&only])
        .await
        .update()
        .await;
    assert!(
        none.content.contains("No question is open") && none.content.contains(more),
        "{}",
        none.text()
    );
    stage.discord.check();
}

//! An article's marks, as Discord shows them: links, spoilers, code, lists, tables.

use serde_json::json;
use serenity::model::permissions::Permissions;

use super::stage::Stage;
use crate::fake_discord::Sent;

const RULES: &str = "---
title: House rules
url: https://guild.example/rules
date: 2 February 2026
---

## Appeals

Whoever was banned can **appeal** with [this form](https://forms.example/appeal) within 30 days. Mods read it in \
<#123456789012345678>, and [the old rules](rules-2024.md) don't count. Whether the form works says \
https://status.example/a_b.

## Spoilers

In the book club, cover the end of a book: ||the *captain* was the thief|| is covered, \\*this\\* is not. ||Was the captain really the thief?||

## Raiding

Before a raid:

1. **Sign up** in `#raid-signup`.
2. Repair your gear:
   - the sword
   - the shield
3. Bring two potions.

## Server

Set the warning time of the server like this:

```toml
warn_before = 5   # *minutes*
  url = \"https://a.example\"
```

## Swords

| Sword | Damage | Speed |
|---|---|---|
| Iron sword | 4 | 1.2 |
| [Frostbrand](https://wiki.example/frostbrand) | **40** | 0.8 |

## Shields

| Shield | What it is good for | Where it is found |
|---|---|---|
| Oak shield | blocks arrows and little more than that | the harbour shop |
| Mirror shield | throws spells back at those who cast them | the queen's chest |
";

async fn stage() -> Stage {
    Stage::with(&[("rules.md", RULES)]).await
}

async fn ask(stage: &Stage, question: &str) -> Sent {
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(question))
        .await;
    stage.discord.answer_to(said).await
}

#[tokio::test]
async fn links_stand_below_the_quote_and_bare_addresses_in_it() {
    let stage = stage().await;
    let answer = ask(&stage, "how can I appeal a ban?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    | Appeals <https://guild.example/rules>
    | **Whoever was banned can appeal with this form within 30 days.** Mods read it in <#123456789012345678>, and the old rules don't count. Whether the form works says <https://status.example/a_b>.
    | Links: [this form](https://forms.example/appeal)
    | House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    assert_eq!(answer.raw["allowed_mentions"]["parse"], json!([]));
    // The page of the section has them as well.
    let sections = stage
        .discord
        .slash(&stage.ben, &stage.general, "sources", json!([]))
        .await
        .response()
        .await;
    let section = stage
        .discord
        .chooses(&stage.ben, &sections, "Appeals")
        .await
        .response()
        .await;
    insta::assert_snapshot!(section.text(), @r#"
    (only you can see this)
    | House rules
    | Appeals <https://guild.example/rules>
    | Whoever was banned can **appeal** with this form within 30 days. Mods read it in <#123456789012345678>, and the old rules don't count. Whether the form works says <https://status.example/a_b>.
    | Links: [this form](https://forms.example/appeal)
    | 2 February 2026
    [📣 Post here]
    {Post here for somebody, who is pinged: }
    "#);
    stage.discord.check();
}

#[tokio::test]
async fn without_an_embed_links_stand_below_the_quote_as_well() {
    let stage = stage().await;
    stage.discord.forbid(&stage.general, Permissions::EMBED_LINKS);
    let answer = ask(&stage, "how can I appeal a ban?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    **Appeals**
    <https://guild.example/rules>
    > **Whoever was banned can appeal with this form within 30 days.** Mods read it in <#123456789012345678>, and the old rules don't count. Whether the form works says <https://status.example/a_b>.
    **Links**
    [this form](https://forms.example/appeal)
    House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    let answer = ask(&stage, "how do I set the warning time of the server?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    **Server**
    <https://guild.example/rules>
    > Set the warning time of the server like this:
    > 
    > ```
    > warn_before = 5   # *minutes*
    >   url = "https://a.example"
    > ```
    House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    stage.discord.check();
}

#[tokio::test]
async fn spoilers_stay_covered_and_what_only_looks_like_markdown_is_text() {
    let stage = stage().await;
    let answer = ask(&stage, "what do I cover in the book club?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    | Spoilers <https://guild.example/rules>
    | **In the book club, cover the end of a book:** ||**the _captain_ was the thief**|| **is covered, \*this\* is not.** ||Was the captain really the thief?||
    | House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    let offered = stage
        .discord
        .types(&stage.ann, &stage.general, "ask", "question", "captain")
        .await;
    assert_eq!(offered, [], "no suggestion uncovers it");
    let overview = ask(&stage, "tl;dr").await;
    assert!(
        !overview.text().contains("captain was") && overview.text().contains("||"),
        "{}",
        overview.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn lists_and_code_keep_their_form() {
    let stage = stage().await;
    let answer = ask(&stage, "what must I repair before a raid?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    | Raiding <https://guild.example/rules>
    | Before a raid:
    |
    | 1. **Sign up** in `#raid-signup`.
    | 2. Repair your gear:
    |   - the sword
    |   - the shield
    | 3. **Bring two potions.**
    | House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    let answer = ask(&stage, "how do I set the warning time of the server?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    | Server <https://guild.example/rules>
    | Set the warning time of the server like this:
    |
    | ```
    | warn_before = 5   # *minutes*
    |   url = "https://a.example"
    | ```
    | House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    stage.discord.check();
}

#[tokio::test]
async fn a_table_is_aligned_or_where_it_is_too_wide_told_line_by_line() {
    let stage = stage().await;
    let answer = ask(&stage, "what damage does the Frostbrand do?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    | Swords <https://guild.example/rules>
    | ```
    | Sword       Damage  Speed
    | Iron sword  4       1.2
    | Frostbrand  40      0.8 ◂
    | ```
    | Links: [Frostbrand](https://wiki.example/frostbrand)
    | House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    let answer = ask(&stage, "what is the mirror shield good for?").await;
    insta::assert_snapshot!(answer.text(), @r#"
    | Shields <https://guild.example/rules>
    | Shield: Oak shield
    | What it is good for: blocks arrows and little more than that
    | Where it is found: the harbour shop
    |
    | **Shield: Mirror shield**
    | **What it is good for: throws spells back at those who cast them**
    | **Where it is found: the queen's chest**
    | House rules · 2 February 2026 · 1 of 5
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🗑️ Dismiss]
    "#);
    stage.discord.check();
}

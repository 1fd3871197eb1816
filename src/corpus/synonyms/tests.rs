use super::*;

fn parse(text: &str) -> Synonyms {
    let (synonyms, problems) = Synonyms::parse(text, "synonyms.txt");
    assert_eq!(problems, []);
    synonyms
}

/// The alternatives as "from..to: replacements", with "=>" where they replace.
fn found(synonyms: &Synonyms, question: &str) -> Vec<String> {
    let words: Vec<&str> = question.split(' ').collect();
    let shown = |alternative: Alternative| {
        let arrow = if alternative.replaces { "=>" } else { ":" };
        let to: Vec<String> = alternative.replacements.iter().map(|words| words.join(" ")).collect();
        format!("{:?}{arrow}{}", alternative.range, to.join(","))
    };
    synonyms.alternatives(&words).into_iter().map(shown).collect()
}

#[test]
fn equivalents_stand_for_one_another() {
    let synonyms = parse("# comment\n\n  JCPOA , Nuclear Deal,pact\r\n");
    assert_eq!(found(&synonyms, "the jcpoa"), ["1..2:nuclear deal,pact"]);
    assert_eq!(
        found(&synonyms, "nuclear deal pact"),
        ["0..2:jcpoa,pact", "2..3:jcpoa,nuclear deal"]
    );
    assert!(found(&synonyms, "nuclear deals").is_empty());
}

#[test]
fn mappings_replace_their_left_side() {
    let synonyms = parse("potus, us president => president\nnuke => nuke, nuclear weapon");
    assert_eq!(found(&synonyms, "potus"), ["0..1=>president"]);
    assert_eq!(found(&synonyms, "us president"), ["0..2=>president"]);
    assert_eq!(
        found(&synonyms, "nuke"),
        ["0..1:nuclear weapon"],
        "its right side has itself"
    );
    assert!(found(&synonyms, "president").is_empty());
}

#[test]
fn lines_with_the_same_left_side_add_up() {
    let synonyms = parse("a => b\na => c\na => b\nd => e\nd, f");
    assert_eq!(found(&synonyms, "a d f"), ["0..1=>b,c", "1..2:e,f", "2..3:d"]);
}

#[test]
fn the_longest_entry_counts() {
    let synonyms = parse("white, pale\nwhite house => us\nwhite house staff => aides");
    assert_eq!(found(&synonyms, "white house staff"), ["0..3=>aides"]);
    assert_eq!(found(&synonyms, "white house white"), ["0..2=>us", "2..3:pale"]);
}

#[test]
fn entries_are_folded_and_escapes_taken_literally() {
    let synonyms = parse("U.S., America, USA\nThéran, Tehran’s\n1\\,000, 1000 units\na\\=>b, c");
    assert_eq!(found(&synonyms, "us teheran"), ["0..1:america"]);
    assert_eq!(found(&synonyms, "theran"), ["0..1:tehran"]);
    assert_eq!(found(&synonyms, "1000"), ["0..1:1000 units"]);
    assert_eq!(found(&synonyms, "a b"), ["0..2:c"]);
}

#[test]
fn a_bad_line_is_a_problem_and_the_others_count() {
    let (synonyms, problems) = Synonyms::parse(
        "good, fine\na =>\n=> b\na => b => c\na,,b\nlone\n# x\n..., dots\nx => y\r\rz,",
        "synonyms.txt",
    );
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.line, problem.reason.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(2), Reason::OneSidedSynonyms),
            (Some(3), Reason::OneSidedSynonyms),
            (Some(4), Reason::TwoArrows),
            (Some(5), Reason::EmptySynonym),
            (Some(6), Reason::LoneSynonym),
            (Some(8), Reason::EmptySynonym),
            (Some(11), Reason::EmptySynonym),
        ]
    );
    assert!(problems.iter().all(|problem| problem.path == "synonyms.txt"));
    assert_eq!(found(&synonyms, "good x"), ["0..1:fine", "1..2=>y"]);
}

#[test]
fn rules_below_an_article_are_for_it_alone() {
    let synonyms = parse("a, b\n[one.txt]\na, c\nd => e\n[ two/2.md ]\nd, f\n[*]\ng, h\n\\[i\\], j");
    assert_eq!(found(&synonyms, "a d g i"), ["0..1:b", "2..3:h", "3..4:j"]);
    let words = ["a", "d", "g"];
    let of_articles = synonyms.alternatives_of_articles(&words);
    let told: Vec<_> = of_articles
        .iter()
        .map(|(path, found)| {
            let to = |one: &Alternative| one.replacements.iter().map(|words| words.join(" ")).collect::<Vec<_>>();
            (
                *path,
                found.iter().map(|one| to(one).join(",")).collect::<Vec<_>>().join(" "),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("one.txt", "b,c e h".to_owned()), ("two/2.md", "b f h".to_owned())]
    );
    assert!(
        synonyms.alternatives_of_articles(&["g"]).is_empty(),
        "these are as for all"
    );
    // Six for all; "a", "c" and "d" of one article, "d" and "f" of the other.
    assert_eq!(synonyms.len(), 6 + 3 + 2);
    assert_eq!(synonyms.unused(["two/2.md"].into_iter()), 3);
    assert_eq!(synonyms.for_articles(["two/2.md"].into_iter()).len(), 6 + 2);
    let (_, problems) = Synonyms::parse("[]\na, b", "synonyms.txt");
    assert_eq!(problems[0].reason, Reason::EmptySynonym);
}

#[test]
fn rules_survive_being_written_and_read() {
    let synonyms = parse("a, b c\nd => e\n[one.txt]\nf, g");
    let json = serde_json::to_string(&synonyms).unwrap();
    assert_eq!(serde_json::from_str::<Synonyms>(&json).unwrap(), synonyms);
    assert!(!synonyms.is_empty() && Synonyms::default().is_empty());
}

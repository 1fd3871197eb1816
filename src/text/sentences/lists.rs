//! The words on which the borders of sentences depend: lower case, separated by white space.

/// Abbreviations that are always followed by a name or a number.
pub(super) const TITLES: &str = "
    dr mr mrs ms mx prof gen sen rep gov lt col capt cpt sgt maj cmdr adm rev hon pres messrs mme
    mlle fr hr st ste mt ft vs cf viz eg ie e.g i.e z.b d.h u.a p.ex bzw ca approx resp
";

/// Abbreviations only before a number. Elsewhere they are words, or end a sentence like any word.
pub(super) const BEFORE_NUMBERS: &str = "
    no nos nr fig figs eq eqs sec ch chap vol vols p pp art para ed c op n v
";

/// Abbreviations that may or may not end a sentence.
pub(super) const ABBREVIATIONS: &str = "
    inc ltd co corp bros plc llc jr sr esq etc al dept est govt univ assn ave blvd rd jan feb mar
    apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ph.d min max
    misc repr orig usw
";

/// Words that begin a sentence, and that hardly ever follow an acronym or an initial as a capitalised word inside one.
pub(super) const STARTERS: &str = "
    a about above according across additionally after afterwards again against all almost along also
    although among an and another any anyone are as at back because before behind besides between
    beyond both but by can consequently could currently despite did do does due during each earlier
    either elsewhere even eventually every everyone except few finally first following for former
    formerly fortunately from further furthermore given had has have he hence her here his
    historically how however i if in indeed initially inside instead is it its itself just last
    later lately less let likewise many may maybe meanwhile more moreover most much must my near
    nearly neither never nevertheless next no nobody none nonetheless nor not nothing now of
    officially often on once one only or originally other others otherwise our out outside over
    overall per perhaps please presently previously rather recently regardless second several she
    should similarly since so some sometimes soon still subsequently such suddenly that the their
    them then there thereafter therefore these they third this those though through throughout thus
    to today together toward towards traditionally two three typically ultimately under
    unfortunately unless unlike until upon usually very was we were what when whenever where whereas
    whether which while who whoever whose why will with within without would yes yet you your
";

/// True if `list` contains `word`.
pub(super) fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

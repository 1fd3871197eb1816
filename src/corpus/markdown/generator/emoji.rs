//! The short names of emoji that allow, forbid or warn.

/// Short names and their emoji.
const EMOJI: &[(&str, &str)] = &[
    ("white_check_mark", "✅"),
    ("heavy_check_mark", "✔️"),
    ("ballot_box_with_check", "☑️"),
    ("check_mark_button", "✅"),
    ("ok", "🆗"),
    ("ok_hand", "👌"),
    ("thumbsup", "👍"),
    ("+1", "👍"),
    ("thumbsdown", "👎"),
    ("-1", "👎"),
    ("x", "❌"),
    ("cross_mark", "❌"),
    ("negative_squared_cross_mark", "❎"),
    ("heavy_multiplication_x", "✖️"),
    ("no_entry", "⛔"),
    ("no_entry_sign", "🚫"),
    ("prohibited", "🚫"),
    ("no_good", "🙅"),
    ("no_smoking", "🚭"),
    ("no_bicycles", "🚳"),
    ("no_pedestrians", "🚷"),
    ("no_mobile_phones", "📵"),
    ("do_not_litter", "🚯"),
    ("non-potable_water", "🚱"),
    ("underage", "🔞"),
    ("stop_sign", "🛑"),
    ("octagonal_sign", "🛑"),
    ("warning", "⚠️"),
    ("exclamation", "❗"),
    ("heavy_exclamation_mark", "❗"),
];

/// The emoji with a short name. `None` if the name is not one of these.
pub(super) fn named(name: &str) -> Option<&'static str> {
    EMOJI.iter().find(|(known, _)| *known == name).map(|(_, emoji)| *emoji)
}

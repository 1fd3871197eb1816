//! An article's words as letters, with its tables and lists.

use super::lists;
use super::setting::Setting;
use super::tables;
use super::typeset::Typeset;
use super::words::Words;

impl Typeset {
    /// Sets the visible part of an article's words.
    pub(super) fn of_words(words: &Words<'_>) -> Self {
        let setting = Setting::of(words);
        let mut set = Self::default();
        let mut at = 0;
        for table in tables::tables(words, &setting) {
            setting.push(&mut set, at..table.range().start);
            table.push(&mut set, &setting);
            at = table.range().end;
        }
        setting.push(&mut set, at..words.text.len());
        lists::set_items(&mut set);
        set.escape();
        set.finished()
    }
}

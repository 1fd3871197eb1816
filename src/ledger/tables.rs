//! The tables, whichever database they are in.

/// A table.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Its columns, those of its key first.
    pub(super) columns: &'static str,
    /// True if the first column has numbers that are never reused.
    pub(super) has_ids: bool,
}

/// The tables, each below those that it refers to.
pub(super) const TABLES: &[Table] = &[
    table("secret", "salt", false),
    table("question", "id, searched, done_up_to, answered_in", true),
    table(
        "asking",
        "id, question_id, text, asked_at, outcome, answer_id, server, channel, message, article, passage",
        true,
    ),
    table(
        "vote",
        "answer_id, voter, is_helpful, voted_at, article, passage",
        false,
    ),
    table("tally", "day, outcome, channel, article, passage, times", false),
    table("audit", "id, at, who, what, target, outcome", true),
    table("hidden", "id, searched, text, hidden_at", true),
    table("server", "server, settings", false),
    table(
        "fixed",
        "id, searched, text, passage, article, headings, is_section, fixed_at",
        true,
    ),
    table("staff", "server, up_to, listed_at, started_at", false),
];

const fn table(name: &'static str, columns: &'static str, has_ids: bool) -> Table {
    Table { name, columns, has_ids }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::ledger::tests::new_file;

    #[test]
    fn every_table_and_column_is_named() {
        let (_folder, ledger) = new_file();
        let columns = "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
        let made: BTreeSet<String> = ledger
            .rows(columns, &[], |row| row.get(0))
            .unwrap()
            .into_iter()
            .collect();
        let named = TABLES.iter().flat_map(|table| {
            let columns = table.columns.split(", ");
            columns.map(|column| format!("{}.{column}", table.name))
        });
        // The number of the only secret says nothing.
        let named = named.chain(["secret.id".to_owned()]).collect();
        assert_eq!(made, named);
    }
}

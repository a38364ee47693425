//! The oldest PostgreSQL that takes the statements of a step. Plans are written for 14; what a schema itself holds may
//! need a newer one.

use crate::plan::Action;

/// Words in a statement, outside quotes, that a major version brought (release notes, appendix E). Statements are
/// those that this workspace writes, so their spelling is known.
const BROUGHT: &[(u16, &str)] = &[
    (15, " NULLS NOT DISTINCT"),
    (15, "SECURITY_INVOKER"),
    (15, " ON DELETE SET NULL ("),
    (15, " ON DELETE SET DEFAULT ("),
    (15, " TABLES IN SCHEMA "),
    (15, " ICU_LOCALE"),
    (15, " GRANT SET ON PARAMETER "),
    (16, " STORAGE PLAIN"),
    (16, " STORAGE EXTERNAL"),
    (16, " STORAGE EXTENDED"),
    (16, " STORAGE MAIN"),
    (17, " SET EXPRESSION "),
    (17, " GRANT MAINTAIN "),
    (17, " JSON_TABLE("),
    (17, " JSON_EXISTS("),
    (17, " JSON_VALUE("),
    (17, " JSON_QUERY("),
    (18, ") VIRTUAL"),
    (18, " WITHOUT OVERLAPS"),
    (18, " NOT ENFORCED"),
];

/// The oldest major version that takes all statements of `actions`; none where 14 does.
pub(super) fn of(actions: &[Action]) -> Option<u16> {
    let of_action = |action: &Action| match action {
        Action::Sql(sql) => sql.statements.iter().filter_map(|it| of_statement(it)).max(),
        Action::Batches(batches) => of_statement(&batches.call),
        Action::Gate(gate) => of_statement(&gate.query),
        Action::Approval { .. } | Action::Manual { .. } => None,
    };
    actions.iter().filter_map(of_action).max()
}

fn of_statement(statement: &str) -> Option<u16> {
    let text = outside_quotes(statement);
    let changes_storage = text.contains(" ALTER COLUMN ") || text.starts_with(" CREATE TYPE ");
    BROUGHT
        .iter()
        // As a change of a column it is old.
        .filter(|(_, words)| text.contains(words) && !(changes_storage && words.starts_with(" STORAGE")))
        .map(|(version, _)| *version)
        .max()
}

/// In capitals, single blanks, without what stands in quotes of any kind.
fn outside_quotes(statement: &str) -> String {
    let mut out = String::from(" ");
    let mut rest = statement;
    while let Some(letter) = rest.chars().next() {
        let end = match letter {
            '\'' | '"' => rest.get(1..).and_then(|it| it.find(letter)).map(|at| at + 2),
            '$' => end_of_dollar_quote(rest),
            _ => None,
        };
        if let Some(end) = end {
            rest = rest.get(end..).unwrap_or_default();
            out.push('\'');
            continue;
        }
        match (letter.is_whitespace(), out.ends_with(' ')) {
            (true, true) => {}
            (true, false) => out.push(' '),
            (false, _) => out.extend(letter.to_uppercase()),
        }
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    out
}

/// Where the dollar quote ends with which `text` begins; none where it begins with none.
fn end_of_dollar_quote(text: &str) -> Option<usize> {
    let tag_end = text.get(1..)?.find('$')? + 2;
    let tag = text.get(..tag_end)?;
    let inside = tag.get(1..tag_end - 1)?;
    if !inside.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
        return None;
    }
    Some(tag_end + text.get(tag_end..)?.find(tag)? + tag_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_version_where_they_are_not_quoted() {
        for (statement, version) in [
            ("ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)", Some(15)),
            ("CREATE VIEW v WITH (security_invoker='true') AS SELECT 1", Some(15)),
            ("DO $$ BEGIN EXECUTE 'ALTER VIEW v SET (security_invoker = true)'; END $$", None),
            ("CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)", Some(18)),
            ("CREATE TABLE t (a text STORAGE EXTERNAL)", Some(16)),
            ("ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL", None),
            ("COMMENT ON TABLE t IS 'it''s ON DELETE  SET NULL (a)'", None),
            ("DO $body$ SELECT ' WITHOUT OVERLAPS' $body$", None),
            ("SELECT $1 || \"WITHOUT OVERLAPS\"", None),
            ("CREATE TABLE t (\n  PRIMARY KEY (id, at WITHOUT OVERLAPS))", Some(18)),
        ] {
            assert_eq!(of_statement(statement), version, "{statement}");
        }
    }
}

//! What a declared type means to SQLite (<https://www.sqlite.org/datatype3.html>, 3.1).

use schema_diff::catalogue::{ConstraintKind, DataType, Table};

/// Type affinities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

/// The affinity of a column of `data_type` in a table that is not `STRICT`.
pub(super) fn affinity(data_type: &DataType) -> Affinity {
    let name = data_type.to_string().to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["INT"]) {
        Affinity::Integer
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        Affinity::Text
    } else if name.is_empty() || has(&["BLOB"]) {
        Affinity::Blob
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

/// Whether a column of either type holds the same values, in tables that are `STRICT` or not.
pub(super) fn hold_the_same(old: &DataType, new: &DataType, strict: bool) -> bool {
    let is_integer = |it: &DataType| ["INT", "INTEGER"].iter().any(|name| it.name.eq_ignore_ascii_case(name));
    if strict {
        return old.name.eq_ignore_ascii_case(&new.name) || (is_integer(old) && is_integer(new));
    }
    affinity(old) == affinity(new)
}

/// The column that is the rowid, and hence never NULL: `INTEGER PRIMARY KEY`.
pub(super) fn rowid_alias(table: &Table) -> Option<&str> {
    if table.options.without_rowid {
        return None;
    }
    table
        .constraints
        .values()
        .find_map(|constraint| match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => match key.columns.as_slice() {
                [column] if !key.detail.to_ascii_uppercase().contains("DESC") => {
                    table.column(column).filter(|it| it.data_type.to_string().eq_ignore_ascii_case("integer"))
                }
                _ => None,
            },
            _ => None,
        })
        .map(|column| column.name.as_str())
}

/// A name of the rowid that no column of the tables takes; none where one of them has no rowid.
pub(super) fn rowid(tables: &[&Table]) -> Option<&'static str> {
    if tables.iter().any(|table| table.options.without_rowid) {
        return None;
    }
    let taken = |name: &str| {
        tables.iter().any(|table| table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name)))
    };
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| !taken(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affinity_goes_by_the_first_rule_that_fits() {
        let of = |name: &str| affinity(&DataType::named(name));
        assert_eq!(of("CHARINT"), Affinity::Integer);
        assert_eq!(of("NATIVE CHARACTER"), Affinity::Text);
        assert_eq!(of(""), Affinity::Blob);
        assert_eq!(of("DOUBLE PRECISION"), Affinity::Real);
        assert_eq!(of("DATETIME"), Affinity::Numeric);
    }

    #[test]
    fn strict_types_are_told_apart() {
        let holds = |old, new| hold_the_same(&DataType::named(old), &DataType::named(new), true);
        assert!(holds("INT", "INTEGER") && !holds("TEXT", "ANY"));
    }
}
